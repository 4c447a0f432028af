//! What the installation knows of itself, kept in the database for every server and
//! command: the address under which the public reaches it.

use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Set, sea_query::OnConflict};
use std::sync::Arc;

use crate::{
    Registry, Result, Settings,
    entities::{account, comment, follow, setting},
};

/// Under which name the public address is kept.
const PUBLIC_URL: &str = "public-url";

/// The value of that name.
pub(crate) async fn read(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>> {
    Ok(setting::Entity::find_by_id(name).one(db).await?.map(|row| row.value))
}

/// Keeps a value where there is none; says which is kept.
pub(crate) async fn keep_first(tx: &impl ConnectionTrait, name: &str, value: &str) -> Result<String> {
    let row = setting::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_owned()) };
    setting::Entity::insert(row)
        .on_conflict(OnConflict::column(setting::Column::Name).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(read(tx, name).await?.unwrap_or_else(|| value.to_owned()))
}

async fn keep(tx: &impl ConnectionTrait, name: &str, value: &str) -> Result<()> {
    let row = setting::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_owned()) };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

impl Registry {
    /// With the public address that is kept, where none was given.
    pub(crate) async fn with_kept_address(self) -> Result<Self> {
        if !self.settings.public_url.is_empty() {
            return Ok(self);
        }
        match read(&self.db, PUBLIC_URL).await? {
            Some(kept) => Ok(self.with_public_url(kept)),
            None => Ok(self),
        }
    }

    /// The same registry under another public address.
    #[must_use]
    pub fn with_public_url(self, public_url: String) -> Self {
        let settings = Settings { public_url, ..(*self.settings).clone() };
        Self { settings: Arc::new(settings), ..self }
    }

    /// Keeps the public address for commands that write mails; says which was kept
    /// before, where it was another.
    pub async fn public_url_keep(&self) -> Result<Option<String>> {
        let own = &self.settings.public_url;
        let before = read(&self.db, PUBLIC_URL).await?;
        if before.as_ref() == Some(own) {
            return Ok(None);
        }
        let tx = self.write().await?;
        keep(&*tx, PUBLIC_URL, own).await?;
        self.commit(tx).await?;
        Ok(before)
    }

    /// Whether the public address is unknown, though somebody may be mailed.
    pub async fn public_url_missing(&self) -> Result<bool> {
        if !self.settings.public_url.is_empty() {
            return Ok(false);
        }
        Ok(account::Entity::find().count(&self.db).await? > 0
            || follow::Entity::find().count(&self.db).await? > 0
            || comment::Entity::find().count(&self.db).await? > 0)
    }
}
