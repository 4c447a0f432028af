//! What several use cases ask of comment rows.

use std::collections::HashMap;

use domain::comment::CommentState;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::SimpleExpr,
};

use crate::{
    Caller, Error, Official, Result,
    authorities::Authority,
    db::{CHUNK, read_time},
    entities::{comment, comment_point, notification},
    family::is_of,
    notifications::Reply,
};

/// The condition that a comment's author was verified: the link was followed, or
/// the author is an official.
pub(crate) fn is_verified_comment() -> SimpleExpr {
    comment::Column::TokenSha256.is_null()
}

/// The condition that everyone may know what a comment says, or that it said
/// something and is withheld.
pub(crate) fn is_public_comment() -> Condition {
    let shown = CommentState::COUNTED.map(CommentState::as_str);
    Condition::all()
        .add(is_verified_comment())
        .add(comment::Column::Confidential.eq(false))
        .add(comment::Column::State.is_in(shown))
}

/// The condition that everyone reads what a comment says.
pub(crate) fn is_readable_comment() -> Condition {
    let shown = CommentState::READABLE.map(CommentState::as_str);
    is_public_comment().add(comment::Column::State.is_in(shown))
}

/// Why words are not shown: the authority's reason where it withholds the
/// comment, else the author's.
pub(super) fn why_hidden(comment: &comment::Model) -> String {
    match comment.state == CommentState::Withheld.as_str() {
        true => comment.withholding_reason.clone(),
        false => comment.withheld_why.clone(),
    }
}

/// A verified comment on a notification of the caller's authority, with that
/// notification. For others there is none.
pub(super) async fn own_comment<'a>(
    db: &impl ConnectionTrait,
    caller: &'a Caller,
    id: i64,
) -> Result<(comment::Model, notification::Model, &'a Official)> {
    let official = caller.official()?;
    let hidden = || Error::NotFound("comment");
    let found =
        comment::Entity::find_by_id(id).filter(is_verified_comment()).one(db).await?.ok_or_else(hidden)?;
    let row = notification::Entity::find_by_id(found.notification_id).one(db).await?.ok_or_else(hidden)?;
    if !is_of(db, &row, official.authority.as_str()).await? {
        return Err(hidden());
    }
    Ok((found, row, official))
}

/// The parts of these comments, in their order.
pub(super) async fn points_of(
    db: &impl ConnectionTrait,
    comments: &[comment::Model],
) -> Result<HashMap<i64, Vec<comment_point::Model>>> {
    let mut all: HashMap<i64, Vec<comment_point::Model>> = HashMap::new();
    for chunk in comments.chunks(CHUNK) {
        let rows = comment_point::Entity::find()
            .filter(comment_point::Column::CommentId.is_in(chunk.iter().map(|c| c.id)))
            .order_by_asc(comment_point::Column::CommentId)
            .order_by_asc(comment_point::Column::Position)
            .all(db)
            .await?;
        for row in rows {
            all.entry(row.comment_id).or_default().push(row);
        }
    }
    Ok(all)
}

pub(super) fn reply(row: &comment::Model) -> Result<Option<Reply>> {
    let (Some(author), Some(text), Some(at)) = (&row.reply_author, &row.reply_text, &row.reply_at) else {
        return Ok(None);
    };
    Ok(Some(Reply { author: author.clone(), text: text.clone(), at: read_time(at)? }))
}

/// What the public log says of a comment: of a confidential one only that it exists.
pub(super) fn public_note(comment: &comment::Model) -> String {
    if comment.confidential { "confidential".to_owned() } else { comment.number.clone() }
}

/// `21 November 2026, 04:15:07 (Nairobi, UTC+3)`.
pub(super) fn written_moment(at: Timestamp, authority: &Authority) -> String {
    let local = at.to_zoned(authority.time_zone());
    let minutes = local.offset().seconds() / 60;
    let offset = match (minutes, minutes % 60) {
        (0, _) => "UTC".to_owned(),
        (_, 0) => format!("UTC{}{}", sign(minutes), minutes.abs() / 60),
        (_, rest) => format!("UTC{}{}:{:02}", sign(minutes), minutes.abs() / 60, rest.abs()),
    };
    format!("{} ({}, {offset})", local.strftime("%-d %B %Y, %H:%M:%S"), authority.zone_place)
}

fn sign(minutes: i32) -> char {
    if minutes < 0 { '\u{2212}' } else { '+' }
}
