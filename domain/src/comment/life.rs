//! The life of a comment: which state it is in, and which steps lead on.

use serde::{Deserialize, Serialize};

named! {
    /// Where a comment stands.
    CommentState {
        /// Received in time and safe; the author's e-mail address is not verified yet.
        Unverified = "unverified",
        /// Verified; the authority has it. A confidential one stays here until it
        /// is answered, another until an official has checked it, where that is asked.
        Received = "received",
        /// Everyone may read it.
        Published = "published",
        /// The publishing authority replied.
        Answered = "answered",
        /// An official found that it must not be shown; its existence and the
        /// reason are public, and it counts like every other.
        Withheld = "withheld",
        /// Its author took it back.
        Withdrawn = "withdrawn",
    }
}

named! {
    /// What can be done with a comment as a whole.
    CommentStep {
        /// Its author showed that the e-mail address is theirs.
        Verify = "verify",
        /// An official checked it, and it is shown.
        Publish = "publish",
        /// An official found that it must not be shown, or no longer.
        Withhold = "withhold",
        /// An official replied.
        Answer = "answer",
        /// Its author took it back.
        Withdraw = "withdraw",
    }
}

/// A step that the state of a comment does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not possible: the comment is {}", .0.words())]
pub struct NotPossible(pub CommentState);

impl CommentState {
    /// The state in the words of a sentence: “the comment is …”.
    pub fn words(self) -> &'static str {
        match self {
            Self::Unverified => "waiting for its author to confirm the e-mail address",
            Self::Received => "received and not published",
            Self::Published => "published",
            Self::Answered => "answered",
            Self::Withheld => "withheld",
            Self::Withdrawn => "withdrawn by its author",
        }
    }

    /// The state after a step. `hidden` says that the comment is confidential as
    /// a whole, `check` that officials check before anything is shown.
    ///
    /// # Errors
    /// [`NotPossible`] with the state that stands in the way.
    pub fn after(self, step: CommentStep, hidden: bool, check: bool) -> Result<Self, NotPossible> {
        let next = match (step, self) {
            (CommentStep::Verify, Self::Unverified) if hidden || check => Self::Received,
            (CommentStep::Verify, Self::Unverified) => Self::Published,
            (CommentStep::Publish, Self::Received | Self::Withheld) if !hidden => Self::Published,
            (CommentStep::Withhold, Self::Received | Self::Published | Self::Answered) if !hidden => {
                Self::Withheld
            }
            // What everyone will read is checked before it is answered.
            (CommentStep::Answer, Self::Published) => Self::Answered,
            (CommentStep::Answer, Self::Received) if hidden => Self::Answered,
            (
                CommentStep::Withdraw,
                Self::Unverified | Self::Received | Self::Published | Self::Answered | Self::Withheld,
            ) => Self::Withdrawn,
            _ => return Err(NotPossible(self)),
        };
        Ok(next)
    }

    /// The states in which a comment waits for a reply, or to be checked first.
    pub const WAITING: [Self; 2] = [Self::Received, Self::Published];

    /// The states in which everyone reads what a comment says, unless it is confidential.
    pub const READABLE: [Self; 2] = [Self::Published, Self::Answered];

    /// The states in which a comment that is not confidential counts in public:
    /// it can be read, or is known to be withheld.
    pub const COUNTED: [Self; 3] = [Self::Published, Self::Answered, Self::Withheld];

    /// Whether a step is possible. `hidden` says that the comment is confidential
    /// as a whole.
    pub fn allows(self, step: CommentStep, hidden: bool) -> bool {
        self.after(step, hidden, false).is_ok()
    }

    /// Whether it waits for a reply, or to be checked first.
    pub fn is_waiting(self) -> bool {
        Self::WAITING.contains(&self)
    }

    /// Whether the public reads what it says, unless it is confidential.
    pub fn is_readable(self) -> bool {
        Self::READABLE.contains(&self)
    }

    /// Whether its words are shown to nobody but the authority, by its author's
    /// will or the authority's.
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Withheld | Self::Withdrawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every step in every state, and nothing else.
    #[test]
    fn only_these_steps_are_possible() {
        use CommentState::*;
        use CommentStep::*;
        let possible = [
            (Unverified, Verify),
            (Unverified, Withdraw),
            (Received, Publish),
            (Received, Withhold),
            (Received, Withdraw),
            (Published, Withhold),
            (Published, Answer),
            (Published, Withdraw),
            (Answered, Withhold),
            (Answered, Withdraw),
            (Withheld, Publish),
            (Withheld, Withdraw),
        ];
        for state in CommentState::ALL.iter().copied() {
            for step in CommentStep::ALL.iter().copied() {
                let taken = state.after(step, false, false);
                assert_eq!(taken.is_ok(), possible.contains(&(state, step)), "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn what_waits_can_be_answered_and_what_is_counted_is_known() {
        for state in CommentState::ALL.iter().copied() {
            assert_eq!(state.is_waiting(), state.allows(CommentStep::Answer, true), "{state:?}");
            let checked = state.allows(CommentStep::Answer, false);
            assert_eq!(checked, state == CommentState::Published, "{state:?}: unread words are not answered");
            assert!(!state.is_readable() || CommentState::COUNTED.contains(&state));
            assert!(!(state.is_readable() && state.is_gone()));
        }
    }

    #[test]
    fn what_is_confidential_is_never_published() {
        for state in CommentState::ALL.iter().copied() {
            for step in CommentStep::ALL.iter().copied() {
                assert_ne!(state.after(step, true, false), Ok(CommentState::Published));
            }
        }
        let verified = |hidden, check| CommentState::Unverified.after(CommentStep::Verify, hidden, check);
        assert_eq!(verified(false, false), Ok(CommentState::Published));
        assert_eq!(verified(false, true), Ok(CommentState::Received));
        assert_eq!(verified(true, false), Ok(CommentState::Received));
    }
}
