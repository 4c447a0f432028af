//! The HS and ICS trees: names of codes, and autocomplete on them.

use serde::Serialize;

use crate::{Caller, Registry, Result, catalogue::ImportCounts};

/// Which tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Harmonized System.
    Hs,
    /// International Classification for Standards.
    Ics,
}

impl Scheme {
    /// The name stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hs => "hs",
            Self::Ics => "ics",
        }
    }
}

/// A code with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeName {
    /// Digits (HS) or code (ICS), as stored in notifications.
    pub code: String,
    /// Name in English.
    pub name: String,
    /// Name in French, empty when unknown.
    pub name_fr: String,
}

impl Registry {
    /// Adds or replaces the names of codes.
    pub async fn codes_import(
        &self,
        caller: &Caller,
        scheme: Scheme,
        codes: &[CodeName],
    ) -> Result<ImportCounts> {
        let _ = (caller, scheme, codes);
        todo!()
    }

    /// Codes whose digits start with, or whose names contain, what was typed.
    pub async fn code_suggest(&self, scheme: Scheme, typed: &str, limit: u64) -> Result<Vec<CodeName>> {
        let _ = (scheme, typed, limit);
        todo!()
    }

    /// Names of these codes; codes without a name are left out.
    pub async fn code_names(&self, scheme: Scheme, codes: &[String]) -> Result<Vec<CodeName>> {
        let _ = (scheme, codes);
        todo!()
    }
}
