//! Products: where authorities agree least about standards (Rec. C.2), and who
//! cites which edition for one product.

use leptos::prelude::*;
use registry::overviews::{Candidates, Matrix, MatrixCell, MatrixRow};

use crate::{
    components::{back_link, moment, notification_path, standard_path},
    render::Page,
    texts::{t, t_with},
};

/// The products on which authorities differ, by HS heading or ICS group.
pub fn list(scheme: &'static str, candidates: &Candidates) -> Page {
    let title = t("products-title");
    let tabs = ["hs", "ics"].map(|s| {
        let words = t(&format!("products-by-{s}"));
        if s == scheme {
            view! { <li><strong aria-current="page">{words}</strong></li> }.into_any()
        } else {
            view! { <li><a class="govuk-link" href=format!("/products?by={s}")>{words}</a></li> }.into_any()
        }
    });
    let none = candidates.list.is_empty().then(|| view! { <p class="govuk-body">{t("products-none")}</p> });
    let as_of = t_with("products-as-of", &[("day", moment(candidates.as_of).into())]);
    let rows = candidates.list.iter().map(|c| {
        let score = t_with(
            "products-score",
            &[
                ("score", format!("{:.1}", c.spread.score()).into()),
                ("authorities", c.spread.authorities.into()),
                ("disagreement", format!("{:.0}", (1.0 - c.spread.agreement) * 100.0).into()),
            ],
        );
        let why = t_with(
            "products-why",
            &[
                ("measures", c.spread.measures.into()),
                ("standards", c.spread.standards.into()),
                ("shared", c.spread.shared.into()),
                ("different", c.spread.different_editions.into()),
            ],
        );
        view! {
            <li class="app-item">
                <a class="govuk-link" href=format!("/products/{}/{}", c.scheme, c.code)>{c.code.clone()}" "{c.name.clone()}</a>
                <p class="app-quiet">{score}" "{why}</p>
            </li>
        }
    });
    let body = view! {
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body">{t("products-what")}</p>
        <ul class="app-tabs">{tabs}</ul>
        {none}
        <ol class="app-items">{rows.collect_view()}</ol>
        <p class="app-quiet">{as_of}</p>
    };
    Page::new(title, body)
}

/// Who cites which edition of which standard for one product.
pub fn matrix(scheme: &'static str, m: Matrix) -> Page {
    let title = format!("{} {}", m.product.code, m.product.name).trim().to_owned();
    let measures = t_with(
        "matrix-measures",
        &[("count", m.measures.into()), ("authorities", m.authorities.len().into())],
    );
    let heads = m.authorities.iter().map(|(code, name)| {
        view! { <th scope="col" class="govuk-table__header"><abbr title=name.clone()>{code.clone()}</abbr></th> }
    });
    let search = match scheme {
        "hs" => format!("/search?hs={}", m.product.code),
        _ => format!("/search?ics={}", m.product.code),
    };
    let none = m.rows.is_empty().then(|| view! { <p class="govuk-body">{t("matrix-none")}</p> });
    let table = (!m.rows.is_empty()).then(|| {
        view! {
            <div class="app-frame" role="region" aria-labelledby="matrix" tabindex="0">
                <table class="govuk-table app-matrix">
                    <thead><tr><th scope="col" class="govuk-table__header">{t("standard")}</th>{heads.collect_view()}</tr></thead>
                    <tbody>{m.rows.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    });
    let body = view! {
        {back_link(format!("/products?by={scheme}"))}
        <p class="govuk-caption-l">{t(&format!("products-by-{scheme}"))}</p>
        <h1 class="govuk-heading-l" id="matrix">{title.clone()}</h1>
        <p class="govuk-body">{measures}" "<a class="govuk-link" href=search>{t("matrix-search")}</a></p>
        {none}
        {table}
        <p class="app-quiet">{t("matrix-what")}</p>
    };
    Page::new(title, body)
}

fn row(row: &MatrixRow) -> AnyView {
    let current = row.current.as_ref().map(|c| c.id.clone());
    let title = row.current.as_ref().map(|c| c.title.clone());
    let cells = row
        .cells
        .iter()
        .map(|cells| {
            let all = cells.iter().map(|c| cell(c, &row.number, current.as_deref())).collect_view();
            view! { <td class="govuk-table__cell">{all}</td> }
        })
        .collect_view();
    view! {
        <tr class="govuk-table__row">
            <th scope="row" class="govuk-table__header">
                <a class="govuk-link" href=standard_path(&row.number)>{row.number.clone()}</a>
                <br/><span class="app-quiet">{title}</span>
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// The edition that a measure cites: its year, undated, or another than the one in force.
fn cell(cell: &MatrixCell, number: &str, current: Option<&str>) -> AnyView {
    let year = cell.edition.strip_prefix(number).map(|rest| rest.trim_start_matches([':', '-', ' ']));
    let words = match year {
        Some("") => t("undated"),
        Some(year) => year.to_owned(),
        None => cell.edition.clone(),
    };
    let old = current.is_some_and(|c| c != cell.edition) && year != Some("");
    let note = old.then(|| view! { " "<span class="app-quiet">{t("matrix-not-in-force")}</span> });
    view! { <a class="govuk-link" href=notification_path(&cell.symbol) title=cell.symbol.clone()>{words}</a>{note}<br/> }.into_any()
}
