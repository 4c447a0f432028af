//! Comments on the authority's own notifications, and the reply to one.

use leptos::prelude::*;
use registry::comments::DeskComment;

use crate::{
    components::{ErrorSummary, back_link, field, lines, moment, notification_path, row, row_of},
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// The list: without a reply first.
pub fn comments(all: Vec<DeskComment>, on: Option<String>) -> Page {
    let waiting = all.iter().filter(|c| c.comment.reply.is_none()).count();
    let rows = all.into_iter().map(|c| {
        let state = if c.comment.reply.is_some() {
            view! { <span class="app-done">{t("comment-state-answered")}</span> }.into_any()
        } else {
            view! { <strong class="govuk-tag govuk-tag--blue">{t("comment-waiting")}</strong> }.into_any()
        };
        let from = if c.comment.organisation.is_empty() { c.comment.author.clone() } else { format!("{}, {}", c.comment.author, c.comment.organisation) };
        let start: String = c.comment.text.chars().take(160).collect();
        let more = if c.comment.text.chars().count() > 160 { " …" } else { "" };
        view! {
            <tr class="govuk-table__row">
                <td class="govuk-table__cell"><a class="govuk-link" href=format!("/desk/comments/{}", c.id)>{c.comment.number.clone()}</a><br/>{state}
                    {c.confidential.then(|| view! { <br/><span class="govuk-tag govuk-tag--grey">{t("confidential")}</span> })}</td>
                <td class="govuk-table__cell">{start}{more}<br/><span class="app-quiet">{from}</span></td>
                <td class="govuk-table__cell"><span class="app-symbol">{c.symbol}</span><br/><span class="app-quiet">{c.title}</span></td>
                <td class="govuk-table__cell">{moment(c.comment.received)}{c.comment.late.then(|| view! { <br/><span class="govuk-tag govuk-tag--yellow">{t("late")}</span> })}</td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let list = if rows.is_empty() {
        view! { <p class="govuk-body">{t("desk-comments-none")}</p> }.into_any()
    } else {
        let heads = ["receipt-number", "desk-comment", "desk-notification", "receipt-when"]
            .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
        view! {
            <div class="app-frame" role="region" aria-labelledby="comments" tabindex="0">
                <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    };
    let only = on.map(|symbol| {
        let words = t_with("desk-comments-of", &[("symbol", symbol.into())]);
        view! { <p class="govuk-body">{words}" "<a class="govuk-link" href="/desk/comments">{t("desk-comments-all")}</a></p> }
    });
    let body = view! {
        {back_link("/desk")}
        <h1 class="govuk-heading-l" id="comments">{t("comments")}</h1>
        <p class="govuk-body">{t_with("desk-comments-waiting", &[("count", waiting.into())])}</p>
        {only}
        {list}
    };
    Page::new(t("comments"), body)
}

/// One comment with the reply, or the form for it.
pub fn comment(c: DeskComment, form: FormState, may_reply: bool) -> Page {
    let title = t_with("desk-comment-title", &[("number", c.comment.number.clone().into())]);
    let from = if c.comment.organisation.is_empty() {
        c.comment.author.clone()
    } else {
        format!("{}, {}", c.comment.author, c.comment.organisation)
    };
    let href = notification_path(&c.symbol);
    let public = if c.confidential { t("reply-confidential") } else { t("reply-public") };
    let reply = match c.comment.reply.clone() {
        Some(reply) => view! {
            <section>
                <h2 class="govuk-heading-m">{t("reply-by")}" "{reply.author}</h2>
                <p class="app-quiet">{moment(reply.at)}</p>
                <div class="app-reply">{lines(reply.text)}</div>
            </section>
        }
        .into_any(),
        None if may_reply => view! {
            <section>
                <h2 class="govuk-heading-m">{t("reply-title")}</h2>
                <p class="govuk-body">{public}</p>
                <form method="post" action=format!("/desk/comments/{}", c.id)>
                    {field("reply").area(&form, 8)}
                    <button class="govuk-button" type="submit">{t("reply-button")}</button>
                </form>
            </section>
        }
        .into_any(),
        None => view! { <p class="govuk-body">{t("reply-may-not")}</p> }.into_any(),
    };
    let clause = if c.comment.clause.is_empty() { t("comment-whole") } else { c.comment.clause.clone() };
    let body = view! {
        {back_link("/desk/comments")}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            <h1 class="govuk-heading-l">{title.clone()}</h1>
            <dl class="govuk-summary-list">
                {row_of("receipt-on", view! { <a class="govuk-link" href=href>{c.symbol.clone()}</a>" "{c.title.clone()} })}
                {row("field-kind", t(&format!("comment-kind-{}", c.comment.kind.as_str())))}
                {row("field-author", from)}
                {row("receipt-when", moment(c.comment.received))}
                {c.comment.late.then(|| row("late", t("receipt-late")))}
                {c.confidential.then(|| row("field-confidential", t("confidential")))}
                {row("field-clause", clause)}
                {row("field-text", c.comment.text.clone())}
            </dl>
            {reply}
        </div>
    };
    Page::new(title, body)
}
