//! What is near or late in an authority, the mails about it, and the calendar.

use leptos::prelude::*;
use registry::{
    Official,
    reminders::{ClockSettings, DueNotification},
};

use crate::{
    components::{back_link, encoded, hidden, notification_path, reminder_marks},
    render::Page,
    texts::t,
};

/// The page of an authority's deadlines. `calendar` is the whole address of the
/// person's calendar.
pub fn deadlines(
    official: &Official,
    due: &[DueNotification],
    settings: &ClockSettings,
    calendar: &str,
) -> Page {
    let items = due.iter().map(|d| {
        let symbol = d.summary.symbols.first().cloned().unwrap_or_default();
        let steps = format!("/desk/steps?on={}", encoded(&symbol));
        view! {
            <li class="app-item">
                <h3 class="govuk-heading-s app-item__title"><a class="govuk-link" href=notification_path(&symbol)>{d.summary.title.clone()}</a></h3>
                <p class="app-quiet"><span class="app-symbol">{symbol.clone()}</span></p>
                {reminder_marks(&d.reminders)}
                <p class="govuk-body"><a class="govuk-link" href=steps>{t("desk-steps")}<span class="govuk-visually-hidden">": "{symbol.clone()}</span></a></p>
            </li>
        }
    });
    let list = if due.is_empty() {
        view! { <p class="govuk-body">{t("deadlines-none")}</p> }.into_any()
    } else {
        view! { <ul class="app-items">{items.collect_view()}</ul> }.into_any()
    };
    let (state, button, to) = if settings.reminders {
        ("reminders-on", "reminders-switch-off", "off")
    } else {
        ("reminders-off", "reminders-switch-on", "on")
    };
    let body = view! {
        {back_link("/desk")}
        <p class="govuk-caption-l">{official.authority_name.clone()}</p>
        <h1 class="govuk-heading-l">{t("deadlines")}</h1>
        <p class="govuk-body">{t("deadlines-what")}</p>
        {list}
        <section>
            <h2 class="govuk-heading-m">{t("reminders")}</h2>
            <p class="govuk-body">{t(state)}</p>
            <form method="post" action="/desk/deadlines/reminders">
                {hidden([("mails", to)])}
                <button class="govuk-button govuk-button--secondary" type="submit">{t(button)}</button>
            </form>
        </section>
        <section>
            <h2 class="govuk-heading-m">{t("calendar-own")}</h2>
            <p class="govuk-body">{t("calendar-own-what")}</p>
            <p class="govuk-body"><a class="govuk-link app-code" href=calendar.to_owned() type="text/calendar">{calendar.to_owned()}</a></p>
            <form method="post" action="/desk/deadlines/calendar">
                <p class="govuk-body">{t("calendar-renew-what")}</p>
                <button class="govuk-button govuk-button--secondary" type="submit">{t("calendar-renew")}</button>
            </form>
        </section>
    };
    Page::new(t("deadlines"), body)
}

/// The link in a reminder was opened: one button ends them.
pub fn end_reminders(key: &str) -> Page {
    let body = view! {
        <h1 class="govuk-heading-l">{t("reminders-end")}</h1>
        <p class="govuk-body">{t("reminders-end-what")}</p>
        <form method="post" action="/reminders/end">
            {hidden([("key", key.to_owned())])}
            <button class="govuk-button govuk-button--warning" type="submit">{t("reminders-end-button")}</button>
        </form>
    };
    Page::new(t("reminders-end"), body)
}

/// Ended, or never there.
pub fn reminders_ended() -> Page {
    let body = view! {
        <h1 class="govuk-heading-l">{t("reminders-ended")}</h1>
        <p class="govuk-body">{t("reminders-ended-next")}</p>
    };
    Page::new(t("reminders-ended"), body)
}
