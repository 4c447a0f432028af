//! Publishers with codes of their own making: CCSDS, OASIS, Ecma, NIST, CIE …

use super::{
    grammar::Pieces,
    scan::{Scan, year},
    tail::{self, Talk},
};

/// Reads a code: words in capitals, then a token with a digit, then a tail.
pub(super) fn body(scan: &mut Scan<'_>, pieces: &mut Pieces, publisher: &str) -> bool {
    // Ecma joins with a hyphen, reports and memoranda with a blank.
    let hyphen = publisher == "ECMA" && !scan.rest().trim_start_matches([' ', '-']).starts_with(['T', 'M']);
    let gap = scan.count(0, |b| b == b' ' || b == b'-' || b == b'/');
    if gap > 1 || gap == 0 && !scan.byte(0).is_ascii_digit() {
        return false;
    }
    let joint = if hyphen {
        "-"
    } else if scan.byte(0) == b'/' && gap == 1 {
        "/"
    } else {
        " "
    };
    scan.skip(gap);
    scan.put(joint);
    let start = scan.out.len();
    let mut series = false;
    // `S ` of `CIE S 014`, `TR/` of `ECMA TR/101`, `SP ` of `NIST SP 800-53`.
    for _ in 0..3 {
        let letters = scan.count(0, |b| b.is_ascii_uppercase() || matches!(b, b'.' | b'-'));
        let letters = if scan.rest().starts_with("Adv ") { 3 } else { letters };
        if (1..=12).contains(&letters) && matches!(scan.byte(letters), b' ' | b'/') {
            pieces.kind = scan.out.len()..scan.out.len() + letters;
            scan.keep(letters + 1);
            series = true;
        } else {
            break;
        }
    }
    let length =
        scan.count(0, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/' | b':' | b'_' | b'+'));
    let token = scan.cut(0, length).trim_end_matches(['.', '-', '/', ':', '+', '_']);
    // The sections of ASME's boiler code have Roman numerals.
    let named = matches!(publisher, "OASIS" | "W3C" | "OMG" | "XEP" | "RFC") || token.starts_with("BPVC.");
    if token.len() < 2 && !series && !token.bytes().all(|b| b.is_ascii_digit())
        || token.is_empty()
        || !(named || token.bytes().any(|b| b.is_ascii_digit()))
    {
        return false;
    }
    let length = token.len();
    let from = scan.out.len();
    // The year stands behind the last colon or hyphen.
    let dated = token.rfind([':', '-']).filter(|at| {
        let behind = &token[at + 1..];
        behind.len() == 4 && behind.bytes().all(|b| b.is_ascii_digit()) && ("1900".."2060").contains(&behind)
    });
    if let Some(at) = dated {
        pieces.year = year(&token[at + 1..]);
        pieces.number = start..from + at;
    } else {
        pieces.number = start..from + length;
    }
    if hyphen && let Some(at) = token.find('-') {
        pieces.number = start..from + at;
        pieces.part = from + at + 1..from + length;
    }
    scan.keep(length);
    pieces.supplement |= tail::read(scan, Talk::Code);
    true
}
