//! The desk: what needs doing, drafts, decisions, comments. Who may do what is
//! decided by the use cases; these handlers only show what they allow.

mod clauses;
mod clocks;
mod comments;
mod consultations;
mod divergences;
mod done;
mod drafts;
mod files;
mod governing;
mod references;
mod review;
mod steps;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::role::Role;
use jiff::civil::Date;
use registry::{Official, drafts::DraftPage};

use crate::{
    state::AppState,
    web::{Visitor, WebError, uploads},
};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk", get(list))
        .route("/desk/new", post(new))
        .merge(clauses::routes())
        .merge(clocks::routes())
        .merge(comments::routes())
        .merge(consultations::routes())
        .merge(divergences::routes())
        .merge(governing::routes())
        .merge(steps::routes().layer(DefaultBodyLimit::max(uploads::LARGEST_BODY)))
        .merge(review::routes())
        .merge(references::routes())
        .merge(files::routes().layer(DefaultBodyLimit::max(uploads::LARGEST_BODY)))
        .merge(drafts::routes())
}

async fn list(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    let official = visitor.official()?.clone();
    let items = state.registry.desk(&visitor.caller()).await?;
    let may_draft = may_write(&official);
    Ok(visitor.page(|| app::pages::desk::list(&official, items, may_draft)))
}

async fn new(visitor: Visitor, State(state): State<AppState>) -> Result<Response, WebError> {
    visitor.official()?;
    let id = state.registry.draft_create(&visitor.caller()).await?;
    Ok(to_draft(id))
}

fn to_draft(id: i64) -> Response {
    Redirect::to(&format!("/desk/{id}")).into_response()
}

fn may_write(official: &Official) -> bool {
    official.has(Role::Official) || official.has(Role::Regulator)
}

/// Where to read a draft that this person cannot write to (any more).
fn read_only(draft: &DraftPage) -> Option<Response> {
    (!draft.may_write).then(|| Redirect::to(&format!("/desk/{}/check", draft.summary.id)).into_response())
}

/// Today in the zone of the draft's authority.
fn today(state: &AppState, draft: &DraftPage) -> Date {
    state.registry.now().to_zoned(draft.authority.time_zone()).date()
}
