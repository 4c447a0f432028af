//! The official's reading desk: comments found by what they are about, who wrote
//! them and what was done about them.

use domain::comment::{CommentKind, CommentState, Disposition, Publication, Stance};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, Func, LikeExpr, SimpleExpr},
};

use super::{
    PublicComment, Reported,
    public::{ON_A_PAGE, pages_of, whole},
    reports::reports_of,
    rows::{is_verified_comment, own_comment},
};
use crate::{
    Caller, Registry, Result,
    db::{count, read_time},
    documents::{DocumentInfo, Files},
    entities::{account, comment, comment_note, comment_point, notification},
    family::{announced_by, by_symbol, family, first_symbol, own_by_symbol},
};

/// A comment on the publishing official's desk.
#[derive(Debug, Clone)]
pub struct DeskComment {
    /// Identifier.
    pub id: i64,
    /// The comment with all that was written.
    pub comment: PublicComment,
    /// What its author consents to.
    pub publication: Publication,
    /// Confidential as a whole.
    pub confidential: bool,
    /// Symbol of the notification.
    pub symbol: String,
    /// Title of the notification.
    pub title: String,
    /// Who works on it.
    pub assigned: Option<Working>,
    /// The comment that stands for the near-duplicates it is one of, where they were looked for.
    pub represented_by: Option<i64>,
}

/// A person who may work on comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    /// The account.
    pub id: i64,
    /// Name.
    pub name: String,
}

/// A note that the authority's officials alone read.
#[derive(Debug, Clone)]
pub struct InternalNote {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// The words.
    pub text: String,
}

/// Which comments are wanted; what is empty does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Symbol of the notification; empty for all of the authority's.
    pub on: String,
    /// Clause that a part is on, exactly as named.
    pub clause: String,
    /// Stance of a part.
    pub stance: Option<Stance>,
    /// Kind.
    pub kind: Option<CommentKind>,
    /// Language, ISO 639-1.
    pub language: String,
    /// From authorities, or from the public.
    pub from_authority: Option<bool>,
    /// State.
    pub state: Option<CommentState>,
    /// Only those that wait for a reply.
    pub waiting: bool,
    /// What was made of a part: a disposition, or `none`.
    pub disposition: Option<Option<Disposition>>,
    /// Who works on it: an account, or nobody.
    pub assigned: Option<Option<i64>>,
    /// Words in the text, the author's name or the organisation.
    pub words: String,
    /// The near-duplicates that this comment stands for.
    pub group: Option<i64>,
}

/// How many comments have one value of something.
pub type Tally = Vec<(String, u64)>;

/// Comments found, a page of them, and how they divide.
#[derive(Debug, Clone)]
pub struct CommentsFound {
    /// Those on this page: without a reply first, then oldest first.
    pub comments: Vec<DeskComment>,
    /// How many match.
    pub total: u64,
    /// The newest that matches, by identifier; 0 where none does.
    pub newest: i64,
    /// The page, from 1.
    pub page: u64,
    /// Pages.
    pub pages: u64,
    /// How many of the authority's (or the notification's) comments wait for a reply.
    pub waiting: u64,
    /// Parts by clause, most first.
    pub clauses: Tally,
    /// Parts by stance.
    pub stances: Tally,
    /// Comments by kind.
    pub kinds: Tally,
    /// Comments by language.
    pub languages: Tally,
    /// Comments by state.
    pub states: Tally,
    /// Who may work on comments.
    pub people: Vec<Working>,
    /// Comments that no search for near-duplicates has seen.
    pub ungrouped: u64,
}

impl Registry {
    /// Comments on the notifications of the caller's authority.
    pub async fn comment_find(&self, caller: &Caller, filter: &Filter, page: u64) -> Result<CommentsFound> {
        let official = caller.official()?;
        let among = self.among(caller, &filter.on).await?;
        let query = among.narrowed(filter);
        let total = query.clone().count(&self.db).await?;
        let newest: Option<Option<i64>> = query
            .clone()
            .select_only()
            .column_as(comment::Column::Id.max(), "newest")
            .into_tuple()
            .one(&self.db)
            .await?;
        let pages = pages_of(total);
        let page = page.clamp(1, pages);
        // Sorted without their texts, which only those of this page need.
        let shown: Vec<i64> = query
            .select_only()
            .column(comment::Column::Id)
            .order_by(SimpleExpr::from(is_waiting()), Order::Desc)
            .order_by_asc(comment::Column::Received)
            .order_by_asc(comment::Column::Id)
            .offset((page - 1) * ON_A_PAGE)
            .limit(ON_A_PAGE)
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut rows = comment::Entity::find()
            .filter(comment::Column::Id.is_in(shown.iter().copied()))
            .all(&self.db)
            .await?;
        rows.sort_by_key(|row| shown.iter().position(|id| *id == row.id));
        let all = || comment::Entity::find().filter(among.comments.clone());
        let inside = || {
            // Few are not verified: these are left out, rather than all others looked for.
            let unverified = comment::Entity::find()
                .select_only()
                .column(comment::Column::Id)
                .filter(among.unverified.clone())
                .into_query();
            comment_point::Entity::find()
                .filter(among.points.clone())
                .filter(comment_point::Column::CommentId.not_in_subquery(unverified))
        };
        Ok(CommentsFound {
            comments: self.desk_comments(rows).await?,
            total,
            newest: newest.flatten().unwrap_or(0),
            page,
            pages,
            waiting: all().filter(is_waiting()).count(&self.db).await?,
            clauses: tally(&self.db, inside(), comment_point::Column::Clause).await?,
            stances: tally(&self.db, inside(), comment_point::Column::Stance).await?,
            kinds: tally(&self.db, all(), comment::Column::Kind).await?,
            languages: tally(&self.db, all(), comment::Column::Language).await?,
            states: tally(&self.db, all(), comment::Column::State).await?,
            people: self.colleagues(official.authority.as_str()).await?,
            ungrouped: all().filter(comment::Column::RepresentedBy.is_null()).count(&self.db).await?,
        })
    }

    /// Comments on the notifications of the caller's authority, the first page of
    /// them. One notification's, or all.
    pub async fn comment_list(&self, caller: &Caller, symbol: Option<&str>) -> Result<Vec<DeskComment>> {
        let filter = Filter { on: symbol.unwrap_or_default().to_owned(), ..Filter::default() };
        Ok(self.comment_find(caller, &filter, 1).await?.comments)
    }

    /// One comment on a notification of the caller's authority.
    pub async fn comment(&self, caller: &Caller, id: i64) -> Result<DeskComment> {
        let (found, _, _) = own_comment(&self.db, caller, id).await?;
        self.desk_comments(vec![found]).await?.pop().ok_or(crate::Error::NotFound("comment"))
    }

    /// Internal notes on a comment, oldest first, and what was reported about its attribution.
    pub async fn comment_file_of(
        &self,
        caller: &Caller,
        id: i64,
    ) -> Result<(Vec<InternalNote>, Vec<Reported>)> {
        own_comment(&self.db, caller, id).await?;
        let notes = comment_note::Entity::find()
            .filter(comment_note::Column::CommentId.eq(id))
            .order_by_asc(comment_note::Column::Id)
            .all(&self.db)
            .await?;
        let notes = notes
            .into_iter()
            .map(|n| Ok(InternalNote { at: read_time(&n.at)?, actor: n.actor, text: n.text }))
            .collect::<Result<_>>()?;
        Ok((notes, reports_of(&self.db, id).await?))
    }

    /// Verified comments on one notification of the caller's authority, or on all.
    pub(super) async fn among(&self, caller: &Caller, symbol: &str) -> Result<Among> {
        let official = caller.official()?;
        let (comments, points) = if symbol.is_empty() {
            let own = announced_by(official.authority.as_str());
            (
                comment::Column::NotificationId.in_subquery(own.clone()),
                comment_point::Column::NotificationId.in_subquery(own),
            )
        } else {
            let row = own_by_symbol(&self.db, caller, symbol).await?;
            (comment::Column::NotificationId.eq(row.id), comment_point::Column::NotificationId.eq(row.id))
        };
        Ok(Among {
            comments: Condition::all().add(comments.clone()).add(is_verified_comment()),
            unverified: Condition::all().add(comments).add(comment::Column::TokenSha256.is_not_null()),
            points: Condition::all().add(points),
        })
    }

    /// People of the caller's authority who may work on comments.
    pub async fn comment_colleagues(&self, caller: &Caller) -> Result<Vec<Working>> {
        self.colleagues(caller.official()?.authority.as_str()).await
    }

    /// Texts of the measure of a notification, each with the symbol of the
    /// notification it belongs to, newest first: a change is pointed at in one of them.
    pub async fn texts_of_measure(
        &self,
        caller: &Caller,
        symbol: &str,
    ) -> Result<Vec<(String, DocumentInfo)>> {
        let Some(row) = by_symbol(&self.db, symbol).await? else { return Ok(Vec::new()) };
        let mut ids: Vec<i64> = family(&self.db, row.id).await?.into_iter().map(|n| n.id).collect();
        ids.push(row.id);
        let mut texts = Vec::new();
        let mut files = Files::of_all(&self.db, &ids).await?;
        for id in ids {
            let symbol = first_symbol(&self.db, id).await?;
            let Some(owner) = notification::Entity::find_by_id(id).one(&self.db).await? else { continue };
            let readable = self.readable_files(caller, &owner).await?;
            let infos = files.remove(&id).unwrap_or_default().infos.into_iter();
            let infos = infos.filter(|info| readable.includes(info.role));
            texts.extend(infos.map(|info| (symbol.clone(), info)));
        }
        texts.sort_by_key(|(_, info)| std::cmp::Reverse(info.id));
        Ok(texts)
    }

    /// People of an authority who may work on comments.
    async fn colleagues(&self, authority: &str) -> Result<Vec<Working>> {
        let rows = account::Entity::find()
            .filter(account::Column::AuthorityCode.eq(authority))
            .filter(account::Column::Disabled.eq(false))
            .order_by_asc(account::Column::Name)
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|a| Working { id: a.id, name: a.name }).collect())
    }

    pub(super) async fn desk_comments(&self, rows: Vec<comment::Model>) -> Result<Vec<DeskComment>> {
        let mut on: Vec<i64> = rows.iter().map(|c| c.notification_id).collect();
        on.sort_unstable();
        on.dedup();
        let about = self.notification_summaries(&on).await?;
        let people: Vec<i64> = rows.iter().filter_map(|c| c.assigned_to).collect();
        let people = account::Entity::find().filter(account::Column::Id.is_in(people)).all(&self.db).await?;
        let facts: Vec<_> = rows
            .iter()
            .map(|r| (r.id, r.notification_id, r.confidential, r.assigned_to, r.represented_by))
            .collect();
        let all = whole(&self.db, rows).await?;
        Ok(facts
            .into_iter()
            .zip(all)
            .map(|((id, on, confidential, assigned, represented_by), (comment, publication))| {
                let about = about.iter().find(|n| n.id == on);
                DeskComment {
                    id,
                    comment,
                    publication,
                    confidential,
                    symbol: about.and_then(|n| n.symbols.first().cloned()).unwrap_or_default(),
                    title: about.map(|n| n.title.clone()).unwrap_or_default(),
                    assigned: people
                        .iter()
                        .find(|p| Some(p.id) == assigned)
                        .map(|p| Working { id: p.id, name: p.name.clone() }),
                    represented_by,
                }
            })
            .collect())
    }
}

/// The condition that a comment waits for a reply.
pub(crate) fn is_waiting() -> Condition {
    let open = CommentState::WAITING.map(CommentState::as_str);
    Condition::all().add(is_verified_comment()).add(comment::Column::State.is_in(open))
}

/// The comments among which something is looked for.
pub(super) struct Among {
    /// The condition for them.
    pub comments: Condition,
    /// The condition for those whose authors were not verified.
    unverified: Condition,
    /// The condition for the parts of both.
    points: Condition,
}

impl Among {
    /// Those that a filter leaves.
    pub fn narrowed(&self, filter: &Filter) -> Select<comment::Entity> {
        narrowed(comment::Entity::find().filter(self.comments.clone()), filter, self.points.clone())
    }
}

fn narrowed(
    mut query: Select<comment::Entity>,
    filter: &Filter,
    points: Condition,
) -> Select<comment::Entity> {
    use sea_orm::ExprTrait as _;

    let mut of_part = points;
    let mut parts = false;
    if !filter.clause.is_empty() {
        of_part = of_part.add(comment_point::Column::Clause.eq(&filter.clause));
        parts = true;
    }
    if let Some(stance) = filter.stance {
        of_part = of_part.add(comment_point::Column::Stance.eq(stance.as_str()));
        parts = true;
    }
    if let Some(disposition) = filter.disposition {
        of_part = of_part.add(match disposition {
            Some(disposition) => comment_point::Column::Disposition.eq(disposition.as_str()),
            None => comment_point::Column::Disposition.is_null(),
        });
        parts = true;
    }
    if parts {
        let ids = comment_point::Entity::find()
            .select_only()
            .column(comment_point::Column::CommentId)
            .filter(of_part)
            .into_query();
        query = query.filter(comment::Column::Id.in_subquery(ids));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(comment::Column::Kind.eq(kind.as_str()));
    }
    if !filter.language.is_empty() {
        query = query.filter(comment::Column::Language.eq(&filter.language));
    }
    if let Some(authority) = filter.from_authority {
        query = query.filter(comment::Column::FromAuthority.eq(authority));
    }
    if let Some(state) = filter.state {
        query = query.filter(comment::Column::State.eq(state.as_str()));
    }
    if filter.waiting {
        query = query.filter(is_waiting());
    }
    if let Some(assigned) = filter.assigned {
        query = query.filter(match assigned {
            Some(person) => comment::Column::AssignedTo.eq(person),
            None => comment::Column::AssignedTo.is_null(),
        });
    }
    if let Some(group) = filter.group {
        query = query.filter(comment::Column::RepresentedBy.eq(group));
    }
    for word in filter.words.split_whitespace() {
        // Whatever was typed is looked for, also a percent sign.
        let escaped = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = |column| {
            let pattern = LikeExpr::new(format!("%{escaped}%")).escape('\\');
            Expr::expr(Func::lower(Expr::col((comment::Entity, column)))).like(pattern)
        };
        query = query.filter(
            Condition::any()
                .add(like(comment::Column::Text))
                .add(like(comment::Column::Author))
                .add(like(comment::Column::Organisation))
                .add(like(comment::Column::Number)),
        );
    }
    query
}

/// How rows divide by the value of a column, most first.
async fn tally<E: EntityTrait, C: ColumnTrait>(
    db: &impl ConnectionTrait,
    of: Select<E>,
    column: C,
) -> Result<Tally> {
    let rows: Vec<(String, i64)> = of
        .select_only()
        .column(column)
        .column_as(column.count(), "n")
        .group_by(column)
        .into_tuple()
        .all(db)
        .await?;
    let mut tally: Tally = rows.into_iter().map(|(value, n)| (value, count(n))).collect();
    tally.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(tally)
}
