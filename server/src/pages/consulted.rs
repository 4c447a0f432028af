//! The page of somebody whom an authority consults: the secret address is all
//! it takes, so it is told to nobody and found by no robot.

use app::{form::FormState, pages::consulted};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use registry::{Error, FieldError};
use serde::Deserialize;

use super::comments::private;
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/consulted/{secret}", get(read).post(say))
}

#[derive(Deserialize, Default)]
struct Asked {
    /// The clause to speak of.
    #[serde(default)]
    clause: String,
    /// Whether what was said of it is to be changed.
    #[serde(default)]
    change: String,
    /// What was just done: `received`, `back`.
    #[serde(default)]
    done: String,
}

async fn read(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(secret): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    page(visitor, state, &secret, asked, None).await
}

async fn page(
    visitor: Visitor,
    state: AppState,
    secret: &str,
    asked: Asked,
    typed: Option<FormState>,
) -> Result<Response, WebError> {
    let found = match state.registry.consulted(secret).await {
        Ok(found) => found,
        Err(Error::NotFound(_)) => return Ok(private(visitor.page(consulted::unknown))),
        Err(other) => return Err(other.into()),
    };
    let done = match asked.done.as_str() {
        "received" => Some(visitor.words("consulted-done", &[])),
        "back" => Some(visitor.words("consulted-done-back", &[])),
        _ => None,
    };
    let status = if typed.is_some() { 422 } else { 200 };
    let form = typed.unwrap_or_else(|| {
        let said = found.inputs.iter().find(|i| asked.change == "yes" && i.clause == asked.clause);
        FormState::filled([
            ("clause", asked.clause.clone()),
            ("text", said.map(|i| i.text.clone()).unwrap_or_default()),
        ])
    });
    Ok(private(visitor.page(|| consulted::page(found, secret, form, done).status(status))))
}

async fn say(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(secret): Path<String>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    // Only known secrets are counted: whoever invents them would fill the memory.
    match state.registry.consulted(&secret).await {
        Ok(_) => {}
        Err(Error::NotFound(_)) => return Ok(private(visitor.page(consulted::unknown))),
        Err(other) => return Err(other.into()),
    }
    if let Err(refused) = state.limits.consulted(&secret).await {
        let form = typed.state().with_errors(vec![FieldError::new("text", refused.sentence())]);
        return page(visitor, state, &secret, Asked::default(), Some(form)).await;
    }
    let back = typed.value("back") == "yes";
    let text = if back { "" } else { typed.value("text") };
    // An empty box sent from the form is a mistake; taking back has its own button.
    let said = if text.is_empty() && !back {
        Err(Error::Invalid(vec![FieldError::new("text", "Write your input.")]))
    } else {
        state.registry.consulted_say(&secret, typed.value("clause"), text).await
    };
    match said {
        Ok(()) => {
            let done = if back { "back" } else { "received" };
            let to = format!("/consulted/{secret}?done={done}");
            Ok(private(Redirect::to(&to).into_response()))
        }
        Err(Error::Invalid(errors)) => {
            let form = typed.state().with_errors(errors);
            page(visitor, state, &secret, Asked::default(), Some(form)).await
        }
        Err(Error::NotFound(_)) => Ok(private(visitor.page(consulted::unknown))),
        Err(other) => Err(other.into()),
    }
}
