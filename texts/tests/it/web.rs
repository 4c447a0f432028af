//! HTML, Markdown and plain text.

use expect_test::expect;

use crate::{read, shown};

#[test]
fn html_gives_headings_lists_and_rows_without_scripts() {
    let page = "<!doctype html><html><head><title>x</title><style>p{}</style></head><body><nav>Menu</nav>\
        <h1>Law</h1><p>Some <b>bold</b>\n words.<script>alert(1)</script>\
        <ol><li>one<ol type=a><li>under<li value=4>fourth</ol></li><li><p>two</p><p>more</p></ol>\
        <ul><li>bullet</ul><table><tr><th>Lead<th>90</tr><tr><td>Tin<td><p>5</p></table>\
        <p style=\"display: none\">hidden</p><p>first<br>second<img src=x></body></html>";
    expect![[r#"
        # Law
        Some bold words.
        * <1.> 1. one
          * <a.> a. under
          * <d.> d. fourth
        * <2.> 2. two
        * more
        * bullet
        | Lead | 90
        | Tin | 5
        first
        second
        note: 1 picture was left out.
    "#]]
    .assert_eq(&shown(&read(page.as_bytes(), "law.html")));
}

#[test]
fn html_in_a_declared_encoding() {
    let page = b"<html><meta charset=\"windows-1252\"><p>H\xf6he \x96 L\xe4nge</html>";
    expect![[r#"
        Höhe – Länge
        note: The file is not in UTF-8; it was read as windows-1252.
    "#]]
    .assert_eq(&shown(&read(page, "law.html")));
}

#[test]
fn markdown_with_lists_tables_notes_and_html() {
    let text = "---\ntitle: x\n---\n# Law\n\n## Article 1\n\nSome *words*[^n] and <b>more</b>.\n\n\
        1. one\n   - bullet\n2. two\n\n| a | b |\n|---|---|\n| c |  |\n\n[^n]: A note.\n\n\
        <div><p>in html<script>x</script></p></div>\n\n<sup>1</sup> Die Frist\n";
    expect![[r#"
        # Law
        ## Article 1
        Some words[n] and more.
        * <1.> 1. one
          * bullet
        * <2.> 2. two
        | a | b
        | c | 
        ^ [n] A note.
        in html
        1 Die Frist
    "#]]
    .assert_eq(&shown(&read(text.as_bytes(), "law.md")));
}

#[test]
fn plain_text_and_markdown_are_told_apart_by_the_name_alone() {
    assert_eq!(read(b"# Law", "law.txt").kind, texts::Kind::Plain);
    assert_eq!(read(b"# Law", "law.md").kind, texts::Kind::Markdown);
    assert_eq!(read(b"<html><p>Law</html>", "law.txt").kind, texts::Kind::Html);
}
