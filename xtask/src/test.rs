//! `cargo xtask test`: everything that must hold before a change lands.

use std::{path::PathBuf, process::Command};

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

    /// Folder with the databases of advisories, as `cargo deny fetch` fills it.
    /// Default: what it fills by itself, `advisory-dbs` in cargo's folder.
    #[arg(long, env = "CONCORDANCE_ADVISORIES", value_name = "DIR")]
    advisories: Option<PathBuf>,
}

/// Runs every test.
pub fn run(options: &Options) -> anyhow::Result<()> {
    say("format");
    pass(&mut cargo(&["fmt", "--all", "--check"])?)?;
    setup::postgresql()?;
    assets::build()?;
    say("lints");
    pass(&mut cargo(&["clippy", "--all-targets", "--", "-D", "warnings"])?)?;
    dependencies(options)?;
    say("tests");
    pass(&mut cargo(&["test"])?)?;
    if !options.no_browser {
        journeys()?;
    }
    Ok(())
}

/// Licences, sources, bans and advisories of dependencies. What cannot be checked
/// here is said, and not taken for checked.
fn dependencies(options: &Options) -> anyhow::Result<()> {
    if !answers("cargo-deny", &["--version"]) {
        say(
            "NOT CHECKED: licences, sources, bans and advisories of dependencies (`cargo install cargo-deny`)",
        );
        return Ok(());
    }
    say("licences, sources and bans of dependencies");
    pass(&mut cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"])?)?;
    match advisories(options.advisories.clone()) {
        Some(folder) => {
            say("advisories about dependencies");
            pass(cargo(&["deny", "--offline", "check", "advisories"])?.env("CONCORDANCE_ADVISORIES", folder))
        }
        None => {
            say("NOT CHECKED: advisories about dependencies, because there is no database of them here: \
                 `cargo deny fetch` where there is a network, or --advisories DIR (CONCORDANCE_ADVISORIES)");
            Ok(())
        }
    }
}

/// The folder with the databases of advisories, if there are any in it.
fn advisories(given: Option<PathBuf>) -> Option<PathBuf> {
    let usual = || {
        let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
        let cargo = cargo.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
        Some(cargo.join("advisory-dbs"))
    };
    let folder = given.or_else(usual)?;
    std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()).then_some(folder)
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
