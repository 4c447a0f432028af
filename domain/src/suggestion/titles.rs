//! The titles of the international standards in force, word by word.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::{
    LONGEST_TEXT, Subject, Suggestion,
    fit::{Asked, Fit},
    words::{asked, items, of_code, words},
};
use crate::{
    codes::IcsCode,
    standard::{Catalogue, Entry, StandardId, is_international},
};

/// Candidates that are looked at closely.
const CANDIDATES: usize = 60;
/// How soon a word that is repeated counts no more, and how much long titles
/// count less (Okapi BM25).
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;
/// What the words of products and title count against those of the text and of the
/// names of HS codes.
const ABOVE_TEXT: f32 = 3.0;
/// What a word of the scope counts against one of the title.
const IN_SCOPE: f32 = 0.4;
/// What the confidence is multiplied with when an ICS group is shared.
const SAME_GROUP: f32 = 1.25;
/// What it is multiplied with when both have ICS codes of different fields only.
const OTHER_FIELD: f32 = 0.6;
/// Rarity of a word that no title has.
pub(super) const UNKNOWN: f32 = 7.0;
/// Rarity from which a word is a reason: about one title in twelve has it.
const TELLING: f32 = 2.5;
/// Products of a list that are looked at one by one.
const ITEMS: usize = 50;

/// The titles, laid out for asking.
#[derive(Debug, Clone, Default)]
pub struct Titles {
    pub(super) laid: Arc<Laid>,
    /// Standards that left since: not suggested, though their words still count.
    gone: Vec<u32>,
}

#[derive(Debug, Default)]
pub(super) struct Laid {
    pub standards: Vec<Standard>,
    /// A word's number by its stem.
    pub numbers: HashMap<Box<str>, u32>,
    /// By word: the standards whose titles have it, and how often.
    pub found_in: Vec<Vec<(u32, u8)>>,
    /// By word: the standards that have it in the scope and not in the title.
    pub scoped_in: Vec<Vec<u32>>,
    /// Average words of a title.
    average: f32,
}

#[derive(Debug)]
pub(super) struct Standard {
    id: Box<str>,
    pub undated: Box<str>,
    pub title: Box<str>,
    pub ics: Vec<IcsCode>,
    /// Words of the title, with repetitions.
    length: u16,
    /// Bytes of the title before the name of the part; 0 when it names none.
    pub series: u16,
    /// The general part that its particular requirements supplement.
    pub general: Option<u32>,
}

/// What a draft says, laid out for all candidates.
struct Draft<'a> {
    /// Each product, the title, and the names of HS codes.
    subjects: &'a [Asked],
    /// Where those of HS codes begin.
    coded: usize,
    /// The known words of products and title, as they are written.
    written: Vec<(String, u32)>,
}

/// Where in a title the name of the part begins: `… - Part 2: …`, `…; Part 2: …`.
fn series(title: &str) -> u16 {
    let part = title.match_indices("Part ").find(|(at, word)| {
        let before = title[..*at].trim_end();
        before.ends_with(['-', ';', '.', '–', '—', ':', ','])
            && title[at + word.len()..].starts_with(|c: char| c.is_ascii_digit())
    });
    part.and_then(|(at, _)| u16::try_from(at).ok()).unwrap_or(0)
}

impl Titles {
    /// Lays out the standards of international publishers that are in force;
    /// of several editions the newest, no supplements.
    pub fn new<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut newest: HashMap<String, &Entry> = HashMap::new();
        for entry in entries {
            if !entry.is_edition() || !entry.is_in_force() || entry.title.is_empty() {
                continue;
            }
            let Ok(id) = entry.id.parse::<StandardId>() else { continue };
            if !is_international(&id) {
                continue;
            }
            let known = newest.entry(id.undated().to_string()).or_insert(entry);
            if known.year < entry.year {
                *known = entry;
            }
        }
        let mut standards: Vec<(String, &Entry)> = newest.into_iter().collect();
        standards.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut laid = Laid::default();
        for (undated, entry) in standards {
            laid.add(undated, entry);
        }
        laid.find_general_parts();
        let words: usize = laid.standards.iter().map(|s| usize::from(s.length)).sum();
        laid.average = words as f32 / laid.standards.len().max(1) as f32;
        Self { laid: Arc::new(laid), gone: Vec::new() }
    }

    /// These titles without the standards among `changed` that the catalogue
    /// does not hold as editions in force any more: in microseconds, until all
    /// are laid out anew.
    pub fn without_gone<'a>(
        &self,
        changed: impl IntoIterator<Item = &'a str>,
        catalogue: &Catalogue,
    ) -> Self {
        let mut gone = self.gone.clone();
        for text in changed {
            let Ok(id) = text.parse::<StandardId>() else { continue };
            let undated = id.undated().to_string();
            let all = &self.laid.standards;
            let Ok(at) = all.binary_search_by(|s| s.undated.as_ref().cmp(&undated)) else { continue };
            let stays = catalogue.get(text).is_some_and(|e| e.is_edition() && e.is_in_force());
            let at = (all[at].id.as_ref() == text).then(|| u32::try_from(at).ok()).flatten();
            gone.retain(|known| Some(*known) != at);
            gone.extend(at.filter(|_| !stays));
        }
        gone.sort_unstable();
        Self { laid: self.laid.clone(), gone }
    }
}

impl Laid {
    fn number_of(&mut self, stem: String) -> usize {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let word = *self.numbers.entry(stem.into()).or_insert(next) as usize;
        if word == self.found_in.len() {
            self.found_in.push(Vec::new());
            self.scoped_in.push(Vec::new());
        }
        word
    }

    fn add(&mut self, undated: String, entry: &Entry) {
        let Ok(number) = u32::try_from(self.standards.len()) else { return };
        let mut length = 0u16;
        for (_, stem) in words(&entry.title) {
            length = length.saturating_add(1);
            let word = self.number_of(stem);
            match self.found_in[word].last_mut() {
                Some((last, count)) if *last == number => *count = count.saturating_add(1),
                _ => self.found_in[word].push((number, 1)),
            }
        }
        for (_, stem) in words(&entry.scope) {
            let word = self.number_of(stem);
            let titled = self.found_in[word].last().is_some_and(|(last, _)| *last == number);
            if !titled && self.scoped_in[word].last() != Some(&number) {
                self.scoped_in[word].push(number);
            }
        }
        self.standards.push(Standard {
            id: entry.id.as_str().into(),
            undated: undated.into(),
            title: entry.title.as_str().into(),
            ics: entry.ics.iter().filter_map(|c| c.parse().ok()).collect(),
            length,
            series: series(&entry.title),
            general: None,
        });
    }
}

impl Titles {
    /// How many standards there are.
    pub fn len(&self) -> usize {
        self.laid.standards.len() - self.gone.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The standards that fit the subject best, best first, without those that
    /// are `cited` (undated identifiers in normal form).
    pub fn suggest(&self, subject: &Subject<'_>, cited: &HashSet<String>, limit: usize) -> Vec<Suggestion> {
        self.found(subject, cited, limit).into_iter().take(limit).collect()
    }

    /// Those of them that are good enough to be shown unasked, best first: of a
    /// list of products each may have its own, far from the best for all.
    pub fn shown(&self, subject: &Subject<'_>, cited: &HashSet<String>) -> Vec<Suggestion> {
        self.found(subject, cited, CANDIDATES).into_iter().filter(Suggestion::is_shown).collect()
    }

    fn found(&self, subject: &Subject<'_>, cited: &HashSet<String>, limit: usize) -> Vec<Suggestion> {
        let hs: Vec<String> = subject.hs.iter().take(ITEMS).map(|name| of_code(beginning(name))).collect();
        let asked = self.asked(subject, &hs);
        // One number a standard: filled faster than any map of those that score.
        let mut scores = vec![0.0f32; self.laid.standards.len()];
        for (word, weight) in &asked {
            let rarity = self.rarity(*word) * weight;
            for (standard, count) in &self.laid.found_in[*word as usize] {
                let count = f32::from(*count);
                let length = f32::from(self.laid.standards[*standard as usize].length) / self.laid.average;
                let part =
                    count * (SATURATION + 1.0) / (count + SATURATION * (1.0 - LENGTH + LENGTH * length));
                scores[*standard as usize] += rarity * part;
            }
            let rarity = self.scope_rarity(*word) * weight * IN_SCOPE;
            for standard in &self.laid.scoped_in[*word as usize] {
                scores[*standard as usize] += rarity;
            }
        }
        let mut best: Vec<(u32, f32)> = (0..).zip(scores).filter(|(_, score)| *score > 0.0).collect();
        // Codes can lift one over another, but not from far below.
        let looked_at = 10 * CANDIDATES.max(limit);
        if best.len() > looked_at {
            best.select_nth_unstable_by(looked_at, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            best.truncate(looked_at);
        }
        let is_cited = |n: u32| cited.contains(self.laid.standards[n as usize].undated.as_ref());
        let left_out = |n: u32| self.gone.binary_search(&n).is_ok() || is_cited(n);
        best.retain(|(n, _)| !left_out(*n));
        for (n, score) in &mut best {
            *score *= agreement(&self.laid.standards[*n as usize].ics, subject.ics).0;
        }
        best.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.truncate(CANDIDATES.max(limit));
        let products = items(beginning(subject.products)).take(ITEMS);
        let boxes = products.chain([beginning(subject.title)]);
        let mut subjects: Vec<Asked> = boxes.map(|text| self.subject(text)).collect();
        let coded = subjects.len();
        subjects.extend(hs.iter().map(|name| self.subject(name)));
        let draft = Draft { subjects: &subjects, coded, written: self.written(subject) };
        let explained = |n: u32| self.explained(n, subject.ics, &draft);
        let found = best.into_iter().map(|(n, _)| (n, explained(n))).collect();
        self.with_general_parts(found, left_out, explained)
    }

    /// The known words of a subject, and what each counts.
    fn asked(&self, subject: &Subject<'_>, hs: &[String]) -> Vec<(u32, f32)> {
        let mut asked: HashMap<u32, f32> = HashMap::new();
        let codes = hs.iter().map(|name| (name.as_str(), 1.0));
        let boxes = [(subject.text, 1.0), (subject.title, ABOVE_TEXT), (subject.products, ABOVE_TEXT)];
        for (text, weight) in codes.chain(boxes) {
            for word in self.known(beginning(text)) {
                asked.insert(word, weight);
            }
        }
        let mut asked: Vec<_> = asked.into_iter().collect();
        asked.sort_unstable_by_key(|(word, _)| *word);
        asked
    }

    fn known(&self, text: &str) -> BTreeSet<u32> {
        asked(text).filter_map(|(_, stem)| self.laid.numbers.get(stem.as_str()).copied()).collect()
    }

    /// How much a word tells: the rarer in titles, the more.
    pub(super) fn rarity(&self, word: u32) -> f32 {
        match self.laid.found_in[word as usize].len() {
            0 => UNKNOWN,
            with => self.rarity_of(with),
        }
    }

    /// The same, of titles and scopes.
    pub(super) fn scope_rarity(&self, word: u32) -> f32 {
        let word = word as usize;
        self.rarity_of(self.laid.found_in[word].len() + self.laid.scoped_in[word].len())
    }

    /// Whether the scope of a standard has a word that its title has not.
    pub(super) fn is_scoped(&self, standard: u32, word: u32) -> bool {
        self.laid.scoped_in[word as usize].binary_search(&standard).is_ok()
    }

    fn rarity_of(&self, with: usize) -> f32 {
        let (all, with) = (self.laid.standards.len() as f32, with as f32);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// The known words of products and title, each once, as they are written.
    fn written(&self, subject: &Subject<'_>) -> Vec<(String, u32)> {
        let mut seen = BTreeSet::new();
        let said = [subject.products, subject.title].into_iter().flat_map(|text| asked(beginning(text)));
        said.filter_map(|(word, stem)| {
            let number = *self.laid.numbers.get(stem.as_str())?;
            seen.insert(number).then(|| (word.to_lowercase(), number))
        })
        .collect()
    }

    fn explained(&self, n: u32, ics: &[IcsCode], draft: &Draft<'_>) -> Suggestion {
        let standard = &self.laid.standards[n as usize];
        let title: Vec<(String, u32)> = words(&standard.title)
            .filter_map(|(word, stem)| Some((word, *self.laid.numbers.get(stem.as_str())?)))
            .collect();
        let (factor, ics) = agreement(&standard.ics, ics);
        let Fit { confidence, shown } = self.fit(n, draft.subjects, factor);
        let has = |subjects: &[Asked], word: u32| subjects.iter().any(|s| s.words.contains(&word));
        let mut seen = BTreeSet::new();
        let shared: Vec<(String, u32)> =
            title.into_iter().filter(|(_, word)| has(draft.subjects, *word) && seen.insert(*word)).collect();
        // “Part” and “requirements” are no reasons, unless there are no others.
        let told = shared.iter().any(|(_, word)| self.rarity(*word) >= TELLING);
        let reasons = shared.into_iter().filter(|(_, word)| !told || self.rarity(*word) >= TELLING);
        let (words, hs_words): (Vec<_>, Vec<_>) =
            reasons.partition(|(_, word)| has(&draft.subjects[..draft.coded], *word));
        let texts = |words: Vec<(String, u32)>| words.into_iter().map(|(word, _)| word).collect();
        Suggestion {
            standard: standard.id.to_string(),
            title: standard.title.to_string(),
            confidence,
            words: texts(words),
            hs_words: texts(hs_words),
            supplemented_by: String::new(),
            scope_words: self.scope_words(n, &draft.written),
            ics,
            shown,
        }
    }

    /// The telling words of a subject that the scope of a standard has and its title has not.
    fn scope_words(&self, n: u32, written: &[(String, u32)]) -> Vec<String> {
        let tells = |word: u32| self.is_scoped(n, word) && self.scope_rarity(word) >= TELLING;
        written.iter().filter(|(_, word)| tells(*word)).map(|(written, _)| written.clone()).collect()
    }
}

/// As much of a text as is looked at.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(LONGEST_TEXT).map_or(text, |(end, _)| &text[..end])
}

/// What ICS codes say: a factor for score and confidence, and the narrowest
/// code above or equal to one on each side.
fn agreement(one: &[IcsCode], other: &[IcsCode]) -> (f32, String) {
    if one.is_empty() || other.is_empty() {
        return (1.0, String::new());
    }
    let shared = one
        .iter()
        .flat_map(|a| other.iter().map(move |b| (a, b)))
        .filter_map(|(a, b)| a.ancestry().zip(b.ancestry()).take_while(|(a, b)| a == b).last())
        .map(|(code, _)| code)
        .max_by_key(|code| code.len());
    match shared {
        Some(code) if code.len() > 2 => (SAME_GROUP, code.to_owned()),
        Some(code) => (1.0, code.to_owned()),
        None => (OTHER_FIELD, String::new()),
    }
}
