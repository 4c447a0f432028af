//! What looks like a reference and is none.

use rstest::rstest;

use super::super::recognise;

#[rstest]
#[case::road("from AS B 59 to the bridge (m AS A 61)")]
#[case::gazette("see [BS 10 232] and AS 1958 93, SR 0.518.11")]
#[case::gazette_years("[BS 10 525; AS 1974 1985, 1980 266]")]
#[case::gazette_of_a_day("Gent (BS 17 oktober 1992)")]
#[case::treaty("ETS 49 of the Council, (1990, ETS 138)")]
#[case::verb("this IS 5 years old; IT IS 2015 NOW")]
#[case::preposition("as 1 of the 3 parts")]
#[case::crude("In 1999 the API 12 was called")]
#[case::telephone("phone +41 22 749 01 11, fax 030 2601-2260")]
#[case::directive("Directive 2006/42/EC, Regulation (EU) 2016/425, § 23, Richtlinie 2014/53/EU")]
#[case::federal_code("49 CFR 571.208 and 40 CFR part 264")]
#[case::committee("prepared by ISO/TC 34, ISO/IEC JTC 1/SC 27 and CEN/TC 114")]
#[case::copyright("© ISO 2015 – All rights reserved")]
#[case::web("see iso.org/standard/62085.html or https://www.example.org/EN-71-3.html")]
#[case::mail("write to ISO9001@example.org")]
#[case::path("C:\\docs\\EN-71-3.docx and ../ISO-9001.pdf")]
#[case::account("IBAN NL91 ABNA 0417 1643 00, GB29 NWBK 6016 1331 9268 19")]
#[case::vat("VAT No GB 123 4567 89")]
#[case::memory("32 GB 2019 laptop, 8 GB 1600 MHz")]
#[case::chemistry("2,4-D, PCB 153, NaCl 9 g, 1,1-dichloorethaan, DDT 5")]
#[case::shouted("ABIERTO EN 2015 PARA TODOS, PARLEMENT EUROPÉEN 2019")]
#[case::prose("EN 10 minutos; en 2015; AN EN 5")]
#[case::paper("print on DIN A4 or DIN A 3")]
#[case::film("a film of ISO 400 for this camera")]
#[case::zip("Fort Riley, KS 66442; Santa Fe, NM 87501; Jackson, MS 39201")]
#[case::pressure("flange PN 16, DN 200, HD 1080 video, SN 4711-12")]
#[case::part_number("order no. AS-505/GR, MS 12, SI 4, US 50")]
#[case::certificate("certificate EN 123456789 and ISO 12345678")]
#[case::ministry("Minister van Defensie, nr. BS/2012020000, LJN AS4122")]
#[case::airway("via UL795 (misma ruta) | UL304 |")]
#[case::states("Ft. Gillem MS 30050-5101, MS 30050; CAN 2015; IES 12; TIA 5; ETS 15")]
#[case::model("le modèle EN 5000; modelo IEC-3000; Typ EN 500 ist ausgenommen")]
#[case::model_numbers("Model numbers EN-2200X and ISO-7100 are recalled, 型号EN 300")]
#[case::words("ENGLISH 2015, ISOLATION 9001, DINNER 276, KNEN 2580")]
#[case::money("US 500, € 1000, BRL 100,50, EUR 276")]
#[case::fine("the fine is BRL 5000 to BRL 20000, multa de BRL 10000")]
#[case::viscosity("engine oils SAE 5W-30, 15W-40, SAE 80W-90 and SAE 0W")]
#[case::enclosure("in an enclosure of type NEMA 4X, NEMA 12 or NEMA 3R")]
#[case::service("oil of API CJ-4 or better, API SN, gear oil API GL-5")]
fn no_standard(#[case] text: &str) {
    let found: Vec<String> = recognise(text).into_iter().map(|m| m.text).collect();
    assert!(found.is_empty(), "{text}: {found:?}");
}

#[rstest]
#[case("volgens het proces van BRL 9501", "BRL 9501")]
#[case("as in BRL 9501:2019", "BRL 9501:2019")]
#[case("the standard BRL 9501", "BRL 9501")]
#[case("SAE J300 and nothing else", "SAE J300")]
#[case("enclosures as in NEMA 250", "NEMA 250")]
#[case("lines of API 5L", "API 5L")]
fn what_looks_like_these_and_is_a_standard(#[case] text: &str, #[case] expected: &str) {
    let found: Vec<String> = recognise(text).into_iter().map(|m| m.text).collect();
    assert_eq!(found, [expected], "{text}");
}

/// Numbers behind a reference that are none themselves.
#[rstest]
#[case::count("ISO 9001 and 2000 employees")]
#[case::year("ISO 9001, 2015 was a good year")]
#[case::measure("EN 12520 und 1500 mm")]
#[case::noun("nach EN 12520 und 1500 Stück")]
#[case::dash("ISO 9001 - 2 copies")]
#[case::amount("DIN 276, 500 €")]
fn one_and_no_more(#[case] text: &str) {
    let found: Vec<String> = recognise(text).into_iter().map(|m| m.text).collect();
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    assert!(!found[0].contains(['€', 'm']), "{found:?}");
}
