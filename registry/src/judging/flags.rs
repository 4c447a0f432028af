//! What the rules found, kept over time: a divergence found again is the same
//! row, one no longer found is resolved, one that the authority gave its reason
//! for is explained or dismissed (Rec. C.9). How each came and went is kept too.

use std::collections::{HashMap, HashSet};

use domain::{
    divergence::Divergence,
    notification::Content,
    standard::{Place, StandardId},
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, Set,
};

use super::{Cause, answers};
use crate::{
    Result,
    db::{CHUNK, NEXT, VALUE, joined, read_json, read_name, read_time, stored_json, stored_time},
    entities::{divergence, divergence_event},
    notifications::{Answer, DivergenceRecord, DivergenceState, FlagChange, FlagEvent},
};

/// How the divergences of a notification changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Raised, or raised again: rule and reference in words.
    pub raised: Vec<String>,
    /// Still there, with another weight or something else to use instead.
    pub changed: Vec<String>,
    /// Gone, with what raised them.
    pub resolved: Vec<String>,
    /// Whether others changed in evidence or state.
    pub others: bool,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The changes as a note in the log.
    pub fn note(&self) -> String {
        let part =
            |what: &str, list: &[String]| (!list.is_empty()).then(|| format!("{what} {}", list.join(", ")));
        [part("raised", &self.raised), part("changed", &self.changed), part("resolved", &self.resolved)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// What has to be written so that the stored divergences are those found.
#[derive(Debug, Default)]
pub(crate) struct Difference {
    pub changes: Changes,
    new: Vec<divergence::Model>,
    changed: Vec<divergence::Model>,
    events: Vec<divergence_event::Model>,
}

/// When and why something is judged, and by whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion<'a> {
    pub now: Timestamp,
    pub cause: Cause,
    pub actor: &'a str,
}

/// Compares what is stored of a notification with what was found.
pub(crate) fn difference(
    notification: i64,
    content: &Content,
    known: Vec<divergence::Model>,
    answers: &HashMap<String, Answer>,
    found: &[Divergence],
    occasion: Occasion<'_>,
) -> Result<Difference> {
    let mut known: HashMap<String, divergence::Model> =
        known.into_iter().map(|row| (row.identity.clone(), row)).collect();
    let mut all = Difference::default();
    let event = |identity: &str, what: &str| divergence_event::Model {
        id: 0,
        notification_id: notification,
        identity: identity.to_owned(),
        at: stored_time(occasion.now),
        what: what.to_owned(),
        cause: occasion.cause.as_str().to_owned(),
        actor: occasion.actor.to_owned(),
        details: String::new(),
    };
    for wanted in rows(notification, occasion.now, content, answers, found)? {
        let Some(mut row) = known.remove(&wanted.identity) else {
            all.changes.raised.push(in_words(&wanted.body)?);
            all.events.push(event(&wanted.identity, "raised"));
            if wanted.state != DivergenceState::Open.as_str() {
                all.events.push(event(&wanted.identity, &wanted.state));
            }
            all.new.push(wanted);
            continue;
        };
        if row.body == wanted.body && row.state == wanted.state && row.position == wanted.position {
            continue;
        }
        if row.resolved.take().is_some() {
            all.changes.raised.push(in_words(&wanted.body)?);
            all.events.push(event(&wanted.identity, "raised"));
            row.raised = wanted.raised;
        } else {
            let answered = row.state != wanted.state;
            all.changes.others |= row.body != wanted.body || answered;
            if answered {
                all.events.push(event(&wanted.identity, &wanted.state));
            }
            let before: Divergence = read_json(&row.body)?;
            let after: Divergence = read_json(&wanted.body)?;
            if let Some(change) = FlagChange::between(&before, &after, answered) {
                all.changes.changed.push(format!("{} {}", in_words(&wanted.body)?, change.in_words()));
                all.events.push(divergence_event::Model {
                    details: stored_json(&change)?,
                    ..event(&wanted.identity, "changed")
                });
            }
        }
        row.body = wanted.body;
        row.state = wanted.state;
        row.position = wanted.position;
        all.changed.push(row);
    }
    let mut gone: Vec<divergence::Model> = known.into_values().filter(|row| row.resolved.is_none()).collect();
    gone.sort_by_key(|row| row.position);
    for mut row in gone {
        all.changes.resolved.push(in_words(&row.body)?);
        all.events.push(event(&row.identity, DivergenceState::Resolved.as_str()));
        row.state = DivergenceState::Resolved.as_str().to_owned();
        row.resolved = Some(stored_time(occasion.now));
        all.changed.push(row);
    }
    Ok(all)
}

impl Difference {
    /// Puts another notification's difference beside this one.
    pub(crate) fn append(&mut self, other: Self) {
        self.new.extend(other.new);
        self.changed.extend(other.changed);
        self.events.extend(other.events);
    }

    /// Writes what differs, with few statements.
    pub(crate) async fn write(self, tx: &impl ConnectionTrait) -> Result<()> {
        for row in self.changed {
            row.into_active_model().reset_all().update(tx).await?;
        }
        for chunk in self.new.chunks(CHUNK) {
            let rows = chunk.iter().map(|row| {
                let mut row = row.clone().into_active_model().reset_all();
                row.id = NotSet;
                row
            });
            divergence::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        for chunk in self.events.chunks(CHUNK) {
            let rows = chunk.iter().map(|row| {
                let mut row = row.clone().into_active_model().reset_all();
                row.id = NotSet;
                row
            });
            divergence_event::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        Ok(())
    }
}

/// Writes one event of a divergence.
pub(crate) async fn note_event(
    tx: &impl ConnectionTrait,
    notification: i64,
    identity: &str,
    what: &str,
    occasion: Occasion<'_>,
) -> Result<()> {
    divergence_event::ActiveModel {
        id: NotSet,
        notification_id: Set(notification),
        identity: Set(identity.to_owned()),
        at: Set(stored_time(occasion.now)),
        what: Set(what.to_owned()),
        cause: Set(occasion.cause.as_str().to_owned()),
        actor: Set(occasion.actor.to_owned()),
        details: Set(String::new()),
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// A divergence in a few words: its rule, and what it is about.
fn in_words(body: &str) -> Result<String> {
    let divergence: Divergence = read_json(body)?;
    let evidence = divergence.evidence;
    let about = if evidence.cited.is_empty() { evidence.standard } else { evidence.cited };
    let rule = divergence.code.as_str().replace('-', " ");
    Ok(if about.is_empty() { rule } else { format!("{rule} ({about})") })
}

/// Rows of the divergences, each identity once.
fn rows(
    notification: i64,
    now: Timestamp,
    content: &Content,
    answers: &HashMap<String, Answer>,
    found: &[Divergence],
) -> Result<Vec<divergence::Model>> {
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for (divergence, position) in found.iter().zip(0..) {
        let identity = identity(divergence);
        if !seen.insert(identity.clone()) {
            continue;
        }
        let answer = answers::answer(divergence, &identity, content, answers);
        rows.push(divergence::Model {
            id: 0,
            notification_id: notification,
            identity,
            position,
            body: stored_json(&answers::answered(divergence.clone(), answer.as_ref()))?,
            state: DivergenceState::answered(answer.as_ref()).as_str().to_owned(),
            raised: stored_time(now),
            resolved: None,
        });
    }
    Ok(rows)
}

/// What is found in a draft, with what its authors say to it; nothing is stored.
pub(crate) fn unstored(
    found: Vec<Divergence>,
    content: &Content,
    answers: &HashMap<String, Answer>,
) -> Vec<DivergenceRecord> {
    let mut seen = HashSet::new();
    let mut records: Vec<DivergenceRecord> = found
        .into_iter()
        .filter_map(|divergence| {
            let key = identity(&divergence);
            let answer = answers::answer(&divergence, &key, content, answers);
            seen.insert(key.clone()).then(|| DivergenceRecord {
                state: DivergenceState::answered(answer.as_ref()),
                key,
                divergence: answers::answered(divergence, answer.as_ref()),
                answer,
                raised: None,
                resolved: None,
                history: Vec::new(),
            })
        })
        .collect();
    records.sort_by_key(|r| r.state);
    records
}

/// One divergence keeps its identity while its rule finds the same reference in
/// the same kind of place, wherever in the text it moves.
pub(crate) fn identity(divergence: &Divergence) -> String {
    let evidence = &divergence.evidence;
    let place = match &evidence.place {
        None => "",
        Some(Place::Declared { .. }) => "declared",
        Some(Place::Field { field, .. }) => field,
        Some(Place::Document { .. }) => "document",
    };
    // What is about no reference is told apart by the standard it is about.
    let about = if evidence.cited.is_empty() { &evidence.standard } else { &evidence.cited };
    let cited = normal(about);
    format!("{}|{cited}|{place}", divergence.code.as_str())
}

/// An identifier in normal form; a text that is none as it is.
pub(crate) fn normal(cited: &str) -> String {
    cited.parse::<StandardId>().map_or_else(|_| cited.trim().to_owned(), |id| id.to_string())
}

/// The rows of these notifications, by notification.
pub(crate) async fn stored_rows(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<divergence::Model>>> {
    let mut all: HashMap<i64, Vec<divergence::Model>> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = divergence::Entity::find()
            .filter(divergence::Column::NotificationId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        for row in rows {
            all.entry(row.notification_id).or_default().push(row);
        }
    }
    Ok(all)
}

/// All that is stored of what diverges in a notification, as one text: it is
/// compared with [`mark_of`], and most are equal. One row each costs a tenth of
/// reading all rows.
pub(crate) async fn stored_marks(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, String>> {
    let mut all = HashMap::with_capacity(ids.len());
    let what = format!("identity || '{VALUE}' || state || '{VALUE}' || body, '{NEXT}' ORDER BY position");
    let notification = divergence::Column::NotificationId;
    for chunk in ids.chunks(CHUNK) {
        let rows = divergence::Entity::find()
            .filter(notification.is_in(chunk.iter().copied()))
            .filter(divergence::Column::Resolved.is_null());
        all.extend(joined(db, rows, notification, &what).await?);
    }
    Ok(all)
}

/// The mark of what was found, as [`stored_marks`] reads it when it was written.
pub(crate) fn mark_of(
    content: &Content,
    answers: &HashMap<String, Answer>,
    found: &[Divergence],
) -> Result<String> {
    let mut mark = String::new();
    for row in rows(0, Timestamp::UNIX_EPOCH, content, answers, found)? {
        if !mark.is_empty() {
            mark.push(NEXT);
        }
        mark.push_str(&row.identity);
        mark.push(VALUE);
        mark.push_str(&row.state);
        mark.push(VALUE);
        mark.push_str(&row.body);
    }
    Ok(mark)
}

/// The stored divergences of a notification, open ones first.
pub(crate) async fn stored_divergences(
    db: &impl ConnectionTrait,
    notification: i64,
    content: &Content,
) -> Result<Vec<DivergenceRecord>> {
    let rows = divergence::Entity::find()
        .filter(divergence::Column::NotificationId.eq(notification))
        .order_by_asc(divergence::Column::Position)
        .all(db)
        .await?;
    let answers = answers::stored(db, &[notification]).await?.remove(&notification).unwrap_or_default();
    let mut events: HashMap<String, Vec<FlagEvent>> = HashMap::new();
    let stored = divergence_event::Entity::find()
        .filter(divergence_event::Column::NotificationId.eq(notification))
        .order_by_asc(divergence_event::Column::Id)
        .all(db)
        .await?;
    for row in stored {
        let event = FlagEvent {
            at: read_time(&row.at)?,
            what: row.what,
            cause: read_name(&row.cause, Cause::from_name)?,
            actor: row.actor,
            change: (!row.details.is_empty()).then(|| read_json(&row.details)).transpose()?,
        };
        events.entry(row.identity).or_default().push(event);
    }
    let mut records = rows
        .into_iter()
        .map(|row| {
            let divergence: Divergence = read_json(&row.body)?;
            Ok(DivergenceRecord {
                state: read_name(&row.state, DivergenceState::from_name)?,
                answer: answers::answer(&divergence, &row.identity, content, &answers),
                raised: Some(read_time(&row.raised)?),
                resolved: row.resolved.as_deref().map(read_time).transpose()?,
                history: events.remove(&row.identity).unwrap_or_default(),
                key: row.identity,
                divergence,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    records.sort_by_key(|r| r.state);
    Ok(records)
}

#[cfg(test)]
mod tests;
