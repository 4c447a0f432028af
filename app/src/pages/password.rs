//! Setting a password by the link of a mail.

use leptos::prelude::*;
use registry::invitations::Invited;

use crate::{
    components::{ErrorSummary, field, hidden, panel},
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// The form to set a password; the link's secret travels in it.
pub fn page(invited: &Invited, token: &str, form: FormState) -> Page {
    let what = t_with(
        "password-what",
        &[
            ("name", invited.name.clone().into()),
            ("email", invited.email.clone().into()),
            ("authority", invited.authority.clone().into()),
        ],
    );
    let body = view! {
        <ErrorSummary form=form.clone()/>
        <h1 class="govuk-heading-l">{t("password-set")}</h1>
        <p class="govuk-body">{what}</p>
        <form method="post" action="/password" class="app-narrow">
            {hidden([("token", token.to_owned())])}
            <input type="hidden" name="email" value=invited.email.clone() autocomplete="username"/>
            {field("new_password").kind("password").autocomplete("new-password").text(&form)}
            {field("again").kind("password").autocomplete("new-password").text(&form)}
            <button class="govuk-button" type="submit">{t("password-set")}</button>
        </form>
    };
    Page::new(t("password-set"), body)
}

/// The password is set.
pub fn done() -> Page {
    let body = view! {
        {panel(t("password-done"), "")}
        <p class="govuk-body">{t("password-done-next")}</p>
        <p><a class="govuk-button" role="button" href="/sign-in">{t("sign-in")}</a></p>
    };
    Page::new(t("password-done"), body)
}
