//! What was typed, to be checked before it is sent.

use domain::comment::{CommentKind, Publication, Stance};
use leptos::prelude::*;
use registry::{comments::CONFIRM_DAYS, notifications::NotificationSummary};

use super::{FIELDS, PART_FIELDS, Writing, about, kept};
use crate::{
    components::{hidden, lines, row_to_change},
    render::Page,
    texts::{t, t_with},
};

/// The page. What is sent is what is shown: the words travel with the form.
pub fn check(n: NotificationSummary, w: Writing) -> Page {
    let form = &w.form;
    let kind = CommentKind::from_name(&form.value("kind")).unwrap_or_default();
    let publication = Publication::from_name(&form.value("publication")).unwrap_or_default();
    let answer = |label: String, value: String| {
        let shown = if value.trim().is_empty() { t("not-given") } else { value };
        row_to_change(label, lines(shown), None)
    };
    let (author, organisation, email) = match &w.official {
        Some(o) => (o.name.clone(), o.authority_name.clone(), o.email.clone()),
        None => (form.value("author"), form.value("organisation"), form.value("email")),
    };
    let confidential = publication == Publication::Confidential;
    let public = t(&format!("comment-public-{}", publication.as_str()));
    let next = match (w.official.is_some(), confidential) {
        (true, false) => t("comment-next-official"),
        (true, true) => t("comment-next-official-confidential"),
        (false, false) => t("comment-next-verify"),
        (false, true) => t("comment-next-verify-confidential"),
    };
    let within = w.official.is_none().then(|| {
        let words = t_with("comment-confirm-within", &[("days", CONFIRM_DAYS.into())]);
        view! { <p class="govuk-body">{words}</p> }
    });
    let written = (1..=w.parts())
        .filter(|n| ["text", "clause"].iter().any(|f| !form.value(&format!("{f}-{n}")).trim().is_empty()));
    let parts = written
        .map(|n| {
            let value = |field: &str| form.value(&format!("{field}-{n}"));
            let clause = match value("clause") {
                whole if whole.trim().is_empty() => t("comment-whole"),
                clause => clause,
            };
            let stance = Stance::from_name(&value("stance")).unwrap_or_default();
            let hidden_part = (value("confidential") == "yes" && !confidential)
                .then(|| view! { <p class="app-quiet">{t("comment-part-confidential")}</p> });
            let stance = t(&format!("stance-{}", stance.as_str()));
            row_to_change(
                clause,
                view! { <p class="app-quiet">{stance}</p>{lines(value("text"))}{hidden_part} },
                None,
            )
        })
        .collect::<Vec<_>>();
    let why = form.value("withheld_why");
    let why = (!why.trim().is_empty()).then(|| answer(t("field-withheld_why"), why));
    let files: Vec<String> = w.files.iter().map(|f| f.name.clone()).collect();
    let files = (!files.is_empty()).then(|| answer(t("comment-files"), files.join("\n")));
    let carried: Vec<_> = form
        .values
        .iter()
        .filter(|(name, _)| {
            FIELDS.contains(&name.as_str())
                || name.rsplit_once('-').is_some_and(|(field, _)| PART_FIELDS.contains(&field))
        })
        .cloned()
        .collect();
    let body = view! {
        <div class="app-narrow app-narrow--form">
            {about(&n)}
            <h1 class="govuk-heading-l">{t("comment-check")}</h1>
            <dl class="govuk-summary-list">
                {answer(t("field-kind"), t(&format!("comment-kind-{}", kind.as_str())))}
                {parts}
                {files}
                {answer(t("field-language"), t(&format!("language-{}", form.value("language"))))}
                {answer(t("field-author"), author)}
                {answer(t("field-organisation"), organisation)}
                {answer(t("field-on_behalf"), form.value("on_behalf"))}
                {answer(t("field-email"), email)}
                {answer(t("field-publication"), t(&format!("publication-{}", publication.as_str())))}
                {why}
            </dl>
            <div class="govuk-inset-text"><p class="govuk-body">{public}</p><p class="govuk-body">{next}</p>{within}</div>
            <form method="post" action="/comment">
                {hidden(carried)}
                {hidden([("base", w.key.clone())])}
                <div class="govuk-button-group">
                    <button class="govuk-button" type="submit" name="step" value="send">{t("comment-send")}</button>
                    <button class="govuk-button govuk-button--secondary" type="submit" name="step" value="change">{t("comment-change")}</button>
                </div>
            </form>
            {kept(&w)}
        </div>
    };
    Page::new(t("comment-check"), body)
}
