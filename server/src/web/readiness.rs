//! `/ready`: whether this server can do its work now. Seen by doing some: a row is
//! written and read, a file is written into each folder.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use axum::{Json, extract::State, http::StatusCode};
use registry::{Unavailable, readiness::Readiness};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::state::AppState;

/// Changes that the index may be behind.
const BEHIND: i64 = 1_000;
/// Whoever asks more often gets what was seen so short a time ago.
const FRESH: Duration = Duration::from_secs(1);
/// Longest that looking may take.
const LONGEST: Duration = Duration::from_secs(2);

/// What was seen last, and when.
#[derive(Debug, Default)]
pub struct Seen(Mutex<Option<(Instant, StatusCode, Value)>>);

/// Ready: the database reads and writes, the folders take what is written, and the index
/// is at most a little behind.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    let mut seen = state.readiness.0.lock().await;
    if let Some((at, status, said)) = &*seen
        && at.elapsed() < FRESH
    {
        return (*status, Json(said.clone()));
    }
    let (status, said) = look(&state).await;
    *seen = Some((Instant::now(), status, said.clone()));
    (status, Json(said))
}

async fn look(state: &AppState) -> (StatusCode, Value) {
    let seen = tokio::time::timeout(LONGEST, state.registry.readiness());
    let (seen, folders) = tokio::join!(seen, folders(state));
    let late = |_| Readiness {
        reads: Err(Unavailable::Slow),
        writes: Err(Unavailable::Slow),
        free: None,
        reserve: state.registry.settings().reserve,
    };
    let Readiness { reads, writes, free, reserve } = seen.unwrap_or_else(late);
    let applied = i64::try_from(state.index.applied()).unwrap_or(i64::MAX);
    let behind = reads.map(|head| head.saturating_sub(applied).max(0));
    // Others who write now are no failure.
    let writes_well = matches!(writes, Ok(()) | Err(Unavailable::Busy));
    let ready = writes_well && behind.is_ok_and(|n| n < BEHIND) && folders.is_ok();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let said = json!({
        "database": word(reads.map(drop)),
        "writes": word(writes),
        "folders": word(folders),
        "index_behind": behind.ok(),
        "free_bytes": free,
        "reserve_bytes": reserve,
    });
    (status, said)
}

fn word(seen: Result<(), Unavailable>) -> &'static str {
    seen.map_or_else(Unavailable::as_str, |()| "ok")
}

/// Whether the folders of files and of the index take what is written, with the reserve
/// left free.
async fn folders(state: &AppState) -> Result<(), Unavailable> {
    let reserve = state.registry.settings().reserve;
    let folders = [state.config.location.files(), state.config.location.index()];
    let tried =
        tokio::task::spawn_blocking(move || folders.into_iter().try_for_each(|f| try_folder(f, reserve)));
    match tokio::time::timeout(LONGEST, tried).await {
        Ok(Ok(tried)) => tried,
        // A disk that hangs keeps nothing either.
        Ok(Err(_)) | Err(_) => Err(Unavailable::Disk),
    }
}

fn try_folder(folder: PathBuf, reserve: u64) -> Result<(), Unavailable> {
    let failed = |error: io::Error| {
        tracing::error!(folder = %folder.display(), %error, "a folder does not take what is written");
        super::files::of_disk(error.kind()).unwrap_or(Unavailable::Disk)
    };
    if registry::free_space(&folder).map_err(failed)? < reserve {
        return Err(Unavailable::Full);
    }
    write_and_remove(&folder).map_err(failed)
}

/// A name of its own for each process: servers may share the folder.
fn write_and_remove(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".ready-{}", std::process::id()));
    let written = std::fs::File::create(&path).and_then(|mut file| {
        file.write_all(b"ready")?;
        file.sync_all()
    });
    // Also of one that broke off nothing is left.
    let removed = std::fs::remove_file(&path);
    written.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    async fn asked(state: &AppState) -> (StatusCode, Value) {
        *state.readiness.0.lock().await = None;
        let (status, Json(said)) = ready(State(state.clone())).await;
        (status, said)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn ready_is_who_can_write() {
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        let (status, said) = asked(&state).await;
        assert_eq!(status, StatusCode::OK, "{said}");
        assert_eq!(
            (&said["database"], &said["writes"], &said["folders"]),
            (&json!("ok"), &json!("ok"), &json!("ok"))
        );
        assert!(said["free_bytes"].as_u64().unwrap() > 0);
        std::fs::remove_dir_all(state.config.location.files()).unwrap();
        let (status, said) = asked(&state).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(said["folders"], "storage-failed");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn without_the_reserve_nobody_is_ready_and_pages_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        drop(testing::state(folder.path()).await);
        let state = testing::state_with(folder.path(), &["--reserve", "1000000000"]).await;
        let (status, said) = asked(&state).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(said["writes"], "storage-full");
        assert_eq!(said["database"], "ok");
        let home = axum::extract::Request::get("/").body(Default::default()).unwrap();
        let (parts, _) = testing::answer(crate::serve::router(state, None), home).await;
        assert_eq!(parts.status, StatusCode::OK);
    }
}
