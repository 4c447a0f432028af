//! Comments: received, verified, published, answered. A comment that was
//! acknowledged is never lost: the receipt is given after the commit.

use domain::{
    comment::{CommentKind, CommentState},
    notification::{Kind, State},
    role::Role,
};
use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set, sea_query::SimpleExpr,
};
use subtle::ConstantTimeEq;

use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    authorities::Authority,
    comment_input::{Accepted, TEXT_LIMIT, accept},
    db::{count_up, read_name, read_time, secret, sha256, stored_time},
    entities::{comment, notification, notification_symbol},
    family::{by_symbol, first_symbol, is_of, own_by_symbol},
    journal::{Entry, announce, log},
    mail_texts::{self, About},
    mails::post,
    notifications::{NotificationSummary, PublicComment, Reply},
    summaries::deadline,
};

/// The same words from the same address within this time are one comment sent twice.
const DOUBLE_SUBMISSION_MINUTES: i64 = 10;

/// A comment as typed.
#[derive(Debug, Clone, Default)]
pub struct NewComment {
    /// Kind.
    pub kind: CommentKind,
    /// Author's name; ignored for a signed-in official.
    pub author: String,
    /// Organisation, may be empty; ignored for a signed-in official.
    pub organisation: String,
    /// E-mail address; ignored for a signed-in official.
    pub email: String,
    /// Clause commented on, empty for the whole.
    pub clause: String,
    /// The text, at most 20,000 characters.
    pub text: String,
    /// Language, ISO 639-1.
    pub language: String,
    /// Whether it stays confidential: the public learns only that it exists.
    pub confidential: bool,
}

/// What the author gets at once and can come back to.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Number, for example `C-2026-000123`.
    pub number: String,
    /// Secret part of the receipt's address: `/receipts/{number}?key={key}`.
    pub key: String,
    /// State.
    pub state: CommentState,
    /// When it was received, by the server's clock.
    pub received: Timestamp,
    /// The same in words, in the authority's zone.
    pub received_written_out: String,
    /// Whether it came after the deadline.
    pub late: bool,
    /// Confidential.
    pub confidential: bool,
    /// The address to verify, empty when none is needed.
    pub email: String,
    /// The comment's kind.
    pub kind: CommentKind,
    /// The text as received.
    pub text: String,
    /// SHA-256 of the text as received, hexadecimal: the proof.
    pub sha256: String,
    /// The notification.
    pub notification: NotificationSummary,
    /// The reply, when there is one.
    pub reply: Option<Reply>,
}

/// A comment on the publishing official's desk.
#[derive(Debug, Clone)]
pub struct DeskComment {
    /// Identifier.
    pub id: i64,
    /// The comment, confidential ones included.
    pub comment: PublicComment,
    /// Confidential.
    pub confidential: bool,
    /// Symbol of the notification.
    pub symbol: String,
    /// Title of the notification.
    pub title: String,
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
        let late = is_late(&row, &authority, self.now())?;
        accept(new, official.map(known))?;
        Ok(late)
    }

    /// Whether a comment on this notification would be taken now, and if so
    /// whether it would be late.
    pub async fn comment_possible(&self, caller: &Caller, symbol: &str) -> Result<bool> {
        let row = by_symbol(&self.db, symbol).await?.ok_or(Error::NotFound("notification"))?;
        self.refuse_own(&self.db, caller.official().ok(), &row).await?;
        let authority = self.authority_of_row(&row).await?;
        is_late(&row, &authority, self.now())
    }

    async fn refuse_own(
        &self,
        db: &impl ConnectionTrait,
        official: Option<&Official>,
        row: &notification::Model,
    ) -> Result<()> {
        match official {
            Some(official) if is_of(db, row, official.authority.as_str()).await? => Err(Error::Refused(
                "officials of the publishing authority cannot comment on its own notification".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// Takes a comment on a public notification. From the public it waits for
    /// the verification of the e-mail address (a mail is put into the outbox in
    /// the same transaction); from an official of another authority it is
    /// public at once. Refuses officials of the publishing authority,
    /// [`crate::Error::PeriodClosed`] after the deadline unless late comments
    /// are taken, [`crate::Error::Invalid`] with a field error each.
    pub async fn comment_submit(&self, caller: &Caller, symbol: &str, new: NewComment) -> Result<Receipt> {
        if *caller == Caller::System {
            return Err(Error::Refused("comments are written by people".to_owned()));
        }
        let official = caller.official().ok();
        let new = accept(new, official.map(known))?;
        let tx = self.write().await?;
        // The moment of receipt: taken inside, so that numbers and times ascend together.
        let now = self.now();
        let row = by_symbol(&*tx, symbol).await?.ok_or(Error::NotFound("notification"))?;
        self.refuse_own(&*tx, official, &row).await?;
        let authority = self.authority_of_row(&row).await?;
        let late = is_late(&row, &authority, now)?;
        let key = secret();
        if let Some(before) = sent_before(&tx, &row, &new, now).await? {
            // The first receipt may be lost with the first answer: both keys open it.
            let mut keys = before.key_sha256s.clone();
            keys.push(' ');
            keys.push_str(&sha256(&key));
            let mut before = before.into_active_model();
            before.key_sha256s = Set(keys);
            let before = before.update(&*tx).await?;
            self.commit(tx).await?;
            return self.receipt_of(before, key).await;
        }
        let year = now.to_zoned(authority.time_zone()).year();
        let number = format!("C-{year}-{:06}", count_up(&tx, &format!("comments/{year}")).await?);
        let token = official.is_none().then(secret);
        let state = if official.is_some() { CommentState::Received } else { CommentState::Unverified };
        let stored = comment::ActiveModel {
            id: NotSet,
            number: Set(number.clone()),
            notification_id: Set(row.id),
            kind: Set(new.kind.as_str().to_owned()),
            state: Set(state.as_str().to_owned()),
            account_id: Set(caller.account_id()),
            from_authority: Set(official.is_some()),
            author: Set(new.author.clone()),
            organisation: Set(new.organisation),
            email: Set(new.email.clone()),
            clause: Set(new.clause),
            sha256: Set(sha256(&new.text)),
            text: Set(new.text),
            language: Set(new.language),
            confidential: Set(new.confidential),
            late: Set(late),
            received: Set(stored_time(now)),
            key_sha256s: Set(sha256(&key)),
            token_sha256: Set(token.as_ref().map(sha256)),
            reply_author: Set(None),
            reply_text: Set(None),
            reply_at: Set(None),
        }
        .insert(&*tx)
        .await?;
        let received = written_moment(now, &authority);
        let first_symbol = first_symbol(&*tx, row.id).await?;
        let about = About {
            public_url: &self.settings.public_url,
            symbol: &first_symbol,
            title: &row.title,
            number: &number,
        };
        let letter = match &token {
            Some(token) => mail_texts::verify(about, &new.author, &received, &key, token),
            None => mail_texts::receipt(about, &new.author, &received, &key),
        };
        post(&*tx, now, &new.email, letter).await?;
        if official.is_some() {
            self.make_known(&*tx, &stored).await?;
        }
        self.commit(tx).await?;
        self.receipt_of(stored, key).await
    }

    /// What a verification link would verify, without doing it: the number and
    /// the notification's title; `None` when the link is unknown or used up.
    pub async fn comment_to_verify(&self, token: &str) -> Result<Option<Receipt>> {
        let found = comment::Entity::find()
            .filter(comment::Column::TokenSha256.eq(sha256(token)))
            .one(&self.db)
            .await?;
        match found {
            Some(comment) => Ok(Some(self.receipt_of(comment, String::new()).await?)),
            None => Ok(None),
        }
    }

    /// Verifies the address: the comment counts from the time it was received.
    pub async fn comment_verify(&self, token: &str) -> Result<Receipt> {
        let tx = self.write().await?;
        let found = comment::Entity::find()
            .filter(comment::Column::TokenSha256.eq(sha256(token)))
            .one(&*tx)
            .await?
            .ok_or(Error::NotFound("comment waiting for this link"))?;
        let key = secret();
        let keys = format!("{} {}", found.key_sha256s, sha256(&key));
        let mut verified = found.into_active_model();
        verified.state = Set(CommentState::Received.as_str().to_owned());
        verified.token_sha256 = Set(None);
        // The one who follows the mailed link may not have the first receipt at hand.
        verified.key_sha256s = Set(keys);
        let verified = verified.update(&*tx).await?;
        self.make_known(&*tx, &verified).await?;
        self.commit(tx).await?;
        self.receipt_of(verified, key).await
    }

    /// The receipt, for whoever holds its key.
    pub async fn receipt(&self, number: &str, key: &str) -> Result<Receipt> {
        let hidden = || Error::NotFound("receipt");
        let found = comment::Entity::find()
            .filter(comment::Column::Number.eq(number))
            .one(&self.db)
            .await?
            .ok_or_else(hidden)?;
        let given = sha256(key);
        let holds = found.key_sha256s.split(' ').any(|k| bool::from(k.as_bytes().ct_eq(given.as_bytes())));
        if !holds {
            return Err(hidden());
        }
        self.receipt_of(found, key.to_owned()).await
    }

    /// Comments on the notifications of the caller's authority: those without a
    /// reply first, oldest first. One notification's, or all.
    pub async fn comment_list(&self, caller: &Caller, symbol: Option<&str>) -> Result<Vec<DeskComment>> {
        let official = caller.official()?;
        let mut query = comment::Entity::find().filter(is_verified_comment());
        query = match symbol {
            Some(symbol) => {
                let row = own_by_symbol(&self.db, caller, symbol).await?;
                query.filter(comment::Column::NotificationId.eq(row.id))
            }
            None => {
                let own = notification_symbol::Entity::find()
                    .select_only()
                    .column(notification_symbol::Column::NotificationId)
                    .filter(notification_symbol::Column::AuthorityCode.eq(official.authority.as_str()))
                    .into_query();
                query.filter(comment::Column::NotificationId.in_subquery(own))
            }
        };
        let mut comments = query.order_by_asc(comment::Column::Received).all(&self.db).await?;
        comments.sort_by_key(|c| c.reply_at.is_some());
        self.desk_comments(comments).await
    }

    /// One comment on a notification of the caller's authority.
    pub async fn comment(&self, caller: &Caller, id: i64) -> Result<DeskComment> {
        let official = caller.official()?;
        let hidden = || Error::NotFound("comment");
        let found = comment::Entity::find_by_id(id)
            .filter(is_verified_comment())
            .one(&self.db)
            .await?
            .ok_or_else(hidden)?;
        let row = notification::Entity::find_by_id(found.notification_id).one(&self.db).await?;
        if !is_of(&self.db, &row.ok_or_else(hidden)?, official.authority.as_str()).await? {
            return Err(hidden());
        }
        self.desk_comments(vec![found]).await?.pop().ok_or_else(hidden)
    }

    /// Replies, publicly unless the comment is confidential; the author is told by mail.
    pub async fn comment_reply(&self, caller: &Caller, id: i64, text: &str) -> Result<()> {
        let official = caller.official()?;
        let hidden = || Error::NotFound("comment");
        let tx = self.write().await?;
        let found = comment::Entity::find_by_id(id)
            .filter(is_verified_comment())
            .one(&*tx)
            .await?
            .ok_or_else(hidden)?;
        let row =
            notification::Entity::find_by_id(found.notification_id).one(&*tx).await?.ok_or_else(hidden)?;
        if !is_of(&*tx, &row, official.authority.as_str()).await? {
            return Err(hidden());
        }
        official.needs(&[Role::Official])?;
        if found.reply_at.is_some() {
            return Err(Error::Refused(
                "this comment has a reply already, and replies are not changed".to_owned(),
            ));
        }
        let text = text.replace('\0', "").replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() || text.chars().count() > TEXT_LIMIT {
            return Err(Error::Invalid(vec![FieldError::new(
                "text",
                "Write a reply of at most 20,000 characters.",
            )]));
        }
        let now = self.now();
        let mut answered = found.clone().into_active_model();
        answered.state = Set(CommentState::Answered.as_str().to_owned());
        answered.reply_author = Set(Some(official.name.clone()));
        answered.reply_text = Set(Some(text.clone()));
        answered.reply_at = Set(Some(stored_time(now)));
        answered.update(&*tx).await?;
        let entry = Entry {
            notification: row.id,
            what: "comment-answered",
            actor: &official.name,
            note: public_note(&found),
        };
        log(&*tx, now, vec![entry]).await?;
        announce(&*tx, now, &[row.id]).await?;
        let symbol = first_symbol(&*tx, row.id).await?;
        let about = About {
            public_url: &self.settings.public_url,
            symbol: &symbol,
            title: &row.title,
            number: &found.number,
        };
        let letter = mail_texts::answered(about, &found.author, &official.authority_name, &text);
        post(&*tx, now, &found.email, letter).await?;
        self.commit(tx).await
    }

    /// Writes into log and outbox that a comment counts now.
    async fn make_known(&self, tx: &impl ConnectionTrait, comment: &comment::Model) -> Result<()> {
        let now = self.now();
        let actor = if comment.confidential { "" } else { &comment.author };
        let entry = Entry {
            notification: comment.notification_id,
            what: "comment-received",
            actor,
            note: public_note(comment),
        };
        log(tx, now, vec![entry]).await?;
        announce(tx, now, &[comment.notification_id]).await
    }

    async fn receipt_of(&self, comment: comment::Model, key: String) -> Result<Receipt> {
        let row = notification::Entity::find_by_id(comment.notification_id)
            .one(&self.db)
            .await?
            .ok_or(Error::NotFound("notification"))?;
        let authority = self.authority_of_row(&row).await?;
        let received = read_time(&comment.received)?;
        let state = read_name(&comment.state, CommentState::from_name)?;
        Ok(Receipt {
            key,
            state,
            received_written_out: written_moment(received, &authority),
            received,
            late: comment.late,
            confidential: comment.confidential,
            email: if state == CommentState::Unverified { comment.email.clone() } else { String::new() },
            kind: read_name(&comment.kind, CommentKind::from_name)?,
            sha256: comment.sha256.clone(),
            notification: self.summary_of(&row).await?,
            reply: reply(&comment)?,
            number: comment.number,
            text: comment.text,
        })
    }

    async fn desk_comments(&self, comments: Vec<comment::Model>) -> Result<Vec<DeskComment>> {
        let mut ids: Vec<i64> = comments.iter().map(|c| c.notification_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let about = self.notification_summaries(&ids).await?;
        comments
            .into_iter()
            .map(|c| {
                let about = about.iter().find(|n| n.id == c.notification_id);
                Ok(DeskComment {
                    id: c.id,
                    confidential: c.confidential,
                    symbol: about.and_then(|n| n.symbols.first().cloned()).unwrap_or_default(),
                    title: about.map(|n| n.title.clone()).unwrap_or_default(),
                    comment: PublicComment::from_row(c)?,
                })
            })
            .collect()
    }
}

/// Name, organisation and address of a signed-in author.
fn known(official: &Official) -> (String, String, String) {
    (official.name.clone(), official.authority_name.clone(), official.email.clone())
}

impl PublicComment {
    pub(crate) fn from_row(row: comment::Model) -> Result<Self> {
        Ok(Self {
            reply: reply(&row)?,
            kind: read_name(&row.kind, CommentKind::from_name)?,
            state: read_name(&row.state, CommentState::from_name)?,
            received: read_time(&row.received)?,
            number: row.number,
            author: row.author,
            organisation: row.organisation,
            from_authority: row.from_authority,
            clause: row.clause,
            text: row.text,
            language: row.language,
            late: row.late,
        })
    }
}

/// The condition that a comment's author was verified.
pub(crate) fn is_verified_comment() -> SimpleExpr {
    comment::Column::State.ne(CommentState::Unverified.as_str())
}

/// The condition that everyone may read a comment.
pub(crate) fn is_public_comment() -> sea_orm::Condition {
    sea_orm::Condition::all().add(is_verified_comment()).add(comment::Column::Confidential.eq(false))
}

fn reply(row: &comment::Model) -> Result<Option<Reply>> {
    let (Some(author), Some(text), Some(at)) = (&row.reply_author, &row.reply_text, &row.reply_at) else {
        return Ok(None);
    };
    Ok(Some(Reply { author: author.clone(), text: text.clone(), at: read_time(at)? }))
}

/// What the public log says of a comment: of a confidential one only that it exists.
fn public_note(comment: &comment::Model) -> String {
    if comment.confidential { "confidential".to_owned() } else { comment.number.clone() }
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

/// The same comment from the same address a moment ago: sent by a double click
/// or by going back in the browser.
async fn sent_before(
    tx: &DatabaseTransaction,
    row: &notification::Model,
    new: &Accepted,
    now: Timestamp,
) -> Result<Option<comment::Model>> {
    Ok(comment::Entity::find()
        .filter(comment::Column::NotificationId.eq(row.id))
        .filter(comment::Column::Sha256.eq(sha256(&new.text)))
        .filter(comment::Column::Email.eq(&new.email))
        .filter(comment::Column::Author.eq(&new.author))
        .filter(comment::Column::Clause.eq(&new.clause))
        .filter(comment::Column::Kind.eq(new.kind.as_str()))
        .filter(comment::Column::Confidential.eq(new.confidential))
        .filter(comment::Column::Received.gt(stored_time(now - DOUBLE_SUBMISSION_MINUTES.minutes())))
        .one(tx)
        .await?)
}

/// `21 November 2026, 04:15:07 (Nairobi, UTC+3)`.
fn written_moment(at: Timestamp, authority: &Authority) -> String {
    let local = at.to_zoned(authority.time_zone());
    let minutes = local.offset().seconds() / 60;
    let offset = match (minutes, minutes % 60) {
        (0, _) => "UTC".to_owned(),
        (_, 0) => format!("UTC{}{}", sign(minutes), minutes.abs() / 60),
        (_, rest) => format!("UTC{}{}:{:02}", sign(minutes), minutes.abs() / 60, rest.abs()),
    };
    format!("{} ({}, {offset})", local.strftime("%-d %B %Y, %H:%M:%S"), authority.zone_place)
}

fn sign(minutes: i32) -> char {
    if minutes < 0 { '\u{2212}' } else { '+' }
}
