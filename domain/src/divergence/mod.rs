//! Divergences: what a notification's references and clock say against the
//! transparency rules and the international catalogue. Each code is one rule,
//! a pure function in a file of its own; `judge` asks them all.

mod about;
mod adopted_before_deadline;
mod code;
mod deviation_without_reason;
mod fragmentation;
mod implausible_reference;
mod international_standard_not_used;
mod judge;
mod limits;
mod measure;
mod modified_adoption;
mod national_instead_of_international;
mod no_final_text;
mod no_notified_text;
mod revision_imminent;
mod short_comment_period;
mod short_transition;
mod subject;
mod superseded_edition;
#[cfg(test)]
mod testing;
mod text_not_available;
mod undeclared_deviation;
mod unresolvable_reference;
mod value_differs;
mod withdrawn_standard;
mod words;

pub use code::Code;
pub use deviation_without_reason::are_reasoned;
pub use judge::{judge, judge_text};
pub use limits::{Comparison, Limit, limits_in, limits_of};
pub use measure::Quantity;
pub use subject::{Citation, Neighbour, RecordedLimit, Subject, Suggestion, Surroundings};

use serde::{Deserialize, Serialize};

use crate::standard::Place;

/// How much a divergence weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be mended or explained before publication.
    Warning,
    /// Contradicts a transparency rule or cites what does not exist any more.
    Serious,
}

impl Severity {
    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Serious => "serious",
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Serious].into_iter().find(|s| s.as_str() == name)
    }

    /// A step less; a note stays one.
    pub fn lowered(self) -> Self {
        match self {
            Self::Serious => Self::Warning,
            Self::Warning | Self::Note => Self::Note,
        }
    }
}

/// What a rule found. The explanation is plain English for people who have
/// never seen the code; it never claims more than the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// Which rule.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What the claim rests on.
    pub evidence: Evidence,
    /// What it means and what would resolve it.
    pub explanation: String,
    /// The rule's source.
    pub basis: String,
}

/// The evidence of a divergence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The reference as cited, when the divergence is about one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cited: String,
    /// Where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Identifier of the catalogue's record that the claim rests on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standard: String,
    /// Identifier of what to use instead (successor, revision).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead: String,
    /// Further facts in words, each standing alone ("stage 95.99, withdrawn 2013-06-25").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}
