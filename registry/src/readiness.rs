//! Whether the registry can do its work now (`/ready`): seen by doing some.

use std::time::Duration;

use crate::{
    Error, Registry, Result, Unavailable,
    db::{Patience, count_up},
};

/// Whoever asks decides soon whether this server gets requests.
const PATIENCE: Patience =
    Patience { statement: Some(Duration::from_millis(1_200)), turn: Duration::from_millis(800) };
/// Counts the writings that were tried.
const TRIED: &str = "ready";

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// Number of the last change, for those who follow; why nothing can be read otherwise.
    pub reads: Result<i64, Unavailable>,
    /// Why nothing can be written.
    pub writes: Result<(), Unavailable>,
    /// Bytes that are free where SQLite keeps its file; `None` for other databases.
    pub free: Option<u64>,
    /// Bytes below which nothing is written.
    pub reserve: u64,
}

impl Registry {
    /// Reads, and writes a row for real; takes two seconds at most.
    pub async fn readiness(&self) -> Readiness {
        let hurried = Self { db: self.db.with(PATIENCE), ..self.clone() };
        let reads = hurried.outbox_head().await.map_err(why);
        let writes = match &reads {
            Ok(_) => hurried.write_a_row().await.map_err(why),
            Err(why) => Err(*why),
        };
        Readiness { reads, writes, free: self.db.free_space(), reserve: self.db.reserve() }
    }

    async fn write_a_row(&self) -> Result<()> {
        let tx = self.write().await?;
        count_up(&*tx, TRIED).await?;
        self.commit(tx).await
    }
}

/// Of what no other try mends the operator reads in the log.
fn why(error: Error) -> Unavailable {
    match error {
        Error::Unavailable(why, _) => why,
        error => {
            tracing::error!(error = ?error, "the registry is not ready");
            Unavailable::Disk
        }
    }
}
