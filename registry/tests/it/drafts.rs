//! Drafting: who may, what is kept, what others see.

use domain::{
    notification::{Content, Kind, State},
    role::Role,
    text::Paragraph,
};
use registry::{
    Caller, Error,
    desk::DeskTask,
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notified_texts::Outline,
};

use crate::harness::{World, form, on_both};

fn file(role: DocumentRole) -> NewDocument {
    NewDocument {
        role,
        name: "draft.txt".into(),
        media_type: "text/plain".into(),
        size: 12,
        sha256: "ab".into(),
        key: "ab/ab".into(),
        language: "en".into(),
        status: DocumentStatus::Official,
        outline: Outline {
            paragraphs: vec![Paragraph::plain("Toasters\0 shall be safe.")],
            ..Outline::default()
        },
    }
}

on_both! {
    async fn a_draft_is_saved_in_turns(w: World) {
        let (amina, brian) = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        let draft = r.draft(&amina, id).await.unwrap();
        assert_eq!(draft.content.agency.name, "Enquiry point KEN");
        assert_eq!(draft.content.languages, ["en"]);
        assert_eq!(draft.version, 1);
        // No final date is promised that nobody stated; the shortest is proposed.
        assert!(draft.period.is_none());
        assert_eq!(draft.shortest_period, "2027-01-20".parse().unwrap());
        let half = Content { title: "Half".into(), ..draft.content };
        assert_eq!(r.draft_save(&amina, id, 1, half.clone()).await.unwrap(), 2);
        assert!(matches!(r.draft_save(&brian, id, 1, Content::default()).await, Err(Error::Conflict)));
        let read = r.draft(&brian, id).await.unwrap();
        assert_eq!((read.content, read.version, read.summary.title.as_str()), (half, 2, "Half"));
        assert_eq!(read.history[0].what, "drafted");
        assert!(read.summary.symbols.is_empty());
    }
}

on_both! {
    async fn others_do_not_learn_of_a_draft(w: World) {
        let (amina, _) = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let okello = w.person("UGA", "Okello", &Role::ALL).await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        let doc = r.document_add(&amina, id, file(DocumentRole::NotifiedText)).await.unwrap();
        for stranger in [&okello, &Caller::Public] {
            assert!(matches!(r.draft(stranger, id).await, Err(Error::NotFound(_) | Error::SignInNeeded)));
            assert!(matches!(r.document(stranger, doc).await, Err(Error::NotFound(_))));
        }
        assert!(matches!(r.draft_save(&okello, id, 2, form()).await, Err(Error::NotFound(_))));
        assert!(matches!(r.submit(&okello, id).await, Err(Error::NotFound(_))));
        assert!(matches!(r.draft_discard(&okello, id).await, Err(Error::NotFound(_))));
        assert!(matches!(r.document_add(&okello, id, file(DocumentRole::Attachment)).await, Err(Error::NotFound(_))));
        assert!(r.notification_summaries(&[id]).await.unwrap().is_empty());
        assert!(r.index_documents(&[id]).await.unwrap().is_empty());
        assert!(r.notification_ids(0, 10).await.unwrap().is_empty());
        assert_eq!(r.desk(&okello).await.unwrap().len(), 0);
    }
}

on_both! {
    async fn a_regulator_drafts_but_does_not_submit_and_a_coordinator_reads(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let regulator = w.person("KEN", "Ruth", &[Role::Regulator]).await;
        let coordinator = w.person("KEN", "Carol", &[Role::Coordinator]).await;
        let r = &w.registry;
        let id = r.draft_create(&regulator).await.unwrap();
        r.draft_save(&regulator, id, 1, form()).await.unwrap();
        assert!(matches!(r.submit(&regulator, id).await, Err(Error::Step(_))));
        assert_eq!(r.desk(&coordinator).await.unwrap()[0].tasks, [DeskTask::Finish]);
        assert!(r.draft(&coordinator, id).await.is_ok());
        assert!(matches!(r.draft_create(&coordinator).await, Err(Error::Step(_))));
        assert!(matches!(r.draft_save(&coordinator, id, 2, form()).await, Err(Error::Step(_))));
    }
}

on_both! {
    async fn files_come_and_go_with_the_draft(w: World) {
        let (amina, brian) = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        let one = r.document_add(&amina, id, file(DocumentRole::NotifiedText)).await.unwrap();
        let two = r.document_add(&amina, id, file(DocumentRole::Attachment)).await.unwrap();
        // The bytes are stored once for both.
        assert_eq!(r.document_remove(&amina, id, two).await.unwrap(), None);
        assert_eq!(r.document_remove(&amina, id, one).await.unwrap().as_deref(), Some("ab/ab"));
        let kept = r.document_add(&amina, id, file(DocumentRole::NotifiedText)).await.unwrap();
        r.draft_save(&amina, id, 1, form()).await.unwrap();
        r.submit(&amina, id).await.unwrap();
        assert!(matches!(r.document_remove(&amina, id, kept).await, Err(Error::Step(_))));
        let symbol = r.approve(&brian, id).await.unwrap();
        assert_eq!(r.document(&Caller::Public, kept).await.unwrap().name, "draft.txt");
        assert_eq!(r.notification_page(&symbol).await.unwrap().unwrap().documents.len(), 1);
        let index = r.index_documents(&[id]).await.unwrap().remove(0);
        assert!(index.other_text.contains("shall be safe"), "{}", index.other_text);
        assert!(matches!(r.document_add(&amina, id, file(DocumentRole::FinalText)).await, Err(Error::Step(_))));
    }
}

on_both! {
    async fn only_what_was_never_submitted_is_discarded(w: World) {
        let (amina, brian) = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        r.document_add(&amina, id, file(DocumentRole::Attachment)).await.unwrap();
        r.draft_discard(&amina, id).await.unwrap();
        assert!(matches!(r.draft(&amina, id).await, Err(Error::NotFound(_))));
        let id = w.submitted(&amina, form()).await;
        assert!(matches!(r.draft_discard(&amina, id).await, Err(Error::Step(_))));
        r.send_back(&brian, id, "Say more in box 6.").await.unwrap();
        assert!(matches!(r.draft_discard(&amina, id).await, Err(Error::Refused(_))));
    }
}

on_both! {
    async fn changes_hang_on_the_notification_or_its_revision(w: World) {
        let people = w.kenya().await;
        let (amina, brian) = &people;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let mut issued = Vec::new();
        for (parent, kind) in [
            (symbol.clone(), Kind::Corrigendum),
            (symbol.clone(), Kind::Revision),
            (format!("{symbol}/Rev.1"), Kind::Corrigendum),
            (format!("{symbol}/Rev.1/Corr.1"), Kind::Corrigendum),
            (symbol.clone(), Kind::Corrigendum),
        ] {
            let id = r.draft_create_change(amina, &parent, kind).await.unwrap();
            let draft = r.draft(amina, id).await.unwrap();
            assert_eq!(draft.content.title, "Safety of toasters");
            let mut content = draft.content;
            content.description = "What changes.".into();
            content.comments_until = form().comments_until;
            r.draft_save(amina, id, 1, content).await.unwrap();
            r.submit(amina, id).await.unwrap();
            issued.push(r.approve(brian, id).await.unwrap().replace(&symbol, ""));
        }
        assert_eq!(issued, ["/Corr.1", "/Rev.1", "/Rev.1/Corr.1", "/Rev.1/Corr.2", "/Corr.2"]);
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(page.family.len(), 5);
        assert_eq!(page.summary.state, State::Published);
        let revision = r.notification_page(&format!("{symbol}/Rev.1")).await.unwrap().unwrap();
        assert!(revision.summary.period.is_some());
        assert_eq!(revision.family[0].symbols, std::slice::from_ref(&symbol));
        let corrigendum = r.notification_page(&format!("{symbol}/Corr.1")).await.unwrap().unwrap();
        assert!(corrigendum.summary.period.is_none());
        assert!(matches!(r.draft_create_change(amina, &symbol, Kind::Regular).await, Err(Error::Refused(_))));
    }
}
