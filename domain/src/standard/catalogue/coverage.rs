//! How much of each publisher the catalogue holds: whether the absence of a
//! number means anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::Catalogue;

/// Per publisher, in normal form: standards held, and the last year of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Coverage {
    publishers: BTreeMap<Arc<str>, Arc<Held>>,
    complete: BTreeSet<String>,
}

/// Editions by year: when the last one of a year is taken back, the year before counts.
#[derive(Debug, Clone, Default)]
struct Held {
    editions: usize,
    years: BTreeMap<Option<i16>, usize>,
}

impl Held {
    fn last_year(&self) -> Option<i16> {
        self.years.last_key_value().and_then(|(year, _)| *year)
    }
}

impl Catalogue {
    /// From this many editions on, the catalogue is taken to hold all that a
    /// publisher issued, and says of any other number that it does not exist.
    ///
    /// Publishers of some thousand standards put their whole catalogue on
    /// record, and whoever loads so many has loaded all; a selection for one
    /// trade or a demonstration stays below. A selection never claims that a
    /// number does not exist; it may still say that a *year* does not, because
    /// a standard that is listed is listed with its editions.
    pub const ENOUGH_TO_CLAIM: usize = 1_000;
}

impl Coverage {
    /// Counts an edition.
    pub fn count(&mut self, publisher: &str, year: Option<i16>) {
        if !self.publishers.contains_key(publisher) {
            self.publishers.insert(publisher.into(), Arc::default());
        }
        if let Some(held) = self.publishers.get_mut(publisher) {
            let held = Arc::make_mut(held);
            held.editions += 1;
            *held.years.entry(year).or_default() += 1;
        }
    }

    /// Takes back an edition that was counted.
    pub fn discount(&mut self, publisher: &str, year: Option<i16>) {
        let Some(held) = self.publishers.get_mut(publisher).map(Arc::make_mut) else { return };
        held.editions = held.editions.saturating_sub(1);
        if let Some(count) = held.years.get_mut(&year) {
            *count -= 1;
            if *count == 0 {
                held.years.remove(&year);
            }
        }
        if held.editions == 0 {
            self.publishers.remove(publisher);
        }
    }

    pub fn declare_complete(&mut self, publishers: impl Iterator<Item = String>) {
        self.complete.extend(publishers);
    }

    pub fn covers(&self, publisher: &str) -> bool {
        // The catalogue's numbers of ITU-R carry the revision (`BT.500-14`), which
        // texts leave out: what is not found under the bare number may well exist.
        if publisher == "ITU-R" {
            return self.complete.contains(publisher);
        }
        let held = self.publishers.get(publisher).map_or(0, |h| h.editions);
        self.complete.contains(publisher) || held >= Catalogue::ENOUGH_TO_CLAIM
    }

    pub fn newest_year(&self) -> Option<i16> {
        self.publishers.values().filter_map(|held| held.last_year()).max()
    }

    pub fn horizon(&self, publisher: &str) -> Option<i16> {
        self.publishers.get(publisher)?.last_year()
    }
}
