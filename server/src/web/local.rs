//! What is for the machine itself: the outbox of a demonstration, the first-run page,
//! and a demonstration as a whole, whose password is published. Their pages open accounts,
//! so a request that came through a proxy, or under a name that is not this machine's, gets
//! none of them. A reverse proxy runs on the same machine, and brings everybody: it is
//! known by the headers with which it forwards.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use url::Host;

use super::{WebError, audit::Line};
use crate::state::AppState;

/// Headers that proxies add, beside those that begin with `x-forwarded-`.
const FORWARDING: [&str; 5] = ["forwarded", "via", "x-original-forwarded-for", "x-real-ip", "true-client-ip"];

/// Whether a request was forwarded by a proxy, as far as it says so.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    let forwarded = |name: &str| FORWARDING.contains(&name) || name.starts_with("x-forwarded-");
    headers.keys().any(|name| forwarded(name.as_str()))
}

/// A request that came from this machine itself; there is no such page for others.
pub struct Local;

impl FromRequestParts<AppState> for Local {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, WebError> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        match stranger(peer, &parts.uri, &parts.headers) {
            None if peer.is_some() => Ok(Self),
            _ => Err(WebError::NotFound),
        }
    }
}

/// Whether a host, as a browser names it, is this machine.
pub fn is_this_machine(host: &str) -> bool {
    url::Url::parse(&format!("http://{host}")).is_ok_and(|url| is_loopback(&url))
}

/// Whether an address of the web leads to this machine alone.
pub fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_local_name(name),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn is_local_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.eq_ignore_ascii_case("localhost")
}

/// Why a request did not come straight from a browser on this machine; none where it did.
pub fn stranger(peer: Option<IpAddr>, uri: &Uri, headers: &HeaderMap) -> Option<&'static str> {
    if peer.is_some_and(|peer| !peer.to_canonical().is_loopback()) {
        return Some("this request comes from another machine: mails are shown on this machine alone");
    }
    if is_forwarded(headers) {
        return Some(
            "this request came through a proxy: mails are shown to a browser on this machine alone, which asks \
             without one",
        );
    }
    let hosts: Vec<&str> = uri
        .host()
        .map(|_| uri.authority().map_or("", |authority| authority.as_str()))
        .into_iter()
        .chain(headers.get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default()))
        .collect();
    // Another name may lead here too (DNS rebinding): then a page of that name would read along.
    if hosts.is_empty() || !hosts.into_iter().all(is_this_machine) {
        return Some(
            "this request names another machine than this one: mails are shown at http://localhost or \
             http://127.0.0.1 alone",
        );
    }
    None
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
            for name in
                ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"]
            {
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

    fn seen(peer: &str, uri: &str, headers: &[(&'static str, &str)]) -> bool {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(*name, value.parse().unwrap());
        }
        stranger(Some(peer.parse().unwrap()), &uri.parse().unwrap(), &all).is_none()
    }

    #[test]
    fn only_a_browser_on_this_machine_is_at_home() {
        for host in [
            "localhost",
            "localhost:8080",
            "LOCALHOST:1",
            "127.0.0.1:8080",
            "127.9.9.9",
            "[::1]:8080",
            "[::1]",
        ] {
            assert!(seen("127.0.0.1", "/outbox", &[("host", host)]), "{host}");
            for header in
                ["forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "via"]
            {
                assert!(!seen("127.0.0.1", "/outbox", &[("host", host), (header, "")]), "{header}");
            }
        }
        for host in [
            "registry.example.org",
            "localhost.example.org",
            "127.0.0.1.example.org",
            "10.0.0.1",
            "user@10.0.0.1",
            "",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!seen("127.0.0.1", "/outbox", &[("host", host)]), "{host}");
        }
        assert!(!seen("127.0.0.1", "/outbox", &[]));
        assert!(!seen("192.0.2.1", "/outbox", &[("host", "localhost")]));
        assert!(seen("::ffff:127.0.0.1", "/outbox", &[("host", "localhost")]));
        assert!(!seen("127.0.0.1", "/outbox", &[("host", "localhost"), ("host", "evil.example")]));
        // The whole address in the request line counts like the header.
        assert!(!seen("127.0.0.1", "http://evil.example/outbox", &[("host", "localhost")]));
    }
}
