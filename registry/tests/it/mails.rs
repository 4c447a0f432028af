//! Mails on their way: taken by one server at a time, given up when refused,
//! forgotten when they are done with.

use registry::{Caller, mails::Kept};

use crate::{
    comment_process::{by, part},
    harness::{World, form, on_both},
};

/// So many mails that wait.
async fn waiting(w: &World, count: usize) {
    let people = w.kenya().await;
    let symbol = w.published(&people, form()).await;
    for n in 0..count {
        let new = by(&format!("Ana{n}"), vec![part("1", Default::default(), "Why?")]);
        w.registry.comment_submit(&Caller::Public, &symbol, new).await.unwrap();
    }
}

on_both! {
    async fn two_servers_do_not_send_the_same_mail(w: World) {
        waiting(&w, 5).await;
        let (one, other) = (&w.registry, &w.again().await);
        let (mine, its) = tokio::join!(one.mails_take(3), other.mails_take(3));
        let mut taken: Vec<i64> = mine.unwrap().iter().chain(&its.unwrap()).map(|m| m.id).collect();
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), 5);
        assert!(one.mails_take(10).await.unwrap().is_empty());
        one.mail_sent(taken[0], Kept::Facts).await.unwrap();
        // What was not tried is due at once; what was sent is not due again.
        other.mails_give_back(&taken[..2]).await.unwrap();
        let again: Vec<i64> = other.mails_take(10).await.unwrap().iter().map(|m| m.id).collect();
        assert_eq!(again, taken[1..2]);
        // Whoever took the others crashed.
        w.set("2026-11-21T01:30:06Z");
        assert!(other.mails_take(10).await.unwrap().is_empty());
        w.set("2026-11-21T01:30:07Z");
        assert_eq!(other.mails_take(10).await.unwrap().len(), 4);
    }
}

on_both! {
    async fn a_mail_that_is_refused_is_given_up(w: World) {
        waiting(&w, 1).await;
        let r = &w.registry;
        let id = r.mails_take(1).await.unwrap()[0].id;
        r.mail_refused(id, "550 nobody of that name", Kept::Facts).await.unwrap();
        w.set("2027-11-21T01:15:07Z");
        assert!(r.mails_take(1).await.unwrap().is_empty());
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert_eq!((mail.failures, mail.sent, mail.body.as_str()), (1, None, ""));
        assert_eq!(r.mails_forget(Kept::Facts).await.unwrap(), 1);
    }
}

on_both! {
    async fn the_words_of_a_mail_go_with_it(w: World) {
        waiting(&w, 3).await;
        let r = &w.registry;
        let ids: Vec<i64> = r.mails_take(3).await.unwrap().iter().map(|m| m.id).collect();
        r.mail_sent(ids[0], Kept::Facts).await.unwrap();
        r.mail_sent(ids[1], Kept::Words).await.unwrap();
        let words = async || {
            let mut mails = r.mails_latest(3).await.unwrap();
            mails.sort_by_key(|m| m.id);
            mails.iter().map(|m| m.body.contains("verify?token=")).collect::<Vec<_>>()
        };
        assert_eq!(words().await, [false, true, true]);
        // What an earlier version left goes too; what waits to be sent does not.
        assert_eq!(r.mails_forget(Kept::Words).await.unwrap(), 0);
        assert_eq!(words().await, [false, true, true]);
        assert_eq!(r.mails_forget(Kept::Facts).await.unwrap(), 0);
        assert_eq!(words().await, [false, false, true]);
        w.set("2026-12-21T01:15:08Z");
        assert_eq!(r.mails_forget(Kept::Words).await.unwrap(), 0);
        assert_eq!(r.mails_forget(Kept::Facts).await.unwrap(), 2);
        assert_eq!(words().await, [true]);
    }
}
