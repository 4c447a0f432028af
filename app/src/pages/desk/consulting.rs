//! Building the official comment from what stakeholders said, and the way to the
//! comment form of the notification.

use domain::comment::CommentKind;
use leptos::prelude::*;
use registry::consultations::ConsultationPage;

use super::consultations::{about, said};
use crate::{
    components::{ErrorSummary, back_link, field, hidden, lines},
    form::FormState,
    render::Page,
    texts::t,
};

/// All that was said beside one box. `form` holds what was typed or is saved;
/// `saved_by_other` is what somebody else saved meanwhile.
pub fn build(p: &ConsultationPage, form: FormState, saved: bool, saved_by_other: Option<String>) -> Page {
    let id = p.about.id;
    let action = format!("/desk/consultations/{id}/comment");
    let told = saved.then(|| view! { <div class="govuk-inset-text" role="status">{t("build-saved")}</div> });
    let conflict = saved_by_other.map(|other| {
        view! {
            <div class="govuk-error-summary">
                <div role="alert">
                    <h2 class="govuk-error-summary__title">{t("conflict-title")}</h2>
                    <p class="govuk-body">{t("build-conflict")}</p>
                    <h3 class="govuk-heading-s">{t("build-conflict-saved")}</h3>
                    <p class="govuk-body">{lines(other)}</p>
                </div>
            </div>
        }
    });
    let body = view! {
        {back_link(format!("/desk/consultations/{id}"))}
        <ErrorSummary form=form.clone()/>
        {conflict}
        {about(&p.about.notification)}
        <h1 class="govuk-heading-l">{t("consultation-build")}</h1>
        <p class="govuk-body">{t("build-what")}</p>
        {told}
        <div class="app-columns app-columns--build">
            <section><h2 class="govuk-heading-m">{t("consultation-said")}</h2>{said(&p.inputs)}</section>
            <form method="post" action=action>
                {hidden([("version", p.version.to_string())])}
                {field("draft").area(&form, 18)}
                <div class="govuk-button-group">
                    <button class="govuk-button govuk-button--secondary" type="submit" name="then" value="save">{t("build-save")}</button>
                    <button class="govuk-button" type="submit" name="then" value="file">{t("build-continue")}</button>
                </div>
            </form>
        </div>
    };
    Page::new(t("consultation-build"), body)
}

/// The text as saved, and the button that takes it into the comment form.
pub fn to_file(p: &ConsultationPage) -> Page {
    let symbol = p.about.notification.symbols.first().cloned().unwrap_or_default();
    let next = match (p.draft.is_empty(), p.accepts) {
        (true, _) => view! { <p class="govuk-body"><strong>{t("to-file-empty")}</strong></p> }.into_any(),
        (_, false) => view! { <p class="govuk-body"><strong>{t("to-file-closed")}</strong></p> }.into_any(),
        _ => view! {
            <p class="govuk-body">{t("to-file-what")}</p>
            <form method="post" action="/comment">
                {hidden([
                    ("on", symbol),
                    ("kind", CommentKind::default().as_str().to_owned()),
                    ("text", p.draft.clone()),
                    ("language", "en".to_owned()),
                    // The form, filled, as if one came back to it to change the answers.
                    ("step", "change".to_owned()),
                ])}
                <button class="govuk-button" type="submit">{t("to-file-button")}</button>
            </form>
        }
        .into_any(),
    };
    let body = view! {
        {back_link(format!("/desk/consultations/{}/comment", p.about.id))}
        <div class="app-narrow app-narrow--form">
            {about(&p.about.notification)}
            <h1 class="govuk-heading-l">{t("to-file-title")}</h1>
            <div class="govuk-inset-text">{lines(p.draft.clone())}</div>
            {next}
        </div>
    };
    Page::new(t("to-file-title"), body)
}
