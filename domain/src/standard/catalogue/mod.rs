//! The catalogue in memory: resolves identifiers to records, and records to
//! the current edition, in microseconds.
//!
//! The 176,569 records of the full catalogue take about 69 MB and are built in
//! two to three seconds in the development profile (`opt-level = 1`);
//! `catalogue/real.rs` measures both where the data is at hand.
//!
//! What counts as an *edition*: a dated, issued text of a standard. Amendments,
//! corrigenda, consolidated texts, redlines and drafts share the number of a
//! standard and are found by their own identifier, but are no editions of it.

mod adopted;
mod build;
mod chain;
mod coverage;
mod entry;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod real;
mod table;
#[cfg(test)]
mod tests;

pub use adopted::Adopted;
pub use entry::Entry;

use super::{Correspondences, StandardId, StandardRecord};
use coverage::Coverage;
use entry::Form;
use table::Table;

/// All standards known to an installation.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    /// Catalogue identifier → entry.
    by_id: Table,
    /// Identifier in normal form → entry.
    by_form: Table,
    /// Undated identifier in normal form → its records, oldest first.
    by_number: Table,
    coverage: Coverage,
    correspondences: Correspondences,
    has_addresses: bool,
}

/// What an identifier means in the catalogue.
#[derive(Debug)]
pub enum Resolution<'a> {
    /// A dated identifier: exactly this edition.
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
        self.correspondences.extend(more);
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
        self.has_addresses
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was loaded.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every record, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The record of that catalogue identifier.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.position(id).map(|i| self.entry(i))
    }

    /// What an identifier means. An identifier with a stage or a version
    /// (`ISO/DIS 12100`, `V2.2.2`) means that very document when the catalogue has it.
    pub fn resolve(&self, id: &StandardId) -> Resolution<'_> {
        let form = id.to_string();
        let undated = id.undated();
        let number = undated.to_string();
        let exact = || self.by_form.find(&form).next().map(|i| self.entry(i));
        let editions = self.editions_of(&number);
        let Some(year) = id.year() else {
            let named = if form == number { None } else { exact() };
            return match (named, self.current_of(&editions)) {
                (Some(entry), _) => Resolution::Edition(entry),
                (None, Some(entry)) => Resolution::Current(entry),
                (None, None) => exact().map_or_else(|| self.unknown(id, &number), Resolution::Edition),
            };
        };
        if let Some(entry) = exact() {
            return Resolution::Edition(entry);
        }
        match editions.iter().rev().find(|e| e.edition_year() == Some(year)) {
            Some(entry) => Resolution::Edition(entry),
            None if editions.is_empty() => self.unknown(id, &number),
            None => Resolution::NoSuchEdition(editions),
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
    fn unknown(&self, id: &StandardId, number: &str) -> Resolution<'_> {
        // Drafts or amendments of the number are known: the standard may well
        // have been issued since.
        let heard_of = self.by_number.find(number).next().is_some();
        if !heard_of && self.coverage.covers(id.undated().publisher()) {
            Resolution::NoSuchStandard
        } else {
            Resolution::NotCovered
        }
    }

    fn editions_of(&self, number: &str) -> Vec<&Entry> {
        let all = || self.by_number.find(number).map(|i| self.entry(i));
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
        self.by_id.find(id).find(|i| self.entry(*i).id == id)
    }

    fn entry(&self, index: u32) -> &Entry {
        &self.entries[index as usize]
    }
}
