//! The coordinator's overview of a country (Rec. B.1): what is late, what waits,
//! what is open, and each authority's own record, as tables and as charts.

use domain::notification::State;
use leptos::prelude::*;
use registry::{
    coordination::{AuthorityRecord, Coordination, CountryDraft, LIST, Late, LateStep, WaitingComments},
    notifications::NotificationSummary,
};

use crate::{
    components::{Bar, DeadlineBadge, bars, columns, day, moment, notification_path, number},
    render::Page,
    texts::{t, t_with},
};

/// Days of comment period that the TBT Committee asks for.
const ASKED_DAYS: f64 = 60.0;

/// The overview.
pub fn page(c: Coordination) -> Page {
    let unanswered: u64 = c.records.iter().map(|r| r.unanswered).sum();
    let totals = [
        ("late", c.late_total),
        ("waiting", unanswered),
        ("open", c.open_total),
        ("drafts", c.drafts.len() as u64),
    ];
    let totals = totals.map(|(name, count)| {
        view! {
            <li><a class="govuk-link" href=format!("#{name}")>{t(&format!("coordination-{name}"))}</a>" "<strong>{count}</strong></li>
        }
    });
    let body = view! {
        <p class="govuk-caption-l">{t_with("coordination-country", &[("name", c.country.clone().into()), ("count", c.records.len().into())])}</p>
        <h1 class="govuk-heading-l">{t("coordination")}</h1>
        <p class="govuk-body">{t("coordination-what")}</p>
        <ul class="app-conditions">{totals}<li><a class="govuk-link" href="#record">{t("coordination-record")}</a></li></ul>
        {late(&c.late, c.late_total)}
        {waiting(&c.waiting)}
        {open(&c.open, c.open_total)}
        {drafts(&c.drafts)}
        {record(&c)}
    };
    Page::new(t("coordination"), body)
}

/// A table in its own frame under a heading; the sentence for an empty one.
fn table(name: &'static str, heads: &[&str], rows: Vec<AnyView>, cut: Option<u64>) -> AnyView {
    let title = t(&format!("coordination-{name}"));
    if rows.is_empty() {
        let none = t(&format!("coordination-{name}-none"));
        return view! { <section><h2 class="govuk-heading-m" id=name>{title}</h2><p class="govuk-body">{none}</p></section> }.into_any();
    }
    let heads = heads.iter().map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    let heads = heads.collect_view();
    let cut = cut.filter(|total| *total > LIST as u64).map(|total| {
        let words = t_with("coordination-cut", &[("count", LIST.into()), ("total", total.into())]);
        view! { <p class="app-quiet">{words}</p> }
    });
    view! {
        <section>
            <h2 class="govuk-heading-m" id=name>{title}</h2>
            {cut}
            <div class="app-frame" role="region" aria-labelledby=name tabindex="0">
                <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </section>
    }
    .into_any()
}

/// The cell that names a notification: its page when public, else the draft to read.
fn named(n: &NotificationSummary) -> AnyView {
    let symbol = n.symbols.first().cloned();
    let href = match &symbol {
        Some(symbol) => notification_path(symbol),
        None => format!("/desk/{}/check", n.id),
    };
    let title = if n.title.trim().is_empty() { t("draft-untitled") } else { n.title.clone() };
    let who = n.authorities.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    view! {
        <th scope="row" class="govuk-table__header app-wide-cell">
            <a class="govuk-link" href=href>{title}</a>
            <br/><span class="app-quiet">{who}{symbol.map(|s| view! { " · "<span class="app-symbol">{s}</span> })}</span>
        </th>
    }
    .into_any()
}

fn late(all: &[LateStep], total: u64) -> AnyView {
    let rows = all
        .iter()
        .map(|step| {
            let days = t_with("coordination-days", &[("days", i64::from(step.days).into())]);
            view! {
                <tr class="govuk-table__row">
                    {named(&step.summary)}
                    <td class="govuk-table__cell">{t(&format!("late-{}", step.what.as_str()))}</td>
                    <td class="govuk-table__cell">{day(step.since)}</td>
                    <td class="govuk-table__cell"><strong class="app-badge app-badge--soon">{days}</strong></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let counts = Late::ALL.map(|what| (what, all.iter().filter(|s| s.what == what).count() as u64));
    let bars_of = counts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| Bar {
        label: t(&format!("late-{}", what.as_str())),
        value: *n as f64,
        whole: *n as f64,
        words: n.to_string(),
    });
    let bars_of: Vec<_> = bars_of.collect();
    let chart = (bars_of.len() > 1)
        .then(|| bars(&t("chart-late"), &t("chart-late-axis"), &t("chart-source"), &bars_of, None));
    view! { {table("late", &["desk-notification", "late-what", "late-since", "late-days"], rows, Some(total))}{chart} }
        .into_any()
}

fn waiting(all: &[WaitingComments]) -> AnyView {
    let rows = all
        .iter()
        .map(|w| {
            view! {
                <tr class="govuk-table__row">
                    {named(&w.summary)}
                    <td class="govuk-table__cell govuk-table__cell--numeric">{w.comments}</td>
                    <td class="govuk-table__cell">{moment(w.oldest)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    table("waiting", &["desk-notification", "coordination-unanswered", "coordination-oldest"], rows, None)
}

fn open(all: &[NotificationSummary], total: u64) -> AnyView {
    let rows = all
        .iter()
        .map(|n| {
            let period = n.period.clone().map(|period| {
                view! { <DeadlineBadge period=period.clone()/><br/><span class="app-quiet">{period.written_out}</span> }
            });
            view! {
                <tr class="govuk-table__row">
                    {named(n)}
                    <td class="govuk-table__cell">{period}</td>
                    <td class="govuk-table__cell govuk-table__cell--numeric">{n.comments}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    table("open", &["desk-notification", "condition-open", "comments"], rows, Some(total))
}

fn drafts(all: &[CountryDraft]) -> AnyView {
    let rows = all
        .iter()
        .map(|d| {
            let state = d.summary.state;
            let class = if state == State::Submitted { "govuk-tag govuk-tag--yellow" } else { "govuk-tag" };
            view! {
                <tr class="govuk-table__row">
                    {named(&d.summary)}
                    <td class="govuk-table__cell"><strong class=class>{t(&format!("state-{}", state.as_str()))}</strong></td>
                    <td class="govuk-table__cell">{moment(d.changed)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    table("drafts", &["desk-notification", "coordination-state", "desk-changed"], rows, None)
}

fn record(c: &Coordination) -> AnyView {
    let days = |median: Option<f64>| median.map_or_else(|| "–".to_owned(), number);
    let rows = c
        .records
        .iter()
        .map(|r| {
            let share = share(r.answered, r.comments);
            view! {
                <tr class="govuk-table__row">
                    <th scope="row" class="govuk-table__header">{r.name.clone()}" "<span class="app-quiet">{r.code.clone()}</span></th>
                    <td class="govuk-table__cell govuk-table__cell--numeric">{days(r.median_period)}</td>
                    <td class="govuk-table__cell govuk-table__cell--numeric">{r.periods}</td>
                    <td class="govuk-table__cell govuk-table__cell--numeric">{of(r.answered, r.comments)}{share}</td>
                    <td class="govuk-table__cell govuk-table__cell--numeric">{days(r.median_reply)}</td>
                    <td class="govuk-table__cell govuk-table__cell--numeric">{of(r.final_texts, r.adopted)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let heads = [
        "condition-authority",
        "record-period",
        "record-periods",
        "record-replies",
        "record-reply-days",
        "record-final-texts",
    ];
    let periods: Vec<Bar> = c
        .records
        .iter()
        .filter_map(|r| {
            let value = r.median_period?;
            let words = t_with("coordination-days", &[("days", number(value).into())]);
            Some(Bar { label: r.name.clone(), value, whole: value, words })
        })
        .collect();
    let parts = |part: fn(&AuthorityRecord) -> (u64, u64)| -> Vec<Bar> {
        let all = c.records.iter().filter(|r| part(r).1 > 0);
        all.map(|r| {
            let (some, whole) = part(r);
            Bar { label: r.name.clone(), value: some as f64, whole: whole as f64, words: of(some, whole) }
        })
        .collect()
    };
    let replies = parts(|r| (r.answered, r.comments));
    let texts = parts(|r| (r.final_texts, r.adopted));
    let source = t("chart-source");
    let sixty = Some((ASKED_DAYS, t("chart-sixty")));
    let months: Vec<(String, f64)> =
        c.months.iter().map(|(first, n)| (first.strftime("%b").to_string(), *n as f64)).collect();
    let month_rows = c.months.iter().map(|(first, n)| {
        view! {
            <tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{first.strftime("%B %Y").to_string()}</th>
                <td class="govuk-table__cell govuk-table__cell--numeric">{*n}</td></tr>
        }
    });
    let month_rows = month_rows.collect_view();
    let chart = |bars_of: &[Bar], key: &str, mark: Option<(f64, String)>| {
        (!bars_of.is_empty()).then(|| {
            bars(&t(&format!("chart-{key}")), &t(&format!("chart-{key}-axis")), &source, bars_of, mark)
        })
    };
    view! {
        {table("record", &heads, rows, None)}
        <div class="app-columns">
            {chart(&periods, "periods", sixty)}
            {chart(&replies, "replies", None)}
            {chart(&texts, "texts", None)}
            <div>
                {columns(&t("chart-months"), &t("chart-months-axis"), &source, &months)}
                <details class="govuk-details">
                    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t("chart-months-table")}</span></summary>
                    <table class="govuk-table"><caption class="govuk-visually-hidden">{t("chart-months")}</caption><tbody>{month_rows}</tbody></table>
                </details>
            </div>
        </div>
    }
    .into_any()
}

/// “3 of 4”; a dash where there was nothing.
fn of(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    t_with("coordination-of", &[("count", part.into()), ("total", whole.into())])
}

/// “(75 %)”, where there is a whole.
fn share(part: u64, whole: u64) -> String {
    if whole == 0 { String::new() } else { format!(" ({:.0} %)", part as f64 / whole as f64 * 100.0) }
}
