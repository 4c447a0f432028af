//! The visitor of one request: who it is, from where, and how pages are sent back.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Once,
};

use app::render::{Page, Request, render};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use registry::{Caller, Official, Registry};
use tower_sessions::Session;

use super::{WebError, local, policy::Nonce};
use crate::{config::MailWay, state::AppState};

/// Name of the session's value that holds the signed-in account.
pub const ACCOUNT: &str = "account";
/// Name of its value that says with what browser the person signed in, roughly.
pub const BROWSER: &str = "browser";
/// Name of its value that says from which network.
pub const NETWORK: &str = "network";

/// Who visits.
#[derive(Clone)]
pub struct Visitor {
    request: Request,
    address: IpAddr,
    stranger: Option<&'static str>,
}

impl Visitor {
    /// The caller of use cases.
    pub fn caller(&self) -> Caller {
        self.request.official.clone().map_or(Caller::Public, Caller::Official)
    }

    /// The signed-in person, or the way to the sign-in page and back.
    pub fn official(&self) -> Result<&Official, WebError> {
        self.request
            .official
            .as_ref()
            .ok_or_else(|| WebError::SignIn { return_to: self.request.path.clone() })
    }

    /// The visitor's network address, for limits.
    pub fn address(&self) -> IpAddr {
        self.address
    }

    /// Refuses whoever does not sit at this machine.
    pub fn at_home(&self) -> Result<(), WebError> {
        match self.stranger {
            Some(why) => Err(registry::Error::Refused(why.to_owned()).into()),
            None => Ok(()),
        }
    }

    /// The registry as it hears this visitor: what is kept for somebody who is not
    /// signed in counts against the budget of what nobody confirmed.
    pub fn registry(&self, state: &AppState) -> Registry {
        match &self.request.official {
            Some(_) => state.registry.clone(),
            None => state.registry.heard_from(self.address.into()),
        }
    }

    /// A text of the interface in the visitor's language.
    pub fn words(&self, key: &str, variables: &[(&'static str, app::texts::Value)]) -> String {
        app::texts::text(self.request.language, key, variables)
    }

    /// A piece of a page, for scripts that put it into one.
    pub fn fragment(self, piece: impl FnOnce() -> leptos::prelude::AnyView) -> String {
        app::render::fragment(self.request, piece)
    }

    /// A document made of texts of the interface, that is no page.
    pub fn whole(self, document: impl FnOnce() -> String) -> String {
        app::render::document(self.request, document)
    }

    /// The answer that carries a page.
    pub fn page(self, page: impl FnOnce() -> Page) -> Response {
        let (status, html) = render(self.request, page);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Pages tell what is true now, and differ for who is signed in.
        let headers =
            [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
        (status, headers, html).into_response()
    }
}

impl Visitor {
    /// The visitor of whom nothing is known: for pages that must not need the database.
    pub fn unknown(parts: &Parts, state: &AppState) -> Self {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let stranger = local::stranger(peer, &parts.uri, &parts.headers);
        Self {
            request: Request {
                language: app::texts::Language::default(),
                path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
                official: None,
                nonce: parts.extensions.get::<Nonce>().map(|n| n.0.clone()).unwrap_or_default(),
                now: state.registry.now(),
                local_outbox: state.config.show_outbox && stranger.is_none(),
                mail_stays: state.config.mail_way() == MailWay::Stays,
                assets: state.assets.clone(),
            },
            stranger,
            address: client_address(peer, &parts.headers, state.config.proxies),
        }
    }
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = WebError;

    /// Asked once a request: who came in does not change on the way.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let official = match parts.extensions.get::<Session>() {
            Some(session) => match session.get::<i64>(ACCOUNT).await? {
                Some(account) => state.registry.official(account).await?,
                None => None,
            },
            None => None,
        };
        let mut visitor = Self::unknown(parts, state);
        visitor.request.official = official;
        parts.extensions.insert(visitor.clone());
        Ok(visitor)
    }
}

/// The client's address: the peer's, or the entry of X-Forwarded-For (where there
/// is none, of Forwarded, RFC 7239) that the outermost trusted proxy wrote. What
/// is further left anyone can forge.
pub(super) fn client_address(peer: Option<IpAddr>, headers: &HeaderMap, proxies: usize) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
    if proxies == 0 {
        if local::is_forwarded(headers) {
            UNEXPECTED.call_once(|| {
                tracing::warn!(
                    "requests come through a proxy, but --proxies is 0: all who come through it share the limits \
                     of one address. Say how many proxies there are in front"
                );
            });
        }
        return peer;
    }
    let hops = hops(headers);
    let Some(hop) = hops.len().checked_sub(proxies).map(|i| hops[i]) else {
        TOO_FEW.call_once(|| {
            tracing::warn!(
                proxies,
                hops = hops.len(),
                "a request came through fewer proxies than --proxies says: its address is taken for the client’s. \
                 Check that every proxy adds to X-Forwarded-For, and that nobody reaches this address past them"
            );
        });
        return peer;
    };
    address_of(hop).unwrap_or(peer)
}

/// Whether it was said that forwarding headers come unexpectedly: once is enough.
static UNEXPECTED: Once = Once::new();
/// Whether it was said that fewer proxies than configured were passed.
static TOO_FEW: Once = Once::new();

/// What each proxy wrote of whom it saw, the nearest last.
fn hops(headers: &HeaderMap) -> Vec<&str> {
    let all =
        |name: &str| headers.get_all(name).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let plain: Vec<&str> = all("x-forwarded-for").map(str::trim).collect();
    if !plain.is_empty() {
        return plain;
    }
    let seen = |hop| {
        let mut pairs = str::split(hop, ';').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map_or("", |(_, value)| value.trim())
    };
    all("forwarded").map(seen).collect()
}

/// An address as proxies write it: with a port or without, in brackets, in quotes.
fn address_of(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim_matches('"');
    if let Ok(address) = hop.parse() {
        return Some(address);
    }
    if let Ok(socket) = hop.parse::<SocketAddr>() {
        return Some(socket.ip());
    }
    hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forged_forwarded_addresses_are_not_believed() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "1.1.1.1, 2.2.2.2".parse().unwrap());
        headers.append("x-forwarded-for", "3.3.3.3".parse().unwrap());
        let seen = |proxies| client_address(Some(peer), &headers, proxies).to_string();
        assert_eq!(seen(0), "10.0.0.1");
        assert_eq!(seen(1), "3.3.3.3");
        assert_eq!(seen(2), "2.2.2.2");
        assert_eq!(seen(9), "10.0.0.1");
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        let seen = |name: &'static str, value: &str| {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
            client_address(Some(peer), &headers, 1).to_string()
        };
        for (written, address) in [
            ("1.2.3.4:5678", "1.2.3.4"),
            ("9.9.9.9, 1.2.3.4:5678", "1.2.3.4"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("unknown", "10.0.0.1"),
        ] {
            assert_eq!(seen("x-forwarded-for", written), address, "{written}");
        }
        for (written, address) in [
            ("for=192.0.2.43, for=\"[2001:db8:cafe::17]:4711\";proto=https", "2001:db8:cafe::17"),
            ("By=203.0.113.43;For=192.0.2.60", "192.0.2.60"),
            ("for=_hidden", "10.0.0.1"),
            ("proto=https", "10.0.0.1"),
        ] {
            assert_eq!(seen("forwarded", written), address, "{written}");
        }
    }
}
