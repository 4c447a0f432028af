//! Divergences: what a notification's references and clock say against the
//! transparency rules and the international catalogue. Each code is one rule,
//! a pure function in a file of its own; `judge` asks them all.

mod adopted_before_deadline;
mod cited;
mod deviation_without_reason;
mod implausible_reference;
mod input;
mod judge;
mod no_notified_text;
mod revision_imminent;
mod short_comment_period;
mod short_transition;
mod standing;
mod superseded_edition;
#[cfg(test)]
mod testing;
mod unresolvable_reference;
mod withdrawn_standard;
mod words;

pub use input::{judge_content, judge_references, judge_text};
pub use judge::judge;
pub use standing::{Standing, codes_of, standing};

use serde::{Deserialize, Serialize};

use crate::standard::Place;

/// The code of a divergence (Recommendations B, C and D; TBT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// A dated reference to an edition that has been replaced (Rec. C.6).
    SupersededEdition,
    /// A reference to a standard withdrawn without successor (Rec. D.3.4).
    WithdrawnStandard,
    /// A newer edition is at enquiry or approval stage (Rec. C.7).
    RevisionImminent,
    /// Reads like a standard, but the catalogue of its publisher has none such (Rec. D.3.6).
    UnresolvableReference,
    /// The standard's ICS field has nothing to do with the declared products (Rec. D.3).
    ImplausibleReference,
    /// Declares a deviation without a reason of Rec. C.7 (Rec. C.9).
    DeviationWithoutReason,
    /// Fewer than 60 days for comments (TBT 2.9).
    ShortCommentPeriod,
    /// Fewer than six months between publication and entry into force (TBT 2.12).
    ShortTransition,
    /// Adopted before the final date for comments (TBT 2.9.4).
    AdoptedBeforeDeadline,
    /// No text of the draft was given (TBT 2.9.3).
    NoNotifiedText,
}

impl Code {
    /// Every code, in the order pages list them.
    pub const ALL: [Self; 10] = [
        Self::SupersededEdition,
        Self::WithdrawnStandard,
        Self::RevisionImminent,
        Self::UnresolvableReference,
        Self::ImplausibleReference,
        Self::DeviationWithoutReason,
        Self::ShortCommentPeriod,
        Self::ShortTransition,
        Self::AdoptedBeforeDeadline,
        Self::NoNotifiedText,
    ];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SupersededEdition => "superseded-edition",
            Self::WithdrawnStandard => "withdrawn-standard",
            Self::RevisionImminent => "revision-imminent",
            Self::UnresolvableReference => "unresolvable-reference",
            Self::ImplausibleReference => "implausible-reference",
            Self::DeviationWithoutReason => "deviation-without-reason",
            Self::ShortCommentPeriod => "short-comment-period",
            Self::ShortTransition => "short-transition",
            Self::AdoptedBeforeDeadline => "adopted-before-deadline",
            Self::NoNotifiedText => "no-notified-text",
        }
    }

    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }

    /// The basis of the rule, as cited (`Rec. C.6`, `TBT 2.9`).
    pub fn basis(self) -> &'static str {
        match self {
            Self::SupersededEdition => "Rec. C.6",
            Self::WithdrawnStandard => "Rec. D.3.4",
            Self::RevisionImminent => "Rec. C.7",
            Self::UnresolvableReference => "Rec. D.3.6",
            Self::ImplausibleReference => "Rec. D.3",
            Self::DeviationWithoutReason => "Rec. C.9",
            Self::ShortCommentPeriod => "TBT 2.9",
            Self::ShortTransition => "TBT 2.12",
            Self::AdoptedBeforeDeadline => "TBT 2.9.4",
            Self::NoNotifiedText => "TBT 2.9.3",
        }
    }
}

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

/// All that the rules look at. Built by whoever has the data.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The form.
    pub content: &'a crate::notification::Content,
    /// The procedure followed.
    pub profile: crate::authority::Profile,
    /// Kind of notification: an addendum has no comment period of its own.
    pub kind: crate::notification::Kind,
    /// Day of publication; for a draft, the day it would be published (today).
    pub published: jiff::civil::Date,
    /// Day the measure was adopted, once it was.
    pub adopted: Option<jiff::civil::Date>,
    /// Whether a text of the draft is attached or linked.
    pub has_text: bool,
    /// References, declared and recognised.
    pub references: &'a [crate::standard::Reference],
}
