//! Public pages as they were when they could be made: shown, with the time, while the
//! database does not answer. Whoever looks for a deadline finds it.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts as _, MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use moka::sync::Cache;
use tower::ServiceExt as _;

use super::{Visitor, errors::is_put_off, policy::Nonce};
use crate::{jobs::Stop, state::AppState};

/// Bytes of all kept pages together.
const MOST: u64 = 32 << 20;
/// A page that is larger is not kept.
const LARGEST: usize = 1 << 20;
/// Longest that a page is shown after it was true.
const LONGEST: Duration = Duration::from_secs(24 * 3_600);
/// Pages that everybody comes to first are kept, whether somebody came or not.
const FIRST: [&str; 4] = ["/", "/search", "/authorities", "/products"];
/// Time between two rounds of making them.
const ROUND: Duration = Duration::from_secs(300);
/// Routes whose pages are the same for everybody who is not signed in.
const ROUTES: [&str; 10] = [
    "/",
    "/search",
    "/authorities",
    "/notifications/{*symbol}",
    "/standards",
    "/standards/{*id}",
    "/products",
    "/products/{scheme}/{code}",
    "/catalogue",
    "/documents/{id}",
];
/// The tag behind which the notice is put.
const CONTENT: &str = "<main";

/// Pages by address.
pub struct Kept {
    pages: Cache<String, Page>,
    /// How often pages were forgotten: what was read before is not kept after.
    forgotten: AtomicU64,
}

#[derive(Clone)]
struct Page {
    html: Bytes,
    /// The nonce that stands in it.
    nonce: String,
    at: Timestamp,
}

impl Default for Kept {
    fn default() -> Self {
        let weight = |address: &String, page: &Page| {
            u32::try_from(address.len() + page.html.len()).unwrap_or(u32::MAX)
        };
        let pages = Cache::builder().max_capacity(MOST).weigher(weight).time_to_live(LONGEST).build();
        Self { pages, forgotten: AtomicU64::default() }
    }
}

impl Kept {
    /// Forgets the pages of notifications that changed: a comment may have been taken back,
    /// and must not come back with an old page.
    pub fn forget(&self, symbols: &[String]) {
        self.forgotten.fetch_add(1, Ordering::AcqRel);
        let of_symbol = |address: &str| {
            symbols.iter().any(|symbol| {
                let rest =
                    address.strip_prefix("/notifications/").and_then(|a| a.strip_prefix(symbol.as_str()));
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('?'))
            })
        };
        for (address, _) in self.pages.iter().filter(|(address, _)| of_symbol(address)) {
            self.pages.invalidate(&*address);
        }
    }
}

/// Keeps public pages as they are made, and shows them when they cannot be.
pub async fn pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let public = matches!(*request.method(), Method::GET | Method::HEAD)
        && route.is_some_and(|route| ROUTES.contains(&route));
    if !public {
        return next.run(request).await;
    }
    let address = address(request.uri());
    let (mut parts, body) = request.into_parts();
    let nonce = parts.extensions.get::<Nonce>().map(|n| n.0.clone()).unwrap_or_default();
    let unknown = Visitor::unknown(&parts, &state);
    // Of somebody who is signed in the page says so.
    let anybody = match Visitor::from_request_parts(&mut parts, &state).await {
        Ok(visitor) => visitor.official().is_err(),
        Err(_) => false,
    };
    let keeps = anybody && parts.method == Method::GET;
    let forgotten = state.kept.forgotten.load(Ordering::Acquire);
    let response = next.run(Request::from_parts(parts, body)).await;
    if is_put_off(&response) {
        return match state.kept.pages.get(&address) {
            Some(page) => shown(&page, &nonce, unknown, state.registry.now()),
            None => response,
        };
    }
    let keeps = keeps && state.kept.forgotten.load(Ordering::Acquire) == forgotten;
    if keeps && response.status() == StatusCode::OK && is_html(response.headers()) {
        return kept(&state, address, nonce, response).await;
    }
    response
}

fn address(uri: &Uri) -> String {
    // One page has one address, however its symbol is written.
    let path = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy();
    match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.into_owned(),
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"))
}

async fn kept(state: &AppState, address: String, nonce: String, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    // Pages are made whole: this waits for nobody.
    let html = match to_bytes(body, usize::MAX).await {
        Ok(html) => html,
        Err(error) => return super::WebError::Internal(error.into()).into_response(),
    };
    if html.len() <= LARGEST {
        let page = Page { html: html.clone(), nonce, at: state.registry.now() };
        state.kept.pages.insert(address, page);
    }
    Response::from_parts(parts, Body::from(html))
}

/// A kept page, with the notice that it is one.
fn shown(page: &Page, nonce: &str, visitor: Visitor, now: Timestamp) -> Response {
    let at = page.at;
    let notice = visitor.fragment(|| app::pages::error::kept_since(at));
    let html = String::from_utf8_lossy(&page.html);
    let html = if page.nonce.is_empty() { html.into_owned() } else { html.replace(&page.nonce, nonce) };
    let html = with_notice(html, &notice);
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    let mut response = (StatusCode::OK, headers, html).into_response();
    // For programs: how old it is, in seconds (RFC 9111, 5.1).
    let age = now.as_second().saturating_sub(at.as_second()).max(0);
    response.headers_mut().insert(header::AGE, age.into());
    response
}

/// The notice stands first in the content.
fn with_notice(mut html: String, notice: &str) -> String {
    let tag = html.find(CONTENT);
    let place = tag.and_then(|tag| html[tag..].find('>').map(|end| tag + end + 1));
    html.insert_str(place.unwrap_or(html.len()), notice);
    html
}

/// Makes the pages that everybody comes to first, now and then: there is one to show
/// when the database goes away.
pub async fn first_pages(router: axum::Router, mut stop: Stop) {
    loop {
        for path in FIRST {
            let request = Request::get(path).body(Body::empty()).expect("the path is one");
            // A router always answers.
            let _ = router.clone().oneshot(request).await;
        }
        if stop.within(ROUND).await {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_notice_stands_first_in_the_content() {
        let html = "<body><main id=\"main\"><h1>x</h1></main>".to_owned();
        assert_eq!(with_notice(html, "<p>!</p>"), "<body><main id=\"main\"><p>!</p><h1>x</h1></main>");
    }

    #[test]
    fn a_page_has_one_address_however_its_symbol_is_written() {
        let uri = |path: &'static str| address(&Uri::from_static(path));
        assert_eq!(uri("/notifications/G/TBT/N/KEN%2F1?a=%2F"), "/notifications/G/TBT/N/KEN/1?a=%2F");
        assert_eq!(uri("/"), "/");
    }

    #[test]
    fn pages_of_what_changed_are_forgotten() {
        let kept = Kept::default();
        let page = || Page { html: Bytes::new(), nonce: String::new(), at: Timestamp::UNIX_EPOCH };
        for address in [
            "/notifications/G/TBT/N/KEN/1",
            "/notifications/G/TBT/N/KEN/1?page=2",
            "/notifications/G/TBT/N/KEN/12",
        ] {
            kept.pages.insert(address.to_owned(), page());
        }
        kept.forget(&["G/TBT/N/KEN/1".to_owned()]);
        assert!(kept.pages.get("/notifications/G/TBT/N/KEN/1").is_none());
        assert!(kept.pages.get("/notifications/G/TBT/N/KEN/1?page=2").is_none());
        assert!(kept.pages.get("/notifications/G/TBT/N/KEN/12").is_some());
    }
}
