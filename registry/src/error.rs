//! What can go wrong in a use case. The sentences are for the person at the
//! screen; what only the operator can mend is in the chain of sources.

use domain::{authority::AuthorityCode, notification::StepRefused};

/// One field of a form that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldError {
    /// Name of the field as in the form.
    pub field: String,
    /// What is wrong and what to do, one sentence.
    pub message: String,
}

impl FieldError {
    /// A field error.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Why a use case did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such thing, or not visible to this caller: the two are not told apart.
    #[error("{}", not_found(.0))]
    NotFound(&'static str),
    /// Nobody is signed in.
    #[error("sign in to do this")]
    SignInNeeded,
    /// The caller acts for another authority.
    #[error("this belongs to {0}: only people who act for {0} may do it, as their roles allow")]
    OtherAuthority(AuthorityCode),
    /// Only the authority that drafted a joint notification may: its name.
    #[error(
        "{0} drafted this measure: its decisions and its comment period are recorded by officials of {0}, for \
         every authority that notifies it"
    )]
    DraftingAuthority(String),
    /// The life cycle refuses the step.
    #[error(transparent)]
    Step(#[from] StepRefused),
    /// Another refusal, a sentence that says who may or what to do.
    #[error("{0}")]
    Refused(String),
    /// The fields that were not accepted.
    #[error("{} of the answers need attention", .0.len())]
    Invalid(Vec<FieldError>),
    /// Someone else saved in between.
    #[error("someone else changed this draft since you opened it: reload it, compare, and save again")]
    Conflict,
    /// What is to be approved is not what the approver has read.
    #[error("this changed since you opened it: read it again before you approve it")]
    ChangedSinceRead,
    /// The comment period is over.
    #[error("the comment period is over")]
    PeriodClosed,
    /// It cannot be done at present, and may be done later.
    #[error("{0}")]
    Unavailable(Unavailable, #[source] Option<sea_orm::DbErr>),
    /// The database failed.
    #[error("the registry's database failed")]
    Database(#[source] sea_orm::DbErr),
    /// What is stored cannot be read: a fault to be reported to the operator.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
}

/// Why something cannot be done at present, though nothing is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unavailable {
    /// Nobody answers where the database should be.
    #[error("the registry's database does not answer at present")]
    Away,
    /// The database took too long.
    #[error("the registry's database did not answer in time")]
    Slow,
    /// Others write, for longer than anybody should wait.
    #[error("the registry is busy with other changes at present")]
    Busy,
    /// So little room is left on the disk that what is written might be lost.
    #[error("the registry has no room left to keep anything")]
    Full,
    /// The disk does not take what is written, or the database is read-only.
    #[error("the registry cannot keep anything at present")]
    Disk,
}

impl Unavailable {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Away, Self::Slow, Self::Busy, Self::Full, Self::Disk];

    /// The reason of that stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == name)
    }

    /// A stable name, for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Away => "database-away",
            Self::Slow => "database-slow",
            Self::Busy => "registry-busy",
            Self::Full => "storage-full",
            Self::Disk => "storage-failed",
        }
    }
}

impl From<Unavailable> for Error {
    fn from(why: Unavailable) -> Self {
        Self::Unavailable(why, None)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        match crate::db::unavailable(&error) {
            Some(why) => Self::Unavailable(why, Some(error)),
            None => Self::Database(error),
        }
    }
}

/// What is not there, or hidden: for what is hidden, who sees it.
fn not_found(what: &str) -> String {
    match what {
        "draft" => "there is no such draft, or not for you: a draft is seen by the people of its authority, by \
                    the coordinators of its country, and by officials of authorities that were asked to join it"
            .to_owned(),
        other => format!("there is no such {other}"),
    }
}

/// Result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;
