//! A receipt: the number, the state, what happens next, and the proof. It can
//! be printed and kept.

use domain::comment::CommentState;
use leptos::prelude::*;
use registry::comments::Receipt;

use crate::{
    components::{lines, moment, notification_path, panel, row, row_of},
    render::Page,
    texts::{t, t_with},
};

/// The receipt of a comment.
pub fn page(r: Receipt) -> Page {
    let symbol = r.notification.symbols.first().cloned().unwrap_or_default();
    let href = notification_path(&symbol);
    let anchor = format!("{href}#{}", r.number);
    let state = match r.state {
        CommentState::Unverified if r.confidential => {
            t_with("receipt-unverified-confidential", &[("email", r.email.clone().into())])
        }
        CommentState::Unverified => t_with("receipt-unverified", &[("email", r.email.clone().into())]),
        CommentState::Received if r.confidential => t("receipt-received-confidential"),
        CommentState::Received => t("receipt-received"),
        CommentState::Answered => t("receipt-answered"),
    };
    let public = (r.state != CommentState::Unverified && !r.confidential).then(
        || view! { <p class="govuk-body"><a class="govuk-link" href=anchor>{t("receipt-see")}</a></p> },
    );
    let reply = r.reply.clone().map(|reply| {
        view! {
            <h2 class="govuk-heading-m">{t("reply-by")}" "{reply.author}</h2>
            <p class="app-quiet">{moment(reply.at)}</p>
            <div class="app-reply">{lines(reply.text)}</div>
        }
    });
    let late = r.late.then(|| t("receipt-late"));
    let body = view! {
        <div class="app-narrow app-narrow--form">
            {panel(t("receipt-title"), r.number.clone())}
            <h2 class="govuk-heading-m">{t("receipt-next")}</h2>
            <p class="govuk-body">{state}</p>
            {public}
            {reply}
            <h2 class="govuk-heading-m">{t("receipt-facts")}</h2>
            <dl class="govuk-summary-list">
                {row("receipt-number", r.number.clone())}
                {row("receipt-state", t(&format!("comment-state-{}", r.state.as_str())))}
                {row("receipt-when", r.received_written_out.clone())}
                {late.map(|words| row("late", words))}
                {row_of("receipt-on", view! { <a class="govuk-link" href=href>{symbol}</a>" "{r.notification.title.clone()} })}
                {row("field-kind", t(&format!("comment-kind-{}", r.kind.as_str())))}
                {row("field-text", r.text.clone())}
                {row_of("receipt-proof", view! { <code class="app-code">{r.sha256.clone()}</code> })}
            </dl>
            <p class="govuk-body">{t("receipt-keep")}</p>
        </div>
    };
    Page::new(t_with("receipt-page-title", &[("number", r.number.into())]), body)
}
