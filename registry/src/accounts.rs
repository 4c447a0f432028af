//! Accounts of officials: sign-in and administration.

use domain::{authority::AuthorityCode, email::EmailAddress, role::Role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, Set,
};

use crate::{
    Caller, Error, FieldError, Official, Registry, Result,
    db::{read_name, stored_time},
    entities::{account, authority, invitation},
    installation::is_demonstration,
    passwords::{self, Known, OF_DEMONSTRATION, hash, off_the_workers, verify},
    sessions,
};

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
    /// Password in clear.
    pub password: String,
}

impl Registry {
    /// The person of that e-mail address and password, `None` when they do not
    /// match. Takes equally long for unknown addresses. argon2id, off the async workers.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Option<Official>> {
        let email = sign_in_name(email);
        let found = account::Entity::find()
            .filter(account::Column::Email.eq(email))
            .filter(account::Column::Disabled.eq(false))
            .one(&self.db)
            .await?;
        // What everybody can read opens nothing but a demonstration, whoever set it.
        let published = password == OF_DEMONSTRATION && !self.is_demonstration().await?;
        let password = password.to_owned();
        let stored = found.as_ref().map(|a| a.password_hash.clone());
        let cost = self.settings.password_cost;
        let matches = off_the_workers(move || match stored {
            Some(stored) => verify(&password, &stored),
            None => {
                // As long as verifying takes, so that the time tells nobody who has an account.
                hash(&password, cost).map(|_| false)
            }
        })
        .await?;
        match found {
            Some(account) if matches && !published => Ok(Some(self.official_of(account).await?)),
            _ => Ok(None),
        }
    }

    /// The person of an account; `None` when it was disabled or removed.
    pub async fn official(&self, account_id: i64) -> Result<Option<Official>> {
        let account = account::Entity::find_by_id(account_id)
            .filter(account::Column::Disabled.eq(false))
            .one(&self.db)
            .await?;
        match account {
            Some(account) => Ok(Some(self.official_of(account).await?)),
            None => Ok(None),
        }
    }

    /// Creates an account with a password. Administrators of the authority's
    /// country and the program itself may.
    pub async fn account_create(&self, caller: &Caller, new: NewAccount) -> Result<i64> {
        let person = check_person(&new.email, &new.name, &new.roles);
        let known = Known { name: &new.name, email: &new.email };
        let password = self.accepted("password", &new.password, known).await;
        let ((email, name), password_hash) = match (person, password) {
            (Ok(person), Ok(hash)) => (person, hash),
            (person, password) => {
                let errors = [person.err(), password.err()].into_iter().flatten();
                let fields = errors.filter_map(|e| if let Error::Invalid(f) = e { Some(f) } else { None });
                return Err(Error::Invalid(fields.flatten().collect()));
            }
        };
        let tx = self.write().await?;
        let authority = authority::Entity::find_by_id(new.authority.as_str()).one(&*tx).await?;
        let authority = authority.ok_or(Error::NotFound("authority"))?;
        self.may_govern(&*tx, caller, &new.authority, &authority.country).await?;
        let id = self.account_insert(&*tx, &email, &name, &new.authority, &new.roles, password_hash).await?;
        let note = format!("{email} as {}", stored_roles(&new.roles).replace(',', ", "));
        self.note_administration(&*tx, caller, &authority.country, "person-created", &name, note).await?;
        self.commit(tx).await?;
        Ok(id)
    }

    /// The hash of a password that was chosen, or why it is not accepted.
    pub(crate) async fn accepted(&self, field: &str, password: &str, known: Known<'_>) -> Result<String> {
        let demonstration = password == OF_DEMONSTRATION && is_demonstration(&self.db).await?;
        let cost = self.settings.password_cost;
        let (field, password) = (field.to_owned(), password.to_owned());
        let (name, email) = (known.name.to_owned(), known.email.to_owned());
        off_the_workers(move || {
            passwords::check(&field, &password, Known { name: &name, email: &email }, demonstration)?;
            hash(&password, cost)
        })
        .await
    }

    /// Changes the caller's own password, who knows the one in use. All other
    /// sessions end; `this` is the identifier of the one that asks.
    pub async fn password_change(&self, caller: &Caller, old: &str, new: &str, this: &str) -> Result<()> {
        let official = caller.official()?;
        let id = official.account_id;
        let (old, stored) = (old.to_owned(), account_of(&self.db, id).await?.password_hash);
        let before = stored.clone();
        let known_already = new == old;
        if !off_the_workers(move || verify(&old, &stored)).await? {
            let sentence = "This is not your password: enter the one you signed in with.";
            return Err(Error::Invalid(vec![FieldError::new("old_password", sentence)]));
        }
        if known_already {
            let sentence = "This is your password already: choose another one.";
            return Err(Error::Invalid(vec![FieldError::new("new_password", sentence)]));
        }
        let known = Known { name: &official.name, email: &official.email };
        let hash = self.accepted("new_password", new, known).await?;
        let tx = self.write().await?;
        let account = account_of(&*tx, id).await?;
        if account.password_hash != before {
            return Err(Error::Refused(
                "your password was changed in between: sign in with that one".to_owned(),
            ));
        }
        let country = self.country_of(&*tx, &official.authority).await?;
        let mut changed = account.into_active_model();
        changed.password_hash = Set(hash);
        changed.update(&*tx).await?;
        // A link that was mailed before would still set another one.
        invitation::Entity::delete_by_id(id).exec(&*tx).await?;
        sessions::end_others(&*tx, id, this).await?;
        let what = "password-changed";
        self.note_administration(&*tx, caller, &country, what, &official.name, String::new()).await?;
        self.commit(tx).await
    }

    /// The row of a new account; refused when the address has one.
    pub(crate) async fn account_insert(
        &self,
        tx: &impl ConnectionTrait,
        email: &str,
        name: &str,
        authority: &AuthorityCode,
        roles: &[Role],
        password_hash: String,
    ) -> Result<i64> {
        if account::Entity::find().filter(account::Column::Email.eq(email)).one(tx).await?.is_some() {
            return Err(Error::Invalid(vec![FieldError::new(
                "email",
                "An account with this e-mail address exists already.",
            )]));
        }
        let account = account::ActiveModel {
            id: NotSet,
            email: Set(email.to_owned()),
            name: Set(name.to_owned()),
            authority_code: Set(authority.to_string()),
            roles: Set(stored_roles(roles)),
            password_hash: Set(password_hash),
            disabled: Set(false),
            created: Set(stored_time(self.now())),
        }
        .insert(tx)
        .await?;
        Ok(account.id)
    }

    async fn official_of(&self, account: account::Model) -> Result<Official> {
        let authority = authority::Entity::find_by_id(&account.authority_code).one(&self.db).await?;
        Ok(Official {
            account_id: account.id,
            name: account.name,
            email: account.email,
            authority: read_name(&account.authority_code, |c| c.parse().ok())?,
            authority_name: authority.map(|a| a.name).unwrap_or_default(),
            roles: read_roles(&account.roles)?,
        })
    }
}

/// The row of somebody who can sign in.
async fn account_of(db: &impl ConnectionTrait, id: i64) -> Result<account::Model> {
    let found = account::Entity::find_by_id(id).one(db).await?;
    found.filter(|a| !a.disabled).ok_or(Error::SignInNeeded)
}

/// An address as typed to sign in, as accounts are known by it: all its spellings
/// are one account, and one key of limits.
pub fn sign_in_name(typed: &str) -> String {
    match EmailAddress::parse(typed) {
        Ok(email) => email.to_string(),
        Err(_) => typed.trim().to_lowercase(),
    }
}

/// The address and the name as they are stored, or what is wrong with them and the roles.
pub(crate) fn check_person(email: &str, name: &str, roles: &[Role]) -> Result<(String, String)> {
    let name = name.trim().to_owned();
    let email = EmailAddress::parse(email);
    let mut errors = Vec::new();
    if let Err(problem) = &email {
        errors.push(FieldError::new("email", problem.to_string()));
    }
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        errors.push(FieldError::new("name", "Enter the person’s name, at most 200 characters."));
    }
    if roles.is_empty() {
        errors.push(FieldError::new("roles", "Choose at least one role."));
    }
    match email {
        Ok(email) if errors.is_empty() => Ok((email.to_string(), name)),
        _ => Err(Error::Invalid(errors)),
    }
}

/// Roles as stored: in order, each once.
pub(crate) fn stored_roles(roles: &[Role]) -> String {
    let mut roles = roles.to_vec();
    roles.sort();
    roles.dedup();
    roles.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(",")
}

/// The people of an authority who hold a role and can sign in, by account.
pub(crate) async fn people_with(
    db: &impl ConnectionTrait,
    authority: &str,
    role: Role,
) -> Result<Vec<account::Model>> {
    let active = account::Entity::find()
        .filter(account::Column::AuthorityCode.eq(authority))
        .filter(account::Column::Disabled.eq(false))
        .order_by_asc(account::Column::Id)
        .all(db)
        .await?;
    let mut holders = Vec::new();
    for person in active {
        if read_roles(&person.roles)?.contains(&role) {
            holders.push(person);
        }
    }
    Ok(holders)
}

/// Stored roles.
pub(crate) fn read_roles(stored: &str) -> Result<Vec<Role>> {
    stored.split(',').filter(|r| !r.is_empty()).map(|r| read_name(r, Role::from_name)).collect()
}
