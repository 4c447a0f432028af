//! Recording what the Commission, the Council and other States did to a
//! standstill, and taking it back: the row, the log, the judgement, the outbox
//! and the mails in one transaction.

use std::collections::BTreeSet;

use domain::{clock::StandstillEventKind, notification::State, role::Role};
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{read_day, read_name, stored_time},
    entities::{comment, notification, standstill_event},
    family::{first_symbol, own_by_symbol},
    journal::{Entry, announce, log},
    judging::{Cause, flags::Occasion},
    mail_texts::{About, decided, measure_changed},
    standstills::{NewStandstillEvent, StandstillRecord, StandstillStanding, standing_of},
};

/// Characters of an author's name at most.
const LONGEST_AUTHOR: usize = 200;
/// Characters of a reason at most.
const LONGEST_REASON: usize = 5_000;

impl Registry {
    /// Records what the Commission, the Council or a State did to the standstill
    /// of a public notification of the caller's authority. Officials may.
    /// Those who commented or follow are mailed when the end moves.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a day before receipt or ahead, a missing author, the
    /// same thing or the same comment twice; [`Error::Refused`] where there is no standstill.
    pub async fn standstill_record(
        &self,
        caller: &Caller,
        symbol: &str,
        new: NewStandstillEvent,
    ) -> Result<()> {
        let tx = self.write().await?;
        let (row, standing) = self.own_standstill(&*tx, caller, symbol).await?;
        let authority = self.authority_of_row(&row).await?;
        let new = accept(new, &standing, authority.today(self.now()))?;
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
        self.add_event(&*tx, &row, &standing, &new, caller.actor()).await?;
        self.commit(tx).await
    }

    /// A detailed opinion was filed here as a comment: the standstill is
    /// lengthened in the transaction that takes the comment (Directive (EU)
    /// 2015/1535, Article 6(2)). `row` is the notification. Where it has no
    /// standstill, or this comment is on record already, nothing happens: a
    /// comment that is sent again does not undo that an official took its record
    /// back. Returns whether the end moved.
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
    // What was taken back may be recorded anew.
    let mut counting = standing.records.iter().filter(|r| r.taken_back.is_none());
    let same = |r: &StandstillRecord| (r.kind, &r.author, r.on) == (new.kind, &new.author, new.on);
    if counting.clone().any(same) {
        errors.push(FieldError::new("event", "This is on record already: see the list below."));
    } else if !new.comment.is_empty() && counting.any(|r| r.comment.as_deref() == Some(new.comment.as_str()))
    {
        let message = "The comment with this number is on record already: see the list below. Where that entry is wrong, take it back first.";
        errors.push(FieldError::new("comment_number", message));
    }
    if errors.is_empty() { Ok(new) } else { Err(Error::Invalid(errors)) }
}
