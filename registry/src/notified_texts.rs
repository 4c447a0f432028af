//! The notified text of a notification: its clauses with what is cited and
//! commented in each.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    references::{DocumentText, references_everywhere},
    standard::{Place, Reference},
    text::{Clauses, Correction, Paragraph, Piece},
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

use crate::{
    Caller, Error, Registry, Result,
    comments::{changed_after, public_clauses},
    db::read_json,
    documents::{DocumentInfo, DocumentRole},
    entities::{document, notification, notified_text},
    judging::flags::stored_rows,
    kept_texts::CutText,
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
    pub clauses: Arc<Clauses>,
    /// The page shown, from 1.
    pub page: usize,
    /// How many pages the text has.
    pub of_pages: usize,
    /// What is on the page.
    pub pieces: Vec<Piece>,
    /// What its readers should know.
    pub notes: Vec<String>,
    /// Pages of the file, where it has pages.
    pub pages: Option<usize>,
    /// References found on the page, by where they begin.
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
        self.notified_text_at(caller, document, &At::default()).await
    }

    /// The same, at a place of it.
    pub async fn notified_text_at(&self, caller: &Caller, document: i64, at: &At) -> Result<TextPage> {
        let info = self.document(caller, document).await?;
        let missing = || Error::NotFound("text of this file");
        // All but the words, which may be long, and are kept.
        let read: Option<(Option<i32>, String)> = notified_text::Entity::find_by_id(document)
            .select_only()
            .columns([notified_text::Column::Pages, notified_text::Column::Notes])
            .into_tuple()
            .one(&self.db)
            .await?;
        let (pages, notes) = read.ok_or_else(missing)?;
        let of: Option<i64> = document::Entity::find_by_id(document)
            .select_only()
            .column(document::Column::NotificationId)
            .into_tuple()
            .one(&self.db)
            .await?;
        let row = notification::Entity::find_by_id(of.ok_or_else(missing)?).one(&self.db).await?;
        let row = row.ok_or_else(missing)?;
        let text = self.kept_texts.cut_text(&self.db, row.id, document, &info.sha256).await?;
        let flags = stored_rows(&self.db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        let standing = flags.iter().filter(|f| f.resolved.is_none());
        let standing = standing.map(|f| read_json(&f.body)).collect::<Result<Vec<_>>>()?;
        let page = at.page_in(&text);
        let pieces = text.pages.page(page).to_vec();
        // Off the async workers: a page takes a moment, too. Every place is wanted
        // here; what is kept of a notification has each reference once.
        let (name, id) = (info.name.clone(), document.to_string());
        let (clauses, of_pages) = (text.clauses.clone(), text.pages.count());
        let on_page = pieces.clone();
        let found = aside(move || Ok(references_on(&text.clauses, &on_page, &id, &name))).await?;
        let mut references = standings(found, standing.iter(), &self.catalogue());
        references.sort_by_key(|r| start_of(&r.reference.place));
        let comments = self.comments_by_clause(row.id, &info).await?;
        Ok(TextPage {
            versions: self.versions_of(caller, &row, document).await?,
            notification: self.summary_of(&row).await?,
            clauses,
            page,
            of_pages,
            pieces,
            notes: read_json(&notes)?,
            pages: pages.and_then(|n| usize::try_from(n).ok()),
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

/// A place in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct At {
    /// The page, from 1.
    pub page: Option<usize>,
    /// The address of a clause: the page on which it begins.
    pub clause: Option<String>,
}

impl At {
    /// The page that is meant; the nearest where there is none such.
    fn page_in(&self, text: &CutText) -> usize {
        let clause = self.clause.as_deref().and_then(|address| {
            let all = text.clauses.clauses();
            text.pages.page_of(all.iter().position(|clause| clause.address == address)?)
        });
        clause.or(self.page).unwrap_or(1).clamp(1, text.pages.count())
    }
}

/// The references in these pieces, with their places in the whole text.
fn references_on(clauses: &Clauses, pieces: &[Piece], id: &str, name: &str) -> Vec<Reference> {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return Vec::new() };
    let (from, to) = (first.characters.start, last.characters.end);
    let text: String = clauses.plain_text().chars().skip(from).take(to - from).collect();
    let mut found = references_everywhere(&DocumentText { id: id.to_owned(), name, text: &text });
    for reference in &mut found {
        if let Place::Document { start, end, .. } = &mut reference.place {
            *start += from;
            *end += from;
        }
    }
    found
}

fn start_of(place: &Place) -> usize {
    match place {
        Place::Document { start, .. } | Place::Field { start, .. } => *start,
        Place::Declared { .. } => 0,
    }
}
