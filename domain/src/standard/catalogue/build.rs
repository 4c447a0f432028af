//! From records to a layer of the catalogue: one pass over the records, then the
//! tables, then what follows from one record for another.

use std::{collections::HashSet, sync::Arc};

use jiff::civil::Date;

use super::{
    Catalogue, Entry, StandardId, StandardRecord,
    coverage::Coverage,
    derive::derive,
    entry::{DeadUrl, Form, variant_of},
    layer::{Layer, Links},
    series::series_of,
    table::{Table, hash},
};
use crate::standard::Correspondences;

pub(super) fn catalogue(records: impl IntoIterator<Item = StandardRecord>) -> Catalogue {
    let mut builder = Builder::default();
    let mut correspondences = Correspondences::default();
    for record in records {
        correspondences.add_record(&record);
        builder.add(record);
    }
    let (base, coverage) = builder.finish(&Catalogue::default());
    Catalogue {
        len: base.entries.len(),
        with_address: base.entries.iter().filter(|e| e.has_url).count(),
        base: Arc::new(base),
        masked: Vec::new(),
        patch: Layer::default(),
        coverage,
        correspondences: Arc::new(correspondences),
    }
}

/// Takes records in, in any order: what comes out does not depend on it.
#[derive(Default)]
pub(super) struct Builder {
    entries: Vec<Entry>,
    ids: Vec<(u64, u32)>,
    forms: Vec<(u64, u32)>,
    numbers: Vec<(u64, u32)>,
    series: Vec<(u64, u32)>,
    coverage: Coverage,
    texts: HashSet<Arc<str>>,
    lists: HashSet<Arc<[String]>>,
    notes: Vec<Note>,
}

/// Of an entry, for the order of editions and for the succession; gone after building.
pub(super) struct Note {
    /// The edition as counted by the publisher, number by number.
    pub edition: Vec<u32>,
    /// The key of its number, where the identifier can be understood.
    pub number: Option<u64>,
    /// What it replaces.
    pub replaces: Vec<String>,
    /// What it amends or is another shape of.
    pub base: String,
}

impl Builder {
    pub fn of(coverage: Coverage) -> Self {
        Self { coverage, ..Self::default() }
    }

    pub fn add(&mut self, record: StandardRecord) {
        let index = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let form = Form::of(&record);
        let scope = if form == Form::Edition { record.beginning_of_scope().into() } else { Box::default() };
        self.ids.push((hash(&record.id), index));
        let mut number = None;
        if let Ok(id) = record.id.parse::<StandardId>() {
            self.forms.push((hash(&id.to_string()), index));
            let undated = id.undated();
            let key = hash(&undated.to_string());
            self.numbers.push((key, index));
            number = Some(key);
            if form == Form::Edition {
                if let Some(series) = series_of(&undated) {
                    self.series.push((hash(&series), index));
                }
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
            scope,
            year: record.year,
            status: record.status,
            stage: self.text(record.stage),
            committee: self.text(record.committee),
            ics: self.list(record.ics),
            published: self.text(record.published),
            withdrawn: self.text(record.withdrawn),
            replaced_by: record.replaced_by.into_iter().filter(|id| *id != record.id).map(tight).collect(),
            under_revision_by: record.under_revision_by.into_iter().map(tight).collect(),
            is_supplement: form == Form::Supplement,
            derived: record.rel_derived,
            has_url: !record.url.is_empty(),
            dead_url: dead_url(record.url, record.url_dead_since),
            form,
            id: tight(record.id),
        };
        self.entries.push(entry);
    }

    /// The layer, and how much of each publisher there is with it. `kept` is the
    /// catalogue that the layer will lie over: its records are asked where those
    /// of the layer name others, and stay as they are.
    pub fn finish(mut self, kept: &Catalogue) -> (Layer, Coverage) {
        let (mut entries, notes) = (std::mem::take(&mut self.entries), &self.notes);
        entries.shrink_to_fit();
        let by_id = Table::new(self.ids, |i| &entries[i as usize].id);
        let by_form = Table::new(self.forms, |i| (entries[i as usize].form, &entries[i as usize].id));
        let by_number = Table::new(self.numbers, |i| by_age(&entries, notes, i));
        derive(&mut entries, notes, &by_id, kept);
        for entry in &mut entries {
            if !entry.is_in_force() {
                entry.scope = Box::default();
            }
            entry.replaced_by.shrink_to_fit();
            entry.under_revision_by.shrink_to_fit();
        }
        let links = Links {
            replaces: naming(notes.iter().map(|note| note.replaces.iter())),
            replaced_by: naming(entries.iter().map(|e| e.replaced_by.iter().chain(&e.under_revision_by))),
            base: naming(notes.iter().map(|note| Some(&note.base).filter(|b| !b.is_empty()).into_iter())),
        };
        let by_series = Table::in_given_order(self.series.into_iter());
        (Layer { entries, by_id, by_form, by_number, by_series, links }, self.coverage)
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

/// Who names whom: from what each entry names.
fn naming<'a, N: Iterator<Item = &'a String>>(names: impl Iterator<Item = N>) -> Table {
    let rows = (0..).zip(names).flat_map(|(at, names)| names.map(move |name| (hash(name), at)));
    Table::in_given_order(rows)
}

/// The order of the records of one number, oldest first.
pub(super) fn by_age<'a>(entries: &'a [Entry], notes: &'a [Note], at: u32) -> impl Ord + use<'a> {
    let entry = &entries[at as usize];
    (entry.edition_year(), &entry.published, &notes[at as usize].edition, &entry.id)
}

fn dead_url(url: String, since: Option<Date>) -> Option<Box<DeadUrl>> {
    let since = since.filter(|_| !url.is_empty())?;
    Some(Box::new(DeadUrl { url: tight(url), since }))
}

fn tight(mut text: String) -> String {
    text.shrink_to_fit();
    text
}
