//! The JSON interface for machines, version 1: read only, described by
//! `/api/v1/openapi.json`. An unknown parameter is refused and named.

mod clocks;
mod comments;
mod notifications;
mod standards;

pub use notifications::{ListItem, conditions};

use axum::{Json, Router, routing::get};
use utoipa::OpenApi as _;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::state::AppState;

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "Concordance",
    version = "1",
    description = "Draft technical regulations, the standards they cite, and where they diverge. \
                   Reading needs no account. Parameters that are not listed are refused with status 400.",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
))]
struct Description;

/// `/api/v1/…`.
pub fn routes() -> Router<AppState> {
    let (router, description) = description();
    router.route("/api/v1/openapi.json", get(move || std::future::ready(Json(description.clone()))))
}

/// The routes with what describes them.
fn description() -> (Router<AppState>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(notifications::list))
        .routes(routes!(notifications::one))
        .routes(routes!(comments::list))
        .routes(routes!(standards::one))
        .split_for_parts()
}

/// An error as machines get it.
#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct ApiError {
    /// What was wrong and what to do, one sentence.
    error: String,
}

/// Refuses any parameter: for addresses that take none.
fn no_parameters(query: Option<&str>) -> Result<(), crate::web::WebError> {
    match query.and_then(|q| url::form_urlencoded::parse(q.as_bytes()).next()) {
        Some((name, _)) => Err(crate::web::WebError::BadRequest(format!(
            "unknown parameter “{name}”; this address takes none"
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_is_described() {
        let (_, description) = description();
        let json = serde_json::to_value(&description).unwrap();
        let described: Vec<&str> = json["paths"]["/api/v1/notifications"]["get"]["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["name"].as_str().unwrap())
            .collect();
        assert_eq!(described, domain::search::Conditions::PARAMETERS);
    }
}
