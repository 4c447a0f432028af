//! Finding notifications by symbol, and the family of one measure: the original
//! and all its changes share the root of their symbols, in whatever order they came.

use domain::symbol::Symbol;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};

use crate::{
    Caller, Error, Result,
    db::read_name,
    entities::{authority, notification, notification_symbol},
    summaries::is_public,
};

/// The public notification of a symbol in any spelling that parses.
pub(crate) async fn by_symbol(
    db: &impl ConnectionTrait,
    symbol: &str,
) -> Result<Option<notification::Model>> {
    let Ok(symbol) = symbol.parse::<Symbol>() else { return Ok(None) };
    let Some(found) = notification_symbol::Entity::find_by_id(symbol.to_string()).one(db).await? else {
        return Ok(None);
    };
    Ok(notification::Entity::find_by_id(found.notification_id).filter(is_public()).one(db).await?)
}

/// The public notification of a symbol, for officials of its authority alone.
pub(crate) async fn own_by_symbol(
    db: &impl ConnectionTrait,
    caller: &Caller,
    symbol: &str,
) -> Result<notification::Model> {
    let official = caller.official()?;
    let row = by_symbol(db, symbol).await?.ok_or(Error::NotFound("notification"))?;
    if is_of(db, &row, official.authority.as_str()).await? {
        return Ok(row);
    }
    Err(Error::OtherAuthority(read_name(&row.authority_code, |c| c.parse().ok())?))
}

/// The public notification of a symbol, for officials of the authority that
/// drafted it. What becomes of the measure and how long comments are taken holds
/// for every authority of a joint notification, and cannot be taken back: the
/// others announced it, and do not decide on it.
pub(crate) async fn drafted_by_symbol(
    db: &impl ConnectionTrait,
    caller: &Caller,
    symbol: &str,
) -> Result<notification::Model> {
    let row = own_by_symbol(db, caller, symbol).await?;
    if row.authority_code == caller.official()?.authority.as_str() {
        return Ok(row);
    }
    Err(Error::DraftingAuthority(drafting_name(db, &row).await?))
}

/// The name of the authority that drafted a notification.
pub(crate) async fn drafting_name(db: &impl ConnectionTrait, row: &notification::Model) -> Result<String> {
    let drafting = authority::Entity::find_by_id(row.authority_code.as_str()).one(db).await?;
    Ok(drafting.map_or_else(|| row.authority_code.clone(), |a| a.name))
}

/// The symbol under which an authority announced a notification: that given
/// where it is its own, else the first of its own. Each authority of a joint
/// notification has one, and announces changes under it, whichever was given.
pub(crate) async fn own_symbol(
    db: &impl ConnectionTrait,
    row: &notification::Model,
    authority: &str,
    given: Symbol,
) -> Result<Symbol> {
    let own = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::NotificationId.eq(row.id))
        .filter(notification_symbol::Column::AuthorityCode.eq(authority))
        .order_by_asc(notification_symbol::Column::Position)
        .all(db)
        .await?;
    let text = given.to_string();
    match own.first() {
        Some(first) if own.iter().all(|s| s.symbol != text) => read_name(&first.symbol, |s| s.parse().ok()),
        _ => Ok(given),
    }
}

/// What an authority announced, alone or jointly, as a query for the identifiers:
/// the rule of [`is_of`] for those that have symbols, as all public ones have.
pub(crate) fn announced_by(authority: &str) -> SelectStatement {
    notification_symbol::Entity::find()
        .select_only()
        .column(notification_symbol::Column::NotificationId)
        .filter(notification_symbol::Column::AuthorityCode.eq(authority))
        .into_query()
}

/// Whether this authority announced it, alone or jointly.
pub(crate) async fn is_of(
    db: &impl ConnectionTrait,
    row: &notification::Model,
    authority: &str,
) -> Result<bool> {
    if row.authority_code == authority {
        return Ok(true);
    }
    let joint = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::NotificationId.eq(row.id))
        .filter(notification_symbol::Column::AuthorityCode.eq(authority))
        .one(db)
        .await?;
    Ok(joint.is_some())
}

/// The first symbol of a notification; empty before publication.
pub(crate) async fn first_symbol(db: &impl ConnectionTrait, notification: i64) -> Result<String> {
    let row = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::NotificationId.eq(notification))
        .order_by_asc(notification_symbol::Column::Position)
        .one(db)
        .await?;
    Ok(row.map(|r| r.symbol).unwrap_or_default())
}

/// The other public notifications of the same measure, oldest first.
pub(crate) async fn family(db: &impl ConnectionTrait, notification: i64) -> Result<Vec<notification::Model>> {
    let own = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::NotificationId.eq(notification))
        .all(db)
        .await?;
    let related = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::Root.is_in(own.iter().map(|s| s.root.as_str())))
        .filter(notification_symbol::Column::NotificationId.ne(notification))
        .all(db)
        .await?;
    let mut ids: Vec<i64> = related.into_iter().map(|s| s.notification_id).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(notification::Entity::find()
        .filter(notification::Column::Id.is_in(ids))
        .filter(is_public())
        .order_by_asc(notification::Column::Published)
        .order_by_asc(notification::Column::Id)
        .all(db)
        .await?)
}
