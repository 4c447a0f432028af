//! What a person types: `cargo xtask demo`, `cargo xtask test`, `cargo xtask
//! bench`. Each installs what it needs and says what it does.

mod assets;
mod demo;
mod run;
mod setup;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Builds, shows, tests and measures Concordance", max_term_width = 100)]
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
    /// Measure, in release mode: search, or `references` in text; further
    /// arguments go to the benchmark (`--help` lists them).
    #[command(disable_help_flag = true)]
    Bench {
        /// Arguments of the benchmark.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Assets => assets::build(),
        Task::Bench { arguments } => bench(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Search by default; the recognition of references when it is named first.
fn bench(arguments: &[String]) -> anyhow::Result<()> {
    let (package, arguments) = match arguments {
        [first, rest @ ..] if first == "references" => ("bench-references", rest),
        all => ("bench", all),
    };
    run::pass(run::cargo(&["run", "--release", "--package", package, "--"])?.args(arguments))
}
