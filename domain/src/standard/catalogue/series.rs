//! Numbers that stand for their parts: `IEC 60068`, `ISO/IEC 20000`.

use super::{Catalogue, Entry, StandardId};

impl Catalogue {
    /// Whether a part of one of these numbers is in force. Looks through all
    /// records, some milliseconds: meant for numbers that are not in force themselves.
    pub fn has_part_in_force(&self, numbers: &[StandardId]) -> bool {
        let stems: Vec<String> = numbers.iter().map(|number| format!("{}-", number.undated())).collect();
        let is_part = |entry: &Entry| {
            stems.iter().any(|stem| entry.id.starts_with(stem.as_str()))
                // What follows the hyphen may also be a year.
                && entry.id.parse::<StandardId>().is_ok_and(|id| !id.part().is_empty())
        };
        self.iter().any(|entry| entry.is_in_force() && entry.is_edition() && is_part(entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{StandardRecord, StandardStatus};
    use rstest::rstest;

    #[rstest]
    #[case("IEC 60086", true)]
    #[case::old_number("IEC 86", true)]
    #[case::dated("IEC 60086:1957", true)]
    #[case::parts_of_a_part("IEC 60335", true)]
    #[case::withdrawn_part("IEC 60050", false)]
    #[case::year_behind_a_hyphen("ГОСТ 12", false)]
    #[case::longer_number("IEC 6033", false)]
    fn a_number_stands_for_its_parts(#[case] number: &str, #[case] expected: bool) {
        let record = |id: &str, status| StandardRecord { id: id.into(), status, ..StandardRecord::default() };
        let catalogue = Catalogue::from_records([
            record("IEC 60086:1957", StandardStatus::Withdrawn),
            record("IEC 60086-2:2021", StandardStatus::Published),
            record("IEC 60335-2-9:2019", StandardStatus::Published),
            record("IEC 60050-1:1957", StandardStatus::Withdrawn),
            record("ГОСТ 12-2001", StandardStatus::Published),
        ]);
        assert_eq!(catalogue.has_part_in_force(&[number.parse().unwrap()]), expected);
    }
}
