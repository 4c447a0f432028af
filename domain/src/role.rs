//! What a person of an authority may do. The use cases in `registry` check it.

use serde::{Deserialize, Serialize};

/// A person's role within one authority. A person may hold several; approving
/// one's own submission is never allowed, whatever the roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Drafts and hands over to the enquiry point.
    Regulator,
    /// Enquiry-point official: drafts, submits, replies to comments.
    Official,
    /// Second official: approves what another person submitted.
    Approver,
    /// Sees everything of the country (Rec. B.1).
    Coordinator,
    /// Authorities, people and roles, catalogue.
    Administrator,
}

impl Role {
    /// Every role, in the order pages list them.
    pub const ALL: [Self; 5] =
        [Self::Regulator, Self::Official, Self::Approver, Self::Coordinator, Self::Administrator];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Regulator => "regulator",
            Self::Official => "official",
            Self::Approver => "approver",
            Self::Coordinator => "coordinator",
            Self::Administrator => "administrator",
        }
    }

    /// Whether measures are published by this role: it hands them in, or approves them.
    pub fn publishes(self) -> bool {
        matches!(self, Self::Official | Self::Approver)
    }

    /// One person with this role, to end a sentence that says who may.
    pub fn one(self) -> &'static str {
        match self {
            Self::Regulator => "a regulator",
            Self::Official => "an official",
            Self::Approver => "an approver",
            Self::Coordinator => "a coordinator",
            Self::Administrator => "an administrator",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == name)
    }
}
