//! How many mails went to addresses that nobody confirmed; whether the
//! mail that asks to confirm a comment could be sent, and whether a reporter was told.
//!
//! Addresses are stored as they are compared. Where two rows were told apart by the
//! case of an address alone, the confirmed one stays.

use domain::email::EmailAddress;
use sea_orm_migration::{prelude::*, sea_orm::ConnectionTrait};

use crate::rewriting::{Column, portion, rewrite, statement, write};

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::step::run(manager, UP).await?;
        let db = manager.get_connection();
        for table in ["comment", "comment_report"] {
            rewrite(db, Column { table, key: "id", column: "email" }, compared).await?;
        }
        // Here an address may stand once only.
        for (table, alike) in
            [("account", ""), ("consultation_stakeholder", "consultation_id"), ("follow", "scheme, subject")]
        {
            unite(db, table, alike).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::step::run(manager, DOWN).await
    }
}

/// An address as it is compared; none where it is no address, and stays as it is.
fn compared(old: &str) -> Option<String> {
    EmailAddress::parse(old).ok().map(|address| address.to_string())
}

/// Writes the addresses of a table in which one may stand once for the same other
/// columns. Of two requests to follow the same the confirmed one stays; two accounts
/// or two invited people stay two.
async fn unite(db: &impl ConnectionTrait, table: &'static str, alike: &str) -> Result<(), DbErr> {
    let of = Column { table, key: "id", column: "email" };
    let same: String = alike
        .split(", ")
        .filter(|column| !column.is_empty())
        .map(|column| format!(" AND b.{column} = a.{column}"))
        .collect();
    let find = format!(
        "SELECT CAST(b.id AS BIGINT) FROM {table} a JOIN {table} b ON b.email = $1{same} WHERE a.id = $2 AND b.id <> a.id"
    );
    let mut after = i64::MIN;
    loop {
        let rows = portion(db, of, after).await?;
        let Some((last, _)) = rows.last() else { return Ok(()) };
        after = *last;
        for (id, old) in rows {
            let Some(new) = compared(&old).filter(|new| *new != old) else { continue };
            let other = db.query_one_raw(statement(db, &find, [new.as_str().into(), id.into()])).await?;
            let Some(other) = other else {
                write(db, of, id, &new).await?;
                continue;
            };
            if table != "follow" {
                continue;
            }
            let other: i64 = other.try_get_by_index(0)?;
            let confirmed = "SELECT id FROM follow WHERE id = $1 AND confirmed IS NOT NULL";
            let stays = db.query_one_raw(statement(db, confirmed, [other.into()])).await?.is_some();
            let goes = if stays { id } else { other };
            db.execute_raw(statement(db, "DELETE FROM follow WHERE id = $1", [goes.into()])).await?;
            if !stays {
                write(db, of, id, &new).await?;
            }
        }
    }
}

const UP: &str = r#"
CREATE TABLE stranger_mail (
    id {key},
    mailbox_sha256 TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX stranger_mail_mailbox ON stranger_mail (mailbox_sha256, at);
CREATE INDEX stranger_mail_at ON stranger_mail (at);
ALTER TABLE mail ADD COLUMN comment_id BIGINT;
ALTER TABLE comment ADD COLUMN verification TEXT NOT NULL DEFAULT 'mailed';
ALTER TABLE comment_report ADD COLUMN told BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX comment_email ON comment (email);
"#;

const DOWN: &str = "
DROP INDEX comment_email;
ALTER TABLE comment_report DROP COLUMN told;
ALTER TABLE comment DROP COLUMN verification;
ALTER TABLE mail DROP COLUMN comment_id;
DROP TABLE stranger_mail;
";
