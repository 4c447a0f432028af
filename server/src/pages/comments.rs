//! Commenting, receipts, the verification of addresses.

use app::{
    form::FormState,
    pages::{comment, receipt},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::comment::CommentKind;
use registry::{
    Error, FieldError,
    comments::{NewComment, Receipt},
    notifications::NotificationSummary,
};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/comment", get(form).post(comment))
        .route("/comments/verify", get(to_verify).post(verify))
        .route("/receipts/{number}", get(see_receipt))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    on: String,
    /// The clause from whose place in the text one came.
    #[serde(default)]
    clause: String,
}

async fn summary(state: &AppState, symbol: &str) -> Result<NotificationSummary, WebError> {
    Ok(state.registry.notification_summary(symbol).await?.ok_or(Error::NotFound("notification"))?)
}

async fn form(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let about = summary(&state, &asked.on).await?;
    match state.registry.comment_possible(&visitor.caller(), &asked.on).await {
        Ok(_) => {}
        Err(Error::PeriodClosed) => return Ok(visitor.page(|| comment::closed(about, String::new()))),
        Err(other) => return Err(other.into()),
    }
    let language = "en";
    let filled = FormState::filled([
        ("kind", CommentKind::default().as_str()),
        ("language", language),
        ("clause", asked.clause.as_str()),
    ]);
    let official = visitor.official().ok().cloned();
    Ok(visitor.page(|| comment::form(about, filled, official)))
}

/// The three steps of the form: `check` shows the answers, `change` goes back
/// to the form, `send` hands the comment in.
async fn comment(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let symbol = typed.value("on").to_owned();
    let about = summary(&state, &symbol).await?;
    let official = visitor.official().ok().cloned();
    let form = typed.state();
    let new = read(&typed);
    let text = new.text.clone();
    let step = typed.value("step").to_owned();
    if step == "change" {
        return Ok(visitor.page(|| comment::form(about, form, official)));
    }
    let done = if step == "send" {
        if let Err(refused) = state.limits.comment(visitor.address()) {
            let sentence = FieldError::new("text", refused.sentence());
            let form = form.with_errors(vec![sentence]);
            return Ok(visitor.page(|| comment::form(about, form, official).status(429)));
        }
        state.registry.comment_submit(&visitor.caller(), &symbol, new).await.map(Some)
    } else {
        state.registry.comment_check(&visitor.caller(), &symbol, new).await.map(|_| None)
    };
    match done {
        Ok(Some(receipt)) => Ok(Redirect::to(&receipt_path(&receipt)).into_response()),
        Ok(None) => Ok(visitor.page(|| comment::check(about, form, official))),
        Err(Error::Invalid(errors)) => {
            Ok(visitor.page(|| comment::form(about, form.with_errors(errors), official).status(422)))
        }
        Err(Error::PeriodClosed) => Ok(visitor.page(|| comment::closed(about, text))),
        Err(other) => Err(other.into()),
    }
}

fn read(typed: &FormPairs) -> NewComment {
    let value = |name: &str| typed.value(name).to_owned();
    NewComment {
        kind: CommentKind::from_name(typed.value("kind")).unwrap_or_default(),
        author: value("author"),
        organisation: value("organisation"),
        email: value("email"),
        clause: value("clause"),
        text: value("text"),
        language: value("language"),
        confidential: typed.has("confidential", "yes"),
    }
}

fn receipt_path(receipt: &Receipt) -> String {
    format!("/receipts/{}?key={}", receipt.number, receipt.key)
}

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    key: String,
}

async fn see_receipt(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    let found = state.registry.receipt(&number, &key.key).await?;
    Ok(private(visitor.page(|| receipt::page(found))))
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

/// Opening the link changes nothing: mail programs open links by themselves.
async fn to_verify(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(token): Query<Token>,
) -> Result<Response, WebError> {
    let page = match state.registry.comment_to_verify(&token.token).await? {
        Some(waiting) => visitor.page(|| comment::verify(waiting, token.token)),
        None => visitor.page(comment::nothing_to_verify),
    };
    Ok(private(page))
}

async fn verify(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    match state.registry.comment_verify(typed.value("token")).await {
        Ok(receipt) => Ok(Redirect::to(&receipt_path(&receipt)).into_response()),
        Err(Error::NotFound(_)) => Ok(private(visitor.page(comment::nothing_to_verify))),
        Err(other) => Err(other.into()),
    }
}

/// Addresses with a key in them are not passed on, and not found by robots.
pub(super) fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
