//! What is there before the first notification: authorities, people, standards, codes.

use std::collections::HashMap;

use domain::{authority::AuthorityCode, role::Role};
use registry::{Caller, Registry, accounts::NewAccount, codes::Scheme};

use crate::{Demo, Error, PASSWORD, Shelf, error::At};

/// Those who act for an authority.
#[derive(Debug, Clone)]
pub(crate) struct People {
    /// Writes drafts: the regulator where there is one.
    pub writer: Caller,
    /// Submits, replies, decides.
    pub official: Caller,
    /// The second person.
    pub approver: Caller,
}

/// Fills in what comes before the first notification.
pub(crate) async fn set(
    registry: &Registry,
    demo: &Demo,
    mut on_each: impl FnMut(),
) -> Result<HashMap<AuthorityCode, People>, Error> {
    let system = Caller::System;
    registry.catalogue_import(&system, &demo.catalogue).await.at(|| "the catalogue".to_owned())?;
    registry.catalogue_reload().await.at(|| "loading the catalogue".to_owned())?;
    for (scheme, rows) in [(Scheme::Hs, &demo.codes.hs), (Scheme::Ics, &demo.codes.ics)] {
        let names = Shelf::names(rows);
        registry.codes_import(&system, scheme, &names).await.at(|| "names of codes".to_owned())?;
    }
    for authority in &demo.authorities {
        registry
            .authority_save(&system, authority.clone())
            .await
            .at(|| format!("the authority {}", authority.code))?;
    }
    let mut callers: HashMap<AuthorityCode, Vec<Caller>> = HashMap::new();
    for person in &demo.people {
        let new = NewAccount {
            email: person.email.clone(),
            name: person.name.clone(),
            authority: person.authority.clone(),
            roles: person.roles.clone(),
            password: PASSWORD.to_owned(),
        };
        let what = || format!("the account {}", person.email);
        let id = registry.account_create(&system, new).await.at(what)?;
        let official = registry.official(id).await.at(what)?;
        let official = official.ok_or_else(|| Error::Inconsistent(what()))?;
        callers.entry(person.authority.clone()).or_default().push(Caller::Official(official));
        on_each();
    }
    callers.into_iter().map(|(code, callers)| Ok((code.clone(), People::of(&code, &callers)?))).collect()
}

impl People {
    fn of(code: &AuthorityCode, callers: &[Caller]) -> Result<Self, Error> {
        let with = |role: Role, not: Option<&Caller>| {
            callers
                .iter()
                .find(|c| Some(*c) != not && c.official().is_ok_and(|o| o.has(role)))
                .cloned()
                .ok_or_else(|| Error::Inconsistent(format!("{code} has nobody who is {}", role.as_str())))
        };
        let official = with(Role::Official, None)?;
        let approver = with(Role::Approver, Some(&official))?;
        Ok(Self {
            writer: with(Role::Regulator, None).unwrap_or_else(|_| official.clone()),
            official,
            approver,
        })
    }
}
