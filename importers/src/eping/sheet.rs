//! A sheet row by row, without holding it in memory.

use std::io::{Read, Seek};

use calamine::{DataRef, Xlsx, XlsxCellReader, XlsxError};

use crate::NotReadable;

/// One row; empty cells are left out.
#[derive(Debug, Default)]
pub struct Row {
    /// Number as the spreadsheet shows it.
    pub number: u64,
    /// Column (from 0) and value.
    pub cells: Vec<(u32, Value)>,
}

/// A cell's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text; days are written as `2018-06-01`.
    Text(String),
    /// A number.
    Number(f64),
}

impl Value {
    /// As text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// The rows of a sheet.
pub struct Rows<'a, F: Read + Seek> {
    cells: XlsxCellReader<'a, F>,
    /// The first cell of the next row.
    ahead: Option<(u64, (u32, Value))>,
    over: bool,
}

impl<'a, F: Read + Seek> Rows<'a, F> {
    /// The rows of the sheet of this name.
    pub fn of(xlsx: &'a mut Xlsx<F>, sheet: &str) -> Result<Self, NotReadable> {
        let cells = xlsx.worksheet_cells_reader(sheet).map_err(unreadable)?;
        Ok(Self { cells, ahead: None, over: false })
    }

    /// The next row that holds anything.
    pub fn next_row(&mut self) -> Result<Option<Row>, NotReadable> {
        let mut row = Row::default();
        if let Some((number, cell)) = self.ahead.take() {
            row = Row { number, cells: vec![cell] };
        }
        while !self.over {
            let Some(cell) = self.cells.next_cell().map_err(unreadable)? else {
                self.over = true;
                break;
            };
            let (at, column) = cell.get_position();
            let number = u64::from(at) + 1;
            let Some(value) = value(cell.get_value()) else { continue };
            if row.cells.is_empty() {
                row.number = number;
            }
            if row.number != number {
                self.ahead = Some((number, (column, value)));
                return Ok(Some(row));
            }
            row.cells.push((column, value));
        }
        Ok((!row.cells.is_empty()).then_some(row))
    }
}

fn unreadable(error: XlsxError) -> NotReadable {
    match error {
        XlsxError::Io(io) => NotReadable::Io(io),
        other => NotReadable::WrongFormat(format!("the workbook is damaged ({other})")),
    }
}

fn value(cell: &DataRef<'_>) -> Option<Value> {
    match cell {
        DataRef::Int(n) => Some(Value::Number(*n as f64)),
        DataRef::Float(n) => Some(Value::Number(*n)),
        DataRef::String(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Bool(b) => Some(Value::Text(if *b { "X" } else { "" }.to_owned())).filter(|_| *b),
        DataRef::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            Some(Value::Text(format!("{year:04}-{month:02}-{day:02}")))
        }
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => text(s),
        DataRef::Error(_) | DataRef::Empty => None,
    }
}

fn text(s: &str) -> Option<Value> {
    (!s.trim().is_empty()).then(|| Value::Text(s.to_owned()))
}
