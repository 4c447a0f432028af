//! What officials record of a standstill under Directive (EU) 2015/1535, and
//! how they take an entry back.

use domain::clock::StandstillEventKind;
use leptos::prelude::*;
use registry::{
    notifications::NotificationSummary,
    standstills::{StandstillRecord, StandstillStanding},
};

use crate::{
    components::{
        Choice, ErrorSummary, back_link, day, encoded, field, hidden, notification_path, standstill_records,
        standstill_sentence, warning,
    },
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// The form with what happened so far.
pub fn standstill(n: &NotificationSummary, standing: &StandstillStanding, form: FormState) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let choices = StandstillEventKind::ALL.map(|k| {
        // The name of the one who filed it comes from the field below.
        let words = match k {
            StandstillEventKind::DetailedOpinion => t("standstill-choice-opinion"),
            _ => t_with(&format!("standstill-event-{}", k.as_str()), &[("name", "".into())]),
        };
        Choice::new(k.as_str(), words).hint(t(&format!("event-article-{}", k.as_str())))
    });
    let on = encoded(&symbol);
    let take_back = |record: &StandstillRecord| {
        let open = record.taken_back.is_none();
        open.then(|| format!("/desk/standstill/take-back?on={on}&entry={}", record.id))
    };
    let body = view! {
        {back_link(format!("/desk/steps?on={on}"))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l"><a class="govuk-link" href=notification_path(&symbol)>{symbol.clone()}</a>" · "{n.title.clone()}</p>
        <h1 class="govuk-heading-l">{t("standstill-record")}</h1>
        <p class="govuk-body"><strong>{standstill_sentence(standing)}</strong></p>
        <section>
            <h2 class="govuk-heading-m">{t("standstill-history")}</h2>
            {standstill_records(standing, take_back)}
        </section>
        <section>
            <h2 class="govuk-heading-m">{t("standstill-new")}</h2>
            <p class="govuk-body">{t("standstill-record-what")}</p>
            <form method="post" action="/desk/standstill" novalidate>
                {hidden([("symbol", symbol.clone())])}
                {field("event").radios(&form, choices.to_vec())}
                {field("opinion_author").text(&form)}
                {field("happened").date(&form)}
                {field("event_reason").area(&form, 3)}
                {field("comment_number").text(&form)}
                <button class="govuk-button" type="submit">{t("standstill-record-button")}</button>
            </form>
        </section>
    };
    Page::new(t("standstill-record"), body)
}

/// The question before an entry is taken back.
pub fn take_back(n: &NotificationSummary, record: &StandstillRecord, form: FormState) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let what = t_with(
        &format!("standstill-event-{}", record.kind.as_str()),
        &[("name", record.author.clone().into())],
    );
    let body = view! {
        {back_link(format!("/desk/standstill?on={}", encoded(&symbol)))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l"><a class="govuk-link" href=notification_path(&symbol)>{symbol.clone()}</a></p>
        <h1 class="govuk-heading-l">{t("standstill-take-back")}</h1>
        <p class="govuk-body"><strong>{day(record.on)}</strong>" "{what}</p>
        {warning(t("standstill-take-back-what"))}
        <form method="post" action="/desk/standstill/take-back" novalidate>
            {hidden([("symbol", symbol.clone()), ("entry", record.id.to_string())])}
            {field("take_back_reason").area(&form, 3)}
            <button class="govuk-button govuk-button--warning" type="submit">{t("standstill-take-back-button")}</button>
        </form>
    };
    Page::new(t("standstill-take-back"), body)
}
