//! The international standards that a reference leads to beside what it cites:
//! a change of one of these changes what is judged of the reference, too.

use domain::standard::Reference;

use super::facts::undated;

/// The keys of what the authority declares, and of what the text states beside
/// the reference; empty where nobody says anything.
pub(crate) fn linked(reference: &Reference) -> (String, String) {
    let declared = reference.declared.as_ref().map(|d| d.international.as_str());
    let stated = reference.stated.as_ref().map(|s| s.international.as_str());
    (undated(declared.unwrap_or_default()), undated(stated.unwrap_or_default()))
}
