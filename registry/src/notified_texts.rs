//! The notified text of a notification: its clauses with what is cited and
//! commented in each.

use std::collections::BTreeMap;

use domain::{
    references::{DocumentText, references_everywhere},
    standard::Place,
    text::{Clauses, Paragraph},
};
use sea_orm::EntityTrait;

use crate::{
    Caller, Error, Registry, Result,
    comments::public_clauses,
    db::read_json,
    documents::DocumentInfo,
    entities::{document, notification, notified_text},
    judging::flags::stored_rows,
    notifications::{NotificationSummary, ReferenceStanding},
    standing::standings,
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
    /// The words, in which references and limits are looked for; none where
    /// there are none. Places in it are those of [`Clauses::plain_text`].
    pub fn words(&self) -> Option<String> {
        (!self.paragraphs.is_empty()).then(|| Clauses::of(self.paragraphs.clone()).plain_text())
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
        let paragraphs: Vec<Paragraph> = read_json(&read.outline)?;
        let flags = stored_rows(&self.db, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        let standing = flags.iter().filter(|f| f.resolved.is_none());
        let standing = standing.map(|f| read_json(&f.body)).collect::<Result<Vec<_>>>()?;
        // Off the async workers: a long text takes a moment. Every place is wanted
        // here; what is kept of a notification has each reference once.
        let (name, id) = (info.name.clone(), document.to_string());
        let (clauses, found) = tokio::task::spawn_blocking(move || {
            let clauses = Clauses::of(paragraphs);
            let text = clauses.plain_text();
            let whole = DocumentText { id, name: &name, text: &text };
            let found = references_everywhere(&whole);
            (clauses, found)
        })
        .await
        .map_err(|e| Error::Corrupt(format!("the clauses cannot be cut: {e}")))?;
        let mut references = standings(found, standing.iter(), &self.catalogue());
        references.sort_by_key(|r| start_of(&r.reference.place));
        Ok(TextPage {
            notification: self.summary_of(&row).await?,
            clauses,
            notes: read_json(&read.notes)?,
            pages: read.pages.and_then(|n| usize::try_from(n).ok()),
            document: info,
            references,
            comments: public_clauses(&self.db, row.id, Some(document)).await?,
        })
    }
}

/// A clause of a text, for those who comment on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseQuote {
    /// Its address within the text.
    pub address: String,
    /// Its words, or how they begin.
    pub words: String,
}

/// Characters of a clause that are quoted.
const QUOTED: usize = 700;

impl Registry {
    /// The clause that is called so in a text that this caller may read, by its
    /// citation (`Article 5(2)`) or its address (`art-5.2`).
    pub async fn clause_quote(
        &self,
        caller: &Caller,
        document: i64,
        name: &str,
    ) -> Result<Option<ClauseQuote>> {
        self.document(caller, document).await?;
        let name = name.trim().to_owned();
        let Some(read) = notified_text::Entity::find_by_id(document).one(&self.db).await? else {
            return Ok(None);
        };
        if name.is_empty() {
            return Ok(None);
        }
        let paragraphs: Vec<Paragraph> = read_json(&read.outline)?;
        tokio::task::spawn_blocking(move || {
            let clauses = Clauses::of(paragraphs);
            let called = |c: &&domain::text::Clause| c.citation == name || c.address == name;
            clauses.clauses().iter().find(called).map(|clause| {
                let whole: Vec<&str> =
                    clauses.paragraphs_of(clause).iter().map(|p| p.text.as_str()).collect();
                let whole = whole.join("\n");
                let mut words: String = whole.chars().take(QUOTED).collect();
                if words.len() < whole.len() {
                    words.push_str(" …");
                }
                ClauseQuote { address: clause.address.clone(), words }
            })
        })
        .await
        .map_err(|e| Error::Corrupt(format!("the clauses cannot be cut: {e}")))
    }
}

fn start_of(place: &Place) -> usize {
    match place {
        Place::Document { start, .. } | Place::Field { start, .. } => *start,
        Place::Declared { .. } => 0,
    }
}
