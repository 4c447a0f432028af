//! Measures indexing and search on a corpus grown from real notifications,
//! beside SQLite FTS5 on the same documents with the same questions in the
//! same run. Prints a table; writes nothing else unless asked to.

mod chance;
mod corpus;
mod fts5;
mod measure;
mod questions;
mod source;
mod table;

use std::{path::PathBuf, time::Instant};

use anyhow::{Context as _, ensure};
use clap::Parser;
use domain::search::Document;
use jiff::Timestamp;
use search_index::Index;

use crate::{
    chance::Chance,
    corpus::Corpus,
    fts5::Fts5,
    measure::{Times, folder_size},
    questions::Question,
    table::{Report, Row},
};

/// Measure indexing and search, beside SQLite FTS5 in the same run.
#[derive(Parser)]
#[command(name = "cargo xtask bench", max_term_width = 100)]
struct Options {
    /// Notifications in the corpus.
    #[arg(long, default_value_t = 100_000)]
    documents: usize,
    /// Notifications in one commit while indexing.
    #[arg(long, default_value_t = 5_000)]
    batch: usize,
    /// Different questions of each kind.
    #[arg(long, default_value_t = 60)]
    questions: usize,
    /// Where the corpus' chance begins: equal seeds give equal corpora.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Real notifications to grow from; the demo's content where there are none.
    #[arg(long, default_value = "../shared/data/notifications")]
    notifications: PathBuf,
    /// Write the table to this file too.
    #[arg(long)]
    markdown: Option<PathBuf>,
    /// Leave SQLite out.
    #[arg(long)]
    alone: bool,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    ensure!(options.documents > 0 && options.batch > 0 && options.questions > 0, "numbers must be above 0");
    let report = run(&options)?;
    let text = report.markdown();
    println!("{text}");
    if let Some(path) = &options.markdown {
        std::fs::write(path, &text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

fn run(options: &Options) -> anyhow::Result<Report> {
    let (notifications, origin) = source::read(&options.notifications)?;
    eprintln!("{} notifications to grow from: {origin}", notifications.len());
    // The corpus is dated relative to the clock, as real data is.
    #[expect(clippy::disallowed_methods, reason = "a benchmark has no clock to be given")]
    let now = Timestamp::now();
    let corpus = Corpus::new(&notifications, options.seed, now);
    let folder = tempfile::tempdir()?;
    let index = Index::open(&folder.path().join("index"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut fts5 = match options.alone {
        true => None,
        false => Some(runtime.block_on(Fts5::create(&folder.path().join("fts5.sqlite")))?),
    };
    let mut ours = Times::default();
    let mut theirs = Times::default();
    for (n, first) in (0..options.documents).step_by(options.batch).enumerate() {
        let last = options.documents.min(first + options.batch);
        let batch: Vec<Document> = (first..last).map(|n| corpus.document(n)).collect();
        ours.time(|| index.apply(n as u64 + 1, &batch, &[]))?;
        if let Some(fts5) = &mut fts5 {
            theirs.time(|| runtime.block_on(fts5.insert(&batch)))?;
        }
        eprint!("\rindexed {last} of {}", options.documents);
    }
    eprintln!();
    ensure!(index.len() == options.documents as u64, "the index holds {} documents", index.len());
    let mut report = Report::new(options.documents, origin);
    report.rate("documents indexed a second", options.documents, &ours, &theirs);
    let sizes = (folder_size(&folder.path().join("index"))?, folder_size(folder.path())?);
    report.size("index on disk", sizes.0, (!options.alone).then_some(sizes.1 - sizes.0));
    visible(&mut report, &index, &corpus, options, |d| match &mut fts5 {
        Some(fts5) => runtime.block_on(fts5.insert_and_find(d)).map(|()| true),
        None => Ok(false),
    })?;

    let mut chance = Chance::new(options.seed ^ 0x5eed);
    for (kind, make) in questions::KINDS {
        let asked = questions::different(options.questions + 3, &mut chance, &corpus, *make);
        let (warm, measured) = asked.split_at(3.min(asked.len() / 2));
        let mut row = Row::new(kind);
        for (question, counts) in warm.iter().map(|q| (q, false)).chain(measured.iter().map(|q| (q, true))) {
            ask(&mut row, question, counts, &index, now, &mut |q: &Question| match &mut fts5 {
                Some(fts5) => runtime.block_on(fts5.ask(q, now)).map(Some),
                None => Ok(None),
            })?;
        }
        eprintln!("asked {} questions: {kind}", measured.len());
        report.row(row);
    }
    report.memory(measure::peak_memory());
    Ok(report)
}

/// Asks both, in turns who is first, and keeps the times if they count.
fn ask(
    row: &mut Row,
    question: &Question,
    counts: bool,
    index: &Index,
    now: Timestamp,
    other: &mut dyn FnMut(&Question) -> anyhow::Result<Option<u64>>,
) -> anyhow::Result<()> {
    let mut found = 0;
    let ours_first = row.ours.len().is_multiple_of(2);
    for ours in [ours_first, !ours_first] {
        let start = Instant::now();
        if ours {
            found = index.search(&question.conditions, now)?.total;
            if counts {
                row.ours.push(start.elapsed());
            }
        } else if other(question)?.is_some() && counts {
            row.theirs.push(start.elapsed());
        }
    }
    if counts {
        row.found.push(found);
    }
    Ok(())
}

/// Time from handing over one notification until a search shows it.
fn visible(
    report: &mut Report,
    index: &Index,
    corpus: &Corpus,
    options: &Options,
    mut other: impl FnMut(&Document) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for n in 0..20 {
        let document = corpus.document(options.documents + n);
        let conditions =
            domain::search::Conditions { q: format!("\"{}\"", document.symbols[0]), ..Default::default() };
        // Far later than every publication: open or not does not matter here.
        let found = ours.time(|| {
            index.apply(index.applied() + 1, std::slice::from_ref(&document), &[])?;
            index.search(&conditions, Timestamp::MAX)
        })?;
        ensure!(found.total == 1, "{} was not found after it was applied", document.symbols[0]);
        theirs.time(|| other(&document))?;
    }
    report.latency("from change to visible", &ours, (!options.alone).then_some(&theirs));
    Ok(())
}
