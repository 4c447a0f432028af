//! The folder of the index: opened, written, committed, read again.

use std::{
    path::Path,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use domain::search::Document;
use serde::{Deserialize, Serialize};
use tantivy::{
    Directory, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term,
    directory::{INDEX_WRITER_LOCK, MmapDirectory, error::LockError},
    indexer::IndexWriterOptions,
};

use crate::{
    Error,
    analysis::{self, EXACT, STEM, Side},
    schema::{self, Fields},
};

/// Memory that unwritten documents may take before they become a segment, in bytes.
const WRITER_MEMORY: usize = 40_000_000;

/// Stored with every commit.
#[derive(Serialize, Deserialize)]
struct Payload {
    /// The outbox number whose change this commit holds.
    seq: u64,
    /// See [`schema::layout`].
    layout: String,
}

/// An open index.
pub struct Store {
    index: tantivy::Index,
    reader: IndexReader,
    pub fields: Fields,
    writer: Mutex<Writer>,
    applied: AtomicU64,
    healthy: AtomicBool,
}

struct Writer {
    /// None after a failure, until it could be made again.
    tantivy: Option<IndexWriter>,
    /// `clear` was asked for and not yet committed.
    clearing: bool,
}

impl Store {
    /// Opens the folder or makes an empty index in it, and locks it for this process.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(folder).map_err(TantivyError::from)?;
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        Self::open_in(Box::new(directory))
    }

    /// Makes an empty index in the folder, whatever was in it.
    pub fn recreate(folder: &Path) -> Result<Self, Error> {
        if folder.exists() {
            let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
            let _lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(locked)?;
            for entry in std::fs::read_dir(folder).map_err(TantivyError::from)? {
                let path = entry.map_err(TantivyError::from)?.path();
                let is_lock = path.extension().is_some_and(|e| e == "lock");
                if path.is_file() && !is_lock {
                    std::fs::remove_file(&path).map_err(TantivyError::from)?;
                }
            }
        }
        Self::open(folder)
    }

    /// An index in memory.
    pub fn in_memory() -> Result<Self, Error> {
        Self::open_in(Box::new(tantivy::directory::RamDirectory::create()))
    }

    fn open_in(directory: Box<dyn Directory>) -> Result<Self, Error> {
        let (schema, fields) = schema::build();
        let exists = tantivy::Index::exists(&*directory).map_err(TantivyError::from)?;
        let index = if exists {
            tantivy::Index::open(directory).map_err(|e| match e {
                TantivyError::IncompatibleIndex(_) => Error::OtherVersion,
                e => e.into(),
            })?
        } else {
            tantivy::Index::create(directory, schema.clone(), tantivy::IndexSettings::default())?
        };
        if index.schema() != schema {
            return Err(Error::OtherVersion);
        }
        let meta = index.load_metas()?;
        let applied = match meta.payload.as_deref().map(serde_json::from_str::<Payload>) {
            Some(Ok(payload)) if payload.layout == schema::layout() => payload.seq,
            // Made, but nothing was ever committed.
            None if meta.segments.is_empty() => 0,
            _ => return Err(Error::OtherVersion),
        };
        index.tokenizers().register(EXACT, analysis::exact(Side::Document));
        index.tokenizers().register(STEM, analysis::stem(Side::Document));
        let writer = writer(&index)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            index,
            reader,
            fields,
            writer: Mutex::new(Writer { tantivy: Some(writer), clearing: false }),
            applied: AtomicU64::new(applied),
            healthy: AtomicBool::new(true),
        })
    }

    /// The outbox number of the last commit.
    pub fn applied(&self) -> u64 {
        self.applied.load(Ordering::Acquire)
    }

    /// Whether the last write succeeded.
    pub fn is_healthy(&self) -> bool {
        self.healthy.load(Ordering::Acquire)
    }

    /// The index as of the last commit.
    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Asks that the next commit begin with an empty index.
    pub fn clear(&self) {
        self.writer().clearing = true;
    }

    /// Deletes, adds, commits with `seq`, and lets searches see it.
    pub fn apply(&self, seq: u64, changed: &[Document], removed: &[i64]) -> Result<(), Error> {
        let mut guard = self.writer();
        let state = &mut *guard;
        // A writer that failed holds operations nobody may commit: begin anew
        // from the last commit.
        let mut tantivy = match state.tantivy.take() {
            Some(tantivy) => tantivy,
            None => writer(&self.index)?,
        };
        let written = write(&mut tantivy, &self.fields, state.clearing, seq, changed, removed);
        self.healthy.store(written.is_ok(), Ordering::Release);
        written?;
        state.tantivy = Some(tantivy);
        state.clearing = false;
        self.applied.store(seq, Ordering::Release);
        self.reader.reload()?;
        Ok(())
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        // A panic between two statements above leaves no writer: the next one is made anew.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn writer(index: &tantivy::Index) -> Result<IndexWriter, Error> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .num_merge_threads(1)
        .memory_budget_per_thread(WRITER_MEMORY)
        .build();
    index.writer_with_options(options).map_err(|e| match e {
        TantivyError::LockFailure(e, _) => locked(e),
        e => e.into(),
    })
}

fn locked(e: LockError) -> Error {
    match e {
        LockError::LockBusy => Error::Locked,
        e => TantivyError::LockFailure(e, None).into(),
    }
}

fn write(
    writer: &mut IndexWriter,
    fields: &Fields,
    clear: bool,
    seq: u64,
    changed: &[Document],
    removed: &[i64],
) -> Result<(), Error> {
    if clear {
        writer.delete_all_documents()?;
    }
    for id in removed {
        writer.delete_term(Term::from_field_i64(fields.id, *id));
    }
    for document in changed {
        writer.delete_term(Term::from_field_i64(fields.id, document.id));
        writer.add_document(fields.document(document))?;
    }
    let mut commit = writer.prepare_commit()?;
    let payload = Payload { seq, layout: schema::layout() };
    commit.set_payload(&serde_json::to_string(&payload).expect("a number and a text are JSON"));
    commit.commit()?;
    Ok(())
}

#[cfg(test)]
impl Store {
    /// Writes without committing, as a crash would leave it.
    pub fn write_without_commit(&self, changed: &[Document]) {
        let guard = self.writer();
        let writer = guard.tantivy.as_ref().unwrap();
        for document in changed {
            writer.delete_term(Term::from_field_i64(self.fields.id, document.id));
            writer.add_document(self.fields.document(document)).unwrap();
        }
    }

    /// Commits with another version's payload.
    pub fn commit_payload(&self, payload: &str) {
        let mut guard = self.writer();
        let mut commit = guard.tantivy.as_mut().unwrap().prepare_commit().unwrap();
        commit.set_payload(payload);
        commit.commit().unwrap();
    }
}
