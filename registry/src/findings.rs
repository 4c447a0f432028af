//! What the rules find about a notification, and how it is kept over time: a
//! divergence found again is the same row, one no longer found is resolved, one
//! that the authority gave its reason for is explained (Rec. C.9).

use std::collections::{HashMap, HashSet};

use domain::{
    authority::Profile,
    divergence::{Code, Divergence, Neighbour, Subject, Surroundings, judge, limits_of},
    notification::{Content, Kind},
    standard::{Place, Reference},
    suggestion,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, Set,
};

use crate::{
    Result,
    db::{CHUNK, read_json, read_name, read_time, stored_json, stored_time},
    documents::{DocumentInfo, DocumentRole},
    entities::{citation, divergence, document, product},
    notifications::{DivergenceRecord, DivergenceState},
    products::{insert_products, products},
    references::{DocumentText, references_of, undated},
    standards::Standards,
};

/// What was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Findings {
    pub references: Vec<Reference>,
    pub divergences: Vec<Divergence>,
}

/// What is looked at beside the form.
#[derive(Debug, Clone)]
pub(crate) struct Circumstances<'a> {
    pub profile: Profile,
    pub kind: Kind,
    pub published: Date,
    pub adopted: Option<Date>,
    /// The day of judgement, for what only time shows; none where the source
    /// does not tell what came after.
    pub today: Option<Date>,
    /// Whether the state says that a final text was given.
    pub final_text: bool,
    pub files: &'a Files,
    /// Other authorities' measures on the same products.
    pub neighbours: &'a [Neighbour],
    /// Whether what it does not cite can still be cited: before and during the
    /// comment period.
    pub can_change: bool,
}

/// Attached files, and the text of those that could be read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Files {
    pub infos: Vec<DocumentInfo>,
    pub texts: Vec<DocumentText>,
}

impl Files {
    pub(crate) async fn of(db: &impl ConnectionTrait, notification: i64) -> Result<Self> {
        let mut all = Self::of_all(db, &[notification]).await?;
        Ok(all.remove(&notification).unwrap_or_default())
    }

    pub(crate) async fn of_all(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Self>> {
        let mut all: HashMap<i64, Self> = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = document::Entity::find()
                .filter(document::Column::NotificationId.is_in(chunk.iter().copied()))
                .order_by_asc(document::Column::Id)
                .all(db)
                .await?;
            for mut row in rows {
                let files = all.entry(row.notification_id).or_default();
                if let Some(text) = row.text.take() {
                    files.texts.push(DocumentText { id: row.id, name: row.name.clone(), text });
                }
                files.infos.push(DocumentInfo::from_row(row)?);
            }
        }
        Ok(all)
    }

    fn has(&self, role: DocumentRole) -> bool {
        self.infos.iter().any(|d| d.role == role)
    }
}

/// Looks at a form: its references and what diverges.
pub(crate) fn look(content: &Content, around: &Circumstances<'_>, standards: &Standards) -> Findings {
    let references = references_of(content, &around.files.texts);
    let suggestions = if around.can_change {
        suggestion::for_content(content, &references, standards.titles())
    } else {
        Vec::new()
    };
    let limits = if around.neighbours.is_empty() { Vec::new() } else { limits_of(content, &[]) };
    let subject = Subject {
        content,
        profile: around.profile,
        kind: around.kind,
        published: around.published,
        adopted: around.adopted,
        has_text: !content.links.is_empty() || around.files.has(DocumentRole::NotifiedText),
        references: &references,
        around: Surroundings {
            today: around.today,
            has_final_text: around.final_text || around.files.has(DocumentRole::FinalText),
            neighbours: around.neighbours,
            limits: &limits,
            suggestions: &suggestions,
            ..Surroundings::default()
        },
    };
    let divergences = judge(&subject, &standards.catalogue);
    Findings { references, divergences }
}

/// How the divergences of a notification changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Raised, or raised again: rule and reference in words.
    pub raised: Vec<String>,
    /// Gone, with what raised them.
    pub resolved: Vec<String>,
    /// Whether others changed in evidence, weight or state.
    pub others: bool,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The changes as a note in the log.
    pub fn note(&self) -> String {
        let part =
            |what: &str, list: &[String]| (!list.is_empty()).then(|| format!("{what} {}", list.join(", ")));
        [part("raised", &self.raised), part("resolved", &self.resolved)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// A divergence in a few words: its rule, and what it is about.
fn in_words(body: &str) -> Result<String> {
    let divergence: Divergence = read_json(body)?;
    let evidence = divergence.evidence;
    let about = if evidence.cited.is_empty() { evidence.standard } else { evidence.cited };
    let rule = divergence.code.as_str().replace('-', " ");
    Ok(if about.is_empty() { rule } else { format!("{rule} ({about})") })
}

/// Stores what was found about one notification; says how its divergences changed.
pub(crate) async fn store(
    tx: &impl ConnectionTrait,
    now: Timestamp,
    notification: i64,
    content: &Content,
    found: &Findings,
) -> Result<Changes> {
    citation::Entity::delete_many()
        .filter(citation::Column::NotificationId.eq(notification))
        .exec(tx)
        .await?;
    insert_citations(tx, citations(notification, &found.references)?).await?;
    product::Entity::delete_many().filter(product::Column::NotificationId.eq(notification)).exec(tx).await?;
    insert_products(tx, products(notification, content)).await?;
    let known = divergence::Entity::find()
        .filter(divergence::Column::NotificationId.eq(notification))
        .all(tx)
        .await?;
    let mut known: HashMap<String, divergence::Model> =
        known.into_iter().map(|row| (row.identity.clone(), row)).collect();
    let mut changes = Changes::default();
    let mut new = Vec::new();
    for wanted in divergences(notification, now, content, found)? {
        let Some(row) = known.remove(&wanted.identity) else {
            changes.raised.push(in_words(&wanted.body)?);
            new.push(wanted);
            continue;
        };
        let reopened = row.resolved.is_some();
        if row.body == wanted.body && row.state == wanted.state && row.position == wanted.position {
            continue;
        }
        if reopened {
            changes.raised.push(in_words(&wanted.body)?);
        } else {
            changes.others |= row.body != wanted.body || row.state != wanted.state;
        }
        let raised = if reopened { wanted.raised } else { row.raised.clone() };
        let mut row = row.into_active_model();
        row.body = Set(wanted.body);
        row.state = Set(wanted.state);
        row.position = Set(wanted.position);
        row.raised = Set(raised);
        row.resolved = Set(None);
        row.update(tx).await?;
    }
    for (_, row) in known {
        if row.state == DivergenceState::Resolved.as_str() {
            continue;
        }
        changes.resolved.push(in_words(&row.body)?);
        let mut row = row.into_active_model();
        row.state = Set(DivergenceState::Resolved.as_str().to_owned());
        row.resolved = Set(Some(stored_time(now)));
        row.update(tx).await?;
    }
    insert_divergences(tx, new).await?;
    Ok(changes)
}

/// Rows of the references.
pub(crate) fn citations(notification: i64, references: &[Reference]) -> Result<Vec<citation::Model>> {
    references
        .iter()
        .zip(0..)
        .map(|(reference, position)| {
            let key = if reference.id.is_empty() { &reference.cited } else { &reference.id };
            Ok(citation::Model {
                notification_id: notification,
                position,
                reference: stored_json(reference)?,
                undated: undated(key),
                year: reference.year.map(i32::from),
            })
        })
        .collect()
}

/// Rows of the divergences, each identity once.
pub(crate) fn divergences(
    notification: i64,
    now: Timestamp,
    content: &Content,
    found: &Findings,
) -> Result<Vec<divergence::Model>> {
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for (divergence, position) in found.divergences.iter().zip(0..) {
        let identity = identity(divergence);
        if !seen.insert(identity.clone()) {
            continue;
        }
        let state = if is_explained(divergence, content) {
            DivergenceState::Explained
        } else {
            DivergenceState::Open
        };
        rows.push(divergence::Model {
            id: 0,
            notification_id: notification,
            identity,
            position,
            body: stored_json(divergence)?,
            state: state.as_str().to_owned(),
            raised: stored_time(now),
            resolved: None,
        });
    }
    Ok(rows)
}

pub(crate) async fn insert_citations(tx: &impl ConnectionTrait, rows: Vec<citation::Model>) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().map(|row| row.clone().into_active_model().reset_all());
        citation::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

pub(crate) async fn insert_divergences(
    tx: &impl ConnectionTrait,
    rows: Vec<divergence::Model>,
) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let rows = chunk.iter().map(|row| {
            let mut row = row.clone().into_active_model().reset_all();
            row.id = NotSet;
            row
        });
        divergence::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// One divergence keeps its identity while its rule finds the same reference in
/// the same kind of place, wherever in the text it moves.
fn identity(divergence: &Divergence) -> String {
    let evidence = &divergence.evidence;
    let place = match &evidence.place {
        None => "",
        Some(Place::Declared { .. }) => "declared",
        Some(Place::Field { field, .. }) => field,
        Some(Place::Document { .. }) => "document",
    };
    // What is about no reference is told apart by the standard it is about.
    let about = if evidence.cited.is_empty() { &evidence.standard } else { &evidence.cited };
    let cited = normal(about);
    format!("{}|{cited}|{place}", divergence.code.as_str())
}

fn normal(cited: &str) -> String {
    cited
        .parse::<domain::standard::StandardId>()
        .map_or_else(|_| cited.trim().to_owned(), |id| id.to_string())
}

/// Whether the authority declared a deviation with reason and justification
/// (Rec. C.7, C.9) from the standard that this is about.
fn is_explained(divergence: &Divergence, content: &Content) -> bool {
    let about_edition =
        matches!(divergence.code, Code::SupersededEdition | Code::WithdrawnStandard | Code::RevisionImminent);
    let cited = normal(&divergence.evidence.cited);
    about_edition
        && content.references.iter().enumerate().any(|(n, declared)| {
            let same = match divergence.evidence.place {
                Some(Place::Declared { index }) => index == n,
                _ => normal(&declared.cited) == cited,
            };
            same && declared
                .deviations
                .iter()
                .any(|d| d.reason.is_some() && !d.justification.trim().is_empty())
        })
}

/// The stored references of a notification, in order.
pub(crate) async fn stored_references(
    db: &impl ConnectionTrait,
    notification: i64,
) -> Result<Vec<Reference>> {
    let rows = citation::Entity::find()
        .filter(citation::Column::NotificationId.eq(notification))
        .order_by_asc(citation::Column::Position)
        .all(db)
        .await?;
    rows.into_iter().map(|row| read_json(&row.reference)).collect()
}

/// The stored divergences of a notification, open ones first.
pub(crate) async fn stored_divergences(
    db: &impl ConnectionTrait,
    notification: i64,
) -> Result<Vec<DivergenceRecord>> {
    let rows = divergence::Entity::find()
        .filter(divergence::Column::NotificationId.eq(notification))
        .order_by_asc(divergence::Column::Position)
        .all(db)
        .await?;
    let mut records = rows.into_iter().map(DivergenceRecord::from_row).collect::<Result<Vec<_>>>()?;
    records.sort_by_key(|r| match r.state {
        DivergenceState::Open => 0,
        DivergenceState::Explained => 1,
        DivergenceState::Resolved => 2,
    });
    Ok(records)
}

impl DivergenceRecord {
    fn from_row(row: divergence::Model) -> Result<Self> {
        let states = [DivergenceState::Open, DivergenceState::Explained, DivergenceState::Resolved];
        Ok(Self {
            divergence: read_json(&row.body)?,
            state: read_name(&row.state, |name| states.into_iter().find(|s| s.as_str() == name))?,
            raised: read_time(&row.raised)?,
            resolved: row.resolved.as_deref().map(read_time).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        divergence::{Evidence, Severity},
        standard::{DeclaredReference, Deviation, DeviationReason, Technique},
    };

    use super::*;
    use crate::{Caller, Registry, Settings, imports::ImportedNotification, notifications::Source};

    fn superseded(cited: &str, instead: &str) -> Divergence {
        Divergence {
            code: Code::SupersededEdition,
            severity: Severity::Warning,
            evidence: Evidence {
                cited: cited.into(),
                place: Some(Place::Declared { index: 0 }),
                instead: instead.into(),
                ..Evidence::default()
            },
            explanation: "Replaced.".into(),
            basis: "Rec. C.6".into(),
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

    fn found(divergences: Vec<Divergence>) -> Findings {
        let reference = Reference {
            cited: "ISO 8124-1:2018".into(),
            id: "ISO 8124-1:2018".into(),
            year: Some(2018),
            technique: Technique::Dated,
            place: Place::Declared { index: 0 },
            declared: None,
            stated: None,
        };
        Findings { references: vec![reference], divergences }
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
            kind: Kind::Regular,
            state: domain::notification::State::Published,
            published: "2026-11-01".parse().unwrap(),
            content: Content::default(),
        };
        registry.notifications_import(&Caller::System, &[one]).await.unwrap();
        let id = registry.notification_ids(0, 1).await.unwrap()[0];
        let db = &registry.db;
        divergence::Entity::delete_many().exec(db).await.unwrap();
        let stored = || async { stored_divergences(db, id).await.unwrap() };

        // Raised once, however often it is found.
        let first =
            found(vec![superseded("ISO 8124-1:2018", "ISO 8124-1:2022"), superseded("ISO 8124-1:2018", "x")]);
        assert!(!store(db, start, id, &content(""), &first).await.unwrap().is_empty());
        assert!(store(db, at("2026-12-01T00:00:00Z"), id, &content(""), &first).await.unwrap().is_empty());
        let rows = stored().await;
        assert_eq!((rows.len(), rows[0].state, rows[0].raised), (1, DivergenceState::Open, start));

        // A newer edition changes what it says, not when it was raised.
        let newer = found(vec![superseded("ISO 8124-1:2018", "ISO 8124-1:2026")]);
        assert!(!store(db, at("2026-12-02T00:00:00Z"), id, &content(""), &newer).await.unwrap().is_empty());
        let rows = stored().await;
        assert_eq!(rows[0].divergence.evidence.instead, "ISO 8124-1:2026");
        assert_eq!(rows[0].raised, start);

        // A reason with a justification explains it (Rec. C.9).
        assert!(
            !store(db, at("2026-12-03T00:00:00Z"), id, &content("Heat."), &newer).await.unwrap().is_empty()
        );
        assert_eq!(stored().await[0].state, DivergenceState::Explained);

        // Gone, and back again.
        let gone = at("2026-12-04T00:00:00Z");
        assert!(!store(db, gone, id, &content(""), &found(vec![])).await.unwrap().is_empty());
        let rows = stored().await;
        assert_eq!((rows[0].state, rows[0].resolved), (DivergenceState::Resolved, Some(gone)));
        assert!(
            store(db, at("2026-12-05T00:00:00Z"), id, &content(""), &found(vec![])).await.unwrap().is_empty()
        );
        let back = at("2026-12-06T00:00:00Z");
        assert!(!store(db, back, id, &content(""), &newer).await.unwrap().is_empty());
        let rows = stored().await;
        assert_eq!(
            (rows.len(), rows[0].state, rows[0].raised, rows[0].resolved),
            (1, DivergenceState::Open, back, None)
        );
        assert_eq!(stored_references(db, id).await.unwrap().len(), 1);
    }
}
