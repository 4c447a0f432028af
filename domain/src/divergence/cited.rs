//! Which record of the catalogue a reference means, and how sure that is.

use super::Severity;
use crate::standard::{Catalogue, Entry, Force, Reference, Resolution, StandardId, Technique};

/// The record that a reference leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cited<'a> {
    /// The edition meant.
    pub entry: &'a Entry,
    /// Whether the reference names the edition; otherwise the latest applies.
    pub dated: bool,
    /// How the reference leads there.
    pub way: Way,
}

/// How a reference leads to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It names the record itself.
    Itself,
    /// It names a national or regional adoption of it.
    Adoption,
    /// The authority declares it as the international standard meant.
    Declared,
}

/// The record a reference means; none when the catalogue cannot tell, or when
/// the reference is to all standards of a body or field.
pub(super) fn cited<'a>(reference: &Reference, catalogue: &'a Catalogue) -> Option<Cited<'a>> {
    if reference.technique == Technique::General {
        return None;
    }
    let direct =
        parse(&reference.id).and_then(|id| named(&id, catalogue).or_else(|| adopted(&id, catalogue)));
    direct.or_else(|| {
        let declared = reference.declared.as_ref()?;
        let found = named(&parse(&declared.international)?, catalogue)?;
        Some(Cited { way: Way::Declared, ..found })
    })
}

/// The identifier in a text, if it is one.
pub(super) fn parse(text: &str) -> Option<StandardId> {
    if text.trim().is_empty() { None } else { text.parse().ok() }
}

fn named<'a>(id: &StandardId, catalogue: &'a Catalogue) -> Option<Cited<'a>> {
    match catalogue.resolve(id) {
        // A draft's identifier has no year, and yet names one text.
        Resolution::Edition(entry) => Some(Cited { entry, dated: true, way: Way::Itself }),
        Resolution::Current(entry) => Some(Cited { entry, dated: false, way: Way::Itself }),
        _ => None,
    }
}

fn adopted<'a>(id: &StandardId, catalogue: &'a Catalogue) -> Option<Cited<'a>> {
    let adopted = catalogue.resolve_adopted(id)?;
    Some(Cited { entry: adopted.edition, dated: id.year().is_some(), way: Way::Adoption })
}

impl Cited<'_> {
    /// How a sentence begins that leads from what is cited to the record.
    pub fn introduction(&self, cited: &str) -> String {
        let id = &self.entry.id;
        match self.way {
            Way::Itself if cited == id || !self.dated => format!("The text refers to {cited}."),
            Way::Itself => format!("The text refers to “{cited}”, which is {id}."),
            Way::Adoption if self.dated => format!(
                "The text refers to {cited}, which by its number is an adoption of an international standard; the newest edition it can carry is {id}."
            ),
            Way::Adoption => {
                format!(
                    "The text refers to {cited}, which by its number is an adoption of an international standard."
                )
            }
            Way::Declared => format!("The text refers to {cited}, declared to correspond to {id}."),
        }
    }
}

/// What the end of a chain is called instead of the cited record: the one that
/// keeps the number first, the others after it.
pub(super) fn successors<'a>(entry: &Entry, catalogue: &'a Catalogue) -> Vec<&'a Entry> {
    let number = |id: &str| parse(id).map(|id| id.undated());
    let own = number(&entry.id);
    let mut ends = catalogue.successors(&entry.id);
    ends.sort_by_key(|end| number(&end.id) != own);
    ends
}

/// The weight of a finding about a reference. What is declared as the only way
/// to comply has full weight; one way among others a step less. A reference
/// that was only recognised in running text may be a mere mention: it is never
/// `Serious`. A finding about an adoption rests on its number alone: a step less.
pub(super) fn weigh(full: Severity, reference: &Reference, way: Way) -> Severity {
    let force = match &reference.declared {
        Some(declared) if declared.force == Force::Exclusive => full,
        Some(_) => lower(full),
        None => full.min(Severity::Warning),
    };
    if way == Way::Adoption { lower(force) } else { force }
}

fn lower(severity: Severity) -> Severity {
    match severity {
        Severity::Serious => Severity::Warning,
        Severity::Warning | Severity::Note => Severity::Note,
    }
}
