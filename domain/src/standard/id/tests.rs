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
fn sections_of_the_boiler_code_have_roman_numerals() {
    for text in ["ASME BPVC.IX", "ASME BPVC.IX-2023", "ASME BPVC.VIII.1", "ASME BPVC.II.A-2025"] {
        let id: StandardId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        assert!(id.number().starts_with("BPVC."), "{text}");
    }
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
    assert_eq!(undated("ANSI/IEEE Std 802.3-1985"), "IEEE Std 802.3");
    assert_eq!(undated("IEEE P802.3/D3.2, March 2018"), "IEEE Std 802.3");
    assert_eq!(undated("ASTM A 36/A 36M-08"), undated("ASTM A36-19"));
    assert_eq!(undated("ISO 31/0-1974"), "ISO 31-0");
    assert_eq!(undated("FprISO 20430"), "ISO 20430");
    assert_eq!(undated("ISO TR 10013"), "ISO/TR 10013");
    assert_eq!(undated("CAC/GL 2-1985"), "CXG 2");
}

#[test]
fn an_adoption_carries_the_international_identifier() {
    let adopted = |s: &str| s.parse::<StandardId>().unwrap().adopted().map(|a| a.to_string());
    assert_eq!(adopted("DIN EN ISO 12100:2011").as_deref(), Some("ISO 12100:2011"));
    assert_eq!(adopted("IS/ISO 9001:2015").as_deref(), Some("ISO 9001:2015"));
    assert_eq!(adopted("ГОСТ Р ИСО 9001-2015").as_deref(), Some("ISO 9001:2015"));
    assert_eq!(adopted("ISO 9001:2015"), None);
    assert_eq!(adopted("DIN 4108-2"), None);
    // The number of the IEC's, and perhaps with common modifications.
    assert_eq!(adopted("EN 60335-1:2012"), None);
    assert_eq!(adopted("NEN-EN 60335-1"), None);
    assert_eq!(adopted("EN IEC 60335-1:2023").as_deref(), Some("IEC 60335-1:2023"));
}

#[test]
fn russian_texts_date_international_standards_as_their_own() {
    for (given, part, year, undated) in [
        ("МЭК 335-1-91", "1", Some(1991), "IEC 60335-1"),
        ("МЭК 335-1:91", "1", Some(1991), "IEC 60335-1"),
        ("ИСО 9001-94", "", Some(1994), "ISO 9001"),
        ("СИСПР 14-1-93", "1", Some(1993), "CISPR 14-1"),
        ("СИСПР 14-1:2005", "1", Some(2005), "CISPR 14-1"),
        ("СИСПР 14-1:93", "1", Some(1993), "CISPR 14-1"),
        ("ИСО 9001-99", "", Some(1999), "ISO 9001"),
        // Parts, and no years.
        ("МЭК 68-2-52", "2-52", None, "IEC 60068-2-52"),
        ("МЭК 335-2-64", "2-64", None, "IEC 60335-2-64"),
        ("ИСО 16610-61", "61", None, "ISO 16610-61"),
        ("МЭК 60335-2-91", "2-91", None, "IEC 60335-2-91"),
        ("ИСО 10303-52", "52", None, "ISO 10303-52"),
        ("IEC 335-2-91", "2-91", None, "IEC 60335-2-91"),
    ] {
        let id: StandardId = given.parse().unwrap_or_else(|e| panic!("{given}: {e}"));
        assert_eq!((id.part(), id.year()), (part, year), "{given}");
        assert_eq!(id.undated().to_string(), undated, "{given}");
    }
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

#[test]
fn adoptions_name_every_body() {
    for (given, publishers, adopted) in [
        ("UNI CEI EN ISO/IEC 17025:2018", &["UNI", "CEI", "EN", "ISO", "IEC"][..], "ISO/IEC 17025:2018"),
        ("UNE-EN ISO 9001:2015", &["UNE", "EN", "ISO"], "ISO 9001:2015"),
        ("SASO GSO ISO 8124-1:2012", &["SASO", "GSO", "ISO"], "ISO 8124-1:2012"),
        ("KS Q ISO 9001:2015", &["KS", "Q", "ISO"], "ISO 9001:2015"),
        ("AS/NZS ISO 31000:2009", &["AS", "NZS", "ISO"], "ISO 31000:2009"),
        ("ДСТУ ISO 9001:2015", &["ДСТУ", "ISO"], "ISO 9001:2015"),
        ("СТ РК ISO 9001-2016", &["СТ РК", "ISO"], "ISO 9001:2016"),
        ("GB/T 19001-2016/ISO 9001:2015", &["GB", "T"], "ISO 9001:2015"),
        ("ГОСТ 31610.18-2016/IEC 60079-18:2014", &["ГОСТ"], "IEC 60079-18:2014"),
    ] {
        let id: StandardId = given.parse().unwrap_or_else(|e| panic!("{given}: {e}"));
        if !given.starts_with("GB") {
            assert_eq!(id.publishers(), publishers, "{given}");
        }
        assert_eq!(id.adopted().map(|a| a.to_string()).as_deref(), Some(adopted), "{given}");
    }
}

#[test]
fn a_national_annex_is_a_supplement_with_its_own_date() {
    for (given, year) in [
        ("DIN EN 1991-1-4/NA:2010-12", Some(2010)),
        ("DIN EN 1991-1-4:2010-12/NA:2010-12", Some(2010)),
        ("SFS-EN 1991-1-4/NA:2019", Some(2019)),
        ("NF EN 1991-1-4/NA", None),
    ] {
        let id: StandardId = given.parse().unwrap_or_else(|e| panic!("{given}: {e}"));
        let supplements = id.supplements();
        assert_eq!(id.as_str(), given);
        assert_eq!(
            supplements.iter().map(|s| (s.kind, s.year)).collect::<Vec<_>>(),
            [(SupplementKind::Annex, year)]
        );
        assert!(id.undated().to_string().ends_with("EN 1991-1-4"), "{given}");
        assert!(id.base().is_some_and(|base| !base.is_supplement()), "{given}");
    }
    let amended: StandardId = "DIN EN 1991-1-4/NA/A1:2012-04".parse().unwrap();
    assert_eq!(amended.supplements().len(), 2);
    assert_eq!(amended.root().to_string(), "DIN EN 1991-1-4");
}

#[test]
fn supplements_and_their_base() {
    let id: StandardId = "ISO/IEC 13818-1:2015/Amd 3:2016/Cor 1:2017".parse().unwrap();
    let found: Vec<_> = id.supplements().iter().map(|s| (s.kind, s.number, s.year, s.merged)).collect();
    assert_eq!(
        found,
        [
            (SupplementKind::Amendment, "3", Some(2016), false),
            (SupplementKind::Corrigendum, "1", Some(2017), false)
        ]
    );
    assert_eq!(id.base().unwrap().to_string(), "ISO/IEC 13818-1:2015/Amd 3:2016");
    assert_eq!(id.root().to_string(), "ISO/IEC 13818-1:2015");
    let consolidated: StandardId = "IEC 60335-2-9:2008+AMD1:2012+AMD2:2016 CSV".parse().unwrap();
    assert!(consolidated.is_consolidated());
    assert_eq!(consolidated.release(), Some("CSV"));
    assert_eq!(consolidated.base().unwrap().to_string(), "IEC 60335-2-9:2008");
    assert_eq!(consolidated.parts(), ["2", "9"]);
    let draft: StandardId = "ISO 17301-1:2016/CD Amd 2.3:2022".parse().unwrap();
    assert_eq!((draft.stage(), draft.iteration()), (Stage::CommitteeDraft, Some(3)));
    assert_eq!("ISO 9001:2015".parse::<StandardId>().unwrap().base(), None);
}

#[test]
fn editions_languages_months_and_reaffirmations() {
    let id = |s: &str| s.parse::<StandardId>().unwrap_or_else(|e| panic!("{s}: {e}"));
    assert_eq!(id("IEC 60335-1 Ed 3.0").edition(), Some("3.0"));
    assert_eq!(id("IEC 60050-191/AMD2/FRAG2 ED1").edition(), Some("1"));
    assert_eq!(id("API RP 5L1, 7th edition, September 2009").edition(), Some("7"));
    assert_eq!(id("ISO 4618:2014(en,fr)").languages(), ["en", "fr"]);
    assert_eq!(id("OIML V 2:2013(E/F)").languages(), ["E", "F"]);
    assert_eq!(id("ITU-T X.509 (10/2019)").month(), Some(10));
    assert_eq!(id("DIN EN ISO 12100:2011-03").month(), Some(3));
    assert_eq!(id("ETSI EN 301 489-1 V2.2.3 (2019-11)").month(), Some(11));
    assert_eq!(id("ASTM F1121-87 (Reapproved 2010)").reaffirmed(), Some(2010));
    assert_eq!(id("CAN/CSA-C22.2 NO. 157-92 (R2021)").reaffirmed(), Some(2021));
    assert!(id("GB/T 5606 (all parts)").all_parts());
    assert!(id("IEC 60695 series").all_parts() && id("ISO 14000 family").all_parts());
    assert_eq!(id("IEC 60695 series").undated().as_str(), "IEC 60695");
    assert_eq!(id("ISO/FDIS 21420.2").iteration(), Some(2));
    assert_eq!(id("ISO/IEC Guide 51:2014").document_type(), DocumentType::Guide);
    assert_eq!(id("82/1934/RVC").document_type(), DocumentType::CommitteeDocument);
}

#[test]
fn publishers_that_are_left_out_are_known_by_their_series() {
    for (given, publisher, number, year, undated) in [
        ("C62.72-2007", "IEEE", "C62.72", Some(2007), "IEEE Std C62.72"),
        ("C57.12.00-2015/Cor 1-2018", "IEEE", "C57.12.00", Some(2015), "IEEE Std C57.12.00"),
        ("Std 802.3-2018", "IEEE", "802.3", Some(2018), "IEEE Std 802.3"),
        ("PN42.54/D4, August 2016", "IEEE", "PN42.54", None, "IEEE Std PN42.54"),
        ("C22.10-18 PACKAGE", "CSA", "C22.10", Some(2018), "CSA C22.10"),
        ("Interpretations for Standard 62.1-2019", "ASHRAE", "62.1", Some(2019), "ASHRAE 62.1"),
    ] {
        check(given, given, publisher, number, "", year);
        let id: StandardId = given.parse().unwrap();
        assert_eq!(id.undated().to_string(), undated, "{given}");
        assert_eq!(id.document_type(), DocumentType::Standard, "{given}");
        let mentions = crate::recognition::recognise(&format!("according to {given} it is"));
        assert!(mentions.iter().all(|m| m.id.number() != number), "{given}: {mentions:?}");
    }
    let amended: StandardId = "C57.12.00-2015/Cor 1-2018".parse().unwrap();
    assert_eq!(amended.base().map(|base| base.to_string()).as_deref(), Some("C57.12.00-2015"));
    // Other publishers' series, clauses, and words alone.
    for given in [
        "C12.20-2015",
        "C136.10-2017",
        "C22/C22M-00",
        "C57.12",
        "C62.72",
        "C57.2007",
        "Std 802",
        "Std",
        "Interpretations for Standard 62.1",
        "Interpretations for Standard 9001-2015",
    ] {
        let refused = given.parse::<StandardId>();
        assert!(refused.is_err_and(|e| e.reason.contains("does not begin with a publisher")), "{given}");
    }
    // Poland's standards stay Poland's.
    check("PN42.54/D4", "PN 42.54/D4", "PN", "42.54", "", None);
}

#[test]
fn supplements_in_one_volume_are_one_number() {
    let number = "802.3a,b,c, and e";
    check(
        "ANSI/IEEE Std 802.3a,b,c, and e-1988",
        "ANSI/IEEE Std 802.3a,b,c, and e-1988",
        "ANSI/IEEE Std",
        number,
        "",
        Some(1988),
    );
    let id: StandardId = "ANSI/IEEE Std 802.3a,b,c, and e-1988".parse().unwrap();
    assert_eq!(id.undated().to_string(), "IEEE Std 802.3a,b,c, and e");
    for given in [
        "IEEE 802.3a, and",
        "IEEE 802.3e,b-1988",
        "IEEE 802.11a, or b",
        "IEEE 802.11g, in-2003",
        "IEEE 802.11a and b",
        "IEEE 802.11a,b",
    ] {
        assert!(given.parse::<StandardId>().is_err(), "{given}");
    }
}

#[test]
fn urns_lead_there_and_back() {
    for (given, urn, back) in [
        ("ISO 9001:2015", "urn:iso:std:iso:9001", "ISO 9001"),
        ("ISO/IEC TR 24028", "urn:iso:std:iso-iec:tr:24028", "ISO/IEC TR 24028"),
        ("ISO 9001:2015/Amd 1:2020", "urn:iso:std:iso:9001:amd:2020:v1", "ISO 9001/Amd 1:2020"),
        ("ISO 11553-1 Ed.2", "urn:iso:std:iso:11553:-1:ed-2", "ISO 11553-1 ED2"),
        ("IWA 14-1:2013", "urn:iso:std:iso:iwa:14:-1", "IWA 14-1"),
    ] {
        assert_eq!(given.parse::<StandardId>().unwrap().urn().as_deref(), Some(urn), "{given}");
        assert_eq!(StandardId::from_urn(urn).unwrap().to_string(), back);
    }
    for (given, urn) in [
        ("ISO/IEC DIR 1 ISO SUP Edition 13", "urn:iso:doc:iso-iec:dir:1:sup:iso:ed-13"),
        ("ISO/IEC Directives, Part 2:2021", "urn:iso:doc:iso-iec:dir:2:2021"),
        ("ISO/TC 154/WG 5 N152", "urn:iso:doc:iso:tc:154:wg:5:152"),
    ] {
        assert_eq!(given.parse::<StandardId>().unwrap().urn().as_deref(), Some(urn), "{given}");
    }
    assert_eq!("DIN 4108-2".parse::<StandardId>().unwrap().urn(), None);
    assert!(StandardId::from_urn("urn:isbn:0451450523").is_err());
}

#[test]
fn marks_around_an_identifier_are_none_of_it() {
    let id = |s: &str| s.parse::<StandardId>().unwrap_or_else(|e| panic!("{s}: {e}"));
    assert_eq!(id("\"IECEE OD-2020-F2").as_str(), "IECEE OD-2020-F2");
    assert!(id("\"IECEE OD-2020-F2").is_spelled("\"IECEE OD-2020-F2"));
    assert!(id("IEEE Std 802.1CS&#x2013;2020").is_spelled("IEEE Std 802.1CS&#x2013;2020"));
    assert!(id("ISO 16634:—").is_spelled("ISO 16634:—"));
    assert!(!id("ISO/CEI 17025").is_spelled("ISO/CEI 17025"));
    assert_eq!(id("TIS 3017-2563").year(), Some(2020));
    assert_eq!(id("TIS 3017-2563").undated().as_str(), "TIS 3017");
}

#[test]
fn prose_roads_paper_sizes_and_laws_are_refused() {
    for given in [
        "ISO 9001 and",
        "IEC 60335-1 and",
        "ISO 100 speed",
        "AS B 59",
        "DIN A4",
        "BS 10 232",
        "S-8",
        "M-16",
        "+41 22 749 01 11",
        "022 749 01 11",
        "02-039",
        "Federal Law 184-FZ",
        "Law No. 13-2004",
        "A1",
        "SI 2016/1091",
        "IS 5 years",
        "API 12 was called",
        "Regulation (EC) No 765/2008",
        "2014/53/EU",
        "IEEE 802.3-2018 (see page 5)",
        "ISO/TC 184",
        "ITU-T Study Group 5",
        "GB 18,000 km",
        "RFC 2119 keywords",
        "CE 0123",
        "KS 66 Kansas",
    ] {
        let refused = given.parse::<StandardId>();
        assert!(refused.is_err(), "{given} was read as {refused:?}");
        assert!(refused.unwrap_err().reason.len() > 20, "{given}");
    }
}

#[test]
fn numbers_sort_by_value() {
    let ordered = [
        "ISO 9",
        "ISO 10",
        "ISO 105-E9",
        "ISO 105-E10",
        "ISO 9001:2008",
        "ISO 9001:2015",
        "ISO 9001:2015/Amd 1:2024",
    ];
    let mut ids: Vec<StandardId> = ordered.iter().rev().map(|s| s.parse().unwrap()).collect();
    ids.sort();
    assert_eq!(ids.iter().map(ToString::to_string).collect::<Vec<_>>(), ordered);
}

/// Everything that can be asked of an identifier, for tests that only want no panic.
fn ask_everything(id: &StandardId) {
    let _ = (id.adopted(), id.publishers(), id.parts(), id.document_type(), id.stage(), id.iteration());
    let _ = (id.base(), id.root(), id.is_consolidated(), id.edition(), id.languages(), id.reaffirmed());
    let _ = (id.month(), id.all_parts(), id.urn(), id.release());
}

fn hold_together(given: &str) -> Result<(), proptest::test_runner::TestCaseError> {
    if let Ok(id) = given.parse::<StandardId>() {
        let again: StandardId = id.to_string().parse().expect("a normal form parses");
        proptest::prop_assert_eq!(&again, &id);
        let undated = id.undated();
        let read: StandardId = undated.to_string().parse().expect("an undated form parses");
        proptest::prop_assert_eq!(read.undated(), undated);
        ask_everything(&id);
    }
    let _ = StandardId::from_urn(given);
    Ok(())
}

/// One real-looking identifier of each grammar.
const SEEDS: [&str; 24] = [
    "ISO/IEC 13818-1:2015/Amd 3:2016/Cor 1:2017",
    "IEC 60335-2-9:2008+AMD1:2012+AMD2:2016 CSV",
    "82/1934/RVC",
    "IECEE TRF 60335-2-6,25D:2017",
    "ITU-T G.7041/Y.1303 (2018) Amd. 1 (06/2020)",
    "ITU-R BT.500-14",
    "ETSI EN 301 489-1 V2.2.3 (2019-11)",
    "EN 60335-1:2012/A2:2019",
    "UNE-EN ISO/IEC 17025:2017",
    "JIS C 9335-1:2014",
    "GB/T 2659.1-2022",
    "ГОСТ 31610.18-2016/IEC 60079-18:2014",
    "IEEE Std 802.11ax-2021 (Amendment to IEEE Std 802.11-2020)",
    "IEEE P802.1/D5, March 2020",
    "ASTM A 36/A 36M-08",
    "CAN/CSA-C22.2 NO. 60601-2-6:14 (R2023)/A2:24",
    "CXS 192-1995",
    "UN Regulation No. 100.03",
    "ASHRAE Addendum c to Standard 62.1-2019 (October 30, 2020)",
    "BS 2782-11:Method 1108A:1989",
    "NOM-051-SCFI/SSA1-2010",
    "IS 302 (Part 2/Sec 30):2007",
    "ISO/IEC DIR 1 ISO SUP:2022",
    "NIST SP 800-53 Rev. 5",
];

proptest::proptest! {
    #[test]
    fn nothing_panics_and_normal_forms_are_stable(s in "\\PC{0,40}", n in 1u32..70000, y in 1950u16..2030) {
        for given in [s.clone(), format!("ISO {s}"), format!("IEC {n}-{y}{s}"), format!("GB/T {n}-{y}")] {
            hold_together(&given)?;
        }
    }

    #[test]
    fn changed_identifiers_are_read_alike_twice(
        seed in 0..SEEDS.len(), other in 0..SEEDS.len(), at in 0usize..60, cut in 0usize..8, put in "[-/:.,+() 0-9A-Za-zéИ®—_]{0,3}"
    ) {
        let seed: Vec<char> = SEEDS[seed].chars().collect();
        let at = at.min(seed.len());
        let behind = (at + cut).min(seed.len());
        let changed: String = seed[..at].iter().copied().chain(put.chars()).chain(seed[behind..].iter().copied()).collect();
        hold_together(&changed)?;
        let crossed: String = seed[..at].iter().copied().chain(SEEDS[other].chars().skip(at)).collect();
        hold_together(&crossed)?;
    }
}
