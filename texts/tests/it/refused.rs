//! Files that cannot be read: each says what it is.

use expect_test::{Expect, expect};
use texts::{Kind, Limits, NotReadable};

use crate::made::{docx, zip};

fn check(bytes: &[u8], name: &str, expected: Expect) {
    let problem = texts::read(bytes, name, &Limits::default()).expect_err(name);
    expected.assert_eq(&problem.to_string());
}

#[test]
fn an_empty_file() {
    check(b"", "law.pdf", expect!["The selected file is empty."]);
}

#[test]
fn a_wrong_type_under_a_right_name() {
    check(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
        "law.pdf",
        expect![
            "The selected file is a PNG picture, not a text. Choose a DOCX, PDF, HTML, Markdown or plain text file."
        ],
    );
    check(
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01",
        "law.docx",
        expect![
            "The selected file is a JPG picture, not a text. Choose a DOCX, PDF, HTML, Markdown or plain text file."
        ],
    );
    check(
        &zip(&[("a.txt", b"x")]),
        "law.docx",
        expect![
            "The selected file is a ZIP archive, not a text. Choose a DOCX, PDF, HTML, Markdown or plain text file."
        ],
    );
    check(
        &zip(&[("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")]),
        "law.docx",
        expect![
            "The selected file is an Excel workbook, not a text. Choose a DOCX, PDF, HTML, Markdown or plain text file."
        ],
    );
    check(
        br"{\rtf1 Law}",
        "law.docx",
        expect![
            "The selected file is a rich text file (.rtf), which is not read. Save it as DOCX or PDF and choose that file."
        ],
    );
    check(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "law.txt", expect!["The selected file is an ELF program, not a text. Choose a DOCX, PDF, HTML, Markdown or plain text file."]);
}

#[test]
fn an_encrypted_docx_and_an_old_doc() {
    let container = |name: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.resize(512, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    check(
        &container("EncryptedPackage"),
        "law.docx",
        expect![
            "The selected DOCX file is protected by a password. Save it without one and choose it again."
        ],
    );
    check(
        &container("WordDocument"),
        "law.docx",
        expect![
            "The selected file is a Word file of the format before 2007 (.doc), which is not read. Save it as DOCX or PDF and choose that file."
        ],
    );
}

#[test]
fn a_zip_bomb_is_told_while_it_is_unpacked() {
    let bomb = vec![b' '; 60 << 20];
    let file = zip(&[("[Content_Types].xml", b"x"), ("word/document.xml", &bomb)]);
    assert!(file.len() < 200_000);
    assert_eq!(texts::read(&file, "law.docx", &Limits::default()), Err(NotReadable::Bomb));
    // What the directory says of the size is not believed: here it says 10 bytes.
    let mut lying = file;
    let size = u32::try_from(bomb.len()).unwrap().to_le_bytes();
    let places: Vec<usize> =
        lying.windows(4).enumerate().filter(|(_, four)| *four == size).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        lying[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    assert!(texts::read(&lying, "law.docx", &Limits::default()).is_err());
    let many: Vec<(String, &[u8])> = (0..40).map(|n| (format!("word/{n}"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let limits = Limits { entries: 30, ..Limits::default() };
    let mut parts = vec![("word/document.xml", &b"<a/>"[..])];
    parts.extend(many);
    assert_eq!(texts::read(&zip(&parts), "law.docx", &limits), Err(NotReadable::Bomb));
}

#[test]
fn too_large_too_deep_and_too_much() {
    let limits = Limits { bytes: 10, text: 5, depth: 20, ..Limits::default() };
    let problem = texts::read(b"twelve bytes", "law.txt", &limits).unwrap_err();
    expect!["The selected file has 12 bytes; it must be smaller than 10 bytes."]
        .assert_eq(&problem.to_string());
    assert_eq!(texts::read(b"six by", "law.txt", &limits), Err(NotReadable::TooMuchText { limit: 5 }));
    let deep = "<div>".repeat(100_000);
    assert_eq!(
        texts::read(format!("<html>{deep}x").as_bytes(), "law.html", &Limits::default()),
        Err(NotReadable::TooDeep { kind: Kind::Html })
    );
    let deep = docx(&format!("{}x{}", "<w:sdt>".repeat(5_000), "</w:sdt>".repeat(5_000)), &[]);
    assert_eq!(
        texts::read(&deep, "law.docx", &Limits::default()),
        Err(NotReadable::TooDeep { kind: Kind::Docx })
    );
    let deep = format!("{}x", "> ".repeat(5_000));
    assert_eq!(
        texts::read(deep.as_bytes(), "law.md", &Limits::default()),
        Err(NotReadable::TooDeep { kind: Kind::Markdown })
    );
}

#[test]
fn broken_files() {
    let whole = docx("<w:p><w:r><w:t>words</w:t></w:r></w:p>", &[]);
    check(
        &whole[..whole.len() / 2],
        "law.docx",
        expect!["The selected DOCX file is damaged and cannot be read. Save it again and choose that file."],
    );
    check(
        b"%PDF-1.7\nnothing",
        "law.pdf",
        expect!["The selected PDF file is damaged and cannot be read. Save it again and choose that file."],
    );
    check(
        &zip(&[("word/document.xml", b"<w:document><w:body><w:p>")]),
        "law.docx",
        expect!["The selected DOCX file is damaged and cannot be read. Save it again and choose that file."],
    );
    check(
        "Die Länge und die Höhe \u{fc}ber".as_bytes().split_last().unwrap().1.split_at(6).0,
        "law.txt",
        expect![
            "The selected file is damaged: from byte 5 on it is not text in UTF-8. Save it as UTF-8 and choose it again."
        ],
    );
    check(&docx("<w:p/>", &[]), "law.docx", expect!["The selected DOCX file has no text in it."]);
}

#[test]
fn no_bytes_make_it_panic() {
    let pdf = include_bytes!("../../fixtures/browser.pdf");
    let docx = docx("<w:p><w:r><w:t>words</w:t></w:r></w:p>", &[]);
    for (file, name) in [(&pdf[..], "law.pdf"), (&docx[..], "law.docx")] {
        for at in (0..file.len()).step_by(file.len() / 60 + 1) {
            let mut changed = file.to_vec();
            changed[at] ^= 0x5a;
            let _ = texts::read(&changed, name, &Limits::default());
            let _ = texts::read(&file[..at], name, &Limits::default());
        }
    }
}
