//! What is for the machine itself: the first-run page, and a demonstration,
//! whose password is published. A reverse proxy runs on the same machine, and
//! brings everybody: it is known by the headers with which it forwards.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{WebError, audit::Line};
use crate::state::AppState;

/// Headers that proxies add to what they forward.
const FORWARDING: [&str; 9] = [
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-forwarded-server",
    "x-original-forwarded-for",
    "x-real-ip",
];

/// Whether a request was forwarded by a proxy, as far as it says so.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    FORWARDING.iter().any(|name| headers.contains_key(*name))
}

/// A request that came from this machine itself; there is no such page for others.
pub struct Local;

impl FromRequestParts<AppState> for Local {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, WebError> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let near = peer.is_some_and(|c| c.0.ip().to_canonical().is_loopback());
        // A name that leads here from elsewhere may be a stranger's page in a browser of this machine.
        let host = parts.headers.get(header::HOST).and_then(|h| h.to_str().ok());
        let named = host.or(parts.uri.authority().map(|a| a.as_str())).is_some_and(is_this_machine);
        if near && named && !is_forwarded(&parts.headers) { Ok(Self) } else { Err(WebError::NotFound) }
    }
}

/// Whether a host, as a browser names it, is this machine.
pub fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Refuses what a proxy brings to a demonstration.
pub async fn demonstration_stays_here(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    if state.demonstration && is_forwarded(request.headers()) {
        Line::new("demonstration-forwarded").write();
        let sentence = "This is a demonstration, whose password is published: it answers on its own machine only, \
                        not through a proxy. For a registry of your own start with an empty data folder.\n";
        return (StatusCode::FORBIDDEN, [(header::CACHE_CONTROL, "no-store")], sentence).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_demonstration_stays_on_its_machine() {
        use crate::testing::{answer, get, opened};
        let folder = tempfile::tempdir().unwrap();
        let state = opened(folder.path(), &[]).await.unwrap();
        state.registry.demonstration_begin(&registry::Caller::System).await.unwrap();
        drop(state);
        for options in [
            ["--listen", "0.0.0.0:8080"],
            ["--listen", "[::]:8080"],
            ["--proxies", "1"],
            ["--public-url", "https://registry.example.org"],
        ] {
            let refused = opened(folder.path(), &options).await.err().unwrap().to_string();
            assert!(refused.contains("demonstration"), "{options:?}: {refused}");
        }
        let state = opened(folder.path(), &[]).await.unwrap();
        assert_eq!(state.first_run.code().await, None, "its accounts are published");
        let router = crate::serve::router(state, None);
        assert_eq!(answer(router.clone(), get("/")).await.0.status, 200);
        for path in ["/", "/sign-in", "/api/v1/openapi.json", "/health"] {
            for name in FORWARDING {
                let mut request = get(path);
                request.headers_mut().insert(name, "192.0.2.7".parse().unwrap());
                let (parts, said) = answer(router.clone(), request).await;
                assert_eq!(parts.status, StatusCode::FORBIDDEN, "{path} {name}");
                assert!(said.contains("demonstration"), "{said}");
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_registry_may_stand_behind_a_proxy() {
        use crate::testing::{answer, get, opened};
        let folder = tempfile::tempdir().unwrap();
        let state = opened(folder.path(), &["--listen", "0.0.0.0:8080", "--proxies", "1"]).await.unwrap();
        let mut request = get("/");
        request.headers_mut().insert("x-forwarded-for", "192.0.2.7".parse().unwrap());
        assert_eq!(answer(crate::serve::router(state, None), request).await.0.status, 200);
    }

    #[test]
    fn this_machine_is_known_by_name() {
        for here in ["localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080"] {
            assert!(is_this_machine(here), "{here}");
        }
        for elsewhere in ["", "registry.example.org", "localhost.evil.example", "10.0.0.1:8080", "[::2]"] {
            assert!(!is_this_machine(elsewhere), "{elsewhere}");
        }
    }
}
