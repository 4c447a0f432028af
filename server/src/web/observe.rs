//! What operators see: a span and a line a request, numbers for Prometheus,
//! `/health` (alive), `/ready` (can answer), `/metrics`.

use std::time::Instant;

use axum::{
    Json, Router,
    extract::{MatchedPath, Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
    routing::get,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::{Value, json};

use crate::state::AppState;

/// Installs the recorder of numbers; once a process.
pub fn recorder() -> anyhow::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new().install_recorder()?)
}

/// `/health`, `/ready`, `/metrics`.
pub fn routes(recorder: Option<PrometheusHandle>) -> Router<AppState> {
    let metrics = move || {
        let text = recorder.as_ref().map(PrometheusHandle::render).unwrap_or_default();
        std::future::ready(text)
    };
    Router::new().route("/health", get(health)).route("/ready", get(ready)).route("/metrics", get(metrics))
}

/// Alive: the process answers and no job of it has died.
async fn health(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    let index = state.index.is_healthy();
    let jobs = state.jobs.alive();
    let status = if index && jobs { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
    (status, Json(json!({ "index": index, "jobs": jobs })))
}

/// Ready: the database answers, and the index is at most a little behind.
async fn ready(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    let database = state.registry.ping().await.is_ok();
    let head = state.registry.outbox_head().await.unwrap_or(i64::MAX);
    let behind = head.saturating_sub(i64::try_from(state.index.applied()).unwrap_or(i64::MAX)).max(0);
    let status = if database && behind < 1_000 { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "database": database, "index_behind": behind })))
}

/// Counts and times requests by route, and logs each.
pub async fn requests(request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let route =
        request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |m| m.as_str().to_owned());
    let started = Instant::now();
    let response = next.run(request).await;
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    let labels = [("method", method.clone()), ("route", route), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(elapsed.as_secs_f64());
    tracing::info!(method, path, status, duration_ms = elapsed.as_millis() as u64, "request");
    response
}
