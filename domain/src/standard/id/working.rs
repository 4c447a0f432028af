//! Working documents: `82/2001/RVDTS` of the IEC's committees, `24/30491426 DC`
//! of BSI.

use super::{Piece, StandardId, grammar::Pieces, publishers::Style};

/// Codes of the IEC's working documents.
const CODES: &[&str] = &[
    "AC", "CC", "CD", "CDV", "DA", "DC", "DISH", "DL", "DPAS", "DTR", "DTS", "FDIS", "INF", "MCR", "MTG",
    "NCC", "ND", "NP", "PAS", "PW", "Q", "QP", "R", "RM", "RQ", "RR", "RV", "RVC", "RVD", "RVDISH", "RVDPAS",
    "RVDTR", "RVDTS", "RVN", "SBP", "VN", "RVPAS", "RVX", "CL", "CA", "RVM", "DV", "RVCDV", "RVSRD", "DSRD",
    "RVDSRD",
];

/// The identifier without a publisher's name that `text` is: each has a shape of its own.
pub(super) fn document(text: &str) -> Option<StandardId> {
    committee(text).or_else(|| proposal(text)).or_else(|| comment(text)).or_else(|| other(text))
}

/// `82/2001/RVDTS`, `SMB/7378A/RV`, `CIS/A/1234/INF`.
fn committee(text: &str) -> Option<StandardId> {
    let (rest, code) = text.rsplit_once('/')?;
    if !CODES.contains(&code) {
        return None;
    }
    let number = |n: &str| {
        let n = n.strip_suffix(')').map_or(n, |n| n.rsplit_once('(').map_or(n, |(n, _)| n));
        let digits = n.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && n.len() <= digits + 1 && n[digits..].bytes().all(|b| b.is_ascii_uppercase())
    };
    let (committee, count) = rest.rsplit_once('/')?;
    let named = !committee.is_empty()
        && committee.len() <= 20
        && committee.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/' || b == b'-');
    (number(count) && named).then(|| paper(text, "IEC", 0..rest.len(), true))
}

/// `PNW 3-1519 ED1`, `PWI TR 100-41 ED1`: the IEC's proposals and preliminary work.
fn proposal(text: &str) -> Option<StandardId> {
    let rest = text.strip_prefix("PNW ").or_else(|| text.strip_prefix("PWI "))?;
    let rest =
        ["TS ", "TR ", "PAS ", "SRD ", "Guide "].iter().find_map(|k| rest.strip_prefix(k)).unwrap_or(rest);
    let (id, edition) = rest.split_once(" ED").map_or((rest, ""), |(id, edition)| (id, edition));
    let (committee, count) = id.rsplit_once('-')?;
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let fits = !committee.is_empty()
        && committee.len() <= 20
        && committee.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/')
        && !count.is_empty()
        && digits(count)
        && digits(edition);
    let from = text.len() - rest.len();
    fits.then(|| paper(text, "IEC", from..from + id.len(), true))
}

/// `24/30491426 DC`: BSI's drafts for comment.
fn comment(text: &str) -> Option<StandardId> {
    let (year, rest) = text.split_once('/')?;
    let rest = rest.strip_suffix(" DC")?;
    let all_digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    (all_digits(year, 2) && all_digits(rest, 8)).then(|| paper(text, "BSI", 0..text.len() - 3, true))
}

/// `TR X 0075:2004` of Japan, `TS 23.207:REL-4/2.0.0` of 3GPP, `17-047r1` of
/// the OGC, `P1484.11.1/D1, September 2021` of the IEEE.
fn other(text: &str) -> Option<StandardId> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let at = |n: usize| bytes.get(n).copied().unwrap_or(0);
    if let Some(rest) = text.strip_prefix("TR ").or_else(|| text.strip_prefix("TS ")) {
        if at(3).is_ascii_uppercase() && at(4) == b' ' && (4..=5).contains(&digits(5)) {
            let full = format!("JIS {rest}").parse::<StandardId>().ok().filter(|id| id.year.is_some())?;
            let mut own = paper(text, "JIS", 3..usize::from(full.number.1) - 1, full.supplement);
            own.year = full.year;
            own.kind = Piece(0, 2);
            if full.part.1 > 0 {
                own.part = Piece(full.part.0 - 1, full.part.1 - 1);
            }
            return full.as_str().ends_with(rest).then_some(own);
        }
        if digits(3) == 2 && at(5) == b'.' && (2..=3).contains(&digits(6)) {
            let (number, version) = rest.rsplit_once('/')?;
            let fits = version.split('.').count() == 3
                && version.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
                && number
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'-' | b' '));
            let end = number.find(':').unwrap_or(number.len());
            return fits.then(|| paper(text, "3GPP", 3..3 + end, false));
        }
        return None;
    }
    if let Some(number) = text.strip_prefix("AMD ") {
        // BSI numbered its amendments through.
        let shaped = (4..=5).contains(&number.len()) && digits(4) == number.len();
        return shaped.then(|| paper(text, "BSI", 4..text.len(), true));
    }
    if let Some(rest) = text.strip_prefix("PLATEAU ") {
        return plateau(text, rest);
    }
    if digits(0) == 2 && at(2) == b'-' && digits(3) == 3 && matches!(at(6), b'r' | b'c') && digits(7) > 0 {
        let end = 7 + digits(7);
        let letter = usize::from(at(end).is_ascii_lowercase());
        return (end + letter == text.len()).then(|| paper(text, "OGC", 0..6, false));
    }
    if at(0) == b'P' && (at(1) == b'C' || (2..=5).contains(&digits(1))) && text.contains("/D") {
        let full = format!("IEEE {text}").parse::<StandardId>().ok()?;
        let own = paper(text, "IEEE", 0..usize::from(full.number.1).checked_sub(5)?, full.supplement);
        return (full.as_str().strip_prefix("IEEE ") == Some(text)).then_some(own);
    }
    None
}

/// `Handbook #03-1 第2.0版`, `Technical Report #46-2`: Japan's city models.
fn plateau(text: &str, rest: &str) -> Option<StandardId> {
    let rest = rest.strip_prefix("Handbook #").or_else(|| rest.strip_prefix("Technical Report #"))?;
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let edition = rest[length..].strip_prefix(" 第").and_then(|e| e.split_once('版'));
    let numbered = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let behind = match edition {
        Some((edition, behind)) if numbered(edition) => behind,
        Some(_) => return None,
        None => &rest[length..],
    };
    let annex = behind
        .strip_prefix(" Annex ")
        .is_some_and(|a| a.len() == 1 && a.bytes().all(|b| b.is_ascii_uppercase()));
    let from = text.len() - rest.len();
    (length > 0 && (behind.is_empty() || annex)).then(|| paper(text, "PLATEAU", from..from + length, annex))
}

fn paper(
    text: &str,
    publisher: &'static str,
    number: std::ops::Range<usize>,
    supplement: bool,
) -> StandardId {
    let style = if publisher == "JIS" { Style::Colon } else { Style::Code };
    let pieces = Pieces { number, supplement, ..Pieces::default() };
    StandardId::named(text, publisher, pieces, style)
}
