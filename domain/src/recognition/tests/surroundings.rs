//! What the words around a reference say of it.

use super::{super::recognise, only};
use crate::{
    recognition::Role,
    standard::{Correspondence, Technique},
};

#[test]
fn offsets_count_characters() {
    let found = only("Größe über ISO 3166-1 – fin");
    assert_eq!((found.start, found.end, found.technique), (11, 21, Technique::Undated));
}

#[test]
fn the_clause_meant() {
    let clause = |text: &str| only(text).clause.unwrap_or_default();
    assert_eq!(clause("as in clause 8.5 of ISO 22000:2018 for"), "8.5");
    assert_eq!(clause("nach Abschnitt 4.2 der DIN EN 1838 zu"), "4.2");
    assert_eq!(clause("see ISO 22000:2018, 8.5"), "8.5");
    assert_eq!(clause("paragraaf 5.1.1 uit de NEN-EN-ISO/IEC 17020:2012 voor"), "5.1.1");
    assert_eq!(clause("conforme al apartado 6.3 de la norma UNE-EN 71-1"), "6.3");
    assert_eq!(clause("la norme NF EN 12842, annexe D,"), "D");
    assert_eq!(clause("ISO 9001:2015 applies"), "");
}

#[test]
fn editions_said_before_the_name() {
    let said = |text: &str| {
        let found = only(text);
        (found.text, found.id.to_string(), found.year, found.edition)
    };
    let dated = ("ISO 9001".to_owned(), "ISO 9001:2015".to_owned(), Some(2015), None);
    assert_eq!(said("complies with the 2015 edition of ISO 9001."), dated);
    assert_eq!(said("selon l'édition 2015 de la norme ISO 9001."), dated);
    let third = ("ISO 8124-1".to_owned(), "ISO 8124-1".to_owned(), None, Some("3".to_owned()));
    assert_eq!(said("as in the third edition of ISO 8124-1, on toys"), third);
    assert_eq!(only("the 2008 edition of ISO 9001:2015").year, Some(2015));
}

#[test]
fn binding_or_informative() {
    let role = |text: &str| only(text).role;
    assert_eq!(role("Helmets shall comply with EN 397."), Some(Role::Normative));
    assert_eq!(role("For colours, see ISO 3864-1."), Some(Role::Informative));
    assert_eq!(role("Die Leuchte muss der DIN EN 60598-1 entsprechen."), Some(Role::Normative));
    assert_eq!(role("[7] ISO 9000:2015, Quality management systems"), Some(Role::Informative));
    assert_eq!(role("Изделие должно соответствовать ГОСТ 25779-90."), Some(Role::Normative));
    assert_eq!(role("The EN 397 helmet"), None);
}

#[test]
fn the_latest_edition() {
    let latest = |text: &str| only(text).latest;
    assert!(latest("according to ISO 8601, latest edition."));
    assert!(latest("NFPA 70, as amended, applies"));
    assert!(latest("DIN 276 in der jeweils geltenden Fassung"));
    assert!(latest("la dernière édition de la norme NF EN 71-1"));
    assert!(latest("ГОСТ 25779 в действующей редакции"));
    assert!(!latest("ISO 8601 in general"));
}

#[test]
fn correspondence_to_an_international_standard() {
    let pair = |text: &str| {
        let found = recognise(text);
        let national = &found[0];
        (national.correspondence, national.corresponds_to.as_ref().map(ToString::to_string))
    };
    let idt = Some(Correspondence::Identical);
    let modified = Some(Correspondence::Modified);
    assert_eq!(pair("GB/T 12406-2022 (ISO 4217:2015, MOD)"), (modified, Some("ISO 4217:2015".into())));
    assert_eq!(pair("GB/T 19001—2016等同采用ISO 9001:2015"), (idt, Some("ISO 9001:2015".into())));
    assert_eq!(
        pair("EN 60335-1:2012 (IEC 60335-1:2010, modified)"),
        (modified, Some("IEC 60335-1:2010".into()))
    );
    assert_eq!(pair("SANS 9001:2015 is identical to ISO 9001:2015."), (idt, Some("ISO 9001:2015".into())));
    assert_eq!(pair("GB 4706.1-1998 idt IEC 335-1:1991").0, idt);
    assert_eq!(
        pair("по ГОСТ Р 50030.2-2010 (МЭК 60947-2:2006) и"),
        (modified, Some("МЭК 60947-2:2006".into()))
    );
    assert_eq!(pair("ГОСТ Р 51318.14.1-2006 (СИСПР 14-1:2005)").1, Some("СИСПР 14-1:2005".into()));
    assert_eq!(pair("GB/T 2900.1-1992 neq IEC 50").0, Some(Correspondence::NotEquivalent));
    assert_eq!(pair("TCVN 6238-1:2017 based on ISO 8124-1:2014"), (None, Some("ISO 8124-1:2014".into())));
    assert_eq!(pair("ISO 9001:2015 and ISO 14001:2015"), (None, None));
}

#[test]
fn what_is_not_said_takes_no_room() {
    let json = serde_json::to_string(&only("nach ISO 8601 notiert")).unwrap();
    assert!(!json.contains("clause") && !json.contains("latest") && !json.contains("also"), "{json}");
    let back: super::Mention = serde_json::from_str(&json).unwrap();
    assert_eq!(back, only("nach ISO 8601 notiert"));
}

#[test]
fn designations_leave_the_edition_out() {
    let designation = |text: &str| only(text).designation();
    assert_eq!(designation("DIN 38405-4, Ausgabe Juli 1985"), "DIN 38405-4");
    assert_eq!(designation("norme NF EN 14351-1 + A2 ou"), "NF EN 14351-1+A2");
    assert_eq!(designation("EN 71-3:2019+A1:2021 toys"), "EN 71-3+A1");
    assert_eq!(designation("GB/T 2659.1—2022 代码"), "GB/T 2659.1");
    assert_eq!(designation("to ISO_TS_13143-1:2020-11"), "ISO/TS 13143-1");
}
