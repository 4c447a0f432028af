//! The standstill of Directive (EU) 2015/1535 in the registry: it starts with the
//! publication, and moves by what officials of the notifying authority record
//! of the Commission and of other States. Only what happened is stored; the ends
//! are reckoned anew each time (`domain::clock::standstill`), so that history
//! and end cannot disagree. What is taken back stays on record and counts no more.

use std::collections::{BTreeSet, HashMap};

use domain::{
    authority::Profile,
    clock::{
        Event, Standstill, StandstillChange, StandstillEventKind, StandstillSubject, WithoutEffect,
        standstill,
    },
    notification::{Content, Kind},
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::{
    Result,
    authorities::Authority,
    db::{CHUNK, read_day, read_name, read_time},
    entities::{notification, standstill as started, standstill_event},
};

/// The standstill of one notification, with all that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandstillStanding {
    /// The day of receipt: here that of publication.
    pub received: Date,
    /// What the draft regulates.
    pub subject: StandstillSubject,
    /// The first end, and every change with its reason.
    pub told: Standstill,
    /// What was recorded, in the order of days.
    pub records: Vec<StandstillRecord>,
    /// Whether the draft may not be adopted today.
    pub running: bool,
}

/// Something recorded about a standstill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandstillRecord {
    /// Identifier.
    pub id: i64,
    /// What.
    pub kind: StandstillEventKind,
    /// Who did it: the Commission, the Council, a State.
    pub author: String,
    /// On what day.
    pub on: Date,
    /// In words; may be empty.
    pub reason: String,
    /// Number of the comment that is the detailed opinion, if it was filed here.
    pub comment: Option<String>,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// By whom.
    pub recorded_by: String,
    /// Taken back since, with the reason.
    pub taken_back: Option<TakenBack>,
    /// Why it moves nothing; none where it does, or where it was taken back.
    pub without_effect: Option<WithoutEffect>,
}

/// That a record was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What an official records.
#[derive(Debug, Clone)]
pub struct NewStandstillEvent {
    /// What.
    pub kind: StandstillEventKind,
    /// Who delivered a detailed opinion; of no meaning for what one alone can do.
    pub author: String,
    /// On what day.
    pub on: Date,
    /// In words; may be empty.
    pub reason: String,
    /// Number of the comment that is the detailed opinion; empty where it came another way.
    pub comment: String,
}

impl StandstillStanding {
    /// What gave this end; none for the first.
    pub fn cause(&self, change: &StandstillChange) -> Option<&StandstillRecord> {
        let counts = |r: &&StandstillRecord| {
            r.taken_back.is_none() && r.on == change.on && r.kind.gives(change.reason)
        };
        self.records.iter().find(counts)
    }

    /// Whether the end was moved.
    pub fn moved(&self) -> bool {
        self.told.end() != self.told.first.end
    }

    /// How often something was recorded or taken back: counts up with every change.
    pub fn revisions(&self) -> u32 {
        let all = self.records.iter().map(|r| 1 + u32::from(r.taken_back.is_some()));
        all.sum()
    }

    fn of(row: &started::Model, events: Vec<standstill_event::Model>) -> Result<Self> {
        let received = read_day(&row.received)?;
        let subject = read_name(&row.subject, StandstillSubject::from_name)?;
        let mut records = events.into_iter().map(StandstillRecord::from_row).collect::<Result<Vec<_>>>()?;
        records.sort_by_key(|r| (r.on, r.kind, r.id));
        let counting = records.iter().filter(|r| r.taken_back.is_none());
        let events: Vec<Event> = counting.filter_map(|r| r.kind.event(r.on)).collect();
        let told = standstill(received, subject, &events);
        let mut standing = Self { received, subject, told, records, running: false };
        let moving: BTreeSet<i64> =
            standing.told.changes.iter().filter_map(|c| standing.cause(c)).map(|r| r.id).collect();
        let silent = standing.told.without_effect.clone();
        for record in &mut standing.records {
            if record.taken_back.is_none() && !moving.contains(&record.id) {
                let event = record.kind.event(record.on);
                record.without_effect = silent.iter().find(|(e, _)| Some(*e) == event).map(|(_, why)| *why);
            }
        }
        Ok(standing)
    }
}

impl StandstillRecord {
    fn from_row(row: standstill_event::Model) -> Result<Self> {
        let taken_back = match &row.taken_back {
            Some(at) => {
                Some(TakenBack { at: read_time(at)?, by: row.taken_back_by, reason: row.taken_back_reason })
            }
            None => None,
        };
        Ok(Self {
            id: row.id,
            kind: read_name(&row.kind, StandstillEventKind::from_name)?,
            author: row.author,
            on: read_day(&row.happened)?,
            reason: row.reason,
            comment: row.comment_number,
            recorded: read_time(&row.recorded)?,
            recorded_by: row.recorded_by,
            taken_back,
            without_effect: None,
        })
    }
}

/// The standstills of these notifications; those without one are left out.
/// `running` is not known here: it depends on the authority's day.
pub(crate) async fn standstills(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, StandstillStanding>> {
    let mut rows = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let of_these = started::Column::NotificationId.is_in(chunk.iter().copied());
        rows.extend(started::Entity::find().filter(of_these).all(db).await?);
    }
    let with: Vec<i64> = rows.iter().map(|r| r.notification_id).collect();
    let mut events: HashMap<i64, Vec<standstill_event::Model>> = HashMap::new();
    for chunk in with.chunks(CHUNK) {
        let found = standstill_event::Entity::find()
            .filter(standstill_event::Column::NotificationId.is_in(chunk.iter().copied()))
            .order_by_asc(standstill_event::Column::Id)
            .all(db)
            .await?;
        for event in found {
            events.entry(event.notification_id).or_default().push(event);
        }
    }
    rows.iter()
        .map(|row| {
            let own = events.remove(&row.notification_id).unwrap_or_default();
            Ok((row.notification_id, StandstillStanding::of(row, own)?))
        })
        .collect()
}

/// The standstill of one notification.
pub(crate) async fn standing_of(
    db: &impl ConnectionTrait,
    notification: i64,
) -> Result<Option<StandstillStanding>> {
    Ok(standstills(db, &[notification]).await?.remove(&notification))
}

/// The last day on which a detailed opinion on a notification can be given, in
/// its authority's zone: three months from receipt, also where the stated comment
/// period is shorter (Directive (EU) 2015/1535, Article 6(2)). None where it has
/// no standstill, or where urgency ended it.
pub(crate) async fn opinions_until(
    db: &impl ConnectionTrait,
    row: &notification::Model,
) -> Result<Option<Date>> {
    Ok(standing_of(db, row.id).await?.and_then(|standing| standing.told.opinions_until()))
}

/// The standstill that a form has when it is received on a day; none outside
/// Directive (EU) 2015/1535 and for changes that open no period.
pub(crate) fn standstill_of_form(
    content: &Content,
    kind: Kind,
    profile: Profile,
    received: Date,
) -> Option<Standstill> {
    (profile == Profile::Eu && kind.opens_period()).then(|| standstill(received, subject_of(content), &[]))
}

fn subject_of(content: &Content) -> StandstillSubject {
    content.tris.as_ref().map_or(StandstillSubject::Goods, StandstillSubject::from)
}

/// Starts the standstill of a notification that is published on that day.
pub(crate) async fn start_standstill(
    tx: &impl ConnectionTrait,
    notification: i64,
    content: &Content,
    kind: Kind,
    authority: &Authority,
    day: Date,
) -> Result<()> {
    if standstill_of_form(content, kind, authority.profile, day).is_none() {
        return Ok(());
    }
    started::Entity::insert(started::ActiveModel {
        notification_id: Set(notification),
        received: Set(day.to_string()),
        subject: Set(subject_of(content).as_str().to_owned()),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}
