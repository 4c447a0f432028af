//! What must not go wrong with a comment: taken for another, read by somebody it
//! is not for, acted upon unseen, late because others were writing.

use domain::{
    comment::{CommentKind, CommentState, Disposition, Publication, Stance},
    role::Role,
};
use registry::{
    Caller, Error,
    comments::{Bulk, Chosen, Filter, NewComment, NewCommentFile, NewPoint, Possible},
};

use crate::{
    comment_process::{by, id_of, part, token, verified},
    harness::{World, day, form, on_both},
    standstill::{eu, member, standing, tris},
};

fn file(name: &str) -> NewCommentFile {
    NewCommentFile {
        name: name.into(),
        media_type: "application/pdf".into(),
        size: 3,
        sha256: name.into(),
        key: format!("comment-{name}"),
    }
}

on_both! {
    async fn nobody_gets_the_receipt_of_another(w: World) {
        let people = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let okello = w.person("UGA", "Okello", &[Role::Official]).await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let Caller::Official(official) = &okello else { unreachable!() };
        let words = || vec![part("1", Stance::Oppose, "Too strict.")];
        let public = r.comment_submit(&okello, &symbol, by("Okello", words())).await.unwrap();
        // Whoever copies what is public, with the name and the address.
        let copy = NewComment {
            email: official.email.clone(),
            organisation: official.authority_name.clone(),
            ..by("Okello", words())
        };
        let copied = r.comment_submit(&Caller::Public, &symbol, copy).await.unwrap();
        assert_ne!(copied.number, public.number);
        let withdrawn = r.comment_withdraw(&public.number, &copied.key).await;
        assert!(matches!(withdrawn, Err(Error::NotFound(_))));
        // The same of a comment of the public once its address is confirmed.
        let first = verified(&w, &symbol, by("Ana", words())).await;
        let again = r.comment_submit(&Caller::Public, &symbol, by("Ana", words())).await.unwrap();
        assert_ne!(again.number, first.number);
        // Pressed twice is one comment.
        let twice = r.comment_submit(&Caller::Public, &symbol, by("Ana", words())).await.unwrap();
        assert_eq!(twice.number, again.number);
        assert_eq!(r.comment_submit(&okello, &symbol, by("", words())).await.unwrap().number, public.number);
    }
}

on_both! {
    async fn what_differs_in_anything_is_another_comment(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let of = |points| by("Lawyer", points);
        let same = || of(vec![part("1", Stance::Oppose, "Too strict."), part("2", Stance::Neutral, "Why?")]);
        let hidden = NewPoint { confidential: true, ..part("2", Stance::Neutral, "Why?") };
        let all = [
            same(),
            NewComment { on_behalf: "Client Ltd".into(), ..same() },
            NewComment { organisation: "Law Ltd".into(), ..same() },
            NewComment { publication: Publication::Nameless, ..same() },
            NewComment { language: "fr".into(), ..same() },
            of(vec![part("1", Stance::Support, "Too strict."), part("2", Stance::Neutral, "Why?")]),
            NewComment {
                withheld_why: "trade secret".into(),
                ..of(vec![part("1", Stance::Oppose, "Too strict."), hidden])
            },
        ];
        let mut numbers = Vec::new();
        for new in all {
            numbers.push(r.comment_submit(&Caller::Public, &symbol, new).await.unwrap().number);
        }
        // The same with a file, and with another.
        for name in ["a.pdf", "b.pdf"] {
            let key = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
            r.comment_file_add(&key, file(name)).await.unwrap();
            let sent = r.comment_submit_draft(&Caller::Public, &symbol, same(), Some(&key)).await.unwrap();
            assert_eq!(sent.files.len(), 1);
            numbers.push(sent.number);
        }
        // A draft that was sent, and whose author came back and wrote something else.
        let key = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
        for text in ["One.", "Another."] {
            let new = of(vec![part("", Stance::Neutral, text)]);
            numbers.push(r.comment_submit_draft(&Caller::Public, &symbol, new, Some(&key)).await.unwrap().number);
        }
        let count = numbers.len();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
    }
}

on_both! {
    async fn files_beside_confidential_parts_stay_with_the_authority(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let key = r.comment_draft_save(None, &symbol, &[]).await.unwrap();
        r.comment_file_add(&key, file("recipe.pdf")).await.unwrap();
        let secret = NewPoint { confidential: true, ..part("2", Stance::Neutral, "Our recipe.") };
        let new = NewComment {
            withheld_why: "trade secret".into(),
            ..by("Ana", vec![part("1", Stance::Support, "Fine."), secret])
        };
        let receipt = r.comment_submit_draft(&Caller::Public, &symbol, new, Some(&key)).await.unwrap();
        let id = receipt.files[0].id;
        // Of a comment that nobody stands by yet, the authority reads nothing either.
        assert!(matches!(r.comment_file(&people.0, id).await, Err(Error::NotFound(_))));
        r.comment_verify(&token(&w).await).await.unwrap();
        assert_eq!(r.comment_file(&people.0, id).await.unwrap().name, "recipe.pdf");
        let comment = id_of(&w, &people.0, &receipt.number).await;
        let closed = async || matches!(r.comment_file(&Caller::Public, id).await, Err(Error::NotFound(_)));
        assert!(closed().await);
        r.comment_withhold(&people.0, comment, "Insults a person.").await.unwrap();
        assert!(closed().await);
        let why = async || r.comment_public(&receipt.number).await.unwrap().1.withheld_why;
        assert_eq!(why().await, "Insults a person.");
        r.comment_publish(&people.0, comment).await.unwrap();
        assert!(closed().await);
        assert_eq!(why().await, "trade secret", "its author's reason is not lost");
    }
}

on_both! {
    async fn what_is_gone_is_gone_everywhere(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, by("Zenobia", vec![part("Mrs X, 4", Stance::Oppose, "Regrettable words.")])).await;
        let same = verified(&w, &symbol, by("Bob", vec![part("5", Stance::Oppose, "Good words.")])).await;
        for number in [&receipt.number, &same.number] {
            let id = id_of(&w, &people.0, number).await;
            r.comment_reply(&people.0, id, "We answer these words.").await.unwrap();
        }
        r.responses_publish(&people.0, &symbol, "", 1).await.unwrap();
        let everything = async || {
            let page = r.notification_page(&symbol).await.unwrap().unwrap();
            let list = r.comments_public(&symbol, "", 1).await.unwrap();
            format!("{page:?} {list:?} {:?}", r.responses(&symbol, Some(1)).await.unwrap())
        };
        assert!(everything().await.contains("Regrettable words") && everything().await.contains("Mrs X"));
        let id = id_of(&w, &people.0, &receipt.number).await;
        r.comment_withhold(&people.0, id, "Names a person.").await.unwrap();
        for hidden in ["Zenobia", "Regrettable", "Mrs X"] {
            assert!(!everything().await.contains(hidden), "{hidden}");
        }
        assert_eq!(r.comments_public(&symbol, "Mrs X, 4", 1).await.unwrap().total, 0);
        let lines = r.responses(&symbol, Some(1)).await.unwrap().lines;
        assert_eq!(lines.iter().filter_map(|l| l.gone).collect::<Vec<_>>(), [CommentState::Withheld]);
        assert!(lines.iter().any(|l| l.text == "Good words." && l.from == "Bob"));
        // Its author takes back what the authority withholds: nobody shows it again.
        r.comment_withdraw(&receipt.number, &receipt.key).await.unwrap();
        assert!(matches!(r.comment_publish(&people.0, id).await, Err(Error::Refused(_))));
    }
}

on_both! {
    async fn nothing_is_answered_that_nobody_checked(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        r.comments_check_first(&people.0, true).await.unwrap();
        let symbol = w.published(&people, form()).await;
        let open = verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "No.")])).await;
        let secret = NewComment { publication: Publication::Confidential, ..by("Bob", vec![part("1", Stance::Oppose, "Never.")]) };
        verified(&w, &symbol, secret).await;
        let id = id_of(&w, &people.0, &open.number).await;
        assert!(matches!(r.comment_reply(&people.0, id, "Thank you.").await, Err(Error::Refused(_))));
        // The confidential one is read by nobody else: it is answered as it is.
        let all = Chosen::Found { filter: Box::new(Filter::default()), newest: i64::MAX, seen: 2 };
        let done = r.comment_bulk(&people.0, &all, &Bulk::Reply("Thank you.".into())).await.unwrap();
        assert_eq!((done.done, done.passed_over), (1, 1));
        assert!(matches!(r.comment_public(&open.number).await, Err(Error::NotFound(_))));
        let early = r.responses_publish(&people.0, &symbol, "", 1).await;
        assert!(matches!(&early, Err(Error::Invalid(e)) if e[0].message.contains("wait to be checked")), "{early:?}");
        r.comment_publish(&people.0, id).await.unwrap();
        r.comment_reply(&people.0, id, "Thank you.").await.unwrap();
        assert_eq!(r.responses_publish(&people.0, &symbol, "", 1).await.unwrap(), 1);
    }
}

on_both! {
    async fn what_came_since_is_not_acted_upon_unseen(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let early = r.comment_submit(&Caller::Public, &symbol, by("Eve", vec![part("", Stance::Neutral, "Early.")])).await.unwrap();
        let confirm = token(&w).await;
        verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "One.")])).await;
        let found = r.comment_find(&people.0, &Filter::default(), 1).await.unwrap();
        assert_eq!(found.total, 1);
        let seen = Chosen::Found { filter: Box::new(Filter::default()), newest: found.newest, seen: found.total };
        let late = verified(&w, &symbol, by("Bob", vec![part("1", Stance::Oppose, "Two.")])).await;
        let noted = Bulk::Dispose { what: Disposition::Noted, reason: String::new(), changed_document: None, changed_clause: String::new() };
        assert_eq!(r.comment_bulk(&people.0, &seen, &noted).await.unwrap().done, 1);
        let id = id_of(&w, &people.0, &late.number).await;
        assert!(r.comment(&people.0, id).await.unwrap().comment.points[0].disposed.is_none());
        // One that came before and is confirmed since has a lower number: that is said.
        r.comment_verify(&confirm).await.unwrap();
        let refused = r.comment_bulk(&people.0, &seen, &Bulk::Reply("Thank you.".into())).await;
        assert!(matches!(&refused, Err(Error::Invalid(e)) if e[0].message.contains("2 comments are found, not 1")), "{refused:?}");
        let id = id_of(&w, &people.0, &early.number).await;
        assert!(r.comment(&people.0, id).await.unwrap().comment.reply.is_none());
    }
}

on_both! {
    async fn a_response_document_keeps_what_near_duplicates_alone_say(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let letter = "We ask the authority to accept the reports of laboratories that are accredited abroad, because testing every model twice costs small importers more than they earn with it, and delays the goods by eleven weeks.";
        verified(&w, &symbol, by("Ana", vec![part("5", Stance::Oppose, letter)])).await;
        verified(&w, &symbol, by("Bob", vec![part("5", Stance::Oppose, letter)])).await;
        let own = format!("{letter} My shop in the harbour closed for that reason.");
        let third = verified(&w, &symbol, by("Eve", vec![part("5", Stance::Oppose, &own)])).await;
        assert_eq!(r.comments_group(&people.0, &symbol).await.unwrap(), 1);
        let all = Chosen::Found { filter: Box::new(Filter::default()), newest: i64::MAX, seen: 3 };
        r.comment_bulk(&people.0, &all, &Bulk::Reply("See clause 5.".into())).await.unwrap();
        r.responses_publish(&people.0, &symbol, "", 1).await.unwrap();
        let lines = r.responses(&symbol, None).await.unwrap().lines;
        assert_eq!((lines.len(), lines[0].numbers.len()), (1, 3));
        let own: Vec<_> = lines[0].own_words.iter().map(|w| (w.number.as_str(), w.passages.join(" "))).collect();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].0, third.number);
        assert!(own[0].1.contains("harbour") && !own[0].1.contains("laboratories"), "{own:?}");

        // Pressed twice, it is published and mailed once.
        let mails = r.mails_latest(50).await.unwrap().len();
        assert_eq!(r.responses_publish(&people.0, &symbol, "", 1).await.unwrap(), 1);
        assert_eq!(r.mails_latest(50).await.unwrap().len(), mails);
        assert_eq!(r.responses(&symbol, None).await.unwrap().versions.len(), 1);
    }
}

on_both! {
    async fn waiting_for_others_makes_nobody_late(w: World) {
        let people = w.kenya().await;
        let symbol = w.published(&people, form()).await;
        // The last second: the clock goes on with whatever the program does after it.
        w.set("2027-01-20T20:59:58Z");
        let ticking = w.ticking().await;
        let new = by("Ana", vec![part("1", Stance::Oppose, "In time.")]);
        let receipt = ticking.comment_submit(&Caller::Public, &symbol, new).await.unwrap();
        assert_eq!(receipt.received.to_string(), "2027-01-20T20:59:59Z");
        assert!(!receipt.late);
    }
}

on_both! {
    async fn opinions_are_for_member_states_and_by_name(w: World) {
        let france = member(&w, "FRA", "FR", "France").await;
        let germany = member(&w, "DEU", "DE", "Germany").await;
        let paris = member(&w, "FRB", "FR", "Paris").await;
        let kenya = w.kenya().await;
        let regulator = w.person("DEU", "Rolf", &[Role::Regulator]).await;
        let r = &w.registry;
        let early = domain::notification::Content {
            comments_until: domain::notification::StatedDate::day(day("2026-12-21")),
            ..eu(tris())
        };
        let symbol = w.published(&france, early).await;
        let end = standing(&w, &symbol).await.told.end();
        let opinion = || NewComment { kind: CommentKind::DetailedOpinion, ..by("", vec![part("2", Stance::Oppose, "An obstacle.")]) };
        for other in [&Caller::Public, &kenya.0, &regulator, &paris.0] {
            let refused = r.comment_submit(other, &symbol, opinion()).await;
            assert!(matches!(&refused, Err(Error::Invalid(e)) if e[0].field == "kind" || e[0].field == "author"), "{refused:?}");
        }
        for publication in [Publication::Confidential, Publication::Nameless] {
            let refused = r.comment_submit(&germany.0, &symbol, NewComment { publication, ..opinion() }).await;
            assert!(matches!(&refused, Err(Error::Invalid(e)) if e[0].field == "publication"), "{refused:?}");
        }
        assert_eq!(standing(&w, &symbol).await.told.end(), end);
        // The stated period is over, the standstill is not.
        w.set("2027-01-11T09:00:00Z");
        let possible = r.comment_possible(&germany.0, &symbol).await.unwrap();
        assert_eq!(possible, Possible { comments: false, opinions: true });
        assert!(matches!(r.comment_possible(&kenya.0, &symbol).await, Err(Error::PeriodClosed)));
        let plain = by("", vec![part("2", Stance::Oppose, "An obstacle.")]);
        assert!(matches!(r.comment_submit(&germany.0, &symbol, plain).await, Err(Error::PeriodClosed)));
        assert!(!r.comment_submit(&germany.0, &symbol, opinion()).await.unwrap().late);
        assert!(standing(&w, &symbol).await.told.end() > end);
        w.set("2027-02-23T09:00:00Z");
        assert!(matches!(r.comment_possible(&germany.0, &symbol).await, Err(Error::PeriodClosed)));
    }
}
