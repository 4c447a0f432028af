//! Notified texts clause by clause.

use domain::{
    notification::Content,
    standard::{StandardRecord, StandardStatus},
    text::Paragraph,
};
use registry::{
    Caller, Error,
    comments::NewComment,
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notified_texts::Outline,
};

use crate::harness::{World, form, on_both};

fn text() -> NewDocument {
    let paragraphs = [
        "Toy safety rules",
        "Article 1 Scope",
        "These rules apply to toys for children – of any age.",
        "Article 2 Requirements",
        "Toys shall comply with ISO 8124-1:2018 and with ISO 99999.",
        "Article 3 Tests",
        "The tests are those of ISO 8124-1:2018.",
    ];
    NewDocument {
        role: DocumentRole::NotifiedText,
        name: "draft.docx".into(),
        media_type: "application/x".into(),
        size: 60,
        sha256: "0".repeat(64),
        key: "0".repeat(64),
        language: "en".into(),
        status: DocumentStatus::Official,
        outline: Outline {
            paragraphs: paragraphs.map(Paragraph::plain).to_vec(),
            pages: Some(3),
            notes: vec!["1 picture was left out.".into()],
        },
    }
}

on_both! {
    async fn a_text_is_read_by_clauses_with_what_it_cites(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let record = StandardRecord {
            id: "ISO 8124-1:2018".into(),
            publisher: "ISO".into(),
            year: Some(2018),
            status: StandardStatus::Published,
            ..StandardRecord::default()
        };
        r.catalogue_import(&Caller::System, &[record]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, Content { links: vec![], ..form() }).await.unwrap();
        let document = r.document_add(&people.0, id, text()).await.unwrap();
        // A draft's text is read by its authors alone.
        assert!(matches!(r.notified_text(&Caller::Public, document).await, Err(Error::NotFound(_))));
        // Its references are shown before anything is published, too.
        assert_eq!(r.notified_text(&people.0, document).await.unwrap().references.len(), 3);
        r.submit(&people.0, id).await.unwrap();
        let symbol = r.approve(&people.1, id).await.unwrap();
        let comment = NewComment {
            author: "Ana".into(),
            email: "ana@example.org".into(),
            ..NewComment::of_one("Article 2", "Cite the newest edition.")
        };
        r.comment_submit(&Caller::Public, &symbol, comment).await.unwrap();
        assert!(r.notified_text(&Caller::Public, document).await.unwrap().comments.is_empty());
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        let token = mail.body.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
        r.comment_verify(token).await.unwrap();

        let page = r.notified_text(&Caller::Public, document).await.unwrap();
        assert_eq!((page.pages, page.notes.len()), (Some(3), 1));
        let addresses: Vec<&str> = page.clauses.clauses().iter().map(|c| c.address.as_str()).collect();
        assert!(addresses.contains(&"art-1") && addresses.contains(&"art-2"), "{addresses:?}");
        let known = page.references.iter().find(|s| s.reference.cited == "ISO 8124-1:2018").unwrap();
        assert_eq!(known.standard.as_ref().unwrap().id, "ISO 8124-1:2018");
        // Its place is in the clause that has it.
        let domain::standard::Place::Document { start, end, .. } = known.reference.place else { panic!() };
        assert_eq!(page.clauses.at_character(start).unwrap().address, "art-2");
        let words: String = page.clauses.plain_text().chars().skip(start).take(end - start).collect();
        assert_eq!(words, "ISO 8124-1:2018");
        assert_eq!(page.comments.get("Article 2"), Some(&1));
    }
}
