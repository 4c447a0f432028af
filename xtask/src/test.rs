//! `cargo xtask test`: everything that must hold before a change lands.

use crate::{
    assets,
    run::{answers, cargo, pass, say},
    setup,
};

/// Runs every test.
pub fn run() -> anyhow::Result<()> {
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
    Ok(())
}
