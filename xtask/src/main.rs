//! What a person types: `cargo xtask demo`, `cargo xtask test`. Each installs
//! what it needs and says what it does.

mod assets;
mod demo;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Builds, shows and tests Concordance", max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and serve a filled registry at a printed address.
    Demo(demo::Options),
    /// Run every test: format, lints, both databases, browser journeys.
    Test(test::Options),
    /// Build the styles and the islands into server/assets.
    Assets,
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Assets => assets::build(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
