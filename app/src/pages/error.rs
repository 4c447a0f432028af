//! What went wrong and what to do next.

use leptos::prelude::*;

use crate::{components::given_back, render::Page, texts::t};

/// The page for a failure; `sentence` says what was wrong, and what was `typed`
/// into the form that was not taken is given back.
pub fn page(status: u16, sentence: String, typed: Vec<String>) -> Page {
    let title = match status {
        400 | 422 => t("error-not-understood"),
        401 | 403 => t("error-not-allowed"),
        404 => t("error-not-found"),
        409 => t("error-conflict"),
        429 => t("error-too-many"),
        500.. => t("error-failed"),
        _ => t("error-not-accepted"),
    };
    let body = view! {
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{sentence}</p>
        {given_back(typed)}
        <p class="govuk-body"><a class="govuk-link" href="/">{t("error-next-search")}</a></p>
    };
    Page::new(title, body).status(status)
}
