//! PDF: as a browser prints it, of many pages, and with pages that are pictures.

use std::time::Instant;

use expect_test::expect;
use texts::{Kind, Limits, NotReadable};

use crate::{made, read, shown};

#[test]
fn a_pdf_made_by_a_browser() {
    let read = read(include_bytes!("../../fixtures/browser.pdf"), "law.pdf");
    assert_eq!(read.kind, Kind::Pdf);
    assert_eq!(read.pages, Some(2));
    expect![[r#"
        # Draft Law on the Safety of Toys
        The Ministry of Trade, having regard to the Act on products, has decided as follows, after hearing the producers and the associations of consumers of the country.
        ## Article 1 Scope
        1. This law applies to toys that are placed on the market of the country, whoever has manufactured them, and to the parts from which they are made or with which they are repaired.
        2. It does not apply to:
        (a) playground equipment intended for public use, except the documentation of it;
        (b) toy steam engines.
        ## Article 2 Standards
        Toys that conform to ISO 8124-1:2018 and to IEC 62115 are presumed to be safe. Größe und Höhe: the limits of the table shall be observed at all times by everyone.
        | Lead | 90 mg/kg
        | Cadmium | 75 mg/kg
        ## Article 3 Entry into force
        This law enters into force on the first day of the year that follows its publication in the gazette.
        note: Headers, footers and page numbers that repeat on the pages were left out.
    "#]].assert_eq(&shown(&read));
}

#[test]
fn a_scanned_pdf_says_how_many_pages_it_has() {
    let file = made::pages(&vec![String::new(); 3]);
    let problem = texts::read(&file, "scan.pdf", &Limits::default()).unwrap_err();
    assert_eq!(problem, NotReadable::Scanned { pages: 3 });
    assert!(problem.to_string().contains("3 pages with only pictures and no text"), "{problem}");
}

#[test]
fn single_pages_without_text_are_noted() {
    let file = made::pages(&[
        "1. This law applies to toys.".to_owned(),
        String::new(),
        "2. It is strict.".to_owned(),
    ]);
    expect![[r#"
        1. This law applies to toys.
        2. It is strict.
        note: 1 of 3 pages have only pictures and no text: 2.
    "#]]
    .assert_eq(&shown(&read(&file, "law.pdf")));
}

#[test]
fn two_thousand_pages_are_read() {
    let texts: Vec<String> =
        (1..=2_000).map(|n| format!("Article {n}\nThe rule number {n} is applied.")).collect();
    let started = Instant::now();
    let read = read(&made::pages(&texts), "law.pdf");
    println!("2,000 pages read in {:?}", started.elapsed());
    assert_eq!(read.pages, Some(2_000));
    assert!(read.paragraphs.iter().any(|paragraph| paragraph.text.contains("number 1999 is")));
}

#[test]
fn too_many_pages_are_refused() {
    let limits = Limits { pages: 2, ..Limits::default() };
    let problem = texts::read(&made::pages(&vec!["Text".to_owned(); 3]), "law.pdf", &limits).unwrap_err();
    assert_eq!(problem, NotReadable::TooManyPages { pages: 3, limit: 2 });
}

#[test]
fn a_pdf_with_a_password_says_so() {
    let encrypt = format!(
        "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{}> /U <{}> >>",
        "5b".repeat(32),
        "a7".repeat(32)
    );
    let objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec(),
        encrypt.into_bytes(),
    ];
    let id = "00112233445566778899aabbccddeeff";
    let file = made::pdf(&objects, &format!("/Encrypt 3 0 R /ID [<{id}> <{id}>]"));
    let problem = texts::read(&file, "law.pdf", &Limits::default()).unwrap_err();
    assert_eq!(problem, NotReadable::Password { kind: Kind::Pdf });
}
