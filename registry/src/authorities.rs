//! Notifying authorities.

use std::collections::HashMap;

use domain::{
    authority::{AuthorityCode, Profile},
    notification::Contact,
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryOrder, Set,
};
use serde::{Deserialize, Serialize};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{self, count, read_json, read_name, rows, stored_json, stored_time},
    entities::authority,
};

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
        #[derive(FromQueryResult)]
        struct Counts {
            code: String,
            notifications: i64,
            open: i64,
        }
        // A joint notification counts once for each of its authorities.
        let counts: Vec<Counts> = rows(
            &self.db,
            "SELECT s.authority_code AS code, COUNT(DISTINCT n.id) AS notifications, \
             COUNT(DISTINCT CASE WHEN n.closes_at > $1 AND n.state <> 'withdrawn' THEN n.id END) AS open \
             FROM notification_symbol s JOIN notification n ON n.id = s.notification_id \
             WHERE n.state NOT IN ('draft', 'submitted') GROUP BY s.authority_code",
            [stored_time(self.now()).into()],
        )
        .await?;
        let counts: HashMap<String, (i64, i64)> =
            counts.into_iter().map(|c| (c.code, (c.notifications, c.open))).collect();
        let all = authority::Entity::find().order_by_asc(authority::Column::Name).all(&self.db).await?;
        all.into_iter()
            .map(|row| {
                let (notifications, open) = counts.get(&row.code).copied().unwrap_or_default();
                Ok(AuthorityCounts {
                    authority: Authority::from_row(row)?,
                    notifications: count(notifications),
                    open: count(open),
                })
            })
            .collect()
    }

    /// One authority.
    pub async fn authority(&self, code: &AuthorityCode) -> Result<Option<Authority>> {
        authority_of(&self.db, code.as_str()).await
    }

    /// Creates or changes an authority. Administrators of it and the program itself may.
    pub async fn authority_save(&self, caller: &Caller, authority: Authority) -> Result<()> {
        caller.may_administer(&authority.code)?;
        let mut errors = Vec::new();
        if authority.name.trim().is_empty() {
            errors.push(FieldError::new("name", "Enter the name of the authority."));
        }
        if TimeZone::get(&authority.zone).is_err() {
            errors.push(FieldError::new(
                "zone",
                "Enter the name of an IANA time zone, for example Africa/Nairobi.",
            ));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let tx = self.write().await?;
        authority.store(&*tx).await?;
        self.commit(tx).await
    }
}

impl Authority {
    pub(crate) fn from_row(row: authority::Model) -> Result<Self> {
        Ok(Self {
            code: read_name(&row.code, |c| c.parse().ok())?,
            name: row.name,
            country: row.country,
            zone: row.zone,
            zone_place: row.zone_place,
            profile: read_name(&row.profile, |p| {
                [Profile::Wto, Profile::Eu].into_iter().find(|x| x.as_str() == p)
            })?,
            enquiry_point: read_json(&row.enquiry_point)?,
        })
    }

    /// Adds or replaces the row.
    pub(crate) async fn store(self, tx: &impl ConnectionTrait) -> Result<()> {
        let exists = authority::Entity::find_by_id(self.code.as_str()).one(tx).await?.is_some();
        let row = authority::Model {
            enquiry_point: stored_json(&self.enquiry_point)?,
            code: self.code.into(),
            name: self.name,
            country: self.country,
            zone: self.zone,
            zone_place: self.zone_place,
            profile: self.profile.as_str().to_owned(),
        };
        if exists {
            let code = row.code.clone();
            let mut changed = row.into_active_model().reset_all();
            changed.code = sea_orm::ActiveValue::Unchanged(code);
            changed.update(tx).await?;
        } else {
            let mut new = row.clone().into_active_model().reset_all();
            new.code = Set(row.code);
            authority::Entity::insert(new).exec_without_returning(tx).await?;
        }
        Ok(())
    }

    /// The zone itself; UTC where its name is unknown.
    pub fn time_zone(&self) -> TimeZone {
        db::zone(&self.zone)
    }
}

pub(crate) async fn authority_of(db: &impl ConnectionTrait, code: &str) -> Result<Option<Authority>> {
    authority::Entity::find_by_id(code).one(db).await?.map(Authority::from_row).transpose()
}
