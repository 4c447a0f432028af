//! All that is known of standards, in memory: the catalogue with its
//! correspondences, names for autocomplete, titles for suggestions. Read whole
//! at the start; a change of a few standards is taken in alone.

use std::{
    collections::HashSet,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{
    standard::{Catalogue, StandardRecord},
    suggestion::Titles,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    Error, Registry, Result,
    db::CHUNK,
    entities::standard,
    links::DeadLinks,
    overviews::{PublisherCount, publishers},
    standard_names::StandardNames,
    standard_rows::{Portion, from_row, name},
};

/// Rows of the catalogue that are read at once.
const LOADED_AT_ONCE: u64 = 8_000;
/// Numbers that changed, and records that these touch, up to which they alone
/// are read; above, reading all is as fast.
const FEW_NUMBERS: usize = 2_000;
const FEW_RECORDS: usize = 10_000;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Standards {
    pub catalogue: Arc<Catalogue>,
    pub names: StandardNames,
    titles: OnceLock<Titles>,
    publishers: OnceLock<Vec<PublisherCount>>,
    /// The last change of the catalogue that is in it.
    pub seen: i64,
    upkeep: Arc<Upkeep>,
}

/// What all snapshots that follow one another share.
#[derive(Debug, Default)]
struct Upkeep {
    /// Held while a snapshot is made from the database: none is lost by another.
    changing: tokio::sync::Mutex<()>,
    /// Whether titles are being laid out anew.
    refreshing: AtomicBool,
}

impl Standards {
    /// The titles, laid out when they are first asked for: a second of work
    /// that neither a start nor an import has to wait for.
    pub fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| Titles::new(self.catalogue.iter()))
    }

    /// What the catalogue has of each publisher: counted once, not for every reader.
    pub fn publishers(&self) -> &[PublisherCount] {
        self.publishers.get_or_init(|| publishers(&self.catalogue))
    }

    /// With other titles.
    fn with_titles(&self, titles: Titles) -> Self {
        Self {
            catalogue: self.catalogue.clone(),
            names: self.names.clone(),
            titles: OnceLock::from(titles),
            publishers: self.publishers.clone(),
            seen: self.seen,
            upkeep: self.upkeep.clone(),
        }
    }
}

fn received<T>(mut channel: tokio::sync::mpsc::Receiver<T>) -> impl Iterator<Item = T> {
    std::iter::from_fn(move || channel.blocking_recv())
}

impl Registry {
    /// Reads the standards into memory: rows are fetched while others are taken
    /// in, so that never more than a few thousand wait.
    pub(crate) async fn standards_load(&self) -> Result<()> {
        let upkeep = self.standards().upkeep.clone();
        let _changing = upkeep.changing.lock().await;
        // Before the rows: what comes meanwhile is taken in next time.
        let seen = self.catalogue_head().await?;
        let (to_catalogue, for_catalogue) = tokio::sync::mpsc::channel::<Arc<Portion>>(2);
        let (to_names, for_names) = tokio::sync::mpsc::channel::<Arc<Portion>>(2);
        let correspondences = self.correspondences_read().await?;
        let dead = DeadLinks::read(&self.db).await?;
        let catalogue = tokio::task::spawn_blocking(move || {
            let portions = received(for_catalogue);
            let records = portions.flat_map(|portion| portion.records().collect::<Vec<_>>());
            Catalogue::from_records(records.map(|record| dead.mark(record)))
                .with_correspondences(correspondences)
        });
        let names = tokio::task::spawn_blocking(move || {
            let portions = received(for_names);
            StandardNames::new(portions.flat_map(|portion| portion.names().collect::<Vec<_>>()))
        });
        let mut after = String::new();
        while let Some(portion) = Portion::after(&self.db, &after, LOADED_AT_ONCE).await? {
            after = portion.last_id().to_owned();
            let portion = Arc::new(portion);
            if to_catalogue.send(portion.clone()).await.is_err() || to_names.send(portion).await.is_err() {
                break;
            }
        }
        drop((to_catalogue, to_names));
        let failed = |e| Error::Corrupt(format!("the catalogue cannot be built: {e}"));
        let standards = Standards {
            catalogue: Arc::new(catalogue.await.map_err(failed)?),
            names: names.await.map_err(failed)?,
            titles: OnceLock::new(),
            publishers: OnceLock::new(),
            seen,
            upkeep: upkeep.clone(),
        };
        *self.standards.write().expect("no writer panics while it holds the lock") = Arc::new(standards);
        Ok(())
    }

    /// Takes in what changed of a few standards and national correspondences:
    /// undated keys, and national identifiers as written. False when so much
    /// changed that all must be read.
    pub(crate) async fn standards_change(&self, keys: &HashSet<String>, head: i64) -> Result<bool> {
        let upkeep = self.standards().upkeep.clone();
        let _changing = upkeep.changing.lock().await;
        let old = self.standards();
        let few = !keys.is_empty() && keys.len() <= FEW_NUMBERS;
        if !few || old.catalogue.is_empty() || old.catalogue.is_patched_much() {
            return Ok(false);
        }
        let keys: Vec<String> = keys.iter().cloned().collect();
        let mut records = self.records_where(standard::Column::Undated, &keys).await?;
        let mut touched = old.catalogue.touched_by(&records, []);
        if touched.len() > FEW_RECORDS {
            return Ok(false);
        }
        let read: HashSet<&str> = records.iter().map(|r| r.id.as_str()).collect();
        let others: Vec<String> = touched.iter().filter(|id| !read.contains(id.as_str())).cloned().collect();
        records.extend(self.records_where(standard::Column::Id, &others).await?);
        touched.extend(records.iter().map(|r| r.id.clone()));
        let rows = self.correspondences_about(&keys).await?;
        let names: Vec<(String, String)> = records.iter().map(name).collect();
        let mut catalogue = old.catalogue.with_changed(&touched, records);
        if !rows.is_empty() {
            catalogue = catalogue.with_changed_correspondences(&rows);
        }
        let titles = match old.titles.get() {
            Some(old) => OnceLock::from(old.without_gone(touched.iter().map(String::as_str), &catalogue)),
            None => OnceLock::new(),
        };
        let stale = titles.get().is_some();
        let new = Standards {
            catalogue: Arc::new(catalogue),
            names: old.names.with_changed(names),
            titles,
            publishers: OnceLock::new(),
            seen: head,
            upkeep: upkeep.clone(),
        };
        *self.standards.write().expect("no writer panics while it holds the lock") = Arc::new(new);
        if stale && !upkeep.refreshing.swap(true, Ordering::SeqCst) {
            let registry = self.clone();
            tokio::task::spawn_blocking(move || registry.titles_refresh());
        }
        Ok(true)
    }

    /// Lays titles out anew, the old ones serving meanwhile, until they are
    /// those of the catalogue as it is by then.
    fn titles_refresh(&self) {
        loop {
            let seen = self.standards();
            let titles = Titles::new(seen.catalogue.iter());
            let mut current = self.standards.write().expect("no writer panics while it holds the lock");
            if Arc::ptr_eq(&current.catalogue, &seen.catalogue) {
                *current = Arc::new(current.with_titles(titles));
                // While the lock is held: a change after this one starts anew.
                current.upkeep.refreshing.store(false, Ordering::SeqCst);
                return;
            }
        }
    }

    async fn records_where(
        &self,
        column: standard::Column,
        values: &[String],
    ) -> Result<Vec<StandardRecord>> {
        let dead = DeadLinks::read(&self.db).await?;
        let mut records = Vec::new();
        for chunk in values.chunks(CHUNK) {
            for row in standard::Entity::find().filter(column.is_in(chunk)).all(&self.db).await? {
                records.push(dead.mark(from_row(row)?));
            }
        }
        Ok(records)
    }
}
