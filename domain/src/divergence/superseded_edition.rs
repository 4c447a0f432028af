//! `superseded-edition` (Rec. C.6): a dated reference to an edition that has
//! been replaced. Serious would be too much: the old text may be meant; so it
//! is a warning, and the authority can mend or explain it.

use super::{About, Code, Divergence, Severity, divergence, written_as_known};
use crate::standard::{Resolution, StandardStatus};

pub(super) fn check(about: &About<'_>) -> Option<Divergence> {
    let Resolution::Edition(entry) = about.resolution else { return None };
    if entry.is_supplement || !matches!(entry.status, StandardStatus::Superseded | StandardStatus::Withdrawn)
    {
        return None;
    }
    let successors = about.catalogue.successors(&entry.id);
    let instead = successors.first()?;
    let names = successors.iter().map(|e| e.id.as_str()).collect::<Vec<_>>().join(" and ");
    let mut evidence = about.evidence();
    evidence.instead = instead.id.clone();
    evidence.facts.extend(successors.iter().map(|e| match e.published.as_str() {
        "" => format!("{} is in force", e.id),
        day => format!("{} was published {}", e.id, written_as_known(day)),
    }));
    if !entry.withdrawn.is_empty() {
        evidence.facts.push(format!("{} was withdrawn {}", entry.id, written_as_known(&entry.withdrawn)));
    }
    let explanation = format!(
        "The text cites {}, an edition that its publisher has replaced by {names}. Products made to the edition in \
         force may fail the old one, and laboratories may no longer test to it. Cite {names}, or cite the standard \
         without a year, or state why the older edition is meant.",
        entry.id
    );
    Some(divergence(Code::SupersededEdition, Severity::Warning, evidence, explanation))
}
