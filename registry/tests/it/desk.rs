//! The desk: what needs doing is never cut off, what is finished is.

use domain::role::Role;
use registry::{
    comments::NewComment,
    desk::{DESK_FINISHED, DeskTask},
};

use crate::harness::{World, day, form, on_both};

on_both! {
    async fn finished_ones_are_limited_but_not_what_waits(w: World) {
        let people = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let uma = w.person("UGA", "Uma", &[Role::Official]).await;
        let (r, amina) = (&w.registry, &people.0);
        let running = w.published(&people, form()).await;
        let waits = w.published(&people, form()).await;
        r.comment_submit(&uma, &waits, NewComment::of_one("", "Please explain.")).await.unwrap();
        r.withdraw(amina, &waits, day("2026-11-21"), "").await.unwrap();
        let mut ended = Vec::new();
        for _ in 0..=DESK_FINISHED {
            let symbol = w.published(&people, form()).await;
            r.withdraw(amina, &symbol, day("2026-11-21"), "").await.unwrap();
            ended.push(symbol);
        }
        let desk = r.desk(amina).await.unwrap();
        let shown = |symbol: &String| desk.iter().any(|i| i.summary.symbols.contains(symbol));
        assert_eq!(desk.len() as u64, DESK_FINISHED + 2);
        assert_eq!(desk[0].tasks, [DeskTask::Reply(1)], "an old one whose comment waits");
        assert!(shown(&running) && shown(&waits));
        assert!(!shown(&ended[0]) && ended[1..].iter().all(shown), "those that changed last");
    }
}
