//! What a consultation is, as its pages show it.

use jiff::{Timestamp, civil::Date};

use crate::notifications::NotificationSummary;

/// Where a consultation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsultationState {
    /// Takes input until its last day is over.
    Open,
    /// The authority ended it.
    Closed,
    /// The official comment is filed.
    Filed,
}

impl ConsultationState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Filed];

    /// The name stored and used in texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Filed => "filed",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }
}

/// A consultation to open.
#[derive(Debug, Clone, Default)]
pub struct NewConsultation {
    /// What is asked.
    pub question: String,
    /// The last day for input, in the zone of the consulting authority.
    pub until: Option<Date>,
    /// Who is invited: an address a line, a name before it.
    pub stakeholders: String,
}

/// A consultation in the list of its authority.
#[derive(Debug, Clone)]
pub struct Consultation {
    /// Identifier.
    pub id: i64,
    /// The notification it is on.
    pub notification: NotificationSummary,
    /// What was asked.
    pub question: String,
    /// Where it stands.
    pub state: ConsultationState,
    /// Whether input is taken now.
    pub open: bool,
    /// The last day with its end, written out.
    pub until: String,
    /// Who opened it.
    pub opened_by: String,
    /// Who was invited.
    pub invited: usize,
    /// How many of them said something.
    pub answered: usize,
    /// Number of the official comment, once filed.
    pub comment_number: Option<String>,
}

/// Somebody who was invited.
#[derive(Debug, Clone)]
pub struct Stakeholder {
    /// Identifier.
    pub id: i64,
    /// Name as written in the invitation; may be empty.
    pub name: String,
    /// Address.
    pub email: String,
    /// When the last mail went out.
    pub mailed: Timestamp,
    /// Inputs so far.
    pub inputs: usize,
}

/// What a stakeholder said of a clause.
#[derive(Debug, Clone)]
pub struct StakeholderInput {
    /// The clause; empty for the whole.
    pub clause: String,
    /// The words.
    pub text: String,
    /// When it was written or last changed.
    pub at: Timestamp,
    /// Name, or the address where there is none.
    pub from: String,
}

/// A comment of the consulting authority on the notification.
#[derive(Debug, Clone)]
pub struct OwnComment {
    /// Number.
    pub number: String,
    /// When it was received.
    pub received: Timestamp,
}

/// A consultation as its authority sees it.
#[derive(Debug, Clone)]
pub struct ConsultationPage {
    /// What lists show too.
    pub about: Consultation,
    /// Who was invited, in order.
    pub stakeholders: Vec<Stakeholder>,
    /// What they said: on the whole first, then by clause.
    pub inputs: Vec<StakeholderInput>,
    /// The official comment as drafted so far.
    pub draft: String,
    /// Counts up with every save of the draft; given back when saving.
    pub version: i64,
    /// The authority's comments on this notification.
    pub comments: Vec<OwnComment>,
    /// Whether the notification takes comments now.
    pub accepts: bool,
    /// Whether this person may do more than read.
    pub may_write: bool,
}
