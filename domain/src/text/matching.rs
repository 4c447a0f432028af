//! Which clause of one version is which of the other.
//!
//! First those whose words are the same, then those at the same address that are
//! still alike, then the most alike of the rest wherever they stand. A clause is
//! paired once.

use std::collections::{HashMap, VecDeque};

use super::{
    clauses::{Clause, Clauses},
    shingles::{Shingles, candidates},
};

/// Likeness from which a clause at the same address is the same clause, changed.
const SAME_PLACE: f64 = 0.2;

/// Likeness from which a clause at another place is the same clause.
const OTHER_PLACE: f64 = 0.5;

/// Clauses with fewer words than this are not looked for at other places:
/// "Reserved" is everywhere.
const FEW_WORDS: usize = 4;

/// For each clause of the earlier version its counterpart in the later one.
pub(super) fn pairs(before: &Clauses, after: &Clauses) -> Vec<Option<usize>> {
    let describe = |text: &Clauses| -> Vec<Shingles> {
        text.clauses().iter().map(|clause| Shingles::of(&text.words_of(clause))).collect()
    };
    let mut pairing = Pairing {
        old: before.clauses(),
        new: after.clauses(),
        old_shingles: describe(before),
        new_shingles: describe(after),
        of_old: vec![None; before.clauses().len()],
        of_new: vec![None; after.clauses().len()],
    };
    pairing.same_words();
    pairing.alike();
    pairing.same_numbers();
    pairing.of_old
}

struct Pairing<'a> {
    old: &'a [Clause],
    new: &'a [Clause],
    old_shingles: Vec<Shingles>,
    new_shingles: Vec<Shingles>,
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

impl Pairing<'_> {
    fn pair(&mut self, old: usize, new: usize) -> bool {
        let free = self.of_old[old].is_none() && self.of_new[new].is_none();
        if free {
            self.of_old[old] = Some(new);
            self.of_new[new] = Some(old);
        }
        free
    }

    fn addresses(&self) -> HashMap<&str, usize> {
        self.new.iter().enumerate().map(|(at, clause)| (clause.address.as_str(), at)).collect()
    }

    /// Same words: at the same address first, then in order.
    fn same_words(&mut self) {
        let addresses: Vec<Option<usize>> = {
            let known = self.addresses();
            self.old.iter().map(|clause| known.get(clause.address.as_str()).copied()).collect()
        };
        for (old, new) in addresses.into_iter().enumerate() {
            if let Some(new) = new
                && self.old_shingles[old].whole == self.new_shingles[new].whole
            {
                self.pair(old, new);
            }
        }
        let mut waiting: HashMap<u64, VecDeque<usize>> = HashMap::new();
        for (new, shingles) in self.new_shingles.iter().enumerate() {
            if self.of_new[new].is_none() && shingles.words >= FEW_WORDS {
                waiting.entry(shingles.whole).or_default().push_back(new);
            }
        }
        for old in 0..self.old.len() {
            if self.of_old[old].is_none()
                && let Some(new) =
                    waiting.get_mut(&self.old_shingles[old].whole).and_then(VecDeque::pop_front)
            {
                self.pair(old, new);
            }
        }
    }

    /// Alike: the best pairs first.
    fn alike(&mut self) {
        let known = self.addresses();
        let old: Vec<(usize, &Shingles)> = unpaired(&self.of_old, &self.old_shingles);
        let new: Vec<(usize, &Shingles)> = unpaired(&self.of_new, &self.new_shingles);
        let mut found = candidates(&old, &new);
        found.extend(
            old.iter().filter_map(|(at, _)| Some((*at, *known.get(self.old[*at].address.as_str())?))),
        );
        found.sort_unstable();
        found.dedup();
        let mut weighed: Vec<(f64, usize, usize)> = found
            .into_iter()
            .filter_map(|(old, new)| {
                let likeness = self.old_shingles[old].likeness(&self.new_shingles[new]);
                let same = self.old[old].address == self.new[new].address;
                let few = self.old_shingles[old].words.min(self.new_shingles[new].words) < FEW_WORDS;
                let enough = if same { likeness >= SAME_PLACE } else { likeness >= OTHER_PLACE && !few };
                // The same address weighs a little more than the same words elsewhere.
                enough.then_some((likeness + if same { 0.1 } else { 0.0 }, old, new))
            })
            .collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        for (_, old, new) in weighed {
            self.pair(old, new);
        }
    }

    /// Clauses of few words ("Article 5", and all of it below): by their address
    /// when their parents are paired too, or when they hold a paired clause.
    fn same_numbers(&mut self) {
        let addresses: Vec<Option<usize>> = {
            let known = self.addresses();
            self.old.iter().map(|clause| known.get(clause.address.as_str()).copied()).collect()
        };
        // A clause that holds others goes where most of these went.
        let mut votes: HashMap<usize, HashMap<usize, u32>> = HashMap::new();
        for (old, clause) in self.old.iter().enumerate() {
            if let (Some(parent), Some(new)) = (clause.parent, self.of_old[old])
                && let Some(new_parent) = self.new[new].parent
            {
                *votes.entry(parent).or_default().entry(new_parent).or_default() += 1;
            }
        }
        for old in 0..self.old.len() {
            if self.of_old[old].is_some() || self.old_shingles[old].words >= 2 * FEW_WORDS {
                continue;
            }
            let voted = votes.get(&old).and_then(|votes| {
                votes
                    .iter()
                    .max_by_key(|(new, count)| (**count, std::cmp::Reverse(**new)))
                    .map(|(new, _)| *new)
            });
            if let Some(new) = voted
                && self.new_shingles[new].words < 2 * FEW_WORDS
            {
                self.pair(old, new);
            }
        }
        for (old, new) in addresses.into_iter().enumerate() {
            let Some(new) = new else { continue };
            let few = |shingles: &Shingles| shingles.words < FEW_WORDS;
            if few(&self.old_shingles[old]) && few(&self.new_shingles[new]) {
                self.pair(old, new);
            }
        }
    }
}

/// The clauses without a counterpart yet.
fn unpaired<'s>(of: &[Option<usize>], shingles: &'s [Shingles]) -> Vec<(usize, &'s Shingles)> {
    shingles.iter().enumerate().filter(|(at, _)| of[*at].is_none()).collect()
}
