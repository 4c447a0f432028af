use std::collections::HashSet;

use super::*;
use crate::standard::{Catalogue, StandardRecord, StandardStatus};

fn titles() -> Titles {
    let record = |id: &str, title: &str, ics: &str, status| StandardRecord {
        id: id.into(),
        title_en: title.into(),
        ics: vec![ics.into()],
        status,
        year: id.rsplit_once(':').and_then(|(_, year)| year.parse().ok()),
        ..StandardRecord::default()
    };
    use StandardStatus::{Published, Withdrawn};
    let catalogue = Catalogue::from_records([
        record(
            "IEC 62552-1:2015",
            "Household refrigerating appliances - Characteristics and test methods - Part 1: General requirements",
            "97.040.30",
            Published,
        ),
        record(
            "IEC 60335-2-24:2020",
            "Household and similar electrical appliances - Safety - Part 2-24: Particular requirements for refrigerating appliances, ice-cream appliances and ice makers",
            "97.040.30",
            Published,
        ),
        record(
            "ISO 8124-1:2022",
            "Safety of toys - Part 1: Safety aspects related to mechanical and physical properties",
            "97.200.50",
            Published,
        ),
        record(
            "ISO 8124-9:2010",
            "Safety of toys - Part 9: Toys that were withdrawn",
            "97.200.50",
            Withdrawn,
        ),
        record("JIS S 1200:2012", "Safety of toys", "97.200.50", Published),
        record(
            "ISO 4210-1:2023",
            "Cycles - Safety requirements for bicycles - Part 1: Vocabulary",
            "43.150",
            Published,
        ),
        record(
            "ISO 9000:2015",
            "Quality management systems - Fundamentals and vocabulary",
            "03.120.10",
            Published,
        ),
    ]);
    Titles::new(catalogue.iter())
}

fn ids(found: &[Suggestion]) -> Vec<&str> {
    found.iter().map(|s| s.standard.as_str()).collect()
}

#[test]
fn only_international_standards_in_force_are_laid_out() {
    assert_eq!(titles().len(), 5);
}

#[test]
fn the_words_of_the_products_find_them_and_say_so() {
    let subject = Subject {
        products: "Toys: mechanical and physical properties, safety aspects",
        ..Subject::default()
    };
    let found = titles().suggest(&subject, &HashSet::new(), 10);
    assert_eq!(found[0].standard, "ISO 8124-1:2022");
    assert!(found[0].is_shown(), "{found:?}");
    assert!(found[0].words.contains(&"mechanical".to_owned()));
    // A word that both happen to have is no reason.
    assert!(found[1..].iter().all(|s| !s.is_shown()), "{found:?}");
}

#[test]
fn what_is_cited_is_not_suggested() {
    let subject = Subject { products: "Household refrigerating appliances", ..Subject::default() };
    let cited = HashSet::from(["IEC 62552-1".to_owned()]);
    let found = titles().suggest(&subject, &cited, 10);
    assert_eq!(ids(&found)[0], "IEC 60335-2-24:2020");
}

#[test]
fn codes_speak_for_and_against() {
    let toys: IcsCode = "97.200.50".parse().unwrap();
    let food: IcsCode = "67.040".parse().unwrap();
    let asked = |ics: &[IcsCode]| {
        let subject = Subject { products: "Safety of toys and their properties", ics, ..Subject::default() };
        titles().suggest(&subject, &HashSet::new(), 1).remove(0)
    };
    let (same, none, other) = (asked(&[toys]), asked(&[]), asked(&[food]));
    assert_eq!((same.ics.as_str(), other.ics.as_str()), ("97.200.50", ""));
    assert!(same.confidence > none.confidence && none.confidence > other.confidence);
}

#[test]
fn nothing_is_suggested_about_nothing() {
    assert_eq!(titles().suggest(&Subject::default(), &HashSet::new(), 10), []);
    assert_eq!(
        Titles::default().suggest(&Subject { products: "toys", ..Subject::default() }, &HashSet::new(), 10),
        []
    );
}

#[test]
fn what_left_the_catalogue_is_not_suggested_before_all_is_laid_out_anew() {
    let subject = Subject { products: "Toys, safety", ..Subject::default() };
    let suggested = |titles: &Titles| {
        let found = titles.suggest(&subject, &HashSet::new(), 5);
        ids(&found).contains(&"ISO 8124-1:2022")
    };
    let toys = |status| {
        Catalogue::from_records([StandardRecord {
            id: "ISO 8124-1:2022".into(),
            year: Some(2022),
            status,
            ..StandardRecord::default()
        }])
    };
    let all = titles();
    assert!(suggested(&all));
    let without = all.without_gone(["ISO 8124-1:2022", "ISO 8124-1:2031"], &toys(StandardStatus::Withdrawn));
    assert!(!suggested(&without));
    assert_eq!((without.len(), all.len()), (all.len() - 1, 5));
    assert!(suggested(&without.without_gone(["ISO 8124-1:2022"], &toys(StandardStatus::Published))));
}
