//! Comments that nobody sent: what their files may take together, how long they
//! are kept, and that all that is due is forgotten.

use std::net::IpAddr;

use registry::{
    Caller, Error, FieldError,
    comments::{Forgotten, NewCommentFile},
    follows::Followed,
    unconfirmed::Source,
};

use crate::{
    comment_process::{by, part, token},
    harness::{World, form, on_both},
};

fn file(name: &str, size: u64) -> NewCommentFile {
    NewCommentFile {
        name: name.into(),
        media_type: "application/pdf".into(),
        size,
        sha256: name.into(),
        key: format!("comment-{name}"),
    }
}

on_both! {
    async fn files_of_unsent_comments_have_a_limit_together(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let full = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
        r.comment_file_add(&full, file("a.pdf", 1_200_000_000)).await.unwrap();
        r.comment_file_add(&full, file("b.pdf", 800_000_000)).await.unwrap();
        let other = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
        let refused = r.comment_file_add(&other, file("c.pdf", 1)).await;
        assert!(
            matches!(&refused, Err(Error::Invalid(e)) if e[0].field == "file" && e[0].message.contains("no more files")),
            "{refused:?}"
        );
        // The same bytes are stored once: many may send the same letter.
        r.comment_file_add(&other, file("a.pdf", 1_200_000_000)).await.unwrap();
        // What is sent makes no room until its author confirms it.
        let new = by("Ana", vec![part("", Default::default(), "See the file.")]);
        r.comment_submit_draft(&Caller::Public, &symbol, new, Some(&full)).await.unwrap();
        assert!(r.comment_file_add(&other, file("c.pdf", 800_000_000)).await.is_err());
        r.comment_verify(&token(&w).await).await.unwrap();
        r.comment_file_add(&other, file("c.pdf", 800_000_000)).await.unwrap();
    }
}

on_both! {
    async fn files_that_nobody_was_mailed_of_go_early(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let draft = async |name: Option<&str>| {
            let key = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
            if let Some(name) = name {
                r.comment_file_add(&key, file(name, 3)).await.unwrap();
            }
            key
        };
        let words = draft(None).await;
        let unknown = draft(Some("unknown.pdf")).await;
        let mailed = draft(Some("mailed.pdf")).await;
        r.comment_draft_mail(&mailed, "ana@example.org").await.unwrap();
        let kept = async |key: &str| r.comment_draft(key).await.unwrap().kept_until.to_string();
        assert_eq!(kept(&words).await, "2027-01-20T01:15:07Z");
        assert_eq!(kept(&unknown).await, "2026-11-23T01:15:07Z");
        assert_eq!(kept(&mailed).await, "2027-01-20T01:15:07Z");
        w.set("2026-11-23T01:15:07Z");
        assert_eq!(r.comment_drafts_forget().await.unwrap(), Forgotten::default());
        w.set("2026-11-23T01:15:08Z");
        let gone = Forgotten { drafts: 1, files: vec!["comment-unknown.pdf".into()] };
        assert_eq!(r.comment_drafts_forget().await.unwrap(), gone);
        assert!(matches!(r.comment_draft(&unknown).await, Err(Error::NotFound(_))));
        assert_eq!(r.comment_draft(&mailed).await.unwrap().files.len(), 1);
        assert!(r.comment_draft(&words).await.is_ok());
    }
}

on_both! {
    async fn all_that_is_due_is_forgotten_in_portions(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        for _ in 0..501 {
            r.comment_draft_save(None, &symbol, &[]).await.unwrap();
        }
        w.set("2027-01-21T01:15:07Z");
        let mut portions = Vec::new();
        loop {
            let forgotten = r.comment_drafts_forget().await.unwrap();
            if forgotten.drafts == 0 {
                break;
            }
            portions.push(forgotten.drafts);
        }
        assert_eq!(portions, [500, 1]);
    }
}

/// Somebody who is not signed in, at this address.
fn at(address: &str) -> Source {
    Source::from(address.parse::<IpAddr>().unwrap())
}

/// The sentence of a refusal, which must be at that field.
fn refusal<T: std::fmt::Debug>(refused: registry::Result<T>, field: &str) -> String {
    match refused {
        Err(Error::Invalid(errors)) => {
            let [FieldError { field: at, message }] = &errors[..] else { panic!("{errors:?}") };
            assert_eq!(at, field);
            message.clone()
        }
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn one_network_uses_up_its_own_part_of_what_nobody_confirmed(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        let long = vec![("text-1".to_owned(), "x".repeat(5_900_000))];
        let greedy = w.registry.heard_from(at("2001:db8:1:2::1"));
        let mut key = String::new();
        let mut kept = 0;
        let refused = loop {
            match greedy.comment_draft_save(None, &symbol, &long).await {
                Ok(made) => key = made,
                refused => break refusal(refused, "text-1"),
            }
            kept += 1;
            assert!(kept < 20, "more than 100 MB were kept");
        };
        assert_eq!(kept, 16);
        assert!(refused.contains("enquiry point") && refused.contains("sign in"), "{refused}");
        // Whatever else it is, from the same network: a file, a comment, a request.
        refusal(greedy.comment_file_add(&key, file("a.pdf", 9_000_000)).await, "file");
        let same = w.registry.heard_from(at("2001:db8:1:2:ffff::9"));
        refusal(same.comment_draft_save(None, &symbol, &long).await, "text-1");
        // What is refused leaves nothing; another network, and an official, are not concerned.
        let other = w.registry.heard_from(at("192.0.2.1"));
        assert!(other.comment_draft_save(None, &symbol, &long).await.is_ok());
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        assert!(w.registry.comment_draft_save(None, &symbol, &long).await.is_ok());
        // What is made smaller makes room at once.
        greedy.comment_draft_save(Some(&key), &symbol, &[]).await.unwrap();
        greedy.comment_file_add(&key, file("b.pdf", 5_000_000)).await.unwrap();
        greedy.comment_file_remove(&key, greedy.comment_draft(&key).await.unwrap().files[0].id).await.unwrap();
        greedy.comment_file_add(&key, file("c.pdf", 5_000_000)).await.unwrap();
    }
}

on_both! {
    async fn a_wider_network_and_a_day_have_their_bounds(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        let file_from = async |address: String, name: String| {
            let r = w.registry.heard_from(at(&address));
            let key = r.comment_draft_save(None, &symbol, &[]).await?;
            let added = r.comment_file_add(&key, file(&name, 90_000_000)).await;
            let there = r.comment_draft(&key).await?.files;
            added.map(|()| (r, key, there[0].id))
        };
        // A site with 65,536 networks has four times as much as one.
        let mut from_site = 0;
        for n in 0..10 {
            from_site += u32::from(file_from(format!("2001:db8:7:{n}::1"), format!("s{n}")).await.is_ok());
        }
        assert_eq!(from_site, 4);
        // Bringing and taking away again is bounded by the day.
        let mut rounds = 0;
        while let Ok((r, key, id)) = file_from("198.51.100.7".to_owned(), format!("d{rounds}")).await {
            r.comment_file_remove(&key, id).await.unwrap();
            rounds += 1;
            assert!(rounds < 10);
        }
        assert_eq!(rounds, 3);
        w.set("2026-11-22T01:15:07Z");
        assert!(file_from("198.51.100.7".to_owned(), "next day".to_owned()).await.is_ok());
    }
}

on_both! {
    async fn what_nobody_confirms_is_forgotten_when_it_was_said_and_what_is_confirmed_stays(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        let r = w.registry.heard_from(at("192.0.2.9"));
        let sent = async |name: &str| {
            let key = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
            r.comment_file_add(&key, file(&format!("{name}.pdf"), 40_000_000)).await.unwrap();
            let new = by(name, vec![part("", Default::default(), "See the file.")]);
            r.comment_submit_draft(&Caller::Public, &symbol, new, Some(&key)).await.unwrap()
        };
        let confirmed = sent("Ana").await;
        assert_eq!(confirmed.expires.unwrap().to_string(), "2026-12-21T01:15:07Z");
        let mail = w.registry.mails_latest(1).await.unwrap().remove(0);
        assert!(mail.body.contains("by 21 December 2026"), "{}", mail.body);
        assert!(r.comment_verify(&token(&w).await).await.unwrap().expires.is_none());
        // Two more fit, because the confirmed one counts no longer.
        let waiting = sent("Ben").await;
        let withdrawn = sent("Cleo").await;
        r.comment_withdraw(&withdrawn.number, &withdrawn.key).await.unwrap();
        let key = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
        refusal(r.comment_file_add(&key, file("more.pdf", 40_000_000)).await, "file");

        w.set("2026-12-21T01:15:07Z");
        assert_eq!(r.comments_forget().await.unwrap(), Forgotten::default());
        assert!(r.receipt(&waiting.number, &waiting.key).await.is_ok());
        w.set("2026-12-21T01:15:08Z");
        let mut gone = r.comments_forget().await.unwrap();
        gone.files.sort();
        assert_eq!((gone.drafts, &gone.files[..]), (2, &["comment-Ben.pdf".to_owned(), "comment-Cleo.pdf".to_owned()][..]));
        assert_eq!(r.comments_forget().await.unwrap(), Forgotten::default());
        assert!(matches!(r.receipt(&waiting.number, &waiting.key).await, Err(Error::NotFound(_))));
        assert_eq!(r.receipt(&confirmed.number, &confirmed.key).await.unwrap().files.len(), 1);
        // There is room again.
        let key = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
        r.comment_file_add(&key, file("more.pdf", 90_000_000)).await.unwrap();
    }
}

on_both! {
    async fn requests_to_follow_count_until_they_are_confirmed_or_ended(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        let small = registry::Settings {
            unconfirmed: registry::unconfirmed::Budget { of_network: 5_000, of_day: 1_000_000, of_all: 1_000_000 },
            ..w.registry.settings().clone()
        };
        let r = w.registry.with_settings(small).heard_from(at("192.0.2.9"));
        let ask = async |email: &str| r.follow(&Caller::Public, email, &Followed::Measure(symbol.clone())).await;
        ask("a@example.org").await.unwrap();
        ask("b@example.org").await.unwrap();
        let refused = refusal(ask("c@example.org").await, "email");
        assert!(refused.contains("Confirm what you sent"), "{refused}");
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        let secret = mail.body.split("key=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        r.follow_confirm(&secret).await.unwrap();
        ask("c@example.org").await.unwrap();
        refusal(ask("d@example.org").await, "email");
    }
}
