//! The frame of every page: head, header with navigation, footer.

use domain::role::Role;
use leptos::prelude::*;

use crate::{
    render::{Page, request},
    texts::t,
};

/// The whole document around a page.
#[component]
pub fn Shell(page: Page) -> impl IntoView {
    let r = request();
    let Page { title, islands, calendar, body, .. } = page;
    let calendar = calendar
        .map(|(title, href)| view! { <link rel="alternate" type="text/calendar" title=title href=href/> });
    let name = t("product-name");
    let full_title = if title.is_empty() { name.clone() } else { format!("{title} — {name}") };
    let load_islands = (islands && !r.assets.islands.is_empty()).then(
        || view! { <script type="module" src=r.assets.islands.clone() nonce=r.nonce.clone()></script> },
    );
    let account = r.official.clone().map(|official| {
        view! {
            <form method="post" action="/sign-out" class="app-account">
                {official.has(Role::Coordinator).then(|| view! { <a href="/coordination">{t("coordination")}</a> })}
                {official.has(Role::Administrator).then(|| view! { <a href="/administration">{t("administration")}</a> })}
                <span><a href="/account">{official.name}</a>", "{official.authority_name}</span>
                <button class="app-link-button" type="submit">{t("sign-out")}</button>
            </form>
        }
        .into_any()
    });
    let account = account.unwrap_or_else(|| {
        view! { <p class="app-account"><a href="/sign-in">{t("sign-in")}</a></p> }.into_any()
    });
    let desk = r.official.is_some().then(|| view! { <li><a href="/desk">{t("desk")}</a></li> });
    let outbox =
        r.local_outbox.then(|| view! { <li><a class="govuk-link" href="/outbox">{t("outbox")}</a></li> });
    view! {
        <html lang=r.language.code() class="govuk-template">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{full_title}</title>
                <link rel="icon" type="image/svg+xml" href=r.assets.icon.clone()/>
                <link rel="stylesheet" href=r.assets.css.clone()/>
                {calendar}
            </head>
            <body class="govuk-template__body">
                <a href="#main" class="govuk-skip-link">{t("skip-to-content")}</a>
                <header class="app-header">
                    <div class="app-width app-header__row">
                        <a class="app-brand" href="/">
                            <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                                <path d="M3 6h12M3 11h12M3 16h26M17 21h12M17 26h12" stroke="currentColor" stroke-width="3" fill="none"/>
                            </svg>
                            <span>{name}</span>
                        </a>
                        <nav aria-label=t("navigation")>
                            <ul class="app-navigation">
                                <li><a href="/search">{t("search")}</a></li>
                                <li><a href="/standards">{t("standards")}</a></li>
                                <li><a href="/products">{t("products")}</a></li>
                                <li><a href="/authorities">{t("authorities")}</a></li>
                                {desk}
                            </ul>
                        </nav>
                        {account}
                    </div>
                </header>
                <main class="app-width app-main" id="main">{body}</main>
                <footer class="app-footer">
                    <div class="app-width">
                        <p>{t("footer")}</p>
                        <ul><li><a class="govuk-link" href="/api/v1/openapi.json">{t("for-programs")}</a></li>{outbox}</ul>
                    </div>
                </footer>
                {load_islands}
            </body>
        </html>
    }
}
