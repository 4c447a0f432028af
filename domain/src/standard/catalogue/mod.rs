//! The catalogue in memory: resolves identifiers to records, and records to
//! the current edition, in microseconds.
//!
//! The 176,569 records of the full catalogue take about 72 MB and are built in
//! two to three seconds in the development profile (`opt-level = 1`);
//! `catalogue/real.rs` measures both where the data is at hand.
//!
//! What counts as an *edition*: a dated, issued text of a standard. Amendments,
//! corrigenda, consolidated texts, redlines and drafts share the number of a
//! standard and are found by their own identifier, but are no editions of it.

mod adopted;
mod amended;
mod build;
mod chain;
mod change;
#[cfg(test)]
mod change_tests;
mod coverage;
mod derive;
mod entry;
#[cfg(test)]
pub(crate) mod fixture;
mod layer;
#[cfg(test)]
mod real;
mod series;
mod table;
#[cfg(test)]
mod tests;

pub use adopted::{Adopted, carried_by};
pub use entry::{DeadUrl, Entry};

use std::sync::Arc;

use super::{Correspondences, StandardId, StandardRecord};
use coverage::Coverage;
use entry::Form;
use layer::Layer;
use table::{Table, hash};

/// All standards known to an installation.
///
/// Whoever asks holds a snapshot that nothing changes. A change gives a new
/// catalogue that shares all that it does not touch: see [`with_changed`](Self::with_changed).
#[derive(Debug, Default)]
pub struct Catalogue {
    base: Arc<Layer>,
    /// Bit by bit the entries of `base` that do not count any more; shorter when
    /// those at the end all count.
    masked: Vec<u64>,
    /// What changed since `base` was built, in whole families; its positions
    /// follow those of `base`.
    patch: Layer,
    /// Entries that count.
    len: usize,
    coverage: Coverage,
    correspondences: Arc<Correspondences>,
    /// Entries whose source names an address.
    with_address: usize,
}

/// What an identifier means in the catalogue.
#[derive(Debug)]
pub enum Resolution<'a> {
    /// A dated identifier: exactly this edition, or the one that was amended in
    /// the year cited.
    Edition(&'a Entry),
    /// An undated identifier: the edition in force, or the last one there was.
    Current(&'a Entry),
    /// The standard exists, the year cited does not: editions that do, oldest first.
    NoSuchEdition(Vec<&'a Entry>),
    /// The catalogue covers this publisher and has no such standard.
    NoSuchStandard,
    /// The catalogue has too little of this publisher: no claim is possible.
    NotCovered,
}

impl Catalogue {
    /// Builds the catalogue from records in any order.
    pub fn from_records(records: impl IntoIterator<Item = StandardRecord>) -> Self {
        build::catalogue(records)
    }

    /// Declares that the catalogue holds every standard of these publishers
    /// (`CISPR`, `OIML`), however few they are: a number of theirs that it does
    /// not hold then does not exist. Publishers with
    /// [`ENOUGH_TO_CLAIM`](Self::ENOUGH_TO_CLAIM) standards need no declaration.
    pub fn with_complete<P: Into<String>>(mut self, publishers: impl IntoIterator<Item = P>) -> Self {
        self.coverage.declare_complete(publishers.into_iter().map(Into::into));
        self
    }

    /// Adds what else is known of how national standards correspond to
    /// international ones; what the records themselves say is there already.
    pub fn with_correspondences(mut self, more: Correspondences) -> Self {
        Arc::make_mut(&mut self.correspondences).extend(more);
        self
    }

    /// How national, regional and private standards correspond to international
    /// ones, by the records and by what was added.
    pub fn correspondences(&self) -> &Correspondences {
        &self.correspondences
    }

    /// Whether any record names an address. Where none does, the source does
    /// not collect them, and a missing one means nothing.
    pub fn has_addresses(&self) -> bool {
        self.with_address > 0
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether nothing was loaded.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Every record, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        let counts = |(at, _): &(u32, &Entry)| !self.is_masked(*at);
        (0..).zip(&self.base.entries).filter(counts).map(|(_, entry)| entry).chain(&self.patch.entries)
    }

    /// The record of that catalogue identifier.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.position(id).map(|i| self.entry(i))
    }

    /// The record of an identifier in normal form.
    pub fn named(&self, form: &str) -> Option<&Entry> {
        self.found(|l| &l.by_form, form).next().map(|i| self.entry(i))
    }

    /// What an identifier means. An identifier with a stage or a version
    /// (`ISO/DIS 12100`, `V2.2.2`) means that very document when the catalogue has it.
    pub fn resolve(&self, id: &StandardId) -> Resolution<'_> {
        let form = id.to_string();
        let exact = || self.named(&form);
        // Most that are cited are there by their very identifier: nothing else is looked for.
        if id.year().is_some()
            && let Some(entry) = exact()
        {
            return Resolution::Edition(entry);
        }
        let undated = id.undated();
        let (number, publisher) = (undated.to_string(), undated.publisher());
        let editions = self.editions_of(&number);
        let Some(year) = id.year() else {
            let named = if form == number { None } else { exact() };
            return match (named, self.current_of(&editions)) {
                (Some(entry), _) => Resolution::Edition(entry),
                (None, Some(entry)) => Resolution::Current(entry),
                (None, None) => exact().map_or_else(|| self.unknown(publisher, &number), Resolution::Edition),
            };
        };
        match editions.iter().rev().find(|e| e.edition_year() == Some(year)) {
            Some(entry) => Resolution::Edition(entry),
            None if editions.is_empty() => self.unknown(publisher, &number),
            None => match self.amended_in(year, &number, &editions) {
                Some(entry) => Resolution::Edition(entry),
                None => Resolution::NoSuchEdition(editions),
            },
        }
    }

    /// All editions of the standard (no supplements, consolidations or
    /// drafts), oldest first.
    pub fn editions(&self, undated: &StandardId) -> Vec<&Entry> {
        self.editions_of(&undated.undated().to_string())
    }

    /// The edition of the standard in force; none when all are withdrawn.
    pub fn in_force(&self, undated: &StandardId) -> Option<&Entry> {
        self.current_of(&self.editions(undated)).filter(|e| e.is_in_force())
    }

    /// The last year of which the catalogue has an edition of this publisher.
    /// A later edition may exist without the catalogue knowing.
    pub fn horizon(&self, publisher: &str) -> Option<i16> {
        self.coverage.horizon(publisher)
    }

    /// The last year of which the catalogue has any edition; 0 when it has none.
    pub fn newest_year(&self) -> i16 {
        self.coverage.newest_year().unwrap_or(0)
    }

    /// No edition is known of this number: is that a claim or ignorance?
    fn unknown(&self, publisher: &str, number: &str) -> Resolution<'_> {
        // Drafts or amendments of the number are known: the standard may well
        // have been issued since.
        let heard_of = self.found(|l| &l.by_number, number).next().is_some();
        if !heard_of && self.coverage.covers(publisher) {
            Resolution::NoSuchStandard
        } else {
            Resolution::NotCovered
        }
    }

    fn editions_of(&self, number: &str) -> Vec<&Entry> {
        let all = || self.found(|l| &l.by_number, number).map(|i| self.entry(i));
        let mut editions: Vec<&Entry> = all().filter(|e| e.form == Form::Edition).collect();
        // A text under publication stands for an edition when nothing else is in force.
        if !editions.iter().any(|e| e.is_in_force()) {
            let dated: Vec<_> = editions.iter().map(|e| e.edition_year()).collect();
            editions
                .extend(all().filter(|e| e.form == Form::Forthcoming && !dated.contains(&e.edition_year())));
        }
        editions
    }

    fn current_of<'a>(&self, editions: &[&'a Entry]) -> Option<&'a Entry> {
        editions.iter().rev().find(|e| e.is_in_force()).or(editions.last()).copied()
    }

    fn position(&self, id: &str) -> Option<u32> {
        self.found(|l| &l.by_id, id).find(|i| self.entry(*i).id == id)
    }

    /// The entries of a key that count, in the order of the table.
    fn found<'a>(&'a self, table: fn(&Layer) -> &Table, key: &str) -> impl Iterator<Item = u32> + use<'a> {
        let hash = hash(key);
        let after = self.base.entries.len() as u32;
        let base = table(&self.base).of(hash).filter(|at| !self.is_masked(*at));
        base.chain(table(&self.patch).of(hash).map(move |at| at + after))
    }

    fn is_masked(&self, index: u32) -> bool {
        self.masked.get(index as usize / 64).is_some_and(|bits| bits >> (index % 64) & 1 == 1)
    }

    fn entry(&self, index: u32) -> &Entry {
        let index = index as usize;
        self.base.entries.get(index).unwrap_or_else(|| &self.patch.entries[index - self.base.entries.len()])
    }
}
