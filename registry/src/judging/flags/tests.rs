//! A divergence over time.

use domain::{
    divergence::{Code, Evidence, Severity},
    standard::{DeclaredReference, Deviation, DeviationReason},
};

use super::*;
use crate::{Caller, Registry, Settings, imports::ImportedNotification, notifications::Source};

fn modified(cited: &str, instead: &str) -> Divergence {
    Divergence {
        code: Code::ModifiedAdoption,
        severity: Severity::Warning,
        evidence: Evidence {
            cited: cited.into(),
            place: Some(Place::Declared { index: 0 }),
            instead: instead.into(),
            ..Evidence::default()
        },
        explanation: "It differs.".into(),
        basis: "ISO/IEC Guide 21-1".into(),
    }
}

fn content(justification: &str) -> Content {
    let deviation = Deviation {
        reason: Some(DeviationReason::Climatic),
        justification: justification.into(),
        ..Deviation::default()
    };
    Content {
        references: vec![DeclaredReference {
            cited: "ISO 8124-1:2018".into(),
            deviations: vec![deviation],
            ..DeclaredReference::default()
        }],
        ..Content::default()
    }
}

/// Compares and writes, as a judgement does.
async fn store(
    db: &crate::db::Db,
    now: Timestamp,
    id: i64,
    content: &Content,
    found: &[Divergence],
) -> Changes {
    let known = stored_rows(db, &[id]).await.unwrap().remove(&id).unwrap_or_default();
    let occasion = Occasion { now, cause: Cause::Catalogue, actor: "" };
    let difference = difference(id, content, known, &HashMap::new(), found, occasion).unwrap();
    let changes = difference.changes.clone();
    difference.write(db).await.unwrap();
    changes
}

#[tokio::test]
async fn a_divergence_keeps_its_row_until_it_is_resolved() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/r.db?mode=rwc", folder.path().display());
    let at = |s: &str| s.parse::<Timestamp>().unwrap();
    let start = at("2026-11-21T00:00:00Z");
    let registry =
        Registry::open(&url, Settings::default(), std::sync::Arc::new(move || start)).await.unwrap();
    let one = ImportedNotification {
        symbols: vec!["G/TBT/N/KEN/1".parse().unwrap()],
        authority_names: vec![],
        source: Source::Eping,
        kind: domain::notification::Kind::Regular,
        state: domain::notification::State::Published,
        published: "2026-11-01".parse().unwrap(),
        content: Content::default(),
    };
    registry.notifications_import(&Caller::System, &[one]).await.unwrap();
    let id = registry.notification_ids(0, 1).await.unwrap()[0];
    let db = &registry.db;
    divergence::Entity::delete_many().exec(db).await.unwrap();
    let stored = || async { stored_divergences(db, id, &content("Heat.")).await.unwrap() };

    // Raised once, however often it is found.
    let first = vec![modified("ISO 8124-1:2018", "ISO 8124-1:2022"), modified("ISO 8124-1:2018", "x")];
    assert!(!store(db, start, id, &content(""), &first).await.is_empty());
    assert!(store(db, at("2026-12-01T00:00:00Z"), id, &content(""), &first).await.is_empty());
    let rows = stored().await;
    assert_eq!((rows.len(), rows[0].state, rows[0].raised), (1, DivergenceState::Open, Some(start)));

    // A newer edition changes what it says, not when it was raised.
    let newer = vec![modified("ISO 8124-1:2018", "ISO 8124-1:2026")];
    let changes = store(db, at("2026-12-02T00:00:00Z"), id, &content(""), &newer).await;
    assert_eq!(
        changes.note(),
        "changed modified adoption (ISO 8124-1:2018) with ISO 8124-1:2026 to use instead"
    );
    let rows = stored().await;
    assert_eq!(rows[0].divergence.evidence.instead, "ISO 8124-1:2026");
    assert_eq!(rows[0].raised, Some(start));

    // A reason with a justification explains it (Rec. C.9).
    assert!(!store(db, at("2026-12-03T00:00:00Z"), id, &content("Heat."), &newer).await.is_empty());
    let explained = stored().await.remove(0);
    assert_eq!(explained.state, DivergenceState::Explained);
    assert_eq!(explained.divergence.severity, Severity::Note);
    assert!(explained.divergence.explanation.ends_with("“Heat.”"), "{}", explained.divergence.explanation);

    // Gone, and back again.
    let gone = at("2026-12-04T00:00:00Z");
    assert!(!store(db, gone, id, &content(""), &[]).await.is_empty());
    let rows = stored().await;
    assert_eq!((rows[0].state, rows[0].resolved), (DivergenceState::Resolved, Some(gone)));
    assert!(store(db, at("2026-12-05T00:00:00Z"), id, &content(""), &[]).await.is_empty());
    let back = at("2026-12-06T00:00:00Z");
    assert!(!store(db, back, id, &content(""), &newer).await.is_empty());
    let rows = stored().await;
    assert_eq!(
        (rows.len(), rows[0].state, rows[0].raised, rows[0].resolved),
        (1, DivergenceState::Open, Some(back), None)
    );
    // How it came and went is kept.
    let events: Vec<&str> = rows[0].history.iter().map(|e| e.what.as_str()).collect();
    assert_eq!(events, ["raised", "changed", "explained", "resolved", "raised"]);
    let change = rows[0].history[1].change.as_ref().unwrap();
    assert_eq!(
        (change.instead_before.as_str(), change.instead.as_str()),
        ("ISO 8124-1:2022", "ISO 8124-1:2026")
    );
    assert!(rows[0].history.iter().all(|e| e.cause == Cause::Catalogue));
}
