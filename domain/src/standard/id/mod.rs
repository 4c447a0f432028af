//! Identifiers of standards: parse, print in normal form, compare.
//!
//! An identifier keeps its spelling in normal form (one kind of dash, colon and
//! blank; Latin letters for Russian publishers) and what it consists of. What
//! cannot be understood is refused with a reason, never guessed.

mod grammar;
mod normalise;
mod publishers;

use std::{cmp::Ordering, fmt, str::FromStr};

pub use normalise::normalise;
pub use publishers::{Style, all_spellings};
use serde::{Deserialize, Serialize};

/// An identifier of a standard. Prints in normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StandardId {
    /// Normal form.
    text: String,
    publisher: String,
    /// Type or stage between publisher and number: `TS`, `Guide`, `DIS`.
    kind: String,
    number: String,
    part: String,
    year: Option<i16>,
    /// Everything behind the date: supplements, consolidations.
    supplement: String,
    style: Style,
}

/// Why a text is no identifier of a standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct StandardIdError {
    /// What was wrong, in words.
    pub reason: String,
}

impl StandardId {
    /// Publisher in normal form: `ISO`, `ISO/IEC`, `ITU-T`, `GB/T`, `DIN EN ISO`.
    pub fn publisher(&self) -> &str {
        &self.publisher
    }

    /// Number without part.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Part, empty when none.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// Year of the edition, when dated.
    pub fn year(&self) -> Option<i16> {
        self.year
    }

    /// Type or stage (`TS`, `Guide`, `DIS`), empty when none.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Whether it names an amendment, corrigendum or consolidation.
    pub fn is_supplement(&self) -> bool {
        !self.supplement.is_empty()
    }

    /// The same standard in any edition: no year, edition, stage or
    /// supplement. Two spellings of one standard are equal here; old numbers
    /// are the new ones (IEC 335-1 is IEC 60335-1, CODEX STAN 1 is CXS 1).
    pub fn undated(&self) -> Self {
        let publisher = publishers::current(&self.publisher).to_owned();
        let number = grammar::current_number(&publisher, &self.number, self.style);
        let kind = grammar::lasting_kind(&self.kind).to_owned();
        let text = grammar::print(&publisher, &kind, &number, &self.part, self.style);
        Self {
            text,
            publisher,
            kind,
            number,
            part: self.part.clone(),
            year: None,
            supplement: String::new(),
            style: self.style,
        }
    }

    /// The identifier inside that an identical adoption carries: `ISO 12100:2010`
    /// of `DIN EN ISO 12100:2010`. Its year is the adoption's: it may differ
    /// from the international edition's.
    pub fn adopted(&self) -> Option<Self> {
        let publisher = grammar::international(&self.publisher)?;
        let kind = grammar::lasting_kind(&self.kind);
        let mut text = grammar::print(publisher, kind, &self.number, &self.part, Style::Colon);
        if let Some(year) = self.year {
            text.push_str(&format!(":{year}"));
        }
        text.parse().ok()
    }
}

impl FromStr for StandardId {
    type Err = StandardIdError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        grammar::parse(&normalise(s))
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

impl Ord for StandardId {
    /// By publisher, number, part (numbers by value), then edition.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |id: &Self| (natural(&id.number), natural(&id.part), id.year);
        self.publisher
            .cmp(&other.publisher)
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for StandardId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Runs of digits by value, other characters as they are.
fn natural(s: &str) -> Vec<(u64, char)> {
    let mut keys = Vec::new();
    let mut value = None;
    for c in s.chars() {
        match c.to_digit(10) {
            Some(d) => value = Some(value.unwrap_or(0u64).saturating_mul(10).saturating_add(u64::from(d))),
            None => {
                keys.extend(value.take().map(|v| (v, '0')));
                keys.push((0, c));
            }
        }
    }
    keys.extend(value.map(|v| (v, '0')));
    keys
}

#[cfg(test)]
mod real_data;
#[cfg(test)]
mod tests;
