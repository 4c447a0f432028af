//! Dates written out, and the badge that says how long is left.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use leptos::prelude::*;
use registry::notifications::Period;

use crate::texts::{t, t_with};

/// `11 December 2026`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A date of the catalogue, known to the day, the month or the year:
/// `2022-09-15`, `2022-09`, `2022`.
pub fn known_date(given: &str) -> String {
    if let Ok(date) = given.parse::<Date>() {
        return day(date);
    }
    match format!("{given}-01").parse::<Date>() {
        Ok(first) => first.strftime("%B %Y").to_string(),
        Err(_) => given.to_owned(),
    }
}

/// `11 December 2026, 14:05 UTC`.
pub fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// A date as stated: the day, the words, or that nothing was stated.
pub fn stated(date: &domain::notification::StatedDate) -> String {
    match (date.date, date.words.trim()) {
        (Some(d), "") => day(d),
        (Some(d), words) => format!("{} ({words})", day(d)),
        (None, "") => t("not-stated"),
        (None, words) => words.to_owned(),
    }
}

/// How long is left, in words and colour: amber in the last two weeks.
#[component]
pub fn DeadlineBadge(period: Period) -> impl IntoView {
    let days = i64::from(period.days_left);
    let (class, words) = match days {
        _ if !period.open => ("app-badge app-badge--closed", t("period-closed")),
        0 => ("app-badge app-badge--soon", t("closes-today")),
        1..=14 => ("app-badge app-badge--soon", t_with("days-left", &[("days", days.into())])),
        _ => ("app-badge app-badge--open", t_with("days-left", &[("days", days.into())])),
    };
    view! { <strong class=class>{words}</strong> }
}

#[cfg(test)]
mod tests {
    use super::known_date;

    #[test]
    fn dates_are_written_as_far_as_they_are_known() {
        assert_eq!(known_date("2022-09-15"), "15 September 2022");
        assert_eq!(known_date("2022-09"), "September 2022");
        assert_eq!(known_date("2022"), "2022");
        assert_eq!(known_date(""), "");
    }
}
