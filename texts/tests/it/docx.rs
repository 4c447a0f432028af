//! DOCX: numbers as Word prints them, tracked changes, tables, footnotes.

use expect_test::expect;

use crate::{
    made::{docx, part},
    read, shown,
};

fn list(level: u8, id: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{id}\"/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn level(at: u8, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

#[test]
fn numbers_are_reckoned_as_word_prints_them() {
    let numbering = part(
        "numbering",
        &format!(
            "<w:abstractNum w:abstractNumId=\"7\">{}{}{}</w:abstractNum>\
             <w:abstractNum w:abstractNumId=\"8\">{}</w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
             <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/>\
             <w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"9\"/></w:lvlOverride></w:num>\
             <w:num w:numId=\"3\"><w:abstractNumId w:val=\"8\"/></w:num>",
            level(0, "upperRoman", "Article %1", "<w:pStyle w:val=\"Artikel\"/>"),
            level(1, "decimal", "%1.%2.", "<w:isLgl/>"),
            level(2, "lowerLetter", "(%3)", ""),
            level(0, "bullet", "•", ""),
        ),
    );
    let styles = part(
        "styles",
        "<w:style w:type=\"paragraph\" w:styleId=\"Artikel\"><w:name w:val=\"heading 2\"/>\
         <w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"V1\"><w:name w:val=\"toc 1\"/></w:style>",
    );
    let styled = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        styled("V1", "Article I Scope 3"),
        styled("Artikel", "Scope"),
        list(1, 1, "Toys &amp; games."),
        list(1, 1, "Except:"),
        list(2, 1, "slides;"),
        list(2, 1, "swings."),
        styled("Artikel", "Terms"),
        list(1, 1, "None."),
        list(2, 1, "again."),
        list(0, 2, "Nine"),
        list(0, 3, "a bullet"),
    ]
    .concat();
    let file = docx(&body, &[("word/numbering.xml", numbering), ("word/styles.xml", styles)]);
    expect![[r#"
        ## <Article I> Article I Scope
          * <1.1.> 1.1. Toys & games.
          * <1.2.> 1.2. Except:
            * <(a)> (a) slides;
            * <(b)> (b) swings.
        ## <Article II> Article II Terms
          * <2.1.> 2.1. None.
            * <(a)> (a) again.
        * <Article IX> Article IX Nine
        * a bullet
    "#]]
    .assert_eq(&shown(&read(&file, "law.docx")));
}

#[test]
fn deleted_words_are_out_and_inserted_ones_in() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">The limit is </w:t></w:r>\
        <w:del w:id=\"1\"><w:r><w:delText>five</w:delText></w:r></w:del>\
        <w:ins w:id=\"2\"><w:r><w:t>six</w:t></w:r></w:ins>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>\
        <w:p><w:r><w:t>sentence.</w:t></w:r></w:p>\
        <w:p><w:moveFrom w:id=\"4\"><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>";
    expect![[r#"
        The limit is six.
        One sentence.
        note: The file has tracked changes: deleted words were left out, inserted ones were read.
    "#]]
    .assert_eq(&shown(&read(&docx(body, &[]), "law.docx")));
}

#[test]
fn tables_are_read_by_rows_and_footnotes_follow_their_paragraph() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let body = format!(
        "<w:p><w:r><w:t>Limits</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>:</w:t></w:r></w:p>\
         <w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr>\
         <w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}</w:tr></w:tbl>\
         <w:p><w:r><w:drawing/></w:r><w:r><w:t>End.</w:t></w:r></w:p>",
        cell("Lead"),
        cell("90 mg/kg"),
        cell(""),
        cell("75"),
        cell("deleted")
    );
    let notes = part(
        "footnotes",
        "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>\
         <w:footnote w:id=\"2\"><w:p><w:r><w:t>See ISO 8124-3.</w:t></w:r></w:p></w:footnote>",
    );
    let file = docx(&body, &[("word/footnotes.xml", notes)]);
    expect![[r#"
        Limits[1]:
        ^ [1] See ISO 8124-3.
        | Lead | 90 mg/kg
        |  | 75
        End.
        note: 1 picture was left out.
        note: The file has tracked changes: deleted words were left out, inserted ones were read.
    "#]]
    .assert_eq(&shown(&read(&file, "law.docx")));
}

#[test]
fn external_entities_are_never_resolved() {
    let document = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/hostname\"><!ENTITY y \"inner\">]>\
        <w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>before &x;&y; after &#65;</w:t></w:r></w:p></w:body></w:document>";
    let file = crate::made::zip(&[("word/document.xml", document.as_bytes())]);
    assert_eq!(read(&file, "law.docx").paragraphs[0].text, "before after A");
}
