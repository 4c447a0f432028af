//! Every use case, on SQLite and on PostgreSQL: each test runs once on both.

mod accounts;
mod catalogue;
mod comments;
mod drafts;
mod harness;
mod imports;
mod migrations;
mod outbox;
mod overviews;
mod procedure;
mod sessions;
