//! `cargo xtask demo`: a filled registry at a printed address. The second
//! start keeps the data and builds nothing that is built.

use std::{fs, path::PathBuf, process::Command};

use clap::Args;

use crate::{
    assets,
    run::{cargo, pass, root, say, target_dir},
};

/// Options of the demo.
#[derive(Args)]
pub struct Options {
    /// Folder for the demo's data.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR:PORT")]
    listen: String,
}

/// Builds, fills, serves.
pub fn run(options: &Options) -> anyhow::Result<()> {
    assets::build()?;
    say("building the program (the first time takes some minutes)");
    // With the features of the whole workspace, as for the tests: built once for both.
    pass(&mut cargo(&["build", "--bin", "concordance"])?)?;
    let program = target_dir()?.join("debug/concordance");
    let data = options.data.clone().unwrap_or_else(|| root().join("data/demo"));
    if data.join("registry.sqlite").exists() {
        say(&format!("keeping the data in {}", data.display()));
        print!("{}", fs::read_to_string(data.join("accounts.txt")).unwrap_or_default());
    } else {
        say(&format!("filling {}", data.display()));
        pass(Command::new(&program).arg("demo").arg("--data").arg(&data))?;
    }
    say(&format!("serving at http://{} (mails: /outbox); Ctrl-C stops it", options.listen));
    pass(
        Command::new(&program)
            .args(["serve", "--show-outbox", "--listen", &options.listen, "--data"])
            .arg(&data),
    )
}
