//! Two versions of a text side by side, clause by clause.

use serde::{Deserialize, Serialize};

use super::{
    clauses::Clauses,
    matching,
    words::{Span, word_difference},
};

/// What became of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Same words, same place.
    Unchanged,
    /// Other words at the same place.
    Changed,
    /// Only in the later version.
    Added,
    /// Only in the earlier version.
    Removed,
    /// At another place of the text; its words may have changed too.
    Moved,
    /// At the same place under another number; its words may have changed too.
    Renumbered,
}

/// A clause of the earlier version, its counterpart in the later one, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place among the clauses of the earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<usize>,
    /// Its place among the clauses of the later version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<usize>,
    /// What became of it.
    pub standing: Standing,
    /// What differs in its words, without its number; empty when nothing does,
    /// and for a clause that stands in one version only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Span>,
}

/// Two versions compared. Every clause of both stands in exactly one entry;
/// entries follow the later version, with what was removed where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// The entries.
    pub entries: Vec<Entry>,
}

impl Comparison {
    /// Compares an earlier version with a later one.
    #[must_use]
    pub fn of(before: &Clauses, after: &Clauses) -> Self {
        let pairs = matching::pairs(before, after);
        let mut counterpart = vec![None; after.clauses().len()];
        for (old, new) in pairs.iter().enumerate() {
            if let Some(new) = new {
                counterpart[*new] = Some(old);
            }
        }
        let in_order = in_order(before, after, &counterpart);
        let mut entries = Vec::with_capacity(after.clauses().len());
        let mut next_old = 0;
        let mut removed_up_to = |to: usize, entries: &mut Vec<Entry>| {
            while next_old < to {
                if pairs[next_old].is_none() {
                    entries.push(Entry {
                        before: Some(next_old),
                        after: None,
                        standing: Standing::Removed,
                        words: Vec::new(),
                    });
                }
                next_old += 1;
            }
        };
        for new in 0..after.clauses().len() {
            let Some(old) = counterpart[new] else {
                entries.push(Entry {
                    before: None,
                    after: Some(new),
                    standing: Standing::Added,
                    words: Vec::new(),
                });
                continue;
            };
            if in_order[new] {
                removed_up_to(old, &mut entries);
            }
            let (was, is) = (&before.clauses()[old], &after.clauses()[new]);
            let (old_words, new_words) = (before.words_of(was), after.words_of(is));
            let changed = old_words != new_words;
            let standing =
                if !in_order[new] || another_parent((before, old), (after, new), &pairs, &counterpart) {
                    Standing::Moved
                } else if was.address != is.address {
                    Standing::Renumbered
                } else if changed {
                    Standing::Changed
                } else {
                    Standing::Unchanged
                };
            let words = if changed { word_difference(&old_words, &new_words) } else { Vec::new() };
            entries.push(Entry { before: Some(old), after: Some(new), standing, words });
        }
        removed_up_to(before.clauses().len(), &mut entries);
        Self { entries }
    }

    /// How many entries have a standing.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.entries.iter().filter(|entry| entry.standing == standing).count()
    }
}

/// Whether a clause left the clause that it stood under: `5(3)` became `6(1)`.
/// Chapters and headings do not count: articles are numbered through them.
fn another_parent(
    (before, old): (&Clauses, usize),
    (after, new): (&Clauses, usize),
    pairs: &[Option<usize>],
    counterpart: &[Option<usize>],
) -> bool {
    match (numbering_parent(before, old), numbering_parent(after, new)) {
        (None, None) => false,
        (Some(was), Some(is)) => pairs[was] != Some(is),
        // The text may have got a level more or less around it.
        (Some(was), None) => pairs[was].is_some(),
        (None, Some(is)) => counterpart[is].is_some(),
    }
}

/// The clause whose address a clause's address goes on from.
fn numbering_parent(text: &Clauses, at: usize) -> Option<usize> {
    let clause = &text.clauses()[at];
    let mut parent = clause.parent;
    while let Some(at) = parent {
        let above = &text.clauses()[at];
        if clause.address.strip_prefix(above.address.as_str()).is_some_and(|rest| rest.starts_with('.')) {
            return Some(at);
        }
        parent = above.parent;
    }
    None
}

/// Which of the later clauses stand in the order of the earlier version: the
/// heaviest row of them that rises. The others were moved. A clause that kept its
/// address weighs more: of two that passed each other, the other one moved.
fn in_order(before: &Clauses, after: &Clauses, counterpart: &[Option<usize>]) -> Vec<bool> {
    // The best row that ends at or before each earlier clause, in a Fenwick tree.
    let mut tree: Vec<(u64, Option<usize>)> = vec![(0, None); before.clauses().len() + 1];
    let mut previous: Vec<Option<usize>> = vec![None; counterpart.len()];
    let mut best = (0, None);
    for (new, old) in counterpart.iter().enumerate() {
        let Some(old) = *old else { continue };
        let mut row = (0, None);
        let mut at = old;
        while at > 0 {
            row = std::cmp::max_by_key(row, tree[at], |row| row.0);
            at &= at - 1;
        }
        let stays = before.clauses()[old].address == after.clauses()[new].address;
        previous[new] = row.1;
        let grown = (row.0 + if stays { 3 } else { 2 }, Some(new));
        if grown.0 > best.0 {
            best = grown;
        }
        let mut at = old + 1;
        while at < tree.len() {
            if grown.0 > tree[at].0 {
                tree[at] = grown;
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut stands = vec![false; counterpart.len()];
    let mut at = best.1;
    while let Some(new) = at {
        stands[new] = true;
        at = previous[new];
    }
    stands
}
