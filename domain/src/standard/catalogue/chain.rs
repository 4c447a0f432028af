//! Where a chain of replacements ends today.

use std::collections::BTreeSet;

use super::{Catalogue, Entry, StandardId, entry::Form};

impl Catalogue {
    /// Where the chain of replacements from this record ends: the records in
    /// force today (several after a split, none when withdrawn without successor).
    /// Survives cycles in the data.
    pub fn successors(&self, id: &str) -> Vec<&Entry> {
        let Some(start) = self.position(id) else { return Vec::new() };
        let mut seen = BTreeSet::from([start]);
        let mut ends = Vec::new();
        let mut waiting: Vec<u32> = self.replacements(start);
        while let Some(next) = waiting.pop() {
            if !seen.insert(next) {
                continue;
            }
            let entry = self.entry(next);
            if entry.is_in_force() {
                ends.push(entry);
            } else {
                waiting.extend(self.replacements(next));
            }
        }
        ends.sort_by(|a, b| a.id.cmp(&b.id));
        ends
    }

    /// The undated identifiers of all standards whose chain of replacements can
    /// pass through one of these (undated, in normal form), themselves among them.
    pub fn leading_to<'a>(&self, undated: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        for key in undated {
            keys.insert(key.to_owned());
            seen.extend(self.found(|l| &l.by_number, key));
        }
        let mut waiting: Vec<u32> = seen.iter().copied().collect();
        while let Some(at) = waiting.pop() {
            for older in self.found(|l| &l.links.replaced_by, &self.entry(at).id) {
                if seen.insert(older) {
                    waiting.push(older);
                }
            }
        }
        let numbers = seen.into_iter().filter_map(|at| self.entry(at).id.parse::<StandardId>().ok());
        keys.extend(numbers.map(|id| id.undated().to_string()));
        keys
    }

    /// What directly replaced it: issued documents, never drafts. A record under
    /// publication counts only when its dated twin is not there yet.
    fn replacements(&self, index: u32) -> Vec<u32> {
        let known: Vec<u32> =
            self.entry(index).replaced_by.iter().filter_map(|id| self.position(id)).collect();
        let dated = |i: &u32| !matches!(self.entry(*i).form, Form::Forthcoming | Form::Draft);
        let (issued, rest): (Vec<u32>, Vec<u32>) = known.into_iter().partition(dated);
        if issued.is_empty() {
            rest.into_iter().filter(|i| self.entry(*i).form == Form::Forthcoming).collect()
        } else {
            issued
        }
    }
}
