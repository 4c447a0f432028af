//! What a notification announces: a new draft, or a change to one announced before.

use serde::{Deserialize, Serialize};

use super::State;

/// The kind of a notification. All but `Regular` carry their parent's symbol
/// with a suffix (`/Add.1`, `/Corr.1`, `/Rev.1`, `/Suppl.1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A new draft.
    Regular,
    /// Something happened to the draft: adopted, published, withdrawn, a new period.
    Addendum,
    /// An administrative error is corrected.
    Corrigendum,
    /// The draft was rewritten: a new text, a new comment period.
    Revision,
    /// A translation of the notified text.
    Supplement,
}

impl Kind {
    /// Every kind, in the order pages list them.
    pub const ALL: [Self; 5] =
        [Self::Regular, Self::Addendum, Self::Corrigendum, Self::Revision, Self::Supplement];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Addendum => "addendum",
            Self::Corrigendum => "corrigendum",
            Self::Revision => "revision",
            Self::Supplement => "supplement",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }

    /// Whether it opens a comment period of its own.
    pub fn opens_period(self) -> bool {
        matches!(self, Self::Regular | Self::Revision)
    }

    /// Whether nothing more is expected of a notification of this kind in that
    /// state: the procedure ended, or it was an announcement only.
    pub fn is_finished(self, state: State) -> bool {
        matches!(state, State::Withdrawn | State::InForce) || (state.is_public() && !self.opens_period())
    }
}
