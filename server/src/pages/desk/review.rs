//! Check the answers, hand in, approve, send back.

use app::{
    form::FormState,
    pages::desk::{self, May},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{notification::missing, role::Role};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use registry::{Access, Error, FieldError};
use serde::Deserialize;

use super::{done::or_done, today};
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/{id}/check", get(check))
        .route("/desk/{id}/submit", post(submit))
        .route("/desk/{id}/submitted", get(submitted))
        .route("/desk/{id}/approve", post(approve))
        .route("/desk/{id}/send-back", post(send_back))
        .route("/desk/published", get(published))
}

async fn check(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    check_page(visitor, state, id, FormState::default()).await
}

async fn check_page(
    visitor: Visitor,
    state: AppState,
    id: i64,
    form: FormState,
) -> Result<Response, WebError> {
    let official = visitor.official()?.clone();
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    let open = missing(&draft.content, draft.summary.kind, today(&state, &draft));
    let may = May {
        submit: official.has(Role::Official) && draft.access == Access::Own,
        approve: official.has(Role::Approver),
        same_person: draft.same_person,
        seen: draft.fingerprint.clone(),
    };
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::check(&draft, &open, may, form).status(status)))
}

async fn submit(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    match state.registry.submit(&visitor.caller(), id).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/{id}/submitted")).into_response()),
        Err(Error::Invalid(errors)) => check_page(visitor, state, id, at_sections(errors)).await,
        Err(other) => or_done(visitor, &state, id, &["submitted"], &FormPairs::default(), other).await,
    }
}

/// Errors lead to the section on the check page in which the answer is missing.
fn at_sections(errors: Vec<FieldError>) -> FormState {
    let sections = |field: &str| {
        match field {
            "agency" | "local_government" => "authority",
            "title" | "languages" => "document",
            "rationale" | "urgency" => "objectives",
            "relevant_documents" => "references",
            "adoption" | "entry_into_force" | "comments_until" => "dates",
            "texts_from" => "texts",
            same => return same.to_owned(),
        }
        .to_owned()
    };
    let errors = errors.into_iter().map(|e| FieldError::new(sections(&e.field), e.message)).collect();
    FormState::default().with_errors(errors)
}

async fn submitted(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    Ok(visitor.page(|| desk::submitted(&draft)))
}

async fn approve(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    match state.registry.approve_seen(&visitor.caller(), id, typed.value("seen")).await {
        // An approver of another authority still has to.
        Ok(symbol) if symbol.is_empty() => Ok(Redirect::to(&format!("/desk/{id}/check")).into_response()),
        Ok(symbol) => {
            let on = utf8_percent_encode(&symbol, NON_ALPHANUMERIC);
            Ok(Redirect::to(&format!("/desk/published?on={on}")).into_response())
        }
        Err(changed @ Error::ChangedSinceRead) => {
            let errors = vec![FieldError::new("approve", WebError::from(changed).sentence())];
            check_page(visitor, state, id, FormState::default().with_errors(errors)).await
        }
        Err(Error::Invalid(errors)) => check_page(visitor, state, id, at_sections(errors)).await,
        Err(other) => or_done(visitor, &state, id, &["published", "joint-approved"], &typed, other).await,
    }
}

async fn send_back(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    match state.registry.send_back(&visitor.caller(), id, typed.value("reason")).await {
        Ok(()) => Ok(Redirect::to("/desk").into_response()),
        Err(Error::Invalid(errors)) => {
            check_page(visitor, state, id, typed.state().with_errors(errors)).await
        }
        Err(other) => or_done(visitor, &state, id, &["sent-back"], &typed, other).await,
    }
}

#[derive(Deserialize)]
struct On {
    #[serde(default)]
    on: String,
}

async fn published(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let summary = state.registry.notification_summary(&on.on).await?;
    let summary = summary.ok_or(Error::NotFound("notification"))?;
    Ok(visitor.page(|| desk::published(summary)))
}
