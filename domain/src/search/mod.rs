//! Search: the conditions a person can set, the document that is searched and
//! what comes back. Known to `registry` (makes documents), `search-index`
//! (answers conditions) and the pages (write and read addresses).

mod conditions;
mod words;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

pub use conditions::*;
pub use words::*;

use crate::{
    codes::{HsCode, IcsCode},
    divergence::Code,
    notification::{Kind, Objective, State},
};

/// What the index knows of one notification. A joint notification is one
/// document with several symbols and authorities, so it is found once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The notification's identifier in the registry.
    pub id: i64,
    /// Symbols, the first is the notification's own address.
    pub symbols: Vec<String>,
    /// Codes of the notifying authorities.
    pub authorities: Vec<String>,
    /// Names of the notifying authorities, searched as text.
    pub authority_names: Vec<String>,
    /// Kind.
    pub kind: Kind,
    /// State; always a public one.
    pub state: State,
    /// Day of publication in the authority's zone.
    pub published: Date,
    /// When the comment period ends, if it has one.
    pub closes_at: Option<Timestamp>,
    /// Box 5.
    pub title: String,
    /// Box 4.
    pub products: String,
    /// Box 6.
    pub description: String,
    /// All other words worth finding: rationale, relevant documents, keywords,
    /// agency, deviations, text of the attached draft.
    pub other_text: String,
    /// Identifiers of the standards cited, in normal form, dated as cited.
    pub standards: Vec<String>,
    /// HS codes.
    pub hs: Vec<HsCode>,
    /// ICS codes.
    pub ics: Vec<IcsCode>,
    /// Objectives.
    pub objectives: Vec<Objective>,
    /// Codes of open divergences.
    pub divergences: Vec<Code>,
}
