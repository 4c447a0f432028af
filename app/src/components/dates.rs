//! Dates written out, and the badge that says how long is left.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use leptos::prelude::*;
use registry::notifications::Period;

use crate::texts::{t, t_with};

/// `11 December 2026`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
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
