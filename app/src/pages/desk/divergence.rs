//! The authority's answer to one divergence: that it is meant, or that it does
//! not apply, and why (Rec. C.9).

use leptos::prelude::*;
use registry::notifications::{DivergenceRecord, Verdict};

use crate::{
    components::{self, Choice, ErrorSummary, back_link, field, hidden},
    form::FormState,
    render::Page,
    texts::t,
};

/// The form for an answer. `back` leads to where the divergence is shown.
pub fn divergence(
    notification: i64,
    title: String,
    found: &DivergenceRecord,
    back: String,
    form: FormState,
) -> Page {
    let choices = Verdict::ALL
        .iter()
        .map(|v| {
            let name = v.as_str();
            Choice::new(name, t(&format!("verdict-{name}"))).hint(t(&format!("verdict-{name}-hint")))
        })
        .collect();
    let action = format!("/desk/{notification}/divergence");
    let given = found.answer.as_ref().is_some_and(|a| a.at.is_some());
    let take_back = given.then(|| {
        view! {
            <form method="post" action=action.clone()>
                {hidden([("key", found.key.clone()), ("verdict", "none".to_owned())])}
                <button class="govuk-button govuk-button--secondary" type="submit">{t("verdict-take-back")}</button>
            </form>
        }
    });
    let body = view! {
        {back_link(back)}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            <p class="govuk-caption-l">{title}</p>
            <h1 class="govuk-heading-l">{t("divergence-answer")}</h1>
            <h2 class="govuk-heading-m">{t("divergence-found")}</h2>
            <ul class="app-items">{components::divergence(found, None)}</ul>
            <form method="post" action=action.clone()>
                {hidden([("key", found.key.clone())])}
                {field("verdict").radios(&form, choices)}
                {field("answer_reason").area(&form, 5)}
                <button class="govuk-button" type="submit">{t("verdict-button")}</button>
            </form>
            {take_back}
        </div>
    };
    Page::new(t("divergence-answer"), body)
}
