//! Accounts of officials: sign-in and administration.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::{authority::AuthorityCode, email::EmailAddress, role::Role};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, Set,
};

use crate::{
    Caller, Error, FieldError, Official, PasswordCost, Registry, Result,
    db::{read_name, stored_time},
    entities::{account, authority},
};

/// Shortest password accepted, in characters (NIST SP 800-63B asks for 8 with a second factor, 15 alone).
const PASSWORD_LENGTH: usize = 12;
/// Longest password accepted: hashing takes no unbounded input.
const PASSWORD_LIMIT: usize = 1_000;

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
        let email = sign_in_name(email);
        let found = account::Entity::find()
            .filter(account::Column::Email.eq(email))
            .filter(account::Column::Disabled.eq(false))
            .one(&self.db)
            .await?;
        let password = password.to_owned();
        let hash = found.as_ref().map(|a| a.password_hash.clone());
        let cost = self.settings.password_cost;
        let matches = off_the_workers(move || match hash {
            Some(hash) => verify(&password, &hash),
            None => {
                // As long as verifying takes, so that the time tells nobody who has an account.
                hash_password(&password, cost).map(|_| false)
            }
        })
        .await?;
        match found {
            Some(account) if matches => Ok(Some(self.official_of(account).await?)),
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
        let password = check_password("password", &new.password);
        let (email, name) = match (person, password) {
            (Ok(person), Ok(())) => person,
            (person, password) => {
                let errors = [person.err(), password.err()].into_iter().flatten();
                let fields = errors.filter_map(|e| if let Error::Invalid(f) = e { Some(f) } else { None });
                return Err(Error::Invalid(fields.flatten().collect()));
            }
        };
        let password_hash = hashed(new.password, self.settings.password_cost).await?;
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

/// Refuses a password that is too short, or too long to be hashed.
pub(crate) fn check_password(field: &str, password: &str) -> Result<()> {
    if (PASSWORD_LENGTH..=PASSWORD_LIMIT).contains(&password.chars().count()) {
        return Ok(());
    }
    Err(Error::Invalid(vec![FieldError::new(field, "Choose a password of 12 to 1,000 characters.")]))
}

/// The hash of a password, made off the async workers.
pub(crate) async fn hashed(password: String, cost: PasswordCost) -> Result<String> {
    off_the_workers(move || hash_password(&password, cost)).await
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

/// Hashing takes tens of milliseconds of one core: it must not hold up other requests.
async fn off_the_workers<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Corrupt(format!("hashing failed: {e}")))?
}

fn hash_password(password: &str, cost: PasswordCost) -> Result<String> {
    let failed = |e: String| Error::Corrupt(format!("the password cannot be hashed: {e}"));
    let params =
        Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(|e| failed(e.to_string()))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon2.hash_password(password.as_bytes()).map_err(|e| failed(e.to_string()))?.to_string())
}

fn verify(password: &str, hash: &str) -> Result<bool> {
    let hash = PasswordHash::new(hash).map_err(|e| Error::Corrupt(format!("a stored password hash: {e}")))?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
