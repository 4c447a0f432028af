//! Attached files: always downloads, never run in a page of ours. And what was
//! read in them, clause by clause.

use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use object_store::{ObjectStoreExt as _, path::Path as Key};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/documents/{id}", get(document))
        .route("/documents/{id}/text", get(text))
        .route("/documents/{id}/changes", get(changes))
}

#[derive(Deserialize)]
struct Other {
    /// The text in another language to set beside.
    beside: Option<i64>,
    /// The earlier text to compare with.
    with: Option<i64>,
}

async fn text(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(other): Query<Other>,
) -> Result<Response, WebError> {
    let page = state.registry.notified_text(&visitor.caller(), id).await?;
    let beside = match other.beside {
        Some(other) => Some(state.registry.text_beside(&visitor.caller(), id, other).await?),
        None => None,
    };
    // A page of thousands of clauses is written aside, too.
    let written = tokio::task::spawn_blocking(move || {
        visitor.page(|| match beside {
            Some(beside) => app::pages::text_beside::page(page, beside),
            None => app::pages::notified_text::page(page),
        })
    });
    Ok(written.await?)
}

async fn changes(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(other): Query<Other>,
) -> Result<Response, WebError> {
    let page = state.registry.text_changes(&visitor.caller(), id, other.with).await?;
    let written = tokio::task::spawn_blocking(move || visitor.page(|| app::pages::changes::page(page)));
    Ok(written.await?)
}

async fn document(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let facts = state.registry.document(&visitor.caller(), id).await?;
    let bytes = state.store.get(&Key::from(facts.key)).await?.bytes().await?;
    let name = utf8_percent_encode(&facts.name, NON_ALPHANUMERIC);
    let headers = [
        (header::CONTENT_TYPE, facts.media_type),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
