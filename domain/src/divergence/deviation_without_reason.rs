//! `deviation-without-reason`: declares a deviation without a reason of Rec. C.7 (Rec. C.9).

use super::{Code, Divergence, Evidence, Severity, Subject, words};
use crate::standard::{Correspondence, DeclaredReference, Deviation, Place};

/// About each declared reference that deviates: every deviation needs a reason
/// of Rec. C.7 (`Warning`) and a justification in words (`Note`); one declared
/// as modified or not equivalent needs its deviations named (`Warning`).
pub(super) fn deviation_without_reason(subject: &Subject<'_>) -> Vec<Divergence> {
    let declared = subject.content.references.iter().enumerate();
    declared.filter_map(|(index, reference)| judge_reference(index, reference)).collect()
}

/// About one declared reference, by its position.
pub(super) fn judge_reference(index: usize, reference: &DeclaredReference) -> Option<Divergence> {
    let lacking = |lacks: fn(&Deviation) -> bool| -> Vec<String> {
        reference.deviations.iter().filter(|d| lacks(d)).map(name).collect()
    };
    let without_reason = lacking(|d| d.reason.is_none());
    let unjustified = lacking(|d| d.reason.is_some() && d.justification.trim().is_empty());
    let degree = match reference.correspondence {
        Some(Correspondence::Modified) => Some("modified (MOD)"),
        Some(Correspondence::NotEquivalent) => Some("not equivalent (NEQ)"),
        _ => None,
    };
    let cited = &reference.cited;
    let (severity, told, facts) = if let (Some(degree), true) = (degree, reference.deviations.is_empty()) {
        let told = format!(
            "{cited} is declared as {degree}, but the declaration does not say what differs or why. Name each deviation with its clause, what differs, the reason and the justification."
        );
        (Severity::Warning, told, vec![format!("declared as {degree}, no deviation named")])
    } else if !without_reason.is_empty() {
        let told = format!(
            "A deviation from {cited} is declared ({}) without one of the reasons that the recommendations accept: fundamental climatic or geographical factors, fundamental technological problems, or another legitimate objective. Give the reason, and justify it in words.",
            words::list(&without_reason)
        );
        (Severity::Warning, told, vec![format!("no reason: {}", words::list(&without_reason))])
    } else if !unjustified.is_empty() {
        let told = format!(
            "A deviation from {cited} is declared ({}) with its reason, but without a justification in words, so that trading partners cannot judge it. Say why the reason applies here.",
            words::list(&unjustified)
        );
        (Severity::Note, told, vec![format!("no justification: {}", words::list(&unjustified))])
    } else {
        return None;
    };
    Some(Divergence {
        code: Code::DeviationWithoutReason,
        severity,
        evidence: Evidence {
            cited: cited.clone(),
            place: Some(Place::Declared { index }),
            facts,
            ..Evidence::default()
        },
        explanation: format!("{told} Whoever must comply has to meet the deviation besides the standard."),
        basis: Code::DeviationWithoutReason.basis().to_owned(),
    })
}

/// Whether there are deviations, and each has a reason of Rec. C.7 and a
/// justification in words: only then do they explain anything (Rec. C.9).
pub fn are_reasoned<'a>(deviations: impl IntoIterator<Item = &'a Deviation>) -> bool {
    let mut deviations = deviations.into_iter().peekable();
    deviations.peek().is_some()
        && deviations.all(|d| d.reason.is_some() && !d.justification.trim().is_empty())
}

/// How a list names a deviation: by its clause, or by what differs.
fn name(deviation: &Deviation) -> String {
    match (deviation.clause.trim(), deviation.differs.trim()) {
        ("", "") => "one without a clause".into(),
        ("", differs) => format!("“{differs}”"),
        (clause, _) => {
            format!("clause {}", clause.trim_start_matches("clause ").trim_start_matches("Clause "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::subject;
    use crate::notification::Content;
    use crate::standard::DeviationReason;
    use rstest::rstest;

    fn deviation(clause: &str, reason: Option<DeviationReason>, justification: &str) -> Deviation {
        Deviation {
            clause: clause.into(),
            differs: "limit is lower".into(),
            reason,
            justification: justification.into(),
        }
    }

    fn found(correspondence: Option<Correspondence>, deviations: Vec<Deviation>) -> Vec<Divergence> {
        let reference = DeclaredReference {
            cited: "IEC 60335-2-9:2019".into(),
            correspondence,
            deviations,
            ..DeclaredReference::default()
        };
        let content = Content { references: vec![reference], ..Content::default() };
        deviation_without_reason(&subject(&content, &[]))
    }

    const CLIMATE: Option<DeviationReason> = Some(DeviationReason::Climatic);

    #[rstest]
    #[case(None, vec![deviation("7.12", None, "because")], Severity::Warning, "no reason: clause 7.12")]
    #[case(None, vec![deviation("7.12", CLIMATE, "hot summers"), deviation("", None, "")], Severity::Warning, "no reason: “limit is lower”")]
    #[case(None, vec![deviation("7.12", CLIMATE, " ")], Severity::Note, "no justification: clause 7.12")]
    #[case(Some(Correspondence::Modified), vec![], Severity::Warning, "declared as modified (MOD), no deviation named")]
    #[case(Some(Correspondence::NotEquivalent), vec![], Severity::Warning, "declared as not equivalent (NEQ), no deviation named")]
    fn a_bare_deviation_is_found(
        #[case] correspondence: Option<Correspondence>,
        #[case] deviations: Vec<Deviation>,
        #[case] severity: Severity,
        #[case] fact: &str,
    ) {
        let reasoned = are_reasoned(&deviations);
        let found = found(correspondence, deviations);
        assert!(!reasoned);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].severity, found[0].evidence.facts[0].as_str()), (severity, fact));
        assert_eq!(found[0].evidence.place, Some(Place::Declared { index: 0 }));
    }

    #[rstest]
    #[case(None, vec![])]
    #[case(Some(Correspondence::Identical), vec![])]
    #[case(Some(Correspondence::NoneExists), vec![])]
    #[case(Some(Correspondence::Modified), vec![deviation("7.12", CLIMATE, "hot summers")])]
    fn a_justified_deviation_is_silent(
        #[case] correspondence: Option<Correspondence>,
        #[case] deviations: Vec<Deviation>,
    ) {
        assert!(deviations.is_empty() || are_reasoned(&deviations));
        assert_eq!(found(correspondence, deviations), []);
    }
}
