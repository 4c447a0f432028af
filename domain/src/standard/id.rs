//! Identifiers of standards: parse, print in normal form, compare.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An identifier of a standard, structured. Prints in normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StandardId {
    raw: String,
}

/// Why a text is no identifier of a standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct StandardIdError {
    /// What was wrong, in words.
    pub reason: String,
}

impl StandardId {
    /// Publisher in normal form: `ISO`, `ISO/IEC`, `ITU-T`, `GB/T`.
    pub fn publisher(&self) -> &str {
        ""
    }
    /// Number without part.
    pub fn number(&self) -> &str {
        ""
    }
    /// Part, empty when none.
    pub fn part(&self) -> &str {
        ""
    }
    /// Year of the edition, when dated.
    pub fn year(&self) -> Option<i16> {
        None
    }
    /// The same standard in any edition: no year, edition or stage. Two
    /// spellings of one standard have equal keys.
    pub fn undated(&self) -> Self {
        self.clone()
    }
}

impl FromStr for StandardId {
    type Err = StandardIdError;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Ok(Self { raw: s.to_owned() })
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
        id.to_string()
    }
}
impl fmt::Display for StandardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.raw)
    }
}
