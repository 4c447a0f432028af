//! Results and notifications.

use std::collections::HashMap;

use app::pages::results::Names;
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use registry::codes::Scheme;
use search_index::Facets;

use crate::{
    api::conditions,
    state::AppState,
    web::{Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/search", get(results)).route("/notifications/{*symbol}", get(notification))
}

async fn results(
    visitor: Visitor,
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let conditions = conditions(query.as_deref())?;
    let (index, now, asked) = (state.index.clone(), state.registry.now(), conditions.clone());
    let answer = tokio::task::spawn_blocking(move || index.search(&asked, now)).await??;
    let ids: Vec<i64> = answer.hits.iter().map(|h| h.id).collect();
    let summaries = state.registry.notification_summaries(&ids).await?;
    let names = names(&state, &answer.facets).await?;
    // A page with many conditions has hundreds of links, each with all of them: it is
    // written aside, so that nobody else waits.
    let written = tokio::task::spawn_blocking(move || {
        visitor.page(|| app::pages::results::page(conditions, answer, summaries, names))
    });
    Ok(written.await?)
}

/// Names of the codes that the facets show.
async fn names(state: &AppState, facets: &Facets) -> Result<Names, WebError> {
    let mut names: Names = HashMap::new();
    for (parameter, scheme, facet) in [("hs", Scheme::Hs, &facets.hs), ("ics", Scheme::Ics, &facets.ics)] {
        let codes: Vec<String> = facet.iter().map(|(code, _)| code.clone()).collect();
        for named in state.registry.code_names(scheme, &codes).await? {
            names.insert((parameter, named.code), named.name);
        }
    }
    for counted in state.registry.authority_list().await? {
        names.insert(("authority", counted.authority.code.to_string()), counted.authority.name);
    }
    Ok(names)
}

async fn notification(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(symbol): Path<String>,
) -> Result<Response, WebError> {
    if let Some(symbol) = symbol.strip_suffix("/calendar.ics") {
        return super::calendars::one(&visitor, &state, symbol).await;
    }
    let page = state.registry.notification_page(&symbol).await?;
    let page = page.ok_or(registry::Error::NotFound("notification"))?;
    // One notification has one address: that of its first symbol.
    match page.summary.symbols.first() {
        Some(first) if *first != symbol => {
            Ok(Redirect::permanent(&app::components::notification_path(first)).into_response())
        }
        _ => {
            // Whoever is signed in may have more to say, and longer, than everybody.
            let possible = match visitor.official() {
                Ok(_) => state.registry.comment_possible(&visitor.caller(), &symbol).await.ok(),
                Err(_) => None,
            };
            Ok(visitor.page(|| app::pages::notification::page(page, possible)))
        }
    }
}
