//! Harmonization candidates: the products on which authorities agree least about
//! standards (Rec. C.2). All citations of all measures are compared for them, so
//! they are worked out once for many readers, and say as of when they are.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, RwLock},
};

use domain::{
    divergence::Citation,
    harmonization::{self, Spread},
    standard::Catalogue,
};
use jiff::{Timestamp, ToSpan};
use sea_orm::FromQueryResult;

use crate::{Error, Registry, Result, codes::Scheme, db::rows};

/// Products listed at most.
const LISTED: usize = 50;
/// Products whose citations are read at once.
const AT_ONCE: usize = 40;
/// Citations, on whatever products, above which no reader waits until they are
/// compared anew: all are read for each list. They are compared every [`HOURS`] at
/// most, and until then the older list is shown.
const MANY: usize = 50_000;
/// See [`MANY`].
const HOURS: i64 = 1;

/// A product on which authorities cite different standards or editions.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// HS heading or ICS group.
    pub scheme: &'static str,
    /// The code.
    pub code: String,
    /// Its name, empty when unknown.
    pub name: String,
    /// How much they differ.
    pub spread: Spread,
}

/// The products on which authorities agree least.
#[derive(Debug)]
pub struct Candidates {
    /// The products, those with the highest score first.
    pub list: Vec<Candidate>,
    /// When they were compared.
    pub as_of: Timestamp,
    /// The last changes of notifications and of the catalogue that are in it.
    head: (i64, i64),
    /// All citations when they were compared.
    compared: usize,
}

impl Candidates {
    /// Whether it may be shown as it is.
    fn serves(&self, head: (i64, i64), now: Timestamp) -> bool {
        self.head == head || (self.compared > MANY && now < self.as_of + HOURS.hours())
    }
}

/// The lists that all readers share.
#[derive(Debug, Default)]
pub(crate) struct KeptCandidates {
    lists: RwLock<HashMap<Scheme, Arc<Candidates>>>,
    /// Held by whoever compares: all others wait for the one work.
    comparing: tokio::sync::Mutex<()>,
}

impl KeptCandidates {
    fn get(&self, scheme: Scheme) -> Option<Arc<Candidates>> {
        self.lists.read().expect("no writer panics while it holds the lock").get(&scheme).cloned()
    }

    fn put(&self, scheme: Scheme, list: Arc<Candidates>) {
        self.lists.write().expect("no writer panics while it holds the lock").insert(scheme, list);
    }
}

/// What a reference is compared as: number and edition. An adoption is the
/// standard that it carries; what is cited without a year follows the edition in
/// force. None for a text that is no identifier.
pub(crate) fn compared_as(identifier: &str, dated: bool, catalogue: &Catalogue) -> Option<Identity> {
    let cited = Citation::of(identifier, catalogue)?;
    let edition = if dated { cited.edition } else { cited.number.clone() };
    Some((cited.number, edition))
}

/// The number and the edition that a reference is compared as.
type Identity = (String, String);

/// What references are compared as, by identifier and whether they have a year.
type Compared = HashMap<(String, bool), Identity>;

/// A citation of a public measure on a product.
#[derive(FromQueryResult)]
struct Cited {
    code: String,
    notification_id: i64,
    authority_code: String,
    identifier: String,
    year: Option<i32>,
}

impl Registry {
    /// The products on which authorities agree least about standards: where a
    /// common regulatory objective would help most (Rec. C.2, Rec. L). Of very
    /// many citations the list may be an hour old.
    pub async fn harmonization_candidates(&self, scheme: Scheme) -> Result<Arc<Candidates>> {
        let Some(kept) = self.candidates.get(scheme) else {
            return self.candidates_compare(scheme).await;
        };
        if kept.serves(self.candidates_head().await?, self.now()) {
            return Ok(kept);
        }
        if kept.compared <= MANY {
            return self.candidates_compare(scheme).await;
        }
        // One comparison serves all who ask meanwhile.
        if self.candidates.comparing.try_lock().is_err() {
            return Ok(kept);
        }
        let registry = self.clone();
        tokio::spawn(async move {
            if let Err(error) = registry.candidates_compare(scheme).await {
                tracing::error!(?error, "the citations of the products could not be compared");
            }
        });
        Ok(kept)
    }

    /// Compares what changed since it was compared, so that no reader waits.
    pub async fn candidates_refresh(&self) -> Result<()> {
        for scheme in [Scheme::Hs, Scheme::Ics] {
            self.candidates_compare(scheme).await?;
        }
        Ok(())
    }

    /// What the lists depend on: notifications, and the catalogue in memory.
    async fn candidates_head(&self) -> Result<(i64, i64)> {
        Ok((self.outbox_head().await?, self.standards().seen))
    }

    async fn candidates_compare(&self, scheme: Scheme) -> Result<Arc<Candidates>> {
        #[derive(FromQueryResult)]
        struct Product {
            code: String,
        }
        let _alone = self.candidates.comparing.lock().await;
        // Before anything is read: what comes meanwhile is compared next time.
        let (head, as_of) = (self.candidates_head().await?, self.now());
        if let Some(kept) = self.candidates.get(scheme).filter(|kept| kept.serves(head, as_of)) {
            return Ok(kept);
        }
        let products: Vec<Product> = rows(
            &self.db,
            "SELECT DISTINCT code FROM product WHERE scheme = $1 ORDER BY code",
            [scheme.as_str().into()],
        )
        .await?;
        let (compared_as, compared) = self.spread_compared().await?;
        let compared_as = Arc::new(compared_as);
        let mut list = Vec::new();
        for portion in products.chunks(AT_ONCE) {
            let (Some(first), Some(last)) = (portion.first(), portion.last()) else { continue };
            let cited: Vec<Cited> = rows(
                &self.db,
                "SELECT p.code, p.notification_id, n.authority_code, c.identifier, c.year FROM product p \
                 JOIN notification n ON n.id = p.notification_id \
                 JOIN citation c ON c.notification_id = p.notification_id \
                 WHERE p.scheme = $1 AND p.code >= $2 AND p.code <= $3 \
                 AND n.state NOT IN ('draft', 'submitted', 'withdrawn')",
                [scheme.as_str().into(), first.code.as_str().into(), last.code.as_str().into()],
            )
            .await?;
            let compared_as = compared_as.clone();
            let found = tokio::task::spawn_blocking(move || spreads(scheme, cited, &compared_as)).await;
            list.extend(found.map_err(|e| Error::Corrupt(format!("comparing citations failed: {e}")))?);
        }
        first_come_those_who_differ(&mut list);
        let codes: Vec<String> = list.iter().map(|c| c.code.clone()).collect();
        let names = self.code_names(scheme, &codes).await?;
        for candidate in &mut list {
            let named = names.iter().find(|n| n.code == candidate.code);
            candidate.name = named.map(|n| n.name.clone()).unwrap_or_default();
        }
        let list = Arc::new(Candidates { list, as_of, head, compared });
        self.candidates.put(scheme, list.clone());
        Ok(list)
    }

    /// What everything cited is compared as, and how many citations there are. Each
    /// edition is understood once, however many cite it.
    async fn spread_compared(&self) -> Result<(Compared, usize)> {
        #[derive(FromQueryResult)]
        struct Edition {
            identifier: String,
            dated: bool,
            citations: i64,
        }
        let editions: Vec<Edition> = rows(
            &self.db,
            "SELECT identifier, year IS NOT NULL AS dated, COUNT(*) AS citations FROM citation \
             GROUP BY identifier, year IS NOT NULL",
            [],
        )
        .await?;
        let citations: i64 = editions.iter().map(|edition| edition.citations).sum();
        let catalogue = self.catalogue();
        let understood = tokio::task::spawn_blocking(move || {
            let mut compared = Compared::with_capacity(editions.len());
            for edition in editions {
                if let Some(identity) = compared_as(&edition.identifier, edition.dated, &catalogue) {
                    compared.insert((edition.identifier, edition.dated), identity);
                }
            }
            compared
        });
        let compared =
            understood.await.map_err(|e| Error::Corrupt(format!("reading citations failed: {e}")))?;
        Ok((compared, usize::try_from(citations).unwrap_or(usize::MAX)))
    }
}

/// How far the authorities are apart on each of these products.
fn spreads(scheme: Scheme, cited: Vec<Cited>, compared_as: &Compared) -> Vec<Candidate> {
    let mut by_code: BTreeMap<String, Vec<(Cited, &Identity)>> = BTreeMap::new();
    for mut row in cited {
        let key = (std::mem::take(&mut row.identifier), row.year.is_some());
        if let Some(identity) = compared_as.get(&key) {
            by_code.entry(row.code.clone()).or_default().push((row, identity));
        }
    }
    let candidate = |code: String, cited: Vec<(Cited, &Identity)>| {
        let spread = Spread::of(cited.iter().map(|(row, (number, edition))| harmonization::Cited {
            authority: &row.authority_code,
            measure: row.notification_id,
            number,
            edition,
        }))?;
        Some(Candidate { scheme: scheme.as_str(), code, name: String::new(), spread })
    };
    by_code.into_iter().filter_map(|(code, cited)| candidate(code, cited)).collect()
}

/// Puts the highest scores first, and leaves the others out.
fn first_come_those_who_differ(list: &mut Vec<Candidate>) {
    list.sort_by(|a, b| {
        let (one, other) = (&a.spread, &b.spread);
        other
            .score()
            .total_cmp(&one.score())
            .then(other.measures.cmp(&one.measures))
            .then_with(|| a.code.cmp(&b.code))
    });
    list.truncate(LISTED);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_many_citations_is_shown_for_an_hour() {
        let at = |time: &str| time.parse::<Timestamp>().unwrap();
        let list = |compared| Candidates {
            list: Vec::new(),
            as_of: at("2026-11-21T08:00:00Z"),
            head: (7, 1),
            compared,
        };
        for (compared, head, now, serves) in [
            (10, (7, 1), "2026-11-29T08:00:00Z", true),
            (10, (8, 1), "2026-11-21T08:00:01Z", false),
            (10, (7, 2), "2026-11-21T08:00:01Z", false),
            (MANY + 1, (8, 1), "2026-11-21T08:59:59Z", true),
            (MANY + 1, (8, 1), "2026-11-21T09:00:00Z", false),
        ] {
            assert_eq!(list(compared).serves(head, at(now)), serves, "{compared} {head:?} {now}");
        }
    }
}
