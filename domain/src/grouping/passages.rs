//! What one text has that another has not.

use std::ops::Range;

use super::{shingles::shared, words::words};

/// The passages of a text that do not stand in the representative, as bytes of
/// the text, in order and without the punctuation around them. A passage that
/// stands elsewhere in the representative is not unique; words that are only
/// written otherwise (case, accents, punctuation) are the same.
pub fn unique_passages(text: &str, representative: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let shared = shared(&words, &super::words::words(representative));
    let mut passages: Vec<Range<usize>> = Vec::new();
    let mut previous_is_unique = false;
    for (word, shared) in words.iter().zip(shared) {
        if !shared {
            match passages.last_mut() {
                Some(open) if previous_is_unique => open.end = word.end as usize,
                _ => passages.push(word.start as usize..word.end as usize),
            }
        }
        previous_is_unique = !shared;
    }
    passages
}
