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
    let body = view! {
        <ErrorSummary form=form.clone()/>
        <h1 class="govuk-heading-l">{t("sign-in")}</h1>
        <p class="govuk-body">{t("sign-in-who")}</p>
        <form method="post" action="/sign-in" class="app-narrow">
            {hidden([("return_to", form.value("return_to"))])}
            {field("email").kind("email").autocomplete("username").text(&form)}
            {field("password").kind("password").autocomplete("current-password").text(&form)}
            <button class="govuk-button" type="submit">{t("sign-in")}</button>
        </form>
    };
    Page::new(t("sign-in"), body)
}
