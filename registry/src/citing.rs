//! Who cites a standard: all of them in numbers, the newest by name.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::standard::{Reference, StandardRecord, StandardStatus};
use sea_orm::FromQueryResult;

use crate::{
    Registry, Result,
    db::{count, number, read_json, rows},
    notifications::NotificationSummary,
};

/// Citations on a standard's page at most, the newest.
const LISTED: i64 = 500;
/// Citations of a number by public notifications, behind `FROM`.
const PUBLIC: &str = "citation c JOIN notification n ON n.id = c.notification_id \
                      WHERE c.undated = $1 AND n.state NOT IN ('draft', 'submitted')";

/// How many cite a standard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CitedBy {
    /// Public measures.
    pub measures: u64,
    /// Their authorities.
    pub authorities: u64,
    /// Measures that cite a superseded edition.
    pub superseded: u64,
    /// Measures by the year of the edition that they cite; none where the
    /// reference is undated.
    pub by_year: BTreeMap<Option<i16>, u64>,
}

/// One citation of a standard.
#[derive(Debug, Clone)]
pub struct Citing {
    /// As cited.
    pub cited: String,
    /// Edition cited; `None` when undated.
    pub year: Option<i16>,
    /// Who cites it.
    pub notification: NotificationSummary,
}

impl Registry {
    /// Who cites the standard of this number, in numbers. Counted by the
    /// database: the most cited standards are cited by thousands.
    pub(crate) async fn cited_by(&self, key: &str, editions: &[StandardRecord]) -> Result<CitedBy> {
        #[derive(FromQueryResult)]
        struct OfYear {
            year: Option<i32>,
            measures: i64,
        }
        let of_years: Vec<OfYear> = rows(
            &self.db,
            &format!(
                "SELECT c.year, COUNT(DISTINCT c.notification_id) AS measures FROM {PUBLIC} GROUP BY c.year"
            ),
            [key.into()],
        )
        .await?;
        let by_year = of_years.into_iter().map(|of| {
            let year = of.year.and_then(|year| i16::try_from(year).ok());
            (year, count(of.measures))
        });
        let measures = format!("SELECT COUNT(DISTINCT c.notification_id) FROM {PUBLIC}");
        let authorities = format!(
            "SELECT COUNT(DISTINCT s.authority_code) FROM notification_symbol s \
             WHERE s.notification_id IN (SELECT c.notification_id FROM {PUBLIC})"
        );
        let replaced =
            |e: &&StandardRecord| !e.replaced_by.is_empty() || e.status == StandardStatus::Superseded;
        let old: Vec<String> =
            editions.iter().filter(replaced).filter_map(|e| Some(e.year?.to_string())).collect();
        let superseded = match old.join(", ").as_str() {
            "" => 0,
            years => number(&self.db, &format!("{measures} AND c.year IN ({years})"), [key.into()]).await?,
        };
        Ok(CitedBy {
            measures: count(number(&self.db, &measures, [key.into()]).await?),
            authorities: count(number(&self.db, &authorities, [key.into()]).await?),
            superseded: count(superseded),
            by_year: by_year.collect(),
        })
    }

    /// The newest notifications that cite the standard of this number.
    pub(crate) async fn citing(&self, key: &str) -> Result<Vec<Citing>> {
        #[derive(FromQueryResult)]
        struct Row {
            notification_id: i64,
            reference: String,
        }
        let found: Vec<Row> = rows(
            &self.db,
            &format!(
                "SELECT c.notification_id, c.reference FROM {PUBLIC} \
                 ORDER BY n.published DESC, n.id DESC, c.position LIMIT $2"
            ),
            [key.into(), LISTED.into()],
        )
        .await?;
        let mut ids: Vec<i64> = found.iter().map(|r| r.notification_id).collect();
        ids.dedup();
        let by_id: HashMap<i64, NotificationSummary> =
            self.notification_summaries(&ids).await?.into_iter().map(|s| (s.id, s)).collect();
        let mut seen = HashSet::new();
        let mut citing = Vec::new();
        for row in found {
            let reference: Reference = read_json(&row.reference)?;
            // The same edition cited in several places of one form is one citation.
            if !seen.insert((row.notification_id, reference.year)) {
                continue;
            }
            if let Some(summary) = by_id.get(&row.notification_id) {
                citing.push(Citing {
                    cited: reference.cited,
                    year: reference.year,
                    notification: summary.clone(),
                });
            }
        }
        Ok(citing)
    }
}
