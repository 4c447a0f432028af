//! Server-side sessions: what the browser holds is only a random identifier;
//! here it is stored as its SHA-256, and nowhere else, so that a copy of the
//! database opens no session. A session ends when it was not used for a while,
//! and after a time however busy. That it is used is written down every few
//! minutes, not with every request.

use jiff::{SignedDuration, Timestamp};

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Caller, Registry, Result,
    db::{read_time, sha256, statement, stored_time},
    entities::session,
};

/// How exactly it is known when a session was used last. At most this much of the
/// time without a request is taken from somebody who comes back at its end.
const EXACTLY: SignedDuration = SignedDuration::from_mins(5);

/// A session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// What the browser's visits share.
    pub data: String,
    /// When it ends, if it is not used again.
    pub expires: Timestamp,
    /// Whether it is time to write down that it is used ([`Registry::session_used`]).
    pub use_unknown: bool,
}

/// A session of the person who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it; opens nothing.
    pub name: String,
    /// Whether it is the one that asks.
    pub this_one: bool,
    /// When the person signed in.
    pub begun: Timestamp,
    /// When it was used last, give or take some minutes.
    pub used: Timestamp,
    /// What the browser's visits share.
    pub data: String,
}

impl Registry {
    /// Stores a session's data under its identifier; replaces what was there.
    /// `account` is whose session it is, once somebody signed in.
    pub async fn session_save(&self, id: &str, data: &str, account: Option<i64>) -> Result<()> {
        let tx = self.write().await?;
        let now = self.now();
        let before = session::Entity::find_by_id(sha256(id)).one(&*tx).await?;
        let begun = before.map(|row| read_time(&row.begun)).transpose()?.unwrap_or(now);
        tx.execute_raw(statement(
            &*tx,
            "INSERT INTO session (id_sha256, data, expires, account_id, begun, used) \
             VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (id_sha256) DO UPDATE SET data = excluded.data, expires = excluded.expires, \
             account_id = excluded.account_id, used = excluded.used",
            [
                sha256(id).into(),
                data.into(),
                stored_time(self.session_end(begun, now)).into(),
                account.into(),
                stored_time(begun).into(),
                stored_time(now).into(),
            ],
        ))
        .await?;
        self.commit(tx).await
    }

    /// When a session ends that began and was used at these times.
    fn session_end(&self, begun: Timestamp, used: Timestamp) -> Timestamp {
        let limits = self.settings.sessions;
        let later = |from: Timestamp, by: std::time::Duration| {
            SignedDuration::try_from(by).ok().and_then(|by| from.checked_add(by).ok()).unwrap_or(from)
        };
        later(used, limits.idle).min(later(begun, limits.longest))
    }

    /// A session that has not ended. Only read: nothing is written at a request.
    pub async fn session_load(&self, id: &str) -> Result<Option<StoredSession>> {
        let now = self.now();
        let row = session::Entity::find_by_id(sha256(id))
            .filter(session::Column::Expires.gt(stored_time(now)))
            .one(&self.db)
            .await?;
        row.map(|row| {
            let (expires, used) = (read_time(&row.expires)?, read_time(&row.used)?);
            // Of a short time without a request, a small part.
            let idle = SignedDuration::try_from(self.settings.sessions.idle).unwrap_or(EXACTLY);
            let exactly = EXACTLY.min(idle / 10);
            Ok(StoredSession { data: row.data, expires, use_unknown: now.duration_since(used) >= exactly })
        })
        .transpose()
    }

    /// Writes down that a session is used now. One that has ended stays ended.
    pub async fn session_used(&self, id: &str) -> Result<()> {
        let tx = self.write_to_forget().await?;
        let now = self.now();
        let row = session::Entity::find_by_id(sha256(id))
            .filter(session::Column::Expires.gt(stored_time(now)))
            .one(&*tx)
            .await?;
        let Some(row) = row else { return Ok(()) };
        let end = self.session_end(read_time(&row.begun)?, now);
        tx.execute_raw(statement(
            &*tx,
            "UPDATE session SET used = $1, expires = $2 WHERE id_sha256 = $3",
            [stored_time(now).into(), stored_time(end).into(), row.id_sha256.into()],
        ))
        .await?;
        self.commit(tx).await
    }

    /// Ends a session.
    pub async fn session_delete(&self, id: &str) -> Result<()> {
        let tx = self.write_to_forget().await?;
        session::Entity::delete_by_id(sha256(id)).exec(&*tx).await?;
        self.commit(tx).await
    }

    /// The caller's sessions that have not ended, the one used last first.
    /// `this` is the identifier of the one that asks.
    pub async fn sessions_own(&self, caller: &Caller, this: &str) -> Result<Vec<OwnSession>> {
        let account = caller.official()?.account_id;
        let this = sha256(this);
        let rows = session::Entity::find()
            .filter(session::Column::AccountId.eq(account))
            .filter(session::Column::Expires.gt(stored_time(self.now())))
            .order_by_desc(session::Column::Used)
            .order_by_asc(session::Column::IdSha256)
            .all(&self.db)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(OwnSession {
                    this_one: row.id_sha256 == this,
                    begun: read_time(&row.begun)?,
                    used: read_time(&row.used)?,
                    name: row.id_sha256,
                    data: row.data,
                })
            })
            .collect()
    }

    /// Ends one of the caller's own sessions; whether there was such a one.
    pub async fn session_end_own(&self, caller: &Caller, name: &str) -> Result<bool> {
        let account = caller.official()?.account_id;
        let tx = self.write_to_forget().await?;
        let ended = session::Entity::delete_many()
            .filter(session::Column::AccountId.eq(account))
            .filter(session::Column::IdSha256.eq(name))
            .exec(&*tx)
            .await?;
        self.commit(tx).await?;
        Ok(ended.rows_affected > 0)
    }

    /// Ends all of the caller's own sessions but the one that asks; how many.
    pub async fn sessions_end_others(&self, caller: &Caller, this: &str) -> Result<u64> {
        let account = caller.official()?.account_id;
        let tx = self.write_to_forget().await?;
        let ended = end_others(&*tx, account, this).await?;
        self.commit(tx).await?;
        Ok(ended)
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

/// Ends every session of an account but this one; how many.
pub(crate) async fn end_others(tx: &impl ConnectionTrait, account: i64, this: &str) -> Result<u64> {
    let ended = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::IdSha256.ne(sha256(this)))
        .exec(tx)
        .await?;
    Ok(ended.rows_affected)
}
