//! Overviews: the health of the catalogue, the standards that the measures on
//! one product cite; with the products on which measures differ most.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{
    divergence::{Code, Divergence},
    standard::Catalogue,
};
use sea_orm::FromQueryResult;

pub use crate::candidates::{Candidate, Candidates};
use crate::{
    Registry, Result,
    candidates::compared_as,
    catalogue::StandardBrief,
    codes::{CodeName, Scheme},
    db::{read_json, rows},
    judging::facts::Facts,
    links::DeadLink,
    products::{Measure, measures_on, names_of},
    shelves::publisher_of,
};

/// Rows of each list at most.
const LISTED: usize = 50;
/// Measures that one matrix compares at most, the newest.
const COMPARED: usize = 400;

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
    /// Addresses of cited standards that do not answer any more.
    pub dead: u64,
    /// The first of them, the longest dead first.
    pub dead_links: Vec<DeadLink>,
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
        let standards = self.standards();
        let catalogue = &standards.catalogue;
        let mut dead_links = self.dead_links(catalogue).await?;
        let dead = dead_links.len() as u64;
        dead_links.truncate(LISTED);
        Ok(CatalogueHealth {
            records: catalogue.len() as u64,
            newest_year: catalogue.newest_year(),
            publishers: standards.publishers().to_vec(),
            unresolved: most(unresolved),
            superseded: most(superseded),
            dead,
            dead_links,
        })
    }

    /// Who cites which edition of which standard for one product (an HS
    /// heading or an ICS group); none when no public measure is about it.
    pub async fn product_matrix(&self, scheme: Scheme, code: &str) -> Result<Option<Matrix>> {
        let measures = measures_on(&self.db, (scheme, code.to_owned()), COMPARED).await?;
        if measures.is_empty() {
            return Ok(None);
        }
        let names = self.code_names(scheme, &[code.to_owned()]).await?;
        let product = names.into_iter().next().unwrap_or_else(|| CodeName {
            code: code.to_owned(),
            name: String::new(),
            name_fr: String::new(),
        });
        let codes = measures.iter().map(|m| m.authority.as_str()).collect();
        let names = names_of(&self.db, codes).await?;
        let ids: Vec<i64> = measures.iter().map(|m| m.id).collect();
        let facts = Facts::stored(&self.db, &ids).await?;
        let authorities = authorities(&measures, &names);
        let catalogue = self.catalogue();
        Ok(Some(Matrix {
            rows: matrix_rows(&measures, &facts, &authorities, &catalogue),
            measures: measures.len() as u64,
            authorities,
            product,
        }))
    }
}

/// What the catalogue has of each publisher, most records first.
pub(crate) fn publishers(catalogue: &Catalogue) -> Vec<PublisherCount> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for entry in catalogue.iter() {
        let publisher = publisher_of(entry);
        let count = counts.entry(publisher).or_default();
        count.0 += 1;
        count.1 += u64::from(entry.is_edition() && entry.is_in_force());
    }
    let mut publishers: Vec<PublisherCount> = counts
        .into_iter()
        .map(|(publisher, (records, in_force))| PublisherCount {
            publisher: publisher.to_owned(),
            records,
            in_force,
        })
        .collect();
    publishers.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.publisher.cmp(&b.publisher)));
    publishers.truncate(LISTED);
    publishers
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

/// Code and name of each authority, most measures first.
fn authorities(measures: &[Measure], names: &HashMap<String, String>) -> Vec<(String, String)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for measure in measures {
        *counts.entry(&measure.authority).or_default() += 1;
    }
    let mut ordered: Vec<(&str, u64)> = counts.into_iter().collect();
    ordered.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    ordered
        .into_iter()
        .map(|(code, _)| (code.to_owned(), names.get(code).cloned().unwrap_or_else(|| code.to_owned())))
        .collect()
}

fn matrix_rows(
    measures: &[Measure],
    facts: &HashMap<i64, Facts>,
    authorities: &[(String, String)],
    catalogue: &Catalogue,
) -> Vec<MatrixRow> {
    let mut cells: BTreeMap<String, Vec<BTreeSet<MatrixCell>>> = BTreeMap::new();
    for measure in measures {
        let Some(column) = authorities.iter().position(|(code, _)| *code == measure.authority) else {
            continue;
        };
        for reference in facts.get(&measure.id).map_or(&[][..], |f| &f.references) {
            let Some((number, edition)) = compared_as(&reference.id, reference.year.is_some(), catalogue)
            else {
                continue;
            };
            let row = cells.entry(number).or_insert_with(|| vec![BTreeSet::new(); authorities.len()]);
            row[column].insert(MatrixCell { edition, symbol: measure.symbol.clone() });
        }
    }
    let mut rows: Vec<MatrixRow> = cells
        .into_iter()
        .map(|(number, cells)| MatrixRow {
            current: number.parse().ok().and_then(|id| catalogue.in_force(&id)).map(StandardBrief::of),
            cells: cells.into_iter().map(|cell| cell.into_iter().collect()).collect(),
            number,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.cells.iter().filter(|c| !c.is_empty()).count()));
    rows.truncate(LISTED);
    rows
}
