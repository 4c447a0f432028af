//! All that is known of standards, in memory: the catalogue with its
//! correspondences, names for autocomplete, titles for suggestions.

use std::sync::{Arc, OnceLock};

use domain::{standard::Catalogue, suggestion::Titles};

use crate::{
    Error, Registry, Result,
    overviews::{PublisherCount, publishers},
    standard_names::StandardNames,
    standard_rows::Portion,
};

/// Rows of the catalogue that are read at once.
const LOADED_AT_ONCE: u64 = 8_000;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Standards {
    pub catalogue: Arc<Catalogue>,
    pub names: StandardNames,
    titles: OnceLock<Titles>,
    publishers: OnceLock<Vec<PublisherCount>>,
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
}

fn received<T>(mut channel: tokio::sync::mpsc::Receiver<T>) -> impl Iterator<Item = T> {
    std::iter::from_fn(move || channel.blocking_recv())
}

impl Registry {
    /// Reads the standards into memory: rows are fetched while others are taken
    /// in, so that never more than a few thousand wait.
    pub(crate) async fn standards_load(&self) -> Result<()> {
        let (to_catalogue, for_catalogue) = tokio::sync::mpsc::channel::<Arc<Portion>>(2);
        let (to_names, for_names) = tokio::sync::mpsc::channel::<Arc<Portion>>(2);
        let correspondences = self.correspondences_read().await?;
        let catalogue = tokio::task::spawn_blocking(move || {
            let portions = received(for_catalogue);
            Catalogue::from_records(portions.flat_map(|portion| portion.records().collect::<Vec<_>>()))
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
        };
        *self.standards.write().expect("no writer panics while it holds the lock") = Arc::new(standards);
        Ok(())
    }
}
