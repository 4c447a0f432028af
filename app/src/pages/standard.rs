//! A standard: its editions, what is in force, who cites which edition.

use std::collections::HashSet;

use domain::{standard::CorrespondenceFact, web_address::WebAddress};
use leptos::prelude::*;
use registry::{catalogue::StandardPage, codes::CodeName};

use crate::{
    components::{day, follow_link, known_date, notification_path, row, row_of, standard_path},
    pages::shelf::shelf_path,
    render::Page,
    texts::{t, t_if_any, t_with},
};

/// The page of a standard.
pub fn page(p: StandardPage, ics: &[CodeName]) -> Page {
    let line = time_line(&p);
    let cited = p.cited;
    let r = p.record;
    let title = if r.title_en.is_empty() { r.title_fr.clone() } else { r.title_en.clone() };
    let links = |all: Vec<registry::catalogue::StandardBrief>| {
        all.into_iter()
            .map(
                |s| view! { <li><a class="govuk-link" href=standard_path(&s.id)>{s.id.clone()}</a>" "{s.title}</li> },
            )
            .collect_view()
    };
    let instead = (!p.successors.is_empty())
        .then(|| view! { <div class="govuk-inset-text"><p class="govuk-body">{t("in-force-instead")}</p><ul class="govuk-list">{links(p.successors)}</ul></div> });
    let editions = p.editions.iter().map(|e| {
        let cited = cited.by_year.get(&e.year).copied().unwrap_or_default();
        let here = e.id == r.id;
        let id = if here { view! { <strong>{e.id.clone()}</strong> }.into_any() } else { view! { <a class="govuk-link" href=standard_path(&e.id)>{e.id.clone()}</a> }.into_any() };
        view! {
            <tr class="govuk-table__row">
                <td class="govuk-table__cell">{id}</td><td class="govuk-table__cell">{known_date(&e.published)}</td>
                <td class="govuk-table__cell">{known_date(&e.withdrawn)}</td>
                <td class="govuk-table__cell">{t(&format!("status-{}", e.status.as_str()))}</td>
                <td class="govuk-table__cell">{cited}</td>
            </tr>
        }
    });
    let heads = ["edition", "published", "withdrawn-on", "status", "cited-by-number"]
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let fields = r.ics.iter().map(|code| {
        let name = ics.iter().find(|n| n.code == *code).map(|n| format!(" {}", n.name));
        view! { <li><a class="govuk-link" href=shelf_path("ics", code)>{code.clone()}</a>{name}</li> }
    });
    let fields = (!r.ics.is_empty())
        .then(|| row_of("box-ics", view! { <ul class="govuk-list">{fields.collect_view()}</ul> }));
    let committee = (!r.committee.is_empty()).then(|| {
        row_of("committee", view! { <a class="govuk-link" href=shelf_path("committee", &r.committee)>{r.committee.clone()}</a> })
    });
    let cited_by = t_with("cited-by", &[("count", cited.measures.into())]);
    let cited_how = (cited.measures > 0).then(|| {
        let numbers = [("authorities", cited.authorities.into()), ("superseded", cited.superseded.into())];
        view! { <p class="govuk-body">{t_with("cited-by-whom", &numbers)}</p> }
    });
    let listed = p.citing.iter().map(|c| c.notification.id).collect::<HashSet<_>>().len() as u64;
    let newest = (listed < cited.measures).then(|| {
        let words = t_with("cited-by-newest", &[("count", listed.into()), ("total", cited.measures.into())]);
        view! { <p class="govuk-body">{words}</p> }
    });
    let correspondences = correspondences(&p.correspondences);
    // Addresses come with the catalogue: only those of the web are links.
    let available = (!r.url.is_empty()).then(|| {
        if !WebAddress::is(&r.url) {
            return row_of("available-from", view! { <span class="app-text">{r.url.clone()}</span> });
        }
        let Some(since) = r.url_dead_since else {
            return row_of(
                "available-from",
                view! { <a class="govuk-link" rel="noopener noreferrer" href=r.url.clone()>{r.url.clone()}</a> },
            );
        };
        // Said, not offered: who knows the address may find the document by it.
        let facts = [("address", r.url.clone().into()), ("day", day(since).into())];
        let words = t_with("available-from-dead", &facts);
        row_of("available-from", view! { <span class="app-text">{words}</span> })
    });
    let citing = p.citing.iter().map(|c| {
        let symbol = c.notification.symbols.first().cloned().unwrap_or_default();
        view! { <li><a class="govuk-link" href=notification_path(&symbol)>{c.notification.title.clone()}</a>" "<span class="app-quiet">{symbol}" · "{c.cited.clone()}</span></li> }
    });
    let body = view! {
        <p class="govuk-caption-l">{r.id.clone()}</p>
        <h1 class="govuk-heading-l">{title}</h1>
        {instead}
        {follow_link("standard", &p.undated)}
        <dl class="govuk-summary-list">
            {row("status", t(&format!("status-{}", r.status.as_str())))}
            {row("title-french", if r.title_en.is_empty() { String::new() } else { r.title_fr.clone() })}
            {row("edition", r.edition.clone())}
            {row("stage", stage(&r.stage))}
            {row("published", known_date(&r.published))}
            {row("withdrawn-on", known_date(&r.withdrawn))}
            {fields}
            {committee}
            {available}
        </dl>
        <h2 class="govuk-heading-m" id="editions">{t("editions")}</h2>
        {line}
        <div class="app-frame" role="region" aria-labelledby="editions" tabindex="0">
            <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{editions.collect_view()}</tbody></table>
        </div>
        {(!p.supplements.is_empty()).then(|| view! { <h2 class="govuk-heading-m">{t("supplements")}</h2><ul class="govuk-list">{links(p.supplements)}</ul> })}
        {correspondences}
        <h2 class="govuk-heading-m">{cited_by}</h2>
        {cited_how}
        {newest}
        <ul class="govuk-list">{citing.collect_view()}</ul>
    };
    Page::new(r.id, body)
}

/// The editions on a line of time: the table beside it says the same in words.
fn time_line(p: &StandardPage) -> Option<AnyView> {
    const WIDTH: i32 = 1000;
    const ROW: i32 = 30;
    let year = |given: &str| given.get(..4).and_then(|y| y.parse::<i32>().ok());
    let spans: Vec<(String, i32, Option<i32>)> = p
        .editions
        .iter()
        .filter_map(|e| {
            let from = year(&e.published).or(e.year.map(i32::from))?;
            Some((e.id.clone(), from, year(&e.withdrawn)))
        })
        .collect();
    let first = spans.iter().map(|(_, from, _)| *from).min()?;
    let last = spans.iter().filter_map(|(_, from, to)| to.or(Some(*from))).max()?.max(first + 1);
    if spans.len() < 2 {
        return None;
    }
    // A year more: the edition in force goes on.
    let at = |year: i32| (year - first) * WIDTH / (last + 1 - first);
    let bars = spans.iter().zip(0..).map(|((id, from, to), n)| {
        let (x, end) = (at(*from), to.map_or(WIDTH, at));
        let class = if to.is_some() { "app-line__past" } else { "app-line__now" };
        // Above the bar; near the right edge it ends where the bar does.
        let words = if x > WIDTH * 3 / 4 { (WIDTH, "end") } else { (x, "start") };
        let y = n * ROW;
        view! {
            <text x=words.0 y=y + 13 text-anchor=words.1>{id.clone()}</text>
            <rect class=class x=x y=y + 17 width=(end - x).max(6) height=8></rect>
        }
    });
    let height = i32::try_from(spans.len()).unwrap_or(1) * ROW;
    let view_box = format!("0 0 {WIDTH} {height}");
    Some(
        view! { <svg class="app-line" viewBox=view_box aria-hidden="true" focusable="false">{bars.collect_view()}</svg> }
            .into_any(),
    )
}

/// National standards and this one, each with degree and source (ISO/IEC Guide 21-1).
fn correspondences(facts: &[CorrespondenceFact]) -> Option<AnyView> {
    if facts.is_empty() {
        return None;
    }
    let heads = ["national-standard", "international-standard", "relation", "source"]
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let rows = facts.iter().map(|f| {
        let degree = f.degree.map_or_else(|| t("correspondence-unstated"), |d| t(&format!("correspondence-{}", d.as_str())));
        let international = f.international.to_string();
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">{f.national.to_string()}</th>
                <td class="govuk-table__cell"><a class="govuk-link" href=standard_path(&international)>{international.clone()}</a></td>
                <td class="govuk-table__cell">{degree}</td>
                <td class="govuk-table__cell">{f.source.clone()}</td>
            </tr>
        }
    });
    Some(
        view! {
            <h2 class="govuk-heading-m" id="correspondences">{t("correspondences")}</h2>
            <div class="app-frame" role="region" aria-labelledby="correspondences" tabindex="0">
                <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
            </div>
        }
        .into_any(),
    )
}

/// A stage with its meaning (ISO Guide 69: harmonized stage codes).
fn stage(code: &str) -> String {
    match code.split_once('.').and_then(|(stage, _)| t_if_any(&format!("stage-{stage}"))) {
        Some(meaning) => format!("{code} ({meaning})"),
        None => code.to_owned(),
    }
}
