//! The connection that everything reads and writes through: it waits for nobody for
//! ever, closes what it does not trust, and tells what failed from what is refused.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult,
    Statement, sqlx::Connection as _,
};

use super::{
    breaker::{Admission, Breaker},
    doubt::Doubt,
    space,
    trouble::{not_tried, slow, unavailable},
    writing,
};
use crate::{Result, Unavailable};

/// Connections at most.
const CONNECTIONS: u32 = 16;
/// So long is waited for a connection.
const ACQUIRE: Duration = Duration::from_secs(2);
/// So long SQLite waits by itself for another program that writes.
const BUSY: Duration = Duration::from_secs(1);
/// So long may take what is asked to see whether anybody answers.
const PROBE: Duration = Duration::from_millis(700);
/// After so long without an answer connections are made anew: those that are open may
/// lead to a machine that is gone, and nobody says so for a quarter of an hour.
const STALE: Duration = Duration::from_secs(10);

/// How long somebody waits for the database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For the answer to one statement; `None`: as long as it takes.
    pub statement: Option<Duration>,
    /// For the turn to write, behind everyone who writes now.
    pub turn: Duration,
}

impl Patience {
    /// Of somebody who looks at a page: an answer within five seconds, whatever it is, with
    /// a second for the limits that were asked before.
    pub(crate) const HURRIED: Self =
        Self { statement: Some(Duration::from_millis(2_500)), turn: Duration::from_secs(2) };

    /// Of a job or a command, whose statements take so long at most.
    pub(crate) const fn steady(statement: Option<Duration>) -> Self {
        Self { statement, turn: Duration::from_secs(120) }
    }
}

/// What is known of a connection's end: shared by all who use the database.
struct Shared {
    options: ConnectOptions,
    open: RwLock<DatabaseConnection>,
    /// One connection beside the others: on it is read whether what was committed is there
    /// (SQLite), and asked whether anybody answers when all others are in use.
    beside: DatabaseConnection,
    doubt: Arc<Doubt>,
    breaker: Breaker,
    /// Where SQLite keeps its file.
    folder: Option<PathBuf>,
    /// Bytes that are to stay free there.
    reserve: u64,
}

/// The database, for somebody with this patience. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Db {
    shared: Arc<Shared>,
    pub(super) patience: Patience,
}

impl Db {
    /// Connects and brings the schema up to date.
    pub(crate) async fn connect(url: &str, statement: Option<Duration>, reserve: u64) -> Result<Self> {
        let doubt = Arc::new(Doubt::default());
        let options = options(url, CONNECTIONS, statement, &doubt);
        let open = Database::connect(options.clone()).await?;
        let folder = space::folder_of(url);
        let mut one = self::options(url, 1, statement, &doubt);
        let beside = Database::connect(one.connect_lazy(true).clone()).await?;
        let db = Self {
            shared: Arc::new(Shared {
                options,
                open: RwLock::new(open),
                beside,
                doubt,
                breaker: Breaker::default(),
                folder,
                reserve,
            }),
            patience: Patience::steady(statement),
        };
        db.migrate().await?;
        Ok(db)
    }

    /// The same database for somebody with another patience.
    pub(crate) fn with(&self, patience: Patience) -> Self {
        Self { patience, ..self.clone() }
    }

    /// In one transaction that only one writer has: two servers that start at the
    /// same moment must not both create the schema. Where nothing is to be done nothing
    /// is written: a server starts on a full disk too.
    async fn migrate(&self) -> Result<()> {
        let connection = self.connection();
        if Migrator::get_pending_migrations(&connection).await.is_ok_and(|pending| pending.is_empty()) {
            return Ok(());
        }
        let tx = writing::begin(&connection, Instant::now() + self.patience.turn).await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            tx.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        }
        Migrator::up(&tx, None).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(super) fn connection(&self) -> DatabaseConnection {
        self.shared.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Another connection than any that writes, where there is one.
    pub(super) fn witness(&self) -> Option<&DatabaseConnection> {
        self.shared.folder.as_ref().map(|_| &self.shared.beside)
    }

    /// Refuses when so little room is left that what is written might not be kept.
    pub(super) fn room(&self) -> Result<()> {
        match self.free_space() {
            Some(free) if free < self.shared.reserve => Err(Unavailable::Full.into()),
            _ => Ok(()),
        }
    }

    /// Bytes that may still be written where SQLite keeps its file. `None` for other
    /// databases, whose operators watch their disks.
    pub(crate) fn free_space(&self) -> Option<u64> {
        match space::free_space(self.shared.folder.as_deref()?) {
            Ok(free) => Some(free),
            Err(error) => {
                tracing::warn!(%error, "how much room the disk has cannot be asked");
                None
            }
        }
    }

    /// Bytes that are to stay free.
    pub(crate) fn reserve(&self) -> u64 {
        self.shared.reserve
    }

    /// Closes all connections.
    pub(crate) async fn close(self) -> Result<()> {
        self.shared.beside.clone().close().await?;
        Ok(self.connection().close().await?)
    }

    /// The connection to ask, and how long it may take; refused when it would be in vain.
    pub(super) async fn admitted(
        &self,
        patience: Option<Duration>,
    ) -> Result<(DatabaseConnection, Option<Duration>), DbErr> {
        match self.shared.breaker.admit() {
            Admission::Free => Ok((self.connection(), patience)),
            Admission::Refused => Err(not_tried()),
            Admission::Probe(away) => {
                if away > STALE {
                    self.connect_anew().await?;
                    self.shared.breaker.renewed();
                }
                Ok((self.connection(), Some(PROBE)))
            }
        }
    }

    /// The same answer, when what it says about all connections is heeded.
    pub(super) async fn heeded<T>(&self, done: Result<T, DbErr>) -> Result<T, DbErr> {
        self.heed(done.as_ref().err()).await;
        done
    }

    /// All connections that are open now are not trusted any more.
    pub(super) fn doubt(&self) {
        self.shared.doubt.raise();
    }

    /// What an answer, or that there was none, says about all connections.
    async fn heed(&self, error: Option<&DbErr>) {
        match error.and_then(unavailable) {
            None => self.shared.breaker.answered(),
            Some(Unavailable::Busy) => {}
            Some(Unavailable::Full | Unavailable::Disk) => self.shared.doubt.raise(),
            Some(why @ (Unavailable::Away | Unavailable::Slow)) => {
                // That all were in use says nothing about any of them.
                if why == Unavailable::Away && !matches!(error, Some(DbErr::ConnectionAcquire(_))) {
                    self.shared.doubt.raise();
                }
                // One statement may be slow, one connection may be dead: nobody else is
                // refused for it.
                let asked = self.shared.beside.execute_unprepared("SELECT 1");
                match within(Some(PROBE), asked).await {
                    Ok(_) => self.shared.breaker.answered(),
                    Err(_) => self.shared.breaker.failed(),
                }
            }
        }
    }

    async fn connect_anew(&self) -> Result<(), DbErr> {
        let mut options = self.shared.options.clone();
        let fresh = Database::connect(options.connect_lazy(true).clone()).await?;
        *self.shared.open.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}

/// Waits so long at most.
pub(super) async fn within<T>(
    patience: Option<Duration>,
    work: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    match patience {
        None => work.await,
        Some(patience) => tokio::time::timeout(patience, work).await.unwrap_or_else(|_| Err(slow())),
    }
}

fn options(url: &str, connections: u32, statement: Option<Duration>, doubt: &Arc<Doubt>) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    let (of_sqlite, of_postgres) = (doubt.clone(), doubt.clone());
    options
        .max_connections(connections)
        .min_connections(u32::from(connections > 1))
        .acquire_timeout(ACQUIRE)
        // A file does not go away; a server may, and is asked each time: what it does not
        // answer is made anew before anybody gets it.
        .test_before_acquire(url.starts_with("postgres"))
        .sqlx_logging(false)
        // FULL: an acknowledged comment survives a loss of power too.
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .busy_timeout(BUSY)
        })
        // Whoever begins to write on a connection that the driver takes for one with an
        // open transaction would get a part of that one, which nobody commits.
        .map_sqlx_sqlite_before_acquire(move |connection, about| {
            let trusted = !connection.is_in_transaction() && !of_sqlite.about(about.age);
            Box::pin(std::future::ready(Ok(trusted)))
        })
        .map_sqlx_postgres_before_acquire(move |connection, about| {
            let trusted = !connection.is_in_transaction() && !of_postgres.about(about.age);
            Box::pin(std::future::ready(Ok(trusted)))
        });
    if let Some(statement) = statement {
        let limit = format!("{}ms", statement.as_millis());
        options.map_sqlx_postgres_opts(move |postgres| postgres.options([("statement_timeout", &*limit)]));
    }
    options
}

#[async_trait]
impl ConnectionTrait for Db {
    fn get_database_backend(&self) -> DbBackend {
        self.shared.open.read().unwrap_or_else(PoisonError::into_inner).get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let (connection, patience) = self.admitted(self.patience.statement).await?;
        self.heeded(within(patience, connection.execute_raw(statement)).await).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let (connection, patience) = self.admitted(self.patience.statement).await?;
        self.heeded(within(patience, connection.execute_unprepared(sql)).await).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let (connection, patience) = self.admitted(self.patience.statement).await?;
        self.heeded(within(patience, connection.query_one_raw(statement)).await).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let (connection, patience) = self.admitted(self.patience.statement).await?;
        self.heeded(within(patience, connection.query_all_raw(statement)).await).await
    }
}
