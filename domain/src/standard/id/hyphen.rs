//! `NUMBER.PART-YEAR`: China, Russia, the United States and Canada, Codex; and
//! the drafts and relations of IEEE's own designations.

use super::{
    grammar::{Chain, Pieces, kinds},
    publishers::Style,
    scan::{Scan, year},
    tail::{self, Talk},
};

/// Words between publisher and number.
const WORDS: &[&str] = &[
    "Unapproved Draft Std",
    "Active Unapproved Draft Std",
    "Approved Draft Std",
    "Unapproved Std",
    "Approved Std",
    "Draft Std",
    "Active Std",
    "Active",
    "Unapproved",
    "Approved",
    "Draft",
    "Std",
    "std",
    "STD",
    "Standard",
    "STANDARD",
    "Stds",
    "No.",
    "No",
    "NO.",
    "Guideline",
    "Guide",
    "Recommended Practice",
    "RP",
    "SPEC",
    "Spec",
    "BULL",
    "MPMS",
    "PUBL",
    "Publ",
    "Publication",
    "TR",
    "TS",
    "Bulletin",
    "CD",
    "DIS",
    "FDIS",
    "PAS",
    "Code",
    "AMS",
    "PSI",
    "SI",
];

/// Reads words, number, year and tail.
pub(super) fn body(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain, style: Style) -> bool {
    if chain.len() > 1 && style == Style::Hyphen {
        kinds(scan, pieces, chain);
    }
    let gap = scan.count(0, |b| matches!(b, b' ' | b'-' | b'_' | b'/'));
    if gap > 2 {
        return false;
    }
    let hyphened =
        scan.byte(0) == b'-' && matches!(chain.first(), "CAN" | "CAN3" | "CAN1" | "NOM" | "NMX" | "PROY-NOM");
    scan.skip(gap);
    scan.put(if hyphened { "-" } else { " " });
    words(scan, pieces, chain, style);
    let start = scan.out.len();
    if matches!(chain.first(), "NOM" | "NMX" | "PROY-NOM") {
        return mexican(scan, pieces, start);
    }
    if !number(scan, chain, style) {
        return false;
    }
    if style == Style::Ieee {
        supplements_together(scan);
    }
    pieces.number = start..scan.out.len();
    if chain.first() == "SAE" {
        sae_date(scan, pieces);
    }
    year_and_parts(scan, pieces, chain);
    let talk = if style == Style::Ieee
        || matches!(
            chain.first(),
            "CSA" | "CAN" | "CAN3" | "ASHRAE" | "NFPA" | "ANS" | "AMCA" | "ASME" | "API" | "UL"
        ) {
        Talk::Long
    } else {
        Talk::Short
    };
    pieces.supplement |= tail::read(scan, talk);
    true
}

fn words(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain, style: Style) {
    let spoken = style == Style::Ieee
        || matches!(
            chain.first(),
            "ASTM"
                | "ASHRAE"
                | "API"
                | "SAE"
                | "AMCA"
                | "NFPA"
                | "UL"
                | "AWWA"
                | "AHRI"
                | "ASME"
                | "ASA"
                | "AIEE"
        );
    for _ in 0..3 {
        let Some(word) = scan.word(WORDS).filter(|w| {
            let glued = w.ends_with('.') && scan.byte(w.len()).is_ascii_digit();
            spoken && (matches!(scan.byte(w.len()), b' ' | b'-') || glued)
        }) else {
            return;
        };
        if style == Style::Hyphen && chain.first() == "ASTM" && !matches!(word, "Standard" | "STANDARD") {
            return;
        }
        if !scan.from(word.len()).bytes().take(14).any(|b| b.is_ascii_digit()) {
            return;
        }
        match word {
            "Recommended Practice" => {
                pieces.kind = scan.out.len()..scan.out.len() + 2;
                scan.put("RP ");
                scan.skip(word.len() + 1);
            }
            // ASTM Standard D 2784 is ASTM D 2784.
            "Standard" | "STANDARD" if chain.last() == "ASTM" => scan.skip(word.len() + 1),
            "Std"
            | "std"
            | "STD"
            | "Standard"
            | "Unapproved Draft Std"
            | "Active Unapproved Draft Std"
            | "Approved Draft Std"
            | "Unapproved Std"
            | "Approved Std"
            | "Draft Std"
            | "Draft"
            | "Active Std"
            | "Active"
            | "Unapproved"
            | "Approved"
                if style == Style::Ieee =>
            {
                // `IEEE Std` is how the publisher names itself.
                scan.keep(word.len());
                pieces.publisher.end = scan.out.len();
                scan.skip(1);
                scan.put(" ");
            }
            _ => {
                if pieces.kind.is_empty() {
                    pieces.kind = scan.out.len()..scan.out.len() + word.len();
                }
                scan.keep(word.len() + usize::from(!scan.byte(word.len()).is_ascii_digit()));
            }
        }
    }
}

/// Letters, digits, points: `C37.010`, `A 36/A 36M`, `802.1Q`, `P1484.11`, `C22.2 NO. 144.1`.
fn number(scan: &mut Scan<'_>, chain: &Chain, style: Style) -> bool {
    if !one_number(scan, chain, style) {
        return false;
    }
    if [" NO. ", " No. "].iter().any(|w| scan.rest().starts_with(w)) && scan.byte(5).is_ascii_digit() {
        scan.put(" NO. ");
        scan.skip(5);
        return one_number(scan, chain, style);
    }
    // `A 36/A 36M`, `F1862/F1862M`: the metric twin.
    if chain.last() == "ASTM" && scan.byte(0) == b'/' && scan.byte(1).is_ascii_uppercase() {
        let mark = scan.mark();
        scan.keep(1);
        let metric = one_number(scan, chain, style) && scan.out.ends_with('M');
        if !metric {
            scan.reset(mark);
        }
    }
    // `NMX-J-521/1`, `QCVN`, `CEI/IEC`
    true
}

/// `,b,c, and e` of `802.3a,b,c, and e-1988`: supplements of one standard in one
/// volume, in their order. The year must follow; without it only the printed form
/// with `, and ` is one number, because `802.11a and b` names two.
fn supplements_together(scan: &mut Scan<'_>) {
    let mark = scan.mark();
    let mut last = scan.out.as_bytes().last().copied().filter(u8::is_ascii_lowercase);
    let mut closed = false;
    while let Some(before) = last
        && let Some(joint) = [", and ", " and ", ", ", ","].into_iter().find(|j| scan.rest().starts_with(j))
    {
        let letter = scan.byte(joint.len());
        last = (letter.is_ascii_lowercase() && letter > before).then_some(letter);
        if last.is_some() {
            scan.keep(joint.len() + 1);
        }
        closed = joint == ", and ";
    }
    let dated = scan.byte(0) == b'-' && scan.digits(1) == 4;
    if !(dated || closed && scan.is_done()) {
        scan.reset(mark);
    }
}

fn one_number(scan: &mut Scan<'_>, chain: &Chain, style: Style) -> bool {
    let letters = scan.capitals(0);
    let dots = usize::from(letters > 0 && matches!(scan.byte(letters), b' ' | b'.' | b'-'));
    let glued = letters + dots;
    if letters > 6 || !scan.byte(glued).is_ascii_digit() || dots == 1 && letters > 4 && style != Style::Ieee {
        return false;
    }
    // A range of years or a clock is no number: `ГОСТ 12.1.004` is.
    let chinese =
        chain.first().len() <= 4 && !matches!(chain.first(), "ASTM" | "ANSI" | "ASME" | "UL" | "API" | "SAE");
    if letters > 0 && chinese && matches!(chain.first(), "GB" | "GB/T" | "GB/Z") && letters > 1 {
        return false;
    }
    scan.keep(glued);
    let mut any = 0;
    loop {
        let digits = scan.digits(0);
        any += digits;
        scan.keep(digits);
        let behind = scan.count(0, |b| b.is_ascii_alphabetic());
        let fine = match style {
            Style::Ieee => behind <= 6,
            _ if chain.first() == "API" => behind <= 4,
            _ => behind <= 2 && scan.cut(0, behind).bytes().all(|b| b.is_ascii_uppercase() || behind == 1),
        };
        // `08e1` and `M` of metric twins end the number; a word glued to it is none of it.
        if behind > 0 && fine && digits > 0 {
            scan.keep(behind);
            if scan.byte(0).is_ascii_digit() && (style == Style::Ieee || chain.first() == "API") {
                continue;
            }
        }
        let revision = scan
            .from(1)
            .strip_prefix("REV")
            .map_or(0, |r| 1 + 3 + r.bytes().take_while(u8::is_ascii_lowercase).count());
        if style == Style::Ieee && revision > 0 && matches!(scan.byte(0), b'.' | b'-') && digits > 0 {
            // The project that revises the whole: `802.11-REVmc`.
            scan.keep(revision);
            break;
        }
        if scan.byte(0) == b'.'
            && (scan.byte(1).is_ascii_digit() || scan.byte(1).is_ascii_uppercase() && style == Style::Ieee)
        {
            scan.keep(1);
            continue;
        }
        break;
    }
    any > 0 && any < 14
}

/// `/1 MAR95`, `_201806`: SAE's parts and revisions.
fn sae_date(scan: &mut Scan<'_>, pieces: &mut Pieces) {
    let part = scan.digits(1);
    if scan.byte(0) == b'/' && (1..=2).contains(&part) {
        pieces.part = scan.out.len() + 1..scan.out.len() + 1 + part;
        scan.keep(1 + part);
    }
    let month = scan.capitals(1);
    let digits = scan.digits(1 + month);
    let shaped = matches!(scan.byte(0), b' ' | b'_')
        && (month == 3 && (digits == 2 || digits == 4) || month == 0 && digits == 6);
    if shaped {
        let digits = if month == 0 { 4 } else { digits };
        pieces.year = year(scan.cut(1 + month, 1 + month + digits));
        scan.keep(1 + month + digits + if month == 0 { 2 } else { 0 });
    }
}

/// Hyphened pieces: parts, then the year.
fn year_and_parts(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain) {
    let mut start = None;
    let mut end = scan.out.len();
    loop {
        if scan.byte(0) == b':' || scan.byte(0) == b' ' && scan.byte(1) == b':' {
            let mark = scan.mark();
            scan.separator(b":");
            let letter = usize::from(scan.byte(0) == b'F');
            let digits = scan.digits(letter);
            let known = year(scan.cut(letter, letter + digits));
            if known.is_none() {
                scan.reset(mark);
            } else {
                pieces.year = known;
                scan.put(":");
                scan.keep(letter + digits);
            }
            break;
        }
        if scan.byte(0) != b'-' {
            break;
        }
        let token = scan.count(1, |b| b.is_ascii_alphanumeric());
        let text = scan.cut(1, 1 + token);
        let after = scan.byte(1 + token);
        let last = after != b'-' && after != b':';
        if let Some((known, length)) = hyphened_year(text, last, scan, pieces, chain, start) {
            pieces.year = Some(known);
            scan.keep(1 + length);
            break;
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let letters = text.len() - digits;
        let fits = digits > 0 && letters <= 2
            || digits == 0 && token == 1 && text.bytes().all(|b| b.is_ascii_uppercase())
            || text.starts_with(|c: char| c.is_ascii_uppercase())
                && text.len() > 1
                && text.len() < 5
                && text[1..].bytes().all(|b| b.is_ascii_digit());
        if !fits || digits > 6 {
            break;
        }
        scan.keep(1);
        start.get_or_insert(scan.out.len());
        scan.keep(token);
        while scan.byte(0) == b'.' && scan.byte(1).is_ascii_digit() {
            let n = scan.digits(1);
            scan.keep(1 + n);
        }
        end = scan.out.len();
    }
    if let Some(start) = start {
        pieces.part = start..end;
    }
    if pieces.year.is_some() && scan.byte(0) == b'e' && scan.digits(1) == 1 {
        scan.keep(2);
    }
}

/// The year that a hyphened piece is, and how many bytes of it say so.
fn hyphened_year(
    token: &str,
    last: bool,
    scan: &Scan<'_>,
    pieces: &Pieces,
    chain: &Chain,
    parts_from: Option<usize>,
) -> Option<(i16, usize)> {
    let letter = usize::from(token.starts_with(['M', 'F']) && token.len() > 2);
    let digits = token[letter..].bytes().take_while(u8::is_ascii_digit).count();
    let behind = &token[letter + digits..];
    let fits = behind.is_empty()
        || behind.len() == 1 && behind.bytes().all(|b| b.is_ascii_lowercase())
        || behind.len() <= 3
            && behind.trim_start_matches(['a', 'b', 'c']).starts_with('e')
            && behind.ends_with(|c: char| c.is_ascii_digit());
    let written = &token[letter..letter + digits];
    let number = &scan.out[pieces.number.clone()];
    let plain = number.bytes().filter(u8::is_ascii_digit).count();
    let known = year(written)?;
    let two_digits = || {
        let value = known % 100;
        let parts = parts_from.map_or(0, |from| scan.out[from..].split('-').count());
        last && match chain.first() {
            "GB" | "GB/T" | "GB/Z" | "JB" | "JB/T" | "GBZ" => (70..=99).contains(&value),
            "ГОСТ" | "ГОСТ Р" | "GOST" | "GOST R" | "РМГ" | "ПМГ" => {
                (30..=99).contains(&value) || written.starts_with('0') && parts > 0
            }
            "CODEX STAN" | "CXS" | "CXG" | "CXC" | "CXM" => false,
            // `UL 60335-2-40`, `CSA-E335-2-19`: parts of the IEC's numbers, unless
            // nothing but a year fits.
            _ if plain == 5 && number.starts_with(['6', '8'])
                || number.len() > 3
                    && number.strip_prefix('E').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
                || number.rsplit(' ').next().is_some_and(|n| n.len() == 5 && n.starts_with(['6', '8'])) =>
            {
                value >= 85 || written.starts_with('0') || parts >= 2
            }
            _ => true,
        }
    };
    let fits = fits
        && (digits == 4 && (1880..2060).contains(&known) && (last || !behind.is_empty())
            || digits == 2 && two_digits());
    fits.then_some((known, token.len()))
}

/// `NOM-051-SCFI/SSA1-2010`: the ministries are part of the number.
fn mexican(scan: &mut Scan<'_>, pieces: &mut Pieces, start: usize) -> bool {
    let length = scan.count(0, |b| b.is_ascii_alphanumeric() || b == b'-' || b == b'/');
    let text = scan.cut(0, length).trim_end_matches(['-', '/']);
    let (number, known) = match text.rsplit_once('-') {
        Some((number, last)) if last.len() == 4 && year(last).is_some() => (number, year(last)),
        _ => (text, None),
    };
    if !number.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    pieces.number = start..start + number.len();
    pieces.year = known;
    scan.keep(text.len());
    tail::read(scan, Talk::Short);
    true
}
