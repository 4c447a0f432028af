//! A name for every request: in its log lines, in its answer, on the page that
//! says that the program failed. It is our own; only a reverse proxy that is
//! trusted (`--proxies`) may bring one.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode},
    middleware::Next,
    response::Response,
};
use rand::RngExt as _;
use tracing::Instrument as _;

use super::{audit::network, visitor::client_address};
use crate::state::AppState;

/// Its header.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Longest one that is taken from a proxy.
const LONGEST: usize = 64;

/// What every line about a request says.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The request's name.
    pub id: String,
    /// The client's network.
    pub network: String,
}

tokio::task_local! {
    static FACTS: Facts;
}

/// The facts of the request that is being answered; empty outside of any.
pub fn facts() -> Facts {
    FACTS.try_with(Facts::clone).unwrap_or_default()
}

/// Names the request, and its answer.
pub async fn named(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id = id(request.headers(), state.config.proxies);
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let address = client_address(peer, request.headers(), state.config.proxies);
    let facts = Facts { network: network(address), id: id.clone() };
    let span = tracing::info_span!("request", id);
    let mut response = FACTS.scope(facts, next.run(request).instrument(span)).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The name that a trusted proxy gave, or a new one.
fn id(headers: &HeaderMap, proxies: usize) -> String {
    let given = headers.get(HEADER).and_then(|id| id.to_str().ok()).filter(|id| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        proxies > 0 && !id.is_empty() && id.len() <= LONGEST && id.chars().all(plain)
    });
    given.map_or_else(|| format!("{:032x}", rand::rng().random::<u128>()), str::to_owned)
}

/// The sentence of a failure, with the name by which the operator finds it in the log.
pub fn with_name(status: StatusCode, sentence: String) -> String {
    match facts().id {
        id if status.is_server_error() && !id.is_empty() => format!("{sentence} Request {id}."),
        _ => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_from_a_trusted_proxy_alone() {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, "a-1_b.2".parse().unwrap());
        assert_eq!(id(&headers, 1), "a-1_b.2");
        assert_eq!(id(&headers, 0).len(), 32);
        assert_ne!(id(&headers, 0), id(&headers, 0));
        for bad in ["", "a b", "a\u{e9}", &"a".repeat(65)] {
            headers.insert(HEADER, HeaderValue::from_bytes(bad.as_bytes()).unwrap());
            assert_eq!(id(&headers, 1).len(), 32, "{bad:?}");
        }
    }

    #[tokio::test]
    async fn the_page_of_a_failure_says_it() {
        let facts = Facts { id: "r1".to_owned(), network: String::new() };
        let said = |status| FACTS.sync_scope(facts.clone(), || with_name(status, "It failed.".to_owned()));
        assert_eq!(said(StatusCode::INTERNAL_SERVER_ERROR), "It failed. Request r1.");
        assert_eq!(said(StatusCode::FORBIDDEN), "It failed.");
    }
}
