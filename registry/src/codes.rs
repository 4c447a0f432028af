//! The HS and ICS trees: names of codes, and autocomplete on them.

use serde::Serialize;

use std::collections::{BTreeSet, HashMap};

use domain::{codes::HsCode, notification::Content};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Func, LikeExpr, OnConflict},
};

use crate::{
    Caller, Registry, Result,
    catalogue::ImportCounts,
    db::{CHUNK, fold_words},
    entities::code_name,
};

/// Which tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Harmonized System.
    Hs,
    /// International Classification for Standards.
    Ics,
}

impl Scheme {
    /// The name stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hs => "hs",
            Self::Ics => "ics",
        }
    }
}

/// A code with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeName {
    /// Digits (HS) or code (ICS), as stored in notifications.
    pub code: String,
    /// Name in English.
    pub name: String,
    /// Name in French, empty when unknown.
    pub name_fr: String,
}

impl Registry {
    /// Adds or replaces the names of codes.
    pub async fn codes_import(
        &self,
        caller: &Caller,
        scheme: Scheme,
        codes: &[CodeName],
    ) -> Result<ImportCounts> {
        caller.may_maintain()?;
        let mut counts = ImportCounts::default();
        // The last of several rows with one code counts.
        let wanted: HashMap<&str, &CodeName> = codes.iter().map(|c| (c.code.as_str(), c)).collect();
        let wanted: Vec<&CodeName> = wanted.into_values().collect();
        let tx = self.write().await?;
        for chunk in wanted.chunks(CHUNK) {
            let known: HashMap<String, code_name::Model> = code_name::Entity::find()
                .filter(code_name::Column::Scheme.eq(scheme.as_str()))
                .filter(code_name::Column::Code.is_in(chunk.iter().map(|c| c.code.as_str())))
                .all(&*tx)
                .await?
                .into_iter()
                .map(|row| (row.code.clone(), row))
                .collect();
            let mut changed = Vec::new();
            for code in chunk {
                match known.get(&code.code) {
                    Some(row) if row.name == code.name && row.name_fr == code.name_fr => {
                        counts.unchanged += 1;
                        continue;
                    }
                    Some(_) => counts.changed += 1,
                    None => counts.new += 1,
                }
                changed.push(code_name::ActiveModel {
                    scheme: Set(scheme.as_str().to_owned()),
                    code: Set(code.code.clone()),
                    name: Set(code.name.clone()),
                    name_fr: Set(code.name_fr.clone()),
                    folded: Set(fold_words(&format!("{} {}", code.name, code.name_fr))),
                });
            }
            if changed.is_empty() {
                continue;
            }
            code_name::Entity::insert_many(changed)
                .on_conflict(
                    OnConflict::columns([code_name::Column::Scheme, code_name::Column::Code])
                        .update_columns([
                            code_name::Column::Name,
                            code_name::Column::NameFr,
                            code_name::Column::Folded,
                        ])
                        .to_owned(),
                )
                .exec_without_returning(&*tx)
                .await?;
        }
        self.commit(tx).await?;
        Ok(counts)
    }

    /// Codes whose digits start with, or whose names contain, what was typed.
    pub async fn code_suggest(&self, scheme: Scheme, typed: &str, limit: u64) -> Result<Vec<CodeName>> {
        let mut matches = Condition::any();
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let code = match scheme {
            Scheme::Hs => digits,
            Scheme::Ics if digits.is_empty() => String::new(),
            Scheme::Ics => typed.trim().chars().filter(|c| c.is_ascii_digit() || *c == '.').collect(),
        };
        if !code.is_empty() {
            matches = matches.add(code_name::Column::Code.like(LikeExpr::new(format!("{code}%"))));
        }
        // Folded text holds letters, digits and blanks alone: nothing for LIKE to mistake.
        let folded = fold_words(typed);
        let words: Vec<&str> = folded.split_whitespace().collect();
        if words.iter().any(|w| w.chars().any(char::is_alphabetic)) {
            let all = words.iter().fold(Condition::all(), |all, word| {
                all.add(code_name::Column::Folded.like(LikeExpr::new(format!("% {word}%"))))
            });
            matches = matches.add(all);
        }
        if matches.is_empty() {
            return Ok(Vec::new());
        }
        // Short codes first: the wide ones above the narrow ones.
        let found = code_name::Entity::find()
            .filter(code_name::Column::Scheme.eq(scheme.as_str()))
            .filter(matches)
            .order_by_asc(Expr::expr(Func::char_length(Expr::col(code_name::Column::Code))))
            .order_by_asc(code_name::Column::Code)
            .limit(limit)
            .all(&self.db)
            .await?;
        Ok(found.into_iter().map(CodeName::from_row).collect())
    }

    /// Names of these codes; codes without a name are left out.
    pub async fn code_names(&self, scheme: Scheme, codes: &[String]) -> Result<Vec<CodeName>> {
        let wanted: Vec<&str> = codes.iter().map(String::as_str).collect();
        let found = named(&self.db, scheme, &wanted).await?;
        Ok(codes.iter().filter_map(|c| found.get(c).cloned()).collect())
    }
}

/// Those of these codes that have a name, by code.
async fn named(
    db: &impl ConnectionTrait,
    scheme: Scheme,
    codes: &[&str],
) -> Result<HashMap<String, CodeName>> {
    let mut found = HashMap::new();
    for chunk in codes.chunks(CHUNK) {
        let rows = code_name::Entity::find()
            .filter(code_name::Column::Scheme.eq(scheme.as_str()))
            .filter(code_name::Column::Code.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|r| (r.code.clone(), CodeName::from_row(r))));
    }
    Ok(found)
}

/// Names of HS codes, read for many forms at once.
#[derive(Debug, Default)]
pub(crate) struct HsNames(HashMap<String, CodeName>);

impl HsNames {
    /// The names that these codes lead to.
    pub(crate) async fn read<'c>(
        db: &impl ConnectionTrait,
        codes: impl IntoIterator<Item = &'c HsCode>,
    ) -> Result<Self> {
        let codes: BTreeSet<&str> = codes.into_iter().flat_map(HsCode::product_codes).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        Ok(Self(named(db, Scheme::Hs, &codes).await?))
    }

    /// What the codes of a form mean, each by the narrowest name there is.
    pub(crate) fn of(&self, content: &Content) -> Vec<String> {
        let name = |code: &HsCode| code.product_codes().find_map(|code| Some(self.0.get(code)?.name.clone()));
        content.hs.iter().filter_map(name).collect()
    }
}

impl CodeName {
    fn from_row(row: code_name::Model) -> Self {
        Self { code: row.code, name: row.name, name_fr: row.name_fr }
    }
}
