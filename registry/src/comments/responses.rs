//! The response document: every public part of every comment with what became
//! of it, published as it stood on that day. A later version is another
//! document; every earlier one stays readable.

use std::collections::{BTreeSet, HashMap};

use domain::{
    comment::{CommentState, Disposition, Stance},
    grouping::unique_passages,
    role::Role,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::{Deserialize, Serialize};

use super::{
    PublicComment,
    input::{TEXT_LIMIT, cleaned_text},
    public::public,
    rows::{is_public_comment, is_verified_comment},
};
use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{CHUNK, read_json, read_name, read_time, stored_json, stored_time},
    entities::{comment, comment_point, notification, response_document},
    family::{by_symbol, first_symbol, own_by_symbol},
    journal::{Entry, announce, log},
    mail_texts,
    notifications::NotificationSummary,
};

/// One line: a part of a comment, or of several that say the same and got the
/// same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseLine {
    /// Numbers of the comments, the first the one whose words are shown.
    pub numbers: Vec<String>,
    /// Who wrote it, empty where that is not public; of the first.
    pub from: String,
    /// Clause, empty for the whole.
    pub clause: String,
    /// The file whose clause it is.
    pub document: Option<i64>,
    /// Stance.
    pub stance: Stance,
    /// The words.
    pub text: String,
    /// What became of it; none while nothing was said.
    pub disposition: Option<Disposition>,
    /// Why.
    pub reason: String,
    /// The text in which the draft was changed.
    pub changed_document: Option<i64>,
    /// The clause of it.
    pub changed_clause: String,
    /// The reply to the comment.
    pub reply: String,
    /// What the other comments of the line say that the first does not.
    #[serde(default)]
    pub own_words: Vec<OwnWords>,
    /// Why its words are not shown, though they were when the document was published.
    #[serde(default, skip_serializing)]
    pub gone: Option<CommentState>,
}

/// What one of several near-duplicates says that the first of them does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWords {
    /// Number of the comment.
    pub number: String,
    /// The passages, in their order.
    pub passages: Vec<String>,
}

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

/// Takes out of a published document what its authors took back, what is
/// withheld since, and names that were found to be false.
async fn take_away_gone(db: &impl ConnectionTrait, lines: &mut [ResponseLine]) -> Result<()> {
    let numbers: Vec<String> = lines.iter().flat_map(|l| l.numbers.iter().cloned()).collect();
    let mut changed: HashMap<String, (CommentState, bool)> = HashMap::new();
    for chunk in numbers.chunks(CHUNK) {
        let rows: Vec<(String, String, String)> = comment::Entity::find()
            .select_only()
            .columns([comment::Column::Number, comment::Column::State, comment::Column::Disputed])
            .filter(comment::Column::Number.is_in(chunk))
            .filter(
                Condition::any()
                    .add(comment::Column::State.is_not_in(CommentState::READABLE.map(CommentState::as_str)))
                    .add(comment::Column::Disputed.ne("")),
            )
            .into_tuple()
            .all(db)
            .await?;
        for (number, state, disputed) in rows {
            changed.insert(number, (read_name(&state, CommentState::from_name)?, !disputed.is_empty()));
        }
    }
    for line in lines {
        conceal_line(line, &changed);
    }
    Ok(())
}

/// What is gone of a line, where its comments changed: to which state, and
/// whether the name was false.
fn conceal_line(line: &mut ResponseLine, changed: &HashMap<String, (CommentState, bool)>) {
    let gone = |number: &String| changed.get(number).map(|(state, _)| *state).filter(|s| !s.is_readable());
    line.own_words.retain(|w| gone(&w.number).is_none());
    let Some(first) = line.numbers.first() else { return };
    if changed.contains_key(first) {
        line.from.clear();
    }
    let Some(state) = gone(first) else { return };
    // Others may have said the same, word for word: what they said stays.
    let says_it = |number: &String| !line.own_words.iter().any(|w| w.number == *number);
    if line.numbers[1..].iter().any(|number| gone(number).is_none() && says_it(number)) {
        return;
    }
    line.gone = Some(state);
    line.text.clear();
    line.clause.clear();
    if line.numbers.iter().all(|number| gone(number).is_some()) {
        line.reason.clear();
        line.reply.clear();
    }
}

/// Words before the number of a clause, as people write them.
const NUMBERED: [&str; 12] = [
    "clause",
    "article",
    "art",
    "section",
    "sec",
    "paragraph",
    "para",
    "point",
    "artículo",
    "cláusula",
    "§",
    "no",
];

/// The lines of these comments. Near-duplicates with one part and the same answer
/// are one line that names them all, with the words that each has for itself.
fn lines(comments: Vec<PublicComment>, alike: &[Option<i64>]) -> Vec<ResponseLine> {
    let mut lines: Vec<ResponseLine> = Vec::new();
    let mut places: HashMap<(i64, String, String, String, String), usize> = HashMap::new();
    for (comment, alike) in comments.into_iter().zip(alike) {
        if comment.state == CommentState::Withheld {
            continue;
        }
        let from = match (comment.author.as_str(), comment.organisation.as_str()) {
            ("", organisation) => organisation.to_owned(),
            (author, "") => author.to_owned(),
            (author, organisation) => format!("{author}, {organisation}"),
        };
        let reply = comment.reply.map(|r| r.text).unwrap_or_default();
        let single = comment.points.len() == 1 && comment.confidential_points == 0;
        for point in comment.points {
            let disposed = point.disposed;
            let line = ResponseLine {
                numbers: vec![comment.number.clone()],
                from: from.clone(),
                clause: point.clause,
                document: point.document,
                stance: point.stance,
                text: point.text,
                disposition: disposed.as_ref().map(|d| d.what),
                reason: disposed.as_ref().map(|d| d.reason.clone()).unwrap_or_default(),
                changed_document: disposed.as_ref().and_then(|d| d.changed_document),
                changed_clause: disposed.map(|d| d.changed_clause).unwrap_or_default(),
                reply: reply.clone(),
                own_words: Vec::new(),
                gone: None,
            };
            if let Some(group) = alike.filter(|_| single) {
                let answer = format!(
                    "{:?} {:?} {} {}",
                    line.disposition, line.changed_document, line.changed_clause, line.reason
                );
                let key =
                    (group, line.clause.clone(), format!("{:?}", line.stance), answer, line.reply.clone());
                if let Some(place) = places.get(&key) {
                    let same = &mut lines[*place];
                    same.numbers.push(comment.number.clone());
                    let passages: Vec<String> = unique_passages(&line.text, &same.text)
                        .into_iter()
                        .map(|place| line.text[place].to_owned())
                        .collect();
                    if !passages.is_empty() {
                        same.own_words.push(OwnWords { number: comment.number.clone(), passages });
                    }
                    continue;
                }
                places.insert(key, lines.len());
            }
            lines.push(line);
        }
    }
    lines.sort_by_cached_key(|line| clause_order(&line.clause));
    lines
}

/// Clauses in the order of their numbers: 2 before 10, “Clause 5” beside 5.
fn clause_order(clause: &str) -> Vec<(u64, String)> {
    let mut order = Vec::new();
    let word = clause.trim_start().split([' ', '.']).next().unwrap_or_default();
    let named = NUMBERED.contains(&word.to_lowercase().as_str());
    let mut rest =
        if named { clause.trim_start()[word.len()..].trim_start_matches([' ', '.']) } else { clause };
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let words = rest[digits..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |n| n + digits);
        order.push((rest[..digits].parse().unwrap_or(0), rest[digits..words].to_lowercase()));
        rest = &rest[words..];
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_come_in_the_order_of_their_numbers() {
        let mut clauses = ["Annex B", "10.1", "2", "", "2.10", "2.9"];
        clauses.sort_by_key(|c| clause_order(c));
        assert_eq!(clauses, ["", "Annex B", "2", "2.9", "2.10", "10.1"]);
        let mut written = ["Clause 14", "Art. 5.3", "Article 6", "5.3", "clause 5", "Sections"];
        written.sort_by_key(|c| clause_order(c));
        assert_eq!(written, ["Sections", "clause 5", "Art. 5.3", "5.3", "Article 6", "Clause 14"]);
    }
}
