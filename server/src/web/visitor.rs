//! The visitor of one request: who it is, from where, and how pages are sent back.

use std::net::{IpAddr, SocketAddr};

use app::render::{Page, Request, render};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use registry::{Caller, Official, Registry};
use tower_sessions::Session;

use super::{WebError, policy::Nonce};
use crate::state::AppState;

/// Name of the session's value that holds the signed-in account.
pub const ACCOUNT: &str = "account";

/// Who visits.
#[derive(Clone)]
pub struct Visitor {
    request: Request,
    address: IpAddr,
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

impl FromRequestParts<AppState> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, WebError> {
        let official = match parts.extensions.get::<Session>() {
            Some(session) => match session.get::<i64>(ACCOUNT).await? {
                Some(account) => state.registry.official(account).await?,
                None => None,
            },
            None => None,
        };
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        Ok(Self {
            request: Request {
                language: app::texts::Language::default(),
                path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
                official,
                nonce: parts.extensions.get::<Nonce>().map(|n| n.0.clone()).unwrap_or_default(),
                now: state.registry.now(),
                local_outbox: state.config.show_outbox,
                assets: state.assets.clone(),
            },
            address: client_address(peer, &parts.headers, state.config.proxies),
        })
    }
}

/// The client's address: the peer's, or the entry of X-Forwarded-For that the
/// outermost trusted proxy wrote. What is further left anyone can forge.
pub(super) fn client_address(peer: Option<IpAddr>, headers: &HeaderMap, proxies: usize) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
    if proxies == 0 {
        return peer;
    }
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .collect();
    hops.len().checked_sub(proxies).and_then(|i| hops[i].parse().ok()).unwrap_or(peer)
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
}
