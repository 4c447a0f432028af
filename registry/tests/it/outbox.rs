//! The outbox: nothing is missed, nothing comes out of order.

use std::time::Duration;

use crate::harness::{World, form, on_both};

on_both! {
    async fn followers_see_every_entry_in_order_while_others_write(w: World) {
        let (amina, brian) = w.kenya().await;
        let mut ids = Vec::new();
        for _ in 0..16 {
            ids.push(w.submitted(&amina, form()).await);
        }
        assert_eq!(w.registry.outbox_head().await.unwrap(), 0);
        let servers = [w.registry.clone(), w.again().await, w.again().await, w.again().await];
        let writers: Vec<_> = ids.chunks(4).zip(servers).map(|(ids, registry)| {
            let (ids, brian) = (ids.to_vec(), brian.clone());
            tokio::spawn(async move {
                for id in ids {
                    registry.approve(&brian, id).await.unwrap();
                }
            })
        }).collect();
        // A follower that never looks back.
        let (mut seq, mut seen) = (0, Vec::new());
        while seen.len() < ids.len() {
            for entry in w.registry.outbox_after(seq, 3).await.unwrap() {
                assert!(entry.seq > seq);
                seq = entry.seq;
                seen.push(entry.notification);
            }
            w.registry.outbox_changed(Duration::from_millis(20)).await;
        }
        for writer in writers {
            writer.await.unwrap();
        }
        seen.sort_unstable();
        assert_eq!(seen, ids);
        assert_eq!(w.registry.outbox_head().await.unwrap(), seq);
    }
}

on_both! {
    async fn a_follower_is_woken_by_a_commit(w: World) {
        let people = w.kenya().await;
        let id = w.submitted(&people.0, form()).await;
        // What was committed before is used up here.
        w.registry.outbox_changed(Duration::from_millis(1)).await;
        let follower = w.registry.clone();
        let woken = tokio::spawn(async move {
            let long = Duration::from_secs(60);
            tokio::time::timeout(Duration::from_secs(20), follower.outbox_changed(long)).await.is_ok()
        });
        w.registry.approve(&people.1, id).await.unwrap();
        assert!(woken.await.unwrap());
    }
}
