//! `implausible-reference` (Rec. D.3): the standard's ICS field has nothing to
//! do with the declared products. A note, for a person to look at: fields
//! overlap in practice.

use super::{About, Code, Divergence, Severity, divergence};
use crate::codes::IcsCode;

/// Fields whose standards serve all products: generalities, management and
/// services, mathematics and natural sciences, health and safety, metrology,
/// testing, packaging, drawing and documents, information technology.
const HORIZONTAL: [&str; 8] = ["01", "03", "07", "13", "17", "19", "35", "55"];

/// Groups of horizontal fields that are about one kind of product after all.
const NARROW_GROUPS: [&str; 2] = ["17.140.50", "13.340"];

pub(super) fn check(about: &About<'_>, declared: &[IcsCode]) -> Option<Divergence> {
    let entry = about.entry()?;
    let standard: Vec<IcsCode> = entry.ics.iter().filter_map(|c| c.parse().ok()).collect();
    if declared.is_empty() || standard.is_empty() {
        return None;
    }
    let serves_all = |code: &IcsCode| {
        HORIZONTAL.contains(&code.field()) && !NARROW_GROUPS.iter().any(|g| code.as_str().starts_with(g))
    };
    let related = standard.iter().any(|s| serves_all(s) || declared.iter().any(|d| d.field() == s.field()));
    if related || declared.iter().any(|d| serves_all(d)) {
        return None;
    }
    let list = |codes: &[IcsCode]| codes.iter().map(IcsCode::as_str).collect::<Vec<_>>().join(", ");
    let mut evidence = about.evidence();
    evidence.facts.push(format!("{} “{}” is in ICS {}", entry.id, entry.title, list(&standard)));
    evidence.facts.push(format!("the products are declared in ICS {}", list(declared)));
    let explanation = format!(
        "The text cites {} (“{}”), which belongs to ICS {}, while the products are declared in ICS {}. That may be \
         right, but it may also be a slip of the pen in the number. Check that this standard is meant.",
        entry.id,
        entry.title,
        list(&standard),
        list(declared)
    );
    Some(divergence(Code::ImplausibleReference, Severity::Note, evidence, explanation))
}
