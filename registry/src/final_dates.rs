//! Final dates for comments: what a form gives, and every one of a notification
//! with its reason. Nothing published is edited: the dates are read from the
//! notification and its addenda.

use std::collections::HashMap;

use domain::{
    clock::{Deadline, default_comment_deadline},
    notification::{AddendumKind, Content, Kind},
};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Error, Result,
    authorities::Authority,
    db::{CHUNK, read_day, read_json},
    entities::notification,
    standstills::standstill_of_form,
    summaries::{is_public, symbols},
};

/// A final date for comments, and since when it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinalDate {
    /// The final date, in the authority's zone.
    pub day: Date,
    /// The addendum that moved it there; none for the first.
    pub symbol: Option<String>,
    /// The day on which that addendum was published; for the first, the notification.
    pub announced: Option<Date>,
    /// Why, in words; empty for the first.
    pub reason: String,
}

/// The deadline of a form published on that day: the day stated, else 60 days
/// (TBT Committee) unless words were given instead.
pub(crate) fn comment_deadline(
    content: &Content,
    kind: Kind,
    authority: &Authority,
    published: Date,
) -> Result<Option<Deadline>> {
    if !kind.opens_period() {
        return Ok(None);
    }
    let day = match content.comments_until.date {
        Some(day) => day,
        // Where there is a standstill, comments are taken while it runs (Directive
        // (EU) 2015/1535, Articles 5(2) and 6(1)).
        None if content.comments_until.is_empty() => {
            standstill_of_form(content, kind, authority.profile, published)
                .and_then(|s| s.first.last_day)
                .unwrap_or_else(|| default_comment_deadline(published))
        }
        None => return Ok(None),
    };
    Deadline::new(day, authority.time_zone())
        .map(Some)
        .map_err(|e| Error::Corrupt(format!("the final date {day} cannot be reckoned: {e}")))
}

/// The final date for comments that a draft states: a draft is not given one
/// that nobody wrote.
pub(crate) fn stated_deadline(
    content: &Content,
    kind: Kind,
    authority: &Authority,
    published: Date,
) -> Result<Option<Deadline>> {
    if content.comments_until.is_empty() {
        return Ok(None);
    }
    comment_deadline(content, kind, authority, published)
}

/// The final date that an addendum announces, with its reason.
pub(crate) fn new_final_date(addendum: &Content) -> Option<(Date, &str)> {
    let moved = addendum.addendum.iter().filter(|r| r.what == AddendumKind::PeriodChanged);
    moved.filter_map(|r| Some((r.on.date?, r.note.as_str()))).next_back()
}

/// The public addenda to these symbols, oldest first, with the symbol they add to.
pub(crate) async fn addenda(
    db: &impl ConnectionTrait,
    parents: &[String],
) -> Result<Vec<(String, notification::Model)>> {
    let mut all = Vec::new();
    for chunk in parents.chunks(CHUNK) {
        let rows = notification::Entity::find()
            .filter(notification::Column::ParentSymbol.is_in(chunk))
            .filter(notification::Column::Kind.eq(Kind::Addendum.as_str()))
            .filter(is_public())
            .order_by_asc(notification::Column::Published)
            .order_by_asc(notification::Column::Id)
            .all(db)
            .await?;
        all.extend(rows.into_iter().filter_map(|row| Some((row.parent_symbol.clone()?, row))));
    }
    Ok(all)
}

/// Every final date of a notification, the first to the one that holds.
pub(crate) async fn final_dates(
    db: &impl ConnectionTrait,
    row: &notification::Model,
    content: &Content,
) -> Result<Vec<FinalDate>> {
    let own = symbols(db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let parents: Vec<String> = own.into_iter().map(|s| s.symbol).collect();
    let addenda = addenda(db, &parents).await?;
    let ids: Vec<i64> = addenda.iter().map(|(_, a)| a.id).collect();
    let mut names = symbols(db, &ids).await?;
    let mut dates = Vec::new();
    if let Some(day) = content.comments_until.date {
        let announced = row.published.as_deref().map(read_day).transpose()?;
        dates.push(FinalDate { day, symbol: None, announced, reason: String::new() });
    }
    for (_, addendum) in addenda {
        let said: Content = read_json(&addendum.content)?;
        let Some((day, reason)) = new_final_date(&said) else { continue };
        let symbol = names.remove(&addendum.id).and_then(|all| all.into_iter().next());
        dates.push(FinalDate {
            day,
            symbol: symbol.map(|s| s.symbol),
            announced: addendum.published.as_deref().map(read_day).transpose()?,
            reason: reason.to_owned(),
        });
    }
    Ok(dates)
}

/// How often the period of each of these symbols was moved.
pub(crate) async fn moves(db: &impl ConnectionTrait, parents: &[String]) -> Result<HashMap<String, u32>> {
    let mut moves: HashMap<String, u32> = HashMap::new();
    for (parent, addendum) in addenda(db, parents).await? {
        let said: Content = read_json(&addendum.content)?;
        if new_final_date(&said).is_some() {
            *moves.entry(parent).or_default() += 1;
        }
    }
    Ok(moves)
}
