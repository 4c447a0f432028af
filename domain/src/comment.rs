//! Comments on a draft: kinds, stances and states.

use serde::{Deserialize, Serialize};

/// What a comment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommentKind {
    /// A comment.
    #[default]
    Comment,
    /// A question.
    Question,
    /// A request to extend the comment period.
    ExtensionRequest,
}

impl CommentKind {
    /// Every kind, in the order pages list them.
    pub const ALL: [Self; 3] = [Self::Comment, Self::Question, Self::ExtensionRequest];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Question => "question",
            Self::ExtensionRequest => "extension-request",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommentState {
    /// Received in time and safe; the author's e-mail address is not verified yet.
    Unverified,
    /// Verified: public, or known to exist when confidential.
    Received,
    /// The publishing authority replied.
    Answered,
}

impl CommentState {
    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::Received => "received",
            Self::Answered => "answered",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Unverified, Self::Received, Self::Answered].into_iter().find(|s| s.as_str() == name)
    }
}
