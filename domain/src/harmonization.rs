//! Harmonization candidates (Rec. C.2): how much authorities differ in the
//! standards that they cite for one product.

use std::collections::{BTreeMap, BTreeSet};

/// One citation of a standard in a measure on the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cited<'a> {
    /// Code of the authority.
    pub authority: &'a str,
    /// The measure's identifier.
    pub measure: i64,
    /// The standard without its edition.
    pub number: &'a str,
    /// The edition; the number itself for an undated reference.
    pub edition: &'a str,
}

/// How far the authorities are apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
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

impl Spread {
    /// The spread of these citations; none where fewer than two authorities cite.
    pub fn of<'a>(cited: impl IntoIterator<Item = Cited<'a>>) -> Option<Self> {
        let mut editions: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
        let mut who: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
        let mut measures = BTreeSet::new();
        for c in cited {
            editions.entry(c.authority).or_default().insert((c.number, c.edition));
            who.entry(c.number).or_default().entry(c.authority).or_default().insert(c.edition);
            measures.insert(c.measure);
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
        let differ = shared.iter().filter(|by| by.values().collect::<BTreeSet<_>>().len() > 1);
        Some(Self {
            authorities: all.len() as u64,
            measures: measures.len() as u64,
            standards: who.len() as u64,
            different_editions: differ.count() as u64,
            shared: shared.len() as u64,
            agreement: agreement / f64::from(pairs),
        })
    }

    /// What candidates are ordered by: the more authorities differ, and the
    /// less they agree, the higher.
    pub fn score(&self) -> f64 {
        self.authorities as f64 * (1.0 - self.agreement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited(authority: &'static str, measure: i64, edition: &'static str) -> Cited<'static> {
        Cited { authority, measure, number: "IEC 60335-1", edition }
    }

    #[test]
    fn who_differs_most_comes_first() {
        let (old, new) = ("IEC 60335-1:2010", "IEC 60335-1:2020");
        let agree = [cited("KEN", 1, new), cited("UGA", 2, new)];
        let differ = [cited("KEN", 1, old), cited("UGA", 2, new)];
        let agree = Spread::of(agree).unwrap();
        let differ = Spread::of(differ).unwrap();
        assert_eq!((agree.agreement, agree.score(), agree.different_editions), (1.0, 0.0, 0));
        assert_eq!((differ.agreement, differ.score(), differ.different_editions), (0.0, 2.0, 1));
        assert_eq!((differ.authorities, differ.standards, differ.shared, differ.measures), (2, 1, 1, 2));
    }

    #[test]
    fn one_authority_alone_does_not_differ() {
        assert_eq!(Spread::of([cited("KEN", 1, "IEC 60335-1:2010")]), None);
    }
}
