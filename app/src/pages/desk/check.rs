//! Check your answers, hand in, approve or send back; and what happens next.

use domain::notification::{Missing, State};
use leptos::prelude::*;
use registry::drafts::DraftPage;

use super::{live_report, title_of};
use crate::{
    components::{
        ErrorSummary, back_link, document_facts, field, hidden, lines, notification_path, panel,
        row_to_change, warning,
    },
    drafting::{Section, answers},
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// All answers with the report. What can be done depends on the state and on
/// who looks: `form` carries the typed reason of a refusal and its errors.
pub fn check(draft: &DraftPage, open: &[Missing], may: May, form: FormState) -> Page {
    let id = draft.summary.id;
    let kind = draft.summary.kind;
    let writable = draft.may_write;
    let sections = Section::of(draft.content.form, kind, draft.authority.profile).into_iter().map(|section| {
        let name = section.as_str();
        let missing = open.iter().any(|m| Section::of_missing(*m) == section);
        let rows = answers(section, &draft.content).into_iter().map(|(label, value)| {
            let href = writable.then(|| format!("/desk/{id}/{name}"));
            let given = !value.trim().is_empty();
            row_to_change(label, lines(if given { value } else { t("not-given") }), href)
        });
        let rows = rows.collect::<Vec<_>>();
        let link = format!("/desk/{id}/{name}");
        let warn = missing.then(|| view! { <p class="govuk-body"><strong class="govuk-tag govuk-tag--red">{t("task-open")}</strong>" "<a class="govuk-link" href=link>{t("check-answer")}</a></p> });
        view! {
            <section>
                <h2 class="govuk-heading-m" id=name>{t(&format!("section-{name}"))}</h2>
                {warn}
                <dl class="govuk-summary-list">{rows}</dl>
            </section>
        }
    });
    let sections = sections.collect::<Vec<_>>();
    let files = draft
        .documents
        .iter()
        .map(|d| view! { <li><a class="govuk-link" href=format!("/documents/{}", d.id)>{d.name.clone()}</a>" ("{document_facts(d)}") "<a class="govuk-link" href=format!("/desk/{id}/documents/{}/clauses", d.id)>{t("clauses-link")}<span class="govuk-visually-hidden">" "{d.name.clone()}</span></a></li> })
        .collect::<Vec<_>>();
    let none = files.is_empty().then(|| view! { <p class="govuk-body">{t("files-none")}</p> });
    let body = view! {
        {back_link(if writable { format!("/desk/{id}") } else { "/desk".to_owned() })}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l">{t(&format!("kind-{}", kind.as_str()))}" · "{t(&format!("state-{}", draft.summary.state.as_str()))}</p>
        <h1 class="govuk-heading-l">{title_of(draft)}</h1>
        {super::governing::notices(draft)}
        <div class="app-columns app-columns--wide">
            <div>
                {sections}
                <section><h2 class="govuk-heading-m">{t("files")}</h2>{none}<ul class="govuk-list">{files}</ul></section>
            </div>
            <aside>
                <h2 class="govuk-heading-m">{t("report-title")}</h2>
                {super::standstill_of_draft(draft)}
                {live_report(draft.summary.id, draft.period.clone(), &draft.report)}
            </aside>
        </div>
        {actions(draft, open, may, &form)}
    };
    Page::new(t_with("check-title", &[("name", title_of(draft).into())]), body)
}

/// What the person who looks may do.
#[derive(Debug, Clone)]
pub struct May {
    /// Hand it in.
    pub submit: bool,
    /// Approve it or send it back: the role.
    pub approve: bool,
    /// Whether this person handed it in.
    pub same_person: bool,
    /// Fingerprint of what this page shows: only that is approved.
    pub seen: String,
}

fn actions(draft: &DraftPage, open: &[Missing], may: May, form: &FormState) -> AnyView {
    let id = draft.summary.id;
    if let Some(other) = super::governing::actions(draft) {
        return other;
    }
    match draft.summary.state {
        State::Draft if !may.submit => view! { <p class="govuk-body">{t("check-may-not-submit")}</p> }.into_any(),
        State::Draft if !open.is_empty() => {
            let count = open.len();
            view! { <p class="govuk-body"><strong>{t_with("check-missing", &[("missing", count.into())])}</strong></p> }.into_any()
        }
        State::Draft => view! {
            <section>
                <h2 class="govuk-heading-m">{t("submit-title")}</h2>
                <p class="govuk-body">{t("submit-what")}</p>
                <form method="post" action=format!("/desk/{id}/submit")>
                    <button class="govuk-button" type="submit">{t("submit-button")}</button>
                </form>
            </section>
        }
        .into_any(),
        State::Submitted if may.approve && may.same_person => {
            view! { <p class="govuk-body">{t("approve-same-person")}</p> }.into_any()
        }
        State::Submitted if may.approve => view! {
            <section>
                <h2 class="govuk-heading-m">{t("approve-title")}</h2>
                {warning(super::governing::approval(draft))}
                <form method="post" action=format!("/desk/{id}/approve") id="approve">
                    {hidden([("seen", may.seen)])}
                    <button class="govuk-button" type="submit">{super::governing::approve(draft)}</button>
                </form>
                <h2 class="govuk-heading-m">{t("send-back-title")}</h2>
                <form method="post" action=format!("/desk/{id}/send-back")>
                    {field("reason").area(form, 4)}
                    <button class="govuk-button govuk-button--secondary" type="submit">{t("send-back-button")}</button>
                </form>
            </section>
        }
        .into_any(),
        _ => view! { <p class="govuk-body">{t("approve-waits")}</p> }.into_any(),
    }
}

/// Handed in.
pub fn submitted(draft: &DraftPage) -> Page {
    let body = view! {
        {panel(t("submitted-title"), title_of(draft))}
        <h2 class="govuk-heading-m">{t("receipt-next")}</h2>
        <p class="govuk-body">{t("submitted-next")}</p>
        <p class="govuk-body"><a class="govuk-link" href="/desk">{t("to-desk")}</a></p>
    };
    Page::new(t("submitted-title"), body)
}

/// Published.
pub fn published(n: registry::notifications::NotificationSummary) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let href = notification_path(&symbol);
    let period = n
        .period
        .map(|p| view! { <p class="govuk-body">{t_with("published-period", &[("day", p.written_out.into())])}</p> });
    let body = view! {
        {panel(t("published-title"), symbol.clone())}
        <h2 class="govuk-heading-m">{t("receipt-next")}</h2>
        <p class="govuk-body">{t("published-next")}</p>
        {period}
        <p class="govuk-body"><a class="govuk-link" href=href>{t("published-see")}</a></p>
        <p class="govuk-body"><a class="govuk-link" href="/desk">{t("to-desk")}</a></p>
    };
    Page::new(t_with("published-page-title", &[("symbol", symbol.into())]), body)
}
