//! What needs doing, what runs, what is finished.

use domain::notification::State;
use leptos::prelude::*;
use registry::{
    Official,
    drafts::{DeskItem, DeskTask},
};

use crate::{
    components::{DeadlineBadge, encoded, moment, notification_path},
    render::Page,
    texts::{t, t_with},
};

/// The desk of the official's authority.
pub fn list(official: &Official, items: Vec<DeskItem>, may_draft: bool) -> Page {
    let (doing, rest): (Vec<_>, Vec<_>) = items.into_iter().partition(|i| !i.tasks.is_empty());
    let (finished, running): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|i| matches!(i.summary.state, State::Withdrawn | State::InForce));
    let new = may_draft.then(|| {
        view! {
            <form method="post" action="/desk/new">
                <button class="govuk-button" type="submit">{t("desk-new")}</button>
            </form>
        }
    });
    let body = view! {
        <p class="govuk-caption-l">{official.authority_name.clone()}</p>
        <h1 class="govuk-heading-l">{t("desk")}</h1>
        {new}
        {table("desk-doing", "desk-doing-none", doing)}
        {table("desk-running", "desk-running-none", running)}
        {(!finished.is_empty()).then(|| table("desk-finished", "desk-running-none", finished))}
        <p class="govuk-body"><a class="govuk-link" href="/desk/comments">{t("desk-all-comments")}</a></p>
    };
    Page::new(t("desk"), body)
}

fn table(title: &'static str, none: &str, items: Vec<DeskItem>) -> AnyView {
    let content = if items.is_empty() {
        view! { <p class="govuk-body">{t(none)}</p> }.into_any()
    } else {
        let heads = ["desk-notification", "desk-to-do", "status", "desk-changed"]
            .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
        let rows = items.into_iter().map(row).collect::<Vec<_>>();
        view! {
            <div class="app-frame" role="region" aria-labelledby=title tabindex="0">
                <table class="govuk-table app-desk"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    };
    view! { <section><h2 class="govuk-heading-m" id=title>{t(title)}</h2>{content}</section> }.into_any()
}

fn row(item: DeskItem) -> AnyView {
    let n = item.summary;
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let on = encoded(&symbol);
    let href = if n.state.is_public() { notification_path(&symbol) } else { format!("/desk/{}", n.id) };
    let title = if n.title.trim().is_empty() { t("draft-untitled") } else { n.title.clone() };
    let tasks = item.tasks.into_iter().map(|task| {
        let (href, words) = match task {
            DeskTask::Finish => (format!("/desk/{}", n.id), t("task-finish")),
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
    view! {
        <tr class="govuk-table__row">
            <td class="govuk-table__cell"><a class="govuk-link" href=href>{title}</a><br/><span class="app-quiet app-symbol">{symbol}</span></td>
            <td class="govuk-table__cell"><ul class="govuk-list app-plain">{tasks}{steps}</ul></td>
            <td class="govuk-table__cell">{t(&format!("state-{}", n.state.as_str()))}<br/>{n.period.map(|period| view! { <DeadlineBadge period/> })}</td>
            <td class="govuk-table__cell">{moment(item.changed)}</td>
        </tr>
    }
    .into_any()
}
