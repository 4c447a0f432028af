//! One line of the catalogue's own form. Absent and null are the same; a field
//! of another type is read where its meaning is plain, and left out where not.

use domain::{standard::StandardRecord, web_address::WebAddress};
use serde_json::{Map, Value};

use crate::{Severity, problem::Notes};

/// Types of the fields that are not text.
const LISTS: [&str; 8] = [
    "ics",
    "replaces",
    "replaced_by",
    "amended_by",
    "under_revision_by",
    "adopted_as",
    "adopted_from",
    "twin",
];
const TEXTS: [&str; 18] = [
    "id",
    "publisher",
    "number",
    "part",
    "edition",
    "type",
    "supplement",
    "base",
    "consolidates",
    "title_en",
    "title_fr",
    "stage",
    "status",
    "published",
    "withdrawn",
    "committee",
    "url",
    "src",
];

/// The record of a line.
pub fn record(line: &[u8], notes: &mut Notes) -> Option<StandardRecord> {
    let mut record = read(line, notes)?;
    if !record.url.is_empty() && !WebAddress::is(&record.url) {
        let what = "is no web address that begins with https:// or http://; left out".to_owned();
        notes.add(Severity::Dropped, "url", &record.url, what);
        record.url.clear();
    }
    Some(record)
}

fn read(line: &[u8], notes: &mut Notes) -> Option<StandardRecord> {
    if let Ok(record) = serde_json::from_slice(line) {
        return Some(record);
    }
    let fields: Map<String, Value> = match serde_json::from_slice(line) {
        Ok(fields) => fields,
        Err(error) => {
            let text = String::from_utf8_lossy(line);
            notes.add(Severity::Skipped, "", &text, format!("is no JSON object ({error}); skipped"));
            return None;
        }
    };
    let mut kept = Map::new();
    for (name, value) in fields {
        let read = match name.as_str() {
            "year" => year(&value),
            "rel_derived" => value.is_boolean().then(|| value.clone()),
            n if LISTS.contains(&n) => list(&value),
            n if TEXTS.contains(&n) => text(&value).map(Value::String),
            // Fields that the catalogue does not keep.
            _ => continue,
        };
        match read {
            Some(read) => drop(kept.insert(name, read)),
            None if value.is_null() => {}
            None => notes.add(Severity::Dropped, &name, &value.to_string(), "is of another type; left out"),
        }
    }
    match serde_json::from_value(Value::Object(kept)) {
        Ok(record) => Some(record),
        Err(error) => {
            let text = String::from_utf8_lossy(line);
            notes.add(Severity::Skipped, "", &text, format!("is no record ({error}); skipped"));
            None
        }
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

fn list(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => {
            let texts: Option<Vec<Value>> =
                items.iter().filter(|i| !i.is_null()).map(|i| text(i).map(Value::String)).collect();
            texts.map(Value::Array)
        }
        other => text(other).map(|one| Value::Array(vec![Value::String(one)])),
    }
}

fn year(value: &Value) -> Option<Value> {
    let year = match value {
        Value::Number(n) => n.as_i64()?,
        Value::String(s) => s.trim().get(..4)?.parse().ok()?,
        _ => return None,
    };
    (1800..=2200).contains(&year).then(|| Value::from(year))
}
