//! Where a reference stands today in the catalogue.

use domain::{
    divergence::{Code, Divergence},
    standard::{Catalogue, Entry, Reference, Resolution, StandardId},
};

use crate::{catalogue::StandardBrief, notifications::ReferenceStanding};

impl StandardBrief {
    pub(crate) fn of(entry: &Entry) -> Self {
        Self { id: entry.id.clone(), title: entry.title.clone(), status: entry.status, year: entry.year }
    }
}

/// The standing of each reference; `divergences` are those of the same form.
pub(crate) fn standings<'a>(
    references: Vec<Reference>,
    divergences: impl Iterator<Item = &'a Divergence> + Clone,
    catalogue: &Catalogue,
) -> Vec<ReferenceStanding> {
    references
        .into_iter()
        .map(|reference| {
            let (standard, current) = resolve(&reference, catalogue);
            let mut flags: Vec<Code> = divergences
                .clone()
                .filter(|d| {
                    d.evidence.place.as_ref() == Some(&reference.place)
                        || (!d.evidence.cited.is_empty() && d.evidence.cited == reference.cited)
                })
                .map(|d| d.code)
                .collect();
            flags.sort();
            flags.dedup();
            ReferenceStanding { reference, standard, current, flags }
        })
        .collect()
}

fn resolve(reference: &Reference, catalogue: &Catalogue) -> (Option<StandardBrief>, Option<StandardBrief>) {
    let Ok(id) = reference.id.parse::<StandardId>() else { return (None, None) };
    if reference.id.is_empty() {
        return (None, None);
    }
    match catalogue.resolve(&id) {
        Resolution::Edition(entry) => {
            let current = catalogue.successors(&entry.id).into_iter().find(|e| e.id != entry.id);
            (Some(StandardBrief::of(entry)), current.map(StandardBrief::of))
        }
        Resolution::Current(entry) => (Some(StandardBrief::of(entry)), None),
        Resolution::NoSuchEdition(_) | Resolution::NoSuchStandard | Resolution::NotCovered => (None, None),
    }
}
