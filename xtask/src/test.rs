//! `cargo xtask test`: everything that must hold before a change lands.

use std::process::Command;

use clap::Args;

use crate::{
    assets,
    run::{answers, cargo, pass, root, say, target_dir},
    setup,
};

/// Options of the tests.
#[derive(Args)]
pub struct Options {
    /// Leave the browser journeys out.
    #[arg(long)]
    no_browser: bool,
}

/// Runs every test.
pub fn run(options: &Options) -> anyhow::Result<()> {
    say("format");
    pass(&mut cargo(&["fmt", "--all", "--check"])?)?;
    setup::postgresql()?;
    assets::build()?;
    say("lints");
    pass(&mut cargo(&["clippy", "--all-targets", "--", "-D", "warnings"])?)?;
    if answers("cargo-deny", &["--version"]) {
        say("licences, sources and bans of dependencies");
        pass(&mut cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"])?)?;
    }
    say("tests");
    pass(&mut cargo(&["test"])?)?;
    if !options.no_browser {
        journeys()?;
    }
    Ok(())
}

/// The journeys in a real Chromium, against the program itself: the one that
/// `cargo test` built for the tests of its command line.
fn journeys() -> anyhow::Result<()> {
    setup::chromium()?;
    let e2e = root().join("e2e");
    setup::npm(&e2e)?;
    say("journeys in Chromium");
    pass(
        Command::new("npm")
            .args(["test", "--silent"])
            .current_dir(&e2e)
            .env("CONCORDANCE_PROGRAM", target_dir()?.join("debug/concordance")),
    )
}
