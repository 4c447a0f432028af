//! Judging notifications by the catalogue, the clock and the measures of others:
//! when they are published, and again whenever one of these changes. What was
//! read in the texts is kept ([`facts`]), so judging again reads no texts; many
//! are judged together, and only what changed is written.

pub(crate) mod answers;
pub(crate) mod compared;
pub(crate) mod facts;
pub(crate) mod flags;
pub(crate) mod linked;
pub(crate) mod look;
pub(crate) mod neighbours;
mod older;

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use domain::{
    authority::AuthorityCode,
    divergence::{Divergence, Neighbour},
    notification::{Content, Kind, Source, State},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tokio::{sync::mpsc, task::JoinSet};

use self::{
    facts::Facts,
    flags::{Changes, Difference, Occasion, difference, mark_of, stored_marks, stored_rows},
    look::{Circumstances, look_at_public},
    neighbours::{Neighbourhood, Other},
};
use crate::{
    Error, Registry, Result,
    authorities::Authority,
    codes::HsNames,
    db::{CHUNK, read_day, read_json, read_name, stored_time},
    documents::{DocumentRole, Files},
    entities::{divergence, document, notification},
    family::first_symbol,
    journal::{Entry, announce, log},
    mail_texts::{About, measure_changed},
    notifications::{Answer, DivergenceRecord},
    standards::Standards,
    standstills::standstills,
    summaries::{authorities, is_public},
};

/// Notifications that are read and judged at once.
const AT_ONCE: usize = 250;
/// Parts that are read at the same time: one for each core of a small server.
const READERS: usize = 2;
/// Notifications for which a second reader is worth its own transaction.
const FEWEST: usize = 4;
/// Portions of a part that are judged while the next is read.
const IN_FLIGHT: usize = 2;

/// What made something be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It was published.
    Published,
    /// A step of its life cycle was recorded.
    Decided,
    /// An import brought or changed it.
    Imported,
    /// The catalogue of standards changed.
    Catalogue,
    /// A day passed, or other authorities' measures came.
    Time,
    /// The authority answered a divergence.
    Answered,
    /// The operator had everything judged again.
    Asked,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 7] = [
        Self::Published,
        Self::Decided,
        Self::Imported,
        Self::Catalogue,
        Self::Time,
        Self::Answered,
        Self::Asked,
    ];

    /// The name stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Decided => "decided",
            Self::Imported => "imported",
            Self::Catalogue => "catalogue",
            Self::Time => "time",
            Self::Answered => "answered",
            Self::Asked => "asked",
        }
    }

    /// The cause of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }

    /// What the public log calls a judgement for this cause alone; none where
    /// the log has an entry for the cause itself.
    fn entry(self) -> Option<&'static str> {
        match self {
            Self::Catalogue | Self::Asked => Some("judged-again"),
            Self::Time => Some("judged-later"),
            Self::Published | Self::Decided | Self::Imported | Self::Answered => None,
        }
    }
}

/// One notification with all that a judgement of it needs.
struct Case {
    row: notification::Model,
    content: Content,
    facts: Facts,
    has_text: bool,
    has_final_text: bool,
    answers: HashMap<String, Answer>,
    neighbours: Vec<Arc<Other>>,
    /// The names of its HS codes, as long as the draft can change.
    hs_names: Vec<String>,
    authority: Arc<Authority>,
    /// The end of the standstill.
    standstill_until: Option<jiff::civil::Date>,
}

impl Case {
    /// What diverges now.
    fn look(&self, standards: &Standards, now: jiff::Timestamp) -> Result<Vec<Divergence>> {
        let (row, authority) = (&self.row, &self.authority);
        let neighbours: Vec<&Neighbour> = self.neighbours.iter().map(|o| &o.neighbour).collect();
        let published = row.published.as_deref().map(read_day).transpose()?;
        let around = Circumstances {
            profile: authority.profile,
            kind: read_name(&row.kind, Kind::from_name)?,
            published: published.unwrap_or_else(|| authority.today(now)),
            adopted: row.adopted_on.as_deref().map(read_day).transpose()?,
            // Of an imported notification nobody here knows what came after.
            today: (row.source == Source::Own.as_str()).then(|| authority.today(now)),
            has_text: self.has_text,
            has_final_text: self.has_final_text,
            neighbours: &neighbours,
            hs_names: &self.hs_names,
            standstill_until: self.standstill_until,
            can_change: can_change(row, now),
        };
        let closes_on = row.closes_on.as_deref().map(read_day).transpose()?;
        Ok(look_at_public(&self.content, &self.facts, &around, closes_on, standards))
    }

    /// What has to be written so that `known`, which is stored, is what diverges.
    fn judge(
        &self,
        known: Vec<divergence::Model>,
        standards: &Standards,
        occasion: Occasion<'_>,
    ) -> Result<Difference> {
        let found = self.look(standards, occasion.now)?;
        difference(self.row.id, &self.content, known, &self.answers, &found, occasion)
    }

    /// Whether what is stored, by its mark, is what diverges.
    fn is_as_stored(&self, mark: &str, standards: &Standards, now: jiff::Timestamp) -> Result<bool> {
        let found = self.look(standards, now)?;
        Ok(mark_of(&self.content, &self.answers, &found)? == mark)
    }
}

/// Whether comments on it, and with them suggestions, can still change the draft.
fn can_change(row: &notification::Model, now: jiff::Timestamp) -> bool {
    row.closes_at.as_deref().is_some_and(|at| at > stored_time(now).as_str())
}

/// What many judgements share: read once, for as long as they take.
#[derive(Clone)]
struct Bench {
    standards: Arc<Standards>,
    /// Of all who judge parts of the same: many measures are on one product.
    neighbourhood: Arc<Neighbourhood>,
    authorities: HashMap<String, Arc<Authority>>,
    /// When the judging began.
    now: jiff::Timestamp,
}

impl Bench {
    fn new(standards: Arc<Standards>, now: jiff::Timestamp) -> Self {
        Self { standards, neighbourhood: Arc::default(), authorities: HashMap::new(), now }
    }

    /// Everything about these notifications, with few statements.
    async fn cases(
        &mut self,
        db: &impl ConnectionTrait,
        rows: Vec<notification::Model>,
    ) -> Result<Vec<Case>> {
        let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
        let (mut facts, mut answers, files, standstills) = tokio::try_join!(
            Facts::stored(db, &ids),
            answers::stored(db, &ids),
            roles_of_files(db, &ids),
            standstills(db, &ids),
        )?;
        let new = rows.iter().map(|r| r.authority_code.clone());
        let new: HashSet<String> = new.filter(|code| !self.authorities.contains_key(code)).collect();
        let new = authorities(db, new).await?;
        self.authorities.extend(new.into_iter().map(|(code, a)| (code, Arc::new(a))));
        let contents: Vec<Content> = rows.iter().map(|r| read_json(&r.content)).collect::<Result<_>>()?;
        let open = rows.iter().zip(&contents).filter(|(row, _)| can_change(row, self.now));
        let hs_names = HsNames::read(db, open.flat_map(|(_, content)| &content.hs)).await?;
        let mut cases = Vec::with_capacity(rows.len());
        for (row, content) in rows.into_iter().zip(contents) {
            let own = &row.authority_code;
            let authority = self.authorities.get(own).cloned();
            let authority = authority.ok_or_else(|| Error::Corrupt(format!("no authority {own}")))?;
            let catalogue = &self.standards.catalogue;
            let neighbours = self.neighbourhood.of(db, catalogue, &content, own).await?;
            let has = |role: DocumentRole| files.contains(&(row.id, role.as_str().to_owned()));
            let state = read_name(&row.state, State::from_name)?;
            cases.push(Case {
                facts: facts.remove(&row.id).unwrap_or_default(),
                has_text: has(DocumentRole::NotifiedText),
                has_final_text: has(DocumentRole::FinalText)
                    || matches!(state, State::FinalText | State::InForce),
                answers: answers.remove(&row.id).unwrap_or_default(),
                neighbours,
                hs_names: if can_change(&row, self.now) { hs_names.of(&content) } else { Vec::new() },
                authority,
                standstill_until: standstills.get(&row.id).map(|s| s.told.end()),
                content,
                row,
            });
        }
        Ok(cases)
    }
}

/// Which of these notifications have files in which roles.
async fn roles_of_files(db: &impl ConnectionTrait, ids: &[i64]) -> Result<HashSet<(i64, String)>> {
    let mut all = HashSet::new();
    for chunk in ids.chunks(CHUNK) {
        let found: Vec<(i64, String)> = document::Entity::find()
            .select_only()
            .column(document::Column::NotificationId)
            .column(document::Column::Role)
            .filter(document::Column::NotificationId.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        all.extend(found);
    }
    Ok(all)
}

/// Every public notification, by number.
async fn public_ids(db: &impl ConnectionTrait) -> Result<Vec<i64>> {
    Ok(notification::Entity::find()
        .select_only()
        .column(notification::Column::Id)
        .filter(is_public())
        .order_by_asc(notification::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

async fn public_of(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<notification::Model>> {
    Ok(notification::Entity::find()
        .filter(notification::Column::Id.is_in(ids.iter().copied()))
        .filter(is_public())
        .order_by_asc(notification::Column::Id)
        .all(db)
        .await?)
}

impl Registry {
    /// Judges every public notification again: when a day passed (a final text
    /// that does not come is late by the day alone, TBT 2.11) or other measures
    /// came. `progress` is told how many were judged. Returns how many changed.
    pub async fn judge_everything(&self, cause: Cause, progress: impl FnMut(u64)) -> Result<usize> {
        self.judge_all(&public_ids(&self.db).await?, cause, progress).await
    }

    /// Judges these again; what was raised and resolved goes into their logs.
    /// Returns how many changed. Reading takes longer than judging, so two parts
    /// are read at once; `progress` is told how many were judged.
    pub(crate) async fn judge_all(
        &self,
        ids: &[i64],
        cause: Cause,
        mut progress: impl FnMut(u64),
    ) -> Result<usize> {
        let bench = Bench::new(self.standards(), self.now());
        let (tell, mut judged) = mpsc::unbounded_channel();
        // Dropped, it stops them.
        let mut readers = JoinSet::new();
        for part in ids.chunks(ids.len().div_ceil(READERS).max(FEWEST)) {
            let (registry, bench, part, tell) = (self.clone(), bench.clone(), part.to_vec(), tell.clone());
            readers.spawn(async move { registry.judge_part(bench, &part, cause, &tell).await });
        }
        drop(tell);
        while let Some(count) = judged.recv().await {
            progress(count);
        }
        let mut changed = 0;
        while let Some(part) = readers.join_next().await {
            changed += part.map_err(|e| Error::Corrupt(format!("judging failed: {e}")))??;
        }
        Ok(changed)
    }

    /// Judges a part of many. Nothing is locked while nothing changes: those that
    /// do change are judged once more in the transaction that writes it.
    async fn judge_part(
        &self,
        mut bench: Bench,
        ids: &[i64],
        cause: Cause,
        tell: &mpsc::UnboundedSender<u64>,
    ) -> Result<usize> {
        let mut running = VecDeque::new();
        let mut changed = 0;
        let mut portions = ids.chunks(AT_ONCE);
        loop {
            let portion = portions.next();
            if let Some(portion) = portion {
                let rows = public_of(&self.db, portion).await?;
                let (cases, marks) =
                    tokio::try_join!(bench.cases(&self.db, rows), stored_marks(&self.db, portion))?;
                let (standards, now, count) = (bench.standards.clone(), self.now(), portion.len());
                let judged = tokio::task::spawn_blocking(move || {
                    let mut differing = Vec::new();
                    for case in cases {
                        let mark = marks.get(&case.row.id).map_or("", String::as_str);
                        if !case.is_as_stored(mark, &standards, now)? {
                            differing.push(case.row.id);
                        }
                    }
                    Ok::<_, Error>((differing, count))
                });
                running.push_back(judged);
            }
            if running.len() >= IN_FLIGHT || portion.is_none() {
                let Some(judged) = running.pop_front() else { return Ok(changed) };
                let failed = |e| Error::Corrupt(format!("judging failed: {e}"));
                let (differing, count) = judged.await.map_err(failed)??;
                if !differing.is_empty() {
                    changed += self.judge_and_write(&mut bench, &differing, cause).await?;
                }
                // Nobody listens any more only when the work is being stopped.
                tell.send(count as u64).ok();
            }
        }
    }

    /// Judges these in one transaction and writes what changed.
    async fn judge_and_write(&self, bench: &mut Bench, ids: &[i64], cause: Cause) -> Result<usize> {
        let tx = self.write().await?;
        let now = self.now();
        let occasion = Occasion { now, cause, actor: "" };
        let rows = public_of(&*tx, ids).await?;
        let cases = bench.cases(&*tx, rows).await?;
        let mut known = stored_rows(&*tx, ids).await?;
        let standards = bench.standards.clone();
        let (mut all, mut entries, mut changed) = (Difference::default(), Vec::new(), Vec::new());
        let mut news = Vec::new();
        for case in cases {
            let (id, title) = (case.row.id, case.row.title.clone());
            let difference = case.judge(known.remove(&id).unwrap_or_default(), &standards, occasion)?;
            if difference.changes.is_empty() {
                // Their order alone: stored, or the mark would differ at every judgement.
                all.append(difference);
                continue;
            }
            changed.push(id);
            let note = difference.changes.note();
            if let (false, Some(what)) = (note.is_empty(), cause.entry()) {
                if cause == Cause::Catalogue {
                    news.push((id, title, note.clone()));
                }
                entries.push(Entry { notification: id, what, actor: "", note });
            }
            all.append(difference);
        }
        all.write(&*tx).await?;
        log(&*tx, now, entries).await?;
        announce(&*tx, now, &changed).await?;
        for (id, title, note) in news {
            let symbol = first_symbol(&*tx, id).await?;
            let public_url = &self.settings.public_url;
            let about = About { public_url, symbol: &symbol, title: &title, number: "" };
            let what = "was compared with the catalogue of standards again";
            let letter = measure_changed(about, what, &format!("Divergences: {note}."));
            self.tell_followers_of(&*tx, id, &BTreeSet::new(), &letter).await?;
        }
        self.commit(tx).await?;
        Ok(changed.len())
    }

    /// Judges a public notification in the transaction that changes it, and keeps
    /// what others are compared with of it.
    pub(crate) async fn judge_again(
        &self,
        tx: &impl ConnectionTrait,
        row: &notification::Model,
        authority: &Authority,
        occasion: Occasion<'_>,
    ) -> Result<Changes> {
        compared::keep(tx, &[row.id]).await?;
        let mut bench = Bench::new(self.standards(), self.now());
        bench.authorities.insert(row.authority_code.clone(), Arc::new(authority.clone()));
        let standards = bench.standards.clone();
        let Some(case) = bench.cases(tx, vec![row.clone()]).await?.pop() else {
            return Ok(Changes::default());
        };
        let known = stored_rows(tx, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        let difference = case.judge(known, &standards, occasion)?;
        let changes = difference.changes.clone();
        difference.write(tx).await?;
        Ok(changes)
    }

    /// Judges notifications that are new, in the transaction that adds them.
    pub(crate) async fn judge_new(
        &self,
        tx: &impl ConnectionTrait,
        ids: &[i64],
        occasion: Occasion<'_>,
    ) -> Result<()> {
        let mut bench = Bench::new(self.standards(), self.now());
        let standards = bench.standards.clone();
        for portion in ids.chunks(AT_ONCE) {
            let rows = public_of(tx, portion).await?;
            let mut all = Difference::default();
            for case in bench.cases(tx, rows).await? {
                // Nothing is stored of what is new.
                all.append(case.judge(Vec::new(), &standards, occasion)?);
            }
            all.write(tx).await?;
        }
        Ok(())
    }

    /// Reads the form and the files of a notification anew, and keeps what was read.
    pub(crate) async fn read_again(
        &self,
        tx: &impl ConnectionTrait,
        notification: i64,
        content: &Content,
    ) -> Result<()> {
        // What is withheld is not quoted in divergences either.
        let texts = Files::of(tx, notification).await?.public(content).texts;
        let content = content.clone();
        let facts = tokio::task::spawn_blocking(move || Facts::read(&content, &texts))
            .await
            .map_err(|e| Error::Corrupt(format!("reading the texts failed: {e}")))?;
        facts.store(tx, notification).await
    }

    /// The divergences of a draft as it stands, or of a public notification as stored.
    pub(crate) async fn flags_of(
        &self,
        db: &impl ConnectionTrait,
        row: &notification::Model,
    ) -> Result<Vec<DivergenceRecord>> {
        let content: Content = read_json(&row.content)?;
        if read_name(&row.state, State::from_name)?.is_public() {
            return flags::stored_divergences(db, row.id, &content).await;
        }
        let authority = self.authority_of_row(row).await?;
        let files = Files::of(db, row.id).await?;
        let kind = read_name(&row.kind, Kind::from_name)?;
        let day = authority.today(self.now());
        let found = self.look_at_draft(db, row.id, &content, &authority, kind, files, day).await?;
        Ok(found.divergences)
    }

    /// The other authorities' measures on the products of one form.
    pub(crate) async fn neighbours(
        &self,
        db: &impl ConnectionTrait,
        standards: &Standards,
        content: &Content,
        own: &AuthorityCode,
    ) -> Result<Vec<Arc<Other>>> {
        Neighbourhood::default().of(db, &standards.catalogue, content, own.as_str()).await
    }
}
