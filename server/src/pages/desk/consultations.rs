//! Consultations of the authority's own stakeholders on foreign notifications.

use app::{form::FormState, pages::desk};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use registry::{Error, FieldError, consultations::NewConsultation};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/consultations", get(list))
        .route("/desk/consultations/new", get(ask).post(open))
        .route("/desk/consultations/{id}", get(one))
        .route("/desk/consultations/{id}/invite", post(invite).get(to_one))
        .route("/desk/consultations/{id}/remind", post(remind).get(to_one))
        .route("/desk/consultations/{id}/close", post(close).get(to_one))
        .route("/desk/consultations/{id}/filed", post(filed).get(to_one))
        .route("/desk/consultations/{id}/comment", get(build).post(save))
        .route("/desk/consultations/{id}/to-file", get(to_file))
}

fn path(id: i64) -> String {
    format!("/desk/consultations/{id}")
}

/// Whoever comes back here from the sign-in page.
async fn to_one(Path(id): Path<i64>) -> Redirect {
    Redirect::to(&path(id))
}

async fn list(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    let all = state.registry.consultations(&visitor.caller()).await?;
    Ok(visitor.page(|| desk::consultations(all)))
}

#[derive(Deserialize)]
struct On {
    #[serde(default)]
    on: String,
}

async fn ask(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    visitor.official()?;
    // Who has asked already comes to what was answered.
    if let Some(id) = state.registry.consultation_on(&visitor.caller(), &on.on).await? {
        return Ok(Redirect::to(&path(id)).into_response());
    }
    let (about, last) = state.registry.consultation_possible(&visitor.caller(), &on.on).await?;
    Ok(visitor.page(|| desk::consulting(&about, last, FormState::default())))
}

async fn open(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let symbol = typed.value("on").to_owned();
    let part = |part: &str| typed.value(&format!("until-{part}")).to_owned();
    let new = NewConsultation {
        question: typed.value("question").to_owned(),
        until: app::drafting::read_date(&part("day"), &part("month"), &part("year")),
        stakeholders: typed.value("stakeholders").to_owned(),
    };
    match state.registry.consultation_open(&visitor.caller(), &symbol, new).await {
        Ok(id) => Ok(Redirect::to(&format!("{}?done=opened", path(id))).into_response()),
        Err(Error::Invalid(errors)) => {
            let (about, last) = state.registry.consultation_possible(&visitor.caller(), &symbol).await?;
            let form = typed.state().with_errors(errors);
            Ok(visitor.page(|| desk::consulting(&about, last, form).status(422)))
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Deserialize, Default)]
struct Done {
    /// What was just done: `opened`, `invited`, `reminded`, `closed`, `filed`.
    #[serde(default)]
    done: String,
    /// How many were mailed.
    #[serde(default)]
    count: usize,
}

async fn one(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    page(visitor, state, id, FormState::default(), done).await
}

async fn page(
    visitor: Visitor,
    state: AppState,
    id: i64,
    form: FormState,
    done: Done,
) -> Result<Response, WebError> {
    visitor.official()?;
    let found = state.registry.consultation(&visitor.caller(), id).await?;
    let known = ["opened", "invited", "reminded", "closed", "filed"].contains(&done.done.as_str());
    let words = known
        .then(|| visitor.words(&format!("consultation-done-{}", done.done), &[("count", done.count.into())]));
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::consultation(&found, form, words).status(status)))
}

/// Back to the consultation with what was done, or with what is wrong.
async fn answer(
    visitor: Visitor,
    state: AppState,
    id: i64,
    typed: &FormPairs,
    what: &str,
    done: registry::Result<usize>,
) -> Result<Response, WebError> {
    match done {
        Ok(count) => Ok(Redirect::to(&format!("{}?done={what}&count={count}", path(id))).into_response()),
        Err(Error::Invalid(errors)) => {
            let form = typed.state().with_errors(errors);
            page(visitor, state, id, form, Done::default()).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn invite(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let done = state.registry.consultation_invite(&visitor.caller(), id, typed.value("stakeholders")).await;
    answer(visitor, state, id, &typed, "invited", done).await
}

async fn remind(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let done = state.registry.consultation_remind(&visitor.caller(), id).await;
    answer(visitor, state, id, &typed, "reminded", done).await
}

async fn close(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let done = state.registry.consultation_close(&visitor.caller(), id).await.map(|()| 0);
    answer(visitor, state, id, &typed, "closed", done).await
}

async fn filed(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let number = typed.value("filed_number");
    let done = state.registry.consultation_filed(&visitor.caller(), id, number).await.map(|()| 0);
    let done = done.map_err(|error| match error {
        Error::Invalid(errors) => {
            Error::Invalid(errors.into_iter().map(|e| FieldError::new("filed_number", e.message)).collect())
        }
        other => other,
    });
    answer(visitor, state, id, &typed, "filed", done).await
}

async fn build(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let found = state.registry.consultation(&visitor.caller(), id).await?;
    if !found.may_write {
        return Ok(Redirect::to(&path(id)).into_response());
    }
    let form = FormState::filled([("draft", found.draft.clone())]);
    Ok(visitor.page(|| desk::build(&found, form, done.done == "saved", None)))
}

async fn save(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let caller = visitor.caller();
    let version = typed.value("version").parse().unwrap_or(-1);
    let (errors, conflict) =
        match state.registry.consultation_draft(&caller, id, version, typed.value("draft")).await {
            Ok(_) if typed.value("then") == "file" => {
                return Ok(Redirect::to(&format!("{}/to-file", path(id))).into_response());
            }
            Ok(_) => return Ok(Redirect::to(&format!("{}/comment?done=saved", path(id))).into_response()),
            Err(Error::Invalid(errors)) => (errors, false),
            Err(Error::Conflict) => (Vec::new(), true),
            Err(other) => return Err(other.into()),
        };
    let found = state.registry.consultation(&caller, id).await?;
    let other = conflict.then(|| found.draft.clone());
    let form = typed.state().with_errors(errors);
    let status = if conflict { 409 } else { 422 };
    Ok(visitor.page(|| desk::build(&found, form, false, other).status(status)))
}

async fn to_file(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let found = state.registry.consultation(&visitor.caller(), id).await?;
    Ok(visitor.page(|| desk::to_file(&found)))
}
