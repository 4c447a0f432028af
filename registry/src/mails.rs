//! Mails waiting to be sent, and those sent, in the database: written in the
//! transaction that causes them, sent by a job, at least once. Whoever sends takes
//! some for a while, so that two servers do not send the same; what one took that
//! crashed before it noted the end is sent again.

use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Select, Set, sea_query::Expr,
};

use crate::{
    Error, Registry, Result,
    comments::Verification,
    db::{read_time, stored_time},
    entities::{comment, mail},
};

/// Minutes for which mails are taken by whoever sends them.
pub const TAKEN_MINUTES: i64 = 15;
/// Days for which it is known that a mail was sent, or that it was refused.
pub const KNOWN_DAYS: i64 = 30;

/// The latest mails, which a demonstration shows however old they are: most of what it
/// shows happened long ago.
const SHOWN: u64 = 500;

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Identifier.
    pub id: i64,
    /// Recipient's address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text; empty once it is done with ([`Kept::Facts`]).
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

/// What is kept of a mail once it is done with: its words open accounts, receipts
/// and consultations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// That it was sent, to whom and about what; the words and their links go.
    Facts,
    /// Everything: the outbox of a demonstration shows it.
    Words,
}

impl Registry {
    /// Mails to send now, oldest first (a failed one waits longer each time). This
    /// only looks: whoever sends takes them with [`Registry::mails_take`].
    pub async fn mails_due(&self, limit: u64) -> Result<Vec<Mail>> {
        let due = due(self.now()).limit(limit).all(&self.db).await?;
        due.into_iter().map(Mail::from_row).collect()
    }

    /// Takes mails to send now, oldest first: for [`TAKEN_MINUTES`] nobody else
    /// gets them. To be noted as sent, failed or refused, or given back.
    pub async fn mails_take(&self, limit: u64) -> Result<Vec<Mail>> {
        // Mostly there are none: then nobody who writes is kept waiting.
        if due(self.now()).one(&self.db).await?.is_none() {
            return Ok(Vec::new());
        }
        let tx = self.write().await?;
        let now = self.now();
        let taken = due(now).limit(limit).all(&*tx).await?;
        let ids: Vec<i64> = taken.iter().map(|m| m.id).collect();
        set_due(&*tx, &ids, now + TAKEN_MINUTES.minutes()).await?;
        self.commit(tx).await?;
        taken.into_iter().map(Mail::from_row).collect()
    }

    /// Gives back what was taken and not tried: it is due now.
    pub async fn mails_give_back(&self, ids: &[i64]) -> Result<()> {
        let tx = self.write_to_forget().await?;
        set_due(&*tx, ids, self.now()).await?;
        self.commit(tx).await
    }

    /// Notes that a mail was handed over.
    pub async fn mail_sent(&self, id: i64, kept: Kept) -> Result<()> {
        let tx = self.write_to_forget().await?;
        let mut row = mail_row(&*tx, id).await?.into_active_model();
        row.sent = Set(Some(stored_time(self.now())));
        row.due = Set(None);
        forget_words(&mut row, kept);
        row.update(&*tx).await?;
        self.commit(tx).await
    }

    /// Notes that handing over failed, with the reason: it is tried again.
    pub async fn mail_failed(&self, id: i64, reason: &str) -> Result<()> {
        let tx = self.write_to_forget().await?;
        let row = mail_row(&*tx, id).await?;
        let failures = row.failures.saturating_add(1);
        // 1, 2, 4 … minutes, at most 12 hours.
        let wait = (1_i64 << (failures - 1).clamp(0, 10)).min(12 * 60);
        let mut row = row.into_active_model();
        row.failures = Set(failures);
        row.last_failure = Set(reason.to_owned());
        row.due = Set(Some(stored_time(self.now() + wait.minutes())));
        row.update(&*tx).await?;
        self.commit(tx).await
    }

    /// Notes that a mail was refused for good, with the reason: it is not tried again.
    pub async fn mail_refused(&self, id: i64, reason: &str, kept: Kept) -> Result<()> {
        let tx = self.write_to_forget().await?;
        let row = mail_row(&*tx, id).await?;
        let failures = row.failures.saturating_add(1);
        let about = row.comment_id;
        let mut row = row.into_active_model();
        row.failures = Set(failures);
        row.last_failure = Set(reason.to_owned());
        row.due = Set(None);
        forget_words(&mut row, kept);
        row.update(&*tx).await?;
        if let Some(comment) = about {
            verification_refused(&*tx, comment).await?;
        }
        self.commit(tx).await
    }

    /// Forgets mails that are done with: their words, where an earlier version or a
    /// demonstration left them and `kept` does not ask for them, and all of them
    /// after [`KNOWN_DAYS`], but for the latest of a demonstration. Returns how many are
    /// forgotten altogether.
    pub async fn mails_forget(&self, kept: Kept) -> Result<u64> {
        let tx = self.write_to_forget().await?;
        let before = stored_time(self.now() - (KNOWN_DAYS * 24).hours());
        let refused = Condition::all()
            .add(mail::Column::Sent.is_null())
            .add(mail::Column::Due.is_null())
            .add(mail::Column::Written.lt(before.as_str()));
        let old = Condition::any().add(mail::Column::Sent.lt(before.as_str())).add(refused);
        let mut old = mail::Entity::delete_many().filter(old);
        if kept == Kept::Words {
            let shown = mail::Entity::find().order_by_desc(mail::Column::Id).offset(SHOWN).one(&*tx).await?;
            old = old.filter(mail::Column::Id.lte(shown.map_or(0, |mail| mail.id)));
        }
        let gone = old.exec(&*tx).await?.rows_affected;
        if kept == Kept::Facts {
            mail::Entity::update_many()
                .col_expr(mail::Column::Body, Expr::value(""))
                .col_expr(mail::Column::Unsubscribe, Expr::value(""))
                .filter(mail::Column::Due.is_null())
                .filter(mail::Column::Body.ne(""))
                .exec(&*tx)
                .await?;
        }
        self.commit(tx).await?;
        Ok(gone)
    }

    /// The latest mails, newest first: the demo's outbox page.
    pub async fn mails_latest(&self, limit: u64) -> Result<Vec<Mail>> {
        let mails = mail::Entity::find().order_by_desc(mail::Column::Id).limit(limit).all(&self.db).await?;
        mails.into_iter().map(Mail::from_row).collect()
    }
}

/// Mails to send at that time, oldest first.
fn due(now: Timestamp) -> Select<mail::Entity> {
    mail::Entity::find().filter(mail::Column::Due.lte(stored_time(now))).order_by_asc(mail::Column::Id)
}

async fn set_due(tx: &impl ConnectionTrait, ids: &[i64], at: Timestamp) -> Result<()> {
    mail::Entity::update_many()
        .col_expr(mail::Column::Due, Expr::value(stored_time(at)))
        .filter(mail::Column::Id.is_in(ids.iter().copied()))
        // What was noted meanwhile as done is not due again.
        .filter(mail::Column::Due.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}

async fn mail_row(tx: &impl ConnectionTrait, id: i64) -> Result<mail::Model> {
    mail::Entity::find_by_id(id).one(tx).await?.ok_or(Error::NotFound("mail"))
}

/// Takes the words of a mail away, with the links in them.
fn forget_words(row: &mut mail::ActiveModel, kept: Kept) {
    if kept == Kept::Facts {
        row.body = Set(String::new());
        row.unsubscribe = Set(String::new());
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

/// What a mail may have beside its words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Waiting {
    /// The address that ends such mails, where they were subscribed to.
    pub unsubscribe: String,
    /// The comment whose address it asks to confirm.
    pub comment: Option<i64>,
}

/// Writes a mail in the transaction that causes it.
pub(crate) async fn post(tx: &impl ConnectionTrait, now: Timestamp, to: &str, letter: Letter) -> Result<()> {
    post_waiting(tx, now, to, letter, Waiting::default()).await
}

/// The same for a mail that was subscribed to: with the address that ends it.
pub(crate) async fn post_with_end(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    to: &str,
    letter: Letter,
    unsubscribe: String,
) -> Result<()> {
    post_waiting(tx, now, to, letter, Waiting { unsubscribe, comment: None }).await
}

/// The same, with all that a mail may have.
pub(crate) async fn post_waiting(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    to: &str,
    letter: Letter,
    beside: Waiting,
) -> Result<()> {
    waiting(now, to, letter, beside).insert(tx).await?;
    Ok(())
}

/// The row of a mail that is due now.
pub(crate) fn waiting(now: Timestamp, to: &str, letter: Letter, beside: Waiting) -> mail::ActiveModel {
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
        unsubscribe: Set(beside.unsubscribe),
        comment_id: Set(beside.comment),
    }
}

/// Notes for the receipt that no mail reaches the address of a comment.
async fn verification_refused(tx: &impl ConnectionTrait, comment: i64) -> Result<()> {
    comment::Entity::update_many()
        .col_expr(comment::Column::Verification, Expr::value(Verification::Refused.as_str()))
        .filter(comment::Column::Id.eq(comment))
        .filter(comment::Column::TokenSha256.is_not_null())
        .exec(tx)
        .await?;
    Ok(())
}
