//! The response document: every public part of every comment with what became
//! of it, published as it stood on that day. A later version is another
//! document; every earlier one stays readable.

use std::collections::BTreeSet;

use domain::{comment::CommentState, role::Role};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::{Deserialize, Serialize};

use super::{
    ResponseLine,
    input::{TEXT_LIMIT, cleaned_text},
    public::public,
    response_lines::{lines, take_away_gone},
    rows::{is_public_comment, is_verified_comment},
};
use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{read_json, read_time, stored_json, stored_time},
    entities::{comment, comment_point, notification, response_document},
    family::{by_symbol, first_symbol, own_by_symbol},
    journal::{Entry, announce, log},
    mail_texts,
    notifications::NotificationSummary,
};

/// A version of the document, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseVersion {
    /// 1 for the first.
    pub version: i32,
    /// When it was published.
    pub published: Timestamp,
    /// By whom.
    pub actor: String,
}

/// The document.
#[derive(Debug, Clone)]
pub struct ResponseDocument {
    /// The notification.
    pub notification: NotificationSummary,
    /// What the authority says to all; empty in a preview.
    pub introduction: String,
    /// The lines: by clause, comments on the whole first.
    pub lines: Vec<ResponseLine>,
    /// Comments that count, confidential ones among them.
    pub comments: u64,
    /// Confidential comments and parts, which no line shows.
    pub confidential: u64,
    /// The version shown; none in a preview.
    pub version: Option<ResponseVersion>,
    /// Every version, oldest first.
    pub versions: Vec<ResponseVersion>,
}

#[derive(Serialize, Deserialize)]
struct Body {
    lines: Vec<ResponseLine>,
    comments: u64,
    confidential: u64,
}

impl Registry {
    /// The document as it would be published now. For officials of the authority.
    pub async fn responses_preview(&self, caller: &Caller, symbol: &str) -> Result<ResponseDocument> {
        let row = own_by_symbol(&self.db, caller, symbol).await?;
        let body = self.response_body(&self.db, &row).await?;
        Ok(ResponseDocument {
            notification: self.summary_of(&row).await?,
            introduction: String::new(),
            lines: body.lines,
            comments: body.comments,
            confidential: body.confidential,
            version: None,
            versions: versions(&self.db, row.id).await?,
        })
    }

    /// Publishes it; every commenter is told. Officials of the authority may.
    ///
    /// `version` is the number that the person saw on the button: pressed twice,
    /// it publishes once.
    pub async fn responses_publish(
        &self,
        caller: &Caller,
        symbol: &str,
        introduction: &str,
        version: i32,
    ) -> Result<i32> {
        let official = caller.official()?;
        official.needs(&[Role::Official])?;
        let introduction = cleaned_text(introduction);
        if introduction.chars().count() > TEXT_LIMIT {
            return Err(Error::Invalid(vec![FieldError::new(
                "introduction",
                "Shorten the introduction to 20,000 characters.",
            )]));
        }
        // Thousands of comments take seconds: others write meanwhile.
        let row = own_by_symbol(&self.db, caller, symbol).await?;
        let state = state_of(&self.db, row.id).await?;
        let body = self.response_body(&self.db, &row).await?;
        let tx = self.write().await?;
        let row = own_by_symbol(&*tx, caller, symbol).await?;
        let next = versions(&*tx, row.id).await?.last().map_or(1, |v| v.version + 1);
        if version < next {
            return Ok(version);
        }
        let version = next;
        let body = match state_of(&*tx, row.id).await? == state {
            true => body,
            false => self.response_body(&*tx, &row).await?,
        };
        let unread = unread_comments(&*tx, row.id).await?;
        if unread > 0 {
            return Err(Error::Invalid(vec![FieldError::new(
                "introduction",
                format!(
                    "{unread} of the comments wait to be checked: publish or withhold them first, or they would \
                     be missing here."
                ),
            )]));
        }
        let undecided = body.lines.iter().filter(|l| l.disposition.is_none() && l.reply.is_empty()).count();
        if undecided > 0 {
            return Err(Error::Invalid(vec![FieldError::new(
                "introduction",
                format!(
                    "{undecided} of the comments have neither a disposition nor a reply: answer them first."
                ),
            )]));
        }
        if body.comments == 0 {
            return Err(Error::Refused("there are no comments to respond to".to_owned()));
        }
        let now = self.now();
        response_document::ActiveModel {
            id: NotSet,
            notification_id: Set(row.id),
            version: Set(version),
            published: Set(stored_time(now)),
            actor: Set(official.name.clone()),
            introduction: Set(introduction),
            body: Set(stored_json(&body)?),
        }
        .insert(&*tx)
        .await?;
        let entry = Entry {
            notification: row.id,
            what: "responses-published",
            actor: &official.name,
            note: if version > 1 { format!("version {version}") } else { String::new() },
        };
        log(&*tx, now, vec![entry]).await?;
        announce(&*tx, now, &[row.id]).await?;
        let symbol = first_symbol(&*tx, row.id).await?;
        let letter = mail_texts::responses(self.about_comment(&symbol, &row, ""), version);
        self.tell_commenters(&*tx, row.id, &letter, &BTreeSet::new()).await?;
        self.commit(tx).await?;
        Ok(version)
    }

    /// A published version of the document, the latest where none is named.
    pub async fn responses(&self, symbol: &str, version: Option<i32>) -> Result<ResponseDocument> {
        let missing = || Error::NotFound("response document");
        let row = by_symbol(&self.db, symbol).await?.ok_or_else(missing)?;
        let mut query = response_document::Entity::find()
            .filter(response_document::Column::NotificationId.eq(row.id))
            .order_by_desc(response_document::Column::Version);
        if let Some(version) = version {
            query = query.filter(response_document::Column::Version.eq(version));
        }
        let found = query.one(&self.db).await?.ok_or_else(missing)?;
        let mut body: Body = read_json(&found.body)?;
        take_away_gone(&self.db, &mut body.lines).await?;
        Ok(ResponseDocument {
            notification: self.summary_of(&row).await?,
            introduction: found.introduction,
            lines: body.lines,
            comments: body.comments,
            confidential: body.confidential,
            version: Some(ResponseVersion {
                version: found.version,
                published: read_time(&found.published)?,
                actor: found.actor,
            }),
            versions: versions(&self.db, row.id).await?,
        })
    }

    async fn response_body(&self, db: &impl ConnectionTrait, row: &notification::Model) -> Result<Body> {
        let rows = comment::Entity::find()
            .filter(comment::Column::NotificationId.eq(row.id))
            .filter(is_public_comment())
            .order_by_asc(comment::Column::Received)
            .order_by_asc(comment::Column::Id)
            .all(db)
            .await?;
        let hidden = self.confidential_comments(row.id).await?;
        let alike: Vec<Option<i64>> = rows.iter().map(|r| r.represented_by).collect();
        let shown = public(db, rows).await?;
        let parts: usize = shown.iter().map(|c| c.confidential_points).sum();
        let comments = shown.len() as u64 + hidden;
        // Thousands of near-duplicates are compared word by word.
        let lines = tokio::task::spawn_blocking(move || lines(shown, &alike))
            .await
            .map_err(|e| Error::Corrupt(format!("the comments cannot be compared: {e}")))?;
        Ok(Body { lines, comments, confidential: hidden + parts as u64 })
    }
}

/// The published versions of a notification's response document, oldest first:
/// without what they say, which is long.
pub(crate) async fn versions(db: &impl ConnectionTrait, notification: i64) -> Result<Vec<ResponseVersion>> {
    let rows: Vec<(i32, String, String)> = response_document::Entity::find()
        .select_only()
        .columns([
            response_document::Column::Version,
            response_document::Column::Published,
            response_document::Column::Actor,
        ])
        .filter(response_document::Column::NotificationId.eq(notification))
        .order_by_asc(response_document::Column::Version)
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter()
        .map(|(version, published, actor)| {
            Ok(ResponseVersion { version, published: read_time(&published)?, actor })
        })
        .collect()
}

/// What tells whether a response document would be another one: how many comments
/// are in each state, and how many parts are disposed of, and the last of each.
type StateOf = (Vec<(String, i64, Option<String>)>, Vec<(Option<String>, i64, Option<String>)>);

async fn state_of(db: &impl ConnectionTrait, notification: i64) -> Result<StateOf> {
    let comments = comment::Entity::find()
        .select_only()
        .column(comment::Column::State)
        .column_as(comment::Column::Id.count(), "n")
        .column_as(comment::Column::ReplyAt.max(), "last")
        .filter(comment::Column::NotificationId.eq(notification))
        .group_by(comment::Column::State)
        .order_by_asc(comment::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let points = comment_point::Entity::find()
        .select_only()
        .column(comment_point::Column::Disposition)
        .column_as(comment_point::Column::Id.count(), "n")
        .column_as(comment_point::Column::DisposedAt.max(), "last")
        .filter(comment_point::Column::NotificationId.eq(notification))
        .group_by(comment_point::Column::Disposition)
        .order_by_asc(comment_point::Column::Disposition)
        .into_tuple()
        .all(db)
        .await?;
    Ok((comments, points))
}

/// Whether a notification has a published response document.
pub(super) async fn is_published(db: &impl ConnectionTrait, notification: i64) -> Result<bool> {
    let published = response_document::Entity::find()
        .filter(response_document::Column::NotificationId.eq(notification))
        .count(db)
        .await?;
    Ok(published > 0)
}

/// How many comments that are not confidential wait to be checked.
async fn unread_comments(db: &impl ConnectionTrait, notification: i64) -> Result<u64> {
    Ok(comment::Entity::find()
        .filter(comment::Column::NotificationId.eq(notification))
        .filter(is_verified_comment())
        .filter(comment::Column::Confidential.eq(false))
        .filter(comment::Column::State.eq(CommentState::Received.as_str()))
        .count(db)
        .await?)
}
