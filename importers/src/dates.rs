//! Days in foreign files: a day only where one is certain, the words as given
//! beside it. Thai authorities count from the Buddhist era (543 years ahead),
//! sometimes with two digits.

use std::sync::LazyLock;

use domain::notification::StatedDate;
use jiff::{ToSpan as _, civil::Date};
use regex::Regex;

use crate::{Severity, text::pattern};

/// A cell that should hold a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// A number that the spreadsheet does not show as a day.
    Number(f64),
    /// Words.
    Words(&'a str),
}

/// What a cell says, with what had to be done about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stated {
    /// Day and words.
    pub date: StatedDate,
    /// How it was read, when that is not evident.
    pub note: Option<(Severity, String)>,
}

static ISO: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?$"));
static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})$"));
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(\d{1,2})(?:st|nd|rd|th|er|º|°)?[\s\-]+(?:de\s+|of\s+)?(\p{L}[\p{L}\p{M}.]*)[\s\-,]+(?:de\s+)?(?:พ\.ศ\.\s*)?(\d{4}|\d{2})$",
    )
});
static MONTH_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\p{L}[\p{L}.]*)\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$"));
static SERIAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{5}(?:\.\d+)?$"));

/// Reads a cell; `thai` when the notifying authority is Thailand.
pub fn stated(cell: Cell<'_>, thai: bool) -> Stated {
    match cell {
        Cell::Number(days) => match of_serial(days) {
            Some(day) => {
                sure(day, "", Some(format!("a number was given; read as the spreadsheet's day {day}")))
            }
            None => unread(&days.to_string(), "is a number and no day; kept as words"),
        },
        Cell::Words(words) => of_words(words.trim(), thai),
    }
}

fn of_words(words: &str, thai: bool) -> Stated {
    let part = |c: &regex::Captures<'_>, n: usize| c[n].parse::<i16>().unwrap_or(0);
    if words.is_empty() {
        return Stated::default();
    }
    if SERIAL.is_match(words)
        && let Some(day) = words.parse().ok().and_then(of_serial)
    {
        return sure(day, "", Some(format!("“{words}” was given; read as the spreadsheet's day {day}")));
    }
    if let Some(c) = ISO.captures(words) {
        return dated(words, &c[1], part(&c, 2), part(&c, 3), thai, true);
    }
    if let Some(c) = NUMERIC.captures(words) {
        let (first, second) = (part(&c, 1), part(&c, 2));
        // The WTO writes the day first; only a second number above 12 says otherwise.
        let (day, month) = if second > 12 && first <= 12 { (second, first) } else { (first, second) };
        return dated(words, &c[3], month, day, thai, false);
    }
    if let Some(c) = DAY_FIRST.captures(words)
        && let Some(month) = month(&c[2])
    {
        return dated(words, &c[3], month, part(&c, 1), thai, false);
    }
    if let Some(c) = MONTH_FIRST.captures(words)
        && let Some(month) = month(&c[1])
    {
        return dated(words, &c[3], month, part(&c, 2), thai, false);
    }
    Stated { date: StatedDate::words(words), note: None }
}

/// A day given in full; `plain` when the words say nothing beyond it.
fn dated(words: &str, year: &str, month: i16, day: i16, thai: bool, plain: bool) -> Stated {
    let (year, era) = match (year.parse::<i16>().unwrap_or(0), year.len()) {
        (y @ 2400..=2700, 4) if thai => (y - 543, Some("of the Buddhist era")),
        // Two digits: 38 to 99 are 2538 (1995, the Agreement's first year) and later.
        (y @ 38..=99, 2) if thai => (2500 + y - 543, Some("of the Buddhist era, in two digits")),
        (y @ 0..70, 2) => (2000 + y, Some("in two digits")),
        (y, 2) => (1900 + y, Some("in two digits")),
        (y, _) => (y, None),
    };
    let day =
        i8::try_from(month).ok().zip(i8::try_from(day).ok()).and_then(|(m, d)| Date::new(year, m, d).ok());
    match day.filter(plausible) {
        Some(day) => {
            let note = era.map(|era| format!("the year is {era}; read as {day}"));
            sure(day, if plain && note.is_none() { "" } else { words }, note)
        }
        None => unread(words, "is no day of the calendar within reach; kept as words"),
    }
}

fn sure(day: Date, words: &str, repaired: Option<String>) -> Stated {
    let date = StatedDate { date: Some(day), words: words.to_owned() };
    Stated { date, note: repaired.map(|what| (Severity::Repaired, what)) }
}

fn unread(words: &str, why: &str) -> Stated {
    Stated { date: StatedDate::words(words), note: Some((Severity::Note, why.to_owned())) }
}

/// Drafts are announced since 1980 and for some decades to come.
fn plausible(day: &Date) -> bool {
    (1980..=2100).contains(&day.year())
}

/// The spreadsheet's day count from 1899-12-30.
fn of_serial(days: f64) -> Option<Date> {
    let whole = days.is_finite().then(|| days.floor())?;
    if !(29_221.0..=73_415.0).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within the range above")]
    let whole = whole as i32;
    jiff::civil::date(1899, 12, 30).checked_add(whole.days()).ok().filter(plausible)
}

/// Number of a month by its name or abbreviation.
fn month(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let word = word.trim_end_matches('.');
    let by_letters = |names: &[&str; 12]| {
        names.iter().position(|n| *n == word || (word.chars().count() >= 3 && n.starts_with(word)))
    };
    let found = by_letters(&ENGLISH)
        .or_else(|| by_letters(&FRENCH))
        .or_else(|| by_letters(&SPANISH))
        .or_else(|| THAI.iter().position(|(long, short)| *long == word || *short == word))?;
    i16::try_from(found + 1).ok()
}

const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
/// Long form, and the abbreviation without its last point.
const THAI: [(&str, &str); 12] = [
    ("มกราคม", "ม.ค"),
    ("กุมภาพันธ์", "ก.พ"),
    ("มีนาคม", "มี.ค"),
    ("เมษายน", "เม.ย"),
    ("พฤษภาคม", "พ.ค"),
    ("มิถุนายน", "มิ.ย"),
    ("กรกฎาคม", "ก.ค"),
    ("สิงหาคม", "ส.ค"),
    ("กันยายน", "ก.ย"),
    ("ตุลาคม", "ต.ค"),
    ("พฤศจิกายน", "พ.ย"),
    ("ธันวาคม", "ธ.ค"),
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(cell: Cell<'_>, thai: bool) -> (String, String, bool) {
        let stated = stated(cell, thai);
        let date = stated.date.date.map(|d| d.to_string()).unwrap_or_default();
        (date, stated.date.words, stated.note.is_some())
    }

    #[rstest]
    #[case("2018-03-22", "2018-03-22", "", false)]
    #[case("2026-07-02T00:00:00+00:00", "2026-07-02", "", false)]
    #[case("22/03/2018", "2018-03-22", "22/03/2018", false)]
    #[case("03/22/2018", "2018-03-22", "03/22/2018", false)]
    #[case("22.3.2018", "2018-03-22", "22.3.2018", false)]
    #[case("15-May-18", "2018-05-15", "15-May-18", true)]
    #[case("1 January 2019", "2019-01-01", "1 January 2019", false)]
    #[case("1st of Jan. 2019", "2019-01-01", "1st of Jan. 2019", false)]
    #[case("January 1, 2019", "2019-01-01", "January 1, 2019", false)]
    #[case("1 de enero de 2019", "2019-01-01", "1 de enero de 2019", false)]
    #[case("1er janvier 2019", "2019-01-01", "1er janvier 2019", false)]
    #[case("43544", "2019-03-20", "", true)]
    fn days_are_read(#[case] words: &str, #[case] date: &str, #[case] kept: &str, #[case] noted: bool) {
        assert_eq!(day(Cell::Words(words), false), (date.into(), kept.into(), noted));
    }

    #[rstest]
    #[case("2nd quarter 2022")]
    #[case("To be determined")]
    #[case("6 months after adoption")]
    #[case("2018-06")]
    #[case("60 days from notification")]
    #[case("As above")]
    #[case("May 2018")]
    #[case("2022")]
    fn what_is_no_certain_day_stays_words(#[case] words: &str) {
        assert_eq!(day(Cell::Words(words), true), (String::new(), words.into(), false));
    }

    #[rstest]
    #[case("31/12/2567", "2024-12-31")]
    #[case("31/12/67", "2024-12-31")]
    #[case("15 May 66", "2023-05-15")]
    #[case("1 มกราคม 2567", "2024-01-01")]
    #[case("15 พ.ค. 2566", "2023-05-15")]
    #[case("2567-06-01", "2024-06-01")]
    fn buddhist_years_of_thailand_are_converted_and_said(#[case] words: &str, #[case] date: &str) {
        assert_eq!(day(Cell::Words(words), true), (date.into(), words.into(), true));
    }

    #[test]
    fn the_buddhist_era_is_thailands_alone() {
        assert_eq!(day(Cell::Words("31/12/2567"), false).0, "");
        assert_eq!(day(Cell::Words("15 May 66"), false).0, "2066-05-15");
        assert_eq!(day(Cell::Words("15 May 23"), true).0, "2023-05-15", "1980 is before the Agreement");
    }

    #[test]
    fn a_day_that_does_not_exist_is_words_with_a_note() {
        assert_eq!(day(Cell::Words("31/02/2020"), false), (String::new(), "31/02/2020".into(), true));
        assert_eq!(day(Cell::Words("2020-13-01"), false), (String::new(), "2020-13-01".into(), true));
    }

    #[test]
    fn spreadsheet_days_count_from_1899() {
        assert_eq!(day(Cell::Number(43544.5), false), ("2019-03-20".into(), String::new(), true));
        assert_eq!(day(Cell::Number(12.0), false), (String::new(), "12".into(), true));
    }
}
