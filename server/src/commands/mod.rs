//! The command line beside `serve`: imports, exports, tools. Each says what it
//! did and ends with failure when it did not do its work.

mod export;
mod import;
mod progress;
mod source;
mod tools;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use registry::{Registry, Settings};

use crate::{clock, config::DataLocation, jobs};

pub use export::Format;
pub use tools::Text;

/// Options of an import.
#[derive(Debug, Args)]
pub struct Import {
    /// File to read, or its address (http, https).
    file: String,
    #[command(flatten)]
    location: DataLocation,
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
    /// Notifications of the WTO's export: .xlsx.
    Eping(Import),
    /// Notifications under Directive (EU) 2015/1535: CSV.
    Tris(Import),
}

/// Runs an import.
pub async fn import(what: What) -> anyhow::Result<ExitCode> {
    match what {
        What::Catalogue(o) => import::catalogue(&open(&o.location).await?, &o.location, &o.file).await,
        What::Ics(o) => {
            import::codes(&open(&o.location).await?, &o.location, registry::codes::Scheme::Ics, &o.file).await
        }
        What::Hs(o) => {
            import::codes(&open(&o.location).await?, &o.location, registry::codes::Scheme::Hs, &o.file).await
        }
        What::Eping(o) => import::eping(&open(&o.location).await?, &o.location, &o.file).await,
        What::Tris(o) => import::tris(&open(&o.location).await?, &o.location, &o.file).await,
    }
}

/// Builds the index anew from the database.
pub async fn reindex(location: &DataLocation) -> anyhow::Result<ExitCode> {
    let registry = open(location).await?;
    let folder = location.index();
    // An index of another version is no use: begin with an empty folder.
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let index = search_index::Index::open(&folder)?;
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
pub fn standard_id(text: &Text) -> anyhow::Result<ExitCode> {
    tools::standard_id(text)
}

/// Judges a draft or notification.
pub async fn divergences(text: Text) -> anyhow::Result<ExitCode> {
    let catalogue = catalogue(&text.location).await?;
    tools::divergences(&text, &catalogue, (clock::system())())
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

async fn open(location: &DataLocation) -> anyhow::Result<Registry> {
    use anyhow::Context as _;
    location.create()?;
    Registry::open(&location.database_url(), Settings::default(), clock::system())
        .await
        .context("the database cannot be opened")
}
