//! The WTO's daily export of all notifications, `Notification_EN.xlsx`: one row
//! a notification and authority. A joint notification names all its symbols in
//! one cell and is repeated for each authority; here it comes out once.
//!
//! The file holds more than a hundred thousand rows, so rows are read one by
//! one: the first pass counts which sets of symbols are repeated, the second
//! gives out rows, and keeps back only what still waits for its repetitions.

mod columns;
mod joint;
mod row;
mod sheet;

use std::{
    collections::{HashMap, VecDeque},
    io::{Read, Seek},
};

use calamine::{Reader as _, Xlsx};
use domain::notification::ImportedNotification;

use crate::{NotReadable, Problem, Severity, problem::Notes};
use columns::{Column, Columns};
use joint::Joint;
use sheet::Rows;

/// An opened workbook.
pub struct Workbook<F: Read + Seek> {
    xlsx: Xlsx<F>,
}

/// The notifications of a workbook, and the problems of its rows.
pub struct Notifications<'a, F: Read + Seek> {
    rows: Rows<'a, F>,
    columns: Columns,
    total: u64,
    done: u64,
    /// How many rows of each set of symbols are still to come, where a set has several.
    repeated: HashMap<String, u32>,
    joints: HashMap<String, Joint>,
    waiting: VecDeque<Result<ImportedNotification, Problem>>,
    over: bool,
}

impl<F: Read + Seek> Workbook<F> {
    /// Opens a workbook (`.xlsx`).
    pub fn open(file: F) -> Result<Self, NotReadable> {
        let xlsx = Xlsx::new(file)
            .map_err(|e| NotReadable::WrongFormat(format!("this is no workbook in the form .xlsx ({e})")))?;
        Ok(Self { xlsx })
    }

    /// Reads the workbook once, and returns its notifications to be read again
    /// one by one. Fails when no sheet has the export's columns.
    pub fn notifications(&mut self) -> Result<Notifications<'_, F>, NotReadable> {
        let mut found = None;
        for name in self.xlsx.sheet_names() {
            let mut rows = Rows::of(&mut self.xlsx, &name)?;
            if let Some(columns) = header(&mut rows)? {
                let counted = count(rows, &columns)?;
                found = Some((name, columns, counted));
                break;
            }
        }
        let Some((name, columns, counted)) = found else {
            return Err(NotReadable::WrongFormat(
                "this is not the WTO's export: no sheet has the columns “Document symbol”, “Notifying Member” and “Distribution date”"
                    .to_owned(),
            ));
        };
        // The columns were found in the first pass; the second only has to step over the header.
        let mut rows = Rows::of(&mut self.xlsx, &name)?;
        header(&mut rows)?;
        let unknown = columns.unknown.iter().map(|header| {
            let what = "the column is not known; what it holds was left out";
            Err(Problem::new(Severity::Dropped, columns.row, header, "", what))
        });
        Ok(Notifications {
            waiting: unknown.collect(),
            rows,
            columns,
            total: counted.rows,
            done: 0,
            repeated: counted.repeated,
            joints: HashMap::new(),
            over: false,
        })
    }
}

struct Counted {
    rows: u64,
    repeated: HashMap<String, u32>,
}

/// The header among the first rows, when the sheet has one.
fn header<F: Read + Seek>(rows: &mut Rows<'_, F>) -> Result<Option<Columns>, NotReadable> {
    for _ in 0..10 {
        match rows.next_row()? {
            Some(row) => {
                if let Some(columns) = Columns::of(&row) {
                    return Ok(Some(columns));
                }
            }
            None => break,
        }
    }
    Ok(None)
}

/// Counts the rows, and those of each set of symbols.
fn count<F: Read + Seek>(mut rows: Rows<'_, F>, columns: &Columns) -> Result<Counted, NotReadable> {
    let mut counted = Counted { rows: 0, repeated: HashMap::new() };
    while let Some(row) = rows.next_row()? {
        counted.rows += 1;
        if let Some(key) = columns.value(&row, Column::Symbol).and_then(|v| row::key(&v.text())) {
            *counted.repeated.entry(key).or_default() += 1;
        }
    }
    counted.repeated.retain(|_, rows| *rows > 1);
    Ok(counted)
}

impl<F: Read + Seek> Notifications<'_, F> {
    /// Rows of the sheet, without its header.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Rows read so far.
    pub fn done(&self) -> u64 {
        self.done
    }

    fn take(&mut self, row: &sheet::Row) {
        let mut notes = Notes::new(row.number);
        let read = row::read(row, &self.columns, &mut notes);
        // Problems come before the row that they concern.
        let out = match read {
            None => None,
            Some(one) => {
                let key = row::key_of(&one.notification.symbols);
                match self.repeated.get_mut(&key) {
                    None => Some(Joint::of(one).finish()),
                    Some(left) => {
                        *left = left.saturating_sub(1);
                        let last = *left == 0;
                        match self.joints.entry(key.clone()) {
                            std::collections::hash_map::Entry::Occupied(mut joint) => {
                                joint.get_mut().join(one, &mut notes);
                            }
                            std::collections::hash_map::Entry::Vacant(place) => {
                                place.insert(Joint::of(one));
                            }
                        }
                        if last { self.joints.remove(&key).map(Joint::finish) } else { None }
                    }
                }
            }
        };
        self.waiting.extend(notes.list.into_iter().map(Err));
        self.waiting.extend(out.map(Ok));
    }
}

impl<F: Read + Seek> Iterator for Notifications<'_, F> {
    type Item = Result<ImportedNotification, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(waiting) = self.waiting.pop_front() {
                return Some(waiting);
            }
            if self.over {
                return None;
            }
            match self.rows.next_row() {
                Ok(Some(row)) => {
                    self.done += 1;
                    self.take(&row);
                }
                end => {
                    self.over = true;
                    if let Err(error) = end {
                        let what = format!("the sheet cannot be read further ({error}): the rest is missing");
                        self.waiting.push_back(Err(Problem::new(Severity::Skipped, self.done, "", "", what)));
                    }
                    // A repetition that could not be read leaves its notification waiting.
                    let mut left: Vec<_> = self.joints.drain().collect();
                    left.sort_by(|a, b| a.0.cmp(&b.0));
                    self.waiting.extend(left.into_iter().map(|(_, joint)| Ok(joint.finish())));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
