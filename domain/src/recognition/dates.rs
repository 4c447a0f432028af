//! Dates in words behind an identifier: "Ausgabe Dezember 2011", "edition 2010".

use std::sync::LazyLock;

use regex::Regex;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^,?\s*\(?(?:Ausgabe|uitgave|[ée]dition(?:\s+de)?|Edition|ed\.|edici[óo]n(?:\s+de)?|edi[çc][ãa]o(?:\s+de)?)
        \s*:?\s*(?:(?:\d{1,2}\.?\s+)?\p{L}+\.?\s+)?((?:19|20)\d{2})\)?",
    )
    .expect("the pattern is constant and tested")
});

/// The year stated in words at the start of `rest`, and how many bytes say so.
pub(super) fn stated(rest: &str) -> Option<(i16, usize)> {
    let found = DATE.captures(rest)?;
    let whole = found.get(0)?;
    let mut length = whole.end();
    let said = whole.as_str();
    // A bracket that was not opened here belongs to the sentence.
    if said.ends_with(')') && !said.contains('(') {
        length -= 1;
    }
    Some((found[1].parse().ok()?, length))
}

#[cfg(test)]
mod tests {
    use super::stated;

    #[test]
    fn editions_in_words() {
        assert_eq!(stated(", Ausgabe Juli 1985 Verfahren").map(|d| d.0), Some(1985));
        assert_eq!(stated(", uitgave 1975").map(|d| d.0), Some(1975));
        assert_eq!(stated(" (Ausgabe September 1991)"), Some((1991, 25)));
        assert_eq!(stated(" of 1991"), None);
    }
}
