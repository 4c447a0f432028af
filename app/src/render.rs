//! From a page to a document: the frame around every page, rendered within the
//! request's facts.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::owner::Owner};
use registry::Official;

use crate::{shell::Shell, texts::Language};

/// What every page may ask about the request it answers.
#[derive(Debug, Clone)]
pub struct Request {
    /// Language of the interface.
    pub language: Language,
    /// Path and query asked for: sign-in leads back to it.
    pub path: String,
    /// Who is signed in.
    pub official: Option<Official>,
    /// The nonce of this answer's content policy.
    pub nonce: String,
    /// Now, by the registry's clock.
    pub now: jiff::Timestamp,
    /// Whether mails stay in the local outbox (the demo): the footer links to it.
    pub local_outbox: bool,
    /// Whether mails stay in the database because there is no mail server.
    pub mail_stays: bool,
    /// Addresses of styles, scripts and islands.
    pub assets: Assets,
}

/// Addresses of the embedded files, with the hash of their content in the name.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Style sheet.
    pub css: String,
    /// Scripts of the components (details, error focus): optional comfort.
    pub script: String,
    /// Loader of the islands; empty where they were not built.
    pub islands: String,
    /// Icon.
    pub icon: String,
}

/// A page: what the frame needs to know, and its content.
pub struct Page {
    /// Title, without the product's name.
    pub title: String,
    /// Status of the answer.
    pub status: u16,
    /// Whether it has islands: only then are they loaded.
    pub islands: bool,
    /// The calendar of the deadlines on this page: title and address.
    pub calendar: Option<(String, String)>,
    /// Content of `<main>`.
    pub body: AnyView,
}

impl Page {
    /// A page that is found.
    pub fn new(title: impl Into<String>, body: impl IntoAny) -> Self {
        Self { title: title.into(), status: 200, islands: false, calendar: None, body: body.into_any() }
    }

    /// The same page with another status (422 for a form to mend, 404 …).
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same page with the calendar of its deadlines, for programs that look for one.
    pub fn with_calendar(mut self, title: impl Into<String>, href: impl Into<String>) -> Self {
        self.calendar = Some((title.into(), href.into()));
        self
    }

    /// The same page with its islands loaded.
    pub fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }
}

/// Renders a piece of a page, without the frame.
pub fn fragment(request: Request, piece: impl FnOnce() -> AnyView) -> String {
    document(request, || piece().to_html())
}

/// A document of its own, in the language of the request.
pub fn document(request: Request, document: impl FnOnce() -> String) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        provide_context(request);
        document()
    })
}

/// Renders a page within its frame; returns the status and the document.
pub fn render(request: Request, page: impl FnOnce() -> Page) -> (u16, String) {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        provide_context(request);
        let page = page();
        let status = page.status;
        let html = view! { <Shell page/> }.to_html();
        (status, format!("<!DOCTYPE html>{html}"))
    })
}

/// The request being answered.
///
/// # Panics
/// Outside [`render`]: a page is never made elsewhere.
pub fn request() -> Request {
    expect_context::<Request>()
}
