//! The comment process after receipt: parts, consent, check, dispositions,
//! groups, drafts, files, withdrawal, false attribution, response document.

use domain::{
    comment::{CommentKind, CommentState, Disposition, Publication, Stance},
    role::Role,
    text::Paragraph,
};
use registry::{
    Caller, Error,
    clause_quotes::{ClauseQuote, QuotedClause},
    comments::{Bulk, Chosen, Filter, Forgotten, NewComment, NewCommentFile, NewPoint, Receipt, Report},
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notified_texts::Outline,
};

use crate::harness::{World, day, form, on_both};

/// A part on a clause.
pub fn part(clause: &str, stance: Stance, text: &str) -> NewPoint {
    NewPoint { clause: clause.into(), stance, text: text.into(), ..NewPoint::default() }
}

/// A comment of somebody.
pub fn by(name: &str, points: Vec<NewPoint>) -> NewComment {
    NewComment {
        author: name.into(),
        email: format!("{}@example.org", name.to_lowercase()),
        language: "en".into(),
        points,
        ..NewComment::default()
    }
}

/// The token of the mail sent last.
pub async fn token(w: &World) -> String {
    let mail = w.registry.mails_latest(1).await.unwrap().remove(0);
    let (_, rest) = mail.body.split_once("https://concordance.example/comments/verify?token=").unwrap();
    rest.lines().next().unwrap().to_owned()
}

/// A comment whose author confirmed the address.
pub async fn verified(w: &World, symbol: &str, new: NewComment) -> Receipt {
    w.registry.comment_submit(&Caller::Public, symbol, new).await.unwrap();
    let token = token(w).await;
    w.registry.comment_verify(&token).await.unwrap()
}

/// The identifier of a comment on the desk.
pub async fn id_of(w: &World, official: &Caller, number: &str) -> i64 {
    let filter = Filter { words: number.into(), ..Filter::default() };
    w.registry.comment_find(official, &filter, 1).await.unwrap().comments[0].id
}

on_both! {
    async fn parts_are_found_by_clause_and_stance(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        verified(&w, &symbol, by("Ana", vec![
            part("5.1", Stance::Oppose, "Too strict."),
            part("7", Stance::Support, "Good."),
        ])).await;
        let question = NewComment { kind: CommentKind::Question, language: "fr".into(), ..by("Bob", vec![part("7", Stance::Neutral, "Why 100 % of 5 mm?")]) };
        verified(&w, &symbol, question).await;

        let find = async |filter: Filter| {
            let found = r.comment_find(&people.0, &filter, 1).await.unwrap();
            found.comments.iter().map(|c| c.comment.author.clone()).collect::<Vec<_>>()
        };
        let on = |clause: &str| Filter { clause: clause.into(), ..Filter::default() };
        assert_eq!(find(on("5.1")).await, ["Ana"]);
        assert_eq!(find(on("7")).await, ["Ana", "Bob"]);
        assert_eq!(find(Filter { stance: Some(Stance::Oppose), ..Filter::default() }).await, ["Ana"]);
        // One part must have both: Ana opposes 5.1, not 7.
        assert!(find(Filter { stance: Some(Stance::Oppose), ..on("7") }).await.is_empty());
        assert_eq!(find(Filter { kind: Some(CommentKind::Question), ..Filter::default() }).await, ["Bob"]);
        assert_eq!(find(Filter { language: "fr".into(), ..Filter::default() }).await, ["Bob"]);
        assert_eq!(find(Filter { words: "100 %".into(), ..Filter::default() }).await, ["Bob"]);
        assert_eq!(find(Filter { words: "STRICT".into(), ..Filter::default() }).await, ["Ana"]);
        assert!(find(Filter { words: "1_0".into(), ..Filter::default() }).await.is_empty());
        assert!(find(Filter { from_authority: Some(true), ..Filter::default() }).await.is_empty());
        let all = r.comment_find(&people.0, &Filter::default(), 1).await.unwrap();
        assert_eq!((all.total, all.waiting, all.pages), (2, 2, 1));
        assert_eq!(all.clauses[0], ("7".to_owned(), 2));
        assert_eq!(all.languages, [("en".to_owned(), 1), ("fr".to_owned(), 1)]);

        let page = r.comments_public(&symbol, "7", 1).await.unwrap();
        assert_eq!((page.total, page.clauses["7"], page.clauses["5.1"]), (2, 2, 1));
        assert_eq!(r.comments_public(&symbol, "5.1", 9).await.unwrap().page, 1);
    }
}

on_both! {
    async fn a_part_or_a_name_stays_hidden_and_that_is_said(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let secret = NewPoint { confidential: true, ..part("2", Stance::Neutral, "Our recipe has 3 % cobalt.") };
        let new = NewComment {
            publication: Publication::Nameless,
            organisation: "Whistle Ltd".into(),
            withheld_why: "trade secret".into(),
            ..by("Ana", vec![part("1", Stance::Support, "Fine."), secret])
        };
        let receipt = verified(&w, &symbol, new).await;
        let (_, shown) = r.comment_public(&receipt.number).await.unwrap();
        assert_eq!((shown.points.len(), shown.confidential_points, shown.withheld_why.as_str()), (1, 1, "trade secret"));
        let page = format!("{:?}", r.notification_page(&symbol).await.unwrap().unwrap());
        for hidden in ["cobalt", "Ana", "Whistle"] {
            assert!(!page.contains(hidden), "{hidden}");
        }
        assert!(page.contains("trade secret"));
        assert_eq!(page.matches("comment-received").count(), 1);
        // Neither found by its clause, nor counted there.
        assert!(!r.comments_public(&symbol, "", 1).await.unwrap().clauses.contains_key("2"));
        assert_eq!(r.comments_public(&symbol, "2", 1).await.unwrap().total, 0);
        // The authority reads all of it.
        let id = id_of(&w, &people.0, &receipt.number).await;
        let desk = r.comment(&people.0, id).await.unwrap();
        assert_eq!((desk.comment.author.as_str(), desk.comment.points.len()), ("Ana", 2));
    }
}

on_both! {
    async fn checked_before_it_is_public(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let regulator = w.person("KEN", "Rita", &[Role::Regulator]).await;
        assert!(matches!(r.comments_check_first(&regulator, true).await, Err(Error::Step(_))));
        r.comments_check_first(&people.0, true).await.unwrap();
        assert!(r.comments_checked_first(&people.0).await.unwrap());
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "No.")])).await;
        assert_eq!(receipt.state, CommentState::Received);
        let listed = async || r.comments_public(&symbol, "", 1).await.unwrap().total;
        assert_eq!(listed().await, 0);
        let id = id_of(&w, &people.0, &receipt.number).await;
        assert!(matches!(r.comment_publish(&regulator, id).await, Err(Error::Step(_))));
        r.comment_publish(&people.0, id).await.unwrap();
        assert_eq!(listed().await, 1);
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert_eq!(mail.subject, format!("Your comment {} is published", receipt.number));
        assert!(matches!(r.comment_publish(&people.0, id).await, Err(Error::Refused(_))));

        assert!(matches!(r.comment_withhold(&people.0, id, " ").await, Err(Error::Invalid(_))));
        r.comment_withhold(&people.0, id, "Names an uninvolved person.").await.unwrap();
        let (_, shown) = r.comment_public(&receipt.number).await.unwrap();
        assert_eq!((shown.points.len(), shown.author.as_str()), (0, ""));
        assert_eq!(shown.withheld_why, "Names an uninvolved person.");
        // It counts like every other.
        assert_eq!(r.notification_page(&symbol).await.unwrap().unwrap().summary.comments, 1);
        r.comment_publish(&people.0, id).await.unwrap();
        assert_eq!(r.comment_public(&receipt.number).await.unwrap().1.points.len(), 1);
    }
}

on_both! {
    async fn its_author_withdraws_it(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "I was wrong.")])).await;
        assert!(matches!(r.comment_withdraw(&receipt.number, "guess").await, Err(Error::NotFound(_))));
        r.comment_withdraw(&receipt.number, &receipt.key).await.unwrap();
        r.comment_withdraw(&receipt.number, &receipt.key).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!((page.summary.comments, page.comments.len()), (0, 1));
        assert!(!format!("{page:?}").contains("I was wrong"));
        assert_eq!(page.history.iter().filter(|e| e.what == "comment-withdrawn").count(), 1);
        assert_eq!(r.receipt(&receipt.number, &receipt.key).await.unwrap().state, CommentState::Withdrawn);
        let id = id_of(&w, &people.0, &receipt.number).await;
        assert!(matches!(r.comment_reply(&people.0, id, "Thank you.").await, Err(Error::Refused(_))));
        // Nobody is mailed about a draft whose comment was taken back.
        let mails = r.mails_latest(50).await.unwrap().len();
        r.withdraw(&people.0, &symbol, day("2026-11-21"), "").await.unwrap();
        assert_eq!(r.mails_latest(50).await.unwrap().len(), mails);

        // One that was never verified was never known, and cannot be verified any more.
        let symbol = w.published(&people, form()).await;
        let new = r.comment_submit(&Caller::Public, &symbol, by("Eve", vec![part("", Stance::Neutral, "x")])).await.unwrap();
        let token = token(&w).await;
        r.comment_withdraw(&new.number, &new.key).await.unwrap();
        assert!(matches!(r.comment_verify(&token).await, Err(Error::NotFound(_))));
        assert!(matches!(r.comment_public(&new.number).await, Err(Error::NotFound(_))));
    }
}

on_both! {
    async fn saved_while_written_and_sent_once(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let typed = |text: &str| vec![("text-1".to_owned(), text.to_owned())];
        let key = r.comment_draft_save(None, &symbol, &typed("Beg")).await.unwrap();
        assert_eq!(r.comment_draft_save(Some(&key), &symbol, &typed("Begun")).await.unwrap(), key);
        assert_eq!(r.comment_draft(&key).await.unwrap().fields, typed("Begun"));
        assert!(matches!(r.comment_draft("guess").await, Err(Error::NotFound(_))));
        assert!(matches!(r.comment_draft_mail(&key, "nobody").await, Err(Error::Invalid(_))));
        r.comment_draft_mail(&key, "Ana@Example.org").await.unwrap();
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert!(mail.body.contains(&format!("https://concordance.example/comment/draft/{key}\n")));

        let file = |name: &str| NewCommentFile {
            name: name.into(), media_type: "application/pdf".into(), size: 3, sha256: name.into(), key: format!("comment-{name}"),
        };
        for n in 0..5 {
            r.comment_file_add(&key, file(&format!("{n}.pdf"))).await.unwrap();
        }
        r.comment_file_add(&key, file("0.pdf")).await.unwrap();
        assert!(matches!(r.comment_file_add(&key, file("5.pdf")).await, Err(Error::Invalid(_))));
        let files = r.comment_draft(&key).await.unwrap().files;
        assert_eq!(r.comment_file_remove(&key, files[4].id).await.unwrap().as_deref(), Some("comment-4.pdf"));
        assert_eq!(r.comment_file_remove(&key, files[4].id).await.unwrap(), None);

        let new = || by("Ana", vec![part("1", Stance::Oppose, "Begun and finished.")]);
        let one = r.comment_submit_draft(&Caller::Public, &symbol, new(), Some(&key)).await.unwrap();
        w.set("2026-11-22T01:15:07Z"); // long after what counts as a double click
        let two = r.comment_submit_draft(&Caller::Public, &symbol, new(), Some(&key)).await.unwrap();
        assert_eq!((&one.number, one.files.len()), (&two.number, 4));
        assert!(r.receipt(&one.number, &two.key).await.is_ok());
        assert_eq!(r.comment_draft(&key).await.unwrap().sent_as.as_deref(), Some(one.number.as_str()));
        assert!(matches!(r.comment_draft_save(Some(&key), &symbol, &typed("more")).await, Err(Error::Refused(_))));

        // Nobody reads the files before the address is confirmed; then everyone.
        assert!(matches!(r.comment_file(&Caller::Public, files[0].id).await, Err(Error::NotFound(_))));
        let mails = r.mails_latest(5).await.unwrap();
        let body = &mails.iter().find(|m| m.body.contains("verify?token=")).unwrap().body;
        let token = body.split_once("verify?token=").unwrap().1.lines().next().unwrap();
        r.comment_verify(token).await.unwrap();
        assert_eq!(r.comment_file(&Caller::Public, files[0].id).await.unwrap().name, "0.pdf");

        // Whoever does not come back is forgotten, with the files.
        let left = r.comment_draft_save(None, &symbol, &typed("Left")).await.unwrap();
        r.comment_file_add(&left, file("left.pdf")).await.unwrap();
        r.comment_file_add(&left, file("0.pdf")).await.unwrap();
        r.comment_draft_mail(&left, "ana@example.org").await.unwrap();
        w.set("2027-01-20T01:15:07Z");
        assert_eq!(r.comment_drafts_forget().await.unwrap(), Forgotten::default());
        w.set("2027-01-22T01:15:08Z");
        // Another comment has the other file still. The draft that was sent goes too.
        let forgotten = Forgotten { drafts: 2, files: vec!["comment-left.pdf".into()] };
        assert_eq!(r.comment_drafts_forget().await.unwrap(), forgotten);
        assert!(matches!(r.comment_draft(&left).await, Err(Error::NotFound(_))));
    }
}

on_both! {
    async fn near_duplicates_are_answered_together_and_all_count(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let letter = "We ask the authority to accept the reports of laboratories that are accredited abroad, because testing every model twice costs small importers more than they earn with it, and delays the goods by eleven weeks.";
        for n in 0..6 {
            let text = format!("{letter} I sell toasters in district number {n}.");
            verified(&w, &symbol, by(&format!("Person{n}"), vec![part("5", Stance::Oppose, &text)])).await;
        }
        verified(&w, &symbol, by("Alone", vec![part("5", Stance::Support, "The draft protects children well.")])).await;
        assert_eq!(r.comment_find(&people.0, &Filter::default(), 1).await.unwrap().ungrouped, 7);
        assert_eq!(r.comments_group(&people.0, &symbol).await.unwrap(), 1);
        let groups = r.comment_groups(&people.0, &symbol, 1).await.unwrap();
        assert_eq!((groups.total, groups.alone, groups.ungrouped), (1, 1, 0));
        assert_eq!((groups.groups[0].size, groups.groups[0].waiting), (6, 6));
        let representative = groups.groups[0].representative.id;
        let (_, members, total) = r.comment_group(&people.0, representative, 1).await.unwrap();
        assert_eq!((members.len(), total), (6, 6));
        let unique = |n: usize| members[n].unique.iter().map(|u| &members[n].text[u.clone()]).collect::<Vec<_>>();
        assert_eq!(members.iter().enumerate().filter(|(n, _)| unique(*n) == [n.to_string().as_str()]).count(), 5);
        // Another authority's official sees none of it.
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let okello = w.person("UGA", "Okello", &[Role::Official]).await;
        assert!(matches!(r.comment_group(&okello, representative, 1).await, Err(Error::NotFound(_))));
        assert!(matches!(r.comment_groups(&okello, &symbol, 1).await, Err(Error::OtherAuthority(_))));

        let group = Chosen::Found {
            filter: Box::new(Filter { on: symbol.clone(), group: Some(representative), ..Filter::default() }),
            newest: i64::MAX,
            seen: 6,
        };
        let refused = Bulk::Dispose { what: Disposition::NotAccepted, reason: String::new(), changed_document: None, changed_clause: String::new() };
        assert!(matches!(r.comment_bulk(&people.0, &group, &refused).await, Err(Error::Invalid(_))));
        let partly = Bulk::Dispose { what: Disposition::Partly, reason: "Reports under the mutual arrangement are accepted.".into(), changed_document: None, changed_clause: String::new() };
        let done = r.comment_bulk(&people.0, &group, &partly).await.unwrap();
        assert_eq!((done.done, done.passed_over), (6, 0));
        assert_eq!(r.comment_bulk(&people.0, &group, &partly).await.unwrap().passed_over, 6);
        let mails = r.mails_latest(100).await.unwrap().len();
        let done = r.comment_bulk(&people.0, &group, &Bulk::Reply("See the response document.".into())).await.unwrap();
        assert_eq!(done.done, 6);
        assert_eq!(r.mails_latest(100).await.unwrap().len(), mails + 6);
        let assigned = Bulk::Assign(match &people.1 { Caller::Official(o) => Some(o.account_id), _ => None });
        assert_eq!(r.comment_bulk(&people.0, &group, &assigned).await.unwrap().done, 6);
        let stranger = Bulk::Assign(match &okello { Caller::Official(o) => Some(o.account_id), _ => None });
        assert!(matches!(r.comment_bulk(&people.0, &group, &stranger).await, Err(Error::Invalid(_))));
        // Somebody else's comments are not even found.
        let ids = Chosen::Ids(vec![representative]);
        assert!(matches!(r.comment_bulk(&okello, &ids, &Bulk::Publish).await, Err(Error::Invalid(_))));
        let regulator = w.person("KEN", "Rita", &[Role::Regulator]).await;
        assert!(matches!(r.comment_bulk(&regulator, &ids, &Bulk::Publish).await, Err(Error::Step(_))));

        // A comment that comes later is grouped with those that were there.
        let text = format!("{letter} I sell toasters in the capital.");
        verified(&w, &symbol, by("Late", vec![part("5", Stance::Oppose, &text)])).await;
        assert_eq!(r.comments_group_new().await.unwrap(), 1);
        assert_eq!(r.comments_group_new().await.unwrap(), 0);
        assert_eq!(r.comment_group_size(&people.0, representative).await.unwrap(), 7);
    }
}

on_both! {
    async fn the_response_document_says_what_became_of_each_part(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, by("Ana", vec![
            part("10", Stance::Oppose, "Ten is too strict."),
            part("2", Stance::Support, "Two is good."),
        ])).await;
        verified(&w, &symbol, NewComment { publication: Publication::Confidential, ..by("Bob", vec![part("3", Stance::Oppose, "Secret.")]) }).await;
        let id = id_of(&w, &people.0, &receipt.number).await;
        let points = r.comment(&people.0, id).await.unwrap().comment.points;
        let dispose = async |point, what, why: &str| r.comment_dispose(&people.0, point, what, why, None, "").await;
        assert!(matches!(dispose(points[0].id, Disposition::NotAccepted, "").await, Err(Error::Invalid(_))));
        dispose(points[0].id, Disposition::NotAccepted, "The tests need it.").await.unwrap();
        // Half of it is no response.
        assert!(matches!(r.responses_publish(&people.0, &symbol, "", 1).await, Err(Error::Invalid(_))));
        dispose(points[1].id, Disposition::Noted, "").await.unwrap();
        assert!(matches!(r.responses(&symbol, None).await, Err(Error::NotFound(_))));
        assert_eq!(r.responses_publish(&people.0, &symbol, "Thank you all.", 1).await.unwrap(), 1);
        let mail = r.mails_latest(2).await.unwrap();
        assert!(mail.iter().all(|m| m.subject == "Responses to the comments on G/TBT/N/KEN/1"), "{mail:?}");
        let first = r.responses(&symbol, None).await.unwrap();
        assert_eq!(first.lines.iter().map(|l| l.clause.as_str()).collect::<Vec<_>>(), ["2", "10"]);
        assert_eq!((first.comments, first.confidential), (2, 1));
        assert_eq!(first.lines[1].reason, "The tests need it.");
        assert!(!format!("{first:?}").contains("Secret"));
        assert_eq!(r.notification_page(&symbol).await.unwrap().unwrap().responses.len(), 1);
        assert_eq!(r.receipt(&receipt.number, &receipt.key).await.unwrap().since.last().unwrap().what, "responses-published");

        // What is published stays; a change is another version.
        dispose(points[0].id, Disposition::Accepted, "").await.unwrap();
        assert_eq!(r.responses(&symbol, None).await.unwrap().lines[1].disposition, Some(Disposition::NotAccepted));
        assert_eq!(r.responses_publish(&people.0, &symbol, "", 2).await.unwrap(), 2);
        assert_eq!(r.responses(&symbol, None).await.unwrap().lines[1].disposition, Some(Disposition::Accepted));
        assert_eq!(r.responses(&symbol, Some(1)).await.unwrap().lines, first.lines);
        assert!(matches!(r.responses_publish(&people.0, "G/TBT/N/KEN/99", "", 1).await, Err(Error::NotFound(_))));
        // A change is pointed at in a text of the measure, and at a clause that exists.
        let elsewhere = r.comment_dispose(&people.0, points[0].id, Disposition::Accepted, "", Some(999), "").await;
        assert!(matches!(elsewhere, Err(Error::Invalid(e)) if e[0].field == "changed_document"));
    }
}

on_both! {
    async fn mails_end_with_one_click_and_nobody_gets_two(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "One.")])).await;
        verified(&w, &symbol, by("Ana", vec![part("2", Stance::Oppose, "Two.")])).await;
        verified(&w, &symbol, by("Bob", vec![part("2", Stance::Oppose, "Two, too.")])).await;
        let before = r.mails_latest(50).await.unwrap().len();
        r.adopt(&people.0, &symbol, day("2026-11-21"), "").await.unwrap();
        let mails = r.mails_latest(50).await.unwrap();
        assert_eq!(mails.len(), before + 2);
        let end = mails.iter().find(|m| m.to == "ana@example.org").unwrap().unsubscribe.clone();
        let key = end.split_once("key=").unwrap().1;
        assert!(r.comment_of_mails(key).await.unwrap().is_some());
        assert_eq!(r.comment_mails_end("guess").await.unwrap(), None);
        r.comment_mails_end(key).await.unwrap();
        r.give_final_text(&people.0, &symbol, day("2026-11-21"), "").await.unwrap();
        let mails = r.mails_latest(50).await.unwrap();
        assert_eq!((mails.len(), mails[0].to.as_str()), (before + 3, "bob@example.org"));
    }
}

on_both! {
    async fn a_false_attribution_is_reported_and_decided(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, NewComment { organisation: "Famous Ltd".into(), ..by("Ana", vec![part("1", Stance::Oppose, "Bad draft.")]) }).await;
        assert!(matches!(r.attribution_report(&receipt.number, Report::default()).await, Err(Error::Invalid(e)) if e.len() == 3));
        let report = Report { name: "Famous Ltd".into(), email: "legal@famous.example".into(), reason: "Nobody of that name works here.".into() };
        r.attribution_report(&receipt.number, report.clone()).await.unwrap();
        let mail = r.mails_latest(2).await.unwrap();
        assert!(mail.iter().all(|m| m.to.ends_with("ken.example.org") && m.body.contains("/desk/comments/") && !m.body.contains("Nobody of that name")), "{mail:?}");
        let id = id_of(&w, &people.0, &receipt.number).await;
        let (_, reports) = r.comment_file_of(&people.0, id).await.unwrap();
        assert_eq!((reports.len(), reports[0].upheld), (1, None));
        r.attribution_decide(&people.0, reports[0].id, true, "Checked.").await.unwrap();
        assert!(matches!(r.attribution_decide(&people.0, reports[0].id, false, "").await, Err(Error::Refused(_))));
        let (_, shown) = r.comment_public(&receipt.number).await.unwrap();
        assert_eq!((shown.author.as_str(), shown.organisation.as_str()), ("", ""));
        assert!(!shown.disputed.is_empty() && shown.points[0].text == "Bad draft.");
        assert_eq!(r.mails_latest(1).await.unwrap()[0].to, "legal@famous.example");
    }
}

on_both! {
    async fn notes_are_read_by_the_authority_alone(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let receipt = verified(&w, &symbol, by("Ana", vec![part("1", Stance::Oppose, "No.")])).await;
        let id = id_of(&w, &people.0, &receipt.number).await;
        r.comment_note(&people.1, id, "Ask the laboratory.").await.unwrap();
        assert!(matches!(r.comment_note(&people.1, id, "").await, Err(Error::Invalid(_))));
        let (notes, _) = r.comment_file_of(&people.0, id).await.unwrap();
        assert_eq!((notes[0].actor.as_str(), notes[0].text.as_str()), ("Brian", "Ask the laboratory."));
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let okello = w.person("UGA", "Okello", &[Role::Official]).await;
        assert!(matches!(r.comment_file_of(&okello, id).await, Err(Error::NotFound(_))));
        assert!(matches!(r.comment_note(&okello, id, "x").await, Err(Error::NotFound(_))));
        assert!(!format!("{:?}", r.notification_page(&symbol).await.unwrap()).contains("laboratory"));
    }
}

on_both! {
    async fn a_detailed_opinion_is_for_authorities_in_the_eu_procedure(w: World) {
        let people = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let okello = w.person("UGA", "Okello", &[Role::Official]).await;
        let symbol = w.published(&people, form()).await;
        let opinion = NewComment { kind: CommentKind::DetailedOpinion, ..by("Ana", vec![part("1", Stance::Oppose, "Obstacle.")]) };
        for caller in [Caller::Public, okello] {
            let refused = w.registry.comment_submit(&caller, &symbol, opinion.clone()).await;
            assert!(matches!(refused, Err(Error::Invalid(e)) if e[0].field == "kind"));
        }
    }
}

on_both! {
    async fn a_part_stays_with_its_text_and_leads_to_the_changed_clause(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, form()).await.unwrap();
        let paragraphs = ["Rules", "Article 1 Scope", "Toasters.", "Article 2 Limits", "At most 70 degrees."];
        let document = NewDocument {
            role: DocumentRole::NotifiedText,
            name: "draft.md".into(),
            media_type: "text/markdown".into(),
            size: 60,
            sha256: "0".repeat(64),
            key: "0".repeat(64),
            language: "en".into(),
            status: DocumentStatus::Official,
            outline: Outline { paragraphs: paragraphs.map(Paragraph::plain).to_vec(), ..Outline::default() },
        };
        let document = r.document_add(&people.0, id, document).await.unwrap();
        let named = |names: &[&str]| names.iter().map(|n| (document, (*n).to_owned())).collect::<Vec<_>>();
        let hidden = r.clause_quotes(&Caller::Public, id, &named(&["Article 2"])).await.unwrap();
        assert_eq!(hidden, [QuotedClause::NoText]);
        r.submit(&people.0, id).await.unwrap();
        let symbol = r.approve(&people.1, id).await.unwrap();
        let mut asked = named(&["Article 2", "Article 9", "", "art-1"]);
        asked.insert(1, (999, "Article 1".to_owned()));
        let clause = |address: &str, words: &str| {
            QuotedClause::Clause(ClauseQuote { address: address.into(), words: words.into() })
        };
        let found = r.clause_quotes(&Caller::Public, id, &asked).await.unwrap();
        assert_eq!(found, [
            clause("art-2", "Article 2 Limits\nAt most 70 degrees."),
            QuotedClause::NoText,
            QuotedClause::NoClause,
            QuotedClause::NoClause,
            clause("art-1", "Article 1 Scope\nToasters."),
        ]);
        // A text of another measure is not cut for a comment on this one.
        let other = w.submitted(&people.0, form()).await;
        r.approve(&people.1, other).await.unwrap();
        let foreign = r.clause_quotes(&Caller::Public, other, &named(&["Article 2"])).await.unwrap();
        assert_eq!(foreign, [QuotedClause::NoText]);

        // A text of another measure is not kept, the clause's address is found.
        let on = |document, clause: &str| NewPoint { document: Some(document), ..part(clause, Stance::Oppose, "Too hot.") };
        let receipt = verified(&w, &symbol, by("Ana", vec![on(document, "Article 2"), on(999, "Article 1")])).await;
        let points = r.receipt(&receipt.number, &receipt.key).await.unwrap().points;
        assert_eq!((points[0].document, points[0].address.as_str()), (Some(document), "art-2"));
        assert_eq!((points[1].document, points[1].address.as_str()), (None, ""));
        assert_eq!(r.notified_text(&Caller::Public, document).await.unwrap().comments["Article 2"], 1);

        let dispose = async |clause: &str| {
            r.comment_dispose(&people.0, points[0].id, Disposition::Accepted, "", Some(document), clause).await
        };
        assert!(matches!(dispose("art-7").await, Err(Error::Invalid(e)) if e[0].field == "changed_clause"));
        dispose("#art-2").await.unwrap();
        let text = r.notified_text(&Caller::Public, document).await.unwrap();
        assert_eq!(text.changed_after["art-2"], std::slice::from_ref(&receipt.number));
        let (_, shown) = r.comment_public(&receipt.number).await.unwrap();
        let disposed = shown.points[0].disposed.as_ref().unwrap();
        assert_eq!((disposed.changed_document, disposed.changed_clause.as_str()), (Some(document), "art-2"));
        // What its author withdrew is named nowhere.
        r.comment_withdraw(&receipt.number, &receipt.key).await.unwrap();
        assert!(r.notified_text(&Caller::Public, document).await.unwrap().changed_after.is_empty());
    }
}
