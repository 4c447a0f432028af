//! Moving the final date for comments of a published notification: later at any
//! time before the decision, earlier only while the recommended shortest period
//! remains, because people planned by the date they were told.

use jiff::{ToSpan, civil::Date};

use super::{DEFAULT_PERIOD_DAYS, days_between};
use crate::authority::Profile;

/// A final date further ahead than so many years is a slip of the finger.
const FURTHEST_YEARS: i32 = 2;

/// How a final date moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodChange {
    /// Later by so many days.
    Longer(i32),
    /// Earlier by so many days, and still long enough.
    Shorter(i32),
}

/// Why a final date may not be moved there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodRefused {
    /// Today or in the past.
    #[error("Give a final date for comments after today.")]
    NotAhead,
    /// It is the final date already.
    #[error("{} is the final date for comments already: give another day.", written(*.0))]
    Same(Date),
    /// Earlier than now, and the period would be shorter than recommended.
    #[error(
        "The comment period can be shortened only while the recommended least remains: give {} or a later day.",
        written(*.0)
    )]
    TooShort(Date),
    /// More than two years ahead.
    #[error("This is more than {FURTHEST_YEARS} years ahead: check the year.")]
    TooFar,
}

/// The last day of the shortest period: 60 days after publication (TBT 2.9, as
/// the Committee recommends), three months under Directive (EU) 2015/1535 (Article 6(1)).
pub fn shortest_period(published: Date, profile: Profile) -> Date {
    match profile {
        Profile::Wto => published.saturating_add(DEFAULT_PERIOD_DAYS.days()),
        Profile::Eu => published.saturating_add(3.months()),
    }
}

/// How the final date for comments moves from the one that holds (none where
/// only words were given) to a new one.
///
/// # Errors
/// A day that is no change, not ahead, too far, or leaves too short a period.
pub fn change_of_period(
    published: Date,
    profile: Profile,
    current: Option<Date>,
    new: Date,
    today: Date,
) -> Result<PeriodChange, PeriodRefused> {
    if new <= today {
        return Err(PeriodRefused::NotAhead);
    }
    if new > today.saturating_add(FURTHEST_YEARS.years()) {
        return Err(PeriodRefused::TooFar);
    }
    let least = shortest_period(published, profile);
    match current {
        Some(current) if new == current => Err(PeriodRefused::Same(current)),
        Some(current) if new > current => Ok(PeriodChange::Longer(days_between(current, new))),
        _ if new < least => Err(PeriodRefused::TooShort(least)),
        Some(current) => Ok(PeriodChange::Shorter(days_between(new, current))),
        None => Ok(PeriodChange::Longer(0)),
    }
}

fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use jiff::{civil::date, tz::TimeZone};
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::clock::Deadline;

    const PUBLISHED: Date = date(2026, 11, 21);
    const ENDS: Option<Date> = Some(date(2027, 2, 19));
    const TODAY: Date = date(2026, 12, 1);

    #[rstest]
    #[case::longer(ENDS, date(2027, 3, 5), Ok(PeriodChange::Longer(14)))]
    #[case::the_same(ENDS, date(2027, 2, 19), Err(PeriodRefused::Same(date(2027, 2, 19))))]
    #[case::shorter(ENDS, date(2027, 1, 20), Ok(PeriodChange::Shorter(30)))]
    #[case::too_short(ENDS, date(2027, 1, 19), Err(PeriodRefused::TooShort(date(2027, 1, 20))))]
    #[case::today(ENDS, TODAY, Err(PeriodRefused::NotAhead))]
    #[case::a_slip(ENDS, date(2207, 3, 5), Err(PeriodRefused::TooFar))]
    #[case::from_words(None, date(2027, 3, 5), Ok(PeriodChange::Longer(0)))]
    #[case::a_short_one_may_grow(Some(date(2026, 12, 10)), date(2026, 12, 20), Ok(PeriodChange::Longer(10)))]
    fn the_final_date_moves(
        #[case] current: Option<Date>,
        #[case] new: Date,
        #[case] expected: Result<PeriodChange, PeriodRefused>,
    ) {
        assert_eq!(change_of_period(PUBLISHED, Profile::Wto, current, new, TODAY), expected);
    }

    #[test]
    fn under_the_directive_three_months_remain() {
        let refused = change_of_period(PUBLISHED, Profile::Eu, ENDS, date(2027, 2, 18), TODAY).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "The comment period can be shortened only while the recommended least remains: give 21 February 2027 or a later day."
        );
    }

    const ZONES: [&str; 7] = [
        "UTC",
        "Europe/Paris",
        "America/Santiago",
        "Pacific/Auckland",
        "Asia/Kathmandu",
        "Pacific/Apia",
        "America/St_Johns",
    ];

    proptest! {
        /// Whatever the zone and whatever the clocks do on the way.
        #[test]
        fn an_extension_never_closes_earlier(day in 0..20_000_i32, by in 0..400_i32, zone in prop::sample::select(ZONES.to_vec())) {
            let zone = TimeZone::get(zone).unwrap();
            let first = date(1990, 1, 1).saturating_add(day.days());
            let (before, after) = (Deadline::new(first, zone.clone()).unwrap(), Deadline::new(first.saturating_add(by.days()), zone.clone()).unwrap());
            prop_assert!(before.closes_at <= after.closes_at);
            // The last second is on the final day there, the next moment is not.
            let last = (after.closes_at - 1.second()).to_zoned(zone.clone()).date();
            prop_assert_eq!(last, after.day);
            prop_assert!(after.is_open(after.closes_at - 1.second()) && !after.is_open(after.closes_at));
            prop_assert_eq!(after.days_left(after.closes_at - 1.second()), 0);
        }

        #[test]
        fn the_shortest_period_ends_in_the_month_it_should(day in 0..20_000_i32) {
            let published = date(1990, 1, 1).saturating_add(day.days());
            prop_assert_eq!(days_between(published, shortest_period(published, Profile::Wto)), 60);
            let eu = shortest_period(published, Profile::Eu);
            prop_assert_eq!((i32::from(published.month()) + 2) % 12 + 1, i32::from(eu.month()));
            prop_assert!(eu.day() == published.day() || eu == eu.last_of_month(), "{eu}");
        }

        #[test]
        fn what_is_accepted_is_ahead_and_long_enough(current in 0..400_i32, new in -10..800_i32, now in 0..400_i32) {
            let at = |days: i32| PUBLISHED.saturating_add(days.days());
            let (current, new, today) = (at(current), at(new), at(now));
            if let Ok(change) = change_of_period(PUBLISHED, Profile::Wto, Some(current), new, today) {
                prop_assert!(new > today && new != current);
                prop_assert_eq!(matches!(change, PeriodChange::Longer(_)), new > current);
                prop_assert!(new > current || days_between(PUBLISHED, new) >= DEFAULT_PERIOD_DAYS);
            }
        }
    }
}
