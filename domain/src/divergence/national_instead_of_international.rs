//! `national-instead-of-international`: an exclusive reference to a national,
//! regional or private standard where an international one exists (Rec. C.5, D.1).

use super::{
    Code, Divergence, Severity, Subject,
    about::{About, By, Link, parse},
};
use crate::standard::{Correspondence, Place, Technique};

/// `Warning` when the two differ or nobody says that they do not; `Note` for an
/// identical adoption, whose requirements are the same, and for references that
/// were only recognised, because their force is not known. Those count only in
/// a draft's own text: a title or description may name the measure itself.
/// Silent where one way among others is cited, where the text names the
/// international standard beside it as identical, where it cites the
/// international standard as well, and where no edition of that is in force.
pub(super) fn national_instead_of_international(
    about: &About<'_>,
    subject: &Subject<'_>,
) -> Option<Divergence> {
    let recognised_in_text =
        about.reference.declared.is_none() && matches!(about.reference.place, Place::Document { .. });
    let considered = about.is_exclusive() || recognised_in_text;
    if !considered || about.is_international() || about.reference.technique == Technique::General {
        return None;
    }
    let link = exists(about)?;
    let number = link.international.undated();
    let cites_it = |id: &str| parse(id).is_some_and(|id| id.undated() == number);
    if subject.references.iter().any(|r| cites_it(&r.id)) && !beside_only(about) {
        return None;
    }
    if about.reference.declared.is_none()
        && link.by == By::Text
        && link.degree == Some(Correspondence::Identical)
    {
        return None;
    }
    // Another edition may correspond otherwise, and to another edition.
    let degree = about.links.iter().filter(|l| l.same_edition).find_map(|l| l.degree);
    let (international, source) = if link.same_edition {
        (&link.international, link.source.clone())
    } else {
        (&number, format!("{}, about another edition", link.source))
    };
    let instead = in_force(about, link)?;
    let (full, how) = match degree {
        Some(Correspondence::Identical) => (
            Severity::Note,
            "An identical adoption asks for the same, but producers elsewhere know and hold the international one.",
        ),
        Some(_) => (
            Severity::Warning,
            "The two differ, so that products and test reports to the international standard are not enough.",
        ),
        None => (
            Severity::Warning,
            "Whether the two agree is not known here; where they differ, products and test reports to the international standard are not enough.",
        ),
    };
    let cited = &about.reference.cited;
    let opening = if about.is_exclusive() {
        format!(
            "The text refers to {cited} as the only way to comply, though an international standard on the same subject exists"
        )
    } else {
        format!(
            "The text refers to {cited}; if that is the only way to comply, note that an international standard on the same subject exists"
        )
    };
    let told = format!(
        "{opening}: {instead} (known from {source}). {how} Refer to {instead}, or accept it as another way to comply, or explain why it would be ineffective or inappropriate here."
    );
    let mut evidence = about.evidence();
    evidence.standard = about.cited.map(|c| c.entry.id.clone()).unwrap_or_default();
    evidence.facts.push(format!("{cited} corresponds to {international}: {source}"));
    evidence.facts.extend(degree.map(|d| format!("degree of correspondence: {}", d.as_str())));
    evidence.instead = instead;
    Some(about.divergence(Code::NationalInsteadOfInternational, full, evidence, told))
}

/// The surest knowledge that an international standard exists, of the edition
/// cited before that of another. What the number alone carries counts only where
/// the catalogue has the international one.
fn exists<'l>(about: &'l About<'_>) -> Option<&'l Link> {
    let same_subject = |l: &&Link| l.degree != Some(Correspondence::NotEquivalent);
    let known =
        |l: &&Link| l.by != By::Number || !about.catalogue.editions(&l.international.undated()).is_empty();
    let mut all = about.links.iter().filter(same_subject).filter(known);
    let first = all.next()?;
    if first.same_edition { Some(first) } else { all.find(|l| l.same_edition).or(Some(first)) }
}

/// Whether the international standard is named only in the note beside the
/// reference: that is no reference to it of its own.
fn beside_only(about: &About<'_>) -> bool {
    about.reference.stated.as_ref().is_some_and(|s| s.degree.is_some_and(|d| d != Correspondence::Identical))
}

/// What to refer to: the edition in force, or the number where the catalogue knows
/// no edition; none where all that it knows are withdrawn.
fn in_force(about: &About<'_>, link: &Link) -> Option<String> {
    let number = link.international.undated();
    match about.catalogue.in_force(&number) {
        Some(edition) => Some(edition.id.clone()),
        None => about.catalogue.editions(&number).is_empty().then(|| number.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, declared_as, in_text, subject, table};
    use crate::notification::Content;
    use crate::standard::{
        CorrespondenceRow, Correspondences, DeclaredReference, Force, Reference, catalogue_fixture,
    };
    use rstest::rstest;

    fn found_among(references: &[Reference]) -> Option<Divergence> {
        let (content, catalogue) = (Content::default(), catalogue_fixture().with_correspondences(table()));
        national_instead_of_international(
            &About::new(&references[0], &catalogue),
            &subject(&content, references),
        )
    }

    fn found(reference: &Reference) -> Option<Divergence> {
        found_among(std::slice::from_ref(reference))
    }

    #[rstest]
    #[case::identical_by_number("DIN EN ISO 12100:2010", "ISO 12100:2010", Severity::Note)]
    #[case::identical_by_number_later("IS/ISO 9001:2015", "ISO 9001:2015", Severity::Note)]
    #[case::identical_by_table("GB/T 19001-2016", "ISO 9001:2015", Severity::Note)]
    #[case::modified_by_table("GB 4706.1-2005", "IEC 60335-1:2020", Severity::Warning)]
    #[case::european_number_of_iec("EN 60335-2-9:2003", "IEC 60335-2-9:2019", Severity::Warning)]
    fn a_national_standard_alone_is_found(
        #[case] cited: &str,
        #[case] instead: &str,
        #[case] severity: Severity,
    ) {
        let found = found(&declared(cited)).unwrap();
        assert_eq!(found.evidence.instead, instead);
        // An adoption by its number is a step less sure.
        assert!(found.severity <= severity, "{:?}", found.severity);
        assert!(found.explanation.contains(cited) && found.explanation.contains(instead));
    }

    #[rstest]
    #[case::international("ISO 12100:2010")]
    #[case::nothing_known("GB 6675.1-2014")]
    #[case::no_international_one_known("EN 71-1:2014")]
    #[case::international_one_not_in_the_catalogue("DIN EN ISO 99999:2015")]
    #[case::not_equivalent("GB 9706-1988")]
    #[case::international_one_withdrawn("EN 60118-2:1995")]
    fn anything_else_is_silent(#[case] cited: &str) {
        assert_eq!(found(&declared(cited)), None);
    }

    #[rstest]
    #[case::another_edition(
        "GB 4706.1-2024",
        "GB 4706.1-2024 corresponds to IEC 60335-1: the reference list of a table, about another edition"
    )]
    #[case::european_number_of_iec(
        "EN 60335-2-9:2003",
        "EN 60335-2-9:2003 corresponds to IEC 60335-2-9: its number, which carries the international one"
    )]
    fn no_degree_is_claimed_that_is_not_known_of_this_edition(#[case] cited: &str, #[case] fact: &str) {
        let found = found(&declared(cited)).unwrap();
        assert_eq!(found.evidence.facts, [fact]);
        assert!(found.explanation.contains("Whether the two agree is not known"), "{}", found.explanation);
    }

    #[test]
    fn what_the_number_carries_is_surer_than_the_table_of_another_edition() {
        let other = CorrespondenceRow {
            national_id: "EN ISO 13849-1:2023".into(),
            degree: "MOD".into(),
            international_id: "ISO 13849-1:2023".into(),
            ..CorrespondenceRow::default()
        };
        let catalogue = catalogue_fixture().with_correspondences(Correspondences::from_rows([other]));
        let (content, reference) = (Content::default(), declared("EN ISO 13849-1:2008"));
        let found = national_instead_of_international(
            &About::new(&reference, &catalogue),
            &subject(&content, std::slice::from_ref(&reference)),
        );
        let facts = found.unwrap().evidence.facts;
        assert_eq!(
            facts,
            [
                "EN ISO 13849-1:2008 corresponds to ISO 13849-1: its number, which carries the international one",
                "degree of correspondence: IDT"
            ]
        );
    }

    #[test]
    fn one_way_among_others_is_silent() {
        let reference = DeclaredReference {
            cited: "GB 4706.1-2005".into(),
            force: Force::Indicative,
            ..DeclaredReference::default()
        };
        assert_eq!(found(&declared_as(reference)), None);
    }

    #[test]
    fn the_international_standard_cited_too_is_silent() {
        assert_eq!(found_among(&[declared("GB/T 19001-2016"), declared("ISO 9001")]), None);
    }

    #[test]
    fn the_declared_international_standard_counts() {
        let reference = DeclaredReference {
            cited: "TCVN 9999:2019".into(),
            international: "IEC 60335-2-9:2019".into(),
            correspondence: Some(Correspondence::Modified),
            ..DeclaredReference::default()
        };
        let found = found(&declared_as(reference)).unwrap();
        assert_eq!(
            (found.severity, found.evidence.instead.as_str()),
            (Severity::Warning, "IEC 60335-2-9:2019")
        );
    }

    #[test]
    fn recognised_in_a_draft_it_is_a_conditional_note_and_elsewhere_silent() {
        let found_in_text = found(&in_text("GB 4706.1-2005 applies.")).unwrap();
        assert!(found_in_text.severity <= Severity::Warning);
        assert!(found_in_text.explanation.contains("if that is the only way to comply"));
        assert_eq!(found(&crate::divergence::testing::recognised("GB 4706.1-2005")), None);
        assert_eq!(found(&in_text("GB/T 19001-2016 (ISO 9001:2015, IDT)")), None);
    }
}
