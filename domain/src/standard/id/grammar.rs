//! The grammar behind the publisher: type, number, part, date, supplements.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    StandardId, StandardIdError,
    publishers::{Style, at_start},
};

/// Longest text that can be an identifier; anything longer is prose.
const LONGEST: usize = 200;

static KIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:TS|TR|PAS|Guide|GUIDE|ISP|TTA|DATA|WT|SRD|DTS|DTR|DPAS|DGuide|DISP|PRF|DIS|FDIS|CDV|CD|WD|AWI|NWIP|NP|PWI|PNW|R|DIR|RP|STD|Std|SPEC|Spec|BULL|MPMS|Standard|STANDARD|P|Unapproved Draft Std|Unapproved Std|IS|Q)(?:[ /-]| ?TR |$)",
    )
});

static COLON: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?P<number>(?:[A-Z]{1,4}[\ .-]?)?\d[0-9]*[A-Z]{0,3}(?:\.\d+)*|[A-Z]{1,2}\d+|SI)
        (?P<part>(?:-[0-9A-Z]+(?:\.\d+)*)*)
        (?:\ ?\((?:[Pp]art|Teil|Partie)\ (?P<part2>\d+(?:/Sec\ \d+)?)\))?
        (?:,?\ (?:[Pp]art|Teil|Partie)\ (?P<part3>\d+(?:-\d+)*))?
        (?::\ ?(?P<year>\d{4}|\d{2})(?:-(?P<month>\d{2}))?|(?:,?\ [Ee]dition\ )(?P<edition_year>\d{4}))?
        (?P<tail>.*)$",
    )
});

static COLON_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?:
            [/+\ ]+(?:prA|A|AC|AA|C|D)\d*(?::\d{4}(?:-\d{2})?)?
          | [/+\ ,:-]*(?:F?D?Amd|AMD|F?DAM|Amendment|AMENDMENT|D?Cor|COR|DCOR|Corrigendum|Addendum|ADDENDUM|Add|ADD|Suppl|SUPPL|Supplement|Ext|ISH|FRAG|PDAM|CDCor|CDAmd|NP\ Amd|Erratum|ERRATUM)(?:\ ?No)?\.?\ ?\d*(?:\.\d+)?(?::(?:\d{4}(?:-\d{2})?|v\d+))?
          | \ (?:CSV|RLV|EXV|CMV|SER|PRV|DB)
          | ,?\ (?:[Ee]d|ED)\.?\ ?\d+(?:\.\d+)?
          | \ S\d+(?::\d{4})?
          | \ ?\([A-Z](?:/[A-Z])*\)
          | \ ?\((?:R\d{4}|[Aa]ll\ parts|所有部分)\)
          | /(?:DAmd|DAM|FDAM|FDAmd|CD|WD|DIS|PRF)\ ?\d*
        )*$",
    )
});

static HYPHEN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?P<number>(?:[A-Z]{1,6}[\ .-]?)?\d+[A-Za-z]{0,3}(?:\.\d+[A-Za-z]{0,2})*(?:-[A-Z]\w*)?(?:/[A-Z]+\ ?\d+[A-Z]?(?:\.\d+)*M?)*)
        (?P<part>(?:-(?:\d{1,3}|\d[A-Z]))*?)
        (?:[-:]\ ?(?P<year>(?:1[89]|20|2[45])\d{2}|\d{2})(?P<letter>[a-z])?)?
        (?P<tail>(?:[^-:0-9].*|-[A-Z].*)?)$",
    )
});

static HYPHEN_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?:
            \ ?\((?:R|Reapproved\ |Revised\ )?\d{4}\)(?:e\d|ε\d)?
          | (?:e\d|ε\d)
          | [/,\ -]+(?:Cor|Amd|Amendment|Conformance|INT)\.?\ ?\d*(?:-\d{4})?
          | ,?\ (?:Rev\.?|Revision)\ ?\d+(?:-\d{4})?
          | /D-?\d+(?:\.\d+)*(?:[a-z])?(?:-\d{4}(?:-\d{2})?)?(?:,\ (?:\d{1,2}\ )?[A-Z][a-z]+\.?\ \d{4})?
          | \ -\ Redline
          | /[A-Z]{2,8}(?:/[A-Z0-9]{2,6})*(?:-\d{4})?
          | -(?:[A-Z]{2,6})(?:/[A-Z0-9]{2,6})*-\d{4}
          | \ \([Aa]ll\ parts\)
          | \ ?\((?:所有部分)\)
          | \ ?\([^()]{3,120}\)
          | /(?:ISO|IEC|ISO/IEC)\ \d[\d-]*(?::\d{4})?
        )*$",
    )
});

static ITU: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?:Rec(?:ommendation)?\.?\ )?(?P<number>[A-Z]{1,3}\.[0-9]+(?:\.[0-9]+)*(?:/[A-Z]{1,3}\.\d+(?:\.\d+)*)?(?:[a-z]{1,4})?|\d+|[A-Z]{1,3}\.[A-Z]{2,}\d*)
        (?P<part>(?:-\d+)*)
        (?:\ \(V\d+(?:\.\d+)?\))?
        (?:\ \((?:(?P<month>\d{2})/)?(?P<year>\d{4})\))?
        (?P<tail>.*)$",
    )
});

static ITU_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?: (?:Amd\.?|Cor\.?|Add\.?|Annex|App\.?|Suppl\.?|Err\.?|Imp\.?|Amendment|Corrigendum) ?[A-Z0-9.+]*(?: \((?:\d{2}/)?\d{4}\))?)*:?$",
    )
});

static ETSI: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^(?P<number>\d{3}\ ?\d{3}|\d{2,3}|[A-Z][A-Za-z0-9-]*\ ?(?:[A-Z]*\ )?\d{3}|\d{2}\.\d{2})(?P<part>(?:-\d+)*)
        (?P<tail>(?:\ (?:V\d+\.\d+\.\d+|ed\.\d+|/[A-Z]\d+))*(?:\ \((?P<year>\d{4})-(?P<month>\d{2})\))?)$",
    )
});

static UN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?x)^\ ?(?P<number>\d{1,3})(?P<part>-H|H)?(?P<tail>[./]\d{2}|,?\ \d{2}\ series(?:\ of\ amendments)?)?$",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

fn refuse(reason: impl Into<String>) -> StandardIdError {
    StandardIdError { reason: reason.into() }
}

/// Parses a normalised text.
pub(super) fn parse(text: &str) -> Result<StandardId, StandardIdError> {
    if text.is_empty() {
        return Err(refuse("nothing was given"));
    }
    if text.len() > LONGEST {
        return Err(refuse("this is longer than any identifier of a standard"));
    }
    let mut rest = text;
    let mut names: Vec<(&str, usize)> = Vec::new();
    let mut style = Style::Colon;
    while let Some(publisher) = at_start(rest) {
        // A letter class such as `JIS C` is no further publisher.
        names.push((publisher.name, text.len() - rest.len()));
        // A body that dates with a hyphen does so around adopted numbers too.
        if names.len() == 1 || style != Style::Hyphen {
            style = publisher.style;
        }
        rest = &rest[publisher.spelling.len()..];
        let separated = rest.trim_start_matches([' ', '-', '/']);
        if at_start(separated).is_none() || names.len() > 4 || chain_ends(publisher.name) {
            break;
        }
        rest = separated;
    }
    if names.is_empty() {
        return Err(refuse(format!("“{text}” does not begin with a publisher of standards that is known")));
    }
    let publisher_end = text.len() - rest.len();
    rest = rest.trim_start_matches([' ', '-']);
    let (kind, body) = match names[0].0 {
        // `R 76` of OIML is a series and part of the number.
        "OIML" => ("", rest),
        _ => split_kind(rest, style),
    };
    let (grammar, tail_grammar): (&Regex, Option<&Regex>) = match style {
        Style::Colon => (&COLON, Some(&COLON_TAIL)),
        Style::Hyphen => (&HYPHEN, Some(&HYPHEN_TAIL)),
        Style::Itu => (&ITU, Some(&ITU_TAIL)),
        Style::Etsi => (&ETSI, None),
        Style::Un => (&UN, None),
    };
    let unjoined = body;
    let body = joined_number(body, style);
    let found = grammar
        .captures(&body)
        .ok_or_else(|| refuse(format!("no number of a standard follows “{}”", &text[..publisher_end])))?;
    let part_of = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let tail = part_of("tail");
    if let Some(tail_grammar) = tail_grammar
        && !tail_grammar.is_match(tail)
    {
        return Err(refuse(format!("what follows the number is not understood: “{}”", tail.trim())));
    }
    let mut part = [part_of("part"), part_of("part2"), part_of("part3")].concat();
    part = part.trim_start_matches('-').to_owned();
    let year_text = if part_of("year").is_empty() { part_of("edition_year") } else { part_of("year") };

    let publisher = match names.as_slice() {
        [(only, _)] => (*only).to_owned(),
        // The links as they were joined: `NEN-EN-ISO/IEC`, `DIN EN ISO`.
        [(first, _), (_, second), ..] => {
            let joint = &text[..*second];
            let joint = &joint[joint.trim_end_matches([' ', '-', '/']).len()..];
            format!("{first}{joint}{}", text[*second..publisher_end].trim_end())
        }
        [] => unreachable!("refused above"),
    };
    let mut normal = String::with_capacity(text.len());
    normal.push_str(&publisher);
    if style == Style::Un {
        normal.push(' ');
    } else {
        normal.push_str(&text[publisher_end..text.len() - rest.len()]);
        if publisher_end == text.len() - rest.len() && kind.is_empty() && !rest.starts_with('/') {
            // Glued (`ISO9001`): the normal form has a blank, except Ecma's hyphen.
            normal.push(' ');
        }
    }
    normal.push_str(&rest[..rest.len() - unjoined.len()]);
    normal.push_str(&body);
    Ok(StandardId {
        text: normal,
        publisher,
        kind: kind.to_owned(),
        number: part_of("number").to_owned(),
        part,
        year: year(year_text),
        supplement: tail.trim().to_owned(),
        style,
    })
}

/// Publishers that never wrap another one's identifier.
fn chain_ends(name: &str) -> bool {
    matches!(name, "JIS" | "OIML" | "ITU-T" | "ITU-R" | "ISO" | "IEC" | "ISO/IEC")
        || name.starts_with("UN ")
        || name.starts_with("ETSI")
}

/// Type or stage before the number (`TS `, `/TR `), and what follows it.
fn split_kind(rest: &str, style: Style) -> (&str, &str) {
    if matches!(style, Style::Itu | Style::Un | Style::Etsi) {
        return ("", rest);
    }
    let inner = rest.trim_start_matches(['/', ' ']);
    match KIND.find(inner) {
        Some(found) => {
            let kind = found.as_str().trim_end_matches([' ', '/', '-']);
            let after = inner[found.end()..].trim_start();
            // `R 76` of OIML is a series, not a type; a single letter before digits is the number's own.
            if style == Style::Hyphen && kind.len() == 1 { ("", inner) } else { (kind, after) }
        }
        None => ("", inner),
    }
}

/// `60 335-2-27` is one number.
fn joined_number(body: &str, style: Style) -> String {
    let bytes = body.as_bytes();
    let spaced = style == Style::Colon
        && bytes.len() >= 6
        && bytes[..2].iter().all(u8::is_ascii_digit)
        && bytes[2] == b' '
        && bytes[3..6].iter().all(u8::is_ascii_digit);
    if spaced { format!("{}{}", &body[..2], &body[3..]) } else { body.to_owned() }
}

/// Four digits, or two of this or the last century.
fn year(digits: &str) -> Option<i16> {
    let value: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(value),
        2 if value <= 40 => Some(2000 + value),
        2 => Some(1900 + value),
        _ => None,
    }
}

/// IEC numbers before 1997 lack the 60000 that they carry today.
pub(super) fn current_number(publisher: &str, number: &str, style: Style) -> String {
    match number.parse::<u32>() {
        Ok(old) if publisher == "IEC" && old < 10_000 => (60_000 + old).to_string(),
        _ if style == Style::Etsi => number.replace(' ', ""),
        _ if publisher == "JIS" || publisher == "OIML" => number.replace(' ', ""),
        _ => number.to_owned(),
    }
}

/// The types that tell documents apart for ever; stages pass.
pub(super) fn lasting_kind(kind: &str) -> &str {
    match kind {
        "TS" | "DTS" => "TS",
        "TR" | "DTR" => "TR",
        "PAS" | "DPAS" => "PAS",
        "Guide" | "GUIDE" | "DGuide" => "Guide",
        "ISP" | "DISP" => "ISP",
        "TTA" | "DATA" | "SRD" | "RP" | "SPEC" | "BULL" | "MPMS" => kind,
        _ => "",
    }
}

/// Prints an undated identifier.
pub(super) fn print(publisher: &str, kind: &str, number: &str, part: &str, style: Style) -> String {
    let mut text = publisher.to_owned();
    if !kind.is_empty() {
        // ISO writes its own types behind a slash, joint ones behind a blank.
        text.push(if publisher == "ISO" && kind != "Guide" { '/' } else { ' ' });
        text.push_str(kind);
    }
    text.push(if publisher == "ECMA" { '-' } else { ' ' });
    match style {
        Style::Etsi if number.len() == 6 => {
            text.push_str(&number[..3]);
            text.push(' ');
            text.push_str(&number[3..]);
        }
        _ if (publisher == "JIS" || publisher == "OIML") && number.len() > 1 && number.is_ascii() => {
            text.push_str(&number[..1]);
            text.push(' ');
            text.push_str(&number[1..]);
        }
        _ => text.push_str(number),
    }
    if !part.is_empty() {
        text.push('-');
        text.push_str(part);
    }
    text
}

/// The international publisher at the end of a chain, in normal form.
pub(super) fn international(publisher: &str) -> Option<&'static str> {
    const LINKS: [(&str, &str); 8] = [
        ("ISO/IEC", "ISO/IEC"),
        ("ИСО/МЭК", "ISO/IEC"),
        ("ISO", "ISO"),
        ("ИСО", "ISO"),
        ("IEC", "IEC"),
        ("МЭК", "IEC"),
        ("CISPR", "CISPR"),
        ("IWA", "IWA"),
    ];
    LINKS
        .iter()
        .find(|(link, _)| publisher.len() > link.len() && publisher.ends_with(link))
        .map(|(_, name)| *name)
}
