//! Words of titles: small letters, without endings, without those that every
//! title has.

use std::{collections::HashSet, sync::LazyLock};

/// Words that say nothing about a subject, in the catalogue's languages.
const EMPTY: [&str; 48] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "it", "its", "of",
    "on", "or", "that", "the", "their", "these", "this", "to", "which", "with", "à", "au", "aux", "avec",
    "ce", "dans", "de", "des", "du", "en", "et", "la", "le", "les", "ou", "par", "pour", "sur", "un", "une",
    "shall", "other",
];
/// Words of law and administration: they say nothing about what a draft
/// regulates, though titles of standards have them too.
const OF_LAW: &str = "act addendum amend amended amending amendment annex applicable application apply approval \
    approving approved article authority bill chapter circular code commission compulsory concerning conditions \
    conformity control corrigendum council country decision decree delegated department directive draft east edition \
    enforcement establishing european federal final first general gcc government gulf harmonization hs ics \
    implementation implementing imported imports introducing items kingdom law laying legislation list listed \
    mandatory measures member ministerial ministry modification modified national new notice notification notified \
    no number official order ordinance parliament part parties party placing market procedure procedures project \
    proposal proposed provisions public quality regard regarding regards regulating regulation regulations related \
    relating relevant republic requirement requirements resolution respect revised revision rule rules second \
    section specification specifications standard standards state states sub technical text title type types under \
    union used various version working \
    arrêté avant-projet décret projet règlement règlements technique techniques relatif relative exigences loi norme \
    normes portant fixant modifiant concernant";

/// The stems of [`OF_LAW`].
static LEGAL: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| OF_LAW.split_whitespace().map(stem).collect());

/// Endings that forms of one word differ in, longest first.
const ENDINGS: [&str; 8] = ["ations", "ation", "ies", "ing", "es", "ed", "s", "y"];
/// Letters that a word keeps at least.
const SHORTEST: usize = 4;

/// The words of a text, without numbers: as written in small letters, and without
/// their endings.
pub(super) fn words(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !is_number(w))
        .map(str::to_lowercase)
        .filter(|w| !EMPTY.contains(&w.as_str()))
        .map(|w| {
            let stem = stem(&w).to_owned();
            (w, stem)
        })
}

/// The words of a subject: without numbers and without those of law and
/// administration, unless there are no others.
pub(super) fn asked(text: &str) -> impl Iterator<Item = (String, String)> {
    let all: Vec<(String, String)> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !is_number(w))
        .map(|w| (w.to_owned(), w.to_lowercase()))
        .filter(|(_, small)| !EMPTY.contains(&small.as_str()))
        .map(|(word, small)| (word, stem(&small).to_owned()))
        .collect();
    let telling = |(_, stem): &(String, String)| !LEGAL.contains(stem.as_str());
    let any = all.iter().any(telling);
    all.into_iter().filter(move |word| !any || telling(word))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// What the name of an HS code says a product is: without what is left to other
/// codes and what is said aside. Nothing for codes of parts: what a machine must
/// fulfil says little about them.
pub(super) fn of_code(name: &str) -> String {
    /// Words from which on a phrase says what is not meant, or how wide it is.
    const ASIDE: [&str; 7] =
        ["other than", "n.e.c.", "excluding", "whether or not", "including", "of heading", "in heading"];
    if name.split(';').any(|phrase| phrase.trim_start().starts_with("parts ")) {
        return String::new();
    }
    let mut depth = 0u32;
    let outside = name.chars().filter(|c| {
        depth = depth + u32::from(*c == '(') - u32::from(*c == ')' && depth > 0);
        depth == 0 && *c != ')'
    });
    let outside: String = outside.collect();
    let phrases = outside.split(';').map(|phrase| {
        let end = ASIDE.iter().filter_map(|cut| phrase.find(cut)).min();
        phrase[..end.unwrap_or(phrase.len())].trim()
    });
    phrases.filter(|phrase| !phrase.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The products of a list, `ovens, room heaters; kettles`; a sentence is one item.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    let separators: &[char] = if is_list(text) { &[',', ';', '\n'] } else { &[';', '\n'] };
    text.split(separators).map(str::trim).filter(|item| !item.is_empty())
}

/// Words of an item of a list at most.
const ITEM: usize = 5;

fn is_list(text: &str) -> bool {
    text.split([',', ';', '\n']).all(|item| item.split_whitespace().count() <= ITEM)
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
    fn names_of_codes_say_what_the_product_is() {
        for (name, product) in [
            ("Cells and batteries; primary", "Cells and batteries primary"),
            ("Fans; other than table fans, n.e.c. in item no. 1", "Fans"),
            (
                "Tanks; for any material (excluding gas (compressed)), of iron",
                "Tanks for any material , of iron",
            ),
            ("Tractors; parts thereof", ""),
            ("Heat pumps; other than machines of heading no. 8415", "Heat pumps"),
            ("broken) name", "broken name"),
        ] {
            assert_eq!(of_code(name), product);
        }
    }

    #[test]
    fn empty_words_are_left_out() {
        let found: Vec<String> = words("The safety of toys — la sécurité").map(|(w, _)| w).collect();
        assert_eq!(found, ["safety", "toys", "sécurité"]);
    }
}
