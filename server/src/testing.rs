//! A server of its own for a test: everything opened in a new folder, and what
//! the whole router answers.

use std::path::Path;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, header, response::Parts},
};
use clap::Parser;
use domain::{authority::Profile, notification::Contact, role::Role};
use registry::{Caller, Registry, accounts::NewAccount, authorities::Authority};
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

/// The same with some options.
pub async fn state_with(folder: &Path, options: &[&str]) -> AppState {
    opened(folder, options).await.expect("a new folder can be opened")
}

/// The same, where it may be refused.
pub async fn opened(folder: &Path, options: &[&str]) -> anyhow::Result<AppState> {
    let folder = folder.to_str().expect("folders of tests have plain names");
    let options = Options::parse_from([&["concordance", "--data", folder], options].concat());
    serve::open_state(options.serve).await
}

/// The password of [`person`].
pub const PASSWORD: &str = "correct horse battery";

/// A person of Kenya's authority, which is made where it is missing. The account.
pub async fn person(registry: &Registry, email: &str, roles: &[Role]) -> i64 {
    let authority = Authority {
        code: "KEN".parse().expect("letters"),
        name: "Kenya Bureau of Standards".to_owned(),
        country: "KE".to_owned(),
        zone: "Africa/Nairobi".to_owned(),
        zone_place: "Nairobi".to_owned(),
        profile: Profile::Wto,
        enquiry_point: Contact::default(),
    };
    let new = NewAccount {
        email: email.to_owned(),
        name: "Amina".to_owned(),
        authority: authority.code.clone(),
        roles: roles.to_vec(),
        password: PASSWORD.to_owned(),
    };
    registry.authority_save(&Caller::System, authority).await.expect("the authority is complete");
    registry.account_create(&Caller::System, new).await.expect("the person is new")
}

/// Signs a person in through the router; the cookie to send.
pub async fn signed_in(state: &AppState, email: &str, password: &str) -> String {
    let mut fields = url::form_urlencoded::Serializer::new(String::new());
    let body = fields.extend_pairs([("email", email), ("password", password)]).finish();
    let sent = form("/sign-in", "http://registry.example.org", body);
    let (parts, page) = answer(serve::router(state.clone(), None), sent).await;
    assert_eq!(parts.status, 303, "{page}");
    cookie(&parts).expect("who signs in gets a cookie")
}

/// The cookie of the session that an answer sets, to be sent.
pub fn cookie(parts: &Parts) -> Option<String> {
    let set = parts.headers.get_all(header::SET_COOKIE).iter();
    let mut pairs = set.map(|value| value.to_str().expect("cookies are ASCII"));
    let session =
        pairs.find(|value| value.starts_with("session=") || value.starts_with("__Host-session="))?;
    Some(session.split(';').next().unwrap_or_default().to_owned())
}

/// The same request, of the session with this cookie.
pub fn with_cookie(mut request: Request, cookie: &str) -> Request {
    request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(cookie).expect("a cookie"));
    request
}

/// A page as a browser asks for it.
pub fn get(path: &str) -> Request {
    Request::get(path)
        .header(header::HOST, "registry.example.org")
        .body(Body::empty())
        .expect("the request is well formed")
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
