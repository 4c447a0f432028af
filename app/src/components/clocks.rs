//! Clocks in words: the standstill with its first and its present end, the final
//! dates for comments, reminders.

use domain::clock::{Reminder, ReminderKind, StandstillReason};
use leptos::prelude::*;
use registry::{
    final_dates::FinalDate,
    standstills::{StandstillRecord, StandstillStanding},
};

use super::{day, moment, notification_path};
use crate::texts::{t, t_with};

/// The standstill in one sentence: its end; where it was moved, the first end,
/// the present one, and why.
pub fn standstill_sentence(standing: &StandstillStanding) -> String {
    let (first, current) = (&standing.told.first, standing.told.current());
    if current.reason == StandstillReason::FiscalMeasure {
        return t("standstill-fiscal");
    }
    if !standing.moved() {
        return t_with("standstill-first", &[("day", day(first.end).into())]);
    }
    let author = standing.cause(current).map(|r| r.author.clone()).unwrap_or_default();
    let why = t_with(
        &format!("standstill-why-{}", current.reason.as_str()),
        &[("name", author.into()), ("day", day(current.on).into())],
    );
    t_with(
        "standstill-moved",
        &[
            ("first", day(first.end).into()),
            ("day", day(current.end).into()),
            ("why", why.into()),
            ("article", current.reason.article().into()),
        ],
    )
}

/// The same for a list: a line with a mark that it still runs.
pub fn standstill_line(standing: &StandstillStanding) -> AnyView {
    let running = standing.running.then(|| {
        view! { <strong class="app-badge app-badge--soon">{t("standstill-running")}</strong>" " }
    });
    view! { <p class="app-item__why">{running}{standstill_sentence(standing)}</p> }.into_any()
}

/// What was recorded, in the order of days, with what each did to the end.
/// `take_back` gives the address at which an entry is taken back.
pub fn standstill_records(
    standing: &StandstillStanding,
    take_back: impl Fn(&StandstillRecord) -> Option<String>,
) -> AnyView {
    let received = t_with(
        "standstill-received",
        &[("day", day(standing.received).into()), ("first", day(standing.told.first.end).into())],
    );
    let items = standing.records.iter().map(|record| {
        let what = t_with(
            &format!("standstill-event-{}", record.kind.as_str()),
            &[("name", record.author.clone().into())],
        );
        let change = standing.told.changes.iter().find(|c| standing.cause(c) == Some(record));
        let effect = match (&record.taken_back, change, record.without_effect) {
            (Some(taken), ..) => t_with(
                "standstill-taken-back",
                &[("day", moment(taken.at).into()), ("name", taken.by.clone().into()), ("why", taken.reason.clone().into())],
            ),
            (None, Some(change), _) => t_with(
                "standstill-effect",
                &[("day", day(change.end).into()), ("article", change.reason.article().into())],
            ),
            (None, None, Some(why)) => t(&format!("standstill-without-{}", why.as_str())),
            (None, None, None) => t("standstill-no-effect"),
        };
        let reason = (!record.reason.is_empty())
            .then(|| view! { <p class="app-text">{record.reason.clone()}</p> });
        let comment = record.comment.clone().map(|number| {
            let words = t_with("standstill-comment", &[("number", number.into())]);
            view! { " "{words} }
        });
        let link = take_back(record).map(|href| {
            view! { <p><a class="govuk-link" href=href>{t("standstill-take-back")}<span class="govuk-visually-hidden">": "{what.clone()}</span></a></p> }
        });
        view! {
            <li>
                <strong>{day(record.on)}</strong>" "{what.clone()}{comment}". "{effect}
                {reason}
                <p class="app-quiet">{t("standstill-recorded-by")}" "{record.recorded_by.clone()}", "{moment(record.recorded)}</p>
                {link}
            </li>
        }
    });
    view! { <ul class="govuk-list govuk-list--bullet"><li>{received}</li>{items.collect_view()}</ul> }
        .into_any()
}

/// Every final date for comments with the addendum that moved it; nothing where
/// it never moved.
pub fn final_dates(dates: &[FinalDate]) -> Option<AnyView> {
    if dates.iter().all(|d| d.symbol.is_none()) {
        return None;
    }
    let items = dates.iter().map(|d| {
        let announced = d.announced.map(day).unwrap_or_default();
        let words = match d.symbol {
            None => t_with("final-date-first", &[("day", announced.into())]),
            Some(_) => t_with("final-date-moved", &[("day", announced.into())]),
        };
        let link = d.symbol.clone().map(|symbol| {
            let href = notification_path(&symbol);
            view! { " "<a class="govuk-link" href=href>{symbol}</a> }
        });
        let reason = (!d.reason.is_empty()).then(|| view! { <p class="app-text">{d.reason.clone()}</p> });
        view! { <li><strong>{day(d.day)}</strong>" "{words}{link}{reason}</li> }
    });
    Some(
        view! {
            <section>
                <h2 class="govuk-heading-m">{t("final-dates")}</h2>
                <ol class="govuk-list govuk-list--number">{items.collect_view()}</ol>
            </section>
        }
        .into_any(),
    )
}

/// A reminder in words.
pub fn reminder_words(reminder: &Reminder) -> String {
    t_with(&format!("reminder-{}", reminder.kind.as_str()), &[("day", day(reminder.about).into())])
}

/// Reminders as marks in a list: what is late stands out from what is near.
pub fn reminder_marks(reminders: &[Reminder]) -> Option<AnyView> {
    let items = reminders.iter().map(|r| {
        let near = matches!(r.kind, ReminderKind::ClosesSoon | ReminderKind::ClosesVerySoon);
        let class = if near { "govuk-tag govuk-tag--yellow" } else { "govuk-tag govuk-tag--red" };
        let mark = if near { t("reminder-near") } else { t("reminder-late") };
        view! { <li><strong class=class>{mark}</strong>" "{reminder_words(r)}</li> }
    });
    let items = items.collect::<Vec<_>>();
    (!items.is_empty()).then(|| view! { <ul class="govuk-list app-plain">{items}</ul> }.into_any())
}

/// The link to a calendar of deadlines.
pub fn calendar_link(href: impl Into<String>, words: &str) -> AnyView {
    view! { <a class="govuk-link" href=href.into() type="text/calendar">{t(words)}</a> }.into_any()
}
