//! A draft between people and authorities: handed over to the enquiry point and
//! back, and notified jointly.

use app::{form::FormState, pages::desk};
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use registry::{Error, FieldError, joint::JointState};

use super::{done::or_done, to_draft};
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/{id}/hand-over", get(hand_over_form).post(hand_over))
        .route("/desk/{id}/hand-back", get(hand_back_form).post(hand_back))
        .route("/desk/{id}/joint", get(joint_form).post(joint_ask))
        .route("/desk/{id}/joint/take-back", post(joint_take_back))
        .route("/desk/{id}/join", get(join_form).post(join))
}

async fn hand_over_form(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    Ok(visitor.page(|| desk::hand_over(&draft, FormState::default())))
}

async fn hand_over(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    match state.registry.hand_over(&visitor.caller(), id, typed.value("word")).await {
        Ok(()) => Ok(to_draft(id)),
        Err(Error::Invalid(errors)) => {
            let draft = state.registry.draft(&visitor.caller(), id).await?;
            Ok(visitor.page(|| desk::hand_over(&draft, typed.state().with_errors(errors)).status(422)))
        }
        Err(other) => or_done(visitor, &state, id, &["handed-over"], &typed, other).await,
    }
}

async fn hand_back_form(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    Ok(visitor.page(|| desk::hand_back(&draft, FormState::default())))
}

async fn hand_back(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    match state.registry.hand_back(&visitor.caller(), id, typed.value("word")).await {
        Ok(()) => Ok(Redirect::to("/desk").into_response()),
        Err(Error::Invalid(errors)) => {
            let draft = state.registry.draft(&visitor.caller(), id).await?;
            Ok(visitor.page(|| desk::hand_back(&draft, typed.state().with_errors(errors)).status(422)))
        }
        Err(other) => or_done(visitor, &state, id, &["handed-back"], &typed, other).await,
    }
}

async fn joint_page(
    visitor: Visitor,
    state: AppState,
    id: i64,
    form: FormState,
) -> Result<Response, WebError> {
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    if let Some(elsewhere) = super::read_only(&draft) {
        return Ok(elsewhere);
    }
    let asked = |code: &str| {
        let mut all = draft.joint.authorities.iter();
        all.any(|j| j.code.as_str() == code && j.state != JointState::Declined)
    };
    let others = state.registry.authority_list().await?;
    let others = others.into_iter().map(|a| (a.authority.code.to_string(), a.authority.name));
    let others =
        others.filter(|(code, _)| code != draft.authority.code.as_str() && !asked(code)).collect::<Vec<_>>();
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::joint(&draft, others, form).status(status)))
}

async fn joint_form(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    joint_page(visitor, state, id, FormState::default()).await
}

async fn joint_ask(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let errors = match typed.value("joint").parse() {
        Ok(code) => match state.registry.joint_ask(&visitor.caller(), id, &code).await {
            Ok(()) => return Ok(Redirect::to(&format!("/desk/{id}/joint")).into_response()),
            Err(Error::Invalid(errors)) => errors,
            Err(other) => return Err(other.into()),
        },
        Err(_) => vec![FieldError::new("joint", "Choose the authority to ask.")],
    };
    joint_page(visitor, state, id, typed.state().with_errors(errors)).await
}

async fn joint_take_back(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let code = typed.value("joint").parse().map_err(|_| WebError::NotFound)?;
    match state.registry.joint_take_back(&visitor.caller(), id, &code).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/{id}/joint")).into_response()),
        Err(other) => or_done(visitor, &state, id, &["joint-parted"], &typed, other).await,
    }
}

async fn join_form(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    Ok(visitor.page(|| desk::join(&draft, FormState::default())))
}

async fn join(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let answer = match typed.value("join") {
        "join" => Some(true),
        "decline" => Some(false),
        _ => None,
    };
    let errors = match answer {
        None => vec![FieldError::new("join", "Choose whether your authority joins.")],
        Some(join) => {
            match state.registry.joint_answer(&visitor.caller(), id, join, typed.value("word")).await {
                Ok(()) => {
                    let to = if join { format!("/desk/{id}/check") } else { "/desk".to_owned() };
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(Error::Invalid(errors)) => errors,
                Err(other) => {
                    let step = if join { "joint-joined" } else { "joint-declined" };
                    return or_done(visitor, &state, id, &[step], &typed, other).await;
                }
            }
        }
    };
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    Ok(visitor.page(|| desk::join(&draft, typed.state().with_errors(errors)).status(422)))
}
