//! What the IEEE says in set phrases behind its numbers: other bodies' names of
//! the same text, versions of conformance tests; and its numbers behind others'.

use super::scan::{Scan, year};

/// Keeps the phrase that stands here behind `signs`, where one does.
pub(super) fn read(scan: &mut Scan<'_>, signs: &str) -> bool {
    let length = match signs {
        " " | ". " => open_group(scan.rest()),
        " - " => version(&scan.out, scan.rest()),
        _ => None,
    };
    scan.keep(length.unwrap_or_default());
    length.is_some()
}

/// `The Open Group Technical Standard Base Specifications, Issue 7`: POSIX is theirs too.
fn open_group(rest: &str) -> Option<usize> {
    const PHRASE: &str = "The Open Group Technical Standard Base Specifications, Issue ";
    let digits = digits(rest.strip_prefix(PHRASE)?);
    (1..=2).contains(&digits).then_some(PHRASE.len() + digits)
}

/// `Conformance02 - Version 001.001`: the tests of a standard are counted apart.
fn version(read: &str, rest: &str) -> Option<usize> {
    const WORD: &str = "Version ";
    let tests = read.strip_suffix(" - ")?.trim_end_matches(|c: char| c.is_ascii_digit());
    let (major, minor) = rest.strip_prefix(WORD)?.split_once('.')?;
    let counted = digits(major) == major.len() && (1..=3).contains(&major.len());
    let minor = digits(minor);
    (tests.ends_with("Conformance") && counted && (1..=3).contains(&minor))
        .then_some(WORD.len() + major.len() + 1 + minor)
}

/// `1387.2-1995`: the number, without its name, that the IEEE gave to what ISO and
/// the IEC adopted.
pub(super) fn is_number(inside: &str) -> bool {
    let Some((number, dated)) = inside.split_once('-') else { return false };
    let Some((stem, part)) = number.split_once('.') else { return false };
    (3..=5).contains(&stem.len())
        && (1..=3).contains(&part.len())
        && [stem, part, dated].into_iter().all(|piece| digits(piece) == piece.len())
        && dated.len() == 4
        && year(dated).is_some()
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}
