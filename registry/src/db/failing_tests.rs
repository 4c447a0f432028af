//! What a failing disk leaves behind in a connection, without a failing disk.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, TransactionTrait, sqlx::Connection as _};

use super::{Db, number};
use crate::{Error, Registry, Settings, Unavailable};

async fn registry(folder: &std::path::Path) -> Registry {
    let url = format!("sqlite://{}/registry.sqlite?mode=rwc", folder.display());
    let now: jiff::Timestamp = "2026-11-21T01:15:07Z".parse().unwrap();
    Registry::open(&url, Settings::default(), Arc::new(move || now)).await.unwrap()
}

/// Every connection of the pool is left with a transaction that nobody ends.
async fn poison(db: &Db) {
    let connection = db.connection();
    let pool = connection.get_sqlite_connection_pool();
    let mut all = Vec::new();
    for _ in 0..16 {
        let mut one = pool.acquire().await.unwrap();
        std::mem::forget(one.begin().await.unwrap());
        all.push(one);
    }
    drop(all);
    // They go back to the pool by themselves.
    while pool.num_idle() < 16 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_with_an_open_transaction_is_not_written_with() {
    let folder = tempfile::tempdir().unwrap();
    let registry = registry(folder.path()).await;
    poison(&registry.db).await;
    let tx = registry.write().await.unwrap();
    tx.execute_unprepared("INSERT INTO counter (name, last) VALUES ('kept', 7)").await.unwrap();
    registry.commit(tx).await.unwrap();
    let other = self::registry(folder.path()).await;
    let kept = number(&other.db, "SELECT last FROM counter WHERE name = 'kept'", []).await.unwrap();
    assert_eq!(kept, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_the_database_took_back_is_not_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let registry = registry(folder.path()).await;
    let tx = registry.write().await.unwrap();
    tx.execute_unprepared("INSERT INTO counter (name, last) VALUES ('kept', 7)").await.unwrap();
    // As SQLite does by itself when the disk is full.
    tx.execute_unprepared("ROLLBACK").await.unwrap();
    assert!(registry.commit(tx).await.is_err());
    let kept = "SELECT COUNT(*) FROM counter WHERE name = 'kept'";
    assert_eq!(number(&registry.db, kept, []).await.unwrap(), 0);
    // And the next one is not hindered by it.
    let tx = registry.write().await.unwrap();
    tx.execute_unprepared("INSERT INTO counter (name, last) VALUES ('kept', 7)").await.unwrap();
    registry.commit(tx).await.unwrap();
    assert_eq!(number(&registry.db, kept, []).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_doubt_is_closed_before_it_is_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let registry = registry(folder.path()).await;
    let temporary = "CREATE TEMP TABLE mark (x INTEGER)";
    registry.db.connection().execute_unprepared(temporary).await.unwrap();
    // A connection that has the mark is one that was open before.
    let marked = async || {
        let mut found = 0;
        let mut all = Vec::new();
        for _ in 0..16 {
            let tx = registry.db.connection().begin().await.unwrap();
            let here = "SELECT COUNT(*) FROM sqlite_temp_master WHERE name = 'mark'";
            found += number(&tx, here, []).await.unwrap();
            all.push(tx);
        }
        found
    };
    assert_eq!(marked().await, 1);
    registry.db.doubt();
    assert_eq!(marked().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_room_nothing_is_written_but_what_makes_room() {
    let folder = tempfile::tempdir().unwrap();
    let before = registry(folder.path()).await;
    let tx = before.write().await.unwrap();
    before.commit(tx).await.unwrap();
    before.close().await.unwrap();
    let url = format!("sqlite://{}/registry.sqlite?mode=rwc", folder.path().display());
    let settings = Settings { reserve: u64::MAX, ..Settings::default() };
    let clock = Arc::new(|| "2026-11-21T01:15:07Z".parse().unwrap());
    // A server starts on a full disk, too.
    let full = Registry::open(&url, settings, clock).await.unwrap();
    assert!(matches!(full.write().await, Err(Error::Unavailable(Unavailable::Full, _))));
    assert_eq!(full.sessions_expire().await.unwrap(), 0);
    assert_eq!(full.readiness().await.writes, Err(Unavailable::Full));
}
