//! Comments and response documents as everyone reads them.

use app::{
    form::FormState,
    pages::{comment, comments, responses},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use registry::{Caller, Error, FieldError, comments::Report};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{
        FormPairs, Visitor, WebError, attachments,
        downloads::{self, Readers},
    },
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/comments", get(list))
        .route("/comments/{number}", get(one))
        .route("/comments/{number}/report", get(to_report).post(report))
        .route("/comment-files/{id}", get(file))
        .route("/responses/{*symbol}", get(response))
}

#[derive(Deserialize)]
struct On {
    #[serde(default)]
    on: String,
    #[serde(default)]
    clause: String,
    page: Option<u64>,
}

async fn list(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    let page = state.registry.comments_public(&on.on, &on.clause, on.page.unwrap_or(1)).await?;
    Ok(visitor.page(|| comments::list(page, on.clause)))
}

async fn one(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(number): Path<String>,
) -> Result<Response, WebError> {
    let (on, found) = state.registry.comment_public(&number).await?;
    let responses = state.registry.has_responses(on.id).await?;
    Ok(visitor.page(|| comments::one(on, found, responses)))
}

async fn to_report(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(number): Path<String>,
) -> Result<Response, WebError> {
    let (on, found) = state.registry.comment_public(&number).await?;
    Ok(visitor.page(|| comment::report(on, found, FormState::default())))
}

async fn report(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(number): Path<String>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let (on, found) = state.registry.comment_public(&number).await?;
    let form = typed.state();
    if let Err(refused) = state.limits.comment(visitor.address()).await {
        let form = form.with_errors(vec![FieldError::new("reason", refused.sentence())]);
        return Ok(visitor.page(|| comment::report(on, found, form).status(429)));
    }
    let new = Report {
        name: typed.value("author").to_owned(),
        email: typed.value("email").to_owned(),
        reason: typed.value("reason").to_owned(),
    };
    match state.registry.attribution_report(&number, new).await {
        Ok(()) => Ok(visitor.page(|| comment::reported(&number))),
        Err(Error::Invalid(errors)) => {
            Ok(visitor.page(|| comment::report(on, found, form.with_errors(errors)).status(422)))
        }
        Err(other) => Err(other.into()),
    }
}

async fn file(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let facts = state.registry.comment_file(&visitor.caller(), id).await?;
    let readers = match state.registry.comment_file(&Caller::Public, id).await {
        Ok(_) => Readers::Everyone,
        Err(_) => Readers::SignedIn,
    };
    let media_type = attachments::sent_as(&facts.media_type);
    downloads::stored(&state, facts.key, &facts.name, media_type, readers).await
}

#[derive(Deserialize)]
struct Version {
    version: Option<i32>,
    page: Option<u64>,
    #[serde(default, rename = "as")]
    form: String,
}

async fn response(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(symbol): Path<String>,
    Query(version): Query<Version>,
) -> Result<Response, WebError> {
    let document = state.registry.responses(&symbol, version.version).await?;
    match version.form.as_str() {
        "" => {
            let page = version.page.unwrap_or(1);
            Ok(tokio::task::spawn_blocking(move || visitor.page(|| responses::page(document, page))).await?)
        }
        "html" => {
            let number = document.version.as_ref().map_or(1, |v| v.version);
            let name = format!("{}-responses-{number}.html", symbol.replace('/', "-"));
            let public_url = state.registry.settings().public_url.clone();
            // All comments of a campaign on one page take a moment.
            let written = move || visitor.whole(|| responses::file(&document, &public_url));
            let html = tokio::task::spawn_blocking(written).await?;
            Ok(downloads::download(&name, "text/html; charset=utf-8", html))
        }
        other => {
            Err(WebError::BadRequest(format!("“as={other}” is not known: leave it out, or write “as=html”")))
        }
    }
}
