//! Where a reference stands: which record it means, and what is in force instead.

use super::{Code, Divergence, cited::cited, cited::successors};
use crate::standard::{Catalogue, Entry, Reference};

/// What the catalogue says of a reference.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing<'a> {
    /// The record meant; none when the catalogue does not know it.
    pub standard: Option<&'a Entry>,
    /// What is in force instead, when that is another record.
    pub current: Option<&'a Entry>,
    /// Whether `standard` is not cited itself but through a national or regional
    /// adoption, or as the international standard declared.
    pub indirect: bool,
}

/// The standing of a reference.
pub fn standing<'a>(reference: &Reference, catalogue: &'a Catalogue) -> Standing<'a> {
    let Some(cited) = cited(reference, catalogue) else { return Standing::default() };
    Standing {
        standard: Some(cited.entry),
        current: successors(cited.entry, catalogue).first().copied(),
        indirect: cited.way != super::cited::Way::Itself,
    }
}

/// The codes that flag a reference, among the divergences of its notification.
pub fn codes_of(reference: &Reference, divergences: &[Divergence]) -> Vec<Code> {
    let same_place = |d: &&Divergence| d.evidence.place.as_ref() == Some(&reference.place);
    let same_words = |d: &&Divergence| d.evidence.place.is_some() && d.evidence.cited == reference.cited;
    let mut codes: Vec<Code> =
        divergences.iter().filter(|d| same_place(d) || same_words(d)).map(|d| d.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::{
        judge,
        testing::{declared, recognised, subject},
    };
    use crate::notification::Content;
    use crate::standard::catalogue_fixture;
    use rstest::rstest;

    #[rstest]
    #[case("ISO 12345:2013", Some("ISO 12345:2013"), Some("ISO 12345:2021"))]
    #[case("ISO 12345:2021", Some("ISO 12345:2021"), None)]
    #[case("ISO 12345", Some("ISO 12345:2021"), None)]
    #[case("IEC 60118-2:1983", Some("IEC 60118-2:1983"), None)]
    #[case("EN ISO 13849-1:2008", Some("ISO 13849-1:2006"), Some("ISO 13849-1:2023"))]
    #[case("EN 71-1", None, None)]
    fn a_reference_stands_somewhere(
        #[case] cited: &str,
        #[case] standard: Option<&str>,
        #[case] current: Option<&str>,
    ) {
        let catalogue = catalogue_fixture();
        let standing = standing(&declared(cited), &catalogue);
        assert_eq!(standing.standard.map(|e| e.id.as_str()), standard);
        assert_eq!(standing.current.map(|e| e.id.as_str()), current);
        assert_eq!(standing.indirect, cited.starts_with("EN ISO"));
    }

    #[test]
    fn a_reference_knows_its_codes() {
        let content = Content::default();
        let references = [declared("ISO 12345:2013"), recognised("ISO 12345:2021")];
        let found = judge(&subject(&content, &references), &catalogue_fixture());
        assert_eq!(codes_of(&references[0], &found), [Code::SupersededEdition]);
        assert_eq!(codes_of(&references[1], &found), []);
    }
}
