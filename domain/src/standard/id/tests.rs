use super::*;

/// `check(given, normal form, publisher, number, part, year)`.
#[track_caller]
fn check(given: &str, normal: &str, publisher: &str, number: &str, part: &str, year: Option<i16>) {
    let id: StandardId = given.parse().unwrap_or_else(|e| panic!("{given}: {e}"));
    assert_eq!(
        (id.to_string().as_str(), id.publisher(), id.number(), id.part(), id.year()),
        (normal, publisher, number, part, year)
    );
    let again: StandardId = normal.parse().unwrap_or_else(|e| panic!("{normal}: {e}"));
    assert_eq!(again.to_string(), normal, "the normal form reads back as itself");
}

#[test]
fn international_identifiers() {
    check("ISO 8124-1:2022", "ISO 8124-1:2022", "ISO", "8124", "1", Some(2022));
    check("ISO9001 : 2015", "ISO 9001:2015", "ISO", "9001", "", Some(2015));
    check("ISO/TS 22163:2023", "ISO/TS 22163:2023", "ISO", "22163", "", Some(2023));
    check("ISO/IEC TR 24028:2020", "ISO/IEC TR 24028:2020", "ISO/IEC", "24028", "", Some(2020));
    check("ISO/CEI 10646", "ISO/IEC 10646", "ISO/IEC", "10646", "", None);
    check("ISO 8124-1:2000/Amd 1:2007", "ISO 8124-1:2000/Amd 1:2007", "ISO", "8124", "1", Some(2000));
    check(
        "IEC 60335-2-9:2008+AMD1:2012+AMD2:2016 CSV",
        "IEC 60335-2-9:2008+AMD1:2012+AMD2:2016 CSV",
        "IEC",
        "60335",
        "2-9",
        Some(2008),
    );
    check("IEC 60 335-2-27:1992", "IEC 60335-2-27:1992", "IEC", "60335", "2-27", Some(1992));
    check("ITU-T X.509 (10/2019)", "ITU-T X.509 (10/2019)", "ITU-T", "X.509", "", Some(2019));
    check("OIML R 76-1:2006", "OIML R 76-1:2006", "OIML", "R 76", "1", Some(2006));
    check(
        "ETSI EN 301 489-1 V2.2.3 (2019-11)",
        "ETSI EN 301 489-1 V2.2.3 (2019-11)",
        "ETSI EN",
        "301 489",
        "1",
        Some(2019),
    );
    check("CXS 192-1995", "CXS 192-1995", "CXS", "192", "", Some(1995));
    check("ECE R100.03", "UN Regulation No. 100.03", "UN Regulation No.", "100", "", None);
    check("UN Regulation No 13-H", "UN Regulation No. 13-H", "UN Regulation No.", "13", "H", None);
}

#[test]
fn national_and_regional_identifiers() {
    check("DIN EN ISO 12100:2011-03", "DIN EN ISO 12100:2011-03", "DIN EN ISO", "12100", "", Some(2011));
    check(
        "NEN-EN-ISO/IEC 17024:2012",
        "NEN-EN-ISO/IEC 17024:2012",
        "NEN-EN-ISO/IEC",
        "17024",
        "",
        Some(2012),
    );
    check("GB/T 2659.1—2022", "GB/T 2659.1-2022", "GB/T", "2659.1", "", Some(2022));
    check("JIS C 9335-1:2014", "JIS C 9335-1:2014", "JIS", "C 9335", "1", Some(2014));
    check("ГОСТ Р ИСО 9001-2015", "ГОСТ Р ИСО 9001-2015", "ГОСТ Р ИСО", "9001", "", Some(2015));
    check("IEEE Std 1547-2018", "IEEE Std 1547-2018", "IEEE Std", "1547", "", Some(2018));
    check("ASTM F963-17", "ASTM F963-17", "ASTM", "F963", "", Some(2017));
    check("IS/ISO 9001:2015", "IS/ISO 9001:2015", "IS/ISO", "9001", "", Some(2015));
    check("EN 71-3:2019+A1:2021", "EN 71-3:2019+A1:2021", "EN", "71", "3", Some(2019));
}

#[test]
fn what_is_none_is_refused_with_a_reason() {
    for (given, reason) in [
        ("", "nothing"),
        ("Directive 2009/48/EC", "does not begin with a publisher"),
        ("ISO standard for toys", "no number"),
        ("ISO 9001:2015 and more", "not understood"),
    ] {
        let error = given.parse::<StandardId>().unwrap_err();
        assert!(error.reason.contains(reason), "{given}: {error}");
    }
}

#[test]
fn spellings_of_one_standard_meet_undated() {
    let undated = |s: &str| s.parse::<StandardId>().unwrap().undated().to_string();
    assert_eq!(undated("IEC 335-1:1976"), "IEC 60335-1");
    assert_eq!(undated("IEC 60335-1:2020"), "IEC 60335-1");
    assert_eq!(undated("CODEX STAN 1-1985"), "CXS 1");
    assert_eq!(undated("ISO/DIS 12100"), "ISO 12100");
    assert_eq!(undated("ETSI EN 301489-1 V2.2.3 (2019-11)"), "ETSI EN 301 489-1");
    assert_eq!(undated("OIML R76-1:2006"), "OIML R 76-1");
}

#[test]
fn an_adoption_carries_the_international_identifier() {
    let adopted = |s: &str| s.parse::<StandardId>().unwrap().adopted().map(|a| a.to_string());
    assert_eq!(adopted("DIN EN ISO 12100:2011").as_deref(), Some("ISO 12100:2011"));
    assert_eq!(adopted("IS/ISO 9001:2015").as_deref(), Some("ISO 9001:2015"));
    assert_eq!(adopted("ГОСТ Р ИСО 9001-2015").as_deref(), Some("ISO 9001:2015"));
    assert_eq!(adopted("ISO 9001:2015"), None);
    assert_eq!(adopted("DIN 4108-2"), None);
}

#[test]
fn editions_sort_by_year_and_parts_by_value() {
    let mut ids: Vec<StandardId> = ["ISO 8124-10", "ISO 8124-2:2014", "ISO 8124-2:2007", "ISO 8124-1"]
        .map(|s| s.parse().unwrap())
        .into();
    ids.sort();
    let sorted: Vec<String> = ids.iter().map(ToString::to_string).collect();
    assert_eq!(sorted, ["ISO 8124-1", "ISO 8124-2:2007", "ISO 8124-2:2014", "ISO 8124-10"]);
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_normal_forms_are_stable(s in "\\PC{0,40}", n in 1u32..70000, y in 1950u16..2030) {
        for given in [s.clone(), format!("ISO {s}"), format!("IEC {n}-{y}{s}"), format!("GB/T {n}-{y}")] {
            if let Ok(id) = given.parse::<StandardId>() {
                let again: StandardId = id.to_string().parse().expect("a normal form parses");
                proptest::prop_assert_eq!(again.to_string(), id.to_string());
                let _ = (id.undated(), id.adopted());
            }
        }
    }
}
