//! Records of the catalogue as rows: what the catalogue in memory needs is in
//! columns of its own, so that it loads fast; the rest is one JSON text.

use domain::standard::{StandardRecord, StandardStatus};
use sea_orm::{
    ColumnTrait, DatabaseConnection, EntityTrait, FromQueryResult, Iterable, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::{Map, Value};

use crate::{
    Error, Result,
    db::{read_json, sha256},
    entities::standard::{self, Column},
    references::undated,
};

/// The row of a record.
pub(crate) fn to_row(record: &StandardRecord) -> Result<standard::Model> {
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

/// What the catalogue in memory needs of a row.
#[derive(Debug, FromQueryResult)]
pub(crate) struct LoadedStandard {
    id: String,
    base: String,
    publisher: String,
    number: String,
    part: String,
    year: Option<i32>,
    kind: String,
    supplement: String,
    consolidates: String,
    title_en: String,
    title_fr: String,
    ics: String,
    stage: String,
    status: String,
    published: String,
    withdrawn: String,
    replaced_by: String,
    under_revision_by: String,
}

impl LoadedStandard {
    /// So many rows after this identifier, in the order of identifiers.
    pub(crate) async fn after(db: &DatabaseConnection, id: &str, limit: u64) -> Result<Vec<Self>> {
        let unused = [Column::Undated, Column::Rest, Column::Sha256].map(|c| c.as_str_name());
        Ok(standard::Entity::find()
            .select_only()
            .columns(Column::iter().filter(|c| !unused.contains(&c.as_str_name())))
            .filter(Column::Id.gt(id))
            .order_by_asc(Column::Id)
            .limit(limit)
            .into_model::<Self>()
            .all(db)
            .await?)
    }
}

impl LoadedStandard {
    /// The identifier: the next rows come after it.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
}

trait Named {
    fn as_str_name(&self) -> &'static str;
}

impl Named for Column {
    fn as_str_name(&self) -> &'static str {
        match self {
            Self::Undated => "undated",
            Self::Rest => "rest",
            Self::Sha256 => "sha256",
            _ => "",
        }
    }
}

impl From<LoadedStandard> for StandardRecord {
    fn from(row: LoadedStandard) -> Self {
        Self {
            id: row.id,
            base: row.base,
            publisher: row.publisher,
            number: row.number,
            part: row.part,
            year: row.year.and_then(|y| i16::try_from(y).ok()),
            kind: row.kind,
            supplement: row.supplement,
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
            ..Self::default()
        }
    }
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
}
