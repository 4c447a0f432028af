//! The response document: what the authority made of the comments on a draft.
//! It prints clean, and can be kept as one file.

use domain::comment::CommentState;
use leptos::prelude::*;
use registry::comments::{ResponseDocument, ResponseLine};

use crate::{
    components::{back_link, changed_clause, encoded, lines, moment, notification_path, page_links},
    render::Page,
    texts::{t, t_with},
};

/// Numbers of near-duplicates that a line writes out; of more it says how many.
const NUMBERS: usize = 12;

/// Lines on one page.
const ON_A_PAGE: usize = 200;

/// One page of the document, counted from 1.
pub fn page(d: ResponseDocument, page: u64) -> Page {
    let symbol = d.notification.symbols.first().cloned().unwrap_or_default();
    let who = d.notification.authorities.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let version = d.version.clone();
    let published = version.as_ref().map(|v| {
        t_with("responses-version", &[("number", v.version.into()), ("day", moment(v.published).into())])
    });
    let number = version.as_ref().map_or(1, |v| v.version);
    let latest = d.versions.last().map_or(number, |v| v.version);
    let newer = (number < latest).then(|| {
        let href = format!("/responses/{}", encoded(&symbol));
        view! { <div class="govuk-inset-text">{t("responses-newer")}" "<a class="govuk-link" href=href>{t("responses-latest")}</a></div> }
    });
    let earlier = d
        .versions
        .iter()
        .filter(|v| v.version != number)
        .map(|v| {
            let href = format!("/responses/{}?version={}", encoded(&symbol), v.version);
            let words = t_with(
                "responses-version",
                &[("number", v.version.into()), ("day", moment(v.published).into())],
            );
            view! { <li><a class="govuk-link" href=href>{words}</a></li> }
        })
        .collect::<Vec<_>>();
    let earlier = (!earlier.is_empty())
        .then(|| view! { <section class="app-no-print"><h2 class="govuk-heading-s">{t("responses-versions")}</h2><ul class="govuk-list">{earlier}</ul></section> });
    let download = format!("/responses/{}?version={number}&as=html", encoded(&symbol));
    let introduction = (!d.introduction.is_empty())
        .then(|| view! { <div class="govuk-body">{lines(d.introduction.clone())}</div> });
    let title = t_with("responses-title", &[("symbol", symbol.clone().into())]);
    let pages = d.lines.chunks(ON_A_PAGE).collect::<Vec<_>>();
    let count = pages.len().max(1) as u64;
    let page = page.clamp(1, count);
    let shown = pages.get(usize::try_from(page - 1).unwrap_or(usize::MAX)).copied().unwrap_or_default();
    let to = |page: u64| format!("/responses/{}?version={number}&page={page}", encoded(&symbol));
    let links = page_links(to, page, count);
    let body = view! {
        {back_link(notification_path(&symbol))}
        <p class="govuk-caption-l">{who}" · "<span class="app-symbol">{symbol.clone()}</span></p>
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body"><strong>{d.notification.title.clone()}</strong></p>
        <p class="app-quiet">{published}</p>
        {newer}
        <p class="govuk-body app-no-print"><a class="govuk-link" href=download>{t("responses-download")}</a></p>
        {introduction}
        <p class="govuk-body">{t_with("responses-count", &[("count", d.comments.into()), ("confidential", d.confidential.into())])}</p>
        {table(shown)}
        {links}
        {earlier}
    };
    Page::new(title, body)
}

/// The lines as a table.
pub fn table(all: &[ResponseLine]) -> AnyView {
    let rows = all.iter().map(row).collect::<Vec<_>>();
    let heads = ["responses-clause", "responses-comment", "responses-response"]
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    view! {
        <div class="app-frame" role="region" aria-label=t("responses") tabindex="0">
            <table class="govuk-table app-responses app-stacked"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn row(line: &ResponseLine) -> AnyView {
    let clause = match line.clause.as_str() {
        // Of what is gone not even the clause is shown.
        "" if line.gone.is_none() => t("responses-whole"),
        clause => clause.to_owned(),
    };
    let from = if line.from.is_empty() { t("comment-nameless") } else { line.from.clone() };
    let numbers = line
        .numbers
        .iter()
        .take(NUMBERS)
        .map(|n| view! { <a class="govuk-link" href=format!("/comments/{n}")>{n.clone()}</a>" " })
        .collect::<Vec<_>>();
    let more = (line.numbers.len() > NUMBERS)
        .then(|| t_with("responses-and-more", &[("count", (line.numbers.len() - NUMBERS).into())]));
    let alike = (line.numbers.len() > 1)
        .then(|| view! { <p class="app-quiet">{t_with("responses-alike", &[("count", line.numbers.len().into())])}</p> });
    let own = line.own_words.iter().map(|w| {
        let passages = w.passages.iter().map(|p| view! { <p class="app-text">{p.clone()}</p> }).collect::<Vec<_>>();
        view! { <dt><a class="govuk-link" href=format!("/comments/{}", w.number)>{w.number.clone()}</a></dt><dd>{passages}</dd> }
    });
    let own = own.collect::<Vec<_>>();
    let own = (!own.is_empty()).then(|| {
        view! {
            <details class="govuk-details" open>
                <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t_with("responses-own-words", &[("count", line.own_words.len().into())])}</span></summary>
                <dl class="govuk-details__text">{own}</dl>
            </details>
        }
    });
    let gone = line.gone.map(|state| {
        let words = match state {
            CommentState::Withdrawn => t("comment-is-withdrawn"),
            _ => t("responses-withheld"),
        };
        view! { <p class="app-quiet">{words}</p> }
    });
    let stance = t(&format!("stance-{}", line.stance.as_str()));
    let made =
        line.disposition.map(|d| view! { <strong>{t(&format!("disposition-{}", d.as_str()))}</strong> });
    let reason = (!line.reason.is_empty()).then(|| view! { <p class="app-text">{line.reason.clone()}</p> });
    let reply = (!line.reply.is_empty()).then(|| view! { <p class="app-text">{line.reply.clone()}</p> });
    let nothing = (line.disposition.is_none() && line.reply.is_empty())
        .then(|| view! { <span class="govuk-tag govuk-tag--yellow">{t("disposition-none")}</span> });
    let changed =
        changed_clause(line.changed_document, &line.changed_clause).map(|link| view! { <p>{link}</p> });
    view! {
        <tr class="govuk-table__row">
            <td class="govuk-table__cell" data-head=t("responses-clause")>{clause}</td>
            <td class="govuk-table__cell" data-head=t("responses-comment")><p class="app-text">{line.text.clone()}</p>{gone}<p class="app-quiet">{from}" · "{stance}" · "{numbers}{more}</p>{alike}{own}</td>
            <td class="govuk-table__cell" data-head=t("responses-response")>{made}{reason}{reply}{nothing}{changed}</td>
        </tr>
    }
    .into_any()
}

/// The document as one file that needs nothing else: to keep, to print, to open
/// in a word processor.
pub fn file(d: &ResponseDocument, public_url: &str) -> String {
    let symbol = d.notification.symbols.first().cloned().unwrap_or_default();
    let version = d.version.as_ref().map(|v| {
        t_with("responses-version", &[("number", v.version.into()), ("day", moment(v.published).into())])
    });
    let title = t_with("responses-title", &[("symbol", symbol.clone().into())]);
    let counted =
        t_with("responses-count", &[("count", d.comments.into()), ("confidential", d.confidential.into())]);
    let introduction = (!d.introduction.is_empty())
        .then(|| view! { <p style="white-space:pre-line">{d.introduction.clone()}</p> });
    let body = view! {
        <h1>{title.clone()}</h1>
        <p>{d.notification.title.clone()}</p>
        <p>{version}</p>
        {introduction}
        <p>{counted}</p>
        {table(&d.lines)}
    }
    .to_html();
    let style = "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.4rem;vertical-align:top;text-align:left}.app-text{white-space:pre-line}";
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><base href=\"{public_url}/\"><title>{}</title><style>{style}</style></head><body>{body}</body></html>",
        title.replace('&', "&amp;").replace('<', "&lt;")
    )
}
