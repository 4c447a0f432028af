//! The export's columns, found by their headers in any order.

use super::sheet::{Row, Value};
use crate::codes::letters;

/// A column by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Symbol,
    Member,
    Distributed,
    Title,
    Description,
    Products,
    Hs,
    Ics,
    Objectives,
    Rationale,
    Keywords,
    Affected,
    CommentsUntil,
    Adoption,
    EntryIntoForce,
    Type,
    Document,
    A2_9_2,
    A2_10_1,
    A5_6_2,
    A5_7_1,
    A3_2,
    A7_2,
    OtherArticle,
    Relevant,
    Codex,
    AnimalHealth,
    PlantProtection,
    NoStandard,
    Conforms,
    Deviates,
}

/// Which column stands where.
#[derive(Debug)]
pub struct Columns {
    /// Row of the header.
    pub row: u64,
    known: Vec<(u32, Column)>,
    /// Headers that mean nothing here.
    pub unknown: Vec<String>,
}

impl Columns {
    /// The columns, if this row is the header.
    pub fn of(row: &Row) -> Option<Self> {
        let mut columns = Self { row: row.number, known: Vec::new(), unknown: Vec::new() };
        for (at, value) in &row.cells {
            let header = value.text();
            match meaning(&header) {
                Some(column) if columns.at(column).is_none() => columns.known.push((*at, column)),
                _ => columns.unknown.push(header.trim().to_owned()),
            }
        }
        [Column::Symbol, Column::Member, Column::Distributed]
            .into_iter()
            .all(|c| columns.at(c).is_some())
            .then_some(columns)
    }

    fn at(&self, column: Column) -> Option<u32> {
        self.known.iter().find(|(_, c)| *c == column).map(|(at, _)| *at)
    }

    /// The value of a column in a row.
    pub fn value<'r>(&self, row: &'r Row, column: Column) -> Option<&'r Value> {
        let at = self.at(column)?;
        row.cells.iter().find(|(c, _)| *c == at).map(|(_, value)| value)
    }
}

/// What a header means. The articles are told by their numbers, the others by
/// their words, whatever stands between them (`hs_codes`, `HS code(s)`).
fn meaning(header: &str) -> Option<Column> {
    let name = letters(header);
    let articles = [
        ("2.9.2", Column::A2_9_2),
        ("2.10.1", Column::A2_10_1),
        ("5.6.2", Column::A5_6_2),
        ("5.7.1", Column::A5_7_1),
    ];
    for (number, column) in articles {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if header.contains(number) || name.ends_with(&digits) {
            return Some(column);
        }
    }
    if name.contains("localgovernment") {
        return Some(if name.ends_with("72") { Column::A7_2 } else { Column::A3_2 });
    }
    Some(match name.as_str() {
        "documentsymbol" | "documentsymbols" | "symbol" => Column::Symbol,
        "notifyingmember" | "notifyingmembers" | "member" => Column::Member,
        "distributiondate" => Column::Distributed,
        "title" => Column::Title,
        "description" => Column::Description,
        "productscovered" | "products" | "productsfreetext" => Column::Products,
        "hscodes" | "hscode" => Column::Hs,
        "icscodes" | "icscode" => Column::Ics,
        "objectives" | "objective" => Column::Objectives,
        "objectivesfreetext" => Column::Rationale,
        "keywords" => Column::Keywords,
        "specificregionsorcountrieslikelytobeaffected" | "countriesaffected" => Column::Affected,
        "finaldateforcomments" => Column::CommentsUntil,
        "proposedadoptiondate" | "proposeddateofadoption" => Column::Adoption,
        "proposedentryintoforcedate" | "proposeddateofentryintoforce" => Column::EntryIntoForce,
        "notificationtype" => Column::Type,
        "notifieddocument" | "notifieddocuments" => Column::Document,
        "other" => Column::OtherArticle,
        "relevantdocuments" => Column::Relevant,
        "codexalimentariuscommission" => Column::Codex,
        "internationalplantprotectionconvention" => Column::PlantProtection,
        "none" => Column::NoStandard,
        n if n.starts_with("worldorgani") && n.contains("animalhealth") => Column::AnimalHealth,
        n if n.starts_with("doesthisproposedregulationconform") => Column::Conforms,
        n if n.starts_with("ifnodescribe") => Column::Deviates,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Technical regulation: Article 2.9.2", Some(Column::A2_9_2))]
    #[case("technical_regulation_urgent_2_10_1", Some(Column::A2_10_1))]
    #[case("CAP (urgent): 5.7.1", Some(Column::A5_7_1))]
    #[case("Technical regulation (local government): 3.2", Some(Column::A3_2))]
    #[case("CAP (local government): 7.2", Some(Column::A7_2))]
    #[case("HS\u{a0}code(s)", Some(Column::Hs))]
    #[case("hs_codes", Some(Column::Hs))]
    #[case("World Organization for Animal Health (OIE)", Some(Column::AnimalHealth))]
    #[case("If no, describe, whenever possible, how and why it deviates", Some(Column::Deviates))]
    #[case("Colour", None)]
    fn headers_by_their_words(#[case] header: &str, #[case] column: Option<Column>) {
        assert_eq!(meaning(header), column);
    }
}
