//! Every use case, on SQLite and on PostgreSQL: each test runs once on both.

mod accounts;
mod answers;
mod catalogue;
mod comments;
mod drafts;
mod extension;
mod follows;
mod harness;
mod imports;
mod judging;
mod migrations;
mod outbox;
mod overviews;
mod procedure;
mod reminders;
mod sessions;
mod standstill;
mod texts;
