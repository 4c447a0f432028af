//! What looks like a reference and is part of something else: an address, a
//! copyright line, a price, the sensitivity of film, a gazette, a postcode.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    evidence::{NORM_WORDS, head, tail},
    names::Name,
};
use crate::standard::StandardId;

/// All words around are capitals: a heading, where `EN` is a preposition.
pub(super) fn shouted(before: &str, after: &str) -> bool {
    let capitals = |s: &str| {
        let letters = s.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 3 && s.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
    };
    let word_before = tail(before, 30).trim_end().rsplit(' ').next().unwrap_or("").to_owned();
    let word_after = after.trim_start().split([' ', '\n']).next().unwrap_or("");
    capitals(&word_before)
        && (capitals(word_after) || word_after.is_empty())
        && !NORM_WORDS.contains(&word_before.to_lowercase().as_str())
}

/// Part of an address of the web, of mail, or of a file.
pub(super) fn in_address(before: &str, after: &str) -> bool {
    let token = tail(before, 160);
    let token = token.rsplit([' ', '\n', '\t', '<', '"', '“']).next().unwrap_or("");
    // What a Markdown link shows is text; what it leads to is not.
    let target = token.rfind("](").map_or(token, |at| &token[at + 2..]);
    // Behind the bracket the link is over.
    let target = target.rfind(')').filter(|_| token.contains("](")).map_or(target, |at| &target[at + 1..]);
    let shown = target.len() == token.len() && token.contains('[') && !token.contains("://");
    let path = ["://", "www.", ":\\", "\\\\", "../", "@", ".org/", ".com/", ".htm"];
    (!shown && path.iter().any(|p| target.contains(p)) && !target.ends_with([')', ',', ';']))
        || after.starts_with('@')
        || [".html", ".htm", ".pdf", ".xml", ".doc", ".zip", ".jpg", ".png", ".txt", ".csv", ".com", ".org"]
            .iter()
            .any(|ending| {
                after.starts_with(ending) && !after[ending.len()..].starts_with(|c: char| c.is_alphanumeric())
            })
}

/// A product's model or part number: `modèle EN 5000`, `Model numbers EN-2200X and
/// ISO-7100`.
pub(super) fn is_model(before: &str) -> bool {
    static MODEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)(?:(?-u:\b)(?:models?|mod[èe]les?|modelos?|modelle?n?|type?n|typ|part|serial|article|catalogue|модел[ьи]|артикул|طراز)|型号)(?:[ -]?(?:numbers?|nummern?|no\.|nos\.|nr\.|n°|nº|n[úu]mero|номер))?:? ?(?:[A-Z]{1,4}[ -]?\d+[A-Z]*(?:,| and| or| und| oder| et| ou| y| o| e| и) )*$",
        )
        .expect("the pattern is constant and tested")
    });
    let near = tail(before, 90);
    // A part number is called so; a part alone is one of a standard's.
    MODEL.is_match(near)
        && !["part ", "type ", "article ", "serial ", "catalogue "]
            .iter()
            .any(|word| near.to_lowercase().ends_with(word))
}

pub(super) fn is_copyright(before: &str) -> bool {
    let tail = tail(before, 16);
    tail.trim_end().ends_with('©')
        || tail.to_lowercase().trim_end().ends_with("(c)")
        || tail.trim_end().ends_with("Copyright")
}

/// `€ BRL 100`, `R$`: a currency's code before an amount.
pub(super) fn is_money(before: &str, name: &Name) -> bool {
    name.canonical == "BRL" && tail(before, 24).trim_end().ends_with(['€', '$', '='])
}

/// A class that a body gave to goods, and no document of it: the viscosity of an
/// oil (`SAE 5W-30`), its service category (`API CJ-4`), the type of an enclosure
/// (`NEMA 4X`).
pub(super) fn is_class_of_goods(body: &str, id: &StandardId) -> bool {
    static VISCOSITY: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{1,2}W(?:[-/ ]?\d{1,2})?$"));
    static SERVICE: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:S[A-Z]|C[A-K](?:-[24])?|F[AB](?:-4)?)(?: PLUS)?$|^(?:GL|MT)-\d$"));
    static ENCLOSURE: LazyLock<Regex> =
        LazyLock::new(|| regex(r"^(?:[1-9]|1[0-3])$|^(?:3R|3S|3X|3RX|3SX|4X|6P|12K)$"));
    let class = match body {
        "SAE" => &VISCOSITY,
        "API" => &SERVICE,
        "NEMA" => &ENCLOSURE,
        _ => return false,
    };
    id.as_str().strip_prefix(body).is_some_and(|code| class.is_match(code.trim_start()))
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

/// Whether the words around are Dutch.
pub(super) fn is_dutch(before: &str, after: &str) -> bool {
    const WORDS: [&str; 10] =
        ["het", "een", "voor", "wordt", "aan", "bij", "zoals", "van", "versie", "hoofdstuk"];
    [tail(before, 80), head(after, 80)]
        .iter()
        .flat_map(|near| near.split(|c: char| !c.is_alphanumeric()))
        .any(|word| WORDS.contains(&word))
}

/// The sensitivity of film.
pub(super) fn is_film(number: &str, before: &str, after: &str) -> bool {
    if !matches!(
        number,
        "25" | "50" | "64" | "80" | "100" | "125" | "160" | "200" | "400" | "800" | "1600" | "3200" | "6400"
    ) {
        return false;
    }
    let near = format!("{} {}", tail(before, 60), head(after, 60)).to_lowercase();
    [
        "film",
        "camera",
        "kamera",
        "sensitivity",
        "empfindlich",
        "aperture",
        "exposure",
        "belichtung",
        "photo",
        "sensibilité",
        "shutter",
    ]
    .iter()
    .any(|w| near.contains(w))
}

/// Volume and page of a law gazette: `AS 1958 93`, `BS 10 232`; or a date.
pub(super) fn gazette(before: &str, after: &str, first: &str) -> bool {
    let page = after.strip_prefix(' ').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    matches!(first, "AS" | "BS" | "SR" | "ETS") && (page || tail(before, 2).ends_with('['))
}

/// American postcodes behind the letters of a state: `GA 30050-5101`.
pub(super) fn is_postcode(id: &StandardId) -> bool {
    id.number().len() == 5 && id.part().len() == 4
}
