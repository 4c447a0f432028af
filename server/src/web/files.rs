//! The bytes of files beside the rows that name them. A file is known by its
//! hash, so the same bytes may come while they go: `AppState::files` is held to
//! share while bytes come, and alone while they go.

use bytes::Bytes;
use object_store::{ObjectStoreExt as _, path::Path as Key};

use std::{error::Error as _, io, time::Duration};

use registry::Unavailable;

use super::WebError;
use crate::state::AppState;

/// Longest that a file waits for others.
const LONGEST: Duration = Duration::from_secs(2);

/// Why files cannot be kept or read at present, where that is all.
pub fn unavailable(error: &object_store::Error) -> Option<Unavailable> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(cause) = cause.downcast_ref::<io::Error>() {
            return of_disk(cause.kind());
        }
        source = cause.source();
    }
    None
}

/// What a failure of the disk means.
pub fn of_disk(kind: io::ErrorKind) -> Option<Unavailable> {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(Unavailable::Full),
        io::ErrorKind::NotFound => None,
        _ => Some(Unavailable::Disk),
    }
}

/// Refuses when so little room is left that a file would leave none for what is written.
fn room(state: &AppState, bytes: usize) -> Result<(), WebError> {
    let reserve = state.registry.settings().reserve;
    match registry::free_space(&state.config.location.files()) {
        Ok(free) if free < reserve.saturating_add(bytes as u64) => {
            Err(registry::Error::from(Unavailable::Full).into())
        }
        Ok(_) => Ok(()),
        Err(error) => {
            tracing::error!(%error, "the folder of files cannot be asked for its room");
            Err(registry::Error::from(Unavailable::Disk).into())
        }
    }
}

/// Waits for the others who store or remove files, but not for ever.
async fn soon<T>(turn: impl Future<Output = T>) -> registry::Result<T> {
    tokio::time::timeout(LONGEST, turn).await.map_err(|_| Unavailable::Busy.into())
}

/// Stores bytes, then writes the row that names them; the inner result is the
/// row's. What is refused leaves no bytes that nothing names. To be called when
/// the file has been looked at: reading a long one must keep nobody waiting.
pub async fn keep<T>(
    state: &AppState,
    key: &str,
    bytes: Bytes,
    row: impl Future<Output = registry::Result<T>>,
) -> Result<registry::Result<T>, WebError> {
    room(state, bytes.len())?;
    let sharing = soon(state.files.read()).await?;
    state.store.put(&Key::from(key), bytes.into()).await?;
    let written = row.await;
    drop(sharing);
    if written.is_err() {
        forget(state, state.registry.files_unused(vec![key.to_owned()])).await?;
    }
    Ok(written)
}

/// Removes rows, then the bytes that no other row names, whose keys the removal
/// returns. Bytes that cannot be removed are noted.
pub async fn forget<Keys: IntoIterator<Item = String>>(
    state: &AppState,
    rows: impl Future<Output = registry::Result<Keys>>,
) -> registry::Result<()> {
    let _alone = soon(state.files.write()).await?;
    for key in rows.await? {
        if let Err(error) = state.store.delete(&Key::from(key.as_str())).await {
            tracing::warn!(key, ?error, "a file that nothing uses could not be removed");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use registry::Error;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_refused_leaves_no_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let state = crate::testing::state(folder.path()).await;
        let bytes = || Bytes::from_static(b"text");
        let there = async |key: &str| state.store.get(&Key::from(key)).await.is_ok();
        keep(&state, "a", bytes(), async { Ok(()) }).await.unwrap().unwrap();
        assert!(there("a").await);
        let refused = keep(&state, "b", bytes(), async { Err::<(), _>(Error::NotFound("draft")) }).await;
        assert!(matches!(refused, Ok(Err(Error::NotFound(_)))));
        assert!(!there("b").await);
        forget(&state, async { Ok(vec!["a".to_owned()]) }).await.unwrap();
        assert!(!there("a").await);
    }
}
