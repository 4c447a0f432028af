//! The scan: publishers' names, the longest identifier behind each, what speaks
//! against it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::{Mention, dates};
use crate::standard::{StandardId, Technique, all_spellings};

static NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let spellings: Vec<&str> = all_spellings().collect();
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(spellings)
        .expect("names are constant")
});

/// What an identifier can look like behind the publisher; the parser decides.
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:[-/\s]*(?:EN|ISO|IEC|CEI|CEN|CLC|HD|VDE|TS|TR|PAS|SPEC|Guide|Std\.?|STD|RP|DIS|FDIS|R|D|V|B|G|ИСО|МЭК|\\_))*
        [-/\s\\_]*(?:No\.?\s*)?(?:[A-Z]{1,3}[\s.-]?)?\d[0-9A-Za-z./]*(?:\s\d{3}(?:[-:/]|\b))?
        (?:[-‐‑–—－][0-9A-Z][0-9A-Za-z.]*)*
        (?:\s?[:：]\s?(?:19|20)\d{2}(?:-\d{2})?|\s\((?:\d{2}/)?\d{4}(?:-\d{2})?\))?
        (?:\s?(?:\+|/)\s?(?:A|AC|Amd\s|AMD|Cor\s|COR)\d*(?::\d{4})?)*
        (?:\sV\d+\.\d+\.\d+(?:\s\(\d{4}-\d{2}\))?)?",
    )
    .expect("the pattern is constant and tested")
});

static FURTHER_PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:,|;|\s+(?:and|und|et|en|y|e|or|oder|ou|of|to)\b)\s*([-‐‑–][1-9]\d?)\b(?:[^-0-9]|$)")
        .expect("the pattern is constant and tested")
});

/// Names that mean other things too.
const AMBIGUOUS: [&str; 22] = [
    "IS", "AS", "BS", "SN", "SI", "MS", "KS", "US", "RS", "NM", "NF", "SS", "DS", "PN", "CR", "ES", "HD",
    "API", "UL", "PD", "DD", "FD",
];

/// Words that make an ambiguous name a publisher.
const NORM_WORDS: [&str; 12] = [
    "standard",
    "standards",
    "norm",
    "norme",
    "normes",
    "norma",
    "normas",
    "normen",
    "norms",
    "standardu",
    "der norm",
    "std",
];

pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut characters = Characters { text, byte: 0, count: 0 };
    let mut done = 0;
    for name in NAMES.find_iter(text) {
        if name.start() < done || !word_starts(text, name.start()) {
            continue;
        }
        let Some((id, mut end)) = identifier_at(text, name.start(), name.end()) else { continue };
        let mut id = id;
        if id.year().is_none()
            && let Some((year, length)) = dates::stated(&text[end..])
            && let Ok(dated) = format!("{id}:{year}").parse::<StandardId>()
        {
            id = dated;
            end += length;
        }
        let short = &text[name.start()..name.end()];
        if AMBIGUOUS.contains(&short) && !supported(text, name.start(), &id) {
            continue;
        }
        found.push(mention(&mut characters, name.start(), end, id.clone()));
        done = end;
        // `ISO 8124-1, -2 and -3`: further parts of the same number.
        while let Some(part) = FURTHER_PART.captures(&text[done..]).and_then(|c| c.get(1)) {
            if id.part().is_empty() {
                break;
            }
            let undated = id.undated().to_string();
            let stem = undated.rsplit_once('-').map_or(undated.as_str(), |(stem, _)| stem);
            let digits = part.as_str().trim_start_matches(|c: char| !c.is_ascii_digit());
            let Ok(further) = format!("{stem}-{digits}").parse::<StandardId>() else { break };
            let (start, end) = (done + part.start(), done + part.end());
            found.push(mention(&mut characters, start, end, further));
            done = end;
        }
    }
    found
}

fn mention(characters: &mut Characters<'_>, start: usize, end: usize, id: StandardId) -> Mention {
    let year = id.year();
    Mention {
        start: characters.before(start),
        end: characters.before(end),
        text: characters.text[start..end].to_owned(),
        id,
        year,
        technique: if year.is_some() { Technique::Dated } else { Technique::Undated },
    }
}

/// The longest identifier from `start`, whose publisher's name ends at `named`.
fn identifier_at(text: &str, start: usize, named: usize) -> Option<(StandardId, usize)> {
    let candidate = CANDIDATE.find(&text[named..])?;
    let mut end = named + candidate.end();
    while end > named {
        let piece = text[start..end].trim_end_matches(['.', ',', ';', ':', '/', '-', ' ', '(']);
        if piece.len() <= named - start {
            return None;
        }
        end = start + piece.len();
        if let Ok(id) = piece.parse::<StandardId>()
            && word_ends(text, end)
        {
            return Some((id, end));
        }
        // Give up one piece after the other: a date that is none, a glued word.
        let shorter = piece[..piece.len() - 1].rfind(|c: char| !c.is_alphanumeric()).map(|i| start + i);
        let glued = piece.trim_end_matches(|c: char| c.is_ascii_lowercase());
        end = if glued.len() < piece.len() && glued.ends_with(|c: char| c.is_ascii_digit()) {
            if let Ok(id) = glued.parse::<StandardId>() {
                return Some((id, start + glued.len()));
            }
            start + glued.len()
        } else {
            shorter?
        };
    }
    None
}

/// Whether the name begins a word, or is glued to a word in small letters.
fn word_starts(text: &str, at: usize) -> bool {
    match text[..at].chars().next_back() {
        None => true,
        Some(c) if c.is_ascii_uppercase() || c.is_ascii_digit() => false,
        // A road or a gazette's volume is no publisher: `m AS A 61`. Glued words are
        // accepted for unmistakable names only.
        Some(c) if c.is_alphabetic() => text[at..].starts_with("ISO") || text[at..].starts_with("IEC"),
        Some('-') | Some('/') => !text[..at - 1].ends_with(|c: char| c.is_ascii_digit()),
        Some(_) => true,
    }
}

fn word_ends(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|c| !c.is_ascii_uppercase() && !c.is_ascii_digit() || !c.is_ascii())
}

/// Whether something beside an ambiguous name says that it is a publisher.
fn supported(text: &str, start: usize, id: &StandardId) -> bool {
    let digits = id.number().chars().filter(char::is_ascii_digit).count();
    let shaped = id.year().is_some_and(|y| (1900..=2100).contains(&y)) && digits >= 2
        || digits >= 4 && !id.part().is_empty()
        || id.publisher().contains(' ')
        || id.publisher().contains('/');
    let mut from = start.saturating_sub(20);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let before = text[from..start].to_lowercase();
    let said = before.split_whitespace().next_back().is_some_and(|w| NORM_WORDS.contains(&w));
    shaped || (said && digits >= 2)
}

/// Counts characters up to bytes, going forward only.
struct Characters<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl Characters<'_> {
    fn before(&mut self, byte: usize) -> usize {
        self.count += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.count
    }
}
