//! Decisions on a public notification, and the start of a change to it.

use app::{form::FormState, pages::desk};
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use bytes::Bytes;
use domain::notification::{Kind, Step};
use jiff::civil::Date;
use registry::{
    Error, FieldError,
    documents::{DocumentRole, NewDocument},
    notifications::NotificationSummary,
};
use serde::Deserialize;

use super::to_draft;
use crate::{
    state::AppState,
    web::{FormPairs, FormWithFile, Visitor, WebError, files, resume, uploads},
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
    steps_page(visitor, &state, &on.on, FormState::default()).await
}

/// The page of the steps, with the state and the rights as they are now.
async fn steps_page(
    visitor: Visitor,
    state: &AppState,
    symbol: &str,
    form: FormState,
) -> Result<Response, WebError> {
    visitor.official()?;
    let about = summary(state, symbol).await?;
    let other = match state.registry.may_decide(&visitor.caller(), symbol).await {
        Ok(()) => None,
        // It announces changes of its own from here.
        Err(Error::DraftingAuthority(name)) => Some(name),
        Err(refused) => return Err(refused.into()),
    };
    let status = if form.errors.is_empty() { 200 } else { 422 };
    Ok(visitor.page(|| desk::steps(about, other, form).status(status)))
}

async fn record(
    visitor: Visitor,
    State(state): State<AppState>,
    sent: FormWithFile,
) -> Result<Response, WebError> {
    let typed = sent.typed.clone();
    decide(visitor, state, sent).await.map_err(|error| error.giving_back(&typed))
}

async fn decide(visitor: Visitor, state: AppState, sent: FormWithFile) -> Result<Response, WebError> {
    visitor.official()?;
    let lost = sent.lost_file();
    let FormWithFile { typed, file } = sent;
    let symbol = typed.value("symbol").to_owned();
    let step = Step::from_name(typed.value("step"));
    let on = day(&typed);
    let mut errors = Vec::new();
    // Before a file is stored for someone who may not give it.
    if let Err(error) = state.registry.may_decide(&visitor.caller(), &symbol).await {
        errors.push(refusal(error)?);
    }
    if step.is_none() {
        errors.push(FieldError::new("step", "Choose the decision to record."));
    }
    if on.is_none() {
        errors.push(FieldError::new("on", "Enter the day, month and year on which it happened, in digits."));
    }
    let gives_text = step == Some(Step::GiveFinalText);
    if gives_text && lost {
        errors.push(FieldError::new("final_text", uploads::CHOOSE_AGAIN));
    }
    let final_text = match file.filter(|_| gives_text) {
        Some(file) if errors.is_empty() => {
            match uploads::read(file, DocumentRole::FinalText, typed.value("file_language")).await? {
                Ok(read) => Some(read),
                Err(sentence) => {
                    errors.push(FieldError::new("final_text", sentence));
                    None
                }
            }
        }
        _ => None,
    };
    if let (Some(step), Some(on), true) = (step, on, errors.is_empty()) {
        match take(&visitor, &state, &symbol, step, on, typed.value("note"), final_text).await? {
            Ok(()) => {
                return Ok(Redirect::to(&app::components::notification_path(&symbol)).into_response());
            }
            Err(Error::Invalid(refused)) => errors = refused,
            // Somebody else was faster, say: the sentence stands beside what was typed.
            Err(other) => {
                let error = refusal(other)?;
                let about = summary(&state, &symbol).await?;
                let done =
                    state.registry.done_already(&visitor.caller(), about.id, &[event_of(step)]).await?;
                if let Some(done) = done {
                    let typed = resume::words([("note", typed.value("note"))]);
                    return Ok(visitor.page(|| app::pages::done::page(done, "/desk".to_owned(), typed)));
                }
                errors.push(error);
            }
        }
    }
    steps_page(visitor, &state, &symbol, typed.state().with_errors(errors)).await
}

/// The name under which a step is in the log.
fn event_of(step: Step) -> &'static str {
    match step {
        Step::Submit => "submitted",
        Step::SendBack => "sent-back",
        Step::Approve => "published",
        Step::Adopt => "adopted",
        Step::Withdraw => "withdrawn",
        Step::GiveFinalText => "final-text",
        Step::EnterIntoForce => "in-force",
    }
}

/// A refusal as an error of the form; anything else is no answer to it.
fn refusal(error: Error) -> Result<FieldError, WebError> {
    match error {
        Error::Refused(_) | Error::Step(_) | Error::DraftingAuthority(_) => {
            Ok(FieldError::new("step", WebError::from(error).sentence()))
        }
        other => Err(other.into()),
    }
}

async fn take(
    visitor: &Visitor,
    state: &AppState,
    symbol: &str,
    step: Step,
    on: Date,
    note: &str,
    final_text: Option<(NewDocument, Bytes)>,
) -> Result<registry::Result<()>, WebError> {
    let (registry, caller) = (&state.registry, visitor.caller());
    Ok(match step {
        Step::Adopt => registry.adopt(&caller, symbol, on, note).await,
        Step::Withdraw => registry.withdraw(&caller, symbol, on, note).await,
        Step::GiveFinalText => match final_text {
            Some((new, bytes)) => {
                let key = new.key.clone();
                let row = registry.give_final_text_file(&caller, symbol, on, note, new);
                files::keep(state, &key, bytes, row).await?
            }
            None => registry.give_final_text(&caller, symbol, on, note).await,
        },
        Step::EnterIntoForce => registry.enter_into_force(&caller, symbol, on, note).await,
        Step::Submit | Step::SendBack | Step::Approve => Err(Error::Refused(
            "this step belongs to a draft: a public notification is decided on by an official".to_owned(),
        )),
    })
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
