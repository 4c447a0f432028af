//! ASHRAE and AMCA: what amends stands before or behind the standard
//! (`Addendum c to Standard 62.1-2019`, `Standard 34-2004: Addendum g`).

use super::{
    grammar::Pieces,
    publishers::at_start,
    scan::{Scan, year},
};

/// Reads the whole designation behind the publisher's name.
pub(super) fn body(scan: &mut Scan<'_>, pieces: &mut Pieces) -> bool {
    if scan.byte(0) == b'-' {
        scan.skip(1);
        scan.put(" ");
    }
    // `Addenda j, q, and t to`, `Addendum ad for`.
    if ["Addend", "Errat", "Interpretation"].iter().any(|w| scan.rest().trim_start().starts_with(w)) {
        let lead =
            [" to ", " for "].iter().filter_map(|w| scan.rest().find(w).map(|at| at + w.len() - 1)).min();
        let Some(length) = lead.filter(|n| *n < 90 && letters_of_addenda(scan.cut(0, *n))) else {
            return false;
        };
        scan.keep(length);
        pieces.supplement = true;
        // `to ANSI/ASHRAE Standard 34-2019`
        if let Some(found) = at_start(scan.from(1)).filter(|p| matches!(p.name, "ANSI" | "ASHRAE")) {
            let mut end = 1 + found.spelling.len();
            while scan.byte(end) == b'/'
                && let Some(next) = at_start(scan.from(end + 1))
            {
                end += 1 + next.spelling.len();
            }
            scan.keep(end);
        }
    }
    let mut rounds = 0;
    while rounds < 2
        && let Some(word) = ["Standard", "Guideline", "Publication", "Std", "Standards"].iter().find(|w| {
            scan.byte(0) == b' ' && scan.from(1).strip_prefix(**w).is_some_and(|r| r.starts_with(' '))
        })
    {
        let from = scan.out.len() + 1;
        pieces.kind = from..from + word.len();
        scan.keep(1 + word.len());
        rounds += 1;
    }
    let series = usize::from(scan.byte(0) == b' ' && scan.capitals(1) == 1);
    if scan.byte(0) != b' ' || scan.digits(1 + series) == 0 {
        return false;
    }
    scan.keep(1);
    let start = scan.out.len();
    let number = scan.count(0, |b| b.is_ascii_alphanumeric() || b == b'.');
    scan.keep(scan.cut(0, number).trim_end_matches('.').len());
    pieces.number = start..scan.out.len();
    if scan.byte(0) == b'-' {
        let digits = scan.digits(1);
        let known = year(scan.cut(1, 1 + digits));
        if let Some(known) = known {
            pieces.year = Some(known);
            scan.keep(1 + digits);
            // `41.1-2020R`, the draft of a revision.
            let draft = scan.capitals(0);
            if draft <= 2 && !scan.byte(draft).is_ascii_alphanumeric() {
                scan.keep(draft);
            }
        }
    }
    behind(scan, pieces);
    true
}

/// Whether a lead holds nothing but the word, letters of addenda and what joins them.
fn letters_of_addenda(lead: &str) -> bool {
    lead.split([' ', ',', ';']).filter(|w| !w.is_empty()).enumerate().all(|(at, word)| {
        at == 0 && word.bytes().all(|b| b.is_ascii_alphabetic())
            || word.len() <= 2 && word.bytes().all(|b| b.is_ascii_lowercase())
            || matches!(word, "and" | "for" | "to" | "Sheet" | "Supplement" | "Errata" | "Interpretations")
    })
}

/// `(RA 2006)`, `Errata (April 2, 2025) (PDF)`, `: Addenda as and at`, `AH Interp`.
fn behind(scan: &mut Scan<'_>, pieces: &mut Pieces) {
    const WORDS: [&str; 24] = [
        "Addendum",
        "addendum",
        "Addenda",
        "addenda",
        "Errata",
        "Erratum",
        "errata",
        "Supplement",
        "Package",
        "Interp",
        "Interpretation",
        "Interpretations",
        "Spanish",
        "French",
        "Edition",
        "Users",
        "Manual",
        "SI",
        "IP",
        "and",
        "Published",
        "Sheet",
        "Rev",
        "Reprint",
    ];
    let mut addenda = false;
    loop {
        let mark = scan.mark();
        let gap = scan.count(0, |b| matches!(b, b' ' | b':' | b',' | b'-' | b'.' | b'/'));
        let dash = scan.from(gap).chars().next().filter(|c| matches!(c, '–' | '—'));
        if dash.is_some() || gap > 3 || scan.rest().len() == gap {
            return;
        }
        if scan.byte(gap) == b'(' {
            let close = scan.count(gap, |b| b != b')');
            if scan.byte(gap + close) != b')' || close > 90 {
                return;
            }
            let inside = scan.cut(gap + 1, gap + close);
            let known = inside.ends_with(" versions")
                || inside.bytes().any(|b| b.is_ascii_digit())
                || matches!(inside, "PDF" | "E" | "SI" | "I-P");
            if !(known || addenda) {
                return;
            }
            scan.keep(gap + close + 1);
            continue;
        }
        if gap == 0 {
            return;
        }
        // `2015 Addenda Supplement Package`, `Package for 2015`: the year of what was gathered.
        let years = [("", " Addenda "), ("for ", " (")].into_iter().find(|(before, after)| {
            let digits = scan.digits(gap + before.len());
            scan.from(gap).starts_with(*before)
                && digits == 4
                && scan.from(gap + before.len() + digits).starts_with(*after)
        });
        if let Some((before, _)) = years.filter(|(before, _)| before.is_empty() || addenda) {
            scan.keep(gap + before.len() + 4);
            continue;
        }
        scan.keep(gap);
        let letters = scan.count(0, |b| b.is_ascii_alphabetic());
        let word = scan.cut(0, letters);
        let ends = !scan.byte(letters).is_ascii_alphanumeric();
        let known = WORDS.contains(&word);
        let letter = letters > 0 && letters <= 2;
        if !ends || !(known || letter && (addenda || word.bytes().all(|b| b.is_ascii_uppercase()))) {
            scan.reset(mark);
            return;
        }
        scan.keep(letters);
        addenda |= known;
        pieces.supplement |= known;
    }
}
