//! A catalogue with some records changed, sharing with the old one all that
//! the change does not touch.
//!
//! What one record says can move others (`derive.rs`): a new edition supersedes
//! the last one, a replacement taken back leaves a record in force, an amendment
//! goes the way of its standard. So a change has two steps: which records may
//! move, and the new catalogue from all of them in full.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use super::{Catalogue, StandardId, StandardRecord, build::Builder, entry::Form, layer::Layer, table::Table};
use crate::standard::CorrespondenceRow;

/// From so many records in the patch on, every further change costs
/// milliseconds to copy them.
const MUCH: usize = 10_000;

impl Catalogue {
    /// The identifiers of all records that must be given to
    /// [`with_changed`](Self::with_changed) when these records are new or
    /// changed and those identifiers are gone, themselves among them.
    ///
    /// Whose state can change: the families of the changed records (the order of
    /// editions), whom they replace and who is replaced by them, now or before,
    /// and what amends or consolidates any of these, step by step. Families are
    /// taken as a whole.
    pub fn touched_by<'a>(
        &self,
        changed: impl IntoIterator<Item = &'a StandardRecord>,
        gone: impl IntoIterator<Item = &'a str>,
    ) -> BTreeSet<String> {
        let mut moved: BTreeSet<String> = BTreeSet::new();
        let mut direct: BTreeSet<String> = gone.into_iter().map(str::to_owned).collect();
        for record in changed {
            direct.insert(record.id.clone());
            // What the record replaced before names it, if anything came of it.
            moved.extend(record.replaces.iter().filter(|id| self.position(id).is_some()).cloned());
        }
        for id in &direct {
            moved.extend(self.family(id));
            moved.extend(self.naming(|l| &l.links.replaced_by, id));
        }
        moved.extend(direct);
        let mut waiting: Vec<String> = moved.iter().cloned().collect();
        while let Some(id) = waiting.pop() {
            for dependent in self.naming(|l| &l.links.base, &id) {
                if moved.insert(dependent.clone()) {
                    waiting.push(dependent);
                }
            }
        }
        let families: Vec<String> = moved.iter().flat_map(|id| self.family(id)).collect();
        moved.extend(families);
        moved
    }

    /// The catalogue in which the `touched` records are these: what
    /// [`touched_by`](Self::touched_by) named, all of them in full as they now
    /// are; one that is not among `records` is gone. Everything else is shared.
    /// The same as a catalogue built from all records.
    pub fn with_changed(
        &self,
        touched: &BTreeSet<String>,
        records: impl IntoIterator<Item = StandardRecord>,
    ) -> Self {
        let records: Vec<StandardRecord> = records.into_iter().collect();
        let ids: BTreeSet<&str> =
            touched.iter().map(String::as_str).chain(records.iter().map(|r| r.id.as_str())).collect();
        let correspondences = self.correspondences.with_records(&ids, &records);
        let gone: HashSet<u32> = ids.into_iter().filter_map(|id| self.position(id)).collect();
        let mut kept = self.without(&gone);
        let mut builder = Builder::of(std::mem::take(&mut kept.coverage));
        for record in records {
            builder.add(record);
        }
        let (new, coverage) = builder.finish(&kept);
        Self {
            len: kept.len + new.entries.len(),
            with_address: kept.with_address + new.entries.iter().filter(|e| e.has_url).count(),
            patch: kept.patch.joined(new),
            coverage,
            correspondences: correspondences.map_or(kept.correspondences, Arc::new),
            base: kept.base,
            masked: kept.masked,
        }
    }

    /// The catalogue in which these rows say how standards correspond, instead of
    /// what rows about the same pairs, as written, said before.
    pub fn with_changed_correspondences(self, rows: &[CorrespondenceRow]) -> Self {
        Self { correspondences: Arc::new(self.correspondences.with_rows(rows)), ..self }
    }

    /// Whether so much changed since the catalogue was built that building it
    /// anew is better than changing it further.
    pub fn is_patched_much(&self) -> bool {
        self.patch.entries.len() > MUCH.min(self.base.entries.len() / 4 + 1_000)
    }

    /// This catalogue without some entries; nothing follows from that yet.
    fn without(&self, gone: &HashSet<u32>) -> Self {
        let mut coverage = self.coverage.clone();
        let mut masked = self.masked.clone();
        let (mut with_address, base) = (self.with_address, self.base.entries.len());
        for at in gone {
            let entry = self.entry(*at);
            with_address -= usize::from(entry.has_url);
            if let (Form::Edition, Ok(id)) = (entry.form, entry.id.parse::<StandardId>()) {
                coverage.discount(id.undated().publisher(), entry.year);
            }
            let word = *at as usize / 64;
            if (*at as usize) < base {
                if masked.len() <= word {
                    masked.resize(word + 1, 0);
                }
                masked[word] |= 1 << (at % 64);
            }
        }
        let stays = |at: u32| !u32::try_from(base).is_ok_and(|base| gone.contains(&(at + base)));
        Self {
            base: self.base.clone(),
            masked,
            patch: self.patch.part(stays),
            len: self.len - gone.len(),
            coverage,
            correspondences: self.correspondences.clone(),
            with_address,
        }
    }

    /// The identifiers of all records of the number of this one.
    fn family(&self, id: &str) -> Vec<String> {
        let Ok(id) = id.parse::<StandardId>() else { return Vec::new() };
        self.found(|l| &l.by_number, &id.undated().to_string()).map(|at| self.entry(at).id.clone()).collect()
    }

    /// The identifiers of the records that name this one.
    fn naming(&self, links: fn(&Layer) -> &Table, id: &str) -> Vec<String> {
        self.found(links, id).map(|at| self.entry(at).id.clone()).collect()
    }
}
