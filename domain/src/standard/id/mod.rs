//! Identifiers of standards: parse, print in normal form, compare.
//!
//! An identifier keeps its spelling in normal form (one kind of dash, colon and
//! blank, publishers joined as they join themselves) and knows where in it
//! publisher, type, number, part and year stand. What cannot be understood is
//! refused with a reason, never guessed.

mod ashrae;
mod code;
mod colon;
mod doc_urn;
mod documents;
mod grammar;
mod hyphen;
mod itu;
mod model;
mod nameless;
mod normalise;
mod phrases;
mod publishers;
mod scan;
mod series;
mod structure;
mod tail;
mod undated;
mod urn;
mod words;
mod working;

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Range,
    str::FromStr,
};

pub use model::{DocumentType, Stage, Supplement, SupplementKind};
pub use normalise::normalise;
pub use publishers::{Style, all_spellings};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An identifier of a standard. Prints in normal form. Two are equal when their
/// normal forms are; two spellings of one standard have equal [`Self::undated`].
#[derive(Clone)]
pub struct StandardId {
    /// Normal form; the pieces below stand in it.
    text: String,
    /// The publisher where the text does not name it (working documents, series of
    /// one publisher).
    unnamed: &'static str,
    publisher: Piece,
    kind: Piece,
    number: Piece,
    part: Piece,
    year: Option<i16>,
    supplement: bool,
    style: Style,
}

/// Bytes from and to of the normal form, which is never long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Piece(u16, u16);

impl From<Range<usize>> for Piece {
    fn from(range: Range<usize>) -> Self {
        let short = |at: usize| u16::try_from(at).unwrap_or_default();
        Self(short(range.start), short(range.end))
    }
}

/// Why a text is no identifier of a standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct StandardIdError {
    /// What was wrong, in words.
    pub reason: String,
}

impl StandardId {
    fn new(text: String, pieces: grammar::Pieces, style: Style) -> Self {
        Self {
            text,
            unnamed: "",
            publisher: pieces.publisher.into(),
            kind: pieces.kind.into(),
            number: pieces.number.into(),
            part: pieces.part.into(),
            year: pieces.year,
            supplement: pieces.supplement,
            style,
        }
    }

    fn named(text: &str, publisher: &'static str, pieces: grammar::Pieces, style: Style) -> Self {
        Self { unnamed: publisher, ..Self::new(text.to_owned(), pieces, style) }
    }

    fn piece(&self, piece: Piece) -> &str {
        self.text.get(usize::from(piece.0)..usize::from(piece.1)).unwrap_or_default()
    }

    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Publisher in normal form: `ISO`, `ISO/IEC`, `ITU-T`, `GB/T`, `DIN EN ISO`.
    pub fn publisher(&self) -> &str {
        if self.unnamed.is_empty() { self.piece(self.publisher) } else { self.unnamed }
    }

    /// Number without part.
    pub fn number(&self) -> &str {
        self.piece(self.number)
    }

    /// Part, empty when none.
    pub fn part(&self) -> &str {
        self.piece(self.part)
    }

    /// Year of the edition, when dated.
    pub fn year(&self) -> Option<i16> {
        self.year
    }

    /// Type or stage (`TS`, `Guide`, `DIS`), empty when none.
    pub fn kind(&self) -> &str {
        self.piece(self.kind)
    }

    /// Whether it names an amendment, corrigendum or consolidation.
    pub fn is_supplement(&self) -> bool {
        self.supplement
    }

    /// How its publisher writes identifiers.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Whether `given` is spelled as the normal form, but for marks around it
    /// (quotation marks, a comma behind) and characters that look alike (dashes,
    /// blanks, full-width forms, HTML entities; see [`normalise`]).
    pub fn is_spelled(&self, given: &str) -> bool {
        let bare = |s: &str| normalise(s.trim_matches(['"', '“', '”', '«', '»', ',', ';', ' '])).into_owned();
        self.text == given || bare(&self.text) == bare(given)
    }

    /// The same standard in any edition: no year, edition, stage or
    /// supplement. Two spellings of one standard are equal here; old numbers
    /// are the new ones (IEC 335-1 is IEC 60335-1, CODEX STAN 1 is CXS 1).
    pub fn undated(&self) -> Self {
        undated::of(self)
    }

    /// The identifier inside that an identical adoption carries: `ISO 12100:2011`
    /// of `DIN EN ISO 12100:2011`, where the year is the adoption's and may
    /// differ from the international edition's; `ISO 9902-2:2001` of
    /// `ГОСТ 31425.2-2025/ISO 9902-2:2001`. None for `EN 60335-1:2012`, which carries
    /// the number of the IEC and may be modified all the same.
    pub fn adopted(&self) -> Option<Self> {
        undated::adopted(self)
    }
}

impl FromStr for StandardId {
    type Err = StandardIdError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let given = normalise(s);
        let mut id = grammar::parse(&given)?;
        // The normal form must read back as itself; a spelling that needs more
        // than a few rounds to settle is none.
        for _ in 0..4 {
            if id.text == *given {
                return Ok(id);
            }
            let folded = normalise(&id.text);
            let again = grammar::parse(&folded)?;
            if again.text == id.text {
                return Ok(again);
            }
            id = again;
        }
        Err(grammar::refuse(format!("“{given}” has no settled form")))
    }
}

impl Serialize for StandardId {
    /// As its normal form.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for StandardId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Debug for StandardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StandardId")
            .field("text", &self.text)
            .field("publisher", &self.publisher())
            .field("kind", &self.kind())
            .field("number", &self.number())
            .field("part", &self.part())
            .field("year", &self.year)
            .field("is_supplement", &self.supplement)
            .finish()
    }
}

impl TryFrom<String> for StandardId {
    type Error = StandardIdError;
    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<StandardId> for String {
    fn from(id: StandardId) -> Self {
        id.text
    }
}

impl fmt::Display for StandardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for StandardId {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for StandardId {}

impl Hash for StandardId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Ord for StandardId {
    /// By publisher, number, part (numbers by value), then edition.
    fn cmp(&self, other: &Self) -> Ordering {
        self.publisher()
            .cmp(other.publisher())
            .then_with(|| natural(self.number(), other.number()))
            .then_with(|| natural(self.part(), other.part()))
            .then_with(|| self.year.cmp(&other.year))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for StandardId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares runs of digits by value, other characters as they are.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
        let (m, n) = (digits(a), digits(b));
        let order = if m > 0 && n > 0 {
            let (x, y) = (a[..m].trim_start_matches('0'), b[..n].trim_start_matches('0'));
            (a, b) = (&a[m..], &b[n..]);
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            let (mut x, mut y) = (a.chars(), b.chars());
            let order = x.next().cmp(&y.next());
            (a, b) = (x.as_str(), y.as_str());
            order
        };
        if order.is_ne() || a.is_empty() && b.is_empty() {
            return order;
        }
    }
}

#[cfg(test)]
mod real_data;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod variants;
