//! The registry: use cases on the database. The only crate with SQL. One
//! public function is one use case and, when it writes, one transaction that
//! holds the row, its history and its outbox entry together. Every function
//! that changes something takes the [`Caller`] and checks what that person may do.
//!
//! Errors are [`Error`]: what the person can mend is told apart from what the
//! operator must.

mod access;
pub mod accounts;
pub mod administration;
pub mod authorities;
pub mod backups;
pub mod calendars;
mod caller;
mod candidates;
pub mod catalogue;
mod catalogue_changes;
mod citing;
pub mod clause_quotes;
mod clock_mails;
pub mod codes;
pub mod comments;
pub mod consultations;
pub mod coordination;
pub mod correspondences;
mod db;
pub mod desk;
pub mod documents;
pub mod done_already;
pub mod drafts;
#[allow(dead_code, reason = "the entity macro writes more than is used")]
mod entities;
mod error;
pub mod extensions;
mod family;
pub mod final_dates;
mod final_texts;
mod fingerprints;
pub mod first_administrator;
pub mod follows;
pub mod handover;
pub mod imports;
pub mod installation;
pub mod invitations;
pub mod joint;
mod joint_approval;
mod journal;
mod judging;
mod kept_texts;
pub mod limits;
pub mod links;
mod mail_texts;
pub mod mails;
mod notification_pages;
pub mod notifications;
pub mod notified_texts;
pub mod outbox;
pub mod overviews;
pub mod passwords;
pub mod procedure;
mod products;
pub mod readiness;
mod registry;
pub mod reminders;
mod secrets;
pub mod sessions;
mod settings;
pub mod shelves;
mod standard_names;
mod standard_rows;
mod standards;
mod standing;
mod standstill_recording;
pub mod standstills;
mod stranger_mails;
mod summaries;
pub mod text_corrections;
pub mod unconfirmed;
pub mod versions;
mod zones;

pub use access::Access;
pub use caller::*;
pub use db::{sha256, space::free_space};
pub use error::*;
pub use registry::*;
pub use secrets::SecretKey;
pub use stranger_mails::Mailed;
