//! The record of each authority: what it gave and how it answered so far.

use std::collections::{BTreeMap, HashMap};

use domain::comment::CommentState;
use jiff::civil::Date;
use sea_orm::FromQueryResult;

use super::days;
use crate::{
    Registry, Result,
    authorities::Authority,
    db::{count, read_day, read_time, rows},
};

/// Months in the chart of publications.
const MONTHS: i32 = 12;

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
    /// Comments received of verified authors, less those taken back.
    pub comments: u64,
    /// Those with a reply.
    pub answered: u64,
    /// Those that wait for one; what was withheld waits no more.
    pub unanswered: u64,
    /// Median days from a comment to its reply.
    pub median_reply: Option<f64>,
    /// Measures whose adoption was recorded here.
    pub adopted: u64,
    /// Those whose final text was given (TBT 2.11).
    pub final_texts: u64,
}

impl Registry {
    pub(super) async fn records(
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
        let mut received: HashMap<&str, (u64, u64)> = HashMap::new();
        for comment in comments {
            let (all, waiting) = received.entry(&comment.code).or_default();
            *all += 1;
            *waiting += u64::from(comment.is_waiting());
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
                let (comments, unanswered) = received.get(code).copied().unwrap_or_default();
                let mut lengths = lengths.remove(code).unwrap_or_default();
                let mut replies = replies.remove(code).unwrap_or_default();
                AuthorityRecord {
                    code: code.to_owned(),
                    name: a.name.clone(),
                    periods: lengths.len() as u64,
                    median_period: median(&mut lengths),
                    comments,
                    answered: replies.len() as u64,
                    unanswered,
                    median_reply: median(&mut replies),
                    adopted: count(adopted),
                    final_texts: count(final_texts),
                }
            })
            .collect())
    }

    /// Publications with a comment period, of drafting and of joining authorities.
    pub(super) async fn periods_of_country(&self, country: &str) -> Result<Vec<PeriodRow>> {
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

    pub(super) async fn comments_of_country(&self, country: &str) -> Result<Vec<CommentRow>> {
        rows(
            &self.db,
            "SELECT n.authority_code AS code, c.notification_id, c.state, c.received, c.reply_at AS replied \
             FROM comment c JOIN notification n ON n.id = c.notification_id \
             WHERE n.authority_code IN (SELECT code FROM authority WHERE country = $1) \
             AND c.token_sha256 IS NULL AND c.state <> 'withdrawn' ORDER BY c.received",
            [country.into()],
        )
        .await
    }
}

#[derive(FromQueryResult)]
pub(super) struct PeriodRow {
    pub code: String,
    pub published: String,
    pub closes: Option<String>,
}

#[derive(FromQueryResult)]
pub(super) struct CommentRow {
    pub code: String,
    pub notification_id: i64,
    pub state: String,
    pub received: String,
    pub replied: Option<String>,
}

impl CommentRow {
    /// Whether it waits for a reply.
    pub(super) fn is_waiting(&self) -> bool {
        CommentState::from_name(&self.state).is_some_and(CommentState::is_waiting)
    }
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
pub(super) fn months(periods: &[PeriodRow], today: Date) -> Vec<(Date, u64)> {
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
