//! `revision-imminent`: a newer edition is at enquiry or approval stage (Rec. C.7).

use super::{
    Code, Divergence, Evidence, Severity, Subject,
    about::{About, weigh},
};
use crate::standard::{Catalogue, StandardStatus};

/// About a dated reference to an edition in force whose revision is at ISO
/// stage 40 (enquiry), 50 (approval) or 60 (publication). An undated reference
/// follows the revision by itself. Weighs `Note` at enquiry, where the text can
/// still change, and `Warning` from the approval stage on: the new edition may
/// well be there before the measure is adopted.
pub(super) fn revision_imminent(about: &About<'_>, _: &Subject<'_>) -> Option<Divergence> {
    let cited = about.cited.filter(|c| c.dated)?;
    let entry = cited.entry;
    if !entry.is_in_force() || !entry.is_edition() {
        return None;
    }
    let revisions = entry.under_revision_by.iter();
    let (stage, revision) = revisions
        .filter_map(|id| Some((stage_of(id, about.catalogue)?, id)))
        .max_by_key(|(stage, _)| stage.code)?;
    let (name, full) = match stage.code.0 {
        40 => ("at the enquiry stage: its text is out for comment and can still change", Severity::Note),
        50 => ("at the approval stage: its text is final but for the vote", Severity::Warning),
        _ => ("approved and about to be published", Severity::Warning),
    };
    Some(Divergence {
        code: Code::RevisionImminent,
        severity: weigh(full, about.reference, cited.way),
        explanation: format!(
            "{} {} is in force, but by the catalogue its revision, {revision}, is {name}. A dated reference will then name a replaced edition. Take the revision into account now, or cite the standard without a year so that the latest edition applies.",
            cited.introduction(&about.reference.cited),
            entry.id,
        ),
        evidence: Evidence {
            cited: about.reference.cited.clone(),
            place: Some(about.reference.place.clone()),
            standard: entry.id.clone(),
            instead: revision.clone(),
            facts: vec![stage.fact],
        },
        basis: Code::RevisionImminent.basis().to_owned(),
    })
}

struct Stage {
    /// ISO harmonized stage code: stage, sub-stage.
    code: (u8, u8),
    fact: String,
}

/// The stage of a project between enquiry and publication, by its record, or by
/// its designation when the catalogue has no record of it. None for a project
/// that was given up (.98) or sent back to an earlier stage (.92), and where the
/// source does not use ISO's stage codes.
fn stage_of(id: &str, catalogue: &Catalogue) -> Option<Stage> {
    if let Some(record) = catalogue.get(id) {
        let code = code_of(&record.stage)?;
        let alive = record.status != StandardStatus::Deleted && !matches!(code.1, 92 | 98);
        let near = (40..60).contains(&code.0) || code == (60, 0);
        return (alive && near).then(|| Stage { code, fact: format!("{id} is at stage {}", record.stage) });
    }
    let (name, stage) = designation(id)?;
    Some(Stage { code: (stage, 0), fact: format!("the designation {name} of {id} stands for stage {stage}") })
}

/// A stage as a code: `40.60`, or by the name that IEC gives it.
fn code_of(stage: &str) -> Option<(u8, u8)> {
    match stage.split_once('.') {
        Some((stage, sub)) => Some((stage.parse().ok()?, sub.parse().ok()?)),
        None => designation(stage).map(|(_, stage)| (stage, 0)),
    }
}

/// What a document's designation says of its stage.
fn designation(words: &str) -> Option<(&'static str, u8)> {
    const NAMES: [(&str, u8); 11] = [
        ("PRF", 60),
        ("BPUB", 60),
        ("APUB", 60),
        ("FDIS", 50),
        ("RFDIS", 50),
        ("PRVC", 40),
        ("CCDV", 40),
        ("DIS", 40),
        ("CDV", 40),
        ("DTS", 50),
        ("DTR", 50),
    ];
    NAMES.into_iter().find(|(name, _)| words.split([' ', '/']).any(|word| word == *name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, subject};
    use crate::notification::Content;
    use crate::standard::{StandardRecord, catalogue_fixture};
    use rstest::rstest;

    fn found(cited: &str, catalogue: &Catalogue) -> Option<Divergence> {
        let (content, reference) = (Content::default(), declared(cited));
        revision_imminent(
            &About::new(&reference, catalogue),
            &subject(&content, std::slice::from_ref(&reference)),
        )
    }

    #[rstest]
    #[case("ISO 12100:2010", "ISO/DIS 12100", Severity::Note, "ISO/DIS 12100 is at stage 40.60")]
    #[case("ISO 10110-6:2015", "ISO 10110-6", Severity::Warning, "ISO 10110-6 is at stage 60.00")]
    #[case::adoption("EN ISO 12100:2010", "ISO/DIS 12100", Severity::Note, "ISO/DIS 12100 is at stage 40.60")]
    fn a_near_revision_is_found(
        #[case] cited: &str,
        #[case] instead: &str,
        #[case] severity: Severity,
        #[case] fact: &str,
    ) {
        let found = found(cited, &catalogue_fixture()).unwrap();
        assert_eq!((found.evidence.instead.as_str(), found.severity), (instead, severity));
        assert_eq!(found.evidence.facts, [fact]);
    }

    #[rstest]
    #[case::sent_back_to_committee("ISO 9001:2015")]
    #[case::follows_by_itself("ISO 12100")]
    #[case::no_revision("ISO 12345:2021")]
    #[case::replaced_already("ISO 12345:2013")]
    #[case::the_draft_itself("ISO/DIS 12100")]
    fn anything_else_is_silent(#[case] cited: &str) {
        assert_eq!(found(cited, &catalogue_fixture()), None);
    }

    #[rstest]
    #[case("ISO/PRF 11111", Some(Severity::Warning))]
    #[case("ISO/FDIS 11111", Some(Severity::Warning))]
    #[case("ISO/DIS 11111", Some(Severity::Note))]
    #[case("ISO/CD 11111", None)]
    #[case("ISO/AWI 11111", None)]
    fn a_revision_without_a_record_is_told_by_its_designation(
        #[case] revision: &str,
        #[case] severity: Option<Severity>,
    ) {
        let catalogue = Catalogue::from_records([StandardRecord {
            id: "ISO 11111:2009".into(),
            year: Some(2009),
            status: StandardStatus::Published,
            under_revision_by: vec![revision.into()],
            ..StandardRecord::default()
        }]);
        assert_eq!(found("ISO 11111:2009", &catalogue).map(|d| d.severity), severity);
    }

    #[rstest]
    #[case("40.98", StandardStatus::Deleted, false)]
    #[case("50.92", StandardStatus::Draft, false)]
    #[case("30.99", StandardStatus::Draft, false)]
    #[case("Inactive/Active", StandardStatus::Draft, false)]
    #[case("50.20", StandardStatus::Draft, true)]
    #[case("CDV", StandardStatus::Draft, true)]
    fn only_living_projects_count(#[case] stage: &str, #[case] status: StandardStatus, #[case] fires: bool) {
        let record = |id: &str| StandardRecord { id: id.into(), ..StandardRecord::default() };
        let catalogue = Catalogue::from_records([
            StandardRecord {
                year: Some(2009),
                status: StandardStatus::Published,
                under_revision_by: vec!["ISO/DIS 11111".into()],
                ..record("ISO 11111:2009")
            },
            StandardRecord { stage: stage.into(), status, ..record("ISO/DIS 11111") },
        ]);
        assert_eq!(found("ISO 11111:2009", &catalogue).is_some(), fires);
    }
}
