//! Notifications from elsewhere: the WTO's export, TRIS. Importing again
//! changes what changed and duplicates nothing.

use domain::{
    notification::{Content, Kind, State},
    symbol::Symbol,
};
use jiff::civil::Date;

use crate::{Caller, Registry, Result, catalogue::ImportCounts, notifications::Source};

/// One notification as read from a foreign file. A joint notification has
/// several symbols and authorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedNotification {
    /// Symbols, at least one.
    pub symbols: Vec<Symbol>,
    /// Names of the notifying authorities as given, in the order of the symbols
    /// where the source tells.
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

impl Registry {
    /// Adds or changes notifications in one transaction; authorities not known
    /// yet are created with what the symbol and the country table tell. The
    /// first symbol is the identity: the same symbol again is the same notification.
    pub async fn notifications_import(
        &self,
        caller: &Caller,
        batch: &[ImportedNotification],
    ) -> Result<ImportCounts> {
        let _ = (caller, batch);
        todo!()
    }
}
