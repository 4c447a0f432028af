//! Mails waiting to be sent, and those sent, in the database: written in the
//! transaction that causes them, sent by a job, never twice after a crash
//! that left a trace.

use jiff::Timestamp;

use crate::{Registry, Result};

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
    /// Tries that failed.
    pub failures: u32,
}

impl Registry {
    /// Mails to send now, oldest first (a failed one waits longer each time).
    pub async fn mails_due(&self, limit: u64) -> Result<Vec<Mail>> {
        let _ = limit;
        todo!()
    }

    /// Notes that a mail was handed over.
    pub async fn mail_sent(&self, id: i64) -> Result<()> {
        let _ = id;
        todo!()
    }

    /// Notes that handing over failed, with the reason.
    pub async fn mail_failed(&self, id: i64, reason: &str) -> Result<()> {
        let _ = (id, reason);
        todo!()
    }

    /// The latest mails, newest first: the demo's outbox page.
    pub async fn mails_latest(&self, limit: u64) -> Result<Vec<Mail>> {
        let _ = limit;
        todo!()
    }
}
