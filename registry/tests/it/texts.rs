//! Notified texts clause by clause.

use domain::{
    notification::Content,
    standard::{Place, StandardRecord, StandardStatus},
    text::Paragraph,
};
use registry::{
    Caller, Error,
    comments::NewComment,
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notified_texts::{At, Outline},
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

on_both! {
    async fn a_long_text_is_read_page_by_page(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&people.0).await.unwrap();
        let lines = (1..=400).flat_map(|n| {
            let cited = format!("Toys comply with ISO {}. {}", 20_000 + n, "They are safe. ".repeat(20));
            [Paragraph::plain(format!("Article {n} Limit")), Paragraph::plain(cited)]
        });
        let long = NewDocument { outline: Outline { paragraphs: lines.collect(), pages: None, notes: vec![] }, ..text() };
        let document = r.document_add(&people.0, id, long).await.unwrap();
        let at = async |page: Option<usize>, clause: Option<&str>| {
            let at = At { page, clause: clause.map(str::to_owned) };
            r.notified_text_at(&people.0, document, &at).await.unwrap()
        };
        let first = at(None, None).await;
        assert!(first.of_pages > 2 && first.page == 1 && first.references.len() < 200);
        // Every reference is on one page, at its place in the whole text.
        let letters: Vec<char> = first.clauses.plain_text().chars().collect();
        let mut cited = Vec::new();
        for page in 1..=first.of_pages {
            for found in at(Some(page), None).await.references {
                let Place::Document { start, end, .. } = found.reference.place else { panic!("{found:?}") };
                cited.push(letters[start..end].iter().collect::<String>());
            }
        }
        assert_eq!(cited.len(), 400);
        assert_eq!((cited[0].as_str(), cited[399].as_str()), ("ISO 20001", "ISO 20400"));
        // An address leads to its page, and what there is none of to the nearest.
        let there = at(None, Some("art-399")).await;
        assert_eq!(there.page, there.of_pages);
        assert!(there.pieces.iter().any(|p| there.clauses.clauses()[p.clause].address == "art-399" && p.begins));
        assert_eq!((at(Some(0), None).await.page, at(Some(999), None).await.page), (1, first.of_pages));
        assert_eq!(at(Some(2), Some("art-no")).await.page, 2);
    }
}
