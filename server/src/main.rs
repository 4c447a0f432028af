//! Concordance: the open registry of draft technical regulations, one program.

mod api;
mod calendar;
mod clock;
mod commands;
#[cfg(test)]
mod confidential;
mod config;
mod first_run;
mod jobs;
mod links;
mod listening;
#[cfg(test)]
mod odd_requests;
mod opening;
mod pages;
mod serve;
mod state;
#[cfg(test)]
mod testing;
mod web;

use std::{process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};

/// What was used is given back to the system, also when many requests come at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The open registry of draft technical regulations.
#[derive(Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer in browsers and for machines until stopped.
    Serve(config::Serve),
    /// Fill a new data folder with a demonstration, and exit.
    Demo(config::DataLocation),
    /// Let the first administrator in.
    #[command(subcommand)]
    Administrator(commands::Administrator),
    /// Import standards, names of codes, notifications.
    #[command(subcommand)]
    Import(commands::What),
    /// Build the search index anew from the database.
    Reindex(config::DataLocation),
    /// Save rows and files of one moment in a new folder, while the server goes on.
    Backup(commands::Backup),
    /// Make a new data folder of a backup.
    Restore(commands::Restore),
    /// Judge every public notification again: by the catalogue, the day, and one another.
    Judge(config::Writing),
    /// Ask the addresses of the standards that public measures cite whether they still answer.
    ///
    /// An address counts as dead when two checks at least a day apart failed: the name is not
    /// found, nobody answers, or the server says that there is nothing. Only machines of the
    /// public internet are asked, and no proxy is used.
    CheckLinks(commands::CheckLinks),
    /// Write everything public to standard output.
    #[command(subcommand)]
    Export(Export),
    /// Recognise references to standards in a text.
    References(commands::Text),
    /// Read identifiers of standards, one a line.
    StandardId(commands::Identifiers),
    /// Judge a draft (text, HTML) or a notification (JSON of its form).
    Divergences(commands::Text),
    /// Replay real procedures through a clock.
    #[command(subcommand)]
    Clock(commands::Clock),
    /// Read the file on standard input; what the server runs for an uploaded one.
    #[command(hide = true)]
    ReadText {
        /// The file's name.
        name: String,
    },
    /// Group near-duplicate texts: JSON lines in, JSON lines out.
    Group(commands::Texts),
}

#[derive(Subcommand)]
enum Export {
    /// All public notifications.
    Notifications {
        /// Form of the export.
        #[arg(long, value_enum, default_value_t = commands::Format::Json)]
        format: commands::Format,
        #[command(flatten)]
        location: config::DataLocation,
    },
}

fn main() -> ExitCode {
    // Whatever this program writes is for its owner alone: databases, files, mails, keys.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    let cli = Cli::parse();
    let done = runtime().and_then(|runtime| {
        let done = runtime.block_on(run(cli.command));
        // A server that stopped may have left work on threads that cannot be told to end.
        runtime.shutdown_timeout(Duration::from_secs(1));
        done
    });
    done.unwrap_or_else(|error| {
        eprintln!("concordance: {error:#}");
        ExitCode::FAILURE
    })
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(options) => {
            log(options.log);
            serve::run(options).await.map(|()| ExitCode::SUCCESS)
        }
        Command::Demo(location) => commands::demo(&location).await,
        Command::Administrator(what) => commands::administrator(&what).await,
        Command::Import(what) => commands::import(&what).await,
        Command::Reindex(location) => commands::reindex(&location).await,
        Command::Backup(options) => commands::backup(&options).await,
        Command::Restore(options) => commands::restore(&options).await,
        Command::Judge(writing) => commands::judge(&writing).await,
        Command::CheckLinks(options) => commands::check_links(&options).await,
        Command::Export(Export::Notifications { format, location }) => {
            commands::export(&location, format).await
        }
        Command::References(text) => commands::references(text).await,
        Command::StandardId(identifiers) => commands::standard_id(&identifiers),
        Command::Divergences(text) => commands::divergences(text).await,
        Command::Clock(what) => commands::clock(&what),
        Command::ReadText { name } => web::reading::reader(&name).map(|()| ExitCode::SUCCESS),
        Command::Group(texts) => commands::group(&texts),
    }
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Log lines to standard error; RUST_LOG says which.
fn log(format: config::LogFormat) {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,sea_orm=warn,tantivy=warn"));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        config::LogFormat::Text => lines.init(),
        config::LogFormat::Json => lines.json().init(),
    }
}
