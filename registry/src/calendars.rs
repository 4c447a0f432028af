//! Deadlines for calendar programs: each with an identifier that stays, and a
//! number that counts up when it moves.

use std::collections::HashMap;

use domain::{
    clock::{FINAL_TEXT_DAYS, STANDSTILL_MONTHS_AT_MOST},
    notification::{Kind, Source, State},
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::{
    Registry, Result,
    authorities::authority_of,
    db::{read_day, read_time},
    entities::{notification, standstill},
    family::{announced_by, by_symbol},
    final_dates::moves,
    notifications::NotificationSummary,
    summaries::{is_public, public_rows, summaries},
};

/// Days for which a deadline that passed stays in an authority's calendar.
const PAST_DAYS: i64 = 90;

/// What a calendar entry marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarKind {
    /// The comment period ends: a moment.
    CommentsClose,
    /// The standstill ends: the first day on which the draft may be adopted.
    StandstillEnds,
    /// The final text of an adopted measure is due: a day.
    FinalTextDue,
}

impl CalendarKind {
    /// The name, part of the entry's identifier.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CommentsClose => "comments-close",
            Self::StandstillEnds => "standstill-ends",
            Self::FinalTextDue => "final-text-due",
        }
    }
}

/// A deadline.
#[derive(Debug, Clone)]
pub struct CalendarEntry {
    /// What it marks.
    pub kind: CalendarKind,
    /// The notification.
    pub summary: NotificationSummary,
    /// The day, in the authority's zone.
    pub day: Date,
    /// The first moment that is too late, for the end of a comment period.
    pub at: Option<Timestamp>,
    /// Counts up whenever the deadline moves or is given up.
    pub sequence: u32,
    /// Last change of the notification.
    pub changed: Timestamp,
    /// Whether the deadline is of no meaning any more: the draft was withdrawn.
    pub cancelled: bool,
}

/// The deadlines of an authority, for one of its people.
#[derive(Debug, Clone)]
pub struct AuthorityCalendar {
    /// Name of the authority.
    pub authority: String,
    /// The deadlines.
    pub entries: Vec<CalendarEntry>,
}

impl Registry {
    /// The deadlines of a public notification by any of its symbols.
    pub async fn calendar_of(&self, symbol: &str) -> Result<Option<Vec<CalendarEntry>>> {
        match by_symbol(&self.db, symbol).await? {
            Some(row) => Ok(Some(self.entries(&[row], false).await?)),
            None => Ok(None),
        }
    }

    /// The deadlines of public notifications, in the order of the identifiers given.
    pub async fn calendar_of_all(&self, ids: &[i64]) -> Result<Vec<CalendarEntry>> {
        self.entries(&public_rows(&self.db, ids).await?, false).await
    }

    /// The deadlines of the authority of whoever has this secret address, also of
    /// what it notified jointly: those ahead, and those of the last 90 days.
    pub async fn calendar_by_secret(&self, secret: &str) -> Result<AuthorityCalendar> {
        let account = self.account_of_calendar(secret).await?;
        let first = (self.now() - (PAST_DAYS * 24).hours()).to_zoned(TimeZone::UTC).date();
        let rows = notification::Entity::find()
            .filter(notification::Column::Id.in_subquery(announced_by(&account.authority_code)))
            .filter(notification::Column::Source.eq(Source::Own.as_str()))
            .filter(notification::Column::Kind.is_in([Kind::Regular.as_str(), Kind::Revision.as_str()]))
            .filter(is_public())
            .filter(may_end_from(first))
            .order_by_asc(notification::Column::Id)
            .all(&self.db)
            .await?;
        let mut entries = self.entries(&rows, true).await?;
        entries.retain(|e| e.day >= first);
        let authority = authority_of(&self.db, &account.authority_code).await?;
        Ok(AuthorityCalendar { authority: authority.map(|a| a.name).unwrap_or_default(), entries })
    }

    /// `inside` adds what only the authority itself is to do.
    async fn entries(&self, rows: &[notification::Model], inside: bool) -> Result<Vec<CalendarEntry>> {
        let summaries = summaries(&self.db, rows, self.now()).await?;
        let moves = moves_of(&self.db, &summaries).await?;
        let mut entries = Vec::new();
        for (row, summary) in rows.iter().zip(summaries) {
            let changed = read_time(&row.changed)?;
            let cancelled = summary.state == State::Withdrawn;
            let mut add = |kind: CalendarKind, day: Date, at: Option<Timestamp>, moved: u32| {
                entries.push(CalendarEntry {
                    kind,
                    summary: summary.clone(),
                    day,
                    at,
                    sequence: moved + u32::from(cancelled),
                    changed,
                    cancelled,
                });
            };
            if let Some(period) = &summary.period {
                let moved = moves.get(&row.id).copied().unwrap_or(0);
                add(CalendarKind::CommentsClose, period.deadline.day, Some(period.deadline.closes_at), moved);
            }
            if let Some(standstill) = summary.standstill.as_ref().filter(|s| s.told.began()) {
                add(CalendarKind::StandstillEnds, standstill.told.end(), None, standstill.revisions());
            }
            if inside
                && summary.state == State::Adopted
                && let Some(adopted) = row.adopted_on.as_deref().map(read_day).transpose()?
            {
                add(CalendarKind::FinalTextDue, adopted.saturating_add(FINAL_TEXT_DAYS.days()), None, 0);
            }
        }
        Ok(entries)
    }
}

/// The condition that a notification may have a deadline on that day or later. It
/// keeps the past of an authority in the database and loses no entry: a comment
/// period ends on the day stored, a final text is due so many days after the day
/// stored. The end of a standstill is not stored, it follows from what happened;
/// those received long enough ago have all ended.
fn may_end_from(first: Date) -> Condition {
    let adopted = first.saturating_sub(FINAL_TEXT_DAYS.days());
    let received = first.saturating_sub(STANDSTILL_MONTHS_AT_MOST.months());
    let standing_still = standstill::Entity::find()
        .select_only()
        .column(standstill::Column::NotificationId)
        .filter(standstill::Column::Received.gte(received.to_string()))
        .into_query();
    Condition::any()
        .add(notification::Column::ClosesOn.gte(first.to_string()))
        .add(
            Condition::all()
                .add(notification::Column::State.eq(State::Adopted.as_str()))
                .add(notification::Column::AdoptedOn.gte(adopted.to_string())),
        )
        .add(notification::Column::Id.in_subquery(standing_still))
}

/// How often the comment period of each was moved.
async fn moves_of(db: &impl ConnectionTrait, summaries: &[NotificationSummary]) -> Result<HashMap<i64, u32>> {
    let symbols: Vec<String> = summaries.iter().flat_map(|s| s.symbols.clone()).collect();
    let by_symbol = moves(db, &symbols).await?;
    let count = |s: &NotificationSummary| s.symbols.iter().filter_map(|symbol| by_symbol.get(symbol)).sum();
    Ok(summaries.iter().map(|s| (s.id, count(s))).collect())
}
