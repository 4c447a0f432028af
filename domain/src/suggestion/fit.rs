//! How well a standard fits a subject: by its whole title, by what all parts are
//! called, or by one element of the title; and whether the words that both have are
//! narrow enough to say something.

use std::collections::{BTreeSet, HashSet};

use super::{
    SHOWN,
    titles::{Standard, Titles, UNKNOWN},
    words::{asked, words},
};

/// Words of a title that must be shared, by number, or all of a shorter one.
const LEAST_WORDS: usize = 2;
/// Of an element of a title, the share that one word alone must be to be enough:
/// `toys` of `Safety of toys`.
const NEARLY_ALL: f32 = 0.6;
/// Confidence from which an element of a title is reason enough.
const ELEMENT: f32 = 0.75;
/// Rarity from which a word before “for” says what a standard is about: of
/// `Capacitors for microwave ovens` that is no oven.
const HEAD: f32 = 4.5;
/// What the confidence is multiplied with where that word is not asked for.
const OTHER_HEAD: f32 = 0.6;
/// What a word of the subject that the scope has counts against one that the title has.
const SCOPED: f32 = 0.6;
/// Standards (all parts together are one) whose titles may have the words that a
/// subject shares with one of them: hundreds have `road vehicles`, which says of
/// none that it is relevant.
const TOO_MANY: usize = 8;

impl Standard {
    /// The elements of the title (ISO/IEC Directives 2, 11): what they say of all
    /// parts is given for the first part alone.
    pub fn elements(&self) -> impl Iterator<Item = &str> {
        let (series, own) = self.title.split_at_checked(usize::from(self.series)).unwrap_or_default();
        let first = self.series == 0 || self.undated.ends_with("-1");
        let series = Some(series).filter(|_| first).into_iter().flat_map(elements);
        series.chain(elements(own))
    }

    /// What all parts are called, for the first of them.
    pub fn series_title(&self) -> Option<&str> {
        let title = self.title.get(..usize::from(self.series)).filter(|title| !title.is_empty());
        title.filter(|_| self.undated.ends_with("-1"))
    }

    /// The number that all parts share.
    fn number(&self) -> &str {
        self.undated.split_once('-').map_or(&self.undated, |(number, _)| number)
    }

    /// Whether a regulation can be based on it: technical reports inform (ISO/IEC
    /// Directives 1, 3.3), vocabularies define.
    fn is_a_basis(&self) -> bool {
        !self.undated.contains("/TR ")
            && !self.undated.contains(" TR ")
            && words(&self.title).all(|(word, _)| word != "vocabulary")
    }

    /// Whether it determines one property: that it is one of the product says
    /// nothing about the draft.
    fn is_one_method(&self) -> bool {
        words(&self.title).any(|(word, _)| word == "determination")
    }
}

/// The elements of a title: `Lighters`, `Safety specifications`. The number of a
/// part is left out.
fn elements(title: &str) -> impl Iterator<Item = &str> {
    let parts = title.split(" - ").flat_map(|t| t.split(" -- ")).flat_map(|t| t.split(" — "));
    parts.flat_map(|t| t.split("; ")).map(|element| match element.trim_start().strip_prefix("Part ") {
        Some(part) => part.split_once(':').map_or("", |(_, name)| name).trim(),
        None => element.trim(),
    })
}

/// One subject of those that a draft names: a product of the list, or its title.
pub(super) struct Asked {
    pub words: BTreeSet<u32>,
    /// What all its words tell, those included that no title has.
    told: f32,
    /// The word that tells most.
    core: Option<u32>,
}

/// A title or an element of it, read once for all subjects.
struct Said {
    words: BTreeSet<u32>,
    /// What all its words tell.
    told: f32,
    /// What stands before “for”, where that says what it is about.
    head: Option<BTreeSet<u32>>,
}

/// The confidence that a standard is relevant, from 0 to 1, and whether it is shown.
pub(super) struct Fit {
    pub confidence: f32,
    pub shown: bool,
}

impl Titles {
    /// How well a standard fits the best of the subjects; `factor` is what ICS codes
    /// say. It is shown unasked where it fits one well enough, by words that are
    /// narrow enough to say something.
    pub(super) fn fit(&self, n: u32, subjects: &[Asked], factor: f32) -> Fit {
        let standard = &self.laid.standards[n as usize];
        let whole = self.said(&standard.title);
        let series = standard.series_title().map(|title| self.said(title));
        let elements: Vec<Said> = standard
            .elements()
            .filter(|element| *element != &*standard.title)
            .map(|element| self.said(element))
            .collect();
        let by_elements = !standard.is_one_method();
        let mut best = Fit { confidence: 0.0, shown: false };
        for asked in subjects {
            let scoped: Vec<u32> =
                asked.words.iter().copied().filter(|word| self.is_scoped(n, *word)).collect();
            let mut weigh = |said: &Said, element: bool, least: f32| {
                let confidence = self.agreement(said, asked, &scoped, element) * factor;
                best.confidence = best.confidence.max(confidence);
                let counts = by_elements || !element;
                best.shown |= counts && confidence >= least && self.is_narrow(said, asked, &scoped);
            };
            weigh(&whole, false, SHOWN);
            series.iter().for_each(|said| weigh(said, true, SHOWN));
            elements.iter().for_each(|said| weigh(said, true, ELEMENT));
        }
        Fit { confidence: best.confidence.min(1.0), shown: best.shown && standard.is_a_basis() }
    }

    /// Whether a title shares with a subject what tells most about it, and few
    /// other standards do.
    fn is_narrow(&self, said: &Said, asked: &Asked, scoped: &[u32]) -> bool {
        let shared: BTreeSet<u32> = said.words.intersection(&asked.words).copied().collect();
        let mut lists: Vec<&Vec<(u32, u8)>> =
            shared.iter().map(|word| &self.laid.found_in[*word as usize]).collect();
        lists.sort_unstable_by_key(|list| list.len());
        let Some((rarest, others)) = lists.split_first() else { return false };
        let has = |list: &&Vec<(u32, u8)>, n: u32| list.binary_search_by_key(&n, |(n, _)| *n).is_ok();
        let all = rarest.iter().filter(|(n, _)| others.iter().all(|list| has(list, *n)));
        let mut numbers = HashSet::new();
        for (n, _) in all {
            numbers.insert(self.laid.standards[*n as usize].number());
            if numbers.len() > TOO_MANY {
                return false;
            }
        }
        asked.core.is_some_and(|core| shared.contains(&core) || scoped.contains(&core))
    }

    fn said(&self, title: &str) -> Said {
        let known = |text: &str| -> BTreeSet<u32> {
            words(text).filter_map(|(_, stem)| self.laid.numbers.get(stem.as_str()).copied()).collect()
        };
        let words = known(title);
        let head = title.split_once(" for ").map(|(head, _)| known(head));
        let head = head.filter(|head| head.iter().any(|word| self.rarity(*word) >= HEAD));
        let told = words.iter().map(|word| self.rarity(*word)).sum::<f32>().max(f32::MIN_POSITIVE);
        Said { words, told, head }
    }

    pub(super) fn subject(&self, text: &str) -> Asked {
        let mut known = BTreeSet::new();
        let mut unknown = BTreeSet::new();
        for (word, stem) in asked(text) {
            match self.laid.numbers.get(stem.as_str()) {
                Some(number) => drop(known.insert(*number)),
                // Names and abbreviations of authorities and drafts.
                None if word.chars().all(|c| c.is_uppercase()) => {}
                None => drop(unknown.insert(stem)),
            }
        }
        let told = known.iter().map(|w| self.rarity(*w)).sum::<f32>() + UNKNOWN * unknown.len() as f32;
        let core = known.iter().copied().max_by(|a, b| self.rarity(*a).total_cmp(&self.rarity(*b)));
        Asked { words: known, told: told.max(f32::MIN_POSITIVE), core }
    }

    /// How much of a title or an element of it and of a subject agree, from 0 to 1.
    fn agreement(&self, said: &Said, asked: &Asked, scoped: &[u32], element: bool) -> f32 {
        let count = said.words.intersection(&asked.words).count();
        let shared = said.words.intersection(&asked.words).map(|word| self.rarity(*word)).sum::<f32>();
        let enough =
            count >= LEAST_WORDS.min(said.words.len()) || element && shared / said.told >= NEARLY_ALL;
        let about_else = said.head.as_ref().is_some_and(|head| head.is_disjoint(&asked.words));
        let head = if about_else { OTHER_HEAD } else { 1.0 };
        let confirmed = shared + SCOPED * scoped.iter().map(|word| self.rarity(*word)).sum::<f32>();
        if enough { head * ((shared / said.told) * (confirmed / asked.told)).sqrt() } else { 0.0 }
    }
}
