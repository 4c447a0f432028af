//! Receipts, the verification of addresses, withdrawal, the end of mails.

use app::pages::{comment, receipt};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use registry::Error;
use serde::Deserialize;

use super::{private, writing::receipt_path};
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/comments/verify", get(to_verify).post(verify))
        .route("/comments/mails/end", get(to_end).post(end))
        .route("/receipts/{number}", get(see))
        .route("/receipts/{number}/withdraw", get(to_withdraw).post(withdraw))
        .route("/receipts/{number}/mail", post(mail_again))
}

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    key: String,
}

async fn see(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    let found = state.registry.receipt(&number, &key.key).await?;
    Ok(private(visitor.page(|| receipt::page(found))))
}

async fn to_withdraw(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(number): Path<String>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    let found = state.registry.receipt(&number, &key.key).await?;
    Ok(private(visitor.page(|| comment::withdraw(found))))
}

async fn withdraw(
    State(state): State<AppState>,
    Path(number): Path<String>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let key = typed.value("key");
    state.registry.comment_withdraw(&number, key).await?;
    Ok(private(Redirect::to(&format!("/receipts/{number}?key={key}")).into_response()))
}

/// The mail that asks to confirm the address, once more; the receipt says whether it is sent.
async fn mail_again(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(number): Path<String>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    state.limits.comment(visitor.address()).await?;
    let key = typed.value("key");
    state.registry.comment_verification_again(&number, key).await?;
    Ok(private(Redirect::to(&format!("/receipts/{number}?key={key}")).into_response()))
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

async fn to_end(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    let number = state.registry.comment_of_mails(&key.key).await?;
    Ok(private(visitor.page(|| comment::mails_end(number, Some(key.key)))))
}

/// The button's form, or a mail program that posts to the address (RFC 8058).
async fn end(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(key): Query<Key>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let key = if typed.value("key").is_empty() { key.key } else { typed.value("key").to_owned() };
    state.registry.comment_mails_end(&key).await?;
    Ok(private(visitor.page(|| comment::mails_end(None, None))))
}
