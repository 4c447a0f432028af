//! Room on the disk that the data is on.

use std::path::Path;

/// Bytes that may still be written to the file system of this path.
pub fn free_space(path: &Path) -> std::io::Result<u64> {
    let found = rustix::fs::statvfs(path)?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

/// The folder of a database of SQLite, by its address; `None` for one that has no file.
pub(super) fn folder_of(url: &str) -> Option<std::path::PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    if path.is_empty() || path == ":memory:" {
        return None;
    }
    // As the driver reads it.
    let path = percent_decoded(path);
    let folder = Path::new(&path).parent().unwrap_or(Path::new("."));
    Some(if folder.as_os_str().is_empty() { ".".into() } else { folder.to_owned() })
}

fn percent_decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_database_is_found() {
        let folder = |url: &str| folder_of(url).map(|f| f.display().to_string());
        assert_eq!(folder("sqlite:///var/lib/x/registry.sqlite?mode=rwc").as_deref(), Some("/var/lib/x"));
        assert_eq!(folder("sqlite://data/registry.sqlite?mode=rwc").as_deref(), Some("data"));
        assert_eq!(folder("sqlite://registry.sqlite").as_deref(), Some("."));
        assert_eq!(folder("sqlite:///my%20data/r.sqlite").as_deref(), Some("/my data"));
        assert_eq!(folder("sqlite::memory:"), None);
        assert_eq!(folder("postgres://host/name"), None);
    }

    #[test]
    fn a_disk_has_room() {
        assert!(free_space(Path::new(".")).unwrap() > 0);
        assert!(free_space(Path::new("/no/such/folder")).is_err());
    }
}
