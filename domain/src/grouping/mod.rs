//! Near-duplicates among many texts: the same text but for a few words, and full
//! containment (a campaign letter with a personal paragraph, or an excerpt of it
//! that is more than a phrase), in any language.
//!
//! Every group has a representative, and every member was compared with *it*:
//! texts are never in a group because each resembles the next. Nothing is left
//! out: every text is in exactly one group, many in one of their own. What a
//! member has that the representative has not is shown by [`unique_passages`].
//!
//! How: texts that are equal word by word are one from the start. The others are
//! read as runs of four words ([`shingles`]), some of which stand in an index
//! of representatives; the candidates that share most are compared exactly
//! ([`measure`]). Which text represents is decided by what most texts say
//! ([`leaders`]). Time grows with the length of all texts together: a run
//! that stands in very many unlike texts is left out of the index, and a
//! comparison costs what the shorter text costs. About 17 bytes a word are kept.

mod leaders;
mod measure;
mod passages;
mod shingles;
#[cfg(test)]
mod tests;
mod words;

pub use passages::unique_passages;

use std::collections::HashMap;

/// Texts that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Positions of the texts, in their order; never empty.
    pub members: Vec<usize>,
    /// Position of the text that the others were compared with.
    pub representative: usize,
}

impl Group {
    /// The member that came first: it names the group.
    pub fn first(&self) -> usize {
        self.members.first().copied().unwrap_or(self.representative)
    }
}

/// Groups texts by what they say. Each is in one group; groups come in the order
/// of their first members. The same texts in the same order give the same groups
/// on any machine.
pub fn group<T: AsRef<str>>(texts: &[T]) -> Vec<Group> {
    let mut unlike: Vec<leaders::Text> = Vec::new();
    let mut places: HashMap<u128, usize> = HashMap::with_capacity(texts.len());
    let mut text_of = Vec::with_capacity(texts.len());
    for (position, text) in texts.iter().enumerate() {
        let words = words::words(text.as_ref());
        let core = &words[words::core(text.as_ref(), &words)];
        let place = *places.entry(key(core, text.as_ref())).or_insert_with(|| {
            unlike.push(leaders::Text::new(position, shingles::Shingles::new(core)));
            unlike.len() - 1
        });
        unlike[place].copies += 1;
        text_of.push(place);
    }
    let leader_of = leaders::assign(&unlike);
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (position, place) in text_of.into_iter().enumerate() {
        let leader = leader_of[place];
        let group = *group_of.entry(leader).or_insert_with(|| {
            groups.push(Group { members: Vec::new(), representative: unlike[leader].first });
            groups.len() - 1
        });
        groups[group].members.push(position);
    }
    groups
}

/// What two texts that are equal word by word have in common; texts without any
/// word (a row of hearts) are compared as they are.
fn key(words: &[words::Word], text: &str) -> u128 {
    let half = |seed: u64| {
        let mut hash = seed;
        for word in words {
            hash = words::finish(hash.rotate_left(9) ^ word.hash);
        }
        if words.is_empty() {
            for c in text.chars().filter(|c| !c.is_whitespace()) {
                hash = words::finish(hash.rotate_left(9) ^ u64::from(c));
            }
        }
        hash
    };
    u128::from(half(words.len() as u64)) << 64 | u128::from(half(!(words.len() as u64)))
}
