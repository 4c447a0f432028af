//! A database that does not do what is asked at once: nobody waits for ever, and what
//! could not be done is said.

use std::time::{Duration, Instant};

use registry::{Error, Unavailable};
use sea_orm::{ConnectionTrait, Database, DbBackend, TransactionTrait};

use crate::harness::{World, on_both};

/// The number of the lock under which the program writes on PostgreSQL.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(18946020994929220)";

on_both! {
    async fn who_waits_for_others_that_write_waits_a_little(w: World) {
        let other = Database::connect(&w.url).await.unwrap();
        let holder = other.begin().await.unwrap();
        let lock = match holder.get_database_backend() {
            DbBackend::Postgres => WRITER_LOCK,
            // Whoever has written holds SQLite's lock.
            _ => "INSERT INTO counter (name, last) VALUES ('holder', 1)",
        };
        holder.execute_unprepared(lock).await.unwrap();
        let hurried = w.registry.hurried();
        let write = || hurried.session_save("secret", "{}", None);
        let began = Instant::now();
        let refused = write().await.unwrap_err();
        assert!(matches!(refused, Error::Unavailable(Unavailable::Busy, _)), "{refused:?}");
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        // Those who wait together wait no longer.
        let began = Instant::now();
        let all = futures::future::join_all((0..20).map(|_| write())).await;
        assert!(all.iter().all(Result::is_err));
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        // Reading goes on, and others who write are no reason to take a server away.
        assert!(hurried.session_load("secret").await.unwrap().is_none());
        let ready = hurried.readiness().await;
        assert_eq!((ready.reads.is_ok(), ready.writes), (true, Err(Unavailable::Busy)));
        holder.rollback().await.unwrap();
        write().await.unwrap();
        assert!(hurried.session_load("secret").await.unwrap().is_some());
        assert_eq!(hurried.readiness().await.writes, Ok(()));
    }
}
