//! Results: the conditions in words, facets with counts, hits, pages.

use std::collections::{HashMap, HashSet};

use domain::search::{Conditions, PAGE_SIZE, Sort};
use leptos::prelude::*;
use registry::notifications::NotificationSummary;
use search_index::{Answer, Facet};

use crate::{
    components::{NotificationItem, calendar_link, page_links},
    render::Page,
    texts::{t, t_with},
};

/// Names of codes that facets show: parameter and value to name.
pub type Names = HashMap<(&'static str, String), String>;

/// The conditions as a set: it is asked for every value that a facet shows.
type Chosen = HashSet<(&'static str, String)>;

/// The results page. `summaries` are those of the answer's hits, in their order.
pub fn page(
    conditions: Conditions,
    answer: Answer,
    summaries: Vec<NotificationSummary>,
    names: Names,
) -> Page {
    let count = t_with("results-count", &[("count", answer.total.into())]);
    let hits: HashMap<i64, _> = answer.hits.into_iter().map(|h| (h.id, h)).collect();
    let items = summaries.into_iter().map(|n| {
        let hit = hits.get(&n.id).cloned();
        view! { <NotificationItem summary=n hit=hit/> }
    });
    let none = (answer.total == 0).then(|| {
        let suggestion = answer.did_you_mean.clone().map(|words| {
            let href = format!("/search?{}", Conditions { q: words.clone(), ..conditions.clone() }.to_query());
            view! { <p class="govuk-body">{t("results-did-you-mean")}" "<a class="govuk-link" href=href>{words}</a></p> }
        });
        view! { {suggestion}<p class="govuk-body">{t("results-none")}</p> }
    });
    let facets = [
        ("open", answer.facets.open),
        ("authority", answer.facets.authority),
        ("kind", answer.facets.kind),
        ("state", answer.facets.state),
        ("divergence", answer.facets.divergence),
        ("objective", answer.facets.objective),
        ("hs", answer.facets.hs),
        ("ics", answer.facets.ics),
        ("year", answer.facets.year),
    ];
    let pairs = conditions.to_pairs();
    let chosen: Chosen = pairs.iter().cloned().collect();
    let facets = facets
        .into_iter()
        .map(|(name, facet)| facet_view(&conditions, &chosen, name, facet, &names))
        .collect_view();
    let set: Vec<_> = pairs
        .iter()
        .filter(|(name, _)| !matches!(*name, "sort" | "page"))
        .map(|(name, value)| {
            let href = format!("/search?{}", conditions.without(name, value).to_query());
            let words = format!("{}: {}", t(&format!("condition-{name}")), value_name(name, value, &names));
            let remove = t_with("results-remove", &[("condition", words.clone().into())]);
            view! { <li><span>{words}</span>" "<a class="govuk-link" href=href aria-label=remove>"✕"</a></li> }
        })
        .collect();
    let hidden = pairs
        .into_iter()
        .filter(|(name, _)| !matches!(*name, "q" | "page" | "sort"))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let sorts = Sort::ALL.into_iter().map(|sort| {
        let name = t(&format!("sort-{}", sort.as_str()));
        if sort == conditions.sort {
            view! { <li><strong aria-current="true">{name}</strong></li> }.into_any()
        } else {
            let href = format!("/search?{}", conditions.with("sort", sort.as_str()).to_query());
            view! { <li><a class="govuk-link" href=href>{name}</a></li> }.into_any()
        }
    });
    let pages = pages(&conditions, answer.total);
    let calendar = format!("/calendar.ics?{}", conditions.to_query());
    let json = format!("/api/v1/notifications?{}", conditions.to_query());
    let body = view! {
        <h1 class="govuk-heading-l">{t("results-title")}</h1>
        <form class="app-search" action="/search" role="search">
            <label class="govuk-label" for="q">{t("home-search-label")}</label>
            <div class="app-search__row">
                <input class="govuk-input" id="q" name="q" type="search" value=conditions.q.clone()/>
                {hidden}
                <button class="govuk-button" type="submit">{t("search")}</button>
            </div>
        </form>
        {(!set.is_empty()).then(|| view! { <ul class="app-conditions" aria-label=t("results-conditions")>{set}</ul> })}
        <div class="app-results">
            <section class="app-facets" id="narrow" aria-label=t("results-narrow")>{facets}</section>
            <div class="app-results__hits">
                <p class="govuk-body app-count"><span role="status">{count}</span>" "<a class="govuk-link app-phone-only" href="#narrow">{t("results-narrow")}</a></p>
                <ul class="app-sorts" aria-label=t("results-sort")>{sorts.collect_view()}</ul>
                {none}
                <ul class="app-items">{items.collect_view()}</ul>
                {pages}
                <p class="app-quiet"><a class="govuk-link" href=json>{t("results-export")}" (JSON)"</a></p>
                <p class="app-quiet">{calendar_link(calendar.clone(), "calendar-found")}</p>
            </div>
        </div>
    };
    Page::new(t("results-title"), body).with_calendar(t("calendar-found"), calendar)
}

fn value_name(parameter: &'static str, value: &str, names: &Names) -> String {
    let named = names.get(&(parameter, value.to_owned())).cloned();
    match parameter {
        "open" | "kind" | "state" | "objective" | "divergence" => t(&format!("{parameter}-{value}")),
        "hs" | "ics" => named.map_or_else(|| value.to_owned(), |name| format!("{value} {name}")),
        _ => named.unwrap_or_else(|| value.to_owned()),
    }
}

fn facet_view(
    conditions: &Conditions,
    chosen: &Chosen,
    name: &'static str,
    facet: Facet,
    names: &Names,
) -> Option<AnyView> {
    if facet.iter().all(|(_, count)| *count == 0) {
        return None;
    }
    let values = facet
        .into_iter()
        .map(|(value, count)| {
            let set = chosen.contains(&(name, value.clone()));
            let other = if set { conditions.without(name, &value) } else { conditions.with(name, &value) };
            let href = format!("/search?{}", other.to_query());
            let class = if set { "govuk-link app-facet--set" } else { "govuk-link" };
            let label = value_name(name, &value, names);
            view! { <li><a class=class href=href>{label}</a>" "<span class="app-facet__count">{count}</span></li> }
        })
        .collect_view();
    let title = t(&format!("condition-{name}"));
    Some(view! { <section class="app-facet"><h2 class="govuk-heading-s">{title}</h2><ul>{values}</ul></section> }.into_any())
}

fn pages(conditions: &Conditions, total: u64) -> Option<AnyView> {
    let last =
        u32::try_from(total.div_ceil(PAGE_SIZE as u64)).unwrap_or(u32::MAX).min(domain::search::MAX_PAGE);
    let here = conditions.page_number();
    let address = |page: u64| {
        let page = u32::try_from(page).unwrap_or(last);
        format!("/search?{}", Conditions { page, ..conditions.clone() }.to_query())
    };
    page_links(address, here.into(), last.into())
}
