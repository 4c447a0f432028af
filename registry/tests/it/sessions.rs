//! Sessions of the browser.

use domain::role::Role;
use registry::Caller;

use crate::harness::{World, on_both, stored_values};

fn id_of(caller: &Caller) -> Option<i64> {
    Some(caller.official().unwrap().account_id)
}

on_both! {
    async fn a_session_ends_without_use_and_in_the_end(w: World) {
        let r = &w.registry;
        let data = async |id: &str| r.session_load(id).await.unwrap().map(|s| s.data);
        w.set("2026-11-21T08:00:00Z");
        r.session_save("secret", "one", None).await.unwrap();
        r.session_save("secret", "two", None).await.unwrap();
        r.session_save("busy", "x", None).await.unwrap();
        assert_eq!(data("secret").await.as_deref(), Some("two"));
        w.set("2026-11-21T08:59:59.999Z");
        assert!(data("secret").await.is_some());
        r.session_used("busy").await.unwrap();
        w.set("2026-11-21T09:00:00Z");
        assert_eq!(data("secret").await, None);
        // What has ended does not begin again.
        r.session_used("secret").await.unwrap();
        assert_eq!(data("secret").await, None);
        assert_eq!(r.sessions_expire().await.unwrap(), 1);
        // However busy: twelve hours. Saving it does not make it longer.
        for (n, at) in (590..1_200).step_by(50).map(|m| (m, format!("{:02}:{:02}", m / 60, m % 60))) {
            w.set(&format!("2026-11-21T{at}:00Z"));
            assert_eq!(data("busy").await.as_deref(), Some("x"), "{at}");
            r.session_used("busy").await.unwrap();
            if n == 940 {
                r.session_save("busy", "x", None).await.unwrap();
            }
        }
        w.set("2026-11-21T19:59:59Z");
        r.session_used("busy").await.unwrap();
        assert!(data("busy").await.is_some());
        w.set("2026-11-21T20:00:00Z");
        assert_eq!(data("busy").await, None);
        r.session_save("other", "x", None).await.unwrap();
        r.session_delete("other").await.unwrap();
        assert_eq!(data("other").await, None);
    }
}

on_both! {
    async fn that_a_session_is_used_is_written_every_few_minutes(w: World) {
        let r = &w.registry;
        w.set("2026-11-21T08:00:00Z");
        r.session_save("secret", "x", None).await.unwrap();
        let before = stored_values(&w.url).await;
        let due = async || r.session_load("secret").await.unwrap().unwrap().use_unknown;
        assert!(!due().await);
        w.set("2026-11-21T08:04:59Z");
        assert!(!due().await);
        w.set("2026-11-21T08:05:00Z");
        assert!(due().await);
        assert_eq!(stored_values(&w.url).await, before, "a request alone writes nothing");
        r.session_used("secret").await.unwrap();
        assert!(!due().await);
    }
}

on_both! {
    async fn what_is_stored_opens_no_session(w: World) {
        let (r, secret) = (&w.registry, "Zm9ydHktdHdvLWJ5dGVzLW9m");
        let (amina, _) = w.kenya().await;
        r.session_save(secret, r#"{"account":1}"#, id_of(&amina)).await.unwrap();
        r.session_used(secret).await.unwrap();
        let all = stored_values(&w.url).await;
        assert!(all.iter().any(|v| v.contains(r#"{"account":1}"#)), "every table is looked at");
        assert!(all.iter().all(|v| !v.contains(secret)), "{all:?}");
    }
}

on_both! {
    async fn people_see_and_end_their_own_sessions(w: World) {
        let (amina, brian) = w.kenya().await;
        let r = &w.registry;
        for (at, id) in [("08:00", "desk"), ("08:10", "phone"), ("08:20", "library")] {
            w.set(&format!("2026-11-21T{at}:00Z"));
            r.session_save(id, id, id_of(&amina)).await.unwrap();
        }
        r.session_save("his", "his", id_of(&brian)).await.unwrap();
        w.set("2026-11-21T08:30:00Z");
        r.session_used("desk").await.unwrap();
        let own = r.sessions_own(&amina, "phone").await.unwrap();
        let seen: Vec<_> = own.iter().map(|s| (s.data.as_str(), s.this_one)).collect();
        assert_eq!(seen, [("desk", false), ("library", false), ("phone", true)]);
        assert_eq!(own[0].begun.to_string(), "2026-11-21T08:00:00Z");
        assert_eq!(own[0].used.to_string(), "2026-11-21T08:30:00Z");
        // Nobody ends another person's.
        let his = r.sessions_own(&brian, "his").await.unwrap().remove(0);
        assert!(!r.session_end_own(&amina, &his.name).await.unwrap());
        assert!(r.session_load("his").await.unwrap().is_some());
        assert!(r.session_end_own(&amina, &own[1].name).await.unwrap());
        assert_eq!(r.session_load("library").await.unwrap(), None);
        assert_eq!(r.sessions_end_others(&amina, "phone").await.unwrap(), 1);
        assert_eq!(r.session_load("desk").await.unwrap(), None);
        assert!(r.session_load("phone").await.unwrap().is_some());
        assert!(r.session_load("his").await.unwrap().is_some());
        // What has ended is not listed.
        w.set("2026-11-21T10:00:00Z");
        assert_eq!(r.sessions_own(&amina, "phone").await.unwrap(), []);
        assert!(r.sessions_own(&Caller::Public, "phone").await.is_err());
        let guest = w.person("KEN", "Carol", &[Role::Coordinator]).await;
        assert_eq!(r.sessions_own(&guest, "x").await.unwrap(), []);
    }
}
