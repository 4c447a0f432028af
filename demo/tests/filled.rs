//! The demonstration, filled into a registry on SQLite, shows what it promises.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use domain::{
    divergence::Code,
    notification::{Kind, Source, State},
    symbol::Symbol,
};
use jiff::Timestamp;
use registry::{Caller, Official, PasswordCost, Registry, Settings, notifications::NotificationPage};

const NOW: &str = "2026-11-21T09:15:07Z";

async fn empty(folder: &tempfile::TempDir) -> Registry {
    let url = format!("sqlite://{}/registry.db?mode=rwc", folder.path().display());
    let now: Timestamp = NOW.parse().unwrap();
    let settings = Settings {
        // Hashing for real is measured elsewhere; here it would be most of the time.
        password_cost: PasswordCost { memory_kib: 8, passes: 1, lanes: 1 },
        stranger_mails: u32::MAX,
        secret_key: Some(registry::SecretKey::random()),
        ..Settings::default()
    };
    Registry::open(&url, settings, Arc::new(move || now)).await.unwrap()
}

type Stored = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

async fn fill(registry: &Registry, stored: &Stored) -> Result<demo::Report, demo::Error> {
    let store = |key: String, bytes: Vec<u8>| {
        let stored = stored.clone();
        async move {
            stored.lock().unwrap().insert(key, bytes);
            Ok(())
        }
    };
    let mut last = (0, 0);
    let report = demo::fill(registry, store, |done, total| last = (done, total)).await?;
    assert_eq!(last.0, last.1, "the bar reaches its end");
    Ok(report)
}

async fn pages(registry: &Registry) -> Vec<NotificationPage> {
    let ids = registry.notification_ids(0, 10_000).await.unwrap();
    let mut pages = Vec::new();
    for summary in registry.notification_summaries(&ids).await.unwrap() {
        let symbol = summary.symbols.first().expect("what is public has a symbol").clone();
        pages.push(registry.notification_page(&symbol).await.unwrap().unwrap());
    }
    pages
}

#[tokio::test(flavor = "multi_thread")]
async fn it_shows_what_it_promises() {
    let folder = tempfile::tempdir().unwrap();
    let registry = empty(&folder).await;
    let stored = Stored::default();
    let report = fill(&registry, &stored).await.unwrap();
    let pages = pages(&registry).await;

    assert_eq!(pages.len(), report.notifications);
    assert!(pages.len() >= 64, "{} public notifications", pages.len());
    let authorities: BTreeSet<&str> = pages
        .iter()
        .flat_map(|p| &p.summary.symbols)
        .map(|s| s.split('/').nth(3).expect("a symbol of this installation"))
        .collect();
    assert!(authorities.len() >= 20, "{authorities:?}");

    let states: BTreeSet<State> = pages.iter().map(|p| p.summary.state).collect();
    let public: BTreeSet<State> = State::ALL.into_iter().filter(|s| s.is_public()).collect();
    assert_eq!(states, public);
    let kinds: BTreeSet<Kind> = pages.iter().map(|p| p.summary.kind).collect();
    assert_eq!(kinds, Kind::ALL.into_iter().collect());
    let open = pages.iter().filter(|p| p.summary.period.as_ref().is_some_and(|p| p.open)).count();
    assert!((20..=40).contains(&open), "{open} open periods");
    let days_left: BTreeSet<i32> = pages
        .iter()
        .filter_map(|p| p.summary.period.as_ref())
        .filter(|p| p.open)
        .map(|p| p.days_left)
        .collect();
    for days in [1, 2, 3, 5, 9] {
        assert!(days_left.contains(&days), "nothing closes in {days} days: {days_left:?}");
    }

    let mut divergences: BTreeMap<Code, usize> = BTreeMap::new();
    let mut clean = 0;
    for page in &pages {
        clean += usize::from(page.divergences.is_empty());
        for d in &page.divergences {
            *divergences.entry(d.divergence.code).or_default() += 1;
        }
    }
    // The others need tables, later dates or other measures.
    let by_the_file_alone = [
        Code::SupersededEdition,
        Code::WithdrawnStandard,
        Code::RevisionImminent,
        Code::UnresolvableReference,
        Code::ImplausibleReference,
        Code::DeviationWithoutReason,
        Code::ShortCommentPeriod,
        Code::ShortTransition,
        Code::AdoptedBeforeDeadline,
        Code::NoNotifiedText,
    ];
    for code in by_the_file_alone {
        assert!(divergences.contains_key(&code), "no {} in {divergences:?}", code.as_str());
    }
    assert!(divergences[&Code::SupersededEdition] >= 6, "{divergences:?}");
    assert!(divergences[&Code::WithdrawnStandard] >= 3, "{divergences:?}");
    assert!(divergences[&Code::RevisionImminent] >= 3, "{divergences:?}");
    assert!(divergences[&Code::ShortCommentPeriod] >= 2, "{divergences:?}");
    assert!(divergences[&Code::ShortTransition] >= 3, "{divergences:?}");
    assert!(clean >= 20, "{clean} clean notifications");

    let standstills: Vec<_> = pages.iter().filter_map(|p| p.summary.standstill.as_ref()).collect();
    assert!(standstills.len() >= 4, "{} standstills", standstills.len());
    let longer = standstills.iter().filter(|s| s.told.end() > s.told.first.end && s.running);
    assert!(longer.count() >= 2, "no standstill that was lengthened still runs");
    let extended =
        pages.iter().filter(|p| p.final_dates.len() > 1 && p.final_dates[0].day < p.final_dates[1].day);
    assert!(extended.count() >= 1, "no comment period was extended");

    let joint: BTreeSet<usize> = pages.iter().map(|p| p.summary.symbols.len()).collect();
    assert!(joint.contains(&7) && joint.contains(&5), "{joint:?}");
    assert!(pages.iter().all(|p| p.summary.source == Source::Own));
    let nested = pages.iter().flat_map(|p| &p.summary.symbols).filter(|s| s.contains("/Rev.1/"));
    assert!(nested.count() >= 2, "no change to a revision");

    assert!(report.comments >= 45 && report.replies >= 20, "{report:?}");
    assert!(pages.iter().filter(|p| !p.comments.is_empty()).count() >= 18);
    for page in &pages {
        for document in &page.documents {
            let bytes = stored.lock().unwrap().get(&document.key).map(Vec::len);
            assert_eq!(bytes.map(|n| n as u64), Some(document.size), "{}", document.name);
        }
    }
    assert!(registry.mails_due(1).await.unwrap().is_empty(), "old mails wait to be sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn symbols_and_events_are_in_the_order_of_time() {
    let folder = tempfile::tempdir().unwrap();
    let registry = empty(&folder).await;
    fill(&registry, &Stored::default()).await.unwrap();
    let now: Timestamp = NOW.parse().unwrap();
    let mut firsts: BTreeMap<String, Vec<(u32, jiff::civil::Date)>> = BTreeMap::new();
    for page in pages(&registry).await {
        let times: Vec<Timestamp> = page.history.iter().map(|e| e.at).collect();
        assert!(times.iter().all(|t| *t <= now), "{:?} has a future", page.summary.symbols);
        for symbol in &page.summary.symbols {
            let symbol: Symbol = symbol.parse().unwrap();
            if symbol.kind() == Kind::Regular {
                let published = page.summary.published.expect("what is public has a day");
                firsts.entry(symbol.authority().to_owned()).or_default().push((symbol.number(), published));
            }
        }
    }
    for (authority, mut numbers) in firsts {
        numbers.sort();
        let expected: Vec<u32> = (1..=numbers.len() as u32).collect();
        assert_eq!(numbers.iter().map(|(n, _)| *n).collect::<Vec<_>>(), expected, "{authority}");
        assert!(numbers.is_sorted_by_key(|(_, day)| *day), "{authority}: {numbers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_sign_in_and_find_work() {
    let folder = tempfile::tempdir().unwrap();
    let registry = empty(&folder).await;
    fill(&registry, &Stored::default()).await.unwrap();
    let mut officials: Vec<Official> = Vec::new();
    for hint in demo::SIGN_IN_HINTS {
        let official = registry.sign_in(hint.email, demo::PASSWORD).await.unwrap();
        officials.push(official.unwrap_or_else(|| panic!("{} cannot sign in", hint.email)));
    }
    let desk = registry.desk(&Caller::Official(officials[0].clone())).await.unwrap();
    let states: BTreeSet<State> = desk.iter().map(|item| item.summary.state).collect();
    assert!(states.contains(&State::Draft) && states.contains(&State::Submitted), "{states:?}");
    assert!(desk.iter().any(|item| !item.tasks.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_with_notifications_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let registry = empty(&folder).await;
    fill(&registry, &Stored::default()).await.unwrap();
    let before = registry.notification_ids(0, 10_000).await.unwrap().len();
    let again = fill(&registry, &Stored::default()).await;
    assert!(matches!(again, Err(demo::Error::NotEmpty)));
    assert_eq!(registry.notification_ids(0, 10_000).await.unwrap().len(), before);
}
