//! The desk's clocks: moving the final date for comments, the standstill,
//! deadlines with their reminders and calendar.

use app::{form::FormState, pages::desk};
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::clock::StandstillEventKind;
use registry::{
    Error, FieldError,
    notifications::NotificationSummary,
    standstills::{NewStandstillEvent, StandstillRecord, StandstillStanding},
};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/extension", get(extension).post(extend))
        .route("/desk/standstill", get(standstill).post(record))
        .route("/desk/standstill/take-back", get(to_take_back).post(take_back))
        .route("/desk/deadlines", get(deadlines))
        .route("/desk/deadlines/reminders", post(switch))
        .route("/desk/deadlines/calendar", post(renew))
}

#[derive(Deserialize)]
struct On {
    #[serde(default)]
    on: String,
    #[serde(default)]
    entry: String,
}

async fn extension(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    extension_page(visitor, state, &on.on, FormState::default()).await
}

async fn extension_page(
    visitor: Visitor,
    state: AppState,
    symbol: &str,
    form: FormState,
) -> Result<Response, WebError> {
    visitor.official()?;
    let page = state.registry.extension_page(&visitor.caller(), symbol).await?;
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::extension(page, form).status(status)))
}

async fn extend(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let (symbol, reason) = (typed.value("symbol"), typed.value("extension_reason"));
    let Some(day) = day(&typed, "final_date") else {
        let message = "Enter the day, month and year of the new final date, in digits.";
        let form = typed.state().with_errors(vec![FieldError::new("final_date", message)]);
        return extension_page(visitor, state, symbol, form).await;
    };
    match state.registry.extension_draft(&visitor.caller(), symbol, day, reason).await {
        Ok(id) => Ok(Redirect::to(&format!("/desk/{id}/check")).into_response()),
        Err(Error::Invalid(errors)) => {
            extension_page(visitor, state, symbol, typed.state().with_errors(errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The notification with its standstill, for those of its authority.
async fn standing(
    visitor: &Visitor,
    state: &AppState,
    symbol: &str,
) -> Result<(NotificationSummary, StandstillStanding), WebError> {
    let official = visitor.official()?;
    let summary = state.registry.notification_summary(symbol).await?;
    let summary = summary.ok_or(Error::NotFound("notification"))?;
    if summary.authorities.iter().all(|a| a.code != official.authority.as_str()) {
        let code = summary.authorities.first().map(|a| a.code.clone()).unwrap_or_default();
        return Err(Error::Refused(format!("only officials of {code} may do this")).into());
    }
    let standing = summary.standstill.clone().ok_or_else(|| {
        Error::Refused("this notification has no standstill under Directive (EU) 2015/1535".to_owned())
    })?;
    Ok((summary, standing))
}

async fn standstill(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    let (summary, standing) = standing(&visitor, &state, &on.on).await?;
    Ok(visitor.page(|| desk::standstill(&summary, &standing, FormState::default())))
}

async fn record(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let symbol = typed.value("symbol").to_owned();
    let (summary, standing) = standing(&visitor, &state, &symbol).await?;
    let kind = StandstillEventKind::from_name(typed.value("event"));
    let on = day(&typed, "happened");
    let mut errors = Vec::new();
    if kind.is_none() {
        errors.push(FieldError::new("event", "Choose what happened."));
    }
    if on.is_none() {
        let message = "Enter the day, month and year on which it happened, in digits.";
        errors.push(FieldError::new("happened", message));
    }
    if let (Some(kind), Some(on)) = (kind, on) {
        let new = NewStandstillEvent {
            kind,
            author: typed.value("opinion_author").to_owned(),
            on,
            reason: typed.value("event_reason").to_owned(),
            comment: typed.value("comment_number").to_owned(),
        };
        match state.registry.standstill_record(&visitor.caller(), &symbol, new).await {
            Ok(()) => return Ok(to_standstill(&symbol)),
            Err(Error::Invalid(refused)) => errors = refused,
            Err(other) => return Err(other.into()),
        }
    }
    let form = typed.state().with_errors(errors);
    Ok(visitor.page(|| desk::standstill(&summary, &standing, form).status(422)))
}

fn entry<'a>(standing: &'a StandstillStanding, entry: &str) -> Result<&'a StandstillRecord, WebError> {
    let id = entry.parse::<i64>().ok();
    let found = standing.records.iter().find(|r| Some(r.id) == id && r.taken_back.is_none());
    Ok(found.ok_or(Error::NotFound("entry"))?)
}

async fn to_take_back(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    let (summary, standing) = standing(&visitor, &state, &on.on).await?;
    let record = entry(&standing, &on.entry)?;
    Ok(visitor.page(|| desk::take_back(&summary, record, FormState::default())))
}

async fn take_back(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    let symbol = typed.value("symbol").to_owned();
    let (summary, standing) = standing(&visitor, &state, &symbol).await?;
    let record = entry(&standing, typed.value("entry"))?;
    let reason = typed.value("take_back_reason");
    match state.registry.standstill_take_back(&visitor.caller(), &symbol, record.id, reason).await {
        Ok(()) => Ok(to_standstill(&symbol)),
        Err(Error::Invalid(errors)) => {
            let form = typed.state().with_errors(errors);
            Ok(visitor.page(|| desk::take_back(&summary, record, form).status(422)))
        }
        Err(other) => Err(other.into()),
    }
}

fn to_standstill(symbol: &str) -> Response {
    Redirect::to(&format!("/desk/standstill?on={}", app::components::encoded(symbol))).into_response()
}

async fn deadlines(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let official = visitor.official()?.clone();
    let due = state.registry.reminders_due(&visitor.caller()).await?;
    let settings = state.registry.clock_settings(&visitor.caller()).await?;
    let address =
        format!("{}/calendars/{}.ics", state.registry.settings().public_url, settings.calendar_secret);
    Ok(visitor.page(|| desk::deadlines(&official, &due, &settings, &address)))
}

async fn switch(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    state.registry.reminders_set(&visitor.caller(), typed.value("mails") == "on").await?;
    Ok(Redirect::to("/desk/deadlines").into_response())
}

async fn renew(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    state.registry.calendar_renew(&visitor.caller()).await?;
    Ok(Redirect::to("/desk/deadlines").into_response())
}

fn day(typed: &FormPairs, field: &str) -> Option<jiff::civil::Date> {
    let part = |part: &str| typed.value(&format!("{field}-{part}"));
    app::drafting::read_date(part("day"), part("month"), part("year"))
}
