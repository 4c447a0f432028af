//! Mails to addresses that nobody confirmed: nothing that was typed goes into them,
//! one mailbox gets few, and whoever asked is told the truth. Spellings of an address
//! are one address.

use domain::comment::{CommentState, Stance};
use registry::{
    Caller, Error, Mailed, Registry,
    comments::{NewComment, Report, Verification},
    follows::Followed,
    mails::{Kept, Mail},
};

use crate::{
    comment_process::{by, id_of, part, token, verified},
    harness::{World, form, on_both},
};

/// What a stranger would like others to read.
const WORDS: &str = "Your parcel waits: https://evil.example/";

async fn mails(r: &Registry) -> Vec<Mail> {
    r.mails_latest(100).await.unwrap()
}

fn from(email: &str, text: &str) -> NewComment {
    NewComment { email: email.into(), ..by("Ana", vec![part("1", Stance::Neutral, text)]) }
}

on_both! {
    async fn no_mail_carries_the_words_of_a_stranger(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let public = verified(&w, &symbol, by("Rui", vec![part("1", Stance::Neutral, "Why?")])).await;
        let before = mails(r).await.len();
        let new = NewComment {
            author: WORDS.into(),
            organisation: WORDS.into(),
            on_behalf: WORDS.into(),
            email: "victim@example.org".into(),
            withheld_why: WORDS.into(),
            ..by("Ana", vec![part(WORDS, Stance::Oppose, WORDS)])
        };
        r.comment_submit(&Caller::Public, &symbol, new).await.unwrap();
        let key = r.comment_draft_save(None, &symbol, &[("text-1".into(), WORDS.into()), ("author".into(), WORDS.into())]).await.unwrap();
        r.comment_draft_mail(&key, "victim@example.org").await.unwrap();
        r.follow(&Caller::Public, "victim@example.org", &Followed::Measure(symbol.clone())).await.unwrap();
        let report = Report { name: WORDS.into(), email: "victim@example.org".into(), reason: WORDS.into() };
        r.attribution_report(&public.number, report).await.unwrap();
        let id = id_of(&w, &people.0, &public.number).await;
        let (_, reports) = r.comment_file_of(&people.0, id).await.unwrap();
        r.attribution_decide(&people.0, reports[0].id, false, "The name is right.").await.unwrap();
        let all = mails(r).await;
        // Four to the victim, one to each official.
        assert_eq!(all.len() - before, 6);
        for mail in &all {
            assert!(!format!("{mail:?}").contains("parcel") && !format!("{mail:?}").contains("evil"), "{mail:?}");
        }
    }
}

on_both! {
    async fn one_mailbox_gets_few_mails_of_all_kinds_and_no_comment_is_lost(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        // Two servers on one database count together.
        let (one, other) = (w.limited().await, w.limited().await);
        let to = |mails: &[Mail]| mails.iter().filter(|m| m.to.contains("victim")).count();
        let measure = Followed::Measure(symbol.clone());
        one.comment_submit(&Caller::Public, &symbol, from("victim@example.org", "One.")).await.unwrap();
        let followed = other.follow(&Caller::Public, "Victim+news@EXAMPLE.org", &measure).await.unwrap();
        assert_eq!(followed, Mailed::OnItsWay);
        let key = one.comment_draft_save(None, &symbol, &[("text-1".into(), "Begun".into())]).await.unwrap();
        assert_eq!(other.comment_draft_mail(&key, "victim@example.org").await.unwrap(), Mailed::OnItsWay);
        assert_eq!(to(&mails(&one).await), 3);

        // The fourth within an hour, of whatever kind.
        let taken = other.comment_submit(&Caller::Public, &symbol, from("victim@example.org", "Two.")).await.unwrap();
        assert_eq!((taken.state, taken.verification), (CommentState::Unverified, Verification::TooMany));
        assert_eq!(one.comment_draft_mail(&key, "VICTIM+a@example.org").await.unwrap(), Mailed::TooMany);
        let again = one.follow(&Caller::Public, "victim+b@example.org", &measure).await.unwrap();
        assert_eq!(again, Mailed::TooMany);
        assert_eq!(one.comment_verification_again(&taken.number, &taken.key).await.unwrap(), Mailed::TooMany);
        assert_eq!(to(&mails(&one).await), 3);
        assert_eq!(one.receipt(&taken.number, &taken.key).await.unwrap().verification, Verification::TooMany);
        // Somebody else is not kept from anything.
        let else_where = one.comment_submit(&Caller::Public, &symbol, from("rui@example.org", "Three.")).await.unwrap();
        assert_eq!(else_where.verification, Verification::Mailed);

        // An hour later there are two more, then none until the next day.
        w.set("2026-11-21T02:15:08Z");
        assert!(matches!(one.comment_verification_again(&taken.number, "guess").await, Err(Error::NotFound(_))));
        assert_eq!(one.comment_verification_again(&taken.number, &taken.key).await.unwrap(), Mailed::OnItsWay);
        assert!(matches!(one.comment_verification_again(&taken.number, &taken.key).await, Err(Error::Refused(_))));
        let verify = token(&w).await;
        assert_eq!(one.comment_draft_mail(&key, "victim@example.org").await.unwrap(), Mailed::OnItsWay);
        w.set("2026-11-21T05:15:08Z");
        assert_eq!(one.comment_draft_mail(&key, "victim@example.org").await.unwrap(), Mailed::TooMany);
        assert_eq!(to(&mails(&one).await), 5);
        // Whoever confirmed the address may ask for more.
        assert_eq!(one.comment_verify(&verify).await.unwrap().state, CommentState::Published);
        assert_eq!(one.comment_draft_mail(&key, "victim@example.org").await.unwrap(), Mailed::OnItsWay);
        w.set("2026-11-23T01:15:08Z");
        assert_eq!(one.comment_draft_mail(&key, "victim+c@example.org").await.unwrap(), Mailed::OnItsWay);
    }
}

on_both! {
    async fn a_reporter_who_got_too_many_mails_is_not_told_and_the_official_sees_it(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, by("Rui", vec![part("1", Stance::Neutral, "Why?")])).await;
        let r = w.limited().await;
        let report = Report { name: "Ltd".into(), email: "victim@example.org".into(), reason: "Not ours.".into() };
        r.attribution_report(&receipt.number, report).await.unwrap();
        for text in ["One.", "Two.", "Three."] {
            r.comment_submit(&Caller::Public, &symbol, from("victim@example.org", text)).await.unwrap();
        }
        let before = mails(&r).await.len();
        let id = id_of(&w, &people.0, &receipt.number).await;
        let (_, reports) = r.comment_file_of(&people.0, id).await.unwrap();
        r.attribution_decide(&people.0, reports[0].id, true, "Checked.").await.unwrap();
        let (_, reports) = r.comment_file_of(&people.0, id).await.unwrap();
        assert_eq!((reports[0].upheld, reports[0].told), (Some(true), false));
        assert_eq!(mails(&r).await.len(), before);
    }
}

on_both! {
    async fn the_receipt_says_when_no_mail_reaches_the_address(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = r.comment_submit(&Caller::Public, &symbol, from("gone@example.org", "Why?")).await.unwrap();
        let mail = r.mails_take(1).await.unwrap().remove(0);
        r.mail_refused(mail.id, "550 nobody of that name", Kept::Facts).await.unwrap();
        let shown = r.receipt(&receipt.number, &receipt.key).await.unwrap();
        assert_eq!((shown.verification, shown.email.as_str()), (Verification::Refused, "gone@example.org"));
        assert_eq!(r.comment_verification_again(&receipt.number, &receipt.key).await.unwrap(), Mailed::OnItsWay);
        assert_eq!(r.receipt(&receipt.number, &receipt.key).await.unwrap().verification, Verification::Mailed);
        let verify = token(&w).await;
        r.comment_verify(&verify).await.unwrap();
        // A later refusal says nothing about a comment that is confirmed.
        let mail = r.mails_take(1).await.unwrap().remove(0);
        r.mail_refused(mail.id, "550 nobody of that name", Kept::Facts).await.unwrap();
        assert_eq!(r.receipt(&receipt.number, &receipt.key).await.unwrap().verification, Verification::Mailed);
    }
}

on_both! {
    async fn spellings_of_an_address_are_one_address(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let measure = Followed::Measure(symbol.clone());
        for typed in ["niamh.o’connor@bücher.example", " Niamh.O'Connor@XN--BCHER-KVA.example.", "<niamh.oʼconnor@BÜCHER.example>"] {
            r.follow(&Caller::Public, typed, &measure).await.unwrap();
        }
        let to: Vec<String> = mails(r).await.into_iter().map(|m| m.to).collect();
        assert_eq!(to, ["niamh.o'connor@bücher.example"]);
        for typed in ["josé@example.org", "ana@example", "a b@example.org", "ana@example.org ben@example.org", ""] {
            assert!(matches!(r.follow(&Caller::Public, typed, &measure).await, Err(Error::Invalid(e)) if e[0].field == "email"), "{typed}");
            let refused = r.comment_submit(&Caller::Public, &symbol, from(typed, "Why?")).await;
            assert!(matches!(refused, Err(Error::Invalid(e)) if e[0].field == "email"), "{typed}");
        }
        let known = r.sign_in(" AMINA＠ken.example.org. ", crate::harness::PASSWORD).await.unwrap();
        assert_eq!(known.unwrap().email, "amina@ken.example.org");
        // Two comments of one author under two spellings: the decision is mailed once.
        for (typed, text) in [("Ana@Example.org", "One."), ("ana＠example.org", "Two.")] {
            r.comment_submit(&Caller::Public, &symbol, from(typed, text)).await.unwrap();
            let verify = token(&w).await;
            r.comment_verify(&verify).await.unwrap();
        }
        let before = mails(r).await.len();
        r.adopt(&people.0, &symbol, crate::harness::day("2026-11-21"), "").await.unwrap();
        assert_eq!(mails(r).await.len(), before + 1);
    }
}
