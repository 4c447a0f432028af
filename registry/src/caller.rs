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

    /// Administrators of any authority and the program itself may: the
    /// catalogue and the codes belong to the whole installation.
    pub(crate) fn may_maintain(&self) -> Result<(), crate::Error> {
        match self {
            Self::System => Ok(()),
            _ => self.official()?.needs(&[Role::Administrator]),
        }
    }

    /// The account, for a signed-in person.
    pub(crate) fn account_id(&self) -> Option<i64> {
        match self {
            Self::Official(official) => Some(official.account_id),
            _ => None,
        }
    }
}

impl Official {
    /// Whether this person holds the role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Refuses unless this person holds one of the roles; the refusal names them.
    pub(crate) fn needs(&self, roles: &'static [Role]) -> Result<(), crate::Error> {
        use domain::notification::StepRefused;
        match roles {
            _ if roles.iter().any(|r| self.has(*r)) => Ok(()),
            [one] => Err(StepRefused::Role(*one).into()),
            several => Err(StepRefused::Roles(several).into()),
        }
    }
}
