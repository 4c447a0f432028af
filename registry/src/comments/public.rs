//! Comments as everyone may read them.

use std::collections::{BTreeMap, HashMap};

use domain::comment::{CommentKind, CommentState, Disposition, Publication, Stance};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::{
    CommentFile,
    files::files_of,
    responses::is_published,
    rows::{is_readable_comment, is_verified_comment, points_of, reply, why_hidden},
};
use crate::{
    Error, Registry, Result,
    db::{CHUNK, count, read_name, read_time},
    entities::{comment, comment_point, notification},
    family::by_symbol,
    notifications::{NotificationSummary, Reply},
};

/// Comments on one page.
pub const ON_A_PAGE: u64 = 50;

/// How many pages so many comments make; no comments make one, an empty one.
pub fn pages_of(total: u64) -> u64 {
    total.div_ceil(ON_A_PAGE).max(1)
}

/// A public comment.
#[derive(Debug, Clone)]
pub struct PublicComment {
    /// Receipt number, its anchor on the page.
    pub number: String,
    /// Kind.
    pub kind: CommentKind,
    /// State.
    pub state: CommentState,
    /// Author's name; empty where the author did not consent to its publication.
    pub author: String,
    /// Organisation, or the authority's name.
    pub organisation: String,
    /// On whose behalf, may be empty.
    pub on_behalf: String,
    /// Whether it is from an authority.
    pub from_authority: bool,
    /// Its parts; none where it was withheld or withdrawn.
    pub points: Vec<Point>,
    /// Parts that are confidential.
    pub confidential_points: usize,
    /// Why parts are confidential, or why it was withheld.
    pub withheld_why: String,
    /// What was found of its attribution, where that was disputed; empty elsewhere.
    pub disputed: String,
    /// Language, ISO 639-1.
    pub language: String,
    /// When it was received.
    pub received: Timestamp,
    /// Whether it came after the deadline.
    pub late: bool,
    /// The reply, when there is one.
    pub reply: Option<Reply>,
    /// Attached files; none shown where parts are confidential.
    pub files: Vec<CommentFile>,
}

/// A part of a comment.
#[derive(Debug, Clone)]
pub struct Point {
    /// Identifier.
    pub id: i64,
    /// Clause as its author calls it; empty for the whole.
    pub clause: String,
    /// The file whose clause it is, if that was said.
    pub document: Option<i64>,
    /// The address of the clause in that file; empty where it is not known.
    pub address: String,
    /// Where the author stands.
    pub stance: Stance,
    /// The text.
    pub text: String,
    /// Whether the public sees only that it exists.
    pub confidential: bool,
    /// What the authority made of it.
    pub disposed: Option<Disposed>,
}

/// What an authority made of a part of a comment.
#[derive(Debug, Clone)]
pub struct Disposed {
    /// Accepted, partly, not accepted, noted.
    pub what: Disposition,
    /// Why.
    pub reason: String,
    /// The file of a later version in which the draft was changed.
    pub changed_document: Option<i64>,
    /// The clause of that version, by its address; empty where none was named.
    pub changed_clause: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Some of the public comments on a notification.
#[derive(Debug, Clone)]
pub struct CommentPages {
    /// The notification.
    pub notification: NotificationSummary,
    /// Those on this page, oldest first.
    pub comments: Vec<PublicComment>,
    /// How many match.
    pub total: u64,
    /// The page shown, from 1.
    pub page: u64,
    /// How many pages there are.
    pub pages: u64,
    /// Comments that exist but are confidential.
    pub confidential: u64,
    /// Parts on each clause that is named, by clause.
    pub clauses: BTreeMap<String, u64>,
}

impl Registry {
    /// A page of the public comments on a notification, on one clause or all.
    pub async fn comments_public(&self, symbol: &str, clause: &str, page: u64) -> Result<CommentPages> {
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let mut query =
            comment::Entity::find().filter(comment::Column::NotificationId.eq(row.id)).filter(is_listed());
        if !clause.is_empty() {
            let on_clause = comment_point::Entity::find()
                .select_only()
                .column(comment_point::Column::CommentId)
                .filter(comment_point::Column::NotificationId.eq(row.id))
                .filter(comment_point::Column::Clause.eq(clause))
                .filter(comment_point::Column::Confidential.eq(false))
                .into_query();
            // On what a withheld or withdrawn comment was is not shown either.
            query = query.filter(is_readable_comment()).filter(comment::Column::Id.in_subquery(on_clause));
        }
        let total = query.clone().count(&self.db).await?;
        let pages = pages_of(total);
        let page = page.clamp(1, pages);
        let rows = query
            .order_by_asc(comment::Column::Received)
            .order_by_asc(comment::Column::Id)
            .offset((page - 1) * ON_A_PAGE)
            .limit(ON_A_PAGE)
            .all(&self.db)
            .await?;
        Ok(CommentPages {
            notification: self.summary_of(&row).await?,
            comments: public(&self.db, rows).await?,
            total,
            page,
            pages,
            confidential: self.confidential_comments(row.id).await?,
            clauses: public_clauses(&self.db, row.id, None).await?,
        })
    }

    /// Whether the response document of a notification is published.
    pub async fn has_responses(&self, notification: i64) -> Result<bool> {
        is_published(&self.db, notification).await
    }

    /// A public comment by its number, with the notification it is on.
    pub async fn comment_public(&self, number: &str) -> Result<(NotificationSummary, PublicComment)> {
        let hidden = || Error::NotFound("comment");
        let found = comment::Entity::find()
            .filter(comment::Column::Number.eq(number))
            .filter(is_listed())
            .one(&self.db)
            .await?
            .ok_or_else(hidden)?;
        let on = notification::Entity::find_by_id(found.notification_id).one(&self.db).await?;
        let on = self.summary_of(&on.ok_or_else(hidden)?).await?;
        let shown = public(&self.db, vec![found]).await?.pop().ok_or_else(hidden)?;
        Ok((on, shown))
    }

    /// The newest public comments on a notification, oldest of them first.
    pub(crate) async fn newest_comments(&self, notification: i64, most: u64) -> Result<Vec<PublicComment>> {
        let mut rows = comment::Entity::find()
            .filter(comment::Column::NotificationId.eq(notification))
            .filter(is_listed())
            .order_by_desc(comment::Column::Received)
            .order_by_desc(comment::Column::Id)
            .limit(most)
            .all(&self.db)
            .await?;
        rows.reverse();
        public(&self.db, rows).await
    }

    /// Comments on a notification of which the public knows only that they exist.
    pub(crate) async fn confidential_comments(&self, notification: i64) -> Result<u64> {
        Ok(comment::Entity::find()
            .filter(comment::Column::NotificationId.eq(notification))
            .filter(comment::Column::Confidential.eq(true))
            .filter(comment::Column::State.ne(CommentState::Withdrawn.as_str()))
            .filter(is_verified_comment())
            .count(&self.db)
            .await?)
    }
}

/// Everything that has a place in the public list: what can be read, and what
/// was withheld or withdrawn, with nothing but that.
fn is_listed() -> Condition {
    let states = CommentState::COUNTED.into_iter().chain([CommentState::Withdrawn]);
    // One condition on the state, not two joined by “or”: they come in the order of an index.
    Condition::all()
        .add(is_verified_comment())
        .add(comment::Column::Confidential.eq(false))
        .add(comment::Column::State.is_in(states.map(CommentState::as_str)))
}

/// How many public parts are on each clause that is named: of the whole
/// notification, or of one of its texts with those that name no text.
pub(crate) async fn public_clauses(
    db: &impl ConnectionTrait,
    notification: i64,
    document: Option<i64>,
) -> Result<BTreeMap<String, u64>> {
    let of_text = match document {
        None => Condition::all(),
        Some(id) => Condition::any()
            .add(comment_point::Column::DocumentId.is_null())
            .add(comment_point::Column::DocumentId.eq(id)),
    };
    let shown = comment::Entity::find()
        .select_only()
        .column(comment::Column::Id)
        .filter(comment::Column::NotificationId.eq(notification))
        .filter(is_readable_comment())
        .into_query();
    let rows: Vec<(String, i64)> = comment_point::Entity::find()
        .select_only()
        .column(comment_point::Column::Clause)
        .column_as(comment_point::Column::Id.count(), "n")
        .filter(comment_point::Column::NotificationId.eq(notification))
        .filter(comment_point::Column::Confidential.eq(false))
        .filter(comment_point::Column::Clause.ne(""))
        .filter(comment_point::Column::CommentId.in_subquery(shown))
        .filter(of_text)
        .group_by(comment_point::Column::Clause)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(clause, n)| (clause, count(n))).collect())
}

/// Public comments after which the clauses of a text were changed: their numbers
/// by the address of the clause.
pub(crate) async fn changed_after(
    db: &impl ConnectionTrait,
    document: i64,
) -> Result<BTreeMap<String, Vec<String>>> {
    let points = comment_point::Entity::find()
        .filter(comment_point::Column::ChangedDocumentId.eq(document))
        .filter(comment_point::Column::ChangedClause.ne(""))
        .filter(comment_point::Column::Confidential.eq(false))
        .order_by_asc(comment_point::Column::CommentId)
        .all(db)
        .await?;
    let mut changed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for chunk in points.chunks(CHUNK) {
        let numbers: HashMap<i64, String> = comment::Entity::find()
            .select_only()
            .columns([comment::Column::Id, comment::Column::Number])
            .filter(comment::Column::Id.is_in(chunk.iter().map(|p| p.comment_id)))
            .filter(is_readable_comment())
            .into_tuple::<(i64, String)>()
            .all(db)
            .await?
            .into_iter()
            .collect();
        for point in chunk {
            if let Some(number) = numbers.get(&point.comment_id) {
                changed.entry(point.changed_clause.clone()).or_default().push(number.clone());
            }
        }
    }
    Ok(changed)
}

/// These rows as the public reads them.
pub(super) async fn public(
    db: &impl ConnectionTrait,
    rows: Vec<comment::Model>,
) -> Result<Vec<PublicComment>> {
    let mut shown = whole(db, rows).await?;
    for (comment, publication) in &mut shown {
        conceal(comment, *publication);
    }
    Ok(shown.into_iter().map(|(comment, _)| comment).collect())
}

/// Takes away what the author or the authority does not show.
fn conceal(comment: &mut PublicComment, publication: Publication) {
    comment.confidential_points = comment.points.iter().filter(|p| p.confidential).count();
    comment.points.retain(|p| !p.confidential);
    let gone = comment.state.is_gone();
    if gone {
        comment.points.clear();
        comment.confidential_points = 0;
        comment.reply = None;
    }
    if gone || comment.confidential_points > 0 {
        comment.files.clear();
    }
    if gone || publication != Publication::Named || !comment.disputed.is_empty() {
        comment.author.clear();
        comment.organisation.clear();
        comment.on_behalf.clear();
    }
}

/// These rows with all that was written, for the authority; and what the author
/// consents to.
pub(super) async fn whole(
    db: &impl ConnectionTrait,
    rows: Vec<comment::Model>,
) -> Result<Vec<(PublicComment, Publication)>> {
    let mut points = points(db, &rows).await?;
    let mut files = files_of(db, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let publication = read_name(&row.publication, Publication::from_name)?;
            let comment = PublicComment {
                withheld_why: why_hidden(&row),
                reply: reply(&row)?,
                kind: read_name(&row.kind, CommentKind::from_name)?,
                state: read_name(&row.state, CommentState::from_name)?,
                received: read_time(&row.received)?,
                number: row.number,
                author: row.author,
                organisation: row.organisation,
                on_behalf: row.on_behalf,
                from_authority: row.from_authority,
                points: points.remove(&row.id).unwrap_or_default(),
                confidential_points: 0,
                disputed: row.disputed,
                language: row.language,
                late: row.late,
                files: files.remove(&row.id).unwrap_or_default(),
            };
            Ok((comment, publication))
        })
        .collect()
}

/// The parts of these comments.
pub(super) async fn points(
    db: &impl ConnectionTrait,
    rows: &[comment::Model],
) -> Result<HashMap<i64, Vec<Point>>> {
    let found = points_of(db, rows).await?;
    found
        .into_iter()
        .map(|(id, points)| Ok((id, points.into_iter().map(Point::from_row).collect::<Result<Vec<_>>>()?)))
        .collect()
}

impl Point {
    fn from_row(row: comment_point::Model) -> Result<Self> {
        let disposed = match (&row.disposition, &row.disposed_at) {
            (Some(what), Some(at)) => Some(Disposed {
                what: read_name(what, Disposition::from_name)?,
                reason: row.reason.clone(),
                changed_document: row.changed_document_id,
                changed_clause: row.changed_clause.clone(),
                by: row.disposed_by.clone(),
                at: read_time(at)?,
            }),
            _ => None,
        };
        Ok(Self {
            id: row.id,
            stance: read_name(&row.stance, Stance::from_name)?,
            clause: row.clause,
            document: row.document_id,
            address: row.address,
            text: row.text,
            confidential: row.confidential,
            disposed,
        })
    }
}
