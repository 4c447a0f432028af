//! What a coordinator sees of the own country (Rec. B.1): what is open, what is
//! late, what waits for an answer, and each authority's own record. Everything
//! is read; nothing here writes.

use std::collections::{BTreeMap, HashMap};

use domain::{
    notification::{Content, State},
    role::Role,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};

use crate::{
    Caller, Registry, Result,
    authorities::Authority,
    db::{CHUNK, count, read_day, read_json, read_name, read_time, rows, stored_time},
    entities::{authority, notification},
    notifications::NotificationSummary,
    summaries::summaries,
};

/// Rows of each list at most; the numbers beside them count all.
pub const LIST: usize = 100;
/// Days after which a draft that was handed in is late to be approved or sent back.
pub const APPROVAL_DAYS: i32 = 7;
/// Months in the chart of publications.
const MONTHS: i32 = 12;

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

/// What an authority did so far.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthorityRecord {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Regular notifications and revisions with a dated comment period.
    pub periods: u64,
    /// Median of their comment periods, in days from publication to the final date.
    pub median_period: Option<f64>,
    /// Comments received (confirmed ones).
    pub comments: u64,
    /// Those with a reply.
    pub answered: u64,
    /// Median days from a comment to its reply.
    pub median_reply: Option<f64>,
    /// Measures whose adoption was recorded here.
    pub adopted: u64,
    /// Those whose final text was given (TBT 2.11).
    pub final_texts: u64,
}

impl AuthorityRecord {
    /// Comments without a reply.
    pub fn unanswered(&self) -> u64 {
        self.comments.saturating_sub(self.answered)
    }
}

/// A step that is overdue.
#[derive(Debug, Clone)]
pub struct LateStep {
    /// Which.
    pub what: Late,
    /// The notification.
    pub summary: NotificationSummary,
    /// Since when, in the authority's zone.
    pub since: Date,
    /// Days since then.
    pub days: i32,
}

/// What can be overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Late {
    /// The comment period closed and no decision is recorded.
    Decision,
    /// Adopted without a final text (TBT 2.11).
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

    async fn records(
        &self,
        country: &str,
        authorities: &[Authority],
        periods: &[PeriodRow],
        comments: &[CommentRow],
    ) -> Result<Vec<AuthorityRecord>> {
        #[derive(FromQueryResult)]
        struct Adopted {
            code: String,
            adopted: i64,
            texts: i64,
        }
        let adopted: Vec<Adopted> = rows(
            &self.db,
            "SELECT authority_code AS code, COUNT(*) AS adopted, \
             SUM(CASE WHEN state IN ('final-text', 'in-force') THEN 1 ELSE 0 END) AS texts FROM notification \
             WHERE authority_code IN (SELECT code FROM authority WHERE country = $1) AND source = 'own' \
             AND state IN ('adopted', 'final-text', 'in-force') GROUP BY authority_code",
            [country.into()],
        )
        .await?;
        let adopted: HashMap<String, (i64, i64)> =
            adopted.into_iter().map(|a| (a.code, (a.adopted, a.texts))).collect();
        let mut lengths: HashMap<&str, Vec<f64>> = HashMap::new();
        for period in periods {
            if let Some(days) = days_between(&period.published, period.closes.as_deref())? {
                lengths.entry(&period.code).or_default().push(days);
            }
        }
        let mut replies: HashMap<&str, Vec<f64>> = HashMap::new();
        let mut received: HashMap<&str, u64> = HashMap::new();
        for comment in comments {
            *received.entry(&comment.code).or_default() += 1;
            if let Some(reply) = &comment.replied {
                let took = read_time(reply)?.duration_since(read_time(&comment.received)?);
                replies.entry(&comment.code).or_default().push(took.as_secs_f64() / 86_400.0);
            }
        }
        Ok(authorities
            .iter()
            .map(|a| {
                let code = a.code.as_str();
                let (adopted, final_texts) = adopted.get(code).copied().unwrap_or_default();
                let mut lengths = lengths.remove(code).unwrap_or_default();
                let mut replies = replies.remove(code).unwrap_or_default();
                AuthorityRecord {
                    code: code.to_owned(),
                    name: a.name.clone(),
                    periods: lengths.len() as u64,
                    median_period: median(&mut lengths),
                    comments: received.get(code).copied().unwrap_or(0),
                    answered: replies.len() as u64,
                    median_reply: median(&mut replies),
                    adopted: count(adopted),
                    final_texts: count(final_texts),
                }
            })
            .collect())
    }

    /// Publications with a comment period, of drafting and of joining authorities.
    async fn periods_of_country(&self, country: &str) -> Result<Vec<PeriodRow>> {
        rows(
            &self.db,
            "SELECT authority_code AS code, published, closes_on AS closes FROM notification \
             WHERE authority_code IN (SELECT code FROM authority WHERE country = $1) \
             AND kind IN ('regular', 'revision') AND published IS NOT NULL \
             UNION ALL SELECT s.authority_code AS code, n.published, n.closes_on AS closes \
             FROM notification_symbol s JOIN notification n ON n.id = s.notification_id \
             WHERE s.authority_code IN (SELECT code FROM authority WHERE country = $1) AND s.position > 0 \
             AND s.authority_code <> n.authority_code \
             AND n.kind IN ('regular', 'revision') AND n.published IS NOT NULL",
            [country.into()],
        )
        .await
    }

    async fn comments_of_country(&self, country: &str) -> Result<Vec<CommentRow>> {
        rows(
            &self.db,
            "SELECT n.authority_code AS code, c.notification_id, c.received, c.reply_at AS replied \
             FROM comment c JOIN notification n ON n.id = c.notification_id \
             WHERE n.authority_code IN (SELECT code FROM authority WHERE country = $1) \
             AND c.token_sha256 IS NULL AND c.state <> 'withdrawn' ORDER BY c.received",
            [country.into()],
        )
        .await
    }

    async fn waiting(&self, comments: &[CommentRow]) -> Result<Vec<WaitingComments>> {
        // Comments come oldest first: so do the notifications first met.
        let mut order: Vec<i64> = Vec::new();
        let mut counts: HashMap<i64, (u64, &str)> = HashMap::new();
        for comment in comments.iter().filter(|c| c.replied.is_none()) {
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
                    row.adopted_on.as_deref().map(read_day).transpose()?.map(|d| (Late::FinalText, d))
                }
                State::FinalText => {
                    let content: Content = read_json(&row.content)?;
                    content.entry_into_force.date.filter(|d| *d <= today).map(|d| (Late::InForce, d))
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

#[derive(FromQueryResult)]
struct PeriodRow {
    code: String,
    published: String,
    closes: Option<String>,
}

#[derive(FromQueryResult)]
struct CommentRow {
    code: String,
    notification_id: i64,
    received: String,
    replied: Option<String>,
}

fn official_day(authorities: &[Authority], code: &str, now: Timestamp) -> Date {
    let own = authorities.iter().find(|a| a.code.as_str() == code);
    now.to_zoned(own.map_or(jiff::tz::TimeZone::UTC, Authority::time_zone)).date()
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn days_between(published: &str, closes: Option<&str>) -> Result<Option<f64>> {
    let Some(closes) = closes else { return Ok(None) };
    Ok(Some(f64::from(days(read_day(published)?, read_day(closes)?))))
}

/// The value in the middle; of an even number the mean of the two.
fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

/// Publications in the last months; a joint one counts for each authority.
fn months(periods: &[PeriodRow], today: Date) -> Vec<(Date, u64)> {
    let index = |year: i16, month: i8| i32::from(year) * 12 + i32::from(month) - 1;
    let last = index(today.year(), today.month());
    let mut counts: BTreeMap<i32, u64> = (last - MONTHS + 1..=last).map(|m| (m, 0)).collect();
    for period in periods {
        let Ok(day) = period.published.parse::<Date>() else { continue };
        if let Some(count) = counts.get_mut(&index(day.year(), day.month())) {
            *count += 1;
        }
    }
    counts
        .into_iter()
        .filter_map(|(m, count)| {
            let year = i16::try_from(m.div_euclid(12)).ok()?;
            let month = i8::try_from(m.rem_euclid(12) + 1).ok()?;
            Some((Date::new(year, month, 1).ok()?, count))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [60.0]), Some(60.0));
        assert_eq!(median(&mut [90.0, 10.0, 60.0]), Some(60.0));
        assert_eq!(median(&mut [90.0, 10.0, 60.0, 61.0]), Some(60.5));
    }

    #[test]
    fn twelve_months_end_with_the_current_one_also_over_the_new_year() {
        let row =
            |published: &str| PeriodRow { code: "KEN".into(), published: published.into(), closes: None };
        let rows = [row("2026-01-31"), row("2026-02-01"), row("2025-02-28"), row("2025-01-31")];
        let months = months(&rows, "2026-02-03".parse().unwrap());
        let first = months.first().unwrap();
        assert_eq!((months.len(), first.0.to_string().as_str(), first.1), (12, "2025-03-01", 0));
        let ends: Vec<_> = months[10..].iter().map(|(day, n)| (day.to_string(), *n)).collect();
        assert_eq!(ends, [("2026-01-01".to_owned(), 1), ("2026-02-01".to_owned(), 1)]);
    }
}
