//! Administration: authorities, people and their roles. Administrators govern the authorities of their own country; what
//! nobody acts for yet every administrator governs, so that somebody can be
//! invited to it. Every change is logged with who made it.

use domain::{authority::AuthorityCode, notification::FormTemplate, role::Role};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    accounts::{check_person, read_roles, stored_roles},
    authorities::{Authority, checked},
    db::{count, number, read_time, secret, stored_time},
    entities::{account, administration, authority, invitation},
    passwords::hashed,
    sessions,
};

/// Entries of the log on the page.
const LOG: u64 = 100;

/// What an administrator sees first.
#[derive(Debug, Clone)]
pub struct Administration {
    /// The authorities governed, by name, each with how many people can sign in.
    pub authorities: Vec<(Authority, usize)>,
    /// The latest changes, newest first.
    pub log: Vec<AdministrationEntry>,
}

/// A change in the log of administration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdministrationEntry {
    /// When.
    pub at: Timestamp,
    /// Who made it.
    pub actor: String,
    /// What: `authority-created`, `person-invited` …
    pub what: String,
    /// To which authority or person.
    pub subject: String,
    /// The details.
    pub note: String,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub id: i64,
    /// Name.
    pub name: String,
    /// E-mail address, the sign-in name.
    pub email: String,
    /// Authority acted for.
    pub authority: AuthorityCode,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether signing in is barred.
    pub disabled: bool,
    /// Whether no password was ever set.
    pub invited: bool,
    /// When the account was made.
    pub since: Timestamp,
}

/// A person to invite.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Authority to act for.
    pub authority: AuthorityCode,
    /// Roles.
    pub roles: Vec<Role>,
}

impl Registry {
    /// The authorities that the caller governs, and what was changed lately.
    pub async fn administration(&self, caller: &Caller) -> Result<Administration> {
        let official = caller.official()?;
        official.needs(&[Role::Administrator])?;
        let own = self.country_of(&self.db, &official.authority).await?;
        let people: Vec<(String, bool)> = account::Entity::find()
            .select_only()
            .column(account::Column::AuthorityCode)
            .column(account::Column::Disabled)
            .into_tuple()
            .all(&self.db)
            .await?;
        let all = authority::Entity::find().order_by_asc(authority::Column::Name).all(&self.db).await?;
        let populated = |country: &str| {
            all.iter().any(|a| a.country == country && people.iter().any(|(code, _)| *code == a.code))
        };
        let mut authorities = Vec::new();
        for row in &all {
            if row.country == own || !populated(&row.country) {
                let n = people.iter().filter(|(code, disabled)| *code == row.code && !disabled).count();
                authorities.push((Authority::from_row(row.clone())?, n));
            }
        }
        let countries: Vec<String> =
            authorities.iter().map(|(a, _)| a.country.clone()).chain([own]).collect();
        let log = administration::Entity::find()
            .filter(administration::Column::Country.is_in(countries))
            .order_by_desc(administration::Column::Id)
            .limit(LOG)
            .all(&self.db)
            .await?;
        let log = log.into_iter().map(AdministrationEntry::from_row).collect::<Result<_>>()?;
        Ok(Administration { authorities, log })
    }

    /// An authority with its people by name, for those who govern it.
    pub async fn authority_governed(
        &self,
        caller: &Caller,
        code: &AuthorityCode,
    ) -> Result<(Authority, Vec<Person>)> {
        let authority = self.authority(code).await?.ok_or(Error::NotFound("authority"))?;
        self.may_govern(&self.db, caller, code, &authority.country).await?;
        let accounts = account::Entity::find()
            .filter(account::Column::AuthorityCode.eq(code.as_str()))
            .order_by_asc(account::Column::Name)
            .all(&self.db)
            .await?;
        let mut people = Vec::new();
        for account in accounts {
            people.push(self.person_of(&self.db, account).await?);
        }
        Ok((authority, people))
    }

    /// Whether the caller may bring in a new authority.
    pub async fn may_add_authority(&self, caller: &Caller) -> Result<()> {
        caller.may_maintain()
    }

    /// Adds an authority: of the own country, or of a country that nobody here
    /// acts for yet. Refused when its letters are taken.
    pub async fn authority_create(&self, caller: &Caller, new: Authority) -> Result<()> {
        caller.may_maintain()?;
        let new = checked(new)?;
        let tx = self.write().await?;
        self.may_govern(&*tx, caller, &new.code, &new.country).await?;
        if authority::Entity::find_by_id(new.code.as_str()).one(&*tx).await?.is_some() {
            return Err(Error::Invalid(vec![FieldError::new(
                "code",
                "These letters belong to an authority already: choose others, or change that one.",
            )]));
        }
        let note = new.name.clone();
        let (country, code) = (new.country.clone(), new.code.to_string());
        new.store(&*tx).await?;
        self.note_administration(&*tx, caller, &country, "authority-created", &code, note).await?;
        self.commit(tx).await
    }

    /// Invites a person by mail: the link in it sets the password, once, within
    /// seven days.
    pub async fn person_invite(&self, caller: &Caller, new: NewPerson) -> Result<i64> {
        caller.may_maintain()?;
        let person = check_person(&new.email, &new.name, &new.roles)?;
        // Nobody knows this password: the link is the only way in.
        let password = hashed(secret(), self.settings.password_cost).await?;
        let tx = self.write().await?;
        let authority = self.governed(&*tx, caller, &new.authority).await?;
        let id =
            self.account_insert(&*tx, &person.0, &person.1, &new.authority, &new.roles, password).await?;
        self.send_link(&*tx, id, &person.0, &person.1, &authority.name, true).await?;
        let note = format!("{} as {}", person.0, listed(&new.roles));
        self.note_administration(&*tx, caller, &authority.country, "person-invited", &person.1, note).await?;
        self.commit(tx).await?;
        Ok(id)
    }

    /// The versions of the form, each with how many notifications are written on it.
    pub async fn form_templates(&self, caller: &Caller) -> Result<Vec<(&'static FormTemplate, u64)>> {
        caller.may_maintain()?;
        let mut all = Vec::new();
        for template in FormTemplate::all() {
            // The version is the first thing in the stored content.
            let begins = format!("{{\"form\":\"{}\"%", template.form.as_str());
            let sql = "SELECT COUNT(*) FROM notification WHERE content LIKE $1";
            all.push((template, count(number(&self.db, sql, [begins.into()]).await?)));
        }
        Ok(all)
    }

    /// One person, for those who govern the authority.
    pub async fn person(&self, caller: &Caller, id: i64) -> Result<Person> {
        let (account, _) = self.governed_account(&self.db, caller, id).await?;
        self.person_of(&self.db, account).await
    }

    /// Changes a person's name and roles. Refused when nobody would administer
    /// the country any more, and when administrators give themselves roles by
    /// which measures are published: those another administrator gives.
    pub async fn person_change(&self, caller: &Caller, id: i64, name: &str, roles: &[Role]) -> Result<()> {
        let tx = self.write().await?;
        let (account, authority) = self.governed_account(&*tx, caller, id).await?;
        let (_, name) = check_person(&account.email, name, roles)?;
        if !roles.contains(&Role::Administrator) {
            self.refuse_last_administrator(&*tx, &account, &authority.country).await?;
        }
        let mut notes = Vec::new();
        if account.name != name {
            notes.push(format!("name: {} → {name}", account.name));
        }
        let before = read_roles(&account.roles)?;
        self.refuse_own_promotion(&*tx, caller, &account, &before, roles, &authority.country).await?;
        if stored_roles(roles) != account.roles {
            notes.push(format!("roles: {} → {}", listed(&before), listed(roles)));
        }
        if notes.is_empty() {
            return Ok(());
        }
        let mut changed = account.into_active_model();
        changed.name = Set(name.clone());
        changed.roles = Set(stored_roles(roles));
        changed.update(&*tx).await?;
        self.note_administration(&*tx, caller, &authority.country, "person-changed", &name, notes.join("; "))
            .await?;
        self.commit(tx).await
    }

    /// Bars a person from signing in, and ends all sessions at once; or lets
    /// the person in again. Refused for the last administrator of the country.
    pub async fn person_disable(&self, caller: &Caller, id: i64, disabled: bool) -> Result<()> {
        let tx = self.write().await?;
        let (account, authority) = self.governed_account(&*tx, caller, id).await?;
        if account.disabled == disabled {
            return Ok(());
        }
        if disabled {
            self.refuse_last_administrator(&*tx, &account, &authority.country).await?;
            sessions::end_all(&*tx, id).await?;
        }
        let name = account.name.clone();
        let mut changed = account.into_active_model();
        changed.disabled = Set(disabled);
        changed.update(&*tx).await?;
        let what = if disabled { "person-disabled" } else { "person-enabled" };
        self.note_administration(&*tx, caller, &authority.country, what, &name, String::new()).await?;
        self.commit(tx).await
    }

    async fn person_of(&self, db: &impl ConnectionTrait, account: account::Model) -> Result<Person> {
        let invitation = invitation::Entity::find_by_id(account.id).one(db).await?;
        Ok(Person {
            invited: invitation.is_some_and(|i| i.first),
            authority: crate::db::read_name(&account.authority_code, |c| c.parse().ok())?,
            roles: read_roles(&account.roles)?,
            since: read_time(&account.created)?,
            id: account.id,
            name: account.name,
            email: account.email,
            disabled: account.disabled,
        })
    }

    pub(crate) async fn governed_account(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        id: i64,
    ) -> Result<(account::Model, Authority)> {
        caller.may_maintain()?;
        let account = account::Entity::find_by_id(id).one(db).await?.ok_or(Error::NotFound("person"))?;
        let code: AuthorityCode = crate::db::read_name(&account.authority_code, |c| c.parse().ok())?;
        let authority = self.governed(db, caller, &code).await?;
        Ok((account, authority))
    }

    async fn governed(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        code: &AuthorityCode,
    ) -> Result<Authority> {
        let row = authority::Entity::find_by_id(code.as_str()).one(db).await?;
        let authority = Authority::from_row(row.ok_or(Error::NotFound("authority"))?)?;
        self.may_govern(db, caller, code, &authority.country).await?;
        Ok(authority)
    }

    /// Refuses unless the caller administers this country: an administrator of
    /// one of its authorities; any administrator while nobody acts for it; the
    /// program itself.
    pub(crate) async fn may_govern(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        code: &AuthorityCode,
        country: &str,
    ) -> Result<()> {
        caller.may_maintain()?;
        let Caller::Official(official) = caller else { return Ok(()) };
        if self.country_of(db, &official.authority).await? == country {
            return Ok(());
        }
        let populated = account::Entity::find()
            .filter(account::Column::AuthorityCode.in_subquery(codes_of(country)))
            .one(db)
            .await?;
        match populated {
            None => Ok(()),
            Some(_) => Err(Error::Refused(format!(
                "{code} belongs to another country: an administrator of an authority of {country} may do this"
            ))),
        }
    }

    pub(crate) async fn country_of(&self, db: &impl ConnectionTrait, code: &AuthorityCode) -> Result<String> {
        let row = authority::Entity::find_by_id(code.as_str()).one(db).await?;
        Ok(row.map(|a| a.country).unwrap_or_default())
    }

    /// Somebody must be left who administers the country and can sign in.
    async fn refuse_last_administrator(
        &self,
        db: &impl ConnectionTrait,
        account: &account::Model,
        country: &str,
    ) -> Result<()> {
        if account.disabled || !administers(account) {
            return Ok(());
        }
        let others = administrators(db, Some(country)).await?;
        if others.iter().any(|other| other.id != account.id) {
            return Ok(());
        }
        Err(Error::Refused(format!(
            "{} is the last administrator of {country} who can sign in: make another person administrator first, \
             who sets a password, then an administrator may do this",
            account.name
        )))
    }

    /// Nobody alone makes an account of the own that hands in or approves.
    async fn refuse_own_promotion(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        account: &account::Model,
        before: &[Role],
        after: &[Role],
        country: &str,
    ) -> Result<()> {
        let added: Vec<&Role> = after.iter().filter(|r| r.publishes() && !before.contains(r)).collect();
        let [role, ..] = added[..] else { return Ok(()) };
        if caller.account_id() != Some(account.id) {
            return Ok(());
        }
        let others = administrators(db, Some(country)).await?;
        let others: Vec<String> =
            others.into_iter().filter(|a| a.id != account.id).map(|a| a.name).take(3).collect();
        let who = if others.is_empty() {
            format!(
                "you are the only administrator of {country} who can sign in: invite a second person as \
                 administrator, who can then make you {}",
                role.one()
            )
        } else {
            format!(
                "another administrator of {country} has to make you {}: {}",
                role.one(),
                others.join(", ")
            )
        };
        Err(Error::Refused(format!(
            "nobody gives the own account a role by which measures are published; {who}"
        )))
    }

    pub(crate) async fn note_administration(
        &self,
        tx: &impl ConnectionTrait,
        caller: &Caller,
        country: &str,
        what: &str,
        subject: &str,
        note: String,
    ) -> Result<()> {
        administration::Entity::insert(administration::ActiveModel {
            id: NotSet,
            at: Set(stored_time(self.now())),
            actor: Set(caller.actor().to_owned()),
            account_id: Set(caller.account_id()),
            country: Set(country.to_owned()),
            what: Set(what.to_owned()),
            subject: Set(subject.to_owned()),
            note: Set(note),
        })
        .exec_without_returning(tx)
        .await?;
        Ok(())
    }
}

impl AdministrationEntry {
    fn from_row(row: administration::Model) -> Result<Self> {
        Ok(Self {
            at: read_time(&row.at)?,
            actor: row.actor,
            what: row.what,
            subject: row.subject,
            note: row.note,
        })
    }
}

pub(crate) fn administers(account: &account::Model) -> bool {
    account.roles.split(',').any(|r| r == Role::Administrator.as_str())
}

/// Administrators who can sign in, of a country or of all, by account.
pub(crate) async fn administrators(
    db: &impl ConnectionTrait,
    country: Option<&str>,
) -> Result<Vec<account::Model>> {
    let never = invitation::Entity::find()
        .select_only()
        .column(invitation::Column::AccountId)
        .filter(invitation::Column::First.eq(true))
        .into_query();
    let mut able = account::Entity::find()
        .filter(account::Column::Disabled.eq(false))
        .filter(account::Column::Id.not_in_subquery(never))
        .order_by_asc(account::Column::Id);
    if let Some(country) = country {
        able = able.filter(account::Column::AuthorityCode.in_subquery(codes_of(country)));
    }
    Ok(able.all(db).await?.into_iter().filter(administers).collect())
}

fn codes_of(country: &str) -> sea_orm::sea_query::SelectStatement {
    authority::Entity::find()
        .select_only()
        .column(authority::Column::Code)
        .filter(authority::Column::Country.eq(country))
        .into_query()
}

pub(crate) fn listed(roles: &[Role]) -> String {
    let mut roles = roles.to_vec();
    roles.sort();
    roles.dedup();
    roles.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(", ")
}
