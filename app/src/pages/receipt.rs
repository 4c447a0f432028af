//! A receipt: the number, the state, what happens next, and the proof. It can
//! be printed and kept, and shows ever after what became of the comment.

use domain::comment::{CommentState, CommentStep, Publication};
use leptos::prelude::*;
use registry::comments::{Receipt, Verification};

use crate::{
    components::{hidden as hidden_fields, lines, moment, notification_path, panel, point, row, row_of},
    render::{Page, request},
    texts::{t, t_with},
};

/// The receipt of a comment.
pub fn page(r: Receipt) -> Page {
    let symbol = r.notification.symbols.first().cloned().unwrap_or_default();
    let href = notification_path(&symbol);
    let hidden = r.publication == Publication::Confidential;
    let state = match r.state {
        CommentState::Unverified if r.verification != Verification::Mailed => {
            let key = format!("receipt-unverified-{}", r.verification.as_str());
            t_with(&key, &[("email", r.email.clone().into())])
        }
        CommentState::Unverified if request().mail_stays => {
            t_with("receipt-unverified-stays", &[("email", r.email.clone().into())])
        }
        CommentState::Unverified if hidden => {
            t_with("receipt-unverified-confidential", &[("email", r.email.clone().into())])
        }
        CommentState::Unverified => t_with("receipt-unverified", &[("email", r.email.clone().into())]),
        CommentState::Received if hidden => t("receipt-received-confidential"),
        CommentState::Received => t("receipt-checking"),
        CommentState::Published => t("receipt-received"),
        CommentState::Answered => t("receipt-answered"),
        CommentState::Withheld => t_with("receipt-withheld", &[("reason", r.withheld_why.clone().into())]),
        CommentState::Withdrawn => t("receipt-withdrawn"),
    };
    let again = (r.state == CommentState::Unverified && r.verification != Verification::Mailed).then(|| {
        view! {
            <form method="post" action=format!("/receipts/{}/mail", r.number) class="app-no-print">
                {hidden_fields([("key", r.key.clone())])}
                <button class="govuk-button govuk-button--secondary" type="submit">{t("receipt-mail-again")}</button>
            </form>
        }
    });
    let shown = !hidden && r.state.is_readable();
    let public = shown.then(|| {
        let href = format!("/comments/{}", r.number);
        view! { <p class="govuk-body"><a class="govuk-link" href=href>{t("receipt-see")}</a></p> }
    });
    let reply = r.reply.clone().map(|reply| {
        view! {
            <h2 class="govuk-heading-m">{t("reply-by")}" "{reply.author}</h2>
            <p class="app-quiet">{moment(reply.at)}</p>
            <div class="app-reply">{lines(reply.text)}</div>
        }
    });
    let since = r
        .since
        .iter()
        .map(|e| {
            let note = (!e.note.is_empty()).then(|| format!(": {}", e.note));
            view! { <li>{moment(e.at)}" "{t(&format!("event-{}", e.what))}{note}</li> }
        })
        .collect::<Vec<_>>();
    let since = (!since.is_empty()).then(|| {
        view! { <h2 class="govuk-heading-m">{t("receipt-since")}</h2><ul class="govuk-list">{since}</ul> }
    });
    let until = r.expires.map(|at| {
        view! { <p class="govuk-body">{t_with("receipt-until", &[("day", moment(at).into())])}</p> }
    });
    let late = r.late.then(|| t("receipt-late"));
    let points = r.points.iter().map(|p| point(p, &r.language)).collect::<Vec<_>>();
    let files: Vec<String> = r.files.iter().map(|f| format!("{} (SHA-256 {})", f.name, f.sha256)).collect();
    let files = (!files.is_empty()).then(|| row("comment-files", files.join("\n")));
    let withdraw = r.state.allows(CommentStep::Withdraw, hidden).then(|| {
        let href = format!("/receipts/{}/withdraw?key={}", r.number, r.key);
        view! { <p class="govuk-body app-no-print"><a class="govuk-link" href=href>{t("withdraw-link")}</a></p> }
    });
    let title =
        if r.state == CommentState::Withdrawn { t("receipt-title-withdrawn") } else { t("receipt-title") };
    let body = view! {
        <div class="app-narrow app-narrow--form">
            {panel(title, r.number.clone())}
            <h2 class="govuk-heading-m">{t("receipt-next")}</h2>
            <p class="govuk-body">{state}</p>
            {again}
            {until}
            {public}
            {reply}
            {since}
            <h2 class="govuk-heading-m">{t("receipt-facts")}</h2>
            <dl class="govuk-summary-list">
                {row("receipt-number", r.number.clone())}
                {row("receipt-state", t(&format!("comment-state-{}", r.state.as_str())))}
                {row("receipt-when", r.received_written_out.clone())}
                {late.map(|words| row("late", words))}
                {row_of("receipt-on", view! { <a class="govuk-link" href=href>{symbol}</a>" "{r.notification.title.clone()} })}
                {row("field-kind", t(&format!("comment-kind-{}", r.kind.as_str())))}
                {row("field-author", r.from.clone())}
                {row("field-on_behalf", r.on_behalf.clone())}
                {row("field-publication", t(&format!("publication-{}", r.publication.as_str())))}
                {row("field-withheld_why", r.withheld_why.clone())}
                {row_of("field-text", view! { {points} })}
                {files}
                {row_of("receipt-proof", view! { <code class="app-code">{r.sha256.clone()}</code> })}
            </dl>
            <p class="govuk-body">{t("receipt-keep")}</p>
            {withdraw}
        </div>
    };
    Page::new(t_with("receipt-page-title", &[("number", r.number.into())]), body)
}
