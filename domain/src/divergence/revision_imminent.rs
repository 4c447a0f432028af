//! `revision-imminent` (Rec. C.7): a newer edition is at enquiry or approval
//! stage (ISO stages 40 to 60). A note: the text is right today.

use super::{About, Code, Divergence, Severity, divergence};
use crate::standard::{Entry, StandardStatus};

pub(super) fn check(about: &About<'_>) -> Option<Divergence> {
    let entry = about.entry().filter(|e| e.is_in_force())?;
    let draft =
        entry.under_revision_by.iter().filter_map(|id| about.catalogue.get(id)).find(|d| is_near(d))?;
    let mut evidence = about.evidence();
    evidence.instead = draft.id.clone();
    evidence.facts.push(format!("{} is at stage {}", draft.id, draft.stage));
    let explanation = format!(
        "{} is being revised: {} has reached stage {} and is likely to become the next edition soon. Consider citing \
         the standard without a year, or adding that later editions may be used.",
        entry.id, draft.id, draft.stage
    );
    Some(divergence(Code::RevisionImminent, Severity::Note, evidence, explanation))
}

/// Enquiry (40), approval (50), or publication under way (60.00); IEC names
/// the same stages CDV, FDIS and the like.
fn is_near(draft: &Entry) -> bool {
    let numbered = draft.stage.split('.').next().and_then(|s| s.parse::<u8>().ok());
    draft.status == StandardStatus::Draft
        && match numbered {
            Some(stage) => matches!(stage, 40 | 50) || draft.stage == "60.00",
            None => ["CDV", "FDIS", "PRVC", "CCDV", "DECFDIS", "RFDIS", "BPUB", "APUB"]
                .iter()
                .any(|near| draft.stage.contains(near)),
        }
}
