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

/// Titles of standards with these identifiers and titles, all in force.
fn laid(standards: &[(&str, &str)]) -> Titles {
    let unscoped: Vec<(&str, &str, &str)> = standards.iter().map(|(id, title)| (*id, *title, "")).collect();
    laid_with_scopes(&unscoped)
}

fn laid_with_scopes(standards: &[(&str, &str, &str)]) -> Titles {
    let records = standards.iter().map(|(id, title, scope)| StandardRecord {
        id: (*id).into(),
        title_en: (*title).into(),
        scope: (*scope).into(),
        status: StandardStatus::Published,
        year: id.rsplit_once(':').and_then(|(_, year)| year.parse().ok()),
        ..StandardRecord::default()
    });
    Titles::new(Catalogue::from_records(records).iter())
}

/// What is shown unasked, with the catalogue of [`titles`] or of `laid`.
fn shown(titles: &Titles, products: &str, title: &str) -> Vec<String> {
    let subject = Subject { products, title, ..Subject::default() };
    titles.shown(&subject, &HashSet::new()).into_iter().map(|s| s.standard).collect()
}

#[test]
fn words_of_law_say_nothing_about_the_subject() {
    let all = titles();
    assert_eq!(shown(&all, "", "Draft technical regulation on the safety of toys"), ["ISO 8124-1:2022"]);
    assert_eq!(shown(&all, "", "Projet de décret 2026/17: safety, toys"), ["ISO 8124-1:2022"]);
    assert!(shown(&all, "", "Draft technical regulation").is_empty());
}

#[test]
fn the_name_of_a_series_is_enough_for_its_first_part() {
    let all = laid(&[
        ("ISO 8124-1:2022", "Safety of toys - Part 1: Mechanical and physical properties"),
        ("ISO 8124-2:2023", "Safety of toys - Part 2: Flammability"),
        ("ISO 4210-1:2023", "Cycles - Safety requirements for bicycles - Part 1: Tyres"),
        ("ISO 11243:2016", "Cycles - Luggage carriers for bicycles"),
    ]);
    assert_eq!(shown(&all, "Toys", ""), ["ISO 8124-1:2022"]);
    // What the title of a part says leads to that part.
    let burning = shown(&all, "", "Flammability and safety of toys");
    assert!(burning.contains(&"ISO 8124-2:2023".to_owned()), "{burning:?}");
}

#[test]
fn each_product_of_a_list_is_a_subject() {
    let all = titles();
    let both = ["IEC 62552-1:2015", "ISO 8124-1:2022"];
    assert_eq!(shown(&all, "Refrigerating appliances, bolts, toys", ""), both);
    assert_eq!(shown(&all, "Refrigerating appliances; toys", ""), both);
    // A sentence is one subject: neither fits the whole of it.
    assert!(shown(&all, "Refrigerating appliances with bolts for storing toys and sweets", "").is_empty());
}

#[test]
fn words_that_many_standards_share_are_no_reason() {
    let named = |n: usize| -> Vec<(String, String)> {
        let substances =
            ["nicotine", "ash", "water", "menthol", "sugar", "nitrate", "ammonia", "tar", "lead", "zinc"];
        let tobacco = (0..n)
            .map(|i| (format!("ISO {}:2020", 3400 + i), format!("Tobacco products - {}", substances[i])));
        let others =
            (0..40).map(|i| (format!("ISO {}:2020", 9000 + i), format!("Management of kind {i} zone")));
        tobacco.chain(others).collect()
    };
    let asked = |n: usize| {
        let named = named(n);
        let pairs: Vec<(&str, &str)> =
            named.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
        shown(&laid(&pairs), "Tobacco products", "").len()
    };
    assert_ne!(asked(2), 0);
    assert_eq!(asked(10), 0);
}

#[test]
fn the_word_that_tells_most_must_be_shared() {
    let all = laid(&[
        ("ISO 9001:2015", "Interior materials of road vehicles"),
        ("ISO 9002:2015", "Burning of wood"),
        ("ISO 9003:2015", "Interior materials of ships"),
        ("ISO 9004:2015", "Interior materials of aircraft"),
        ("ISO 9005:2015", "Tyres of road vehicles"),
        ("ISO 9006:2015", "Lamps of road vehicles"),
    ]);
    assert_eq!(shown(&all, "", "Burning: interior materials of road vehicles"), Vec::<String>::new());
    // A word that no title has counts as well.
    assert_eq!(shown(&all, "", "Interior materials of road vehicles"), ["ISO 9001:2015"]);
    assert!(
        shown(&all, "", "Biodegradable crocheted laminated interior materials of road vehicles").is_empty()
    );
}

#[test]
fn reports_and_vocabularies_are_no_basis() {
    let all = laid(&[
        ("ISO/TR 8124-8:2024", "Toys - Age determination"),
        ("ISO 8124-30:2024", "Toys - Age determination vocabulary"),
        ("ISO 8124-31:2024", "Toys - Age determination"),
    ]);
    assert_eq!(shown(&all, "Toys: age determination", ""), ["ISO 8124-31:2024"]);
}

#[test]
fn an_element_of_the_title_that_is_the_product_is_enough() {
    let mut standards = vec![
        ("ISO 9994:2018", "Lighters - Safety specifications"),
        (
            "IEC 60335-2-64:2021",
            "Household appliances - Safety - Part 2-64: Particular requirements for kitchen machines",
        ),
        (
            "IEC 60335-2-65:2021",
            "Household appliances - Safety - Part 2-65: Particular requirements for air cleaning",
        ),
        ("IEC 61270-1:1996", "Capacitors for microwave ovens - Part 1: General"),
        ("ISO 14501:2021", "Powdered milk - Determination of aflatoxin by liquid chromatography"),
    ];
    let others: Vec<String> = (0..300).map(|n| format!("ISO {}:2020", 20_000 + n)).collect();
    let general = "Particular requirements - Safety specifications of zones";
    standards.extend(others.iter().map(|id| (id.as_str(), general)));
    let all = laid(&standards);
    assert_eq!(shown(&all, "Lighters", ""), ["ISO 9994:2018"]);
    assert!(shown(&all, "", "Regulation of sowing machines").is_empty());
    assert_eq!(shown(&all, "", "Regulation of kitchen machines"), ["IEC 60335-2-64:2021"]);
    // These are capacitors, and one property among many.
    assert!(shown(&all, "Microwave ovens", "").is_empty());
    assert!(shown(&all, "Powdered milk", "").is_empty());
    assert_eq!(shown(&all, "Capacitors for microwave ovens", ""), ["IEC 61270-1:1996"]);
}

#[test]
fn a_scope_confirms_what_the_title_leaves_out() {
    let scope = "This document specifies requirements for cigarette lighters and cigar lighters.";
    let others: Vec<String> = (0..300).map(|n| format!("ISO {}:2020", 20_000 + n)).collect();
    let with = |scope: &'static str| {
        let mut standards = vec![
            ("ISO 9994:2018", "Lighters - Safety specifications", scope),
            ("ISO 3308:2012", "Cigarette-smoking machine - Definitions and standard conditions", ""),
            ("ISO 4387:2019", "Cigarettes - Determination of particulate matter", ""),
        ];
        standards.extend(others.iter().map(|id| (id.as_str(), "Safety specifications of zones", "")));
        laid_with_scopes(&standards)
    };
    assert!(shown(&with(""), "Cigarette lighters", "").is_empty());
    assert_eq!(shown(&with(scope), "Cigarette lighters", ""), ["ISO 9994:2018"]);
    let content = Content { products: "Cigarette lighters".into(), ..Content::default() };
    let told = for_content(&content, &[], &[], &with(scope));
    assert_eq!(told[0].why, ["its title has the word “lighters”", "its scope has the word “cigarette”"]);
    // A scope alone, which names many things, is no reason.
    assert!(shown(&with(scope), "Cigars", "").is_empty());
}

#[test]
fn the_name_of_an_hs_code_leads_to_a_standard_and_says_so() {
    let standards = [
        ("ISO 9994:2018", "Lighters - Safety specifications"),
        ("ISO 3873:1977", "Industrial safety helmets"),
        ("ISO 5878:2019", "Zones of rivers"),
    ];
    let told = |products: &str, hs: &str| {
        let content = Content { products: products.into(), ..Content::default() };
        for_content(&content, &[hs.to_owned()], &[], &laid(&standards))
    };
    assert_eq!(told("Goods of group 7", ""), []);
    let found = told("Goods of group 7", "Safety helmets; industrial (excluding headgear of paper)");
    let why: Vec<&str> = found.iter().flat_map(|s| &s.why).map(String::as_str).collect();
    assert_eq!(
        why,
        ["its title has the words “industrial”, “safety”, “helmets”, as the name of an HS code"],
        "{found:?}"
    );
    // What the boxes have too is told of them.
    let found = told("Industrial safety helmets", "Safety helmets");
    assert_eq!(found[0].why, ["its title has the words “industrial”, “safety”, “helmets”"]);
    // What the code leaves to others is no product of it.
    assert_eq!(told("Goods of group 7", "Headgear; other than industrial safety helmets"), []);
}

#[test]
fn a_general_part_comes_with_the_particular_one_that_fits() {
    let series = "Household and similar electrical appliances - Safety -";
    let kettles = format!("{series} Part 2-15: Particular requirements for appliances for heating liquids");
    let general = format!("{series} Part 1: General requirements");
    let standards = [
        ("IEC 60335-1:2020", general.as_str()),
        ("IEC 60335-2-15:2024", &kettles),
        ("ISO 7000-1:2020", "Anvils - Part 1: Vocabulary"),
        ("ISO 7000-2:2020", "Anvils - Part 2: Particular requirements for soft anvils"),
    ];
    let titles = laid(&standards);
    let asked = Subject { products: "Appliances for heating liquids", ..Subject::default() };
    let found = |cited: &[&str]| {
        let cited = cited.iter().map(|id| (*id).to_owned()).collect();
        titles.shown(&asked, &cited)
    };
    assert_eq!(ids(&found(&[])), ["IEC 60335-2-15:2024", "IEC 60335-1:2020"]);
    assert_eq!(ids(&found(&["IEC 60335-1"])), ["IEC 60335-2-15:2024"]);
    // Who cites the particular part knows of the general one.
    assert!(found(&["IEC 60335-2-15"]).is_empty());
    let why = found(&[]).remove(1).explained().why;
    assert_eq!(why[0], "IEC 60335-2-15:2024 sets particular requirements in addition to it");
    // A first part that is about something else is none.
    assert_eq!(shown(&titles, "Soft anvils", ""), ["ISO 7000-2:2020"]);
    // Once it has left the catalogue it is not suggested by way of its parts either.
    let without = titles.without_gone(["IEC 60335-1:2020"], &Catalogue::default());
    assert_eq!(ids(&without.shown(&asked, &HashSet::new())), ["IEC 60335-2-15:2024"]);
}

#[test]
fn what_fits_one_of_many_products_is_shown_however_it_ranks() {
    let products = ["anvils", "bellows", "chisels", "drills", "easels", "funnels", "gimlets", "hammers"];
    let others = ["inkwells", "jars", "kettles", "ladles", "mallets", "needles", "ovens", "pestles"];
    let all: Vec<&str> = products.into_iter().chain(others).collect();
    let named: Vec<(String, String)> = all
        .iter()
        .enumerate()
        .map(|(n, product)| (format!("ISO {}:2020", 7_000 + n), format!("{product} - Safety")))
        .collect();
    let pairs: Vec<(&str, &str)> = named.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
    assert_eq!(shown(&laid(&pairs), &all.join(", "), "").len(), all.len());
}

#[test]
fn a_list_without_end_is_looked_at_from_its_beginning() {
    let list = format!("Toys, {}", "sundries, ".repeat(200_000));
    assert_eq!(shown(&titles(), &list, ""), ["ISO 8124-1:2022"]);
    let late = format!("{} toys", "sundries, ".repeat(200_000));
    assert!(shown(&titles(), &late, "").is_empty());
}
