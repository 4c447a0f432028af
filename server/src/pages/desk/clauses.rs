//! How a text of a draft was cut into clauses, and its correction.

use app::{
    form::FormState,
    pages::desk::{self, Told},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::text::{Clause, CorrectionChange};
use registry::{
    Error, FieldError,
    text_corrections::{CorrectedText, CorrectionEffect},
};
use serde::Deserialize;

use crate::{
    state::AppState,
    web::{FormPairs, Visitor, WebError},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/{id}/documents/{document}/clauses", get(list))
        .route("/desk/{id}/documents/{document}/clauses/undo", post(undo).get(to_list))
        .route("/desk/{id}/documents/{document}/clauses/{paragraph}", get(one).post(correct))
}

fn path(id: i64, document: i64) -> String {
    format!("/desk/{id}/documents/{document}/clauses")
}

#[derive(Deserialize)]
struct Shown {
    /// The first clause to show.
    #[serde(default)]
    from: usize,
    /// How many clauses there were before what was just done.
    was: Option<usize>,
}

async fn list(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, document)): Path<(i64, i64)>,
    Query(shown): Query<Shown>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let text = state.registry.text_corrections(&visitor.caller(), id, document).await?;
    let told = Told { before: shown.was, conflict: false };
    Ok(visitor.page(|| desk::clauses(&text, FormState::default(), told, shown.from)))
}

/// Whoever comes back here from the sign-in page: the forms are on the list.
async fn to_list(Path((id, document)): Path<(i64, i64)>) -> Redirect {
    Redirect::to(&path(id, document))
}

/// The clause in which a paragraph stands.
fn clause_of(text: &CorrectedText, paragraph: usize) -> Result<Clause, WebError> {
    let found = text.clauses.clauses().iter().find(|c| c.paragraphs.contains(&paragraph));
    Ok(found.cloned().ok_or(Error::NotFound("clause"))?)
}

async fn one(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, document, paragraph)): Path<(i64, i64, usize)>,
) -> Result<Response, WebError> {
    visitor.official()?;
    let text = state.registry.text_corrections(&visitor.caller(), id, document).await?;
    if !text.may_correct {
        return Ok(Redirect::to(&path(id, document)).into_response());
    }
    let clause = clause_of(&text, paragraph)?;
    Ok(visitor.page(|| desk::clause(&text, &clause, FormState::default(), false)))
}

/// What is to be done, and at which paragraph; or what is wrong with the form.
fn read(
    text: &CorrectedText,
    clause: &Clause,
    typed: &FormPairs,
) -> Result<(usize, Vec<CorrectionChange>), FieldError> {
    let start = clause.paragraphs.start;
    match typed.value("what") {
        "join" => Ok((start, vec![CorrectionChange::Join])),
        "start" => begun(text, clause, typed),
        _ => {
            let mut changes = Vec::new();
            let given = |name: &str| Some(typed.value(name).to_owned()).filter(|v| !v.is_empty());
            let number = given("clause_number");
            if number != clause.number {
                changes.push(CorrectionChange::Number { number });
            }
            let heading = given("clause_heading");
            if heading != clause.heading {
                changes.push(CorrectionChange::Heading { heading });
            }
            let level = typed.value("clause_level").parse().ok().filter(|level| (1..=9).contains(level));
            let Some(level) = level else {
                return Err(FieldError::new("clause_level", "Enter a level from 1 to 9."));
            };
            if level != clause.level {
                changes.push(CorrectionChange::Level { level });
            }
            if changes.is_empty() {
                let message = "Change the number, the heading or the level first.";
                return Err(FieldError::new("clause_number", message));
            }
            Ok((start, changes))
        }
    }
}

/// The place at which a new clause is to begin: a paragraph of the clause, or a
/// place within one.
fn begun(
    text: &CorrectedText,
    clause: &Clause,
    typed: &FormPairs,
) -> Result<(usize, Vec<CorrectionChange>), FieldError> {
    let words = typed.value("words");
    let refuse = |message: &str| Err(FieldError::new("words", message));
    if words.is_empty() {
        return refuse("Enter the words with which the new clause begins.");
    }
    let found = text.clauses.paragraphs_of(clause).iter().enumerate().find_map(|(nth, paragraph)| {
        let at = paragraph.text.find(words)?;
        Some((nth, paragraph.text[..at].chars().count()))
    });
    let number = Some(typed.value("new_number").to_owned()).filter(|n| !n.is_empty());
    let numbered = |first: CorrectionChange| {
        std::iter::once(first).chain(number.map(|n| CorrectionChange::Number { number: Some(n) })).collect()
    };
    match found {
        None => refuse("These words are not in the clause: copy them from the text above."),
        Some((0, 0)) => refuse("The clause begins with these words already."),
        Some((nth, 0)) => Ok((clause.paragraphs.start + nth, numbered(CorrectionChange::Split))),
        Some((nth, character)) => {
            Ok((clause.paragraphs.start + nth, numbered(CorrectionChange::Break { character })))
        }
    }
}

async fn correct(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, document, paragraph)): Path<(i64, i64, usize)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let (registry, caller) = (&state.registry, visitor.caller());
    let text = registry.text_corrections(&caller, id, document).await?;
    let version = typed.value("version").parse().unwrap_or(-1);
    let clause = clause_of(&text, paragraph)?;
    let done = if text.version == version {
        match read(&text, &clause, &typed) {
            Ok((at, changes)) => registry.text_correct(&caller, id, document, version, at, changes).await,
            Err(wrong) => Err(Error::Invalid(vec![wrong])),
        }
    } else {
        Err(Error::Conflict)
    };
    let (form, conflict) = match done {
        Ok(effect) => return Ok(told(id, document, &text, &clause, effect)),
        Err(Error::Invalid(errors)) => (typed.state().with_errors(at_fields(&typed, errors)), false),
        Err(Error::Conflict) => (typed.state(), true),
        Err(other) => return Err(other.into()),
    };
    let text = registry.text_corrections(&caller, id, document).await?;
    let clause = clause_of(&text, paragraph)?;
    let status = if conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(visitor.page(|| desk::clause(&text, &clause, form, conflict).status(status.as_u16())))
}

/// Errors lead to the field of the form that was sent.
fn at_fields(typed: &FormPairs, errors: Vec<FieldError>) -> Vec<FieldError> {
    let field = match typed.value("what") {
        "start" => "words",
        "name" => "clause_number",
        _ => "clauses",
    };
    let at = |e: FieldError| if e.field == "correction" { FieldError::new(field, e.message) } else { e };
    errors.into_iter().map(at).collect()
}

/// Back to the list, at the page on which the clause stood.
fn told(id: i64, document: i64, text: &CorrectedText, clause: &Clause, effect: CorrectionEffect) -> Response {
    let place = text.clauses.clauses().iter().position(|c| c.address == clause.address).unwrap_or(0);
    let from = place / desk::ON_A_PAGE * desk::ON_A_PAGE;
    Redirect::to(&format!("{}?was={}&from={from}", path(id, document), effect.before)).into_response()
}

async fn undo(
    visitor: Visitor,
    State(state): State<AppState>,
    Path((id, document)): Path<(i64, i64)>,
    typed: FormPairs,
) -> Result<Response, WebError> {
    visitor.official()?;
    let number = |name: &str| typed.value(name).parse::<i64>().unwrap_or(-1);
    let nth = usize::try_from(number("nth")).unwrap_or(usize::MAX);
    let (registry, caller) = (&state.registry, visitor.caller());
    match registry.text_correction_undo(&caller, id, document, number("version"), nth).await {
        Ok(effect) => {
            let to = format!("{}?was={}", path(id, document), effect.before);
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Conflict) => {
            let text = registry.text_corrections(&caller, id, document).await?;
            let told = Told { before: None, conflict: true };
            let status = StatusCode::CONFLICT.as_u16();
            Ok(visitor.page(|| desk::clauses(&text, FormState::default(), told, 0).status(status)))
        }
        Err(other) => Err(other.into()),
    }
}
