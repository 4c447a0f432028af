//! Declared references: add, change, remove; the report while one is written.

use app::{drafting, form::FormState, pages::desk};
use axum::{
    Json, Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{notification::Content, standard::DeclaredReference};
use registry::{Error, FieldError};
use serde_json::json;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError, fingerprint},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/{id}/references/{which}", get(form).post(save))
        .route("/desk/{id}/references/{which}/report", post(report))
        .route("/desk/{id}/references/{which}/remove", post(remove))
}

/// Which reference a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    New,
    /// Position in the content.
    At(usize),
}

impl Which {
    fn read(text: &str) -> Result<Self, WebError> {
        match text {
            "new" => Ok(Self::New),
            number => number.parse().map(Self::At).map_err(|_| WebError::NotFound),
        }
    }

    fn of(self, content: &Content) -> Result<DeclaredReference, WebError> {
        match self {
            Self::New => Ok(DeclaredReference::default()),
            Self::At(n) => content.references.get(n).cloned().ok_or(WebError::NotFound),
        }
    }

    fn put(self, content: &mut Content, reference: DeclaredReference) -> Result<(), WebError> {
        match self {
            Self::New => content.references.push(reference),
            Self::At(n) => *content.references.get_mut(n).ok_or(WebError::NotFound)? = reference,
        }
        Ok(())
    }
}

fn base_of(reference: &DeclaredReference) -> String {
    fingerprint(&drafting::reference_filled(reference).values)
}

async fn form(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, which)): Path<(i64, String)>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    let reference = Which::read(&which)?.of(&draft.content)?;
    let (form, base) = (drafting::reference_filled(&reference), base_of(&reference));
    let shown = reference.deviations.len();
    Ok(visitor.page(|| desk::reference(&draft, &which, form, base, shown)))
}

async fn save(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, name)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let which = Which::read(&name)?;
    let caller = visitor.caller();
    let (reference, errors) = drafting::reference_read(&typed.state());
    let count = reference.deviations.len();
    let typed_count = drafting::deviations_typed(&typed.state());
    let mut draft = state.registry.draft(&caller, id).await?;
    if !errors.is_empty() {
        let (form, base) = (typed.state().with_errors(errors), typed.value("base").to_owned());
        return Ok(visitor.page(|| desk::reference(&draft, &name, form, base, typed_count).status(422)));
    }
    let position = loop {
        let now = base_of(&which.of(&draft.content)?);
        if now != typed.value("base") && now != base_of(&reference) {
            let message = "Someone else changed this reference since you opened it. Compare with the list of \
                           references, then save again to put yours in its place.";
            let form = typed.state().with_errors(vec![FieldError::new("cited", message)]);
            return Ok(visitor.page(|| desk::reference(&draft, &name, form, now, typed_count).status(409)));
        }
        let mut content = draft.content.clone();
        which.put(&mut content, reference.clone())?;
        let position = match which {
            Which::New => content.references.len() - 1,
            Which::At(n) => n,
        };
        match state.registry.draft_save(&caller, id, draft.version, content).await {
            Ok(_) => break position,
            Err(Error::Conflict) => draft = state.registry.draft(&caller, id).await?,
            Err(other) => return Err(other.into()),
        }
    };
    if typed.value("then") == "more" {
        let draft = state.registry.draft(&caller, id).await?;
        let (form, base) = (drafting::reference_filled(&reference), base_of(&reference));
        return Ok(visitor.page(|| desk::reference(&draft, &position.to_string(), form, base, count + 1)));
    }
    Ok(Redirect::to(&format!("/desk/{id}/references")).into_response())
}

/// The report as it would be with the reference as typed; nothing is saved.
async fn report(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, which)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let draft = state.registry.draft(&visitor.caller(), id).await?;
    let mut content = draft.content;
    let (reference, _) = drafting::reference_read(&FormState { values: typed.0, errors: Vec::new() });
    if !reference.cited.is_empty() {
        Which::read(&which)?.put(&mut content, reference)?;
    }
    let report = state.registry.draft_report(&visitor.caller(), id, &content).await?;
    let html = visitor.fragment(|| desk::live_report(report.period, &report.divergences));
    Ok(Json(json!({ "report": html })).into_response())
}

async fn remove(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, which)): Path<(i64, String)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let Which::At(n) = Which::read(&which)? else { return Err(WebError::NotFound) };
    loop {
        let draft = state.registry.draft(&visitor.caller(), id).await?;
        let mut content = draft.content;
        // The list may have moved under the page: only what the person saw is removed.
        if content.references.get(n).is_some_and(|r| r.cited == typed.value("cited")) {
            content.references.remove(n);
        } else {
            break;
        }
        match state.registry.draft_save(&visitor.caller(), id, draft.version, content).await {
            Ok(_) => break,
            Err(Error::Conflict) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(Redirect::to(&format!("/desk/{id}/references")).into_response())
}
