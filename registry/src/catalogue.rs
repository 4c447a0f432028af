//! The catalogue of standards in the database, and who cites which edition.

use domain::standard::{StandardRecord, StandardStatus};
use serde::Serialize;

use crate::{Caller, Registry, Result, notifications::NotificationSummary};

/// A standard in a few words, for lists and autocomplete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandardBrief {
    /// The catalogue's identifier.
    pub id: String,
    /// Title, English first.
    pub title: String,
    /// Status; `superseded` wherever something replaced it.
    pub status: StandardStatus,
    /// Year of the edition.
    pub year: Option<i16>,
}

/// A standard's page: one number in all its editions.
#[derive(Debug, Clone)]
pub struct StandardPage {
    /// Identifier without year, in normal form.
    pub undated: String,
    /// The record asked for; the edition in force (or the last) when asked undated.
    pub record: StandardRecord,
    /// All editions, oldest first (no supplements).
    pub editions: Vec<StandardRecord>,
    /// Amendments and corrigenda of the record.
    pub supplements: Vec<StandardBrief>,
    /// What is in force instead, when the record is not: the end of the chain.
    pub successors: Vec<StandardBrief>,
    /// Public notifications that cite it, newest first.
    pub citing: Vec<Citing>,
}

/// One citation of a standard.
#[derive(Debug, Clone)]
pub struct Citing {
    /// As cited.
    pub cited: String,
    /// Edition cited; `None` when undated.
    pub year: Option<i16>,
    /// Who cites it.
    pub notification: NotificationSummary,
}

/// A standard whose new edition leaves measures behind.
#[derive(Debug, Clone)]
pub struct StandardMoved {
    /// The current edition.
    pub current: StandardBrief,
    /// Public measures that still cite an older edition.
    pub cited_old: u64,
}

impl Registry {
    /// Adds or replaces records; returns how many were new, changed, and
    /// unchanged. One transaction a call: callers send batches of a few thousand.
    pub async fn catalogue_import(
        &self,
        caller: &Caller,
        records: &[StandardRecord],
    ) -> Result<ImportCounts> {
        let _ = (caller, records);
        todo!()
    }

    /// Reads the catalogue from the database into memory again; afterwards the
    /// divergences of every notification that cites a changed standard are
    /// judged again.
    pub async fn catalogue_reload(&self) -> Result<usize> {
        todo!()
    }

    /// Standards whose identifier or title match what was typed, best first; for
    /// autocomplete and the standards page.
    pub async fn standard_suggest(&self, typed: &str, limit: u64) -> Result<Vec<StandardBrief>> {
        let _ = (typed, limit);
        todo!()
    }

    /// The page of a standard, dated or undated, in any spelling that parses.
    pub async fn standard_page(&self, id: &str) -> Result<Option<StandardPage>> {
        let _ = id;
        todo!()
    }

    /// Standards with a recent new edition that measures still cite in an older
    /// one, most cited first.
    pub async fn standards_moved(&self, limit: u64) -> Result<Vec<StandardMoved>> {
        let _ = limit;
        todo!()
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ImportCounts {
    /// Rows that were not there before.
    pub new: u64,
    /// Rows that were there with other content.
    pub changed: u64,
    /// Rows that were there already.
    pub unchanged: u64,
}

impl std::ops::AddAssign for ImportCounts {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}
