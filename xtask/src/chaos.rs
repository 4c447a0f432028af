//! `cargo xtask chaos`: what the program needs is taken away from it (room on the disk, the
//! database, descriptors, clients that end what they begin), bounded and again and again;
//! the figures are printed.

use std::process::Command;

use clap::Args;

use crate::{
    assets,
    run::{cargo, pass, root, say, target_dir},
    setup,
};

/// Journeys that take something away.
const JOURNEYS: [&str; 4] = ["full_disk", "without_database", "surviving", "backup"];

/// Options of chaos.
#[derive(Args)]
pub struct Options {
    /// Rounds on the full disk.
    #[arg(long, default_value_t = 30)]
    rounds: u32,
}

/// Runs it.
pub fn run(options: &Options) -> anyhow::Result<()> {
    setup::postgresql()?;
    setup::chromium()?;
    assets::build()?;
    say("clients that are slow, silent or too many");
    pass(&mut cargo(&["test", "--bin", "concordance", "--", "listening::", "web::bodies", "--nocapture"])?)?;
    pass(&mut cargo(&["test", "--test", "commands", "--", "descriptors", "--nocapture"])?)?;
    let e2e = root().join("e2e");
    setup::npm(&e2e)?;
    say("full disk, absent database, kill -9, backup");
    let journeys = JOURNEYS.map(|name| format!("journeys/{name}.mjs"));
    pass(
        Command::new("node")
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
            .args(journeys)
            .current_dir(&e2e)
            .env("CHAOS_ROUNDS", options.rounds.to_string())
            .env("CONCORDANCE_PROGRAM", target_dir()?.join("debug/concordance")),
    )
}
