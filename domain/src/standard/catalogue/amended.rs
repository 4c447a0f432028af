//! Editions known by the year of their last amendment: the IEC sells an edition
//! merged with its amendments as edition 4.1 or 4.2 and dates it by the last of
//! them (`IEC 60335-1:2004` is IEC 60335-1:2001 with its amendment of 2004).

use super::{Catalogue, Entry, StandardId, entry::Form};
use crate::standard::SupplementKind;

impl Catalogue {
    /// Of these editions of a number, the newest that was amended in that year;
    /// none of bodies that sell no merged editions under the amendment's year.
    pub(super) fn amended_in<'a>(
        &self,
        year: i16,
        number: &str,
        editions: &[&'a Entry],
    ) -> Option<&'a Entry> {
        if !number.starts_with("IEC ") && !number.starts_with("CISPR ") {
            return None;
        }
        let bases: Vec<i16> = self
            .found(|l| &l.by_number, number)
            .map(|at| self.entry(at))
            .filter(|entry| matches!(entry.form, Form::Supplement | Form::Variant))
            .filter_map(|entry| entry.id.parse::<StandardId>().ok())
            .filter(|id| amends_in(id, year))
            .filter_map(|id| id.year())
            .collect();
        editions.iter().rev().find(|e| e.edition_year().is_some_and(|y| bases.contains(&y))).copied()
    }
}

/// Whether the identifier is of an amendment of that year, or of a text with it merged.
fn amends_in(id: &StandardId, year: i16) -> bool {
    id.supplements().iter().any(|s| s.kind == SupplementKind::Amendment && s.year == Some(year))
}

#[cfg(test)]
mod tests {
    use super::super::Resolution;
    use super::*;
    use crate::standard::StandardRecord;
    use rstest::rstest;

    fn catalogue() -> Catalogue {
        let record = |id: &str, year, kind: &str, consolidates: &str| StandardRecord {
            id: id.into(),
            year: Some(year),
            kind: kind.into(),
            consolidates: consolidates.into(),
            ..StandardRecord::default()
        };
        Catalogue::from_records([
            record("IEC 60529:1989", 1989, "IS", ""),
            record("IEC 60529:1989/AMD1:1999", 1999, "Amd", ""),
            record("IEC 60529:1989/COR1:2003", 2003, "Cor", ""),
            record("IEC 60529:1989+AMD1:1999+AMD2:2013 CSV", 1989, "IS", "+AMD1:1999+AMD2:2013"),
            record("ISO 9001:2015", 2015, "IS", ""),
            record("ISO 9001:2015/Amd 1:2024", 2024, "Amd", ""),
            record("IEC 60335-1:1991", 1991, "IS", ""),
            record("IEC 60335-1:2001", 2001, "IS", ""),
            record("IEC 60335-1:2001/AMD1:2004", 2004, "Amd", ""),
        ])
    }

    #[rstest]
    #[case::amendment("IEC 60335-1:2004", Some("IEC 60335-1:2001"))]
    #[case::first_of_two("IEC 60529:1999", Some("IEC 60529:1989"))]
    #[case::merged_text_alone("IEC 60529:2013", Some("IEC 60529:1989"))]
    #[case::the_edition_itself("IEC 60335-1:1991", Some("IEC 60335-1:1991"))]
    #[case::corrigendum("IEC 60529:2003", None)]
    #[case::not_sold_merged("ISO 9001:2024", None)]
    #[case::neither("IEC 60335-1:2005", None)]
    fn the_year_of_an_amendment_leads_to_its_edition(#[case] cited: &str, #[case] expected: Option<&str>) {
        let catalogue = catalogue();
        let found = match catalogue.resolve(&cited.parse().unwrap()) {
            Resolution::Edition(entry) => Some(entry.id.as_str()),
            _ => None,
        };
        assert_eq!(found, expected);
    }
}
