//! Server-side sessions: what the browser holds is only a random identifier;
//! here it is stored as its SHA-256, so that a copy of the database opens no session.

use jiff::Timestamp;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::{
    Registry, Result,
    db::{sha256, statement, stored_time},
    entities::session,
};

impl Registry {
    /// Stores a session's data under its identifier until `expires`; replaces what was there.
    /// `account` is whose session it is, once somebody signed in.
    pub async fn session_save(
        &self,
        id: &str,
        data: &str,
        expires: Timestamp,
        account: Option<i64>,
    ) -> Result<()> {
        let tx = self.write().await?;
        tx.execute_raw(statement(
            &*tx,
            "INSERT INTO session (id_sha256, data, expires, account_id) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (id_sha256) DO UPDATE SET data = excluded.data, expires = excluded.expires, \
             account_id = excluded.account_id",
            [sha256(id).into(), data.into(), stored_time(expires).into(), account.into()],
        ))
        .await?;
        self.commit(tx).await
    }

    /// The data of a session that has not expired.
    pub async fn session_load(&self, id: &str) -> Result<Option<String>> {
        let row = session::Entity::find_by_id(sha256(id))
            .filter(session::Column::Expires.gt(stored_time(self.now())))
            .one(&self.db)
            .await?;
        Ok(row.map(|s| s.data))
    }

    /// Ends a session.
    pub async fn session_delete(&self, id: &str) -> Result<()> {
        let tx = self.write_to_forget().await?;
        session::Entity::delete_by_id(sha256(id)).exec(&*tx).await?;
        self.commit(tx).await
    }

    /// Removes expired sessions; returns how many.
    pub async fn sessions_expire(&self) -> Result<u64> {
        let tx = self.write_to_forget().await?;
        let done = session::Entity::delete_many()
            .filter(session::Column::Expires.lte(stored_time(self.now())))
            .exec(&*tx)
            .await?;
        self.commit(tx).await?;
        Ok(done.rows_affected)
    }
}

/// Ends every session of an account.
pub(crate) async fn end_all(tx: &impl ConnectionTrait, account: i64) -> Result<()> {
    session::Entity::delete_many().filter(session::Column::AccountId.eq(account)).exec(tx).await?;
    Ok(())
}
