//! Concordance: the open registry of draft technical regulations, one program.

mod api;
mod clock;
mod config;
mod jobs;
mod pages;
mod serve;
mod state;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(options) => {
            log(options.log);
            runtime().and_then(|r| r.block_on(serve::run(options))).map(|()| ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("concordance: {error:#}");
        ExitCode::FAILURE
    })
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
