//! A catalogue changed step by step is the catalogue built from all records.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use proptest::prelude::*;
use rstest::rstest;

use super::{Catalogue, Resolution, fixture, real};
use crate::standard::{
    Correspondence, CorrespondenceRow, Correspondences, StandardId, StandardRecord, StandardStatus,
};

type Records = BTreeMap<String, StandardRecord>;

/// The catalogue after a change, the small way; `all` is changed too.
fn changed(catalogue: &Catalogue, all: &mut Records, new: Vec<StandardRecord>, gone: &[&str]) -> Catalogue {
    let touched = catalogue.touched_by(&new, gone.iter().copied());
    for id in gone {
        all.remove(*id);
    }
    all.extend(new.into_iter().map(|r| (r.id.clone(), r)));
    catalogue.with_changed(&touched, touched.iter().filter_map(|id| all.get(id)).cloned())
}

/// The same from all records; their order must not matter.
fn anew(all: &Records) -> Catalogue {
    Catalogue::from_records(all.values().rev().cloned())
}

/// Everything that can be asked of a catalogue about these identifiers, but
/// what is counted over all of it.
fn answers(catalogue: &Catalogue, ids: &BTreeSet<String>) -> Vec<String> {
    let names = |entries: Vec<&super::Entry>| entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
    let mut answers = Vec::new();
    for text in ids {
        let known = catalogue.get(text);
        answers.push(format!("{text}: {known:?} then {:?}", names(catalogue.successors(text))));
        let Ok(id) = text.parse::<StandardId>() else { continue };
        for id in [id.undated(), id] {
            let meaning = match catalogue.resolve(&id) {
                Resolution::Edition(e) => format!("edition {}", e.id),
                Resolution::Current(e) => format!("current {}", e.id),
                Resolution::NoSuchEdition(e) => format!("other editions {:?}", names(e)),
                other => format!("{other:?}"),
            };
            let adopted = catalogue.resolve_adopted(&id).map(|a| (a.edition.id.clone(), a.same_year));
            let facts: Vec<_> = catalogue.correspondences().facts_of(&id).collect();
            answers.push(format!(
                "{id}: {meaning}, editions {:?}, in force {:?}, adopts {adopted:?}, {facts:?}, last year {:?}",
                names(catalogue.editions(&id)),
                catalogue.in_force(&id).map(|e| &e.id),
                catalogue.horizon(id.publisher()),
            ));
        }
    }
    answers
}

/// What is counted over all of a catalogue.
fn counts(catalogue: &Catalogue) -> String {
    let mut ids: Vec<&str> = catalogue.iter().map(|e| e.id.as_str()).collect();
    ids.sort_unstable();
    let facts: Vec<_> = catalogue.correspondences().iter().collect();
    format!(
        "{} {} {} {} {facts:?} {ids:?}",
        catalogue.len(),
        catalogue.is_empty(),
        catalogue.newest_year(),
        catalogue.has_addresses()
    )
}

fn assert_same(small: &Catalogue, whole: &Catalogue, ids: &BTreeSet<String>) {
    for (one, other) in answers(small, ids).iter().zip(answers(whole, ids)) {
        assert_eq!(*one, other);
    }
    assert_eq!(counts(small), counts(whole));
}

fn fixture_records() -> Records {
    fixture::records().into_iter().map(|r| (r.id.clone(), r)).collect()
}

/// A record in force, changed by `with`.
fn record(id: &str, with: impl FnOnce(&mut StandardRecord)) -> StandardRecord {
    let year = id.parse::<StandardId>().ok().and_then(|id| id.year());
    let mut record = StandardRecord {
        id: id.into(),
        year,
        status: StandardStatus::Published,
        ..StandardRecord::default()
    };
    with(&mut record);
    record
}

/// A record of the small catalogue, changed by `with`.
fn known(id: &str, with: impl FnOnce(&mut StandardRecord)) -> StandardRecord {
    let mut record = fixture_records().remove(id).unwrap();
    with(&mut record);
    record
}

fn list(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// Status, what replaced it and what is to replace it, in one line.
fn state(catalogue: &Catalogue, id: &str) -> String {
    match catalogue.get(id) {
        Some(e) => {
            format!("{} {:?} {:?} {}", e.status.as_str(), e.replaced_by, e.under_revision_by, e.derived)
        }
        None => "unknown".into(),
    }
}

#[rstest]
#[case::the_next_edition_supersedes_a_withdrawn_one(
    vec![record("ISO 90005:2020", |_| ())], &[],
    "ISO 90005:2004", r#"superseded ["ISO 90005:2020"] [] true"#
)]
#[case::an_edition_goes_between_two(
    vec![record("ISO 90002:2006", |r| r.status = StandardStatus::Withdrawn)], &[],
    "ISO 90002:2000", r#"superseded ["ISO 90002:2006"] [] true"#
)]
#[case::an_edition_between_two_goes(
    vec![], &["ISO 90002:2000"],
    "ISO 90002:1990", r#"superseded ["ISO 90002:2012"] [] true"#
)]
#[case::a_replacement_is_taken_back(
    vec![known("ISO 14121-1:2007", |r| { r.replaced_by.clear(); r.status = StandardStatus::Published; })], &[],
    "ISO 14121-1:2007", "published [] [] false"
)]
#[case::another_standard_says_that_it_replaces_it(
    vec![record("ISO 90009:2017", |r| r.replaces = list(&["ISO 90005:2004"]))], &[],
    "ISO 90005:2004", r#"superseded ["ISO 90009:2017"] [] false"#
)]
#[case::what_was_named_comes(
    vec![known("ISO 780:2015", |r| r.replaced_by = list(&["ISO 90010:2024"])), record("ISO 90010:2024", |_| ())], &[],
    "ISO 780:2015", r#"superseded ["ISO 90010:2024"] [] false"#
)]
#[case::what_is_under_publication_is_out(
    vec![record("ISO 10110-6", |r| r.stage = "60.60".into())], &[],
    "ISO 10110-6:2015", r#"superseded ["ISO 10110-6"] [] false"#
)]
#[case::what_was_out_is_a_draft_again(
    vec![known("ISO 8124-1:2022", |r| r.status = StandardStatus::Draft)], &[],
    "ISO 8124-1:2018", r#"withdrawn ["ISO 8124-1:2022"] [] false"#
)]
#[case::a_draft_is_given_up(
    vec![known("ISO/DIS 12100", |r| r.status = StandardStatus::Deleted)], &[],
    "ISO 12100:2010", r#"published [] ["ISO/DIS 12100"] false"#
)]
#[case::an_amendment_goes_the_way_of_its_standard(
    vec![known("IEC 60335-2-9:2008", |r| r.replaced_by = list(&["IEC 60335-1:2020"]))], &[],
    "IEC 60335-2-9:2008/AMD1:2012", r#"superseded ["IEC 60335-1:2020"] [] true"#
)]
#[case::an_amendment_follows_what_another_standard_says(
    vec![
        known("IEC 60335-2-9:2008", |r| r.replaced_by.clear()),
        record("IEC 90335:2016", |r| r.replaces = list(&["IEC 60335-2-9:2008"])),
    ], &[],
    "IEC 60335-2-9:2008/AMD1:2012", r#"superseded ["IEC 90335:2016"] [] true"#
)]
#[case::the_standard_of_an_amendment_is_gone(
    vec![], &["IEC 60335-2-9:2008"],
    "IEC 60335-2-9:2008/AMD1:2012", "withdrawn [] [] false"
)]
#[case::the_successor_is_gone(
    vec![], &["ISO 9001:2015"],
    "ISO 9001:2008", r#"superseded ["ISO 9001:2015"] [] false"#
)]
fn a_change_reaches_other_records(
    #[case] new: Vec<StandardRecord>,
    #[case] gone: &[&str],
    #[case] about: &str,
    #[case] expected: &str,
) {
    let mut all = fixture_records();
    let before = anew(&all);
    let moved = state(&before, about) != expected;
    let after = changed(&before, &mut all, new, gone);
    assert_eq!(state(&after, about), expected);
    // Who reads the old catalogue reads on in peace.
    assert_eq!(state(&before, about) != expected, moved);
    let ids: BTreeSet<String> = all.keys().cloned().chain(gone.iter().map(|s| (*s).to_owned())).collect();
    assert_same(&after, &anew(&all), &ids);
}

#[test]
fn a_draft_becomes_forthcoming_then_is_published_then_withdrawn() {
    let mut all = fixture_records();
    let mut catalogue = anew(&all);
    let old = |r: &mut StandardRecord| r.replaced_by = list(&["ISO 780"]);
    for (new, expected) in [
        (record("ISO 780", |r| r.status = StandardStatus::Draft), r#"published [] ["ISO 780"] false"#),
        (record("ISO 780", |r| r.stage = "60.00".into()), r#"published [] ["ISO 780"] false"#),
        (record("ISO 780", |r| r.stage = "60.60".into()), r#"superseded ["ISO 780"] [] false"#),
        (record("ISO 780", |r| r.status = StandardStatus::Withdrawn), r#"superseded ["ISO 780"] [] false"#),
    ] {
        // The older record is changed once and does not move again by itself.
        let mut new = vec![new];
        if !all.contains_key("ISO 780") {
            new.push(known("ISO 780:2015", old));
        }
        catalogue = changed(&catalogue, &mut all, new, &[]);
        assert_eq!(state(&catalogue, "ISO 780:2015"), expected);
        assert_same(&catalogue, &anew(&all), &all.keys().cloned().collect());
    }
}

#[test]
fn what_a_catalogue_claims_of_a_publisher_follows_its_records() {
    let of_year = |n: usize, year: i16| record(&format!("ISO {}:{year}", n + 1000), |_| ());
    let mut all: Records =
        (1..Catalogue::ENOUGH_TO_CLAIM).map(|n| of_year(n, 2000)).map(|r| (r.id.clone(), r)).collect();
    let told = |c: &Catalogue| {
        let none = matches!(c.resolve(&"ISO 99999".parse().unwrap()), Resolution::NoSuchStandard);
        (none, c.horizon("ISO"), c.horizon("JIS"), c.newest_year())
    };
    let mut catalogue = anew(&all);
    assert_eq!(told(&catalogue), (false, Some(2000), None, 2000));
    catalogue = changed(&catalogue, &mut all, vec![of_year(1, 2021)], &[]);
    assert_eq!(told(&catalogue), (true, Some(2021), None, 2021));
    catalogue = changed(&catalogue, &mut all, vec![record("JIS B 9700:2023", |_| ())], &[]);
    assert_eq!(told(&catalogue), (true, Some(2021), Some(2023), 2023));
    catalogue = changed(&catalogue, &mut all, vec![], &["ISO 1001:2021", "JIS B 9700:2023"]);
    assert_eq!(told(&catalogue), (false, Some(2000), None, 2000));
}

#[test]
fn correspondences_are_taken_back_when_nobody_says_them_any_more() {
    let row = |degree: &str| CorrespondenceRow {
        national_id: "GB/T 19001-2016".into(),
        international_id: "ISO 9001:2015".into(),
        degree: degree.into(),
        source: "a list".into(),
        ..CorrespondenceRow::default()
    };
    let said = |c: &Catalogue, id: &str| {
        let id: StandardId = id.parse().unwrap();
        c.correspondences().facts_of(&id).map(|f| (f.international.to_string(), f.degree)).collect::<Vec<_>>()
    };
    let identical = |id: &str| (id.to_owned(), Some(Correspondence::Identical));
    let mut all = fixture_records();
    let adopts = |r: &mut StandardRecord| r.adopted_from = list(&["ISO 12100:2010"]);
    let adopted = |r: &mut StandardRecord| r.adopted_as = list(&["EN 12100:2010"]);
    let both = vec![record("EN 12100:2010", adopts), known("ISO 12100:2010", adopted)];
    let mut catalogue = Catalogue::from_records(all.values().cloned())
        .with_correspondences(Correspondences::from_rows([row("MOD")]));
    catalogue = changed(&catalogue, &mut all, both, &[]);
    assert_eq!(said(&catalogue, "EN 12100"), [identical("ISO 12100:2010")]);
    catalogue = changed(&catalogue, &mut all, vec![known("ISO 12100:2010", |_| ())], &[]);
    assert_eq!(said(&catalogue, "EN 12100"), [identical("ISO 12100:2010")], "the other record still says it");
    catalogue = changed(&catalogue, &mut all, vec![record("EN 12100:2010", |_| ())], &[]);
    assert_eq!(said(&catalogue, "EN 12100"), []);
    // Rows are about pairs: what a row says now counts, beside the records.
    assert_eq!(said(&catalogue, "GB/T 19001"), [("ISO 9001:2015".into(), Some(Correspondence::Modified))]);
    catalogue = catalogue.with_changed_correspondences(&[row("IDT")]);
    assert_eq!(said(&catalogue, "GB/T 19001"), [identical("ISO 9001:2015")]);
    assert_eq!(catalogue.correspondences().len(), 1);
}

/// Identifiers that name each other in the tests below.
const IDS: [&str; 20] = [
    "ISO 1",
    "ISO 1:2000",
    "ISO 1:2005",
    "ISO 1:2010",
    "ISO/DIS 1",
    "ISO 1:2005/Amd 1:2007",
    "ISO 1:2005/Amd 1:2007/Cor 1:2008",
    "ISO 2:1999",
    "ISO 2:2009",
    "IEC 60003:2001",
    "IEC 60003:2005",
    "IEC 60003:2005 RLV",
    "IEC 60003:2005/AMD1:2006",
    "IEC 60003:2005+AMD1:2006 CSV",
    "EN ISO 1:2006",
    "EN 60003:2007",
    "CISPR 4:1990",
    "CISPR 4:1995",
    "no identifier at all",
    "ISO 5:2020",
];

fn some_ids(most: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::sample::select(IDS.as_slice()).prop_map(str::to_owned), 0..=most)
}

fn any_record() -> impl Strategy<Value = StandardRecord> {
    use StandardStatus as S;
    let statuses = [
        S::Published,
        S::Withdrawn,
        S::Withdrawn,
        S::Withdrawn,
        S::Draft,
        S::Deleted,
        S::Superseded,
        S::Unknown,
    ];
    let facts = (
        prop::sample::select(IDS.as_slice()),
        prop::sample::select(statuses.to_vec()),
        prop::sample::select(["60.00", "60.60", "95.99"].as_slice()),
        prop::sample::select(["", "2003", "2006-05"].as_slice()),
        prop::sample::select(["", "1", "2.1"].as_slice()),
        prop::option::weighted(0.4, prop::sample::select(IDS.as_slice())),
        any::<[bool; 2]>(),
    );
    let lists = (some_ids(2), some_ids(2), some_ids(1), some_ids(1), some_ids(1), some_ids(1));
    (facts, lists).prop_map(|(facts, lists)| {
        let (id, status, stage, published, edition, base, [with_url, rel_derived]) = facts;
        let (replaces, replaced_by, under_revision_by, adopted_as, adopted_from, twin) = lists;
        record(id, |r| {
            *r = StandardRecord {
                id: r.id.clone(),
                year: r.year,
                status,
                stage: stage.into(),
                published: published.into(),
                edition: edition.into(),
                base: base.unwrap_or_default().into(),
                url: if with_url { "https://example.org".into() } else { String::new() },
                rel_derived,
                replaces,
                replaced_by,
                under_revision_by,
                adopted_as,
                adopted_from,
                twin,
                ..StandardRecord::default()
            };
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_step_by_step_give_the_catalogue_of_all_records(
        start in prop::collection::vec(any_record(), 0..20),
        steps in prop::collection::vec((prop::collection::vec(any_record(), 0..3), some_ids(1)), 1..8),
    ) {
        let ids: BTreeSet<String> = IDS.iter().map(|id| (*id).to_owned()).collect();
        let mut all: Records = start.into_iter().map(|r| (r.id.clone(), r)).collect();
        let mut catalogue = anew(&all);
        for (new, gone) in steps {
            let new: Records = new.into_iter().map(|r| (r.id.clone(), r)).collect();
            let gone: Vec<&str> = gone.iter().map(String::as_str).filter(|id| !new.contains_key(*id)).collect();
            catalogue = changed(&catalogue, &mut all, new.into_values().collect(), &gone);
            assert_same(&catalogue, &anew(&all), &ids);
        }
    }
}

/// A few hundred changes of the full catalogue, where it is at hand.
#[test]
fn the_full_catalogue_changes_in_milliseconds() {
    let Some(records) = real::records() else { return };
    let mut all: Records = records.into_iter().map(|r| (r.id.clone(), r)).collect();
    let ids: Vec<String> = all.keys().cloned().collect();
    let mut catalogue = anew(&all);
    let mut seen: BTreeSet<String> = ids.iter().step_by(997).cloned().collect();
    let (mut most, mut longest, start) = (0, 0, Instant::now());
    const CHANGES: usize = 300;
    for n in 0..CHANGES {
        let pick = |salt: usize| &ids[(n * 7_919 + salt * 104_729) % ids.len()];
        let old = all.get(pick(1)).cloned();
        let Some(mut new) = old else { continue };
        match n % 6 {
            0 => new.status = StandardStatus::Withdrawn,
            1 => new.replaced_by = vec![pick(2).clone()],
            2 => new.replaces.push(pick(3).clone()),
            3 => new.replaced_by.clear(),
            4 => (new.status, new.stage) = (StandardStatus::Draft, "40.60".into()),
            _ => new.adopted_from = vec![pick(4).clone()],
        }
        let gone: Vec<&str> = if n % 10 == 9 { vec![pick(5)] } else { vec![] };
        let gone: Vec<&str> = gone.into_iter().filter(|id| *id != new.id).collect();
        let touched = catalogue.touched_by([&new], gone.iter().copied());
        most = most.max(touched.len());
        seen.extend(touched);
        let before = Instant::now();
        catalogue = changed(&catalogue, &mut all, vec![new], &gone);
        longest = longest.max(before.elapsed().as_micros());
    }
    let each = start.elapsed() / CHANGES as u32;
    println!(
        "{CHANGES} changes, {each:?} each, {longest} µs the longest, {most} records at most, {} seen",
        seen.len()
    );
    let whole = anew(&all);
    assert_same(&catalogue, &whole, &seen);
}
