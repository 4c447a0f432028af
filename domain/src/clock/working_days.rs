//! Working days of the Union's institutions: not a Saturday, a Sunday or a
//! public holiday (Regulation (EEC, Euratom) 1182/71, Article 2).

use jiff::{
    ToSpan,
    civil::{Date, Weekday, date},
};

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm, also
/// known as Meeus's), for any year.
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let golden = y.rem_euclid(19);
    let (century, of_century) = (y.div_euclid(100), y.rem_euclid(100));
    let moon_correction = (8 * century + 13).div_euclid(25);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_correction + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * of_century.div_euclid(4) - epact - of_century.rem_euclid(4))
            .rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday).div_euclid(451);
    let days = epact + to_sunday - 7 * late + 21;
    // The 22nd of March is the earliest Easter, and `days` counts from the 1st.
    date(year, 3, 1).saturating_add(days.days())
}

/// Which public holidays are no working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holidays {
    /// None: only week-ends are moved off.
    None,
    /// Those kept in nearly every Member State: 1 January, Easter Monday, 1 May,
    /// Ascension, Whit Monday, 15 August, 1 November, 25 and 26 December.
    Common,
    /// Those of the Commission, published each year under Article 2 of
    /// Regulation 1182/71: the common ones with 2 January, Maundy Thursday, Good
    /// Friday, 9 May, the Friday after Ascension, 21 July, 2 November and
    /// 24 December. Its closing between 27 and 31 December is not among them:
    /// TRIS prints ends on these days.
    Commission,
}

/// Days of every year, as (month, day), and days from Easter Sunday.
const COMMON: &[(i8, i8)] = &[(1, 1), (5, 1), (8, 15), (11, 1), (12, 25), (12, 26)];
const COMMON_FROM_EASTER: &[i32] = &[1, 39, 50];
const COMMISSION: &[(i8, i8)] = &[(1, 2), (5, 9), (7, 21), (11, 2), (12, 24)];
const COMMISSION_FROM_EASTER: &[i32] = &[-3, -2, 40];

impl Holidays {
    /// Whether a day is one of them.
    pub fn contains(self, day: Date) -> bool {
        let among = |fixed: &[(i8, i8)], moving: &[i32]| {
            fixed.contains(&(day.month(), day.day()))
                || moving.contains(&super::days_between(easter(day.year()), day))
        };
        match self {
            Self::None => false,
            Self::Common => among(COMMON, COMMON_FROM_EASTER),
            Self::Commission => {
                among(COMMON, COMMON_FROM_EASTER) || among(COMMISSION, COMMISSION_FROM_EASTER)
            }
        }
    }

    /// Whether a day is neither on a week-end nor one of these holidays.
    pub fn is_working_day(self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.contains(day)
    }

    /// The day itself, or the next working day (Article 3(4) of Regulation
    /// 1182/71).
    pub fn working_day_from(self, mut day: Date) -> Date {
        while !self.is_working_day(day) {
            let next = day.saturating_add(1.day());
            if next == day {
                break;
            }
            day = next;
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_where_it_was() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (1986, 3, 30),
            (2000, 4, 23),
            (2008, 3, 23),
            (2011, 4, 24),
            (2024, 3, 31),
            (2026, 4, 5),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), date(year, month, day));
        }
        assert!((1583..=4099).all(|y| easter(y).weekday() == Weekday::Sunday));
    }

    #[test]
    fn the_commission_rests_on_more_days() {
        let moved = |holidays: Holidays, day: Date| holidays.working_day_from(day).to_string();
        // Maundy Thursday to Easter Monday 2017.
        let thursday = date(2017, 4, 13);
        assert_eq!(moved(Holidays::None, thursday), "2017-04-13");
        assert_eq!(moved(Holidays::Common, date(2017, 4, 15)), "2017-04-18");
        assert_eq!(moved(Holidays::Commission, thursday), "2017-04-18");
        // Ascension 2016, the Friday after it, a week-end and Europe Day on Monday.
        assert_eq!(moved(Holidays::Commission, date(2016, 5, 5)), "2016-05-10");
        assert_eq!(moved(Holidays::Common, date(2016, 5, 5)), "2016-05-06");
        assert_eq!(moved(Holidays::None, date(2016, 5, 7)), "2016-05-09");
        assert_eq!(moved(Holidays::Commission, date(2018, 12, 24)), "2018-12-27");
    }

    #[test]
    fn the_last_day_of_all_stays() {
        assert_eq!(Holidays::Commission.working_day_from(Date::MAX), Date::MAX);
        assert!(!Holidays::Commission.is_working_day(Date::MIN) || Date::MIN.weekday() != Weekday::Sunday);
    }
}
