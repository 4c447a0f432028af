//! Frames of content: panels, the way back, rows with a link to change them.

use leptos::prelude::*;

use crate::texts::t;

/// The link above a page that leads back.
pub fn back_link(href: impl Into<String>) -> AnyView {
    view! { <a class="govuk-back-link" href=href.into()>{t("back")}</a> }.into_any()
}

/// A confirmation: what happened, and the number or symbol to remember.
pub fn panel(title: impl Into<String>, body: impl Into<String>) -> AnyView {
    view! {
        <div class="govuk-panel govuk-panel--confirmation">
            <h1 class="govuk-panel__title">{title.into()}</h1>
            <div class="govuk-panel__body"><strong>{body.into()}</strong></div>
        </div>
    }
    .into_any()
}

/// A row of an answers' list, with the link to change it.
pub fn row_to_change(
    label: impl Into<String>,
    value: impl IntoView + 'static,
    href: Option<String>,
) -> AnyView {
    let label: String = label.into();
    let hidden = format!(" {label}");
    let change = href.map(|href| {
        view! {
            <dd class="govuk-summary-list__actions">
                <a class="govuk-link" href=href>{t("change")}<span class="govuk-visually-hidden">{hidden}</span></a>
            </dd>
        }
    });
    view! {
        <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{label}</dt>
            <dd class="govuk-summary-list__value">{value}</dd>
            {change}
        </div>
    }
    .into_any()
}

/// Text that keeps its line ends.
pub fn lines(text: impl Into<String>) -> AnyView {
    view! { <span class="app-text">{text.into()}</span> }.into_any()
}

/// A sentence that must not be missed.
pub fn warning(text: impl Into<String>) -> AnyView {
    view! {
        <div class="govuk-warning-text">
            <span class="govuk-warning-text__icon" aria-hidden="true">"!"</span>
            <strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{t("warning")}</span>{text.into()}</strong>
        </div>
    }
    .into_any()
}
