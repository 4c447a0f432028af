//! The imports: rows in batches, problems row by row, counts at the end. One
//! interrupted is run again and goes on without duplicates.

use std::{
    fmt::Display, fs::File, io::BufReader, path::Path, process::ExitCode, sync::atomic::Ordering,
    time::Instant,
};

use anyhow::Context as _;
use domain::notification::ImportedNotification;
use importers::{Problem, Severity};
use registry::{
    Caller, Registry,
    catalogue::ImportCounts,
    codes::{CodeName, Scheme},
    notifications::Cause,
};

use super::{
    problems::Problems,
    progress::{self, Progress},
};
use crate::{config::DataLocation, jobs};

/// Where an import goes.
pub(super) struct Target<'a> {
    pub registry: Registry,
    pub location: &'a DataLocation,
}

pub(super) async fn catalogue(
    target: &Target<'_>,
    path: &Path,
    problems: Problems,
) -> anyhow::Result<ExitCode> {
    let rows = importers::catalogue::read(|| File::open(path)).with_context(|| path.display().to_string())?;
    let registry = &target.registry;
    let done = batches(rows, 4_000, "standards", problems, async |batch| {
        registry.catalogue_import(&Caller::System, &batch).await
    })
    .await?;
    registry.catalogue_reload().await?;
    follow(target).await?;
    done.conclude()
}

pub(super) async fn codes(
    target: &Target<'_>,
    scheme: Scheme,
    path: &Path,
    problems: Problems,
) -> anyhow::Result<ExitCode> {
    let tree = match scheme {
        Scheme::Hs => importers::codes::Tree::Hs,
        Scheme::Ics => importers::codes::Tree::Ics,
    };
    let rows = importers::codes::read(tree, BufReader::new(File::open(path)?))
        .with_context(|| path.display().to_string())?;
    let rows = rows.map(|row| row.map(|r| CodeName { code: r.code, name: r.name_en, name_fr: r.name_fr }));
    batches(rows, 2_000, "codes", problems, async |batch| {
        target.registry.codes_import(&Caller::System, scheme, &batch).await
    })
    .await?
    .conclude()
}

pub(super) async fn correspondences(
    target: &Target<'_>,
    path: &Path,
    problems: Problems,
) -> anyhow::Result<ExitCode> {
    let rows = importers::correspondences::read(BufReader::new(File::open(path)?))
        .with_context(|| path.display().to_string())?;
    let registry = &target.registry;
    let done = batches(rows, 2_000, "correspondences", problems, async |batch| {
        registry.correspondences_import(&Caller::System, &batch).await
    })
    .await?;
    registry.catalogue_reload().await?;
    follow(target).await?;
    done.conclude()
}

pub(super) async fn eping(target: &Target<'_>, path: &Path, problems: Problems) -> anyhow::Result<ExitCode> {
    let mut workbook = importers::eping::Workbook::open(BufReader::new(File::open(path)?))
        .with_context(|| path.display().to_string())?;
    let rows = workbook.notifications().with_context(|| path.display().to_string())?;
    notifications(target, rows, problems).await
}

pub(super) async fn tris(target: &Target<'_>, path: &Path, problems: Problems) -> anyhow::Result<ExitCode> {
    let rows = importers::tris::read(BufReader::new(File::open(path)?))
        .with_context(|| path.display().to_string())?;
    notifications(target, rows, problems).await
}

async fn notifications(
    target: &Target<'_>,
    rows: impl Iterator<Item = Result<ImportedNotification, Problem>>,
    problems: Problems,
) -> anyhow::Result<ExitCode> {
    let done = batches(rows, 500, "notifications", problems, async |batch| {
        target.registry.notifications_import(&Caller::System, &batch).await
    })
    .await?;
    // Those that were there before are compared with those that came.
    let bar = progress::bar("comparing");
    target.registry.judge_everything(Cause::Time, |n| bar.inc(n)).await?;
    bar.finish_and_clear();
    follow(target).await?;
    done.conclude()
}

/// Lets the index follow; a server that holds it does so itself.
pub(super) async fn follow(target: &Target<'_>) -> anyhow::Result<()> {
    let folder = target.location.index();
    match tokio::task::spawn_blocking(move || search_index::Index::open(&folder)).await? {
        Ok(index) => jobs::catch_up(&target.registry, &index, |_, _| {}).await,
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
    /// The file ended before its time.
    broken_off: bool,
    stopped: bool,
    started: Instant,
}

impl Done {
    /// The counts in words; failure when nothing was read, not all, or it was stopped.
    fn conclude(self) -> anyhow::Result<ExitCode> {
        let ImportCounts { new, changed, unchanged } = self.counts;
        println!("{self}");
        if self.stopped {
            eprintln!("stopped: run the same command again to go on");
            return Ok(ExitCode::from(130));
        }
        if self.broken_off {
            eprintln!("the file could not be read to its end: get it anew, and run the same command again");
        }
        let failed = self.broken_off || new + changed + unchanged == 0;
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

impl Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ImportCounts { new, changed, unchanged } = self.counts;
        write!(
            f,
            "{}: {new} new, {changed} changed, {unchanged} unchanged; {} rows skipped, {} other remarks; {:.1} s",
            self.what,
            self.skipped,
            self.problems - self.skipped,
            self.started.elapsed().as_secs_f64()
        )
    }
}

/// Reads rows to the end, imports them in batches, reports problems as they come.
async fn batches<R>(
    rows: impl Iterator<Item = Result<R, Problem>>,
    size: usize,
    what: &'static str,
    mut problems: Problems,
    mut import: impl AsyncFnMut(Vec<R>) -> registry::Result<ImportCounts>,
) -> anyhow::Result<Done> {
    let mut progress = Progress::start(what);
    let stop = progress::stop_flag();
    let mut done = Done {
        what,
        counts: ImportCounts::default(),
        problems: 0,
        skipped: 0,
        broken_off: false,
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
                done.broken_off |= problem.severity == Severity::BrokenOff;
                progress.aside(|| problems.report(&problem))?;
            }
        }
        if batch.len() == size {
            progress.further(batch.len());
            done.counts += import(std::mem::take(&mut batch)).await?;
            // Let the signal be heard.
            tokio::task::yield_now().await;
        }
        // Between two transactions: what is read and not yet stored is read again.
        if stop.load(Ordering::Relaxed) {
            done.stopped = true;
            break;
        }
    }
    if !batch.is_empty() && !done.stopped {
        done.counts += import(batch).await?;
    }
    progress.end();
    problems.finish()?;
    Ok(done)
}
