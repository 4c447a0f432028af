//! Documents beside standards: ISO/IEC Directives, numbered papers of
//! committees, and the forms and rules of the IEC's conformity systems.

use super::{
    grammar::{Chain, Pieces},
    scan::{Scan, year},
    tail::{self, Talk},
};

/// `DIR 1 ISO SUP:2003`, `Directives, Part 2:2021`, `JTC 1 DIR`.
pub(super) fn directives(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain) -> bool {
    const WORDS: [&str; 14] = [
        "Directives",
        "DIR",
        "Part",
        "JTC",
        "ISO/IEC",
        "ISO",
        "IEC",
        "SUPPL",
        "SUP",
        "Supplement",
        "Consolidated",
        "Edition",
        "Ed.",
        "ED",
    ];
    let text = scan.rest();
    if !matches!(chain.first(), "ISO" | "IEC") || !(text.contains("DIR") || text.contains("Directives")) {
        return false;
    }
    let mark = scan.mark();
    let mut named = false;
    let mut start = None;
    loop {
        let piece = scan.mark();
        let gap = scan.count(0, |b| matches!(b, b' ' | b',' | b'+'));
        if gap > 3 {
            break;
        }
        scan.keep(gap);
        let digits = scan.digits(0);
        if gap > 0
            && let Some(word) = scan.word(&WORDS)
        {
            if matches!(word, "DIR" | "Directives") {
                pieces.kind = scan.out.len()..scan.out.len() + word.len();
                named = true;
            } else {
                start.get_or_insert(scan.out.len());
            }
            pieces.supplement |= word.starts_with("SUP") || word.starts_with("Sup");
            scan.keep(word.len());
        } else if gap > 0 && (1..=2).contains(&digits) {
            start.get_or_insert(scan.out.len());
            scan.keep(digits);
        } else if gap == 0 && scan.byte(0) == b':' && scan.digits(1) == 4 {
            pieces.year = year(scan.cut(1, 5));
            if let Some(start) = start.filter(|_| pieces.number.is_empty()) {
                pieces.number = start..scan.out.len();
            }
            scan.keep(5);
        } else {
            scan.reset(piece);
            break;
        }
    }
    if let Some(start) = start.filter(|_| pieces.number.is_empty()) {
        pieces.number = start..scan.out.len();
    }
    if !named || pieces.number.is_empty() {
        scan.reset(mark);
        *pieces = Pieces { publisher: pieces.publisher.clone(), ..Pieces::default() };
        return false;
    }
    pieces.supplement |= tail::read(scan, Talk::Short);
    true
}

/// `/TC 184/SC 4/WG 12 N10897`, `JTC 1/SC 27 N 123`.
pub(super) fn committee(scan: &mut Scan<'_>, pieces: &mut Pieces) -> bool {
    const BODIES: [&str; 14] =
        ["TC", "JTC", "PC", "SC", "WG", "JWG", "CAG", "AG", "AHG", "TMB", "CASCO", "COPOLCO", "DEVCO", "QC"];
    let mark = scan.mark();
    let mut bodies = 0;
    loop {
        let gap = scan.count(0, |b| matches!(b, b' ' | b'/'));
        if !(1..=2).contains(&gap) {
            break;
        }
        if scan.byte(gap) == b'N' {
            let blank = usize::from(scan.byte(gap + 1) == b' ');
            let digits = scan.digits(gap + 1 + blank);
            if bodies == 0 || !(1..=6).contains(&digits) {
                break;
            }
            scan.keep(gap);
            pieces.number = mark.written() + 1..scan.out.len() + 1 + blank + digits;
            scan.keep(1 + blank + digits);
            tail::read(scan, Talk::Short);
            if let Some(found) = scan.out.rfind(':') {
                pieces.year = year(scan.out.get(found + 1..).unwrap_or_default());
            }
            pieces.supplement = true;
            return true;
        }
        let piece = scan.mark();
        scan.keep(gap);
        let Some(body) = scan.word(&BODIES) else {
            scan.reset(piece);
            break;
        };
        scan.keep(body.len());
        let blank = usize::from(scan.byte(0) == b' ');
        let digits = scan.digits(blank);
        if digits > 0 {
            scan.keep(blank + digits);
        }
        bodies += 1;
    }
    scan.reset(mark);
    false
}

/// `TRF 60335-2-6,25D:2017`, `OD-2034-F1`, `01-S:2025-03, Ed. 5.1`, `CA 01:2025-10`.
pub(super) fn conformity(scan: &mut Scan<'_>, pieces: &mut Pieces) -> bool {
    let gap = scan.count(0, |b| matches!(b, b' ' | b'-'));
    if gap != 1 {
        return false;
    }
    scan.skip(gap);
    scan.put(" ");
    // The kind of paper, then perhaps whose standard it is about.
    for word in 0..3 {
        let letters = scan.count(0, |b| b.is_ascii_alphabetic());
        if letters == 0 || letters > 6 || !matches!(scan.byte(letters), b' ' | b'-') {
            break;
        }
        if word == 0 {
            pieces.kind = scan.out.len()..scan.out.len() + letters;
        }
        scan.keep(letters + 1);
    }
    let start = scan.out.len();
    let length =
        scan.count(0, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b',' | b'_' | b'&' | b'/'));
    let token = scan.cut(0, length).trim_end_matches(['-', '.', ',', '_', '&', '/']);
    if !token.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let digits = token.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(token.len());
    pieces.number = start..start + if digits == 0 { token.len() } else { digits };
    if digits > 0 && token[digits..].starts_with('-') {
        let parts = token[digits + 1..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
        let parts = token[digits + 1..digits + 1 + parts].trim_end_matches('-').len();
        if parts > 0 {
            pieces.part = start + digits + 1..start + digits + 1 + parts;
        }
    }
    scan.keep(token.len());
    if scan.byte(0) == b':' && scan.digits(1) == 4 {
        pieces.year = year(scan.cut(1, 5));
        scan.keep(5);
        if scan.byte(0) == b'-' && scan.digits(1) == 2 {
            scan.keep(3);
        }
    }
    pieces.supplement |= tail::read(scan, Talk::Short);
    for word in [" Redline Version", " Redline version", " Redline", " Version", " version"] {
        if scan.rest().starts_with(word) {
            scan.keep(word.len());
        }
    }
    true
}
