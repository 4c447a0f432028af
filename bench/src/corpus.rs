//! Grows notifications: titles, products and sentences of the source put
//! together anew, with dates, codes and symbols of their own.

use std::collections::BTreeMap;

use domain::{
    codes::{HsCode, IcsCode},
    divergence::Code,
    notification::{Kind, Objective, State},
    search::Document,
    standard::StandardId,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

use crate::{chance::Chance, source::Notification};

/// The n-th document is always the same for the same source and seed.
pub struct Corpus {
    seed: u64,
    now: Timestamp,
    titles: Vec<String>,
    products: Vec<String>,
    sentences: Vec<String>,
    pub hs: Vec<HsCode>,
    pub ics: Vec<IcsCode>,
    standards: Vec<String>,
    pub authorities: Vec<String>,
    /// Words of the source, the most frequent first.
    pub words: Vec<String>,
}

/// Numbers of standards that the source is too small for.
const STANDARDS: usize = 3_000;
const AUTHORITIES: usize = 90;

impl Corpus {
    /// From these notifications, published in the five years before `now`.
    pub fn new(source: &[Notification], seed: u64, now: Timestamp) -> Self {
        let texts = |of: fn(&Notification) -> &str| -> Vec<String> {
            source.iter().map(of).filter(|t| !t.is_empty()).map(str::to_owned).collect()
        };
        let titles = texts(|n| &n.title);
        let products = texts(|n| &n.products);
        let sentences: Vec<String> = source
            .iter()
            .flat_map(|n| n.description.split_inclusive(". ").chain([n.title.as_str()]))
            .map(|s| s.trim().trim_end_matches('.').to_owned() + ".")
            .filter(|s| s.len() > 20)
            .collect();
        let mut chance = Chance::new(seed);
        let publishers = ["ISO", "IEC", "EN", "ISO/IEC", "EN ISO"];
        let invented = (0..STANDARDS).map(|_| {
            let (number, part) = (1000 + chance.below(60_000), 1 + chance.below(9));
            let year = 1995 + chance.below(31);
            format!("{} {number}-{part}:{year}", chance.of(&publishers))
        });
        let cited = source.iter().flat_map(|n| n.standards.iter().cloned());
        let standards =
            cited.chain(invented).filter_map(|s| Some(s.parse::<StandardId>().ok()?.to_string())).collect();
        let letters: Vec<char> = ('A'..='Z').collect();
        let authorities = (0..AUTHORITIES).map(|_| (0..3).map(|_| *chance.of(&letters)).collect()).collect();
        let words = frequent_words(titles.iter().chain(&products).chain(&sentences));
        let mut hs: Vec<HsCode> = source.iter().flat_map(|n| &n.hs).filter_map(|c| c.parse().ok()).collect();
        let mut ics: Vec<IcsCode> =
            source.iter().flat_map(|n| &n.ics).filter_map(|c| c.parse().ok()).collect();
        // Codes of a small source leave chapters empty that real data fills.
        hs.extend((1..98).filter_map(|n| format!("{n:02}{:02}", 1 + n % 20).parse().ok()));
        ics.extend((1..98).step_by(3).filter_map(|n| format!("{n:02}.0{:02}", 10 + n % 80).parse().ok()));
        let products = if products.is_empty() { titles.clone() } else { products };
        Self { seed, now, titles, products, sentences, hs, ics, standards, authorities, words }
    }

    /// The n-th document, from 0.
    pub fn document(&self, n: usize) -> Document {
        let mut c = Chance::new(self.seed.wrapping_mul(0x1_0000_01b3) ^ (n as u64) << 20);
        let day = SignedDuration::from_hours(24 * c.below(5 * 365) as i64);
        let published = self.now - day;
        let joint = if c.below(30) == 0 { 2 + c.below(5) } else { 1 };
        let mut authorities: Vec<String> =
            (0..joint).map(|_| c.of_front(&self.authorities).clone()).collect();
        authorities.sort();
        authorities.dedup();
        let several = |c: &mut Chance, most: usize, from: &[String]| -> String {
            let count = 1 + c.below(most);
            (0..count).map(|_| c.of(from).as_str()).collect::<Vec<_>>().join(" ")
        };
        let public: Vec<State> = State::ALL.into_iter().filter(|s| s.is_public()).collect();
        let text_of_draft = if c.below(10) == 0 { 60 } else { 6 };
        Document {
            id: n as i64 + 1,
            symbols: authorities.iter().map(|a| format!("G/TBT/N/{a}/{}", n + 1)).collect(),
            authority_names: authorities.clone(),
            authorities,
            kind: *c.of_front(&Kind::ALL),
            state: *c.of(&public),
            published: date(published),
            closes_at: (c.below(10) > 0).then(|| published + SignedDuration::from_hours(24 * 60)),
            title: format!("{}: {}", c.of(&self.titles), c.of(&self.products)),
            products: several(&mut c, 2, &self.products),
            description: several(&mut c, 4, &self.sentences),
            other_text: several(&mut c, text_of_draft, &self.sentences),
            standards: (0..c.below(4)).map(|_| c.of_front(&self.standards).clone()).collect(),
            hs: (0..c.below(3)).map(|_| c.of(&self.hs).clone()).collect(),
            ics: (0..1 + c.below(2)).map(|_| c.of(&self.ics).clone()).collect(),
            objectives: (0..1 + c.below(2)).map(|_| *c.of_front(&Objective::ALL)).collect(),
            divergences: (0..c.below(3)).map(|_| *c.of_front(&Code::ALL)).collect(),
        }
    }

    /// Some neighbouring words of a sentence, for a phrase.
    pub fn phrase(&self, chance: &mut Chance) -> String {
        loop {
            let words: Vec<&str> = chance.of(&self.sentences).split(' ').collect();
            let at = chance.below(words.len());
            if let [a, b, ..] = words[at..]
                && [a, b].iter().all(|w| w.len() > 2 && w.chars().all(|c| c.is_ascii_alphabetic()))
            {
                return format!("{a} {b}");
            }
        }
    }
}

fn date(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

fn frequent_words<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for text in texts {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if word.len() > 3 && word.bytes().all(|b| b.is_ascii_alphabetic()) {
                *counts.entry(word.to_ascii_lowercase()).or_default() += 1;
            }
        }
    }
    let mut words: Vec<(String, usize)> = counts.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.into_iter().map(|(word, _)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_the_same_document() {
        let source = [Notification {
            title: "Safety of toys".into(),
            description: "Toys must be safe for children. Small parts are tested by drop tests.".into(),
            ..Default::default()
        }];
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let (a, b) = (Corpus::new(&source, 1, now), Corpus::new(&source, 1, now));
        assert_eq!(a.document(17), b.document(17));
        assert_ne!(a.document(17).published, a.document(18).published);
        assert_eq!(a.words[0], "toys");
        assert!(a.document(3).symbols[0].ends_with("/4"));
    }
}
