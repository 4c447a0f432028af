//! Writing transactions: one at a time, begun for certain or not at all, and believed
//! to be kept when another connection has seen it.

use std::{
    ops::Deref,
    sync::OnceLock,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use tokio::{sync::OwnedMutexGuard, time::timeout_at};

use super::{Db, connection::within, count_up, number, statement, trouble::unavailable};
use crate::{Registry, Result, Unavailable};

/// Any number: it names the lock under which this program writes on PostgreSQL.
const WRITER_LOCK: i64 = 0x0043_4f4e_434f_5244;
/// Counts the transactions of SQLite; see [`Registry::commit`].
const COMMITTED: &str = "committed";

/// Begins to write, when whoever writes now is done; until then is waited.
pub(super) async fn begin(db: &DatabaseConnection, until: Instant) -> Result<DatabaseTransaction, DbErr> {
    loop {
        let left = until.saturating_duration_since(Instant::now());
        match begin_once(db, left).await {
            // SQLite waits a little by itself, and gives up: another program writes.
            Err(error) if unavailable(&error) == Some(Unavailable::Busy) && Instant::now() < until => {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            begun => return begun,
        }
    }
}

async fn begin_once(db: &DatabaseConnection, turn: Duration) -> Result<DatabaseTransaction, DbErr> {
    let tx = db
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // Zero would mean for ever.
        let wait = format!("{}ms", turn.as_millis().max(1));
        let limit = "SELECT set_config('lock_timeout', $1, true)";
        tx.query_one_raw(statement(&tx, limit, [wait.into()])).await?;
        let lock = "SELECT pg_advisory_xact_lock($1)";
        tx.query_one_raw(statement(&tx, lock, [WRITER_LOCK.into()])).await?;
    }
    Ok(tx)
}

/// A transaction, guarded as the connection is.
pub(crate) struct Tx {
    tx: DatabaseTransaction,
    db: Db,
    /// A statement of it failed for a reason that is not its own: SQLite may have taken
    /// back what was written before, and would keep what comes after.
    broken: OnceLock<Unavailable>,
}

impl Tx {
    async fn guarded<T>(&self, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        let done = self.db.heeded(within(self.db.patience.statement, work).await).await;
        if let Some(why) = done.as_ref().err().and_then(unavailable) {
            self.broken.get_or_init(|| why);
        }
        done
    }
}

#[async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.guarded(self.tx.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.guarded(self.tx.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.guarded(self.tx.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.guarded(self.tx.query_all_raw(statement)).await
    }
}

/// A writing transaction. There is one at a time: SQLite allows no more, and on
/// PostgreSQL a lock held until the commit gives the same order, so that numbers
/// of the outbox become visible in order and symbols are never given out twice.
/// Dropped without [`Registry::commit`] it leaves nothing behind.
pub(crate) struct Write {
    tx: Tx,
    _turn: OwnedMutexGuard<()>,
}

impl Deref for Write {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl Registry {
    /// Begins to write; refused while the disk has no room to keep it for certain.
    pub(crate) async fn write(&self) -> Result<Write> {
        self.db.room()?;
        self.write_to_forget().await
    }

    /// Begins to write what makes room, or notes in a few bytes what was done already: also
    /// where there is hardly any room left.
    pub(crate) async fn write_to_forget(&self) -> Result<Write> {
        let until = Instant::now() + self.db.patience.turn;
        // Waiting here is fair and wakes at once; SQLite's own waiting sleeps and may starve.
        let turn = timeout_at(until.into(), self.writer.clone().lock_owned());
        let turn = turn.await.map_err(|_| Unavailable::Busy)?;
        let tx = self.db.begin(until).await?;
        Ok(Write { tx, _turn: turn })
    }

    /// Keeps what was written. On SQLite it is believed only when another connection
    /// sees it: a full disk once had transactions acknowledged that nobody had begun.
    pub(crate) async fn commit(&self, write: Write) -> Result<()> {
        let done = write.tx.commit().await;
        // All who wait now, and the one who comes next: also where it is not certain, they
        // look for themselves.
        self.changed.notify_waiters();
        self.changed.notify_one();
        done
    }
}

impl Db {
    /// A transaction that writes, when its turn comes before `until`.
    async fn begin(&self, until: Instant) -> Result<Tx> {
        let (connection, patience) = self.admitted(self.patience.statement).await?;
        // Waiting for the turn is not waiting for an answer.
        let turn = until.saturating_duration_since(Instant::now()) + Duration::from_millis(500);
        let longest = patience.map(|patience| patience.max(turn));
        let begun = self.heeded(within(longest, begin(&connection, until)).await).await?;
        Ok(Tx { tx: begun, db: self.clone(), broken: OnceLock::new() })
    }
}

impl Tx {
    async fn commit(self) -> Result<()> {
        if let Some(why) = self.broken.get() {
            return Err((*why).into());
        }
        let witness = self.db.witness();
        let nth = match witness {
            Some(_) => Some(count_up(&self, COMMITTED).await?),
            None => None,
        };
        let patience = self.db.patience.statement;
        self.db.heeded(within(patience, self.tx.commit()).await).await?;
        if let (Some(witness), Some(nth)) = (witness, nth) {
            let seen = "SELECT last FROM counter WHERE name = $1";
            let looked = async { Ok(number(witness, seen, [COMMITTED.into()]).await) };
            let seen = within(patience, looked).await??;
            if seen < nth {
                tracing::error!(nth, seen, "the database acknowledged a transaction that is not there");
                self.db.doubt();
                return Err(Unavailable::Disk.into());
            }
        }
        Ok(())
    }
}
