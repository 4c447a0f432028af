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

/// The undated international identifier inside the number of an adoption, by
/// the number alone: whether there is such a standard only a catalogue can tell.
pub fn carried_by(id: &StandardId) -> Option<StandardId> {
    Some(id.adopted().or_else(|| iec_of_european(id))?.undated())
}

impl Catalogue {
    /// The undated international identifier inside the number of an adoption
    /// (ISO/IEC Guide 21-1: an identical adoption carries the number; CENELEC:
    /// EN 60000 to EN 69999 carry the IEC number). None for an international
    /// standard itself, and when no edition of it is known.
    pub fn international(&self, id: &StandardId) -> Option<StandardId> {
        let found = carried_by(id)?;
        (!self.editions_of(&found.to_string()).is_empty()).then_some(found)
    }

    /// The international standard that an adoption carries, for adoptions
    /// that the catalogue itself does not hold.
    pub fn resolve_adopted(&self, id: &StandardId) -> Option<Adopted<'_>> {
        self.adopted_where(&self.resolve(id), id)
    }

    /// The same where it is known already what the catalogue has of the adoption itself.
    pub fn adopted_where(&self, itself: &Resolution<'_>, id: &StandardId) -> Option<Adopted<'_>> {
        if !matches!(itself, Resolution::NotCovered | Resolution::NoSuchStandard) {
            return None;
        }
        let international = carried_by(id)?;
        let editions = self.editions_of(&international.to_string());
        let edition = match id.year() {
            None => self.current_of(&editions)?,
            Some(year) => {
                editions.iter().rev().find(|e| e.edition_year().is_some_and(|y| y <= year)).copied()?
            }
        };
        Some(Adopted { international, edition, same_year: id.year().is_some() && id.year() == edition.year })
    }
}

/// The IEC standard that a European one implements by its number, perhaps with
/// modifications.
fn iec_of_european(id: &StandardId) -> Option<StandardId> {
    let publisher = id.publisher();
    let european =
        matches!(publisher, "EN" | "HD") || publisher.ends_with(" EN") || publisher.ends_with("-EN");
    let number = id.number();
    let carries = number.len() == 5 && number.starts_with('6') && number.bytes().all(|b| b.is_ascii_digit());
    if !european || !carries {
        return None;
    }
    let part = if id.part().is_empty() { String::new() } else { format!("-{}", id.part().replace('/', "-")) };
    format!("IEC {number}{part}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iec(id: &str) -> Option<String> {
        iec_of_european(&id.parse().unwrap()).map(|id| id.to_string())
    }

    #[test]
    fn european_electrical_standards_carry_the_iec_number() {
        assert_eq!(iec("EN 60335-1:2012").as_deref(), Some("IEC 60335-1"));
        assert_eq!(iec("DIN EN 60335-2-9").as_deref(), Some("IEC 60335-2-9"));
        assert_eq!(iec("NEN-EN 60335-2-9").as_deref(), Some("IEC 60335-2-9"));
        assert_eq!(iec("HD 60364-1:2008").as_deref(), Some("IEC 60364-1"));
        for id in ["EN 71-1", "EN 50131-1", "IEC 60335-1", "GB 4706.1", "ISO 60335"] {
            assert_eq!(iec(id), None, "{id}");
        }
    }
}
