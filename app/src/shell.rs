//! The frame of every page: head, header with navigation, footer.

use leptos::prelude::*;

use crate::{
    render::{Page, request},
    texts::t,
};

/// The whole document around a page.
#[component]
pub fn Shell(page: Page) -> impl IntoView {
    let r = request();
    let Page { title, islands, body, .. } = page;
    let name = t("product-name");
    let full_title = if title.is_empty() { name.clone() } else { format!("{title} — {name}") };
    let load_islands = (islands && !r.assets.islands.is_empty()).then(
        || view! { <script type="module" src=r.assets.islands.clone() nonce=r.nonce.clone()></script> },
    );
    view! {
        <html lang=r.language.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{full_title}</title>
                <link rel="icon" type="image/svg+xml" href=r.assets.icon.clone()/>
                <link rel="stylesheet" href=r.assets.css.clone()/>
            </head>
            <body class="govuk-template__body">
                <a href="#main" class="govuk-skip-link">{t("skip-to-content")}</a>
                <main class="govuk-main-wrapper" id="main">{body}</main>
                {load_islands}
            </body>
        </html>
    }
}
