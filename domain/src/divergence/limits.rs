//! Limits in the words of a draft: "lead in paint shall not exceed 90 mg/kg".
//!
//! Read with great care, because a wrong comparison is worse than none: a limit
//! counts only with a comparison in words, a number, a unit that is understood,
//! and words that say what is limited. Ranges, lists of values and tables are
//! left alone.

use std::{borrow::Cow, collections::BTreeSet, sync::LazyLock};

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::measure::Quantity;
use crate::{notification::Content, references::DocumentText, standard::Place};

/// A limit as a draft sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// What is limited: its distinctive words, in order of the alphabet. Equal
    /// for two limits only when the same words say what and where.
    pub subject: String,
    /// Whether less or more than the value is allowed.
    pub comparison: Comparison,
    /// The value with its unit.
    pub quantity: Quantity,
    /// The words from the subject to the unit.
    pub written: String,
    /// The sentence that sets it.
    pub sentence: String,
    /// Where it is.
    pub place: Place,
}

/// Which side of a limit is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// Not more than the value.
    AtMost,
    /// Not less than the value.
    AtLeast,
}

/// Longest sentence that is read: what is longer is a table or a list.
const LONGEST_SENTENCE: usize = 400;
/// More words than so do not describe one thing.
const MOST_WORDS: usize = 12;

/// Comparison, number, unit. The order of the alternatives matters: what
/// negates comes before what it negates.
static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?xi)
        (?:
          (?P<most>
              \bnot\s+(?:to\s+)?exceed | \bnot\s+(?:be\s+)?(?:more|greater|higher|larger)\s+than
            | \bno\s+(?:more|greater|higher)\s+than | \bat\s+most
            | \b(?:shall|must)\s+be\s+(?:less|lower)\s+than(?:\s+or\s+equal\s+to)?
            | \b(?:shall|must)\s+be\s+(?:below|limited\s+to) | ≤ | <=
            | \bne\s+(?:doi(?:t|vent)|peu(?:t|vent))\s+pas\s+(?:dépasser|excéder) | \bau\s+plus | \bau\s+maximum\s+de
            | \bno\s+(?:deberán?|deben?|podrán?)\s+(?:exceder|superar|ser\s+(?:mayor|superior)(?:es)?\s+[aqu]+e?)(?:\s+de)?
            | \bnão\s+(?:deve|devem|pode|podem|deverá|poderá)\s+(?:exceder|ultrapassar|ser\s+superior\s+a)
          )
          |
          (?P<least>
              \bnot\s+(?:be\s+)?(?:less|lower|smaller)\s+than | \bno\s+(?:less|lower)\s+than | \bat\s+least
            | \b(?:shall|must)\s+(?:be\s+(?:more|greater|higher)\s+than(?:\s+or\s+equal\s+to)?|be\s+above|exceed) | ≥ | >=
            | \bau\s+moins | \bno\s+(?:deberá|debe|podrá)\s+ser\s+(?:menor|inferior)\s+[aqu]+e?(?:\s+de)?
            | \bnão\s+(?:deve|pode|deverá|poderá)\s+ser\s+inferior\s+a
          )
        )
        (?:\s+(?:a|the)\s+(?:value|maximum|minimum|limit|level|concentration)\s+of|\s+of)?
        \s*
        (?P<number>[-−]?(?:\d{1,3}(?:[\ \u{a0}\u{202f}]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*))
        [\s\u{a0}\u{202f}]*
        (?P<unit>(?-i:
            %\s?(?:by\s(?:mass|weight|volume)|\(?[mwv]/[mwv]\)?|vol\b)? | (?:per\s?cent|percent)(?:\sby\s(?:mass|weight|volume))?
          | parts\sper\s(?:million|billion) | ppmv | ppm | ppb | dB\(A\) | dBA | dB | °C
          | milligrams?\sper\s(?:kilogram|litre|liter|cubic\smetre) | micrograms?\sper\s(?:kilogram|litre|liter|cubic\smetre)
          | [µμ\p{Latin}]{1,4}(?:[²³]|\^?[23]\b)?(?:[·⋅][µμ\p{Latin}]{1,4}[²³]?)?(?:/[µμ\p{Latin}]{1,5}(?:[²³]|\^?[23]\b)?){0,2}
        ))",
    )
});

/// What follows a value that is no single limit: a range, a tolerance, another value.
static MORE_VALUES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*(?:to|and|or|–|-|±|/|,|×|x|bis|à|a|y|et|e)?\s*(?:[-−]?\d|±)"));

/// Where what is said behind the unit stops to say what is limited.
static CUT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)[,;:()\[\]]|\b(?:and|or|but|when|as\s+(?:determined|measured|specified)|determined|measured|tested|calculated|according|in\s+accordance|unless|except|provided|which|where|if|et|ou|lorsque|selon|y|o|cuando|según)\b",
    )
});

/// The number of a clause, or a letter, before the sentence proper.
static NUMBERING: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*(?:\(?[0-9]+(?:\.[0-9]+)*[.)]?\s+|\(?[a-zA-Z][.)]\s+|[-–•*]\s+)+"));

/// Words that do not tell one limit from another.
const COMMON: &[&str] = &[
    "and",
    "or",
    "but",
    "et",
    "ou",
    "y",
    "e",
    "und",
    "the",
    "a",
    "an",
    "of",
    "in",
    "for",
    "to",
    "any",
    "all",
    "each",
    "every",
    "this",
    "that",
    "these",
    "those",
    "shall",
    "must",
    "may",
    "should",
    "be",
    "is",
    "are",
    "will",
    "can",
    "has",
    "have",
    "having",
    "contain",
    "containing",
    "content",
    "concentration",
    "level",
    "amount",
    "value",
    "limit",
    "maximum",
    "minimum",
    "quantity",
    "total",
    "on",
    "by",
    "with",
    "at",
    "from",
    "their",
    "its",
    "as",
    "such",
    "more",
    "than",
    "present",
    "permitted",
    "allowed",
    "permissible",
    "le",
    "la",
    "les",
    "l",
    "de",
    "des",
    "du",
    "d",
    "dans",
    "teneur",
    "un",
    "une",
    "el",
    "los",
    "las",
    "en",
    "del",
    "contenido",
    "o",
    "os",
    "do",
    "da",
    "no",
    "na",
    "teor",
    "muss",
    "muß",
    "müssen",
    "darf",
    "dürfen",
    "sein",
    "betragen",
    "beträgt",
    "bei",
    "mit",
    "ein",
    "eine",
    "einer",
    "einem",
    "einen",
    "eines",
    "im",
    "und",
    "der",
    "die",
    "das",
    "von",
    "gehalt",
];

/// Words that say nothing by themselves.
const VAGUE: &[&str] = &[
    "höhe",
    "breite",
    "länge",
    "tiefe",
    "dicke",
    "abstand",
    "wert",
    "fläche",
    "hauteur",
    "largeur",
    "longueur",
    "altura",
    "ancho",
    "longitud",
    "distance",
    "diameter",
    "thickness",
    "depth",
    "it",
    "they",
    "he",
    "she",
    "product",
    "sample",
    "result",
    "item",
    "which",
    "one",
    "following",
    "requirement",
    "test",
    "article",
    "material",
    "device",
    "equipment",
    "period",
    "time",
    "day",
    "page",
    "length",
    "width",
    "height",
    "size",
    "mass",
    "weight",
    "temperature",
    "pressure",
    "volume",
    "there",
    "not",
    "difference",
    "error",
    "deviation",
    "rate",
];

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

/// The limits of a draft: in its description, and in the texts of its files.
pub fn limits_of(content: &Content, documents: &[DocumentText<'_>]) -> Vec<Limit> {
    let mut found =
        read(&content.description, |start, end| Place::Field { field: "description".to_owned(), start, end });
    for document in documents {
        found.extend(read(document.text, |start, end| Place::Document {
            document: document.id.clone(),
            name: document.name.to_owned(),
            start,
            end,
        }));
    }
    found
}

/// The limits in a text that stands alone.
pub fn limits_in(text: &str) -> Vec<Limit> {
    limits_of(&Content::default(), &[DocumentText { id: String::new(), name: "", text }])
}

fn read(text: &str, place: impl Fn(usize, usize) -> Place) -> Vec<Limit> {
    let mut limits = Vec::new();
    let (mut characters, mut bytes) = (0, 0);
    for (start, sentence) in sentences(text) {
        let mut from = NUMBERING.find(sentence).map_or(0, |m| m.end());
        for found in LIMIT.captures_iter(sentence) {
            let Some(whole) = found.get(0) else { continue };
            if let Some(mut limit) = understand(sentence, from, &found) {
                // Places count characters: walked once, because sentences come in order.
                let (at, end) = (start + from, start + whole.end());
                characters += text[bytes..at].chars().count();
                let length = text[at..end].chars().count();
                limit.place = place(characters, characters + length);
                (characters, bytes) = (characters + length, end);
                limits.push(limit);
            }
            from = whole.end();
        }
    }
    limits
}

fn understand(sentence: &str, from: usize, found: &regex::Captures<'_>) -> Option<Limit> {
    let (whole, number, unit) = (found.get(0)?, found.name("number")?, found.name("unit")?);
    let behind = &sentence[whole.end()..];
    let cut_short =
        behind.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '²' | '³' | '/' | '·'));
    if cut_short || MORE_VALUES.is_match(behind) {
        return None;
    }
    let comparison = found.name("most").or_else(|| found.name("least"))?;
    let number = unambiguous(number.as_str(), comparison.as_str())?;
    let quantity = Quantity::new(&number, &unit_symbol(unit.as_str()))?;
    let before = sentence.get(from..whole.start())?;
    let trailing = &behind[..CUT.find(behind).map_or(behind.len(), |m| m.start())];
    Some(Limit {
        subject: subject(before, trailing)?,
        comparison: if found.name("most").is_some() { Comparison::AtMost } else { Comparison::AtLeast },
        quantity,
        written: one_line(&sentence[from..whole.end()]),
        sentence: one_line(sentence),
        place: Place::Field { field: String::new(), start: 0, end: 0 },
    })
}

/// The number without doubt about its mark: `1.500` is one and a half here and
/// fifteen hundred there, and the language of the comparison decides which. None
/// where it does not: Spanish is written both ways, and a sign has no language.
fn unambiguous<'n>(number: &'n str, comparison: &str) -> Option<Cow<'n, str>> {
    let plain = number.trim_start_matches(['-', '−']);
    let mut marks = plain.match_indices(['.', ',']);
    let (Some((at, mark)), None) = (marks.next(), marks.next()) else { return Some(number.into()) };
    let doubtful = plain.len() - at == 4
        && at <= 3
        && !plain.starts_with('0')
        && plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    if !doubtful {
        return Some(number.into());
    }
    let comparison = comparison.to_lowercase();
    let mut words = comparison.split_whitespace();
    let (first, second) = (words.next()?, words.next().unwrap_or_default());
    let (decimal, thousands) = match first {
        "não" => (",", "."),
        // French parts thousands with a blank.
        "ne" | "au" => (",", ""),
        "no" if second.starts_with(['d', 'p']) => return None,
        _ if first.starts_with(|c: char| !c.is_alphabetic()) => return None,
        _ => (".", ","),
    };
    if mark == decimal {
        Some(number.replace(mark, ".").into())
    } else if mark == thousands {
        Some(number.replace(mark, "").into())
    } else {
        None
    }
}

/// The unit as the table of units writes it.
fn unit_symbol(unit: &str) -> String {
    let unit = one_line(unit).replace("by weight", "by mass");
    let symbol = match unit.as_str() {
        "parts per million" => "ppm",
        "parts per billion" => "ppb",
        "%(m/m)" | "% (m/m)" | "%m/m" | "%(w/w)" | "% (w/w)" | "%w/w" => "% m/m",
        "%(v/v)" | "% (v/v)" | "%v/v" | "%vol" => "% v/v",
        other => {
            return other
                .replace("milligrams", "mg")
                .replace("milligram", "mg")
                .replace("micrograms", "µg")
                .replace("microgram", "µg")
                .replace(" per kilogram", "/kg")
                .replace(" per litre", "/l")
                .replace(" per liter", "/l")
                .replace(" per cubic metre", "/m³");
        }
    };
    symbol.to_owned()
}

/// The distinctive words around a limit; none when they say nothing distinctive.
fn subject(before: &str, trailing: &str) -> Option<String> {
    let lower = format!("{} {}", before.to_lowercase(), trailing.to_lowercase());
    let words: BTreeSet<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty() && !COMMON.contains(w))
        .map(singular)
        .filter(|w| !COMMON.contains(w))
        .collect();
    let says_something = words
        .iter()
        .any(|w| w.chars().count() > 2 && !VAGUE.contains(w) && w.chars().all(char::is_alphabetic));
    let negated = words.iter().any(|w| matches!(*w, "not" | "without" | "unless" | "except" | "other"));
    // Letters by themselves are a formula, and what is limited is defined elsewhere.
    let formula = before.contains('=') || words.iter().filter(|w| w.chars().count() == 1).count() > 1;
    (says_something && !negated && !formula && words.len() <= MOST_WORDS)
        .then(|| words.into_iter().collect::<Vec<_>>().join(" "))
}

fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.chars().count() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem,
        _ => word,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").trim_matches([',', ' ']).to_owned()
}

/// The sentences of a text with the byte where each begins. A line break ends a
/// sentence unless a small letter or a number follows.
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, n)| *n);
        let ends_here = match c {
            '.' | '!' | '?' => next.is_none_or(char::is_whitespace),
            ';' | '。' | '；' => true,
            '\n' => next.is_none_or(|n| !(n.is_lowercase() || n.is_ascii_digit())),
            _ => false,
        };
        if ends_here {
            ends.push(at + c.len_utf8());
        }
    }
    ends.push(text.len());
    let mut start = 0;
    ends.into_iter().filter_map(move |end| {
        let sentence = (start, &text[start..end]);
        start = end;
        (sentence.1.len() <= LONGEST_SENTENCE && sentence.1.len() > 8).then_some(sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn told(text: &str) -> Vec<String> {
        limits_in(text).iter().map(|l| format!("{} | {:?}", l.subject, l.comparison)).collect()
    }

    #[rstest]
    #[case("The lead content of paint shall not exceed 90 mg/kg.", &["lead paint | AtMost"])]
    #[case("Lead in paints must be less than 600 ppm", &["lead paint | AtMost"])]
    #[case("5.2 Noise of lawnmowers shall be not more than 96 dB(A).", &["lawnmower noise | AtMost"])]
    #[case("Lead shall not exceed 90 mg/kg and cadmium shall not exceed 75 mg/kg", &["lead | AtMost", "cadmium | AtMost"])]
    #[case("Moisture of flour: not more than 14 %", &["flour moisture | AtMost"])]
    #[case("The minimum energy efficiency of lamps shall be at least 85 lm/W when measured by EN 1.", &["efficiency energy lamp | AtLeast"])]
    #[case("La teneur en plomb des jouets ne doit pas dépasser 90 mg/kg.", &["jouet plomb | AtMost"])]
    #[case("El contenido de plomo en juguetes no deberá exceder de 90 mg/kg", &["juguete plomo | AtMost"])]
    #[case("O teor de chumbo não deve ultrapassar 0,1 mg/L", &["chumbo | AtMost"])]
    #[case("Sulphur in petrol shall not exceed 10 milligrams per kilogram", &["petrol sulphur | AtMost"])]
    #[case("Lead shall not exceed 0.009 percent by weight in paint", &["lead paint | AtMost"])]
    #[case("Alcohol in cider ≥ 1.2 % vol", &["alcohol cider | AtLeast"])]
    fn limits_are_read(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(told(text), expected);
    }

    #[rstest]
    #[case::no_unit("Lead shall not exceed 90")]
    #[case::unit_not_known("The fee for lead tests shall not exceed 90 EUR")]
    #[case::days("Comments on lead shall be sent at least 60 days before")]
    #[case::range("Lead in paint shall be not more than 90 to 100 mg/kg")]
    #[case::range_behind("Lead in paint shall not exceed 90 mg/kg to 100 mg/kg")]
    #[case::nothing_named("It shall not exceed 90 mg/kg")]
    #[case::vague("The mass of the product shall not exceed 5 kg")]
    #[case::alternatives("Lead shall not exceed 90 mg/kg or 100 mg/kg")]
    #[case::no_comparison("Lead 90 mg/kg")]
    #[case::exception("Toys other than lead crystals shall not exceed 90 mg/kg")]
    #[case::formula("P + k x S <= 650 bar")]
    #[case::german_width("Breite höchstens 11,45 m")]
    #[case::reference("The limits of ISO 8124-3 shall not be exceeded")]
    fn anything_else_is_left_alone(#[case] text: &str) {
        assert_eq!(told(text), [""; 0]);
    }

    #[rstest]
    #[case::english("Lead in paint shall not exceed 1,500 mg/kg", Some("1500"))]
    #[case::english_point("Lead in paint shall not exceed 1.500 mg/kg", Some("1.5"))]
    #[case::spanish("El plomo en pinturas no deberá exceder de 1.500 mg/kg", None)]
    #[case::spanish_comma("El plomo en pinturas no deberá exceder de 1,500 mg/kg", None)]
    #[case::spanish_without_doubt("El plomo en pinturas no deberá exceder de 1,5 mg/kg", Some("1.5"))]
    #[case::spanish_below_one("El plomo en pinturas no deberá exceder de 0,150 mg/kg", Some("0.15"))]
    #[case::portuguese("O chumbo em tintas não deve exceder 1.500 mg/kg", Some("1500"))]
    #[case::portuguese_comma("O chumbo em tintas não deve exceder 1,500 mg/kg", Some("1.5"))]
    #[case::french("Le plomb dans les peintures ne doit pas dépasser 1,500 mg/kg", Some("1.5"))]
    #[case::french_point("Le plomb dans les peintures ne doit pas dépasser 1.500 mg/kg", None)]
    #[case::french_blank("Le plomb dans les peintures ne doit pas dépasser 1 500 mg/kg", Some("1500"))]
    #[case::sign("Lead in paint ≤ 1.500 mg/kg", None)]
    #[case::sign_without_doubt("Lead in paint ≤ 1500 mg/kg", Some("1500"))]
    fn a_mark_before_three_digits_needs_a_language(#[case] text: &str, #[case] expected: Option<&str>) {
        let found = limits_in(text).first().map(|limit| limit.quantity);
        assert_eq!(found, expected.map(|number| Quantity::new(number, "mg/kg").unwrap()));
    }

    #[test]
    fn places_count_characters() {
        let text = "Größe – Änderung. Lead in paint shall not exceed 90 mg/kg. End.";
        let limit = limits_in(text).remove(0);
        let Place::Document { start, end, .. } = limit.place else { panic!("{:?}", limit.place) };
        let marked: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(marked.trim(), "Lead in paint shall not exceed 90 mg/kg");
        assert_eq!(limit.written, "Lead in paint shall not exceed 90 mg/kg");
        assert_eq!(limit.sentence, "Lead in paint shall not exceed 90 mg/kg.");
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(\\PC|\n| shall not exceed |[0-9.,]{1,4}| mg/kg|≤|; ){0,30}") {
            let _ = limits_in(&text);
        }
    }
}
