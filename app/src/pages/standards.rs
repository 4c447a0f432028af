//! Finding a standard in the catalogue.

use leptos::prelude::*;
use registry::catalogue::StandardBrief;

use crate::{components::standard_path, render::Page, texts::t};

/// What was typed and what matches it.
pub fn page(typed: String, found: Vec<StandardBrief>) -> Page {
    let none = (found.is_empty() && !typed.is_empty())
        .then(|| view! { <p class="govuk-body">{t("standards-none")}</p> });
    let items = found.into_iter().map(|s| {
        let status = t(&format!("status-{}", s.status.as_str()));
        view! { <li class="app-item"><a class="govuk-link" href=standard_path(&s.id)>{s.id.clone()}</a>" "{s.title}" "<span class="app-quiet">{status}</span></li> }
    });
    let body = view! {
        <h1 class="govuk-heading-l">{t("standards")}</h1>
        <form class="app-search" action="/standards" role="search">
            <label class="govuk-label" for="q">{t("standards-label")}</label>
            <div class="app-search__row">
                <input class="govuk-input" id="q" name="q" type="search" value=typed/>
                <button class="govuk-button" type="submit">{t("search")}</button>
            </div>
        </form>
        {none}
        <p class="govuk-body"><a class="govuk-link" href="/catalogue">{t("catalogue-title")}</a></p>
        <ul class="app-items">{items.collect_view()}</ul>
    };
    Page::new(t("standards"), body)
}
