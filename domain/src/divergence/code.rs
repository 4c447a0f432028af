//! The codes of divergences: names, order and basis.

use serde::{Deserialize, Serialize};

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
    /// An exclusive reference to a national, regional or private standard where an
    /// international one exists (Rec. C.5, D.1).
    NationalInsteadOfInternational,
    /// The national standard is modified or not equivalent to the international
    /// one (ISO/IEC Guide 21-1).
    ModifiedAdoption,
    /// Deviates from the international standard, and the text does not say so (Rec. C.9).
    UndeclaredDeviation,
    /// Declares a deviation without a reason of Rec. C.7 (Rec. C.9).
    DeviationWithoutReason,
    /// A relevant international standard exists and is not cited (Rec. C.7; TBT 2.4).
    InternationalStandardNotUsed,
    /// A limit differs from that of other drafts on the same product, or from the
    /// one recorded for the cited standard (Rec. C.3 (g)).
    ValueDiffers,
    /// Reads like a standard, but the catalogue of its publisher has none such (Rec. D.3.6).
    UnresolvableReference,
    /// The standard's ICS field has nothing to do with the declared products (Rec. D.3).
    ImplausibleReference,
    /// No place is known where the referenced document can be had (Rec. D.3.6).
    TextNotAvailable,
    /// Other authorities' measures on the same product cite other editions or other
    /// standards (Rec. B (e)).
    Fragmentation,
    /// Fewer than 60 days for comments (TBT 2.9).
    ShortCommentPeriod,
    /// Fewer than six months between publication and entry into force (TBT 2.12).
    ShortTransition,
    /// Adopted before the final date for comments (TBT 2.9.4).
    AdoptedBeforeDeadline,
    /// Adopted, and no final text given within a reasonable time (TBT 2.11).
    NoFinalText,
    /// No text of the draft was given (TBT 2.9.3).
    NoNotifiedText,
}

impl Code {
    /// Every code, in the order pages list them.
    pub const ALL: [Self; 18] = [
        Self::SupersededEdition,
        Self::WithdrawnStandard,
        Self::RevisionImminent,
        Self::NationalInsteadOfInternational,
        Self::ModifiedAdoption,
        Self::UndeclaredDeviation,
        Self::DeviationWithoutReason,
        Self::InternationalStandardNotUsed,
        Self::ValueDiffers,
        Self::UnresolvableReference,
        Self::ImplausibleReference,
        Self::TextNotAvailable,
        Self::Fragmentation,
        Self::ShortCommentPeriod,
        Self::ShortTransition,
        Self::AdoptedBeforeDeadline,
        Self::NoFinalText,
        Self::NoNotifiedText,
    ];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SupersededEdition => "superseded-edition",
            Self::WithdrawnStandard => "withdrawn-standard",
            Self::RevisionImminent => "revision-imminent",
            Self::NationalInsteadOfInternational => "national-instead-of-international",
            Self::ModifiedAdoption => "modified-adoption",
            Self::UndeclaredDeviation => "undeclared-deviation",
            Self::DeviationWithoutReason => "deviation-without-reason",
            Self::InternationalStandardNotUsed => "international-standard-not-used",
            Self::ValueDiffers => "value-differs",
            Self::UnresolvableReference => "unresolvable-reference",
            Self::ImplausibleReference => "implausible-reference",
            Self::TextNotAvailable => "text-not-available",
            Self::Fragmentation => "fragmentation",
            Self::ShortCommentPeriod => "short-comment-period",
            Self::ShortTransition => "short-transition",
            Self::AdoptedBeforeDeadline => "adopted-before-deadline",
            Self::NoFinalText => "no-final-text",
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
            Self::NationalInsteadOfInternational => "Rec. C.5, D.1",
            Self::ModifiedAdoption => "ISO/IEC Guide 21-1",
            Self::UndeclaredDeviation => "Rec. C.9",
            Self::DeviationWithoutReason => "Rec. C.9",
            Self::InternationalStandardNotUsed => "Rec. C.7, TBT 2.4",
            Self::ValueDiffers => "Rec. C.3 (g)",
            Self::UnresolvableReference => "Rec. D.3.6",
            Self::ImplausibleReference => "Rec. D.3",
            Self::TextNotAvailable => "Rec. D.3.6",
            Self::Fragmentation => "Rec. B (e)",
            Self::ShortCommentPeriod => "TBT 2.9",
            Self::ShortTransition => "TBT 2.12",
            Self::AdoptedBeforeDeadline => "TBT 2.9.4",
            Self::NoFinalText => "TBT 2.11",
            Self::NoNotifiedText => "TBT 2.9.3",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json_form_and_unique() {
        for (at, code) in Code::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert_eq!(Code::from_name(code.as_str()), Some(code));
            assert_eq!(code as usize, at, "{code:?} is out of order");
            assert!(!code.basis().is_empty());
        }
    }
}
