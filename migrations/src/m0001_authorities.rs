//! Authorities, the accounts of their officials, sessions.

use sea_orm_migration::prelude::*;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::step::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::step::run(manager, DOWN).await
    }
}

const UP: &str = r#"
CREATE TABLE authority (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    zone_place TEXT NOT NULL,
    profile TEXT NOT NULL,
    enquiry_point TEXT NOT NULL
);
CREATE TABLE account (
    id {key},
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    authority_code TEXT NOT NULL REFERENCES authority (code),
    roles TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    created TEXT NOT NULL
);
CREATE TABLE session (
    id_sha256 TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    expires TEXT NOT NULL
);
CREATE INDEX session_expires ON session (expires);
"#;

const DOWN: &str = "
DROP TABLE session;
DROP TABLE account;
DROP TABLE authority;
";
