//! Signing in.

use leptos::prelude::*;

use crate::{
    components::{ErrorSummary, TextInput},
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
            <input type="hidden" name="return_to" value=form.value("return_to")/>
            <TextInput form=form.clone() name="email" label=t("email") kind="email" autocomplete="username"/>
            <TextInput form=form name="password" label=t("password") kind="password" autocomplete="current-password"/>
            <button class="govuk-button" type="submit">{t("sign-in")}</button>
        </form>
    };
    Page::new(t("sign-in"), body)
}
