//! What operators see: a span and a line a request, numbers for Prometheus,
//! `/health` (alive).

use std::time::{Duration, Instant};

use axum::{
    Json, Router,
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
    routing::get,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use serde_json::{Value, json};

use crate::{config::MailWay, jobs::Stop, state::AppState};

/// Time between two rounds of [`upkeep`].
const UPKEEP: Duration = Duration::from_secs(5);
/// Parts of addresses that are no secret, and may be logged as they are.
const LOGGED: [&str; 9] =
    ["{id}", "{number}", "{code}", "{scheme}", "{document}", "{paragraph}", "{section}", "{act}", "{kind}"];

/// Installs the recorder of numbers; once a process.
pub fn recorder() -> anyhow::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new().install_recorder()?)
}

/// `/health`, `/ready`.
pub fn routes() -> Router<AppState> {
    Router::new().route("/health", get(health)).route("/ready", get(super::readiness::ready))
}

/// Alive: the process answers and no job of it has died. Says whether mails leave.
async fn health(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    let index = state.index.is_healthy();
    let jobs = state.jobs.alive();
    let status = if index && jobs { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
    let mail = state.config.mail_way() != MailWay::Stays;
    (status, Json(json!({ "index": index, "jobs": jobs, "mail_leaves": mail })))
}

/// Keeps what was measured small, also while nobody asks for `/metrics`: until it
/// is taken in, every single duration is held in memory.
pub async fn upkeep(recorder: PrometheusHandle, mut stop: Stop) {
    while !stop.within(UPKEEP).await {
        recorder.run_upkeep();
    }
}

/// Counts and times requests by route, and logs each.
pub async fn requests(request: Request, next: Next) -> Response {
    let method = method(request.method());
    let route =
        request.extensions().get::<MatchedPath>().map_or("none".to_owned(), |m| m.as_str().to_owned());
    let path = loggable(&route, request.uri().path());
    let started = Instant::now();
    let response = next.run(request).await;
    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(elapsed.as_secs_f64());
    tracing::info!(method, path, status, duration_ms = elapsed.as_millis() as u64, "request");
    response
}

/// The method's name. A client may invent methods, and each would be a row of
/// numbers for ever.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "PATCH" => "PATCH",
        _ => "other",
    }
}

/// The path as it is logged: what a route leaves open stands there if it is no
/// secret, and else its name, because who knows a secret address may act there.
pub(super) fn loggable(route: &str, path: &str) -> String {
    let mut given = path.split('/');
    let mut logged: Vec<&str> = Vec::new();
    for part in route.split('/') {
        match part {
            "{*symbol}" | "{*id}" => logged.extend(given.by_ref()),
            part if LOGGED.contains(&part) => logged.extend(given.next()),
            part => {
                given.next();
                logged.push(part);
            }
        }
    }
    logged.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_methods_are_one_row_of_numbers() {
        assert_eq!(method(&Method::POST), "POST");
        assert_eq!(method(&Method::from_bytes(b"BREW").unwrap()), "other");
    }

    #[test]
    fn secrets_in_addresses_are_not_logged() {
        assert_eq!(loggable("/consulted/{secret}", "/consulted/K7Q"), "/consulted/{secret}");
        assert_eq!(loggable("/calendars/{secret}", "/calendars/K7Q.ics"), "/calendars/{secret}");
        assert_eq!(loggable("/comment/draft/{key}", "/comment/draft/K7Q"), "/comment/draft/{key}");
        // An address that is none may be a secret one with a slip of the pen.
        assert_eq!(loggable("none", "/consulted/K7Q/"), "none");
        assert_eq!(
            loggable("/desk/{id}/{section}/autosave", "/desk/7/dates/autosave"),
            "/desk/7/dates/autosave"
        );
        let symbol = "/notifications/G/TBT/N/KEN/641";
        assert_eq!(loggable("/notifications/{*symbol}", symbol), symbol);
        assert_eq!(loggable("/", "/"), "/");
    }

    #[tokio::test]
    async fn upkeep_ends_with_the_program() {
        let (stopper, stop) = Stop::pair();
        let recorder = PrometheusBuilder::new().build_recorder().handle();
        let kept = tokio::spawn(upkeep(recorder, stop));
        stopper.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(2), kept).await.unwrap().unwrap();
    }
}
