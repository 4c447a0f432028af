//! Comments: received, verified, published, answered. A comment that was
//! acknowledged is never lost: the receipt is given after the commit.

use domain::comment::{CommentKind, CommentState};
use jiff::Timestamp;

use crate::{
    Caller, Registry, Result,
    notifications::{NotificationSummary, PublicComment, Reply},
};

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
    /// Takes a comment on a public notification. From the public it waits for
    /// the verification of the e-mail address (a mail is put into the outbox in
    /// the same transaction); from an official of another authority it is
    /// public at once. Refuses officials of the publishing authority,
    /// [`crate::Error::PeriodClosed`] after the deadline unless late comments
    /// are taken, [`crate::Error::Invalid`] with a field error each.
    pub async fn comment_submit(&self, caller: &Caller, symbol: &str, new: NewComment) -> Result<Receipt> {
        let _ = (caller, symbol, new);
        todo!()
    }

    /// What a verification link would verify, without doing it: the number and
    /// the notification's title; `None` when the link is unknown or used up.
    pub async fn comment_to_verify(&self, token: &str) -> Result<Option<Receipt>> {
        let _ = token;
        todo!()
    }

    /// Verifies the address: the comment counts from the time it was received.
    pub async fn comment_verify(&self, token: &str) -> Result<Receipt> {
        let _ = token;
        todo!()
    }

    /// The receipt, for whoever holds its key.
    pub async fn receipt(&self, number: &str, key: &str) -> Result<Receipt> {
        let _ = (number, key);
        todo!()
    }

    /// Comments on the notifications of the caller's authority: those without a
    /// reply first, oldest first. One notification's, or all.
    pub async fn comment_list(&self, caller: &Caller, symbol: Option<&str>) -> Result<Vec<DeskComment>> {
        let _ = (caller, symbol);
        todo!()
    }

    /// One comment on a notification of the caller's authority.
    pub async fn comment(&self, caller: &Caller, id: i64) -> Result<DeskComment> {
        let _ = (caller, id);
        todo!()
    }

    /// Replies, publicly unless the comment is confidential; the author is told by mail.
    pub async fn comment_reply(&self, caller: &Caller, id: i64, text: &str) -> Result<()> {
        let _ = (caller, id, text);
        todo!()
    }
}
