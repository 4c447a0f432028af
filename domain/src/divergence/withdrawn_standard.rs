//! `withdrawn-standard` (Rec. D.3.4): a standard withdrawn without successor.
//! Serious: nobody maintains what the text demands.

use super::{About, Code, Divergence, Severity, divergence, written_as_known};
use crate::standard::StandardStatus;

pub(super) fn check(about: &About<'_>) -> Option<Divergence> {
    let entry = about.entry()?;
    if entry.is_supplement || !matches!(entry.status, StandardStatus::Withdrawn | StandardStatus::Superseded)
    {
        return None;
    }
    // A chain that leads nowhere (a cycle, a successor not in the catalogue) proves nothing.
    if !entry.replaced_by.is_empty() || !about.catalogue.successors(&entry.id).is_empty() {
        return None;
    }
    let mut evidence = about.evidence();
    let when = match entry.withdrawn.as_str() {
        "" => String::new(),
        day => format!(" on {}", written_as_known(day)),
    };
    evidence.facts.push(format!("{} was withdrawn{when}; the catalogue names no successor", entry.id));
    let explanation = format!(
        "The text cites {}, which its publisher withdrew{when} without naming a successor. It is no longer maintained \
         and may be hard to obtain. Name the standard that serves the purpose today, or write the requirement itself \
         into the text.",
        entry.id
    );
    Some(divergence(Code::WithdrawnStandard, Severity::Serious, evidence, explanation))
}
