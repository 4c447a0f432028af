//! Lists: notifications, marked text, rows of a summary.

use leptos::prelude::*;
use registry::notifications::NotificationSummary;
use search_index::{Hit, Marked};

use super::{DeadlineBadge, day, encoded, notification_path, standstill_line};
use crate::texts::{t, t_with};

/// Text whose found words are marked.
#[component]
pub fn MarkedText(text: Marked) -> impl IntoView {
    text.0
        .into_iter()
        .map(|(run, marked)| if marked { view! { <mark>{run}</mark> }.into_any() } else { run.into_any() })
        .collect_view()
}

/// The link to the page on which one asks to follow something.
pub fn follow_link(what: &str, subject: &str) -> AnyView {
    let href = format!("/follow?what={what}&on={}", encoded(subject));
    view! { <p class="govuk-body"><a class="govuk-link" href=href>{t("follow")}</a></p> }.into_any()
}

/// One row of a summary list; nothing when there is no answer.
pub fn row(key: &str, value: impl Into<String>) -> Option<AnyView> {
    let value: String = value.into();
    (!value.trim().is_empty()).then(|| row_of(key, view! { <span class="app-text">{value}</span> }))
}

/// One row of a summary list with any content.
pub fn row_of(key: &str, value: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{t(key)}</dt>
            <dd class="govuk-summary-list__value">{value}</dd>
        </div>
    }
    .into_any()
}

/// A notification in a list, with what matched when it was searched for.
#[component]
pub fn NotificationItem(
    summary: NotificationSummary,
    #[prop(optional_no_strip)] hit: Option<Hit>,
) -> impl IntoView {
    let n = summary;
    let href = notification_path(n.symbols.first().map_or("", String::as_str));
    let who = n.authorities.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let title = match hit.as_ref().filter(|h| !h.title.0.is_empty()) {
        Some(h) => view! { <MarkedText text=h.title.clone()/> }.into_any(),
        None => n.title.clone().into_any(),
    };
    let matched = hit.as_ref().filter(|h| !h.sentence.0.is_empty());
    // Products are shown anyway: what matched in them is marked there.
    let products =
        match matched.filter(|h| h.sentence_field == "products" && h.sentence.text() == n.products.trim()) {
            Some(h) => view! { <MarkedText text=h.sentence.clone()/> }.into_any(),
            None => n.products.clone().into_any(),
        };
    let sentence = matched.filter(|h| h.sentence.text() != n.products.trim()).map(|h| {
        view! { <p class="app-item__sentence">"… "<MarkedText text=h.sentence.clone()/>" …"</p> }
    });
    let standards = hit.filter(|h| !h.standards.is_empty()).map(|h| {
        let cited = t_with("cites", &[("standards", h.standards.join(", ").into())]);
        view! { <p class="app-item__why">{cited}</p> }
    });
    let divergences = (n.divergences > 0).then(|| {
        let words = t_with("divergence-count", &[("count", n.divergences.into())]);
        view! { <span class="app-item__divergences">{words}</span> }
    });
    view! {
        <li class="app-item">
            <h3 class="govuk-heading-s app-item__title"><a class="govuk-link" href=href>{title}</a></h3>
            <p class="app-item__facts">
                <span>{who}</span>" · "<span class="app-symbol">{n.symbols.join(", ")}</span>
                {n.published.map(|d| view! { " · "<span>{day(d)}</span> })}
            </p>
            <p class="app-item__products">{products}</p>
            {sentence}
            {standards}
            <p class="app-item__state">
                {n.period.map(|period| view! {
                    <DeadlineBadge period=period.clone()/>" "<span>{period.written_out}</span>" "
                })}
                {divergences}
            </p>
            {n.standstill.as_ref().filter(|s| s.running || s.moved()).map(standstill_line)}
        </li>
    }
}
