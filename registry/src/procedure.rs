//! The steps of the life cycle after drafting.

use jiff::civil::Date;

use crate::{Caller, Registry, Result};

impl Registry {
    /// Hands a draft in. Refused with [`crate::Error::Invalid`] while a box is
    /// unanswered (`domain::notification::missing`).
    pub async fn submit(&self, caller: &Caller, id: i64) -> Result<()> {
        let _ = (caller, id);
        todo!()
    }

    /// Gives a submitted notification back to its authors with a reason.
    pub async fn send_back(&self, caller: &Caller, id: i64, reason: &str) -> Result<()> {
        let _ = (caller, id, reason);
        todo!()
    }

    /// A second person publishes: assigns and returns the symbol, opens the
    /// comment period, stores the divergences, tells the outbox.
    pub async fn approve(&self, caller: &Caller, id: i64) -> Result<String> {
        let _ = (caller, id);
        todo!()
    }

    /// Records the adoption.
    pub async fn adopt(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        let _ = (caller, symbol, on, note);
        todo!()
    }

    /// Records that the draft was given up.
    pub async fn withdraw(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        let _ = (caller, symbol, on, note);
        todo!()
    }

    /// Records that the final text is available (`note` says where; a document
    /// with the role final text may be attached before).
    pub async fn give_final_text(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        let _ = (caller, symbol, on, note);
        todo!()
    }

    /// Records the entry into force.
    pub async fn enter_into_force(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        let _ = (caller, symbol, on, note);
        todo!()
    }
}
