//! Installing what is missing, saying so: the wasm target, npm packages,
//! Chromium, PostgreSQL.

use std::{path::Path, process::Command};

use anyhow::bail;

use crate::run::{answers, output, pass, say};

/// The compiler's target for islands.
pub fn wasm_target() -> anyhow::Result<()> {
    let installed =
        output(Command::new("rustup").args(["target", "list", "--installed"])).unwrap_or_default();
    if installed.lines().any(|l| l == "wasm32-unknown-unknown") {
        return Ok(());
    }
    say("installing the compiler's wasm target (a minute at most)");
    pass(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
}

/// The npm packages of a folder, as its lock file says; nothing to do when
/// they are there already.
pub fn npm(folder: &Path) -> anyhow::Result<()> {
    let lock = std::fs::read(folder.join("package-lock.json"))?;
    let mark = folder.join("node_modules/.installed-from");
    if std::fs::read(&mark).is_ok_and(|m| m == lock) {
        return Ok(());
    }
    say(&format!("installing npm packages in {}", folder.display()));
    pass(
        Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder),
    )?;
    std::fs::write(mark, lock)?;
    Ok(())
}

/// Chromium, for the journeys.
pub fn chromium() -> anyhow::Result<()> {
    if answers("chromium", &["--version"]) {
        return Ok(());
    }
    say("installing Chromium");
    apt("chromium")
}

/// PostgreSQL's server programs, for the tests on both databases.
pub fn postgresql() -> anyhow::Result<()> {
    let there = std::fs::read_dir("/usr/lib/postgresql")
        .is_ok_and(|mut versions| versions.any(|v| v.is_ok_and(|v| v.path().join("bin/initdb").exists())));
    if there {
        return Ok(());
    }
    say("installing PostgreSQL");
    apt("postgresql")
}

fn apt(package: &str) -> anyhow::Result<()> {
    if !answers("apt-get", &["--version"]) {
        bail!("{package} is missing, and this is not Debian: install it and run this again");
    }
    let get = |arguments: &[&str]| {
        let mut command = if answers("sh", &["-c", "test $(id -u) = 0"]) {
            Command::new("apt-get")
        } else {
            let mut sudo = Command::new("sudo");
            sudo.arg("apt-get");
            sudo
        };
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        pass(&mut command)
    };
    get(&["update", "-qq"])?;
    get(&["install", "-y", "-qq", "--no-install-recommends", package])
}
