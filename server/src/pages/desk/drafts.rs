//! Drafts: the task list, a section at a time, autosave, throwing away.

use app::{
    drafting::{self, Section},
    form::FormState,
    pages::desk::{self, Saved},
};
use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{notification::Content, role::Role};
use registry::{Error, FieldError};
use serde_json::json;

use super::{read_only, to_draft, today};
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError, files},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/{id}", get(tasks))
        .route("/desk/{id}/discard", get(ask_discard).post(discard))
        .route("/desk/{id}/{section}", get(section).post(save))
        .route("/desk/{id}/{section}/autosave", post(autosave))
}

async fn tasks(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let official = visitor.official()?.clone();
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    if let Some(elsewhere) = read_only(&draft) {
        return Ok(elsewhere);
    }
    let today = today(&state, &draft);
    Ok(visitor.page(|| desk::tasks(&draft, today, official.has(Role::Official))))
}

async fn ask_discard(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    Ok(visitor.page(|| desk::discard(&draft)))
}

async fn discard(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    visitor.official()?;
    files::forget(&state, state.registry.draft_discard(&visitor.caller(), id)).await?;
    Ok(Redirect::to("/desk").into_response())
}

fn named(section: &str) -> Result<Section, WebError> {
    Section::from_name(section).ok_or(WebError::NotFound)
}

async fn section(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, section)): Path<(i64, String)>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let section = named(&section)?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    if let Some(elsewhere) = read_only(&draft) {
        return Ok(elsewhere);
    }
    let form = drafting::filled(section, &draft.content);
    let saved = Saved { base: form.fingerprint(), conflict: false };
    Ok(visitor.page(|| desk::section(&draft, section, form, saved)))
}

async fn save(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, section)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let section = named(&section)?;
    if let Some(refused) = save_beside(&visitor, &state, id, section, &typed).await? {
        return Ok(refused);
    }
    // The list of references is reached through its form, so that what stands in it is kept.
    Ok(match (section, typed.value("then")) {
        (Section::References, key) if key.chars().all(|c| c.is_ascii_alphanumeric()) && !key.is_empty() => {
            Redirect::to(&format!("/desk/{id}/references/{key}")).into_response()
        }
        _ => to_draft(id),
    })
}

/// Saves a section as typed; the page to answer with when that was not possible.
/// What else is done from the section's page (files, the list of references)
/// comes after this: nothing typed beside it is lost.
pub(super) async fn save_beside(
    visitor: &Visitor,
    state: &AppState,
    id: i64,
    section: Section,
    typed: &FormPairs,
) -> Result<Option<Response>, WebError> {
    let form = typed.state();
    let (base, errors, conflict) =
        match write(visitor, state, id, section, &form, typed.value("base")).await? {
            Written::Saved { .. } => return Ok(None),
            Written::Refused { base, errors } => (base, errors, false),
            Written::Conflict { base } => (base, Vec::new(), true),
        };
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    let (form, saved) = (form.with_errors(errors), Saved { base, conflict });
    let status = if conflict { 409 } else { 422 };
    Ok(Some(visitor.clone().page(|| desk::section(&draft, section, form, saved).status(status))))
}

/// What became of a section that was sent.
enum Written {
    /// Stored; `base` is the fingerprint of what is stored now.
    Saved { base: String, content: Box<Content> },
    /// Something could not be understood.
    Refused { base: String, errors: Vec<FieldError> },
    /// Somebody else saved this section since the form was opened.
    Conflict { base: String },
}

/// Writes a section into the draft as it is now. Others may have saved other
/// sections meanwhile: only another change of this very section is a conflict.
async fn write(
    visitor: &Visitor,
    state: &AppState,
    id: i64,
    section: Section,
    form: &FormState,
    base: &str,
) -> Result<Written, WebError> {
    let caller = visitor.caller();
    loop {
        let draft = state.registry.draft(&caller, id).await?;
        let now = drafting::filled(section, &draft.content).fingerprint();
        let mut content = draft.content;
        let errors = drafting::read(section, form, &mut content);
        if !errors.is_empty() {
            return Ok(Written::Refused { base: base.to_owned(), errors });
        }
        let wanted = drafting::filled(section, &content).fingerprint();
        if now != base && now != wanted {
            return Ok(Written::Conflict { base: now });
        }
        match state.registry.draft_save(&caller, id, draft.version, content.clone()).await {
            Ok(_) => return Ok(Written::Saved { base: wanted, content: Box::new(content) }),
            // Somebody saved between reading and writing: look again.
            Err(Error::Conflict) => {}
            Err(other) => return Err(other.into()),
        }
    }
}

/// Saves while the person types, and answers with the running report.
async fn autosave(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, section)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let section = named(&section)?;
    let form = typed.state();
    let (status, answer) = match write(&visitor, &state, id, section, &form, typed.value("base")).await? {
        Written::Saved { base, content } => {
            let report = state.registry.draft_report(&visitor.caller(), id, &content).await?;
            let day = app::components::moment(state.registry.now());
            let note = visitor.words("autosave-saved", &[("day", day.into())]);
            let report = visitor.fragment(|| desk::live_report(id, report.period, &report.divergences));
            (StatusCode::OK, json!({ "note": note, "base": base, "report": report }))
        }
        Written::Refused { errors, .. } => {
            let first = errors.into_iter().next().map(|e| e.message).unwrap_or_default();
            let note = visitor.words("autosave-invalid", &[("name", first.into())]);
            (StatusCode::UNPROCESSABLE_ENTITY, json!({ "note": note }))
        }
        Written::Conflict { .. } => {
            let note = visitor.words("autosave-conflict", &[]);
            (StatusCode::CONFLICT, json!({ "note": note }))
        }
    };
    Ok((status, Json(answer)).into_response())
}
