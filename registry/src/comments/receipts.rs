//! Receipts: what the author gets at once, can come back to ever after, and from
//! which the comment can be withdrawn.

use domain::comment::{CommentKind, CommentState, CommentStep, Publication};
use jiff::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use subtle::ConstantTimeEq;

use super::{
    CommentFile,
    files::files_of,
    public::{Point, points},
    rows::{public_note, reply, why_hidden, written_moment},
};
use crate::{
    Error, Registry, Result,
    db::{read_name, read_time, sha256, stored_time},
    entities::{comment, event, notification},
    journal::{Entry, announce, log},
    notifications::{Event, NotificationSummary, Reply},
};

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
    /// When it is forgotten, unless its author confirms it.
    pub expires: Option<Timestamp>,
    /// Whether it came after the deadline.
    pub late: bool,
    /// Confidential as a whole.
    pub confidential: bool,
    /// What becomes public.
    pub publication: Publication,
    /// Why something is confidential.
    pub withheld_why: String,
    /// The address to verify, empty when none is needed.
    pub email: String,
    /// What became of the mail that asks to verify it.
    pub verification: Verification,
    /// The comment's kind.
    pub kind: CommentKind,
    /// Who wrote it, and where from.
    pub from: String,
    /// On whose behalf, may be empty.
    pub on_behalf: String,
    /// Language, ISO 639-1.
    pub language: String,
    /// The text as received.
    pub text: String,
    /// Its parts, with what the authority made of each.
    pub points: Vec<Point>,
    /// Attached files.
    pub files: Vec<CommentFile>,
    /// SHA-256 of the text as received, hexadecimal: the proof.
    pub sha256: String,
    /// The notification.
    pub notification: NotificationSummary,
    /// The reply, when there is one.
    pub reply: Option<Reply>,
    /// What happened to the notification since the comment was received, oldest first.
    pub since: Vec<Event>,
}

/// What became of the mail that asks to confirm the address of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// It waits to be sent, or was sent.
    Mailed,
    /// None was sent: the address got as many mails as it may get unconfirmed.
    TooMany,
    /// The mail server says that no mail reaches the address.
    Refused,
}

impl Verification {
    /// The name, as stored and as part of texts' keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mailed => "mailed",
            Self::TooMany => "too-many",
            Self::Refused => "refused",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Mailed, Self::TooMany, Self::Refused].into_iter().find(|v| v.as_str() == name)
    }
}

/// What happened to a draft that its commenters want to know.
const TOLD: [&str; 7] =
    ["adopted", "withdrawn", "final-text", "in-force", "period-changed", "responses-published", "revised"];

impl Registry {
    /// The receipt, for whoever holds its key.
    pub async fn receipt(&self, number: &str, key: &str) -> Result<Receipt> {
        let found = by_key(&self.db, number, key).await?;
        self.receipt_of(found, key.to_owned()).await
    }

    /// Its author takes a comment back: the words are shown no longer, that there
    /// was a comment is. Whoever holds the receipt's key may.
    pub async fn comment_withdraw(&self, number: &str, key: &str) -> Result<()> {
        let tx = self.write().await?;
        let found = by_key(&*tx, number, key).await?;
        let state = read_name(&found.state, CommentState::from_name)?;
        if state == CommentState::Withdrawn {
            return Ok(());
        }
        let next = state
            .after(CommentStep::Withdraw, found.confidential, false)
            .map_err(|e| Error::Refused(e.to_string()))?;
        let now = self.now();
        let (id, note, verified) = (found.notification_id, public_note(&found), found.token_sha256.is_none());
        let mut row = found.into_active_model();
        row.state = Set(next.as_str().to_owned());
        row.update(&*tx).await?;
        // One that was never verified was never known.
        if verified {
            let entry = Entry { notification: id, what: "comment-withdrawn", actor: "", note };
            log(&*tx, now, vec![entry]).await?;
            announce(&*tx, now, &[id]).await?;
        }
        self.commit(tx).await
    }

    pub(super) async fn receipt_of(&self, comment: comment::Model, key: String) -> Result<Receipt> {
        let row = notification::Entity::find_by_id(comment.notification_id)
            .one(&self.db)
            .await?
            .ok_or(Error::NotFound("notification"))?;
        let authority = self.authority_of_row(&row).await?;
        let received = read_time(&comment.received)?;
        let state = read_name(&comment.state, CommentState::from_name)?;
        let points = points(&self.db, std::slice::from_ref(&comment)).await?.remove(&comment.id);
        let files = files_of(&self.db, std::slice::from_ref(&comment)).await?.remove(&comment.id);
        let since = event::Entity::find()
            .filter(event::Column::NotificationId.eq(row.id))
            .filter(event::Column::What.is_in(TOLD))
            .filter(event::Column::At.gte(stored_time(received)))
            .order_by_asc(event::Column::Id)
            .all(&self.db)
            .await?;
        let since = since
            .into_iter()
            .map(|e| Ok(Event { at: read_time(&e.at)?, what: e.what, actor: e.actor, note: e.note }))
            .collect::<Result<Vec<_>>>()?;
        Ok(Receipt {
            key,
            state,
            received_written_out: written_moment(received, &authority),
            received,
            expires: comment.expires.as_deref().map(read_time).transpose()?,
            late: comment.late,
            confidential: comment.confidential,
            publication: read_name(&comment.publication, Publication::from_name)?,
            withheld_why: why_hidden(&comment),
            verification: read_name(&comment.verification, Verification::from_name)?,
            email: if state == CommentState::Unverified { comment.email.clone() } else { String::new() },
            kind: read_name(&comment.kind, CommentKind::from_name)?,
            from: match comment.organisation.as_str() {
                "" => comment.author.clone(),
                organisation => format!("{}, {organisation}", comment.author),
            },
            on_behalf: comment.on_behalf.clone(),
            language: comment.language.clone(),
            sha256: comment.sha256.clone(),
            notification: self.summary_of(&row).await?,
            reply: reply(&comment)?,
            number: comment.number,
            text: comment.text,
            points: points.unwrap_or_default(),
            files: files.unwrap_or_default(),
            since,
        })
    }
}

pub(super) async fn by_key(
    db: &impl sea_orm::ConnectionTrait,
    number: &str,
    key: &str,
) -> Result<comment::Model> {
    let hidden = || Error::NotFound("receipt");
    let found = comment::Entity::find()
        .filter(comment::Column::Number.eq(number))
        .one(db)
        .await?
        .ok_or_else(hidden)?;
    let given = sha256(key);
    let holds = found.key_sha256s.split(' ').any(|k| bool::from(k.as_bytes().ct_eq(given.as_bytes())));
    if holds { Ok(found) } else { Err(hidden()) }
}
