//! Comments on a draft: kinds, stances, what becomes public of them, what the
//! authority makes of them, and the states of their life.

use serde::{Deserialize, Serialize};

/// Names in forms, addresses and the database for the values of an enumeration.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$each:meta])* $value:ident = $name:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $type { $($(#[$each])* $value,)+ }

        impl $type {
            /// Every value, in the order pages list them.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// The name stored and used in forms and addresses.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $name,)+ }
            }

            /// The value of that name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }
    };
}

// Below the macro, which it uses.
mod life;
mod opinion;

pub use life::{CommentState, CommentStep, NotPossible};
pub use opinion::{NoOpinion, Party, may_object};

named! {
    /// What a comment is.
    #[derive(Default)]
    CommentKind {
        /// A comment.
        #[default]
        Comment = "comment",
        /// A question.
        Question = "question",
        /// A request to extend the comment period.
        ExtensionRequest = "extension-request",
        /// A detailed opinion: by authorities alone, in the EU procedure, where it
        /// lengthens the standstill (Directive (EU) 2015/1535 Art. 6(2)).
        DetailedOpinion = "detailed-opinion",
    }
}

named! {
    /// Where the author stands on what a part of the comment is about.
    #[derive(Default)]
    Stance {
        /// Wants it as drafted.
        Support = "support",
        /// Wants it, changed.
        SupportWithChanges = "support-with-changes",
        /// Does not want it.
        Oppose = "oppose",
        /// Takes no side, or does not say.
        #[default]
        Neutral = "neutral",
    }
}

named! {
    /// What the author consents to.
    #[derive(Default)]
    Publication {
        /// The comment is public with the author's name and organisation.
        #[default]
        Named = "named",
        /// The comment is public; who wrote it is known to the authority alone.
        Nameless = "nameless",
        /// The public learns only that the comment exists.
        Confidential = "confidential",
    }
}

named! {
    /// What the authority makes of a part of a comment.
    Disposition {
        /// The draft is changed as asked.
        Accepted = "accepted",
        /// The draft is changed, not wholly as asked.
        Partly = "partly",
        /// The draft stays.
        NotAccepted = "not-accepted",
        /// Nothing was asked that could be accepted: a question, a remark.
        Noted = "noted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for kind in CommentKind::ALL {
            assert_eq!(CommentKind::from_name(kind.as_str()), Some(*kind));
        }
        for disposition in Disposition::ALL {
            assert_eq!(Disposition::from_name(disposition.as_str()), Some(*disposition));
        }
        assert_eq!(Stance::from_name("enthusiastic"), None);
        assert_eq!(
            (CommentKind::default(), Stance::default(), Publication::default()),
            (CommentKind::Comment, Stance::Neutral, Publication::Named)
        );
    }
}
