//! The catalogue in memory: resolves identifiers to records, and records to
//! the current edition, in microseconds.

use super::{StandardId, StandardRecord, StandardStatus};

/// All standards known to an installation.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

/// What the catalogue keeps in memory of one record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The catalogue's identifier.
    pub id: String,
    /// English title, or the French one where there is no English.
    pub title: String,
    /// Year of the edition.
    pub year: Option<i16>,
    /// Status; `Superseded` wherever something replaced it.
    pub status: StandardStatus,
    /// Stage as the source names it.
    pub stage: String,
    /// ICS codes.
    pub ics: Vec<String>,
    /// Day, month or year of publication and of withdrawal, as given.
    pub published: String,
    /// See `published`.
    pub withdrawn: String,
    /// What replaced it.
    pub replaced_by: Vec<String>,
    /// Newer editions in preparation.
    pub under_revision_by: Vec<String>,
    /// Whether it amends or corrects another record.
    pub is_supplement: bool,
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
    /// The catalogue has nothing of this publisher: no claim is possible.
    NotCovered,
}

impl Catalogue {
    /// Builds the catalogue from records in any order.
    pub fn from_records(records: impl IntoIterator<Item = StandardRecord>) -> Self {
        let _ = records;
        Self::default()
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was loaded.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The record of that catalogue identifier.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.id == id)
    }

    /// What an identifier means.
    pub fn resolve(&self, id: &StandardId) -> Resolution<'_> {
        let _ = id;
        Resolution::NotCovered
    }

    /// All editions of the standard (no supplements, consolidations or
    /// drafts), oldest first.
    pub fn editions(&self, undated: &StandardId) -> Vec<&Entry> {
        let _ = undated;
        Vec::new()
    }

    /// Where the chain of replacements from this record ends: the records in
    /// force today (several after a split, none when withdrawn without successor).
    /// Survives cycles in the data.
    pub fn successors(&self, id: &str) -> Vec<&Entry> {
        let _ = id;
        Vec::new()
    }
}
