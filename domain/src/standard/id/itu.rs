//! ITU: `X.509 (10/2019)`, `G Suppl. 1 (12/1972)`, `BT.500-14`, `234-1/7:`.

use super::{
    grammar::Pieces,
    scan::{Scan, year},
};

/// Words between number and date, with what counts them behind.
const WORDS: [&str; 22] = [
    "Amd.",
    "Amd",
    "Amendment",
    "Corrigendum",
    "Technical Cor.",
    "Cor.",
    "Cor",
    "Add.",
    "Addendum",
    "Suppl.",
    "Suppl",
    "Supplement",
    "Err.",
    "Erratum",
    "Imp.",
    "Annexes",
    "Annex",
    "App.",
    "Appendix",
    "attachment",
    "Rev.",
    "series",
];

/// Reads an ITU number, its editions and its supplements.
pub(super) fn body(scan: &mut Scan<'_>, pieces: &mut Pieces) -> bool {
    scan.skip(usize::from(scan.byte(0) == b' ' || scan.byte(0) == b'-'));
    for word in ["Recommendation ", "Rec. ", "Rec ", "Report ", "OB No. ", "OB."] {
        if scan.rest().starts_with(word) {
            if word.starts_with("OB") {
                scan.put(" OB No.");
                pieces.kind = scan.out.len() - 6..scan.out.len();
            }
            scan.skip(word.len());
            break;
        }
    }
    scan.put(" ");
    let start = scan.out.len();
    if !(square(scan) || series_supplement(scan) || code(scan)) {
        return false;
    }
    pieces.number = start..scan.out.len();
    // The Radiocommunication Sector counts editions behind the number: `BT.500-14`.
    while scan.byte(0) == b'-' && scan.digits(1) > 0 {
        let n = scan.digits(1);
        scan.keep(1 + n);
    }
    question(scan);
    if scan.byte(0) == b'-' && scan.capitals(1) == 1 && scan.rest().len() == 2 {
        // The language: `V.574-5-F`.
        scan.keep(2);
    }
    supplements(scan, pieces);
    true
}

/// `P.[3/BL/1]`: a draft's place holder.
fn square(scan: &mut Scan<'_>) -> bool {
    let letters = scan.capitals(0);
    let dot = usize::from(scan.byte(letters) == b'.');
    if scan.byte(letters + dot) != b'[' {
        return false;
    }
    let inside =
        scan.count(letters + dot + 1, |b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'.'));
    let end = letters + dot + 1 + inside;
    if inside == 0 || scan.byte(end) != b']' {
        return false;
    }
    scan.keep(end + 1 + usize::from(scan.byte(end + 1) == b':'));
    true
}

/// The series that a supplement belongs to: `G` of `G Suppl. 1`.
fn series_supplement(scan: &mut Scan<'_>) -> bool {
    let letters = scan.capitals(0);
    if !(1..=2).contains(&letters) || !scan.from(letters).starts_with(" Suppl") {
        return false;
    }
    let number = scan
        .from(letters)
        .trim_start_matches(" Suppl")
        .trim_start_matches(['e', 'm', 'n', 't', 's', '.', ' ']);
    if !number.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let length = scan.rest().len() - number.len();
    let digits = scan.count(length, |b| b.is_ascii_digit() || b == b'.');
    scan.keep(length + scan.cut(length, length + digits).trim_end_matches('.').len());
    true
}

/// `X.509`, `G.7041/Y.1303`, `SG04.109`, `EMC-1`, `E-220`, `44.HDB`, `62`.
fn code(scan: &mut Scan<'_>) -> bool {
    let letters = scan.capitals(0);
    if letters > 4 {
        return false;
    }
    if letters == 0 {
        let digits = scan.digits(0);
        scan.keep(digits);
        if scan.rest().starts_with(".HDB") {
            scan.keep(4);
        }
        return digits > 0;
    }
    let joined = match scan.byte(letters) {
        b'.' | b'-' => 1,
        b'0'..=b'9' => 0,
        _ => return false,
    };
    scan.keep(letters + joined);
    // `X.ImpOSI`, `SEC-QKD`.
    let name = scan.count(0, |b| b.is_ascii_alphabetic());
    if name > 10 || name > 0 && letters + name < 4 {
        return false;
    }
    scan.keep(name);
    let digits = scan.digits(0);
    if digits == 0 && name == 0 {
        return false;
    }
    scan.keep(digits);
    points(scan);
    // `G.7041/Y.1303`, `E.9/F.9/Q.9`, `Q.81-Q.85`: a number of several series.
    loop {
        let second = scan.capitals(1);
        let joins = scan.byte(0) == b'/' || scan.byte(0) == b'-';
        if !(joins
            && (1..=2).contains(&second)
            && scan.byte(1 + second) == b'.'
            && scan.digits(2 + second) > 0)
        {
            return true;
        }
        let digits = scan.digits(2 + second);
        scan.keep(2 + second + digits);
        points(scan);
    }
}

/// `.1.2`, then a letter or a Latin ordinal: `D.501 R`, `D.9R`, `V.25 bis`, `I.430a`.
fn points(scan: &mut Scan<'_>) {
    while scan.byte(0) == b'.' && scan.byte(1).is_ascii_digit() {
        let n = scan.digits(1);
        scan.keep(1 + n);
    }
    for word in ["bis", "ter", "quater", " bis", " ter", " quater"] {
        if scan.rest().starts_with(word) && !scan.byte(word.len()).is_ascii_alphanumeric() {
            scan.keep(word.len());
        }
    }
    let blank = usize::from(scan.byte(0) == b' ');
    let letter = scan.byte(blank);
    if (letter.is_ascii_uppercase() || blank == 0 && letter.is_ascii_lowercase())
        && matches!(scan.byte(blank + 1), 0 | b' ' | b'/')
    {
        scan.keep(blank + 1);
    }
}

/// `/7:`, `/BL/6`, `-BL-9`: questions of study groups.
fn question(scan: &mut Scan<'_>) {
    if scan.rest().starts_with("-BL-") && scan.digits(4) > 0 {
        let n = scan.digits(4);
        scan.keep(4 + n);
    }
    while scan.byte(0) == b'/' {
        let token = scan.count(1, |b| b.is_ascii_digit() || b.is_ascii_uppercase());
        if !(1..=4).contains(&token) {
            return;
        }
        scan.keep(1 + token);
    }
    if scan.rest() == ":" {
        scan.keep(1);
    }
}

/// `(2018)`, `Amd. 1`, `Annex C`, `(V2)`, `(10/2019)`, in any order.
fn supplements(scan: &mut Scan<'_>, pieces: &mut Pieces) {
    let mut first_year = None;
    loop {
        let mark = scan.mark();
        let gap = scan.count(0, |b| matches!(b, b' ' | b'/' | b','));
        if gap > 2 || gap == 0 && scan.byte(0) != b'(' {
            break;
        }
        if gap == 0 {
            scan.put(" ");
        }
        scan.keep(gap);
        if let Some(dated) = date(scan) {
            first_year.get_or_insert(dated);
            continue;
        }
        if version(scan) {
            continue;
        }
        let Some(word) = WORDS.iter().find(|w| scan.rest().starts_with(**w)) else {
            scan.reset(mark);
            break;
        };
        scan.keep(word.len());
        pieces.supplement = true;
        let blank = usize::from(scan.byte(0) == b' ');
        let count = scan.count(blank, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-'));
        let count_text = scan.cut(blank, blank + count);
        let roman = count_text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
        let shaped = count_text.bytes().any(|b| b.is_ascii_digit()) && count <= 6
            || roman && count > 0
            || count == 1 && count_text.bytes().all(|b| b.is_ascii_uppercase())
            || count == 3 && count_text.as_bytes()[1] == b'+';
        if shaped {
            scan.keep(blank + count);
        }
    }
    pieces.year = first_year;
}

/// `(10/2019)`, `(2019)`.
fn date(scan: &mut Scan<'_>) -> Option<i16> {
    if scan.byte(0) != b'(' {
        return None;
    }
    let month = if scan.digits(1) == 2 && scan.byte(3) == b'/' { 3 } else { 0 };
    if scan.digits(1 + month) != 4 || scan.byte(5 + month) != b')' {
        return None;
    }
    let known = year(scan.cut(1 + month, 5 + month))?;
    scan.keep(6 + month);
    Some(known)
}

/// `(V2)`, `v.1`, `V1.1`.
fn version(scan: &mut Scan<'_>) -> bool {
    let bracket = usize::from(scan.byte(0) == b'(');
    if !matches!(scan.byte(bracket), b'V' | b'v') {
        return false;
    }
    let digits = scan.count(bracket + 1, |b| b.is_ascii_digit() || b == b'.');
    let end = bracket + 1 + digits;
    if digits == 0 || !scan.byte(end - 1).is_ascii_digit() || bracket == 1 && scan.byte(end) != b')' {
        return false;
    }
    scan.keep(end + bracket);
    true
}
