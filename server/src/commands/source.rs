//! A file to import: on this machine, or fetched into the data folder first.

use std::{
    fs::File,
    io::{self, Read as _},
    path::PathBuf,
    time::Duration,
};

use anyhow::{Context as _, ensure};

use crate::config::DataLocation;

/// Largest file that is fetched.
const LARGEST: u64 = 2 << 30;

/// The path of the file; an address is fetched.
pub(super) fn path(given: &str, location: &DataLocation) -> anyhow::Result<PathBuf> {
    if !given.contains("://") {
        let path = PathBuf::from(given);
        ensure!(path.is_file(), "there is no file {given}");
        return Ok(path);
    }
    let url = url::Url::parse(given).with_context(|| format!("{given} is not an address"))?;
    ensure!(matches!(url.scheme(), "http" | "https"), "{given}: only http and https are fetched");
    let folder = location.data.join("fetched");
    std::fs::create_dir_all(&folder)?;
    let name =
        url.path_segments().and_then(|mut s| s.next_back()).filter(|n| !n.is_empty()).unwrap_or("file");
    let path = folder.join(name.replace(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c), "_"));
    eprintln!("fetching {url}");
    let agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(1_800))).build().new_agent();
    let mut response =
        agent.get(url.as_str()).call().with_context(|| format!("{url} could not be fetched"))?;
    let mut body = response.body_mut().with_config().limit(LARGEST).reader();
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    let copied = io::copy(&mut body.by_ref().take(LARGEST), &mut file)?;
    ensure!(copied < LARGEST, "{url} is larger than {LARGEST} bytes");
    std::fs::rename(&part, &path)?;
    Ok(path)
}
