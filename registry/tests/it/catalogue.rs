//! The catalogue of standards and the names of codes.

use std::io::Read;

use domain::{
    divergence::Code,
    notification::{Content, ImportedNotification, Kind, Source, State},
    standard::{Catalogue, CorrespondenceRow, DeclaredReference, StandardRecord, StandardStatus},
};
use registry::{
    Caller, Error,
    catalogue::{CitedBy, ImportCounts},
    codes::{CodeName, Scheme},
    notifications::DivergenceState,
    shelves::Shelf,
};

use crate::harness::{World, day, form, on_both};

fn record(id: &str, year: i16, title: &str, replaced_by: &str) -> StandardRecord {
    StandardRecord {
        id: id.to_owned(),
        publisher: "ISO".to_owned(),
        number: "8124".to_owned(),
        part: "1".to_owned(),
        year: Some(year),
        kind: "IS".to_owned(),
        title_en: title.to_owned(),
        ics: vec!["97.200.50".to_owned()],
        status: if replaced_by.is_empty() { StandardStatus::Published } else { StandardStatus::Withdrawn },
        stage: if replaced_by.is_empty() { "60.60" } else { "95.99" }.to_owned(),
        published: format!("{year}-11-03"),
        replaced_by: if replaced_by.is_empty() { vec![] } else { vec![replaced_by.to_owned()] },
        ..StandardRecord::default()
    }
}

on_both! {
    async fn an_import_counts_what_it_did(w: World) {
        let r = &w.registry;
        let mut records: Vec<_> = (0..2_500).map(|n| record(&format!("ISO {n}:2022"), 2022, "Toys", "")).collect();
        let counts = r.catalogue_import(&Caller::System, &records).await.unwrap();
        assert_eq!(counts, ImportCounts { new: 2_500, changed: 0, unchanged: 0 });
        records[7].committee = "ISO/TC 181".to_owned();
        records.push(record("ISO 1:2022", 2022, "Toys", ""));
        let counts = r.catalogue_import(&Caller::System, &records).await.unwrap();
        assert_eq!(counts, ImportCounts { new: 0, changed: 1, unchanged: 2_499 });
        let people = w.kenya().await;
        assert!(matches!(r.catalogue_import(&people.0, &records).await, Err(Error::Step(_))));
        // One source knows scopes; another that does not leaves them as they are.
        let scoped = StandardRecord { scope: "Toys for children.".into(), ..records[1].clone() };
        let import = |records: Vec<StandardRecord>| async move {
            r.catalogue_import(&Caller::System, &records).await.unwrap()
        };
        assert_eq!(import(vec![scoped]).await.changed, 1);
        assert_eq!(import(vec![records[1].clone()]).await.unchanged, 1);
        let renamed = StandardRecord { title_en: "Toys and games".into(), ..records[1].clone() };
        assert_eq!(import(vec![renamed]).await.changed, 1);
        r.catalogue_reload().await.unwrap();
        let record = r.standard_page("ISO 1:2022").await.unwrap().unwrap().record;
        assert_eq!((record.title_en.as_str(), record.scope.as_str()), ("Toys and games", "Toys for children."));
    }
}

on_both! {
    async fn codes_are_found_by_digits_and_by_words(w: World) {
        let r = &w.registry;
        let code = |code: &str, name: &str, name_fr: &str| CodeName {
            code: code.into(), name: name.into(), name_fr: name_fr.into(),
        };
        let codes = [
            code("85", "Electrical machinery", ""),
            code("8516", "Electric water heaters; toasters", "Chauffe-eau électriques"),
            code("851672", "Toasters", ""),
            code("9503", "Toys 100% safe", ""),
        ];
        let counts = r.codes_import(&Caller::System, Scheme::Hs, &codes).await.unwrap();
        assert_eq!((counts.new, counts.unchanged), (4, 0));
        assert_eq!(r.codes_import(&Caller::System, Scheme::Hs, &codes).await.unwrap().unchanged, 4);
        r.codes_import(&Caller::System, Scheme::Ics, &[code("97.200.50", "Toys", "Jouets")]).await.unwrap();
        let suggest = |scheme, typed: &'static str| async move {
            let found = r.code_suggest(scheme, typed, 10).await.unwrap();
            found.into_iter().map(|c| c.code).collect::<Vec<_>>()
        };
        assert_eq!(suggest(Scheme::Hs, "85 16").await, ["8516", "851672"]);
        assert_eq!(suggest(Scheme::Hs, "toast").await, ["8516", "851672"]);
        assert_eq!(suggest(Scheme::Hs, "ÉLECTRIQUES eau").await, ["8516"]);
        assert_eq!(suggest(Scheme::Hs, "%").await, [""; 0]);
        assert_eq!(suggest(Scheme::Ics, "97.2").await, ["97.200.50"]);
        assert_eq!(suggest(Scheme::Ics, "jouet").await, ["97.200.50"]);
        let names = r.code_names(Scheme::Hs, &["9503".into(), "1111".into(), "85".into()]).await.unwrap();
        assert_eq!(names.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(), ["9503", "85"]);
    }
}

/// Two editions of one standard, the older one replaced.
fn toys() -> Vec<StandardRecord> {
    vec![
        record("ISO 8124-1:2018", 2018, "Safety of toys", "ISO 8124-1:2022"),
        record("ISO 8124-1:2022", 2022, "Safety of toys", ""),
        StandardRecord {
            supplement: "Amd 1:2023".into(),
            base: "ISO 8124-1:2022".into(),
            kind: "Amd".into(),
            ..record("ISO 8124-1:2022/Amd 1:2023", 2023, "Safety of toys, amendment 1", "")
        },
        record("ISO 9001:2015", 2015, "Quality management", ""),
    ]
}

fn citing(cited: &str) -> Content {
    Content {
        products: "Toys".into(),
        ics: vec!["97.200.50".parse().unwrap()],
        references: vec![DeclaredReference { cited: cited.into(), ..DeclaredReference::default() }],
        ..form()
    }
}

on_both! {
    async fn a_new_edition_raises_a_flag_and_mending_resolves_it(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let toys = toys();
        let only_old = StandardRecord { replaced_by: vec![], status: StandardStatus::Published, ..toys[0].clone() };
        r.catalogue_import(&Caller::System, &[only_old.clone(), toys[3].clone()]).await.unwrap();
        assert_eq!(r.catalogue_reload().await.unwrap(), 2);
        let symbol = w.published(&people, citing("ISO 8124-1:2018")).await;
        let quality = w.published(&people, citing("ISO 9001:2015")).await;
        let flags = |symbol: String| async move {
            let page = r.notification_page(&symbol).await.unwrap().unwrap();
            let about = page.divergences.into_iter();
            about.filter(|d| d.divergence.code == Code::SupersededEdition).collect::<Vec<_>>()
        };
        assert!(flags(symbol.clone()).await.is_empty());

        let head = r.outbox_head().await.unwrap();
        r.catalogue_import(&Caller::System, &toys).await.unwrap();
        w.set("2026-12-01T00:00:00Z");
        assert_eq!(r.catalogue_reload().await.unwrap(), 4);
        let raised = flags(symbol.clone()).await;
        assert_eq!((raised.len(), raised[0].state), (1, DivergenceState::Open));
        assert_eq!(raised[0].divergence.evidence.instead, "ISO 8124-1:2022");
        assert_eq!(raised[0].raised, Some("2026-12-01T00:00:00Z".parse().unwrap()));
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(page.references[0].current.as_ref().unwrap().id, "ISO 8124-1:2022");
        assert!(page.references[0].flags.contains(&Code::SupersededEdition));
        // Everyone reads in the log what raised it.
        let last = page.history.last().unwrap();
        assert_eq!(last.what, "judged-again");
        assert!(last.note.contains("raised superseded edition (ISO 8124-1:2018)"), "{}", last.note);
        // The index is told of this one alone.
        let told = r.outbox_after(head, 10).await.unwrap();
        assert_eq!(told.iter().map(|e| e.notification).collect::<Vec<_>>(), [page.summary.id]);
        assert!(r.index_documents(&[page.summary.id]).await.unwrap()[0].divergences.contains(&Code::SupersededEdition));
        assert!(flags(quality).await.is_empty());

        // Nothing new: nothing is judged or told again.
        let head = r.outbox_head().await.unwrap();
        r.catalogue_import(&Caller::System, &toys).await.unwrap();
        r.catalogue_reload().await.unwrap();
        assert_eq!(r.outbox_head().await.unwrap(), head);

        // The source takes it back.
        w.set("2026-12-02T00:00:00Z");
        let mut back = toys;
        back[0] = only_old;
        back[1].status = StandardStatus::Deleted;
        r.catalogue_import(&Caller::System, &back).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let history = r.notification_page(&symbol).await.unwrap().unwrap().history;
        assert!(history.last().unwrap().note.contains("resolved superseded edition (ISO 8124-1:2018)"));
        let resolved = flags(symbol).await;
        assert_eq!((resolved.len(), resolved[0].state), (1, DivergenceState::Resolved));
        assert_eq!(resolved[0].resolved, Some("2026-12-02T00:00:00Z".parse().unwrap()));
    }
}

on_both! {
    async fn a_standards_page_has_its_editions_and_who_cites_it(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toys()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let old = w.published(&people, citing("ISO 8124-1:2018")).await;
        let any = w.published(&people, citing("ISO 8124-1")).await;
        w.submitted(&people.0, citing("ISO 8124-1:2018")).await;
        let page = r.standard_page("iso 8124-1").await.unwrap().unwrap();
        assert_eq!(page.record.id, "ISO 8124-1:2022");
        assert_eq!(page.editions.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["ISO 8124-1:2018", "ISO 8124-1:2022"]);
        assert_eq!(page.supplements[0].id, "ISO 8124-1:2022/Amd 1:2023");
        assert!(page.successors.is_empty());
        let citing: Vec<_> = page.citing.iter().map(|c| (c.year, c.notification.symbols[0].clone())).collect();
        assert_eq!(citing, [(None, any), (Some(2018), old)]);
        let by_year = [(None, 1), (Some(2018), 1)].into();
        assert_eq!(page.cited, CitedBy { measures: 2, authorities: 1, superseded: 1, by_year });
        let page = r.standard_page("ISO 8124-1:2018").await.unwrap().unwrap();
        assert_eq!((page.record.year, page.successors[0].id.as_str()), (Some(2018), "ISO 8124-1:2022"));
        assert!(r.standard_page("ISO 8124-1:1999").await.unwrap().is_none());
        assert!(r.standard_page("nonsense").await.unwrap().is_none());
        let moved = r.standards_moved(5).await.unwrap();
        assert_eq!(moved.len(), 1);
        assert_eq!((moved[0].current.id.as_str(), moved[0].cited_old), ("ISO 8124-1:2022", 1));
        assert_eq!(r.home().await.unwrap().standards, 4);
    }
}

on_both! {
    async fn all_who_cite_a_standard_are_counted_and_the_newest_listed(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toys()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        // The oldest are of another authority, and cite the old edition.
        let measure = |n: u32| ImportedNotification {
            symbols: vec![format!("G/TBT/N/{}/{n}", if n < 10 { "FRA" } else { "KEN" }).parse().unwrap()],
            authority_names: vec![],
            source: Source::Eping,
            kind: Kind::Regular,
            state: State::Published,
            published: day(if n < 10 { "2020-01-01" } else { "2024-01-01" }),
            content: citing(if n < 10 { "ISO 8124-1:2018" } else { "ISO 8124-1:2022" }),
        };
        let batch: Vec<ImportedNotification> = (1..=509).map(measure).collect();
        r.notifications_import(&Caller::System, &batch).await.unwrap();
        let page = r.standard_page("ISO 8124-1").await.unwrap().unwrap();
        let by_year = [(Some(2018), 9), (Some(2022), 500)].into();
        assert_eq!(page.cited, CitedBy { measures: 509, authorities: 2, superseded: 9, by_year });
        assert_eq!(page.citing.len(), 500);
        assert!(page.citing.iter().all(|c| c.year == Some(2022)));
    }
}

on_both! {
    async fn standards_are_suggested_by_number_and_by_title(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toys()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let suggest = |typed: &'static str| async move {
            let found = r.standard_suggest(typed, 3).await.unwrap();
            found.into_iter().map(|s| s.id).collect::<Vec<_>>()
        };
        let toys = ["ISO 8124-1:2022", "ISO 8124-1:2022/Amd 1:2023", "ISO 8124-1:2018"];
        assert_eq!(suggest("iso8124").await, toys);
        assert_eq!(suggest("ISO 8124-1:2018").await, ["ISO 8124-1:2018"]);
        assert_eq!(suggest("8124-1").await, toys);
        assert_eq!(suggest("toys safe").await, toys);
        assert_eq!(suggest("  ").await, [""; 0]);
        assert_eq!(suggest("qualities").await, [""; 0]);
        // Another server reads the same catalogue when it starts.
        assert_eq!(w.again().await.standard_suggest("9001", 1).await.unwrap()[0].id, "ISO 9001:2015");
        assert_eq!(w.again().await.standard_suggest("iso 9001", 1).await.unwrap()[0].id, "ISO 9001:2015");
    }
}

on_both! {
    async fn a_small_change_is_what_reading_everything_gives(w: World) {
        let r = &w.registry;
        let named = |id: &str, replaces: &str| StandardRecord {
            replaces: vec![replaces.to_owned()],
            ..record(id, 2024, "Safety of toys", "")
        };
        let withdrawn = |id: &str, year| StandardRecord {
            status: StandardStatus::Withdrawn, ..record(id, year, "Safety of prams", "")
        };
        let mut start = toys();
        start.extend([withdrawn("ISO 700:1990", 1990), withdrawn("ISO 800:1990", 1990)]);
        r.catalogue_import(&Caller::System, &start).await.unwrap();
        r.catalogue_reload().await.unwrap();
        // Whoever reads goes on with what there was.
        let before = r.catalogue();
        let row = |degree: &str| CorrespondenceRow {
            national_id: "GB 6675.2-2014".into(),
            international_id: "ISO 8124-1:2018".into(),
            degree: degree.into(),
            ..CorrespondenceRow::default()
        };
        let withdraw = StandardRecord { status: StandardStatus::Withdrawn, ..toys()[1].clone() };
        for (records, rows) in [
            (vec![named("ISO 701:2024", "ISO 700:1990")], vec![]),
            (vec![withdraw], vec![row("MOD")]),
            (vec![record("ISO 8124-1:2025", 2025, "Toys of today", "")], vec![]),
            (vec![], vec![row("IDT")]),
            (vec![named("ISO 701:2024", "ISO 800:1990")], vec![]),
        ] {
            r.catalogue_import(&Caller::System, &records).await.unwrap();
            r.correspondences_import(&Caller::System, &rows).await.unwrap();
            let count = r.catalogue_reload().await.unwrap();
            let (small, whole) = (r.catalogue(), w.again().await.catalogue());
            assert_eq!((small.len(), count), (whole.len(), whole.len()));
            for entry in whole.iter() {
                assert_eq!(format!("{:?}", small.get(&entry.id)), format!("{:?}", Some(entry)));
            }
            let facts = |c: &Catalogue| c.correspondences().iter().cloned().collect::<Vec<_>>();
            assert_eq!(facts(&small), facts(&whole));
        }
        let c = r.catalogue();
        let replaced_by = |id: &str| c.get(id).unwrap().replaced_by.clone();
        assert_eq!((replaced_by("ISO 700:1990"), replaced_by("ISO 800:1990")), (vec![], vec!["ISO 701:2024".to_owned()]));
        assert_eq!(replaced_by("ISO 8124-1:2022"), ["ISO 8124-1:2025"]);
        assert_eq!(before.len(), start.len());
        assert_eq!(r.standard_suggest("toys of today", 3).await.unwrap()[0].id, "ISO 8124-1:2025");
    }
}

on_both! {
    async fn what_cites_an_adoption_or_a_predecessor_is_judged_again(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let mut start = toys();
        start.push(record("ISO 700:1990", 1990, "Toys of old", "ISO 8124-1:2018"));
        start.push(record("IEC 60335-1:2010", 2010, "Household appliances", ""));
        r.catalogue_import(&Caller::System, &start).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let mut symbols = Vec::new();
        for cited in ["DIN EN ISO 8124-1:2023", "ISO 700:1990", "EN 335-1:2012", "ISO 9001:2015", "EN 60335-1:2012"] {
            symbols.push(w.published(&people, citing(cited)).await);
        }
        let told = |head| async move {
            let told = r.outbox_after(head, 100).await.unwrap();
            told.into_iter().map(|e| e.notification).collect::<Vec<_>>()
        };
        let mut ids = Vec::new();
        for symbol in &symbols {
            ids.push(r.notification_page(symbol).await.unwrap().unwrap().summary.id);
        }
        let head = r.outbox_head().await.unwrap();
        let next = record("ISO 8124-1:2025", 2025, "Safety of toys", "");
        let old = StandardRecord { replaced_by: vec![next.id.clone()], status: StandardStatus::Withdrawn, ..toys()[1].clone() };
        r.catalogue_import(&Caller::System, &[old, next]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let judged = told(head).await;
        assert!(judged.contains(&ids[0]) && judged.contains(&ids[1]), "{judged:?} of {ids:?}");
        assert!(!judged.contains(&ids[3]) && !judged.contains(&ids[4]), "{judged:?} of {ids:?}");
        let head = r.outbox_head().await.unwrap();
        let withdrawn = StandardRecord { status: StandardStatus::Withdrawn, ..start[5].clone() };
        r.catalogue_import(&Caller::System, &[withdrawn]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let judged = told(head).await;
        assert!(judged.contains(&ids[4]) && !judged.contains(&ids[0]), "{judged:?} of {ids:?}");
    }
}

/// The real catalogue where it is at hand: no limit is asserted but the
/// generous one of ten times what was measured.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_catalogue_is_imported_and_found() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/standards/standards.jsonl.zst");
    let Ok(file) = std::fs::File::open(file) else {
        println!("skipped: no ../shared");
        return;
    };
    let mut text = String::new();
    zstd::Decoder::new(file).unwrap().read_to_string(&mut text).unwrap();
    let records: Vec<StandardRecord> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let w = World::new(crate::harness::On::Sqlite).await;
    let mut counts = ImportCounts::default();
    for batch in records.chunks(5_000) {
        counts += w.registry.catalogue_import(&Caller::System, batch).await.unwrap();
    }
    assert_eq!(counts.new, records.len() as u64, "{counts:?}");
    assert_eq!(w.registry.catalogue_reload().await.unwrap(), records.len());
    // A change is taken in alone: the entries of all others stay where they are.
    let before = w.registry.catalogue();
    let published = records.iter().rfind(|r| r.status == StandardStatus::Published).unwrap();
    let one = StandardRecord { status: StandardStatus::Withdrawn, ..published.clone() };
    let counts = w.registry.catalogue_import(&Caller::System, &[one]).await.unwrap();
    assert_eq!(counts.changed, 1);
    let start = std::time::Instant::now();
    assert_eq!(w.registry.catalogue_reload().await.unwrap(), records.len());
    println!("one changed standard taken in after {:?}", start.elapsed());
    let after = w.registry.catalogue();
    let entry = |c: &Catalogue, id: &str| std::ptr::from_ref(c.get(id).unwrap());
    assert_eq!(entry(&before, &records[0].id), entry(&after, &records[0].id));
    assert_ne!(after.get(&published.id).unwrap().status, StandardStatus::Published);
    for typed in ["iso", "iso8124", "toys", "safety of", "iec 60335-2-9", "quality management systems"] {
        let found = w.registry.standard_suggest(typed, 10).await.unwrap();
        assert_eq!(found.len(), 10, "{typed}");
    }
}

on_both! {
    async fn shelves_hold_what_is_in_force(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let mut records = toys();
        for record in &mut records[..2] {
            record.committee = "ISO/TC 181".into();
        }
        records[3].ics = vec!["03.120.10".into()];
        r.catalogue_import(&Caller::System, &records).await.unwrap();
        r.catalogue_reload().await.unwrap();
        w.published(&people, citing("ISO 8124-1:2018")).await;
        let shelf = |shelf: Shelf, page| async move { r.standards_on(shelf, page).await.unwrap() };
        let publisher = shelf(Shelf::Publisher("ISO".into()), 7).await.unwrap();
        assert_eq!((publisher.in_force, publisher.records, publisher.page, publisher.pages), (2, 4, 1, 1));
        let on: Vec<(&str, u64)> =
            publisher.standards.iter().map(|s| (s.standard.id.as_str(), s.measures)).collect();
        assert_eq!(on, [("ISO 8124-1:2022", 1), ("ISO 9001:2015", 0)]);
        assert_eq!(shelf(Shelf::Committee("ISO/TC 181".into()), 1).await.unwrap().in_force, 1);
        assert_eq!(shelf(Shelf::Ics("97".into()), 1).await.unwrap().in_force, 1);
        assert_eq!(shelf(Shelf::Ics("97.200".into()), 1).await.unwrap().in_force, 1);
        assert!(shelf(Shelf::Ics("97.20".into()), 1).await.is_none());
        assert!(shelf(Shelf::Publisher("XYZ".into()), 1).await.is_none());
    }
}

on_both! {
    async fn another_program_on_the_database_learns_of_a_change(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toys()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let other = w.again().await;
        assert!(!other.catalogue_is_behind().await.unwrap());
        let newer = record("ISO 8124-1:2026", 2026, "Safety of toys", "");
        other.catalogue_import(&Caller::System, &[newer]).await.unwrap();
        other.catalogue_reload().await.unwrap();
        assert!(!other.catalogue_is_behind().await.unwrap());
        // What the other one judged already, this one still has to take in.
        assert!(r.catalogue_is_behind().await.unwrap());
        assert_eq!(r.catalogue_reload().await.unwrap(), 5);
        assert!(r.catalogue().get("ISO 8124-1:2026").is_some());
        assert!(!r.catalogue_is_behind().await.unwrap());
    }
}
