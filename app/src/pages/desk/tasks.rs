//! A draft as a task list: what is answered, what is missing, what the report says.

use domain::notification::{Missing, missing};
use jiff::civil::Date;
use leptos::prelude::*;
use registry::drafts::DraftPage;

use super::{live_report, title_of};
use crate::{
    components::{back_link, hidden, moment, warning},
    drafting::Section,
    render::Page,
    texts::{t, t_with},
};

/// The task list of a draft. `today` is the authority's.
pub fn tasks(draft: &DraftPage, today: Date, may_submit: bool) -> Page {
    let id = draft.summary.id;
    let kind = draft.summary.kind;
    let open: Vec<Missing> = missing(&draft.content, kind, today);
    let sections = Section::of(draft.content.form, kind, draft.authority.profile);
    let total = sections.len();
    let done = sections.iter().filter(|s| open.iter().all(|m| Section::of_missing(*m) != **s)).count();
    let items = sections.into_iter().map(|section| {
        let name = section.as_str();
        let missing: Vec<_> = open.iter().filter(|m| Section::of_missing(**m) == section).collect();
        let status = if missing.is_empty() {
            view! { <span class="app-done">{t("task-done")}</span> }.into_any()
        } else {
            view! { <strong class="govuk-tag govuk-tag--blue">{t("task-open")}</strong> }.into_any()
        };
        let numbers = section.boxes(draft.content.form);
        let boxes = (!numbers.is_empty())
            .then(|| view! { <span class="app-quiet">{t_with("box-number", &[("number", numbers.into())])}</span>" " });
        let status_id = format!("{name}-status");
        view! {
            <li class="govuk-task-list__item govuk-task-list__item--with-link">
                <div class="govuk-task-list__name-and-hint">
                    {boxes}<a class="govuk-link govuk-task-list__link" href=format!("/desk/{id}/{name}") aria-describedby=status_id.clone()>{t(&format!("section-{name}"))}</a>
                </div>
                <div class="govuk-task-list__status" id=status_id.clone()>{status}</div>
            </li>
        }
    });
    let items = items.collect::<Vec<_>>();
    let sent_back = draft.history.iter().rev().find(|e| e.what == "sent-back").filter(|_| {
        draft
            .history
            .iter()
            .rev()
            .find(|e| e.what == "submitted" || e.what == "sent-back")
            .is_some_and(|e| e.what == "sent-back")
    });
    let sent_back = sent_back.map(|e| {
        let words = t_with("draft-sent-back", &[("name", e.actor.clone().into()), ("day", moment(e.at).into())]);
        view! { <div class="govuk-inset-text"><p class="govuk-body"><strong>{words}</strong></p><p class="app-text">{e.note.clone()}</p></div> }
    });
    // One that was handed in once stays on record.
    let never_submitted = draft.history.iter().all(|e| e.what != "submitted");
    let check = if may_submit { t("draft-check") } else { t("draft-read") };
    let body = view! {
        {back_link("/desk")}
        <p class="govuk-caption-l">{t(&format!("kind-{}", kind.as_str()))}" · "{t("state-draft")}</p>
        <h1 class="govuk-heading-l">{title_of(draft)}</h1>
        {sent_back}
        {super::governing::notices(draft)}
        <div class="app-columns app-columns--wide">
            <div>
                <h2 class="govuk-heading-m">{t_with("draft-progress", &[("count", done.into()), ("total", total.into())])}</h2>
                <ul class="govuk-task-list">{items}</ul>
                <p><a class="govuk-button" href=format!("/desk/{id}/check") role="button">{check}</a></p>
                {super::governing::links(draft)}
                <p class="app-quiet">{t_with("draft-saved", &[("day", moment(draft.saved).into())])}</p>
                {never_submitted.then(|| view! {
                    <p class="govuk-body"><a class="govuk-link" href=format!("/desk/{id}/discard")>{t("draft-discard")}</a></p>
                })}
            </div>
            <aside>
                <h2 class="govuk-heading-m">{t("report-title")}</h2>
                <p class="app-quiet">{t("report-what")}</p>
                {super::standstill_of_draft(draft)}
                {live_report(draft.summary.id, draft.period.clone(), &draft.report)}
            </aside>
        </div>
    };
    Page::new(title_of(draft), body)
}

/// The question before a draft is thrown away.
pub fn discard(draft: &DraftPage) -> Page {
    let id = draft.summary.id;
    let body = view! {
        {back_link(format!("/desk/{id}"))}
        <p class="govuk-caption-l">{title_of(draft)}</p>
        <h1 class="govuk-heading-l">{t("draft-discard")}</h1>
        {warning(t("draft-discard-warning"))}
        <form method="post" action=format!("/desk/{id}/discard")>
            {hidden([("sure", "yes")])}
            <button class="govuk-button govuk-button--warning" type="submit">{t("draft-discard-button")}</button>
        </form>
    };
    Page::new(t("draft-discard"), body)
}
