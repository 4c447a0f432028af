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
    /// The database failed.
    #[error("the registry's database did not answer")]
    Database(#[from] sea_orm::DbErr),
    /// What is stored cannot be read: a fault to be reported to the operator.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
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
