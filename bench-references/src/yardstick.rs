//! The plain expression that recognition is measured against: a list of names,
//! a number, a year.

use std::sync::LazyLock;

use regex::Regex;

use crate::score::Span;

static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\b(?:ISO|IEC|EN|DIN|NEN|NF|SN|BS|UNE|UNI|ASTM|ANSI|IEEE|NFPA|UL|ASME|API|SAE|GB(?:/T)?|JIS|VDI|VDE|NTA|NPR|BRL|CEN|ETSI|CISPR|ITU-T)(?:[ /-](?:EN|ISO|IEC|CEN|TS|TR|VDE|V|RP|Std))*[ -]?[A-Z]{0,2} ?\d{2,6}(?:[-.]\d+)*(?: ?: ?(?P<colon>(?:19|20)\d\d)(?:-\d\d)?|,? \(?(?:Ausgabe|uitgave|édition|edition)(?: \pL+)? (?P<words>(?:19|20)\d\d))?",
    )
    .unwrap_or_else(|error| unreachable!("the pattern is constant: {error}"))
});

/// What the expression matches.
pub fn spans(text: &str) -> Vec<Span> {
    PLAIN
        .captures_iter(text)
        .filter_map(|c| {
            let whole = c.get(0)?;
            let year = c.name("colon").or_else(|| c.name("words")).and_then(|y| y.as_str().parse().ok());
            let start = text[..whole.start()].chars().count();
            let words = whole.as_str().to_owned();
            Some(Span {
                start,
                end: start + words.chars().count(),
                text: words,
                id: Some(whole.as_str().to_owned()),
                year,
            })
        })
        .collect()
}

/// How many matches there are: for the time alone.
pub fn count(text: &str) -> usize {
    PLAIN.captures_iter(text).count()
}
