//! The outbox: which notifications changed, in order.

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
CREATE TABLE outbox (
    seq {key},
    notification_id BIGINT NOT NULL,
    at TEXT NOT NULL
);
"#;

const DOWN: &str = "
DROP TABLE outbox;
";
