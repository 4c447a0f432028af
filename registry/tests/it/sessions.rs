//! Sessions of the browser.

use crate::harness::{World, on_both};

on_both! {
    async fn a_session_lives_until_it_expires(w: World) {
        let r = &w.registry;
        let expires = "2026-11-21T02:00:00Z".parse().unwrap();
        r.session_save("secret", "one", expires, None).await.unwrap();
        r.session_save("secret", "two", expires, None).await.unwrap();
        r.session_save("other", "x", "2026-11-22T00:00:00Z".parse().unwrap(), None).await.unwrap();
        assert_eq!(r.session_load("secret").await.unwrap().as_deref(), Some("two"));
        w.set("2026-11-21T01:59:59.999Z");
        assert!(r.session_load("secret").await.unwrap().is_some());
        w.set("2026-11-21T02:00:00Z");
        assert_eq!(r.session_load("secret").await.unwrap(), None);
        assert_eq!(r.sessions_expire().await.unwrap(), 1);
        assert_eq!(r.session_load("other").await.unwrap().as_deref(), Some("x"));
        r.session_delete("other").await.unwrap();
        assert_eq!(r.session_load("other").await.unwrap(), None);
    }
}
