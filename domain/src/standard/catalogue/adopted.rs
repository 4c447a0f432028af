//! Adoptions: the international number inside a national or regional one
//! (`DIN EN ISO 12100`, `IS/ISO 9001`, `EN 60335-1`).

use super::{Catalogue, Entry, Resolution, StandardId};

/// The international standard that a national or regional one carries by its number.
#[derive(Debug, Clone)]
pub struct Adopted<'a> {
    /// The international standard, undated.
    pub international: StandardId,
    /// Undated adoption: the edition in force. Dated: the newest edition that
    /// the adoption can carry, because an adoption is never older than its text.
    pub edition: &'a Entry,
    /// Whether the adoption bears the very year of that edition; otherwise
    /// `edition` is the newest possible, not the known one.
    pub same_year: bool,
}

impl Catalogue {
    /// The undated international identifier inside the number of an adoption
    /// (ISO/IEC Guide 21-1: an identical adoption carries the number; CENELEC:
    /// EN 60000 to EN 69999 carry the IEC number). None for an international
    /// standard itself, and when no edition of it is known.
    pub fn international(&self, id: &StandardId) -> Option<StandardId> {
        let undated = id.undated().to_string();
        let found: StandardId = embedded(&undated)?.parse().ok()?;
        let found = found.undated();
        (!self.editions(&found).is_empty()).then_some(found)
    }

    /// The international standard that an adoption carries, for adoptions
    /// that the catalogue itself does not hold.
    pub fn resolve_adopted(&self, id: &StandardId) -> Option<Adopted<'_>> {
        if !matches!(self.resolve(id), Resolution::NotCovered | Resolution::NoSuchStandard) {
            return None;
        }
        let international = self.international(id)?;
        let editions = self.editions(&international);
        let edition = match id.year() {
            None => self.current_of(&editions)?,
            Some(year) => {
                editions.iter().rev().find(|e| e.edition_year().is_some_and(|y| y <= year)).copied()?
            }
        };
        Some(Adopted { international, edition, same_year: id.year().is_some() && id.year() == edition.year })
    }
}

/// The international identifier that ends an undated adoption's identifier.
fn embedded(undated: &str) -> Option<String> {
    let words: Vec<&str> = undated.split(' ').collect();
    for (at, word) in words.iter().enumerate() {
        let rest = words[at + 1..].join(" ");
        // "ISO/IEC" at the very beginning is the publisher; "IS/ISO" is an adoption.
        for international in ["ISO/IEC", "ISO/TS", "ISO/TR", "ISO", "IEC", "CISPR"] {
            let Some(before) = word.strip_suffix(international) else { continue };
            let adopts = before.is_empty() && at > 0 || before.ends_with(['/', '-']);
            if adopts && !rest.is_empty() && !before.starts_with("ISO") {
                return Some(format!("{international} {rest}"));
            }
        }
        if *word == "EN" || word.ends_with("-EN") || word.ends_with("/EN") {
            let number = rest.split(['-', ' ']).next().unwrap_or_default();
            if number.len() == 5 && number.starts_with('6') && number.bytes().all(|b| b.is_ascii_digit()) {
                return Some(format!("IEC {rest}"));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_international_number() {
        for (adoption, international) in [
            ("EN ISO 12100", "ISO 12100"),
            ("DIN EN ISO 12100", "ISO 12100"),
            ("NEN-EN-ISO 9001", "ISO 9001"),
            ("IS/ISO 9001", "ISO 9001"),
            ("IS/ISO/IEC 17025", "ISO/IEC 17025"),
            ("EN ISO/IEC 17025", "ISO/IEC 17025"),
            ("GOST IEC 60335-1", "IEC 60335-1"),
            ("BS EN IEC 60335-1", "IEC 60335-1"),
            ("EN 60335-1", "IEC 60335-1"),
            ("DIN EN 60335-2-9", "IEC 60335-2-9"),
        ] {
            assert_eq!(embedded(adoption).as_deref(), Some(international), "{adoption}");
        }
    }

    #[test]
    fn an_international_or_purely_national_number_embeds_none() {
        for id in [
            "ISO 9001",
            "ISO/IEC 17025",
            "ISO/IEC TR 24028",
            "IEC 60335-1",
            "EN 71-1",
            "EN 50131-1",
            "GB 4706.1",
            "EN ISO",
        ] {
            assert_eq!(embedded(id), None, "{id}");
        }
    }
}
