//! Near-duplicates among the comments on one notification: found for reading,
//! never to leave anything out of the count.

use std::{collections::HashMap, ops::Range};

use domain::{
    comment::CommentState,
    grouping::{group, unique_passages},
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

use super::{
    DeskComment,
    public::{ON_A_PAGE, pages_of},
    rows::is_verified_comment,
};
use crate::{
    Caller, Error, Registry, Result,
    db::{CHUNK, count},
    entities::comment,
    family::own_by_symbol,
};

/// Comments that say the same.
#[derive(Debug, Clone)]
pub struct GroupOf {
    /// The comment with which the others were compared.
    pub representative: DeskComment,
    /// How many there are, the representative among them.
    pub size: u64,
    /// How many of them wait for a reply.
    pub waiting: u64,
}

/// The groups of a notification's comments.
#[derive(Debug, Clone)]
pub struct Grouped {
    /// Groups of two and more on this page, largest first.
    pub groups: Vec<GroupOf>,
    /// Groups of two and more.
    pub total: u64,
    /// The page, from 1.
    pub page: u64,
    /// Pages.
    pub pages: u64,
    /// Comments that resemble no other.
    pub alone: u64,
    /// Comments that came after the groups were made.
    pub ungrouped: u64,
}

/// A comment of a group, and what it says that the representative does not.
#[derive(Debug, Clone)]
pub struct GroupMember {
    /// The comment.
    pub comment: DeskComment,
    /// Its text as one.
    pub text: String,
    /// The passages of the text that the representative has not, in bytes.
    pub unique: Vec<Range<usize>>,
}

impl Registry {
    /// Looks for near-duplicates among the comments on a notification of the
    /// caller's authority. Returns how many groups of two and more there are.
    pub async fn comments_group(&self, caller: &Caller, symbol: &str) -> Result<u64> {
        let row = own_by_symbol(&self.db, caller, symbol).await?;
        self.group_comments(row.id).await
    }

    /// Does so wherever comments came since it was done: the program asks for it
    /// now and then. Returns on how many notifications.
    pub async fn comments_group_new(&self) -> Result<u64> {
        let waiting: Vec<i64> = comment::Entity::find()
            .select_only()
            .column(comment::Column::NotificationId)
            .filter(is_verified_comment())
            .filter(comment::Column::RepresentedBy.is_null())
            .distinct()
            .into_tuple()
            .all(&self.db)
            .await?;
        for id in &waiting {
            self.group_comments(*id).await?;
        }
        Ok(waiting.len() as u64)
    }

    async fn group_comments(&self, notification: i64) -> Result<u64> {
        let rows: Vec<(i64, String, Option<i64>)> = comment::Entity::find()
            .select_only()
            .columns([comment::Column::Id, comment::Column::Text, comment::Column::RepresentedBy])
            .filter(comment::Column::NotificationId.eq(notification))
            .filter(is_verified_comment())
            .order_by_asc(comment::Column::Id)
            .into_tuple()
            .all(&self.db)
            .await?;
        // Outside any transaction: nobody waits while thousands of texts are compared.
        let (groups, standing) = tokio::task::spawn_blocking(move || {
            let texts: Vec<&str> = rows.iter().map(|(_, text, _)| text.as_str()).collect();
            let groups: Vec<(i64, Vec<i64>)> = group(&texts)
                .into_iter()
                .map(|g| (rows[g.representative].0, g.members.iter().map(|m| rows[*m].0).collect()))
                .collect();
            let standing: HashMap<i64, Option<i64>> = rows.iter().map(|(id, _, by)| (*id, *by)).collect();
            (groups, standing)
        })
        .await
        .map_err(|e| Error::Corrupt(format!("the comments cannot be grouped: {e}")))?;
        let tx = self.write().await?;
        let mut alone = Vec::new();
        let mut several = 0;
        for (representative, members) in groups {
            let moved: Vec<i64> = members
                .iter()
                .copied()
                .filter(|m| standing.get(m).copied().flatten() != Some(representative))
                .collect();
            if members.len() > 1 {
                several += 1;
                for chunk in moved.chunks(CHUNK) {
                    comment::Entity::update_many()
                        .col_expr(comment::Column::RepresentedBy, Expr::value(representative))
                        .filter(comment::Column::Id.is_in(chunk.iter().copied()))
                        .exec(&*tx)
                        .await?;
                }
            } else {
                alone.extend(moved);
            }
        }
        for chunk in alone.chunks(CHUNK) {
            comment::Entity::update_many()
                .col_expr(comment::Column::RepresentedBy, Expr::col(comment::Column::Id))
                .filter(comment::Column::Id.is_in(chunk.iter().copied()))
                .exec(&*tx)
                .await?;
        }
        self.commit(tx).await?;
        Ok(several)
    }

    /// The groups of the comments on a notification of the caller's authority.
    pub async fn comment_groups(&self, caller: &Caller, symbol: &str, page: u64) -> Result<Grouped> {
        let row = own_by_symbol(&self.db, caller, symbol).await?;
        let verified = || {
            comment::Entity::find()
                .filter(comment::Column::NotificationId.eq(row.id))
                .filter(is_verified_comment())
        };
        let open = CommentState::WAITING.map(CommentState::as_str);
        use sea_orm::ExprTrait as _;
        let waiting = Expr::case(Expr::expr(comment::Column::State.is_in(open)), 1).finally(0);
        let rows: Vec<(i64, i64, i64)> = verified()
            .select_only()
            .column(comment::Column::RepresentedBy)
            .column_as(comment::Column::Id.count(), "n")
            .column_as(Expr::expr(waiting).sum(), "waiting")
            .filter(comment::Column::RepresentedBy.is_not_null())
            .group_by(comment::Column::RepresentedBy)
            .into_tuple()
            .all(&self.db)
            .await?;
        let alone = rows.iter().filter(|(_, n, _)| *n == 1).count() as u64;
        let mut several: Vec<(i64, i64, i64)> = rows.into_iter().filter(|(_, n, _)| *n > 1).collect();
        several.sort_by_key(|(id, n, _)| (-*n, *id));
        let total = several.len() as u64;
        let pages = pages_of(total);
        let page = page.clamp(1, pages);
        let from = usize::try_from((page - 1) * ON_A_PAGE).unwrap_or(usize::MAX);
        let shown: Vec<_> = several.into_iter().skip(from).take(ON_A_PAGE as usize).collect();
        let representatives = comment::Entity::find()
            .filter(comment::Column::Id.is_in(shown.iter().map(|(id, ..)| *id)))
            .all(&self.db)
            .await?;
        let representatives = self.desk_comments(representatives).await?;
        let groups = shown
            .into_iter()
            .filter_map(|(id, n, waiting)| {
                Some(GroupOf {
                    representative: representatives.iter().find(|c| c.id == id)?.clone(),
                    size: count(n),
                    waiting: count(waiting),
                })
            })
            .collect();
        Ok(Grouped {
            groups,
            total,
            page,
            pages,
            alone,
            ungrouped: verified().filter(comment::Column::RepresentedBy.is_null()).count(&self.db).await?,
        })
    }

    /// How many near-duplicates a comment stands for, itself among them.
    pub async fn comment_group_size(&self, caller: &Caller, representative: i64) -> Result<u64> {
        let (found, _, _) = super::rows::own_comment(&self.db, caller, representative).await?;
        Ok(comment::Entity::find()
            .filter(comment::Column::NotificationId.eq(found.notification_id))
            .filter(comment::Column::RepresentedBy.eq(representative))
            .filter(is_verified_comment())
            .count(&self.db)
            .await?)
    }

    /// The comments of a group on a notification of the caller's authority, those
    /// of one page, each with what it alone says; and the number of them all.
    pub async fn comment_group(
        &self,
        caller: &Caller,
        representative: i64,
        page: u64,
    ) -> Result<(DeskComment, Vec<GroupMember>, u64)> {
        let (found, _, _) = super::rows::own_comment(&self.db, caller, representative).await?;
        let of_group = || {
            comment::Entity::find()
                .filter(comment::Column::NotificationId.eq(found.notification_id))
                .filter(comment::Column::RepresentedBy.eq(representative))
                .filter(is_verified_comment())
        };
        let total = of_group().count(&self.db).await?;
        let rows = of_group()
            .order_by_asc(comment::Column::Received)
            .order_by_asc(comment::Column::Id)
            .offset((page.clamp(1, pages_of(total)) - 1) * ON_A_PAGE)
            .limit(ON_A_PAGE)
            .all(&self.db)
            .await?;
        let texts: Vec<String> = rows.iter().map(|r| r.text.clone()).collect();
        let against = found.text.clone();
        let comments = self.desk_comments(rows).await?;
        let members = tokio::task::spawn_blocking(move || {
            comments
                .into_iter()
                .zip(texts)
                .map(|(comment, text)| GroupMember {
                    unique: unique_passages(&text, &against),
                    comment,
                    text,
                })
                .collect::<Vec<_>>()
        })
        .await
        .map_err(|e| Error::Corrupt(format!("the comments cannot be compared: {e}")))?;
        let representative =
            self.desk_comments(vec![found]).await?.pop().ok_or(Error::NotFound("comment"))?;
        Ok((representative, members, total))
    }
}
