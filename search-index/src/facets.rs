//! Counting values beside the results.

use std::{collections::HashMap, fmt::Display};

use domain::{
    divergence::Code,
    notification::{Kind, Objective, State},
    search::Conditions,
};

use crate::{Facet, Facets, packed};

/// Values of one facet that are shown.
const MOST: usize = 50;

/// The facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    Authority,
    Open,
    Kind,
    State,
    Objective,
    Hs,
    Ics,
    Year,
    Divergence,
}

impl Name {
    pub const ALL: [Self; 9] = [
        Self::Authority,
        Self::Open,
        Self::Kind,
        Self::State,
        Self::Objective,
        Self::Hs,
        Self::Ics,
        Self::Year,
        Self::Divergence,
    ];

    /// The values set, as in addresses.
    pub fn values_set(self, c: &Conditions) -> Vec<String> {
        fn strings<T: Display>(values: &[T]) -> Vec<String> {
            values.iter().map(ToString::to_string).collect()
        }
        fn names<T: Copy>(values: &[T], name: fn(T) -> &'static str) -> Vec<String> {
            values.iter().map(|v| name(*v).to_owned()).collect()
        }
        match self {
            Self::Authority => c.authority.clone(),
            Self::Open => c.open.iter().map(|o| yes_no(*o).to_owned()).collect(),
            Self::Kind => names(&c.kind, Kind::as_str),
            Self::State => names(&c.state, State::as_str),
            Self::Objective => names(&c.objective, Objective::as_str),
            Self::Hs => c.hs.clone(),
            Self::Ics => c.ics.clone(),
            Self::Year => strings(&c.year),
            Self::Divergence => names(&c.divergence, Code::as_str),
        }
    }

    fn of(self, facets: &mut Facets) -> &mut Facet {
        match self {
            Self::Authority => &mut facets.authority,
            Self::Open => &mut facets.open,
            Self::Kind => &mut facets.kind,
            Self::State => &mut facets.state,
            Self::Objective => &mut facets.objective,
            Self::Hs => &mut facets.hs,
            Self::Ics => &mut facets.ics,
            Self::Year => &mut facets.year,
            Self::Divergence => &mut facets.divergence,
        }
    }
}

fn yes_no(open: bool) -> &'static str {
    if open { "yes" } else { "no" }
}

/// A set of facets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Names(u16);

impl Names {
    pub fn with(self, name: Name) -> Self {
        Self(self.0 | 1 << name as u16)
    }
    pub fn has(self, name: Name) -> bool {
        self.0 & 1 << name as u16 != 0
    }
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Whether the packed column is needed to count these.
    pub fn in_packed(self) -> bool {
        [Name::Kind, Name::State, Name::Objective, Name::Year, Name::Divergence]
            .into_iter()
            .any(|n| self.has(n))
    }
}

/// Counts while documents pass by.
#[derive(Clone)]
pub struct Counts {
    pub open: [u64; 2],
    pub kind: [u64; 8],
    pub state: [u64; 8],
    pub objective: [u64; 64],
    pub divergence: [u64; 64],
    pub hs: [u64; 128],
    pub ics: [u64; 128],
    pub year: Vec<u64>,
    pub authority: HashMap<String, u64>,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            open: [0; 2],
            kind: [0; 8],
            state: [0; 8],
            objective: [0; 64],
            divergence: [0; 64],
            hs: [0; 128],
            ics: [0; 128],
            year: vec![0; packed::YEARS],
            authority: HashMap::new(),
        }
    }
}

/// Adds one for each bit that is set.
#[inline]
pub fn add_bits(counts: &mut [u64], mut bits: u64) {
    while bits != 0 {
        counts[bits.trailing_zeros() as usize] += 1;
        bits &= bits - 1;
    }
}

impl Counts {
    /// What a packed number says.
    #[inline]
    pub fn add_packed(&mut self, packed: u64) {
        self.kind[packed::kind(packed)] += 1;
        self.state[packed::state(packed)] += 1;
        self.year[packed::year(packed)] += 1;
        add_bits(&mut self.objective, packed::objectives(packed));
        add_bits(&mut self.divergence, packed::divergences(packed));
    }

    /// Adds the counts of another part of the index.
    pub fn add(&mut self, other: &Self) {
        fn sum(into: &mut [u64], from: &[u64]) {
            into.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        }
        sum(&mut self.open, &other.open);
        sum(&mut self.kind, &other.kind);
        sum(&mut self.state, &other.state);
        sum(&mut self.objective, &other.objective);
        sum(&mut self.divergence, &other.divergence);
        sum(&mut self.hs, &other.hs);
        sum(&mut self.ics, &other.ics);
        sum(&mut self.year, &other.year);
        for (code, n) in &other.authority {
            *self.authority.entry(code.clone()).or_default() += n;
        }
    }

    /// Writes the facet's values into `facets`; values set are kept even
    /// where nothing has them.
    pub fn write(&self, name: Name, set: &[String], facets: &mut Facets) {
        let named = |counts: &[u64], names: &[&'static str]| -> Facet {
            names.iter().zip(counts).map(|(name, n)| ((*name).to_owned(), *n)).collect()
        };
        let two_digits = |counts: &[u64]| -> Facet {
            counts.iter().enumerate().map(|(n, count)| (format!("{n:02}"), *count)).collect()
        };
        let found: Facet = match name {
            Name::Authority => self.authority.iter().map(|(code, n)| (code.clone(), *n)).collect(),
            Name::Open => named(&self.open, &[yes_no(false), yes_no(true)]),
            Name::Kind => named(&self.kind, &Kind::ALL.map(Kind::as_str)),
            Name::State => named(&self.state, &State::ALL.map(State::as_str)),
            Name::Objective => named(&self.objective, &Objective::ALL.map(Objective::as_str)),
            Name::Divergence => named(&self.divergence, &Code::ALL.map(Code::as_str)),
            Name::Hs => two_digits(&self.hs),
            Name::Ics => two_digits(&self.ics),
            Name::Year => self
                .year
                .iter()
                .enumerate()
                .filter_map(|(n, count)| Some((packed::year_of(n)?.to_string(), *count)))
                .collect(),
        };
        *name.of(facets) = largest(found, set);
    }
}

/// The count of one value that no counter has (an HS code below the chapter).
pub fn write_value(facets: &mut Facets, name: Name, value: &str, count: u64) {
    let facet = name.of(facets);
    match facet.iter_mut().find(|(v, _)| v == value) {
        Some((_, n)) => *n = count,
        None => facet.push((value.to_owned(), count)),
    }
    sort(facet);
}

fn sort(facet: &mut Facet) {
    facet.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
}

fn largest(found: Facet, set: &[String]) -> Facet {
    let mut facet: Facet = found.into_iter().filter(|(value, n)| *n > 0 || set.contains(value)).collect();
    for value in set {
        if !facet.iter().any(|(v, _)| v == value) {
            facet.push((value.clone(), 0));
        }
    }
    sort(&mut facet);
    let mut others = MOST.saturating_sub(set.len());
    facet.retain(|(value, _)| {
        set.contains(value) || {
            let kept = others > 0;
            others = others.saturating_sub(1);
            kept
        }
    });
    facet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_at_most_and_values_set_stay() {
        let found = (0..200).map(|n| (format!("A{n:03}"), 1000 - n)).collect();
        let facet = largest(found, &["A150".to_owned(), "ZZZ".to_owned()]);
        assert_eq!(facet.len(), MOST);
        assert_eq!(facet[0], ("A000".to_owned(), 1000));
        assert!(facet.contains(&("A150".to_owned(), 850)));
        assert_eq!(facet.last().unwrap(), &("ZZZ".to_owned(), 0));
    }

    #[test]
    fn bits_are_counted_one_by_one() {
        let mut counts = [0; 64];
        add_bits(&mut counts, 1 | 1 << 63);
        add_bits(&mut counts, 1);
        assert_eq!((counts[0], counts[1], counts[63]), (2, 0, 1));
    }
}
