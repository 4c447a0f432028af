//! Comments received, and replies.

use app::{form::FormState, pages::desk};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::role::Role;
use registry::{Error, FieldError};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/desk/comments", get(list)).route("/desk/comments/{id}", get(one).post(reply))
}

#[derive(Deserialize)]
struct On {
    on: Option<String>,
}

async fn list(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let comments = state.registry.comment_list(&visitor.caller(), on.on.as_deref()).await?;
    Ok(visitor.page(|| desk::comments(comments, on.on)))
}

async fn one(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    page(visitor, state, id, FormState::default()).await
}

async fn page(visitor: Visitor, state: AppState, id: i64, form: FormState) -> Result<Response, WebError> {
    let may_reply = visitor.official()?.has(Role::Official);
    let comment = state.registry.comment(&visitor.caller(), id).await?;
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::comment(comment, form, may_reply).status(status)))
}

async fn reply(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    match state.registry.comment_reply(&visitor.caller(), id, typed.value("reply")).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/comments/{id}")).into_response()),
        Err(Error::Invalid(errors)) => {
            // The use case calls its field “text”, the page “reply”.
            let errors = errors.into_iter().map(|e| FieldError::new("reply", e.message)).collect();
            page(visitor, state, id, typed.state().with_errors(errors)).await
        }
        Err(other) => Err(other.into()),
    }
}
