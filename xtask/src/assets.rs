//! Styles and islands, built into `server/assets`, from where the program
//! embeds them. Nothing is done when they are newer than what they are made from.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context as _, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    run::{cargo, pass, root, say, target_dir},
    setup,
};

/// wasm features that every browser since 2022 has. (`--all-features` makes
/// modules that Chromium refuses.)
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-multivalue",
    "--enable-mutable-globals",
];

/// Builds what is out of date.
pub fn build() -> anyhow::Result<()> {
    let out = root().join("server/assets");
    fs::create_dir_all(&out)?;
    styles(&out)?;
    islands(&out)?;
    copy_changed(&root().join("app/brand/icon.svg"), &out.join("icon.svg"))?;
    copy_changed(&root().join("app/scripts/islands.js"), &out.join("islands.js"))
}

fn styles(out: &Path) -> anyhow::Result<()> {
    let source = root().join("app/styles");
    let css = out.join("main.css");
    if newer(&css, std::slice::from_ref(&source))? {
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

fn islands(out: &Path) -> anyhow::Result<()> {
    let wasm = out.join("islands_module_bg.wasm");
    let sources = ["app/src/islands", "app/src/lib.rs", "app/Cargo.toml", "islands", "Cargo.lock"];
    if newer(&wasm, &sources.map(|s| root().join(s)))? {
        return Ok(());
    }
    setup::wasm_target()?;
    say("building the islands (wasm)");
    pass(&mut cargo(&[
        "build",
        "--package",
        "islands",
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        "wasm",
    ])?)?;
    let module = target_dir()?.join("wasm32-unknown-unknown/wasm/islands.wasm");
    let made = target_dir()?.join("islands");
    Bindgen::new()
        .input_path(&module)
        .out_name("islands_module")
        .web(true)
        .map_err(|e| anyhow!("{e:#}"))?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&made)
        .map_err(|e| anyhow!("wasm-bindgen: {e:#}"))?;
    let tools = root().join("app/styles");
    setup::npm(&tools)?;
    pass(
        Command::new(tools.join("node_modules/.bin/wasm-opt"))
            .arg("-Oz")
            .args(WASM_FEATURES)
            .arg(made.join("islands_module_bg.wasm"))
            .arg("-o")
            .arg(&wasm),
    )?;
    fs::copy(made.join("islands_module.js"), out.join("islands_module.js"))?;
    Ok(())
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
