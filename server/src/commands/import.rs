//! The imports: rows in batches, problems row by row, counts at the end. One
//! interrupted is run again and goes on without duplicates.

use std::{fmt::Display, fs::File, io::BufReader, process::ExitCode, sync::atomic::Ordering, time::Instant};

use anyhow::Context as _;
use domain::notification::ImportedNotification;
use importers::{Problem, Severity};
use registry::{
    Caller, Registry,
    catalogue::ImportCounts,
    codes::{CodeName, Scheme},
};

use super::{progress, source};
use crate::{config::DataLocation, jobs};

pub(super) async fn catalogue(
    registry: &Registry,
    location: &DataLocation,
    file: &str,
) -> anyhow::Result<ExitCode> {
    let path = source::path(file, location)?;
    let rows =
        importers::catalogue::read(|| File::open(&path)).with_context(|| path.display().to_string())?;
    let done = batches(rows, 4_000, "standards", async |batch| {
        registry.catalogue_import(&Caller::System, &batch).await
    })
    .await?;
    registry.catalogue_reload().await?;
    follow(registry, location).await?;
    done.conclude()
}

pub(super) async fn codes(
    registry: &Registry,
    location: &DataLocation,
    scheme: Scheme,
    file: &str,
) -> anyhow::Result<ExitCode> {
    let path = source::path(file, location)?;
    let tree = match scheme {
        Scheme::Hs => importers::codes::Tree::Hs,
        Scheme::Ics => importers::codes::Tree::Ics,
    };
    let rows = importers::codes::read(tree, BufReader::new(File::open(&path)?))
        .with_context(|| path.display().to_string())?;
    let rows = rows.map(|row| row.map(|r| CodeName { code: r.code, name: r.name_en, name_fr: r.name_fr }));
    batches(rows, 2_000, "codes", async |batch| registry.codes_import(&Caller::System, scheme, &batch).await)
        .await?
        .conclude()
}

pub(super) async fn eping(
    registry: &Registry,
    location: &DataLocation,
    file: &str,
) -> anyhow::Result<ExitCode> {
    let path = source::path(file, location)?;
    let mut workbook = importers::eping::Workbook::open(BufReader::new(File::open(&path)?))
        .with_context(|| path.display().to_string())?;
    let rows = workbook.notifications().with_context(|| path.display().to_string())?;
    notifications(registry, location, rows).await
}

pub(super) async fn tris(
    registry: &Registry,
    location: &DataLocation,
    file: &str,
) -> anyhow::Result<ExitCode> {
    let path = source::path(file, location)?;
    let rows = importers::tris::read(BufReader::new(File::open(&path)?))
        .with_context(|| path.display().to_string())?;
    notifications(registry, location, rows).await
}

async fn notifications(
    registry: &Registry,
    location: &DataLocation,
    rows: impl Iterator<Item = Result<ImportedNotification, Problem>>,
) -> anyhow::Result<ExitCode> {
    let done = batches(rows, 500, "notifications", async |batch| {
        registry.notifications_import(&Caller::System, &batch).await
    })
    .await?;
    follow(registry, location).await?;
    done.conclude()
}

/// Lets the index follow; a server that holds it does so itself.
async fn follow(registry: &Registry, location: &DataLocation) -> anyhow::Result<()> {
    let folder = location.index();
    match tokio::task::spawn_blocking(move || search_index::Index::open(&folder)).await? {
        Ok(index) => jobs::catch_up(registry, &index, |_, _| {}).await,
        Err(error) => {
            eprintln!("the index was not touched ({error}); a running server follows by itself");
            Ok(())
        }
    }
}

/// What an import did.
struct Done {
    what: &'static str,
    counts: ImportCounts,
    problems: u64,
    skipped: u64,
    stopped: bool,
    started: Instant,
}

impl Done {
    /// The counts in words; failure when nothing was read or it was stopped.
    fn conclude(self) -> anyhow::Result<ExitCode> {
        let ImportCounts { new, changed, unchanged } = self.counts;
        println!("{self}");
        if self.stopped {
            eprintln!("stopped: run the same command again to go on");
            return Ok(ExitCode::from(130));
        }
        Ok(if new + changed + unchanged == 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

impl Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ImportCounts { new, changed, unchanged } = self.counts;
        write!(
            f,
            "{}: {new} new, {changed} changed, {unchanged} unchanged; {} skipped, {} other remarks; {:.1} s",
            self.what,
            self.skipped,
            self.problems - self.skipped,
            self.started.elapsed().as_secs_f64()
        )
    }
}

/// Reads rows to the end, imports them in batches, prints problems as they come.
async fn batches<R>(
    rows: impl Iterator<Item = Result<R, Problem>>,
    size: usize,
    what: &'static str,
    mut import: impl AsyncFnMut(Vec<R>) -> registry::Result<ImportCounts>,
) -> anyhow::Result<Done> {
    let bar = progress::bar(what);
    let stop = progress::stop_flag();
    let mut done = Done {
        what,
        counts: ImportCounts::default(),
        problems: 0,
        skipped: 0,
        stopped: false,
        started: Instant::now(),
    };
    let mut batch = Vec::with_capacity(size);
    for row in rows {
        match row {
            Ok(row) => batch.push(row),
            Err(problem) => {
                done.problems += 1;
                done.skipped += u64::from(problem.severity == Severity::Skipped);
                bar.suspend(|| eprintln!("{problem}"));
            }
        }
        if batch.len() == size {
            bar.inc(batch.len() as u64);
            done.counts += import(std::mem::take(&mut batch)).await?;
            // Let the signal be heard.
            tokio::task::yield_now().await;
            if stop.load(Ordering::Relaxed) {
                done.stopped = true;
                break;
            }
        }
    }
    if !batch.is_empty() && !done.stopped {
        done.counts += import(batch).await?;
    }
    bar.finish_and_clear();
    Ok(done)
}
