//! What an authority says to a divergence.

use domain::{
    divergence::{Code, Severity},
    notification::Content,
    role::Role,
    standard::{
        Correspondence, DeclaredReference, Deviation, DeviationReason, StandardRecord, StandardStatus,
    },
};
use registry::{
    Caller, Error,
    notifications::{Cause, DivergenceRecord, DivergenceState, Verdict},
};

use crate::harness::{World, form, on_both};

/// A catalogue in which ISO 8124-1:2018 is superseded.
async fn toys(w: &World) {
    let record = |id: &str, year, status, replaced_by: &[&str]| StandardRecord {
        id: id.into(),
        publisher: "ISO".into(),
        year: Some(year),
        status,
        replaced_by: replaced_by.iter().map(ToString::to_string).collect(),
        ..StandardRecord::default()
    };
    let records = [
        record("ISO 8124-1:2018", 2018, StandardStatus::Withdrawn, &["ISO 8124-1:2022"]),
        record("ISO 8124-1:2022", 2022, StandardStatus::Published, &[]),
    ];
    w.registry.catalogue_import(&Caller::System, &records).await.unwrap();
    w.registry.catalogue_reload().await.unwrap();
}

fn citing() -> Content {
    let cited = DeclaredReference { cited: "ISO 8124-1:2018".into(), ..DeclaredReference::default() };
    Content { references: vec![cited], ..form() }
}

fn superseded(all: &[DivergenceRecord]) -> DivergenceRecord {
    let found = all.iter().find(|d| d.divergence.code == Code::SupersededEdition);
    found.expect("the flag").clone()
}

on_both! {
    async fn an_answer_is_given_changed_and_taken_back(w: World) {
        toys(&w).await;
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, citing()).await;
        let page = || async { r.notification_page(&symbol).await.unwrap().unwrap() };
        let (id, flag) = (page().await.summary.id, superseded(&page().await.divergences));
        assert_eq!(flag.state, DivergenceState::Open);
        let before = page().await.summary.divergences;

        let empty = r.divergence_answer(&people.0, id, &flag.key, Some(Verdict::Explained), "  ").await;
        assert!(matches!(empty, Err(Error::Invalid(errors)) if errors[0].field == "answer_reason"));
        let unknown = r.divergence_answer(&people.0, id, "no|such|flag", Some(Verdict::Explained), "x").await;
        assert!(matches!(unknown, Err(Error::NotFound(_))));

        r.divergence_answer(&people.0, id, &flag.key, Some(Verdict::Explained), "Tests are booked.").await.unwrap();
        let explained = superseded(&page().await.divergences);
        assert_eq!(explained.state, DivergenceState::Explained);
        assert_eq!(explained.answer.as_ref().unwrap().reason, "Tests are booked.");
        // It weighs a step less, and the finding itself says why.
        assert_eq!((flag.divergence.severity, explained.divergence.severity), (Severity::Warning, Severity::Note));
        assert!(explained.divergence.explanation.contains("“Tests are booked.”"));
        assert_eq!(page().await.summary.divergences, before - 1);
        assert!(!r.index_documents(&[id]).await.unwrap()[0].divergences.contains(&Code::SupersededEdition));
        let last = page().await.history.pop().unwrap();
        assert_eq!((last.what.as_str(), last.actor.as_str()), ("divergence-explained", "Amina"));

        // It stays answered when everything is judged again.
        assert_eq!(r.judge_everything(Cause::Asked, |_| {}).await.unwrap(), 0);
        r.divergence_answer(&people.0, id, &flag.key, Some(Verdict::Dismissed), "Not for toys.").await.unwrap();
        assert_eq!(superseded(&page().await.divergences).state, DivergenceState::Dismissed);
        r.divergence_answer(&people.0, id, &flag.key, None, "").await.unwrap();
        let open = superseded(&page().await.divergences);
        assert_eq!((open.state, open.answer), (DivergenceState::Open, None));
        assert_eq!(open.divergence, flag.divergence);
        let history: Vec<(&str, &str)> = open.history.iter().map(|e| (e.what.as_str(), e.actor.as_str())).collect();
        assert_eq!(history, [("raised", ""), ("explained", "Amina"), ("dismissed", "Amina"), ("open", "Amina")]);
    }
}

on_both! {
    async fn a_declared_deviation_explains_what_it_is_about_alone(w: World) {
        toys(&w).await;
        let people = w.kenya().await;
        let deviation = Deviation {
            clause: "4.2".into(),
            differs: "lower limit".into(),
            reason: Some(DeviationReason::Climatic),
            justification: "Hot summers.".into(),
        };
        let deviating = DeclaredReference {
            cited: "KS 1450:2019".into(),
            international: "ISO 8124-1:2018".into(),
            correspondence: Some(Correspondence::Modified),
            deviations: vec![deviation],
            ..DeclaredReference::default()
        };
        let symbol = w.published(&people, Content { references: vec![deviating], ..form() }).await;
        let page = w.registry.notification_page(&symbol).await.unwrap().unwrap();
        let states = |code: Code| {
            let of_it = page.divergences.iter().filter(move |d| d.divergence.code == code);
            of_it.map(|d| (d.state, d.divergence.severity)).collect::<Vec<_>>()
        };
        assert_eq!(states(Code::ModifiedAdoption), [(DivergenceState::Explained, Severity::Note)]);
        // National instead of international weighed as a warning, and is explained as well.
        assert_eq!(states(Code::NationalInsteadOfInternational), [(DivergenceState::Explained, Severity::Note)]);
        assert_eq!(states(Code::SupersededEdition), [(DivergenceState::Open, Severity::Warning)]);
        let modified = page.divergences.iter().find(|d| d.divergence.code == Code::ModifiedAdoption).unwrap();
        assert!(modified.divergence.explanation.ends_with("The authority explains: “Hot summers.”"));
    }
}

on_both! {
    async fn a_draft_s_answer_goes_with_it(w: World) {
        toys(&w).await;
        let people = w.kenya().await;
        let regulator = w.person("KEN", "Zawadi", &[Role::Regulator]).await;
        let r = &w.registry;
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, citing()).await.unwrap();
        let flag = superseded(&r.draft(&people.0, id).await.unwrap().report);
        r.divergence_answer(&regulator, id, &flag.key, Some(Verdict::Explained), "Stocks.").await.unwrap();
        assert_eq!(superseded(&r.draft(&people.0, id).await.unwrap().report).state, DivergenceState::Explained);
        r.submit(&people.0, id).await.unwrap();
        // What was handed in is not changed under the eyes of who approves it.
        let late = r.divergence_answer(&people.0, id, &flag.key, None, "").await;
        assert!(matches!(late, Err(Error::Step(_))), "{late:?}");
        let symbol = r.approve(&people.1, id).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!(superseded(&page.divergences).state, DivergenceState::Explained);

        // One that is thrown away takes its answers with it.
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, citing()).await.unwrap();
        r.divergence_answer(&people.0, id, &flag.key, Some(Verdict::Dismissed), "No.").await.unwrap();
        r.draft_discard(&people.0, id).await.unwrap();
    }
}

on_both! {
    async fn only_the_own_enquiry_point_answers(w: World) {
        toys(&w).await;
        let people = w.kenya().await;
        let regulator = w.person("KEN", "Zawadi", &[Role::Regulator]).await;
        w.authority("FRA", "Europe/Paris", "Paris").await;
        let other = w.person("FRA", "Claire", &[Role::Official]).await;
        let r = &w.registry;
        let symbol = w.published(&people, citing()).await;
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let (id, key) = (page.summary.id, superseded(&page.divergences).key);
        let answer = |caller: Caller, id: i64| {
            let key = key.clone();
            async move { r.divergence_answer(&caller, id, &key, Some(Verdict::Dismissed), "x").await }
        };
        assert!(matches!(answer(other.clone(), id).await, Err(Error::OtherAuthority(_))));
        assert!(matches!(answer(Caller::Public, id).await, Err(Error::SignInNeeded)));
        assert!(matches!(answer(regulator, id).await, Err(Error::Step(_))));
        let draft = r.draft_create(&people.0).await.unwrap();
        assert!(matches!(answer(other, draft).await, Err(Error::NotFound(_))));
    }
}
