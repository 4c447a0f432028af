//! Judging public notifications again: when the catalogue changed, or when time
//! alone made something late.

use domain::notification::{Source, State};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    Registry, Result,
    entities::notification,
    journal::{Entry, announce, log},
    summaries::is_public,
};

/// Notifications that one transaction judges: others may write in between.
const AT_ONCE: usize = 200;

impl Registry {
    /// Judges adopted measures of this registry again: a final text that does
    /// not come is late by the day alone (TBT 2.11). Returns how many changed.
    pub async fn judge_waiting(&self) -> Result<usize> {
        let ids: Vec<i64> = notification::Entity::find()
            .select_only()
            .column(notification::Column::Id)
            .filter(notification::Column::State.eq(State::Adopted.as_str()))
            .filter(notification::Column::Source.eq(Source::Own.as_str()))
            .into_tuple()
            .all(&self.db)
            .await?;
        self.judge_all(&ids, "judged-later").await
    }

    /// Judges these again; what was raised and resolved goes into their logs
    /// under this name. Returns how many changed.
    pub(crate) async fn judge_all(&self, ids: &[i64], what: &str) -> Result<usize> {
        let mut count = 0;
        for chunk in ids.chunks(AT_ONCE) {
            let tx = self.write().await?;
            let mut changed = Vec::new();
            for id in chunk {
                let row = notification::Entity::find_by_id(*id).filter(is_public()).one(&*tx).await?;
                let Some(row) = row else { continue };
                let authority = self.authority_of_row(&row).await?;
                let changes = self.judge_again(&*tx, &row, &authority).await?;
                if changes.is_empty() {
                    continue;
                }
                changed.push(*id);
                let note = changes.note();
                if !note.is_empty() {
                    let entry = Entry { notification: *id, what, actor: "", note };
                    log(&*tx, self.now(), vec![entry]).await?;
                }
            }
            announce(&*tx, self.now(), &changed).await?;
            self.commit(tx).await?;
            count += changed.len();
        }
        Ok(count)
    }
}
