//! What a reader has to say about a row it could not take as it stands.

use serde::Serialize;

/// What was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; taken as it stands.
    Note,
    /// The value was put right; the row holds the repaired one.
    Repaired,
    /// The value was left out; the rest of the row was taken.
    Dropped,
    /// The whole row was left out.
    Skipped,
    /// The file ends here, before its time: what follows was not read.
    BrokenOff,
}

impl Severity {
    /// The name printed in lists of problems.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Repaired => "repaired",
            Self::Dropped => "dropped",
            Self::Skipped => "skipped",
            Self::BrokenOff => "broken off",
        }
    }
}

/// One thing wrong in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What was done.
    pub severity: Severity,
    /// Line (from 1) of a text file, row as numbered by the spreadsheet; 0 when
    /// it is about the file as a whole.
    pub row: u64,
    /// Column or field; empty when it is about the whole row.
    pub field: String,
    /// The value, shortened.
    pub value: String,
    /// What is wrong and what was done, one sentence.
    pub what: String,
}

impl Problem {
    /// A problem of a row.
    pub fn new(severity: Severity, row: u64, field: &str, value: &str, what: impl Into<String>) -> Self {
        Self { severity, row, field: field.to_owned(), value: shorten(value), what: what.into() }
    }
}

impl Problem {
    /// A line of a CSV file that cannot be read; when it is the reading itself
    /// that failed, nothing follows.
    pub(crate) fn unreadable_line(line: u64, error: &csv::Error) -> Self {
        let (severity, what) = if error.is_io_error() {
            (Severity::BrokenOff, format!("the file cannot be read further ({error}): the rest is missing"))
        } else {
            (Severity::Skipped, format!("the line cannot be read ({error}); skipped"))
        };
        Self::new(severity, line, "", "", what)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row {}, {}", self.row, self.severity.as_str())?;
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        if !self.value.is_empty() {
            write!(f, " “{}”", self.value)?;
        }
        write!(f, ": {}", self.what)
    }
}

/// Why nothing of a file can be read.
#[derive(Debug, thiserror::Error)]
pub enum NotReadable {
    /// Reading the bytes failed.
    #[error("reading failed")]
    Io(#[from] std::io::Error),
    /// It is another kind of file; the sentence says what was expected.
    #[error("{0}")]
    WrongFormat(String),
}

/// Problems of one row as they are found, with its number.
#[derive(Debug)]
pub(crate) struct Notes {
    row: u64,
    pub list: Vec<Problem>,
}

impl Notes {
    pub fn new(row: u64) -> Self {
        Self { row, list: Vec::new() }
    }

    pub fn add(&mut self, severity: Severity, field: &str, value: &str, what: impl Into<String>) {
        self.list.push(Problem::new(severity, self.row, field, value, what));
    }
}

/// At most 80 characters of a value on one line, so that a list of problems stays a list.
fn shorten(value: &str) -> String {
    let mut short = String::new();
    let mut chars = value.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    short.extend(chars.by_ref().take(80));
    if chars.next().is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shortened_to_one_line() {
        let long = format!("one\ntwo {}", "x".repeat(100));
        let problem = Problem::new(Severity::Dropped, 7, "HS code(s)", &long, "is no HS code; left out");
        assert_eq!(problem.value.chars().count(), 81);
        assert!(problem.to_string().starts_with("row 7, dropped, HS code(s) “one two xxx"), "{problem}");
        assert!(problem.to_string().ends_with("…”: is no HS code; left out"), "{problem}");
    }
}
