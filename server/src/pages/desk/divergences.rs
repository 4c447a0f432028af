//! The authority's answer to one divergence.

use app::{components::notification_path, form::FormState, pages::desk};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use registry::{Error, FieldError, notifications::Verdict};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/desk/{id}/divergence", get(one).post(answer))
}

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    key: String,
}

async fn one(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    page(visitor, state, id, &key.key, None).await
}

/// The page, filled with the answer given so far, or as typed.
async fn page(
    visitor: Visitor,
    state: AppState,
    id: i64,
    key: &str,
    typed: Option<FormState>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let about = state.registry.divergence_of(&visitor.caller(), id, key).await?;
    let status = if typed.is_some() { 422 } else { 200 };
    let form = typed.unwrap_or_else(|| {
        let given = about.found.answer.as_ref().filter(|a| a.at.is_some());
        FormState::filled(given.into_iter().flat_map(|a| {
            [
                ("verdict".to_owned(), a.verdict.as_str().to_owned()),
                ("answer_reason".to_owned(), a.reason.clone()),
            ]
        }))
    });
    let back = back(id, about.symbol.as_deref());
    Ok(visitor.page(|| desk::divergence(id, about.title, &about.found, back, form).status(status)))
}

/// Where the divergence is shown: the public page, or the draft.
fn back(id: i64, symbol: Option<&str>) -> String {
    symbol.map_or_else(|| format!("/desk/{id}"), notification_path)
}

async fn answer(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let (key, caller) = (typed.value("key").to_owned(), visitor.caller());
    let verdict = match typed.value("verdict") {
        "none" => None,
        name => match Verdict::from_name(name) {
            Some(verdict) => Some(verdict),
            None => {
                let missing = FieldError::new("verdict", "Choose whether it is meant or does not apply.");
                let form = typed.state().with_errors(vec![missing]);
                return page(visitor, state, id, &key, Some(form)).await;
            }
        },
    };
    let about = state.registry.divergence_of(&caller, id, &key).await?;
    match state.registry.divergence_answer(&caller, id, &key, verdict, typed.value("answer_reason")).await {
        Ok(()) => Ok(Redirect::to(&back(id, about.symbol.as_deref())).into_response()),
        Err(Error::Invalid(errors)) => {
            page(visitor, state, id, &key, Some(typed.state().with_errors(errors))).await
        }
        Err(other) => Err(other.into()),
    }
}
