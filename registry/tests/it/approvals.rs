//! The second person approves what was read, and nothing else.

use domain::{
    notification::State,
    role::Role,
    text::{CorrectionChange, Paragraph},
};
use registry::{
    Caller, Error, Registry,
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notified_texts::Outline,
};

use crate::harness::{World, form, on_both};

fn text() -> NewDocument {
    let lines = ["Rules", "Article 1 Scope", "Toasters for the home.", "Article 2 Cord", "At most 1.2 m."];
    NewDocument {
        role: DocumentRole::NotifiedText,
        name: "rules.txt".into(),
        media_type: "text/plain".into(),
        size: 60,
        sha256: "a".repeat(64),
        key: "a".repeat(64),
        language: "en".into(),
        status: DocumentStatus::Official,
        outline: Outline { paragraphs: lines.map(Paragraph::plain).to_vec(), ..Outline::default() },
    }
}

/// Another heading for Article 2.
fn heading(words: &str) -> Vec<CorrectionChange> {
    vec![CorrectionChange::Heading { heading: Some(words.into()) }]
}

/// What somebody is shown of a draft.
async fn read(r: &Registry, caller: &Caller, id: i64) -> String {
    r.draft(caller, id).await.unwrap().fingerprint
}

on_both! {
    async fn only_what_was_read_is_approved(w: World) {
        let (amina, brian) = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        let document = r.document_add(&amina, id, text()).await.unwrap();
        r.submit(&amina, id).await.unwrap();
        let first = read(r, &brian, id).await;
        assert_eq!(first, read(r, &amina, id).await, "the same for whoever reads it");
        // The text is cut otherwise after it was read.
        r.text_correct(&amina, id, document, 0, 3, heading("Leads")).await.unwrap();
        let refused = r.approve_seen(&brian, id, &first).await;
        assert!(matches!(refused, Err(Error::ChangedSinceRead)), "{refused:?}");
        assert_eq!(r.draft(&brian, id).await.unwrap().summary.state, State::Submitted);
        // The same bytes come back as another kind of text.
        let second = read(r, &brian, id).await;
        r.send_back(&brian, id, "Is this the official text?").await.unwrap();
        r.document_remove(&amina, id, document).await.unwrap();
        let unofficial = NewDocument { status: DocumentStatus::Unofficial, ..text() };
        r.document_add(&amina, id, unofficial).await.unwrap();
        r.submit(&amina, id).await.unwrap();
        let refused = r.approve_seen(&brian, id, &second).await;
        assert!(matches!(refused, Err(Error::ChangedSinceRead)), "{refused:?}");
        // The form is saved again.
        let third = read(r, &brian, id).await;
        r.send_back(&brian, id, "Box 4 is wide.").await.unwrap();
        r.draft_save(&amina, id, 2, form()).await.unwrap();
        r.submit(&amina, id).await.unwrap();
        assert!(matches!(r.approve_seen(&brian, id, &third).await, Err(Error::ChangedSinceRead)));
        assert!(matches!(r.approve_seen(&brian, id, "").await, Err(Error::ChangedSinceRead)));
        let seen = read(r, &brian, id).await;
        assert_eq!(r.approve_seen(&brian, id, &seen).await.unwrap(), "G/TBT/N/KEN/1");
    }
}

on_both! {
    async fn a_correction_after_an_approval_asks_for_it_again(w: World) {
        let (amina, brian) = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let grace = w.person("UGA", "Grace", &[Role::Official]).await;
        let moses = w.person("UGA", "Moses", &[Role::Approver]).await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        let document = r.document_add(&amina, id, text()).await.unwrap();
        let alone = read(r, &amina, id).await;
        r.joint_ask(&amina, id, &"UGA".parse().unwrap()).await.unwrap();
        r.joint_answer(&grace, id, true, "").await.unwrap();
        assert_ne!(alone, read(r, &amina, id).await, "who notifies it is part of it");
        r.submit(&amina, id).await.unwrap();
        let seen = read(r, &brian, id).await;
        assert_eq!(r.approve_seen(&moses, id, &seen).await.unwrap(), "");
        assert_eq!(seen, read(r, &brian, id).await, "an approval changes nothing that is published");
        // Uganda has approved; Kenya corrects the text.
        r.text_correct(&amina, id, document, 0, 3, heading("Leads")).await.unwrap();
        assert_eq!(r.draft(&brian, id).await.unwrap().joint.authorities[0].approved, "");
        let seen = read(r, &brian, id).await;
        assert_eq!(r.approve_seen(&brian, id, &seen).await.unwrap(), "", "Uganda has to approve again");
        // The same for the approval of the drafting authority.
        r.text_correct(&amina, id, document, 1, 3, heading("Cord")).await.unwrap();
        assert!(!r.draft(&brian, id).await.unwrap().joint.first_approved);
        assert!(matches!(r.approve_seen(&moses, id, &seen).await, Err(Error::ChangedSinceRead)));
        let seen = read(r, &moses, id).await;
        assert_eq!(r.approve_seen(&moses, id, &seen).await.unwrap(), "");
        assert_eq!(r.approve_seen(&brian, id, &seen).await.unwrap(), "G/TBT/N/KEN/1");
    }
}
