//! The local outbox of a demonstration: what would have been mailed.

use leptos::prelude::*;
use registry::mails::Mail;

use crate::{components::moment, render::Page, texts::t};

/// The latest mails.
pub fn page(mails: Vec<Mail>) -> Page {
    let items = mails.into_iter().map(|m| {
        let links =
            m.body.split_whitespace().filter(|w| w.starts_with("http://") || w.starts_with("https://"));
        let links = links
            .map(|l| view! { <li><a class="govuk-link" href=l.to_owned()>{l.to_owned()}</a></li> })
            .collect_view();
        view! {
            <li class="app-item">
                <h2 class="govuk-heading-s">{m.subject}</h2>
                <p class="app-quiet">{m.to}" · "{moment(m.written)}</p>
                <pre class="app-mail">{m.body.clone()}</pre>
                <ul class="govuk-list app-mail">{links}</ul>
            </li>
        }
    });
    let items: Vec<_> = items.collect();
    let none = items.is_empty().then(|| view! { <p class="govuk-body">{t("outbox-empty")}</p> });
    let body =
        view! { <h1 class="govuk-heading-l">{t("outbox")}</h1>{none}<ul class="app-items">{items}</ul> };
    Page::new(t("outbox"), body)
}
