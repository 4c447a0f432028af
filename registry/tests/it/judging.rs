//! Many judged together.

use domain::{
    divergence::Code,
    notification::{Content, ImportedNotification, Kind, Source, State},
    standard::{CorrespondenceRow, DeclaredReference, StandardRecord, StandardStatus},
    text::Paragraph,
};
use registry::{
    Caller,
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notifications::Cause,
    notified_texts::Outline,
};
use sea_orm::{ConnectionTrait, Database, Statement};

use crate::harness::{World, day, form, on_both};

fn record(id: &str, ics: &str) -> StandardRecord {
    let year = id.rsplit_once(':').and_then(|(_, y)| y.parse().ok());
    StandardRecord {
        id: id.into(),
        publisher: "ISO".into(),
        year,
        status: StandardStatus::Published,
        ics: vec![ics.into()],
        ..StandardRecord::default()
    }
}

fn citing(cited: &str) -> Content {
    let cited = DeclaredReference { cited: cited.into(), ..DeclaredReference::default() };
    Content { references: vec![cited], hs: vec!["9503".parse().unwrap()], ..form() }
}

fn imported(symbol: &str, content: Content) -> ImportedNotification {
    ImportedNotification {
        symbols: vec![symbol.parse().unwrap()],
        authority_names: vec![],
        source: Source::Eping,
        kind: Kind::Regular,
        state: State::Published,
        published: day("2026-11-01"),
        content,
    }
}

async fn codes(w: &World, symbol: &str) -> Vec<Code> {
    let page = w.registry.notification_page(symbol).await.unwrap().unwrap();
    page.divergences.into_iter().filter(|d| d.resolved.is_none()).map(|d| d.divergence.code).collect()
}

on_both! {
    async fn imports_are_compared_with_their_neighbours_both_ways(w: World) {
        let r = &w.registry;
        let records = [record("ISO 8124-1:2018", "97.200.50"), record("ISO 8124-1:2022", "97.200.50")];
        r.catalogue_import(&Caller::System, &records).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let batch = [imported("G/TBT/N/FRA/1", citing("ISO 8124-1:2018"))];
        r.notifications_import(&Caller::System, &batch).await.unwrap();
        let batch = [imported("G/TBT/N/KEN/1", citing("ISO 8124-1:2022"))];
        r.notifications_import(&Caller::System, &batch).await.unwrap();
        assert!(codes(&w, "G/TBT/N/KEN/1").await.contains(&Code::Fragmentation));
        // The first one is told of the second when all are judged again, and only then.
        assert!(!codes(&w, "G/TBT/N/FRA/1").await.contains(&Code::Fragmentation));
        let mut seen = 0;
        assert_eq!(r.judge_everything(Cause::Time, |n| seen += n).await.unwrap(), 1);
        assert_eq!(seen, 2);
        assert!(codes(&w, "G/TBT/N/FRA/1").await.contains(&Code::Fragmentation));
        let head = r.outbox_head().await.unwrap();
        assert_eq!(r.judge_everything(Cause::Time, |_| {}).await.unwrap(), 0);
        assert_eq!(r.outbox_head().await.unwrap(), head);
    }
}

on_both! {
    async fn an_authority_with_many_measures_still_finds_the_others(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &[record("ISO 8124-1:2022", "97.200.50")]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        // The only foreign measure is older than a hundred of the own ones.
        let mut batch = vec![imported("G/TBT/N/FRA/1", citing("ISO 8124-1:2018"))];
        batch[0].published = day("2020-01-01");
        batch.extend((1..=100).map(|n| imported(&format!("G/TBT/N/KEN/{n}"), citing("ISO 8124-1:2022"))));
        r.notifications_import(&Caller::System, &batch).await.unwrap();
        assert!(codes(&w, "G/TBT/N/KEN/100").await.contains(&Code::Fragmentation));
        assert_eq!(r.judge_everything(Cause::Time, |_| {}).await.unwrap(), 0);
    }
}

on_both! {
    async fn limits_in_files_are_compared(w: World) {
        let people = w.kenya().await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let ugandan = (
            w.person("UGA", "Okello", &[domain::role::Role::Official]).await,
            w.person("UGA", "Nakato", &[domain::role::Role::Approver]).await,
        );
        let r = &w.registry;
        let toys = || Content { hs: vec!["9503".parse().unwrap()], ..form() };
        let text = |value: u32| NewDocument {
            role: DocumentRole::NotifiedText,
            name: "draft.txt".into(),
            media_type: "text/plain".into(),
            size: 60,
            sha256: format!("{value:064}"),
            key: format!("{value:064}"),
            language: "en".into(),
            status: DocumentStatus::Official,
            outline: Outline {
                paragraphs: vec![Paragraph::plain(format!("The lead content of paint shall not exceed {value} mg/kg."))],
                ..Outline::default()
            },
        };
        for (people, value) in [(&people, 90), (&ugandan, 600)] {
            let id = r.draft_create(&people.0).await.unwrap();
            r.draft_save(&people.0, id, 1, toys()).await.unwrap();
            r.document_add(&people.0, id, text(value)).await.unwrap();
            r.submit(&people.0, id).await.unwrap();
            r.approve(&people.1, id).await.unwrap();
        }
        assert!(codes(&w, "G/TBT/N/UGA/1").await.contains(&Code::ValueDiffers));
        r.judge_everything(Cause::Time, |_| {}).await.unwrap();
        assert!(codes(&w, "G/TBT/N/KEN/1").await.contains(&Code::ValueDiffers));
    }
}

on_both! {
    async fn what_the_cited_standard_is_said_to_allow_is_compared(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let mut content = citing("ISO 8124-3:2020");
        content.description = "Lead in paint shall not exceed 600 mg/kg.".into();
        content.references[0].limits = "Lead in paint shall not exceed 90 mg/kg.".into();
        let id = r.draft_create(&people.0).await.unwrap();
        let report = r.draft_report(&people.0, id, &content).await.unwrap();
        let found = report.divergences.iter().find(|d| d.divergence.code == Code::ValueDiffers).unwrap();
        assert!(found.divergence.explanation.contains("ISO 8124-3:2020"), "{}", found.divergence.explanation);
        content.references[0].limits = "Lead in paint shall not exceed 600 mg/kg.".into();
        let report = r.draft_report(&people.0, id, &content).await.unwrap();
        assert!(report.divergences.iter().all(|d| d.divergence.code != Code::ValueDiffers));
    }
}

/// A catalogue with the one edition of a standard, and measures that lead to it
/// by declaration, by the text beside a reference, and by a table.
async fn measures_that_correspond(w: &World) -> [&'static str; 3] {
    let r = &w.registry;
    r.catalogue_import(&Caller::System, &[record("ISO 20345:2011", "13.340.50")]).await.unwrap();
    let row = CorrespondenceRow {
        national_id: "GB 21148-2007".into(),
        degree: "IDT".into(),
        international_id: "ISO 20345:2011".into(),
        basis: "reference list".into(),
        ..CorrespondenceRow::default()
    };
    r.correspondences_import(&Caller::System, &[row]).await.unwrap();
    r.catalogue_reload().await.unwrap();
    let mut declaring = citing("IS 15298-2:2016");
    declaring.references[0].international = "ISO 20345:2011".into();
    let stating = Content { description: "GB 28409-2012 (ISO 20345:2011, MOD) applies.".into(), ..form() };
    let batch = [
        imported("G/TBT/N/IND/1", declaring),
        imported("G/TBT/N/CHN/1", stating),
        imported("G/TBT/N/CHN/2", citing("GB 21148-2007")),
    ];
    r.notifications_import(&Caller::System, &batch).await.unwrap();
    ["G/TBT/N/IND/1", "G/TBT/N/CHN/1", "G/TBT/N/CHN/2"]
}

/// A new edition of that standard, taken in by this program.
async fn new_edition(r: &registry::Registry) {
    let old = StandardRecord {
        status: StandardStatus::Withdrawn,
        withdrawn: "2026-09-01".into(),
        replaced_by: vec!["ISO 20345:2026".into()],
        ..record("ISO 20345:2011", "13.340.50")
    };
    r.catalogue_import(&Caller::System, &[old, record("ISO 20345:2026", "13.340.50")]).await.unwrap();
    r.catalogue_reload().await.unwrap();
}

on_both! {
    async fn a_new_edition_reaches_what_corresponds_to_the_old_one(w: World) {
        let symbols = measures_that_correspond(&w).await;
        for symbol in symbols {
            assert!(!codes(&w, symbol).await.contains(&Code::SupersededEdition), "{symbol}");
        }
        new_edition(&w.registry).await;
        for symbol in symbols {
            assert!(codes(&w, symbol).await.contains(&Code::SupersededEdition), "{symbol}");
        }
    }
}

on_both! {
    async fn what_is_compared_follows_the_measure(w: World) {
        let r = &w.registry;
        let db = Database::connect(&w.url).await.unwrap();
        let kept = async || {
            let sql = "SELECT string_agg(line, ';' ORDER BY notification_id) AS kept FROM compared";
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
            row.unwrap().try_get::<Option<String>>("", "kept").unwrap().unwrap_or_default()
        };
        let import = async |one: ImportedNotification| {
            r.notifications_import(&Caller::System, &[one]).await.unwrap();
        };
        let people = w.kenya().await;
        w.published(&people, citing("ISO 20345:2011")).await;
        import(imported("G/TBT/N/IND/1", citing("IS 15298-2:2016"))).await;
        let limits = Content {
            description: "Lead in paint shall not exceed 90 mg/kg.".into(),
            hs: vec!["9503".parse().unwrap()],
            ..citing("ISO 8124-3:2020")
        };
        import(imported("G/TBT/N/IND/1", limits.clone())).await;
        let mut joint = imported("G/TBT/N/IND/1", limits);
        joint.symbols.push("G/TBT/N/LKA/4".parse().unwrap());
        import(joint).await;
        let written = kept().await;
        for part in ["ISO 20345:2011", "ISO 8124-3:2020\tISO 8124-3", "mg/kg", "hs 9503", "LKA G/TBT/N/LKA/4"] {
            assert!(written.contains(part), "{part} in {written}");
        }
        assert!(!written.contains("15298"), "{written}");
        // Gathered anew from what is stored, it is the same; drafts are left alone.
        let draft = r.draft_create(&people.0).await.unwrap();
        db.execute_unprepared("DELETE FROM compared").await.unwrap();
        db.execute_unprepared("DELETE FROM counter WHERE name = 'measures-compared'").await.unwrap();
        w.again().await;
        assert_eq!(kept().await, written);
        r.draft_discard(&people.0, draft).await.unwrap();
    }
}

on_both! {
    async fn citations_of_before_links_and_identifiers_were_kept_are_filled_in(w: World) {
        let symbols = measures_that_correspond(&w).await;
        let db = Database::connect(&w.url).await.unwrap();
        db.execute_unprepared("UPDATE citation SET declared = '', stated = '', identifier = ''").await.unwrap();
        db.execute_unprepared("DELETE FROM counter WHERE name = 'citations-linked'").await.unwrap();
        let again = w.again().await;
        let without = "SELECT COUNT(*) AS n FROM citation WHERE identifier = ''";
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), without)).await.unwrap();
        assert_eq!(row.unwrap().try_get::<i64>("", "n").unwrap(), 0);
        new_edition(&again).await;
        for symbol in symbols {
            assert!(codes(&w, symbol).await.contains(&Code::SupersededEdition), "{symbol}");
        }
    }
}
