//! `text-not-available`: no place is known where the referenced document can be
//! had (Rec. D.3.6).

use super::{Code, Divergence, Severity, Subject, about::About, words};
use crate::standard::{StandardId, Technique};

/// Publishers that put their documents on their own public pages: a missing
/// address in the catalogue is no missing document.
const PUBLIC: [&str; 17] = [
    "ITU", "UN", "UNECE", "CXS", "CXG", "CXC", "CXM", "CXA", "CODEX", "CAC", "OIML", "BIPM", "JCGM", "ECMA",
    "ETSI", "CCSDS", "IHO",
];

/// About declared references: `Note`, because a document without an address can
/// still be had. Silent when the catalogue has an address of the standard in
/// any edition, unless that of the edition cited does not answer any more; when
/// the declaration names a place, when the box on relevant documents or on texts
/// holds a web address, for publishers of public documents, for international
/// standards that the catalogue does not know (that is another finding), and
/// when the catalogue holds no addresses at all.
pub(super) fn text_not_available(about: &About<'_>, subject: &Subject<'_>) -> Option<Divergence> {
    let declared = about.reference.declared.as_ref()?;
    let id = about.id.as_ref()?;
    if about.reference.technique == Technique::General || !declared.available_from.trim().is_empty() {
        return None;
    }
    let content = subject.content;
    let boxes = [&content.relevant_documents, &content.texts_from];
    if boxes.iter().any(|text| has_address(text)) || is_public(id) || !about.catalogue.has_addresses() {
        return None;
    }
    let entry = about.cited.map(|c| c.entry);
    let dead = entry.and_then(|e| e.dead_url.as_deref());
    let addressed = entry.is_some_and(|e| e.has_url)
        || about.catalogue.editions(&id.undated()).iter().any(|e| e.has_url && e.dead_url.is_none());
    if (addressed && dead.is_none()) || (entry.is_none() && about.is_international()) {
        return None;
    }
    let cited = &about.reference.cited;
    let mut evidence = about.evidence();
    evidence.standard = entry.map(|e| e.id.clone()).unwrap_or_default();
    let told = match dead {
        Some(link) => {
            let since = words::day(link.since);
            evidence.facts.push(format!("{} has not answered since {since}", link.url));
            format!(
                "The text refers to {cited}, whose address in the catalogue has not answered since {since}."
            )
        }
        None => {
            let known = if entry.is_some() { "has no address of it" } else { "does not know it" };
            evidence.facts.push(format!("the catalogue {known}, and the notification names no place"));
            format!(
                "The text refers to {cited}. The catalogue {known}, and the notification names no place where it can be had."
            )
        }
    };
    let told = format!(
        "{told} Whoever must comply, or wants to comment, has to search for it. Say in the declaration of the reference, or in the box on relevant documents, where the document can be had and in which languages."
    );
    Some(about.divergence(Code::TextNotAvailable, Severity::Note, evidence, told))
}

fn is_public(id: &StandardId) -> bool {
    let first = id.publisher().split([' ', '/', '-']).next().unwrap_or_default();
    PUBLIC.contains(&first)
}

/// Whether the words hold a web address.
pub(super) fn has_address(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["http://", "https://", "www."].iter().any(|a| lower.contains(a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, declared_as, recognised, subject};
    use crate::notification::Content;
    use crate::standard::{Catalogue, DeclaredReference, Reference, StandardRecord, StandardStatus};
    use jiff::civil::date;
    use rstest::rstest;

    fn records() -> Vec<StandardRecord> {
        let record = |id: &str, url: &str| StandardRecord {
            id: id.into(),
            year: id.rsplit([':', '-']).next().and_then(|y| y.parse().ok()),
            status: StandardStatus::Published,
            url: url.into(),
            ..StandardRecord::default()
        };
        vec![
            record("ISO 12345:2013", "https://www.iso.org/standard/51371.html"),
            record("ISO 12345:2021", ""),
            record("ГОСТ 31610.18-2016", ""),
            record("ITU-R BT.500-14 (10/2019)", ""),
        ]
    }

    fn found(reference: &Reference, content: &Content) -> Option<Divergence> {
        found_in(records(), reference, content)
    }

    fn found_in(
        records: Vec<StandardRecord>,
        reference: &Reference,
        content: &Content,
    ) -> Option<Divergence> {
        let catalogue = Catalogue::from_records(records);
        let subject = subject(content, std::slice::from_ref(reference));
        text_not_available(&About::new(reference, &catalogue), &subject)
    }

    /// The catalogue in which the one address does not answer any more.
    fn with_dead_address() -> Vec<StandardRecord> {
        let mut records = records();
        records[0].url_dead_since = Some(date(2026, 3, 1));
        records
    }

    #[rstest]
    #[case::no_address_in_the_catalogue("ГОСТ 31610.18-2016", true)]
    #[case::not_in_the_catalogue("GB 6675.1-2014", true)]
    #[case::another_edition_has_one("ISO 12345:2021", false)]
    #[case("ISO 12345:2013", false)]
    #[case::public("ITU-R BT.500-14 (10/2019)", false)]
    #[case::international_and_unknown("ISO 99999:2020", false)]
    #[case::no_identifier("the ministry's own rules", false)]
    fn a_document_without_a_place_is_found(#[case] cited: &str, #[case] fires: bool) {
        let found = found(&declared(cited), &Content::default());
        assert_eq!(found.as_ref().is_some(), fires);
        assert!(found.is_none_or(|d| d.severity == Severity::Note));
    }

    #[test]
    fn a_place_named_is_enough() {
        let named = declared_as(DeclaredReference {
            cited: "GB 6675.1-2014".into(),
            available_from: "SAMR, Beijing".into(),
            ..DeclaredReference::default()
        });
        assert_eq!(found(&named, &Content::default()), None);
        let content = Content {
            relevant_documents: "GB 6675.1, https://openstd.samr.gov.cn".into(),
            ..Content::default()
        };
        assert_eq!(found(&declared("GB 6675.1-2014"), &content), None);
        assert_eq!(found(&recognised("GB 6675.1-2014"), &Content::default()), None);
    }

    #[test]
    fn a_dead_address_is_no_place() {
        let cited = declared("ISO 12345:2013");
        let found = found_in(with_dead_address(), &cited, &Content::default()).unwrap();
        assert!(found.explanation.contains("has not answered since 1 March 2026"), "{}", found.explanation);
        assert_eq!(found.evidence.standard, "ISO 12345:2013");
        let fact = "https://www.iso.org/standard/51371.html has not answered since 1 March 2026";
        assert_eq!(found.evidence.facts, [fact]);
    }

    #[test]
    fn a_dead_address_of_another_edition_is_no_place_either() {
        let cited = declared("ISO 12345:2021");
        let found = found_in(with_dead_address(), &cited, &Content::default()).unwrap();
        assert!(found.explanation.contains("has no address of it"), "{}", found.explanation);
    }

    #[test]
    fn a_dead_address_matters_little_where_a_place_is_named() {
        let named = declared_as(DeclaredReference {
            cited: "ISO 12345:2013".into(),
            available_from: "ISO, Geneva".into(),
            ..DeclaredReference::default()
        });
        assert_eq!(found_in(with_dead_address(), &named, &Content::default()), None);
    }
}
