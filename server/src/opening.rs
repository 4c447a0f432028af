//! How the registry of a data folder is opened: with the key of its mailed links,
//! which is kept beside the database and not in it.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
};

use anyhow::Context as _;
use registry::{Registry, SecretKey, Settings};
use search_index::Index;

use crate::{clock, config::DataLocation};

/// Opens the registry with the key of mailed links: the one given, the one in the
/// data folder, or with the first start a new one there. Refused where the database
/// was begun with another.
pub async fn with_key(location: &DataLocation, settings: Settings) -> anyhow::Result<Registry> {
    location.create()?;
    if let Some(key) = key(location)? {
        return open(location, Settings { secret_key: Some(key), ..settings }).await;
    }
    let file = location.secret_key_file();
    let key = SecretKey::random();
    // Before the database knows it: a key that only the database knew would be lost.
    match write(&file, &key) {
        // Another server on this folder started at the same moment, and was first.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let settings = Settings { secret_key: self::key(location)?, ..settings };
            return open(location, settings).await;
        }
        written => written.with_context(|| format!("{} cannot be written", file.display()))?,
    }
    let opened = open(location, Settings { secret_key: Some(key), ..settings }).await;
    opened
        .inspect_err(|error| {
            // Only where the database has another: it may know this one, and then it must not be lost.
            if let Some(registry::Error::Refused(_)) = error.downcast_ref() {
                let _ = std::fs::remove_file(&file);
            }
        })
        .with_context(|| {
            format!(
                "no key of mailed links was given, {} was not there, and a new one could not be used",
                file.display()
            )
        })
}

/// Opens the registry for a command that makes no mailed links; a key is checked
/// where there is one.
pub async fn without_links(location: &DataLocation) -> anyhow::Result<Registry> {
    location.create()?;
    open(
        location,
        Settings { secret_key: key(location)?, reserve: location.reserve(), ..Settings::default() },
    )
    .await
}

async fn open(location: &DataLocation, settings: Settings) -> anyhow::Result<Registry> {
    Registry::open(&location.database_url(), settings, clock::system())
        .await
        .context("the database cannot be opened")
}

/// The key that was given, or that is in the data folder.
fn key(location: &DataLocation) -> anyhow::Result<Option<SecretKey>> {
    if let Some(given) = &location.secret_key {
        let key = SecretKey::parse(given);
        return Ok(Some(key.context("--secret-key is not a key: 64 hexadecimal digits are expected")?));
    }
    let file = location.secret_key_file();
    match std::fs::read_to_string(&file) {
        Ok(written) => {
            let key = SecretKey::parse(&written);
            let wrong = || format!("{} holds no key: 64 hexadecimal digits are expected", file.display());
            Ok(Some(key.with_context(wrong)?))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

/// Writes the key so that its owner alone reads it, it is there as a whole or not at
/// all, and it outlives a loss of power. One that is there stays.
fn write(file: &Path, key: &SecretKey) -> std::io::Result<()> {
    let beside = file.with_extension(format!("key-{}", std::process::id()));
    let mut open = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    writeln!(open, "{}", key.written())?;
    open.sync_all()?;
    let placed = std::fs::hard_link(&beside, file);
    std::fs::remove_file(&beside)?;
    placed?;
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Refuses a database beside an index and files that are not its own: an empty one would
/// have them cleared, another one would show what it does not hold.
pub async fn check_belonging(
    location: &DataLocation,
    registry: &Registry,
    index: &Index,
) -> anyhow::Result<()> {
    let file = location.identity_file();
    let identity = registry.identity().await?;
    let known = match std::fs::read_to_string(&file) {
        Ok(known) => Some(known.trim().to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", file.display())),
    };
    let foreign = match &known {
        Some(known) => *known != identity,
        // A folder of before it was noted: an empty database has no files and no index.
        None => registry.is_empty().await? && (location.has_files() || index.applied() > 0),
    };
    anyhow::ensure!(
        !foreign,
        "the index and the files in {} belong to another database than the one that was opened: put that one back, \
         or restore a backup. If this database is the right one, take the folder “index” and the file {} away: \
         the index is made anew, and files stay",
        location.data.display(),
        file.display()
    );
    if known.is_none() {
        std::fs::write(&file, format!("{identity}\n"))
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}

/// Refuses to make a new database where an index or files say that there was one.
pub fn check_lost(location: &DataLocation) -> anyhow::Result<()> {
    let lost = location.database.is_none()
        && !location.data.join("registry.sqlite").exists()
        && (location.identity_file().exists() || location.has_files());
    anyhow::ensure!(
        !lost,
        "there is no database in {}, but an index and files that belong to one: put registry.sqlite back, or restore \
         a backup into a new folder. For a new registry name an empty folder with --data",
        location.data.display()
    );
    Ok(())
}

/// The index of a data folder. One that is damaged, or of another version, is made anew from
/// the database: it is a copy.
pub fn index(folder: &Path) -> Result<Index, search_index::Error> {
    // Some damage is met only where a reader takes it for impossible.
    match std::panic::catch_unwind(|| Index::open(folder)) {
        Ok(Err(error)) if error.is_damage() => {
            tracing::warn!(%error, "the search index cannot be read: it is made anew from the database");
            Index::recreate(folder)
        }
        Err(_) => {
            tracing::warn!("the search index is damaged: it is made anew from the database");
            Index::recreate(folder)
        }
        Ok(opened) => opened,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn location(folder: &Path, secret_key: Option<&str>) -> DataLocation {
        DataLocation {
            data: folder.join("data"),
            database: Some(format!("sqlite://{}?mode=rwc", folder.join("r.sqlite").display())),
            secret_key: secret_key.map(str::to_owned),
            reserve: 1,
        }
    }

    #[test]
    fn a_key_that_is_there_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret.key");
        let key = SecretKey::random();
        write(&file, &key).unwrap();
        let again = write(&file, &SecretKey::random());
        assert_eq!(again.unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), key.written());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_key_is_made_once_and_another_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let here = location(folder.path(), None);
        let settings = Settings::default;
        with_key(&here, settings()).await.unwrap().close().await.unwrap();
        let file = here.secret_key_file();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(here.data.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        let made = std::fs::read_to_string(&file).unwrap();
        with_key(&here, settings()).await.unwrap().close().await.unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), made);
        // Another server, with the key as an option, and without it.
        let elsewhere = DataLocation { data: folder.path().join("other"), ..here.clone() };
        let given = DataLocation { secret_key: Some(made), ..elsewhere.clone() };
        with_key(&given, settings()).await.unwrap().close().await.unwrap();
        let missing = format!("{:#}", with_key(&elsewhere, settings()).await.err().unwrap());
        assert!(missing.contains("secret.key") && missing.contains("begun"), "{missing}");
        assert!(!elsewhere.secret_key_file().exists());
        let other = DataLocation { secret_key: Some("0".repeat(64)), ..here.clone() };
        assert!(with_key(&other, settings()).await.is_err());
        assert!(without_links(&other).await.is_err());
        assert!(without_links(&elsewhere).await.is_ok());
        let no_key = DataLocation { secret_key: Some("abc".to_owned()), ..here };
        let said = format!("{:#}", with_key(&no_key, settings()).await.err().unwrap());
        assert!(said.contains("64 hexadecimal digits"), "{said}");
    }
}
