//! The measures of other authorities on the products of a measure (Rec. B (e)),
//! read once for many measures that are judged together.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use domain::{
    codes::{HsCode, IcsCode},
    divergence::{Citation, Limit, Neighbour},
    notification::Content,
    standard::Catalogue,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::facts::stored_limits;
use crate::{
    Result,
    codes::Scheme,
    db::{CHUNK, joined},
    entities::{citation, product},
    products::{Measure, codes, measures_on, names_of},
};

/// Other measures that are compared at most, the newest.
const MOST: usize = 60;
/// Measures on one product that are read at once: some are the own authority's.
const READ: usize = 90;

/// A measure that others are compared with.
#[derive(Debug)]
pub(crate) struct Other {
    /// What is compared.
    pub neighbour: Neighbour,
    /// The authorities that announced it.
    owners: Vec<String>,
    /// Newer ones are greater.
    age: (Option<String>, i64),
}

/// The newest measures on one product.
#[derive(Debug, Clone)]
struct OnProduct {
    newest: Vec<Arc<Other>>,
    /// Whether these are all there are.
    complete: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Neighbourhood {
    on: HashMap<(Scheme, String), OnProduct>,
    read: HashMap<i64, Arc<Other>>,
    /// Names of authorities, by code.
    names: HashMap<String, String>,
    /// What was cited, by identifier: many measures cite the same.
    cited: HashMap<String, Option<Citation>>,
}

impl Neighbourhood {
    /// The newest measures of other authorities on the products of this content.
    pub(crate) async fn of(
        &mut self,
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        content: &Content,
        own_authority: &str,
    ) -> Result<Vec<Arc<Other>>> {
        let codes = codes(content);
        let mut found: BTreeMap<(Option<String>, i64), Arc<Other>> = BTreeMap::new();
        for code in &codes {
            let on_product = self.on_product(db, catalogue, code).await?;
            let others: Vec<&Arc<Other>> =
                on_product.newest.iter().filter(|o| o.owners.iter().all(|a| a != own_authority)).collect();
            if !on_product.complete && others.len() < MOST {
                // Nearly all of the newest are the own authority's: asked for exactly.
                let measures = measures_on(db, &codes, Some(own_authority), MOST).await?;
                return self.take(db, catalogue, measures).await;
            }
            found.extend(others.into_iter().take(MOST).map(|o| (o.age.clone(), o.clone())));
        }
        Ok(found.into_values().rev().take(MOST).collect())
    }

    async fn on_product(
        &mut self,
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        code: &(Scheme, String),
    ) -> Result<OnProduct> {
        if let Some(known) = self.on.get(code) {
            return Ok(known.clone());
        }
        let measures = measures_on(db, std::slice::from_ref(code), None, READ).await?;
        let complete = measures.len() < READ;
        let on_product = OnProduct { newest: self.take(db, catalogue, measures).await?, complete };
        self.on.insert(code.clone(), on_product.clone());
        Ok(on_product)
    }

    /// Reads measures, each once, in their order.
    async fn take(
        &mut self,
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        measures: Vec<Measure>,
    ) -> Result<Vec<Arc<Other>>> {
        let ids: Vec<i64> = measures.iter().map(|m| m.row.id).collect();
        let new: Vec<Measure> = measures.into_iter().filter(|m| !self.read.contains_key(&m.row.id)).collect();
        self.know_names(db, &new).await?;
        let mut compared = Compared::stored(db, &new.iter().map(|m| m.row.id).collect::<Vec<_>>()).await?;
        for measure in new {
            let compared = compared.remove(&measure.row.id).unwrap_or_default();
            let mut cited: Vec<Citation> =
                compared.cited.lines().filter_map(|id| self.citation(id, catalogue)).collect();
            cited.dedup();
            let neighbour = Neighbour {
                symbol: measure.symbol,
                authority: self.names.get(&measure.row.authority_code).cloned().unwrap_or_default(),
                cited,
                limits: compared.limits,
                hs: compared.hs,
                ics: compared.ics,
            };
            let (id, age) = (measure.row.id, (measure.row.published, measure.row.id));
            self.read.insert(id, Arc::new(Other { neighbour, owners: measure.owners, age }));
        }
        Ok(ids.iter().filter_map(|id| self.read.get(id).cloned()).collect())
    }

    /// Reads the names of authorities that are not known yet.
    async fn know_names(&mut self, db: &impl ConnectionTrait, measures: &[Measure]) -> Result<()> {
        let codes = measures.iter().map(|m| m.row.authority_code.as_str());
        let unknown = codes.filter(|code| !self.names.contains_key(*code)).collect();
        self.names.extend(names_of(db, unknown).await?);
        Ok(())
    }

    fn citation(&mut self, identifier: &str, catalogue: &Catalogue) -> Option<Citation> {
        if let Some(known) = self.cited.get(identifier) {
            return known.clone();
        }
        let citation = Citation::of(identifier, catalogue);
        self.cited.insert(identifier.to_owned(), citation.clone());
        citation
    }
}

/// What is compared of a measure: all of it costs ten times as much to read.
#[derive(Debug, Default)]
struct Compared {
    /// The identifiers it cites, one a line.
    cited: String,
    limits: Vec<Limit>,
    /// Headings.
    hs: Vec<HsCode>,
    /// Groups.
    ics: Vec<IcsCode>,
}

impl Compared {
    async fn stored(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Self>> {
        let mut all: HashMap<i64, Self> = HashMap::with_capacity(ids.len());
        for chunk in ids.chunks(CHUNK) {
            let of_these = || chunk.iter().copied();
            let notification = citation::Column::NotificationId;
            let rows = citation::Entity::find().filter(notification.is_in(of_these()));
            for (id, cited) in joined(db, rows, notification, "identifier, '\n' ORDER BY position").await? {
                all.entry(id).or_default().cited = cited;
            }
            for (id, limits) in stored_limits(db, chunk).await? {
                all.entry(id).or_default().limits = limits;
            }
            let notification = product::Column::NotificationId;
            let rows = product::Entity::find().filter(notification.is_in(of_these()));
            let codes = "scheme || ' ' || code, '\n' ORDER BY scheme, code";
            for (id, products) in joined(db, rows, notification, codes).await? {
                let compared = all.entry(id).or_default();
                for (scheme, code) in products.lines().filter_map(|line| line.split_once(' ')) {
                    if scheme == Scheme::Hs.as_str() {
                        compared.hs.extend(code.parse::<HsCode>());
                    } else {
                        compared.ics.extend(code.parse::<IcsCode>());
                    }
                }
            }
        }
        Ok(all)
    }
}
