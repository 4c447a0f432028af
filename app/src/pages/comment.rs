//! Commenting: the form, the check of the answers, the closed period, the
//! verification of an address.

use domain::{comment::CommentKind, notification::State};
use leptos::prelude::*;
use registry::{
    Official,
    comments::Receipt,
    notifications::{NotificationSummary, Period},
};

use crate::{
    components::{
        Choice, DeadlineBadge, ErrorSummary, back_link, field, hidden, lines, notification_path,
        row_to_change, warning,
    },
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// Names of the form's fields, in their order.
pub const FIELDS: [&str; 9] =
    ["on", "kind", "clause", "text", "language", "confidential", "author", "organisation", "email"];

/// Languages offered for a comment, ISO 639-1.
pub const LANGUAGES: [&str; 10] = ["en", "fr", "es", "ar", "zh", "ru", "pt", "de", "ja", "ko"];

/// The form, filled as typed. An official signs with name and authority.
pub fn form(n: NotificationSummary, form: FormState, official: Option<Official>) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let kinds = CommentKind::ALL
        .map(|k| {
            let name = k.as_str();
            Choice::new(name, t(&format!("comment-kind-{name}")))
                .hint(t(&format!("comment-kind-{name}-hint")))
        })
        .to_vec();
    let languages = LANGUAGES.map(|code| (code.to_owned(), t(&format!("language-{code}")))).to_vec();
    let who = match official {
        Some(official) => view! {
            <p class="govuk-body">{t_with("comment-as-official", &[("name", official.name.into()), ("authority", official.authority_name.into())])}</p>
        }
        .into_any(),
        None => view! {
            {field("author").autocomplete("name").text(&form)}
            {field("organisation").autocomplete("organization").text(&form)}
            {field("email").kind("email").autocomplete("email").hint(t("comment-email-hint")).text(&form)}
        }
        .into_any(),
    };
    let confidential =
        vec![Choice::new("yes", t("comment-confidential")).hint(t("comment-confidential-hint"))];
    let body = view! {
        {back_link(notification_path(&symbol))}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            {about(&n)}
            <h1 class="govuk-heading-l">{t("comment-title")}</h1>
            {n.period.as_ref().filter(|p| !p.open && p.accepts).map(|_| warning(t("comment-late-warning")))}
            <form method="post" action="/comment">
                {hidden([("on", symbol), ("step", "check".to_owned())])}
                {field("kind").radios(&form, kinds)}
                {field("clause").text(&form)}
                {field("text").area(&form, 10)}
                {field("language").select(&form, languages)}
                <h2 class="govuk-heading-m">{t("comment-who")}</h2>
                {who}
                {field("confidential").checkboxes(&form, confidential)}
                <button class="govuk-button" type="submit">{t("continue")}</button>
            </form>
        </div>
    };
    Page::new(t("comment-title"), body)
}

/// What was typed, to be checked before it is sent.
pub fn check(n: NotificationSummary, form: FormState, official: Option<Official>) -> Page {
    let kind = CommentKind::from_name(&form.value("kind")).unwrap_or_default();
    let confidential = form.has("confidential", "yes");
    let answer = |label: &str, value: String| {
        let shown = if value.trim().is_empty() { t("not-given") } else { value };
        row_to_change(t(&format!("field-{label}")), lines(shown), None)
    };
    let (author, organisation, email) = match &official {
        Some(o) => (o.name.clone(), o.authority_name.clone(), o.email.clone()),
        None => (form.value("author"), form.value("organisation"), form.value("email")),
    };
    let public = if confidential { t("comment-public-not") } else { t("comment-public") };
    let next = match (official.is_some(), confidential) {
        (true, false) => t("comment-next-official"),
        (true, true) => t("comment-next-official-confidential"),
        (false, false) => t("comment-next-verify"),
        (false, true) => t("comment-next-verify-confidential"),
    };
    let clause = form.value("clause");
    let clause = if clause.is_empty() { t("comment-whole") } else { clause };
    let carried: Vec<_> =
        form.values.iter().filter(|(name, _)| FIELDS.contains(&name.as_str())).cloned().collect();
    let body = view! {
        <div class="app-narrow app-narrow--form">
            {about(&n)}
            <h1 class="govuk-heading-l">{t("comment-check")}</h1>
            <dl class="govuk-summary-list">
                {answer("kind", t(&format!("comment-kind-{}", kind.as_str())))}
                {answer("clause", clause)}
                {answer("text", form.value("text"))}
                {answer("language", t(&format!("language-{}", form.value("language"))))}
                {answer("author", author)}
                {answer("organisation", organisation)}
                {answer("email", email)}
            </dl>
            <div class="govuk-inset-text"><p class="govuk-body">{public}</p><p class="govuk-body">{next}</p></div>
            <form method="post" action="/comment">
                {hidden(carried)}
                <div class="govuk-button-group">
                    <button class="govuk-button" type="submit" name="step" value="send">{t("comment-send")}</button>
                    <button class="govuk-button govuk-button--secondary" type="submit" name="step" value="change">{t("comment-change")}</button>
                </div>
            </form>
        </div>
    };
    Page::new(t("comment-check"), body)
}

/// No comment is taken (any more); what was typed is given back.
pub fn closed(n: NotificationSummary, typed: String) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let withdrawn = n.state == State::Withdrawn;
    let title = if withdrawn { t("comment-withdrawn") } else { t("comment-closed") };
    let when = n.period.clone().filter(|_| !withdrawn);
    let when = when.map(|p| t_with("comment-closed-since", &[("day", p.written_out.into())]));
    let typed = (!typed.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">{t("comment-typed")}</h2>
            <p class="govuk-body">{t("comment-typed-why")}</p>
            <div class="govuk-inset-text">{lines(typed)}</div>
        }
    });
    let contact = n.authorities.first().map(|a| a.name.clone()).unwrap_or_default();
    let body = view! {
        {back_link(notification_path(&symbol))}
        {about(&n)}
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{when}</p>
        <p class="govuk-body">{t_with("comment-closed-next", &[("authority", contact.into())])}</p>
        {typed}
    };
    Page::new(title, body).status(409)
}

/// The link of the mail was opened: one button confirms.
pub fn verify(waiting: Receipt, token: String) -> Page {
    let body = view! {
        {about(&waiting.notification)}
        <h1 class="govuk-heading-l">{t("verify-title")}</h1>
        <p class="govuk-body">{t_with("verify-what", &[("number", waiting.number.into()), ("received", waiting.received_written_out.into())])}</p>
        <div class="govuk-inset-text">{lines(waiting.text)}</div>
        <form method="post" action="/comments/verify">
            {hidden([("token", token)])}
            <button class="govuk-button" type="submit">{t("verify-button")}</button>
        </form>
    };
    Page::new(t("verify-title"), body)
}

/// The link is not known, or was used before.
pub fn nothing_to_verify() -> Page {
    let body = view! {
        <h1 class="govuk-heading-l">{t("verify-unknown")}</h1>
        <p class="govuk-body">{t("verify-unknown-why")}</p>
    };
    Page::new(t("verify-unknown"), body).status(404)
}

/// What is commented on, and how long it is open.
fn about(n: &NotificationSummary) -> AnyView {
    let symbol = n.symbols.join(", ");
    let period = n.period.clone().map(|period: Period| {
        let words = period.written_out.clone();
        view! { <p class="app-quiet"><DeadlineBadge period/>" "{t("comments-until")}" "{words}</p> }
    });
    view! {
        <p class="govuk-caption-m"><span class="app-symbol">{symbol}</span>" · "{n.title.clone()}</p>
        {period}
    }
    .into_any()
}
