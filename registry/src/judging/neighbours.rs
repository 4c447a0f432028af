//! The measures of other authorities on the products of a measure (Rec. B (e)),
//! read once for many measures that are judged together.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use domain::{
    codes::{HsCode, IcsCode},
    divergence::{Citation, Neighbour},
    notification::Content,
    standard::Catalogue,
};
use sea_orm::ConnectionTrait;
use serde::Deserialize;

use super::facts::Facts;
use crate::{
    Result,
    codes::Scheme,
    db::read_json,
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

/// Of a form the products alone.
#[derive(Deserialize)]
struct Products {
    #[serde(default)]
    hs: Vec<HsCode>,
    #[serde(default)]
    ics: Vec<IcsCode>,
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
        let names = names_of(db, &new).await?;
        let mut facts = Facts::stored(db, &new.iter().map(|m| m.row.id).collect::<Vec<_>>()).await?;
        for measure in new {
            let content: Products = read_json(&measure.row.content)?;
            let facts = facts.remove(&measure.row.id).unwrap_or_default();
            let mut cited: Vec<Citation> =
                facts.references.iter().filter_map(|r| Citation::of(&r.id, catalogue)).collect();
            cited.dedup();
            let neighbour = Neighbour {
                symbol: measure.symbol,
                authority: names.get(&measure.row.authority_code).cloned().unwrap_or_default(),
                cited,
                limits: facts.limits,
                hs: content.hs,
                ics: content.ics,
            };
            let (id, age) = (measure.row.id, (measure.row.published, measure.row.id));
            self.read.insert(id, Arc::new(Other { neighbour, owners: measure.owners, age }));
        }
        Ok(ids.iter().filter_map(|id| self.read.get(id).cloned()).collect())
    }
}
