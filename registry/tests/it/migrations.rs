//! The schema: up from empty, down to nothing, up again.

use migrations::{Migrator, MigratorTrait};
use registry::Registry;
use sea_orm::{ConnectionTrait, Database};

use crate::harness::{World, on_both};

on_both! {
    async fn up_down_up(w: World) {
        let db = Database::connect(&w.url).await.unwrap();
        Migrator::down(&db, None).await.unwrap();
        assert!(w.registry.outbox_head().await.is_err(), "the tables are gone");
        Migrator::up(&db, None).await.unwrap();
        assert_eq!(Migrator::get_pending_migrations(&db).await.unwrap().len(), 0);
        assert_eq!(w.registry.outbox_head().await.unwrap(), 0);
    }
}

on_both! {
    async fn servers_that_start_together_do_not_collide(w: World) {
        let db = Database::connect(&w.url).await.unwrap();
        Migrator::down(&db, None).await.unwrap();
        let opened = futures::future::join_all((0..4).map(|_| w.again())).await;
        assert!(opened.iter().all(|r: &Registry| r.catalogue().is_empty()));
    }
}

/// Steps before sessions were stored without their identifier.
const BEFORE_ACCOUNTS: u32 = 21;

on_both! {
    async fn older_sessions_end_and_older_demonstrations_are_known(w: World) {
        let db = Database::connect(&w.url).await.unwrap();
        for (address, known) in [("amina@tbt-kenya.example", true), ("amina@kebs.org", false)] {
            Migrator::down(&db, None).await.unwrap();
            Migrator::up(&db, Some(BEFORE_ACCOUNTS)).await.unwrap();
            for sql in [
                "INSERT INTO authority (code, name, country, zone, zone_place, profile, enquiry_point) \
                 VALUES ('KEN', 'K', 'KE', 'UTC', 'U', 'wto', '{}')".to_owned(),
                format!(
                    "INSERT INTO account (email, name, authority_code, roles, password_hash, disabled, created) \
                     VALUES ('{address}', 'A', 'KEN', 'official', 'x', FALSE, '2026-01-01T00:00:00.000000Z')"
                ),
                "INSERT INTO session (id_sha256, data, expires, account_id) \
                 VALUES ('h', '{\"id\":42}', '9999-01-01T00:00:00.000000Z', 1)".to_owned(),
            ] {
                db.execute_unprepared(&sql).await.unwrap();
            }
            Migrator::up(&db, None).await.unwrap();
            assert_eq!(w.registry.is_demonstration().await.unwrap(), known, "{address}");
            let sessions = db.query_all_raw(sea_orm::Statement::from_string(
                db.get_database_backend(),
                "SELECT id_sha256 FROM session",
            ));
            assert_eq!(sessions.await.unwrap().len(), 0);
        }
    }
}
