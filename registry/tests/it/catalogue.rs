//! The catalogue of standards and the names of codes.

use domain::standard::{StandardRecord, StandardStatus};
use registry::{
    Caller, Error,
    catalogue::ImportCounts,
    codes::{CodeName, Scheme},
};

use crate::harness::{World, on_both};

pub fn record(id: &str, year: i16, title: &str, replaced_by: &str) -> StandardRecord {
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
