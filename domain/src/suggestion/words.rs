//! Words of titles: small letters, without endings, without those that every
//! title has.

/// Words that say nothing about a subject, in the catalogue's languages.
const EMPTY: [&str; 48] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "its", "of",
    "on", "or", "that", "the", "their", "these", "this", "to", "which", "with", "à", "au", "aux", "avec",
    "ce", "dans", "de", "des", "du", "en", "et", "la", "le", "les", "ou", "par", "pour", "sur", "un", "une",
    "shall", "other",
];
/// Endings that forms of one word differ in, longest first.
const ENDINGS: [&str; 8] = ["ations", "ation", "ies", "ing", "es", "ed", "s", "y"];
/// Letters that a word keeps at least.
const SHORTEST: usize = 4;

/// The words of a text: as written in small letters, and without its ending.
pub(super) fn words(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .filter(|w| !EMPTY.contains(&w.as_str()))
        .map(|w| {
            let stem = stem(&w).to_owned();
            (w, stem)
        })
}

fn stem(word: &str) -> &str {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word;
    }
    let shorter = ENDINGS.iter().find_map(|ending| {
        let rest = word.strip_suffix(ending)?;
        (rest.chars().count() >= SHORTEST).then_some(rest)
    });
    let word = shorter.unwrap_or(word);
    match word.strip_suffix('e') {
        Some(rest) if rest.chars().count() >= SHORTEST => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for (one, other) in [
            ("machine", "machines"),
            ("battery", "batteries"),
            ("testing", "tested"),
            ("sterilization", "sterilizations"),
            ("device", "devices"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
        assert_ne!(stem("toy"), stem("toe"));
        assert_eq!(stem("60335"), "60335");
    }

    #[test]
    fn empty_words_are_left_out() {
        let found: Vec<String> = words("The safety of toys — la sécurité").map(|(w, _)| w).collect();
        assert_eq!(found, ["safety", "toys", "sécurité"]);
    }
}
