//! A button pressed twice: what was refused because it is done is no refusal.

use axum::response::Response;
use registry::Error;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError, resume::words},
};

/// The page that says that the visitor took one of these steps before; else the
/// error that came of taking it again.
pub(super) async fn or_done(
    visitor: Visitor,
    state: &AppState,
    notification: i64,
    steps: &[&str],
    typed: &FormPairs,
    error: Error,
) -> Result<Response, WebError> {
    let refused = matches!(
        error,
        Error::NotFound(_)
            | Error::Refused(_)
            | Error::Step(_)
            | Error::OtherAuthority(_)
            | Error::Conflict
            | Error::ChangedSinceRead
    );
    if refused && let Some(done) = state.registry.done_already(&visitor.caller(), notification, steps).await?
    {
        let draft = format!("/desk/{notification}/check");
        let typed = words(typed.0.iter().map(|(name, value)| (name, value)));
        return Ok(visitor.page(|| app::pages::done::page(done, draft, typed)));
    }
    Err(error.into())
}
