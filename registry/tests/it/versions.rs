//! The texts of a measure: versions compared, languages side by side, and the
//! cutting corrected by an official before publication.

use std::time::Instant;

use domain::{
    authority::Profile,
    notification::{Kind, Tris},
    role::Role,
    text::{CorrectionChange, Paragraph, Standing},
};
use registry::{
    Caller, Error,
    authorities::Authority,
    comments::NewComment,
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notified_texts::Outline,
};

use crate::harness::{World, day, form, on_both};

const FIRST: [&str; 7] = [
    "Rules on toasters",
    "Article 1 Scope",
    "These rules apply to toasters for the home.",
    "Article 2 Cord",
    "The supply cord shall be at most 1.2 m long.",
    "Article 3 Marking",
    "The warning shall be in the language of the place of sale.",
];

const SECOND: [&str; 9] = [
    "Rules on toasters",
    "Article 1 Scope",
    "These rules apply to toasters for the home.",
    "Article 2 Cord",
    "The supply cord shall be at most 1.5 m long.",
    "Article 3 Marking",
    "The warning shall be in the language of the place of sale.",
    "Article 4 Stock",
    "Toasters made before may be sold for a year.",
];

fn text(lines: &[&str], language: &str, sha: char) -> NewDocument {
    NewDocument {
        role: DocumentRole::NotifiedText,
        name: format!("rules-{language}.docx"),
        media_type: "application/x".into(),
        size: 60,
        sha256: sha.to_string().repeat(64),
        key: sha.to_string().repeat(64),
        language: language.into(),
        status: if language == "en" { DocumentStatus::Official } else { DocumentStatus::Machine },
        outline: Outline {
            paragraphs: lines.iter().map(|line| Paragraph::plain(*line)).collect(),
            pages: None,
            notes: Vec::new(),
        },
    }
}

/// A published notification with this text: symbol and document.
async fn notified(w: &World, people: &(Caller, Caller), lines: &[&str]) -> (String, i64) {
    let r = &w.registry;
    let id = r.draft_create(&people.0).await.unwrap();
    r.draft_save(&people.0, id, 1, form()).await.unwrap();
    let document = r.document_add(&people.0, id, text(lines, "en", 'a')).await.unwrap();
    r.submit(&people.0, id).await.unwrap();
    (r.approve(&people.1, id).await.unwrap(), document)
}

/// A draft revision of it with this text: identifier and document.
async fn revision(w: &World, people: &(Caller, Caller), symbol: &str, lines: &[&str]) -> (i64, i64) {
    let r = &w.registry;
    w.set("2026-12-01T00:00:00Z");
    let id = r.draft_create_change(&people.0, symbol, Kind::Revision).await.unwrap();
    let mut content = r.draft(&people.0, id).await.unwrap().content;
    content.comments_until = form().comments_until;
    content.comments_until.date = Some(day("2027-02-20"));
    r.draft_save(&people.0, id, 1, content).await.unwrap();
    (id, r.document_add(&people.0, id, text(lines, "en", 'b')).await.unwrap())
}

on_both! {
    async fn a_revision_is_compared_with_what_came_before(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let (symbol, first) = notified(&w, &people, &FIRST).await;
        // Nothing came before it.
        let alone = r.text_changes(&Caller::Public, first, None).await.unwrap();
        assert!(alone.compared.is_none() && alone.choices.is_empty());
        let comment = NewComment::of_one("Article 2", "1.2 m is short.");
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        let partner = w.person("BRA", "Camila", &[Role::Official]).await;
        r.comment_submit(&partner, &symbol, comment).await.unwrap();

        let (id, second) = revision(&w, &people, &symbol, &SECOND).await;
        // Before publication its authors compare, and nobody else.
        assert!(r.text_changes(&people.0, second, None).await.unwrap().compared.is_some());
        for stranger in [&Caller::Public, &partner] {
            let refused = r.text_changes(stranger, second, None).await;
            assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
            let refused = r.text_changes(stranger, first, Some(second)).await;
            assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
            let refused = r.text_beside(stranger, first, second).await;
            assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
            assert!(r.notified_text(stranger, first).await.unwrap().versions.later.is_empty());
        }
        r.submit(&people.0, id).await.unwrap();
        let revised = r.approve(&people.1, id).await.unwrap();

        let page = r.text_changes(&Caller::Public, second, None).await.unwrap();
        assert_eq!((page.this.symbol.as_str(), page.choices.len()), (revised.as_str(), 1));
        let compared = page.compared.unwrap();
        assert_eq!(compared.with.document.id, first);
        let counts = [Standing::Changed, Standing::Added, Standing::Removed, Standing::Unchanged]
            .map(|s| compared.comparison.count(s));
        assert_eq!(counts, [1, 1, 0, 3]);
        let changed = compared.comparison.entries.iter().find(|e| e.standing == Standing::Changed).unwrap();
        let words: Vec<&str> = changed.words.iter().map(|s| s.text.as_str()).collect();
        assert!(words.contains(&"1.2") && words.contains(&"1.5"), "{words:?}");
        // The comment is on the earlier version and stays there.
        assert_eq!(compared.comments.get("Article 2"), Some(&1));
        assert!(r.notified_text(&Caller::Public, second).await.unwrap().comments.is_empty());
        // Each text leads to the other.
        let versions = r.notified_text(&Caller::Public, first).await.unwrap().versions;
        assert_eq!(versions.later.iter().map(|v| v.document.id).collect::<Vec<_>>(), [second]);
        let page = r.notification_page(&revised).await.unwrap().unwrap();
        assert_eq!(page.earlier_texts[&second].document.id, first);
        assert!(r.notification_page(&symbol).await.unwrap().unwrap().earlier_texts.is_empty());
    }
}

on_both! {
    async fn a_final_text_is_compared_with_the_notified_one_and_takes_over_no_comments(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let (symbol, first) = notified(&w, &people, &FIRST).await;
        w.set("2027-02-01T00:00:00Z");
        r.adopt(&people.0, &symbol, day("2027-01-30"), "").await.unwrap();
        let id = r.notification_summary(&symbol).await.unwrap().unwrap().id;
        let new = NewDocument { role: DocumentRole::FinalText, ..text(&SECOND, "en", 'c') };
        let last = r.document_add(&people.0, id, new).await.unwrap();
        let page = r.text_changes(&Caller::Public, last, None).await.unwrap();
        assert_eq!(page.compared.unwrap().with.document.id, first);
        // An attachment is no version.
        let versions = r.notified_text(&Caller::Public, first).await.unwrap().versions;
        assert_eq!((versions.earlier.len(), versions.later.len()), (0, 1));
    }
}

/// France under Directive (EU) 2015/1535, with an official and an approver.
async fn france(w: &World) -> (Caller, Caller) {
    w.authority("FRA", "Europe/Paris", "Paris").await;
    let france = w.registry.authority(&"FRA".parse().unwrap()).await.unwrap().unwrap();
    let eu = Authority { profile: Profile::Eu, ..france };
    w.registry.authority_save(&Caller::System, eu).await.unwrap();
    let official = w.person("FRA", "Manon", &[Role::Official]).await;
    (official, w.person("FRA", "Thomas", &[Role::Official, Role::Approver]).await)
}

on_both! {
    async fn a_withheld_text_is_compared_with_its_successors_by_its_authority_alone(w: World) {
        let people = france(&w).await;
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        let partner = w.person("BRA", "Camila", &[Role::Official]).await;
        let r = &w.registry;
        let mut content = form();
        content.tris = Some(Tris {
            responsible_department: "Unit 3".into(),
            category: "Electrical appliances".into(),
            impact_assessment: "not known".into(),
            tbt_aspects: "none".into(),
            confidential: true,
            confidentiality_reasons: "Trade secrets".into(),
            ..Tris::default()
        });
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, content).await.unwrap();
        let secret = r.document_add(&people.0, id, text(&FIRST, "en", 'a')).await.unwrap();
        let translated = r.document_add(&people.0, id, text(&["Règles", "Article 1 Champ"], "fr", 'f')).await.unwrap();
        r.submit(&people.0, id).await.unwrap();
        let symbol = r.approve(&people.1, id).await.unwrap();
        // A revision that is no longer confidential.
        let (revision, open) = revision(&w, &people, &symbol, &SECOND).await;
        let mut content = r.draft(&people.0, revision).await.unwrap().content;
        if let Some(tris) = &mut content.tris {
            tris.confidential = false;
        }
        let version = r.draft(&people.0, revision).await.unwrap().version;
        r.draft_save(&people.0, revision, version, content).await.unwrap();
        r.submit(&people.0, revision).await.unwrap();
        let revised = r.approve(&people.1, revision).await.unwrap();
        // The final text of the confidential one is public.
        w.set("2027-03-01T00:00:00Z");
        r.adopt(&people.0, &symbol, day("2027-02-28"), "").await.unwrap();
        let new = NewDocument { role: DocumentRole::FinalText, ..text(&SECOND, "en", 'c') };
        let last = r.document_add(&people.0, id, new).await.unwrap();

        for stranger in [&Caller::Public, &partner] {
            for later in [open, last] {
                let page = r.text_changes(stranger, later, None).await.unwrap();
                let mentions = format!("{page:?}");
                assert!(!mentions.contains("1.2 m") && !mentions.contains(&"a".repeat(64)), "{mentions}");
                for hidden in [secret, translated] {
                    let refused = r.text_changes(stranger, later, Some(hidden)).await;
                    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
                    let refused = r.text_beside(stranger, later, hidden).await;
                    assert!(matches!(refused, Err(Error::NotFound(_))), "{refused:?}");
                }
                let versions = r.notified_text(stranger, later).await.unwrap().versions;
                let all = versions.earlier.iter().chain(&versions.later).chain(&versions.languages);
                assert!(all.map(|v| v.document.id).all(|id| id != secret && id != translated), "{versions:?}");
            }
        }
        // Whom it belongs to reads all of it.
        let page = r.text_changes(&people.0, open, None).await.unwrap();
        assert_eq!(page.compared.unwrap().with.document.id, secret);
        let page = r.text_changes(&people.0, last, Some(secret)).await.unwrap();
        assert_eq!(page.compared.unwrap().with.document.id, secret);
        assert!(r.notified_text(&people.0, last).await.unwrap().versions.earlier.iter().any(|v| v.document.id == secret));
        // The pages of the notifications are the same for everybody: they name neither.
        for symbol in [&symbol, &revised] {
            let page = r.notification_page(symbol).await.unwrap().unwrap();
            assert!(page.earlier_texts.values().all(|v| v.document.id != secret && v.document.id != translated));
        }
    }
}

on_both! {
    async fn a_translation_stands_beside_its_text_also_from_a_supplement(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, form()).await.unwrap();
        let english = r.document_add(&people.0, id, text(&FIRST, "en", 'a')).await.unwrap();
        let french = r
            .document_add(&people.0, id, text(&["Règles", "Article 1 Champ", "Grille-pain.", "Article 3 Marquage"], "fr", 'f'))
            .await
            .unwrap();
        r.submit(&people.0, id).await.unwrap();
        let symbol = r.approve(&people.1, id).await.unwrap();
        w.set("2026-12-01T00:00:00Z");
        let supplement = r.draft_create_change(&people.0, &symbol, Kind::Supplement).await.unwrap();
        let mut content = r.draft(&people.0, supplement).await.unwrap().content;
        content.description = "A translation.".into();
        r.draft_save(&people.0, supplement, 1, content).await.unwrap();
        let spanish = r.document_add(&people.0, supplement, text(&["Reglas", "Artículo 1 Alcance"], "es", 'e')).await.unwrap();
        r.submit(&people.0, supplement).await.unwrap();
        r.approve(&people.1, supplement).await.unwrap();

        let page = r.notified_text(&Caller::Public, english).await.unwrap();
        let languages: Vec<i64> = page.versions.languages.iter().map(|v| v.document.id).collect();
        assert_eq!(languages, [french, spanish]);
        assert_eq!(page.versions.languages[0].document.status, DocumentStatus::Machine);
        assert!(page.versions.earlier.is_empty() && page.versions.later.is_empty());
        let back = r.notified_text(&Caller::Public, spanish).await.unwrap().versions.languages;
        assert_eq!(back.iter().map(|v| v.document.id).collect::<Vec<_>>(), [english, french]);

        let beside = r.text_beside(&Caller::Public, english, french).await.unwrap();
        let rows: Vec<(Option<&str>, Option<&str>)> = beside
            .alignment
            .rows
            .iter()
            .map(|row| {
                let left = row.first.map(|at| page.clauses.clauses()[at].address.as_str());
                (left, row.second.map(|at| beside.clauses.clauses()[at].address.as_str()))
            })
            .collect();
        assert_eq!(
            rows,
            [
                (Some("preamble"), Some("preamble")),
                (Some("art-1"), Some("art-1")),
                (Some("art-2"), None),
                (Some("art-3"), Some("art-3"))
            ]
        );
    }
}

on_both! {
    async fn corrections_are_kept_undone_and_end_with_publication(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, form()).await.unwrap();
        let document = r.document_add(&people.0, id, text(&FIRST, "en", 'a')).await.unwrap();
        let before = r.text_corrections(&people.0, id, document).await.unwrap();
        assert_eq!((before.version, before.clauses.clauses().len(), before.may_correct), (0, 4, true));

        let changes = vec![
            CorrectionChange::Split,
            CorrectionChange::Number { number: Some("1a".into()) },
        ];
        let effect = r.text_correct(&people.0, id, document, 0, 2, changes).await.unwrap();
        assert_eq!((effect.before, effect.after), (4, 5));
        // Who opened the page before is told, and nothing is done.
        let late = r.text_correct(&people.0, id, document, 0, 3, vec![CorrectionChange::Join]).await;
        assert!(matches!(late, Err(Error::Conflict)), "{late:?}");
        // One without effect is refused with its reason.
        let wrong = r.text_correct(&people.0, id, document, 1, 0, vec![CorrectionChange::Join]).await;
        let Err(Error::Invalid(errors)) = wrong else { panic!("{wrong:?}") };
        assert_eq!(errors[0].message, "There is no clause before the first one.");
        // Breaking a paragraph moves what is cited behind it: the words follow.
        r.text_correct(&people.0, id, document, 1, 4, vec![CorrectionChange::Break { character: 16 }]).await.unwrap();
        let now = r.text_corrections(&people.0, id, document).await.unwrap();
        assert_eq!((now.version, now.corrections.len(), now.clauses.clauses().len()), (2, 3, 6));
        assert_eq!(now.corrections[0].by, "Amina");

        // The approver sees them, once it is handed in; strangers never.
        w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
        let partner = w.person("BRA", "Camila", &[Role::Official]).await;
        for stranger in [&Caller::Public, &partner] {
            assert!(r.text_corrections(stranger, id, document).await.is_err());
            let refused = r.text_correct(stranger, id, document, 2, 1, vec![CorrectionChange::Join]).await;
            assert!(matches!(refused, Err(Error::NotFound(_) | Error::SignInNeeded)), "{refused:?}");
        }
        let coordinator = w.person("KEN", "Joseph", &[Role::Coordinator]).await;
        assert!(!r.text_corrections(&coordinator, id, document).await.unwrap().may_correct);
        let refused = r.text_correct(&coordinator, id, document, 2, 1, vec![CorrectionChange::Join]).await;
        assert!(matches!(refused, Err(Error::Step(_))), "{refused:?}");

        // The same bytes again are cut alike, though the file was removed between.
        r.document_remove(&people.0, id, document).await.unwrap();
        let document = r.document_add(&people.0, id, text(&FIRST, "en", 'a')).await.unwrap();
        let again = r.text_corrections(&people.0, id, document).await.unwrap();
        assert_eq!(again.clauses, now.clauses);
        assert_eq!(*r.notified_text(&people.0, document).await.unwrap().clauses, now.clauses);

        // Taking back the split leaves the number without a clause: it says so.
        r.text_correction_undo(&people.0, id, document, 2, 0).await.unwrap();
        let undone = r.text_corrections(&people.0, id, document).await.unwrap();
        assert_eq!(undone.corrections.len(), 2);
        assert!(undone.corrections[0].not_applied.is_some() && undone.corrections[1].not_applied.is_none());
        assert_eq!(undone.clauses.clauses().len(), 5);
        assert_eq!(r.draft(&people.0, id).await.unwrap().corrections["a".repeat(64).as_str()], 3);

        r.submit(&people.0, id).await.unwrap();
        r.text_correct(&people.1, id, document, 3, 3, vec![CorrectionChange::Heading { heading: Some("Leads".into()) }])
            .await
            .unwrap();
        let symbol = r.approve(&people.1, id).await.unwrap();
        let refused = r.text_corrections(&people.0, id, document).await;
        let Err(Error::Refused(sentence)) = refused else { panic!("{refused:?}") };
        assert!(sentence.contains("corrigendum"), "{sentence}");
        assert!(r.text_correction_undo(&people.0, id, document, 4, 0).await.is_err());
        // What was corrected is what is published.
        let public = r.notified_text(&Caller::Public, document).await.unwrap();
        assert!(public.clauses.clauses().iter().any(|c| c.heading.as_deref() == Some("Leads")));
        let log = r.notification_page(&symbol).await.unwrap().unwrap().history;
        let corrected: Vec<&str> = log.iter().filter(|e| e.what == "text-corrected").map(|e| e.actor.as_str()).collect();
        assert_eq!(corrected, ["Amina", "Amina", "Brian"]);
    }
}

on_both! {
    async fn a_regulator_does_not_correct_what_was_handed_over(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let ruth = w.person("KEN", "Ruth", &[Role::Regulator]).await;
        let amina = w.person("KEN", "Amina", &[Role::Official]).await;
        let brian = w.person("KEN", "Brian", &[Role::Approver]).await;
        let r = &w.registry;
        let id = r.draft_create(&ruth).await.unwrap();
        r.draft_save(&ruth, id, 1, form()).await.unwrap();
        let document = r.document_add(&ruth, id, text(&FIRST, "en", 'a')).await.unwrap();
        let heading = || vec![CorrectionChange::Heading { heading: Some("Leads".into()) }];
        r.text_correct(&ruth, id, document, 0, 3, heading()).await.unwrap();
        r.hand_over(&ruth, id, "").await.unwrap();
        assert!(!r.text_corrections(&ruth, id, document).await.unwrap().may_correct);
        for refused in [
            r.text_correct(&ruth, id, document, 1, 3, vec![CorrectionChange::Heading { heading: None }]).await,
            r.text_correction_undo(&ruth, id, document, 1, 0).await,
        ] {
            let Err(Error::Refused(sentence)) = refused else { panic!("{refused:?}") };
            assert!(sentence.contains("with the enquiry point"), "{sentence}");
        }
        assert!(r.text_corrections(&amina, id, document).await.unwrap().may_correct);
        // Handed in, it is with the enquiry point no longer: its approver corrects, too.
        r.submit(&amina, id).await.unwrap();
        assert!(r.text_corrections(&brian, id, document).await.unwrap().may_correct);
        r.text_correction_undo(&brian, id, document, 1, 0).await.unwrap();
    }
}

/// Two versions of 5,000 clauses are compared within a second.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_clauses_are_compared_in_time() {
    let w = World::new(crate::harness::On::Sqlite).await;
    let people = w.kenya().await;
    let line = |n: usize, limit: usize| {
        [
            format!("Article {n} Part {n}"),
            format!(
                "Component number {n} of the appliance shall keep its temperature below {limit} K when it is used for {} hours in room {}.",
                n % 37,
                n * 7
            ),
        ]
    };
    let law = |changed: usize| -> Vec<String> {
        (1..=5_000).flat_map(|n| line(n, if n % changed == 0 { 60 } else { 65 })).collect()
    };
    let (old, new) = (law(5_001), law(5));
    let lines = |law: &'static [String]| law.iter().map(String::as_str).collect::<Vec<_>>();
    let (old, new) = (lines(old.leak()), lines(new.leak()));
    let (symbol, _) = notified(&w, &people, &old).await;
    let (_, document) = revision(&w, &people, &symbol, &new).await;
    let start = Instant::now();
    let page = w.registry.text_changes(&people.0, document, None).await.unwrap();
    let took = start.elapsed();
    println!("two texts of 5,000 clauses compared in {took:?}");
    let compared = page.compared.unwrap();
    assert_eq!(compared.comparison.count(Standing::Changed), 1_000);
    // Tests are not optimised and share the machine: the bound leaves room.
    assert!(took.as_secs() < 10, "{took:?}");
}
