//! The life of a comment, from receipt to reply.

use domain::{
    comment::{CommentState, Publication},
    notification::Content,
    role::Role,
};
use registry::{Caller, Error, comments::NewComment, mails::Kept};

use crate::harness::{World, day, form, on_both};

fn comment(text: &str) -> NewComment {
    NewComment {
        author: "Ana".into(),
        organisation: "Toasters Ltd".into(),
        email: "ana@example.org".into(),
        ..NewComment::of_one("5.1", text)
    }
}

/// The token in the latest mail.
async fn token(w: &World) -> String {
    let mail = w.registry.mails_latest(1).await.unwrap().remove(0);
    let (_, rest) = mail.body.split_once("https://concordance.example/comments/verify?token=").unwrap();
    rest.lines().next().unwrap().to_owned()
}

on_both! {
    async fn received_verified_answered(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = r.comment_submit(&Caller::Public, &symbol, comment("Why 5 mm?")).await.unwrap();
        assert_eq!(receipt.number, "C-2026-000001");
        assert_eq!(receipt.state, CommentState::Unverified);
        assert_eq!(receipt.received_written_out, "21 November 2026, 04:15:07 (Nairobi, UTC+3)");
        assert_eq!(receipt.sha256, "1d72a73d30011d9ab90027270e3dcd188aa45f8daabb9ff3e38482e99f0fdd77");
        assert!(r.notification_page(&symbol).await.unwrap().unwrap().comments.is_empty());
        assert!(r.comment_list(&people.0, None).await.unwrap().is_empty());
        let due = r.mails_due(10).await.unwrap();
        assert_eq!((due.len(), due[0].to.as_str()), (1, "ana@example.org"));

        let token = token(&w).await;
        w.set("2027-03-01T00:00:00Z"); // long after the deadline: receipt counts, not verification
        assert_eq!(r.comment_to_verify(&token).await.unwrap().unwrap().number, receipt.number);
        let verified = r.comment_verify(&token).await.unwrap();
        assert_eq!((verified.state, verified.late), (CommentState::Published, false));
        assert!(r.comment_to_verify(&token).await.unwrap().is_none());
        assert!(matches!(r.comment_verify(&token).await, Err(Error::NotFound(_))));
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!((page.comments.len(), page.summary.comments), (1, 1));
        assert_eq!(page.comments[0].received, receipt.received);
        assert_eq!(page.history.last().unwrap().what, "comment-received");

        let list = r.comment_list(&people.0, Some(&symbol)).await.unwrap();
        let id = list[0].id;
        assert!(matches!(r.comment_reply(&people.0, id, " ").await, Err(Error::Invalid(_))));
        r.comment_reply(&people.0, id, "Because of IEC tests.").await.unwrap();
        assert!(matches!(r.comment_reply(&people.0, id, "Again").await, Err(Error::Refused(_))));
        let answered = r.receipt(&receipt.number, &receipt.key).await.unwrap();
        assert_eq!(answered.state, CommentState::Answered);
        assert_eq!(answered.reply.unwrap().text, "Because of IEC tests.");
        assert!(r.receipt(&receipt.number, &verified.key).await.is_ok());
        assert!(matches!(r.receipt(&receipt.number, "guess").await, Err(Error::NotFound(_))));
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert!(mail.body.contains("Because of IEC tests."));
        r.withdraw(&people.0, &symbol, day("2027-02-01"), "Given up.").await.unwrap();
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("ana@example.org", "G/TBT/N/KEN/1 was withdrawn on 1 February 2027"));
    }
}

on_both! {
    async fn the_period_closes_at_midnight_in_the_authoritys_zone(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let strict = w.published(&people, form()).await;
        let kind = w.published(&people, Content { late_comments: true, ..form() }).await;
        w.set("2027-01-20T20:59:59.999Z");
        assert!(!r.comment_submit(&Caller::Public, &strict, comment("a")).await.unwrap().late);
        assert!(!r.comment_submit(&Caller::Public, &kind, comment("a")).await.unwrap().late);
        w.set("2027-01-20T21:00:00Z");
        assert!(matches!(r.comment_submit(&Caller::Public, &strict, comment("b")).await, Err(Error::PeriodClosed)));
        assert!(r.comment_submit(&Caller::Public, &kind, comment("b")).await.unwrap().late);
        let period = r.notification_page(&kind).await.unwrap().unwrap().summary.period.unwrap();
        assert_eq!((period.open, period.accepts, period.days_left), (false, true, -1));
    }
}

on_both! {
    async fn a_confidential_comment_is_only_known_to_exist(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let new = NewComment { publication: Publication::Confidential, ..comment("Our recipe.") };
        r.comment_submit(&Caller::Public, &symbol, new).await.unwrap();
        r.comment_verify(&token(&w).await).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!((page.comments.len(), page.confidential_comments, page.summary.comments), (0, 1, 0));
        let event = page.history.last().unwrap();
        assert_eq!((event.what.as_str(), event.actor.as_str(), event.note.as_str()), ("comment-received", "", "confidential"));
        let list = r.comment_list(&people.0, None).await.unwrap();
        assert_eq!((list[0].confidential, list[0].comment.points[0].text.as_str()), (true, "Our recipe."));
        r.comment_reply(&people.0, list[0].id, "Thank you.").await.unwrap();
        let shown = format!("{:?}", r.notification_page(&symbol).await.unwrap().unwrap());
        assert!(!shown.contains("recipe") && !shown.contains("Ana") && !shown.contains("Thank you."));
    }
}

on_both! {
    async fn officials_comment_at_once_but_not_on_their_own(w: World) {
        let people = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let okello = w.person("UGA", "Okello", &[Role::Official]).await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = r.comment_submit(&okello, &symbol, comment("Uganda asks.")).await.unwrap();
        assert_eq!(receipt.state, CommentState::Published);
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let shown = &page.comments[0];
        assert_eq!((shown.author.as_str(), shown.organisation.as_str(), shown.from_authority), ("Okello", "Authority UGA", true));
        assert!(matches!(r.comment_submit(&people.0, &symbol, comment("x")).await, Err(Error::Refused(_))));
        let list = r.comment_list(&people.0, None).await.unwrap();
        assert!(matches!(r.comment(&okello, list[0].id).await, Err(Error::NotFound(_))));
        assert!(matches!(r.comment_reply(&okello, list[0].id, "x").await, Err(Error::NotFound(_))));
        assert!(matches!(r.comment_list(&okello, Some(&symbol)).await, Err(Error::OtherAuthority(_))));
        assert_eq!(r.comment(&people.1, list[0].id).await.unwrap().comment.points[0].text, "Uganda asks.");
    }
}

on_both! {
    async fn sent_twice_is_one_comment(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let one = r.comment_submit(&Caller::Public, &symbol, comment("Same.")).await.unwrap();
        let two = r.comment_submit(&Caller::Public, &symbol, comment("Same.")).await.unwrap();
        assert_eq!((&one.number, one.received), (&two.number, two.received));
        assert!(r.receipt(&one.number, &one.key).await.is_ok());
        assert!(r.receipt(&two.number, &two.key).await.is_ok());
        assert_eq!(r.mails_due(10).await.unwrap().len(), 1);
        w.set("2026-11-21T01:25:07Z");
        let later = r.comment_submit(&Caller::Public, &symbol, comment("Same.")).await.unwrap();
        assert_eq!(later.number, "C-2026-000002");
    }
}

on_both! {
    async fn a_failed_mail_waits_longer_each_time(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        r.comment_submit(&Caller::Public, &symbol, comment("x")).await.unwrap();
        let id = r.mails_due(1).await.unwrap()[0].id;
        r.mail_failed(id, "no route").await.unwrap();
        assert!(r.mails_due(1).await.unwrap().is_empty());
        w.set("2026-11-21T01:16:07Z");
        r.mail_failed(r.mails_due(1).await.unwrap()[0].id, "no route").await.unwrap();
        w.set("2026-11-21T01:17:07Z");
        assert!(r.mails_due(1).await.unwrap().is_empty());
        w.set("2026-11-21T01:18:07Z");
        assert_eq!(r.mails_due(1).await.unwrap()[0].failures, 2);
        r.mail_sent(id, Kept::Facts).await.unwrap();
        assert!(r.mails_due(1).await.unwrap().is_empty());
        assert!(r.mails_latest(1).await.unwrap()[0].sent.is_some());
    }
}
