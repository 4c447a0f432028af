//! Attached files; and what was read in them, clause by clause.

use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use registry::{Caller, notified_texts::At};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{
        Visitor, WebError,
        downloads::{self, Readers},
    },
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
    /// The page, from 1.
    page: Option<usize>,
    /// The address of the clause to begin with.
    clause: Option<String>,
}

async fn text(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(other): Query<Other>,
) -> Result<Response, WebError> {
    let heavy = state.heavy.clone();
    let Other { beside, page: number, clause, .. } = other;
    let work = async move {
        let at = At { page: number, clause: clause.clone() };
        let page = state.registry.notified_text_at(&visitor.caller(), id, &at).await?;
        let beside = match beside {
            Some(other) => Some(state.registry.text_beside(&visitor.caller(), id, other).await?),
            None => None,
        };
        // A page of hundreds of clauses is written aside, too.
        let written = tokio::task::spawn_blocking(move || {
            visitor.page(|| match beside {
                Some(beside) => app::pages::text_beside::page(page, beside, number, clause.as_deref()),
                None => app::pages::notified_text::page(page),
            })
        });
        Ok::<_, WebError>(written.await?)
    };
    heavy.in_turn(work).await
}

async fn changes(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(other): Query<Other>,
) -> Result<Response, WebError> {
    let heavy = state.heavy.clone();
    let Other { with, page: number, clause, .. } = other;
    let work = async move {
        let page = state.registry.text_changes(&visitor.caller(), id, with).await?;
        let written = tokio::task::spawn_blocking(move || {
            visitor.page(|| app::pages::changes::page(page, number, clause.as_deref()))
        });
        Ok::<_, WebError>(written.await?)
    };
    heavy.in_turn(work).await
}

async fn document(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let facts = state.registry.document(&visitor.caller(), id).await?;
    let readers = match state.registry.document(&Caller::Public, id).await {
        Ok(_) => Readers::Everyone,
        Err(_) => Readers::SignedIn,
    };
    downloads::stored(&state, facts.key, &facts.name, &facts.media_type, readers).await
}
