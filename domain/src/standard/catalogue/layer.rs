//! Records and the tables that find them: the catalogue is a large layer that
//! never changes once built, and a small one over it for what changed since.

use super::{Entry, table::Table};

/// Entries and where they are found. Every table maps to positions in `entries`.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub entries: Vec<Entry>,
    /// Catalogue identifier → entry.
    pub by_id: Table,
    /// Identifier in normal form → entry.
    pub by_form: Table,
    /// Undated identifier in normal form → its records, oldest first.
    pub by_number: Table,
    /// Undated identifier without its part (`IEC 60335`) → the editions of its parts.
    pub by_series: Table,
    /// Who names whom, as far as an entry's state can depend on it.
    pub links: Links,
}

/// Named identifier → the entries that name it.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Named as replaced, by the newer record (drafts replace nothing).
    pub replaces: Table,
    /// Named as what replaces the entry, or as what is to replace it.
    pub replaced_by: Table,
    /// Named as the standard that the entry amends or is another shape of.
    pub base: Table,
}

impl Layer {
    #[cfg(test)]
    pub fn tables(&self) -> [&Table; 7] {
        let Links { replaces, replaced_by, base } = &self.links;
        [&self.by_id, &self.by_form, &self.by_number, &self.by_series, replaces, replaced_by, base]
    }

    /// The part of this layer that stays.
    pub fn part(&self, stays: impl Fn(u32) -> bool) -> Self {
        let mut places = vec![None; self.entries.len()];
        let mut entries = Vec::with_capacity(self.entries.len());
        for ((at, entry), place) in (0..).zip(&self.entries).zip(&mut places) {
            if stays(at) {
                *place = u32::try_from(entries.len()).ok();
                entries.push(entry.clone());
            }
        }
        let part = |table: &Table| {
            Table::in_given_order(table.rows().filter_map(|(hash, at)| Some((hash, places[at as usize]?))))
        };
        Self {
            entries,
            by_id: part(&self.by_id),
            by_form: part(&self.by_form),
            by_number: part(&self.by_number),
            by_series: part(&self.by_series),
            links: Links {
                replaces: part(&self.links.replaces),
                replaced_by: part(&self.links.replaced_by),
                base: part(&self.links.base),
            },
        }
    }

    /// This layer and another one, whose families are not in this one.
    pub fn joined(mut self, other: Self) -> Self {
        let first = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let joined = |one: &Table, other: &Table| {
            Table::in_given_order(one.rows().chain(other.rows().map(|(hash, at)| (hash, at + first))))
        };
        self.entries.extend(other.entries);
        Self {
            entries: self.entries,
            by_id: joined(&self.by_id, &other.by_id),
            by_form: joined(&self.by_form, &other.by_form),
            by_number: joined(&self.by_number, &other.by_number),
            by_series: joined(&self.by_series, &other.by_series),
            links: Links {
                replaces: joined(&self.links.replaces, &other.links.replaces),
                replaced_by: joined(&self.links.replaced_by, &other.links.replaced_by),
                base: joined(&self.links.base, &other.links.base),
            },
        }
    }
}
