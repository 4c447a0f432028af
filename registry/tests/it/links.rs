//! Addresses of cited standards: which are checked, when one counts as dead, and
//! what that means for the measures that cite it.

use domain::{
    divergence::Code,
    notification::Content,
    standard::{DeclaredReference, LinkFinding, StandardRecord, StandardStatus},
};
use jiff::civil::date;
use registry::{
    Caller, Error,
    links::{DeadLink, LinkChange, LinkToCheck},
    notifications::DivergenceState,
};

use crate::harness::{World, form, on_both};

fn record(id: &str, url: &str) -> StandardRecord {
    StandardRecord {
        id: id.to_owned(),
        publisher: "ISO".to_owned(),
        year: Some(2022),
        kind: "IS".to_owned(),
        title_en: "Safety of kettles".to_owned(),
        status: StandardStatus::Published,
        url: url.to_owned(),
        ..StandardRecord::default()
    }
}

fn citing(cited: &str) -> Content {
    let reference = DeclaredReference { cited: cited.into(), ..DeclaredReference::default() };
    // No address anywhere: whoever wants the standard needs the catalogue's.
    Content { references: vec![reference], texts_from: "The enquiry point".into(), ..form() }
}

fn link(standard: &str, url: &str) -> LinkToCheck {
    LinkToCheck { standard: standard.to_owned(), url: url.to_owned() }
}

const KETTLES: &str = "https://shop.example/kettles";
const IRONS: &str = "https://shop.example/irons";

on_both! {
    async fn cited_addresses_are_checked_the_oldest_check_first(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let records = [
            record("ISO 99001:2022", KETTLES),
            record("ISO 99002:2022", IRONS),
            record("ISO 99003:2022", ""),
            record("ISO 99004:2022", "https://shop.example/toasters"),
        ];
        r.catalogue_import(&Caller::System, &records).await.unwrap();
        r.catalogue_reload().await.unwrap();
        w.published(&people, citing("ISO 99001:2022")).await;
        // Whoever cites no edition means the one in force.
        w.published(&people, citing("ISO 99002")).await;
        w.published(&people, citing("ISO 99003:2022")).await;
        w.submitted(&people.0, citing("ISO 99004:2022")).await;
        let due = |days| async move { r.links_to_check(&Caller::System, days).await.unwrap() };
        let (kettles, irons) = (link("ISO 99001:2022", KETTLES), link("ISO 99002:2022", IRONS));
        assert_eq!(due(7).await, [kettles.clone(), irons.clone()]);

        w.set("2026-11-22T00:00:00Z");
        r.link_checked(&Caller::System, &kettles, LinkFinding::Unclear).await.unwrap();
        assert_eq!(due(7).await, std::slice::from_ref(&irons));
        w.set("2026-11-23T00:00:00Z");
        r.link_checked(&Caller::System, &irons, LinkFinding::Answers).await.unwrap();
        assert!(due(7).await.is_empty());
        assert_eq!(due(0).await, [kettles.clone(), irons.clone()]);
        w.set("2026-11-29T00:00:00Z");
        assert_eq!(due(7).await, std::slice::from_ref(&kettles));

        // Another address was never checked.
        r.catalogue_import(&Caller::System, &[record("ISO 99002:2022", KETTLES)]).await.unwrap();
        assert_eq!(due(7).await, [link("ISO 99002:2022", KETTLES), kettles.clone()]);
        let change = r.link_checked(&Caller::System, &irons, LinkFinding::Fails).await.unwrap();
        assert_eq!(change, LinkChange::Replaced);
        let nobody = link("ISO 99009:2022", KETTLES);
        let change = r.link_checked(&Caller::System, &nobody, LinkFinding::Fails).await.unwrap();
        assert_eq!(change, LinkChange::Replaced);

        assert!(matches!(r.links_to_check(&people.0, 7).await, Err(Error::Step(_))));
        assert!(matches!(r.link_checked(&people.0, &kettles, LinkFinding::Fails).await, Err(Error::Step(_))));
        assert!(matches!(r.links_to_check(&Caller::Public, 7).await, Err(Error::SignInNeeded)));
    }
}

on_both! {
    async fn a_dead_address_raises_a_flag_and_an_answer_resolves_it(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &[record("ISO 99001:2022", KETTLES)]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let symbol = w.published(&people, citing("ISO 99001:2022")).await;
        let kettles = link("ISO 99001:2022", KETTLES);
        let found = |finding| {
            let kettles = &kettles;
            async move {
                let change = r.link_checked(&Caller::System, kettles, finding).await.unwrap();
                r.catalogue_reload().await.unwrap();
                change
            }
        };
        let flag = || async {
            let page = r.notification_page(&symbol).await.unwrap().unwrap();
            page.divergences.into_iter().find(|d| d.divergence.code == Code::TextNotAvailable)
        };
        let record_now = || async { r.standard_page("ISO 99001:2022").await.unwrap().unwrap().record };
        let dead = || async { r.catalogue_health().await.unwrap().dead_links };
        let head = r.outbox_head().await.unwrap();

        w.set("2026-12-01T08:00:00Z");
        assert_eq!(found(LinkFinding::Fails).await, LinkChange::None);
        w.set("2026-12-01T20:00:00Z");
        assert_eq!(found(LinkFinding::Fails).await, LinkChange::None);
        assert!(flag().await.is_none() && dead().await.is_empty());
        assert_eq!(record_now().await.url_dead_since, None);
        assert_eq!(r.outbox_head().await.unwrap(), head);

        let other = w.again().await;
        w.set("2026-12-02T08:00:00Z");
        assert_eq!(found(LinkFinding::Fails).await, LinkChange::Dead);
        let raised = flag().await.unwrap();
        assert_eq!(raised.state, DivergenceState::Open);
        assert_eq!(raised.divergence.evidence.facts, [format!("{KETTLES} has not answered since 1 December 2026")]);
        assert_eq!(record_now().await.url_dead_since, Some(date(2026, 12, 1)));
        let since = date(2026, 12, 1);
        assert_eq!(dead().await, [DeadLink { standard: kettles.standard.clone(), url: KETTLES.into(), since }]);
        assert_eq!(r.catalogue_health().await.unwrap().dead, 1);
        // Another server takes it in, and one that starts reads it.
        assert!(other.catalogue_is_behind().await.unwrap());
        other.catalogue_reload().await.unwrap();
        for registry in [&other, &w.again().await] {
            let catalogue = registry.catalogue();
            let dead = catalogue.get("ISO 99001:2022").unwrap().dead_url.as_deref().unwrap();
            assert_eq!((dead.url.as_str(), dead.since), (KETTLES, since));
        }

        // What says nothing leaves it so.
        w.set("2026-12-03T08:00:00Z");
        assert_eq!(found(LinkFinding::Unclear).await, LinkChange::None);
        assert_eq!(flag().await.unwrap().state, DivergenceState::Open);
        w.set("2026-12-04T08:00:00Z");
        assert_eq!(found(LinkFinding::Answers).await, LinkChange::Back);
        assert_eq!(flag().await.unwrap().state, DivergenceState::Resolved);
        assert_eq!(record_now().await.url_dead_since, None);
        assert!(dead().await.is_empty());
    }
}

on_both! {
    async fn another_address_forgets_what_was_known_of_the_old_one(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        r.catalogue_import(&Caller::System, &[record("ISO 99001:2022", KETTLES)]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        let symbol = w.published(&people, citing("ISO 99001:2022")).await;
        for day in ["2026-12-01T08:00:00Z", "2026-12-08T08:00:00Z"] {
            w.set(day);
            let kettles = link("ISO 99001:2022", KETTLES);
            r.link_checked(&Caller::System, &kettles, LinkFinding::Fails).await.unwrap();
        }
        r.catalogue_reload().await.unwrap();
        let state = || async {
            let page = r.notification_page(&symbol).await.unwrap().unwrap();
            let flag = page.divergences.into_iter().find(|d| d.divergence.code == Code::TextNotAvailable);
            flag.unwrap().state
        };
        assert_eq!(state().await, DivergenceState::Open);

        // What a source says again changes nothing.
        r.catalogue_import(&Caller::System, &[record("ISO 99001:2022", KETTLES)]).await.unwrap();
        let retitled = StandardRecord { committee: "ISO/TC 1".into(), ..record("ISO 99001:2022", KETTLES) };
        r.catalogue_import(&Caller::System, &[retitled]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        assert_eq!(state().await, DivergenceState::Open);

        r.catalogue_import(&Caller::System, &[record("ISO 99001:2022", IRONS)]).await.unwrap();
        r.catalogue_reload().await.unwrap();
        assert_eq!(state().await, DivergenceState::Resolved);
        let health = r.catalogue_health().await.unwrap();
        assert_eq!((health.dead, health.dead_links), (0, vec![]));
        assert_eq!(r.standard_page("ISO 99001:2022").await.unwrap().unwrap().record.url_dead_since, None);
        // A failure of the new one is its first.
        w.set("2026-12-09T08:00:00Z");
        let irons = link("ISO 99001:2022", IRONS);
        let change = r.link_checked(&Caller::System, &irons, LinkFinding::Fails).await.unwrap();
        assert_eq!(change, LinkChange::None);
    }
}
