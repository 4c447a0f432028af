//! Notifying authorities.

use std::collections::HashMap;

use domain::{
    authority::{AuthorityCode, Profile},
    email::EmailAddress,
    notification::Contact,
    web_address::WebAddress,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
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

    /// Creates or changes an authority. Administrators of its country and the
    /// program itself may. Its country stays: it decides who governs it.
    pub async fn authority_save(&self, caller: &Caller, authority: Authority) -> Result<()> {
        let authority = checked(authority)?;
        let tx = self.write().await?;
        let before = authority_of(&*tx, authority.code.as_str()).await?;
        let country = before.as_ref().map_or(&authority.country, |b| &b.country).clone();
        self.may_govern(&*tx, caller, &authority.code, &country).await?;
        if !country.is_empty() && country != authority.country && *caller != Caller::System {
            return Err(Error::Invalid(vec![FieldError::new(
                "country",
                "The country of an authority cannot be changed: add another authority for another country.",
            )]));
        }
        let (what, note) = match &before {
            None => ("authority-created", authority.name.clone()),
            Some(before) => ("authority-changed", before.differs(&authority)),
        };
        let (code, changed) = (authority.code.to_string(), before.as_ref() != Some(&authority));
        authority.store(&*tx).await?;
        if changed {
            self.note_administration(&*tx, caller, &country, what, &code, note).await?;
        }
        self.commit(tx).await
    }
}

/// The authority as it is stored, or what is wrong with it.
pub(crate) fn checked(mut authority: Authority) -> Result<Authority> {
    let mut errors = Vec::new();
    for text in [&mut authority.name, &mut authority.country, &mut authority.zone, &mut authority.zone_place]
    {
        *text = text.trim().to_owned();
    }
    if authority.name.is_empty() || authority.name.chars().count() > 200 {
        errors.push(FieldError::new("name", "Enter the name of the authority, at most 200 characters."));
    }
    if authority.country.len() != 2 || !authority.country.bytes().all(|b| b.is_ascii_uppercase()) {
        errors.push(FieldError::new(
            "country",
            "Enter the two capital letters of the country, for example KE.",
        ));
    }
    if TimeZone::get(&authority.zone).is_err() {
        errors.push(FieldError::new(
            "zone",
            "Enter the name of an IANA time zone, for example Africa/Nairobi.",
        ));
    }
    if authority.zone_place.is_empty() || authority.zone_place.chars().count() > 100 {
        errors.push(FieldError::new(
            "zone_place",
            "Enter the place by which people know the zone, for example Nairobi.",
        ));
    }
    if !authority.enquiry_point.email.trim().is_empty() {
        match EmailAddress::parse(&authority.enquiry_point.email) {
            Ok(email) => authority.enquiry_point.email = email.to_string(),
            Err(problem) => errors.push(FieldError::new("point_email", problem.to_string())),
        }
    }
    let web = authority.enquiry_point.web.trim();
    if !web.is_empty() && !WebAddress::is(web) {
        errors.push(FieldError::new(
            "point_web",
            "Enter a web address that begins with https:// or http://, or leave it empty.",
        ));
    }
    if errors.is_empty() { Ok(authority) } else { Err(Error::Invalid(errors)) }
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

    /// What changed, for the log of administration.
    fn differs(&self, after: &Self) -> String {
        let mut notes = Vec::new();
        for (what, before, now) in [
            ("name", &self.name, &after.name),
            ("zone", &self.zone, &after.zone),
            ("place", &self.zone_place, &after.zone_place),
        ] {
            if before != now {
                notes.push(format!("{what}: {before} → {now}"));
            }
        }
        if self.profile != after.profile {
            notes.push(format!("procedure: {} → {}", self.profile.as_str(), after.profile.as_str()));
        }
        if self.enquiry_point != after.enquiry_point {
            notes.push("enquiry point".to_owned());
        }
        notes.join("; ")
    }

    /// The day it is for the authority.
    pub(crate) fn today(&self, now: Timestamp) -> Date {
        now.to_zoned(self.time_zone()).date()
    }

    /// The zone itself; UTC where its name is unknown.
    pub fn time_zone(&self) -> TimeZone {
        db::zone(&self.zone)
    }
}

pub(crate) async fn authority_of(db: &impl ConnectionTrait, code: &str) -> Result<Option<Authority>> {
    authority::Entity::find_by_id(code).one(db).await?.map(Authority::from_row).transpose()
}
