//! Schema of the registry, one file a step, the same for SQLite and PostgreSQL.
//!
//! Instants are text in RFC 3339, UTC, with six digits of the second; days are
//! text `YYYY-MM-DD`; structured values are JSON text. All three sort and
//! compare alike on both databases.

mod m0001_authorities;
mod m0002_notifications;
mod m0003_comments;
mod m0004_outbox;
mod m0005_catalogue;
mod m0006_products;
mod m0007_findings;
mod m0008_follows;
mod m0009_catalogue_changes;
mod m0010_notified_texts;
mod m0011_procedure;
mod m0012_clocks;
mod m0013_versions;
mod m0014_comment_process;
mod m0015_comment_care;
mod m0016_forgetting;
mod m0017_flag_changes;
mod m0018_linked_standards;
mod m0019_cited_identifiers;
mod m0020_standard_links;
mod m0021_compared;
mod m0022_accounts;
mod m0024_mails;
mod m0025_secrets;
mod m0026_limits;
mod m0027_known_places;
mod m0028_unconfirmed;
mod rewriting;
mod step;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All steps, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_authorities::Migration),
            Box::new(m0002_notifications::Migration),
            Box::new(m0003_comments::Migration),
            Box::new(m0004_outbox::Migration),
            Box::new(m0005_catalogue::Migration),
            Box::new(m0006_products::Migration),
            Box::new(m0007_findings::Migration),
            Box::new(m0008_follows::Migration),
            Box::new(m0009_catalogue_changes::Migration),
            Box::new(m0010_notified_texts::Migration),
            Box::new(m0011_procedure::Migration),
            Box::new(m0012_clocks::Migration),
            Box::new(m0013_versions::Migration),
            Box::new(m0014_comment_process::Migration),
            Box::new(m0015_comment_care::Migration),
            Box::new(m0016_forgetting::Migration),
            Box::new(m0017_flag_changes::Migration),
            Box::new(m0018_linked_standards::Migration),
            Box::new(m0019_cited_identifiers::Migration),
            Box::new(m0020_standard_links::Migration),
            Box::new(m0021_compared::Migration),
            Box::new(m0022_accounts::Migration),
            Box::new(m0024_mails::Migration),
            Box::new(m0025_secrets::Migration),
            Box::new(m0026_limits::Migration),
            Box::new(m0027_known_places::Migration),
            Box::new(m0028_unconfirmed::Migration),
        ]
    }
}
