//! Comments that are being written: saved on the server, resumed by whoever has
//! the key, forgotten when nobody comes back.

use domain::email::EmailAddress;
use jiff::{Timestamp, ToSpan};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};

use super::CommentFile;
use crate::{
    Error, FieldError, Mailed, Registry, Result,
    db::{read_json, read_time, secret, sha256, stored_json, stored_time},
    entities::{comment, comment_draft, comment_file, notification},
    family::{by_symbol, first_symbol},
    mail_texts::{self, About},
    notifications::NotificationSummary,
    unconfirmed::{Item, release},
};

/// Days after the last change until a draft is forgotten.
pub const DRAFT_DAYS: i64 = 60;
/// The same for a draft with files whose link was never mailed: nobody may fill
/// the disk for long with what no one else knows of.
pub const FILES_DAYS: i64 = 2;
/// Drafts that are forgotten in one transaction: comments that arrive wait for it.
const FORGOTTEN_AT_ONCE: u64 = 500;
/// Longest draft, in bytes: every part may be as long as it may be when sent.
const LARGEST: usize = 6_000_000;

/// A saved draft of a comment.
#[derive(Debug, Clone)]
pub struct SavedDraft {
    /// The fields of the form as typed.
    pub fields: Vec<(String, String)>,
    /// The notification it is on.
    pub notification: NotificationSummary,
    /// Attached files.
    pub files: Vec<CommentFile>,
    /// Last change.
    pub saved: Timestamp,
    /// Until when it is kept, if nothing is changed.
    pub kept_until: Timestamp,
    /// Whether its link was mailed: one with files is kept longer then.
    pub mailed: bool,
    /// The number of the comment, when it was sent.
    pub sent_as: Option<String>,
}

/// What was forgotten in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// How many drafts; none when nothing more is due.
    pub drafts: usize,
    /// Keys of their files that nothing else uses.
    pub files: Vec<String>,
}

/// Whether a draft was sent.
pub(super) enum Sent {
    /// It waits.
    NotYet(comment_draft::Model),
    /// It is this comment.
    Before(Box<comment::Model>),
}

impl Registry {
    /// Saves what was typed so far, under the key, or under a new one. Returns the key.
    pub async fn comment_draft_save(
        &self,
        key: Option<&str>,
        symbol: &str,
        fields: &[(String, String)],
    ) -> Result<String> {
        let body = stored_json(&fields)?;
        if body.len() > LARGEST {
            return Err(Error::Invalid(vec![FieldError::new(
                "text-1",
                "This is too long to be saved: send it as several comments, or attach it as a file.",
            )]));
        }
        let tx = self.write().await?;
        let now = stored_time(self.now());
        if let Some(key) = key {
            let row = draft_row(&*tx, key).await?;
            if row.sent_as.is_some() {
                return Err(Error::Refused(
                    "this comment was sent already: its receipt is at the address you got then".to_owned(),
                ));
            }
            self.hold(&*tx, Item::Draft(row.id), body.len(), 0, "text-1").await?;
            let mut row = row.into_active_model();
            row.body = Set(body);
            row.changed = Set(now);
            row.update(&*tx).await?;
            self.commit(tx).await?;
            return Ok(key.to_owned());
        }
        let on = by_symbol(&*tx, symbol).await?.ok_or(Error::NotFound("notification"))?;
        let key = secret();
        let words = body.len();
        let added = comment_draft::ActiveModel {
            id: NotSet,
            key_sha256: Set(sha256(&key)),
            notification_id: Set(on.id),
            body: Set(body),
            changed: Set(now),
            sent_as: Set(None),
            mailed: Set(false),
        }
        .insert(&*tx)
        .await?;
        self.hold(&*tx, Item::Draft(added.id), words, 0, "text-1").await?;
        self.commit(tx).await?;
        Ok(key)
    }

    /// The draft of that key.
    pub async fn comment_draft(&self, key: &str) -> Result<SavedDraft> {
        let row = draft_row(&self.db, key).await?;
        let on = notification::Entity::find_by_id(row.notification_id).one(&self.db).await?;
        let on = on.ok_or(Error::NotFound("notification"))?;
        let saved = read_time(&row.changed)?;
        let files = comment_file::Entity::find()
            .filter(comment_file::Column::DraftId.eq(row.id))
            .order_by_asc(comment_file::Column::Id)
            .all(&self.db)
            .await?;
        Ok(SavedDraft {
            fields: read_json(&row.body)?,
            notification: self.summary_of(&on).await?,
            saved,
            kept_until: saved + (days_kept(row.mailed, !files.is_empty()) * 24).hours(),
            mailed: row.mailed,
            files: files.into_iter().map(CommentFile::from).collect(),
            sent_as: row.sent_as,
        })
    }

    /// Mails the address under which the draft is resumed. From then on its files
    /// are kept as long as its words. An address that got too many mails gets none.
    pub async fn comment_draft_mail(&self, key: &str, email: &str) -> Result<Mailed> {
        let email = EmailAddress::parse(email)
            .map_err(|problem| Error::Invalid(vec![FieldError::new("email", problem.to_string())]))?;
        let tx = self.write().await?;
        let row = draft_row(&*tx, key).await?;
        let on = notification::Entity::find_by_id(row.notification_id).one(&*tx).await?;
        let on = on.ok_or(Error::NotFound("notification"))?;
        let symbol = first_symbol(&*tx, on.id).await?;
        let about =
            About { public_url: &self.settings.public_url, symbol: &symbol, title: &on.title, number: "" };
        let until = read_time(&row.changed)? + (days_kept(true, true) * 24).hours();
        let until = until.strftime("%-d %B %Y").to_string();
        let letter = mail_texts::resume(about, key, &until);
        let mailed = self.post_to_stranger(&*tx, &email, letter, None).await?;
        if mailed == Mailed::OnItsWay {
            let mut row = row.into_active_model();
            row.mailed = Set(true);
            row.update(&*tx).await?;
        }
        self.commit(tx).await?;
        Ok(mailed)
    }

    /// Forgets some of the drafts that nobody changed for long, with their files. A
    /// draft that was sent is forgotten too: its words are in the comment. To be
    /// asked again until none is left: many are worked off some hundred at a time.
    pub async fn comment_drafts_forget(&self) -> Result<Forgotten> {
        let tx = self.write_to_forget().await?;
        let before = |days: i64| stored_time(self.now() - (days * 24).hours());
        let with_files = comment_file::Entity::find()
            .select_only()
            .column(comment_file::Column::DraftId)
            .filter(comment_file::Column::DraftId.is_not_null())
            .into_query();
        let unknown = Condition::all()
            .add(comment_draft::Column::Changed.lt(before(days_kept(false, true))))
            .add(comment_draft::Column::Mailed.eq(false))
            .add(comment_draft::Column::Id.in_subquery(with_files));
        let old = comment_draft::Column::Changed.lt(before(days_kept(true, true)));
        let due: Vec<i64> = comment_draft::Entity::find()
            .select_only()
            .column(comment_draft::Column::Id)
            .filter(Condition::any().add(old).add(unknown))
            .order_by_asc(comment_draft::Column::Id)
            .limit(FORGOTTEN_AT_ONCE)
            .into_tuple()
            .all(&*tx)
            .await?;
        let of_these = || comment_file::Column::DraftId.is_in(due.iter().copied());
        let mut files: Vec<String> = comment_file::Entity::find()
            .select_only()
            .column(comment_file::Column::Key)
            .distinct()
            .filter(of_these())
            .into_tuple()
            .all(&*tx)
            .await?;
        for draft in &due {
            release(&*tx, Item::Draft(*draft)).await?;
        }
        self.unconfirmed_tidy(&*tx).await?;
        comment_file::Entity::delete_many().filter(of_these()).exec(&*tx).await?;
        comment_draft::Entity::delete_many()
            .filter(comment_draft::Column::Id.is_in(due.iter().copied()))
            .exec(&*tx)
            .await?;
        self.commit(tx).await?;
        if !files.is_empty() {
            files = self.files_unused(files).await?;
        }
        Ok(Forgotten { drafts: due.len(), files })
    }
}

/// Days for which a draft is kept after its last change.
fn days_kept(mailed: bool, files: bool) -> i64 {
    if files && !mailed { FILES_DAYS } else { DRAFT_DAYS }
}

/// The draft of that key.
pub(super) async fn draft_row(db: &impl ConnectionTrait, key: &str) -> Result<comment_draft::Model> {
    comment_draft::Entity::find()
        .filter(comment_draft::Column::KeySha256.eq(sha256(key)))
        .one(db)
        .await?
        .ok_or(Error::NotFound(
            "saved comment: it was not changed for 60 days (2 days with files, where its link was never \
             mailed), or the address is not complete",
        ))
}

/// The draft to send, or the comment that it became.
pub(super) async fn to_send(tx: &impl ConnectionTrait, key: &str, notification: i64) -> Result<Sent> {
    let row = draft_row(tx, key).await?;
    if row.notification_id != notification {
        return Err(Error::NotFound("saved comment on this notification"));
    }
    let Some(number) = &row.sent_as else { return Ok(Sent::NotYet(row)) };
    let found = comment::Entity::find().filter(comment::Column::Number.eq(number)).one(tx).await?;
    found.map(|c| Sent::Before(Box::new(c))).ok_or(Error::NotFound("comment"))
}

/// Notes what a draft became, moves its files, and empties it.
pub(super) async fn sent(
    tx: &impl ConnectionTrait,
    draft: comment_draft::Model,
    comment: &comment::Model,
) -> Result<()> {
    let files =
        comment_file::Entity::find().filter(comment_file::Column::DraftId.eq(draft.id)).all(tx).await?;
    for file in files {
        let mut file = file.into_active_model();
        file.draft_id = Set(None);
        file.comment_id = Set(Some(comment.id));
        file.update(tx).await?;
    }
    let mut draft = draft.into_active_model();
    draft.body = Set("[]".to_owned());
    draft.sent_as = Set(Some(comment.number.clone()));
    draft.update(tx).await?;
    Ok(())
}
