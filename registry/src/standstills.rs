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
    notification::{Content, Kind, State},
    role::Role,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, Set,
};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    authorities::Authority,
    db::{CHUNK, read_day, read_name, read_time, stored_time},
    drafts::today,
    entities::{comment, notification, standstill as started, standstill_event},
    family::{first_symbol, own_by_symbol},
    journal::{Entry, announce, log},
    judging::{Cause, flags::Occasion},
    mail_texts::{About, decided, measure_changed},
};

/// Characters of an author's name at most.
const LONGEST_AUTHOR: usize = 200;
/// Characters of a reason at most.
const LONGEST_REASON: usize = 5_000;

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
async fn standing_of(db: &impl ConnectionTrait, notification: i64) -> Result<Option<StandstillStanding>> {
    Ok(standstills(db, &[notification]).await?.remove(&notification))
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

impl Registry {
    /// Records what the Commission, the Council or a State did to the standstill
    /// of a public notification of the caller's authority. Officials may.
    /// Those who commented or follow are mailed when the end moves.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a day before receipt or ahead, a missing author, the
    /// same thing twice; [`Error::Refused`] where there is no standstill.
    pub async fn standstill_record(
        &self,
        caller: &Caller,
        symbol: &str,
        new: NewStandstillEvent,
    ) -> Result<()> {
        let tx = self.write().await?;
        let (row, standing) = self.own_standstill(&*tx, caller, symbol).await?;
        let authority = self.authority_of_row(&row).await?;
        let new = accept(new, &standing, today(&authority, self.now()))?;
        if !new.comment.is_empty() {
            let filed = comment::Entity::find()
                .filter(comment::Column::NotificationId.eq(row.id))
                .filter(comment::Column::Number.eq(&new.comment))
                .one(&*tx)
                .await?;
            if filed.is_none() {
                let message = "No comment on this notification has this number: check it, or leave it empty.";
                return Err(Error::Invalid(vec![FieldError::new("comment_number", message)]));
            }
        }
        match new.kind {
            StandstillEventKind::DetailedOpinion if !new.comment.is_empty() => {
                let opinion =
                    Opinion { from: &new.author, on: new.on, comment: &new.comment, reason: &new.reason };
                self.standstill_opinion_received(&*tx, &row, opinion, caller.actor()).await?;
            }
            _ => {
                self.add_event(&*tx, &row, &standing, &new, caller.actor()).await?;
            }
        }
        self.commit(tx).await
    }

    /// A detailed opinion was filed here as a comment: the standstill is
    /// lengthened in the transaction that takes the comment (Directive (EU)
    /// 2015/1535, Article 6(2)). `row` is the notification. Where it has no
    /// standstill, or this comment is on record already, nothing happens.
    /// Returns whether the end moved.
    pub(crate) async fn standstill_opinion_received(
        &self,
        tx: &impl ConnectionTrait,
        row: &notification::Model,
        opinion: Opinion<'_>,
        actor: &str,
    ) -> Result<bool> {
        let Some(standing) = standing_of(tx, row.id).await? else { return Ok(false) };
        if standing.records.iter().any(|r| r.comment.as_deref() == Some(opinion.comment)) {
            return Ok(false);
        }
        let new = NewStandstillEvent {
            kind: StandstillEventKind::DetailedOpinion,
            author: opinion.from.to_owned(),
            on: opinion.on,
            reason: opinion.reason.to_owned(),
            comment: opinion.comment.to_owned(),
        };
        self.add_event(tx, row, &standing, &new, actor).await
    }

    /// Takes back what was recorded: a mistake, or an opinion that its author
    /// withdrew. It stays on record with the reason, and counts no more.
    pub async fn standstill_take_back(
        &self,
        caller: &Caller,
        symbol: &str,
        record: i64,
        reason: &str,
    ) -> Result<()> {
        let tx = self.write().await?;
        let (row, standing) = self.own_standstill(&*tx, caller, symbol).await?;
        let reason = reason.trim().replace('\0', " ");
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            let message = "Say why it is taken back, in at most 5,000 characters.";
            return Err(Error::Invalid(vec![FieldError::new("take_back_reason", message)]));
        }
        let found = standstill_event::Entity::find_by_id(record)
            .filter(standstill_event::Column::NotificationId.eq(row.id))
            .one(&*tx)
            .await?
            .ok_or(Error::NotFound("entry"))?;
        if found.taken_back.is_some() {
            return Err(Error::Refused("this entry was taken back already".to_owned()));
        }
        let kind = read_name(&found.kind, StandstillEventKind::from_name)?;
        let what = sentence(kind, &found.author, read_day(&found.happened)?);
        let mut found = found.into_active_model();
        found.taken_back = Set(Some(stored_time(self.now())));
        found.taken_back_by = Set(caller.actor().to_owned());
        found.taken_back_reason = Set(reason.clone());
        found.update(&*tx).await?;
        let note = format!("{what}: {reason}");
        self.standstill_changed(&*tx, &row, &standing, ("standstill-taken-back", note), caller.actor())
            .await?;
        self.commit(tx).await
    }

    /// The public notification with its standstill, for officials of its authority.
    async fn own_standstill(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        symbol: &str,
    ) -> Result<(notification::Model, StandstillStanding)> {
        let row = own_by_symbol(db, caller, symbol).await?;
        caller.official()?.needs(&[Role::Official])?;
        if row.state == State::Withdrawn.as_str() {
            return Err(Error::Refused("the draft was withdrawn: its standstill ended with it".to_owned()));
        }
        let standing = standing_of(db, row.id).await?.ok_or_else(|| {
            Error::Refused(
                "this notification has no standstill: only new drafts and revisions notified under Directive (EU) 2015/1535 have one".to_owned(),
            )
        })?;
        Ok((row, standing))
    }

    /// Writes an event and what follows from it; returns whether the end moved.
    async fn add_event(
        &self,
        tx: &impl ConnectionTrait,
        row: &notification::Model,
        before: &StandstillStanding,
        new: &NewStandstillEvent,
        actor: &str,
    ) -> Result<bool> {
        standstill_event::ActiveModel {
            id: NotSet,
            notification_id: Set(row.id),
            kind: Set(new.kind.as_str().to_owned()),
            author: Set(new.author.clone()),
            happened: Set(new.on.to_string()),
            reason: Set(new.reason.clone()),
            comment_number: Set((!new.comment.is_empty()).then(|| new.comment.clone())),
            recorded: Set(stored_time(self.now())),
            recorded_by: Set(actor.to_owned()),
            taken_back: Set(None),
            taken_back_by: Set(String::new()),
            taken_back_reason: Set(String::new()),
        }
        .insert(tx)
        .await?;
        let note = sentence(new.kind, &new.author, new.on);
        self.standstill_changed(tx, row, before, ("standstill-recorded", note), actor).await
    }

    /// Log, judgement, outbox and mails after something was recorded or taken back.
    async fn standstill_changed(
        &self,
        tx: &impl ConnectionTrait,
        row: &notification::Model,
        before: &StandstillStanding,
        (what, note): (&str, String),
        actor: &str,
    ) -> Result<bool> {
        let now = self.now();
        let after = standing_of(tx, row.id).await?;
        let after =
            after.ok_or_else(|| Error::Corrupt(format!("notification {} has no standstill", row.id)))?;
        let (end, moved) = (after.told.current(), after.told.end() != before.told.end());
        let day = end.end.strftime("%-d %B %Y");
        let outcome = if moved {
            format!(
                "The standstill lasts until {day} now (Directive (EU) 2015/1535, Article {}).",
                end.reason.article()
            )
        } else {
            format!("The end of the standstill stays {day}.")
        };
        let mut active = row.clone().into_active_model();
        active.changed = Set(stored_time(now));
        let row = active.update(tx).await?;
        let authority = self.authority_of_row(&row).await?;
        let occasion = Occasion { now, cause: Cause::Decided, actor };
        self.judge_again(tx, &row, &authority, occasion).await?;
        let entry = Entry { notification: row.id, what, actor, note: format!("{note}. {outcome}") };
        log(tx, now, vec![entry]).await?;
        announce(tx, now, &[row.id]).await?;
        if moved {
            let symbol = first_symbol(tx, row.id).await?;
            let public_url = &self.settings.public_url;
            let about = About { public_url, symbol: &symbol, title: &row.title, number: "" };
            let news = format!("has a standstill until {day}");
            let letter = decided(about, &news, &note);
            let told = self.tell_commenters(tx, row.id, &letter, &BTreeSet::new()).await?;
            self.tell_followers_of(tx, row.id, &told, &measure_changed(about, &news, &note)).await?;
        }
        Ok(moved)
    }
}

/// A detailed opinion that was filed as a comment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opinion<'a> {
    /// The Member State, or the Commission.
    pub from: &'a str,
    /// The day on which it was delivered, in the notifying authority's zone.
    pub on: Date,
    /// The comment's number.
    pub comment: &'a str,
    /// In words; may be empty.
    pub reason: &'a str,
}

/// `Detailed opinion of France, 14 January 2027`.
fn sentence(kind: StandstillEventKind, author: &str, on: Date) -> String {
    let what = match kind {
        StandstillEventKind::DetailedOpinion => format!("detailed opinion of {author}"),
        StandstillEventKind::BlockingIntention => "the Commission intends an act on the matter".to_owned(),
        StandstillEventKind::BlockingCovered => {
            "the Commission finds the matter covered by a proposal".to_owned()
        }
        StandstillEventKind::CouncilPosition => "the Council adopted a position".to_owned(),
        StandstillEventKind::BlockingLapsed => "the blocking lapsed".to_owned(),
        StandstillEventKind::UrgencyAccepted => "the Commission accepted the urgency".to_owned(),
        StandstillEventKind::UrgencyRefused => "the Commission did not accept the urgency".to_owned(),
    };
    format!("{what}, {}", on.strftime("%-d %B %Y"))
}

/// Checks what an official records, and names the one who alone can do it.
fn accept(
    mut new: NewStandstillEvent,
    standing: &StandstillStanding,
    today: Date,
) -> Result<NewStandstillEvent> {
    let clean = |text: &str| text.trim().replace('\0', " ");
    new.author = new.kind.author().map_or_else(|| clean(&new.author), str::to_owned);
    new.reason = clean(&new.reason);
    new.comment = match new.kind {
        StandstillEventKind::DetailedOpinion => clean(&new.comment),
        _ => String::new(),
    };
    let mut errors = Vec::new();
    if new.author.is_empty() || new.author.chars().count() > LONGEST_AUTHOR {
        let message =
            "Name the Member State or the Commission that delivered the opinion, in at most 200 characters.";
        errors.push(FieldError::new("opinion_author", message));
    }
    if new.on > today {
        errors.push(FieldError::new("happened", "Enter the day on which it happened: today or earlier."));
    }
    if new.on < standing.received {
        let message = format!(
            "Enter a day from {} on: before, there was no standstill.",
            standing.received.strftime("%-d %B %Y")
        );
        errors.push(FieldError::new("happened", message));
    }
    if new.reason.chars().count() > LONGEST_REASON {
        errors.push(FieldError::new("event_reason", "Shorten this to 5,000 characters."));
    }
    let same = |r: &&StandstillRecord| {
        r.taken_back.is_none() && (r.kind, &r.author, r.on) == (new.kind, &new.author, new.on)
    };
    if standing.records.iter().find(same).is_some() {
        errors.push(FieldError::new("event", "This is on record already: see the list below."));
    }
    if errors.is_empty() { Ok(new) } else { Err(Error::Invalid(errors)) }
}
