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

#[path = "../../registry/tests/it/postgres.rs"]
mod postgres;

#[derive(Parser)]
struct Options {
    #[command(flatten)]
    serve: Serve,
}

/// Everything opened in this folder, with the defaults of the command line.
pub async fn state(folder: &Path) -> AppState {
    state_with(folder, &[]).await
}

/// The same with other options of the command line.
pub async fn state_with(folder: &Path, options: &[&str]) -> AppState {
    let folder = folder.to_str().expect("folders of tests have plain names");
    let options = Options::parse_from(["concordance", "--data", folder].iter().chain(options));
    serve::open_state(options.serve).await.expect("a new folder can be opened")
}

/// The database of a test.
#[derive(Debug, Clone, Copy)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Everything opened in this folder, with a new database of that kind.
pub async fn state_on(on: On, folder: &Path, options: &[&str]) -> AppState {
    let mut options = options.to_vec();
    let url;
    if let On::Postgres = on {
        url = postgres::database();
        options.extend(["--database", &url]);
    }
    state_with(folder, &options).await
}

/// An account with this address in an authority of its own; its identifier.
pub async fn person(registry: &registry::Registry, email: &str) -> i64 {
    let authority = registry::authorities::Authority {
        code: "KEN".parse().expect("a code"),
        name: "Kenya Bureau of Standards".to_owned(),
        country: "KE".to_owned(),
        zone: "Africa/Nairobi".to_owned(),
        zone_place: "Nairobi".to_owned(),
        profile: domain::authority::Profile::Wto,
        enquiry_point: domain::notification::Contact::default(),
    };
    registry.authority_save(&registry::Caller::System, authority).await.expect("a new authority");
    let new = registry::accounts::NewAccount {
        email: email.to_owned(),
        name: "Ana Otieno".to_owned(),
        authority: "KEN".parse().expect("a code"),
        roles: vec![domain::role::Role::Official],
        password: PASSWORD.to_owned(),
    };
    registry.account_create(&registry::Caller::System, new).await.expect("a new account")
}

/// The password of [`person`].
pub const PASSWORD: &str = "four toasters under one umbrella";

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
