//! Designations that leave out their publisher's name and are known by a series
//! that is one publisher's own: `C62.72-2007`, `Std 11073-10417-2009`,
//! `PN42.54/D4, August 2016`, `C22.10-18 PACKAGE`; or by words that are, such as
//! `Interpretations for Standard 62.1-2019`.
//!
//! Only where nothing but an identifier is expected and nothing else was
//! understood: in a text, such a number may be anything.

use super::{Piece, StandardId, Style, publishers::at_start};

/// Series of American standards that the IEEE publishes. `C12` and `C136` are
/// NEMA's, and many others begin with the same letter.
const IEEE_SERIES: [&str; 6] = ["C37.", "C57.", "C62.", "C63.", "C95.", "C135."];

/// The identifier that `text` is when its publisher's name is put before it.
pub(super) fn designation(text: &str) -> Option<StandardId> {
    joint(text).or_else(|| {
        let prefix = prefix(text)?;
        let named = full(prefix, text)?;
        let written = named.text.strip_prefix(prefix)?.to_owned();
        let behind = u16::try_from(prefix.len()).ok()?;
        let cut = |piece: Piece| Piece(piece.0.saturating_sub(behind), piece.1.saturating_sub(behind));
        let (publisher, kind, number, part) = (named.publisher, named.kind, named.number, named.part);
        Some(StandardId {
            text: written,
            unnamed: prefix.split(' ').next().unwrap_or_default(),
            publisher: cut(publisher),
            kind: cut(kind),
            number: cut(number),
            part: cut(part),
            ..named
        })
    })
}

/// The identifier with its publisher's name, of one that leaves it out.
pub(super) fn named(id: &StandardId) -> Option<StandardId> {
    if id.unnamed.is_empty() || !matches!(id.style, Style::Ieee | Style::Hyphen) {
        return None;
    }
    full(prefix(&id.text)?, &id.text)
}

/// What has to stand before a designation of this shape.
fn prefix(text: &str) -> Option<&'static str> {
    let numbered = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    match text.as_bytes().first()? {
        b'C' if IEEE_SERIES.iter().any(|s| text.strip_prefix(*s).is_some_and(numbered)) => Some("IEEE Std "),
        // The Canadian Electrical Code.
        b'C' if text.strip_prefix("C22.").is_some_and(numbered) => Some("CSA "),
        // The words are the publisher's, and its numbers have three digits at most.
        b'I' if text
            .strip_prefix("Interpretations for Standard ")
            .is_some_and(|rest| (1..=3).contains(&rest.bytes().take_while(u8::is_ascii_digit).count())) =>
        {
            Some("ASHRAE ")
        }
        b'S' if text.strip_prefix("Std ").is_some_and(numbered) => Some("IEEE "),
        // Projects of the committee for radiation instruments; Poland's PN has a blank behind it.
        b'P' if text.strip_prefix("PN42.").is_some_and(numbered) && text.contains("/D") => Some("IEEE "),
        _ => None,
    }
}

/// The identifier with its publisher's name, where it says which edition or
/// draft it is: a bare `C57.12` may be a clause.
fn full(prefix: &str, text: &str) -> Option<StandardId> {
    let id: StandardId = format!("{prefix}{text}").parse().ok()?;
    let dated = id.year.is_some_and(|year| prefix == "CSA " || text.contains(&format!("-{year}")));
    (dated || text.starts_with('P')).then_some(id)
}

/// `Std ISO IEC 16085 - 2006`: what the IEEE adopted, with its word and without its name.
fn joint(text: &str) -> Option<StandardId> {
    let rest = text.strip_prefix("Std ")?;
    let international = at_start(rest).is_some_and(|p| matches!(p.name, "ISO" | "IEC"));
    let id: StandardId = international.then(|| rest.replace(" - ", "-"))?.parse().ok()?;
    id.year.is_some().then_some(id)
}
