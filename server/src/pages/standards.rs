//! Standards.

use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/standards", get(find)).route("/standards/{*id}", get(standard))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

async fn find(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(typed): Query<Typed>,
) -> Result<Response, WebError> {
    let words = typed.q.trim().to_owned();
    let found =
        if words.is_empty() { Vec::new() } else { state.registry.standard_suggest(&words, 50).await? };
    Ok(visitor.page(|| app::pages::standards::page(words, found)))
}

async fn standard(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let page = state.registry.standard_page(&id).await?.ok_or(registry::Error::NotFound("standard"))?;
    let ics = state.registry.code_names(registry::codes::Scheme::Ics, &page.record.ics).await?;
    Ok(visitor.page(|| app::pages::standard::page(page, &ics)))
}
