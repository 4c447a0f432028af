//! Reads what stands behind a publisher's name: further publishers, a type, the
//! number, parts, date, supplements. The identifier's parser has the last word:
//! what it refuses is given up piece by piece from the end.

use aho_corasick::{Anchored, Input};

use super::{
    american,
    assembly::{self, Pieces, bounded, date_and_tail, date_behind_vde},
    cursor::{self, byte, digits_at},
    names::{Form, NAMES, Name, Strength, dates_with_hyphen, may_follow},
    parts,
};
use crate::standard::StandardId;

/// An identifier read from folded text that begins with a publisher's name.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub id: StandardId,
    /// Where it ends in the folded text.
    pub end: usize,
    /// Further parts that the same characters name: `parts 1 to 3`.
    pub also: Vec<StandardId>,
    /// Publishers and type as they go before another number.
    pub head: String,
    /// The number without parts.
    pub number: String,
    /// The best of the names.
    pub strength: Strength,
    /// How many names there are.
    pub links: usize,
    /// A type or the word "standard" stood between name and number.
    pub said: bool,
    pub form: Form,
}

impl Read {
    /// What was read, without the date.
    pub fn undated(&self) -> StandardId {
        super::designation(&self.id).parse().unwrap_or_else(|_| self.id.undated())
    }
}

/// The identifier at the start of the folded text `w`, whose first name is
/// `length` bytes long.
pub(super) fn read(w: &str, name: &Name, length: usize) -> Option<Read> {
    let mut head = name.canonical.clone();
    let mut at = length;
    let mut form = name.form;
    let mut strength = name.strength;
    let mut links = 1;
    let mut last = name.canonical.clone();
    while links < 6 {
        // `KS C IEC 60335-1`: Korea's class letter stands before the adopted name.
        if last == "KS"
            && byte(w, at) == b' '
            && byte(w, at + 1).is_ascii_uppercase()
            && byte(w, at + 2) == b' '
            && name_at(w, at + 3).is_some()
        {
            head.push_str(&w[at..at + 2]);
            at += 2;
        }
        let gap = cursor::count(w, at, |b| matches!(b, b' ' | b'-' | b'/'));
        if gap == 0 || gap > 4 || matches!(form, Form::Itu | Form::Oiml | Form::Etsi | Form::Un) {
            break;
        }
        let Some((next, n)) = name_at(w, at + gap).filter(|(next, _)| may_follow(&next.canonical)) else {
            break;
        };
        let signs = &w[at..at + gap];
        let follower = if next.canonical == "CEI" && last == "ISO" { "IEC" } else { &next.canonical };
        let joint = last == "ISO" && follower.starts_with("IEC");
        head.push_str(if joint || signs.contains('/') {
            "/"
        } else if signs.contains('-') {
            "-"
        } else {
            " "
        });
        head.push_str(follower);
        last.clear();
        last.push_str(follower);
        strength = strength.max(next.strength);
        // National bodies write adopted numbers as the adopted body does, with their own dates.
        form = match (form, next.form) {
            (Form::American, _) => Form::American,
            // `ISO/IEC/IEEE 8802-3`, `ISO/ASTM 52900`: numbered by ISO.
            (Form::Plain, Form::American) if joins_iso(&head) => Form::Plain,
            (_, next) => next,
        };
        links += 1;
        at += gap + n;
    }
    let (after, said) = words(w, at, &mut head, form);
    at = after;
    let gap = cursor::count(w, at, |b| matches!(b, b' ' | b'-'));
    // `ISO/IEC/27001`
    let gap = if gap == 0 && byte(w, at) == b'/' && digits_at(w, at + 1) >= 4 { 1 } else { gap };
    if gap > 2 || byte(w, at + gap) == b'.' {
        return None;
    }
    at += gap;
    let context = Context { w, head, strength, links, said, form };
    match form {
        Form::Plain | Form::Class => context.numbered(at),
        _ => context.coded(at - gap, name),
    }
}

struct Context<'a> {
    w: &'a str,
    head: String,
    strength: Strength,
    links: usize,
    said: bool,
    form: Form,
}

impl Context<'_> {
    fn done(self, id: StandardId, end: usize, number: String, also: Vec<StandardId>) -> Read {
        let Self { head, strength, links, said, form, .. } = self;
        Read { id, end, also, head, number, strength, links, said, form }
    }

    /// Digits, with a class letter for those who have them.
    fn numbered(self, start: usize) -> Option<Read> {
        let w = self.w;
        let mut pieces = Pieces { text: format!("{} ", self.head), stops: Vec::new() };
        let number_from = pieces.text.len();
        let mut at = start;
        if self.form == Form::Class {
            let letters = cursor::count(w, at, |b| b.is_ascii_uppercase());
            let gap = cursor::count(w, at + letters, |b| matches!(b, b' ' | b'.' | b'-'));
            if letters > 2 || letters > 0 && (gap > 1 || digits_at(w, at + letters + gap) == 0) {
                return None;
            }
            pieces.text.push_str(&w[at..at + if letters > 0 { letters + gap } else { 0 }]);
            at += if letters > 0 { letters + gap } else { 0 };
        }
        let digits = digits_at(w, at);
        if digits == 0 || digits > 6 {
            return None;
        }
        pieces.text.push_str(&w[at..at + digits]);
        at += digits;
        if let Some(thousand) = thousands(w, at, digits, &self.head) {
            if matches!(thousand, Thousands::Apart) {
                pieces.text.push(' ');
            }
            pieces.text.push_str(&w[at + 1..at + 4]);
            at += 4;
        }
        if byte(w, at).is_ascii_uppercase() && !byte(w, at + 1).is_ascii_alphanumeric() {
            pieces.text.push_str(&w[at..=at]);
            at += 1;
        }
        if self.form == Form::Class || !self.head.ends_with(['O', 'C', 'N']) && self.links > 1 {
            while byte(w, at) == b'.' && byte(w, at + 1).is_ascii_digit() {
                let n = digits_at(w, at + 1);
                pieces.text.push_str(&w[at..=at + n]);
                at += 1 + n;
            }
        }
        pieces.add("", at);
        let number = pieces.text[number_from..].to_owned();
        while let Some((part, end)) = parts::hyphened(w, at, &self.head) {
            pieces.add(&part, end);
            at = end;
        }
        if let Some((twin, end)) = assembly::twin(w, at) {
            pieces.add(&twin, end);
            at = end;
        }
        if self.head == "EN"
            && let Some((version, end)) = assembly::etsi_version(w, at)
        {
            pieces.add(&version, end);
            at = end;
        }
        let mut also = Vec::new();
        if pieces.stops.len() == 1
            && let Some(listed) = parts::in_words(w, at)
        {
            let indian = listed.bracketed && self.head == "IS";
            let text = |part: &str| {
                if indian { format!(" (Part {part})") } else { format!("-{part}") }
            };
            let stem = pieces.text.clone();
            pieces.add(&text(&listed.parts[0]), listed.end);
            at = listed.end;
            also.extend(listed.parts[1..].iter().filter_map(|p| format!("{stem}{}", text(p)).parse().ok()));
        }
        if let Some((date, end)) = date_behind_vde(w, at) {
            pieces.add(&date, end);
            at = end;
        }
        let end = date_and_tail(w, at, &mut pieces);
        let (id, end) = pieces.parsed(|end| bounded(w, end)).filter(|(_, e)| *e <= end)?;
        if id.part().is_empty() {
            also.clear();
        }
        let also = also.into_iter().map(|other: StandardId| dated(other, id.year())).collect();
        Some(self.done(id, end, number, also))
    }

    /// Codes that do not go by number and part.
    fn coded(self, start: usize, name: &Name) -> Option<Read> {
        let w = self.w;
        let code = american::code(w, start, &name.canonical, self.form)?;
        // Mexico joins name and number by a hyphen, all others by a blank.
        let joint = if matches!(name.canonical.as_str(), "NOM" | "NMX" | "PROY-NOM") { '-' } else { ' ' };
        let mut pieces = Pieces { text: format!("{}{joint}", self.head), stops: Vec::new() };
        for (piece, end) in &code {
            pieces.add(piece, *end);
        }
        let at = code.last()?.1;
        date_and_tail(w, at, &mut pieces);
        let (id, end) = pieces.parsed(|end| bounded(w, end))?;
        let number = id.number().to_owned();
        Some(self.done(id, end, number, Vec::new()))
    }
}

/// The identifier in the edition of `year`, where that can be said.
pub(super) fn dated(id: StandardId, year: Option<i16>) -> StandardId {
    let Some(year) = year.filter(|_| id.year().is_none()) else { return id };
    let signs = if dates_with_hyphen(id.publisher()) { ['-', ':'] } else { [':', '-'] };
    signs
        .iter()
        .filter_map(|sign| format!("{id}{sign}{year}").parse::<StandardId>().ok())
        .chain(format!("{id} ({year})").parse().ok())
        .find(|dated| dated.year() == Some(year))
        .unwrap_or(id)
}

/// The name that stands at `at`.
pub(super) fn name_at(w: &str, at: usize) -> Option<(&'static Name, usize)> {
    let found = NAMES.automaton.find(Input::new(&w[at..]).anchored(Anchored::Yes))?;
    let whole = !w[at + found.end()..].starts_with(|c: char| c.is_alphabetic());
    whole.then(|| (NAMES.get(found.pattern().as_usize()), found.end()))
}

/// Whether the chain begins with an international body.
fn joins_iso(head: &str) -> bool {
    ["ISO/", "IEC/"].iter().any(|first| head.starts_with(first))
}

/// Types and words between publisher and number: `/TS`, ` Guide`, `-Norm`, ` No.`.
fn words(w: &str, mut at: usize, head: &mut String, form: Form) -> (usize, bool) {
    const KINDS: [&str; 28] = [
        "SRD", "FDTS", "DTS", "DTR", "AWI", "PRF", "PWI", "DPAS", "TS", "TR", "PAS", "Guide", "GUIDE",
        "guide", "ISP", "SPEC", "TTA", "FDIS", "DIS", "CDV", "CD", "WD", "DATA", "R", "V", "VDE", "ТС", "ТУ",
    ];
    const WORDS: [&str; 36] = [
        "Normen",
        "normen",
        "Normes",
        "normes",
        "Norme",
        "norme",
        "Normas",
        "normas",
        "Norma",
        "norma",
        "Norm",
        "norm",
        "Standards",
        "standards",
        "Standard",
        "standard",
        "Std.",
        "Std",
        "Richtlinien",
        "Richtlinie",
        "richtlijn",
        "Nummern",
        "Nummer",
        "nummer",
        "No.",
        "No",
        "no.",
        "Nr.",
        "Nr",
        "nr.",
        "n°",
        "nº",
        "№",
        "رقم",
        "标准",
        "標準",
    ];
    let mut said = false;
    if matches!(form, Form::American | Form::Itu | Form::Oiml | Form::Etsi | Form::Un) {
        return (at, said);
    }
    for _ in 0..4 {
        let gap = cursor::count(w, at, |b| matches!(b, b' ' | b'-' | b'/'));
        let rest = &w[at + gap.min(3)..];
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        let fits = |word: &str| {
            rest.strip_prefix(word).is_some_and(|after| {
                after.starts_with([' ', '-', '/', ':']) || after.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        if gap > 0
            && let Some(kind) = KINDS.iter().find(|k| fits(k))
            && (*kind != "R" || w[at..].starts_with('/'))
        {
            let international = ["ISO", "CEN", "CLC"].contains(&head.as_str());
            head.push_str(if international && kind.len() <= 3 { "/" } else { " " });
            head.push_str(if kind.eq_ignore_ascii_case("guide") { "Guide" } else { kind });
            at += gap + kind.len();
            said = true;
        } else if gap > 0 && fits("IS") && matches!(head.as_str(), "ISO/IEC" | "ISO") {
            // "International Standard", as nobody else calls it.
            at += gap + 2;
            said = true;
        } else if let Some(word) = WORDS.iter().find(|word| fits(word)) {
            at += gap + word.len();
            said = true;
        } else {
            break;
        }
    }
    (at, said)
}

enum Thousands {
    /// The blank is no part of the number: `60 335`.
    Together,
    /// The publisher writes it: `521 500`.
    Apart,
}

/// Whether three more digits behind a blank belong to the number.
fn thousands(w: &str, at: usize, digits: usize, head: &str) -> Option<Thousands> {
    if !matches!(byte(w, at), b' ' | b'.') || digits_at(w, at + 1) != 3 {
        return None;
    }
    if byte(w, at) == b'.' {
        // `ISO 26.000`: a point between the thousands.
        let last = head.rsplit([' ', '-', '/']).next().unwrap_or(head);
        let plain = matches!(last, "ISO" | "IEC" | "EN" | "DIN") && digits == 2;
        return plain.then_some(Thousands::Together);
    }
    let first = &w[at - digits..at];
    let signed = matches!(byte(w, at + 4), b'-' | b':');
    let last = head.rsplit([' ', '-', '/']).next().unwrap_or(head);
    match (last, digits) {
        ("DIN", 2) => Some(Thousands::Together),
        ("EN" | "IEC" | "HD" | "CEI" | "NEN", 2)
            if signed || ["45", "50", "55", "60", "61", "62"].contains(&first) =>
        {
            Some(Thousands::Together)
        }
        ("EN", 3) if first.starts_with('3') => Some(Thousands::Together),
        ("SN" | "SNR", 3) => Some(Thousands::Apart),
        ("NF" | "CSN" | "ČSN", _) => Some(Thousands::Apart),
        _ => None,
    }
}
