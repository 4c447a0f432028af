//! What a reference means, worked out once for all rules about it: the record
//! of the catalogue it leads to, by which way, and how it corresponds to an
//! international standard.

use super::{Code, Divergence, Evidence, Severity};
use crate::standard::{
    Catalogue, Correspondence, Entry, Force, Reference, Resolution, StandardId, Technique, is_international,
};

/// A reference and what is understood of it.
pub(super) struct About<'a> {
    pub reference: &'a Reference,
    pub catalogue: &'a Catalogue,
    /// The identifier, when the reference holds one.
    pub id: Option<StandardId>,
    /// What the identifier itself means in the catalogue.
    pub resolution: Resolution<'a>,
    /// The record that the reference leads to.
    pub cited: Option<Cited<'a>>,
    /// How the cited standard, when it is not international itself,
    /// corresponds to an international one; the surest knowledge first.
    pub links: Vec<Link>,
}

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
    /// It names a national or regional adoption of it, by its number.
    Adoption,
    /// The authority declares it as the international standard meant.
    Declared,
    /// The text names it beside the reference, or a table of correspondences does.
    Corresponds,
}

/// A correspondence between the cited standard and an international one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub international: StandardId,
    /// None when only that there is one is known.
    pub degree: Option<Correspondence>,
    /// Who says so, as a clause: `the declaration`, `the number itself`.
    pub source: String,
    pub by: By,
    /// Whether it is known of the edition cited.
    pub same_edition: bool,
}

/// Who knows of a correspondence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The authority declares it.
    Declaration,
    /// The text states it beside the reference.
    Text,
    /// A table or the catalogue records it.
    Record,
    /// The number of an adoption carries the international one.
    Number,
}

impl<'a> About<'a> {
    pub fn new(reference: &'a Reference, catalogue: &'a Catalogue) -> Self {
        let id = parse(&reference.id);
        let resolution = id.as_ref().map_or(Resolution::NotCovered, |id| catalogue.resolve(id));
        let links = links(reference, id.as_ref(), catalogue);
        let cited = if reference.technique == Technique::General {
            None
        } else {
            cited(&resolution, id.as_ref(), &links, catalogue)
        };
        Self { reference, catalogue, id, resolution, cited, links }
    }

    /// Whether the cited standard is itself an international one.
    pub fn is_international(&self) -> bool {
        self.id.as_ref().is_some_and(is_international)
    }

    /// Whether the authority declares it as the only way to comply.
    pub fn is_exclusive(&self) -> bool {
        self.reference.declared.as_ref().is_some_and(|d| d.force == Force::Exclusive)
    }

    /// The best known degree of correspondence that someone else than the
    /// authority tells, of the edition cited.
    pub fn known_degree(&self) -> Option<(&Link, Correspondence)> {
        let told = |l: &&Link| l.by != By::Declaration && l.same_edition;
        self.links.iter().filter(told).find_map(|l| Some((l, l.degree?)))
    }

    /// Evidence that names the reference and its place.
    pub fn evidence(&self) -> Evidence {
        Evidence {
            cited: self.reference.cited.clone(),
            place: Some(self.reference.place.clone()),
            ..Evidence::default()
        }
    }

    /// A finding about this reference; `full` is its weight as the only way to comply.
    pub fn divergence(&self, code: Code, full: Severity, evidence: Evidence, told: String) -> Divergence {
        let way = self.cited.map_or(Way::Itself, |c| c.way);
        Divergence {
            code,
            severity: weigh(full, self.reference, way),
            evidence,
            explanation: told,
            basis: code.basis().to_owned(),
        }
    }
}

/// The identifier in a text, if it is one.
pub(super) fn parse(text: &str) -> Option<StandardId> {
    if text.trim().is_empty() { None } else { text.parse().ok() }
}

fn cited<'a>(
    resolution: &Resolution<'a>,
    id: Option<&StandardId>,
    links: &[Link],
    catalogue: &'a Catalogue,
) -> Option<Cited<'a>> {
    if let Some(entry) = of(resolution) {
        // A draft's identifier has no year, and yet names one text.
        let dated = matches!(resolution, Resolution::Edition(_));
        return Some(Cited { entry, dated, way: Way::Itself });
    }
    // What is said of the very edition is surer than what its number can carry.
    let exact = links
        .iter()
        .filter(|l| l.same_edition && l.by != By::Number && l.degree != Some(Correspondence::NotEquivalent));
    let linked = |link: &Link| {
        let found = catalogue.resolve(&link.international);
        let way = if link.by == By::Declaration { Way::Declared } else { Way::Corresponds };
        Some(Cited { entry: of(&found)?, dated: matches!(found, Resolution::Edition(_)), way })
    };
    let by_number = || {
        let id = id?;
        let adopted = catalogue.adopted_where(resolution, id)?;
        Some(Cited { entry: adopted.edition, dated: id.year().is_some(), way: Way::Adoption })
    };
    let dated_first = exact.clone().filter_map(linked).find(|c| c.dated);
    dated_first.or_else(by_number).or_else(|| exact.filter_map(linked).next())
}

fn of<'a>(resolution: &Resolution<'a>) -> Option<&'a Entry> {
    match resolution {
        Resolution::Edition(entry) | Resolution::Current(entry) => Some(entry),
        _ => None,
    }
}

fn links(reference: &Reference, id: Option<&StandardId>, catalogue: &Catalogue) -> Vec<Link> {
    let mut links = Vec::new();
    if let Some(declared) = &reference.declared
        && let Some(international) = parse(&declared.international)
        && id.is_none_or(|id| id.undated() != international.undated())
    {
        links.push(Link {
            international,
            degree: declared.correspondence.filter(|d| *d != Correspondence::NoneExists),
            source: "the declaration".into(),
            by: By::Declaration,
            same_edition: true,
        });
    }
    let Some(id) = id.filter(|id| !is_international(id)) else { return links };
    if let Some(stated) = &reference.stated
        && let Some(international) = parse(&stated.international)
    {
        links.push(Link {
            international,
            degree: stated.degree,
            source: "the text beside the reference".into(),
            by: By::Text,
            same_edition: true,
        });
    }
    if let Some(known) = catalogue.correspondences().of(id) {
        // A national standard may adopt a regional one that adopts the international.
        let steps = |id: &StandardId| {
            if is_international(id) {
                Some(id.clone())
            } else {
                id.adopted().or_else(|| catalogue.international(id)).filter(is_international)
            }
        };
        links.extend(steps(&known.fact.international).map(|international| Link {
            international,
            degree: known.fact.degree,
            source: known.fact.source.clone(),
            by: By::Record,
            same_edition: known.same_edition,
        }));
    }
    let carried = id.adopted().map(|i| (i.undated(), Some(Correspondence::Identical)));
    if let Some((international, degree)) = carried.or_else(|| Some((catalogue.international(id)?, None))) {
        links.push(Link {
            international,
            degree,
            source: "its number, which carries the international one".into(),
            by: By::Number,
            same_edition: true,
        });
    }
    links
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
            Way::Corresponds => {
                format!("The text refers to {cited}, which is said to correspond to {id}.")
            }
        }
    }
}

/// What the end of a chain is called instead of the cited record: the one that
/// keeps the number first, the others after it.
pub(super) fn successors<'a>(entry: &Entry, catalogue: &'a Catalogue) -> Vec<&'a Entry> {
    let mut ends = catalogue.successors(&entry.id);
    if ends.len() > 1 {
        let number = |id: &str| parse(id).map(|id| id.undated());
        let own = number(&entry.id);
        ends.sort_by_key(|end| number(&end.id) != own);
    }
    ends
}

/// The weight of a finding about a reference. What is declared as the only way
/// to comply has full weight; one way among others a step less. A reference
/// that was only recognised in running text may be a mere mention: it is never
/// `Serious`. A finding about an adoption rests on its number or on a table: a
/// step less.
pub(super) fn weigh(full: Severity, reference: &Reference, way: Way) -> Severity {
    let force = match &reference.declared {
        Some(declared) if declared.force == Force::Exclusive => full,
        Some(_) => full.lowered(),
        None => full.min(Severity::Warning),
    };
    if matches!(way, Way::Adoption | Way::Corresponds) { force.lowered() } else { force }
}
