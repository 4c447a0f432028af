//! Attached files: facts about them. The bytes are in the object store under `key`.

use std::collections::HashMap;

use domain::{
    notification::{Content, State, StepRefused},
    role::Role,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde::Serialize;

use crate::{
    Caller, Error, Registry, Result,
    db::{CHUNK, Tx, read_json, read_name, stored_json, stored_time},
    entities::{comment_file, document, notification, notified_text},
    family::{drafting_name, is_of},
    journal::{Entry, announce, log},
    judging::{Cause, flags::Occasion},
    notified_texts::Outline,
    text_corrections::corrections_of,
};

/// What a file is to its notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentRole {
    /// The draft as notified (TBT 2.9.3).
    NotifiedText,
    /// The final text (TBT 2.11).
    FinalText,
    /// Anything else.
    Attachment,
}

impl DocumentRole {
    /// The name stored and used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotifiedText => "notified-text",
            Self::FinalText => "final-text",
            Self::Attachment => "attachment",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::NotifiedText, Self::FinalText, Self::Attachment].into_iter().find(|r| r.as_str() == name)
    }
}

/// What a file's text is to the official text of the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentStatus {
    /// The authority answers for it; a measure may have it in several languages.
    #[default]
    Official,
    /// A translation by people, for information.
    Unofficial,
    /// A translation by a machine that nobody checked.
    Machine,
}

impl DocumentStatus {
    /// Every status, in the order pages list them.
    pub const ALL: [Self; 3] = [Self::Official, Self::Unofficial, Self::Machine];

    /// The name stored and used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Unofficial => "unofficial",
            Self::Machine => "machine",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }
}

/// A new file, already stored and checked.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Role.
    pub role: DocumentRole,
    /// File name as uploaded, without path.
    pub name: String,
    /// Media type found in the content.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Key in the object store.
    pub key: String,
    /// Language, ISO 639-1.
    pub language: String,
    /// What it is to the official text.
    pub status: DocumentStatus,
    /// What was read in it; its words are searched for references.
    pub outline: Outline,
}

/// A file as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentInfo {
    /// Identifier, part of its address.
    pub id: i64,
    /// Role.
    pub role: DocumentRole,
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Language, ISO 639-1.
    pub language: String,
    /// What it is to the official text.
    pub status: DocumentStatus,
    /// Key in the object store.
    #[serde(skip)]
    pub key: String,
}

/// The text of an attached file.
#[derive(Debug, Clone)]
pub(crate) struct DocumentText {
    pub id: i64,
    pub name: String,
    pub text: String,
}

/// Attached files, and the text of those that could be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files {
    pub infos: Vec<DocumentInfo>,
    pub texts: Vec<DocumentText>,
}

impl Files {
    pub(crate) async fn of(db: &impl ConnectionTrait, notification: i64) -> Result<Self> {
        let mut all = Self::of_all(db, &[notification]).await?;
        Ok(all.remove(&notification).unwrap_or_default())
    }

    pub(crate) async fn of_all(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Self>> {
        let mut all: HashMap<i64, Self> = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = document::Entity::find()
                .filter(document::Column::NotificationId.is_in(chunk.iter().copied()))
                .order_by_asc(document::Column::Id)
                .all(db)
                .await?;
            for mut row in rows {
                let files = all.entry(row.notification_id).or_default();
                if let Some(text) = row.text.take() {
                    files.texts.push(DocumentText { id: row.id, name: row.name.clone(), text });
                }
                files.infos.push(DocumentInfo::from_row(row)?);
            }
        }
        Ok(all)
    }

    /// What everyone may read: of a notification that is to be kept confidential
    /// the final text alone (Directive (EU) 2015/1535, Article 5(4)).
    pub(crate) fn public(mut self, content: &Content) -> Self {
        if is_withheld(content) {
            self.infos.retain(|d| d.role == DocumentRole::FinalText);
            let shown: Vec<i64> = self.infos.iter().map(|d| d.id).collect();
            self.texts.retain(|t| shown.contains(&t.id));
        }
        self
    }

    pub(crate) fn has(&self, role: DocumentRole) -> bool {
        self.infos.iter().any(|d| d.role == role)
    }
}

impl Registry {
    /// Attaches a file to a draft of the caller's authority (or, as final text,
    /// to an adopted notification).
    pub async fn document_add(&self, caller: &Caller, notification: i64, new: NewDocument) -> Result<i64> {
        let tx = self.write().await?;
        let added = self.document_add_in(&tx, caller, notification, new).await?;
        self.commit(tx).await?;
        Ok(added)
    }

    /// The same within a transaction that does more.
    pub(crate) async fn document_add_in(
        &self,
        tx: &Tx,
        caller: &Caller,
        notification: i64,
        new: NewDocument,
    ) -> Result<i64> {
        let official = caller.official()?;
        official.needs(&[Role::Official, Role::Regulator])?;
        let row = notification::Entity::find_by_id(notification).one(tx).await?;
        let row = row.ok_or(Error::NotFound("notification"))?;
        let state = read_name(&row.state, State::from_name)?;
        if !is_of(tx, &row, official.authority.as_str()).await? {
            return Err(if state.is_public() {
                Error::OtherAuthority(read_name(&row.authority_code, |c| c.parse().ok())?)
            } else {
                Error::NotFound("notification")
            });
        }
        let final_text =
            matches!(state, State::Adopted | State::FinalText) && new.role == DocumentRole::FinalText;
        if final_text {
            // Part of the decision: recorded by whoever records that.
            if row.authority_code != official.authority.as_str() {
                return Err(Error::DraftingAuthority(drafting_name(tx, &row).await?));
            }
            official.needs(&[Role::Official])?;
        } else if state != State::Draft {
            return Err(StepRefused::State(state).into());
        }
        self.refuse_handed_over(tx, official, &row).await?;
        let now = self.now();
        // The same bytes are cut as they were corrected when they came before.
        let corrections = corrections_of(tx, notification, &new.sha256).await?.corrections();
        // PostgreSQL stores no NUL characters.
        let words = new.outline.words(&corrections).map(|t| t.replace('\0', " "));
        let added = document::ActiveModel {
            id: NotSet,
            notification_id: Set(notification),
            role: Set(new.role.as_str().to_owned()),
            name: Set(new.name.clone()),
            media_type: Set(new.media_type),
            size: Set(i64::try_from(new.size).unwrap_or(i64::MAX)),
            sha256: Set(new.sha256),
            key: Set(new.key),
            language: Set(new.language),
            status: Set(new.status.as_str().to_owned()),
            text: Set(words),
            added: Set(stored_time(now)),
        }
        .insert(tx)
        .await?;
        let pages = new.outline.pages.and_then(|n| i32::try_from(n).ok());
        notified_text::ActiveModel {
            document_id: Set(added.id),
            outline: Set(stored_json(&new.outline.paragraphs)?),
            pages: Set(pages),
            notes: Set(stored_json(&new.outline.notes)?),
        }
        .insert(tx)
        .await?;
        let entry = Entry { notification, what: "document-added", actor: caller.actor(), note: new.name };
        log(tx, now, vec![entry]).await?;
        if state.is_public() {
            // A final text is read too: what it cites stands from now on.
            self.read_again(tx, notification, &read_json(&row.content)?).await?;
            let authority = self.authority_of_row(&row).await?;
            let occasion = Occasion { now, cause: Cause::Decided, actor: &official.name };
            self.judge_again(tx, &row, &authority, occasion).await?;
            announce(tx, now, &[notification]).await?;
        }
        Ok(added.id)
    }

    /// Removes a file from a draft; returns its key when no other row uses it.
    pub async fn document_remove(
        &self,
        caller: &Caller,
        notification: i64,
        document: i64,
    ) -> Result<Option<String>> {
        let tx = self.write().await?;
        self.own_draft(&*tx, caller, notification, &[Role::Official, Role::Regulator]).await?;
        let row = document::Entity::find_by_id(document)
            .filter(document::Column::NotificationId.eq(notification))
            .one(&*tx)
            .await?
            .ok_or(Error::NotFound("file"))?;
        let key = row.key.clone();
        notified_text::Entity::delete_by_id(document).exec(&*tx).await?;
        row.delete(&*tx).await?;
        let others = document::Entity::find().filter(document::Column::Key.eq(&key)).count(&*tx).await?;
        self.commit(tx).await?;
        Ok((others == 0).then_some(key))
    }

    /// Those of these keys that no file uses (any more), of a notification or of a comment.
    pub async fn files_unused(&self, mut keys: Vec<String>) -> Result<Vec<String>> {
        let mut used: Vec<String> = document::Entity::find()
            .select_only()
            .column(document::Column::Key)
            .filter(document::Column::Key.is_in(&keys))
            .into_tuple()
            .all(&self.db)
            .await?;
        let of_comments: Vec<String> = comment_file::Entity::find()
            .select_only()
            .column(comment_file::Column::Key)
            .filter(comment_file::Column::Key.is_in(&keys))
            .into_tuple()
            .all(&self.db)
            .await?;
        used.extend(of_comments);
        keys.retain(|key| !used.contains(key));
        Ok(keys)
    }

    /// A file that this caller may read: of a public notification, or of a draft that the
    /// caller sees.
    pub async fn document(&self, caller: &Caller, document: i64) -> Result<DocumentInfo> {
        let hidden = || Error::NotFound("file");
        let row = document::Entity::find_by_id(document).one(&self.db).await?.ok_or_else(hidden)?;
        let owner = notification::Entity::find_by_id(row.notification_id).one(&self.db).await?;
        let owner = owner.ok_or_else(hidden)?;
        let info = DocumentInfo::from_row(row)?;
        if !self.readable_files(caller, &owner).await?.includes(info.role) {
            return Err(hidden());
        }
        Ok(info)
    }

    /// Which files of a notification this caller may read: the one place that decides it.
    pub(crate) async fn readable_files(
        &self,
        caller: &Caller,
        owner: &notification::Model,
    ) -> Result<Readable> {
        let public = read_name(&owner.state, State::from_name)?.is_public();
        if public && !is_withheld(&read_json(&owner.content)?) {
            return Ok(Readable::Everything);
        }
        if *caller == Caller::System || self.sees(&self.db, caller, owner).await?.is_some() {
            return Ok(Readable::Everything);
        }
        Ok(if public { Readable::FinalText } else { Readable::Nothing })
    }
}

/// Which files of a notification somebody may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readable {
    /// All of them.
    Everything,
    /// The final text alone: the authority asked that the draft be kept
    /// confidential (Directive (EU) 2015/1535, Article 5(4)).
    FinalText,
    /// None: it is not public.
    Nothing,
}

impl Readable {
    /// Whether a file with this role is among them.
    pub(crate) fn includes(self, role: DocumentRole) -> bool {
        match self {
            Self::Everything => true,
            Self::FinalText => role == DocumentRole::FinalText,
            Self::Nothing => false,
        }
    }
}

/// Whether the authority asked that the text be kept confidential.
pub(crate) fn is_withheld(content: &Content) -> bool {
    content.tris.as_ref().is_some_and(|t| t.confidential)
}

impl DocumentInfo {
    pub(crate) fn from_row(row: document::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            role: read_name(&row.role, DocumentRole::from_name)?,
            name: row.name,
            media_type: row.media_type,
            size: u64::try_from(row.size).unwrap_or(0),
            sha256: row.sha256,
            language: row.language,
            status: read_name(&row.status, DocumentStatus::from_name)?,
            key: row.key,
        })
    }
}
