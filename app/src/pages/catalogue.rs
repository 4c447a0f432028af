//! The health of the catalogue: what it holds, what measures cite wrongly, and
//! which addresses of what they cite are dead.

use leptos::prelude::*;
use registry::{
    links::DeadLink,
    overviews::{CatalogueHealth, CitedWrongly},
};

use crate::{
    components::{day, standard_path},
    pages::shelf::shelf_path,
    render::Page,
    texts::{t, t_with},
};

/// What the catalogue holds, and what is cited wrongly.
pub fn page(health: CatalogueHealth) -> Page {
    let title = t("catalogue-title");
    let facts = t_with(
        "catalogue-facts",
        &[("count", health.records.into()), ("year", i64::from(health.newest_year).to_string().into())],
    );
    let publishers = health.publishers.into_iter().map(|p| {
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header"><a class="govuk-link" href=shelf_path("publisher", &p.publisher)>{p.publisher.clone()}</a></th>
                <td class="govuk-table__cell govuk-table__cell--numeric">{p.records}</td>
                <td class="govuk-table__cell govuk-table__cell--numeric">{p.in_force}</td>
            </tr>
        }
    });
    let heads = ["publisher", "catalogue-records", "catalogue-in-force"]
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let body = view! {
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{facts}</p>
        {wrongly("superseded", health.superseded)}
        {wrongly("unresolved", health.unresolved)}
        {dead(health.dead, health.dead_links)}
        <h2 class="govuk-heading-m" id="publishers">{t("catalogue-publishers")}</h2>
        <div class="app-frame" role="region" aria-labelledby="publishers" tabindex="0">
            <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{publishers.collect_view()}</tbody></table>
        </div>
    };
    Page::new(title, body)
}

fn wrongly(what: &'static str, list: Vec<CitedWrongly>) -> AnyView {
    let title = t(&format!("catalogue-{what}"));
    if list.is_empty() {
        let none = t(&format!("catalogue-{what}-none"));
        return view! { <h2 class="govuk-heading-m">{title}</h2><p class="govuk-body">{none}</p> }.into_any();
    }
    let heads = ["as-cited", "catalogue-instead", "catalogue-measures"]
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let rows = list.into_iter().map(|c| {
        let link = |id: &str| view! { <a class="govuk-link" href=standard_path(id)>{id.to_owned()}</a> };
        let instead = (!c.instead.is_empty()).then(|| link(&c.instead));
        // What leads nowhere has no page.
        let cited = if what == "superseded" { link(&c.cited).into_any() } else { c.cited.clone().into_any() };
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">{cited}</th>
                <td class="govuk-table__cell">{instead}</td>
                <td class="govuk-table__cell govuk-table__cell--numeric">{c.measures}</td>
            </tr>
        }
    });
    view! {
        <h2 class="govuk-heading-m" id=what>{title}</h2>
        <div class="app-frame" role="region" aria-labelledby=what tabindex="0">
            <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}

/// The addresses of cited standards that do not answer any more.
fn dead(count: u64, links: Vec<DeadLink>) -> AnyView {
    let title = t("catalogue-dead");
    let words = t_with("catalogue-dead-count", &[("count", count.into())]);
    let table = (!links.is_empty()).then(|| {
        let heads = ["standard", "catalogue-address", "catalogue-dead-since"]
            .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
        let rows = links.into_iter().map(|link| {
            view! {
                <tr class="govuk-table__row">
                    <th scope="row" class="govuk-table__header"><a class="govuk-link" href=standard_path(&link.standard)>{link.standard.clone()}</a></th>
                    <td class="govuk-table__cell">{link.url}</td>
                    <td class="govuk-table__cell">{day(link.since)}</td>
                </tr>
            }
        });
        view! {
            <div class="app-frame" role="region" aria-labelledby="dead" tabindex="0">
                <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
            </div>
        }
    });
    view! {
        <h2 class="govuk-heading-m" id="dead">{title}</h2>
        <p class="govuk-body">{words}</p>
        {table}
    }
    .into_any()
}
