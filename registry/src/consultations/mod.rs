//! An authority consults its own stakeholders on a notification of another one
//! (Rec. B.1: coordination at home): invites them by mail, collects what they
//! say, and builds one official comment from it. All of it is private to the
//! authority: nothing of it is in the public log, in the index or in lists, and
//! for officials of another authority there is no such consultation.

mod input;
mod letters;
mod model;
mod rows;
mod stakeholder;

use domain::{notification::State, role::Role};
use jiff::{ToSpan, civil::Date};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, Set,
};

use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    authorities::{Authority, authority_of},
    db::{read_name, read_time, secret, sha256, stored_time},
    entities::{consultation, consultation_stakeholder, notification},
    family::{by_symbol, first_symbol, is_of},
    mails::post,
    notifications::NotificationSummary,
    secrets::Opens,
    summaries::{deadline, summaries},
};
use input::{Invited, invited};
pub use model::*;
use rows::{ends, inputs_of, on, own, own_comments, stakeholders_of};
pub use stakeholder::{ConsultedClause, GivenInput, StakeholderPage};

/// Hours between two reminders to the same address.
const REMIND_AGAIN_HOURS: i64 = 20;
/// Longest official comment, in characters: as long as any comment.
const DRAFT_LIMIT: usize = 20_000;

/// Who reads what stakeholders say.
const READERS: [Role; 3] = [Role::Official, Role::Coordinator, Role::Approver];

impl Registry {
    /// What would be consulted on, and the last day that can be set; refused
    /// where it is the caller's own notification, or where there is a
    /// consultation already.
    pub async fn consultation_possible(
        &self,
        caller: &Caller,
        symbol: &str,
    ) -> Result<(NotificationSummary, Option<Date>)> {
        let official = official_of(caller)?;
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        self.refuse_own_or_second(&self.db, official, &row).await?;
        let last = deadline(&row, &self.authority_of_row(&row).await?)?.map(|d| d.day);
        Ok((self.summary_of(&row).await?, last))
    }

    /// The authority's consultation on a notification, when there is one.
    pub async fn consultation_on(&self, caller: &Caller, symbol: &str) -> Result<Option<i64>> {
        let official = caller.official()?;
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let found = on(&self.db, official, row.id).await?;
        Ok(found.map(|c| c.id))
    }

    /// Opens a consultation and mails those invited their secret addresses.
    pub async fn consultation_open(
        &self,
        caller: &Caller,
        symbol: &str,
        new: NewConsultation,
    ) -> Result<i64> {
        let official = official_of(caller)?;
        let own = self.own_authority(official).await?;
        let tx = self.write().await?;
        let row = by_symbol(&*tx, symbol).await?.ok_or(Error::NotFound("notification"))?;
        self.refuse_own_or_second(&*tx, official, &row).await?;
        let now = self.now();
        let last = deadline(&row, &self.authority_of_row(&row).await?)?.map(|d| d.day);
        let accepted = input::accept(&new, own.today(now), last)?;
        let opened = consultation::ActiveModel {
            id: NotSet,
            authority_code: Set(official.authority.to_string()),
            notification_id: Set(row.id),
            question: Set(accepted.question),
            until: Set(accepted.until.to_string()),
            state: Set(ConsultationState::Open.as_str().to_owned()),
            draft: Set(String::new()),
            version: Set(1),
            comment_number: Set(None),
            opened_by: Set(official.name.clone()),
            opened: Set(stored_time(now)),
        }
        .insert(&*tx)
        .await?;
        self.invite(&*tx, &opened, &own, official, accepted.invited).await?;
        self.commit(tx).await?;
        Ok(opened.id)
    }

    /// Invites more; who was invited before is not mailed again. Says how many are new.
    pub async fn consultation_invite(&self, caller: &Caller, id: i64, stakeholders: &str) -> Result<usize> {
        let official = official_of(caller)?;
        let own = self.own_authority(official).await?;
        let tx = self.write().await?;
        let row = self.still_open(&*tx, caller, id, &own).await?;
        let invited = invited(stakeholders).map_err(|e| Error::Invalid(vec![e]))?;
        let new = self.invite(&*tx, &row, &own, official, invited).await?;
        self.commit(tx).await?;
        Ok(new)
    }

    /// Reminds those who said nothing yet; nobody twice within a day. Says how many.
    pub async fn consultation_remind(&self, caller: &Caller, id: i64) -> Result<usize> {
        let official = official_of(caller)?;
        let own = self.own_authority(official).await?;
        let tx = self.write().await?;
        let row = self.still_open(&*tx, caller, id, &own).await?;
        let now = self.now();
        let inputs = inputs_of(&*tx, id).await?;
        let mut reminded = 0;
        for person in stakeholders_of(&*tx, id).await? {
            let silent = !inputs.iter().any(|i| i.stakeholder_id == person.id);
            let long_ago = read_time(&person.mailed)? <= now - REMIND_AGAIN_HOURS.hours();
            if !silent || !long_ago {
                continue;
            }
            let secret = self.secret_of(Opens::Consulted, person.id)?;
            let to = letters::To { person: &person, secret: &secret };
            let letter = letters::reminder(&self.about(&*tx, &row, &own).await?, &to);
            post(&*tx, now, &person.email, letter).await?;
            let mut person = person.into_active_model();
            person.mailed = Set(stored_time(now));
            person.update(&*tx).await?;
            reminded += 1;
        }
        self.commit(tx).await?;
        Ok(reminded)
    }

    /// Ends it: no more input is taken. Ending one that has ended is no error.
    pub async fn consultation_close(&self, caller: &Caller, id: i64) -> Result<()> {
        official_of(caller)?;
        let tx = self.write().await?;
        let row = own(&*tx, caller, id).await?;
        if row.state == ConsultationState::Open.as_str() {
            let mut row = row.into_active_model();
            row.state = Set(ConsultationState::Closed.as_str().to_owned());
            row.update(&*tx).await?;
        }
        self.commit(tx).await
    }

    /// Saves the official comment as drafted; `version` is what the caller read.
    pub async fn consultation_draft(
        &self,
        caller: &Caller,
        id: i64,
        version: i64,
        text: &str,
    ) -> Result<i64> {
        official_of(caller)?;
        let tx = self.write().await?;
        let row = own(&*tx, caller, id).await?;
        let text = text.replace('\0', "").trim().to_owned();
        if text.chars().count() > DRAFT_LIMIT {
            let message = "Shorten the comment to 20,000 characters.";
            return Err(Error::Invalid(vec![FieldError::new("draft", message)]));
        }
        if row.version != version && row.draft != text {
            return Err(Error::Conflict);
        }
        let next = row.version + 1;
        let mut row = row.into_active_model();
        row.draft = Set(text);
        row.version = Set(next);
        row.update(&*tx).await?;
        self.commit(tx).await?;
        Ok(next)
    }

    /// Links the filed official comment, ends the consultation, and tells those
    /// who were invited. The comment must be the own authority's on this notification.
    pub async fn consultation_filed(&self, caller: &Caller, id: i64, number: &str) -> Result<()> {
        let official = official_of(caller)?;
        let authority = self.own_authority(official).await?;
        let tx = self.write().await?;
        let row = own(&*tx, caller, id).await?;
        if row.state == ConsultationState::Filed.as_str() && row.comment_number.as_deref() == Some(number) {
            return Ok(());
        }
        if row.state == ConsultationState::Filed.as_str() {
            return Err(Error::Refused("a comment is linked to this consultation already".to_owned()));
        }
        let comments = own_comments(&*tx, official, row.notification_id).await?;
        if !comments.iter().any(|c| c.number == number) {
            let message = "Choose the comment that your authority filed on this notification.";
            return Err(Error::Invalid(vec![FieldError::new("number", message)]));
        }
        let now = self.now();
        let mut filed = row.into_active_model();
        filed.state = Set(ConsultationState::Filed.as_str().to_owned());
        filed.comment_number = Set(Some(number.to_owned()));
        let filed = filed.update(&*tx).await?;
        let about = self.about(&*tx, &filed, &authority).await?;
        for person in stakeholders_of(&*tx, id).await? {
            let secret = self.secret_of(Opens::Consulted, person.id)?;
            let to = letters::To { person: &person, secret: &secret };
            post(&*tx, now, &person.email, letters::filed(&about, &to, number)).await?;
        }
        self.commit(tx).await
    }

    /// The authority's consultations, those that take input first, then the newest.
    pub async fn consultations(&self, caller: &Caller) -> Result<Vec<Consultation>> {
        let official = caller.official()?;
        official.needs(&READERS)?;
        let rows = consultation::Entity::find()
            .filter(consultation::Column::AuthorityCode.eq(official.authority.as_str()))
            .order_by_desc(consultation::Column::Id)
            .all(&self.db)
            .await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            all.push(self.summed_up(row).await?);
        }
        all.sort_by_key(|c| !c.open);
        Ok(all)
    }

    /// One consultation of the caller's authority.
    pub async fn consultation(&self, caller: &Caller, id: i64) -> Result<ConsultationPage> {
        let official = caller.official()?;
        let row = own(&self.db, caller, id).await?;
        official.needs(&READERS)?;
        let people = stakeholders_of(&self.db, id).await?;
        let given = inputs_of(&self.db, id).await?;
        let from = |id: i64| {
            let person = people.iter().find(|p| p.id == id);
            person.map_or_else(
                String::new,
                |p| if p.name.is_empty() { p.email.clone() } else { p.name.clone() },
            )
        };
        let mut inputs = given
            .iter()
            .map(|i| {
                Ok(StakeholderInput {
                    clause: i.clause.clone(),
                    text: i.text.clone(),
                    at: read_time(&i.at)?,
                    from: from(i.stakeholder_id),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        inputs.sort_by(|a, b| a.clause.cmp(&b.clause).then(a.at.cmp(&b.at)));
        let stakeholders = people
            .iter()
            .map(|p| {
                Ok(Stakeholder {
                    id: p.id,
                    name: p.name.clone(),
                    email: p.email.clone(),
                    mailed: read_time(&p.mailed)?,
                    inputs: given.iter().filter(|i| i.stakeholder_id == p.id).count(),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let comments = own_comments(&self.db, official, row.notification_id).await?;
        let (draft, version) = (row.draft.clone(), row.version);
        let about = self.summed_up(row).await?;
        let accepts = match &about.notification.period {
            Some(period) => period.accepts,
            None => about.notification.state == State::Published,
        };
        Ok(ConsultationPage {
            about,
            stakeholders,
            inputs,
            draft,
            version,
            comments,
            accepts,
            may_write: official.has(Role::Official),
        })
    }

    async fn summed_up(&self, row: consultation::Model) -> Result<Consultation> {
        let own = authority_of(&self.db, &row.authority_code).await?.ok_or(Error::NotFound("authority"))?;
        let found = notification::Entity::find_by_id(row.notification_id).one(&self.db).await?;
        let found = found.ok_or(Error::NotFound("notification"))?;
        let notification = summaries(&self.db, &[found], self.now()).await?.pop();
        let people = stakeholders_of(&self.db, row.id).await?;
        let given = inputs_of(&self.db, row.id).await?;
        let state = read_name(&row.state, ConsultationState::from_name)?;
        let until = ends(&row, &own)?;
        Ok(Consultation {
            id: row.id,
            notification: notification.ok_or(Error::NotFound("notification"))?,
            question: row.question,
            open: state == ConsultationState::Open && until.is_open(self.now()),
            state,
            until: until.written_out(&own.zone_place),
            opened_by: row.opened_by,
            invited: people.len(),
            answered: people.iter().filter(|p| given.iter().any(|i| i.stakeholder_id == p.id)).count(),
            comment_number: row.comment_number,
        })
    }

    async fn own_authority(&self, official: &Official) -> Result<Authority> {
        authority_of(&self.db, official.authority.as_str()).await?.ok_or(Error::NotFound("authority"))
    }

    async fn refuse_own_or_second(
        &self,
        db: &impl ConnectionTrait,
        official: &Official,
        row: &notification::Model,
    ) -> Result<()> {
        if is_of(db, row, official.authority.as_str()).await? {
            return Err(Error::Refused(
                "stakeholders are consulted on notifications of other authorities: on your own everybody comments in public"
                    .to_owned(),
            ));
        }
        if on(db, official, row.id).await?.is_some() {
            return Err(Error::Refused(
                "your authority has a consultation on this notification already: find it among the consultations on your desk"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// A consultation of the caller's authority that takes input now.
    async fn still_open(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        id: i64,
        authority: &Authority,
    ) -> Result<consultation::Model> {
        let row = own(db, caller, id).await?;
        let open =
            row.state == ConsultationState::Open.as_str() && ends(&row, authority)?.is_open(self.now());
        if open {
            return Ok(row);
        }
        Err(Error::Refused("this consultation takes no more input".to_owned()))
    }

    /// Writes down those invited who are new, and mails them.
    async fn invite(
        &self,
        tx: &impl ConnectionTrait,
        row: &consultation::Model,
        own: &Authority,
        official: &Official,
        invited: Vec<Invited>,
    ) -> Result<usize> {
        let known = stakeholders_of(tx, row.id).await?;
        let about = self.about(tx, row, own).await?;
        let now = self.now();
        let mut new = 0;
        for person in invited {
            if known.iter().any(|k| k.email == person.email) {
                continue;
            }
            let person = consultation_stakeholder::ActiveModel {
                id: NotSet,
                consultation_id: Set(row.id),
                email: Set(person.email),
                name: Set(person.name),
                // Links of this version are derived from the row; the column wants a value of its own.
                secret_sha256: Set(sha256(secret())),
                invited: Set(stored_time(now)),
                mailed: Set(stored_time(now)),
            }
            .insert(tx)
            .await?;
            let secret = self.secret_of(Opens::Consulted, person.id)?;
            let to = letters::To { person: &person, secret: &secret };
            let letter = letters::invitation(&about, &to, &official.name);
            post(tx, now, &person.email, letter).await?;
            new += 1;
        }
        Ok(new)
    }

    /// What letters say of a consultation.
    async fn about(
        &self,
        db: &impl ConnectionTrait,
        row: &consultation::Model,
        own: &Authority,
    ) -> Result<letters::About> {
        let found = notification::Entity::find_by_id(row.notification_id).one(db).await?;
        Ok(letters::About {
            public_url: self.settings.public_url.clone(),
            authority: own.name.clone(),
            symbol: first_symbol(db, row.notification_id).await?,
            title: found.map(|n| n.title).unwrap_or_default(),
            question: row.question.clone(),
            until: ends(row, own)?.written_out(&own.zone_place),
        })
    }
}

/// The signed-in official of an enquiry point: who runs consultations.
fn official_of(caller: &Caller) -> Result<&Official> {
    let official = caller.official()?;
    official.needs(&[Role::Official])?;
    Ok(official)
}
