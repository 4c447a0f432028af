//! What a coordinator sees of the own country (Rec. B.1): what is open, what is
//! late, what waits for an answer, and each authority's own record. Everything
//! is read; nothing here writes.

mod record;

use std::collections::HashMap;

use domain::{
    clock::FINAL_TEXT_DAYS,
    notification::{Content, State},
    role::Role,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};

pub use record::AuthorityRecord;
use record::{CommentRow, months};

use crate::{
    Caller, Registry, Result,
    authorities::Authority,
    db::{CHUNK, read_day, read_json, read_name, read_time, rows, stored_time},
    entities::{authority, notification},
    notifications::NotificationSummary,
    summaries::summaries,
};

/// Rows of each list at most; the numbers beside them count all.
pub const LIST: usize = 100;
/// Days after which a draft that was handed in is late to be approved or sent back.
pub const APPROVAL_DAYS: i32 = 7;

/// The overview of a country.
#[derive(Debug, Clone)]
pub struct Coordination {
    /// ISO 3166 alpha-2 code of the country.
    pub country: String,
    /// Every authority of the country with its record, by name.
    pub records: Vec<AuthorityRecord>,
    /// Steps that are overdue, the latest first.
    pub late: Vec<LateStep>,
    /// How many steps are overdue.
    pub late_total: u64,
    /// Notifications with comments that have no reply, the oldest comment first.
    pub waiting: Vec<WaitingComments>,
    /// Notifications open for comment, those that close first before the others.
    pub open: Vec<NotificationSummary>,
    /// How many are open for comment.
    pub open_total: u64,
    /// Drafts and what waits for approval, the last changed first.
    pub drafts: Vec<CountryDraft>,
    /// Notifications published in each of the last twelve months, the first day
    /// of the month and the number; the current month is the last.
    pub months: Vec<(Date, u64)>,
}

/// A step that is overdue.
#[derive(Debug, Clone)]
pub struct LateStep {
    /// Which.
    pub what: Late,
    /// The notification.
    pub summary: NotificationSummary,
    /// The day it was due, in the authority's zone: it is late from the next on.
    pub since: Date,
    /// Days since then.
    pub days: i32,
}

/// What can be overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Late {
    /// The comment period closed and no decision is recorded.
    Decision,
    /// Adopted more than [`FINAL_TEXT_DAYS`] ago without a final text (TBT 2.11).
    FinalText,
    /// The stated day of entry into force passed and is not confirmed.
    InForce,
    /// Handed in more than [`APPROVAL_DAYS`] ago, neither approved nor sent back.
    Approval,
}

impl Late {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Decision, Self::FinalText, Self::InForce, Self::Approval];

    /// The name in texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::FinalText => "final-text",
            Self::InForce => "in-force",
            Self::Approval => "approval",
        }
    }
}

/// A notification whose comments wait.
#[derive(Debug, Clone)]
pub struct WaitingComments {
    /// The notification.
    pub summary: NotificationSummary,
    /// Comments without a reply.
    pub comments: u64,
    /// When the oldest of them came.
    pub oldest: Timestamp,
}

/// What is not public yet.
#[derive(Debug, Clone)]
pub struct CountryDraft {
    /// The notification.
    pub summary: NotificationSummary,
    /// Last change.
    pub changed: Timestamp,
}

impl Registry {
    /// The overview of the caller's country. Coordinators alone.
    pub async fn coordination(&self, caller: &Caller) -> Result<Coordination> {
        let official = caller.official()?;
        official.needs(&[Role::Coordinator])?;
        let country = authority::Entity::find_by_id(official.authority.as_str()).one(&self.db).await?;
        let country = country.map(|a| a.country).unwrap_or_default();
        let authorities = authority::Entity::find()
            .filter(authority::Column::Country.eq(&country))
            .order_by_asc(authority::Column::Name)
            .all(&self.db)
            .await?;
        let authorities: Vec<Authority> =
            authorities.into_iter().map(Authority::from_row).collect::<Result<_>>()?;
        let comments = self.comments_of_country(&country).await?;
        let periods = self.periods_of_country(&country).await?;
        let today = official_day(&authorities, official.authority.as_str(), self.now());
        let (open, open_total) = self.open_in_country(&country).await?;
        let (late, late_total) = self.late_in_country(&country, &authorities).await?;
        Ok(Coordination {
            records: self.records(&country, &authorities, &periods, &comments).await?,
            months: months(&periods, today),
            waiting: self.waiting(&comments).await?,
            drafts: self.drafts_of_country(&country).await?,
            open,
            open_total,
            late,
            late_total,
            country,
        })
    }

    async fn waiting(&self, comments: &[CommentRow]) -> Result<Vec<WaitingComments>> {
        // Comments come oldest first: so do the notifications first met.
        let mut order: Vec<i64> = Vec::new();
        let mut counts: HashMap<i64, (u64, &str)> = HashMap::new();
        for comment in comments.iter().filter(|c| c.is_waiting()) {
            let entry = counts.entry(comment.notification_id).or_insert_with(|| {
                order.push(comment.notification_id);
                (0, comment.received.as_str())
            });
            entry.0 += 1;
        }
        order.truncate(LIST);
        let mut waiting = Vec::with_capacity(order.len());
        for (row, summary) in self.listed(&order).await? {
            if let Some((comments, oldest)) = counts.get(&row.id) {
                waiting.push(WaitingComments { summary, comments: *comments, oldest: read_time(oldest)? });
            }
        }
        Ok(waiting)
    }

    async fn open_in_country(&self, country: &str) -> Result<(Vec<NotificationSummary>, u64)> {
        let ids = self
            .ids(
                "SELECT id FROM notification WHERE closes_at > $2 AND state NOT IN ('draft', 'submitted', 'withdrawn') \
                 AND authority_code IN (SELECT code FROM authority WHERE country = $1) ORDER BY closes_at, id",
                country,
                &stored_time(self.now()),
            )
            .await?;
        let total = ids.len() as u64;
        let first = &ids[..ids.len().min(LIST)];
        Ok((self.listed(first).await?.into_iter().map(|(_, summary)| summary).collect(), total))
    }

    async fn drafts_of_country(&self, country: &str) -> Result<Vec<CountryDraft>> {
        let ids = self
            .ids(
                "SELECT id FROM notification WHERE state IN ('draft', 'submitted') AND changed <= $2 \
                 AND authority_code IN (SELECT code FROM authority WHERE country = $1) ORDER BY changed DESC, id",
                country,
                &stored_time(self.now()),
            )
            .await?;
        let drafts = self.listed(&ids[..ids.len().min(LIST)]).await?;
        drafts
            .into_iter()
            .map(|(row, summary)| Ok(CountryDraft { changed: read_time(&row.changed)?, summary }))
            .collect()
    }

    /// Overdue steps of what is notified here; the procedure of an imported
    /// notification is kept at its source.
    async fn late_in_country(
        &self,
        country: &str,
        authorities: &[Authority],
    ) -> Result<(Vec<LateStep>, u64)> {
        let now = self.now();
        let ids = self
            .ids(
                "SELECT id FROM notification WHERE source = 'own' \
                 AND authority_code IN (SELECT code FROM authority WHERE country = $1) AND (\
                 (state = 'published' AND closes_at <= $2 AND kind IN ('regular', 'revision')) \
                 OR state IN ('adopted', 'final-text', 'submitted')) ORDER BY id",
                country,
                &stored_time(now),
            )
            .await?;
        let by_code: HashMap<&str, &Authority> = authorities.iter().map(|a| (a.code.as_str(), a)).collect();
        let mut late = Vec::new();
        for (row, summary) in self.listed(&ids).await? {
            let Some(authority) = by_code.get(row.authority_code.as_str()) else { continue };
            let zone = authority.time_zone();
            let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
            let today = day(now);
            let overdue = match read_name(&row.state, State::from_name)? {
                State::Published => {
                    row.closes_on.as_deref().map(read_day).transpose()?.map(|d| (Late::Decision, d))
                }
                State::Adopted => {
                    let adopted = row.adopted_on.as_deref().map(read_day).transpose()?;
                    let due = adopted.map(|d| d.saturating_add(FINAL_TEXT_DAYS.days()));
                    due.filter(|d| *d < today).map(|d| (Late::FinalText, d))
                }
                State::FinalText => {
                    let content: Content = read_json(&row.content)?;
                    content.entry_into_force.date.filter(|d| *d < today).map(|d| (Late::InForce, d))
                }
                State::Submitted => {
                    let since = day(read_time(&row.changed)?);
                    (days(since, today) >= APPROVAL_DAYS).then_some((Late::Approval, since))
                }
                _ => None,
            };
            if let Some((what, since)) = overdue {
                late.push(LateStep { what, summary, since, days: days(since, today) });
            }
        }
        late.sort_by(|a, b| b.days.cmp(&a.days).then(a.summary.id.cmp(&b.summary.id)));
        let total = late.len() as u64;
        late.truncate(LIST);
        Ok((late, total))
    }

    async fn ids(&self, sql: &str, country: &str, at: &str) -> Result<Vec<i64>> {
        #[derive(FromQueryResult)]
        struct Id {
            id: i64,
        }
        let found: Vec<Id> = rows(&self.db, sql, [country.into(), at.into()]).await?;
        Ok(found.into_iter().map(|row| row.id).collect())
    }

    /// Rows of these identifiers with what lists show, in their order.
    async fn listed(&self, ids: &[i64]) -> Result<Vec<(notification::Model, NotificationSummary)>> {
        let mut found: HashMap<i64, notification::Model> = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = notification::Entity::find()
                .filter(notification::Column::Id.is_in(chunk.iter().copied()))
                .all(&self.db)
                .await?;
            found.extend(rows.into_iter().map(|r| (r.id, r)));
        }
        let ordered: Vec<_> = ids.iter().filter_map(|id| found.remove(id)).collect();
        let summaries = summaries(&self.db, &ordered, self.now()).await?;
        Ok(ordered.into_iter().zip(summaries).collect())
    }
}

fn official_day(authorities: &[Authority], code: &str, now: Timestamp) -> Date {
    let own = authorities.iter().find(|a| a.code.as_str() == code);
    now.to_zoned(own.map_or(jiff::tz::TimeZone::UTC, Authority::time_zone)).date()
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
