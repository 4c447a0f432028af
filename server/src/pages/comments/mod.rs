//! Commenting, receipts, public comments, the verification of addresses.

mod public;
mod receipts;
mod typed;
mod writing;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

use crate::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    writing::routes().merge(receipts::routes()).merge(public::routes())
}

/// Addresses with a key in them are not passed on, and not found by robots.
pub(super) fn private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
