//! Numbers that stand for their parts: `IEC 60068`, `ISO/IEC 20000`.

use super::{Catalogue, Entry, StandardId};

/// The number that stands for this one and the other parts: `IEC 60335` of
/// `IEC 60335-2-9`; none without a part behind a hyphen.
pub(super) fn series_of(undated: &StandardId) -> Option<String> {
    let part = Some(undated.part()).filter(|part| !part.is_empty())?;
    Some(undated.to_string().strip_suffix(part)?.strip_suffix('-')?.to_owned())
}

impl Catalogue {
    /// The editions of all parts of a number: `IEC 60068`.
    pub fn parts_of(&self, number: &StandardId) -> impl Iterator<Item = &Entry> {
        self.found(|l| &l.by_series, &number.undated().to_string()).map(|at| self.entry(at))
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
    #[case::a_part_has_none("IEC 60335-2-9", false)]
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
        let number: StandardId = number.parse().unwrap();
        assert_eq!(catalogue.parts_of(&number).any(Entry::is_in_force), expected);
    }
}
