//! Which standards changed, in the order of the changes: from this list every
//! program on the database takes what others wrote into its memory, and the
//! notifications that cite a changed standard are judged again.

use std::collections::{BTreeSet, HashSet};

use domain::standard::{Catalogue, carried_by};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set, sea_query::OnConflict,
};

use crate::{
    Registry, Result,
    db::{CHUNK, Tx, count_up, number, statement},
    entities::{catalogue_change, citation},
    judging::Cause,
};

/// The counter of changes.
const CHANGES: &str = "catalogue";
/// The counter up to which citations were judged.
const JUDGED: &str = "catalogue-judged";

impl Registry {
    /// Notes standards whose citations are judged again.
    pub(crate) async fn note_changed(
        &self,
        tx: &Tx,
        undated: impl IntoIterator<Item = String>,
    ) -> Result<()> {
        let keys: BTreeSet<String> = undated.into_iter().collect();
        if keys.is_empty() {
            return Ok(());
        }
        let seq = count_up(tx, CHANGES).await?;
        let keys: Vec<String> = keys.into_iter().collect();
        for chunk in keys.chunks(CHUNK) {
            let rows = chunk
                .iter()
                .map(|key| catalogue_change::ActiveModel { undated: Set(key.clone()), seq: Set(seq) });
            catalogue_change::Entity::insert_many(rows)
                .on_conflict(
                    OnConflict::column(catalogue_change::Column::Undated)
                        .update_column(catalogue_change::Column::Seq)
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
        }
        Ok(())
    }

    /// The number of the last change.
    pub(crate) async fn catalogue_head(&self) -> Result<i64> {
        self.counter(&self.db, CHANGES).await
    }

    async fn counter(&self, db: &impl ConnectionTrait, name: &str) -> Result<i64> {
        number(db, "SELECT last FROM counter WHERE name = $1", [name.into()]).await
    }

    /// The standards that changed after that change.
    async fn changed_after(&self, seq: i64) -> Result<HashSet<String>> {
        let rows = catalogue_change::Entity::find()
            .filter(catalogue_change::Column::Seq.gt(seq))
            .all(&self.db)
            .await?;
        Ok(rows.into_iter().map(|row| row.undated).collect())
    }

    /// Whether somebody changed the catalogue since it was taken into memory,
    /// or a change still waits for its citations to be judged.
    pub async fn catalogue_is_behind(&self) -> Result<bool> {
        let head = self.catalogue_head().await?;
        Ok(self.standards().seen < head || self.counter(&self.db, JUDGED).await? < head)
    }

    /// Takes what changed of the catalogue in the database into memory: a few
    /// standards alone, otherwise all of it. Afterwards the notifications that
    /// cite a changed standard are judged again. Returns the number of records.
    pub async fn catalogue_reload(&self) -> Result<usize> {
        // Read before the catalogue: what an import adds meanwhile is taken in next time.
        let head = self.catalogue_head().await?;
        let seen = self.standards().seen;
        if seen < head && !self.standards_change(&self.changed_after(seen).await?, head).await? {
            self.standards_load().await?;
        }
        let judged = self.counter(&self.db, JUDGED).await?;
        if judged < head {
            let ids = self.affected_by(&self.changed_after(judged).await?).await?;
            self.judge_all(&ids, Cause::Catalogue, |_| {}).await?;
            let tx = self.write().await?;
            tx.execute_raw(statement(
                &*tx,
                "INSERT INTO counter (name, last) VALUES ($1, $2) ON CONFLICT (name) \
                 DO UPDATE SET last = CASE WHEN counter.last > excluded.last THEN counter.last ELSE excluded.last END",
                [JUDGED.into(), head.into()],
            ))
            .await?;
            self.commit(tx).await?;
        }
        Ok(self.catalogue().len())
    }

    /// Public notifications that cite a changed standard, or one whose chain of
    /// successors may pass through a changed one, or what corresponds to these:
    /// by its number, by the authority's declaration, by the text beside the
    /// reference, or by a table.
    async fn affected_by(&self, keys: &HashSet<String>) -> Result<Vec<i64>> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let catalogue = self.catalogue();
        let mut leading = catalogue.leading_to(keys.iter().map(String::as_str));
        leading.extend(keys.iter().cloned());
        // What tables say is asked of them as they are now, not of when a text was read.
        let tabled = corresponding_to(&leading, &catalogue);
        leading.extend(tabled);
        let leading: Vec<String> = leading.into_iter().collect();
        let mut ids: BTreeSet<i64> = BTreeSet::new();
        for chunk in leading.chunks(CHUNK) {
            use citation::Column::{Adopts, Declared, Stated, Undated};
            for column in [Undated, Adopts, Declared, Stated] {
                let found: Vec<i64> = citation::Entity::find()
                    .select_only()
                    .column(citation::Column::NotificationId)
                    .distinct()
                    .filter(column.is_in(chunk))
                    .into_tuple()
                    .all(&self.db)
                    .await?;
                ids.extend(found);
            }
        }
        Ok(ids.into_iter().collect())
    }
}

/// The numbers of the national standards that correspond to one of these
/// numbers, by a table or a record: themselves, or by way of a regional
/// standard that carries the international number.
fn corresponding_to(numbers: &BTreeSet<String>, catalogue: &Catalogue) -> Vec<String> {
    let facts = catalogue.correspondences().iter().filter(|fact| {
        let itself = fact.international.undated();
        let carried = carried_by(&fact.international);
        [Some(itself), carried].into_iter().flatten().any(|id| numbers.contains(&id.to_string()))
    });
    facts.map(|fact| fact.national.undated().to_string()).collect()
}
