use super::{Catalogue, Entry, Resolution, fixture};
use crate::standard::{StandardId, StandardRecord, StandardStatus};

fn id(s: &str) -> StandardId {
    s.parse().unwrap()
}

fn ids(entries: &[&Entry]) -> Vec<String> {
    entries.iter().map(|e| e.id.clone()).collect()
}

/// What a resolution says, in one line.
fn told(catalogue: &Catalogue, cited: &str) -> String {
    match catalogue.resolve(&id(cited)) {
        Resolution::Edition(e) => format!("edition {}", e.id),
        Resolution::Current(e) => format!("current {}", e.id),
        Resolution::NoSuchEdition(e) => format!("no such edition of {}", e.len()),
        Resolution::NoSuchStandard => "no such standard".into(),
        Resolution::NotCovered => "not covered".into(),
    }
}

#[test]
fn dated_and_undated_identifiers_resolve() {
    let catalogue = fixture::catalogue();
    for (cited, expected) in [
        ("ISO 12345:2013", "edition ISO 12345:2013"),
        ("ISO 12345", "current ISO 12345:2021"),
        ("ISO 12345:2014", "no such edition of 3"),
        ("IEC 60335-2-9", "current IEC 60335-2-9:2019"),
        // Withdrawn altogether: the last there was.
        ("IEC 60118-2", "current IEC 60118-2:1983"),
        // The draft has its own identifier and is no edition.
        ("ISO/DIS 12100", "edition ISO/DIS 12100"),
        ("ISO 12100", "current ISO 12100:2010"),
        // Under publication, without a year yet.
        ("ISO 10110-6", "current ISO 10110-6:2015"),
        ("ISO 4997", "current ISO 4997:2025"),
        ("ISO 99999", "not covered"),
        ("EN 71-1", "not covered"),
    ] {
        assert_eq!(told(&catalogue, cited), expected, "{cited}");
    }
}

#[test]
fn spelling_does_not_matter() {
    let catalogue = fixture::catalogue();
    for (cited, id) in [
        ("ISO 12345 : 2013", "ISO 12345:2013"),
        ("ISO 12345:2013(E)", "ISO 12345:2013"),
        ("ИСО 12345:2013", "ISO 12345:2013"),
        ("IEC 335-2-9:2008", "IEC 60335-2-9:2008"),
        ("IEC 60 335-2-9:2008", "IEC 60335-2-9:2008"),
    ] {
        assert_eq!(told(&catalogue, cited), format!("edition {id}"), "{cited}");
    }
}

#[test]
fn amendments_consolidations_redlines_and_drafts_are_no_editions() {
    let catalogue = fixture::catalogue();
    assert_eq!(
        ids(&catalogue.editions(&id("IEC 60335-2-9"))),
        ["IEC 60335-2-9:2002", "IEC 60335-2-9:2008", "IEC 60335-2-9:2019"]
    );
    assert_eq!(ids(&catalogue.editions(&id("ISO 12100:2010"))), ["ISO 12100:2010"]);
    assert!(catalogue.get("IEC 60335-2-9:2008/AMD1:2012").unwrap().is_supplement);
}

#[test]
fn chains_end_at_what_is_in_force() {
    let catalogue = fixture::catalogue();
    for (start, ends) in [
        ("ISO 12345:2002", vec!["ISO 12345:2021"]),
        ("ISO 12345:2021", vec![]),
        ("ISO 12100-2:2003", vec!["ISO 12100:2010"]),
        ("ISO 90003:2001", vec!["ISO 90002:2012", "ISO 90004:2009"]),
        ("ISO 90005:1998", vec![]),
        ("ISO 4997:2015", vec!["ISO 4997:2025"]),
        ("ISO 10110-6:2015", vec![]),
        // Derived from the order of editions.
        ("ISO 90002:1990", vec!["ISO 90002:2012"]),
        ("IEC 60335-2-9:2008+AMD1:2012 CSV", vec!["IEC 60335-2-9:2019"]),
        ("IEC 60335-2-9:2008/AMD1:2012", vec!["IEC 60335-2-9:2019"]),
        // Cycles and unknown identifiers end.
        ("ISO 90001:1999", vec![]),
        ("no such thing", vec![]),
    ] {
        assert_eq!(ids(&catalogue.successors(start)), ends, "{start}");
    }
}

#[test]
fn what_was_replaced_is_superseded_whatever_the_source_calls_it() {
    let catalogue = fixture::catalogue();
    let status = |id: &str| catalogue.get(id).unwrap().status;
    assert_eq!(status("ISO 12345:2013"), StandardStatus::Superseded);
    assert_eq!(status("ISO 90002:1990"), StandardStatus::Superseded);
    assert!(catalogue.get("ISO 90002:1990").unwrap().derived);
    assert!(!catalogue.get("ISO 12345:2013").unwrap().derived);
    assert_eq!(status("IEC 60118-2:1983"), StandardStatus::Withdrawn);
    // Its successor is not out yet: in force, and under revision.
    assert_eq!(status("ISO 10110-6:2015"), StandardStatus::Published);
    assert_eq!(catalogue.get("ISO 10110-6:2015").unwrap().under_revision_by, ["ISO 10110-6"]);
}

#[test]
fn a_replacement_that_the_newer_record_alone_names_counts() {
    let record = |id: &str, year, status, replaces: &[&str]| StandardRecord {
        id: id.into(),
        year: Some(year),
        status,
        replaces: replaces.iter().map(|s| (*s).to_owned()).collect(),
        ..StandardRecord::default()
    };
    let catalogue = Catalogue::from_records([
        record("ISO 1:1975", 1975, StandardStatus::Withdrawn, &[]),
        record("ISO 2:1980", 1980, StandardStatus::Published, &[]),
        record("ISO 3:2002", 2002, StandardStatus::Published, &["ISO 1:1975", "ISO 2:1980"]),
    ]);
    assert_eq!(ids(&catalogue.successors("ISO 1:1975")), ["ISO 3:2002"]);
    assert_eq!(catalogue.get("ISO 2:1980").unwrap().status, StandardStatus::Published);
}

#[test]
fn only_a_whole_catalogue_says_that_a_number_does_not_exist() {
    assert_eq!(told(&fixture::catalogue(), "ISO 99999:2020"), "not covered");
    assert_eq!(told(&fixture::catalogue().with_complete(["ISO"]), "ISO 99999:2020"), "no such standard");
    let many = (1..=Catalogue::ENOUGH_TO_CLAIM).map(|n| StandardRecord {
        id: format!("ISO {}:2000", n + 1000),
        year: Some(2000),
        status: StandardStatus::Published,
        ..StandardRecord::default()
    });
    let catalogue = Catalogue::from_records(many);
    assert_eq!(told(&catalogue, "ISO 99999"), "no such standard");
    assert_eq!(told(&catalogue, "EN 99999"), "not covered");
    assert_eq!(catalogue.horizon("ISO"), Some(2000));
}

#[test]
fn a_number_known_as_a_draft_only_is_no_false_number() {
    let draft = StandardRecord {
        id: "ISO/DIS 24605".into(),
        status: StandardStatus::Draft,
        ..StandardRecord::default()
    };
    let catalogue = Catalogue::from_records([draft]).with_complete(["ISO"]);
    assert_eq!(told(&catalogue, "ISO 24605:2026"), "not covered");
}

#[test]
fn adoptions_lead_to_the_international_standard() {
    let catalogue = fixture::catalogue();
    let adopted =
        |cited: &str| catalogue.resolve_adopted(&id(cited)).map(|a| (a.edition.id.clone(), a.same_year));
    assert_eq!(adopted("EN ISO 12100:2010"), Some(("ISO 12100:2010".into(), true)));
    // An adoption of 2008 carries at best the edition of 2006.
    assert_eq!(adopted("EN ISO 13849-1:2008"), Some(("ISO 13849-1:2006".into(), false)));
    assert_eq!(adopted("DIN EN ISO 13849-1"), Some(("ISO 13849-1:2023".into(), false)));
    assert_eq!(adopted("IS/ISO 9001:2015"), Some(("ISO 9001:2015".into(), true)));
    assert_eq!(adopted("EN ISO 12100:1990"), None);
    assert_eq!(adopted("ISO 12100:2010"), None);
    assert_eq!(adopted("EN 71-1:2014"), None);
    // Exact resolution stays apart.
    assert_eq!(told(&catalogue, "EN ISO 12100:2010"), "not covered");
}

#[test]
fn an_empty_catalogue_claims_nothing() {
    let catalogue = Catalogue::default();
    assert!(catalogue.is_empty());
    assert_eq!(told(&catalogue, "ISO 9001:2015"), "not covered");
    assert!(catalogue.get("ISO 9001:2015").is_none());
}

#[test]
fn what_leads_to_a_standard_is_found_backwards() {
    let catalogue = fixture::catalogue();
    let leading = |key: &str| catalogue.leading_to([key]).into_iter().collect::<Vec<_>>();
    assert_eq!(leading("ISO 12100"), ["ISO 12100", "ISO 12100-1", "ISO 12100-2", "ISO 14121-1"]);
    assert_eq!(leading("ISO 90004"), ["ISO 90003", "ISO 90004"]);
    assert_eq!(leading("ISO 77777"), ["ISO 77777"]);
    // Whatever a chain ends at is led to by where it starts.
    for entry in catalogue.iter() {
        for end in catalogue.successors(&entry.id) {
            let [start, end] = [&entry.id, &end.id].map(|i| id(i).undated().to_string());
            assert!(leading(&end).contains(&start), "{start} to {end}");
        }
    }
}
