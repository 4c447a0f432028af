//! The measures of other authorities on the products of a measure (Rec. B (e)),
//! read once for many measures that are judged together.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard},
};

use domain::{
    divergence::{Citation, Neighbour},
    notification::Content,
    standard::Catalogue,
};
use sea_orm::ConnectionTrait;
use tokio::sync::OnceCell;

use super::compared::{Compared, Measure};
use crate::{
    Result,
    codes::Scheme,
    products::{codes, names_of},
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
    age: (String, i64),
}

/// The newest measures on one product.
#[derive(Debug, Clone)]
struct OnProduct {
    newest: Vec<Arc<Other>>,
    /// Whether these are all there are.
    complete: bool,
}

/// By scheme and code.
type Products = HashMap<(Scheme, String), Arc<OnceCell<OnProduct>>>;

/// See the module. Several may ask at once: each product is read by one of them.
#[derive(Debug, Default)]
pub(crate) struct Neighbourhood {
    on: Mutex<Products>,
    read: Mutex<HashMap<i64, Arc<Other>>>,
    /// Names of authorities, by code.
    names: Mutex<HashMap<String, String>>,
}

/// The lock is held for moments only.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().expect("nobody panics while holding the lock")
}

impl Neighbourhood {
    /// The newest measures of other authorities on the products of this content.
    pub(crate) async fn of(
        &self,
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        content: &Content,
        own_authority: &str,
    ) -> Result<Vec<Arc<Other>>> {
        let codes = codes(content);
        let mut found: BTreeMap<(String, i64), Arc<Other>> = BTreeMap::new();
        for code in &codes {
            let on_product = self.on_product(db, catalogue, code).await?;
            let others: Vec<&Arc<Other>> =
                on_product.newest.iter().filter(|o| o.owners.iter().all(|a| a != own_authority)).collect();
            if !on_product.complete && others.len() < MOST {
                // Nearly all of the newest are the own authority's: asked for exactly.
                let measures = Compared::newest_on(db, &codes, Some(own_authority), MOST).await?;
                return self.take(db, catalogue, &measures).await;
            }
            found.extend(others.into_iter().take(MOST).map(|o| (o.age.clone(), o.clone())));
        }
        Ok(found.into_values().rev().take(MOST).collect())
    }

    async fn on_product(
        &self,
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        code: &(Scheme, String),
    ) -> Result<OnProduct> {
        let product = held(&self.on).entry(code.clone()).or_default().clone();
        let read = async || {
            let measures = Compared::newest_on(db, std::slice::from_ref(code), None, READ).await?;
            let newest = self.take(db, catalogue, &measures).await?;
            Ok(OnProduct { complete: newest.len() < READ, newest })
        };
        product.get_or_try_init(read).await.cloned()
    }

    /// Understands measures, each once, in their order.
    async fn take(
        &self,
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        measures: &Compared,
    ) -> Result<Vec<Arc<Other>>> {
        let measures: Vec<Measure<'_>> = measures.iter().collect::<Result<_>>()?;
        let unknown: BTreeSet<&str> = {
            let names = held(&self.names);
            measures.iter().map(|m| m.authority).filter(|code| !names.contains_key(*code)).collect()
        };
        let named = names_of(db, unknown).await?;
        held(&self.names).extend(named);
        let mut all = Vec::with_capacity(measures.len());
        for measure in measures {
            let known = held(&self.read).get(&measure.id).cloned();
            if let Some(known) = known {
                all.push(known);
                continue;
            }
            let mut cited: Vec<Citation> =
                measure.cited().filter_map(|(id, undated)| Citation::known(id, undated, catalogue)).collect();
            cited.dedup();
            let neighbour = Neighbour {
                symbol: measure.symbols().next().map(|(symbol, _)| symbol.to_owned()).unwrap_or_default(),
                authority: held(&self.names).get(measure.authority).cloned().unwrap_or_default(),
                cited,
                limits: measure.limits()?,
                hs: measure.products(Scheme::Hs),
                ics: measure.products(Scheme::Ics),
            };
            let owners = measure.symbols().map(|(_, authority)| authority).chain([measure.authority]);
            let other = Arc::new(Other {
                neighbour,
                owners: owners.map(str::to_owned).collect(),
                age: (measure.published.to_owned(), measure.id),
            });
            held(&self.read).insert(measure.id, other.clone());
            all.push(other);
        }
        Ok(all)
    }
}
