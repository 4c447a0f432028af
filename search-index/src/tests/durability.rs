//! Commits, crashes, locks, other versions.

use super::*;
use crate::Error;

#[test]
fn what_is_applied_is_seen_at_once_and_replaces() {
    let index = index(&[titled(1, "toys"), titled(2, "ships")]);
    assert_eq!((index.applied(), index.len(), index.is_healthy()), (1, 2, true));
    index.apply(7, &[titled(1, "vehicles")], &[2]).unwrap();
    assert_eq!((index.applied(), index.len()), (7, 1));
    assert_eq!(found(&index, "vehicles"), [1]);
    assert_eq!(found(&index, "toys"), [] as [i64; 0]);
}

#[test]
fn the_last_of_two_changes_in_one_batch_stands() {
    let index = index(&[titled(1, "toys"), titled(1, "ships")]);
    assert_eq!(index.len(), 1);
    assert_eq!(found(&index, "ships"), [1]);
}

#[test]
fn after_a_crash_the_last_commit_stands_and_a_repeat_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let documents: Vec<Document> = (1..=50).map(|id| titled(id, "toys")).collect();
    {
        let index = Index::open(folder.path()).unwrap();
        assert_eq!((index.applied(), index.is_empty()), (0, true));
        index.apply(5, &documents[..20], &[]).unwrap();
        index.inner.store.write_without_commit(&documents);
    }
    let index = Index::open(folder.path()).unwrap();
    assert_eq!((index.applied(), index.len()), (5, 20));
    for seq in [6, 6] {
        index.apply(seq, &documents, &[]).unwrap();
        assert_eq!((index.applied(), index.len()), (6, 50));
    }
}

#[test]
fn clearing_is_committed_with_what_follows() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    index.apply(5, &[titled(1, "toys"), titled(2, "toys")], &[]).unwrap();
    index.clear().unwrap();
    assert_eq!(index.len(), 2);
    drop(index);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.len(), 2, "a crash before the commit loses nothing");
    index.clear().unwrap();
    index.apply(9, &[titled(3, "ships")], &[]).unwrap();
    assert_eq!((index.len(), found(&index, "")), (1, vec![3]));
    drop(index);
    assert_eq!(Index::open(folder.path()).unwrap().len(), 1);
}

#[test]
fn one_process_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    assert!(matches!(Index::open(folder.path()), Err(Error::Locked)));
    assert!(matches!(Index::recreate(folder.path()), Err(Error::Locked)));
    drop(index);
    Index::open(folder.path()).unwrap();
}

#[test]
fn another_version_is_refused_and_can_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap();
    index.apply(5, &[titled(1, "toys")], &[]).unwrap();
    index.inner.store.commit_payload(r#"{"seq":5,"layout":"0"}"#);
    drop(index);
    assert!(matches!(Index::open(folder.path()), Err(Error::OtherVersion)));
    let index = Index::recreate(folder.path()).unwrap();
    assert_eq!((index.applied(), index.len()), (0, 0));
}

#[test]
fn a_damaged_folder_can_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    drop(Index::open(folder.path()).unwrap());
    std::fs::write(folder.path().join("meta.json"), "{").unwrap();
    assert!(Index::open(folder.path()).is_err());
    assert!(Index::recreate(folder.path()).unwrap().is_empty());
}
