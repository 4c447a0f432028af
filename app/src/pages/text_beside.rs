//! A text in two languages, clause beside clause, by the clauses' addresses.

use domain::text::{Clause, Clauses};
use leptos::prelude::*;
use registry::{
    notified_texts::TextPage,
    versions::{Beside, TextVersion},
};

use super::notified_text::{Marks, paragraphs};
use crate::{
    components::{back_link, language_and_status},
    drafting::language,
    render::Page,
    texts::{t, t_with},
};

/// The page.
pub fn page(p: TextPage, other: Beside) -> Page {
    let title = t_with("beside-title", &[("name", p.document.name.clone().into())]);
    let (first, second) = (language(&p.document.language), language(&other.version.document.language));
    let marks = Marks::of(&p.clauses, &p.references);
    let none = Marks::default();
    let rows = other
        .alignment
        .rows
        .iter()
        .map(|row| {
            let left = row.first.and_then(|at| p.clauses.clauses().get(at));
            let right = row.second.and_then(|at| other.clauses.clauses().get(at));
            let address = left.map_or_else(
                || right.map(|r| format!("only-{}", r.address)).unwrap_or_default(),
                |l| l.address.clone(),
            );
            view! {
                <section class="app-beside app-clause" id=address>
                    {side(left, &p.clauses, &marks, &p.document.language, &first)}
                    {side(right, &other.clauses, &none, &other.version.document.language, &second)}
                </section>
            }
        })
        .collect::<Vec<_>>();
    let head = |version: String, name: String, id: i64| {
        view! {
            <div>
                <h2 class="govuk-heading-m">{version}</h2>
                <p class="app-quiet">{name}" · "<a class="govuk-link" href=format!("/documents/{id}/text")>{t("beside-alone")}</a></p>
            </div>
        }
    };
    let counts = t_with("beside-counts", &[("count", other.alignment.missing_in_second().into())]);
    let counts_second =
        t_with("beside-counts-second", &[("count", other.alignment.missing_in_first().into())]);
    let body = view! {
        {back_link(format!("/documents/{}/text", p.document.id))}
        <p class="govuk-caption-l">{p.notification.title.clone()}</p>
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{counts}" "{counts_second}" "{t("beside-how")}</p>
        <div class="app-beside">
            {head(language_and_status(&p.document), p.document.name.clone(), p.document.id)}
            {head(language_and_status(&other.version.document), other_name(&other.version), other.version.document.id)}
        </div>
        {rows}
    };
    Page::new(title, body)
}

fn other_name(version: &TextVersion) -> String {
    if version.symbol.is_empty() {
        version.document.name.clone()
    } else {
        format!("{}, {}", version.symbol, version.document.name)
    }
}

fn side(clause: Option<&Clause>, all: &Clauses, marks: &Marks<'_>, code: &str, name: &str) -> AnyView {
    match clause {
        Some(clause) => view! {
            <div lang=code.to_owned()><p class="app-side__head" lang="en">{name.to_owned()}</p>{paragraphs(clause, all, marks)}</div>
        }
        .into_any(),
        None => view! { <div><p class="app-quiet">{t_with("beside-missing", &[("name", name.to_owned().into())])}</p></div> }
            .into_any(),
    }
}
