//! The schema: up from empty, down to nothing, up again.

use migrations::{Migrator, MigratorTrait};
use registry::Registry;
use sea_orm::Database;

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
