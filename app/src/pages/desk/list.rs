//! What needs doing, what runs, what is finished.

use leptos::prelude::*;
use registry::{
    Official,
    desk::{DeskItem, DeskTask},
};

use crate::{
    components::{DeadlineBadge, encoded, moment, notification_path, reminder_marks, standstill_line},
    render::Page,
    texts::{t, t_with},
};

/// The desk of the official's authority.
pub fn list(official: &Official, items: Vec<DeskItem>, may_draft: bool) -> Page {
    let (doing, rest): (Vec<_>, Vec<_>) = items.into_iter().partition(|i| !i.tasks.is_empty());
    let (finished, running): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|i| i.summary.kind.is_finished(i.summary.state));
    let new = may_draft.then(|| {
        view! {
            <form method="post" action="/desk/new">
                <button class="govuk-button" type="submit">{t("desk-new")}</button>
            </form>
        }
    });
    let all = format!("/search?authority={}&sort=newest", official.authority.as_str());
    let body = view! {
        <p class="govuk-caption-l">{official.authority_name.clone()}</p>
        <h1 class="govuk-heading-l">{t("desk")}</h1>
        {new}
        <p class="govuk-body"><a class="govuk-link" href="/desk/deadlines">{t("deadlines")}</a></p>
        {part("desk-doing", "desk-doing-none", doing)}
        {part("desk-running", "desk-running-none", running)}
        {(!finished.is_empty()).then(|| part("desk-finished", "desk-running-none", finished))}
        <p class="govuk-body"><a class="govuk-link" href=all>{t("desk-all")}</a></p>
        <p class="govuk-body"><a class="govuk-link" href="/desk/comments">{t("desk-all-comments")}</a>" · "<a class="govuk-link" href="/desk/consultations">{t("consultations")}</a>" · "<a class="govuk-link" href="/following">{t("following")}</a></p>
    };
    Page::new(t("desk"), body)
}

fn part(title: &'static str, none: &str, items: Vec<DeskItem>) -> AnyView {
    let content = if items.is_empty() {
        view! { <p class="govuk-body">{t(none)}</p> }.into_any()
    } else {
        view! { <ul class="app-items">{items.into_iter().map(item).collect::<Vec<_>>()}</ul> }.into_any()
    };
    view! { <section><h2 class="govuk-heading-m">{t(title)}</h2>{content}</section> }.into_any()
}

fn item(item: DeskItem) -> AnyView {
    let n = item.summary;
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let on = encoded(&symbol);
    let href = if n.state.is_public() { notification_path(&symbol) } else { format!("/desk/{}", n.id) };
    let title = if n.title.trim().is_empty() { t("draft-untitled") } else { n.title.clone() };
    let tasks = item.tasks.into_iter().map(|task| {
        let (href, words) = match task {
            DeskTask::Finish => (format!("/desk/{}", n.id), t("task-finish")),
            DeskTask::TakeOver => (format!("/desk/{}", n.id), t("task-take-over")),
            DeskTask::Join => (format!("/desk/{}/check", n.id), t("task-join")),
            DeskTask::Approve => (format!("/desk/{}/check", n.id), t("task-approve")),
            DeskTask::Reply(count) => {
                (format!("/desk/comments?on={on}"), t_with("task-reply", &[("count", count.into())]))
            }
            DeskTask::Decide => (format!("/desk/steps?on={on}"), t("task-decide")),
            DeskTask::GiveFinalText => (format!("/desk/steps?on={on}"), t("task-final-text")),
            DeskTask::ConfirmInForce => (format!("/desk/steps?on={on}"), t("task-in-force")),
        };
        view! { <li><a class="govuk-link" href=href>{words}</a></li> }
    });
    let tasks = tasks.collect::<Vec<_>>();
    let steps = (tasks.is_empty() && n.state.is_public()).then(
        || view! { <li><a class="govuk-link" href=format!("/desk/steps?on={on}")>{t("desk-steps")}</a></li> },
    );
    let kind = (!n.kind.opens_period()).then(|| format!("{} · ", t(&format!("kind-{}", n.kind.as_str()))));
    view! {
        <li class="app-item app-desk">
            <div>
                <h3 class="govuk-heading-s app-item__title"><a class="govuk-link" href=href>{title}</a></h3>
                <p class="app-quiet">{kind}<span class="app-symbol">{symbol}</span></p>
                {reminder_marks(&item.reminders)}
                {n.standstill.as_ref().filter(|s| s.running).map(standstill_line)}
            </div>
            <ul class="govuk-list app-plain">{tasks}{steps}</ul>
            <div>
                <p>{t(&format!("state-{}", n.state.as_str()))}" "{n.period.map(|period| view! { <DeadlineBadge period/> })}</p>
                <p class="app-quiet">{t("desk-changed")}" "{moment(item.changed)}</p>
            </div>
        </li>
    }
    .into_any()
}
