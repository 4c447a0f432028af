//! `international-standard-not-used`: a relevant international standard exists
//! and is not cited (Rec. C.7; TBT 2.4).

use std::collections::HashSet;

use super::{Code, Divergence, Evidence, Severity, Subject, about::parse, words};
use crate::standard::{Catalogue, StandardId, is_international};

/// At most so many suggestions: a longer list is a search, not a finding.
const MOST: usize = 3;

/// `Note` for each of the best suggestions that is international, in force and
/// not cited in any edition or adoption, with the reasons of whoever found it.
/// Silent for suggestions without a reason.
pub(super) fn international_standard_not_used(
    subject: &Subject<'_>,
    catalogue: &Catalogue,
) -> Vec<Divergence> {
    if subject.around.suggestions.is_empty() {
        return Vec::new();
    }
    let mut cited: HashSet<StandardId> = HashSet::new();
    for reference in subject.references {
        let Some(id) = parse(&reference.id) else { continue };
        let known = catalogue.correspondences().of(&id).map(|k| k.fact.international.undated());
        let named = reference.declared.as_ref().and_then(|d| parse(&d.international)).map(|id| id.undated());
        cited.extend([catalogue.international(&id), known, named, Some(id.undated())].into_iter().flatten());
    }
    let mut said = HashSet::new();
    let suggestions = subject.around.suggestions.iter().filter_map(|suggestion| {
        let entry = catalogue.get(&suggestion.standard).filter(|e| e.is_in_force() && e.is_edition())?;
        let number = parse(&entry.id).filter(is_international)?.undated();
        let fresh = !suggestion.why.is_empty() && !cited.contains(&number) && said.insert(number);
        fresh.then(|| found(&entry.id, &entry.title, &suggestion.why))
    });
    suggestions.take(MOST).collect()
}

fn found(id: &str, title: &str, why: &[String]) -> Divergence {
    let title = if title.is_empty() { String::new() } else { format!(" (“{title}”)") };
    Divergence {
        code: Code::InternationalStandardNotUsed,
        severity: Severity::Note,
        explanation: format!(
            "{id}{title} may be relevant, and the text does not refer to it: {}. Where a relevant international standard exists, technical regulations are to be based on it unless it would be ineffective or inappropriate. Look at it; refer to it, or say in the box on relevant documents why it does not serve the objective.",
            words::list(why)
        ),
        evidence: Evidence { standard: id.to_owned(), ..Evidence::default() },
        basis: Code::InternationalStandardNotUsed.basis().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, subject};
    use crate::divergence::{Suggestion, Surroundings};
    use crate::notification::Content;
    use crate::standard::{Reference, catalogue_fixture};
    use rstest::rstest;

    fn suggested(standards: &[&str], references: &[Reference]) -> Vec<String> {
        let suggestions: Vec<Suggestion> = standards
            .iter()
            .map(|s| Suggestion { standard: (*s).into(), why: vec!["same ICS 97.200.50".into()] })
            .collect();
        let content = Content::default();
        let around = Surroundings { suggestions: &suggestions, ..Surroundings::default() };
        let found = international_standard_not_used(
            &Subject { around, ..subject(&content, references) },
            &catalogue_fixture(),
        );
        found.into_iter().map(|d| d.evidence.standard).collect()
    }

    #[rstest]
    #[case::relevant("ISO 8124-1:2022", &["IEC 60335-1:2020"], true)]
    #[case::cited("ISO 8124-1:2022", &["ISO 8124-1:2022"], false)]
    #[case::cited_in_another_edition("ISO 8124-1:2022", &["ISO 8124-1:2018"], false)]
    #[case::cited_as_adoption("ISO 12100:2010", &["DIN EN ISO 12100:2010"], false)]
    #[case::withdrawn("ISO 8124-1:2018", &[], false)]
    #[case::draft("ISO/DIS 12100", &[], false)]
    #[case::unknown("ISO 99999:2020", &[], false)]
    fn what_is_relevant_and_not_cited_is_suggested(
        #[case] standard: &str,
        #[case] cited: &[&str],
        #[case] fires: bool,
    ) {
        let references: Vec<Reference> = cited.iter().map(|c| declared(c)).collect();
        assert_eq!(!suggested(&[standard], &references).is_empty(), fires);
    }

    #[test]
    fn only_the_best_and_each_once() {
        let many =
            ["ISO 8124-1:2022", "ISO 8124-1:2022", "IEC 60335-1:2020", "ISO 780:2015", "ISO 12345:2021"];
        assert_eq!(suggested(&many, &[]), ["ISO 8124-1:2022", "IEC 60335-1:2020", "ISO 780:2015"]);
    }

    #[test]
    fn a_suggestion_without_a_reason_is_silent() {
        let suggestions = [Suggestion { standard: "ISO 8124-1:2022".into(), why: vec![] }];
        let content = Content::default();
        let around = Surroundings { suggestions: &suggestions, ..Surroundings::default() };
        let subject = Subject { around, ..subject(&content, &[]) };
        assert_eq!(international_standard_not_used(&subject, &catalogue_fixture()), []);
    }
}
