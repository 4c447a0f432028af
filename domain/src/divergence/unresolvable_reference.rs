//! `unresolvable-reference`: reads like a standard, but the catalogue of its
//! publisher has none such (Rec. D.3.6).

use super::{
    Code, Divergence, Evidence, Severity, Subject,
    about::{About, Way, weigh},
    words,
};
use crate::standard::{Catalogue, Entry, Reference, Resolution, StandardId, Technique};

/// Weighs `Serious` for a number or year that the publisher never issued, by a
/// catalogue that would know. `Note` for what may only be older than the
/// catalogue, and for a declared reference that is no identifier at all. Silent
/// where the catalogue cannot know: publishers that it does not cover, and years
/// that may be newer than its newest records.
pub(super) fn unresolvable_reference(about: &About<'_>, subject: &Subject<'_>) -> Option<Divergence> {
    if about.reference.technique == Technique::General || about.cited.is_some() {
        return None;
    }
    let Some(id) = &about.id else { return not_understood(about.reference) };
    let (full, instead, facts, told) = match &about.resolution {
        Resolution::NoSuchEdition(editions) => no_such_edition(id, editions, subject, about.catalogue)?,
        Resolution::NoSuchStandard
            if !may_be_newer(id, subject, about.catalogue) && !is_series(id, about.catalogue) =>
        {
            no_such_standard(id, about.catalogue)
        }
        _ => return None,
    };
    Some(Divergence {
        code: Code::UnresolvableReference,
        severity: weigh(full, about.reference, Way::Itself),
        explanation: format!("The text refers to {}. {told}", about.reference.cited),
        evidence: Evidence {
            cited: about.reference.cited.clone(),
            place: Some(about.reference.place.clone()),
            standard: String::new(),
            instead,
            facts,
        },
        basis: Code::UnresolvableReference.basis().to_owned(),
    })
}

type Claim = (Severity, String, Vec<String>, String);

fn no_such_edition(
    id: &StandardId,
    editions: &[&Entry],
    subject: &Subject<'_>,
    catalogue: &Catalogue,
) -> Option<Claim> {
    if may_be_newer(id, subject, catalogue) {
        return None;
    }
    let known: Vec<&str> = editions.iter().map(|e| e.id.as_str()).collect();
    let fact = format!("editions in the catalogue: {}", known.join(", "));
    let instead = catalogue.in_force(id).map(|e| e.id.clone()).unwrap_or_default();
    let remedy = if instead.is_empty() {
        "Check the year.".to_owned()
    } else {
        format!("Check the year; the edition in force is {instead}.")
    };
    let oldest = editions.iter().filter_map(|e| e.year).min();
    let older = id.year() < oldest;
    let (full, told) = if older {
        (
            Severity::Note,
            format!(
                "The year is earlier than any edition that the catalogue lists ({}); an edition so old may have existed. {remedy}",
                words::list(&known)
            ),
        )
    } else {
        (
            Severity::Serious,
            format!(
                "The catalogue knows this standard, but no edition of that year; it lists {}. The year may be a slip, or that of a reprint, of an amendment or of a national adoption. Nobody can look up an edition that does not exist. {remedy}",
                words::list(&known)
            ),
        )
    };
    Some((full, instead, vec![fact], told))
}

/// Publishers whose standards are at times cited with one of the names missing:
/// `ISO 17020` for ISO/IEC 17020.
const JOINT: [&str; 8] =
    ["ISO", "IEC", "ISO/IEC", "ISO/IEC/IEEE", "ISO/ASTM", "ISO/CIE", "IEC/IEEE", "CISPR"];

/// Whether the number stands for a series of parts (`ISO 20000` for ISO/IEC
/// 20000-1 and the others, `IEC 60695`, which has no part 1 but 1-10): a
/// reference to all of them.
fn is_series(id: &StandardId, catalogue: &Catalogue) -> bool {
    let own = id.undated();
    let publishers = JOINT.iter().copied().filter(|_| JOINT.contains(&own.publisher()));
    if !own.part().is_empty() {
        return false;
    }
    publishers
        .chain([own.publisher()])
        .filter_map(|publisher| format!("{publisher} {}", own.number()).parse::<StandardId>().ok())
        .any(|number| catalogue.parts_of(&number).next().is_some())
}

/// The edition in force that has this number with a related publisher.
fn namesake<'a>(id: &StandardId, catalogue: &'a Catalogue) -> Option<&'a Entry> {
    let undated = id.undated();
    let rest = undated.to_string();
    let rest = rest.strip_prefix(undated.publisher()).filter(|_| JOINT.contains(&undated.publisher()))?;
    // A technical specification hangs on a slash with ISO, on a blank with the others.
    let rest = rest.trim_start_matches(['/', ' ']);
    let spellings = JOINT.iter().filter(|p| **p != undated.publisher()).map(|p| format!("{p} {rest}"));
    spellings.filter_map(|s| s.parse().ok()).find_map(|id| catalogue.in_force(&id))
}

fn no_such_standard(id: &StandardId, catalogue: &Catalogue) -> Claim {
    let undated = id.undated();
    if let Some(entry) = namesake(id, catalogue) {
        let told = format!(
            "The catalogue of {} holds no standard under this number, but there is {}, “{}”: a name of the publishers may be missing. Check it, and cite {}.",
            undated.publisher(),
            entry.id,
            entry.title,
            entry.id
        );
        let facts = vec![format!("no record of {undated}; {} exists", entry.id)];
        return (Severity::Note, entry.id.clone(), facts, told);
    }
    let publisher = undated.publisher();
    let horizon = catalogue.horizon(publisher);
    let caution = horizon.map_or(String::new(), |year| {
        format!(" (the newest it holds are of {year}; one issued later would be missing)")
    });
    let told = format!(
        "The catalogue holds the standards of {publisher}{caution} and none under this number. The number may be a slip, or the document may be of another publisher. Nobody can look up a standard that does not exist: check the number, or say where the document can be had."
    );
    let facts = vec![format!("no record of {undated} in the catalogue of {publisher}")];
    (Severity::Serious, String::new(), facts, told)
}

/// A dated edition of the catalogue's last year, or later, may have been issued
/// since; one dated after the notification itself cannot have been.
fn may_be_newer(id: &StandardId, subject: &Subject<'_>, catalogue: &Catalogue) -> bool {
    let (Some(year), Some(horizon)) = (id.year(), catalogue.horizon(id.undated().publisher())) else {
        return false;
    };
    // Texts are at times dated a year ahead.
    year >= horizon && year <= subject.published.year() + 1
}

fn not_understood(reference: &Reference) -> Option<Divergence> {
    reference.declared.as_ref().filter(|d| d.international.is_empty() && !d.cited.trim().is_empty())?;
    Some(Divergence {
        code: Code::UnresolvableReference,
        severity: Severity::Note,
        explanation: format!(
            "“{}” is declared as a reference to a standard, but could not be understood as the identifier of one, so nothing can be said about its standing. Write it as its publisher does, for example ISO 8124-1:2022, and say in box 8 where a document without such an identifier can be had.",
            reference.cited
        ),
        evidence: Evidence {
            cited: reference.cited.clone(),
            place: Some(reference.place.clone()),
            ..Evidence::default()
        },
        basis: Code::UnresolvableReference.basis().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, declared_as, recognised, subject};
    use crate::notification::Content;
    use crate::standard::{DeclaredReference, StandardRecord, StandardStatus, catalogue_fixture};
    use rstest::rstest;

    fn found(reference: &Reference, catalogue: &Catalogue) -> Option<Divergence> {
        let content = Content::default();
        unresolvable_reference(
            &About::new(reference, catalogue),
            &subject(&content, std::slice::from_ref(reference)),
        )
    }

    #[rstest]
    #[case("ISO 12345:2014", "ISO 12345:2021", Severity::Serious)]
    #[case("IEC 60335-2-9:2013", "IEC 60335-2-9:2019", Severity::Serious)]
    #[case::older_than_the_catalogue("ISO 12345:1985", "ISO 12345:2021", Severity::Note)]
    #[case::not_issued_yet("ISO 12345:2035", "ISO 12345:2021", Severity::Serious)]
    #[case::nothing_in_force("IEC 60118-2:1981", "", Severity::Serious)]
    fn a_year_that_was_never_issued_is_found(
        #[case] cited: &str,
        #[case] instead: &str,
        #[case] severity: Severity,
    ) {
        let found = found(&declared(cited), &catalogue_fixture()).unwrap();
        assert_eq!((found.evidence.instead.as_str(), found.severity), (instead, severity));
        assert!(found.evidence.facts[0].starts_with("editions in the catalogue: "));
    }

    #[rstest]
    #[case::exists("ISO 12345:2013")]
    #[case::undated("ISO 12345")]
    #[case::perhaps_newer_than_the_catalogue("ISO 12345:2026")]
    #[case::year_of_the_amendment("IEC 60335-2-9:2012")]
    #[case::a_selection_knows_no_numbers("ISO 99999:2020")]
    #[case::not_covered("EN 71-1:2014")]
    #[case::adoption("EN ISO 13849-1:2008")]
    fn what_the_catalogue_cannot_know_is_not_claimed(#[case] cited: &str) {
        assert_eq!(found(&declared(cited), &catalogue_fixture()), None);
    }

    #[rstest]
    #[case("ISO 99999:2020", Some(Severity::Serious))]
    #[case("ISO 99999", Some(Severity::Serious))]
    #[case("ISO 99999:2026", None)]
    #[case("EN 71-1:2014", None)]
    fn a_whole_catalogue_knows_the_numbers(#[case] cited: &str, #[case] severity: Option<Severity>) {
        let catalogue = catalogue_fixture().with_complete(["ISO"]);
        assert_eq!(found(&declared(cited), &catalogue).map(|d| d.severity), severity);
    }

    #[test]
    fn a_missing_name_of_the_publisher_is_a_note_with_the_right_one() {
        let catalogue = catalogue_fixture().with_complete(["ISO"]);
        let found = found(&declared("ISO 17025:2017"), &catalogue).unwrap();
        assert_eq!((found.severity, found.evidence.instead.as_str()), (Severity::Note, "ISO/IEC 17025:2017"));
    }

    #[test]
    fn a_number_that_stands_for_its_parts_is_no_false_number() {
        let catalogue = catalogue_fixture().with_complete(["ISO", "ISO/IEC"]);
        assert_eq!(found(&declared("ISO 13849:2015"), &catalogue), None);
        assert_eq!(found(&declared("ISO/IEC 13849"), &catalogue), None);
    }

    #[rstest]
    #[case("IEC 60695", false)]
    #[case("ISO/IEC 60695", false)]
    #[case::no_parts("IEC 60696", true)]
    #[case::a_part_that_is_none("IEC 60695-3", true)]
    fn any_part_makes_a_series(#[case] cited: &str, #[case] fires: bool) {
        let part = StandardRecord {
            id: "IEC 60695-2-11:2021".into(),
            year: Some(2021),
            status: StandardStatus::Published,
            ..StandardRecord::default()
        };
        let catalogue = Catalogue::from_records([part]).with_complete(["IEC", "ISO/IEC"]);
        assert_eq!(found(&declared(cited), &catalogue).is_some(), fires);
    }

    #[rstest]
    #[case("the IEC 60695 series", 0)]
    #[case("the ISO 14000 family", 0)]
    #[case("ISO 14000 applies", 1)]
    fn a_series_in_words_is_no_number(#[case] text: &str, #[case] count: usize) {
        let catalogue = catalogue_fixture().with_complete(["ISO", "IEC"]);
        let references = crate::references::references_in(text);
        assert_eq!(references.iter().filter(|r| found(r, &catalogue).is_some()).count(), count, "{text}");
    }

    #[test]
    fn recognition_may_have_misread() {
        let catalogue = catalogue_fixture().with_complete(["ISO"]);
        assert_eq!(found(&recognised("ISO 99999:2020"), &catalogue).unwrap().severity, Severity::Warning);
    }

    #[test]
    fn a_declared_text_that_is_no_identifier_is_a_note() {
        let mut reference = declared("the ministry's own rules");
        reference.id.clear();
        assert_eq!(found(&reference, &catalogue_fixture()).unwrap().severity, Severity::Note);
        let international = DeclaredReference {
            cited: "the ministry's own rules".into(),
            international: "ISO 12345".into(),
            ..DeclaredReference::default()
        };
        let mut reference = declared_as(international);
        reference.id.clear();
        assert_eq!(found(&reference, &catalogue_fixture()), None);
    }
}
