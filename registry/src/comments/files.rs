//! Files attached to a comment: facts about them. The bytes are in the object
//! store under their key, which begins otherwise than those of notified texts.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait,
    PaginatorTrait, QueryFilter, QueryOrder, Set,
};

use super::{
    drafts::draft_row,
    rows::{is_readable_comment, own_comment},
};
use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{CHUNK, number, stored_time},
    entities::{comment, comment_file, comment_point},
    unconfirmed::Item,
};

/// Files of one comment at most.
const FILES_LIMIT: u64 = 5;
/// Bytes that the files of all drafts and comments that nobody confirmed may have together: whoever has no
/// account attaches files, and must not be able to fill the disk.
const UNSENT_LIMIT: i64 = 2_000_000_000;

/// A file, already stored and checked.
#[derive(Debug, Clone)]
pub struct NewCommentFile {
    /// Name as uploaded, without path.
    pub name: String,
    /// Media type found in the content.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Key in the object store.
    pub key: String,
}

/// A file as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentFile {
    /// Identifier, part of its address.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// What is needed to send a file.
#[derive(Debug, Clone)]
pub struct StoredFile {
    /// Name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Key in the object store.
    pub key: String,
}

impl Registry {
    /// Attaches a file to a saved draft of a comment.
    pub async fn comment_file_add(&self, draft: &str, new: NewCommentFile) -> Result<()> {
        let tx = self.write().await?;
        let row = draft_row(&*tx, draft).await?;
        let there =
            comment_file::Entity::find().filter(comment_file::Column::DraftId.eq(row.id)).all(&*tx).await?;
        if there.iter().any(|f| f.sha256 == new.sha256 && f.name == new.name) {
            return self.commit(tx).await;
        }
        if there.len() as u64 >= FILES_LIMIT {
            return Err(Error::Invalid(vec![FieldError::new(
                "file",
                "A comment takes five files: remove one first, or put several into one.",
            )]));
        }
        let size = i64::try_from(new.size).unwrap_or(i64::MAX);
        if unsent_beside(&*tx, &new.key).await?.saturating_add(size) > UNSENT_LIMIT {
            return Err(Error::Invalid(vec![FieldError::new(
                "file",
                "The server takes no more files just now: send the comment without it, or try again later.",
            )]));
        }
        // The same bytes are stored once, and count once.
        let there =
            comment_file::Entity::find().filter(comment_file::Column::Key.eq(&new.key)).count(&*tx).await?;
        let more = if there == 0 { size } else { 0 };
        self.hold(&*tx, Item::Draft(row.id), row.body.len(), more, "file").await?;
        comment_file::ActiveModel {
            id: NotSet,
            comment_id: Set(None),
            draft_id: Set(Some(row.id)),
            name: Set(new.name),
            media_type: Set(new.media_type),
            size: Set(size),
            sha256: Set(new.sha256),
            key: Set(new.key),
            added: Set(stored_time(self.now())),
        }
        .insert(&*tx)
        .await?;
        self.commit(tx).await
    }

    /// Takes a file from a draft again; returns its key when nothing else uses it.
    pub async fn comment_file_remove(&self, draft: &str, file: i64) -> Result<Option<String>> {
        let tx = self.write_to_forget().await?;
        let row = draft_row(&*tx, draft).await?;
        let found = comment_file::Entity::find_by_id(file)
            .filter(comment_file::Column::DraftId.eq(row.id))
            .one(&*tx)
            .await?;
        // Removed twice is removed.
        let Some(found) = found else { return Ok(None) };
        let (key, size) = (found.key.clone(), found.size);
        found.delete(&*tx).await?;
        let others =
            comment_file::Entity::find().filter(comment_file::Column::Key.eq(&key)).count(&*tx).await?;
        let fewer = if others == 0 { -size } else { 0 };
        self.hold(&*tx, Item::Draft(row.id), row.body.len(), fewer, "file").await?;
        self.commit(tx).await?;
        Ok((others == 0).then_some(key))
    }

    /// A file of a comment that this caller may read: of one that is public
    /// without confidential parts, or of one on a notification of the own authority.
    pub async fn comment_file(&self, caller: &Caller, file: i64) -> Result<StoredFile> {
        let hidden = || Error::NotFound("file");
        let row = comment_file::Entity::find_by_id(file).one(&self.db).await?.ok_or_else(hidden)?;
        let of = row.comment_id.ok_or_else(hidden)?;
        let readable = comment::Entity::find_by_id(of).filter(is_readable_comment()).one(&self.db).await?;
        let confidential_parts = comment_point::Entity::find()
            .filter(comment_point::Column::CommentId.eq(of))
            .filter(comment_point::Column::Confidential.eq(true))
            .count(&self.db)
            .await?;
        if readable.is_none() || confidential_parts > 0 {
            caller.official().map_err(|_| hidden())?;
            own_comment(&self.db, caller, of).await.map_err(|error| match error {
                Error::NotFound(_) => hidden(),
                other => other,
            })?;
        }
        Ok(StoredFile { name: row.name, media_type: row.media_type, key: row.key })
    }
}

impl From<comment_file::Model> for CommentFile {
    fn from(row: comment_file::Model) -> Self {
        Self { id: row.id, name: row.name, size: u64::try_from(row.size).unwrap_or(0), sha256: row.sha256 }
    }
}

/// Bytes of the files of all unsent drafts and comments that wait for their author, but for the file under this key. The
/// same bytes are stored once, however many drafts have them.
async fn unsent_beside(tx: &impl ConnectionTrait, key: &str) -> Result<i64> {
    number(
        tx,
        "SELECT CAST(SUM(size) AS BIGINT) FROM (SELECT key, MAX(size) AS size FROM comment_file \
         WHERE key <> $1 AND (draft_id IS NOT NULL OR comment_id IN (SELECT id FROM comment \
         WHERE token_sha256 IS NOT NULL AND account_id IS NULL)) GROUP BY key) AS unsent",
        [key.into()],
    )
    .await
}

/// The files of these comments.
pub(super) async fn files_of(
    db: &impl ConnectionTrait,
    comments: &[comment::Model],
) -> Result<HashMap<i64, Vec<CommentFile>>> {
    let mut all: HashMap<i64, Vec<CommentFile>> = HashMap::new();
    for chunk in comments.chunks(CHUNK) {
        let rows = comment_file::Entity::find()
            .filter(comment_file::Column::CommentId.is_in(chunk.iter().map(|c| c.id)))
            .order_by_asc(comment_file::Column::Id)
            .all(db)
            .await?;
        for row in rows {
            if let Some(comment) = row.comment_id {
                all.entry(comment).or_default().push(row.into());
            }
        }
    }
    Ok(all)
}
