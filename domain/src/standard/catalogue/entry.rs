//! What the catalogue keeps of a record.

use std::sync::Arc;

use jiff::civil::Date;

use crate::standard::{StandardRecord, StandardStatus};

/// What the catalogue keeps in memory of one record. Texts that many records
/// share (stage, dates, ICS codes) are stored once.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The catalogue's identifier.
    pub id: String,
    /// English title, or the French one where there is no English.
    pub title: String,
    /// The beginning of its scope: what it applies to. Empty where it is not in
    /// force, or nothing is known.
    pub scope: Box<str>,
    /// Year of the edition.
    pub year: Option<i16>,
    /// Status; `Superseded` wherever something replaced it.
    pub status: StandardStatus,
    /// Stage as the source names it.
    pub stage: Arc<str>,
    /// ICS codes.
    pub ics: Arc<[String]>,
    /// Day, month or year of publication and of withdrawal, as given.
    pub published: Arc<str>,
    /// See `published`.
    pub withdrawn: Arc<str>,
    /// The committee responsible, as the source names it; empty when not said.
    pub committee: Arc<str>,
    /// What replaced it.
    pub replaced_by: Vec<String>,
    /// Newer editions in preparation.
    pub under_revision_by: Vec<String>,
    /// Whether it amends or corrects another record.
    pub is_supplement: bool,
    /// Whether `replaced_by` follows from the order of editions, not from a
    /// statement of the publisher.
    pub derived: bool,
    /// Whether its source names an address where it can be had.
    pub has_url: bool,
    /// That address, where it does not answer any more. Few have one: the others keep no address.
    pub dead_url: Option<Box<DeadUrl>>,
    pub(super) form: Form,
}

/// An address where a standard was to be had, which does not answer any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadUrl {
    /// The address.
    pub url: String,
    /// The day since which it does not answer.
    pub since: Date,
}

/// What kind of document of its number a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// An issued text of the standard.
    Edition,
    /// Approved and under publication (ISO stage 60.00): no year yet.
    Forthcoming,
    /// In preparation, or a project given up.
    Draft,
    /// An amendment, corrigendum or other supplement.
    Supplement,
    /// The text of an edition in another shape: consolidated, redline, database.
    Variant,
}

impl Entry {
    /// Whether it is an issued text that nothing replaced and nobody withdrew.
    /// A record whose source does not say counts as in force.
    pub fn is_in_force(&self) -> bool {
        matches!(self.status, StandardStatus::Published | StandardStatus::Unknown) && self.form != Form::Draft
    }

    /// Whether it is an edition: no draft, supplement, consolidation or redline.
    pub fn is_edition(&self) -> bool {
        matches!(self.form, Form::Edition | Form::Forthcoming)
    }

    /// Whether it is a draft or a project that was given up.
    pub fn is_draft(&self) -> bool {
        self.form == Form::Draft
    }

    /// Year of the edition, or of publication where the identifier has none.
    pub(super) fn edition_year(&self) -> Option<i16> {
        self.year.or_else(|| self.published.get(..4)?.parse().ok())
    }
}

impl Form {
    pub fn of(record: &StandardRecord) -> Self {
        let is = |s: &str| record.kind == s || record.kind.ends_with(&format!("-{s}"));
        let supplement = ["Amd", "Cor", "Add", "ISH", "amendment", "corrigendum", "supplement", "annex"];
        if !record.consolidates.is_empty() || variant_of(&record.id).is_some() {
            Self::Variant
        } else if matches!(record.status, StandardStatus::Draft | StandardStatus::Deleted) {
            Self::Draft
        } else if !record.supplement.is_empty()
            || !record.base.is_empty()
            || supplement.iter().any(|s| is(s))
            || ["/AMENDMENT", "+Amendment", "/EXPL"].iter().any(|s| record.id.contains(s))
        {
            Self::Supplement
        } else if record.year.is_none() && record.stage == "60.00" {
            Self::Forthcoming
        } else {
            Self::Edition
        }
    }
}

/// The identifier of the edition that this one is another shape of, by the
/// publishers' suffixes: redline, commented, extended, consolidated, series,
/// database, picture set.
pub(super) fn variant_of(id: &str) -> Option<&str> {
    const SHAPES: [&str; 8] = [" RLV", " CMV", " EXV", " EXV-CMV", " EXV-RLV", " CSV", " SER", " DB"];
    SHAPES
        .iter()
        .find_map(|s| id.strip_suffix(s))
        .or_else(|| id.split_once(" SYMBOL ").map(|(base, _)| base))
        .map(|base| base.split_once('+').map_or(base, |(base, _)| base))
}
