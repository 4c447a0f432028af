//! Reading the tables of consultations.

use domain::clock::Deadline;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::OwnComment;
use crate::{
    Caller, Error, Official, Result,
    authorities::Authority,
    comments::is_verified_comment,
    db::{read_day, read_time},
    entities::{account, comment, consultation, consultation_input, consultation_stakeholder},
};

/// The end of a consultation: of its last day in its authority's zone.
pub(super) fn ends(row: &consultation::Model, own: &Authority) -> Result<Deadline> {
    Deadline::new(read_day(&row.until)?, own.time_zone())
        .map_err(|e| Error::Corrupt(format!("the last day of a consultation: {e}")))
}

/// A consultation of the caller's authority; of another's there is none.
pub(super) async fn own(db: &impl ConnectionTrait, caller: &Caller, id: i64) -> Result<consultation::Model> {
    let official = caller.official()?;
    consultation::Entity::find_by_id(id)
        .filter(consultation::Column::AuthorityCode.eq(official.authority.as_str()))
        .one(db)
        .await?
        .ok_or(Error::NotFound("consultation"))
}

pub(super) async fn on(
    db: &impl ConnectionTrait,
    official: &Official,
    notification: i64,
) -> Result<Option<consultation::Model>> {
    Ok(consultation::Entity::find()
        .filter(consultation::Column::AuthorityCode.eq(official.authority.as_str()))
        .filter(consultation::Column::NotificationId.eq(notification))
        .one(db)
        .await?)
}

pub(super) async fn stakeholders_of(
    db: &impl ConnectionTrait,
    consultation: i64,
) -> Result<Vec<consultation_stakeholder::Model>> {
    Ok(consultation_stakeholder::Entity::find()
        .filter(consultation_stakeholder::Column::ConsultationId.eq(consultation))
        .order_by_asc(consultation_stakeholder::Column::Id)
        .all(db)
        .await?)
}

pub(super) async fn inputs_of(
    db: &impl ConnectionTrait,
    consultation: i64,
) -> Result<Vec<consultation_input::Model>> {
    let people: Vec<i64> = stakeholders_of(db, consultation).await?.into_iter().map(|p| p.id).collect();
    Ok(consultation_input::Entity::find()
        .filter(consultation_input::Column::StakeholderId.is_in(people))
        .order_by_asc(consultation_input::Column::Id)
        .all(db)
        .await?)
}

/// Comments that people of the official's authority filed on a notification.
pub(super) async fn own_comments(
    db: &impl ConnectionTrait,
    official: &Official,
    notification: i64,
) -> Result<Vec<OwnComment>> {
    let accounts: Vec<i64> = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::AuthorityCode.eq(official.authority.as_str()))
        .into_tuple()
        .all(db)
        .await?;
    let found: Vec<(String, String)> = comment::Entity::find()
        .select_only()
        .columns([comment::Column::Number, comment::Column::Received])
        .filter(comment::Column::NotificationId.eq(notification))
        .filter(comment::Column::AccountId.is_in(accounts))
        .filter(is_verified_comment())
        .order_by_desc(comment::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    found
        .into_iter()
        .map(|(number, received)| Ok(OwnComment { number, received: read_time(&received)? }))
        .collect()
}
