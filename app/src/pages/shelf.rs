//! A shelf of the catalogue: the standards of a publisher, a committee or an
//! ICS field, with how many measures cite each.

use leptos::prelude::*;
use registry::shelves::{Shelf, ShelfPage};

use crate::{
    components::{back_link, encoded, standard_path},
    render::Page,
    texts::{t, t_with},
};

/// The address of a shelf.
pub fn shelf_path(kind: &str, name: &str) -> String {
    format!("/standards?{kind}={}", encoded(name))
}

/// One page of a shelf.
pub fn page(p: ShelfPage) -> Page {
    let (kind, name) = (p.shelf.kind(), p.shelf.name().to_owned());
    let title = match &p.named {
        Some(code) => format!("{name} {}", code.name),
        None => name.clone(),
    };
    let facts = t_with("shelf-facts", &[("count", p.in_force.into()), ("total", p.records.into())]);
    let rows = p.standards.into_iter().map(|s| {
        let id = s.standard.id;
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header"><a class="govuk-link" href=standard_path(&id)>{id.clone()}</a></th>
                <td class="govuk-table__cell">{s.standard.title}</td>
                <td class="govuk-table__cell govuk-table__cell--numeric">{s.measures}</td>
            </tr>
        }
    });
    let heads = ["shelf-standard", "shelf-title", "shelf-measures"]
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let to = |number: usize, words: String| {
        let href = format!("{}&page={number}", shelf_path(kind, &name));
        view! { <a class="govuk-link" href=href>{words}</a>" " }
    };
    let earlier = (p.page > 1).then(|| to(p.page - 1, t("previous")));
    let later = (p.page < p.pages).then(|| to(p.page + 1, t("next")));
    let place =
        (p.pages > 1).then(|| t_with("page-of", &[("page", p.page.into()), ("pages", p.pages.into())]));
    // What is drafted on the same field stands elsewhere.
    let measures = match &p.shelf {
        Shelf::Ics(code) => {
            let href = format!("/search?ics={}", encoded(code));
            Some(
                view! { <p class="govuk-body"><a class="govuk-link" href=href>{t("shelf-notifications")}</a></p> },
            )
        }
        _ => None,
    };
    let body = view! {
        {back_link("/catalogue")}
        <p class="govuk-caption-l">{t(&format!("shelf-{kind}"))}</p>
        <h1 class="govuk-heading-l" id="shelf">{title.clone()}</h1>
        <p class="govuk-body">{facts}</p>
        {measures}
        <div class="app-frame" role="region" aria-labelledby="shelf" tabindex="0">
            <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        </div>
        <nav class="govuk-body" aria-label=t("shelf-pages")>{earlier}{place}" "{later}</nav>
    };
    Page::new(title, body)
}
