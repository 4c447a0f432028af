//! The end of a comment period: a moment, decided by the server's time of
//! receipt, in the notifying authority's zone.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// Days for comments that the WTO TBT Committee recommends at least.
pub const DEFAULT_PERIOD_DAYS: i32 = 60;
/// Days for comments that the Committee encourages.
pub const ENCOURAGED_PERIOD_DAYS: i32 = 90;
/// Months between publication and entry into force (Doha Decision 5.2 on TBT 2.12).
pub const TRANSITION_MONTHS: i32 = 6;

/// The end of a comment period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The final day, in `zone`.
    pub day: Date,
    /// The first moment that is too late.
    pub closes_at: Timestamp,
    /// The authority's zone.
    pub zone: TimeZone,
}

impl Deadline {
    /// The deadline for a final day in a zone: comments received before the
    /// next midnight there are in time, whatever the length of that day.
    pub fn new(day: Date, zone: TimeZone) -> Result<Self, jiff::Error> {
        let next = day.checked_add(1.day())?;
        let closes_at = next.to_zoned(zone.clone())?.timestamp();
        Ok(Self { day, closes_at, zone })
    }

    /// Whether something received now is in time.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.closes_at
    }

    /// Whole days from today to the final day in the authority's zone: 0 on the
    /// final day itself, negative after it.
    pub fn days_left(&self, now: Timestamp) -> i32 {
        days_between(now.to_zoned(self.zone.clone()).date(), self.day)
    }

    /// The last minute of the final day with zone: `11 December 2026, 23:59 (Geneva, UTC+1)`
    /// where `place` is the name people know for the zone.
    pub fn written_out(&self, place: &str) -> String {
        let last = self.closes_at - 1.second();
        let local = last.to_zoned(self.zone.clone());
        format!("{} ({place}, {})", local.strftime("%-d %B %Y, %H:%M"), utc_offset(local.offset().seconds()))
    }
}

/// `UTC+1`, `UTC−3:30`, `UTC`.
fn utc_offset(seconds: i32) -> String {
    let sign = match seconds {
        0 => return "UTC".to_owned(),
        1.. => '+',
        _ => '\u{2212}',
    };
    let minutes = seconds.abs() / 60;
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

/// Days from one day to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The final date for comments by default: 60 days after publication.
pub fn default_comment_deadline(published: Date) -> Date {
    published.saturating_add(DEFAULT_PERIOD_DAYS.days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn deadline(day: Date, zone: &str) -> Deadline {
        Deadline::new(day, TimeZone::get(zone).unwrap()).unwrap()
    }

    fn at(s: &str) -> Timestamp {
        s.parse().unwrap()
    }

    #[test]
    fn the_last_second_counts_in_the_authoritys_zone() {
        let d = deadline(date(2026, 12, 11), "Europe/Zurich");
        assert!(d.is_open(at("2026-12-11T22:59:59.999Z")));
        assert!(!d.is_open(at("2026-12-11T23:00:00Z")));
        assert_eq!(d.written_out("Geneva"), "11 December 2026, 23:59 (Geneva, UTC+1)");
    }

    #[test]
    fn days_left_are_the_authoritys_days() {
        let d = deadline(date(2026, 3, 31), "Pacific/Auckland");
        assert_eq!(d.days_left(at("2026-03-30T10:59:59Z")), 1);
        assert_eq!(d.days_left(at("2026-03-30T11:00:00Z")), 0);
        assert_eq!(d.days_left(at("2026-03-31T11:00:00Z")), -1);
    }

    #[test]
    fn the_day_the_clocks_change_is_a_whole_day() {
        // 29 March 2026 has 23 hours in Paris, 25 October 25.
        assert_eq!(deadline(date(2026, 3, 29), "Europe/Paris").closes_at, at("2026-03-29T22:00:00Z"));
        assert_eq!(deadline(date(2026, 10, 25), "Europe/Paris").closes_at, at("2026-10-25T23:00:00Z"));
        // Midnight does not exist on 6 September 2026 in Santiago: the day begins at 01:00.
        let d = deadline(date(2026, 9, 5), "America/Santiago");
        assert!(d.is_open(at("2026-09-06T03:59:59Z")));
        assert!(!d.is_open(at("2026-09-06T04:00:00Z")));
    }

    #[test]
    fn odd_offsets_are_written_out() {
        let d = deadline(date(2026, 1, 31), "Asia/Kathmandu");
        assert_eq!(d.written_out("Kathmandu"), "31 January 2026, 23:59 (Kathmandu, UTC+5:45)");
        let d = deadline(date(2026, 1, 31), "America/St_Johns");
        assert_eq!(d.written_out("St John's"), "31 January 2026, 23:59 (St John's, UTC\u{2212}3:30)");
    }

    #[test]
    fn sixty_days_cross_month_ends() {
        assert_eq!(default_comment_deadline(date(2026, 12, 31)), date(2027, 3, 1));
        assert_eq!(days_between(date(2024, 2, 28), date(2024, 3, 1)), 2);
    }
}
