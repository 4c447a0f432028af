//! A text in two languages, clause beside clause, by the clauses' addresses.

use domain::text::{Clause, Clauses, LONGEST_PIECE, spread};
use leptos::prelude::*;
use registry::{
    documents::DocumentInfo,
    notified_texts::TextPage,
    versions::{Beside, TextVersion},
};

use super::notified_text::{Marks, clause_link, paragraphs};
use crate::{
    components::{back_link, language_and_status, page_links},
    drafting::language,
    render::Page,
    texts::{t, t_with},
};

/// The page; of several the one with this number, from 1, or with the clause of
/// this address.
pub fn page(p: TextPage, other: Beside, number: Option<usize>, clause: Option<&str>) -> Page {
    let title = t_with("beside-title", &[("name", p.document.name.clone().into())]);
    let (first, second) = (language(&p.document.language), language(&other.version.document.language));
    let marks = Marks::of(&p.clauses, &p.references);
    let none = Marks::default();
    let all = &other.alignment.rows;
    let long = |clauses: &Clauses, at: Option<usize>| {
        let clause = at.and_then(|at| clauses.clauses().get(at));
        clause.map_or(0, |clause| clause.characters.len().min(LONGEST_PIECE))
    };
    let pages =
        spread(all.iter().map(|row| long(&p.clauses, row.first).max(long(&other.clauses, row.second))));
    let of_clause = clause.and_then(|address| {
        let is = |clauses: &Clauses, at: Option<usize>| {
            at.and_then(|at| clauses.clauses().get(at)).is_some_and(|clause| clause.address == address)
        };
        let at = all.iter().position(|row| is(&p.clauses, row.first));
        let at = at.or_else(|| all.iter().position(|row| is(&other.clauses, row.second)))?;
        pages.iter().position(|page| page.contains(&at)).map(|at| at + 1)
    });
    let number = of_clause.or(number).unwrap_or(1).clamp(1, pages.len().max(1));
    let shown = pages.get(number - 1).cloned().unwrap_or(0..0);
    let path = format!("/documents/{}/text?beside={}", p.document.id, other.version.document.id);
    let links = || page_links(|n| format!("{path}&page={n}"), number as u64, pages.len() as u64);
    let (links_above, links_below) = (links(), links());
    let rows = all[shown]
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
                    {side(left, &p.clauses, &marks, &p.document, &first)}
                    {side(right, &other.clauses, &none, &other.version.document, &second)}
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
        {links_above}
        {rows}
        {links_below}
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

fn side(
    clause: Option<&Clause>,
    all: &Clauses,
    marks: &Marks<'_>,
    document: &DocumentInfo,
    name: &str,
) -> AnyView {
    match clause {
        Some(clause) => {
            let whole = &clause.characters;
            let shown = whole.start..whole.end.min(whole.start + LONGEST_PIECE);
            let cut = (shown.end < whole.end).then(|| {
                let href = clause_link(&format!("/documents/{}/text", document.id), &clause.address);
                view! { <p class="app-quiet" lang="en">{t("text-cut")}" "<a class="govuk-link" href=href>{t("text-read-whole")}</a></p> }
            });
            view! {
                <div lang=document.language.clone()><p class="app-side__head" lang="en">{name.to_owned()}</p>{paragraphs(clause, &shown, all, marks)}{cut}</div>
            }
            .into_any()
        }
        None => view! { <div><p class="app-quiet">{t_with("beside-missing", &[("name", name.to_owned().into())])}</p></div> }
            .into_any(),
    }
}
