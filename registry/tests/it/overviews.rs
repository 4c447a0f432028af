//! Measures on one product beside each other, correspondences, health of the catalogue.

use domain::{
    divergence::Code,
    notification::Content,
    role::Role,
    standard::{CorrespondenceRow, DeclaredReference, Force, StandardRecord, StandardStatus},
};
use registry::{
    Caller,
    catalogue::ImportCounts,
    codes::{CodeName, Scheme},
};

use crate::harness::{World, form, on_both};

fn toasters() -> Vec<StandardRecord> {
    let record = |id: &str, year: i16, status, replaced_by: &[&str]| StandardRecord {
        id: id.into(),
        year: Some(year),
        title_en: "Household and similar electrical appliances - Safety - Part 2-9: Particular requirements \
                   for grills, toasters and similar portable cooking appliances"
            .into(),
        ics: vec!["97.040.50".into()],
        status,
        published: format!("{year}-05"),
        replaced_by: replaced_by.iter().map(|id| (*id).to_owned()).collect(),
        ..StandardRecord::default()
    };
    vec![
        record("IEC 60335-2-9:2008", 2008, StandardStatus::Withdrawn, &["IEC 60335-2-9:2019"]),
        record("IEC 60335-2-9:2019", 2019, StandardStatus::Published, &[]),
    ]
}

fn citing(cited: &str) -> Content {
    let reference = DeclaredReference { cited: cited.into(), force: Force::Exclusive, ..Default::default() };
    Content { references: vec![reference], ..form() }
}

async fn uganda(w: &World) -> (Caller, Caller) {
    w.authority("UGA", "Africa/Kampala", "Kampala").await;
    (
        w.person("UGA", "Mary", &[Role::Official]).await,
        w.person("UGA", "Peter", &[Role::Official, Role::Approver]).await,
    )
}

on_both! {
    async fn measures_on_one_product_are_compared(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toasters()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let kenya = w.kenya().await;
        let old = w.published(&kenya, citing("IEC 60335-2-9:2008")).await;
        let ugandans = uganda(&w).await;
        let new = w.published(&ugandans, citing("IEC 60335-2-9:2019")).await;

        let found = r.harmonization_candidates(Scheme::Hs).await.unwrap();
        assert_eq!((found.list.len(), found.list[0].code.as_str(), found.list[0].spread.authorities), (1, "8516", 2));
        let spread = &found.list[0].spread;
        assert_eq!((spread.standards, spread.different_editions, spread.agreement), (1, 1, 0.0));

        let matrix = r.product_matrix(Scheme::Hs, "8516").await.unwrap().unwrap();
        assert_eq!((matrix.measures, matrix.rows.len()), (2, 1));
        let mut cells: Vec<_> = matrix.rows[0].cells.iter().flatten().map(|c| (c.edition.as_str(), c.symbol.as_str())).collect();
        cells.sort_unstable();
        assert_eq!(cells, [("IEC 60335-2-9:2008", old.as_str()), ("IEC 60335-2-9:2019", new.as_str())]);
        assert!(r.product_matrix(Scheme::Hs, "0101").await.unwrap().is_none());

        // Whoever comes second is told of the first; a draft is no measure yet.
        let page = r.notification_page(&new).await.unwrap().unwrap();
        let fragmentation = page.divergences.iter().find(|d| d.divergence.code == Code::Fragmentation).unwrap();
        assert!(fragmentation.divergence.explanation.contains(&old), "{}", fragmentation.divergence.explanation);

        let health = r.catalogue_health().await.unwrap();
        assert_eq!((health.records, health.superseded.len()), (2, 1));
        let cited = &health.superseded[0];
        assert_eq!((cited.cited.as_str(), cited.instead.as_str(), cited.measures), ("IEC 60335-2-9:2008", "IEC 60335-2-9:2019", 1));
    }
}

on_both! {
    async fn an_adoption_is_the_standard_that_it_carries_for_candidates_too(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toasters()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let (kenya, ugandans) = (w.kenya().await, uganda(&w).await);
        w.published(&kenya, citing("IEC 60335-2-9:2019")).await;
        w.published(&ugandans, citing("EN 60335-2-9:2019")).await;
        let found = r.harmonization_candidates(Scheme::Hs).await.unwrap();
        let spread = &found.list[0].spread;
        assert_eq!((spread.authorities, spread.standards, spread.shared), (2, 1, 1));
        assert_eq!((spread.agreement, spread.score()), (1.0, 0.0));
        // The matrix of the product says the same.
        let matrix = r.product_matrix(Scheme::Hs, "8516").await.unwrap().unwrap();
        assert_eq!(matrix.rows.len(), 1);
    }
}

on_both! {
    async fn candidates_are_compared_once_until_something_changes(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toasters()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let (kenya, ugandans) = (w.kenya().await, uganda(&w).await);
        let by_hs = || async { r.harmonization_candidates(Scheme::Hs).await.unwrap() };
        let start = r.now();
        w.published(&kenya, citing("IEC 60335-2-9:2008")).await;
        assert_eq!((by_hs().await.list.len(), by_hs().await.as_of), (0, start));
        w.set("2026-11-22T00:00:00Z");
        r.candidates_refresh().await.unwrap();
        assert_eq!(by_hs().await.as_of, start, "nothing changed");
        // Another measure counts at once, and so does a change of the catalogue.
        w.published(&ugandans, citing("IEC 60335-2-9:2019")).await;
        let found = by_hs().await;
        assert_eq!((found.list.len(), found.as_of), (1, r.now()));
        w.set("2026-11-23T00:00:00Z");
        let renamed = StandardRecord { title_en: "Toasters".into(), ..toasters().remove(1) };
        r.catalogue_import(&Caller::System, &[renamed]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        assert_eq!(by_hs().await.as_of, r.now());
    }
}

on_both! {
    async fn a_standard_that_may_be_relevant_is_suggested_while_the_draft_can_change(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toasters()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let kenya = w.kenya().await;
        let products = "Household grills, toasters and similar portable cooking appliances: safety requirements";
        let id = r.draft_create(&kenya.0).await.unwrap();
        let content = Content { products: products.into(), ..form() };
        let suggested = |report: Vec<registry::notifications::DivergenceRecord>| {
            report.into_iter().map(|d| d.divergence).filter(|d| d.code == Code::InternationalStandardNotUsed).collect::<Vec<_>>()
        };
        let report = r.draft_report(&kenya.0, id, &content).await.unwrap().divergences;
        assert_eq!(suggested(report)[0].evidence.standard, "IEC 60335-2-9:2019");
        let mended = Content { products: products.into(), ..citing("IEC 60335-2-9") };
        let report = r.draft_report(&kenya.0, id, &mended).await.unwrap().divergences;
        assert_eq!(suggested(report), []);
        // Words that say nothing, and a national subdivision of a code that has a name.
        let coded = || Content { products: "Goods".into(), hs: vec!["8516.72.0010".parse().unwrap()], ..form() };
        let report = r.draft_report(&kenya.0, id, &coded()).await.unwrap().divergences;
        assert_eq!(suggested(report), []);
        let name = CodeName {
            code: "851672".into(),
            name: "Cooking appliances; household grills, toasters and similar portable appliances".into(),
            name_fr: String::new(),
        };
        r.codes_import(&Caller::System, Scheme::Hs, &[name]).await.unwrap();
        let report = r.draft_report(&kenya.0, id, &coded()).await.unwrap().divergences;
        assert!(suggested(report)[0].explanation.contains("as the name of an HS code"));
        let symbol = w.published(&kenya, coded()).await;
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(suggested(page.divergences)[0].evidence.standard, "IEC 60335-2-9:2019");
    }
}

on_both! {
    async fn correspondences_are_imported_once_and_judged_by(w: World) {
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &toasters()).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let kenya = w.kenya().await;
        let symbol = w.published(&kenya, citing("KS 2456")).await;
        let row = CorrespondenceRow {
            national_id: "KS 2456".into(),
            degree: "MOD".into(),
            basis: "reference list".into(),
            international_id: "IEC 60335-2-9".into(),
            confidence: "high".into(),
            source: "KEBS".into(),
        };
        let import = || r.correspondences_import(&Caller::System, std::slice::from_ref(&row));
        assert_eq!(import().await.unwrap(), ImportCounts { new: 1, changed: 0, unchanged: 0 });
        assert_eq!(import().await.unwrap(), ImportCounts { new: 0, changed: 0, unchanged: 1 });
        assert!(r.correspondences_import(&kenya.0, std::slice::from_ref(&row)).await.is_err());
        r.catalogue_reload().await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let codes: Vec<Code> = page.divergences.iter().map(|d| d.divergence.code).collect();
        assert!(codes.contains(&Code::ModifiedAdoption), "{codes:?}");
        let page = r.standard_page("IEC 60335-2-9").await.unwrap().unwrap();
        assert_eq!(page.correspondences[0].national.to_string(), "KS 2456");
    }
}
