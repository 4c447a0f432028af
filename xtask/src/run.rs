//! Running other programs: said before, checked after.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

/// The repository's root: as cargo says when it runs this. Not as it was when
/// this was built: clones may share a target folder.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let xtask = here.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    xtask.parent().unwrap_or(Path::new(".")).to_owned()
}

/// Says what is done next.
pub fn say(what: &str) {
    eprintln!("\x1b[1m» {what}\x1b[0m");
}

/// This cargo with these arguments, in the root. It is not told what the cargo that
/// runs this says of this package: build scripts look at it (ring's does), and would
/// have half of the dependencies built again after each change between the two.
pub fn cargo(arguments: &[&str]) -> anyhow::Result<Command> {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(root());
    let inherited = std::env::vars_os().map(|(name, _)| name);
    let of_package =
        |name: &OsString| name.to_str().is_some_and(|n| OF_PACKAGE.iter().any(|start| n.starts_with(start)));
    for name in inherited.filter(of_package) {
        command.env_remove(name);
    }
    Ok(command)
}

/// Beginnings of the variables by which cargo tells a program of its own package.
const OF_PACKAGE: [&str; 4] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_PRIMARY_PACKAGE", "CARGO_BIN_NAME"];

/// Runs to the end; anything but success is an error that names the command.
pub fn pass(command: &mut Command) -> anyhow::Result<()> {
    let line = line(command);
    let status = command.status().with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Whether a program is there and answers to these arguments.
pub fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// What a program prints.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let line = line(command);
    let output = command.output().with_context(|| format!("`{line}` could not be started"))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The folder cargo builds into, shared or not.
pub fn target_dir() -> anyhow::Result<PathBuf> {
    let metadata = output(&mut cargo(&["metadata", "--no-deps", "--format-version", "1", "--offline"])?)
        .or_else(|_| output(&mut cargo(&["metadata", "--no-deps", "--format-version", "1"])?))?;
    let start =
        metadata.find("\"target_directory\":\"").context("cargo metadata names no target directory")?;
    let rest = &metadata[start + "\"target_directory\":\"".len()..];
    Ok(PathBuf::from(&rest[..rest.find('"').context("cargo metadata ends early")?]))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|w| w.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
