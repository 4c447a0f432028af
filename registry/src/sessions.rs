//! Server-side sessions: what the browser holds is only a random identifier;
//! here it is stored as its SHA-256, so that a copy of the database opens no session.

use jiff::Timestamp;

use crate::{Registry, Result};

impl Registry {
    /// Stores a session's data under its identifier until `expires`; replaces what was there.
    pub async fn session_save(&self, id: &str, data: &str, expires: Timestamp) -> Result<()> {
        let _ = (id, data, expires);
        todo!()
    }

    /// The data of a session that has not expired.
    pub async fn session_load(&self, id: &str) -> Result<Option<String>> {
        let _ = id;
        todo!()
    }

    /// Ends a session.
    pub async fn session_delete(&self, id: &str) -> Result<()> {
        let _ = id;
        todo!()
    }

    /// Removes expired sessions; returns how many.
    pub async fn sessions_expire(&self) -> Result<u64> {
        todo!()
    }
}
