//! A standard: its editions, what is in force, who cites which edition.

use leptos::prelude::*;
use registry::{catalogue::StandardPage, codes::CodeName};

use crate::{
    components::{known_date, notification_path, row, standard_path},
    render::Page,
    texts::{t, t_if_any, t_with},
};

/// The page of a standard.
pub fn page(p: StandardPage, ics: &[CodeName]) -> Page {
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
        let cited = p.citing.iter().filter(|c| c.year == e.year).count();
        let here = e.id == r.id;
        let id = if here { view! { <strong>{e.id.clone()}</strong> }.into_any() } else { view! { <a class="govuk-link" href=standard_path(&e.id)>{e.id.clone()}</a> }.into_any() };
        view! {
            <tr class="govuk-table__row">
                <td class="govuk-table__cell">{id}</td><td class="govuk-table__cell">{known_date(&e.published)}</td>
                <td class="govuk-table__cell">{t(&format!("status-{}", e.status.as_str()))}</td>
                <td class="govuk-table__cell">{cited}</td>
            </tr>
        }
    });
    let heads = ["edition", "published", "status", "cited-by-number"]
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let fields = r.ics.iter().map(|code| match ics.iter().find(|n| n.code == *code) {
        Some(named) => format!("{code} {}", named.name),
        None => code.clone(),
    });
    let fields = fields.collect::<Vec<_>>().join("\n");
    let cited_by = t_with("cited-by", &[("count", p.citing.len().into())]);
    let citing = p.citing.iter().map(|c| {
        let symbol = c.notification.symbols.first().cloned().unwrap_or_default();
        view! { <li><a class="govuk-link" href=notification_path(&symbol)>{c.notification.title.clone()}</a>" "<span class="app-quiet">{symbol}" · "{c.cited.clone()}</span></li> }
    });
    let body = view! {
        <p class="govuk-caption-l">{r.id.clone()}</p>
        <h1 class="govuk-heading-l">{title}</h1>
        {instead}
        <dl class="govuk-summary-list">
            {row("status", t(&format!("status-{}", r.status.as_str())))}
            {row("title-french", if r.title_en.is_empty() { String::new() } else { r.title_fr.clone() })}
            {row("edition", r.edition.clone())}
            {row("stage", stage(&r.stage))}
            {row("published", known_date(&r.published))}
            {row("withdrawn-on", known_date(&r.withdrawn))}
            {row("box-ics", fields)}
            {row("committee", r.committee.clone())}
        </dl>
        <h2 class="govuk-heading-m" id="editions">{t("editions")}</h2>
        <div class="app-frame" role="region" aria-labelledby="editions" tabindex="0">
            <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{editions.collect_view()}</tbody></table>
        </div>
        {(!p.supplements.is_empty()).then(|| view! { <h2 class="govuk-heading-m">{t("supplements")}</h2><ul class="govuk-list">{links(p.supplements)}</ul> })}
        <h2 class="govuk-heading-m">{cited_by}</h2>
        <ul class="govuk-list">{citing.collect_view()}</ul>
    };
    Page::new(r.id, body)
}

/// A stage with its meaning (ISO Guide 69: harmonized stage codes).
fn stage(code: &str) -> String {
    match code.split_once('.').and_then(|(stage, _)| t_if_any(&format!("stage-{stage}"))) {
        Some(meaning) => format!("{code} ({meaning})"),
        None => code.to_owned(),
    }
}
