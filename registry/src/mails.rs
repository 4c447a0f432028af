//! Mails waiting to be sent, and those sent, in the database: written in the
//! transaction that causes them, sent by a job, never twice after a crash
//! that left a trace.

use jiff::Timestamp;

use jiff::ToSpan;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use crate::{
    Error, Registry, Result,
    db::{read_time, stored_time},
    entities::mail,
};

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Identifier.
    pub id: i64,
    /// Recipient's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// When it was written.
    pub written: Timestamp,
    /// When it was handed to the mail server.
    pub sent: Option<Timestamp>,
    /// The address that ends mails of this kind (RFC 8058); empty where they are no subscription.
    pub unsubscribe: String,
    /// Tries that failed.
    pub failures: u32,
}

impl Registry {
    /// Mails to send now, oldest first (a failed one waits longer each time).
    pub async fn mails_due(&self, limit: u64) -> Result<Vec<Mail>> {
        let due = mail::Entity::find()
            .filter(mail::Column::Due.lte(stored_time(self.now())))
            .order_by_asc(mail::Column::Id)
            .limit(limit)
            .all(&self.db)
            .await?;
        due.into_iter().map(Mail::from_row).collect()
    }

    /// Notes that a mail was handed over.
    pub async fn mail_sent(&self, id: i64) -> Result<()> {
        let tx = self.write().await?;
        let row = mail::Entity::find_by_id(id).one(&*tx).await?.ok_or(Error::NotFound("mail"))?;
        let mut row = row.into_active_model();
        row.sent = Set(Some(stored_time(self.now())));
        row.due = Set(None);
        row.update(&*tx).await?;
        self.commit(tx).await
    }

    /// Notes that handing over failed, with the reason.
    pub async fn mail_failed(&self, id: i64, reason: &str) -> Result<()> {
        let tx = self.write().await?;
        let row = mail::Entity::find_by_id(id).one(&*tx).await?.ok_or(Error::NotFound("mail"))?;
        let failures = row.failures + 1;
        // 1, 2, 4 … minutes, at most 12 hours.
        let wait = (1_i64 << (failures - 1).clamp(0, 10)).min(12 * 60);
        let mut row = row.into_active_model();
        row.failures = Set(failures);
        row.last_failure = Set(reason.to_owned());
        row.due = Set(Some(stored_time(self.now() + wait.minutes())));
        row.update(&*tx).await?;
        self.commit(tx).await
    }

    /// The latest mails, newest first: the demo's outbox page.
    pub async fn mails_latest(&self, limit: u64) -> Result<Vec<Mail>> {
        let mails = mail::Entity::find().order_by_desc(mail::Column::Id).limit(limit).all(&self.db).await?;
        mails.into_iter().map(Mail::from_row).collect()
    }
}

impl Mail {
    fn from_row(row: mail::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            to: row.recipient,
            subject: row.subject,
            body: row.body,
            unsubscribe: row.unsubscribe,
            written: read_time(&row.written)?,
            sent: row.sent.as_deref().map(read_time).transpose()?,
            failures: u32::try_from(row.failures).unwrap_or(0),
        })
    }
}

/// What a mail says, before it is put into the outbox.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub subject: String,
    pub body: String,
}

/// Writes a mail in the transaction that causes it.
pub(crate) async fn post(tx: &impl ConnectionTrait, now: Timestamp, to: &str, letter: Letter) -> Result<()> {
    post_with_end(tx, now, to, letter, String::new()).await
}

/// The same for a mail that was subscribed to: with the address that ends it.
pub(crate) async fn post_with_end(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    to: &str,
    letter: Letter,
    unsubscribe: String,
) -> Result<()> {
    let now = stored_time(now);
    mail::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        recipient: Set(to.to_owned()),
        subject: Set(letter.subject),
        body: Set(letter.body),
        written: Set(now.clone()),
        due: Set(Some(now)),
        sent: Set(None),
        failures: Set(0),
        last_failure: Set(String::new()),
        unsubscribe: Set(unsubscribe),
    }
    .insert(tx)
    .await?;
    Ok(())
}
