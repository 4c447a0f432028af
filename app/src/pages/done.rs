//! The second press of a button: it is done already.

use leptos::prelude::*;
use registry::done_already::DoneAlready;

use crate::{
    components::{given_back, moment, notification_path},
    render::Page,
    texts::{t, t_with},
};

/// Says what was done, by whom and when, and leads to it; `draft` is the address of
/// what has no symbol yet. Words that were `typed` and not said then are given back.
pub fn page(done: DoneAlready, draft: String, mut typed: Vec<String>) -> Page {
    typed.retain(|words| !done.note.contains(words.as_str()));
    let facts = [
        ("what", t(&format!("event-{}", done.what)).into()),
        ("by", done.by.into()),
        ("at", moment(done.at).into()),
    ];
    let (href, words) = match &done.symbol {
        Some(symbol) => (notification_path(symbol), symbol.clone()),
        None => (draft, t("done-already-draft")),
    };
    let body = view! {
        <h1 class="govuk-heading-l">{t("done-already")}</h1>
        <div class="govuk-inset-text">{t_with("done-already-said", &facts)}</div>
        {given_back(typed)}
        <p class="govuk-body"><a class="govuk-link" href=href>{words}</a></p>
        <p class="govuk-body"><a class="govuk-link" href="/desk">{t("desk")}</a></p>
    };
    Page::new(t("done-already"), body)
}
