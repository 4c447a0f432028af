//! The command line beside `serve`: imports, exports, tools. Each says what it
//! did and ends with failure when it did not do its work.

mod administrator;
mod backup;
mod check_links;
mod clock;
mod demo;
mod export;
mod group;
mod import;
mod problems;
mod progress;
mod source;
mod tools;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use registry::{Registry, Settings, codes::Scheme, notifications::Cause};

use problems::Problems;

use crate::{
    config::{DataLocation, Writing, without_slash},
    jobs, opening,
};

pub use administrator::{Administrator, administrator};
pub use backup::{Backup, Restore, backup, restore};
pub use check_links::{CheckLinks, check_links};
pub use clock::{Clock, clock};
pub use demo::demo;
pub use export::Format;
pub use group::{Texts, group};
pub use tools::{Identifiers, Text};

/// Options of an import.
#[derive(Debug, Args)]
pub struct Import {
    /// File to read, or its address (http, https).
    file: String,
    /// Write what could not be read as it stands to this file, a JSON line
    /// each. Default: in words to standard error.
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Standards: JSON lines, plain or zstd.
    Catalogue(Import),
    /// Names of ICS codes: CSV.
    Ics(Import),
    /// Names of HS codes: CSV.
    Hs(Import),
    /// Correspondences of national and international standards: CSV.
    Correspondences(Import),
    /// Notifications of the WTO's export: .xlsx.
    Eping(Import),
    /// Notifications under Directive (EU) 2015/1535: CSV.
    Tris(Import),
}

/// Runs an import.
pub async fn import(what: &What) -> anyhow::Result<ExitCode> {
    let options = what.options();
    // Before anything is made: a wrong file name leaves no empty registry behind.
    let path = source::path(&options.file, &options.writing.location)?;
    let problems = Problems::to(options.problems.as_deref())?;
    let target = import::Target {
        registry: open_to_write(&options.writing).await?,
        location: &options.writing.location,
    };
    match what {
        What::Catalogue(_) => import::catalogue(&target, &path, problems).await,
        What::Ics(_) => import::codes(&target, Scheme::Ics, &path, problems).await,
        What::Hs(_) => import::codes(&target, Scheme::Hs, &path, problems).await,
        What::Correspondences(_) => import::correspondences(&target, &path, problems).await,
        What::Eping(_) => import::eping(&target, &path, problems).await,
        What::Tris(_) => import::tris(&target, &path, problems).await,
    }
}

impl What {
    fn options(&self) -> &Import {
        match self {
            Self::Catalogue(o)
            | Self::Ics(o)
            | Self::Hs(o)
            | Self::Correspondences(o)
            | Self::Eping(o)
            | Self::Tris(o) => o,
        }
    }
}

/// Builds the index anew from the database.
pub async fn reindex(location: &DataLocation) -> anyhow::Result<ExitCode> {
    let registry = open(location).await?;
    let index = search_index::Index::recreate(&location.index())?;
    let bar = progress::bar("indexing");
    let head = u64::try_from(registry.outbox_head().await?)?;
    let mut after = 0;
    let mut count = 0_u64;
    loop {
        let ids = registry.notification_ids(after, 1_000).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        let documents = registry.index_documents(&ids).await?;
        count += documents.len() as u64;
        index.apply(head, &documents, &[])?;
        bar.set_position(count);
    }
    index.apply(head, &[], &[])?;
    jobs::catch_up(&registry, &index, |_, _| {}).await?;
    bar.finish_and_clear();
    println!("{count} notifications indexed");
    Ok(ExitCode::SUCCESS)
}

/// Judges every public notification again by the catalogue, the day and one another.
pub async fn judge(writing: &Writing) -> anyhow::Result<ExitCode> {
    let registry = open_to_write(writing).await?;
    registry.catalogue_reload().await?;
    let bar = progress::bar("judging");
    let start = std::time::Instant::now();
    let changed = registry.judge_everything(Cause::Asked, |n| bar.inc(n)).await?;
    let judged = bar.position();
    bar.finish_and_clear();
    println!("{judged} notifications judged in {:.1} s; {changed} changed", start.elapsed().as_secs_f32());
    Ok(ExitCode::SUCCESS)
}

/// Writes everything public to standard output.
pub async fn export(location: &DataLocation, format: Format) -> anyhow::Result<ExitCode> {
    export::notifications(&open(location).await?, format).await
}

/// Recognises references in a text.
pub async fn references(text: Text) -> anyhow::Result<ExitCode> {
    let catalogue = catalogue(&text.location).await?;
    tools::references(&text, &catalogue)
}

/// Reads identifiers of standards.
pub fn standard_id(identifiers: &Identifiers) -> anyhow::Result<ExitCode> {
    tools::standard_id(identifiers)
}

/// Judges a draft or notification.
pub async fn divergences(text: Text) -> anyhow::Result<ExitCode> {
    let catalogue = catalogue(&text.location).await?;
    tools::divergences(&text, &catalogue, (crate::clock::system())())
}

/// The catalogue of a data folder that exists; an empty one otherwise: the
/// tools work without any data.
async fn catalogue(location: &DataLocation) -> anyhow::Result<std::sync::Arc<domain::standard::Catalogue>> {
    if location.database.is_none() && !location.data.join("registry.sqlite").exists() {
        eprintln!("no catalogue in {}: references are not resolved", location.data.display());
        return Ok(std::sync::Arc::default());
    }
    Ok(open(location).await?.catalogue())
}

/// Opens the registry for what writes no mails.
async fn open(location: &DataLocation) -> anyhow::Result<Registry> {
    opening::without_links(location).await
}

/// Opens the registry for what may write mails: under the public address that is
/// given, or kept by `serve`.
async fn open_to_write(writing: &Writing) -> anyhow::Result<Registry> {
    let public_url = writing.public_url.as_ref().map(without_slash).unwrap_or_default();
    let settings = Settings { public_url, reserve: writing.location.reserve(), ..Settings::default() };
    let registry = opening::with_key(&writing.location, settings).await?;
    if let Some(warning) = writing.location.read_by_others() {
        eprintln!("concordance: {warning}");
    }
    anyhow::ensure!(
        !registry.public_url_missing().await?,
        "the public address is not known, and mails may be written whose links start with it: say it with \
         --public-url https://…, or start `concordance serve` once, which keeps it"
    );
    Ok(registry)
}
