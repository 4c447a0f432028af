//! The smaller pages around a comment.

use domain::notification::State;
use leptos::prelude::*;
use registry::{
    Mailed,
    comments::{Receipt, SavedDraft},
    notifications::{NotificationSummary, PublicComment},
};

use super::about;
use crate::{
    components::{
        ErrorSummary, back_link, day, field, field_labelled, hidden, lines, moment, notification_path, panel,
        warning,
    },
    form::FormState,
    render::{Page, request},
    texts::{t, t_with},
};

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

/// What was typed is safe; where it waits, and until when. The address is written
/// out where it was not mailed: a page that is printed or copied from paper has no links.
pub fn saved(draft: &SavedDraft, key: &str, mailed_to: Option<(String, Mailed)>, public_url: &str) -> Page {
    let until = draft.kept_until.to_zoned(jiff::tz::TimeZone::UTC).date();
    let href = format!("/comment/draft/{key}");
    let stays = request().mail_stays;
    let on_its_way = !stays && matches!(mailed_to, Some((_, Mailed::OnItsWay)));
    let address = (!on_its_way).then(|| {
        view! { <p class="govuk-inset-text app-code">{format!("{public_url}{href}")}</p> }
    });
    let mailed = match mailed_to {
        Some((email, Mailed::OnItsWay)) if stays => t_with("comment-saved-stays", &[("email", email.into())]),
        Some((email, Mailed::OnItsWay)) => t_with("comment-saved-mailed", &[("email", email.into())]),
        Some((email, Mailed::TooMany)) => t_with("comment-saved-too-many", &[("email", email.into())]),
        None => t("comment-saved-unmailed"),
    };
    let body = view! {
        <div class="app-narrow app-narrow--form">
            {about(&draft.notification)}
            <h1 class="govuk-heading-l">{t("comment-saved")}</h1>
            <p class="govuk-body">{mailed}</p>
            <p class="govuk-body"><a class="govuk-link" href=href>{t("comment-resume")}</a></p>
            {address}
            <p class="govuk-body">{t_with("comment-saved-until", &[("day", day(until).into())])}</p>
            {warning(t("comment-saved-not-sent"))}
        </div>
    };
    Page::new(t("comment-saved"), body)
}

/// The draft was sent before: the receipt is at another address.
pub fn sent_before(draft: &SavedDraft) -> Page {
    let number = draft.sent_as.clone().unwrap_or_default();
    let body = view! {
        <div class="app-narrow app-narrow--form">
            {about(&draft.notification)}
            <h1 class="govuk-heading-l">{t("comment-sent-before")}</h1>
            <p class="govuk-body">{t_with("comment-sent-before-why", &[("number", number.into())])}</p>
        </div>
    };
    Page::new(t("comment-sent-before"), body)
}

/// The link of the mail was opened: one button confirms.
pub fn verify(waiting: Receipt, token: String) -> Page {
    let body = view! {
        {about(&waiting.notification)}
        <h1 class="govuk-heading-l">{t("verify-title")}</h1>
        <p class="govuk-body">{t_with("verify-what", &[("number", waiting.number.into()), ("received", waiting.received_written_out.into())])}</p>
        {waiting.expires.map(|at| view! { <p class="govuk-body">{t_with("receipt-until", &[("day", moment(at).into())])}</p> })}
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

/// Asks whether the comment shall be withdrawn.
pub fn withdraw(r: Receipt) -> Page {
    let back = format!("/receipts/{}?key={}", r.number, r.key);
    let body = view! {
        {back_link(back)}
        <div class="app-narrow app-narrow--form">
            {about(&r.notification)}
            <h1 class="govuk-heading-l">{t_with("withdraw-title", &[("number", r.number.clone().into())])}</h1>
            <div class="govuk-inset-text">{lines(r.text)}</div>
            <p class="govuk-body">{t("withdraw-what")}</p>
            {warning(t("withdraw-warning"))}
            <form method="post" action=format!("/receipts/{}/withdraw", r.number)>
                {hidden([("key", r.key)])}
                <button class="govuk-button govuk-button--warning" type="submit">{t("withdraw-button")}</button>
            </form>
        </div>
    };
    Page::new(t_with("withdraw-title", &[("number", r.number.into())]), body)
}

/// The form in which one reports that a comment is not from whom it names.
pub fn report(n: NotificationSummary, c: PublicComment, form: FormState) -> Page {
    let who = if c.organisation.is_empty() {
        c.author.clone()
    } else {
        format!("{}, {}", c.author, c.organisation)
    };
    let body = view! {
        {back_link(format!("/comments/{}", c.number))}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            {about(&n)}
            <h1 class="govuk-heading-l">{t("attribution-title")}</h1>
            <p class="govuk-body">{t_with("attribution-what", &[("number", c.number.clone().into()), ("name", who.into())])}</p>
            <form method="post" action=format!("/comments/{}/report", c.number)>
                {field_labelled("reason", t("field-attribution_reason")).area(&form, 5)}
                {field("author").autocomplete("name").text(&form)}
                {field("email").kind("email").autocomplete("email").hint(t("attribution-email-hint")).text(&form)}
                <button class="govuk-button" type="submit">{t("attribution-button")}</button>
            </form>
        </div>
    };
    Page::new(t("attribution-title"), body)
}

/// The report was taken.
pub fn reported(number: &str) -> Page {
    let body = view! {
        <div class="app-narrow app-narrow--form">
            {panel(t("attribution-done"), number)}
            <p class="govuk-body">{t("attribution-next")}</p>
            <p class="govuk-body"><a class="govuk-link" href=format!("/comments/{number}")>{t("attribution-back")}</a></p>
        </div>
    };
    Page::new(t("attribution-done"), body)
}

/// Mails about a comment: asks whether they shall end, or says that they have.
pub fn mails_end(number: Option<String>, key: Option<String>) -> Page {
    let body = match (number, key) {
        (Some(number), Some(key)) => view! {
            <h1 class="govuk-heading-l">{t("mails-end")}</h1>
            <p class="govuk-body">{t_with("mails-end-what", &[("number", number.into())])}</p>
            <form method="post" action="/comments/mails/end">
                {hidden([("key", key)])}
                <button class="govuk-button" type="submit">{t("mails-end-button")}</button>
            </form>
        }
        .into_any(),
        _ => view! {
            <h1 class="govuk-heading-l">{t("mails-ended")}</h1>
            <p class="govuk-body">{t("mails-ended-what")}</p>
        }
        .into_any(),
    };
    Page::new(t("mails-end"), body)
}
