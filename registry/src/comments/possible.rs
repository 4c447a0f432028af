//! Who may comment on what, when: the own authority may not, the period is over,
//! a detailed opinion is for Member States.

use domain::{
    comment::{CommentKind, NoOpinion, Party, Publication, may_object},
    notification::{Kind, State},
    role::Role,
};
use jiff::Timestamp;
use sea_orm::ConnectionTrait;

use super::{
    NewComment,
    input::{Accepted, accept},
    submit::known,
};
use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    authorities::{Authority, authority_of},
    db::read_name,
    entities::notification,
    family::{by_symbol, is_of},
    standstills::opinions_until,
    summaries::deadline,
};

/// What somebody may write on a notification now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Possible {
    /// Comments, questions, requests for more time; false when their period is over.
    pub comments: bool,
    /// Detailed opinions (Directive (EU) 2015/1535, Article 6(2)).
    pub opinions: bool,
}

impl Registry {
    /// What [`Registry::comment_submit`] would refuse now, without taking
    /// anything: for the page on which the author checks the answers. Says
    /// whether the comment would be late.
    pub async fn comment_check(&self, caller: &Caller, symbol: &str, new: NewComment) -> Result<bool> {
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let official = caller.official().ok();
        self.refuse_own(&self.db, official, &row).await?;
        let authority = self.authority_of_row(&row).await?;
        let accepted = accept(new, official.map(known))?;
        self.refuse_opinion(&self.db, &accepted, official, &authority).await?;
        self.taken_late(&self.db, accepted.kind, &row, &authority, self.now()).await
    }

    /// What kinds of comment would be taken from this caller now; refused where
    /// none would.
    pub async fn comment_possible(&self, caller: &Caller, symbol: &str) -> Result<Possible> {
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let official = caller.official().ok();
        self.refuse_own(&self.db, official, &row).await?;
        let authority = self.authority_of_row(&row).await?;
        let may_object = self.may_object(&self.db, official, &authority).await?.is_ok();
        let kind = CommentKind::DetailedOpinion;
        let opinions =
            may_object && self.taken_late(&self.db, kind, &row, &authority, self.now()).await.is_ok();
        match is_late(&row, &authority, self.now()) {
            Err(Error::PeriodClosed) if opinions => Ok(Possible { comments: false, opinions }),
            Err(refused) => Err(refused),
            Ok(_) => Ok(Possible { comments: true, opinions }),
        }
    }

    /// Whether this person gives detailed opinions on drafts of that authority.
    async fn may_object(
        &self,
        db: &impl ConnectionTrait,
        official: Option<&Official>,
        on: &Authority,
    ) -> Result<std::result::Result<(), NoOpinion>> {
        let from = match official {
            Some(official) => authority_of(db, official.authority.as_str()).await?,
            None => None,
        };
        let speaks = official.is_some_and(|o| o.has(Role::Official));
        Ok(may_object(party(on), from.as_ref().map(party), speaks))
    }

    pub(super) async fn refuse_opinion(
        &self,
        db: &impl ConnectionTrait,
        new: &Accepted,
        official: Option<&Official>,
        on: &Authority,
    ) -> Result<()> {
        if new.kind != CommentKind::DetailedOpinion {
            return Ok(());
        }
        let refused = |field: &str, words: &str| Err(Error::Invalid(vec![FieldError::new(field, words)]));
        if let Err(why) = self.may_object(db, official, on).await? {
            return refused("kind", &why.to_string());
        }
        // What it does to the standstill is public, and so is from whom it is.
        match new.publication {
            Publication::Named => Ok(()),
            _ => refused(
                "publication",
                "A detailed opinion is public with the authority's name, because it lengthens the standstill: \
                 choose “The comment with your name”, and mark single parts as confidential.",
            ),
        }
    }

    pub(super) async fn refuse_own(
        &self,
        db: &impl ConnectionTrait,
        official: Option<&Official>,
        row: &notification::Model,
    ) -> Result<()> {
        match official {
            Some(official) if is_of(db, row, official.authority.as_str()).await? => Err(Error::Refused(
                "officials of the publishing authority cannot comment on its own notification: \
                 officials of other authorities and the public may"
                    .to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// Whether a comment of this kind received now is late; refuses it where none
    /// is taken. A detailed opinion is in time as long as the standstill lasts at
    /// first, whatever was stated for comments (Directive (EU) 2015/1535, Article 6(2)).
    pub(super) async fn taken_late(
        &self,
        db: &impl ConnectionTrait,
        kind: CommentKind,
        row: &notification::Model,
        authority: &Authority,
        now: Timestamp,
    ) -> Result<bool> {
        if kind == CommentKind::DetailedOpinion
            && row.state != State::Withdrawn.as_str()
            && let Some(last_day) = opinions_until(db, row).await?
        {
            return match authority.today(now) <= last_day {
                true => Ok(false),
                false => Err(Error::PeriodClosed),
            };
        }
        is_late(row, authority, now)
    }
}

/// Whether a comment received now is late; refuses it where none are taken. A
/// notification whose final date is only words takes comments until a decision.
fn is_late(row: &notification::Model, authority: &Authority, now: Timestamp) -> Result<bool> {
    let state = read_name(&row.state, State::from_name)?;
    let kind = read_name(&row.kind, Kind::from_name)?;
    if !kind.opens_period() {
        return Err(Error::Refused(format!(
            "a comment period belongs to the notification itself: comment there, not on its {}",
            kind.as_str()
        )));
    }
    if state == State::Withdrawn {
        return Err(Error::PeriodClosed);
    }
    match deadline(row, authority)? {
        Some(deadline) if deadline.is_open(now) => Ok(false),
        Some(_) if row.late_comments && state == State::Published => Ok(true),
        None if state == State::Published => Ok(false),
        _ => Err(Error::PeriodClosed),
    }
}

fn party(authority: &Authority) -> Party<'_> {
    Party { profile: authority.profile, country: &authority.country }
}
