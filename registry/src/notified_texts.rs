//! The notified text of a notification: its clauses with what is cited and
//! commented in each.

use std::collections::BTreeMap;

use domain::{
    references::{DocumentText, references_everywhere},
    standard::Place,
    text::{Clauses, Correction, Paragraph},
};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{
    Caller, Error, Registry, Result,
    comments::{changed_after, public_clauses},
    db::read_json,
    documents::{DocumentInfo, DocumentRole},
    entities::{document, notification, notified_text},
    judging::flags::stored_rows,
    notifications::{NotificationSummary, ReferenceStanding},
    standing::standings,
    text_corrections::corrections_of,
    versions::Versions,
};

/// What was read in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Paragraphs in order; none where the file has only pictures.
    pub paragraphs: Vec<Paragraph>,
    /// Pages, where the format has pages.
    pub pages: Option<usize>,
    /// What its readers should know: what was left out, what may be wrong.
    pub notes: Vec<String>,
}

impl Outline {
    /// The words, in which references and limits are looked for, as an official
    /// corrected the cutting; none where there are none. Places in it are those
    /// of [`Clauses::plain_text`].
    pub fn words(&self, corrections: &[Correction]) -> Option<String> {
        (!self.paragraphs.is_empty())
            .then(|| Clauses::corrected(self.paragraphs.clone(), corrections).0.plain_text())
    }
}

/// A notified text with its clauses.
#[derive(Debug, Clone)]
pub struct TextPage {
    /// The file.
    pub document: DocumentInfo,
    /// The notification it is of.
    pub notification: NotificationSummary,
    /// The clauses.
    pub clauses: Clauses,
    /// What its readers should know.
    pub notes: Vec<String>,
    /// Pages of the file, where it has pages.
    pub pages: Option<usize>,
    /// References found in it, by where they begin.
    pub references: Vec<ReferenceStanding>,
    /// Public comments by the clause they name.
    pub comments: BTreeMap<String, u64>,
    /// Comments after which a clause was changed, by its address: their numbers.
    pub changed_after: BTreeMap<String, Vec<String>>,
    /// The measure's other texts: earlier, later, in other languages.
    pub versions: Versions,
}

impl Registry {
    /// The text of a file that this caller may read.
    pub async fn notified_text(&self, caller: &Caller, document: i64) -> Result<TextPage> {
        let info = self.document(caller, document).await?;
        let missing = || Error::NotFound("text of this file");
        let read = notified_text::Entity::find_by_id(document).one(&self.db).await?.ok_or_else(missing)?;
        let of = document::Entity::find_by_id(document).one(&self.db).await?.ok_or_else(missing)?;
        let row = notification::Entity::find_by_id(of.notification_id).one(&self.db).await?;
        let row = row.ok_or_else(missing)?;
        let corrections = corrections_of(&self.db, row.id, &info.sha256).await?.corrections();
        let flags = stored_rows(&self.db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        let standing = flags.iter().filter(|f| f.resolved.is_none());
        let standing = standing.map(|f| read_json(&f.body)).collect::<Result<Vec<_>>>()?;
        // Off the async workers: a long text takes a moment. Every place is wanted
        // here; what is kept of a notification has each reference once.
        let (name, id) = (info.name.clone(), document.to_string());
        let outline = read.outline;
        let (clauses, found) = aside(move || {
            let clauses = cut(&outline, &corrections)?;
            let text = clauses.plain_text();
            let whole = DocumentText { id, name: &name, text: &text };
            let found = references_everywhere(&whole);
            Ok((clauses, found))
        })
        .await?;
        let mut references = standings(found, standing.iter(), &self.catalogue());
        references.sort_by_key(|r| start_of(&r.reference.place));
        let comments = self.comments_by_clause(row.id, &info).await?;
        Ok(TextPage {
            versions: self.versions_of(caller, &row, document).await?,
            notification: self.summary_of(&row).await?,
            clauses,
            notes: read_json(&read.notes)?,
            pages: read.pages.and_then(|n| usize::try_from(n).ok()),
            document: info,
            references,
            comments,
            changed_after: changed_after(&self.db, document).await?,
        })
    }

    /// Public comments on a text by the clause they name. They were made on what
    /// was notified: none of them is on its final text.
    pub(crate) async fn comments_by_clause(
        &self,
        notification: i64,
        text: &DocumentInfo,
    ) -> Result<BTreeMap<String, u64>> {
        match text.role {
            DocumentRole::FinalText => Ok(BTreeMap::new()),
            _ => public_clauses(&self.db, notification, Some(text.id)).await,
        }
    }
}

/// The clauses of a stored text as an official corrected them; none where it has no words.
pub(crate) async fn stored_clauses(db: &impl ConnectionTrait, document: i64) -> Result<Option<Clauses>> {
    let Some(read) = notified_text::Entity::find_by_id(document).one(db).await? else { return Ok(None) };
    let Some(of) = document::Entity::find_by_id(document).one(db).await? else { return Ok(None) };
    let corrections = corrections_of(db, of.notification_id, &of.sha256).await?.corrections();
    aside(move || cut(&read.outline, &corrections)).await.map(Some)
}

/// Cuts a stored text into clauses, as an official corrected it.
pub(crate) fn cut(outline: &str, corrections: &[Correction]) -> Result<Clauses> {
    let paragraphs: Vec<Paragraph> = read_json(outline)?;
    Ok(Clauses::corrected(paragraphs, corrections).0)
}

/// Does work that takes a moment off the async workers.
pub(crate) async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| Error::Corrupt(format!("the clauses cannot be cut: {e}")))?
}

fn start_of(place: &Place) -> usize {
    match place {
        Place::Document { start, .. } | Place::Field { start, .. } => *start,
        Place::Declared { .. } => 0,
    }
}
