//! Notifying authorities.

use domain::{
    authority::{AuthorityCode, Profile},
    notification::Contact,
};
use serde::{Deserialize, Serialize};

use crate::{Caller, Registry, Result};

/// A notifying authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Letters in its symbols.
    pub code: AuthorityCode,
    /// Name in English.
    pub name: String,
    /// ISO 3166 alpha-2 code of the country, `EU` for the Union.
    pub country: String,
    /// IANA time zone; deadlines end at midnight there.
    pub zone: String,
    /// The name people know for the zone (`Geneva`, `Nairobi`).
    pub zone_place: String,
    /// Procedure followed.
    pub profile: Profile,
    /// Its enquiry point (TBT 10.1).
    pub enquiry_point: Contact,
}

/// An authority with counts for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityCounts {
    /// The authority.
    pub authority: Authority,
    /// Its public notifications.
    pub notifications: u64,
    /// Those open for comment.
    pub open: u64,
}

impl Registry {
    /// All authorities by name, with counts of their public notifications.
    pub async fn authority_list(&self) -> Result<Vec<AuthorityCounts>> {
        todo!()
    }

    /// One authority.
    pub async fn authority(&self, code: &AuthorityCode) -> Result<Option<Authority>> {
        let _ = code;
        todo!()
    }

    /// Creates or changes an authority. Administrators of it and the program itself may.
    pub async fn authority_save(&self, caller: &Caller, authority: Authority) -> Result<()> {
        let _ = (caller, authority);
        todo!()
    }
}
