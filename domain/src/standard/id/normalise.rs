//! One spelling for what is the same to a reader: dashes, blanks, full-width
//! forms, Markdown escapes.

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfkc_quick};

/// The text with one kind of dash, blank and colon, trimmed.
pub fn normalise(s: &str) -> String {
    let composed: String = match is_nfkc_quick(s.chars()) {
        IsNormalized::Yes => s.to_owned(),
        _ => s.nfkc().collect(),
    };
    let mut out = String::with_capacity(composed.len());
    for c in composed.chars() {
        let c = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\\' => continue,
            '_' => ' ',
            '\u{2236}' => ':',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && (out.is_empty() || out.ends_with([' ', ':'])) {
            continue;
        }
        if matches!(c, ':' | ')') && out.ends_with(' ') {
            out.pop();
        }
        out.push(c);
    }
    out.truncate(out.trim_end_matches([' ', '.', ',', ';', ':']).len());
    out.replace("ISO/CEI", "ISO/IEC")
        .replace("ISO / IEC", "ISO/IEC")
        .replace("ISO /IEC", "ISO/IEC")
        .replace("ISO/ IEC", "ISO/IEC")
}
