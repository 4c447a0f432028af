//! Public comments for machines: as the page of a notification has the newest,
//! and all of them a page at a time.

use axum::{
    Json,
    extract::{RawQuery, State},
};
use registry::{comments::Point, notifications::PublicComment};
use serde::Serialize;

use super::ApiError;
use crate::{state::AppState, web::WebError};

/// A public comment.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct CommentItem {
    /// Receipt number.
    number: String,
    /// Kind.
    kind: &'static str,
    /// State: published, answered, withheld, withdrawn.
    state: &'static str,
    /// Author's name; empty where it is not public.
    author: String,
    /// Organisation or authority; empty where it is not public.
    organisation: String,
    /// On whose behalf it is written.
    on_behalf: String,
    /// Whether it is from an authority.
    from_authority: bool,
    /// Language, ISO 639-1.
    language: String,
    /// Its parts, without those that are confidential.
    parts: Vec<PartItem>,
    /// Parts that are confidential.
    parts_confidential: usize,
    /// Why parts are confidential, or why it is withheld.
    withheld_why: String,
    /// When it was received, UTC.
    received: String,
    /// Whether it came after the deadline.
    late: bool,
    /// The authority's reply.
    reply: Option<String>,
}

/// A part of a comment.
#[derive(Serialize, utoipa::ToSchema)]
struct PartItem {
    /// Clause, empty for the whole.
    clause: String,
    /// Path of the text it was made on, with the clause, where that is known.
    on: Option<String>,
    /// support, support-with-changes, oppose, neutral.
    stance: &'static str,
    /// The text.
    text: String,
    /// accepted, partly, not-accepted, noted; none while nothing was decided.
    disposition: Option<&'static str>,
    /// Why.
    reason: Option<String>,
    /// Path of the later text in which the draft was changed, with the clause.
    changed: Option<String>,
}

/// Comments on one page.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct CommentList {
    /// Those on this page, oldest first.
    items: Vec<CommentItem>,
    /// Public comments in all.
    total: u64,
    /// Comments of which only the existence is public.
    confidential: u64,
    /// This page, from 1.
    page: u64,
    /// Pages.
    pages: u64,
}

/// The public comments on a notification, 50 a page, oldest first.
#[utoipa::path(
    get,
    path = "/api/v1/comments",
    params(
        ("on" = String, Query, description = "Symbol of the notification"),
        ("clause" = Option<String>, Query, description = "Only comments on this clause, as their authors call it"),
        ("page" = Option<u64>, Query, description = "Page, from 1")
    ),
    responses(
        (status = 200, body = CommentList),
        (status = 400, description = "A parameter is unknown or not understood", body = ApiError),
        (status = 404, description = "No public notification has this symbol", body = ApiError)
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Json<CommentList>, WebError> {
    let (mut on, mut clause, mut page) = (String::new(), String::new(), 1);
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "on" => on = value.into_owned(),
            "clause" => clause = value.into_owned(),
            "page" => {
                page = value.parse().ok().filter(|page| *page > 0).ok_or_else(|| {
                    WebError::BadRequest(format!(
                        "page: “{value}” is not a page; a number from 1 on is expected"
                    ))
                })?;
            }
            _ => {
                return Err(WebError::BadRequest(format!(
                    "unknown parameter “{name}”; on, clause and page are known"
                )));
            }
        }
    }
    let found = state.registry.comments_public(&on, &clause, page).await?;
    Ok(Json(CommentList {
        items: found.comments.into_iter().map(CommentItem::from).collect(),
        total: found.total,
        confidential: found.confidential,
        page: found.page,
        pages: found.pages,
    }))
}

impl From<PublicComment> for CommentItem {
    fn from(c: PublicComment) -> Self {
        Self {
            number: c.number,
            kind: c.kind.as_str(),
            state: c.state.as_str(),
            author: c.author,
            organisation: c.organisation,
            on_behalf: c.on_behalf,
            from_authority: c.from_authority,
            language: c.language,
            parts: c.points.into_iter().map(PartItem::from).collect(),
            parts_confidential: c.confidential_points,
            withheld_why: c.withheld_why,
            received: c.received.to_string(),
            late: c.late,
            reply: c.reply.map(|r| r.text),
        }
    }
}

impl From<Point> for PartItem {
    fn from(p: Point) -> Self {
        let in_text = |document: i64, clause: &str| match clause {
            "" => format!("/documents/{document}/text"),
            clause => app::pages::notified_text::clause_link(&format!("/documents/{document}/text"), clause),
        };
        let disposed = p.disposed;
        Self {
            on: p.document.map(|document| in_text(document, &p.address)),
            clause: p.clause,
            stance: p.stance.as_str(),
            text: p.text,
            disposition: disposed.as_ref().map(|d| d.what.as_str()),
            changed: disposed.as_ref().and_then(|d| Some(in_text(d.changed_document?, &d.changed_clause))),
            reason: disposed.map(|d| d.reason).filter(|r| !r.is_empty()),
        }
    }
}
