//! Who may see the outbox of a demonstration: whoever sits at this machine. Its mails
//! open accounts, so a request that came through a proxy, or under a name that is
//! not this machine's, gets none of them.

use std::net::IpAddr;

use axum::http::{HeaderMap, Uri, header};
use url::Host;

/// Headers that proxies add.
const FORWARDED: [&str; 4] = ["forwarded", "via", "x-real-ip", "true-client-ip"];

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
    let forwarded = |name: &str| FORWARDED.contains(&name) || name.starts_with("x-forwarded-");
    if headers.keys().any(|name| forwarded(name.as_str())) {
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
    let here = |host: &str| url::Url::parse(&format!("http://{host}")).is_ok_and(|url| is_loopback(&url));
    if hosts.is_empty() || !hosts.into_iter().all(here) {
        return Some(
            "this request names another machine than this one: mails are shown at http://localhost or \
             http://127.0.0.1 alone",
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

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
