//! Correspondences of national and international standards from CSV files;
//! columns are found by their headers.

use std::io::Read;

use domain::standard::{CorrespondenceRow, StandardId};

use crate::{
    NotReadable, Problem, Severity,
    codes::{letters, next_record, of_csv},
};

/// Rows of such a file.
pub struct Rows<R> {
    records: csv::StringRecordsIntoIter<R>,
    columns: [Option<usize>; 6],
}

/// Headers seen, by meaning, as letters and digits in lower case.
const HEADERS: [&[&str]; 6] = [
    &["nationalid", "national"],
    &["internationalid", "international"],
    &["degree", "correspondence"],
    &["basis"],
    &["confidence"],
    &["source"],
];

/// Reads the header and returns the rows.
pub fn read<R: Read>(file: R) -> Result<Rows<R>, NotReadable> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let names: Vec<String> = reader.headers().map_err(of_csv)?.iter().map(letters).collect();
    let columns = HEADERS.map(|among| names.iter().position(|h| among.contains(&h.as_str())));
    if columns[..3].iter().any(Option::is_none) {
        return Err(NotReadable::WrongFormat(
            "this is no list of correspondences: its first line must name the columns national_id, international_id and degree (IDT, MOD or NEQ)".to_owned(),
        ));
    }
    Ok(Rows { records: reader.into_records(), columns })
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<CorrespondenceRow, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        let (line, record) = match next_record(&mut self.records)? {
            Ok(read) => read,
            Err(problem) => return Some(Err(problem)),
        };
        let [national_id, international_id, degree, basis, confidence, source] =
            self.columns.map(|n| n.and_then(|n| record.get(n)).unwrap_or("").trim().to_owned());
        for (column, id) in [("national_id", &national_id), ("international_id", &international_id)] {
            if let Err(why) = id.parse::<StandardId>() {
                return Some(Err(Problem::new(
                    Severity::Skipped,
                    line,
                    column,
                    id,
                    format!("{why}; skipped"),
                )));
            }
        }
        Some(Ok(CorrespondenceRow { national_id, degree, basis, international_id, confidence, source }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_and_bad_ones_said() {
        let file = "national_id,degree,basis,international_id\n\
                    DIN EN ISO 12100,IDT,reference list,ISO 12100\n\
                    nothing,IDT,reference list,ISO 12100\n";
        let rows: Vec<_> = read(file.as_bytes()).unwrap().collect();
        let first = rows[0].as_ref().unwrap();
        assert_eq!((first.national_id.as_str(), first.degree.as_str()), ("DIN EN ISO 12100", "IDT"));
        assert!(
            rows[1].as_ref().unwrap_err().to_string().starts_with("row 3, skipped, national_id “nothing”")
        );
        assert!(matches!(read("a,b\n".as_bytes()), Err(NotReadable::WrongFormat(_))));
    }
}
