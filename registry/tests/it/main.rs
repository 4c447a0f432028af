//! Every use case, on SQLite and on PostgreSQL: each test runs once on both.

mod accounts;
mod administration;
mod answers;
mod catalogue;
mod comment_process;
mod comments;
mod consultations;
mod coordination;
mod desk;
mod drafts;
mod extension;
mod follows;
mod harness;
mod imports;
mod joint;
mod judging;
mod migrations;
mod outbox;
mod overviews;
mod procedure;
mod reminders;
mod roles;
mod sessions;
mod standstill;
mod texts;
mod versions;
