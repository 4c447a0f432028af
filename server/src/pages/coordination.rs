//! The coordinator's overview.

use axum::{Router, extract::State, response::Response, routing::get};

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/coordination", get(overview))
}

async fn overview(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    let overview = state.registry.coordination(&visitor.caller()).await?;
    Ok(visitor.page(|| app::pages::coordination::page(overview)))
}
