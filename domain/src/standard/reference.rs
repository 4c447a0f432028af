//! References: how a notification refers to a standard (Rec. D.3.4; ISO/IEC
//! Guide 2, 11), and how it says it deviates (Rec. C.7, C.9).

use serde::{Deserialize, Serialize};

/// Strength of identification (ISO/IEC Guide 2, 11.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Technique {
    /// Number and edition: later editions do not apply until the text changes.
    Dated,
    /// Number only: the latest edition applies.
    #[default]
    Undated,
    /// All standards of a body or a field.
    General,
}

/// Force of the reference (ISO/IEC Guide 2, 11.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// The only way to comply.
    #[default]
    Exclusive,
    /// One way to comply.
    Indicative,
}

/// Degree of correspondence to the international standard (ISO/IEC Guide 21-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Correspondence {
    /// Identical.
    #[serde(rename = "IDT")]
    Identical,
    /// Modified: deviations identified and explained.
    #[serde(rename = "MOD")]
    Modified,
    /// Not equivalent.
    #[serde(rename = "NEQ")]
    NotEquivalent,
    /// No international standard exists.
    #[serde(rename = "none")]
    NoneExists,
}

/// Why a measure deviates from an international standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationReason {
    /// Fundamental climatic factors (Rec. C.7, TBT 2.4).
    Climatic,
    /// Fundamental geographical factors.
    Geographical,
    /// Fundamental technological problems.
    Technological,
    /// Another legitimate objective (TBT 2.2).
    LegitimateObjective,
}

macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in the order pages list them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name stored and used in addresses.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.as_str() == name)
            }
        }
    };
}

names!(Technique { Dated = "dated", Undated = "undated", General = "general" });
names!(Force { Exclusive = "exclusive", Indicative = "indicative" });
names!(Correspondence { Identical = "IDT", Modified = "MOD", NotEquivalent = "NEQ", NoneExists = "none" });
names!(DeviationReason {
    Climatic = "climatic",
    Geographical = "geographical",
    Technological = "technological",
    LegitimateObjective = "legitimate-objective",
});

/// One declared deviation from the standard referred to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Deviation {
    /// Clause of the standard, as printed.
    pub clause: String,
    /// What differs.
    pub differs: String,
    /// The reason by Rec. C.7.
    pub reason: Option<DeviationReason>,
    /// The justification in words (Rec. C.9).
    pub justification: String,
}

/// A reference that the authority declares.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DeclaredReference {
    /// As the authority writes it: `IEC 60335-2-9:2008`.
    pub cited: String,
    /// The clause referred to, empty for the whole standard.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// Exclusive or indicative. Dated or undated follows from the identifier.
    pub force: Force,
    /// Where the authority says it stands to the international standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correspondence: Option<Correspondence>,
    /// The international standard meant, when `cited` is national.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub international: String,
    /// Where the document can be had: an address, a library, a body.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub available_from: String,
    /// The limits that the standard sets, as its sentences say them: the draft's
    /// own are compared with them (Rec. C.3 (g)).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub limits: String,
    /// Declared deviations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<Deviation>,
}

/// Where a reference was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "kebab-case")]
pub enum Place {
    /// The n-th declared reference (from 0).
    Declared {
        /// Position in `Content::references`.
        index: usize,
    },
    /// A field of the form, characters from `start` to `end`.
    Field {
        /// Name of the field (`title`, `description`, `relevant_documents`, …).
        field: String,
        /// First character.
        start: usize,
        /// One after the last character.
        end: usize,
    },
    /// An attached document's text.
    Document {
        /// The document's identifier.
        document: String,
        /// Its file name.
        name: String,
        /// First character.
        start: usize,
        /// One after the last character.
        end: usize,
    },
}

/// A reference as found, declared or recognised, before resolution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// As cited.
    pub cited: String,
    /// Normal form of the identifier, with its year when dated; empty when the
    /// text could not be understood as an identifier.
    pub id: String,
    /// Year of the edition cited.
    pub year: Option<i16>,
    /// Dated, undated or general.
    pub technique: Technique,
    /// Where it was found, with evidence.
    pub place: Place,
    /// What the authority declared, when it did.
    pub declared: Option<DeclaredReference>,
    /// What the text says beside it of the international standard it adopts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<StatedCorrespondence>,
}

/// The international standard named beside a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedCorrespondence {
    /// The international standard in normal form.
    pub international: String,
    /// The degree stated; none when the text names the standard only.
    pub degree: Option<Correspondence>,
}
