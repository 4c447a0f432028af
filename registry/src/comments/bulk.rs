//! The same for many comments at once: those ticked, a whole group of
//! near-duplicates, or all that a filter finds. One transaction: all or none is
//! lost, and what a comment's state refuses is counted, not an error.

use domain::{comment::Disposition, role::Role};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    Set,
};

use super::{
    Filter,
    answers::{reason, refuse_stranger, refuse_unknown_clause, reply_text, verdict},
    desk::narrowed,
    rows::points_of,
};
use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::CHUNK,
    entities::{comment, notification},
    journal::announce,
};

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bulk {
    /// Given to a colleague, or to nobody.
    Assign(Option<i64>),
    /// Every part without a disposition gets this one.
    Dispose {
        /// What is made of it.
        what: Disposition,
        /// Why.
        reason: String,
        /// The text in which the draft was changed.
        changed_document: Option<i64>,
        /// The clause of it.
        changed_clause: String,
    },
    /// Those without a reply get this one.
    Reply(String),
    /// Those that wait to be checked are shown.
    Publish,
    /// They are not shown, for this reason.
    Withhold(String),
}

/// To which comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// To these.
    Ids(Vec<i64>),
    /// To all that the filter finds, on whatever page.
    Found(Box<Filter>),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Comments to which it was done.
    pub done: u64,
    /// Comments that did not allow it, or to which it was done before.
    pub passed_over: u64,
}

impl Registry {
    /// Does one thing to many comments on notifications of the caller's authority.
    pub async fn comment_bulk(&self, caller: &Caller, chosen: &Chosen, bulk: &Bulk) -> Result<Done> {
        let official = caller.official()?;
        official.needs(&[Role::Official])?;
        let among = match chosen {
            Chosen::Ids(_) => self.among(caller, "").await?,
            Chosen::Found(filter) => self.among(caller, &filter.on).await?,
        };
        let tx = self.write().await?;
        let mut rows = Vec::new();
        match chosen {
            Chosen::Ids(ids) => {
                for ids in ids.chunks(CHUNK) {
                    let found = comment::Entity::find()
                        .filter(among.clone())
                        .filter(comment::Column::Id.is_in(ids.iter().copied()))
                        .order_by_asc(comment::Column::Id)
                        .all(&*tx)
                        .await?;
                    rows.extend(found);
                }
            }
            Chosen::Found(filter) => {
                rows = narrowed(comment::Entity::find().filter(among), filter)
                    .order_by_asc(comment::Column::Id)
                    .all(&*tx)
                    .await?;
            }
        }
        if rows.is_empty() {
            return Err(Error::Invalid(vec![FieldError::new("ids", "Tick at least one comment.")]));
        }
        let mut on: Vec<i64> = rows.iter().map(|r| r.notification_id).collect();
        on.sort_unstable();
        on.dedup();
        let notifications = notification::Entity::find()
            .filter(notification::Column::Id.is_in(on.iter().copied()))
            .all(&*tx)
            .await?;
        let done = self.bulk_of(&*tx, official, rows, &notifications, bulk).await?;
        announce(&*tx, self.now(), &on).await?;
        self.commit(tx).await?;
        Ok(done)
    }

    async fn bulk_of(
        &self,
        tx: &impl ConnectionTrait,
        official: &crate::Official,
        rows: Vec<comment::Model>,
        notifications: &[notification::Model],
        bulk: &Bulk,
    ) -> Result<Done> {
        let mut done = Done::default();
        // What is wrong with the words is said before anything is done.
        let (text, why, verdict) = match bulk {
            Bulk::Reply(text) => (reply_text(text)?, String::new(), None),
            Bulk::Withhold(why) => {
                let why = reason("why", why, "Say why they are not shown: the public reads this reason.")?;
                (String::new(), why, None)
            }
            Bulk::Dispose { what, reason, changed_document, changed_clause } => {
                let verdict = verdict(*what, reason, *changed_document, changed_clause)?;
                for notification in notifications {
                    refuse_unknown_clause(tx, notification, &verdict).await?;
                }
                (String::new(), String::new(), Some(verdict))
            }
            Bulk::Assign(to) => {
                refuse_stranger(tx, official, *to).await?;
                (String::new(), String::new(), None)
            }
            Bulk::Publish => (String::new(), String::new(), None),
        };
        let mut points = match bulk {
            Bulk::Dispose { .. } => points_of(tx, &rows).await?,
            _ => std::collections::HashMap::new(),
        };
        for row in rows {
            let Some(on) = notifications.iter().find(|n| n.id == row.notification_id) else { continue };
            let id = row.id;
            let outcome = match bulk {
                Bulk::Assign(to) if row.assigned_to == *to => Err(Error::Refused(String::new())),
                Bulk::Assign(to) => {
                    let mut row = row.into_active_model();
                    row.assigned_to = Set(*to);
                    row.update(tx).await?;
                    Ok(())
                }
                Bulk::Reply(_) => self.answer(tx, official, on, row, &text).await,
                Bulk::Publish => self.publish(tx, official, on, row).await,
                Bulk::Withhold(_) => self.withhold(tx, official, on, row, &why).await,
                Bulk::Dispose { .. } => {
                    let open: Vec<_> = points
                        .remove(&id)
                        .unwrap_or_default()
                        .into_iter()
                        .filter(|p| p.disposition.is_none())
                        .collect();
                    match &verdict {
                        Some(verdict) if !open.is_empty() => {
                            for point in open {
                                self.dispose(tx, official, point, verdict).await?;
                            }
                            Ok(())
                        }
                        _ => Err(Error::Refused(String::new())),
                    }
                }
            };
            match outcome {
                Ok(()) => done.done += 1,
                Err(Error::Refused(_)) => done.passed_over += 1,
                Err(other) => return Err(other),
            }
        }
        Ok(done)
    }
}
