//! ETSI and the United Nations: designations unlike all others.

use super::{
    grammar::Pieces,
    scan::{Scan, year},
};

/// `EN 301 489-1 V2.2.3 (2019-11)`, `ETS 300 011/A1 ed.1 (1994-12)`, `GS NFV-IFA 005`.
pub(super) fn etsi(scan: &mut Scan<'_>, pieces: &mut Pieces) -> bool {
    const TYPES: [&str; 17] = [
        "EN", "TS", "TR", "ES", "EG", "ETS", "ETR", "I-ETS", "GS", "GR", "SR", "TBR", "NET", "TCRTR", "TCTR",
        "GTS", "TC-TR",
    ];
    let gap = usize::from(matches!(scan.byte(0), b' ' | b'/' | b'-'));
    scan.skip(gap);
    scan.put(" ");
    let Some(kind) = scan.word(&TYPES) else { return false };
    scan.keep(kind.len());
    pieces.publisher.end = scan.out.len();
    scan.skip(usize::from(matches!(scan.byte(0), b' ' | b'-')));
    scan.put(" ");
    let start = scan.out.len();
    if matches!(kind, "GS" | "GR" | "GTS") {
        // The group that wrote it: `NFV-IFA `, `GSM `, `mWT `.
        let group = scan.count(0, |b| b.is_ascii_alphanumeric() || b == b'-');
        if scan.byte(group) == b' '
            && scan.cut(0, group).bytes().any(|b| b.is_ascii_alphabetic())
            && scan.byte(group + 1).is_ascii_digit()
        {
            scan.keep(group + 1);
        }
    }
    let digits = scan.digits(0);
    if !etsi_number(scan, digits) {
        return false;
    }
    if scan.byte(0) == b'.' && scan.byte(1).is_ascii_digit() {
        let n = scan.digits(1);
        scan.keep(1 + n);
    }
    if scan.byte(0) == b'-' && scan.capitals(1) >= 2 {
        let n = scan.capitals(1);
        scan.keep(1 + n);
    }
    pieces.number = start..scan.out.len();
    let parts = scan.out.len() + 1;
    while scan.byte(0) == b'-' && (1..=3).contains(&scan.digits(1)) {
        let n = scan.digits(1);
        scan.keep(1 + n);
        pieces.part = parts..scan.out.len();
    }
    if scan.byte(0) == b'/' && matches!(scan.byte(1), b'A' | b'C') && scan.digits(2) > 0 {
        let n = scan.digits(2);
        scan.keep(2 + n);
        pieces.supplement = true;
    }
    version(scan, pieces);
    true
}

/// Six digits in two groups, or two or three.
pub(super) fn etsi_number(scan: &mut Scan<'_>, digits: usize) -> bool {
    match digits {
        6 => {
            scan.keep(3);
            scan.put(" ");
            scan.keep(3);
        }
        3 if scan.byte(3) == b' ' && scan.digits(4) == 3 => scan.keep(7),
        2..=4 => scan.keep(digits),
        _ => return false,
    }
    true
}

/// ` V2.2.3 (2019-11)`, ` ed.1 (1995-08)`, `:2019`.
pub(super) fn version(scan: &mut Scan<'_>, pieces: &mut Pieces) {
    let blank = usize::from(matches!(scan.byte(0), b' ')) + usize::from(scan.rest().starts_with(", "));
    if blank > 0 {
        let mark = scan.mark();
        scan.skip(blank);
        scan.put(" ");
        let lead = match () {
            () if matches!(scan.byte(0), b'V' | b'v') && scan.byte(1).is_ascii_digit() => 1,
            () if scan.rest().starts_with("ed.") => 3,
            () => 0,
        };
        let digits = scan.count(lead, |b| b.is_ascii_digit() || b == b'.');
        let digits = scan.cut(lead, lead + digits).trim_end_matches('.').len();
        if lead > 0 && digits > 0 {
            scan.put(if lead == 1 { "V" } else { "ed." });
            scan.skip(lead);
            scan.keep(digits);
        } else {
            scan.reset(mark);
        }
    }
    if scan.rest().starts_with(" (") && scan.digits(2) == 4 {
        let month = if scan.byte(6) == b'-' && scan.digits(7) == 2 { 3 } else { 0 };
        if scan.byte(6 + month) == b')' {
            pieces.year = year(scan.cut(2, 6));
            scan.keep(7 + month);
        }
    } else if scan.byte(0) == b':' && scan.digits(1) == 4 {
        pieces.year = year(scan.cut(1, 5));
        scan.keep(5);
    }
}

/// `No. 13-H`, `R100.03`, `No. 85 of the Economic Commission for Europe`.
pub(super) fn un(scan: &mut Scan<'_>, pieces: &mut Pieces, name: &'static str) -> bool {
    // One name for all spellings.
    scan.out.truncate(pieces.publisher.start);
    let rules = name.contains("GTR");
    scan.put(if rules { "UN GTR No." } else { "UN Regulation No." });
    pieces.publisher = pieces.publisher.start..scan.out.len();
    scan.skip(usize::from(matches!(scan.byte(0), b' ' | b'-')));
    for word in [
        "No. ", "No.", "No ", "Nos. ", "Nr. ", "Nr ", "nr. ", "nr ", "n° ", "N° ", "n.º ", "nº ", "n.° ",
        "№ ", "№", "R",
    ] {
        if scan.rest().starts_with(word) {
            scan.skip(word.len());
            break;
        }
    }
    let digits = scan.digits(0);
    if !(1..=3).contains(&digits) || scan.rest().starts_with('0') {
        return false;
    }
    scan.put(" ");
    let start = scan.out.len();
    scan.keep(digits);
    pieces.number = start..scan.out.len();
    let letter = usize::from(scan.byte(0) == b'-');
    if matches!(scan.byte(letter), b'H' | b'E' | b'S')
        && !scan.byte(letter + 1).is_ascii_alphanumeric()
        && (letter == 1 || scan.byte(0) == b'H')
    {
        scan.skip(letter);
        scan.put("-");
        let part = scan.out.len();
        scan.keep(1);
        pieces.part = part..scan.out.len();
    }
    if matches!(scan.byte(0), b'.' | b'/') && scan.digits(1) == 2 && !rules {
        // The series of amendments: `R100.03`, `R44/04`.
        scan.skip(1);
        scan.put(".");
        scan.keep(2);
    } else if scan.rest().starts_with(", ") && scan.digits(2) == 2 && scan.from(4).starts_with(" series") {
        scan.skip(2);
        scan.put(".");
        scan.keep(2);
        scan.skip(" series".len());
        if scan.rest().starts_with(" of amendments") {
            scan.skip(" of amendments".len());
        }
    }
    for said in [" of the Economic Commission for Europe", " of the United Nations", " (UN/ECE)", " (UNECE)"]
    {
        if scan.rest().starts_with(said) {
            scan.skip(said.len());
        }
    }
    true
}
