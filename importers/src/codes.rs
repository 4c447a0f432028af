//! Names of HS and ICS codes from CSV files; columns are found by their headers.

use std::io::Read;

use domain::codes::{HsCode, IcsCode};

use crate::{NotReadable, Problem, Severity};

/// Which tree the file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tree {
    /// Harmonized System.
    Hs,
    /// International Classification for Standards.
    Ics,
}

/// One code with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeRow {
    /// Digits (HS) or code (ICS) in normal form.
    pub code: String,
    /// English name.
    pub name_en: String,
    /// French name, empty when the file has none.
    pub name_fr: String,
}

/// Rows of such a file.
pub struct Rows<R> {
    tree: Tree,
    records: csv::StringRecordsIntoIter<R>,
    columns: Columns,
}

#[derive(Debug, Clone, Copy)]
struct Columns {
    code: usize,
    name_en: usize,
    name_fr: Option<usize>,
}

/// Headers seen, by meaning, as letters and digits in lower case: those of ISO's
/// open data and of the common lists of the Harmonized System.
const CODE: &[&str] = &["code", "identifier", "hscode", "icscode", "productcode", "hs", "ics", "cmdcode"];
const NAME_EN: &[&str] = &["titleen", "nameen", "descriptionen", "title", "name", "description", "english"];
const NAME_FR: &[&str] = &["titlefr", "namefr", "descriptionfr", "french"];

/// Reads the header and returns the rows.
pub fn read<R: Read>(tree: Tree, file: R) -> Result<Rows<R>, NotReadable> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let headers = reader.headers().map_err(of_csv)?;
    let names: Vec<String> = headers.iter().map(letters).collect();
    let find = |among: &[&str]| among.iter().find_map(|n| names.iter().position(|h| h == n));
    let columns = match (find(CODE), find(NAME_EN)) {
        (Some(code), Some(name_en)) => Columns { code, name_en, name_fr: find(NAME_FR) },
        _ => {
            return Err(NotReadable::WrongFormat(
                "this is no list of codes: its first line must name a column of codes (code, hscode, identifier) and one of names (title_en, name, description)".to_owned(),
            ));
        }
    };
    Ok(Rows { tree, records: reader.into_records(), columns })
}

/// A header as letters and digits in lower case.
pub(crate) fn letters(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The next row of a CSV file and its line, or why it cannot be read.
pub(crate) fn next_record<R: Read>(
    records: &mut csv::StringRecordsIntoIter<R>,
) -> Option<Result<(u64, csv::StringRecord), Problem>> {
    let line = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
    Some(match records.next()? {
        Ok(record) => Ok((line(record.position()), record)),
        Err(error) => Err(Problem::unreadable_line(line(error.position()), &error)),
    })
}

pub(crate) fn of_csv(error: csv::Error) -> NotReadable {
    match error.into_kind() {
        csv::ErrorKind::Io(io) => NotReadable::Io(io),
        _ => NotReadable::WrongFormat("the file is no CSV in UTF-8".to_owned()),
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<CodeRow, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        let (line, record) = match next_record(&mut self.records)? {
            Ok(read) => read,
            Err(problem) => return Some(Err(problem)),
        };
        let field = |n: usize| record.get(n).unwrap_or("").trim();
        let given = field(self.columns.code);
        let parsed = match self.tree {
            Tree::Hs => given.parse::<HsCode>().map(|c| c.digits().to_owned()).map_err(|e| e.to_string()),
            Tree::Ics => given.parse::<IcsCode>().map(|c| c.to_string()).map_err(|e| e.to_string()),
        };
        let code = match parsed {
            Ok(code) => code,
            Err(why) => {
                return Some(Err(Problem::new(
                    Severity::Skipped,
                    line,
                    "code",
                    given,
                    format!("{why}; skipped"),
                )));
            }
        };
        let row = CodeRow {
            code,
            name_en: field(self.columns.name_en).to_owned(),
            name_fr: self.columns.name_fr.map_or("", field).to_owned(),
        };
        if row.name_en.is_empty() && row.name_fr.is_empty() {
            return Some(Err(Problem::new(Severity::Skipped, line, "name", given, "has no name; skipped")));
        }
        Some(Ok(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(tree: Tree, csv: &str) -> Vec<Result<CodeRow, Problem>> {
        read(tree, csv.as_bytes()).unwrap().collect()
    }

    #[test]
    fn columns_are_found_by_their_headers() {
        let rows = all(Tree::Ics, "code,level,title_en,title_fr\n97.040,2,Kitchen,Cuisine\n");
        let kitchen = CodeRow { code: "97.040".into(), name_en: "Kitchen".into(), name_fr: "Cuisine".into() };
        assert_eq!(rows, [Ok(kitchen.clone())]);
        let iso = "identifier,parent,titleEn,titleFr\n97.040,97,Kitchen,Cuisine\n";
        assert_eq!(all(Tree::Ics, iso), [Ok(kitchen)]);
        let hs = "section,hscode,description,parent,level\nXVI,8516,\"Heaters, electric\",85,4\n";
        assert_eq!(all(Tree::Hs, hs)[0].as_ref().unwrap().name_en, "Heaters, electric");
    }

    #[test]
    fn a_bad_row_is_said_and_the_rest_is_read() {
        let rows = all(Tree::Hs, "hscode,description\nTOTAL,All\n851,odd\n8516,Heaters\n8517,\n");
        let said: Vec<String> = rows.iter().filter_map(|r| r.as_ref().err()).map(|p| p.to_string()).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[1].starts_with("row 3, skipped, code “851”"), "{said:?}");
        assert_eq!(rows.iter().filter(|r| r.is_ok()).count(), 1);
    }

    #[test]
    fn another_file_is_refused() {
        assert!(matches!(read(Tree::Hs, "a,b\n1,2\n".as_bytes()), Err(NotReadable::WrongFormat(_))));
        assert!(matches!(read(Tree::Hs, "".as_bytes()), Err(NotReadable::WrongFormat(_))));
    }
}
