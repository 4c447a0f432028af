//! The content policy and its nonce: only our own scripts and styles run, and
//! no other site can frame us.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use rand::RngExt as _;

use crate::state::AppState;

/// The nonce of one answer.
#[derive(Debug, Clone)]
pub struct Nonce(pub String);

/// How long a browser that came over TLS comes no other way: a year.
const TLS_ONLY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Gives the request a nonce and the answer its policy.
pub async fn content_policy(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = format!("{:032x}", rand::rng().random::<u128>());
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    // A handler may have set a stricter one (uploaded files).
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_str(&policy).expect("the policy is ASCII"));
    let fixed: [(HeaderName, &'static str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if state.config.secure_cookies() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TLS_ONLY);
    }
    response
}
