//! What went wrong and what to do next.

use leptos::prelude::*;

use crate::{render::Page, texts::t};

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
    let typed = (!typed.is_empty()).then(|| {
        let words = typed.join("\n\n");
        let rows = words.lines().count().clamp(3, 20).to_string();
        view! {
            <div class="govuk-form-group">
                <label class="govuk-label govuk-label--m" for="typed">{t("error-typed")}</label>
                <div class="govuk-hint" id="typed-hint">{t("error-typed-hint")}</div>
                <textarea class="govuk-textarea" id="typed" aria-describedby="typed-hint" rows=rows readonly>{words}</textarea>
            </div>
        }
    });
    let body = view! {
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{sentence}</p>
        {typed}
        <p class="govuk-body"><a class="govuk-link" href="/">{t("error-next-search")}</a></p>
    };
    Page::new(title, body).status(status)
}
