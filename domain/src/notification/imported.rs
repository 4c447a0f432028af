//! A notification as read from a foreign file, before it is in the registry.

use jiff::civil::Date;

use super::{Content, Kind, State};
use crate::symbol::Symbol;

/// Where a notification came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Written here.
    Own,
    /// Imported from the WTO's export.
    Eping,
    /// Imported from TRIS.
    Tris,
}

impl Source {
    /// The name stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Eping => "eping",
            Self::Tris => "tris",
        }
    }

    /// The source of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Own, Self::Eping, Self::Tris].into_iter().find(|s| s.as_str() == name)
    }
}

/// One notification as read from a foreign file. A joint notification has
/// several symbols and authorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedNotification {
    /// Symbols, at least one.
    pub symbols: Vec<Symbol>,
    /// Names of the notifying authorities as given: one for each symbol, in
    /// their order; empty where the source does not name that authority.
    pub authority_names: Vec<String>,
    /// Source.
    pub source: Source,
    /// Kind; the symbol's suffix decides where they disagree.
    pub kind: Kind,
    /// State, as far as the source tells.
    pub state: State,
    /// Day of distribution.
    pub published: Date,
    /// The form.
    pub content: Content,
}
