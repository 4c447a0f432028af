//! Files of a draft.

use app::{
    drafting::{self, Section},
    pages::desk::{self, Saved},
};
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use registry::{
    FieldError,
    documents::{DocumentRole, DocumentStatus},
};

use super::drafts;
use crate::{
    state::AppState,
    web::{FormPairs, FormWithFile, Visitor, WebError, files, uploads},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/desk/{id}/files", get(to_texts).post(add)).route(
        "/desk/{id}/files/{document}/remove",
        get(|Path((id, _)): Path<(i64, i64)>| to_texts(Path(id))).post(remove),
    )
}

/// Whoever comes back here from the sign-in page: the form is on the section's page.
async fn to_texts(Path(id): Path<i64>) -> Redirect {
    Redirect::to(&format!("/desk/{id}/texts"))
}

async fn add(
    visitor: Visitor,
    State(state): State<AppState>,
    Path(id): Path<i64>,
    sent: FormWithFile,
) -> Result<Response, WebError> {
    let typed = sent.typed.clone();
    attach(visitor, state, id, sent).await.map_err(|error| error.giving_back(&typed))
}

async fn attach(
    visitor: Visitor,
    state: AppState,
    id: i64,
    sent: FormWithFile,
) -> Result<Response, WebError> {
    visitor.official()?;
    let lost = sent.lost_file();
    let FormWithFile { typed, file } = sent;
    // Who may not write to the draft is refused before anything is stored.
    if let Some(refused) = drafts::save_beside(&visitor, &state, id, Section::Texts, &typed).await? {
        return Ok(refused);
    }
    let role = DocumentRole::from_name(typed.value("file_role")).unwrap_or(DocumentRole::NotifiedText);
    let status = DocumentStatus::from_name(typed.value("file_status")).unwrap_or_default();
    let stored = match file {
        None if lost => Err(uploads::CHOOSE_AGAIN.to_owned()),
        None => Err("Choose a file first.".to_owned()),
        Some(file) => uploads::read(file, role, typed.value("file_language")).await?,
    };
    match stored {
        Ok((mut new, bytes)) => {
            new.status = status;
            let (key, caller) = (new.key.clone(), visitor.caller());
            files::keep(&state, &key, bytes, state.registry.document_add(&caller, id, new)).await??;
            Ok(Redirect::to(&format!("/desk/{id}/texts")).into_response())
        }
        Err(sentence) => {
            let draft = state.registry.draft(&visitor.caller(), id).await?;
            let mut form = drafting::filled(Section::Texts, &draft.content);
            let saved = Saved { base: form.fingerprint(), conflict: false };
            form.values.extend(typed.0);
            let form = form.with_errors(vec![FieldError::new("file", sentence)]);
            Ok(visitor.page(|| desk::section(&draft, Section::Texts, form, saved).status(422)))
        }
    }
}

async fn remove(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, document)): Path<(i64, i64)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    if let Some(refused) = drafts::save_beside(&visitor, &state, id, Section::Texts, &typed).await? {
        return Ok(refused);
    }
    files::forget(&state, state.registry.document_remove(&visitor.caller(), id, document)).await?;
    Ok(Redirect::to(&format!("/desk/{id}/texts")).into_response())
}
