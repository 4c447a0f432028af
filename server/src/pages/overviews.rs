//! Overviews: the catalogue's health, products and who cites what for them.

use app::pages;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use domain::codes::{HsCode, IcsCode};
use registry::{Error, codes::Scheme};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/catalogue", get(catalogue))
        .route("/products", get(products))
        .route("/products/{scheme}/{code}", get(matrix))
}

async fn catalogue(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let health = state.registry.catalogue_health().await?;
    Ok(visitor.page(|| pages::catalogue::page(health)))
}

#[derive(Deserialize)]
struct By {
    by: Option<String>,
}

async fn products(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(by): Query<By>,
) -> Result<Response, WebError> {
    let scheme = scheme(by.by.as_deref().unwrap_or("hs"))?;
    let candidates = state.registry.harmonization_candidates(scheme).await?;
    Ok(visitor.page(|| pages::products::list(scheme.as_str(), &candidates)))
}

async fn matrix(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((by, code)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let scheme = scheme(&by)?;
    // A narrower code is compared as its heading or group.
    let wide = match scheme {
        Scheme::Hs => code.parse::<HsCode>().ok().and_then(|c| c.heading().map(str::to_owned)),
        Scheme::Ics => code.parse::<IcsCode>().ok().and_then(|c| c.group().map(str::to_owned)),
    };
    let wide = wide.ok_or(WebError::NotFound)?;
    let matrix = state.registry.product_matrix(scheme, &wide).await?.ok_or(Error::NotFound("product"))?;
    Ok(visitor.page(|| pages::products::matrix(scheme.as_str(), matrix)))
}

fn scheme(name: &str) -> Result<Scheme, WebError> {
    [Scheme::Hs, Scheme::Ics].into_iter().find(|s| s.as_str() == name).ok_or(WebError::NotFound)
}
