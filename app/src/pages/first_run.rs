//! The first administrator of an empty registry.

use domain::authority::Profile;
use leptos::prelude::*;

use crate::{
    components::{Choice, ErrorSummary, field},
    form::FormState,
    render::Page,
    texts::t,
};

/// The form: the printed code, the authority, the person.
pub fn page(form: FormState) -> Page {
    let profiles = [Profile::Wto, Profile::Eu]
        .map(|p| Choice::new(p.as_str(), t(&format!("profile-{}", p.as_str()))))
        .to_vec();
    let body = view! {
        <ErrorSummary form=form.clone()/>
        <h1 class="govuk-heading-l">{t("first-run")}</h1>
        <p class="govuk-body">{t("first-run-what")}</p>
        <form method="post" action="/first-run" class="app-narrow--form" novalidate>
            {field("first_code").autocomplete("off").text(&form)}
            <h2 class="govuk-heading-m">{t("first-run-authority")}</h2>
            {field("code").text(&form)}
            {field("authority_name").text(&form)}
            {field("country").text(&form)}
            {field("zone").text(&form)}
            {field("zone_place").text(&form)}
            {field("profile").radios(&form, profiles)}
            <h2 class="govuk-heading-m">{t("first-run-person")}</h2>
            {field("person_name").autocomplete("name").text(&form)}
            {field("email").kind("email").autocomplete("email").text(&form)}
            <button class="govuk-button" type="submit">{t("first-run-button")}</button>
        </form>
    };
    Page::new(t("first-run"), body)
}
