//! The catalogue of standards in the database, and who cites which edition.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::standard::{
    Catalogue, CorrespondenceFact, Resolution, StandardId, StandardRecord, StandardStatus,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};
use serde::Serialize;

pub use crate::citing::{CitedBy, Citing};
use crate::{
    Caller, Registry, Result,
    db::{CHUNK, rows},
    entities::standard,
    judging::facts::undated,
    links::DeadLinks,
    standard_rows::{columns, from_row, to_row, with_scope_of},
};

/// An edition counts as new on the list of what moved for so many years.
const RECENT_YEARS: i16 = 5;

/// A standard in a few words, for lists and autocomplete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandardBrief {
    /// The catalogue's identifier.
    pub id: String,
    /// Title, English first.
    pub title: String,
    /// Status; `superseded` wherever something replaced it.
    pub status: StandardStatus,
    /// Year of the edition.
    pub year: Option<i16>,
}

/// A standard's page: one number in all its editions.
#[derive(Debug, Clone)]
pub struct StandardPage {
    /// Identifier without year, in normal form.
    pub undated: String,
    /// The record asked for; the edition in force (or the last) when asked undated.
    pub record: StandardRecord,
    /// All editions, oldest first (no supplements).
    pub editions: Vec<StandardRecord>,
    /// Amendments and corrigenda of the record.
    pub supplements: Vec<StandardBrief>,
    /// What is in force instead, when the record is not: the end of the chain.
    pub successors: Vec<StandardBrief>,
    /// National standards that correspond to it, or what it corresponds to itself.
    pub correspondences: Vec<CorrespondenceFact>,
    /// Who cites it, in numbers: all of them.
    pub cited: CitedBy,
    /// Public notifications that cite it, newest first; of very many the newest alone.
    pub citing: Vec<Citing>,
}

/// What is known of national standards and this one, in both directions.
fn correspondences_of(key: &str, catalogue: &Catalogue) -> Vec<CorrespondenceFact> {
    let Ok(id) = key.parse::<StandardId>() else { return Vec::new() };
    let all = catalogue.correspondences();
    let adopts = |f: &&CorrespondenceFact| {
        // The cheap questions first: this goes through all that is known.
        f.international.number() == id.number()
            && f.international.part() == id.part()
            && f.international.undated().to_string() == key
    };
    let mut found: Vec<CorrespondenceFact> =
        all.facts_of(&id).chain(all.iter().filter(adopts)).cloned().collect();
    found.sort_by(|a, b| a.national.cmp(&b.national));
    found.dedup();
    found
}

/// What an import compares a record with.
#[derive(Debug, FromQueryResult)]
struct Known {
    id: String,
    sha256: String,
    status: String,
    rest: String,
}

/// A standard whose new edition leaves measures behind.
#[derive(Debug, Clone)]
pub struct StandardMoved {
    /// The current edition.
    pub current: StandardBrief,
    /// Public measures that still cite an older edition.
    pub cited_old: u64,
}

impl Registry {
    /// Adds or replaces records; returns how many were new, changed, and
    /// unchanged. One transaction a call: callers send batches of a few thousand.
    pub async fn catalogue_import(
        &self,
        caller: &Caller,
        records: &[StandardRecord],
    ) -> Result<ImportCounts> {
        caller.may_maintain()?;
        // The last of several records with one identifier counts.
        let mut wanted: HashMap<&str, usize> = HashMap::with_capacity(records.len());
        for (n, record) in records.iter().enumerate() {
            wanted.insert(&record.id, n);
        }
        let mut rows = Vec::with_capacity(wanted.len());
        for (n, record) in records.iter().enumerate() {
            if wanted.get(record.id.as_str()) == Some(&n) {
                rows.push(to_row(record)?);
            }
        }
        let mut counts = ImportCounts::default();
        let mut changed_keys: HashSet<String> = HashSet::new();
        let mut news: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let tx = self.write().await?;
        for chunk in rows.chunks(CHUNK) {
            use standard::Column::{Id, Rest, Sha256, Status};
            let known: Vec<Known> = standard::Entity::find()
                .select_only()
                .columns([Id, Sha256, Status, Rest])
                .filter(Id.is_in(chunk.iter().map(|r| r.id.as_str())))
                .into_model()
                .all(&*tx)
                .await?;
            let known: HashMap<&str, &Known> = known.iter().map(|k| (k.id.as_str(), k)).collect();
            let mut changed = Vec::new();
            for row in chunk {
                let known = known.get(row.id.as_str());
                let kept = known.map(|known| with_scope_of(&known.rest, row)).transpose()?.flatten();
                let row = kept.as_ref().unwrap_or(row);
                let line = match known {
                    Some(known) if known.sha256 == row.sha256 => {
                        counts.unchanged += 1;
                        continue;
                    }
                    Some(Known { status, .. }) => {
                        counts.changed += 1;
                        // A correction of a title is no news.
                        (*status != row.status)
                            .then(|| format!("{} was {status}, and is {} now", row.id, row.status))
                    }
                    None => {
                        counts.new += 1;
                        Some(format!("{} is new ({})", row.id, row.status))
                    }
                };
                if let Some(line) = line {
                    // What amends a standard is news about it.
                    let about = if row.base.is_empty() { row.undated.clone() } else { undated(&row.base) };
                    news.entry(about).or_default().push(line);
                }
                changed_keys.insert(row.undated.clone());
                let mut new = row.clone().into_active_model().reset_all();
                new.id = Set(row.id.clone());
                changed.push(new);
            }
            if !changed.is_empty() {
                standard::Entity::insert_many(changed)
                    .on_conflict(
                        OnConflict::column(standard::Column::Id).update_columns(columns()).to_owned(),
                    )
                    .exec_without_returning(&*tx)
                    .await?;
            }
        }
        self.note_changed(&tx, changed_keys).await?;
        self.tell_followers_of_standards(&*tx, &news).await?;
        self.commit(tx).await?;
        Ok(counts)
    }

    /// Standards whose identifier or title match what was typed, best first; for
    /// autocomplete and the standards page.
    pub async fn standard_suggest(&self, typed: &str, limit: u64) -> Result<Vec<StandardBrief>> {
        let standards = self.standards();
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(standards
            .names
            .suggest(typed, limit, &standards.catalogue)
            .into_iter()
            .map(StandardBrief::of)
            .collect())
    }

    /// The page of a standard, dated or undated, in any spelling that parses.
    pub async fn standard_page(&self, id: &str) -> Result<Option<StandardPage>> {
        let catalogue = self.catalogue();
        // People type `iso 8124-1` into an address; in text, small letters are words.
        let parsed = id.parse::<StandardId>().or_else(|_| id.to_uppercase().parse()).ok();
        let found = catalogue.get(id.trim()).or_else(|| match catalogue.resolve(parsed.as_ref()?) {
            Resolution::Edition(entry) | Resolution::Current(entry) => Some(entry),
            _ => None,
        });
        let Some(entry) = found else { return Ok(None) };
        let row = standard::Entity::find_by_id(&entry.id).one(&self.db).await?;
        let Some(row) = row else { return Ok(None) };
        // The page of an amendment is in the family of what it amends.
        let key = if row.base.is_empty() { row.undated.clone() } else { undated(&row.base) };
        let dead = DeadLinks::of(&self.db, &row.id).await?;
        let record = dead.mark(from_row(row)?);
        let mut editions = self.editions_of(&key, &catalogue).await?;
        editions.sort_by(|a, b| (a.year, &a.published, &a.id).cmp(&(b.year, &b.published, &b.id)));
        let supplements = standard::Entity::find()
            .filter(standard::Column::Base.eq(&record.id))
            .order_by_asc(standard::Column::Year)
            .order_by_asc(standard::Column::Id)
            .all(&self.db)
            .await?;
        let supplements = supplements
            .into_iter()
            .map(|row| {
                let record = from_row(row)?;
                Ok(catalogue.get(&record.id).map_or_else(|| brief_of_record(&record), StandardBrief::of))
            })
            .collect::<Result<_>>()?;
        let successors = catalogue
            .successors(&record.id)
            .into_iter()
            .filter(|e| e.id != record.id)
            .map(StandardBrief::of)
            .collect();
        Ok(Some(StandardPage {
            correspondences: correspondences_of(&key, &catalogue),
            cited: self.cited_by(&key, &editions).await?,
            citing: self.citing(&key).await?,
            undated: key,
            record,
            editions,
            supplements,
            successors,
        }))
    }

    /// Standards with a recent new edition that measures still cite in an older
    /// one, most cited first.
    pub async fn standards_moved(&self, limit: u64) -> Result<Vec<StandardMoved>> {
        #[derive(FromQueryResult)]
        struct Cited {
            undated: String,
            year: i32,
            notification_id: i64,
        }
        let cited: Vec<Cited> = rows(
            &self.db,
            "SELECT DISTINCT c.undated, c.year, c.notification_id FROM citation c \
             JOIN notification n ON n.id = c.notification_id \
             WHERE c.year IS NOT NULL AND n.state NOT IN ('draft', 'submitted', 'withdrawn')",
            [],
        )
        .await?;
        let mut by_standard: HashMap<String, Vec<(i32, i64)>> = HashMap::new();
        for c in cited {
            by_standard.entry(c.undated).or_default().push((c.year, c.notification_id));
        }
        let catalogue = self.catalogue();
        let this_year = self.now().to_zoned(jiff::tz::TimeZone::UTC).year();
        let mut moved: Vec<StandardMoved> = Vec::new();
        for (key, citations) in by_standard {
            let Ok(id) = key.parse::<StandardId>() else { continue };
            let Resolution::Current(current) = catalogue.resolve(&id) else { continue };
            let Some(year) = current.year else { continue };
            if current.status != StandardStatus::Published || year < this_year - RECENT_YEARS {
                continue;
            }
            let old: HashSet<i64> =
                citations.into_iter().filter(|(y, _)| *y < i32::from(year)).map(|(_, id)| id).collect();
            if !old.is_empty() {
                moved
                    .push(StandardMoved { current: StandardBrief::of(current), cited_old: old.len() as u64 });
            }
        }
        moved.sort_by(|a, b| {
            b.cited_old
                .cmp(&a.cited_old)
                .then(b.current.year.cmp(&a.current.year))
                .then(a.current.id.cmp(&b.current.id))
        });
        moved.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(moved)
    }

    /// Full records of all editions, without supplements.
    async fn editions_of(&self, key: &str, catalogue: &Catalogue) -> Result<Vec<StandardRecord>> {
        let ids: Vec<String> = match key.parse::<StandardId>() {
            Ok(id) => catalogue.editions(&id).into_iter().map(|e| e.id.clone()).collect(),
            Err(_) => Vec::new(),
        };
        let rows = standard::Entity::find().filter(standard::Column::Id.is_in(ids)).all(&self.db).await?;
        rows.into_iter().map(from_row).collect()
    }
}

fn brief_of_record(record: &StandardRecord) -> StandardBrief {
    let title = if record.title_en.is_empty() { &record.title_fr } else { &record.title_en };
    StandardBrief { id: record.id.clone(), title: title.clone(), status: record.status, year: record.year }
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ImportCounts {
    /// Rows that were not there before.
    pub new: u64,
    /// Rows that were there with other content.
    pub changed: u64,
    /// Rows that were there already.
    pub unchanged: u64,
}

impl std::ops::AddAssign for ImportCounts {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}
