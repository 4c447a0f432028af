//! The public comments on a notification, a page at a time; and one by itself.

use leptos::prelude::*;
use registry::{
    comments::CommentPages,
    notifications::{NotificationSummary, PublicComment},
};

use crate::{
    components::{back_link, comment_item, encoded, notification_path, page_links},
    render::Page,
    texts::{t, t_with},
};

/// Clauses listed at most: those with most comments.
const CLAUSES: usize = 40;

/// A page of the comments.
pub fn list(p: CommentPages, clause: String) -> Page {
    let symbol = p.notification.symbols.first().cloned().unwrap_or_default();
    let base = format!("/comments?on={}", encoded(&symbol));
    let address = |page: u64| match clause.as_str() {
        "" => format!("{base}&page={page}"),
        clause => format!("{base}&clause={}&page={page}", encoded(clause)),
    };
    let links = page_links(address, p.page, p.pages);
    let items = p.comments.into_iter().map(comment_item).collect::<Vec<_>>();
    let words = match clause.as_str() {
        "" => t_with("comments-count", &[("count", p.total.into())]),
        clause => {
            t_with("comments-on-clause", &[("count", p.total.into()), ("clause", clause.to_owned().into())])
        }
    };
    let back_to_all = (!clause.is_empty())
        .then(|| view! { " "<a class="govuk-link" href=base.clone()>{t("comments-all")}</a> });
    let hidden = (p.confidential > 0)
        .then(|| view! { <p class="govuk-body">{t_with("confidential-comments", &[("count", p.confidential.into())])}</p> });
    let mut clauses: Vec<(String, u64)> = p.clauses.into_iter().collect();
    clauses.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let clauses = clauses
        .into_iter()
        .take(CLAUSES)
        .map(|(name, count)| {
            let href = format!("{base}&clause={}", encoded(&name));
            view! { <li><a class="govuk-link" href=href>{name}</a>" "<span class="app-quiet">{count}</span></li> }
        })
        .collect::<Vec<_>>();
    let by_clause = (!clauses.is_empty()).then(|| {
        view! { <aside><h2 class="govuk-heading-s">{t("comments-by-clause")}</h2><ul class="govuk-list">{clauses}</ul></aside> }
    });
    let title = t_with("comments-title", &[("symbol", symbol.clone().into())]);
    let body = view! {
        {back_link(notification_path(&symbol))}
        <p class="govuk-caption-l"><span class="app-symbol">{symbol}</span>" · "{p.notification.title}</p>
        <h1 class="govuk-heading-l">{t("comments")}</h1>
        <div class="app-columns app-columns--wide">
            <div>
                <p class="govuk-body">{words}{back_to_all}</p>
                {hidden}
                <ul class="app-items">{items}</ul>
                {links}
            </div>
            {by_clause}
        </div>
    };
    Page::new(title, body)
}

/// One comment.
pub fn one(n: NotificationSummary, c: PublicComment, responses: bool) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let number = c.number.clone();
    let named = !c.author.is_empty() || !c.organisation.is_empty();
    let report = (named && c.state.is_readable() && !c.from_authority).then(|| {
        let href = format!("/comments/{number}/report");
        view! { <p class="govuk-body"><a class="govuk-link" href=href>{t("attribution-link")}</a></p> }
    });
    let responses = responses.then(|| {
        let href = format!("/responses/{}", encoded(&symbol));
        view! { <p class="govuk-body"><a class="govuk-link" href=href>{t("responses")}</a></p> }
    });
    let title = t_with("comment-page-title", &[("number", number.clone().into())]);
    let body = view! {
        {back_link(notification_path(&symbol))}
        <p class="govuk-caption-l"><span class="app-symbol">{symbol}</span>" · "{n.title}</p>
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <ul class="app-items">{comment_item(c)}</ul>
        {responses}
        {report}
    };
    Page::new(title, body)
}
