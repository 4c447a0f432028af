//! Styles and icon, put into `server/assets`, from where the program embeds
//! them. Nothing is done when they are newer than what they are made from.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::Context as _;

use crate::{
    run::{pass, root, say},
    setup,
};

/// Builds what is out of date.
pub fn build() -> anyhow::Result<()> {
    let out = root().join("server/assets");
    fs::create_dir_all(&out)?;
    styles(&out)?;
    copy_changed(&root().join("app/brand/icon.svg"), &out.join("icon.svg"))
}

fn styles(out: &Path) -> anyhow::Result<()> {
    let source = root().join("app/styles");
    let css = out.join("main.css");
    if newer(&css, &[source.clone()])? {
        return Ok(());
    }
    setup::npm(&source)?;
    say("compiling the styles");
    pass(
        Command::new("node_modules/.bin/sass")
            .args(["--no-source-map", "--style=compressed", "--quiet-deps", "--load-path=node_modules"])
            .arg("main.scss")
            .arg(&css)
            .current_dir(&source),
    )
}

/// Whether `made` is newer than all files under `sources`.
fn newer(made: &Path, sources: &[PathBuf]) -> anyhow::Result<bool> {
    let Ok(made) = fs::metadata(made).and_then(|m| m.modified()) else { return Ok(false) };
    for source in sources {
        if latest(source)? > made {
            return Ok(false);
        }
    }
    Ok(true)
}

/// When the newest file under a path was changed, installed packages aside.
fn latest(path: &Path) -> anyhow::Result<SystemTime> {
    let facts = fs::metadata(path).with_context(|| format!("{} is missing", path.display()))?;
    let mut newest = facts.modified()?;
    if facts.is_dir() {
        newest = SystemTime::UNIX_EPOCH;
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if entry.file_name() != "node_modules" {
                newest = newest.max(latest(&entry.path())?);
            }
        }
    }
    Ok(newest)
}

/// Copies unless the content is the same: an unchanged file must not make the
/// program build again.
fn copy_changed(from: &Path, to: &Path) -> anyhow::Result<()> {
    let content = fs::read(from).with_context(|| format!("{} is missing", from.display()))?;
    if fs::read(to).is_ok_and(|there| there == content) {
        return Ok(());
    }
    Ok(fs::write(to, content)?)
}
