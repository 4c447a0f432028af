//! Standards by publisher, by committee, by field: the shelves of the catalogue.

use std::collections::HashSet;

use domain::standard::Entry;
use sea_orm::FromQueryResult;
use serde::Serialize;

use crate::{
    Registry, Result,
    catalogue::StandardBrief,
    codes::{CodeName, Scheme},
    db::rows,
};

/// Standards on one page of a shelf.
pub const ON_A_PAGE: usize = 100;

/// Which shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shelf {
    /// All of one publisher, as identifiers begin: `ISO`, `IEC`.
    Publisher(String),
    /// All of one committee, as the catalogue names it: `ISO/TC 181`.
    Committee(String),
    /// All of one ICS field, group or subgroup: `97`, `97.200`, `97.200.50`.
    Ics(String),
}

impl Shelf {
    /// The parameter of its address.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Publisher(_) => "publisher",
            Self::Committee(_) => "committee",
            Self::Ics(_) => "ics",
        }
    }

    /// The publisher, the committee or the code.
    pub fn name(&self) -> &str {
        match self {
            Self::Publisher(name) | Self::Committee(name) | Self::Ics(name) => name,
        }
    }

    fn holds(&self, entry: &Entry) -> bool {
        match self {
            Self::Publisher(name) => publisher_of(entry) == name,
            Self::Committee(name) => *entry.committee == **name,
            Self::Ics(code) => entry.ics.iter().any(|c| c.strip_prefix(code.as_str()).is_some_and(is_below)),
        }
    }
}

/// Whether what follows a code makes it a code below, not another one beside.
fn is_below(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

/// The publisher as the identifier begins.
pub(crate) fn publisher_of(entry: &Entry) -> &str {
    entry.id.split([' ', '/']).next().unwrap_or_default()
}

/// One page of a shelf.
#[derive(Debug, Clone)]
pub struct ShelfPage {
    /// Which.
    pub shelf: Shelf,
    /// The code's name, for an ICS shelf that has one.
    pub named: Option<CodeName>,
    /// Editions in force.
    pub in_force: u64,
    /// All records: old editions, amendments and drafts too.
    pub records: u64,
    /// This page, from 1.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
    /// Editions in force, in the order of their identifiers.
    pub standards: Vec<OnShelf>,
}

/// A standard on a shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OnShelf {
    /// The standard.
    pub standard: StandardBrief,
    /// Public measures that cite any edition of it.
    pub measures: u64,
}

impl Registry {
    /// A page of a shelf, counted from 1; none when nothing stands on it. A page
    /// beyond the last is the last.
    pub async fn standards_on(&self, shelf: Shelf, page: usize) -> Result<Option<ShelfPage>> {
        let catalogue = self.catalogue();
        let (records, in_force) = {
            let mut records = 0;
            let mut in_force: Vec<&Entry> = Vec::new();
            for entry in catalogue.iter().filter(|e| shelf.holds(e)) {
                records += 1;
                if entry.is_edition() && entry.is_in_force() {
                    in_force.push(entry);
                }
            }
            in_force.sort_by(|a, b| natural(&a.id).cmp(&natural(&b.id)));
            (records, in_force)
        };
        if records == 0 {
            return Ok(None);
        }
        let pages = in_force.len().div_ceil(ON_A_PAGE).max(1);
        let page = page.clamp(1, pages);
        let shown: Vec<&Entry> =
            in_force.iter().skip((page - 1) * ON_A_PAGE).take(ON_A_PAGE).copied().collect();
        let keys: Vec<String> = shown.iter().map(|e| crate::judging::facts::undated(&e.id)).collect();
        let cited = self.measures_citing(&keys).await?;
        let named = match &shelf {
            Shelf::Ics(code) => self.code_names(Scheme::Ics, std::slice::from_ref(code)).await?.pop(),
            _ => None,
        };
        let standards = shown
            .iter()
            .zip(&cited)
            .map(|(entry, measures)| OnShelf { standard: StandardBrief::of(entry), measures: *measures });
        Ok(Some(ShelfPage {
            named,
            in_force: in_force.len() as u64,
            records,
            page,
            pages,
            standards: standards.collect(),
            shelf,
        }))
    }

    /// How many public measures cite each of these numbers.
    async fn measures_citing(&self, keys: &[String]) -> Result<Vec<u64>> {
        #[derive(FromQueryResult)]
        struct Row {
            notification_id: i64,
        }
        let mut counts = Vec::with_capacity(keys.len());
        for key in keys {
            let found: Vec<Row> = rows(
                &self.db,
                "SELECT DISTINCT c.notification_id FROM citation c JOIN notification n ON n.id = c.notification_id \
                 WHERE c.undated = $1 AND n.state NOT IN ('draft', 'submitted')",
                [key.as_str().into()],
            )
            .await?;
            let measures: HashSet<i64> = found.into_iter().map(|row| row.notification_id).collect();
            counts.push(measures.len() as u64);
        }
        Ok(counts)
    }
}

/// An identifier as people sort: `ISO 9` before `ISO 10`.
fn natural(id: &str) -> Vec<(u8, u64, &str)> {
    let mut parts = Vec::new();
    let mut rest = id;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (part, further) = rest.split_at(end);
        parts.push(match part.parse::<u64>() {
            Ok(number) if digits => (0, number, ""),
            _ => (1, 0, part),
        });
        rest = further;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_sorted_as_people_do() {
        let mut ids =
            vec!["ISO 10:2020", "ISO 9:1995", "ISO 9-2:1990", "IEC 60335-2-9:2019", "IEC 60335-2-80:2015"];
        ids.sort_by(|a, b| natural(a).cmp(&natural(b)));
        assert_eq!(
            ids,
            ["IEC 60335-2-9:2019", "IEC 60335-2-80:2015", "ISO 9-2:1990", "ISO 9:1995", "ISO 10:2020"]
        );
    }

    #[test]
    fn a_code_has_those_below_and_not_those_beside() {
        assert!(is_below("") && is_below(".50"));
        assert!(!is_below("5"));
    }
}
