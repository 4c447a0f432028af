//! Tries that servers on one database count together, and places that are known.

use domain::role::Role;
use registry::limits::{Known, Tried};

use crate::harness::{World, on_both};

fn tried(who: &str) -> Tried {
    Tried { kind: "comment", who: who.to_owned() }
}

on_both! {
    async fn two_servers_count_together_and_forget(world: World) {
        let other = world.again().await;
        world.set("2026-11-21T10:00:00Z");
        assert_eq!(world.registry.tries_add(&tried("192.0.2.1"), 2).await.unwrap(), 2.0);
        assert_eq!(other.tries_add(&tried("192.0.2.1"), 1).await.unwrap(), 3.0);
        let both = [tried("192.0.2.1"), tried("192.0.2.2"), Tried { kind: "draft", who: "192.0.2.1".to_owned() }];
        assert_eq!(other.tries(&both).await.unwrap(), [3.0, 0.0, 0.0]);
        // Half a window later half of them still count.
        world.set("2026-11-21T10:15:00Z");
        assert_eq!(other.tries(&both[..1]).await.unwrap(), [1.5]);
        world.set("2026-11-21T10:20:00Z");
        assert_eq!(other.tries(&both[..1]).await.unwrap(), [0.0]);
        assert!(other.tries_forget().await.unwrap() > 0);
        // With the day its salt goes: what was hashed with it can be tried out no more.
        world.set("2026-11-22T10:20:00Z");
        assert!(other.tries_forget().await.unwrap() > 0);
        assert_eq!(other.tries_forget().await.unwrap(), 0);
    }
}

on_both! {
    async fn a_place_is_known_to_the_account_that_signed_in_there(world: World) {
        world.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let amina = world.person("KEN", "Amina", &[Role::Official]).await;
        world.person("KEN", "Brian", &[Role::Official]).await;
        let account = amina.official().unwrap().account_id;
        let known = async |email: &str, browser: Option<&str>, network: &str| {
            world.registry.known_place(email, browser, network).await.unwrap()
        };
        let email = "amina@ken.example.org";
        assert_eq!(known(email, Some("secret"), "192.0.2.1").await, Known::default());
        world.registry.remember_place(account, "secret", "192.0.2.1").await.unwrap();
        assert_eq!(known(" AMINA@ken.example.org", Some("secret"), "192.0.2.1").await, Known { browser: true, network: true });
        assert_eq!(known(email, Some("guess"), "192.0.2.2").await, Known::default());
        assert_eq!(known(email, None, "192.0.2.1").await, Known { browser: false, network: true });
        assert_eq!(known("brian@ken.example.org", Some("secret"), "192.0.2.1").await, Known::default());
        // The newest are remembered.
        for n in 0..40 {
            world.set(&format!("2026-12-01T10:{n:02}:00Z"));
            world.registry.remember_place(account, &format!("secret {n}"), "192.0.2.9").await.unwrap();
        }
        assert!(!known(email, Some("secret"), "192.0.2.1").await.browser);
        assert!(known(email, Some("secret 39"), "192.0.2.9").await.browser);
        world.set("2028-02-01T10:00:00Z");
        world.registry.tries_forget().await.unwrap();
        assert_eq!(known(email, Some("secret 39"), "192.0.2.9").await, Known::default());
    }
}
