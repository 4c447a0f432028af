//! Text of foreign fields as plain text: escapes of spreadsheets, HTML tags and
//! entities, and invisible characters go; line breaks stay.

use std::sync::LazyLock;

use regex::Regex;

/// Cleaned text, and what was taken out of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cleaned {
    /// The plain text.
    pub text: String,
    /// What was removed or decoded, in words, for the list of problems. Blanks
    /// and invisible characters are not worth a word.
    pub removed: Vec<&'static str>,
}

/// An element of HTML by name: `a < b` and `<5 mg` are none.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?is)<!--.*?-->|<head\b.*?</head\s*>|<script\b.*?</script\s*>|<style\b.*?</style\s*>|<(/?)(a|abbr|article|aside|b|big|blockquote|body|br|caption|center|code|col|colgroup|dd|del|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|header|hr|html|i|iframe|img|input|ins|label|li|link|main|meta|nav|noscript|object|ol|o:p|option|p|pre|s|section|select|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul)\b[^<>]*>|<!doctype[^>]*>",
    )
});
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| pattern(r"_x([0-9A-Fa-f]{4})_"));
static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"));
static GLUED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Alphabetic}{32,}"));

pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern written here compiles: every one is used in a test")
}

/// A field as plain text.
pub fn clean(field: &str) -> Cleaned {
    let mut removed = Vec::new();
    let mut text = field.to_owned();
    if ESCAPE.is_match(&text) {
        removed.push("spreadsheet escapes");
        text = unescape(&text);
    }
    if without_html(&mut text) {
        removed.push("HTML");
    }
    Cleaned { text: tidy(&text), removed }
}

/// A page of HTML as plain text, one block a line.
pub fn from_html(page: &str) -> String {
    let mut text = page.to_owned();
    without_html(&mut text);
    tidy(&text)
}

/// A word that is several words whose blanks were lost, where there is one.
pub fn glued(text: &str) -> Option<&str> {
    GLUED.find(text).map(|m| m.as_str())
}

/// `_x000D_` and its kin: UTF-16 code units as the file format writes them.
fn unescape(text: &str) -> String {
    let decode = |units: &regex::Captures<'_>| {
        let unit = u32::from_str_radix(&units[1], 16).unwrap_or(0x20);
        match char::from_u32(unit) {
            Some('\r') => "\r".to_owned(),
            Some(c) if !c.is_control() || c == '\n' || c == '\t' => c.to_string(),
            _ => " ".to_owned(),
        }
    };
    ESCAPE.replace_all(text, decode).into_owned()
}

/// Tags and entities out; entities may hide further tags once (`&lt;p&gt;`).
fn without_html(text: &mut String) -> bool {
    let before = text.clone();
    for _ in 0..2 {
        let tagless = TAG.replace_all(text, |tag: &regex::Captures<'_>| {
            let name = tag.get(2).map(|n| n.as_str().to_ascii_lowercase()).unwrap_or_default();
            match name.as_str() {
                "br" | "p" | "div" | "li" | "tr" | "ul" | "ol" | "table" | "hr" | "title" | "section"
                | "article" | "pre" | "blockquote" | "dd" | "dt" | "caption" | "header" | "footer" => "\n",
                "td" | "th" => " ",
                n if n.starts_with('h') && n.len() == 2 => "\n",
                "" => " ",
                _ => "",
            }
        });
        let decoded = ENTITY.replace_all(&tagless, |e: &regex::Captures<'_>| {
            html_escape::decode_html_entities(&e[0]).into_owned()
        });
        let decoded = decoded.into_owned();
        if decoded == *text {
            break;
        }
        *text = decoded;
    }
    *text != before
}

/// One kind of blank, one kind of line break, no invisible characters, no
/// blanks at the ends of lines, at most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for line in text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{b}'], "\n").split('\n')
    {
        let words = line
            .split(|c: char| c.is_whitespace() || c == '\u{a0}' || c.is_control())
            .map(|w| w.replace(['\u{ad}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{feff}'], ""))
            .filter(|w| !w.is_empty());
        let mut line = String::new();
        for word in words {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&word);
        }
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        out.push_str(&line);
    }
    out
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Toys_x000D_\nand games_x000D_", "Toys\nand games")]
    #[case("<p>Scope: toys.</p><p>Limits &lt; 5&nbsp;mg</p>", "Scope: toys.\n\nLimits < 5 mg")]
    #[case("a<br/>b<BR>c", "a\nb\nc")]
    #[case("&lt;b&gt;bold&lt;/b&gt; word", "bold word")]
    #[case("caf&eacute; &#8211; &#x2014; R&amp;D", "café – — R&D")]
    #[case("less <5 mg and x<y, y>z", "less <5 mg and x<y, y>z")]
    #[case("\u{a0}SASO 2944 \u{a0} , for\u{200b} cars\u{a0}", "SASO 2944 , for cars")]
    #[case("one\r\n\r\n\r\n\r\ntwo\rthree", "one\n\ntwo\nthree")]
    #[case("<script>alert(1)</script>x<!-- hidden -->y", "x y")]
    #[case("AT&T; and R&D", "AT&T; and R&D")]
    fn fields_become_plain_text(#[case] given: &str, #[case] plain: &str) {
        assert_eq!(clean(given).text, plain);
    }

    #[test]
    fn what_was_taken_out_is_said_and_blanks_are_not() {
        assert_eq!(clean("a_x000D_b <i>c</i>").removed, ["spreadsheet escapes", "HTML"]);
        assert_eq!(clean("  a\u{a0}b ").removed, [""; 0]);
    }

    #[test]
    fn a_page_becomes_lines() {
        let page = "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h1>Toys</h1><p>IEC&nbsp;60335</p></body></html>";
        assert_eq!(from_html(page), "Toys\n\nIEC 60335");
    }

    #[test]
    fn words_without_their_blanks_are_seen_and_long_words_are_not() {
        let words = "Thisstandardspecifiesthetechnicalrequirements of buses";
        assert_eq!(glued(words), Some("Thisstandardspecifiesthetechnicalrequirements"));
        assert_eq!(
            glued("Rindfleischetikettierungsgesetz, https://example.org/averylongpathwithoutblanks"),
            None
        );
    }
}
