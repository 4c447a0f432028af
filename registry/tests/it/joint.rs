//! One measure notified by several authorities.

use domain::{
    authority::AuthorityCode,
    notification::{Kind, State},
    role::Role,
};
use registry::{Access, Caller, Error, desk::DeskTask, joint::JointState};

use crate::harness::{World, form, on_both};

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
