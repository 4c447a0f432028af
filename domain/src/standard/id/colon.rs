//! `NUMBER-PART:YEAR`: ISO, IEC, CEN, and the national bodies that follow them.

use super::{
    grammar::{Chain, Pieces, kinds},
    scan::{Scan, year},
    tail::{self, Talk},
};

/// Reads type, number, part, date and tail.
pub(super) fn body(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain) -> bool {
    kinds(scan, pieces, chain);
    blank_before_number(scan);
    if !number(scan, pieces, chain) {
        return false;
    }
    let slashed = parts(scan, pieces, chain);
    part_in_words(scan, pieces, chain);
    if chain.first() == "HD" || chain.last() == "HD" {
        // `HD 251 S3:1982`: the series is the edition.
        if scan.byte(0) == b' ' && scan.byte(1) == b'S' && scan.digits(2) == 1 {
            scan.keep(3);
        }
    }
    if pieces.year.is_none() {
        date(scan, pieces, chain, slashed);
    }
    if chain.first() == "QCVN" && scan.byte(0) == b'/' && scan.capitals(1) >= 2 {
        // The ministry that issued it: `QCVN 4:2009/BKHCN`.
        let ministry = scan.capitals(1);
        scan.keep(1 + ministry);
    }
    let talk = if matches!(
        chain.first(),
        "BS" | "PD" | "DD" | "PAS" | "BSI Flex" | "DISC PD" | "PP" | "EP" | "NA" | "HB" | "CIE" | "IEC"
    ) || chain.has("IEEE")
        // A project that ISO and IEEE share: `ISO/IEC FDIS P15289, April 2014`.
        || scan.out[pieces.number.clone()].starts_with('P')
    {
        Talk::Long
    } else {
        Talk::Short
    };
    pieces.supplement |= tail::read(scan, talk);
    true
}

/// One blank, whatever stands there.
fn blank_before_number(scan: &mut Scan<'_>) {
    let gap = scan.count(0, |b| matches!(b, b' ' | b'-' | b'_' | b'/'));
    scan.skip(gap.min(3));
    for word in ["No. ", "No ", "Nr. ", "nr. ", "n° ", "№ ", "standard ", "Standard ", "Norm "] {
        if scan.rest().starts_with(word) {
            scan.skip(word.len());
            break;
        }
    }
    scan.put(" ");
}

/// The number: digits, perhaps behind class letters.
fn number(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain) -> bool {
    let start = scan.out.len();
    if !series_letters(scan, chain) {
        return false;
    }
    let mut digits = scan.digits(0);
    if digits == 0 || digits > 8 {
        return false;
    }
    // Thousands apart: `60 335`, `DIN 51 756`, but `SN 521 500` is written so.
    let apart = scan.byte(digits) == b' '
        && scan.digits(digits + 1) == 3
        && digits <= 3
        && scan.byte(digits + 4) != b' ';
    let joined =
        matches!(chain.last(), "IEC" | "EN" | "DIN" | "VDE" | "HD" | "CEI" | "ISO" | "NEN") && digits == 2;
    if apart && joined {
        scan.keep(2);
        scan.skip(1);
        digits = 3;
    } else if apart && matches!(chain.last(), "SN" | "SNR") {
        scan.keep(digits + 1);
        digits = 3;
    }
    scan.keep(digits);
    letters_behind(scan, chain);
    while scan.byte(0) == b'.' && scan.byte(1).is_ascii_digit() {
        let n = scan.digits(1);
        scan.keep(1 + n);
        letters_behind(scan, chain);
    }
    several(scan, chain);
    pieces.number = start..scan.out.len();
    true
}

/// `126 & 127`, `13; 14; 15 and 16`: BSI's specifications under several numbers.
fn several(scan: &mut Scan<'_>, chain: &Chain) {
    while matches!(chain.first(), "BS" | "PD") {
        let Some(joint) = [" & ", "; ", " and "].into_iter().find(|j| scan.rest().starts_with(j)) else {
            return;
        };
        let digits = scan.digits(joint.len());
        if !(1..=5).contains(&digits) {
            return;
        }
        scan.keep(joint.len() + digits);
    }
}

/// `C ` of `JIS C 9335`, `2TA ` of `BS 2TA 56`, `R ` of `OIML R 76`, `GUM-`.
fn series_letters(scan: &mut Scan<'_>, chain: &Chain) -> bool {
    let lead = usize::from(
        matches!(chain.first(), "BS") && scan.byte(0).is_ascii_digit() && scan.byte(1).is_ascii_uppercase(),
    );
    let letters = scan.capitals(lead);
    if letters == 0 {
        return true;
    }
    let blank = usize::from(matches!(scan.byte(lead + letters), b' ' | b'.' | b'-'));
    if letters > 4 || !scan.byte(lead + letters + blank).is_ascii_digit() || lead == 1 && blank == 0 {
        return lead == 1 && blank == 0;
    }
    // `AS A 61` is a road and `DIN A4` a sheet of paper.
    let number = scan.digits(letters + blank);
    if chain.is(&["AS"]) || chain.is(&["DIN"]) && letters == 1 && number < 2 {
        return false;
    }
    let spaced = matches!(chain.last(), "JIS" | "OIML") || chain.first() == "JIS";
    if spaced {
        if letters > 1 {
            return false;
        }
        scan.keep(1);
        scan.skip(blank);
        scan.put(" ");
        return true;
    }
    // A class letter is the national bodies' own: no `ISO A4`.
    let own = !matches!(chain.last(), "ISO" | "EN" | "prEN" | "CEN" | "ИСО" | "МЭК")
        || matches!(chain.last(), "ISO") && matches!(scan.byte(0), b'P') && chain.len() > 1;
    let glued_prefix = scan.byte(0) == b'P' && letters <= 2 && chain.has("IEEE");
    if !(own || glued_prefix) {
        return false;
    }
    scan.keep(lead + letters + blank);
    true
}

/// `1A`, `322R`, `177a`.
fn letters_behind(scan: &mut Scan<'_>, chain: &Chain) {
    let capitals = scan.capitals(0);
    let then = scan.byte(capitals);
    if (1..=3).contains(&capitals) && !then.is_ascii_lowercase() && !(then.is_ascii_digit() && capitals > 1) {
        scan.keep(capitals);
    } else if matches!(chain.first(), "BS" | "PD")
        && scan.byte(0).is_ascii_lowercase()
        && !scan.byte(1).is_ascii_alphabetic()
    {
        scan.keep(1);
    }
}

/// The parts; says whether the last of them was joined by a slash.
fn parts(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain) -> bool {
    let mut start = None;
    let mut slashed = false;
    // How long the date is that was read with the parts.
    let mut dated = 0;
    loop {
        let sign = scan.byte(0);
        let gap = usize::from(sign == b'-' && scan.byte(1) == b' ' && scan.byte(2).is_ascii_digit());
        let token = scan.count(1 + gap, |b| b.is_ascii_alphanumeric());
        let text = scan.cut(1 + gap, 1 + gap + token);
        if token == 0 || !is_part(text) {
            break;
        }
        let after = scan.byte(1 + gap + token);
        if sign == b'-'
            && token == 4
            && after != b':'
            && after != b'-'
            && is_edition_year(text, chain, &scan.out[pieces.number.clone()])
        {
            // `ISO 9001-2015`: the publisher writes a colon, the adopting body perhaps not.
            let colon = matches!(chain.last(), "ISO" | "IEC" | "EN" | "CISPR")
                && !matches!(chain.first(), "AS" | "AS/NZS" | "SNI" | "NMX" | "IEEE" | "CIE" | "NTC" | "NTP")
                && !chain.has("IEEE");
            scan.skip(1);
            scan.put(if colon { ":" } else { "-" });
            scan.keep(4);
            pieces.year = year(text);
            dated = 5;
            break;
        }
        if sign == b'-'
            && gap == 0
            && !matches!(after, b':' | b'-')
            && is_short_year(text, chain, &scan.out[pieces.number.clone()], sole_part(scan, start))
        {
            scan.keep(3);
            pieces.year = year(text);
            dated = 3;
            break;
        }
        // Thailand counts the years from the Buddha's death: `TIS 3017-2563` is of 2020.
        if sign == b'-'
            && chain.is(&["TIS"])
            && let Some(buddhist) = text.parse::<i16>().ok().filter(|y| (2450..2640).contains(y))
        {
            scan.keep(1 + token);
            pieces.year = Some(buddhist - 543);
            dated = 1 + token;
            break;
        }
        match sign {
            b'-' => {}
            // `ISO 31/0`, `IEC 60695-2-1/1`, `BS 4300/10`
            b'/' if text.bytes().all(|b| b.is_ascii_digit())
                && token <= 2
                && (!slashed)
                && matches!(chain.last(), "ISO" | "IEC" | "BS" | "PD" | "NCh") =>
            {
                slashed = true;
            }
            // Two of BSI's specifications in one: `PAS 2035/2030:2019`.
            b'/' if chain.is(&["PAS"]) && token == 4 && text.bytes().all(|b| b.is_ascii_digit()) => {
                slashed = true;
            }
            _ => break,
        }
        scan.skip(1 + gap);
        scan.put(if sign == b'/' { "/" } else { "-" });
        start.get_or_insert(scan.out.len());
        scan.keep(token);
        while scan.byte(0) == b'.' && scan.byte(1).is_ascii_digit() {
            let n = scan.digits(1);
            scan.keep(1 + n);
            letters_behind(scan, chain);
        }
    }
    if let Some(start) = start {
        pieces.part = start..scan.out.len() - dated;
    }
    slashed
}

/// `1`, `2A`, `E09`, `GUM`.
fn is_part(token: &str) -> bool {
    let letters = token.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = token[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let behind = &token[letters + digits..];
    let fits = behind.len() <= 2 && behind.bytes().all(|b| b.is_ascii_uppercase()) || behind.len() == 1;
    if digits > 0 {
        letters <= 2 && digits <= 6 && fits
    } else {
        letters == token.len() && letters <= 4 && !super::words::is_supplement(token)
    }
}

/// A hyphen before a year: not among the parts of series that have thousands.
fn is_edition_year(token: &str, chain: &Chain, number: &str) -> bool {
    token.bytes().all(|b| b.is_ascii_digit())
        && ("1900".."2060").contains(&token)
        && !matches!(number.trim_start(), "10303" | "11073")
        && chain.first() != "JIS"
}

/// Russian texts write old years of international standards as GOST writes its
/// own: `МЭК 335-1-91`, `ИСО 9001-94`. The numbers of the IEC from 1997 on, which
/// have parts up to a hundred, are above these; of the older ones the second parts
/// of some have parts of their own (`МЭК 335-2-64`), as have a few of the ISO.
fn is_short_year(token: &str, chain: &Chain, number: &str, part: &str) -> bool {
    let number = number.trim_start().parse::<u32>().unwrap_or(u32::MAX);
    let parted = chain.first() == "МЭК"
        && part == "2"
        && matches!(number, 68 | 255 | 335 | 598 | 601 | 695 | 704 | 811 | 998);
    matches!(chain.first(), "ИСО" | "МЭК" | "СИСПР")
        && token.len() == 2
        && ("50"..="99").contains(&token)
        && token.bytes().all(|b| b.is_ascii_digit())
        && number < 20_000
        && !matches!(number, 10_303 | 11_073 | 16_610)
        && !parted
}

/// The part that was read so far, from where parts begin.
fn sole_part<'a>(scan: &'a Scan<'_>, start: Option<usize>) -> &'a str {
    start.and_then(|start| scan.out.get(start..)).unwrap_or_default()
}

/// `(Part 1)`, `, Teil 7`, ` Part 2-9`.
fn part_in_words(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain) {
    const WORDS: [&str; 16] = [
        "Part ",
        "part ",
        "PART ",
        "Pt. ",
        "Teil ",
        "Partie ",
        "partie ",
        "Deel ",
        "deel ",
        "Parte ",
        "parte ",
        "Часть ",
        "часть ",
        "Parts ",
        "Del ",
        "Teile ",
    ];
    if !pieces.part.is_empty() || pieces.year.is_some() {
        return;
    }
    let mark = scan.mark();
    let opening = scan.count(0, |b| matches!(b, b' ' | b',' | b'(' | b':'));
    let signs = scan.cut(0, opening);
    if opening == 0 || opening > 2 {
        return;
    }
    let bracketed = signs.ends_with('(');
    scan.skip(opening);
    let Some(word) = WORDS.iter().find(|w| scan.rest().starts_with(**w)) else {
        scan.reset(mark);
        return;
    };
    let digits = scan.digits(word.len());
    if digits == 0 || digits > 4 {
        scan.reset(mark);
        return;
    }
    if *word == "Parts " && signs == ":" && scan.from(word.len() + digits).starts_with(" and ") {
        // `BS 1580:Parts 1 and 2:1962`: two parts in one volume.
        let second = scan.digits(word.len() + digits + 5);
        scan.put(":");
        let start = scan.out.len() + word.len();
        scan.keep(word.len() + digits + 5 + second);
        pieces.part = start..scan.out.len();
        return;
    }
    if bracketed {
        // India's own way: the words stay.
        scan.put(if signs.starts_with(' ') { " (" } else { "(" });
        let inside = scan.count(0, |b| b != b')');
        if scan.byte(inside) != b')' || inside > 30 {
            scan.reset(mark);
            return;
        }
        let start = scan.out.len() + word.len();
        scan.keep(inside);
        pieces.part = start..scan.out.len();
        scan.keep(1);
    } else {
        let _ = chain;
        scan.skip(word.len());
        scan.put("-");
        let start = scan.out.len();
        scan.keep(digits);
        while scan.byte(0) == b'-' && (1..=3).contains(&scan.digits(1)) {
            let n = scan.digits(1);
            scan.keep(1 + n);
        }
        pieces.part = start..scan.out.len();
    }
}

/// `:2015`, ` : 2004`, `:2013-02`, `:—`, ` Edition 2007`, `/2013` of the Gulf.
fn date(scan: &mut Scan<'_>, pieces: &mut Pieces, chain: &Chain, slashed: bool) {
    let mark = scan.mark();
    if scan.byte(0) == b'/' && chain.last() == "GSO" && scan.digits(1) == 4 && !slashed {
        pieces.year = year(scan.cut(1, 5));
        scan.keep(5);
        return;
    }
    for word in [" Edition ", ", Edition ", ", edition ", " edition "] {
        if scan.rest().starts_with(word) && scan.digits(word.len()) == 4 {
            pieces.year = year(scan.cut(word.len(), word.len() + 4));
            scan.keep(word.len() + 4);
            return;
        }
    }
    if scan.separator(b":").is_none() {
        scan.reset(mark);
        return;
    }
    if scan.byte(0) == b'-' && !scan.byte(1).is_ascii_alphanumeric() {
        // In preparation: no edition yet.
        scan.skip(scan.count(0, |b| b == b'-'));
        scan.put(":—");
        return;
    }
    let digits = scan.digits(0);
    let two =
        digits == 2 && (matches!(chain.first(), "IEC" | "ISO" | "МЭК" | "ИСО" | "СИСПР") || chain.has("CSA"));
    let known = year(scan.cut(0, digits)).filter(|_| digits == 4 || two);
    if known.is_none() {
        scan.reset(mark);
        return;
    }
    pieces.year = known;
    scan.put(":");
    scan.keep(digits);
    for _ in 0..2 {
        if scan.byte(0) == b'-' && scan.digits(1) == 2 && !scan.byte(3).is_ascii_digit() {
            scan.keep(3);
        }
    }
}
