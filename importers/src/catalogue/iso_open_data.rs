//! ISO's open data, `iso_deliverables_metadata.jsonl` (ODC-By): one deliverable
//! a line. Other deliverables are named by number; the first pass over the file
//! learned which reference each number stands for.

use std::collections::HashMap;

use domain::standard::{StandardRecord, StandardStatus};
use serde::Deserialize;
use serde_json::Value;

use crate::{Severity, problem::Notes, text::from_html};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deliverable {
    id: u64,
    #[serde(default)]
    deliverable_type: Option<String>,
    #[serde(default)]
    supplement_type: Option<String>,
    reference: String,
    #[serde(default)]
    title: Option<Titles>,
    #[serde(default)]
    scope: Option<Titles>,
    #[serde(default)]
    publication_date: Option<String>,
    #[serde(default)]
    edition: Value,
    #[serde(default)]
    ics_code: Option<Vec<String>>,
    #[serde(default)]
    owner_committee: Option<String>,
    #[serde(default)]
    current_stage: Value,
    #[serde(default)]
    replaces: Option<Vec<u64>>,
    #[serde(default)]
    replaced_by: Option<Vec<u64>>,
}

#[derive(Deserialize, Default)]
struct Titles {
    #[serde(default)]
    en: Option<String>,
    #[serde(default)]
    fr: Option<String>,
}

#[derive(Deserialize)]
struct Name {
    id: u64,
    reference: String,
}

/// Number and reference of a line, for the first pass.
pub fn name(line: &[u8]) -> Option<(u64, String)> {
    let name: Name = serde_json::from_slice(line).ok()?;
    Some((name.id, name.reference.trim().to_owned()))
}

/// The record of a line.
pub fn record(line: &[u8], references: &HashMap<u64, String>, notes: &mut Notes) -> Option<StandardRecord> {
    let given: Deliverable = match serde_json::from_slice(line) {
        Ok(given) => given,
        Err(error) => {
            let text = String::from_utf8_lossy(line);
            notes.add(Severity::Skipped, "", &text, format!("is no deliverable of ISO ({error}); skipped"));
            return None;
        }
    };
    let stage = stage(&given.current_stage);
    if stage.is_none() && !given.current_stage.is_null() {
        let value = given.current_stage.to_string();
        notes.add(Severity::Dropped, "currentStage", &value, "is no stage such as 60.60; left out");
    }
    let stage = stage.unwrap_or_default();
    let mut named = |field: &str, ids: Option<Vec<u64>>| {
        let mut found = Vec::new();
        for id in ids.unwrap_or_default() {
            match references.get(&id) {
                Some(reference) => found.push(reference.clone()),
                None => {
                    let what = "no deliverable of the file has this number; left out";
                    notes.add(Severity::Dropped, field, &id.to_string(), what);
                }
            }
        }
        found
    };
    let replaces = named("replaces", given.replaces);
    let replaced_by = named("replacedBy", given.replaced_by);
    let parts = Parts::of(given.reference.trim());
    let titles = given.title.unwrap_or_default();
    let scope = given.scope.unwrap_or_default();
    let scope = scope.en.or(scope.fr).map(|html| from_html(&html)).unwrap_or_default();
    let supplement = given.supplement_type.filter(|s| !s.trim().is_empty());
    Some(StandardRecord {
        id: given.reference.trim().to_owned(),
        publisher: "ISO".to_owned(),
        number: parts.number,
        part: parts.part,
        year: parts.year,
        edition: match given.edition {
            Value::Number(n) => n.to_string(),
            Value::String(s) => s,
            _ => String::new(),
        },
        kind: supplement.or(given.deliverable_type).unwrap_or_default(),
        supplement: parts.supplement,
        base: parts.base,
        title_en: titles.en.unwrap_or_default(),
        title_fr: titles.fr.unwrap_or_default(),
        scope: scope.split_whitespace().collect::<Vec<_>>().join(" "),
        ics: given.ics_code.unwrap_or_default(),
        status: status(&stage),
        stage,
        published: given.publication_date.unwrap_or_default(),
        replaces,
        replaced_by,
        committee: given.owner_committee.unwrap_or_default(),
        url: format!("https://www.iso.org/standard/{}.html", given.id),
        src: "ISO Open Data".to_owned(),
        ..StandardRecord::default()
    })
}

/// `6060`, `"6060"`, `"60.60"` and 60.6 as `60.60`.
fn stage(value: &Value) -> Option<String> {
    let digits = match value {
        Value::Number(n) if n.is_f64() => format!("{:05.2}", n.as_f64()?),
        Value::Number(n) => n.to_string(),
        Value::String(s) => s.trim().to_owned(),
        _ => return None,
    };
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 4).then(|| format!("{}.{}", &digits[..2], &digits[2..]))
}

/// Status by the harmonized stage code: `xx.98` the project was given up; below
/// 60 a draft; 60 to 95 in force, 95.99 withdrawn.
fn status(stage: &str) -> StandardStatus {
    match stage.split_once('.') {
        Some((_, "98")) => StandardStatus::Deleted,
        Some(("95", "99")) => StandardStatus::Withdrawn,
        Some(("60" | "90" | "95", _)) => StandardStatus::Published,
        Some(_) => StandardStatus::Draft,
        None => StandardStatus::Unknown,
    }
}

/// What the reference itself says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    number: String,
    part: String,
    year: Option<i16>,
    base: String,
    supplement: String,
}

impl Parts {
    /// `ISO/IEC 27001:2013/Cor 1:2014` as number, part, year, base and supplement.
    fn of(reference: &str) -> Self {
        let supplement_at = reference.match_indices('/').map(|(at, _)| at).find(|at| {
            let rest = reference[at + 1..].trim_start_matches(|c: char| c.is_ascii_uppercase());
            let word = &reference[at + 1..];
            ["Amd", "Cor", "Add", "Suppl"]
                .iter()
                .any(|w| word.contains(w) && (word.starts_with(w) || rest != word))
                && !word.contains('/')
        });
        let (base, supplement) = match supplement_at {
            Some(at) => (&reference[..at], &reference[at + 1..]),
            None => (reference, ""),
        };
        let (stem, year) = dated(base);
        let number_at = stem
            .char_indices()
            .find(|(at, c)| c.is_ascii_digit() && stem[..*at].ends_with([' ', '-', '/']))
            .map_or(stem.len(), |(at, _)| at);
        let designation = stem[number_at..].trim();
        let (number, part) = designation.split_once('-').unwrap_or((designation, ""));
        Self {
            number: number.to_owned(),
            part: part.to_owned(),
            year: if supplement.is_empty() { year } else { dated(supplement).1 },
            base: if supplement.is_empty() { String::new() } else { base.to_owned() },
            supplement: supplement.to_owned(),
        }
    }
}

/// What stands before the year, and the year.
fn dated(text: &str) -> (&str, Option<i16>) {
    match text.rsplit_once(':') {
        Some((stem, year)) => (stem, year.get(..4).and_then(|y| y.parse().ok())),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::catalogue::read;

    #[rstest]
    #[case("ISO 8124-1:2022", "8124", "1", Some(2022), "", "")]
    #[case("ISO/IEC Guide 21-1:2005", "21", "1", Some(2005), "", "")]
    #[case("ISO/IEC DIS 27001", "27001", "", None, "", "")]
    #[case("IWA 45:2024", "45", "", Some(2024), "", "")]
    #[case("ISO 9001:2015/Amd 1:2024", "9001", "", Some(2024), "ISO 9001:2015", "Amd 1:2024")]
    #[case("ISO/IEC 27001:2013/Cor 1:2014", "27001", "", Some(2014), "ISO/IEC 27001:2013", "Cor 1:2014")]
    #[case("ISO 8124-1:2022/DAmd 1", "8124", "1", None, "ISO 8124-1:2022", "DAmd 1")]
    #[case("ISO 105-E09:2010", "105", "E09", Some(2010), "", "")]
    fn references_say_number_part_year_and_supplement(
        #[case] reference: &str,
        #[case] number: &str,
        #[case] part: &str,
        #[case] year: Option<i16>,
        #[case] base: &str,
        #[case] supplement: &str,
    ) {
        let parts = Parts::of(reference);
        assert_eq!((parts.number.as_str(), parts.part.as_str(), parts.year), (number, part, year));
        assert_eq!((parts.base.as_str(), parts.supplement.as_str()), (base, supplement));
    }

    #[rstest]
    #[case("6060", StandardStatus::Published)]
    #[case("\"60.00\"", StandardStatus::Published)]
    #[case("9093", StandardStatus::Published)]
    #[case("95.20", StandardStatus::Published)]
    #[case("9599", StandardStatus::Withdrawn)]
    #[case("4060", StandardStatus::Draft)]
    #[case("30.98", StandardStatus::Deleted)]
    #[case("null", StandardStatus::Unknown)]
    fn the_stage_tells_the_status(#[case] json: &str, #[case] expected: StandardStatus) {
        let value: Value = serde_json::from_str(json).unwrap();
        assert_eq!(status(&stage(&value).unwrap_or_default()), expected);
    }

    #[test]
    fn numbers_of_other_deliverables_become_their_references_wherever_they_stand() {
        let file = concat!(
            r#"{"id":1,"deliverableType":"IS","supplementType":null,"reference":"ISO 1:2016","title":{"en":"Old","fr":"Vieux"},"publicationDate":"2016-08-18","edition":3,"icsCode":["17.040.01"],"ownerCommittee":"ISO/TC 213","currentStage":9599,"replaces":null,"replacedBy":[2],"pages":{"en":4}}"#,
            "\n",
            r#"{"id":2,"deliverableType":"IS","reference":"ISO 1:2022","title":{"en":"New"},"scope":{"en":"<p>This document specifies the\u00a0temperature.</p>"},"edition":4,"currentStage":6060,"replaces":[1,99],"replacedBy":null}"#,
        );
        let items: Vec<_> = read(|| Ok(file.as_bytes())).unwrap().collect();
        let records: Vec<_> = items.iter().filter_map(|i| i.as_ref().ok()).collect();
        assert_eq!(records[0].replaced_by, ["ISO 1:2022"]);
        assert_eq!(records[0].status, StandardStatus::Withdrawn);
        assert_eq!((records[0].edition.as_str(), records[0].title_fr.as_str()), ("3", "Vieux"));
        assert_eq!(records[1].replaces, ["ISO 1:2016"]);
        assert_eq!(records[1].scope, "This document specifies the temperature.");
        let problems: Vec<_> = items.iter().filter_map(|i| i.as_ref().err()).collect();
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problems[0].row, problems[0].field.as_str(), problems[0].value.as_str()),
            (2, "replaces", "99")
        );
    }
}
