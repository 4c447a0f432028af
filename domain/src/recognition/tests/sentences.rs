//! Sentences by language and kind: the characters and the identifiers in them.

use super::{check, only, recognise};

#[test]
fn english() {
    check(
        "Toasters shall meet IEC 60335-2-9:2019 and ISO 8124-1.",
        &[("IEC 60335-2-9:2019", "IEC 60335-2-9:2019"), ("ISO 8124-1", "ISO 8124-1")],
    );
    check("helmets to EN 397, edition 2012, only", &[("EN 397, edition 2012", "EN 397:2012")]);
    check("as in ISO 7010, 3rd edition.", &[("ISO 7010, 3rd edition", "ISO 7010")]);
    check("per IEC 61400-1 Ed 3.0 turbines", &[("IEC 61400-1 Ed 3.0", "IEC 61400-1")]);
    check("the ISO standard 8601 dates", &[("ISO standard 8601", "ISO 8601")]);
    check(
        "BS EN ISO 13482:2014+A1:2021 robots",
        &[("BS EN ISO 13482:2014+A1:2021", "BS EN ISO 13482:2014+A1:2021")],
    );
    check("tested to AS/NZS 3112:2017", &[("AS/NZS 3112:2017", "AS/NZS 3112:2017")]);
    check("cement as per IS 269: 2015 and IS 455", &[("IS 269: 2015", "IS 269:2015"), ("IS 455", "IS 455")]);
}

#[test]
fn the_boiler_code_goes_by_sections() {
    for (text, mention, id) in [
        (
            "vessels to the ASME Boiler and Pressure Vessel Code, Section VIII, Division 1, as of 2019",
            "ASME Boiler and Pressure Vessel Code, Section VIII, Division 1",
            "ASME BPVC.VIII.1",
        ),
        ("welders under ASME Section IX shall", "ASME Section IX", "ASME BPVC.IX"),
        ("según el Código ASME, Sección VIII", "ASME, Sección VIII", "ASME BPVC.VIII"),
        ("built to ASME BPVC.VIII.1-2023.", "ASME BPVC.VIII.1-2023", "ASME BPVC.VIII.1-2023"),
        ("boilers: ASME BPVC Section I only", "ASME BPVC Section I", "ASME BPVC.I"),
    ] {
        check(text, &[(mention, id)]);
    }
    check("the ASME V conference and ASME members, Section by section", &[]);
}

#[test]
fn parts_behind_slashes() {
    check(
        "toys: ISO 8124-1/2/3 apply",
        &[("ISO 8124-1", "ISO 8124-1"), ("2", "ISO 8124-2"), ("3", "ISO 8124-3")],
    );
    check("Toys meet EN 71-1/2.", &[("EN 71-1", "EN 71-1"), ("2", "EN 71-2")]);
    for (text, mention) in [
        ("thread EN 10226-2/1 inch", "EN 10226-2"),
        ("thread EN 10226-1/2 inch", "EN 10226-1"),
        ("norma ABNT NBR 15575-1/13 vigente", "ABNT NBR 15575-1"),
    ] {
        let found: Vec<String> = recognise(text).into_iter().map(|m| m.text).collect();
        assert_eq!(found, [mention], "{text}");
    }
}

#[test]
fn old_names_of_the_codex_and_chains_of_short_names() {
    check("additives of Codex Standard 192-1995 only", &[("Codex Standard 192-1995", "CODEX STAN 192-1995")]);
    check("maize grains to KS EAS 2:2017", &[("KS EAS 2:2017", "KS EAS 2:2017")]);
}

#[test]
fn french() {
    check(
        "conforme à la norme NF EN ISO 14001 : 2004, ou équivalente",
        &[("NF EN ISO 14001 : 2004", "NF EN ISO 14001:2004")],
    );
    check(
        "la norme NF EN 71-3, édition de juillet 2009, s'applique",
        &[("NF EN 71-3, édition de juillet 2009", "NF EN 71-3:2009")],
    );
    check("selon le Guide ISO/CEI 98-3.", &[("Guide ISO/CEI 98-3", "ISO/IEC Guide 98-3")]);
    check("la norme marocaine NM 10.1.004 relative", &[("NM 10.1.004", "NM 10.1.004")]);
    check("norme ISO n° 9001", &[("ISO n° 9001", "ISO 9001")]);
    check("selon ISO/CEI 17025", &[("ISO/CEI 17025", "ISO/IEC 17025")]);
    check("l'installation (NF C 15-100) doit", &[("NF C 15-100", "NF C 15-100")]);
    check("les normes EN 1069, parties 1 et 2", &[("EN 1069, parties 1 et 2", "EN 1069-1")]);
}

#[test]
fn german() {
    check(
        "nach DIN EN ISO 50001, Ausgabe Dezember 2011 oder Ausgabe Dezember 2018, zertifiziert",
        &[
            ("DIN EN ISO 50001, Ausgabe Dezember 2011", "DIN EN ISO 50001:2011"),
            ("Ausgabe Dezember 2018", "DIN EN ISO 50001:2018"),
        ],
    );
    check(
        "DIN 38406, Teil 7 (Ausgabe September 1991)",
        &[("DIN 38406, Teil 7 (Ausgabe September 1991", "DIN 38406-7:1991")],
    );
    check("DIN 4108-2: 2013-02 gilt", &[("DIN 4108-2: 2013-02", "DIN 4108-2:2013-02")]);
    check(
        "die ISO/IEC-Normen 3272-1, 2003, und 3272-2, 1994, gelten",
        &[("ISO/IEC-Normen 3272-1, 2003", "ISO/IEC 3272-1:2003"), ("3272-2, 1994", "ISO/IEC 3272-2:1994")],
    );
    check("die ISO-Norm 21909 über", &[("ISO-Norm 21909", "ISO 21909")]);
    check("Tresore nach DIN/EN 1143-1.", &[("DIN/EN 1143-1", "DIN/EN 1143-1")]);
    check("nach DIN EN 287/Teil 1", &[("DIN EN 287/Teil 1", "DIN EN 287-1")]);
    check("gemäss ISO/IEC IS 10918-1.", &[("ISO/IEC IS 10918-1", "ISO/IEC 10918-1")]);
    check("in Größe nach DIN 51 607 und", &[("DIN 51 607", "DIN 51607")]);
    check("DIN 38405 - 24: 05.87 Verfahren", &[("DIN 38405 - 24: 05.87", "DIN 38405-24:1987")]);
    check("nach der VDI-Richtlinie 3865 Blatt 2", &[("VDI-Richtlinie 3865 Blatt 2", "VDI 3865-2")]);
    check(
        "siehe ISO\\_TS\\_13143-1:2020-11 und ISO TS-13143-1.",
        &[("ISO\\_TS\\_13143-1:2020-11", "ISO/TS 13143-1:2020-11"), ("ISO TS-13143-1", "ISO/TS 13143-1")],
    );
    check(
        "DIN EN 60335-1 (VDE 0700-1):2012-10 gilt",
        &[("DIN EN 60335-1 (VDE 0700-1):2012-10", "DIN EN 60335-1:2012-10")],
    );
    let annex = only("Windlasten nach DIN EN 1991-1-4/NA:2010-12 ansetzen");
    assert_eq!((annex.id.as_str(), annex.year), ("DIN EN 1991-1-4/NA:2010-12", Some(2010)));
    let later = only("DIN EN 16174 Schlamm – Aufschluss von Elementen, Ausgabe November 2012");
    assert_eq!((later.text.as_str(), later.year), ("DIN EN 16174", Some(2012)));
}

#[test]
fn dutch() {
    check(
        "overeenkomstig NEN-EN-ISO/IEC 17024:2012;",
        &[("NEN-EN-ISO/IEC 17024:2012", "NEN-EN-ISO/IEC 17024:2012")],
    );
    check(
        "uit de NEN-EN- ISO/IEC 17020:2012 voor",
        &[("NEN-EN- ISO/IEC 17020:2012", "NEN-EN-ISO/IEC 17020:2012")],
    );
    check(
        "bepaald volgens NEN 6066, uitgave mei 2004, of",
        &[("NEN 6066, uitgave mei 2004", "NEN 6066:2004")],
    );
    check("volgens (NEN)ISO 2248 gemeten", &[("ISO 2248", "ISO 2248")]);
    check("NEN 2172 van november 1969", &[("NEN 2172 van november 1969", "NEN 2172:1969")]);
    check(
        "NEN-EN 1911-1, 1911-2 en 1911-3;",
        &[("NEN-EN 1911-1", "NEN-EN 1911-1"), ("1911-2", "NEN-EN 1911-2"), ("1911-3", "NEN-EN 1911-3")],
    );
}

#[test]
fn spanish_and_portuguese() {
    check(
        "la norma UNE-EN ISO 9001, edición de 2015, y",
        &[("UNE-EN ISO 9001, edición de 2015", "UNE-EN ISO 9001:2015")],
    );
    check("cumplir la ISO 3166-1 de 2020", &[("ISO 3166-1 de 2020", "ISO 3166-1:2020")]);
    check(
        "según las normas EN ISO 9001, 14001 y 45001",
        &[("EN ISO 9001", "EN ISO 9001"), ("14001", "EN ISO 14001"), ("45001", "EN ISO 45001")],
    );
    check("conforme a ABNT NBR 5410:2004 e", &[("ABNT NBR 5410:2004", "ABNT NBR 5410:2004")]);
    check("a norma ISO 22000, edição de 2018,", &[("ISO 22000, edição de 2018", "ISO 22000:2018")]);
    check("norma NCh 409/1.Of2005 fija", &[("NCh 409/1.Of2005", "NCh 409/1:2005")]);
    check("a norma NP EN ISO 22000 e", &[("NP EN ISO 22000", "NP EN ISO 22000")]);
    check("la NOM-001-SEDE-2012 es", &[("NOM-001-SEDE-2012", "NOM-001-SEDE-2012")]);
}

#[test]
fn russian() {
    check("по ГОСТ Р ИСО 9001-2015 и", &[("ГОСТ Р ИСО 9001-2015", "ГОСТ Р ИСО 9001-2015")]);
    let found = super::recognise("стандарт ИСО/МЭК 17025, издание 2017 г., применяется");
    assert_eq!((found[0].text.as_str(), found[0].year), ("ИСО/МЭК 17025, издание 2017 г.", Some(2017)));
    assert_eq!(found[0].id.undated(), "ISO/IEC 17025".parse().unwrap());
    check("игрушки по ГОСТ 25779-90.", &[("ГОСТ 25779-90", "ГОСТ 25779-90")]);
}

#[test]
fn chinese() {
    check(
        "第4部分（GB/T 16649.4－2010，ISO/IEC 7816-4:2005，IDT）",
        &[("GB/T 16649.4－2010", "GB/T 16649.4-2010"), ("ISO/IEC 7816-4:2005", "ISO/IEC 7816-4:2005")],
    );
    check("应符合ISO 9001的规定", &[("ISO 9001", "ISO 9001")]);
    check("按照国际标准ＩＳＯ　９００１：２０１５执行", &[("ＩＳＯ　９００１：２０１５", "ISO 9001:2015")]);
    check(
        "下列文件。本标准修改采用IEC 60335-2-9:2008。《安全》",
        &[("IEC 60335-2-9:2008", "IEC 60335-2-9:2008")],
    );
    check("玩具应符合GB 6675.2—2014的要求", &[("GB 6675.2—2014", "GB 6675.2-2014")]);
    check(
        "根据HJ 2.2-2018，QC/T 1022—2015",
        &[("HJ 2.2-2018", "HJ 2.2-2018"), ("QC/T 1022—2015", "QC/T 1022-2015")],
    );
    check("符合YY/T 0287-2017、YY 0505。", &[("YY/T 0287-2017", "YY/T 0287-2017"), ("YY 0505", "YY 0505")]);
    check("GB 5749（2006年版）生活饮用水", &[("GB 5749（2006年版", "GB 5749-2006")]);
}

#[test]
fn arabic() {
    check("وفقا للمواصفة آيزو 9001 الخاصة", &[("آيزو 9001", "ISO 9001")]);
    check("شهادة الأيزو ٩٠٠١:٢٠١٥ سارية", &[("الأيزو ٩٠٠١:٢٠١٥", "ISO 9001:2015")]);
    check("المواصفة GSO ISO 8124-1 للألعاب", &[("GSO ISO 8124-1", "GSO ISO 8124-1")]);
}

#[test]
fn american_incorporations() {
    check("ASTM D1298-99 (2005), Standard Test Method", &[("ASTM D1298-99 (2005)", "ASTM D1298-99 (2005)")]);
    check(
        "ASTM A 193/A 193M-07, Bolting (“ASTM A 193”)",
        &[("ASTM A 193/A 193M-07", "ASTM A 193/A 193M-07")],
    );
    let piping = only("ANSI B16.5, Pipe Flanges and Fittings, 1988 (“ANSI B16.5”), 58.25;");
    assert_eq!((piping.text.as_str(), piping.year), ("ANSI B16.5", Some(1988)));
    let practice = only(
        "API Recommended Practice 14C, “Analysis of Safety Systems,” Seventh edition, March 2001, IBR approved",
    );
    assert_eq!((practice.text.as_str(), practice.year), ("API Recommended Practice 14C", Some(2001)));
    check("ASME B31.8 and SAE J1211 apply", &[("ASME B31.8", "ASME B31.8"), ("SAE J1211", "SAE J1211")]);
    check(
        "API RP 2003, API Spec 6A and UL 913, Seventh Edition, July 31, 2006.",
        &[
            ("API RP 2003", "API RP 2003"),
            ("API Spec 6A", "API Spec 6A"),
            ("UL 913, Seventh Edition, July 31, 2006", "UL 913-2006"),
        ],
    );
    check("FIPS 140-2 and RFC 2119", &[("FIPS 140-2", "FIPS 140-2"), ("RFC 2119", "RFC 2119")]);
    check("wired to NFPA 70, 2014 Edition,", &[("NFPA 70, 2014 Edition", "NFPA 70-2014")]);
    check("pressure vessels (CGA P-1-2008)", &[("CGA P-1-2008", "CGA P-1-2008")]);
    check("blowers to UL 1426.", &[("UL 1426", "UL 1426")]);
    check(
        "using ANSI/AHRI Standard 1500-2015 instead",
        &[("ANSI/AHRI Standard 1500-2015", "ANSI/AHRI 1500-2015")],
    );
}

#[test]
fn telecommunication_metrology_and_vehicles() {
    check("certificates to ITU-T X.509 (10/2019)", &[("ITU-T X.509 (10/2019)", "ITU-T X.509 (10/2019)")]);
    check(
        "IEC 62271-1:2017+AMD1:2021 CSV or IEC TS 62903:2023 RLV",
        &[
            ("IEC 62271-1:2017+AMD1:2021 CSV", "IEC 62271-1:2017+AMD1:2021 CSV"),
            ("IEC TS 62903:2023 RLV", "IEC TS 62903:2023 RLV"),
        ],
    );
    check("milk by ISO 8968-1/IDF 20-1 for", &[("ISO 8968-1/IDF 20-1", "ISO 8968-1/IDF 20-1")]);
    check("see IEC SRD 62913-1.", &[("IEC SRD 62913-1", "IEC SRD 62913-1")]);
    check("IEEE Std 802.11™-2016 above", &[("IEEE Std 802.11™-2016", "IEEE Std 802.11-2016")]);
    check("IEC 62282\u{ad}-3-\u{ad}100 on", &[("IEC 62282\u{ad}-3-\u{ad}100", "IEC 62282-3-100")]);
    check("scales as in OIML R 76-1:2006", &[("OIML R 76-1:2006", "OIML R 76-1:2006")]);
    let radio = only("radios meeting ETSI EN 301 489-1 V2.2.3 (2019-11) may");
    assert_eq!((radio.text.as_str(), radio.year), ("ETSI EN 301 489-1 V2.2.3 (2019-11)", Some(2019)));
    check("radio to EN 301 893 V1.8.1.", &[("EN 301 893 V1.8.1", "ETSI EN 301 893 V1.8.1")]);
    check("ETSI GS NFV-SOL 012 is", &[("ETSI GS NFV-SOL 012", "ETSI GS NFV-SOL 012")]);
    check(
        "ITU-T G.7712/Y.1703 (2010) Amd. 1 (10/2013)",
        &[("ITU-T G.7712/Y.1703 (2010) Amd. 1 (10/2013)", "ITU-T G.7712/Y.1703 (2010) Amd. 1 (10/2013)")],
    );
    assert_eq!(only("seats to UN Regulation No. 44 only").id.to_string(), "UN Regulation No. 44");
}

#[test]
fn enumerations_share_a_stem() {
    check(
        "ISO 8124-1, -2 and -3 apply",
        &[("ISO 8124-1", "ISO 8124-1"), ("-2", "ISO 8124-2"), ("-3", "ISO 8124-3")],
    );
    check("ISO 5667-1 and 5667-3 on sampling", &[("ISO 5667-1", "ISO 5667-1"), ("5667-3", "ISO 5667-3")]);
    check(
        "EN 50014 : 1997; 50015 : 1998 of 50016 : 2002.",
        &[
            ("EN 50014 : 1997", "EN 50014:1997"),
            ("50015 : 1998", "EN 50015:1998"),
            ("50016 : 2002", "EN 50016:2002"),
        ],
    );
    check("IEC 60335-1 and its Part 2s", &[("IEC 60335-1", "IEC 60335-1"), ("Part 2s", "IEC 60335-2")]);
}

#[test]
fn ranges_name_what_lies_between() {
    let ids = |text: &str| {
        let found = super::recognise(text);
        let all = found.iter().flat_map(|m| m.also.iter().chain([&m.id]).map(ToString::to_string));
        let mut all: Vec<String> = all.collect();
        all.sort();
        all.join(", ")
    };
    assert_eq!(ids("EN 71-1 to -3 for toys"), "EN 71-1, EN 71-2, EN 71-3");
    assert_eq!(ids("EN 71 parts 1 to 3 for toys"), "EN 71-1, EN 71-2, EN 71-3");
    assert_eq!(ids("NEN-EN 1948, deel 1 tot en met 3"), "NEN-EN 1948-1, NEN-EN 1948-2, NEN-EN 1948-3");
    assert_eq!(ids("NEN-EN 54-1 t/m NEN-EN 54-4"), "NEN-EN 54-1, NEN-EN 54-2, NEN-EN 54-3, NEN-EN 54-4");
    assert_eq!(ids("cement to IS 15111 (Part 1 & 2)"), "IS 15111 (Part 1), IS 15111 (Part 2)");
    assert_eq!(ids("nach DIN EN ISO 286 Teil 1 und 2"), "DIN EN ISO 286-1, DIN EN ISO 286-2");
}

#[test]
fn tables_lists_and_broken_lines() {
    check(
        "| 4 | EN 71-3:2019 | toys |\n| 5 | EN 62115 | electric |",
        &[("EN 71-3:2019", "EN 71-3:2019"), ("EN 62115", "EN 62115")],
    );
    check("- ISO 4037[^9] (photons)\n- ISO 8529[^10]", &[("ISO 4037", "ISO 4037"), ("ISO 8529", "ISO 8529")]);
    check(
        "in accordance with ISO\n9001 and EN 527\u{ad}2",
        &[("ISO\n9001", "ISO 9001"), ("EN 527\u{ad}2", "EN 527-2")],
    );
    check("####NEN 1010\n", &[("NEN 1010", "NEN 1010")]);
    check("[EN ISO 9994](https://example.org/EN-ISO-9994.html)", &[("EN ISO 9994", "EN ISO 9994")]);
}

#[test]
fn glued_words_and_sentence_ends() {
    check(
        "seeISO9001:2015and others. EN 71-3.",
        &[("ISO9001:2015", "ISO 9001:2015"), ("EN 71-3", "EN 71-3")],
    );
    check("Norm ISO/IEC 29115:2013(E) entsprechen", &[("ISO/IEC 29115:2013(E)", "ISO/IEC 29115:2013")]);
}
