//! `demo`: fills a new data folder with the demonstration. It is made beside
//! its place and moved there when complete: one interrupted leaves nothing half.

use std::{fs, path::Path, process::ExitCode, sync::Arc};

use anyhow::{Context as _, ensure};
use object_store::{ObjectStoreExt as _, local::LocalFileSystem, path::Path as Key};
use registry::Settings;
use search_index::Index;

use super::progress;
use crate::{config::DataLocation, jobs, opening};

/// Where `serve` listens by default: links in the demonstration's mails lead there.
const PUBLIC_URL: &str = "http://127.0.0.1:8080";
/// Folder within the data folder in which the demonstration is made.
const UNFINISHED: &str = "unfinished-demo";
/// What is moved into place; the database last, because it says that all is there.
const PARTS: [&str; 4] = ["files", "index", "secret.key", "registry.sqlite"];

/// Fills a new data folder and says who can sign in.
pub async fn demo(location: &DataLocation) -> anyhow::Result<ExitCode> {
    location.create()?;
    if location.database.is_some() {
        fill(location).await?;
    } else {
        let folder = &location.data;
        let unfinished = DataLocation { data: folder.join(UNFINISHED), ..location.clone() };
        // Parts without the database are those of one interrupted while it moved
        // them, as its folder tells; or they belong to somebody else.
        let begun = unfinished.data.exists() && !folder.join("registry.sqlite").exists();
        ensure!(
            begun || PARTS.iter().all(|part| !folder.join(part).exists()),
            "{} holds a registry already: the demonstration fills a new folder only (--data DIR)",
            folder.display()
        );
        remove(&unfinished.data)?;
        unfinished.create()?;
        fill(&unfinished).await?;
        for part in PARTS {
            let (from, to) = (unfinished.data.join(part), folder.join(part));
            // Of a key that was given there is no file.
            if !from.exists() {
                continue;
            }
            remove(&to)?;
            fs::rename(from, &to).with_context(|| format!("{} cannot be moved into place", to.display()))?;
        }
        remove(&unfinished.data)?;
    }
    let accounts = accounts();
    fs::write(location.accounts(), &accounts)?;
    print!("{accounts}");
    Ok(ExitCode::SUCCESS)
}

async fn fill(location: &DataLocation) -> anyhow::Result<()> {
    let settings = Settings {
        public_url: PUBLIC_URL.to_owned(),
        // Invented people are not bothered by mails.
        stranger_mails: u32::MAX,
        reserve: location.reserve(),
        ..Settings::default()
    };
    let registry = opening::with_key(location, settings).await?;
    registry.public_url_keep().await?;
    fs::create_dir_all(location.files())?;
    let store = Arc::new(LocalFileSystem::new_with_prefix(location.files())?.with_fsync(true));
    let bar = progress::bar("filling in the demonstration: steps");
    let report = demo::fill(
        &registry,
        |key, bytes: Vec<u8>| {
            let store = store.clone();
            async move { Ok(store.put(&Key::from(key), bytes.into()).await.map(|_| ())?) }
        },
        |done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        },
    )
    .await?;
    bar.finish_and_clear();
    let index = Index::open(&location.index())?;
    jobs::catch_up(&registry, &index, |_, _| {}).await?;
    // What is still in the write-ahead log is moved with the database's file.
    registry.close().await?;
    println!(
        "Filled: {} notifications of {} authorities, {} unpublished drafts, {} standards, {} documents, \
         {} comments with {} replies.",
        report.notifications,
        report.authorities,
        report.unpublished,
        report.standards,
        report.documents,
        report.comments,
        report.replies
    );
    Ok(())
}

/// Who can sign in, in words.
fn accounts() -> String {
    let mut text = format!("Accounts, all with the password {}:\n", demo::PASSWORD);
    let width = demo::SIGN_IN_HINTS.iter().map(|hint| hint.email.len()).max().unwrap_or(0);
    for hint in demo::SIGN_IN_HINTS {
        text.push_str(&format!("  {:width$}  {}\n", hint.email, hint.shows));
    }
    text
}

fn remove(path: &Path) -> anyhow::Result<()> {
    let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match gone {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}
