//! The full-text index: documents in, answers out. Knows documents and
//! conditions of `domain`, nothing of databases, HTTP or pages. A replaceable
//! copy: lost or damaged, it is built anew from the registry.

use std::path::Path;

use domain::search::{Conditions, Document};
use jiff::Timestamp;
use serde::Serialize;

/// The index. Cheap to clone; every method may block and belongs on a blocking thread.
#[derive(Clone)]
pub struct Index {}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The words could not be understood; the sentence says where and why.
    #[error("{0}")]
    Query(String),
    /// The index itself failed.
    #[error("the search index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The folder was written by another version: it must be built anew.
    #[error("the search index was written by another version of the program: run `concordance reindex`")]
    OtherVersion,
}

/// One found notification.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The notification's identifier in the registry.
    pub id: i64,
    /// Title with the words found marked.
    pub title: Marked,
    /// The sentence that matched best, from any field, words marked; empty when
    /// there were no words.
    pub sentence: Marked,
    /// The field `sentence` is from: `products`, `description`, `other_text`, `standards`.
    pub sentence_field: String,
    /// The standards cited that the words or conditions matched.
    pub standards: Vec<String>,
}

/// Text in runs, some of them marked: pages turn it into `<mark>` without
/// handling HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Marked(pub Vec<(String, bool)>);

/// Values of one facet with counts, as if this facet's own conditions were not
/// set (so that alternatives show their counts), largest first, at most 50;
/// values that are set are always there.
pub type Facet = Vec<(String, u64)>;

/// Counts beside the results. Values are those of `Conditions`' parameters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Facets {
    /// Authority codes.
    pub authority: Facet,
    /// `yes` and `no`.
    pub open: Facet,
    /// Kinds.
    pub kind: Facet,
    /// States.
    pub state: Facet,
    /// Objectives.
    pub objective: Facet,
    /// HS chapters (two digits).
    pub hs: Facet,
    /// ICS fields (two digits).
    pub ics: Facet,
    /// Years of publication.
    pub year: Facet,
    /// Divergence codes.
    pub divergence: Facet,
}

/// The answer to conditions.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Answer {
    /// Notifications found.
    pub total: u64,
    /// One page of them.
    pub hits: Vec<Hit>,
    /// Counts.
    pub facets: Facets,
    /// When nothing was found: words of the index close to those typed.
    pub did_you_mean: Option<String>,
}

impl Index {
    /// Opens the index in this folder, or makes an empty one.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let _ = folder;
        todo!()
    }

    /// An empty index in memory.
    pub fn in_memory() -> Result<Self, Error> {
        todo!()
    }

    /// The last outbox number whose change is committed; 0 for an empty index.
    pub fn applied(&self) -> u64 {
        todo!()
    }

    /// Replaces `changed`, removes `removed`, and commits both together with
    /// the outbox number `seq`: after a crash the index stands at some earlier
    /// commit and the same changes are applied again without harm. Searches
    /// started afterwards see them.
    pub fn apply(&self, seq: u64, changed: &[Document], removed: &[i64]) -> Result<(), Error> {
        let _ = (seq, changed, removed);
        todo!()
    }

    /// Removes everything (the beginning of a reindex), committed with the next `apply`.
    pub fn clear(&self) -> Result<(), Error> {
        todo!()
    }

    /// Number of documents.
    pub fn len(&self) -> u64 {
        todo!()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One page of what meets the conditions. `now` decides what is open.
    pub fn search(&self, conditions: &Conditions, now: Timestamp) -> Result<Answer, Error> {
        let _ = (conditions, now);
        todo!()
    }

    /// Whether the writer is alive (`/health`): a writer killed by a panic answers no more.
    pub fn is_healthy(&self) -> bool {
        todo!()
    }
}
