//! Overviews: the health of the catalogue, the standards that the measures on
//! one product cite, and the products on which measures differ most.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{
    divergence::{Citation, Code, Divergence},
    standard::{Catalogue, Reference},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use serde::Serialize;

use crate::{
    Registry, Result,
    catalogue::StandardBrief,
    codes::{CodeName, Scheme},
    db::{CHUNK, read_json, rows},
    entities::{authority, notification, notification_symbol, product},
    summaries::is_in_question,
};

/// Rows of each list at most.
const LISTED: usize = 50;
/// Measures that one matrix compares at most, the newest.
const COMPARED: u64 = 400;

/// The state of the catalogue, and what measures cite wrongly.
#[derive(Debug, Clone)]
pub struct CatalogueHealth {
    /// Records, supplements included.
    pub records: u64,
    /// Newest year of an edition.
    pub newest_year: i16,
    /// By publisher, most records first.
    pub publishers: Vec<PublisherCount>,
    /// References that lead nowhere, in most measures first.
    pub unresolved: Vec<CitedWrongly>,
    /// Superseded editions, in most measures first.
    pub superseded: Vec<CitedWrongly>,
}

/// What the catalogue has of one publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublisherCount {
    /// The publisher as identifiers begin.
    pub publisher: String,
    /// All records.
    pub records: u64,
    /// Editions in force.
    pub in_force: u64,
}

/// A reference that diverges, in so many public measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedWrongly {
    /// As cited, or the catalogue's identifier.
    pub cited: String,
    /// What to cite instead; empty when nothing is known.
    pub instead: String,
    /// Public measures.
    pub measures: u64,
}

/// A product on which authorities cite different standards or editions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Candidate {
    /// HS heading or ICS group.
    pub scheme: &'static str,
    /// The code.
    pub code: String,
    /// Its name, empty when unknown.
    pub name: String,
    /// Authorities with measures that cite standards.
    pub authorities: u64,
    /// These measures.
    pub measures: u64,
    /// Standards cited by any of them.
    pub standards: u64,
    /// Of these, cited by more than one authority.
    pub shared: u64,
    /// Of the shared ones, cited in different editions.
    pub different_editions: u64,
    /// How much two of these authorities agree on average: editions that both
    /// cite, of all that either cites; 0 to 1.
    pub agreement: f64,
}

impl Candidate {
    /// What the list is ordered by: the more authorities differ, and the less
    /// they agree, the higher (Rec. C.2).
    pub fn score(&self) -> f64 {
        self.authorities as f64 * (1.0 - self.agreement)
    }
}

/// The standards that measures on one product cite, by authority.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// The product's code and name.
    pub product: CodeName,
    /// Authorities: code and name, most measures first.
    pub authorities: Vec<(String, String)>,
    /// Standards, cited by most authorities first.
    pub rows: Vec<MatrixRow>,
    /// Measures compared.
    pub measures: u64,
}

/// One standard in a [`Matrix`].
#[derive(Debug, Clone)]
pub struct MatrixRow {
    /// The standard without its edition.
    pub number: String,
    /// The edition in force, when the catalogue knows one.
    pub current: Option<StandardBrief>,
    /// In the order of the authorities: what each cites.
    pub cells: Vec<Vec<MatrixCell>>,
}

/// One edition that an authority cites.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatrixCell {
    /// The edition, or the number alone where the reference is undated.
    pub edition: String,
    /// Symbol of the measure.
    pub symbol: String,
}

/// A citation of a public measure on a product.
#[derive(FromQueryResult)]
struct Cited {
    code: String,
    notification_id: i64,
    authority_code: String,
    undated: String,
    year: Option<i32>,
}

impl Registry {
    /// The state of the catalogue.
    pub async fn catalogue_health(&self) -> Result<CatalogueHealth> {
        #[derive(FromQueryResult)]
        struct Row {
            notification_id: i64,
            body: String,
        }
        let found: Vec<Row> = rows(
            &self.db,
            "SELECT d.notification_id, d.body FROM divergence d \
             JOIN notification n ON n.id = d.notification_id \
             WHERE d.resolved IS NULL AND n.state NOT IN ('draft', 'submitted', 'withdrawn') \
             AND (d.identity LIKE $1 OR d.identity LIKE $2)",
            [
                format!("{}|%", Code::UnresolvableReference.as_str()).into(),
                format!("{}|%", Code::SupersededEdition.as_str()).into(),
            ],
        )
        .await?;
        let mut unresolved: Wrongly = HashMap::new();
        let mut superseded: Wrongly = HashMap::new();
        for row in found {
            let divergence: Divergence = read_json(&row.body)?;
            let evidence = divergence.evidence;
            let (list, cited) = match divergence.code {
                Code::UnresolvableReference => (&mut unresolved, evidence.cited),
                _ => (&mut superseded, evidence.standard),
            };
            list.entry((cited, evidence.instead)).or_default().insert(row.notification_id);
        }
        let catalogue = self.catalogue();
        let mut publishers: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for entry in catalogue.iter() {
            let publisher = entry.id.split([' ', '/']).next().unwrap_or_default();
            let counts = publishers.entry(publisher).or_default();
            counts.0 += 1;
            counts.1 += u64::from(entry.is_edition() && entry.is_in_force());
        }
        let mut publishers: Vec<PublisherCount> = publishers
            .into_iter()
            .map(|(publisher, (records, in_force))| PublisherCount {
                publisher: publisher.to_owned(),
                records,
                in_force,
            })
            .collect();
        publishers.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.publisher.cmp(&b.publisher)));
        publishers.truncate(LISTED);
        Ok(CatalogueHealth {
            records: catalogue.len() as u64,
            newest_year: catalogue.newest_year(),
            publishers,
            unresolved: most(unresolved),
            superseded: most(superseded),
        })
    }

    /// The products on which authorities agree least about standards: where a
    /// common regulatory objective would help most (Rec. C.2, Rec. L).
    pub async fn harmonization_candidates(&self, scheme: Scheme) -> Result<Vec<Candidate>> {
        let cited: Vec<Cited> = rows(
            &self.db,
            "SELECT p.code, p.notification_id, n.authority_code, c.undated, c.year FROM product p \
             JOIN notification n ON n.id = p.notification_id \
             JOIN citation c ON c.notification_id = p.notification_id \
             WHERE p.scheme = $1 AND n.state NOT IN ('draft', 'submitted', 'withdrawn')",
            [scheme.as_str().into()],
        )
        .await?;
        let mut by_code: BTreeMap<String, Vec<Cited>> = BTreeMap::new();
        for row in cited {
            by_code.entry(row.code.clone()).or_default().push(row);
        }
        let mut candidates: Vec<Candidate> =
            by_code.iter().filter_map(|(code, cited)| candidate(scheme, code, cited)).collect();
        candidates.sort_by(|a, b| {
            b.score()
                .total_cmp(&a.score())
                .then(b.measures.cmp(&a.measures))
                .then_with(|| a.code.cmp(&b.code))
        });
        candidates.truncate(LISTED);
        let codes: Vec<String> = candidates.iter().map(|c| c.code.clone()).collect();
        let names = self.code_names(scheme, &codes).await?;
        for candidate in &mut candidates {
            let named = names.iter().find(|n| n.code == candidate.code);
            candidate.name = named.map(|n| n.name.clone()).unwrap_or_default();
        }
        Ok(candidates)
    }

    /// Who cites which edition of which standard for one product (an HS
    /// heading or an ICS group); none when no public measure is about it.
    pub async fn product_matrix(&self, scheme: Scheme, code: &str) -> Result<Option<Matrix>> {
        let ids: Vec<i64> = product::Entity::find()
            .select_only()
            .column(product::Column::NotificationId)
            .filter(product::Column::Scheme.eq(scheme.as_str()))
            .filter(product::Column::Code.eq(code))
            .into_tuple()
            .all(&self.db)
            .await?;
        let measures = self.measures(&ids).await?;
        if measures.is_empty() {
            return Ok(None);
        }
        let names = self.code_names(scheme, &[code.to_owned()]).await?;
        let product = names.into_iter().next().unwrap_or_else(|| CodeName {
            code: code.to_owned(),
            name: String::new(),
            name_fr: String::new(),
        });
        let authorities = authorities(&self.db, &measures).await?;
        let catalogue = self.catalogue();
        Ok(Some(Matrix {
            rows: matrix_rows(&measures, &authorities, &catalogue),
            measures: measures.len() as u64,
            authorities,
            product,
        }))
    }

    /// Public measures with what they cite, the newest.
    async fn measures(&self, ids: &[i64]) -> Result<Vec<Measure>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = notification::Entity::find()
                .filter(notification::Column::Id.is_in(chunk.iter().copied()))
                .filter(is_in_question())
                .all(&self.db)
                .await?;
            found.extend(rows);
        }
        found.sort_by(|a, b| (&b.published, b.id).cmp(&(&a.published, a.id)));
        found.truncate(usize::try_from(COMPARED).unwrap_or(usize::MAX));
        let catalogue = self.catalogue();
        let mut measures = Vec::with_capacity(found.len());
        for row in found {
            let symbol = notification_symbol::Entity::find()
                .filter(notification_symbol::Column::NotificationId.eq(row.id))
                .filter(notification_symbol::Column::Position.eq(0))
                .one(&self.db)
                .await?;
            let references: Vec<Reference> = crate::findings::stored_references(&self.db, row.id).await?;
            measures.push(Measure {
                symbol: symbol.map(|s| s.symbol).unwrap_or_default(),
                authority: row.authority_code,
                cited: references
                    .iter()
                    .filter_map(|r| {
                        let citation = Citation::of(&r.id, &catalogue)?;
                        // What is cited without a year follows the edition in force.
                        let edition =
                            if r.year.is_some() { citation.edition } else { citation.number.clone() };
                        Some((citation.number, edition))
                    })
                    .collect(),
            });
        }
        Ok(measures)
    }
}

struct Measure {
    symbol: String,
    authority: String,
    /// Number and edition of each standard.
    cited: BTreeSet<(String, String)>,
}

/// What is cited and what to cite instead, with the measures.
type Wrongly = HashMap<(String, String), HashSet<i64>>;

fn most(found: Wrongly) -> Vec<CitedWrongly> {
    let mut list: Vec<CitedWrongly> = found
        .into_iter()
        .map(|((cited, instead), measures)| CitedWrongly { cited, instead, measures: measures.len() as u64 })
        .collect();
    list.sort_by(|a, b| b.measures.cmp(&a.measures).then_with(|| a.cited.cmp(&b.cited)));
    list.truncate(LISTED);
    list
}

fn candidate(scheme: Scheme, code: &str, cited: &[Cited]) -> Option<Candidate> {
    let mut editions: BTreeMap<&str, BTreeSet<(&str, Option<i32>)>> = BTreeMap::new();
    let mut who: BTreeMap<&str, BTreeMap<&str, BTreeSet<Option<i32>>>> = BTreeMap::new();
    for c in cited {
        editions.entry(&c.authority_code).or_default().insert((&c.undated, c.year));
        who.entry(&c.undated).or_default().entry(&c.authority_code).or_default().insert(c.year);
    }
    let all: Vec<&BTreeSet<_>> = editions.values().collect();
    if all.len() < 2 {
        return None;
    }
    let mut agreement = 0.0;
    let mut pairs = 0u32;
    for (n, one) in all.iter().enumerate() {
        for other in &all[n + 1..] {
            agreement += one.intersection(other).count() as f64 / one.union(other).count() as f64;
            pairs += 1;
        }
    }
    let shared: Vec<_> = who.values().filter(|by| by.len() > 1).collect();
    let differ =
        |by: &&&BTreeMap<&str, BTreeSet<Option<i32>>>| by.values().collect::<BTreeSet<_>>().len() > 1;
    Some(Candidate {
        scheme: scheme.as_str(),
        code: code.to_owned(),
        name: String::new(),
        authorities: all.len() as u64,
        measures: cited.iter().map(|c| c.notification_id).collect::<HashSet<_>>().len() as u64,
        standards: who.len() as u64,
        shared: shared.len() as u64,
        different_editions: shared.iter().filter(differ).count() as u64,
        agreement: agreement / f64::from(pairs),
    })
}

/// Code and name of each authority, most measures first.
async fn authorities(db: &impl ConnectionTrait, measures: &[Measure]) -> Result<Vec<(String, String)>> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for measure in measures {
        *counts.entry(&measure.authority).or_default() += 1;
    }
    let names: HashMap<String, String> = authority::Entity::find()
        .filter(authority::Column::Code.is_in(counts.keys().copied()))
        .all(db)
        .await?
        .into_iter()
        .map(|a| (a.code, a.name))
        .collect();
    let mut ordered: Vec<(&str, u64)> = counts.into_iter().collect();
    ordered.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    Ok(ordered
        .into_iter()
        .map(|(code, _)| (code.to_owned(), names.get(code).cloned().unwrap_or_else(|| code.to_owned())))
        .collect())
}

fn matrix_rows(
    measures: &[Measure],
    authorities: &[(String, String)],
    catalogue: &Catalogue,
) -> Vec<MatrixRow> {
    let mut cells: BTreeMap<&str, Vec<BTreeSet<MatrixCell>>> = BTreeMap::new();
    for measure in measures {
        let Some(column) = authorities.iter().position(|(code, _)| *code == measure.authority) else {
            continue;
        };
        for (number, edition) in &measure.cited {
            let row = cells.entry(number).or_insert_with(|| vec![BTreeSet::new(); authorities.len()]);
            row[column].insert(MatrixCell { edition: edition.clone(), symbol: measure.symbol.clone() });
        }
    }
    let mut rows: Vec<MatrixRow> = cells
        .into_iter()
        .map(|(number, cells)| MatrixRow {
            number: number.to_owned(),
            current: number.parse().ok().and_then(|id| catalogue.in_force(&id)).map(StandardBrief::of),
            cells: cells.into_iter().map(|cell| cell.into_iter().collect()).collect(),
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.cells.iter().filter(|c| !c.is_empty()).count()));
    rows.truncate(LISTED);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(authority: &str, id: i64, undated: &str, year: Option<i32>) -> Cited {
        Cited {
            code: "8516".into(),
            notification_id: id,
            authority_code: authority.into(),
            undated: undated.into(),
            year,
        }
    }

    #[test]
    fn who_differs_most_comes_first() {
        let iec = "IEC 60335-1";
        let agree = [cited("KEN", 1, iec, Some(2020)), cited("UGA", 2, iec, Some(2020))];
        let differ = [cited("KEN", 1, iec, Some(2010)), cited("UGA", 2, iec, Some(2020))];
        let agree = candidate(Scheme::Hs, "8516", &agree).unwrap();
        let differ = candidate(Scheme::Hs, "8516", &differ).unwrap();
        assert_eq!((agree.agreement, agree.score(), agree.different_editions), (1.0, 0.0, 0));
        assert_eq!((differ.agreement, differ.score(), differ.different_editions), (0.0, 2.0, 1));
        assert_eq!((differ.authorities, differ.standards, differ.shared, differ.measures), (2, 1, 1, 2));
    }

    #[test]
    fn one_authority_alone_does_not_differ() {
        assert_eq!(candidate(Scheme::Hs, "8516", &[cited("KEN", 1, "IEC 60335-1", Some(2010))]), None);
    }
}
