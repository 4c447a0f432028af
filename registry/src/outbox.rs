//! The outbox: what followers (the index) have to look at again, in order.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{Registry, Result, db::number, entities::outbox};

/// An entry: this notification changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Ascending number, never reused.
    pub seq: i64,
    /// The notification that changed.
    pub notification: i64,
}

impl Registry {
    /// Entries after `seq`, in order. On PostgreSQL entries become visible in
    /// commit order only up to the oldest running writer, so that a follower
    /// can never step over one.
    pub async fn outbox_after(&self, seq: i64, limit: u64) -> Result<Vec<OutboxEntry>> {
        let entries = outbox::Entity::find()
            .filter(outbox::Column::Seq.gt(seq))
            .order_by_asc(outbox::Column::Seq)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok(entries.into_iter().map(|e| OutboxEntry { seq: e.seq, notification: e.notification_id }).collect())
    }

    /// The last number given out; 0 when there is none.
    pub async fn outbox_head(&self) -> Result<i64> {
        number(&self.db, "SELECT MAX(seq) FROM outbox", []).await
    }

    /// Waits until something may have been written since the last call, or until
    /// the time is over (other servers write to PostgreSQL too).
    pub async fn outbox_changed(&self, at_most: std::time::Duration) {
        // Over time is no error: the follower looks again anyway.
        let _ = tokio::time::timeout(at_most, self.changed.notified()).await;
    }
}
