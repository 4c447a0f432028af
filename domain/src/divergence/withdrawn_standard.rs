//! `withdrawn-standard`: a reference to a standard withdrawn without successor (Rec. D.3.4).

use super::{
    Code, Divergence, Evidence, Severity, Subject,
    about::{About, Cited, parse, successors, weigh},
    words,
};
use crate::standard::{Catalogue, Entry, StandardStatus};

/// Weighs `Serious`: there is nothing in force to comply with. A `Warning` when
/// an undated reference is to a number that went on under another number: the
/// successor exists, but the reference does not lead there. Silent where an
/// undated number stands for its parts.
pub(super) fn withdrawn_standard(about: &About<'_>, _: &Subject<'_>) -> Option<Divergence> {
    let cited = about.cited?;
    let entry = cited.entry;
    let ends = successors(entry, about.catalogue);
    let (full, told) = match entry.status {
        StandardStatus::Withdrawn => (Severity::Serious, alone(entry)),
        StandardStatus::Superseded if ends.is_empty() => {
            if entry.replaced_by.iter().any(|id| about.catalogue.get(id).is_none()) {
                return None;
            }
            (Severity::Serious, followed_by_none(entry))
        }
        StandardStatus::Superseded if !cited.dated => (Severity::Warning, renumbered(&ends)),
        _ => return None,
    };
    if !cited.dated && is_series(entry, about.catalogue) {
        return None;
    }
    Some(Divergence {
        code: Code::WithdrawnStandard,
        severity: weigh(full, about.reference, cited.way),
        explanation: format!("{} {told}", introduce(&cited, &about.reference.cited)),
        evidence: Evidence {
            cited: about.reference.cited.clone(),
            place: Some(about.reference.place.clone()),
            standard: entry.id.clone(),
            instead: ends.first().map(|e| e.id.clone()).unwrap_or_default(),
            facts: facts(entry),
        },
        basis: Code::WithdrawnStandard.basis().to_owned(),
    })
}

/// Whether the number, once a standard by itself, is that of a series of parts
/// now: `IEC 60086` of 1957.
fn is_series(entry: &Entry, catalogue: &Catalogue) -> bool {
    parse(&entry.id).is_some_and(|id| id.part().is_empty() && catalogue.parts_of(&id).any(Entry::is_in_force))
}

fn introduce(cited: &Cited<'_>, text: &str) -> String {
    let introduction = cited.introduction(text);
    if cited.dated {
        introduction
    } else {
        format!("{introduction} Its last edition was {}.", cited.entry.id)
    }
}

fn when(entry: &Entry) -> String {
    if entry.withdrawn.is_empty() { String::new() } else { format!(" {}", words::at(&entry.withdrawn)) }
}

fn alone(entry: &Entry) -> String {
    let successor = if matches!(&*entry.stage, "REPLACED" | "REVISED") {
        "the publisher marks it as replaced, but the catalogue does not say by what"
    } else {
        "the catalogue names no successor"
    };
    format!(
        "By the catalogue, it was withdrawn{}; {successor}. A withdrawn standard may be hard to obtain and is no longer maintained. Refer to a standard in force on the subject, or put the requirements that are needed into the text itself.",
        when(entry)
    )
}

fn followed_by_none(entry: &Entry) -> String {
    format!(
        "By the catalogue, it was replaced{}, and what replaced it ({}) is not in force any more either. Refer to a standard in force on the subject, or put the requirements that are needed into the text itself.",
        when(entry),
        words::list(&entry.replaced_by)
    )
}

fn renumbered(ends: &[&Entry]) -> String {
    let ends: Vec<&str> = ends.iter().map(|e| e.id.as_str()).collect();
    let ends = words::list(&ends);
    format!(
        "By the catalogue, no edition under this number is in force; its content went on under another number, {ends}. A reference without a year means the latest edition of the number it names, and does not lead there. Refer to {ends}."
    )
}

fn facts(entry: &Entry) -> Vec<String> {
    let mut facts = Vec::new();
    if !entry.withdrawn.is_empty() {
        facts.push(format!("{} was withdrawn {}", entry.id, words::at(&entry.withdrawn)));
    }
    if !entry.stage.is_empty() {
        facts.push(format!("stage {}", entry.stage));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, recognised, subject};
    use crate::notification::Content;
    use crate::standard::{Reference, StandardRecord, catalogue_fixture};
    use rstest::rstest;

    fn found(reference: &Reference) -> Option<Divergence> {
        let content = Content::default();
        withdrawn_standard(
            &About::new(reference, &catalogue_fixture()),
            &subject(&content, std::slice::from_ref(reference)),
        )
    }

    #[rstest]
    #[case("IEC 60118-2:1983", Severity::Serious, "marks it as replaced")]
    #[case("IEC 60118-2", Severity::Serious, "Its last edition was IEC 60118-2:1983")]
    #[case(
        "ISO 90005:2004",
        Severity::Serious,
        "withdrawn on 14 July 2016; the catalogue names no successor"
    )]
    #[case("ISO 90005:1998", Severity::Serious, "ISO 90005:2004")]
    #[case::cycle("ISO 90001:1999", Severity::Serious, "not in force any more either")]
    #[case::renumbered("ISO 14121-1", Severity::Warning, "another number, ISO 12100:2010")]
    fn a_withdrawal_is_found(#[case] cited: &str, #[case] severity: Severity, #[case] says: &str) {
        let found = found(&declared(cited)).unwrap();
        assert_eq!(found.severity, severity);
        assert!(found.explanation.contains(says), "{}", found.explanation);
    }

    #[rstest]
    #[case::replaced("ISO 12345:2013")]
    #[case::in_force("ISO 12345:2021")]
    #[case::undated("IEC 60335-2-9")]
    #[case::not_covered("EN 71-1")]
    #[case::draft("ISO/DIS 12100")]
    #[case::renumbered_but_dated("ISO 14121-1:2007")]
    fn anything_else_is_silent(#[case] cited: &str) {
        assert_eq!(found(&declared(cited)), None);
    }

    #[rstest]
    #[case::series("IEC 60086", false)]
    #[case::adopted_series("EN 60086", false)]
    #[case::the_old_edition("IEC 60086:1957", true)]
    #[case::a_part_of_it("IEC 60086-9", true)]
    fn a_series_is_in_force_with_any_part(#[case] cited: &str, #[case] fires: bool) {
        let record = |id: &str, year, status| StandardRecord {
            id: id.into(),
            year: Some(year),
            status,
            ..StandardRecord::default()
        };
        let catalogue = Catalogue::from_records([
            record("IEC 60086:1957", 1957, StandardStatus::Withdrawn),
            record("IEC 60086-2:2021", 2021, StandardStatus::Published),
            record("IEC 60086-9:1980", 1980, StandardStatus::Withdrawn),
        ]);
        let (content, reference) = (Content::default(), declared(cited));
        let found = withdrawn_standard(
            &About::new(&reference, &catalogue),
            &subject(&content, std::slice::from_ref(&reference)),
        );
        assert_eq!(found.is_some(), fires, "{found:?}");
    }

    #[test]
    fn a_mere_mention_weighs_less() {
        assert_eq!(found(&recognised("IEC 60118-2:1983")).unwrap().severity, Severity::Warning);
    }
}
