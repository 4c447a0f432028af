//! The index follows the outbox: in order, at least once, from where its own
//! last commit stands. So nothing is lost when either side is killed.

use std::time::Duration;

use registry::Registry;
use search_index::Index;

use super::Stop;
use crate::{state::AppState, web::kept::Kept};

const BATCH: u64 = 500;

pub(super) async fn run(state: AppState, stop: Stop) {
    while !stop.asked() {
        match step(&state.registry, &state.index, Some(&state.kept)).await {
            Ok(0) => state.registry.outbox_changed(Duration::from_secs(1)).await,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(?error, "the index could not follow the outbox");
                if stop.clone().within(Duration::from_secs(2)).await {
                    break;
                }
            }
        }
    }
}

/// Applies everything the outbox holds; `progress` hears how far it is (number
/// applied, last number).
pub async fn catch_up(registry: &Registry, index: &Index, progress: impl Fn(u64, u64)) -> anyhow::Result<()> {
    let head = u64::try_from(registry.outbox_head().await?).unwrap_or(0);
    while step(registry, index, None).await? > 0 {
        progress(index.applied(), head);
    }
    Ok(())
}

/// One batch; returns how many entries it applied. Pages that were kept of what changed
/// are forgotten.
async fn step(registry: &Registry, index: &Index, kept: Option<&Kept>) -> anyhow::Result<usize> {
    let applied = i64::try_from(index.applied())?;
    if applied > registry.outbox_head().await? {
        // Another database than the index was made from: begin anew.
        tracing::warn!("the index is ahead of the database: building it anew");
        let index = index.clone();
        tokio::task::spawn_blocking(move || {
            index.clear()?;
            index.apply(0, &[], &[])
        })
        .await??;
        return Ok(1);
    }
    let entries = registry.outbox_after(applied, BATCH).await?;
    let Some(last) = entries.last() else { return Ok(0) };
    let mut ids: Vec<i64> = entries.iter().map(|e| e.notification).collect();
    ids.sort_unstable();
    ids.dedup();
    let changed = registry.index_documents(&ids).await?;
    if let Some(kept) = kept {
        let symbols: Vec<String> =
            changed.iter().flat_map(|d| d.symbols.iter().map(ToString::to_string)).collect();
        kept.forget(&symbols);
    }
    ids.retain(|id| changed.iter().all(|d| d.id != *id));
    let (index, seq) = (index.clone(), u64::try_from(last.seq)?);
    tokio::task::spawn_blocking(move || index.apply(seq, &changed, &ids)).await??;
    Ok(entries.len())
}
