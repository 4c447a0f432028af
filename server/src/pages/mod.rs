//! The public pages: load, call the page, answer.

mod documents;
mod notifications;
mod standards;

use axum::{Router, extract::State, response::Response, routing::get};

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

/// Every public page.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home))
        .route("/outbox", get(outbox))
        .merge(notifications::routes())
        .merge(standards::routes())
        .merge(documents::routes())
}

async fn home(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let home = state.registry.home().await?;
    Ok(visitor.page(|| app::pages::home::page(home)))
}

/// Mails of the demonstration; there is no such page elsewhere.
async fn outbox(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    if !state.config.show_outbox {
        return Err(WebError::NotFound);
    }
    let mails = state.registry.mails_latest(50).await?;
    Ok(visitor.page(|| app::pages::outbox::page(mails)))
}
