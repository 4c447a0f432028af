//! Addresses of clauses: short, printable, usable as the id of an element and
//! behind the `#` of a link, and each only once in a text.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;

use super::nesting::UNNUMBERED;

/// The address of the beginning of the text, before its first clause.
pub(super) const PREAMBLE: &str = "preamble";

/// Words of a heading that its address takes.
const WORDS: usize = 4;

/// Gives out addresses, each once.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    given: HashSet<String>,
    headings: usize,
}

impl Addresses {
    /// The address of a path; [`UNNUMBERED`] at its end stands for a heading without a number.
    pub fn give(&mut self, path: &[String], heading: Option<&str>) -> String {
        let mut parts: Vec<String> = path.iter().map(|part| plain(part)).collect();
        if path.last().is_some_and(|last| last == UNNUMBERED) {
            self.headings += 1;
            let slug = heading.map(slug).unwrap_or_default();
            let slug = if slug.is_empty() { self.headings.to_string() } else { slug };
            parts.pop();
            parts.push(format!("h-{slug}"));
        }
        let wanted = parts.join(".");
        let mut address = wanted.clone();
        let mut nth = 2;
        while !self.given.insert(address.clone()) {
            address = format!("{wanted}_{nth}");
            nth += 1;
        }
        address
    }
}

/// Only letters and digits of ASCII, full stop and hyphen.
fn plain(part: &str) -> String {
    part.nfd()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        .collect()
}

/// The first words of a heading in ASCII; empty when it has none.
fn slug(heading: &str) -> String {
    let folded: String = heading.nfd().flat_map(char::to_lowercase).collect();
    folded
        .split(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c))
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).take(16).collect::<String>())
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_given_once() {
        let mut addresses = Addresses::default();
        let path = ["art-5".to_owned(), "a".to_owned()];
        assert_eq!(addresses.give(&path, None), "art-5.a");
        assert_eq!(addresses.give(&path, None), "art-5.a_2");
        assert_eq!(addresses.give(&path, None), "art-5.a_3");
    }

    #[test]
    fn headings_give_their_first_words() {
        let mut addresses = Addresses::default();
        let path = [UNNUMBERED.to_owned()];
        assert_eq!(
            addresses.give(&path, Some("Exigences générales de sécurité (usage)")),
            "h-exigences-generales-de-securite"
        );
        assert_eq!(addresses.give(&path, Some("总则")), "h-2");
    }
}
