//! What a backup needs of the registry: its rows as they are at one moment, and the
//! files that these rows name.

use std::path::Path;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, DbBackend, EntityTrait, QuerySelect};

use crate::{
    Error, Registry, Result,
    db::{number, secret, statement},
    entities::{comment_file, document},
    settings,
};

/// Under which name the registry's own is kept.
const IDENTITY: &str = "registry";

/// A file that a row names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredFile {
    /// Its name in the folder of files.
    pub key: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Registry {
    /// Writes the rows, all of one moment, into a new database of SQLite, while others read
    /// and write; returns the files that they name. `None` where the rows are in another
    /// database, which has programs of its own for this (`pg_dump`).
    pub async fn rows_into(&self, new: &Path) -> Result<Option<Vec<StoredFile>>> {
        if self.db.get_database_backend() != DbBackend::Sqlite {
            return Ok(None);
        }
        let path =
            new.to_str().ok_or_else(|| Error::Refused(format!("{} is no plain path", new.display())))?;
        // SQLite reads one state of the whole and writes it without gaps.
        self.db.execute_raw(statement(&self.db, "VACUUM INTO $1", [path.into()])).await?;
        let escaped = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC);
        let copy = Database::connect(format!("sqlite://{escaped}?mode=ro&immutable=1")).await?;
        let named = named(&copy).await;
        copy.close().await?;
        Ok(Some(named?))
    }

    /// The files that rows name now.
    pub async fn stored_files(&self) -> Result<Vec<StoredFile>> {
        named(&self.db).await
    }

    /// The name of this registry among others, made at random when it is first asked for: by
    /// it is known which index and which files belong to a database.
    pub async fn identity(&self) -> Result<String> {
        if let Some(kept) = settings::read(&self.db, IDENTITY).await? {
            return Ok(kept);
        }
        let tx = self.write().await?;
        let kept = settings::keep_first(&*tx, IDENTITY, &secret()).await?;
        self.commit(tx).await?;
        Ok(kept)
    }

    /// Whether nothing was ever announced here: no notification has changed.
    pub async fn is_empty(&self) -> Result<bool> {
        Ok(self.outbox_head().await? == 0 && self.stored_files().await?.is_empty())
    }
}

/// Whether a database has the schema of this version. It is looked at, and not changed.
pub async fn is_current(url: &str) -> Result<bool> {
    let db = Database::connect(url).await?;
    let done = "SELECT COUNT(*) FROM seaql_migrations";
    // Of a database without any step there is no such table.
    let done = number(&db, done, []).await.unwrap_or(0);
    db.close().await?;
    Ok(usize::try_from(done) == Ok(Migrator::migrations().len()))
}

/// Each file once; the same bytes may be named by many rows.
async fn named(db: &impl ConnectionTrait) -> Result<Vec<StoredFile>> {
    let documents: Vec<(String, String)> = document::Entity::find()
        .select_only()
        .columns([document::Column::Key, document::Column::Sha256])
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let of_comments: Vec<(String, String)> = comment_file::Entity::find()
        .select_only()
        .columns([comment_file::Column::Key, comment_file::Column::Sha256])
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let all = documents.into_iter().chain(of_comments);
    let mut files: Vec<_> = all.map(|(key, sha256)| StoredFile { key, sha256 }).collect();
    files.sort();
    files.dedup();
    Ok(files)
}
