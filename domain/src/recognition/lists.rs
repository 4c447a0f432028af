//! Enumerations that share a stem: `ISO 8124-1, -2 and -3`, `ISO 8124-1/2/3`,
//! `EN ISO 9001, 14001 and 45001`, `ISO 5667-1 and 5667-3`, `EN 71-1 to -3`.

use super::{
    cursor::{self, byte, count, digits_at, is_year},
    shape::Read,
};
use crate::standard::StandardId;

/// Most numbers that a range can stand for.
const MOST: u32 = 60;

/// Words that join the items of an enumeration.
const AND: [&str; 28] = [
    "and",
    "und",
    "et",
    "en",
    "y",
    "e",
    "i",
    "и",
    "or",
    "oder",
    "ou",
    "of",
    "o",
    "или",
    "sowie",
    "bzw.",
    "respectively",
    "及",
    "和",
    "与",
    "或",
    "و",
    "as well as",
    "ni",
    "noch",
    "resp.",
    "&",
    "+",
];

/// Words that join the ends of a range.
const TO: [&str; 15] = [
    "to",
    "bis",
    "à",
    "a",
    "al",
    "až",
    "t/m",
    "tot en met",
    "tot",
    "по",
    "through",
    "thru",
    "至",
    "إلى",
    "até",
];

/// A further item of an enumeration.
pub(super) struct Item {
    /// From where to where it stands in the folded text.
    pub start: usize,
    pub end: usize,
    pub id: StandardId,
    /// What a range leaves out.
    pub also: Vec<StandardId>,
    /// The number, for the items after it.
    pub number: String,
}

/// The item that follows at `at`, joined to what `before` read.
pub(super) fn next(w: &str, at: usize, before: &Read, number: &str, last: &StandardId) -> Option<Item> {
    let (from, range, said) = joint(w, at)?;
    let hyphen = byte(w, from) == b'-';
    let plain = matches!(before.form, super::names::Form::Plain | super::names::Form::Class);
    if !plain {
        return None;
    }
    let start = from;
    if hyphen {
        return part(w, start, before, number, last, range);
    }
    if let Some(item) = slashed(w, at, before, number, last) {
        return Some(item);
    }
    if let Some(rest) = w[from..].strip_prefix("its Part ").or_else(|| w[from..].strip_prefix("its part ")) {
        let digits = digits_at(rest, 0);
        let id: StandardId = format!("{} {number}-{}", before.head, &rest[..digits]).parse().ok()?;
        let plural = usize::from(byte(rest, digits) == b's');
        let end = w.len() - rest.len() + digits + plural;
        return Some(Item { start: start + 4, end, id, also: Vec::new(), number: number.to_owned() });
    }
    bare(w, start, before, number, last, range, said)
}

/// `-2`, `-3:2005`.
fn part(w: &str, start: usize, before: &Read, number: &str, last: &StandardId, range: bool) -> Option<Item> {
    let digits = digits_at(w, start + 1);
    if last.part().is_empty() || digits == 0 || digits > 3 {
        return None;
    }
    let mut end = start + 1 + digits;
    while byte(w, end) == b'-' && (1..=3).contains(&digits_at(w, end + 1)) {
        end += 1 + digits_at(w, end + 1);
    }
    if byte(w, end).is_ascii_alphanumeric() || byte(w, end) == b'.' && byte(w, end + 1).is_ascii_digit() {
        return None;
    }
    // Of `60335-2-9, -11` the last number changes, of `8124-1, -2` too.
    let stem = match last.part().rsplit_once('-') {
        Some((first, _)) if end == start + 1 + digits && last.part().contains('-') => {
            format!("{number}-{first}")
        }
        _ => number.to_owned(),
    };
    let text = format!("{} {stem}{}", before.head, &w[start..end]);
    let mut id: StandardId = text.parse().ok()?;
    if let Some((date, after)) = cursor::date(w, end)
        .filter(|_| byte(w, end) == b':' || byte(w, end) == b' ' && byte(w, end + 1) == b':')
    {
        id = format!("{text}{date}").parse().unwrap_or(id);
        end = after;
    }
    let also = if range {
        between(&before.head, &stem, last.part(), &w[start + 1..start + 1 + digits])
    } else {
        Vec::new()
    };
    Some(Item { start, end, id, also, number: number.to_owned() })
}

/// The further parts of `ISO 8124-1/2/3`, in ascending order: `1/2` alone may be a
/// fraction of an inch.
fn slashed(w: &str, at: usize, before: &Read, number: &str, last: &StandardId) -> Option<Item> {
    let (start, digits) = (at + 1, digits_at(w, at + 1));
    if byte(w, at) != b'/' || !(1..=2).contains(&digits) || last.year().is_some() || byte(w, start) == b'0' {
        return None;
    }
    let ascends = last.part().parse::<u32>().ok()? < w.get(start..start + digits)?.parse().ok()?;
    let end = start + digits;
    let goes_on = byte(w, end).is_ascii_alphanumeric()
        || matches!(byte(w, end), b'-' | b'%' | b':' | b'"')
        || byte(w, end) == b'.' && byte(w, end + 1).is_ascii_digit();
    let measure = ["inch", "in.", "″", "”"].iter().any(|unit| w[end..].trim_start().starts_with(unit));
    // Brazil writes the year behind the slash: `ABNT NBR 15575-1/13`.
    if !ascends || goes_on || measure || before.head.ends_with("NBR") {
        return None;
    }
    let id = format!("{} {number}-{}", before.head, &w[start..end]).parse().ok()?;
    Some(Item { start, end, id, also: Vec::new(), number: number.to_owned() })
}

/// `14001`, `5667-3`, `1911-2:2010`, `3272-2, 1994`.
fn bare(
    w: &str,
    start: usize,
    before: &Read,
    number: &str,
    last: &StandardId,
    range: bool,
    said: bool,
) -> Option<Item> {
    let digits = digits_at(w, start);
    let known = number.chars().filter(char::is_ascii_digit).count();
    if !(3..=6).contains(&digits)
        || before.form == super::names::Form::Class && !number.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let own = w[start..start + digits].to_owned();
    let mut text = format!("{} {own}", before.head);
    let mut end = start + digits;
    let mut parted = false;
    while byte(w, end) == b'-' && (1..=4).contains(&digits_at(w, end + 1)) {
        let n = digits_at(w, end + 1);
        text.push_str(&w[end..end + 1 + n]);
        end += 1 + n;
        parted = true;
    }
    let mut year = None;
    if let Some((date, after)) = cursor::date(w, end) {
        text.push_str(&date);
        end = after;
        year = Some(());
    }
    let next = byte(w, end);
    if next.is_ascii_alphanumeric()
        || matches!(next, b'%' | b'/' | b'@')
        || next == b'.' && byte(w, end + 1).is_ascii_digit()
    {
        return None;
    }
    // Numbers in prose: years, counts, measures.
    let alike = digits.abs_diff(known) <= 1 && own != number || own == number && parted;
    let certain = parted || year.is_some();
    if !certain && (is_year(&own) || !alike || digits < 3 || own.starts_with('0'))
        || certain && !alike && own != number
    {
        return None;
    }
    if !certain && !stands_alone(w, end, said, digits) {
        return None;
    }
    let id: StandardId = text.parse().ok()?;
    if id.number().is_empty() {
        return None;
    }
    let also = if range && !parted {
        let (Ok(from), Ok(to)) = (number.parse::<u32>(), own.parse::<u32>()) else { return None };
        if to <= from || to - from > MOST || !last.part().is_empty() {
            return None;
        }
        (from + 1..to).filter_map(|n| format!("{} {n}", before.head).parse().ok()).collect()
    } else if range {
        between(&before.head, &own, last.part(), id.part())
    } else {
        Vec::new()
    };
    Some(Item { start, end, id, also, number: own })
}

/// Whether a bare number is an item, not a count of what follows.
fn stands_alone(w: &str, end: usize, said: bool, digits: usize) -> bool {
    const UNITS: [&str; 30] = [
        "mm",
        "cm",
        "m",
        "km",
        "kg",
        "g",
        "mg",
        "l",
        "ml",
        "V",
        "kV",
        "W",
        "kW",
        "A",
        "Hz",
        "MHz",
        "K",
        "°C",
        "h",
        "min",
        "s",
        "Pa",
        "bar",
        "€",
        "EUR",
        "USD",
        "ppm",
        "dB",
        "°",
        "employees",
    ];
    let rest = &w[end..];
    if rest.is_empty()
        || rest.starts_with([',', ';', '.', ')', ':', '|', '[', ']', '/', '*', '"', '”', '。', '，', '的'])
    {
        return true;
    }
    let Some(rest) = rest.strip_prefix([' ', '-']) else {
        return rest.starts_with(|c: char| !c.is_ascii());
    };
    if rest.is_empty() || rest.starts_with(['(', '|', '[', '-', '&', '/', ';', '*']) {
        return true;
    }
    let word: &str = rest.split([' ', ',', '.', ';', ')']).next().unwrap_or("");
    if UNITS.contains(&word) {
        return false;
    }
    if AND.contains(&word) || TO.contains(&word) {
        return true;
    }
    // A capital makes it a count of something (`1500 Stück`) in German, a title elsewhere.
    digits >= 4
        && !w[..end].ends_with("00")
        && (said || !word.starts_with(|c: char| c.is_uppercase()))
        && !matches!(
            word,
            "people"
                | "persons"
                | "items"
                | "pieces"
                | "toys"
                | "units"
                | "companies"
                | "hours"
                | "years"
                | "days"
                | "countries"
                | "words"
                | "copies"
                | "euros"
                | "samples"
                | "personnes"
                | "jours"
                | "heures"
                | "stuks"
                | "uur"
                | "dagen"
        )
}

/// What joins two items at `at`: where the item begins, whether a range is
/// meant, whether more than a comma says that it belongs.
fn joint(w: &str, at: usize) -> Option<(usize, bool, bool)> {
    let mut from = at;
    let mut said = false;
    let comma = matches!(byte(w, from), b',' | b';' | b'/');
    if comma {
        from += 1;
    }
    let blank = count(w, from, |b| b == b' ').min(1);
    let word_at = from + blank;
    let after = |word: &str| {
        w[word_at..].strip_prefix(word).and_then(|rest| {
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            let bounded = blanks > 0 || !word.ends_with(|c: char| c.is_ascii_alphabetic());
            bounded.then_some(word_at + word.len() + blanks)
        })
    };
    if let Some(next) = TO.iter().find_map(|word| after(word)).filter(|_| !comma) {
        return Some((next, true, true));
    }
    if let Some(next) = AND.iter().find_map(|word| after(word)) {
        from = next;
        said = true;
    } else if comma {
        from = word_at;
    } else {
        return None;
    }
    for lead in ["part ", "Part ", "auch ", "die ", "der ", "DIN-", "la ", "the "] {
        if !comma || said {
            if lead.ends_with("art ") {
                continue;
            }
            if w[from..].strip_prefix(lead).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())) {
                from += lead.len();
            }
        }
    }
    matches!(byte(w, from), b'-' | b'0'..=b'9' | b'i').then_some((from, false, said))
}

/// Whether `between` says that two identifiers are the ends of a range.
pub(super) fn is_range(between: &str) -> bool {
    TO.contains(&between.trim()) && between.len() < 20
}

/// What lies between two parts of one standard: `EN 54-1 to EN 54-4`.
pub(super) fn range(first: &StandardId, last: &StandardId) -> Vec<StandardId> {
    if first.publisher() != last.publisher() || first.number() != last.number() || first.part().is_empty() {
        return Vec::new();
    }
    let stem = |part: &str| part.rsplit_once('-').map_or_else(String::new, |(stem, _)| format!("-{stem}"));
    if stem(first.part()) != stem(last.part()) {
        return Vec::new();
    }
    let number = format!("{}{}", first.number(), stem(first.part()));
    between(first.publisher(), &number, first.part(), last.part())
}

/// The parts between two of them.
fn between(head: &str, stem: &str, first: &str, last: &str) -> Vec<StandardId> {
    let value = |part: &str| part.rsplit('-').next().and_then(|p| p.parse::<u32>().ok());
    let (Some(from), Some(to)) = (value(first), value(last)) else { return Vec::new() };
    if to <= from || to - from > MOST {
        return Vec::new();
    }
    (from + 1..to).filter_map(|n| format!("{head} {stem}-{n}").parse().ok()).collect()
}
