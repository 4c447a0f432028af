//! Calendars of deadlines: of one notification, of what a search finds, and of
//! an authority under a secret address; and the link that ends reminders.

use app::pages::desk;
use axum::{
    Router,
    extract::{Path, Query, RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::search::{Conditions, PAGE_SIZE, Sort};
use registry::calendars::CalendarEntry;
use serde::Deserialize;

use super::comments::private;
use crate::{
    api::conditions,
    calendar,
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

/// Notifications in one calendar at most, those that close soonest: programs
/// fetch it again and again.
const MOST: usize = 300;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/calendar.ics", get(found))
        .route("/calendars/{secret}", get(own))
        .route("/reminders/end", get(to_end).post(end))
}

/// The deadlines of one notification: `/notifications/{symbol}/calendar.ics`.
pub(super) async fn one(visitor: &Visitor, state: &AppState, symbol: &str) -> Result<Response, WebError> {
    let entries = state.registry.calendar_of(symbol).await?;
    let entries = entries.ok_or(registry::Error::NotFound("notification"))?;
    let name = visitor.words("calendar-of", &[("symbol", symbol.to_owned().into())]);
    Ok(file(visitor, state, &name, &entries))
}

/// The open periods that meet the conditions of a search, those that close soonest.
async fn found(
    visitor: Visitor,
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let asked = conditions(query.as_deref())?;
    let asked = Conditions { open: Some(true), sort: Sort::ClosingSoon, ..asked };
    let mut ids: Vec<i64> = Vec::new();
    for page in 1.. {
        let (index, now) = (state.index.clone(), state.registry.now());
        let conditions = Conditions { page, ..asked.clone() };
        let answer = tokio::task::spawn_blocking(move || index.search(&conditions, now)).await??;
        let last = answer.hits.len() < PAGE_SIZE;
        ids.extend(answer.hits.iter().map(|h| h.id));
        if last || ids.len() >= MOST {
            break;
        }
    }
    ids.truncate(MOST);
    let entries = state.registry.calendar_of_all(&ids).await?;
    let name = visitor.words("calendar-open", &[]);
    Ok(file(&visitor, &state, &name, &entries))
}

/// The deadlines of an authority. The secret in the address is all that asks for it:
/// calendar programs cannot sign in.
async fn own(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(secret): Path<String>,
) -> Result<Response, WebError> {
    let secret = secret.strip_suffix(".ics").unwrap_or(&secret);
    let calendar = state.registry.calendar_by_secret(secret).await?;
    let name = visitor.words("calendar-authority", &[("name", calendar.authority.clone().into())]);
    Ok(private(file(&visitor, &state, &name, &calendar.entries)))
}

fn file(visitor: &Visitor, state: &AppState, name: &str, entries: &[CalendarEntry]) -> Response {
    let words = |key: &str, variables: &[(&'static str, app::texts::Value)]| visitor.words(key, variables);
    let text = calendar::file(name, entries, &state.registry.settings().public_url, &words);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"deadlines.ics\""),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, text).into_response()
}

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    key: String,
}

/// Opening the link changes nothing: mail programs open links by themselves.
async fn to_end(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(key): Query<Key>,
) -> Result<Response, WebError> {
    Ok(private(if state.registry.reminders_by_secret(&key.key).await? {
        visitor.page(|| desk::end_reminders(&key.key))
    } else {
        visitor.page(desk::reminders_ended)
    }))
}

/// The button's form, or a mail program that posts to the address (RFC 8058).
async fn end(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(key): Query<Key>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let key = if typed.value("key").is_empty() { key.key } else { typed.value("key").to_owned() };
    state.registry.reminders_end(&key).await?;
    Ok(private(visitor.page(desk::reminders_ended)))
}
