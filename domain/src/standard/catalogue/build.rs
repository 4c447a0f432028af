//! From records to the catalogue in memory: one pass over the records, then the
//! tables, then what replaced what.

use std::{collections::HashSet, sync::Arc};

use super::{
    Catalogue, Entry, StandardId, StandardRecord,
    coverage::Coverage,
    entry::{Form, variant_of},
    table::{Table, hash},
};
use crate::standard::{Correspondences, StandardStatus};

pub(super) fn catalogue(records: impl IntoIterator<Item = StandardRecord>) -> Catalogue {
    let mut builder = Builder::default();
    for record in records {
        builder.add(record);
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    entries: Vec<Entry>,
    ids: Vec<(u64, u32)>,
    forms: Vec<(u64, u32)>,
    numbers: Vec<(u64, u32)>,
    coverage: Coverage,
    texts: HashSet<Arc<str>>,
    lists: HashSet<Arc<[String]>>,
    correspondences: Correspondences,
    /// By entry, for the order of editions and for the succession; gone after building.
    notes: Vec<Note>,
}

struct Note {
    edition: Vec<u32>,
    number: Option<u64>,
    replaces: Vec<String>,
    base: String,
}

impl Builder {
    fn add(&mut self, record: StandardRecord) {
        self.correspondences.add_record(&record);
        let index = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let form = Form::of(&record);
        self.ids.push((hash(&record.id), index));
        let mut number = None;
        if let Ok(id) = record.id.parse::<StandardId>() {
            self.forms.push((hash(&id.to_string()), index));
            let undated = id.undated();
            let key = hash(&undated.to_string());
            self.numbers.push((key, index));
            number = Some(key);
            if form == Form::Edition {
                self.coverage.count(undated.publisher(), record.year);
            }
        }
        let base = variant_of(&record.id).map(str::to_owned).unwrap_or(record.base);
        self.notes.push(Note {
            edition: record
                .edition
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|n| n.parse().ok())
                .collect(),
            number,
            replaces: if form == Form::Draft { Vec::new() } else { record.replaces },
            base,
        });
        let title = if record.title_en.is_empty() { record.title_fr } else { record.title_en };
        let entry = Entry {
            title: tight(title),
            year: record.year,
            status: record.status,
            stage: self.text(record.stage),
            ics: self.list(record.ics),
            published: self.text(record.published),
            withdrawn: self.text(record.withdrawn),
            replaced_by: record.replaced_by.into_iter().filter(|id| *id != record.id).map(tight).collect(),
            under_revision_by: record.under_revision_by.into_iter().map(tight).collect(),
            is_supplement: form == Form::Supplement,
            derived: record.rel_derived,
            has_url: !record.url.is_empty(),
            form,
            id: tight(record.id),
        };
        self.entries.push(entry);
    }

    fn finish(mut self) -> Catalogue {
        self.entries.shrink_to_fit();
        let (entries, notes) = (&self.entries, &self.notes);
        let by_id = Table::new(self.ids, |i| i);
        let by_form = Table::new(self.forms, |i| (entries[i as usize].form, i));
        let by_number = Table::new(self.numbers, |i| {
            let entry = &entries[i as usize];
            (entry.edition_year(), &entry.published, &notes[i as usize].edition, i)
        });
        let mut catalogue = Catalogue {
            has_addresses: self.entries.iter().any(|e| e.has_url),
            entries: self.entries,
            by_id,
            by_form,
            by_number,
            coverage: self.coverage,
            correspondences: self.correspondences,
        };
        catalogue.mirror_replacements(&self.notes);
        catalogue.part_forthcoming();
        catalogue.mark_superseded();
        catalogue.derive_from_order(&self.notes);
        catalogue.follow_base(&self.notes);
        for entry in &mut catalogue.entries {
            entry.replaced_by.shrink_to_fit();
            entry.under_revision_by.shrink_to_fit();
        }
        catalogue
    }

    fn text(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.texts.get(text.as_str()) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        self.texts.insert(text.clone());
        text
    }

    fn list(&mut self, list: Vec<String>) -> Arc<[String]> {
        if let Some(known) = self.lists.get(list.as_slice()) {
            return known.clone();
        }
        let list: Arc<[String]> = list.into_iter().map(tight).collect();
        self.lists.insert(list.clone());
        list
    }
}

fn tight(mut text: String) -> String {
    text.shrink_to_fit();
    text
}

impl Catalogue {
    /// "A replaces B" said by A alone is as good as "B is replaced by A", unless
    /// B is said to be in force.
    fn mirror_replacements(&mut self, notes: &[Note]) {
        for (newer, note) in notes.iter().enumerate() {
            for older in &note.replaces {
                let Some(older) = self.position(older) else { continue };
                let silent = self.entry(older).replaced_by.is_empty()
                    && matches!(
                        self.entry(older).status,
                        StandardStatus::Withdrawn | StandardStatus::Superseded
                    );
                if silent && older as usize != newer {
                    let id = self.entries[newer].id.clone();
                    self.entries[older as usize].replaced_by.push(id);
                }
            }
        }
    }

    /// The publisher still has the record in force and its successor is under
    /// publication: that is a revision, not a replacement yet.
    fn part_forthcoming(&mut self) {
        for index in 0..self.entries.len() {
            let entry = &self.entries[index];
            if entry.status != StandardStatus::Published || entry.replaced_by.is_empty() {
                continue;
            }
            let (coming, there): (Vec<_>, Vec<_>) = entry.replaced_by.iter().cloned().partition(|id| {
                self.get(id).is_some_and(|e| matches!(e.form, Form::Forthcoming | Form::Draft))
            });
            if !coming.is_empty() && there.is_empty() {
                let entry = &mut self.entries[index];
                entry.replaced_by = there;
                entry.under_revision_by.extend(coming);
            }
        }
    }

    /// What replaced a record is trusted over its status; a replacement that the
    /// catalogue does not hold counts when the publisher withdrew the record.
    fn mark_superseded(&mut self) {
        for index in 0..self.entries.len() {
            let entry = &self.entries[index];
            let withdrawn = entry.status == StandardStatus::Withdrawn;
            let replaces = |id: &String| match self.get(id) {
                Some(newer) => newer.form != Form::Draft,
                None => withdrawn,
            };
            if entry.form != Form::Draft && entry.replaced_by.iter().any(replaces) {
                self.entries[index].status = StandardStatus::Superseded;
            }
        }
    }

    /// A withdrawn edition, or one of unknown status, is replaced by the next
    /// edition of its number when nobody says otherwise.
    fn derive_from_order(&mut self, notes: &[Note]) {
        let mut groups: Vec<(u64, u32)> = Vec::new();
        for (index, note) in notes.iter().enumerate() {
            if let (Some(number), Form::Edition) = (note.number, self.entries[index].form) {
                groups.push((number, u32::try_from(index).unwrap_or(u32::MAX)));
            }
        }
        let table = Table::new(groups, |i| {
            let entry = self.entry(i);
            (entry.edition_year(), entry.published.clone(), notes[i as usize].edition.clone(), i)
        });
        for (older, newer) in table.neighbours() {
            let (old, new) = (self.entry(older), self.entry(newer));
            let open = matches!(old.status, StandardStatus::Withdrawn | StandardStatus::Unknown);
            if open && old.replaced_by.is_empty() && old.edition_year() < new.edition_year() {
                let id = new.id.clone();
                let old = &mut self.entries[older as usize];
                old.replaced_by.push(id);
                old.derived = true;
                old.status = StandardStatus::Superseded;
            }
        }
    }

    /// A withdrawn amendment or consolidation goes the way of its standard.
    fn follow_base(&mut self, notes: &[Note]) {
        for (index, note) in notes.iter().enumerate() {
            let entry = &self.entries[index];
            let open = entry.status == StandardStatus::Withdrawn && entry.replaced_by.is_empty();
            if !open || note.base.is_empty() || !matches!(entry.form, Form::Supplement | Form::Variant) {
                continue;
            }
            let Some(base) = self.get(&note.base) else { continue };
            let heirs = if base.status == StandardStatus::Superseded {
                base.replaced_by.clone()
            } else if base.is_in_force() && entry.form == Form::Variant {
                vec![base.id.clone()]
            } else {
                continue;
            };
            let entry = &mut self.entries[index];
            entry.replaced_by = heirs;
            entry.derived = true;
            entry.status = StandardStatus::Superseded;
        }
    }
}
