//! Declared references: add, change, remove; the report while one is written.

use app::{
    drafting::{self, Section},
    form::FormState,
    pages::desk,
};
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{notification::Content, standard::DeclaredReference};
use registry::{Error, FieldError};
use serde::Deserialize;
use serde_json::json;

use super::{drafts, read_only};
use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/{id}/references/{which}", get(form).post(save))
        .route("/desk/{id}/references/{which}/report", post(report))
        .route("/desk/{id}/references/{which}/remove", post(remove))
}

/// Which reference a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Which {
    New,
    /// The reference as it was when the page was made, by its fingerprint: its
    /// place in the list moves when others add and remove.
    Seen(String),
}

impl Which {
    fn read(text: String) -> Self {
        if text == "new" { Self::New } else { Self::Seen(text) }
    }

    /// Its place in the list as it is now; none when it is new, or somebody
    /// else changed or removed it.
    fn place(&self, content: &Content) -> Option<usize> {
        let Self::Seen(seen) = self else { return None };
        content.references.iter().position(|r| drafting::reference_key(r) == *seen)
    }

    /// Puts the reference in its place, or at the end.
    fn put(&self, content: &mut Content, reference: DeclaredReference) {
        match self.place(content) {
            Some(n) => content.references[n] = reference,
            // A form that is sent twice declares nothing twice.
            None if content.references.contains(&reference) => {}
            None => content.references.push(reference),
        }
    }
}

#[derive(Deserialize)]
struct Groups {
    /// Whether one more deviation is asked for.
    more: Option<String>,
}

async fn form(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, key)): Path<(i64, String)>,
    Query(groups): Query<Groups>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    if let Some(elsewhere) = read_only(&draft) {
        return Ok(elsewhere);
    }
    let which = Which::read(key.clone());
    let reference = match which.place(&draft.content) {
        Some(n) => draft.content.references[n].clone(),
        None if which == Which::New => DeclaredReference::default(),
        // Changed or removed: the list shows what there is.
        None => return Ok(to_list(id)),
    };
    let form = drafting::reference_filled(&reference);
    let shown = reference.deviations.len() + usize::from(groups.more.is_some());
    Ok(visitor.page(|| desk::reference(&draft, &key, form, shown)))
}

async fn save(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, key)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let which = Which::read(key.clone());
    let caller = visitor.caller();
    let (reference, errors) = drafting::reference_read(&typed.state());
    let groups = drafting::deviations_typed(&typed.state());
    loop {
        let draft = state.registry.draft(&caller, id).await?;
        if !errors.is_empty() {
            let form = typed.state().with_errors(errors);
            return Ok(visitor.page(|| desk::reference(&draft, &key, form, groups).status(422)));
        }
        let mut content = draft.content.clone();
        let gone = which != Which::New && which.place(&content).is_none();
        if gone && !content.references.contains(&reference) {
            let message = "Someone else changed or removed this reference since you opened it. Compare with the \
                           list of references; saving again adds yours to it.";
            let form = typed.state().with_errors(vec![FieldError::new("cited", message)]);
            return Ok(visitor.page(|| desk::reference(&draft, "new", form, groups).status(409)));
        }
        which.put(&mut content, reference.clone());
        match state.registry.draft_save(&caller, id, draft.version, content).await {
            Ok(_) => break,
            Err(Error::Conflict) => {}
            Err(other) => return Err(other.into()),
        }
    }
    if typed.value("then") == "more" {
        let key = drafting::reference_key(&reference);
        return Ok(Redirect::to(&format!("/desk/{id}/references/{key}?more=yes")).into_response());
    }
    Ok(to_list(id))
}

fn to_list(id: i64) -> Response {
    Redirect::to(&format!("/desk/{id}/references")).into_response()
}

/// The report as it would be with the reference as typed; nothing is saved.
async fn report(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, key)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    let mut content = draft.content;
    let (reference, _) = drafting::reference_read(&FormState { values: typed.0, errors: Vec::new() });
    if !reference.cited.is_empty() {
        Which::read(key).put(&mut content, reference);
    }
    let report = state.registry.draft_report(&visitor.caller(), id, &content).await?;
    let html = visitor.fragment(|| desk::live_report(id, report.period, &report.divergences));
    Ok(Json(json!({ "report": html })).into_response())
}

/// Takes a reference from the list; whoever finds it gone already is content.
async fn remove(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, key)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    if let Some(refused) = drafts::save_beside(&visitor, &state, id, Section::References, &typed).await? {
        return Ok(refused);
    }
    let which = Which::read(key);
    loop {
        let draft = state.registry.draft(&visitor.caller(), id).await?;
        let mut content = draft.content;
        let Some(n) = which.place(&content) else { break };
        content.references.remove(n);
        match state.registry.draft_save(&visitor.caller(), id, draft.version, content).await {
            Ok(_) => break,
            Err(Error::Conflict) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(to_list(id))
}
