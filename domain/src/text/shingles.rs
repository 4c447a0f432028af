//! How alike two texts are, and which of many may be alike, without comparing
//! each with each: texts are taken as sets of three words in a row.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hasher as _},
};

use super::words::tokens;

/// A shingle that more texts have than this finds no candidates: set phrases.
const COMMON: usize = 40;

/// A text as a set: its shingles, sorted; and its words' hash.
#[derive(Debug, Clone)]
pub(super) struct Shingles {
    set: Vec<u64>,
    /// Of all words in order, without spaces and case: equal texts have equal hashes.
    pub whole: u64,
    /// How many words.
    pub words: usize,
}

impl Shingles {
    pub fn of(text: &str) -> Self {
        let words: Vec<u64> = tokens(text)
            .into_iter()
            .filter(|token| token.chars().any(char::is_alphanumeric))
            .map(|token| hash(&token.to_lowercase()))
            .collect();
        let mut set: Vec<u64> = match words.len() {
            0..=2 => words.clone(),
            // Short texts by words and by pairs: three in a row leave nothing after
            // one change.
            3..=8 => words.iter().copied().chain(words.windows(2).map(|pair| hash(&pair))).collect(),
            _ => words.windows(3).map(|three| hash(&three)).collect(),
        };
        set.sort_unstable();
        set.dedup();
        Self { set, whole: hash(&words), words: words.len() }
    }

    /// The share of shingles that two texts have in common (Dice), 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (mut a, mut b, mut common) = (0, 0, 0_u32);
        while let (Some(x), Some(y)) = (self.set.get(a), other.set.get(b)) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => a += 1,
                std::cmp::Ordering::Greater => b += 1,
                std::cmp::Ordering::Equal => {
                    common += 1;
                    a += 1;
                    b += 1;
                }
            }
        }
        let both = self.set.len() + other.set.len();
        #[expect(clippy::cast_precision_loss, reason = "a text has far fewer than 2^52 words")]
        let both = both as f64;
        if both == 0.0 { 0.0 } else { 2.0 * f64::from(common) / both }
    }
}

/// Pairs of texts of two versions that have an uncommon shingle in common.
pub(super) fn candidates(before: &[(usize, &Shingles)], after: &[(usize, &Shingles)]) -> Vec<(usize, usize)> {
    let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, shingles) in before {
        for shingle in &shingles.set {
            having.entry(*shingle).or_default().push(*at);
        }
    }
    let mut pairs = Vec::new();
    for (at, shingles) in after {
        let mut counts: HashMap<usize, u32> = HashMap::new();
        for shingle in &shingles.set {
            if let Some(texts) = having.get(shingle).filter(|texts| texts.len() <= COMMON) {
                for text in texts {
                    *counts.entry(*text).or_default() += 1;
                }
            }
        }
        // The few that have most in common are enough.
        let mut best: Vec<(u32, usize)> = counts.into_iter().map(|(text, count)| (count, text)).collect();
        best.sort_unstable_by_key(|(count, text)| (std::cmp::Reverse(*count), *text));
        pairs.extend(best.into_iter().take(8).map(|(_, text)| (text, *at)));
    }
    pairs
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_falls_with_every_change() {
        let of = Shingles::of;
        let text = "The importer shall keep the technical documentation for ten years after the product";
        let little = text.replace("ten", "five");
        let other = "Batteries contain at most five milligrams of cadmium in each kilogram of their weight";
        assert!((of(text).likeness(&of(text)) - 1.0).abs() < 1e-9);
        assert!(of(text).likeness(&of(&little)) > 0.6);
        assert!(of(text).likeness(&of(other)) < 0.05);
        assert_eq!(of("A  b.").whole, of("a b").whole);
    }
}
