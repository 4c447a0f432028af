//! Notifications in lists: everything beside the row is loaded for all rows at once.

use std::collections::HashMap;

use domain::{
    clock::Deadline,
    notification::{Kind, State},
};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Error, Result,
    authorities::Authority,
    comments::is_public_comment,
    db::{CHUNK, count, read_day, read_name, read_time},
    entities::{authority, comment, divergence, notification, notification_symbol},
    notifications::{AuthorityName, DivergenceState, NotificationSummary, Period, Source},
    standstills::{StandstillStanding, standstills},
};

/// The period of a notification whose deadline is `deadline`.
pub(crate) fn period(
    deadline: Deadline,
    place: &str,
    state: State,
    late_comments: bool,
    now: Timestamp,
) -> Period {
    let open = deadline.is_open(now) && state != State::Withdrawn;
    let late = late_comments && state == State::Published;
    Period {
        written_out: deadline.written_out(place),
        open,
        accepts: open || late,
        days_left: deadline.days_left(now),
        deadline,
    }
}

/// The deadline of a row.
pub(crate) fn deadline(row: &notification::Model, authority: &Authority) -> Result<Option<Deadline>> {
    let (Some(day), Some(at)) = (&row.closes_on, &row.closes_at) else { return Ok(None) };
    Ok(Some(Deadline { day: read_day(day)?, closes_at: read_time(at)?, zone: authority.time_zone() }))
}

/// Authorities by code.
pub(crate) async fn authorities(
    db: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, Authority>> {
    let mut codes: Vec<String> = codes.into_iter().collect();
    codes.sort();
    codes.dedup();
    let mut all = HashMap::new();
    for chunk in codes.chunks(CHUNK) {
        let rows = authority::Entity::find().filter(authority::Column::Code.is_in(chunk)).all(db).await?;
        for row in rows {
            all.insert(row.code.clone(), Authority::from_row(row)?);
        }
    }
    Ok(all)
}

/// Symbols of these notifications, in order, with the authority's code.
pub(crate) async fn symbols(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<notification_symbol::Model>>> {
    let mut all: HashMap<i64, Vec<_>> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = notification_symbol::Entity::find()
            .filter(notification_symbol::Column::NotificationId.is_in(chunk.iter().copied()))
            .order_by_asc(notification_symbol::Column::Position)
            .all(db)
            .await?;
        for row in rows {
            all.entry(row.notification_id).or_default().push(row);
        }
    }
    Ok(all)
}

async fn divergence_counts(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut all = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(i64, i64)> = divergence::Entity::find()
            .select_only()
            .column(divergence::Column::NotificationId)
            .column_as(divergence::Column::Id.count(), "n")
            .filter(divergence::Column::NotificationId.is_in(chunk.iter().copied()))
            .filter(divergence::Column::State.eq(DivergenceState::Open.as_str()))
            .group_by(divergence::Column::NotificationId)
            .into_tuple()
            .all(db)
            .await?;
        all.extend(rows);
    }
    Ok(all)
}

async fn comment_counts(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    let mut all = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(i64, i64)> = comment::Entity::find()
            .select_only()
            .column(comment::Column::NotificationId)
            .column_as(comment::Column::Id.count(), "n")
            .filter(comment::Column::NotificationId.is_in(chunk.iter().copied()))
            .filter(is_public_comment())
            .group_by(comment::Column::NotificationId)
            .into_tuple()
            .all(db)
            .await?;
        all.extend(rows);
    }
    Ok(all)
}

/// Summaries of these rows, in their order.
pub(crate) async fn summaries(
    db: &impl ConnectionTrait,
    rows: &[notification::Model],
    now: Timestamp,
) -> Result<Vec<NotificationSummary>> {
    let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
    let mut symbols = symbols(db, &ids).await?;
    let codes = symbols.values().flatten().map(|s| s.authority_code.clone());
    let authorities = authorities(db, codes.chain(rows.iter().map(|r| r.authority_code.clone()))).await?;
    let divergences = divergence_counts(db, &ids).await?;
    let comments = comment_counts(db, &ids).await?;
    let mut standstills = standstills(db, &ids).await?;
    rows.iter()
        .map(|row| {
            let own = symbols.remove(&row.id).unwrap_or_default();
            let first = authorities
                .get(&row.authority_code)
                .ok_or_else(|| Error::Corrupt(format!("no authority {}", row.authority_code)))?;
            let mut names: Vec<AuthorityName> = Vec::new();
            let codes = own.iter().map(|s| &s.authority_code);
            for code in codes.chain(own.is_empty().then_some(&row.authority_code)) {
                if names.iter().all(|n| n.code != *code) {
                    let name = authorities.get(code).map(|a| a.name.clone()).unwrap_or_default();
                    names.push(AuthorityName { code: code.clone(), name });
                }
            }
            let state = read_name(&row.state, State::from_name)?;
            Ok(NotificationSummary {
                id: row.id,
                symbols: own.into_iter().map(|s| s.symbol).collect(),
                authorities: names,
                kind: read_name(&row.kind, Kind::from_name)?,
                state,
                title: row.title.clone(),
                products: row.products.clone(),
                description: row.description.clone(),
                published: row.published.as_deref().map(read_day).transpose()?,
                period: deadline(row, first)?
                    .map(|d| period(d, &first.zone_place, state, row.late_comments, now)),
                standstill: standstills.remove(&row.id).map(|standing| {
                    let running = standing.told.is_running(first.today(now)) && state != State::Withdrawn;
                    StandstillStanding { running, ..standing }
                }),
                divergences: count(divergences.get(&row.id).copied().unwrap_or(0)),
                comments: count(comments.get(&row.id).copied().unwrap_or(0)),
                source: read_name(&row.source, Source::from_name)?,
            })
        })
        .collect()
}

/// Rows of these notifications, in the order of the identifiers, public ones alone.
pub(crate) async fn public_rows(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<notification::Model>> {
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = notification::Entity::find()
            .filter(notification::Column::Id.is_in(chunk.iter().copied()))
            .filter(is_public())
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|r| (r.id, r)));
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// The condition that a notification is public and was not withdrawn.
pub(crate) fn is_in_question() -> sea_orm::sea_query::SimpleExpr {
    notification::Column::State.is_not_in([
        State::Draft.as_str(),
        State::Submitted.as_str(),
        State::Withdrawn.as_str(),
    ])
}

/// The condition that everyone may see a notification.
pub(crate) fn is_public() -> sea_orm::sea_query::SimpleExpr {
    notification::Column::State.is_not_in([State::Draft.as_str(), State::Submitted.as_str()])
}
