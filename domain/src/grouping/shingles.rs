//! Runs of a few words, and how much of one text stands in another: passages that
//! both have, made of runs in the same order with little between them. A word
//! changed inside a passage takes only itself away; a passage may stand anywhere.
//! Set phrases of a subject, which texts share that say different things, are too
//! short for a passage.

use std::ops::Range;

use super::words::{WORD, Word, finish};

/// Weight of a run: four words, or eight characters.
const RUN: u32 = 4 * WORD as u32;
/// Of so many neighbouring runs one is a fingerprint: two texts with a passage of
/// `WINDOW + 3` words in common have a fingerprint in common.
const WINDOW: usize = 6;
/// Texts with so few runs have all of them as fingerprints.
const ALL_UP_TO: usize = 40;
/// A passage is at least as long as a sentence: twelve words, or half of a text
/// that is shorter than two.
const PASSAGE: u32 = 12 * WORD as u32;
/// Words from one common run of a passage to the next: two changes close together.
const APART: usize = 10;
/// Places of a repeated run that are looked at.
const REPEATED: usize = 16;
/// More words than these beside a run would be a run themselves.
const BESIDE: usize = 7;

/// A text as its runs.
#[derive(Debug, Default)]
pub(super) struct Shingles {
    /// The run that begins at each word, shortened to 32 bits.
    runs: Vec<u32>,
    /// The same in order, with the word at which each begins.
    sorted: Vec<(u32, u32)>,
    weights: Vec<u8>,
    total: u32,
}

impl Shingles {
    /// The runs of some words.
    pub fn new(words: &[Word]) -> Self {
        let weights: Vec<u8> = words.iter().map(|w| w.weight).collect();
        let runs: Vec<u32> = ranges(&weights)
            .map(|range| {
                let mixed = words[range].iter().fold(0_u64, |h, w| finish(h.rotate_left(7) ^ w.hash));
                (mixed >> 32) as u32
            })
            .collect();
        let mut sorted: Vec<(u32, u32)> = runs.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        let total = weights.iter().map(|w| u32::from(*w)).sum();
        Self { runs, sorted, weights, total }
    }

    /// Weight of all words.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Weight of the words of this text that are in passages of the other. Not
    /// told exactly, but as less than `needed`, as soon as that is certain.
    pub fn covered_by(&self, other: &Self, needed: u32) -> u32 {
        let shortest = PASSAGE.min(self.total.min(other.total) / 2);
        let (mut covered, mut passage, mut up_to) = (0, 0, 0);
        let mut read = 0;
        // The last run that both have, here and there.
        let mut last: Option<(usize, usize)> = None;
        for (range, run) in ranges(&self.weights).zip(&self.runs) {
            if covered + passage + self.total < read + needed {
                return 0;
            }
            read += u32::from(self.weights[range.start]);
            let Some(place) = other.place(*run, range.start, last) else { continue };
            let goes_on =
                last.is_some_and(|(here, there)| follows(range.start, here) && follows(place, there));
            if !goes_on {
                covered += if passage >= shortest { passage } else { 0 };
                passage = 0;
            }
            let from = range.start.max(up_to);
            passage +=
                self.weights[from.min(range.end)..range.end].iter().map(|w| u32::from(*w)).sum::<u32>();
            up_to = up_to.max(range.end);
            last = Some((range.start, place));
        }
        covered + if passage >= shortest { passage } else { 0 }
    }

    /// Where a run begins in this text: where the passage so far goes on if it can.
    fn place(&self, run: u32, here: usize, last: Option<(usize, usize)>) -> Option<usize> {
        if let Some((last_here, there)) = last
            && last_here + 1 == here
            && self.runs.get(there + 1) == Some(&run)
        {
            return Some(there + 1);
        }
        let first = self.sorted.partition_point(|(r, _)| *r < run);
        let mut places =
            self.sorted[first..].iter().take_while(|(r, _)| *r == run).map(|(_, at)| *at as usize);
        let nearest = places.next()?;
        let going_on = last.and_then(|(_, there)| {
            std::iter::once(nearest).chain(places).take(REPEATED).find(|at| follows(*at, there))
        });
        Some(going_on.unwrap_or(nearest))
    }

    /// Runs that stand for the text in an index: the smallest of each window of
    /// neighbours (winnowing: Schleimer, Wilkerson, Aiken 2003), each once.
    pub fn fingerprints(&self) -> Vec<u32> {
        if self.runs.len() <= ALL_UP_TO {
            let mut all = self.runs.clone();
            all.sort_unstable();
            all.dedup();
            return all;
        }
        let mut chosen: Vec<u32> =
            self.runs.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen.shrink_to_fit();
        chosen
    }
}

/// Whether a run belongs to the passage that another run stands in.
fn follows(run: usize, last: usize) -> bool {
    run > last && run - last <= APART
}

/// The words of the run that begins at each word; none where the text ends before
/// a run is full.
fn ranges(weights: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let (mut end, mut weight) = (0, 0_u32);
    (0..weights.len()).map_while(move |start| {
        while weight < RUN && end < weights.len() {
            weight += u32::from(weights[end]);
            end += 1;
        }
        if weight < RUN {
            return None;
        }
        weight -= u32::from(weights[start]);
        Some(start..end)
    })
}

/// For each word of a text whether it stands in another as well: in a run of
/// both, or beside one in the same order.
pub(super) fn shared(words: &[Word], other: &[Word]) -> Vec<bool> {
    let runs_of = |words: &[Word]| {
        let weights: Vec<u8> = words.iter().map(|w| w.weight).collect();
        ranges(&weights).collect::<Vec<_>>()
    };
    let key = |words: &[Word]| words.iter().fold(0_u64, |h, w| finish(h.rotate_left(7) ^ w.hash));
    let mut places = std::collections::HashMap::new();
    for range in runs_of(other) {
        places.entry(key(&other[range.clone()])).or_insert(range.start);
    }
    let mut shared = vec![false; words.len()];
    for range in runs_of(words) {
        let Some(place) = places.get(&key(&words[range.clone()])) else { continue };
        shared[range.clone()].fill(true);
        // Words next to a common run are common while they are the same.
        let before = words[..range.start].iter().rev().zip(other[..*place].iter().rev());
        let same_before = before.take_while(|(a, b)| a.hash == b.hash).take(BESIDE).count();
        shared[range.start - same_before..range.start].fill(true);
        let after = words[range.end..].iter().zip(&other[(place + range.len()).min(other.len())..]);
        let same_after = after.take_while(|(a, b)| a.hash == b.hash).take(BESIDE).count();
        shared[range.end..range.end + same_after].fill(true);
    }
    if words.iter().map(|w| w.hash).eq(other.iter().map(|w| w.hash)) {
        shared.fill(true);
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::{super::words::words, *};

    fn shingles(text: &str) -> Shingles {
        Shingles::new(&words(text))
    }

    #[test]
    fn a_changed_word_takes_only_itself_away() {
        let a = shingles("one two three four five six seven eight nine ten eleven twelve");
        let b = shingles("one two three four FIVE! six sieben eight nine ten eleven thirteen");
        assert_eq!((a.total(), a.covered_by(&b, 0)), (24, 20));
        assert_eq!(shingles("one two three").covered_by(&a, 0), 0);
    }

    #[test]
    fn a_passage_may_stand_anywhere_and_a_phrase_is_none() {
        let text = |from: usize, to: usize| (from..to).map(|n| format!("word{n} ")).collect::<String>();
        let a = shingles(&text(0, 60));
        assert_eq!(shingles(&format!("{}{}", text(30, 60), text(0, 30))).covered_by(&a, 0), 120);
        let phrases: String =
            (0..60).step_by(6).map(|n| format!("{}own{n} ", text(54 - n, 60 - n))).collect();
        assert_eq!(shingles(&phrases).covered_by(&a, 0), 0, "every phrase is there, but no passage");
        assert_eq!(shingles(&format!("{}{}", text(10, 23), text(100, 140))).covered_by(&a, 0), 26);
    }

    #[test]
    fn characters_make_longer_runs() {
        let a = shingles("我们反对这项新的技术法规草案");
        assert_eq!((a.total(), a.runs.len()), (14, 7));
        assert_eq!(a.covered_by(&shingles("我们反对这项新的规定"), 0), 8);
    }

    #[test]
    fn a_common_passage_has_a_common_fingerprint() {
        let filler = |from: u32| (from..from + 60).map(|n| format!("word{n} ")).collect::<String>();
        let passage = "this passage of nine words stands in both texts ";
        let a = shingles(&format!("{}{passage}{}", filler(0), filler(100))).fingerprints();
        let b = shingles(&format!("{}{passage}{}", filler(200), filler(300))).fingerprints();
        assert!(a.iter().any(|f| b.binary_search(f).is_ok()));
        assert!(a.len() < 60, "{}", a.len());
    }

    #[test]
    fn words_beside_a_common_run_are_common() {
        let (a, b) = (
            words("We strongly say one two three four now and then"),
            words("We all say one two three four now or then"),
        );
        let unique: Vec<usize> =
            shared(&a, &b).iter().enumerate().filter(|(_, s)| !**s).map(|(i, _)| i).collect();
        // "We" and "then" stand alone: not beside a run.
        assert_eq!(unique, [0, 1, 8, 9]);
    }
}
