//! `undeclared-deviation`: the requirement deviates from the international
//! standard, and the text does not say so (Rec. C.9).

use super::{
    Code, Divergence, Severity, Subject,
    about::{About, By},
};
use crate::standard::{Correspondence, Place, Technique};

/// `Serious` when the authority declares identity and the standard is known to
/// be modified; `Warning` when nothing is said of the degree, or when identity
/// is declared next to declared deviations; of a draft's text without a form
/// `Note`, because it may say so in a place that was not understood. Silent
/// for what is only mentioned in a box of the form.
pub(super) fn undeclared_deviation(about: &About<'_>, _: &Subject<'_>) -> Option<Divergence> {
    if about.reference.technique == Technique::General {
        return None;
    }
    let cited = &about.reference.cited;
    let declared = about.reference.declared.as_ref();
    let known = about.known_degree().filter(|(link, degree)| {
        *degree != Correspondence::Identical && link.by != By::Text && !about.is_international()
    });
    let (full, told, fact, instead) = match (declared, known) {
        (Some(d), Some((link, degree))) => {
            let said = match d.correspondence {
                Some(Correspondence::Identical) => "is declared identical (IDT)",
                Some(Correspondence::NoneExists) => "is declared to have no international counterpart",
                None if d.deviations.is_empty() => "is declared without its degree of correspondence",
                _ => return None,
            };
            let full = if d.correspondence.is_some() { Severity::Serious } else { Severity::Warning };
            let told = format!(
                "{cited} {said}, but by {} it deviates ({}) from {}.",
                link.source,
                degree.as_str(),
                link.international
            );
            let fact = format!("{cited} is {} to {}: {}", degree.as_str(), link.international, link.source);
            (full, told, fact, link.international.to_string())
        }
        (Some(d), None)
            if d.correspondence == Some(Correspondence::Identical) && !d.deviations.is_empty() =>
        {
            let clauses = d.deviations.len();
            let told = format!(
                "{cited} is declared identical (IDT), and yet {clauses} of its clauses are declared to differ: readers of the text are told that nothing does."
            );
            (Severity::Warning, told, "declared identical, with deviations".to_owned(), String::new())
        }
        (None, Some((link, degree))) if matches!(about.reference.place, Place::Document { .. }) => {
            let told = format!(
                "The text refers to {cited}, which by {} deviates ({}) from {}, and does not say so beside the reference.",
                link.source,
                degree.as_str(),
                link.international
            );
            let stated = about.reference.stated.as_ref().and_then(|s| s.degree);
            if stated.is_some() {
                return None;
            }
            let fact = format!("{cited} is {} to {}: {}", degree.as_str(), link.international, link.source);
            (Severity::Note, told, fact, link.international.to_string())
        }
        _ => return None,
    };
    let mut evidence = about.evidence();
    evidence.standard = about.cited.map(|c| c.entry.id.clone()).unwrap_or_default();
    evidence.instead = instead;
    evidence.facts.push(fact);
    let told = format!(
        "{told} Trading partners who trust in the international standard would miss the difference. State the degree of correspondence, and each deviation with its clause, reason and justification."
    );
    Some(about.divergence(Code::UndeclaredDeviation, full, evidence, told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared_as, in_text, subject, table};
    use crate::notification::Content;
    use crate::standard::{DeclaredReference, Deviation, Reference, catalogue_fixture};
    use rstest::rstest;

    fn found(reference: &Reference) -> Option<Divergence> {
        let (content, catalogue) = (Content::default(), catalogue_fixture().with_correspondences(table()));
        undeclared_deviation(
            &About::new(reference, &catalogue),
            &subject(&content, std::slice::from_ref(reference)),
        )
    }

    fn declare(cited: &str, correspondence: Option<Correspondence>, deviations: usize) -> Reference {
        let deviation =
            Deviation { clause: "5.2".into(), differs: "lower limit".into(), ..Deviation::default() };
        declared_as(DeclaredReference {
            cited: cited.into(),
            correspondence,
            deviations: vec![deviation; deviations],
            ..DeclaredReference::default()
        })
    }

    use Correspondence::{Identical, Modified, NoneExists};

    #[rstest]
    #[case::nothing_said("GB 4706.1-2005", None, 0, Some(Severity::Warning))]
    #[case::identity_claimed("GB 4706.1-2005", Some(Identical), 0, Some(Severity::Serious))]
    #[case::none_claimed("GB 4706.1-2005", Some(NoneExists), 0, Some(Severity::Serious))]
    #[case::declared("GB 4706.1-2005", Some(Modified), 0, None)]
    #[case::deviations_named("GB 4706.1-2005", None, 1, None)]
    #[case::identical_indeed("GB/T 19001-2016", Some(Identical), 0, None)]
    #[case::identical_with_deviations("ISO 12345:2021", Some(Identical), 1, Some(Severity::Warning))]
    #[case::unknown("EN 71-1:2014", None, 0, None)]
    #[case::another_edition("GB 4706.1-2024", None, 0, None)]
    fn what_is_declared_is_held_against_what_is_known(
        #[case] cited: &str,
        #[case] correspondence: Option<Correspondence>,
        #[case] deviations: usize,
        #[case] severity: Option<Severity>,
    ) {
        // A table is no statement of the publisher: a step less than the rule's own weight.
        let found = found(&declare(cited, correspondence, deviations));
        assert_eq!(found.is_some(), severity.is_some());
        assert!(found.map(|d| d.severity) <= severity);
    }

    #[rstest]
    #[case("GB 4706.1-2005 applies.", true)]
    #[case::said_beside("GB 4706.1-2005 (IEC 60335-1:2004, MOD) applies.", false)]
    #[case("GB/T 19001-2016 applies.", false)]
    fn a_text_is_read(#[case] text: &str, #[case] fires: bool) {
        assert_eq!(found(&in_text(text)).is_some(), fires, "{text}");
    }
}
