//! Signing in.

use leptos::prelude::*;

use crate::{
    components::{ErrorSummary, field, hidden},
    form::FormState,
    render::Page,
    texts::t,
};

/// The sign-in form, filled as typed.
pub fn page(form: FormState) -> Page {
    let carried = (!form.value("carried").is_empty())
        .then(|| view! { <div class="govuk-inset-text">{t("sign-in-carried")}</div> });
    let body = view! {
        <ErrorSummary form=form.clone()/>
        <h1 class="govuk-heading-l">{t("sign-in")}</h1>
        <p class="govuk-body">{t("sign-in-who")}</p>
        {carried}
        <form method="post" action="/sign-in" class="app-narrow">
            {hidden(["return_to", "carried", "carried_to"].map(|name| (name, form.value(name))))}
            {field("email").kind("email").autocomplete("username").text(&form)}
            {field("password").kind("password").autocomplete("current-password").text(&form)}
            <button class="govuk-button" type="submit">{t("sign-in")}</button>
        </form>
    };
    Page::new(t("sign-in"), body)
}

/// The sign-in form for someone whose session ended while typing: it carries
/// what was sent (as a form's body) and where to.
pub fn page_carrying(carried: String, to: String) -> Page {
    page(FormState::filled([("return_to", "/desk".to_owned()), ("carried", carried), ("carried_to", to)]))
}

/// Signed in again: what was typed waits for one button.
pub fn resume(typed: Vec<(String, String)>, to: String) -> Page {
    let body = view! {
        <h1 class="govuk-heading-l">{t("resume-title")}</h1>
        <p class="govuk-body">{t("resume-what")}</p>
        <form method="post" action=to>
            {hidden(typed)}
            <button class="govuk-button" type="submit">{t("continue")}</button>
        </form>
    };
    Page::new(t("resume-title"), body)
}
