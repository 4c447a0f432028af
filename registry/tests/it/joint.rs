//! One measure notified by several authorities.

use domain::{
    authority::AuthorityCode,
    notification::{AddendumKind, AddendumReason, Content, Kind, State, StatedDate},
    role::Role,
    text::Paragraph,
};
use registry::{
    Access, Caller, Error,
    desk::DeskTask,
    documents::{DocumentRole, DocumentStatus, NewDocument},
    joint::JointState,
    notified_texts::Outline,
};

use crate::harness::{World, day, form, on_both};

fn code(letters: &str) -> AuthorityCode {
    letters.parse().unwrap()
}

async fn neighbour(w: &World, letters: &str) -> (Caller, Caller) {
    w.authority(letters, "Africa/Kampala", "Kampala").await;
    let both = [Role::Official, Role::Approver];
    (w.person(letters, "Grace", &both).await, w.person(letters, "Moses", &[Role::Approver]).await)
}

on_both! {
    async fn the_last_approval_publishes_with_one_symbol_each(w: World) {
        let (amina, brian) = w.kenya().await;
        let (grace, moses) = neighbour(&w, "UGA").await;
        let (diane, eric) = neighbour(&w, "RWA").await;
        let (neema, _) = neighbour(&w, "TZA").await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        assert!(matches!(r.draft(&grace, id).await, Err(Error::NotFound(_))));
        for letters in ["UGA", "RWA", "TZA"] {
            r.joint_ask(&amina, id, &code(letters)).await.unwrap();
        }
        let mails = r.mails_latest(3).await.unwrap();
        assert!(mails.iter().any(|m| m.to == "grace@uga.example.org" && m.body.contains(&format!("/desk/{id}/check"))));
        // Asked twice, the own, one without people, one that is unknown.
        w.authority("BDI", "Africa/Bujumbura", "Bujumbura").await;
        for letters in ["UGA", "KEN", "BDI", "XYZ"] {
            assert!(matches!(r.joint_ask(&amina, id, &code(letters)).await, Err(Error::Invalid(_))), "{letters}");
        }
        // The invited read, and change nothing.
        let draft = r.draft(&grace, id).await.unwrap();
        assert_eq!((draft.access, draft.may_write), (Access::Joint, false));
        assert!(matches!(r.draft_save(&grace, id, 2, form()).await, Err(Error::OtherAuthority(_))));
        assert!(matches!(r.submit(&grace, id).await, Err(Error::OtherAuthority(_))));
        assert_eq!(r.desk(&grace).await.unwrap()[0].tasks, [DeskTask::Join]);
        let refused = r.joint_answer(&moses, id, true, "").await.unwrap_err();
        assert!(refused.to_string().contains("an official"), "{refused}");
        r.joint_answer(&grace, id, true, "Gladly.").await.unwrap();
        assert_eq!(r.mails_latest(1).await.unwrap()[0].to, "amina@ken.example.org");
        assert!(r.desk(&grace).await.unwrap()[0].tasks.is_empty());
        // Handed in only when all have answered.
        let refused = r.submit(&amina, id).await.unwrap_err();
        assert!(refused.to_string().contains("RWA"), "{refused}");
        r.joint_answer(&diane, id, true, "").await.unwrap();
        r.joint_answer(&neema, id, false, "Not this year.").await.unwrap();
        assert!(matches!(r.draft(&neema, id).await, Err(Error::NotFound(_))));
        r.submit(&amina, id).await.unwrap();
        assert!(r.joint_answer(&diane, id, false, "").await.is_err(), "too late");
        for second in [&brian, &moses, &eric] {
            assert_eq!(r.desk(second).await.unwrap()[0].tasks, [DeskTask::Approve]);
        }
        // Each approves for its own, and never the one who joined.
        let refused = r.approve(&grace, id).await.unwrap_err();
        assert!(refused.to_string().contains("another approver"), "{refused}");
        assert!(matches!(r.approve(&neema, id).await, Err(Error::NotFound(_))));
        assert_eq!(r.approve(&moses, id).await.unwrap(), "");
        let refused = r.approve(&moses, id).await.unwrap_err();
        assert!(refused.to_string().contains("an approver of KEN"), "{refused}");
        assert!(r.desk(&moses).await.unwrap()[0].tasks.is_empty());
        assert_eq!(r.approve(&brian, id).await.unwrap(), "");
        assert!(r.desk(&brian).await.unwrap()[0].tasks.is_empty());
        // Sent back by one, approved by none.
        r.send_back(&eric, id, "Box 4 is wide.").await.unwrap();
        r.submit(&amina, id).await.unwrap();
        assert_eq!(r.approve(&eric, id).await.unwrap(), "");
        assert_eq!(r.approve(&moses, id).await.unwrap(), "");
        let before = r.draft(&amina, id).await.unwrap();
        assert_eq!((before.joint.first_approved, before.joint.authorities[0].approved.as_str()), (false, "Moses"));
        assert_eq!(r.approve(&brian, id).await.unwrap(), "G/TBT/N/KEN/1");

        let page = r.notification_page("G/TBT/N/RWA/1").await.unwrap().unwrap();
        assert_eq!(page.summary.symbols, ["G/TBT/N/KEN/1", "G/TBT/N/UGA/1", "G/TBT/N/RWA/1"]);
        assert_eq!((page.summary.state, page.summary.authorities.len()), (State::Published, 3));
        assert_eq!(r.notification_ids(0, 10).await.unwrap().len(), 1, "one measure");
        assert_eq!(r.desk(&grace).await.unwrap()[0].summary.id, id);
        let published: Vec<_> = page.history.iter().filter(|e| e.what == "published").collect();
        assert_eq!(published[0].note, "G/TBT/N/KEN/1, G/TBT/N/UGA/1, G/TBT/N/RWA/1");
        // Each announces its own changes, under its own symbol.
        let change = r.draft_create_change(&grace, "G/TBT/N/UGA/1", Kind::Corrigendum).await.unwrap();
        assert!(matches!(r.joint_ask(&grace, change, &code("KEN")).await, Err(Error::Refused(_))));
        r.submit(&grace, change).await.unwrap_err();
        // The numbers of each go on.
        assert_eq!(w.published(&(diane, eric), form()).await, "G/TBT/N/RWA/2");
    }
}

/// The file with a final text.
pub fn final_text() -> NewDocument {
    NewDocument {
        role: DocumentRole::FinalText,
        name: "final.txt".into(),
        media_type: "text/plain".into(),
        size: 12,
        sha256: "cd".repeat(32),
        key: "cd".repeat(32),
        language: "en".into(),
        status: DocumentStatus::Official,
        outline: Outline { paragraphs: vec![Paragraph::plain("Toasters.")], ..Outline::default() },
    }
}

/// An addendum that moves the final date for comments to that day.
fn moved_to(to: &str) -> Content {
    let reason = AddendumReason {
        what: AddendumKind::PeriodChanged,
        on: StatedDate::day(day(to)),
        note: String::new(),
    };
    Content { addendum: vec![reason], ..form() }
}

on_both! {
    async fn the_drafting_authority_alone_decides_and_moves_the_period(w: World) {
        let (amina, brian) = w.kenya().await;
        let (grace, moses) = neighbour(&w, "UGA").await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        r.joint_ask(&amina, id, &code("UGA")).await.unwrap();
        r.joint_answer(&grace, id, true, "").await.unwrap();
        r.submit(&amina, id).await.unwrap();
        r.approve(&moses, id).await.unwrap();
        assert_eq!(r.approve(&brian, id).await.unwrap(), "G/TBT/N/KEN/1");
        let state = async || r.notification_summary("G/TBT/N/KEN/1").await.unwrap().unwrap().state;
        let today = day("2026-11-21");
        // Under whichever symbol: Uganda decides nothing for Kenya, and is told who does.
        for symbol in ["G/TBT/N/UGA/1", "G/TBT/N/KEN/1"] {
            for refused in [
                r.withdraw(&grace, symbol, today, "").await,
                r.adopt(&grace, symbol, today, "").await,
                r.extension_draft(&grace, symbol, day("2027-02-19"), "More time.").await.map(|_| ()),
                r.extension_page(&grace, symbol).await.map(|_| ()),
                r.may_decide(&grace, symbol).await,
            ] {
                let error = refused.unwrap_err();
                assert!(matches!(error, Error::DraftingAuthority(_)), "{error:?}");
                assert!(error.to_string().contains("officials of Authority KEN"), "{error}");
            }
        }
        assert_eq!(state().await, State::Published);

        // Its own addendum hangs on its own symbol, and does not move the period either.
        let change = r.draft_create_change(&grace, "G/TBT/N/KEN/1", Kind::Addendum).await.unwrap();
        r.draft_save(&grace, change, 1, moved_to("2027-02-19")).await.unwrap();
        let Err(Error::Invalid(errors)) = r.submit(&grace, change).await else { panic!("it was handed in") };
        assert!(errors[0].message.contains("Authority KEN drafted"), "{errors:?}");
        // What Uganda wrote keeps Kenya from nothing; a second of Kenya's is one too many.
        let moving = r.extension_draft(&amina, "G/TBT/N/UGA/1", day("2027-02-19"), "More time.").await.unwrap();
        assert_eq!(r.extension_page(&amina, "G/TBT/N/KEN/1").await.unwrap().in_preparation, Some(moving));
        assert_eq!(r.extension_page(&amina, "G/TBT/N/UGA/1").await.unwrap().in_preparation, Some(moving));
        let twice = r.extension_draft(&amina, "G/TBT/N/KEN/1", day("2027-02-26"), "More.").await;
        assert!(matches!(twice, Err(Error::Refused(_))), "{twice:?}");
        r.submit(&amina, moving).await.unwrap();
        assert_eq!(r.approve(&brian, moving).await.unwrap(), "G/TBT/N/KEN/1/Add.1");
        let period = r.notification_summary("G/TBT/N/UGA/1").await.unwrap().unwrap().period.unwrap();
        assert_eq!(period.deadline.day, day("2027-02-19"));

        let mut content = form();
        content.addendum = vec![AddendumReason {
            what: AddendumKind::Other,
            on: StatedDate::default(),
            note: "Guidance follows.".into(),
        }];
        r.draft_save(&grace, change, 2, content).await.unwrap();
        r.submit(&grace, change).await.unwrap();
        assert_eq!(r.approve(&moses, change).await.unwrap(), "G/TBT/N/UGA/1/Add.1");

        r.adopt(&amina, "G/TBT/N/UGA/1", today, "").await.unwrap();
        let refused = r.document_add(&grace, id, final_text()).await.unwrap_err();
        assert!(matches!(refused, Error::DraftingAuthority(_)), "{refused:?}");
        let refused = r.give_final_text(&grace, "G/TBT/N/UGA/1", today, "").await.unwrap_err();
        assert!(matches!(refused, Error::DraftingAuthority(_)), "{refused:?}");
        r.document_add(&amina, id, final_text()).await.unwrap();
        assert_eq!(state().await, State::Adopted);
    }
}

on_both! {
    async fn a_question_is_taken_back_and_asked_again(w: World) {
        let (amina, brian) = w.kenya().await;
        let (grace, _) = neighbour(&w, "UGA").await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        let uganda = code("UGA");
        r.joint_ask(&amina, id, &uganda).await.unwrap();
        r.joint_take_back(&amina, id, &uganda).await.unwrap();
        assert!(matches!(r.draft(&grace, id).await, Err(Error::NotFound(_))));
        assert!(matches!(r.joint_take_back(&amina, id, &uganda).await, Err(Error::NotFound(_))));
        r.joint_ask(&amina, id, &uganda).await.unwrap();
        r.joint_answer(&grace, id, false, "").await.unwrap();
        r.joint_ask(&amina, id, &uganda).await.unwrap();
        assert_eq!(r.draft(&amina, id).await.unwrap().joint.authorities[0].state, JointState::Asked);
        r.joint_answer(&grace, id, false, "").await.unwrap();
        // Those who declined have no part in it: one approval publishes, with one symbol.
        r.submit(&amina, id).await.unwrap();
        assert_eq!(r.approve(&brian, id).await.unwrap(), "G/TBT/N/KEN/1");
        assert!(r.desk(&grace).await.unwrap().is_empty());
        // What was thrown away asks nobody.
        let other = r.draft_create(&amina).await.unwrap();
        r.joint_ask(&amina, other, &uganda).await.unwrap();
        r.draft_discard(&amina, other).await.unwrap();
        assert!(r.desk(&grace).await.unwrap().is_empty());
    }
}
