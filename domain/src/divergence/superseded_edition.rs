//! `superseded-edition`: a dated reference to an edition that has been replaced (Rec. C.6).

use super::{
    Code, Divergence, Evidence, Severity, Subject,
    about::{About, successors, weigh},
    words,
};
use crate::{
    clock,
    standard::{Catalogue, Entry, StandardStatus},
};

/// Years after which a replaced edition is no longer a matter of transition.
const LONG_AGO_YEARS: i32 = 10;

/// Weighs `Warning`: the draft still can move to the edition in force.
/// `Serious` when the edition was replaced ten years ago or more, or more than
/// one edition ago. `Note` when it was replaced only after publication, or when
/// the text cites its successor too (a transition from one to the other).
pub(super) fn superseded_edition(about: &About<'_>, subject: &Subject<'_>) -> Option<Divergence> {
    let cited = about.cited.filter(|c| c.dated)?;
    let entry = cited.entry;
    if entry.status != StandardStatus::Superseded {
        return None;
    }
    let ends = successors(entry, about.catalogue);
    let instead = match ends.first() {
        Some(end) => end.id.clone(),
        // Its successor is named, and not in the catalogue.
        None => entry.replaced_by.iter().find(|id| about.catalogue.get(id).is_none())?.clone(),
    };
    let replaced = replaced_on(entry, about.catalogue);
    let both_cited = subject.references.iter().any(|r| r.id == instead);
    // The day of the cited edition itself: that the chain grew again later does
    // not put an edition into force that had been replaced before.
    let after_publication = words::first_day(&replaced).is_some_and(|d| d > subject.published);
    let full = if both_cited || after_publication {
        Severity::Note
    } else if is_long_gone(entry, &instead, &replaced, subject) {
        Severity::Serious
    } else {
        Severity::Warning
    };
    let others: Vec<&str> = ends.iter().skip(1).map(|e| e.id.as_str()).collect();
    Some(Divergence {
        code: Code::SupersededEdition,
        severity: weigh(full, about.reference, cited.way),
        explanation: explain(
            &cited.introduction(&about.reference.cited),
            &instead,
            &others,
            &replaced,
            both_cited,
            after_publication,
        ),
        evidence: Evidence {
            cited: about.reference.cited.clone(),
            place: Some(about.reference.place.clone()),
            standard: entry.id.clone(),
            facts: facts(entry, &ends, &replaced),
            instead,
        },
        basis: Code::SupersededEdition.basis().to_owned(),
    })
}

/// Day, month or year when it was replaced: when it was withdrawn, or when the
/// first of what directly replaced it was published if that was later; empty when
/// unknown. Before both, nothing newer could have been cited.
fn replaced_on(entry: &Entry, catalogue: &Catalogue) -> String {
    let direct = entry.replaced_by.iter().filter_map(|id| catalogue.get(id));
    let issued = direct.filter(|e| !e.is_draft());
    let dated = issued.filter_map(|e| Some((words::first_day(&e.published)?, e)));
    let first = dated.min_by_key(|(day, _)| *day);
    let withdrawn = words::first_day(&entry.withdrawn);
    match first {
        Some((day, successor)) if withdrawn.is_none_or(|w| w < day) => successor.published.to_string(),
        _ => entry.withdrawn.to_string(),
    }
}

fn is_long_gone(entry: &Entry, instead: &String, replaced: &str, subject: &Subject<'_>) -> bool {
    let years = words::first_day(replaced).map_or(0, |d| clock::days_between(d, subject.published) / 365);
    years >= LONG_AGO_YEARS || !entry.replaced_by.contains(instead)
}

fn facts(entry: &Entry, ends: &[&Entry], replaced: &str) -> Vec<String> {
    let mut facts = Vec::new();
    if !replaced.is_empty() {
        facts.push(format!("{} was replaced {}", entry.id, words::at(replaced)));
    }
    for end in ends.iter().filter(|e| !e.published.is_empty()) {
        facts.push(format!("{} was published {} and is in force", end.id, words::at(&end.published)));
    }
    if entry.derived {
        facts.push("the succession follows from the order of the editions in the catalogue".into());
    }
    facts
}

fn explain(
    introduction: &str,
    instead: &str,
    others: &[&str],
    replaced: &str,
    both_cited: bool,
    after_publication: bool,
) -> String {
    let when = if replaced.is_empty() { String::new() } else { format!(" {}", words::at(replaced)) };
    let split = if others.is_empty() {
        String::new()
    } else {
        format!(" Part of its content is now in {}.", words::list(others))
    };
    let sense = if both_cited {
        format!(
            "The text also cites {instead}, so both editions may be meant to apply for a time. If not, remove the older one."
        )
    } else if after_publication {
        format!(
            "It was in force when this was published. Consider moving to {instead} when the measure is next changed."
        )
    } else {
        format!(
            "A dated reference keeps the replaced text binding, even where the new edition corrected it, and products made to the new edition may not comply. Refer to {instead}, or cite the standard without a year so that the latest edition applies, or explain why the older edition is needed."
        )
    };
    format!(
        "{introduction} By the catalogue, that edition was replaced{when}; what is in force now is {instead}.{split} {sense}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{PUBLISHED, declared, declared_as, recognised, subject};
    use crate::notification::Content;
    use crate::standard::{DeclaredReference, Force, Reference, StandardRecord, catalogue_fixture};
    use jiff::civil::date;
    use rstest::rstest;

    fn found(reference: &Reference, catalogue: &Catalogue) -> Option<Divergence> {
        superseded_edition(
            &About::new(reference, catalogue),
            &subject(&Content::default(), std::slice::from_ref(reference)),
        )
    }

    #[rstest]
    #[case("ISO 12345:2013", "ISO 12345:2021", Severity::Warning)]
    #[case("IEC 60335-2-9:2008", "IEC 60335-2-9:2019", Severity::Warning)]
    // Two editions behind.
    #[case("ISO 12345:2002", "ISO 12345:2021", Severity::Serious)]
    // Replaced by a standard of another number, fifteen years ago.
    #[case("ISO 14121-1:2007", "ISO 12100:2010", Severity::Serious)]
    #[case("ISO 90003:2001", "ISO 90002:2012", Severity::Serious)]
    #[case("ISO 4997:2015", "ISO 4997:2025", Severity::Warning)]
    fn a_replaced_edition_is_found(#[case] cited: &str, #[case] instead: &str, #[case] severity: Severity) {
        let found = found(&declared(cited), &catalogue_fixture()).unwrap();
        assert_eq!((found.evidence.instead.as_str(), found.severity), (instead, severity));
        assert!(found.explanation.contains(cited) && found.explanation.contains(instead));
    }

    #[rstest]
    #[case::in_force("ISO 12345:2021")]
    #[case::undated("ISO 12345")]
    #[case::withdrawn_without_successor("IEC 60118-2:1983")]
    #[case::chain_ends_in_a_withdrawal("ISO 90005:1998")]
    #[case::cycle("ISO 90001:1999")]
    #[case::successor_not_out_yet("ISO 10110-6:2015")]
    #[case::unknown_edition("ISO 12345:2014")]
    #[case::not_covered("EN 71-1:2005")]
    #[case::draft("ISO/DIS 12100")]
    fn anything_else_is_silent(#[case] cited: &str) {
        assert_eq!(found(&declared(cited), &catalogue_fixture()), None);
    }

    #[test]
    fn one_way_among_others_and_mere_mentions_weigh_less() {
        let indicative = DeclaredReference {
            cited: "ISO 12345:2013".into(),
            force: Force::Indicative,
            ..DeclaredReference::default()
        };
        let catalogue = catalogue_fixture();
        assert_eq!(found(&declared_as(indicative), &catalogue).unwrap().severity, Severity::Note);
        assert_eq!(found(&recognised("ISO 12345:2002"), &catalogue).unwrap().severity, Severity::Warning);
    }

    #[test]
    fn an_adoption_is_told_as_one() {
        let found = found(&declared("EN ISO 13849-1:2008"), &catalogue_fixture()).unwrap();
        assert_eq!(found.evidence.standard, "ISO 13849-1:2006");
        assert_eq!(found.evidence.instead, "ISO 13849-1:2023");
        assert_eq!(found.severity, Severity::Warning);
        assert!(found.explanation.contains("the newest edition it can carry is ISO 13849-1:2006"));
    }

    #[test]
    fn the_declared_international_standard_counts() {
        let national = DeclaredReference {
            cited: "KS C 9999:2010".into(),
            international: "IEC 60335-2-9:2008".into(),
            ..DeclaredReference::default()
        };
        let found = found(&declared_as(national), &catalogue_fixture()).unwrap();
        assert_eq!(found.evidence.standard, "IEC 60335-2-9:2008");
        assert!(found.explanation.contains("declared to correspond to IEC 60335-2-9:2008"));
    }

    #[test]
    fn a_successor_cited_too_or_newer_than_the_notification_is_a_note() {
        let (catalogue, content) = (catalogue_fixture(), Content::default());
        let both = [declared("ISO 12345:2013"), recognised("ISO 12345:2021")];
        let both = superseded_edition(&About::new(&both[0], &catalogue), &subject(&content, &both)).unwrap();
        assert_eq!(both.severity, Severity::Note);
        let old = [declared("ISO 12345:2013")];
        let mut published_earlier = subject(&content, &old);
        published_earlier.published = date(2019, 5, 1);
        let earlier = superseded_edition(&About::new(&old[0], &catalogue), &published_earlier).unwrap();
        assert_eq!(earlier.severity, Severity::Note);
        assert!(earlier.explanation.contains("was in force when this was published"));
        assert!(PUBLISHED > published_earlier.published);
    }

    #[rstest]
    #[case::replaced_before("ISO 8124-1:2018", Severity::Serious, false)]
    #[case::replaced_after("ISO 8124-1:2022", Severity::Note, true)]
    fn an_edition_that_came_later_does_not_put_an_old_one_into_force(
        #[case] cited: &str,
        #[case] severity: Severity,
        #[case] was_in_force: bool,
        #[values(true, false)] withdrawal_known: bool,
    ) {
        let record = |year: i16, published: &str, withdrawn: &str, replaced_by: &[&str]| StandardRecord {
            id: format!("ISO 8124-1:{year}"),
            year: Some(year),
            status: if replaced_by.is_empty() {
                StandardStatus::Published
            } else {
                StandardStatus::Withdrawn
            },
            published: published.into(),
            withdrawn: if withdrawal_known { withdrawn.into() } else { String::new() },
            replaced_by: replaced_by.iter().map(ToString::to_string).collect(),
            ..StandardRecord::default()
        };
        let catalogue = Catalogue::from_records([
            record(2018, "2018-03", "2022-09-15", &["ISO 8124-1:2022"]),
            record(2022, "2022-09", "2026-11-01", &["ISO 8124-1:2026"]),
            record(2026, "2026-11-01", "", &[]),
        ]);
        let (content, references) = (Content::default(), [declared(cited)]);
        let mut published = subject(&content, &references);
        published.published = date(2026, 10, 30);
        let found = superseded_edition(&About::new(&references[0], &catalogue), &published).unwrap();
        assert_eq!((found.severity, found.evidence.instead.as_str()), (severity, "ISO 8124-1:2026"));
        let told = found.explanation.contains("It was in force when this was published");
        assert_eq!(told, was_in_force, "{}", found.explanation);
    }

    #[test]
    fn dates_are_written_out() {
        let found = found(&declared("ISO 12345:2013"), &catalogue_fixture()).unwrap();
        assert_eq!(
            found.evidence.facts,
            [
                "ISO 12345:2013 was replaced on 25 June 2021",
                "ISO 12345:2021 was published in June 2021 and is in force"
            ]
        );
    }
}
