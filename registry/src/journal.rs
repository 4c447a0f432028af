//! What every change writes beside the row: its entry in the log, and its entry
//! in the outbox.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use crate::{
    Caller, Result,
    db::{CHUNK, read_time, stored_time},
    entities::{event, outbox},
    notifications::Event,
};

/// A log entry to write.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub notification: i64,
    pub what: &'a str,
    pub actor: &'a str,
    pub note: String,
}

/// Writes to the log.
pub(crate) async fn log(tx: &impl ConnectionTrait, now: Timestamp, entries: Vec<Entry<'_>>) -> Result<()> {
    let at = stored_time(now);
    for chunk in entries.chunks(CHUNK) {
        let rows = chunk.iter().map(|e| event::ActiveModel {
            id: NotSet,
            notification_id: Set(e.notification),
            at: Set(at.clone()),
            what: Set(e.what.to_owned()),
            actor: Set(e.actor.to_owned()),
            note: Set(e.note.clone()),
        });
        event::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Tells followers to look at these notifications again.
pub(crate) async fn announce(tx: &impl ConnectionTrait, now: Timestamp, ids: &[i64]) -> Result<()> {
    let at = stored_time(now);
    for chunk in ids.chunks(CHUNK) {
        let rows = chunk.iter().map(|id| outbox::ActiveModel {
            seq: NotSet,
            notification_id: Set(*id),
            at: Set(at.clone()),
        });
        outbox::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What is said between authors before publication.
const INSIDE: [&str; 7] = [
    "sent-back",
    "handed-over",
    "handed-back",
    "joint-asked",
    "joint-joined",
    "joint-declined",
    "joint-parted",
];

/// Entries about single comments that a log on a page shows, the newest: a
/// campaign must not bury the procedure.
const OF_COMMENTS: u64 = 20;

/// The log of a notification, oldest first, with the newest of what happened to
/// single comments. The reason for sending a draft back is between its authors:
/// readers outside learn only that it happened.
pub(crate) async fn history(
    db: &impl ConnectionTrait,
    notification: i64,
    inside: bool,
) -> Result<Vec<Event>> {
    let of = || event::Entity::find().filter(event::Column::NotificationId.eq(notification));
    let mut rows = of().filter(event::Column::What.not_like("comment-%")).all(db).await?;
    let comments = of()
        .filter(event::Column::What.like("comment-%"))
        .order_by_desc(event::Column::Id)
        .limit(OF_COMMENTS)
        .all(db)
        .await?;
    rows.extend(comments);
    rows.sort_by_key(|row| row.id);
    rows.into_iter()
        .map(|row| {
            let hidden = INSIDE.contains(&row.what.as_str()) && !inside;
            Ok(Event {
                at: read_time(&row.at)?,
                what: row.what,
                actor: row.actor,
                note: if hidden { String::new() } else { row.note },
            })
        })
        .collect()
}

impl Caller {
    /// The name the log shows.
    pub(crate) fn actor(&self) -> &str {
        match self {
            Self::Public => "",
            Self::Official(official) => &official.name,
            Self::System => "Concordance",
        }
    }
}
