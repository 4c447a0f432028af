//! The dirt of real exports, each kind by itself, and the sample as a whole.

use std::{collections::BTreeSet, io::Cursor, io::Write as _};

use domain::{
    codes::{HsCode, IcsCode},
    notification::{Article, Kind, Objective},
};

use super::*;

/// A workbook of one sheet: `n:` before a value makes it a number, `d:` a day.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::from(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (r, row) in rows.iter().enumerate() {
        sheet.push_str(&format!(r#"<row r="{}">"#, r + 1));
        for (c, value) in row.iter().enumerate().filter(|(_, v)| !v.is_empty()) {
            let place = format!("{}{}", char::from(b'A' + u8::try_from(c).unwrap()), r + 1);
            if let Some(number) = value.strip_prefix("n:") {
                sheet.push_str(&format!(r#"<c r="{place}"><v>{number}</v></c>"#));
            } else if let Some(day) = value.strip_prefix("d:") {
                sheet.push_str(&format!(r#"<c r="{place}" s="1"><v>{day}</v></c>"#));
            } else {
                let text = value.replace('&', "&amp;").replace('<', "&lt;");
                sheet.push_str(&format!(
                    r#"<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#
                ));
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let parts = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Notifications" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const HEADER: &[&str] = &["Document symbol", "Notifying Member", "Distribution date"];

/// Reads rows below a header of `HEADER` and `more`.
fn read(more: &[&str], rows: &[&[&str]]) -> (Vec<ImportedNotification>, Vec<Problem>) {
    let header: Vec<&str> = HEADER.iter().chain(more).copied().collect();
    let mut all: Vec<&[&str]> = vec![&header];
    all.extend(rows);
    let bytes = workbook(&all);
    sorted(Workbook::open(Cursor::new(bytes)).unwrap().notifications().unwrap())
}

fn sorted<T: Read + Seek>(items: Notifications<'_, T>) -> (Vec<ImportedNotification>, Vec<Problem>) {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Ok(row) => rows.push(row),
            Err(problem) => problems.push(problem),
        }
    }
    (rows, problems)
}

fn symbols(one: &ImportedNotification) -> Vec<String> {
    one.symbols.iter().map(ToString::to_string).collect()
}

fn said(problems: &[Problem]) -> Vec<(u64, Severity, &str)> {
    problems.iter().map(|p| (p.row, p.severity, p.field.as_str())).collect()
}

#[test]
fn columns_stand_in_any_order_below_any_heading() {
    let bytes = workbook(&[
        &["Extract of 1 June 2026"],
        &["Title", "Distribution date", "Document symbol", "Notifying Member", "Colour"],
        &["Toys", "d:43544", " G/TBT/N/KEN/641", "Kenya", "red"],
    ]);
    let (rows, problems) = sorted(Workbook::open(Cursor::new(bytes)).unwrap().notifications().unwrap());
    assert_eq!(rows[0].published.to_string(), "2019-03-20");
    assert_eq!((rows[0].content.title.as_str(), rows[0].authority_names[0].as_str()), ("Toys", "Kenya"));
    assert_eq!(said(&problems), [(2, Severity::Dropped, "Colour")]);
}

#[test]
fn several_symbols_in_a_cell_are_one_notification() {
    for cell in [
        " G/TBT/N/KEN/1, G/TBT/N/UGA/2,G/TBT/N/RWA/3",
        "G/TBT/N/KEN/1; G/TBT/N/UGA/2\nG/TBT/N/RWA/3",
        "G/TBT/N/KEN/1 G/TBT/N/UGA/2  G/TBT/N/RWA/3",
        "G/TBT/N/KEN/1_x000D_\nG/TBT/N/UGA/2 and G/TBT/N/RWA/3",
    ] {
        let (rows, problems) = read(&["Title"], &[&[cell, "Uganda; Rwanda; Kenya", "2020-01-01", "T"]]);
        assert_eq!(problems, [], "{cell}");
        assert_eq!(symbols(&rows[0]), ["G/TBT/N/KEN/1", "G/TBT/N/UGA/2", "G/TBT/N/RWA/3"]);
        assert_eq!(rows[0].authority_names, ["Kenya", "Uganda", "Rwanda"], "each at its symbol");
    }
}

#[test]
fn rows_repeated_for_each_authority_become_one_wherever_they_stand() {
    let both = "G/TBT/N/ARE/378, G/TBT/N/BHR/492";
    let more = &["Title", "Products covered", "Notified document", "Final date for comments"];
    let (rows, problems) = read(
        more,
        &[
            &[
                both,
                "Bahrain, Kingdom of",
                "2017-11-06",
                "Tyres",
                "Road vehicles (ICS : 43.020)",
                "https://a.example/1",
            ],
            &["G/TBT/N/KEN/1", "Kenya", "2017-11-06", "Milk"],
            &[
                "G/TBT/N/BHR/492, G/TBT/N/ARE/378",
                "United Arab Emirates",
                "2017-11-06",
                "Wheels",
                "Road vehicles (ICS: 43.020)",
                "https://a.example/2",
                "2018-01-05",
            ],
        ],
    );
    assert_eq!(rows.iter().map(|r| r.symbols.len()).collect::<Vec<_>>(), [1, 2]);
    let joint = &rows[1];
    assert_eq!(joint.authority_names, ["United Arab Emirates", "Bahrain, Kingdom of"]);
    assert_eq!(joint.content.links, ["https://a.example/1", "https://a.example/2"]);
    assert_eq!(joint.content.comments_until.date.unwrap().to_string(), "2018-01-05");
    assert_eq!(
        said(&problems),
        [(4, Severity::Note, "Title")],
        "the title differs, the spelling of ICS does not"
    );
}

#[test]
fn a_row_that_is_there_twice_is_said() {
    let row: &[&str] = &["G/TBT/N/KEN/1", "Kenya", "2017-11-06", "Milk"];
    let (rows, problems) = read(&["Title"], &[row, row]);
    assert_eq!(rows.len(), 1);
    assert_eq!(said(&problems), [(3, Severity::Note, "")]);
}

#[test]
fn rows_without_symbol_or_day_are_skipped_and_named() {
    let (rows, problems) = read(
        &["Title"],
        &[
            &["", "Kenya", "2020-01-01", "Toasters"],
            &["see below", "Kenya", "2020-01-01", "Irons"],
            &["G/TBT/N/KEN/1", "Kenya", "", "Kettles"],
            &["G/TBT/N/KEN/2", "Kenya", "soon", "Fans"],
            &["G/TBT/N/KEN/3", "Kenya", "2020-01-01", "Mixers"],
        ],
    );
    assert_eq!(rows.len(), 1);
    let skipped: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Skipped).collect();
    assert_eq!(skipped.iter().map(|p| p.row).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(skipped[0].value, "Toasters");
    assert!(skipped[2].what.contains("G/TBT/N/KEN/1"), "{}", skipped[2].what);
}

#[test]
fn text_is_plain_and_glued_words_are_left_and_said() {
    let (rows, problems) = read(
        &["Title", "Description"],
        &[&[
            "G/TBT/N/SAU/1",
            "Saudi Arabia, Kingdom of",
            "2020-01-01",
            "Buses_x000D_\n<b>Part&nbsp;1</b>",
            "Thisstandardspecifiesthetechnicalrequirementsfor\u{a0}buses",
        ]],
    );
    assert_eq!(rows[0].content.title, "Buses\nPart 1");
    assert_eq!(rows[0].content.description, "Thisstandardspecifiesthetechnicalrequirementsfor buses");
    assert_eq!(said(&problems), [(2, Severity::Repaired, "Title"), (2, Severity::Note, "Description")]);
}

#[test]
fn codes_come_from_their_columns_and_from_the_products_each_once() {
    let more = &["Title", "HS code(s)", "ICS code(s)", "Products covered"];
    let (rows, problems) = read(
        more,
        &[
            &[
                "G/TBT/N/KEN/1",
                "Kenya",
                "2020-01-01",
                "T",
                "8703; 851",
                "43.020; 97.04",
                "Cars (HS 8703, 8704; ICS 43.020)",
            ],
            &["G/TBT/N/KEN/2", "Kenya", "2020-01-01", "T", "n:101", "n:97.04", ""],
        ],
    );
    let digits = |n: usize| rows[n].content.hs.iter().map(HsCode::digits).collect::<Vec<_>>();
    let fields = |n: usize| rows[n].content.ics.iter().map(IcsCode::as_str).collect::<Vec<_>>();
    assert_eq!((digits(0), fields(0)), (vec!["8703", "8704"], vec!["43.020"]));
    assert_eq!((digits(1), fields(1)), (vec!["0101"], vec!["97.040"]));
    assert_eq!(
        said(&problems),
        [
            (2, Severity::Dropped, "HS code(s)"),
            (2, Severity::Dropped, "ICS code(s)"),
            (3, Severity::Repaired, "HS code(s)"),
            (3, Severity::Repaired, "ICS code(s)"),
        ]
    );
    assert_eq!(problems[1].value, "97.04");
}

#[test]
fn the_buddhist_era_counts_for_thai_days_and_not_for_the_numbers_of_standards() {
    let more = &["Title", "Final date for comments"];
    let (rows, problems) = read(
        more,
        &[
            &["G/TBT/N/THA/700", "Thailand", "2023-06-09", "Vehicles (TIS 3017-2563)", "15 May 66"],
            &["G/TBT/N/KEN/1", "Kenya", "2023-06-09", "Vehicles", "31/12/2567"],
        ],
    );
    assert_eq!(rows[0].content.title, "Vehicles (TIS 3017-2563)");
    assert_eq!(rows[0].content.comments_until.date.unwrap().to_string(), "2023-05-15");
    assert_eq!(rows[0].content.comments_until.words, "15 May 66");
    assert_eq!(rows[1].content.comments_until.date, None);
    let field = "Final date for comments";
    assert_eq!(said(&problems), [(2, Severity::Repaired, field), (3, Severity::Note, field)]);
}

#[test]
fn ticks_types_objectives_and_documents() {
    let more = &[
        "Title",
        "Notification type",
        "Objectives",
        "Technical regulation: Article 2.9.2",
        "Conformity assessment procedure: 5.6.2",
        "Other",
        "Notified document",
        "Codex Alimentarius Commission",
    ];
    let (rows, problems) = read(
        more,
        &[&[
            "G/TBT/N/UGA/831/Add.2",
            "Uganda",
            "2021-03-15",
            "T",
            "Addendum to Regular Notification",
            "Harmonization (TBT); Energy efficiency",
            "X",
            "",
            "Other",
            "https://a.example/1.pdf,https://a.example/2.pdf Enquiry point",
            "CXS 1-1985",
        ]],
    );
    assert_eq!(problems, []);
    let one = &rows[0];
    assert_eq!(one.kind, Kind::Addendum);
    assert_eq!(one.content.objectives, BTreeSet::from([Objective::Harmonization, Objective::Other]));
    assert_eq!(one.content.rationale, "Other: Energy efficiency");
    assert_eq!(one.content.articles, BTreeSet::from([Article::A2_9_2, Article::Other]));
    assert_eq!(one.content.article_other, "not stated");
    assert_eq!(one.content.links, ["https://a.example/1.pdf", "https://a.example/2.pdf"]);
    assert_eq!(one.content.texts_from, "Enquiry point");
    assert_eq!(one.content.relevant_documents, "Codex Alimentarius Commission: CXS 1-1985");
}

#[test]
fn the_suffix_decides_where_the_type_says_otherwise() {
    let row: &[&str] = &["G/TBT/N/SAU/1/Rev.1", "Saudi Arabia", "2021-03-15", "T", "Regular notification"];
    let (rows, problems) = read(&["Title", "Notification type"], &[row]);
    assert_eq!(rows[0].kind, Kind::Revision);
    assert_eq!(said(&problems), [(2, Severity::Note, "Notification type")]);
}

#[test]
fn another_workbook_or_file_is_refused() {
    let other = workbook(&[&["Name", "Amount"], &["a", "1"]]);
    let mut other = Workbook::open(Cursor::new(other)).unwrap();
    assert!(matches!(other.notifications(), Err(NotReadable::WrongFormat(_))));
    assert!(matches!(Workbook::open(Cursor::new(b"PK nothing".to_vec())), Err(NotReadable::WrongFormat(_))));
}

/// The sample of 82 real rows, against the facts it was made from.
#[test]
fn the_sample_gives_45_notifications_and_names_what_it_skips() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/notifications");
    let Ok(file) = std::fs::File::open(format!("{folder}/Notification_EN.sample.xlsx")) else {
        println!("skipped: no ../shared");
        return;
    };
    let mut book = Workbook::open(std::io::BufReader::new(file)).unwrap();
    let items = book.notifications().unwrap();
    assert_eq!(items.total(), 82);
    let (rows, problems) = sorted(items);
    assert_eq!(rows.len(), 45);
    let skipped: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Skipped).collect();
    assert_eq!(skipped.iter().filter(|p| p.field == "Document symbol").count(), 23);
    assert_eq!(skipped.iter().filter(|p| p.field == "Distribution date").count(), 1);
    assert_eq!(skipped.len(), 24);

    let json = std::fs::read_to_string(format!("{folder}/wto_tbt_transcribed.json")).unwrap();
    let facts: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let mut compared = 0;
    for fact in facts {
        let symbol = fact["document_symbols"][0].as_str().unwrap().trim().to_owned();
        let Some(day) = fact["distribution_date"].as_str() else { continue };
        let one = rows.iter().find(|r| symbols(r).contains(&symbol)).unwrap_or_else(|| panic!("{symbol}"));
        assert_eq!(one.published.to_string(), day, "{symbol}");
        let expected: BTreeSet<String> = fact["hs"].as_array().into_iter().flatten().map(digits_of).collect();
        let found: BTreeSet<String> = one.content.hs.iter().map(|c| c.digits().to_owned()).collect();
        assert!(found.is_superset(&expected), "{symbol}: {found:?} of {expected:?}");
        for ics in fact["ics"].as_array().into_iter().flatten() {
            let ics = ics.as_str().unwrap();
            assert!(one.content.ics.iter().any(|c| c.as_str() == ics), "{symbol}: {ics}");
        }
        if let Some(until) = fact["comment_deadline"].as_str() {
            assert_eq!(one.content.comments_until.date.unwrap().to_string(), until, "{symbol}");
        }
        let articles: BTreeSet<&str> = one.content.articles.iter().map(|a| a.as_str()).collect();
        for article in fact["articles"].as_array().into_iter().flatten() {
            assert!(articles.contains(article.as_str().unwrap()), "{symbol}: {article}");
        }
        compared += 1;
    }
    assert_eq!(compared, 28);
}

fn digits_of(code: &serde_json::Value) -> String {
    code.as_str().unwrap().chars().filter(char::is_ascii_digit).collect()
}
