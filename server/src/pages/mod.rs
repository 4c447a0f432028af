//! The public pages: load, call the page, answer.

mod account;
mod administration;
mod calendars;
mod comments;
mod consulted;
mod coordination;
mod desk;
mod documents;
mod first_run;
mod follows;
mod notifications;
mod overviews;
mod standards;
mod suggest;

use axum::{Router, extract::State, response::Response, routing::get};

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

/// Every public page.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(home))
        .route("/authorities", get(authorities))
        .route("/outbox", get(outbox))
        .merge(account::routes())
        .merge(administration::routes())
        .merge(first_run::routes())
        .merge(calendars::routes())
        .merge(comments::routes())
        .merge(coordination::routes())
        .merge(consulted::routes())
        .merge(desk::routes())
        .merge(follows::routes())
        .merge(suggest::routes())
        .merge(notifications::routes())
        .merge(standards::routes())
        .merge(overviews::routes())
        .merge(documents::routes())
}

async fn home(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let home = state.registry.home().await?;
    Ok(visitor.page(|| app::pages::home::page(home)))
}

async fn authorities(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let all = state.registry.authority_list().await?;
    Ok(visitor.page(|| app::pages::authorities::page(all)))
}

/// Mails of the demonstration; there is no such page elsewhere.
async fn outbox(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    if !state.config.show_outbox {
        return Err(WebError::NotFound);
    }
    let mails = state.registry.mails_latest(50).await?;
    Ok(visitor.page(|| app::pages::outbox::page(mails)))
}
