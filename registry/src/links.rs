//! Addresses of standards: which of those that public measures cite are to be
//! checked next, what a check found, and which are dead.

use std::collections::{BTreeSet, HashMap};

use domain::{
    divergence::Citation,
    standard::{Catalogue, LinkFinding, LinkStanding, StandardRecord},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Set,
    sea_query::OnConflict,
};

use crate::{
    Caller, Registry, Result,
    db::{CHUNK, read_json, read_time, rows, stored_time},
    entities::{
        standard,
        standard_link::{ActiveModel, Column, Entity, Model},
    },
};

/// An address to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkToCheck {
    /// The catalogue's identifier of the standard.
    pub standard: String,
    /// Where the catalogue says it can be had.
    pub url: String,
}

/// What a check changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkChange {
    /// What is said of the address stays as it was.
    None,
    /// It is called dead from now on.
    Dead,
    /// It was called dead, and answers again.
    Back,
    /// It is the standard's address no more; nothing was kept.
    Replaced,
}

/// An address that does not answer any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLink {
    /// The catalogue's identifier of the standard.
    pub standard: String,
    /// The address.
    pub url: String,
    /// The day since which it does not answer.
    pub since: Date,
}

impl Registry {
    /// The addresses of the standards that public measures cite, in any edition,
    /// which were not checked within so many days: those never checked first,
    /// then the oldest check.
    pub async fn links_to_check(&self, caller: &Caller, days: u32) -> Result<Vec<LinkToCheck>> {
        caller.may_maintain()?;
        let known: HashMap<String, Model> =
            Entity::find().all(&self.db).await?.into_iter().map(|l| (l.standard_id.clone(), l)).collect();
        let age = SignedDuration::from_hours(24 * i64::from(days));
        let before = stored_time(self.now().checked_sub(age).unwrap_or(Timestamp::MIN));
        let cited: Vec<String> = self.cited_with_address().await?.into_iter().collect();
        let mut due: Vec<(String, String, String)> = Vec::new();
        for chunk in cited.chunks(CHUNK) {
            let found: Vec<(String, String)> = standard::Entity::find()
                .select_only()
                .columns([standard::Column::Id, standard::Column::Rest])
                .filter(standard::Column::Id.is_in(chunk))
                .into_tuple()
                .all(&self.db)
                .await?;
            for (id, rest) in found {
                let url = address(&rest)?;
                let checked = known.get(&id).filter(|l| l.url == url).map(|l| l.checked.clone());
                if !url.is_empty() && checked.as_ref().is_none_or(|at| *at <= before) {
                    due.push((checked.unwrap_or_default(), id, url));
                }
            }
        }
        due.sort();
        Ok(due.into_iter().map(|(_, standard, url)| LinkToCheck { standard, url }).collect())
    }

    /// Keeps what a check found. When an address is called dead by it, or answers
    /// again, what cites the standard is judged again at the next reload.
    pub async fn link_checked(
        &self,
        caller: &Caller,
        link: &LinkToCheck,
        found: LinkFinding,
    ) -> Result<LinkChange> {
        caller.may_maintain()?;
        let tx = self.write().await?;
        let row: Option<(String, String)> = standard::Entity::find_by_id(&link.standard)
            .select_only()
            .columns([standard::Column::Undated, standard::Column::Rest])
            .into_tuple()
            .one(&*tx)
            .await?;
        // An import may have come while the address was asked.
        let Some((undated, rest)) = row else { return Ok(LinkChange::Replaced) };
        if address(&rest)? != link.url {
            return Ok(LinkChange::Replaced);
        }
        let known = Entity::find_by_id(&link.standard).one(&*tx).await?.filter(|l| l.url == link.url);
        let before = known.as_ref().map(standing).transpose()?.unwrap_or_default();
        let now = self.now();
        let after = before.after(found, now);
        let new = ActiveModel {
            standard_id: Set(link.standard.clone()),
            url: Set(link.url.clone()),
            checked: Set(stored_time(now)),
            failing_since: Set(after.failing_since.map(stored_time)),
            dead: Set(after.dead),
        };
        Entity::insert(new)
            .on_conflict(
                OnConflict::column(Column::StandardId)
                    .update_columns([Column::Url, Column::Checked, Column::FailingSince, Column::Dead])
                    .to_owned(),
            )
            .exec_without_returning(&*tx)
            .await?;
        let change = match (before.dead, after.dead) {
            (false, true) => LinkChange::Dead,
            (true, false) => LinkChange::Back,
            _ => LinkChange::None,
        };
        if change != LinkChange::None {
            self.note_changed(&tx, [undated]).await?;
        }
        self.commit(tx).await?;
        Ok(change)
    }

    /// The addresses of cited standards that this catalogue holds for dead, the longest
    /// dead first. What nobody cites any more is not checked any more either.
    pub(crate) async fn dead_links(&self, catalogue: &Catalogue) -> Result<Vec<DeadLink>> {
        let ids: Vec<String> = Entity::find()
            .select_only()
            .column(Column::StandardId)
            .filter(Column::Dead.eq(true))
            .into_tuple()
            .all(&self.db)
            .await?;
        let cited = if ids.is_empty() { BTreeSet::new() } else { self.cited_with_address().await? };
        let mut found: Vec<DeadLink> = ids
            .into_iter()
            .filter(|standard| cited.contains(standard))
            .filter_map(|standard| {
                let dead = catalogue.get(&standard)?.dead_url.as_deref()?;
                Some(DeadLink { standard, url: dead.url.clone(), since: dead.since })
            })
            .collect();
        found.sort_by(|a, b| (a.since, &a.standard).cmp(&(b.since, &b.standard)));
        Ok(found)
    }

    /// The catalogue's identifiers of what public measures cite and whose source
    /// names an address.
    async fn cited_with_address(&self) -> Result<BTreeSet<String>> {
        #[derive(FromQueryResult)]
        struct Cited {
            identifier: String,
            undated: String,
        }
        let cited: Vec<Cited> = rows(
            &self.db,
            "SELECT DISTINCT c.identifier, c.undated FROM citation c \
             JOIN notification n ON n.id = c.notification_id \
             WHERE c.identifier <> '' AND n.state NOT IN ('draft', 'submitted')",
            [],
        )
        .await?;
        let catalogue = self.catalogue();
        let editions = cited.into_iter().filter_map(|c| {
            let edition = Citation::known(&c.identifier, &c.undated, &catalogue)?.edition;
            catalogue.get(&edition).is_some_and(|e| e.has_url).then_some(edition)
        });
        Ok(editions.collect())
    }
}

/// The dead addresses of the standards, while they are theirs.
#[derive(Debug, Default)]
pub(crate) struct DeadLinks(HashMap<String, (String, Date)>);

impl DeadLinks {
    /// All of them: few of those that were checked.
    pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Self> {
        Self::new(Entity::find().filter(Column::Dead.eq(true)).all(db).await?)
    }

    /// That of one standard, if it is dead.
    pub(crate) async fn of(db: &impl ConnectionTrait, standard: &str) -> Result<Self> {
        Self::new(Entity::find_by_id(standard).one(db).await?)
    }

    fn new(rows: impl IntoIterator<Item = Model>) -> Result<Self> {
        let mut dead = HashMap::new();
        for row in rows {
            if let Some(since) = standing(&row)?.dead_since() {
                dead.insert(row.standard_id, (row.url, since));
            }
        }
        Ok(Self(dead))
    }

    /// The record with what is known of its address. What is known of another that it
    /// had before does not count.
    pub(crate) fn mark(&self, record: StandardRecord) -> StandardRecord {
        let dead = self.0.get(&record.id).filter(|(url, _)| *url == record.url);
        StandardRecord { url_dead_since: dead.map(|(_, since)| *since), ..record }
    }
}

fn standing(row: &Model) -> Result<LinkStanding> {
    let failing_since = row.failing_since.as_deref().map(read_time).transpose()?;
    Ok(LinkStanding { failing_since, dead: row.dead })
}

/// The address in what is stored of a standard beside its columns.
fn address(rest: &str) -> Result<String> {
    Ok(read_json::<StandardRecord>(rest)?.url)
}
