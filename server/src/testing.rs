//! A server of its own for a test: everything opened in a new folder, and what
//! the whole router answers.

use std::path::Path;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{header, response::Parts},
};
use clap::Parser;
use tower::ServiceExt as _;

use crate::{config::Serve, serve, state::AppState};

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    serve: Serve,
}

/// Everything opened in this folder, with the defaults of the command line.
pub async fn state(folder: &Path) -> AppState {
    state_with(folder, &[]).await
}

/// The same with some options.
pub async fn state_with(folder: &Path, options: &[&str]) -> AppState {
    try_state_with(folder, options).await.expect("a new folder can be opened")
}

/// The same, where it may be refused.
pub async fn try_state_with(folder: &Path, options: &[&str]) -> anyhow::Result<AppState> {
    let folder = folder.to_str().expect("folders of tests have plain names");
    let data = ["concordance", "--data", folder];
    let options = Options::parse_from(data.iter().chain(options));
    serve::open_state(options.serve).await
}

/// What a router answers, its body as text.
pub async fn answer(router: axum::Router, request: Request) -> (Parts, String) {
    let response = router.oneshot(request).await.expect("a router always answers");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("the body can be read");
    (parts, String::from_utf8(bytes.to_vec()).expect("the body is text"))
}

/// A form as a browser sends it to `registry.example.org`, from a page of this origin.
pub fn form(path: &str, origin: &str, body: impl Into<String>) -> Request {
    let body = body.into();
    Request::post(path)
        .header(header::HOST, "registry.example.org")
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body))
        .expect("the request is well formed")
}
