//! Who asks: the value that every writing use case takes and checks.

use domain::{authority::AuthorityCode, role::Role};
use serde::{Deserialize, Serialize};

/// Who asks for a use case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Anybody.
    Public,
    /// A signed-in person of an authority.
    Official(Official),
    /// The program itself: imports, the demo, jobs.
    System,
}

/// A signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Official {
    /// The account.
    pub account_id: i64,
    /// Name as shown in the public log.
    pub name: String,
    /// E-mail address, the sign-in name.
    pub email: String,
    /// The authority this person acts for.
    pub authority: AuthorityCode,
    /// Name of that authority.
    pub authority_name: String,
    /// Roles within the authority.
    pub roles: Vec<Role>,
}

impl Caller {
    /// The signed-in person, or the refusal that says to sign in.
    pub fn official(&self) -> Result<&Official, crate::Error> {
        match self {
            Self::Official(official) => Ok(official),
            _ => Err(crate::Error::SignInNeeded),
        }
    }
}

impl Official {
    /// Whether this person holds the role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
