//! Notifications: the list by conditions, and one by its symbol.

use axum::{
    Json,
    extract::{Path, RawQuery, State},
};
use domain::{
    notification::Content,
    search::{Conditions, PAGE_SIZE},
};
use registry::notifications::{NotificationPage, NotificationSummary};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{ApiError, comments::CommentItem, no_parameters};
use crate::{state::AppState, web::WebError};

/// The conditions, as described to machines. Read by `Conditions::from_pairs`:
/// a test holds the two together.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub struct ConditionParameters {
    /// Words; `"a phrase"`, `-without`, `prefix*`.
    q: Option<String>,
    /// Authority code; repeat for alternatives.
    authority: Option<Vec<String>>,
    /// `yes` or `no`: open for comment.
    open: Option<String>,
    /// `regular`, `addendum`, `corrigendum`, `revision`, `supplement`.
    kind: Option<Vec<String>>,
    /// `published`, `adopted`, `withdrawn`, `final-text`, `in-force`.
    state: Option<Vec<String>>,
    /// Objective, for example `human-health`.
    objective: Option<Vec<String>>,
    /// HS code with all below it.
    hs: Option<Vec<String>>,
    /// ICS code with all below it.
    ics: Option<Vec<String>>,
    /// Year of publication.
    year: Option<Vec<i16>>,
    /// Code of an open divergence, for example `superseded-edition`.
    divergence: Option<Vec<String>>,
    /// Standard cited: undated for any edition.
    standard: Option<Vec<String>>,
    /// `relevance`, `newest`, `oldest`, `closing-soon`.
    sort: Option<String>,
    /// Page of 20, from 1.
    page: Option<u32>,
}

/// A page of notifications.
#[derive(Serialize, ToSchema)]
pub struct NotificationList {
    /// All that meet the conditions.
    total: u64,
    /// This page, from 1.
    page: u32,
    /// Notifications a page.
    page_size: usize,
    /// The notifications.
    items: Vec<ListItem>,
}

/// A notification in a list.
#[derive(Serialize, ToSchema)]
pub struct ListItem {
    /// First symbol, its address.
    symbol: String,
    /// All symbols of a joint notification.
    symbols: Vec<String>,
    /// Codes of the notifying authorities.
    authorities: Vec<String>,
    /// Kind.
    kind: &'static str,
    /// State.
    state: &'static str,
    /// Title.
    title: String,
    /// Products in words.
    products: String,
    /// Day of publication.
    published: Option<String>,
    /// Final day for comments, in the authority's zone.
    comments_until: Option<String>,
    /// The first moment that is too late, UTC.
    closes_at: Option<String>,
    /// Whether comments are in time now.
    open: bool,
    /// Standstill under Directive (EU) 2015/1535, if it was notified under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    standstill: Option<super::clocks::Standstill>,
    /// Open divergences.
    divergences: u64,
    /// Public comments.
    comments: u64,
}

impl From<NotificationSummary> for ListItem {
    fn from(n: NotificationSummary) -> Self {
        Self {
            symbol: n.symbols.first().cloned().unwrap_or_default(),
            symbols: n.symbols,
            authorities: n.authorities.into_iter().map(|a| a.code).collect(),
            kind: n.kind.as_str(),
            state: n.state.as_str(),
            title: n.title,
            products: n.products,
            published: n.published.map(|d| d.to_string()),
            comments_until: n.period.as_ref().map(|p| p.deadline.day.to_string()),
            closes_at: n.period.as_ref().map(|p| p.deadline.closes_at.to_string()),
            open: n.period.as_ref().is_some_and(|p| p.open),
            standstill: n.standstill.as_ref().map(Into::into),
            divergences: n.divergences,
            comments: n.comments,
        }
    }
}

/// Notifications that meet conditions.
#[utoipa::path(
    get,
    path = "/api/v1/notifications",
    params(ConditionParameters),
    responses(
        (status = 200, body = NotificationList),
        (status = 400, description = "A parameter was not understood", body = ApiError)
    )
)]
pub async fn list(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
) -> Result<Json<NotificationList>, WebError> {
    let conditions = conditions(query.as_deref())?;
    let (index, now) = (state.index.clone(), state.registry.now());
    let asked = conditions.clone();
    let answer = tokio::task::spawn_blocking(move || index.search(&asked, now)).await??;
    let ids: Vec<i64> = answer.hits.iter().map(|h| h.id).collect();
    let items = state.registry.notification_summaries(&ids).await?.into_iter().map(ListItem::from).collect();
    Ok(Json(NotificationList {
        total: answer.total,
        page: conditions.page_number(),
        page_size: PAGE_SIZE,
        items,
    }))
}

/// The conditions of an address, or the refusal that names what was not understood.
pub fn conditions(query: Option<&str>) -> Result<Conditions, WebError> {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).collect();
    Conditions::from_pairs(pairs.iter().map(|(n, v)| (n.as_ref(), v.as_ref()))).map_err(|errors| {
        WebError::BadRequest(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })
}

/// One notification with everything public about it.
#[derive(Serialize, ToSchema)]
pub struct Notification {
    /// What lists show too.
    #[serde(flatten)]
    summary: ListItem,
    /// The form's boxes.
    #[schema(value_type = Object)]
    content: Content,
    /// References to standards with their standing.
    references: Vec<ReferenceItem>,
    /// Divergences, open ones first.
    divergences_found: Vec<DivergenceItem>,
    /// Every final date for comments, the first to the one that holds.
    final_dates: Vec<super::clocks::FinalDateItem>,
    /// Attached files, but for those that are withheld.
    documents: Vec<DocumentItem>,
    /// Files withheld at the authority's request (Directive (EU) 2015/1535, Article 5(4)).
    documents_withheld: u64,
    /// The newest public comments; all of them are at `/api/v1/comments`.
    comments_public: Vec<CommentItem>,
    /// Comments that exist but are confidential.
    comments_confidential: u64,
    /// Symbols of its family: original, addenda, revisions.
    family: Vec<String>,
}

/// A reference and where it stands.
#[derive(Serialize, ToSchema)]
struct ReferenceItem {
    /// As cited.
    cited: String,
    /// Normal form.
    id: String,
    /// `dated`, `undated`, `general`.
    technique: &'static str,
    /// Record of the catalogue, if it is known.
    standard: Option<String>,
    /// Edition in force now, when it is another.
    current: Option<String>,
    /// Codes of divergences about it.
    flags: Vec<&'static str>,
}

/// A divergence.
#[derive(Serialize, ToSchema)]
struct DivergenceItem {
    /// Code.
    code: &'static str,
    /// `note`, `warning`, `serious`.
    severity: &'static str,
    /// `open`, `explained`, `resolved`.
    state: &'static str,
    /// What it means and what would resolve it.
    explanation: String,
    /// Source of the rule.
    basis: String,
    /// What the claim rests on.
    #[schema(value_type = Object)]
    evidence: domain::divergence::Evidence,
    /// When it was first raised, UTC.
    raised: String,
    /// Why the authority explained or dismissed it.
    answer: Option<String>,
}

/// An attached file.
#[derive(Serialize, ToSchema)]
struct DocumentItem {
    /// Path of the file.
    path: String,
    /// File name.
    name: String,
    /// `notified-text`, `final-text`, `attachment`.
    role: &'static str,
    /// Language, ISO 639-1.
    language: String,
    /// `official`, `unofficial` or `machine` (translation).
    status: &'static str,
    /// Media type.
    media_type: String,
    /// Size in bytes.
    size: u64,
    /// SHA-256, hexadecimal.
    sha256: String,
}

/// One notification by any of its symbols, slashes as they are.
#[utoipa::path(
    get,
    path = "/api/v1/notifications/{*symbol}",
    params(("symbol" = String, Path, description = "Symbol, for example G/TBT/N/KEN/641")),
    responses(
        (status = 200, body = Notification),
        (status = 404, description = "No public notification has this symbol", body = ApiError)
    )
)]
pub async fn one(
    State(state): State<AppState>,
    Path(symbol): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Notification>, WebError> {
    no_parameters(query.as_deref())?;
    let page = state.registry.notification_page(&symbol).await?;
    page.map(|p| Json(Notification::from(p))).ok_or(registry::Error::NotFound("notification").into())
}

impl From<NotificationPage> for Notification {
    fn from(p: NotificationPage) -> Self {
        Self {
            summary: p.summary.into(),
            content: p.content,
            references: p
                .references
                .into_iter()
                .map(|r| ReferenceItem {
                    cited: r.reference.cited,
                    id: r.reference.id,
                    technique: r.reference.technique.as_str(),
                    standard: r.standard.map(|s| s.id),
                    current: r.current.map(|s| s.id),
                    flags: r.flags.into_iter().map(|c| c.as_str()).collect(),
                })
                .collect(),
            divergences_found: p
                .divergences
                .into_iter()
                .map(|d| DivergenceItem {
                    code: d.divergence.code.as_str(),
                    severity: d.divergence.severity.as_str(),
                    state: d.state.as_str(),
                    explanation: d.divergence.explanation,
                    basis: d.divergence.basis,
                    evidence: d.divergence.evidence,
                    raised: d.raised.map(|at| at.to_string()).unwrap_or_default(),
                    answer: d.answer.map(|a| a.reason),
                })
                .collect(),
            final_dates: p.final_dates.into_iter().map(Into::into).collect(),
            documents_withheld: p.documents_withheld,
            documents: p
                .documents
                .into_iter()
                .map(|d| DocumentItem {
                    path: format!("/documents/{}", d.id),
                    name: d.name,
                    role: d.role.as_str(),
                    language: d.language,
                    status: d.status.as_str(),
                    media_type: d.media_type,
                    size: d.size,
                    sha256: d.sha256,
                })
                .collect(),
            comments_public: p.comments.into_iter().map(CommentItem::from).collect(),
            comments_confidential: p.confidential_comments,
            family: p.family.into_iter().filter_map(|n| n.symbols.into_iter().next()).collect(),
        }
    }
}
