//! Records of the catalogue as rows: what the catalogue in memory needs is in
//! columns of its own, so that it loads fast; the rest is one JSON text.

use domain::standard::{StandardRecord, StandardStatus};
use sea_orm::{FromQueryResult, Iterable};
use serde_json::{Map, Value};

use crate::{
    Error, Result,
    db::{Db, NEXT, VALUE, read_json, rows, sha256},
    entities::standard::{self, Column},
    judging::facts::undated,
};

/// The row of a record.
pub(crate) fn to_row(record: &StandardRecord) -> Result<standard::Model> {
    let record = without_separators(record)?;
    let record = &StandardRecord { scope: record.beginning_of_scope().to_owned(), ..record };
    let whole = said(record)?;
    let whole = Value::Object(whole).to_string();
    let mut hash = sha256(whole);
    hash.truncate(32);
    let rest = StandardRecord {
        id: String::new(),
        publisher: String::new(),
        number: String::new(),
        part: String::new(),
        year: None,
        kind: String::new(),
        supplement: String::new(),
        base: String::new(),
        consolidates: String::new(),
        title_en: String::new(),
        title_fr: String::new(),
        ics: Vec::new(),
        stage: String::new(),
        status: StandardStatus::Unknown,
        published: String::new(),
        withdrawn: String::new(),
        replaced_by: Vec::new(),
        under_revision_by: Vec::new(),
        ..record.clone()
    };
    Ok(standard::Model {
        id: record.id.clone(),
        undated: undated(&record.id),
        base: record.base.clone(),
        publisher: record.publisher.clone(),
        number: record.number.clone(),
        part: record.part.clone(),
        year: record.year.map(i32::from),
        kind: record.kind.clone(),
        supplement: record.supplement.clone(),
        consolidates: record.consolidates.clone(),
        title_en: record.title_en.clone(),
        title_fr: record.title_fr.clone(),
        ics: lines(&record.ics),
        stage: record.stage.clone(),
        status: record.status.as_str().to_owned(),
        published: record.published.clone(),
        withdrawn: record.withdrawn.clone(),
        replaced_by: lines(&record.replaced_by),
        under_revision_by: lines(&record.under_revision_by),
        rest: Value::Object(said(&rest)?).to_string(),
        sha256: hash,
    })
}

/// The row with the scope that is known of the standard; none where its source
/// says something of the scope itself, or nothing is known. `known_rest` is what is
/// stored.
pub(crate) fn with_scope_of(known_rest: &str, row: &standard::Model) -> Result<Option<standard::Model>> {
    let says = |rest: &str| rest.contains("\"scope\":");
    if says(&row.rest) || !says(known_rest) {
        return Ok(None);
    }
    let known: StandardRecord = read_json(known_rest)?;
    to_row(&StandardRecord { scope: known.scope, ..from_row(row.clone())? }).map(Some)
}

/// The record without the control characters that separate columns and rows when read.
fn without_separators(record: &StandardRecord) -> Result<StandardRecord> {
    let text = serde_json::to_string(record).map_err(|e| Error::Corrupt(e.to_string()))?;
    let separators = [VALUE, NEXT].map(|c| format!("\\u{:04x}", u32::from(c)));
    if !separators.iter().any(|s| text.contains(s)) {
        return Ok(record.clone());
    }
    read_json(&separators.iter().fold(text, |text, s| text.replace(s, " ")))
}

/// The record of a row.
pub(crate) fn from_row(row: standard::Model) -> Result<StandardRecord> {
    let rest: StandardRecord = read_json(&row.rest)?;
    Ok(StandardRecord {
        id: row.id,
        publisher: row.publisher,
        number: row.number,
        part: row.part,
        year: row.year.and_then(|y| i16::try_from(y).ok()),
        kind: row.kind,
        supplement: row.supplement,
        base: row.base,
        consolidates: row.consolidates,
        title_en: row.title_en,
        title_fr: row.title_fr,
        ics: list(&row.ics),
        stage: row.stage,
        status: StandardStatus::from_name(&row.status),
        published: row.published,
        withdrawn: row.withdrawn,
        replaced_by: list(&row.replaced_by),
        under_revision_by: list(&row.under_revision_by),
        ..rest
    })
}

/// All columns but the key: what a changed record replaces.
pub(crate) fn columns() -> Vec<Column> {
    Column::iter().filter(|c| !matches!(c, Column::Id)).collect()
}

/// The columns that the catalogue in memory needs.
const LOADED: [&str; 16] = [
    "id",
    "base",
    "kind",
    "supplement",
    "consolidates",
    "title_en",
    "title_fr",
    "ics",
    "stage",
    "status",
    "published",
    "withdrawn",
    "replaced_by",
    "under_revision_by",
    "COALESCE(CAST(year AS TEXT), '')",
    "rest",
];

/// What the catalogue in memory needs of many rows. One text for all of them:
/// passing every column of every row through the driver takes ten times as long.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Portion {
    joined: Option<String>,
}

impl Portion {
    /// So many rows after this identifier, in the order of identifiers; none at the end.
    pub(crate) async fn after(db: &Db, id: &str, limit: u64) -> Result<Option<Self>> {
        let line = LOADED.join(&format!(" || '{VALUE}' || "));
        let sql = format!(
            "SELECT string_agg(line, '{NEXT}' ORDER BY id) AS joined FROM \
             (SELECT id, {line} AS line FROM standard WHERE id > $1 ORDER BY id LIMIT $2) AS portion"
        );
        let found: Vec<Self> = rows(db, &sql, [id.into(), limit.cast_signed().into()]).await?;
        Ok(found.into_iter().find(|portion| portion.joined.is_some()))
    }

    /// Identifiers and titles in all languages loaded.
    pub(crate) fn names(&self) -> impl Iterator<Item = (String, String)> {
        self.records().map(|record| name(&record))
    }

    fn lines(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.joined.iter().flat_map(|text| text.split(NEXT))
    }

    /// The identifier of the last row: the next rows come after it.
    pub(crate) fn last_id(&self) -> &str {
        self.lines().next_back().and_then(|line| line.split(VALUE).next()).unwrap_or_default()
    }

    /// The records, as far as the catalogue in memory needs them.
    pub(crate) fn records(&self) -> impl Iterator<Item = StandardRecord> {
        self.lines().map(from_line)
    }
}

/// Identifier and title in all languages loaded.
pub(crate) fn name(record: &StandardRecord) -> (String, String) {
    let titles = [record.title_en.as_str(), record.title_fr.as_str()];
    let titles: Vec<&str> = titles.into_iter().filter(|t| !t.is_empty()).collect();
    (record.id.clone(), titles.join(" "))
}

fn from_line(line: &str) -> StandardRecord {
    let mut columns = line.split(VALUE);
    let mut next = || columns.next().unwrap_or_default();
    let read = StandardRecord {
        id: next().to_owned(),
        base: next().to_owned(),
        kind: next().to_owned(),
        supplement: next().to_owned(),
        consolidates: next().to_owned(),
        title_en: next().to_owned(),
        title_fr: next().to_owned(),
        ics: list(next()),
        stage: next().to_owned(),
        status: StandardStatus::from_name(next()),
        published: next().to_owned(),
        withdrawn: next().to_owned(),
        replaced_by: list(next()),
        under_revision_by: list(next()),
        year: next().parse().ok(),
        ..StandardRecord::default()
    };
    // A row that an older version wrote in another way loses its details, not itself.
    read.with_details(next())
}

/// The fields that say something.
fn said(record: &StandardRecord) -> Result<Map<String, Value>> {
    let value = serde_json::to_value(record).map_err(|e| Error::Corrupt(e.to_string()))?;
    let Value::Object(mut fields) = value else { return Ok(Map::new()) };
    fields.retain(|name, value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(s) => !s.is_empty() && (name != "status" || s != "unknown"),
        Value::Array(a) => !a.is_empty(),
        _ => true,
    });
    Ok(fields)
}

fn lines(values: &[String]) -> String {
    values.join("\n")
}

fn list(lines: &str) -> Vec<String> {
    lines.split('\n').filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_whole() {
        let record = StandardRecord {
            id: "ISO 8124-1:2022".into(),
            publisher: "ISO".into(),
            year: Some(2022),
            edition: "5".into(),
            title_en: "Safety of toys".into(),
            scope: "Toys for children under 14.".into(),
            ics: vec!["97.200.50".into()],
            status: StandardStatus::Published,
            replaces: vec!["ISO 8124-1:2018".into()],
            replaced_by: vec!["A".into(), "B".into()],
            rel_derived: true,
            url: "https://example.org".into(),
            ..StandardRecord::default()
        };
        let row = to_row(&record).unwrap();
        assert_eq!(from_row(row.clone()).unwrap(), record);
        let other = StandardRecord { committee: "ISO/TC 181".into(), ..record };
        assert_ne!(to_row(&other).unwrap().sha256, row.sha256);
    }

    #[test]
    fn a_source_without_scopes_leaves_the_one_that_is_known() {
        let row = |scope: &str| {
            let record =
                StandardRecord { id: "ISO 8124-1:2022".into(), scope: scope.into(), ..Default::default() };
            to_row(&record).unwrap()
        };
        let (toys, none, games) = (row("Toys for children."), row(""), row("Toys and games."));
        assert_eq!(with_scope_of(&toys.rest, &none).unwrap(), Some(toys.clone()));
        assert_eq!(with_scope_of(&toys.rest, &games).unwrap(), None);
        assert_eq!(with_scope_of(&none.rest, &games).unwrap(), None);
    }
}

#[cfg(test)]
mod separators {
    use super::*;

    #[test]
    fn no_column_holds_what_stands_between_columns() {
        let record = StandardRecord {
            id: "ISO 1".into(),
            title_en: format!("Glued{VALUE}title{NEXT}two"),
            year: Some(2015),
            ..StandardRecord::default()
        };
        let row = to_row(&record).unwrap();
        assert_eq!(row.title_en, "Glued title two");
        let columns = [&row.id, &row.base, &row.kind, &row.supplement, &row.consolidates, &row.title_en];
        let read = from_line(&columns.map(String::as_str).join(&VALUE.to_string()));
        assert_eq!((read.id.as_str(), read.title_en.as_str(), read.year), ("ISO 1", "Glued title two", None));
    }
}
