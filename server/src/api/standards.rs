//! One standard: its record, editions and who cites it.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use domain::standard::StandardRecord;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ApiError, no_parameters};
use crate::{state::AppState, web::WebError};

/// A standard.
#[derive(Serialize, ToSchema)]
pub struct Standard {
    /// Identifier without year, in normal form.
    undated: String,
    /// The record asked for.
    #[schema(value_type = Object)]
    record: StandardRecord,
    /// Identifiers of its editions, oldest first.
    editions: Vec<String>,
    /// What is in force instead, when the record is not.
    successors: Vec<String>,
    /// How many public notifications cite it.
    cited_by_count: u64,
    /// Public notifications that cite it, newest first; of very many the newest alone.
    cited_by: Vec<Citation>,
}

/// One citation.
#[derive(Serialize, ToSchema)]
struct Citation {
    /// Symbol of the notification.
    symbol: String,
    /// As cited.
    cited: String,
    /// Edition cited; absent when undated.
    year: Option<i16>,
}

/// One standard, dated or undated, in any spelling that is understood.
#[utoipa::path(
    get,
    path = "/api/v1/standards/{*id}",
    params(("id" = String, Path, description = "Identifier, for example IEC 60335-2-9:2019")),
    responses(
        (status = 200, body = Standard),
        (status = 404, description = "The catalogue has no such standard", body = ApiError)
    )
)]
pub async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Standard>, WebError> {
    no_parameters(query.as_deref())?;
    let page = state.registry.standard_page(&id).await?.ok_or(registry::Error::NotFound("standard"))?;
    Ok(Json(Standard {
        undated: page.undated,
        record: page.record,
        editions: page.editions.into_iter().map(|e| e.id).collect(),
        successors: page.successors.into_iter().map(|s| s.id).collect(),
        cited_by_count: page.cited.measures,
        cited_by: page
            .citing
            .into_iter()
            .map(|c| Citation {
                symbol: c.notification.symbols.into_iter().next().unwrap_or_default(),
                cited: c.cited,
                year: c.year,
            })
            .collect(),
    }))
}
