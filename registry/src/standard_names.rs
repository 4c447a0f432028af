//! Identifiers and titles of all standards in memory, laid out for autocomplete:
//! identifiers sorted for prefixes, titles in one text that is scanned.

use std::{collections::BTreeMap, sync::Arc};

use domain::standard::{Catalogue, Entry, StandardStatus};

use crate::db::{fold_id, fold_words};

/// Candidates that are ranked at most: more are not told apart by a few letters.
const CANDIDATES: usize = 4_000;

/// The names; see the module. What changed lies over the rest.
#[derive(Debug, Clone, Default)]
pub(crate) struct StandardNames {
    base: Arc<Laid>,
    changed: Arc<Laid>,
    /// Identifier and title of what changed.
    patch: Arc<BTreeMap<String, String>>,
}

#[derive(Debug, Default)]
struct Laid {
    /// Folded identifier and identifier, sorted.
    ids: Vec<(Box<str>, Box<str>)>,
    /// Rows of `ids` and where their number starts, sorted by what stands from
    /// there: people type `60335-1` without the publisher.
    numbers: Vec<(u32, u8)>,
    /// Folded titles in the order of `ids`, each between line feeds.
    titles: String,
    /// Where each title starts.
    starts: Vec<usize>,
}

impl StandardNames {
    /// Lays out pairs of identifier and title.
    pub(crate) fn new(names: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { base: Arc::new(Laid::new(names)), ..Self::default() }
    }

    /// These names with some added or changed; what is gone is known by the
    /// catalogue that is asked with.
    pub(crate) fn with_changed(&self, names: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut patch = BTreeMap::clone(&self.patch);
        patch.extend(names);
        let changed = Laid::new(patch.iter().map(|(id, title)| (id.clone(), title.clone())));
        Self { base: self.base.clone(), changed: Arc::new(changed), patch: Arc::new(patch) }
    }

    /// The best matches of what was typed: identifiers that start with it, then
    /// those whose number does, then titles with all its words; in force before replaced, standards before
    /// their amendments, new before old.
    pub(crate) fn suggest<'a>(&self, typed: &str, limit: usize, catalogue: &'a Catalogue) -> Vec<&'a Entry> {
        let folded = fold_id(typed);
        if folded.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut best = self.best(
            |l| l.by_id(&folded),
            limit,
            catalogue,
            |e| {
                // The standard itself before its parts: `iso 9001` before `iso 90011`.
                let rest = fold_id(&e.id)[folded.len()..].to_owned();
                (in_force(e), e.is_supplement, rest.len(), e.id.clone())
            },
        );
        let mut add = |found: Vec<&'a Entry>| {
            for entry in found {
                if best.len() < limit && best.iter().all(|b| b.id != entry.id) {
                    best.push(entry);
                }
            }
            best.len() < limit
        };
        let more = add(self.best(
            |l| l.by_number(&folded),
            limit,
            catalogue,
            |e| (in_force(e), e.is_supplement, e.id.len(), e.year.map_or(0, |y| -i32::from(y)), e.id.clone()),
        ));
        if more {
            let found = self.best(
                |l| l.by_title(typed),
                limit,
                catalogue,
                |e| (in_force(e), e.is_supplement, e.year.map_or(0, |y| -i32::from(y)), e.id.clone()),
            );
            add(found);
        }
        best
    }

    fn best<'a, K: Ord>(
        &self,
        rows: impl Fn(&Laid) -> Vec<usize>,
        limit: usize,
        catalogue: &'a Catalogue,
        key: impl Fn(&Entry) -> K,
    ) -> Vec<&'a Entry> {
        let ids =
            |laid: &Laid| rows(laid).into_iter().map(|row| laid.ids[row].1.to_string()).collect::<Vec<_>>();
        let old = ids(&self.base).into_iter().filter(|id| !self.patch.contains_key(id));
        let mut entries: Vec<&Entry> =
            old.chain(ids(&self.changed)).filter_map(|id| catalogue.get(&id)).collect();
        entries.sort_by_cached_key(|e| key(e));
        entries.truncate(limit);
        entries
    }
}

impl Laid {
    fn new(names: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut rows: Vec<(Box<str>, Box<str>, String)> = names
            .into_iter()
            .map(|(id, title)| (fold_id(&id).into(), id.into(), fold_words(&title)))
            .collect();
        rows.sort();
        let mut names = Self::default();
        for (folded, id, title) in rows {
            names.ids.push((folded, id));
            names.starts.push(names.titles.len());
            names.titles.push_str(&title);
            names.titles.push('\n');
        }
        let number = |(row, (folded, _)): (usize, &(Box<str>, Box<str>))| {
            let at = folded.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0)?;
            Some((u32::try_from(row).ok()?, u8::try_from(at).ok()?))
        };
        let mut numbers: Vec<_> = names.ids.iter().enumerate().filter_map(number).collect();
        numbers.sort_by(|a, b| names.number_at(*a).cmp(names.number_at(*b)));
        names.numbers = numbers;
        names
    }

    /// A folded identifier from its number on.
    fn number_at(&self, (row, at): (u32, u8)) -> &str {
        &self.ids[row as usize].0[usize::from(at)..]
    }

    fn by_id(&self, folded: &str) -> Vec<usize> {
        let from = self.ids.partition_point(|(id, _)| id.as_ref() < folded);
        let same = self.ids[from..].iter().take_while(|(id, _)| id.starts_with(folded));
        (from..).take(same.take(CANDIDATES).count()).collect()
    }

    fn by_number(&self, folded: &str) -> Vec<usize> {
        if !folded.starts_with(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let from = self.numbers.partition_point(|n| self.number_at(*n) < folded);
        let same = self.numbers[from..].iter().take_while(|n| self.number_at(**n).starts_with(folded));
        same.take(CANDIDATES).map(|(row, _)| *row as usize).collect()
    }

    fn by_title(&self, typed: &str) -> Vec<usize> {
        let words = fold_words(typed);
        // A word matches from its beginning.
        let mut words: Vec<String> = words.split_whitespace().map(|w| format!(" {w}")).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        let Some((longest, others)) = words.split_first() else { return Vec::new() };
        if longest.len() < 4 {
            return Vec::new();
        }
        let finder = memchr::memmem::Finder::new(longest.as_bytes());
        let bytes = self.titles.as_bytes();
        let mut rows = Vec::new();
        let mut at = 0;
        while let Some(found) = finder.find(&bytes[at..]) {
            let row = self.starts.partition_point(|s| *s <= at + found) - 1;
            let end = self.starts.get(row + 1).copied().unwrap_or(self.titles.len());
            let title = &self.titles[self.starts[row]..end];
            if others.iter().all(|w| title.contains(w.as_str())) {
                rows.push(row);
                if rows.len() == CANDIDATES {
                    break;
                }
            }
            at = end;
        }
        rows
    }
}

fn in_force(entry: &Entry) -> u8 {
    match entry.status {
        StandardStatus::Published => 0,
        StandardStatus::Draft | StandardStatus::Unknown => 1,
        StandardStatus::Superseded => 2,
        StandardStatus::Withdrawn => 3,
        StandardStatus::Deleted => 4,
    }
}

#[cfg(test)]
mod tests {
    use domain::standard::StandardRecord;

    use super::*;

    #[test]
    fn changed_names_are_found_and_old_ones_not_any_more() {
        let record = |(id, title): (&str, &str)| StandardRecord {
            id: id.into(),
            title_en: title.into(),
            status: StandardStatus::Published,
            ..StandardRecord::default()
        };
        let pair = |(id, title): (&str, &str)| (id.to_owned(), title.to_owned());
        let old = [("ISO 1:2016", "Toys"), ("ISO 2:2016", "Bicycles"), ("ISO 3:2016", "Toasters")];
        let new = [("ISO 1:2016", "Prams"), ("ISO 10:2020", "Toys anew")];
        let names = StandardNames::new(old.map(pair)).with_changed(new.map(pair));
        // The second one is gone.
        let catalogue = Catalogue::from_records([new[0], new[1], old[2]].map(record));
        let found = |typed: &str| {
            names.suggest(typed, 9, &catalogue).into_iter().map(|e| e.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found("toys"), ["ISO 10:2020"]);
        assert_eq!(found("prams"), ["ISO 1:2016"]);
        assert_eq!(found("iso 1"), ["ISO 1:2016", "ISO 10:2020"]);
        assert_eq!(found("10"), ["ISO 10:2020"]);
        assert_eq!(found("bicycles"), [""; 0]);
        assert_eq!(found("toaster"), ["ISO 3:2016"]);
    }
}
