//! Decisions on a public notification, and the start of a change to it.

use app::pages::desk;
use axum::{
    Router,
    extract::{Multipart, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::notification::{Kind, Step};
use jiff::civil::Date;
use registry::{Error, FieldError, documents::DocumentRole, notifications::NotificationSummary};
use serde::Deserialize;

use super::to_draft;
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError, uploads},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/desk/steps", get(form).post(record)).route("/desk/changes", post(change))
}

#[derive(Deserialize)]
struct On {
    #[serde(default)]
    on: String,
}

async fn summary(state: &AppState, symbol: &str) -> Result<NotificationSummary, WebError> {
    Ok(state.registry.notification_summary(symbol).await?.ok_or(Error::NotFound("notification"))?)
}

async fn form(
    visitor: Visitor,
    State(state): State<AppState>,
    Query(on): Query<On>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let about = summary(&state, &on.on).await?;
    Ok(visitor.page(|| desk::steps(about, Default::default())))
}

async fn record(
    visitor: Visitor,
    State(state): State<AppState>,
    body: Multipart,
) -> Result<Response, WebError> {
    let official = visitor.official()?.clone();
    let (typed, file) = uploads::form_with_file(body, uploads::LARGEST).await?;
    let _sharing = state.files.read().await;
    let symbol = typed.value("symbol").to_owned();
    let about = summary(&state, &symbol).await?;
    // Before a file is stored for someone who may not give it.
    if about.authorities.iter().all(|a| a.code != official.authority.as_str()) {
        let codes: Vec<_> = about.authorities.iter().map(|a| a.code.as_str()).collect();
        let sentence = format!("this belongs to {}: an official of it may do it", codes.join(", "));
        return Err(WebError::Registry(Error::Refused(sentence)));
    }
    let step = Step::from_name(typed.value("step"));
    let on = day(&typed);
    let mut errors = Vec::new();
    if step.is_none() {
        errors.push(FieldError::new("step", "Choose the decision to record."));
    }
    if on.is_none() {
        errors.push(FieldError::new("on", "Enter the day, month and year on which it happened, in digits."));
    }
    let file = file.filter(|_| step == Some(Step::GiveFinalText));
    let final_text = match file {
        Some(file) if errors.is_empty() => {
            match uploads::store(&state, file, DocumentRole::FinalText, typed.value("file_language")).await? {
                Ok(new) => Some(new),
                Err(sentence) => {
                    errors.push(FieldError::new("final_text", sentence));
                    None
                }
            }
        }
        _ => None,
    };
    if let (Some(step), Some(on), true) = (step, on, errors.is_empty()) {
        match take(&visitor, &state, &symbol, about.id, step, on, typed.value("note"), final_text).await {
            Ok(()) => {
                return Ok(Redirect::to(&app::components::notification_path(&symbol)).into_response());
            }
            Err(Error::Invalid(refused)) => errors = refused,
            Err(other) => return Err(other.into()),
        }
    }
    let form = typed.state().with_errors(errors);
    Ok(visitor.page(|| desk::steps(about, form).status(422)))
}

#[expect(clippy::too_many_arguments, reason = "the parts of one decision")]
async fn take(
    visitor: &Visitor,
    state: &AppState,
    symbol: &str,
    id: i64,
    step: Step,
    on: Date,
    note: &str,
    final_text: Option<registry::documents::NewDocument>,
) -> registry::Result<()> {
    let (registry, caller) = (&state.registry, visitor.caller());
    match step {
        Step::Adopt => registry.adopt(&caller, symbol, on, note).await,
        Step::Withdraw => registry.withdraw(&caller, symbol, on, note).await,
        Step::GiveFinalText => {
            // The file after the step: one that is refused publishes nothing.
            registry.give_final_text(&caller, symbol, on, note).await?;
            match final_text {
                Some(new) => registry.document_add(&caller, id, new).await.map(|_| ()),
                None => Ok(()),
            }
        }
        Step::EnterIntoForce => registry.enter_into_force(&caller, symbol, on, note).await,
        Step::Submit | Step::SendBack | Step::Approve => Err(Error::Refused(
            "this step belongs to a draft: a public notification is decided on by an official".to_owned(),
        )),
    }
}

fn day(typed: &FormPairs) -> Option<Date> {
    app::drafting::read_date(typed.value("on-day"), typed.value("on-month"), typed.value("on-year"))
}

async fn change(
    visitor: Visitor,
    State(state): State<AppState>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let kind = Kind::from_name(typed.value("kind"))
        .ok_or_else(|| WebError::BadRequest("choose the kind of change".to_owned()))?;
    let id = state.registry.draft_create_change(&visitor.caller(), typed.value("symbol"), kind).await?;
    Ok(to_draft(id))
}
