//! The texts of one measure: which came before, which after, which are the same
//! in another language; two versions compared clause by clause, two languages
//! side by side.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use domain::{
    notification::Kind,
    symbol::Symbol,
    text::{Alignment, Clauses, Comparison},
};
use jiff::civil::Date;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    Caller, Error, Registry, Result,
    db::{read_day, read_name},
    documents::{DocumentInfo, DocumentRole, DocumentStatus},
    entities::{document, notification, notification_symbol, notified_text},
    kept_texts::CutText,
    notifications::NotificationSummary,
    summaries::{is_public, symbols},
};

/// A text of a measure, as the pages of its other texts name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextVersion {
    /// The file.
    pub document: DocumentInfo,
    /// The notification it belongs to.
    pub notification: i64,
    /// First symbol of the notification; empty before publication.
    pub symbol: String,
    /// Kind of the notification.
    pub kind: Kind,
    /// Day of publication; none before.
    pub published: Option<Date>,
    /// When the file was added, as stored: texts of a measure follow one another by it.
    added: String,
}

impl TextVersion {
    /// Whether it is the text of the draft or the final one, not an attachment.
    fn is_text(&self) -> bool {
        self.document.role != DocumentRole::Attachment
    }

    fn order(&self) -> (&str, i64) {
        (&self.added, self.document.id)
    }

    /// The notification whose text it is or translates: a supplement carries
    /// translations of what it supplements.
    fn base(&self) -> Option<Symbol> {
        let symbol: Symbol = self.symbol.parse().ok()?;
        if self.kind == Kind::Supplement { symbol.parent() } else { Some(symbol) }
    }
}

/// The other texts of a measure, seen from one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    /// Those before it in the same language, the nearest first.
    pub earlier: Vec<TextVersion>,
    /// Those after it in the same language, the nearest first.
    pub later: Vec<TextVersion>,
    /// The same version in other languages.
    pub languages: Vec<TextVersion>,
}

/// A text and what became of an earlier one in it.
#[derive(Debug, Clone)]
pub struct ChangesPage {
    /// The notification of the later text.
    pub notification: NotificationSummary,
    /// The later text.
    pub this: TextVersion,
    /// The earlier texts that it may be compared with, the nearest first.
    pub choices: Vec<TextVersion>,
    /// The comparison; none where there is no earlier text.
    pub compared: Option<Compared>,
}

/// Two versions of a text compared.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The earlier text.
    pub with: TextVersion,
    /// Clauses of the earlier text.
    pub before: Arc<Clauses>,
    /// Clauses of the later text.
    pub after: Arc<Clauses>,
    /// What became of each clause.
    pub comparison: Arc<Comparison>,
    /// Public comments on the earlier version by the clause they name. They stay
    /// with the version they were made on.
    pub comments: BTreeMap<String, u64>,
}

/// Another language beside a text.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The other text.
    pub version: TextVersion,
    /// Its clauses.
    pub clauses: Arc<Clauses>,
    /// Which clause stands beside which.
    pub alignment: Arc<Alignment>,
}

/// What is selected of a document: all but its words, which may be long.
type Row = (i64, i64, String, String, String, i64, String, String, String, String, String);

impl Registry {
    /// What changed from an earlier text to this one: from that named, or from
    /// the nearest before it. Both must be readable for the caller.
    pub async fn text_changes(
        &self,
        caller: &Caller,
        document: i64,
        with: Option<i64>,
    ) -> Result<ChangesPage> {
        let (row, this) = self.readable_text(caller, document).await?;
        let choices = self.versions_of(caller, &row, document).await?.earlier;
        let compared = match with.or_else(|| choices.first().map(|v| v.document.id)) {
            // Asked once more for the text itself, wherever its number came from:
            // what is compared is printed.
            Some(other) => {
                let (_, with) = self.readable_text(caller, other).await?;
                Some(self.compared(with, &this).await?)
            }
            None => None,
        };
        Ok(ChangesPage { notification: self.summary_of(&row).await?, this, choices, compared })
    }

    async fn compared(&self, with: TextVersion, this: &TextVersion) -> Result<Compared> {
        let (before, after) = (self.text_of(&with).await?, self.text_of(this).await?);
        let comparison = self.kept_texts.compared(&before, &after).await?;
        let comments = self.comments_by_clause(with.notification, &with.document).await?;
        let (before, after) = (before.clauses.clone(), after.clauses.clone());
        Ok(Compared { with, before, after, comparison, comments })
    }

    /// Another text beside this one, aligned by the addresses of their clauses.
    pub async fn text_beside(&self, caller: &Caller, document: i64, other: i64) -> Result<Beside> {
        let (_, this) = self.readable_text(caller, document).await?;
        let (_, version) = self.readable_text(caller, other).await?;
        let (first, second) = (self.text_of(&this).await?, self.text_of(&version).await?);
        let alignment = self.kept_texts.aligned(&first, &second).await?;
        Ok(Beside { version, clauses: second.clauses.clone(), alignment })
    }

    /// A text that the caller may read, with the row of its notification.
    async fn readable_text(
        &self,
        caller: &Caller,
        document: i64,
    ) -> Result<(notification::Model, TextVersion)> {
        // Says whether this caller may.
        self.document(caller, document).await?;
        let missing = || Error::NotFound("text of this file");
        let of: Option<i64> = document::Entity::find_by_id(document)
            .select_only()
            .column(document::Column::NotificationId)
            .into_tuple()
            .one(&self.db)
            .await?;
        let row = notification::Entity::find_by_id(of.ok_or_else(missing)?).one(&self.db).await?;
        let row = row.ok_or_else(missing)?;
        let all = self.texts_of(std::slice::from_ref(&row)).await?;
        let this = all.into_iter().find(|v| v.document.id == document).ok_or_else(missing)?;
        Ok((row, this))
    }

    async fn text_of(&self, version: &TextVersion) -> Result<Arc<CutText>> {
        let document = &version.document;
        self.kept_texts.cut_text(&self.db, version.notification, document.id, &document.sha256).await
    }

    /// The measure's other texts that this caller may read, seen from one.
    pub(crate) async fn versions_of(
        &self,
        caller: &Caller,
        row: &notification::Model,
        document: i64,
    ) -> Result<Versions> {
        let all = self.texts_of_measure_for(caller, row).await?;
        Ok(all.iter().find(|v| v.document.id == document).map(|v| around(v, &all)).unwrap_or_default())
    }

    /// The text before each text of a public notification, as far as everybody
    /// may read both.
    pub(crate) async fn earlier_texts(
        &self,
        row: &notification::Model,
    ) -> Result<BTreeMap<i64, TextVersion>> {
        let all = self.texts_of_measure_for(&Caller::Public, row).await?;
        let own = all.iter().filter(|v| v.notification == row.id);
        Ok(own.filter_map(|v| Some((v.document.id, around(v, &all).earlier.into_iter().next()?))).collect())
    }

    /// The texts of a measure that this caller may read. A text that is kept
    /// confidential is left out with its name, its size and its hash
    /// (Directive (EU) 2015/1535, Article 5(4)).
    async fn texts_of_measure_for(
        &self,
        caller: &Caller,
        row: &notification::Model,
    ) -> Result<Vec<TextVersion>> {
        let rows = self.measure_of(row).await?;
        let mut readable = HashMap::new();
        for row in &rows {
            readable.insert(row.id, self.readable_files(caller, row).await?);
        }
        let mut texts = self.texts_of(&rows).await?;
        texts.retain(|v| readable.get(&v.notification).is_some_and(|r| r.includes(v.document.role)));
        Ok(texts)
    }

    /// This notification and the public ones of its measure. A draft belongs to
    /// the measure that it changes.
    async fn measure_of(&self, row: &notification::Model) -> Result<Vec<notification::Model>> {
        let own = notification_symbol::Entity::find()
            .filter(notification_symbol::Column::NotificationId.eq(row.id))
            .all(&self.db)
            .await?;
        let mut roots: Vec<String> = own.into_iter().map(|s| s.root).collect();
        if let Some(parent) = row.parent_symbol.as_deref().filter(|_| roots.is_empty()) {
            let symbol: Symbol = read_name(parent, |s| s.parse().ok())?;
            roots.push(symbol.root().to_string());
        }
        let related: Vec<i64> = notification_symbol::Entity::find()
            .select_only()
            .column(notification_symbol::Column::NotificationId)
            .filter(notification_symbol::Column::Root.is_in(roots))
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(notification::Entity::find()
            .filter(
                Condition::any()
                    .add(notification::Column::Id.eq(row.id))
                    .add(Condition::all().add(notification::Column::Id.is_in(related)).add(is_public())),
            )
            .all(&self.db)
            .await?)
    }

    /// The files of these notifications in which words were read, whoever asks.
    async fn texts_of(&self, rows: &[notification::Model]) -> Result<Vec<TextVersion>> {
        use document::Column as D;
        let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
        let found: Vec<Row> = document::Entity::find()
            .select_only()
            .columns([
                D::Id,
                D::NotificationId,
                D::Role,
                D::Name,
                D::MediaType,
                D::Size,
                D::Sha256,
                D::Key,
                D::Language,
                D::Status,
                D::Added,
            ])
            .filter(D::NotificationId.is_in(ids.iter().copied()))
            .into_tuple()
            .all(&self.db)
            .await?;
        let read: Vec<i64> = notified_text::Entity::find()
            .select_only()
            .column(notified_text::Column::DocumentId)
            .filter(notified_text::Column::DocumentId.is_in(found.iter().map(|d| d.0)))
            .filter(notified_text::Column::Outline.ne("[]"))
            .into_tuple()
            .all(&self.db)
            .await?;
        let read: HashSet<i64> = read.into_iter().collect();
        let symbols = symbols(&self.db, &ids).await?;
        let rows: HashMap<i64, &notification::Model> = rows.iter().map(|r| (r.id, r)).collect();
        found
            .into_iter()
            .filter(|d| read.contains(&d.0))
            .map(|(id, notification, role, name, media_type, size, sha256, key, language, status, added)| {
                let row = rows.get(&notification).ok_or(Error::NotFound("notification"))?;
                let symbol = symbols.get(&notification).and_then(|s| s.first());
                Ok(TextVersion {
                    document: DocumentInfo {
                        id,
                        role: read_name(&role, DocumentRole::from_name)?,
                        name,
                        media_type,
                        size: u64::try_from(size).unwrap_or(0),
                        sha256,
                        language,
                        status: read_name(&status, DocumentStatus::from_name)?,
                        key,
                    },
                    notification,
                    symbol: symbol.map(|s| s.symbol.clone()).unwrap_or_default(),
                    kind: read_name(&row.kind, Kind::from_name)?,
                    published: row.published.as_deref().map(read_day).transpose()?,
                    added,
                })
            })
            .collect()
    }
}

/// Sorts the texts of a measure as they are seen from one of them.
fn around(this: &TextVersion, all: &[TextVersion]) -> Versions {
    let mut versions = Versions::default();
    if !this.is_text() {
        return versions;
    }
    for other in all.iter().filter(|v| v.is_text() && v.document.id != this.document.id) {
        let same_notification = other.notification == this.notification;
        // Two drafts of one notification are parts of one text; its final text is another version.
        let another_version = !same_notification || other.document.role != this.document.role;
        if other.document.language == this.document.language {
            if another_version && other.order() < this.order() {
                versions.earlier.push(other.clone());
            } else if another_version {
                versions.later.push(other.clone());
            }
        } else if same_notification && !another_version
            || !same_notification && this.base().is_some() && this.base() == other.base()
        {
            versions.languages.push(other.clone());
        }
    }
    versions.earlier.sort_by(|a, b| b.order().cmp(&a.order()));
    versions.later.sort_by(|a, b| a.order().cmp(&b.order()));
    versions.languages.sort_by(|a, b| a.order().cmp(&b.order()));
    versions
}
