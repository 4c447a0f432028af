//! Commenting, receipts, public comments, the verification of addresses.

mod public;
mod receipts;
mod typed;
mod writing;

use axum::{
    Router,
    http::{HeaderName, HeaderValue},
    response::Response,
};

use crate::state::AppState;

pub(super) fn routes() -> Router<AppState> {
    writing::routes().merge(receipts::routes()).merge(public::routes())
}

/// Pages whose addresses have a key in them are not found by robots. That the key
/// is not passed on to other sites is the policy of every page; a stricter one
/// would make browsers send the forms of these pages without their origin, and
/// a form without one is refused.
pub(super) fn private(mut response: Response) -> Response {
    let robots = HeaderName::from_static("x-robots-tag");
    response.headers_mut().insert(robots, HeaderValue::from_static("noindex"));
    response
}

#[cfg(test)]
mod tests {
    use axum::{extract::Request, http::header};

    use crate::testing::{answer, state};

    #[tokio::test(flavor = "multi_thread")]
    async fn secret_addresses_are_kept_from_others_and_their_forms_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let router = crate::serve::router(state(folder.path()).await, None);
        let request = Request::get("/consulted/no-such-secret").body(Default::default()).unwrap();
        let (parts, _) = answer(router, request).await;
        assert_eq!(parts.headers["x-robots-tag"], "noindex");
        // No other site learns the address; our own forms are sent with their origin.
        assert_eq!(parts.headers[header::REFERRER_POLICY], "same-origin");
    }
}
