//! The full-text index: documents in, answers out. Knows documents and
//! conditions of `domain`, nothing of databases, HTTP or pages. A replaceable
//! copy: lost or damaged, it is built anew from the registry.

mod analysis;
mod cache;
mod exclusion;
mod facets;
mod highlight;
mod packed;
mod pass;
mod query;
mod schema;
mod search;
mod store;
mod suggest;
mod words;

use std::{path::Path, sync::Arc};

use domain::search::{Conditions, Document};
use jiff::Timestamp;
use serde::Serialize;

/// The index. Cheap to clone; every method may block and belongs on a blocking thread.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    store: store::Store,
    cache: cache::Cache,
}

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
    /// Another process holds the folder: one process at a time has the index.
    #[error("the search index is in use by another process; stop the running server first")]
    Locked,
}

impl Error {
    /// Whether what is in the folder cannot be read, now or later. A disk that fails, or a
    /// folder that another process holds, is no damage: what is there may be good.
    pub fn is_damage(&self) -> bool {
        use std::io::ErrorKind;

        use tantivy::{TantivyError as T, directory::error::OpenReadError};
        let unreadable = |kind| matches!(kind, ErrorKind::InvalidData | ErrorKind::UnexpectedEof);
        match self {
            Self::OtherVersion => true,
            Self::Index(error) => match error {
                T::DataCorruption(_) | T::IncompatibleIndex(_) | T::SchemaError(_) => true,
                T::OpenReadError(OpenReadError::IoError { io_error, .. }) => unreadable(io_error.kind()),
                T::OpenReadError(_) => true,
                T::IoError(error) => unreadable(error.kind()),
                _ => false,
            },
            Self::Query(_) | Self::Locked => false,
        }
    }
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

impl Marked {
    /// The text without its marks.
    pub fn text(&self) -> String {
        self.0.iter().map(|(run, _)| run.as_str()).collect()
    }
}

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
        store::Store::open(folder).map(Self::of)
    }

    /// Makes an empty index in this folder, whatever was in it: the way out of
    /// [`Error::OtherVersion`] and of a damaged index.
    pub fn recreate(folder: &Path) -> Result<Self, Error> {
        store::Store::recreate(folder).map(Self::of)
    }

    /// An empty index in memory.
    pub fn in_memory() -> Result<Self, Error> {
        store::Store::in_memory().map(Self::of)
    }

    fn of(store: store::Store) -> Self {
        Self { inner: Arc::new(Inner { store, cache: cache::Cache::default() }) }
    }

    /// The last outbox number whose change is committed; 0 for an empty index.
    pub fn applied(&self) -> u64 {
        self.inner.store.applied()
    }

    /// Replaces `changed`, removes `removed`, and commits both together with
    /// the outbox number `seq`: after a crash the index stands at some earlier
    /// commit and the same changes are applied again without harm. Searches
    /// started afterwards see them.
    pub fn apply(&self, seq: u64, changed: &[Document], removed: &[i64]) -> Result<(), Error> {
        self.inner.store.apply(seq, changed, removed)
    }

    /// Removes everything (the beginning of a reindex), committed with the next `apply`.
    pub fn clear(&self) -> Result<(), Error> {
        self.inner.store.clear();
        Ok(())
    }

    /// Number of documents.
    pub fn len(&self) -> u64 {
        self.inner.store.searcher().num_docs()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One page of what meets the conditions. `now` decides what is open.
    pub fn search(&self, conditions: &Conditions, now: Timestamp) -> Result<Answer, Error> {
        let store = &self.inner.store;
        search::answer(&store.searcher(), store.fields, &self.inner.cache, conditions, now)
    }

    /// Whether the writer is alive (`/health`): false from a failed write until
    /// one succeeds again.
    pub fn is_healthy(&self) -> bool {
        self.inner.store.is_healthy()
    }
}

#[cfg(test)]
mod tests;
