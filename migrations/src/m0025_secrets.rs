//! Secrets of mailed links are stored as their SHA-256: whoever gets a copy of the
//! database can follow none of them. Links that were mailed before work on; those
//! of later mails are derived from the row under a key that is not in the database.

use sea_orm_migration::prelude::*;
use sha2::{Digest, Sha256};

use crate::rewriting::{Column, rewrite};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

/// What held a secret.
const HASHED: [Column; 5] = [
    Column { table: "follow", key: "id", column: "secret_sha256" },
    Column { table: "consultation_stakeholder", key: "id", column: "secret_sha256" },
    Column { table: "account_clock", key: "account_id", column: "reminder_sha256" },
    Column { table: "account_clock", key: "account_id", column: "calendar_sha256" },
    Column { table: "comment", key: "id", column: "mail_sha256" },
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::step::run(manager, UP).await?;
        for column in HASHED {
            rewrite(manager.get_connection(), column, hashed).await?;
        }
        Ok(())
    }

    /// The secrets do not come back: links that were mailed before end.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::step::run(manager, DOWN).await
    }
}

/// Comments of the earliest versions had none.
fn hashed(secret: &str) -> Option<String> {
    let digest = Sha256::digest(secret);
    (!secret.is_empty()).then(|| digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

const UP: &str = r#"
ALTER TABLE follow RENAME COLUMN secret TO secret_sha256;
ALTER TABLE consultation_stakeholder RENAME COLUMN secret TO secret_sha256;
ALTER TABLE account_clock RENAME COLUMN reminder_secret TO reminder_sha256;
ALTER TABLE account_clock RENAME COLUMN calendar_secret TO calendar_sha256;
ALTER TABLE account_clock ADD COLUMN calendar_renewed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE comment RENAME COLUMN mail_secret TO mail_sha256;
"#;

const DOWN: &str = "
ALTER TABLE comment RENAME COLUMN mail_sha256 TO mail_secret;
ALTER TABLE account_clock DROP COLUMN calendar_renewed;
ALTER TABLE account_clock RENAME COLUMN calendar_sha256 TO calendar_secret;
ALTER TABLE account_clock RENAME COLUMN reminder_sha256 TO reminder_secret;
ALTER TABLE consultation_stakeholder RENAME COLUMN secret_sha256 TO secret;
ALTER TABLE follow RENAME COLUMN secret_sha256 TO secret;
";
