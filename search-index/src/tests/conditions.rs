//! Conditions, counts and order against the plainest possible reading of them.

use super::*;
use domain::{
    divergence::Code,
    notification::Objective,
    search::{PAGE_SIZE, Sort},
};
use proptest::{prelude::*, sample::subsequence};

const AUTHORITIES: [&str; 4] = ["KEN", "EU", "USA", "BRA"];
const STANDARDS: [&str; 3] = ["ISO 8124-1", "IEC 60335-1", "EN 71-1"];
const HS: [&str; 5] = ["85", "8516", "851660", "9503", "01"];
const ICS: [&str; 4] = ["97", "97.040", "97.040.20", "13.120"];
const WORDS: [&str; 4] = ["toys", "safety", "vehicle", "brake"];

fn documents() -> impl Strategy<Value = Vec<Document>> {
    let some = |all: &'static [&'static str], most| subsequence(all, 0..=most);
    let sets = (some(&HS, 3), some(&ICS, 2), some(&STANDARDS, 2), some(&WORDS, 3));
    let lists = (subsequence(&Objective::ALL[..4], 0..=2), subsequence(&Code::ALL[..4], 0..=2));
    let one = (
        subsequence(&AUTHORITIES, 1..=2),
        0..Kind::ALL.len(),
        0..2_usize,
        0..400_i64,
        prop::option::of(-3..4_i64),
        sets,
        lists,
    );
    prop::collection::vec(one, 1..40).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(
                |(
                    n,
                    (authorities, kind, state, day, closes, (hs, ics, standards, words), (objectives, codes)),
                )| Document {
                    authorities: authorities.into_iter().map(str::to_owned).collect(),
                    kind: Kind::ALL[kind],
                    state: public_states()[state],
                    published: jiff::civil::date(2025, 3, 1) + jiff::SignedDuration::from_hours(24 * day),
                    closes_at: closes.map(|h| now() + jiff::SignedDuration::from_hours(h)),
                    title: words.join(" "),
                    hs: hs.iter().map(|c| c.parse().unwrap()).collect(),
                    ics: ics.iter().map(|c| c.parse().unwrap()).collect(),
                    standards: standards.into_iter().map(str::to_owned).collect(),
                    objectives,
                    divergences: codes,
                    ..document(n as i64 + 1)
                },
            )
            .collect()
    })
}

fn public_states() -> Vec<State> {
    State::ALL.into_iter().filter(|s| s.is_public()).collect()
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let some = |all: &'static [&'static str]| {
        subsequence(all, 0..=2).prop_map(|v| v.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    (
        some(&WORDS),
        prop_oneof![2 => Just(Vec::new()), 1 => some(&AUTHORITIES)],
        prop::option::of(any::<bool>()),
        prop_oneof![2 => Just(Vec::new()), 1 => subsequence(&Kind::ALL, 0..=2)],
        prop_oneof![3 => Just(Vec::new()), 1 => subsequence(&Objective::ALL[..4], 0..=2)],
        prop_oneof![2 => Just(Vec::new()), 1 => some(&HS)],
        prop_oneof![2 => Just(Vec::new()), 1 => some(&ICS)],
        prop_oneof![2 => Just(Vec::new()), 1 => Just(vec![2025]), 1 => Just(vec![2026, 2024])],
        prop_oneof![3 => Just(Vec::new()), 1 => some(&STANDARDS)],
        0..4_usize,
    )
        .prop_map(|(words, authority, open, kind, objective, hs, ics, year, standard, sort)| {
            Conditions {
                q: words.join(" -"),
                authority,
                open,
                kind,
                objective,
                hs: hs.into_iter().collect(),
                ics,
                year,
                standard,
                sort: Sort::ALL[sort],
                ..Conditions::default()
            }
        })
}

fn is_open(d: &Document) -> bool {
    d.closes_at.is_some_and(|end| now() < end)
}

/// The plainest reading of conditions.
fn meets(c: &Conditions, d: &Document) -> bool {
    fn any<T>(asked: &[T], holds: impl Fn(&T) -> bool) -> bool {
        asked.is_empty() || asked.iter().any(holds)
    }
    c.q.split_whitespace().all(|w| match w.strip_prefix('-') {
        Some(w) => !d.title.contains(w),
        None => d.title.contains(w),
    }) && any(&c.authority, |a| d.authorities.contains(a))
        && c.open.is_none_or(|open| open == is_open(d))
        && any(&c.kind, |k| d.kind == *k)
        && any(&c.state, |s| d.state == *s)
        && any(&c.objective, |o| d.objectives.contains(o))
        && any(&c.hs, |h| d.hs.iter().any(|code| code.digits().starts_with(h.as_str())))
        && any(&c.ics, |i| d.ics.iter().any(|code| code.as_str().starts_with(i.as_str())))
        && any(&c.year, |y| d.published.year() == *y)
        && any(&c.divergence, |code| d.divergences.contains(code))
        && any(&c.standard, |s| d.standards.contains(s))
}

/// Counts of a facet by the plainest reading.
fn counted(
    documents: &[Document],
    c: &Conditions,
    values: impl Fn(&Document) -> Vec<String>,
) -> Vec<(String, u64)> {
    let mut counts = std::collections::BTreeMap::<String, u64>::new();
    for d in documents.iter().filter(|d| meets(c, d)) {
        let mut of_one = values(d);
        of_one.sort();
        of_one.dedup();
        of_one.into_iter().for_each(|v| *counts.entry(v).or_default() += 1);
    }
    counts.into_iter().collect()
}

fn by_value(facet: &crate::Facet) -> Vec<(String, u64)> {
    let mut found: Vec<_> = facet
        .iter()
        .filter(|(v, n)| {
            *n > 0 && !(v.len() > 2 && v.as_bytes()[0].is_ascii_digit() && v.len() != 4 || v.contains('.'))
        })
        .cloned()
        .collect();
    found.sort();
    found
}

fn all_pages(index: &Index, conditions: &Conditions) -> Vec<i64> {
    let mut all = Vec::new();
    for page in 1.. {
        let answer = ask(index, &Conditions { page, ..conditions.clone() });
        if answer.hits.is_empty() {
            break;
        }
        assert!(answer.hits.len() <= PAGE_SIZE);
        all.extend(ids(&answer));
    }
    all
}

fn expected_order(sort: Sort, mut met: Vec<&Document>) -> Vec<i64> {
    use std::cmp::Reverse;
    let newest = |d: &Document| (Reverse(d.published), Reverse(d.id));
    match sort {
        Sort::Relevance | Sort::Newest => met.sort_by_key(|d| newest(d)),
        Sort::Oldest => met.sort_by_key(|d| (d.published, d.id)),
        Sort::ClosingSoon => {
            met.sort_by_key(|d| (!is_open(d), if is_open(d) { d.closes_at } else { None }, newest(d)))
        }
    }
    met.iter().map(|d| d.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn conditions_mean_what_they_say(documents in documents(), c in conditions()) {
        let index = Index::in_memory().unwrap();
        // Two commits: two segments and their merge must not matter.
        let (some, rest) = documents.split_at(documents.len() / 2);
        index.apply(1, some, &[]).unwrap();
        index.apply(2, rest, &[]).unwrap();
        let met: Vec<&Document> = documents.iter().filter(|d| meets(&c, d)).collect();
        let answer = ask(&index, &c);
        prop_assert_eq!(answer.total, met.len() as u64);
        let found = all_pages(&index, &c);
        let has_words = c.q.split_whitespace().any(|w| !w.starts_with('-'));
        if c.sort == Sort::Relevance && has_words {
            let (mut found, mut met) = (found, met.iter().map(|d| d.id).collect::<Vec<_>>());
            found.sort_unstable();
            met.sort_unstable();
            prop_assert_eq!(found, met);
        } else {
            prop_assert_eq!(found, expected_order(c.sort, met));
        }
        let none = Conditions::default();
        let f = &answer.facets;
        let check = |facet: &crate::Facet, without: Conditions, values: &dyn Fn(&Document) -> Vec<String>| {
            prop_assert_eq!(by_value(facet), counted(&documents, &without, values));
            Ok(())
        };
        check(&f.authority, Conditions { authority: none.authority.clone(), ..c.clone() }, &|d| d.authorities.clone())?;
        check(&f.open, Conditions { open: None, ..c.clone() }, &|d| vec![if is_open(d) { "yes" } else { "no" }.to_owned()])?;
        check(&f.kind, Conditions { kind: Vec::new(), ..c.clone() }, &|d| vec![d.kind.as_str().to_owned()])?;
        check(&f.state, c.clone(), &|d| vec![d.state.as_str().to_owned()])?;
        check(&f.objective, Conditions { objective: Vec::new(), ..c.clone() }, &|d| d.objectives.iter().map(|o| o.as_str().to_owned()).collect())?;
        check(&f.year, Conditions { year: Vec::new(), ..c.clone() }, &|d| vec![d.published.year().to_string()])?;
        check(&f.divergence, c.clone(), &|d| d.divergences.iter().map(|o| o.as_str().to_owned()).collect())?;
        let hs = Conditions { hs: Vec::new(), ..c.clone() };
        let chapters: crate::Facet = f.hs.iter().filter(|(v, _)| v.len() == 2).cloned().collect();
        check(&chapters, hs.clone(), &|d| d.hs.iter().map(|h| h.chapter().to_owned()).collect())?;
        for value in &c.hs {
            let expected = documents.iter().filter(|d| meets(&Conditions { hs: vec![value.clone()], ..c.clone() }, d)).count();
            prop_assert!(f.hs.contains(&(value.clone(), expected as u64)), "{} {:?}", value, f.hs);
        }
        let ics: crate::Facet = f.ics.iter().filter(|(v, _)| v.len() == 2).cloned().collect();
        check(&ics, Conditions { ics: Vec::new(), ..c.clone() }, &|d| d.ics.iter().map(|i| i.field().to_owned()).collect())?;
    }
}

#[test]
fn pages_are_stable_where_everything_is_equal() {
    let documents: Vec<Document> = (1..=95).map(|id| titled(id, "toys")).collect();
    let index = index(&documents);
    for sort in Sort::ALL {
        let found = all_pages(&index, &Conditions { sort, ..words("toys") });
        let mut sorted = found.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!((found.len(), sorted.len()), (95, 95), "{sort:?}");
    }
}

#[test]
fn open_changes_when_a_period_ends_though_nothing_was_written() {
    let end: Timestamp = "2026-11-21T12:00:00.000001Z".parse().unwrap();
    let index = index(&[Document { closes_at: Some(end), ..document(1) }, document(2)]);
    let open = Conditions { open: Some(true), ..Conditions::default() };
    let at = |time: &str| index.search(&open, time.parse().unwrap()).unwrap();
    assert_eq!(at("2026-11-21T12:00:00.000000999Z").total, 1);
    assert_eq!(at("2026-11-21T12:00:00.000001Z").total, 0);
    assert_eq!(at("2026-11-21T12:00:00.000001Z").facets.open, [("no".to_owned(), 2), ("yes".to_owned(), 0)]);
    assert_eq!(at("2026-11-21T11:00:00Z").total, 1);
}

#[test]
fn a_dated_standard_finds_its_edition_alone() {
    let cite = |id, s: &str| Document { standards: vec![s.to_owned()], ..document(id) };
    let index = index(&[
        cite(1, "ISO 8124-1:2018"),
        cite(2, "ISO 8124-1:2022"),
        cite(3, "ISO 8124-1"),
        cite(4, "ISO 8124-2:2023"),
    ]);
    let by = |s: &str| {
        let mut found =
            ids(&ask(&index, &Conditions { standard: vec![s.to_owned()], ..Conditions::default() }));
        found.sort_unstable();
        found
    };
    assert_eq!(by("ISO 8124-1:2022"), [2]);
    assert_eq!(by("ISO 8124-1"), [1, 2, 3]);
    assert_eq!(by("ISO 9999"), [] as [i64; 0]);
    let answer =
        ask(&index, &Conditions { standard: vec!["ISO 8124-1".to_owned()], ..Conditions::default() });
    assert!(answer.hits.iter().all(|hit| hit.standards.len() == 1));
}
