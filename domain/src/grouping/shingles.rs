//! Runs of a few words, and how much of one text stands in another: a word is
//! covered when it is in a run that both have. A word changed inside a text takes
//! only itself away, wherever passages have been moved.

use std::ops::Range;

use super::words::{WORD, Word, finish};

/// Weight of a run: four words, or eight characters.
const RUN: u32 = 4 * WORD as u32;
/// Of so many neighbouring runs one is a fingerprint: two texts with a passage of
/// `WINDOW + 3` words in common have a fingerprint in common.
const WINDOW: usize = 6;
/// Texts with so few runs have all of them as fingerprints.
const ALL_UP_TO: usize = 40;
/// More words than these beside a run would be a run themselves.
const BESIDE: usize = 7;

/// A text as its runs.
#[derive(Debug, Default)]
pub(super) struct Shingles {
    /// The run that begins at each word, shortened to 32 bits.
    runs: Vec<u32>,
    /// The same in order, each once.
    sorted: Vec<u32>,
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
        let mut sorted = runs.clone();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.shrink_to_fit();
        let total = weights.iter().map(|w| u32::from(*w)).sum();
        Self { runs, sorted, weights, total }
    }

    /// Weight of all words.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Weight of the words of this text that are in a run of the other.
    pub fn covered_by(&self, other: &Self) -> u32 {
        let (mut covered, mut up_to) = (0, 0);
        for (range, run) in ranges(&self.weights).zip(&self.runs) {
            if range.end > up_to && other.sorted.binary_search(run).is_ok() {
                let from = range.start.max(up_to);
                covered += self.weights[from..range.end].iter().map(|w| u32::from(*w)).sum::<u32>();
                up_to = range.end;
            }
        }
        covered
    }

    /// Runs that stand for the text in an index: the smallest of each window of
    /// neighbours (winnowing: Schleimer, Wilkerson, Aiken 2003), each once.
    pub fn fingerprints(&self) -> Vec<u32> {
        if self.runs.len() <= ALL_UP_TO {
            return self.sorted.clone();
        }
        let mut chosen: Vec<u32> =
            self.runs.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen.shrink_to_fit();
        chosen
    }
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
        let a = shingles("one two three four five six seven eight nine ten");
        let b = shingles("one two three four FIVE! six seven EIGHTY nine ten eleven twelve");
        assert_eq!((a.total(), a.covered_by(&b)), (20, 14), "one to seven");
        let moved = shingles("six seven eight nine ten one two three four five");
        assert_eq!(moved.covered_by(&a), 20);
        assert_eq!(shingles("one two three").covered_by(&a), 0);
    }

    #[test]
    fn characters_make_longer_runs() {
        let a = shingles("我们反对这项新的技术法规草案");
        assert_eq!((a.total(), a.runs.len()), (14, 7));
        assert_eq!(a.covered_by(&shingles("我们反对这项新的规定")), 8);
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
