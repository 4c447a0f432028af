//! `deviation-without-reason` (Rec. C.9): a deviation is declared, but not with
//! a reason of Rec. C.7 and its justification.

use super::{Code, Divergence, Evidence, Severity, divergence};
use crate::standard::{Correspondence, Reference};

pub(super) fn check(reference: &Reference) -> Option<Divergence> {
    let declared = reference.declared.as_ref()?;
    let deviates =
        matches!(declared.correspondence, Some(Correspondence::Modified | Correspondence::NotEquivalent));
    let unexplained: Vec<&str> = declared
        .deviations
        .iter()
        .filter(|d| d.reason.is_none() || d.justification.trim().is_empty())
        .map(|d| d.differs.as_str())
        .collect();
    let nothing_said = deviates && declared.deviations.is_empty();
    if unexplained.is_empty() && !nothing_said {
        return None;
    }
    let mut evidence = Evidence {
        cited: reference.cited.clone(),
        place: Some(reference.place.clone()),
        ..Evidence::default()
    };
    let what = if nothing_said {
        "It is declared modified or not equivalent, and no deviation is described.".to_owned()
    } else {
        evidence.facts.extend(unexplained.iter().map(|d| format!("deviation: {d}")));
        format!("{} of the declared deviations have no reason or no justification.", unexplained.len())
    };
    let explanation = format!(
        "The draft deviates from {}. {what} Trading partners need to know why: state for each deviation whether \
         climatic or geographical factors, technological problems or another legitimate objective require it, and \
         justify it in a sentence.",
        reference.cited
    );
    Some(divergence(Code::DeviationWithoutReason, Severity::Warning, evidence, explanation))
}
