//! Every use case, on SQLite and on PostgreSQL: each test runs once on both.

mod accounts;
mod administration;
mod answers;
mod catalogue;
mod comment_process;
mod comments;
mod consultations;
mod coordination;
mod drafts;
mod follows;
mod harness;
mod imports;
mod joint;
mod judging;
mod migrations;
mod outbox;
mod overviews;
mod procedure;
mod roles;
mod sessions;
mod texts;
mod versions;
