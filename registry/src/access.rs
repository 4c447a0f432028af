//! Who sees what is not public yet. Its own authority; the coordinators of the
//! country (Rec. B.1), who see everything and change nothing; the authorities
//! that were asked to notify it jointly.

use domain::{notification::State, role::Role};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{
    Caller, Error, Registry, Result,
    db::read_name,
    entities::{authority, joint_authority, notification},
    joint::JointState,
};

/// By what right somebody sees a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It is the own authority's.
    Own,
    /// The own authority was asked to notify it jointly, or joined.
    Joint,
    /// A coordinator of the country.
    Country,
}

impl Registry {
    /// By what right this caller sees what is not public yet; `None` when hidden.
    pub(crate) async fn sees(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        row: &notification::Model,
    ) -> Result<Option<Access>> {
        let Ok(official) = caller.official() else { return Ok(None) };
        let own = official.authority.as_str();
        if row.authority_code == own {
            return Ok(Some(Access::Own));
        }
        let joint =
            joint_authority::Entity::find_by_id((row.id, own.to_owned())).one(db).await?.map(|j| j.state);
        if joint.is_some_and(|state| state != JointState::Declined.as_str()) {
            return Ok(Some(Access::Joint));
        }
        if !official.has(Role::Coordinator) {
            return Ok(None);
        }
        let country = |code: &str| {
            let code = code.to_owned();
            async move { Ok::<_, Error>(authority::Entity::find_by_id(code).one(db).await?.map(|a| a.country)) }
        };
        let (mine, its) = (country(own).await?, country(&row.authority_code).await?);
        Ok((mine.is_some() && mine == its).then_some(Access::Country))
    }

    /// A draft or submitted notification that this caller may read.
    pub(crate) async fn visible_draft(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        id: i64,
    ) -> Result<(notification::Model, Access)> {
        caller.official()?;
        let hidden = || Error::NotFound("draft");
        let row = notification::Entity::find_by_id(id).one(db).await?.ok_or_else(hidden)?;
        if read_name(&row.state, State::from_name)?.is_public() {
            return Err(hidden());
        }
        let access = self.sees(db, caller, &row).await?.ok_or_else(hidden)?;
        Ok((row, access))
    }
}
