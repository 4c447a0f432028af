//! A regulator prepares a draft and hands it over to the enquiry point; an
//! official takes it from there, or hands it back with a word. While it is with
//! the enquiry point, regulators read it and do not write.

use std::collections::HashMap;

use domain::role::Role;
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter, Set};

use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    accounts::people_with,
    db::{CHUNK, read_time, stored_time},
    entities::{account, handover, notification},
    journal::{Entry, log},
    mail_texts,
    mails::post,
};

/// Longest word with a hand-over, in characters.
const LONGEST_NOTE: usize = 5_000;

/// That a draft is with the enquiry point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// Who handed it over.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// A word to the officials; may be empty.
    pub note: String,
}

impl Registry {
    /// Hands a draft over to the enquiry point: its officials are told by mail
    /// and find it on their desk. Regulators do this; officials need not.
    pub async fn hand_over(&self, caller: &Caller, id: i64, note: &str) -> Result<()> {
        let tx = self.write().await?;
        let row = self.own_draft(&*tx, caller, id, &[Role::Regulator]).await?;
        let note = word(note, false)?;
        if handover::Entity::find_by_id(id).one(&*tx).await?.is_some() {
            return Err(Error::Refused(
                "this draft is with the enquiry point already: an official of the authority edits it, hands it \
                 in, or hands it back"
                    .to_owned(),
            ));
        }
        let (now, official) = (self.now(), caller.official()?);
        handover::Entity::insert(handover::ActiveModel {
            notification_id: Set(id),
            account_id: Set(caller.account_id()),
            actor: Set(official.name.clone()),
            at: Set(stored_time(now)),
            note: Set(note.clone()),
        })
        .exec_without_returning(&*tx)
        .await?;
        for to in people_with(&*tx, &row.authority_code, Role::Official).await? {
            let letter =
                mail_texts::handed_over(&self.settings.public_url, &official.name, &row.title, id, &note);
            post(&*tx, now, &to.email, letter).await?;
        }
        let entry = Entry { notification: id, what: "handed-over", actor: &official.name, note };
        log(&*tx, now, vec![entry]).await?;
        self.commit(tx).await
    }

    /// Hands a draft back to the regulator with a word on what is wanted.
    pub async fn hand_back(&self, caller: &Caller, id: i64, note: &str) -> Result<()> {
        let tx = self.write().await?;
        let row = self.own_draft(&*tx, caller, id, &[Role::Official]).await?;
        let Some(handed) = handover::Entity::find_by_id(id).one(&*tx).await? else {
            return Err(Error::Refused(
                "this draft was not handed over: regulators and officials of the authority write it"
                    .to_owned(),
            ));
        };
        let note = word(note, true)?;
        let (now, official) = (self.now(), caller.official()?);
        let to = match handed.account_id {
            Some(account) => account::Entity::find_by_id(account).one(&*tx).await?,
            None => None,
        };
        handed.delete(&*tx).await?;
        if let Some(to) = to.filter(|to| !to.disabled) {
            let letter =
                mail_texts::handed_back(&self.settings.public_url, &official.name, &row.title, id, &note);
            post(&*tx, now, &to.email, letter).await?;
        }
        let entry = Entry { notification: id, what: "handed-back", actor: &official.name, note };
        log(&*tx, now, vec![entry]).await?;
        self.commit(tx).await
    }

    /// Refuses a regulator while the draft is with the enquiry point.
    pub(crate) async fn refuse_handed_over(
        &self,
        db: &impl ConnectionTrait,
        official: &Official,
        row: &notification::Model,
    ) -> Result<()> {
        if official.has(Role::Official) || handover::Entity::find_by_id(row.id).one(db).await?.is_none() {
            return Ok(());
        }
        Err(Error::Refused(format!(
            "this draft is with the enquiry point: an official of {} edits it, or hands it back to you",
            row.authority_code
        )))
    }
}

/// Which of these drafts are with the enquiry point.
pub(crate) async fn handed_over(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, HandedOver>> {
    let mut all = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = handover::Entity::find()
            .filter(handover::Column::NotificationId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        for row in rows {
            let handed = HandedOver { by: row.actor, at: read_time(&row.at)?, note: row.note };
            all.insert(row.notification_id, handed);
        }
    }
    Ok(all)
}

/// A word between authors: trimmed, and asked for where it is needed.
pub(crate) fn word(note: &str, needed: bool) -> Result<String> {
    let note = note.trim().replace('\0', " ").replace("\r\n", "\n");
    if (needed && note.is_empty()) || note.chars().count() > LONGEST_NOTE {
        let message = if needed {
            "Say in a word what is wanted, in at most 5,000 characters."
        } else {
            "Shorten this to 5,000 characters."
        };
        return Err(Error::Invalid(vec![FieldError::new("word", message)]));
    }
    Ok(note)
}
