//! A step that the same person took before: whoever presses a button twice is told
//! that it is done, and not that it is refused.

use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::{
    Caller, Registry, Result,
    db::read_time,
    entities::{event, joint_authority, notification, notification_symbol},
};

/// What begins anew what can be done: what was done before it is another story.
const ANEW: [&str; 4] = ["submitted", "sent-back", "handed-back", "joint-asked"];

/// A step that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneAlready {
    /// Its name in the log.
    pub what: String,
    /// When.
    pub at: Timestamp,
    /// Who took it.
    pub by: String,
    /// What was said with it.
    pub note: String,
    /// The notification's symbol, where it has one by now.
    pub symbol: Option<String>,
}

impl Registry {
    /// Whether the caller took one of these steps (by their names in the log) of a
    /// notification of the own authority, and nothing was begun anew since.
    pub async fn done_already(
        &self,
        caller: &Caller,
        notification: i64,
        steps: &[&str],
    ) -> Result<Option<DoneAlready>> {
        let official = caller.official()?;
        let own = official.authority.as_str();
        let Some(row) = notification::Entity::find_by_id(notification).one(&self.db).await? else {
            return Ok(None);
        };
        let joint = joint_authority::Entity::find_by_id((notification, own.to_owned())).one(&self.db).await?;
        if row.authority_code != own && joint.is_none() {
            return Ok(None);
        }
        let of = || event::Entity::find().filter(event::Column::NotificationId.eq(notification));
        let taken = of()
            .filter(event::Column::What.is_in(steps.iter().copied()))
            .filter(event::Column::Actor.eq(caller.actor()))
            .order_by_desc(event::Column::Id)
            .one(&self.db)
            .await?;
        let Some(taken) = taken else { return Ok(None) };
        let anew = of()
            .filter(event::Column::What.is_in(ANEW))
            .filter(event::Column::Id.gt(taken.id))
            .count(&self.db)
            .await?;
        if anew > 0 {
            return Ok(None);
        }
        let symbol = notification_symbol::Entity::find()
            .filter(notification_symbol::Column::NotificationId.eq(notification))
            .order_by_asc(notification_symbol::Column::Position)
            .one(&self.db)
            .await?;
        Ok(Some(DoneAlready {
            what: taken.what,
            at: read_time(&taken.at)?,
            by: taken.actor,
            note: taken.note,
            symbol: symbol.map(|s| s.symbol),
        }))
    }
}
