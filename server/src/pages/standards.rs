//! Standards.

use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use registry::shelves::Shelf;
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/standards", get(find)).route("/standards/{*id}", get(standard))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
    publisher: Option<String>,
    committee: Option<String>,
    ics: Option<String>,
    #[serde(default)]
    page: String,
}

impl Typed {
    fn shelf(&self) -> Option<Shelf> {
        let of = |name: &Option<String>, make: fn(String) -> Shelf| {
            name.as_deref().map(str::trim).filter(|n| !n.is_empty()).map(|n| make(n.to_owned()))
        };
        of(&self.publisher, Shelf::Publisher)
            .or_else(|| of(&self.committee, Shelf::Committee))
            .or_else(|| of(&self.ics, Shelf::Ics))
    }
}

async fn find(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(typed): Query<Typed>,
) -> Result<Response, WebError> {
    if let Some(shelf) = typed.shelf() {
        let page = match typed.page.as_str() {
            "" => 1,
            number => number
                .parse()
                .map_err(|_| WebError::BadRequest(format!("“{number}” is no number of a page")))?,
        };
        let shelf = state.registry.standards_on(shelf, page).await?;
        let shelf = shelf.ok_or(registry::Error::NotFound("standard"))?;
        return Ok(visitor.page(|| app::pages::shelf::page(shelf)));
    }
    let words = typed.q.trim().to_owned();
    if !domain::search::few_enough(&words) {
        return Err(WebError::BadRequest(domain::search::TOO_MANY_WORDS.to_owned()));
    }
    let found =
        if words.is_empty() { Vec::new() } else { state.registry.standard_suggest(&words, 50).await? };
    Ok(visitor.page(|| app::pages::standards::page(words, found)))
}

async fn standard(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let page = state.registry.standard_page(&id).await?.ok_or(registry::Error::NotFound("standard"))?;
    let ics = state.registry.code_names(registry::codes::Scheme::Ics, &page.record.ics).await?;
    Ok(visitor.page(|| app::pages::standard::page(page, &ics)))
}
