//! `concordance backup` and `concordance restore`: rows and files of one moment, while
//! the server goes on, checked byte for byte.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read as _},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use registry::{Registry, backups::StoredFile};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::progress::Progress;
use crate::config::DataLocation;

/// Rows of SQLite in a backup, as in a data folder.
const ROWS: &str = "registry.sqlite";
/// Rows of PostgreSQL in a backup, as `pg_dump --format=custom` writes them.
const DUMP: &str = "registry.dump";
/// Files in a backup, as in a data folder.
const FILES: &str = "files";
/// The key of mailed links: without it the links that people have do not open.
const KEY: &str = "secret.key";
/// Written last: a backup without it is not whole.
const MANIFEST: &str = "backup.json";
/// What is being restored, until it is whole.
const UNFINISHED: &str = "unfinished-restore";
/// A file that the rows of one moment name may go before it is copied: then the moment is
/// taken again, so often.
const TRIES: usize = 5;

/// Options of `concordance backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// Folder for the backup; it must not exist, or be one that was not finished.
    to: PathBuf,
    #[command(flatten)]
    location: DataLocation,
}

/// Options of `concordance restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// Folder of the backup.
    from: PathBuf,
    #[command(flatten)]
    location: DataLocation,
}

/// What a backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// Version of the program.
    program: String,
    /// When the rows were taken.
    taken: jiff::Timestamp,
    /// SHA-256 of the file with the rows; none where `pg_dump` has them.
    rows: Option<String>,
    /// SHA-256 of what `pg_dump` wrote, where it has the rows.
    dump: Option<String>,
    /// Files that the rows name, with their SHA-256.
    files: Vec<(String, String)>,
}

/// Writes a backup.
pub async fn backup(options: &Backup) -> anyhow::Result<ExitCode> {
    let Backup { to, location } = options;
    ensure!(
        !to.join(MANIFEST).exists(),
        "{} holds a backup already: name a new folder, every backup is one of its own",
        to.display()
    );
    ensure!(
        location.database.is_some() || location.data.join(ROWS).exists(),
        "there is no registry in {}: name its folder with --data",
        location.data.display()
    );
    fs::DirBuilder::new().recursive(true).mode(0o700).create(to)?;
    let dump = to.join(DUMP);
    let elsewhere = location.database.as_deref().is_some_and(|url| url.starts_with("postgres"));
    ensure!(
        !elsewhere || dump.exists(),
        "the rows are in PostgreSQL. Save them first, so that no file is missing that they name, and then run this \
         again: pg_dump --format=custom --file={} --dbname=ADDRESS",
        dump.display()
    );
    ensure!(
        registry::backups::is_current(&location.database_url()).await?,
        "the database is of an earlier version of the program, and saving it must not change it: stop the server and \
         copy its data folder (with PostgreSQL: pg_dump and the folder of files), then start this version"
    );
    let registry = super::open(location).await?;
    let mut copy = Copy { from: location.files(), to: to.join(FILES), copied: BTreeSet::new() };
    fs::create_dir_all(&copy.to)?;
    // Most files are copied before the moment of the rows: little is left to do after it.
    let mut progress = Progress::start("copying files");
    copy.all(&mut progress)?;
    let rows = to.join(ROWS);
    let (taken, in_rows, named) = moment(&registry, &rows, &mut copy, &mut progress).await?;
    // What `pg_dump` saved before may name a file that is named no more.
    if in_rows {
        copy.forget_others(&named)?;
    }
    progress.end();
    copy_key(&location.secret_key_file(), &to.join(KEY))?;
    let manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        taken,
        rows: in_rows.then(|| sha256_of(&rows)).transpose()?,
        dump: elsewhere.then(|| sha256_of(&dump)).transpose()?,
        files: named.iter().map(|f| (f.key.clone(), f.sha256.clone())).collect(),
    };
    let written = to.join(MANIFEST);
    fs::write(&written, serde_json::to_vec_pretty(&manifest)?)?;
    File::open(&written)?.sync_all()?;
    File::open(to)?.sync_all()?;
    println!("{} files and the rows of {taken} are in {}", named.len(), to.display());
    Ok(ExitCode::SUCCESS)
}

/// The rows of one moment, when all files that they name are copied.
async fn moment(
    registry: &Registry,
    rows: &Path,
    copy: &mut Copy,
    progress: &mut Progress,
) -> anyhow::Result<(jiff::Timestamp, bool, Vec<StoredFile>)> {
    for nth in 1..=TRIES {
        match fs::remove_file(rows) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let taken = registry.now();
        let (in_rows, named) = match registry.rows_into(rows).await? {
            Some(named) => (true, named),
            None => (false, registry.stored_files().await?),
        };
        if in_rows {
            File::open(rows)?.sync_all()?;
        }
        let missing = copy.named(&named, progress)?;
        if missing.is_empty() {
            return Ok((taken, in_rows, named));
        }
        if nth == TRIES {
            bail!(
                "rows name files that are not there: {}; the backup in {} is not whole",
                missing.join(", "),
                copy.to.display()
            );
        }
    }
    unreachable!("the last try returns")
}

/// Files on their way.
struct Copy {
    from: PathBuf,
    to: PathBuf,
    copied: BTreeSet<String>,
}

impl Copy {
    /// All files that are there now.
    fn all(&mut self, progress: &mut Progress) -> anyhow::Result<()> {
        let entries = match fs::read_dir(&self.from) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(error).with_context(|| format!("{} cannot be read", self.from.display()));
            }
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            // What is being written has another name until it is whole.
            if let Some(key) = name.to_str().filter(|key| is_key(key)) {
                self.one(key, progress)?;
            }
        }
        Ok(())
    }

    /// The files that rows name, each with the bytes it should have; those that are missing.
    fn named(&mut self, named: &[StoredFile], progress: &mut Progress) -> anyhow::Result<Vec<String>> {
        let mut missing = Vec::new();
        for file in named {
            if !self.copied.contains(&file.key) && !self.one(&file.key, progress)? {
                missing.push(file.key.clone());
                continue;
            }
            let found = sha256_of(&self.to.join(&file.key))?;
            ensure!(
                found == file.sha256,
                "the file {} is damaged: its bytes are not those that were stored",
                self.from.join(&file.key).display()
            );
        }
        Ok(missing)
    }

    /// One file; whether it was there.
    fn one(&mut self, key: &str, progress: &mut Progress) -> anyhow::Result<bool> {
        ensure!(is_key(key), "“{key}” is not the name of a file");
        match fs::copy(self.from.join(key), self.to.join(key)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error).with_context(|| format!("the file {key} cannot be copied")),
        }
        File::open(self.to.join(key))?.sync_all()?;
        self.copied.insert(key.to_owned());
        progress.further(1);
        Ok(true)
    }

    /// Takes away what the rows do not name.
    fn forget_others(&self, named: &[StoredFile]) -> anyhow::Result<()> {
        let named: BTreeSet<&str> = named.iter().map(|f| f.key.as_str()).collect();
        for key in self.copied.iter().filter(|key| !named.contains(key.as_str())) {
            fs::remove_file(self.to.join(key))?;
        }
        Ok(())
    }
}

/// Copies the key of mailed links, where there is one in a file.
fn copy_key(from: &Path, to: &Path) -> anyhow::Result<()> {
    if let (Ok(one), Ok(other)) = (fs::read(from), fs::read(to)) {
        ensure!(
            one == other,
            "{} holds another key than {}: nothing was written over",
            to.display(),
            from.display()
        );
        return Ok(());
    }
    match fs::copy(from, to) {
        Ok(_) => Ok(File::open(to)?.sync_all()?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("{} cannot be copied", from.display())),
    }
}

/// Whether a name is one under which a file is stored, and no way out of its folder.
fn is_key(name: &str) -> bool {
    let hash = name.strip_prefix("comment-").unwrap_or(name);
    hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit())
}

fn sha256_of(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
    }
    Ok(digest.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

/// Makes a data folder of a backup.
pub async fn restore(options: &Restore) -> anyhow::Result<ExitCode> {
    let Restore { from, location } = options;
    let manifest = fs::read(from.join(MANIFEST))
        .with_context(|| format!("{} is no whole backup: {MANIFEST} cannot be read in it", from.display()))?;
    let manifest: Manifest =
        serde_json::from_slice(&manifest).with_context(|| format!("{MANIFEST} cannot be understood"))?;
    ensure!(
        manifest.rows.is_some() || location.database.is_some(),
        "the rows of this backup are in PostgreSQL: restore them into a new database (pg_restore \
         --dbname=ADDRESS {}), and name it with --database",
        from.join(DUMP).display()
    );
    let folder = &location.data;
    for part in [ROWS, FILES, "index"] {
        ensure!(
            !folder.join(part).exists(),
            "{} holds a registry already: restore into a new folder (--data DIR), and look at it before it \
             takes the other's place",
            folder.display()
        );
    }
    if let Some(sha256) = &manifest.dump {
        ensure!(
            sha256_of(&from.join(DUMP))? == *sha256,
            "{} is damaged: its bytes are not those that were saved",
            from.join(DUMP).display()
        );
        ensure!(
            registry::backups::is_current(&location.database_url()).await?,
            "the database that --database names does not hold the rows yet: pg_restore --dbname=ADDRESS {}",
            from.join(DUMP).display()
        );
    }
    location.create()?;
    let unfinished = folder.join(UNFINISHED);
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished)?;
    }
    fs::create_dir_all(unfinished.join(FILES))?;
    let mut progress = Progress::start("checking and copying files");
    for (key, sha256) in &manifest.files {
        ensure!(is_key(key), "“{key}” in {MANIFEST} is not the name of a file");
        taken_over(&from.join(FILES).join(key), &unfinished.join(FILES).join(key), sha256)?;
        progress.further(1);
    }
    if let Some(sha256) = &manifest.rows {
        taken_over(&from.join(ROWS), &unfinished.join(ROWS), sha256)?;
    }
    progress.end();
    copy_key(&from.join(KEY), &location.secret_key_file())?;
    // The rows last: they say that all is there.
    fs::rename(unfinished.join(FILES), folder.join(FILES))?;
    if manifest.rows.is_some() {
        fs::rename(unfinished.join(ROWS), folder.join(ROWS))?;
    }
    fs::remove_dir(&unfinished)?;
    File::open(folder)?.sync_all()?;
    let registry = super::open(location).await?;
    let there: BTreeSet<&str> = manifest.files.iter().map(|(key, _)| key.as_str()).collect();
    let missing: Vec<String> = registry
        .stored_files()
        .await?
        .into_iter()
        .filter(|file| !there.contains(file.key.as_str()))
        .map(|file| file.key)
        .collect();
    registry.close().await?;
    super::reindex(location).await?;
    println!("{} files and the rows of {} are in {}", manifest.files.len(), manifest.taken, folder.display());
    if missing.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("concordance: the rows name files that the backup does not hold: {}", missing.join(", "));
    Ok(ExitCode::FAILURE)
}

/// Copies what has these bytes, and nothing else.
fn taken_over(from: &Path, to: &Path, sha256: &str) -> anyhow::Result<()> {
    fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    ensure!(
        sha256_of(to)? == sha256,
        "{} is damaged: its bytes are not those that were saved",
        from.display()
    );
    File::open(to)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_lead_nowhere_else() {
        let hash = "0123456789abcdef".repeat(4);
        assert!(is_key(&hash) && is_key(&format!("comment-{hash}")));
        assert!(!is_key("../../etc/passwd") && !is_key("") && !is_key(&format!("{hash}#1")));
    }
}
