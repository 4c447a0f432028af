//! The first administrator of an installation, who invites everybody else. Only
//! the program itself lets one in, for whoever has its machine; and only as long
//! as nobody who can sign in administers anything.

use domain::role::Role;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    accounts::{check_person, read_roles, stored_roles},
    administration::{administers, administrators},
    authorities::{Authority, authority_of, checked},
    db::{secret, stored_time},
    entities::{account, invitation},
    passwords::hashed,
};

/// Administrators whom a refusal names.
const NAMED: usize = 3;

/// The first administrator, and the authority to act for: made, if it is not there.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// The authority; of one that is there already its letters count alone.
    pub authority: Authority,
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
}

/// What was done for the first administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstInvited {
    /// The account.
    pub account: i64,
    /// Name of the authority acted for.
    pub authority: String,
    /// Whether the authority was made.
    pub authority_made: bool,
    /// The secret of the link with which the password is set, once.
    pub token: String,
}

impl Registry {
    /// Whether nobody who can sign in administers anything.
    pub async fn needs_administrator(&self) -> Result<bool> {
        Ok(administrators(&self.db, None).await?.is_empty())
    }

    /// Lets the first administrator in: makes the authority and the account where
    /// they are missing, and mails the link to set the password, which is also
    /// given back. Asked again before the password is set, older links end.
    pub async fn administrator_first(
        &self,
        caller: &Caller,
        new: FirstAdministrator,
    ) -> Result<FirstInvited> {
        if *caller != Caller::System {
            return Err(Error::Refused("only the program itself lets the first administrator in".to_owned()));
        }
        let mut errors = Vec::new();
        let person =
            collected(&mut errors, check_person(&new.email, &new.name, &[Role::Administrator]), |f| {
                if f == "name" { "person_name".to_owned() } else { f }
            })?;
        // Nobody knows this password: the link is the only way in.
        let password = hashed(secret(), self.settings.password_cost).await?;
        let tx = self.write().await?;
        refuse_second(&*tx).await?;
        let (authority, authority_made) = match authority_of(&*tx, new.authority.code.as_str()).await? {
            Some(there) => (Some(there), false),
            None => {
                let named = |f: String| if f == "name" { "authority_name".to_owned() } else { f };
                (collected(&mut errors, checked(new.authority), named)?, true)
            }
        };
        let (Some((email, name)), Some(authority)) = (person, authority) else {
            return Err(Error::Invalid(errors));
        };
        let country = authority.country.clone();
        if authority_made {
            let code = authority.code.to_string();
            authority.clone().store(&*tx).await?;
            let note = authority.name.clone();
            self.note_administration(&*tx, caller, &country, "authority-created", &code, note).await?;
        }
        let there = account::Entity::find().filter(account::Column::Email.eq(&email)).one(&*tx).await?;
        let (id, name, first) = match there {
            None => {
                let roles = [Role::Administrator];
                let code = &authority.code;
                let id = self.account_insert(&*tx, &email, &name, code, &roles, password).await?;
                (id, name, true)
            }
            Some(account) => {
                if account.authority_code != authority.code.as_str() {
                    return Err(Error::Invalid(vec![FieldError::new(
                        "code",
                        format!(
                            "{email} has an account already, with {0}: give {0} as the authority, or another e-mail \
                             address.",
                            account.authority_code
                        ),
                    )]));
                }
                let invited = invitation::Entity::find_by_id(account.id).one(&*tx).await?;
                let mut roles = read_roles(&account.roles)?;
                roles.push(Role::Administrator);
                let (id, name) = (account.id, account.name.clone());
                let mut changed = account.into_active_model();
                changed.roles = Set(stored_roles(&roles));
                changed.disabled = Set(false);
                changed.update(&*tx).await?;
                (id, name, invited.is_some_and(|i| i.first))
            }
        };
        // A link that went to a mistyped address must not let its reader in.
        end_other_links(&*tx, id, &stored_time(self.now())).await?;
        let token = self.send_link(&*tx, id, &email, &name, &authority.name, first).await?;
        self.note_administration(&*tx, caller, &country, "first-administrator", &name, email).await?;
        self.commit(tx).await?;
        Ok(FirstInvited { account: id, authority: authority.name, authority_made, token })
    }
}

/// Ends the links of other administrators who never signed in. The accounts stay
/// as they are, without a password that anybody knows.
async fn end_other_links(tx: &impl ConnectionTrait, but: i64, now: &str) -> Result<()> {
    let pending = invitation::Entity::find()
        .filter(invitation::Column::First.eq(true))
        .filter(invitation::Column::AccountId.ne(but))
        .all(tx)
        .await?;
    for link in pending {
        let account = account::Entity::find_by_id(link.account_id).one(tx).await?;
        if account.is_some_and(|a| administers(&a)) {
            let mut ended = link.into_active_model();
            ended.expires = Set(now.to_owned());
            ended.update(tx).await?;
        }
    }
    Ok(())
}

/// Refuses while somebody administers, and says who.
async fn refuse_second(db: &impl ConnectionTrait) -> Result<()> {
    let able = administrators(db, None).await?;
    if able.is_empty() {
        return Ok(());
    }
    let mut named: Vec<String> =
        able.iter().take(NAMED).map(|a| format!("{} ({})", a.name, a.authority_code)).collect();
    if able.len() > NAMED {
        named.push(format!("{} more", able.len() - NAMED));
    }
    Err(Error::Refused(format!(
        "this registry is governed already, by {}: an administrator invites further people on the page \
         Administration",
        named.join(", ")
    )))
}

/// What was checked, or nothing and what is wrong with it, under the form's names.
fn collected<T>(
    errors: &mut Vec<FieldError>,
    checked: Result<T>,
    named: impl Fn(String) -> String,
) -> Result<Option<T>> {
    match checked {
        Ok(value) => Ok(Some(value)),
        Err(Error::Invalid(wrong)) => {
            errors.extend(wrong.into_iter().map(|e| FieldError::new(named(e.field), e.message)));
            Ok(None)
        }
        Err(other) => Err(other),
    }
}
