//! What follows from one record for another: replacements that only the newer
//! record names, the order of editions, the standard that an amendment belongs to.
//!
//! Every rule gives the same whatever the order of the records, and
//! `change.rs` knows how far each of them reaches: whoever adds a rule extends both.

use super::{
    Catalogue, Entry,
    build::{Note, by_age},
    entry::Form,
    table::Table,
};
use crate::standard::StandardStatus;

/// Applies all rules to new entries, over those of a catalogue that stay.
pub(super) fn derive(entries: &mut Vec<Entry>, notes: &[Note], by_id: &Table, kept: &Catalogue) {
    let mut all = Entries { entries, notes, by_id, kept };
    all.mirror_replacements();
    all.part_forthcoming();
    all.mark_superseded();
    all.derive_from_order();
    all.follow_base();
}

struct Entries<'a> {
    entries: &'a mut Vec<Entry>,
    notes: &'a [Note],
    by_id: &'a Table,
    kept: &'a Catalogue,
}

impl Entries<'_> {
    fn position(&self, id: &str) -> Option<usize> {
        self.by_id.find(id).map(|at| at as usize).find(|at| self.entries[*at].id == id)
    }

    fn get(&self, id: &str) -> Option<&Entry> {
        self.position(id).map(|at| &self.entries[at]).or_else(|| self.kept.get(id))
    }

    /// "A replaces B" said by A alone is as good as "B is replaced by A", unless
    /// B is said to be in force. Of several, the first by identifier.
    fn mirror_replacements(&mut self) {
        let silent = |entry: &Entry| {
            entry.replaced_by.is_empty()
                && matches!(entry.status, StandardStatus::Withdrawn | StandardStatus::Superseded)
        };
        let mut said: Vec<(usize, String)> = Vec::new();
        for (newer, note) in self.entries.iter().zip(self.notes) {
            for older in &note.replaces {
                let Some(older) = self.position(older) else { continue };
                if silent(&self.entries[older]) && self.entries[older].id != newer.id {
                    said.push((older, newer.id.clone()));
                }
            }
        }
        for (older, entry) in self.entries.iter().enumerate().filter(|(_, entry)| silent(entry)) {
            let newer = self.kept.found(|l| &l.links.replaces, &entry.id);
            said.extend(newer.map(|at| (older, self.kept.entry(at).id.clone())));
        }
        said.sort_unstable();
        for (older, newer) in said {
            if self.entries[older].replaced_by.is_empty() {
                self.entries[older].replaced_by.push(newer);
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
    fn derive_from_order(&mut self) {
        let mut groups = Vec::new();
        for ((at, entry), note) in (0u32..).zip(self.entries.iter()).zip(self.notes) {
            if let (Some(number), Form::Edition) = (note.number, entry.form) {
                groups.push((number, at));
            }
        }
        let table = Table::new(groups, |at| by_age(self.entries, self.notes, at));
        for (older, newer) in table.neighbours() {
            let (old, new) = (&self.entries[older as usize], &self.entries[newer as usize]);
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

    /// A withdrawn amendment or consolidation goes the way of its standard; a
    /// corrigendum to an amendment goes the way of the amendment.
    fn follow_base(&mut self) {
        let open = |(at, entry): &(usize, &Entry)| {
            entry.status == StandardStatus::Withdrawn
                && entry.replaced_by.is_empty()
                && !self.notes[*at].base.is_empty()
                && matches!(entry.form, Form::Supplement | Form::Variant)
        };
        let mut waiting: Vec<usize> =
            self.entries.iter().enumerate().filter(open).map(|(at, _)| at).collect();
        loop {
            let before = waiting.len();
            waiting.retain(|at| !self.follows(*at));
            if waiting.len() == before {
                return;
            }
        }
    }

    /// Whether the way of its standard is known; it then follows.
    fn follows(&mut self, at: usize) -> bool {
        let Some(base) = self.get(&self.notes[at].base) else { return false };
        let heirs = if base.status == StandardStatus::Superseded {
            base.replaced_by.clone()
        } else if base.is_in_force() && self.entries[at].form == Form::Variant {
            vec![base.id.clone()]
        } else {
            return false;
        };
        let entry = &mut self.entries[at];
        entry.replaced_by = heirs;
        entry.derived = true;
        entry.status = StandardStatus::Superseded;
        true
    }
}
