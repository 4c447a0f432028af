//! Comments that nobody sent: what their files may take together, how long they
//! are kept, and that all that is due is forgotten.

use registry::{
    Caller, Error,
    comments::{Forgotten, NewCommentFile},
};

use crate::{
    comment_process::{by, part},
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
        // What is sent makes room.
        let new = by("Ana", vec![part("", Default::default(), "See the file.")]);
        r.comment_submit_draft(&Caller::Public, &symbol, new, Some(&full)).await.unwrap();
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
