//! Accounts of officials: sign-in and administration.

use domain::{authority::AuthorityCode, role::Role};

use crate::{Caller, Official, Registry, Result};

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// E-mail address, the sign-in name; compared without regard to case.
    pub email: String,
    /// Name as shown in the public log.
    pub name: String,
    /// Authority acted for.
    pub authority: AuthorityCode,
    /// Roles.
    pub roles: Vec<Role>,
    /// Password in clear; at least 12 characters.
    pub password: String,
}

impl Registry {
    /// The person of that e-mail address and password, `None` when they do not
    /// match. Takes equally long for unknown addresses. argon2id, off the async workers.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Option<Official>> {
        let _ = (email, password);
        todo!()
    }

    /// The person of an account; `None` when it was disabled or removed.
    pub async fn official(&self, account_id: i64) -> Result<Option<Official>> {
        let _ = account_id;
        todo!()
    }

    /// Creates an account. Administrators of the authority and the program itself may.
    pub async fn account_create(&self, caller: &Caller, new: NewAccount) -> Result<i64> {
        let _ = (caller, new);
        todo!()
    }
}
