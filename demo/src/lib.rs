//! The demonstration: authorities, standards, notifications and comments that
//! fill an empty registry, so that every page has something to show. All of it
//! is invented, apart from the bibliographic facts of the standards.
//!
//! The content is in `content/`, in files that people read and change. Its days
//! are counted from the day of the demonstration, so that there are open
//! periods whenever it is given. [`fill`] plays it through the use cases of the
//! registry in the order of time: whatever the registry checks is checked here
//! too, and the log reads as if the work had been done by hand.

mod consultation;
mod content;
mod error;
mod files;
mod play;
mod schedule;
mod setting;

pub use consultation::{Consultation, Said, Stakeholder};
pub use content::{
    Comment, Demo, NewPerson, Notice, Reason, Reply, Shelf, StandstillEntry, Step, StepTaken, Text,
    Unpublished, When,
};
pub use error::Error;
pub use play::{Report, fill};

/// The password of every account of the demonstration.
pub const PASSWORD: &str = registry::passwords::OF_DEMONSTRATION;

/// An account worth signing in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInHint {
    /// E-mail address, the sign-in name.
    pub email: &'static str,
    /// What can be seen with it, in a few words.
    pub shows: &'static str,
}

/// The accounts to print when the demonstration starts; the password of all is [`PASSWORD`].
pub const SIGN_IN_HINTS: [SignInHint; 5] = [
    SignInHint {
        email: "amina.odhiambo@tbt-kenya.example",
        shows: "official of Kenya: drafts, submits, replies",
    },
    SignInHint { email: "brian.kiprono@tbt-kenya.example", shows: "second official of Kenya: approves" },
    SignInHint { email: "wanjiru.kamau@energy-kenya.example", shows: "regulator in Kenya: prepares drafts" },
    SignInHint {
        email: "camila.ferreira@tbt-brazil.example",
        shows: "official of Brazil: comments as a trading partner",
    },
    SignInHint { email: "joseph.mwangi@tbt-kenya.example", shows: "administrator and coordinator of Kenya" },
];
