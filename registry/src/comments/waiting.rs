//! Comments whose author never confirmed the address: after the day that the receipt
//! named they are forgotten with their files. One that was confirmed is never touched.

use domain::comment::CommentState;
use jiff::ToSpan;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{CONFIRM_DAYS, Forgotten};
use crate::{
    Registry, Result,
    db::stored_time,
    entities::{comment, comment_file, comment_note, comment_point, comment_report},
    unconfirmed::{Item, release},
};

/// Comments that are forgotten in one transaction: others that arrive wait for it.
const FORGOTTEN_AT_ONCE: u64 = 200;

/// Never confirmed: the link of the mail was never followed.
fn never_confirmed() -> Condition {
    let states = [CommentState::Unverified, CommentState::Withdrawn].map(CommentState::as_str);
    Condition::all()
        .add(comment::Column::TokenSha256.is_not_null())
        .add(comment::Column::FromAuthority.eq(false))
        .add(comment::Column::State.is_in(states))
}

impl Registry {
    /// Forgets some of the comments that nobody confirmed in time, with their files.
    /// To be asked again until none is left. One that was sent before there was a
    /// last day gets one: its receipt says it from now on.
    pub async fn comments_forget(&self) -> Result<Forgotten> {
        let tx = self.write_to_forget().await?;
        let now = self.now();
        comment::Entity::update_many()
            .col_expr(comment::Column::Expires, Expr::value(stored_time(now + (CONFIRM_DAYS * 24).hours())))
            .filter(never_confirmed())
            .filter(comment::Column::Expires.is_null())
            .exec(&*tx)
            .await?;
        let due: Vec<i64> = comment::Entity::find()
            .select_only()
            .column(comment::Column::Id)
            .filter(never_confirmed())
            .filter(comment::Column::Expires.lt(stored_time(now)))
            .order_by_asc(comment::Column::Id)
            .limit(FORGOTTEN_AT_ONCE)
            .into_tuple()
            .all(&*tx)
            .await?;
        let these = || due.iter().copied();
        let mut files: Vec<String> = comment_file::Entity::find()
            .select_only()
            .column(comment_file::Column::Key)
            .distinct()
            .filter(comment_file::Column::CommentId.is_in(these()))
            .into_tuple()
            .all(&*tx)
            .await?;
        for id in &due {
            release(&*tx, Item::Comment(*id)).await?;
        }
        comment_file::Entity::delete_many()
            .filter(comment_file::Column::CommentId.is_in(these()))
            .exec(&*tx)
            .await?;
        comment_note::Entity::delete_many()
            .filter(comment_note::Column::CommentId.is_in(these()))
            .exec(&*tx)
            .await?;
        comment_report::Entity::delete_many()
            .filter(comment_report::Column::CommentId.is_in(these()))
            .exec(&*tx)
            .await?;
        comment_point::Entity::delete_many()
            .filter(comment_point::Column::CommentId.is_in(these()))
            .exec(&*tx)
            .await?;
        comment::Entity::delete_many().filter(comment::Column::Id.is_in(these())).exec(&*tx).await?;
        self.commit(tx).await?;
        if !files.is_empty() {
            files = self.files_unused(files).await?;
        }
        Ok(Forgotten { drafts: due.len(), files })
    }
}
