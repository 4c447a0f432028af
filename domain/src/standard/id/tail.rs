//! What stands behind number and date: amendments, corrigenda, consolidations,
//! editions, languages, reaffirmations, relations to other documents.

use super::{grammar, phrases, publishers::at_start, scan::Scan, words};

/// How much a publisher says behind its numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Talk {
    /// Supplements, editions, languages.
    Short,
    /// Also months, relations, remarks in brackets (IEEE, BSI).
    Long,
    /// As [`Talk::Long`], with versions and pages (`S-57 3.1.0`, `PP06 265-270`).
    Code,
}

/// Reads the tail; says whether it names a supplement. What is not understood
/// is left unread, and so is a word that joins when nothing follows it.
pub(super) fn read(scan: &mut Scan<'_>, talk: Talk) -> bool {
    let mut supplement = false;
    // A bare number is only right behind a word that counts (`Amd 1`).
    let mut counts = false;
    // Where to go back to when the last word joins nothing (`… and`).
    let mut joins = None;
    while !scan.is_done() {
        let mark = scan.mark();
        let separators = scan.count(0, |b| {
            matches!(b, b' ' | b'/' | b'+' | b',' | b':' | b'-' | b'.' | b'|' | b'&' | b';' | b'_')
        });
        if separators > 3 || scan.rest().len() == separators {
            break;
        }
        let signs = scan.cut(0, separators);
        scan.keep(separators);
        if bracket(scan, talk)
            || other_document(scan, separators > 0)
            || talk == Talk::Long && phrases::read(scan, signs)
        {
            (counts, joins) = (false, None);
            continue;
        }
        let letters = scan.count(0, |b| b.is_ascii_alphabetic());
        let word = scan.cut(0, letters);
        let digits = scan.count(letters, |b| b.is_ascii_digit() || b == b'.');
        let digits = scan.cut(letters, letters + digits).trim_end_matches('.').len();
        let number = scan.cut(letters, letters + digits);
        let after = scan.count(letters + digits, |b| b.is_ascii_alphanumeric());
        let behind = scan.cut(letters + digits, letters + digits + after);
        let plausible = fits(word, number, behind, signs, counts, talk)
            || talk != Talk::Short && of_project(&scan.out[..mark.written()], word, number, behind, signs);
        if !plausible {
            scan.reset(mark);
            break;
        }
        supplement |= words::is_supplement(word);
        counts = letters > 0 || counts && after == 0;
        joins = words::joins(word).then_some(()).and(joins.or(Some(mark)));
        if digits > 0 {
            joins = None;
        }
        scan.keep(letters + digits + if digits > 0 { after } else { 0 });
    }
    if let Some(mark) = joins {
        scan.reset(mark);
    }
    supplement
}

/// What only a project of the IEEE says behind its number (`P802.3bq`): a draft
/// without its letter (`/3.2`), a second body's number, a year to come (`201x`).
fn of_project(read: &str, word: &str, number: &str, after: &str, signs: &str) -> bool {
    let project = read.split([' ', '/']).any(|w| {
        w.strip_prefix('P')
            .is_some_and(|n| n.trim_start_matches('C').starts_with(|c: char| c.is_ascii_digit()))
    });
    let counted = signs == "/" && after.is_empty() && number.len() <= 7;
    let to_come = number == "201" && matches!(after, "x" | "X") && signs.contains(['/', ':']);
    project && word.is_empty() && !number.is_empty() && (counted || to_come)
}

/// Whether a word, a number, or a word with a number may stand here.
fn fits(word: &str, number: &str, after: &str, signs: &str, counts: bool, talk: Talk) -> bool {
    // `7th edition`
    let ordinal = matches!(after, "st" | "nd" | "rd" | "th");
    // OIML counts its drafts: `R 201 1WD`.
    let round = matches!(after, "WD" | "CD") && signs == " ";
    let after = after.len();
    let long = talk != Talk::Short;
    let known = words::may_follow(word, long);
    let glued = signs.is_empty();
    let plausible = match (word.len(), number.len()) {
        (0, 0) => false,
        (0, n) => {
            let dated = signs.contains([':', '-']) && (n == 4 || n == 2);
            let yearly = long && n == 4 && signs.contains([' ', ',']);
            let listed = long && counts && signs.contains([',', '.', '/', ':', ' ', '-']);
            let version = talk == Talk::Code && matches!(signs, " " | "-");
            (counts || dated || yearly || listed || version) && after <= 3
                || after == 2 && signs.contains(' ') && ordinal
                || round
        }
        // `/DJ`: a draft counted with letters.
        (_, 0) => {
            known
                || long && signs.contains(' ') && words::is_month(word)
                // `/R-ma`: the project that revises the whole.
                || long && counts && signs == "-" && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_lowercase())
                || long
                    && signs == "/"
                    && word.len() == 2
                    && word.starts_with('D')
                    && word.bytes().all(|b| b.is_ascii_uppercase())
        }
        // `AMD1`, `ED2`; `D3.0` of a draft, `C37.10` of another document.
        _ if long => (known || word.len() <= 3) && after <= 4,
        _ => known && after <= 1,
    };
    let unglued = !glued
        || word.is_empty()
        || !number.is_empty()
        || words::is_supplement(word)
        || long
        || word == "HDB";
    plausible && unglued
}

/// A remark in brackets.
fn bracket(scan: &mut Scan<'_>, talk: Talk) -> bool {
    let close = match scan.byte(0) {
        b'(' => b')',
        b'[' => b']',
        _ => return false,
    };
    let mut depth = 0;
    let end = scan.rest().bytes().position(|b| {
        depth += i32::from(b == b'(' || b == b'[') - i32::from(b == b')' || b == b']');
        depth == 0
    });
    // IEEE forgets to close a bracket now and then.
    let end = match end {
        Some(end) if scan.byte(end) == close => end,
        None if talk != Talk::Short => scan.rest().len(),
        _ => return false,
    };
    let inside = scan.cut(1, end);
    if !(is_short_remark(inside, &scan.out)
        || talk != Talk::Short && (words::is_remark(inside) || is_list(inside) || is_abbreviation(inside)))
    {
        return false;
    }
    scan.keep((end + 1).min(scan.rest().len()));
    true
}

/// Languages, years, versions, "all parts", an identifier.
fn is_short_remark(inside: &str, read: &str) -> bool {
    let dated = !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-'));
    let counted = |prefix: &[char]| {
        inside.strip_prefix(prefix).is_some_and(|n| {
            n.starts_with(|c: char| c.is_ascii_digit()) && n.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        })
    };
    dated
        || words::ALL_PARTS.contains(&inside)
        || is_language(inside)
        || inside.strip_prefix("Part ").is_some_and(|p| p.len() <= 20)
        || counted(&['R', 'V', 'v', 'W'])
        || is_former_number(inside)
        || read.starts_with("ISO/IEC ") && phrases::is_number(inside)
        || ["Reapproved ", "Reaffirmed ", "reapproved ", "RA "].iter().any(|w| inside.starts_with(w))
        || is_document(inside)
        // Britain's wiring rules are a European document too: `(AS BS 7671)`.
        || inside.strip_prefix("AS ").is_some_and(is_document)
}

fn is_document(inside: &str) -> bool {
    at_start(inside).is_some() && grammar::parse(inside).is_ok()
}

/// `ANSI Y32.21-1976, NCTA 006-0975`: an identifier, then others that may be unknown.
fn is_list(inside: &str) -> bool {
    inside.split_once(", ").is_some_and(|(first, others)| {
        is_document(first) && others.len() < 60 && others.bytes().any(|b| b.is_ascii_digit())
    })
}

/// `BRC`: what a draft is, in capitals.
fn is_abbreviation(inside: &str) -> bool {
    (2..=5).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_uppercase())
}

/// `N403`, `N18-20/N524`, `DE`, `RU-2021`: capitals and numbers that another body gave.
fn is_former_number(inside: &str) -> bool {
    let letters = inside.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &inside[letters..];
    (1..=2).contains(&letters)
        && inside.len() <= 14
        && (rest.is_empty() && letters == 2
            || rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()))
        && rest
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || matches!(b, b'.' | b'-' | b'/'))
}

/// `E`, `E/F`, `en,fr`.
pub(super) fn is_language(inside: &str) -> bool {
    !inside.is_empty()
        && inside.split(['/', ',']).all(|l| {
            l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase())
                || (l.len() == 2 || l == "other") && l.bytes().all(|b| b.is_ascii_lowercase())
        })
}

/// `/ISO 9902-2:2001`, ` | IDF 202:2010`, ` IEEE Std 1650`: the same text under another number.
fn other_document(scan: &mut Scan<'_>, separated: bool) -> bool {
    // `D-IS` is a draft, `/prA2` an amendment.
    let short = scan.out.ends_with(['-', '/'])
        && at_start(scan.rest()).is_some_and(|p| p.spelling.len() < 3)
        && (scan.out.ends_with('-') || scan.rest().starts_with("DD"));
    // `DIN EN 1991-1-4/NA:2010-12` is the national annex of that very standard.
    let annex = scan.out.ends_with('/')
        && scan
            .rest()
            .strip_prefix("NA")
            .is_some_and(|r| r.is_empty() || r.starts_with([':', '/', '+', ',']));
    if !separated
        || short
        || annex
        || scan.rest().starts_with("pr")
        || scan.rest().starts_with("Fpr")
        || at_start(scan.rest()).is_none()
    {
        return false;
    }
    match grammar::read(scan.rest()) {
        // The IEEE writes `No.` in numbers of the CSA, which prints them in capitals.
        Ok((other, end))
            if scan.out.starts_with("IEEE")
                && scan.cut(0, end).replace(" No. ", " NO. ") == other.as_str() =>
        {
            scan.keep(end);
            true
        }
        Ok((other, end)) => {
            scan.put(other.as_str());
            scan.skip(end);
            true
        }
        Err(_) => false,
    }
}
