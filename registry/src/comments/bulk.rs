//! The same for many comments at once: those ticked, a whole group of
//! near-duplicates, or all that a filter finds. Some hundred at a time, so that
//! comments that arrive meanwhile do not wait for thousands of others; what was
//! done stays done if the rest fails, and is passed over when it is tried again.
//! What a comment's state refuses is counted, not an error.

use domain::{comment::Disposition, role::Role};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use super::{
    Filter,
    answers::{reason, refuse_stranger, refuse_unknown_clause, reply_text, verdict},
    rows::points_of,
};
use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    entities::{comment, notification},
    journal::announce,
};

/// Comments in one transaction.
const AT_ONCE: usize = 200;

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
    Found {
        /// What is looked for.
        filter: Box<Filter>,
        /// The newest comment that was found when the person looked, by identifier:
        /// what came since was seen by nobody.
        newest: i64,
        /// How many were found then.
        seen: u64,
    },
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
        let (among, ids) = match chosen {
            Chosen::Ids(ids) => (self.among(caller, "").await?, ids.clone()),
            Chosen::Found { filter, newest, seen } => {
                let among = self.among(caller, &filter.on).await?;
                let ids: Vec<i64> = among
                    .narrowed(filter)
                    .select_only()
                    .column(comment::Column::Id)
                    .filter(comment::Column::Id.lte(*newest))
                    .order_by_asc(comment::Column::Id)
                    .into_tuple()
                    .all(&self.db)
                    .await?;
                // Verified since, or written about since: nobody has read them here.
                if ids.len() as u64 > *seen {
                    return Err(Error::Invalid(vec![FieldError::new(
                        "whom",
                        format!(
                            "Meanwhile {} comments are found, not {seen}: look at the list below, and choose again.",
                            ids.len()
                        ),
                    )]));
                }
                (among, ids)
            }
        };
        if ids.is_empty() {
            return Err(Error::Invalid(vec![FieldError::new("ids", "Tick at least one comment.")]));
        }
        let mut all = Done::default();
        for ids in ids.chunks(AT_ONCE) {
            let done = self.bulk_some(official, among.comments.clone(), ids, bulk).await?;
            all.done += done.done;
            all.passed_over += done.passed_over;
        }
        if all == Done::default() {
            return Err(Error::Invalid(vec![FieldError::new("ids", "Tick at least one comment.")]));
        }
        Ok(all)
    }

    /// Does it to these, in one transaction.
    async fn bulk_some(
        &self,
        official: &Official,
        among: Condition,
        ids: &[i64],
        bulk: &Bulk,
    ) -> Result<Done> {
        let tx = self.write().await?;
        let rows = comment::Entity::find()
            .filter(among)
            .filter(comment::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(comment::Column::Id)
            .all(&*tx)
            .await?;
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
        official: &Official,
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
