//! The catalogue in memory: resolves identifiers to records, and records to
//! the current edition, in microseconds.

use std::collections::{HashMap, HashSet};

use super::{StandardId, StandardRecord, StandardStatus};

/// A publisher of whom the catalogue holds at least so many records is taken as
/// covered: only then can "there is no such standard" be said.
const COVERED_FROM: usize = 1_000;

/// All standards known to an installation.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    by_id: HashMap<Box<str>, u32>,
    /// Editions by undated identifier, oldest first.
    editions: HashMap<Box<str>, Vec<u32>>,
    by_publisher: HashMap<Box<str>, usize>,
    newest_year: i16,
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
    /// Whether it amends, corrects or consolidates another record.
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
    /// The catalogue has too little of this publisher: no claim is possible.
    NotCovered,
}

impl From<StandardRecord> for Entry {
    fn from(r: StandardRecord) -> Self {
        let is_supplement = !r.supplement.is_empty()
            || !r.base.is_empty()
            || !r.consolidates.is_empty()
            || matches!(r.kind.as_str(), "Amd" | "Cor" | "Add" | "Suppl" | "ISH");
        let replaced = !r.replaced_by.is_empty()
            && matches!(
                r.status,
                StandardStatus::Published | StandardStatus::Withdrawn | StandardStatus::Unknown
            );
        Self {
            title: if r.title_en.is_empty() { r.title_fr } else { r.title_en },
            status: if replaced { StandardStatus::Superseded } else { r.status },
            id: r.id,
            year: r.year,
            stage: r.stage,
            ics: r.ics,
            published: r.published,
            withdrawn: r.withdrawn,
            replaced_by: r.replaced_by,
            under_revision_by: r.under_revision_by,
            is_supplement,
        }
    }
}

impl Entry {
    /// Whether it was ever in force as an edition of its own.
    fn is_edition(&self, id: &StandardId) -> bool {
        !self.is_supplement
            && !id.is_supplement()
            && !matches!(self.status, StandardStatus::Draft | StandardStatus::Deleted)
    }

    /// Whether it is in force, as far as the catalogue tells.
    pub fn is_in_force(&self) -> bool {
        matches!(self.status, StandardStatus::Published)
    }
}

impl Catalogue {
    /// Builds the catalogue from records in any order.
    pub fn from_records(records: impl IntoIterator<Item = StandardRecord>) -> Self {
        let mut catalogue = Self::default();
        for record in records {
            let entry = Entry::from(record);
            let at = u32::try_from(catalogue.entries.len()).expect("fewer than 4 thousand million standards");
            catalogue.newest_year = catalogue.newest_year.max(entry.year.unwrap_or(0));
            if let Ok(id) = entry.id.parse::<StandardId>() {
                *catalogue.by_publisher.entry(id.undated().publisher().into()).or_default() += 1;
                if entry.is_edition(&id) {
                    let key = id.undated().to_string().into_boxed_str();
                    catalogue.editions.entry(key).or_default().push(at);
                }
            }
            catalogue.by_id.insert(entry.id.as_str().into(), at);
            catalogue.entries.push(entry);
        }
        for editions in catalogue.editions.values_mut() {
            editions.sort_by(|a, b| {
                let key = |i: u32| {
                    let e = &catalogue.entries[i as usize];
                    (e.year, e.published.as_str(), e.id.as_str())
                };
                key(*a).cmp(&key(*b))
            });
        }
        catalogue
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing was loaded.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Year of the newest record: nothing can be said of later editions.
    pub fn newest_year(&self) -> i16 {
        self.newest_year
    }

    /// The record of that catalogue identifier.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|at| &self.entries[*at as usize])
    }

    /// What an identifier means.
    pub fn resolve(&self, id: &StandardId) -> Resolution<'_> {
        if let Some(entry) = self.get(&id.to_string())
            && id.year().is_some()
        {
            return Resolution::Edition(entry);
        }
        let editions = self.editions(&id.undated());
        if editions.is_empty() {
            let covered = self.by_publisher.get(id.undated().publisher()).is_some_and(|n| *n >= COVERED_FROM);
            return if covered { Resolution::NoSuchStandard } else { Resolution::NotCovered };
        }
        match id.year() {
            Some(year) => match editions.iter().find(|e| e.year == Some(year)) {
                Some(entry) => Resolution::Edition(entry),
                None => Resolution::NoSuchEdition(editions),
            },
            None => {
                let current = editions.iter().rev().find(|e| e.is_in_force()).or(editions.last());
                Resolution::Current(current.expect("there are editions"))
            }
        }
    }

    /// All editions of the standard (no supplements, consolidations or
    /// drafts), oldest first.
    pub fn editions(&self, undated: &StandardId) -> Vec<&Entry> {
        let at = self.editions.get(undated.to_string().as_str());
        at.map(|at| at.iter().map(|i| &self.entries[*i as usize]).collect()).unwrap_or_default()
    }

    /// Where the chain of replacements from this record ends: the records in
    /// force today (several after a split, none when withdrawn without
    /// successor). A record without a recorded successor leads to a newer
    /// edition of its own number. Survives cycles in the data.
    pub fn successors(&self, id: &str) -> Vec<&Entry> {
        let mut seen = HashSet::new();
        let mut to_visit = self.next(id);
        let mut found: Vec<&Entry> = Vec::new();
        seen.insert(id);
        while let Some(next) = to_visit.pop() {
            if !seen.insert(next) {
                continue;
            }
            let Some(entry) = self.get(next) else { continue };
            if entry.is_in_force() {
                found.push(entry);
            } else {
                to_visit.extend(self.next(&entry.id));
            }
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found
    }

    /// One step of the chain.
    fn next<'a>(&'a self, id: &str) -> Vec<&'a str> {
        let Some(entry) = self.get(id) else { return Vec::new() };
        if !entry.replaced_by.is_empty() {
            return entry.replaced_by.iter().map(String::as_str).collect();
        }
        let Ok(parsed) = entry.id.parse::<StandardId>() else { return Vec::new() };
        self.editions(&parsed.undated())
            .into_iter()
            .filter(|e| e.year > entry.year && e.is_in_force())
            .map(|e| e.id.as_str())
            .collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A record with facts as the real catalogue has them.
    pub(crate) fn record(
        id: &str,
        status: StandardStatus,
        replaced_by: &[&str],
        ics: &[&str],
    ) -> StandardRecord {
        let parsed: StandardId = id.parse().unwrap();
        StandardRecord {
            id: id.to_owned(),
            publisher: parsed.publisher().to_owned(),
            year: parsed.year(),
            title_en: format!("Title of {id}"),
            status,
            replaced_by: replaced_by.iter().map(ToString::to_string).collect(),
            ics: ics.iter().map(ToString::to_string).collect(),
            ..StandardRecord::default()
        }
    }

    /// A few families of the real catalogue.
    pub(crate) fn catalogue() -> Catalogue {
        use StandardStatus::{Draft, Published, Withdrawn};
        let mut imminent = record("ISO 4210-2:2023", Published, &[], &["43.150"]);
        imminent.under_revision_by = vec!["ISO/FDIS 4210-2".to_owned()];
        let mut draft = record("ISO/FDIS 4210-2", Draft, &[], &["43.150"]);
        draft.stage = "50.20".to_owned();
        let mut withdrawn = record("ISO 3864:1984", Withdrawn, &[], &["01.080.10"]);
        withdrawn.withdrawn = "2002-05-16".to_owned();
        Catalogue::from_records([
            record("ISO 12345:2002", Withdrawn, &["ISO 12345:2013"], &["43.060.40"]),
            record("ISO 12345:2013", Withdrawn, &["ISO 12345:2021"], &["43.060.40"]),
            record("ISO 12345:2021", Published, &[], &["43.060.40"]),
            record("IEC 60335-2-9:2008", Withdrawn, &["IEC 60335-2-9:2019"], &["97.040.50"]),
            record("IEC 60335-2-9:2019", Published, &[], &["97.040.50"]),
            record("IEC 60118-2:1983", Published, &[], &["17.140.50"]),
            record("ISO 8124-1:2000/Amd 1:2007", Withdrawn, &["ISO 8124-1:2009"], &[]),
            record("ISO 8124-1:2009", Withdrawn, &["ISO 8124-1:2022"], &[]),
            record("ISO 8124-1:2022", Published, &[], &["97.200.50"]),
            record("ISO 1:2000", Withdrawn, &["ISO 2:2000"], &[]),
            record("ISO 2:2000", Withdrawn, &["ISO 1:2000"], &[]),
            imminent,
            draft,
            withdrawn,
        ])
    }

    fn resolved(id: &str) -> String {
        match catalogue().resolve(&id.parse().unwrap()) {
            Resolution::Edition(e) => format!("edition {}", e.id),
            Resolution::Current(e) => format!("current {}", e.id),
            Resolution::NoSuchEdition(all) => format!("no such edition of {}", all.len()),
            Resolution::NoSuchStandard => "no such standard".to_owned(),
            Resolution::NotCovered => "not covered".to_owned(),
        }
    }

    #[test]
    fn identifiers_resolve_dated_undated_and_in_old_spelling() {
        assert_eq!(resolved("ISO 12345:2013"), "edition ISO 12345:2013");
        assert_eq!(resolved("ISO 12345"), "current ISO 12345:2021");
        assert_eq!(resolved("IEC 335-2-9"), "current IEC 60335-2-9:2019");
        assert_eq!(resolved("ISO 12345:2011"), "no such edition of 3");
        assert_eq!(resolved("ISO 99999"), "not covered");
        assert_eq!(resolved("ISO 8124-1"), "current ISO 8124-1:2022");
        assert_eq!(resolved("ISO 3864"), "current ISO 3864:1984");
    }

    #[test]
    fn absence_is_claimed_only_where_a_publisher_is_covered() {
        let many = (1..=1_000).map(|n| record(&format!("ISO {n}:2000"), StandardStatus::Published, &[], &[]));
        let catalogue = Catalogue::from_records(many);
        let absent = |s: &str| matches!(catalogue.resolve(&s.parse().unwrap()), Resolution::NoSuchStandard);
        assert!(absent("ISO 99999"));
        assert!(!absent("IEC 99999"));
    }

    #[test]
    fn chains_end_in_force_and_survive_cycles() {
        let catalogue = catalogue();
        let ends = |id: &str| catalogue.successors(id).iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        assert_eq!(ends("ISO 12345:2002"), ["ISO 12345:2021"]);
        assert_eq!(ends("ISO 12345:2021"), [""; 0]);
        assert_eq!(ends("ISO 1:2000"), [""; 0]);
        assert_eq!(ends("ISO 3864:1984"), [""; 0]);
    }
}
