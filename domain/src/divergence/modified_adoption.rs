//! `modified-adoption`: the national standard is modified (MOD) or not
//! equivalent (NEQ) to the international one (ISO/IEC Guide 21-1).

use super::{
    Code, Divergence, Severity, Subject,
    about::{About, By, Link},
    are_reasoned,
};
use crate::standard::{Correspondence, Technique};

/// `Warning` when modified, because whoever complies with the one does not
/// comply with the other; `Note` when the authority itself declares deviations,
/// each with its reason, and when the degree is known of another edition only
/// through an undated reference. An edition of which nothing is known is silent.
pub(super) fn modified_adoption(about: &About<'_>, _: &Subject<'_>) -> Option<Divergence> {
    if about.is_international() || about.reference.technique == Technique::General {
        return None;
    }
    let deviates = |l: &&Link| {
        l.same_edition && matches!(l.degree, Some(Correspondence::Modified | Correspondence::NotEquivalent))
    };
    let link = about.links.iter().find(deviates)?;
    // A record of another edition never contradicts what the text says of this one.
    if about.links.iter().any(|l| l.by == By::Text && l.degree == Some(Correspondence::Identical)) {
        return None;
    }
    let (degree, name, sense) = match link.degree {
        Some(Correspondence::NotEquivalent) => (
            "NEQ",
            "not equivalent (NEQ) to",
            "Such a standard is no adoption: what the international one asks for need not be enough, and need not be allowed.",
        ),
        _ => (
            "MOD",
            "a modified adoption (MOD) of",
            "There are technical deviations: what complies with the international standard need not comply here, and the other way round.",
        ),
    };
    let (cited, international) = (&about.reference.cited, &link.international);
    let told = format!(
        "{cited} is {name} {international}, by {}. {sense} Name each deviation with its clause and reason, or refer to {international} itself.",
        link.source
    );
    let described = about.reference.declared.as_ref().is_some_and(|d| are_reasoned(&d.deviations));
    let full = if described { Severity::Warning.lowered() } else { Severity::Warning };
    let mut evidence = about.evidence();
    evidence.standard = about.cited.map(|c| c.entry.id.clone()).unwrap_or_default();
    evidence.instead = international.to_string();
    evidence.facts.push(format!("{cited} is {degree} to {international}: {}", link.source));
    Some(about.divergence(Code::ModifiedAdoption, full, evidence, told))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, declared_as, in_text, subject, table};
    use crate::notification::Content;
    use crate::standard::{DeclaredReference, Deviation, DeviationReason, Reference, catalogue_fixture};
    use rstest::rstest;

    fn found(reference: &Reference) -> Option<Divergence> {
        let (content, catalogue) = (Content::default(), catalogue_fixture().with_correspondences(table()));
        modified_adoption(
            &About::new(reference, &catalogue),
            &subject(&content, std::slice::from_ref(reference)),
        )
    }

    #[rstest]
    #[case::table("GB 4706.1-2005", "is a modified adoption (MOD) of IEC 60335-1:2004")]
    #[case::not_equivalent("GB 9706-1988", "is not equivalent (NEQ) to IEC 60601-1:1988")]
    #[case::undated("GB 4706.1", "is a modified adoption (MOD) of IEC 60335-1:2004")]
    fn a_known_modification_is_found(#[case] cited: &str, #[case] says: &str) {
        let found = found(&declared(cited)).unwrap();
        assert!(found.explanation.contains(says), "{}", found.explanation);
    }

    #[rstest]
    #[case::beside("GB 2099.1-2008 （IEC 60884-1:2006，MOD）", true)]
    #[case::in_words("DIN EN 60335-1:2012 (IEC 60335-1:2010, modified)", true)]
    #[case::russian_brackets("ГОСТ 5432-2007 (ISO 1701-1:2004)", true)]
    #[case::identical("GB/T 19001-2016 (ISO 9001:2015, IDT)", false)]
    #[case::the_text_knows_better("GB 4706.1-2005 (IEC 60335-1:2004, IDT)", false)]
    #[case::no_note("GB 2099.1-2008 applies", false)]
    fn a_note_in_the_text_counts(#[case] text: &str, #[case] fires: bool) {
        assert_eq!(found(&in_text(text)).is_some(), fires, "{text}");
    }

    #[rstest]
    #[case::identical("GB/T 19001-2016")]
    #[case::another_edition("GB 4706.1-2024")]
    #[case::identical_by_number("DIN EN ISO 12100:2010")]
    #[case::unknown("EN 71-1:2014")]
    #[case::international("IEC 60335-1:2020")]
    fn anything_else_is_silent(#[case] cited: &str) {
        assert_eq!(found(&declared(cited)), None);
    }

    #[test]
    fn a_declaration_counts_and_weighs_less_when_it_is_complete() {
        let mut reference = DeclaredReference {
            cited: "TCVN 9999:2019".into(),
            international: "IEC 60335-2-9:2019".into(),
            correspondence: Some(Correspondence::Modified),
            ..DeclaredReference::default()
        };
        assert_eq!(found(&declared_as(reference.clone())).unwrap().severity, Severity::Warning);
        let reasoned = Deviation {
            clause: "7.12".into(),
            reason: Some(DeviationReason::Climatic),
            justification: "hot summers".into(),
            ..Deviation::default()
        };
        reference.deviations = vec![reasoned.clone()];
        assert_eq!(found(&declared_as(reference.clone())).unwrap().severity, Severity::Note);
        // One without its reason is enough to leave readers with an open question.
        reference.deviations = vec![reasoned, Deviation { clause: "8.1".into(), ..Deviation::default() }];
        assert_eq!(found(&declared_as(reference)).unwrap().severity, Severity::Warning);
    }
}
