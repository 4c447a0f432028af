//! One key for all editions and spellings of a standard, and what an adoption adopts.

use super::{
    Piece, StandardId, Style, nameless,
    publishers::{at_start, current, is_joint},
    words::lasting_kind,
};

/// Publishers that join adopted names with a hyphen.
const HYPHENATE: [&str; 10] = ["NEN", "NPR", "NVN", "UNE", "NTC", "NTP", "IRAM", "NCh", "UNIT", "NTE INEN"];

/// Words that IEEE puts before `Std`; the standard is the same.
const WORDS_OF_STATE: [&str; 9] =
    ["Fpr", "pr", "Std", "STD", "Standard", "Unapproved", "Approved", "Active", "Draft"];

/// The same standard in any edition: composed anew where that reads back as the
/// same standard, else what stands before the date, else the identifier itself.
pub(super) fn of(id: &StandardId) -> StandardId {
    if let Some(named) = nameless::named(id) {
        return of(&named);
    }
    let composed = composed(id);
    // Nothing is left out and nothing written otherwise: it reads back as it was read.
    if id.year.is_none() && composed.text == id.text {
        return id.clone();
    }
    let reads_back = |found: &StandardId| {
        super::grammar::parse(&found.text).is_ok_and(|again| {
            again.text == found.text
                && again.year.is_none()
                && again.publisher() == found.publisher()
                && again.number() == found.number()
                && again.part() == found.part()
                && self::composed(&again).text == found.text
        })
    };
    if reads_back(&composed) {
        return composed;
    }
    let end = usize::from(id.part.1.max(id.number.1));
    if let Some(stem) = id.text.get(..end)
        && let Ok(stem) = super::grammar::parse(stem)
        && stem.year.is_none()
        && stem.number() == id.number()
        && stem.part() == id.part()
    {
        return stem;
    }
    id.clone()
}

fn composed(id: &StandardId) -> StandardId {
    if !id.unnamed.is_empty() {
        return id.clone();
    }
    let mut publisher = String::with_capacity(id.publisher().len() + 4);
    let last = if id.style == Style::Etsi {
        publisher.push_str(id.publisher());
        "ETSI"
    } else {
        canonical(id.publisher(), &mut publisher)
    };
    let kind = lasting_kind(id.kind());
    let number = current_number(id, last, kind);
    let part = id.part().replace("/Sec ", "-").replace('/', "-");
    compose(publisher, kind, &number, &part, None, id.style)
}

/// Writes the chain of publishers in its one form; says what the last is.
fn canonical(written: &str, out: &mut String) -> &'static str {
    let mut links: Vec<(&str, &'static str)> = Vec::with_capacity(4);
    let mut rest = written;
    while !rest.is_empty() {
        let (name, length) = match at_start(rest) {
            Some(p) => (p.name, p.spelling.len()),
            None => ("", rest.find([' ', '-', '/']).unwrap_or(rest.len()).max(1)),
        };
        let link = &rest[..length.min(rest.len())];
        if !WORDS_OF_STATE.contains(&link) {
            links.push((link, name));
        }
        rest = rest.get(length..).unwrap_or_default().trim_start_matches([' ', '-', '/']);
    }
    let hyphenate = links.first().is_some_and(|(_, name)| HYPHENATE.contains(name));
    // ANSI's approval changes nothing about the standard.
    if links.len() > 1 && links[0].1 == "ANSI" {
        links.remove(0);
    }
    let mut before = "";
    for (i, (spelt, name)) in links.iter().enumerate() {
        let link = if name.is_empty() { *spelt } else { current(name) };
        if i > 0 {
            out.push(match () {
                () if is_joint(before, link) || matches!(before, "IS" | "CAN" | "CSA" | "GB/T") => '/',
                () if hyphenate => '-',
                () => ' ',
            });
        }
        out.push_str(link);
        before = link;
    }
    match out.as_str() {
        "IEC/ISO" => "ISO/IEC".clone_into(out),
        "IEEE/ISO/IEC" | "IEC/ISO/IEEE" => "ISO/IEC/IEEE".clone_into(out),
        _ => {}
    }
    if links.len() == 1 || links.len() > 1 && !is_joint(links[links.len() - 2].1, links[links.len() - 1].1) {
        current(links[links.len() - 1].1)
    } else {
        ""
    }
}

/// The number as it is written today, without blanks that only some write.
fn current_number(id: &StandardId, last: &str, kind: &str) -> String {
    let number = id.number();
    match id.style {
        Style::Etsi | Style::Itu | Style::Un => return number.to_owned(),
        _ if last != "ASTM" && number.contains(|c: char| c.is_ascii_alphabetic()) && number.contains(' ') => {
            return number.to_owned();
        }
        Style::Code => {
            return match number.strip_suffix("-S").unwrap_or(number).rsplit_once('-') {
                // CCSDS counts its issues behind the colour of the book.
                Some((book, issue))
                    if id.publisher() == "CCSDS" && issue.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    book.to_owned()
                }
                _ => number.to_owned(),
            };
        }
        _ => {}
    }
    if matches!(id.publisher(), "JIS" | "OIML") || number.contains("NO.") {
        return number.to_owned();
    }
    // The metric twin is the same standard (`A 36/A 36M`).
    let number = if last == "ASTM" { number.split('/').next().unwrap_or(number) } else { number };
    let plain = number.replace(' ', "");
    if last == "IEC"
        && kind != "Guide"
        && let Ok(old) = plain.parse::<u32>()
        && old < 10_000
    {
        // Before 1997 the IEC's numbers lacked the 60000 that they carry today.
        return (60_000 + old).to_string();
    }
    match plain.strip_prefix('P') {
        Some(approved)
            if id.style == Style::Ieee && approved.starts_with(|c: char| c.is_ascii_digit() || c == 'C') =>
        {
            approved.to_owned()
        }
        _ => plain,
    }
}

/// Puts an identifier together.
fn compose(
    publisher: String,
    kind: &'static str,
    number: &str,
    part: &str,
    year: Option<i16>,
    style: Style,
) -> StandardId {
    let mut text = publisher;
    if style == Style::Ieee && text == "IEEE" {
        text.push_str(" Std");
    }
    let publisher = 0..text.len();
    let mut kind_at = 0..0;
    if !kind.is_empty() {
        text.push(if matches!(text.as_str(), "ISO" | "CEN" | "CLC") && kind != "Guide" { '/' } else { ' ' });
        kind_at = text.len()..text.len() + kind.len();
        text.push_str(kind);
    }
    text.push(if text == "ECMA" { '-' } else { ' ' });
    let number_at = text.len()..text.len() + number.len();
    text.push_str(number);
    let mut part_at = 0..0;
    if !part.is_empty() {
        text.push('-');
        part_at = text.len()..text.len() + part.len();
        text.push_str(part);
    }
    if let Some(year) = year {
        text.push_str(&format!(":{year}"));
    }
    let short = |r: std::ops::Range<usize>| Piece::from(r);
    StandardId {
        text,
        unnamed: "",
        publisher: short(publisher),
        kind: short(kind_at),
        number: short(number_at),
        part: short(part_at),
        year,
        supplement: false,
        style,
    }
}

/// What an identical adoption adopts.
pub(super) fn adopted(id: &StandardId) -> Option<StandardId> {
    // `…-2025/ISO 9902-2:2001`: the adopted identifier stands behind a slash.
    let behind = usize::from(id.number.1);
    if let Some(tail) = id.text.get(behind..)
        && let Some(at) = ["/ISO", "/IEC", "/ИСО", "/МЭК", "/СИСПР"].iter().find_map(|w| tail.find(w))
        && let Ok(inner) = tail[at + 1..].parse::<StandardId>()
    {
        return Some(inner);
    }
    let written = id.publisher();
    let mut at = None;
    let mut rest = written;
    while !rest.is_empty() {
        let length = at_start(rest)
            .map_or_else(|| rest.find([' ', '-', '/']).unwrap_or(rest.len()).max(1), |p| p.spelling.len());
        let name = at_start(rest).map_or("", |p| p.name);
        if matches!(name, "ISO" | "IEC" | "CISPR" | "ИСО" | "МЭК" | "СИСПР" | "IWA")
            && rest.len() < written.len()
        {
            at = Some(written.len() - rest.len());
            break;
        }
        rest = rest.get(length..).unwrap_or_default().trim_start_matches([' ', '-', '/']);
    }
    let kind = lasting_kind(id.kind());
    let part = id.part().replace('/', "-");
    let at = at?;
    if matches!(&written[..at], "ISO/" | "IEC/" | "IEEE/" | "ИСО/" | "ISO/IEC/" | "IEEE/ISO/" | "CIE ") {
        return None;
    }
    let mut publisher = String::new();
    let last = canonical(&written[at..], &mut publisher);
    let number = current_number(id, last, kind);
    Some(compose(publisher, kind, &number, &part, id.year, Style::Colon))
}
