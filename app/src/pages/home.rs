//! Home: search, what closes soon, what is new, which standards moved.

use leptos::prelude::*;
use registry::notifications::{Home, NotificationSummary};

use crate::{
    components::{NotificationItem, standard_path},
    render::Page,
    texts::{t, t_with},
};

/// The home page.
pub fn page(home: Home) -> Page {
    let numbers = t_with(
        "home-numbers",
        &[
            ("notifications", home.notifications.into()),
            ("authorities", home.authorities.into()),
            ("open", home.open.into()),
            ("standards", home.standards.into()),
        ],
    );
    let moved = home.moved.into_iter().map(|m| {
        let words = t_with("home-moved-cited", &[("count", m.cited_old.into())]);
        let href = standard_path(&m.current.id);
        view! {
            <li><a class="govuk-link" href=href>{m.current.id}</a>" "{m.current.title}": "{words}</li>
        }
    });
    let moved: Vec<_> = moved.collect();
    let body = view! {
        <h1 class="govuk-heading-xl">{t("home-title")}</h1>
        <form class="app-search" action="/search" role="search">
            <label class="govuk-label" for="q">{t("home-search-label")}</label>
            <div class="app-search__row">
                <input class="govuk-input" id="q" name="q" type="search"/>
                <button class="govuk-button" type="submit">{t("search")}</button>
            </div>
        </form>
        <p class="govuk-body-s">{numbers}</p>
        <div class="app-columns">
            <section>
                <h2 class="govuk-heading-m">{t("home-closing-soon")}</h2>
                {list(home.closing_soon, "home-none-open")}
                <p class="govuk-body"><a class="govuk-link" href="/search?open=yes&sort=closing-soon">{t("home-all-open")}</a></p>
            </section>
            <section>
                <h2 class="govuk-heading-m">{t("home-new")}</h2>
                {list(home.newest, "home-none-published")}
                <p class="govuk-body"><a class="govuk-link" href="/search?sort=newest">{t("home-all-new")}</a></p>
            </section>
        </div>
        {(!moved.is_empty()).then(|| view! {
            <section>
                <h2 class="govuk-heading-m">{t("home-moved")}</h2>
                <ul class="govuk-list govuk-list--bullet">{moved}</ul>
            </section>
        })}
    };
    Page::new("", body)
}

fn list(items: Vec<NotificationSummary>, none: &str) -> AnyView {
    if items.is_empty() {
        return view! { <p class="govuk-body">{t(none)}</p> }.into_any();
    }
    let items = items.into_iter().map(|n| view! { <NotificationItem summary=n/> });
    view! { <ul class="app-items">{items.collect_view()}</ul> }.into_any()
}
