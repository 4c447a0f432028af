//! What a person types: `cargo xtask demo`, `cargo xtask test`, `cargo xtask
//! bench`, `cargo xtask chaos`. Each installs what it needs and says what it does.

mod assets;
mod chaos;
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
    /// Take away room, database, descriptors and clients again and again, and print figures.
    Chaos(chaos::Options),
    /// Build the styles and the islands into server/assets.
    Assets,
    /// Measure, in release mode: search, `references` in text, `suggestions` of
    /// standards, `judging` (`judging-database` through the database), or
    /// `grouping` of comments (`campaign`: thousands on one notification); further arguments go to
    /// the benchmark (`--help` lists them).
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
        Task::Chaos(options) => chaos::run(&options),
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

/// Search by default; another subject when it is named first.
fn bench(arguments: &[String]) -> anyhow::Result<()> {
    let (first, rest) = arguments.split_first().map_or(("", arguments), |(f, rest)| (f.as_str(), rest));
    let (what, arguments): (&[&str], _) = match first {
        "references" => (&["--package", "bench-references"], rest),
        "suggestions" => (&["--package", "domain", "--example", "suggestions"], rest),
        "judging" => (&["--package", "domain", "--example", "judge"], rest),
        "judging-database" => (&["--package", "registry", "--example", "judging_database"], rest),
        "grouping" => (&["--package", "domain", "--example", "grouping"], rest),
        "campaign" => (&["--package", "registry", "--example", "campaign"], rest),
        _ => (&["--package", "bench"], arguments),
    };
    let command = [&["run", "--release"], what, &["--"]].concat();
    run::pass(run::cargo(&command)?.args(arguments))
}
