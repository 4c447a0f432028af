//! After publication: decisions, and the start of an addendum, corrigendum,
//! revision or supplement.

use domain::notification::{Kind, State, Step};
use leptos::prelude::*;
use registry::notifications::NotificationSummary;

use crate::{
    components::{
        Choice, DeadlineBadge, ErrorSummary, back_link, encoded, field, given_back, hidden,
        notification_path, standstill_sentence, warning,
    },
    form::FormState,
    pages::comment::LANGUAGES,
    render::Page,
    texts::{t, t_with},
};

/// The steps that lead on from a notification's state. `other` is the name of the
/// authority that decides, where it is not that of the person who looks: the one
/// that drafted a joint notification.
pub fn steps(n: NotificationSummary, other: Option<String>, form: FormState) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let decisions = [Step::Adopt, Step::Withdraw, Step::GiveFinalText, Step::EnterIntoForce];
    let leads_on = |s: &Step| n.kind.opens_period() && s.states().0 == n.state && other.is_none();
    let possible: Vec<Step> = decisions.into_iter().filter(leads_on).collect();
    let languages = || LANGUAGES.map(|l| (l.to_owned(), t(&format!("language-{l}")))).to_vec();
    let file = possible.contains(&Step::GiveFinalText).then(|| {
        view! {
            {field("final_text").file(&form, ".pdf,.docx,.html,.htm,.md,.txt")}
            {field("file_language").select(&form, languages())}
        }
    });
    let still_open = n.period.as_ref().filter(|p| p.open && possible.contains(&Step::Adopt)).map(|p| {
        let words = t_with("steps-period-open", &[("day", p.written_out.clone().into())]);
        view! { <div class="govuk-inset-text">{words}</div> }
    });
    let standing = n.standstill.clone();
    let standstill_runs =
        standing.as_ref().filter(|s| s.running && possible.contains(&Step::Adopt)).map(|s| {
            let words = t_with("standstill-still-running", &[("day", standstill_sentence(s).into())]);
            view! { <div class="govuk-inset-text">{words}</div> }
        });
    let clocks = [
        (n.state == State::Published && n.kind.opens_period() && other.is_none())
            .then_some(("extension", "extension-open")),
        standing.filter(|_| n.state != State::Withdrawn).map(|_| ("standstill", "standstill-record")),
    ];
    let clocks = clocks.into_iter().flatten().map(|(page, words)| {
        let href = format!("/desk/{page}?on={}", encoded(&symbol));
        view! { <li><a class="govuk-link" href=href>{t(words)}</a></li> }
    });
    let clocks = clocks.collect::<Vec<_>>();
    let decide = if possible.is_empty() {
        // Where the form is not offered any more, what was typed into it is not lost.
        let note = form.value("note").trim().to_owned();
        let words = match other {
            Some(name) => t_with("steps-of-another", &[("authority", name.into())]),
            None => t("steps-none"),
        };
        // The error summary leads here.
        view! { <div id="step"><p class="govuk-body">{words}</p>{given_back(Vec::from_iter((!note.is_empty()).then_some(note)))}</div> }
            .into_any()
    } else {
        let choices =
            possible.iter().map(|s| Choice::new(s.as_str(), t(&format!("step-{}", s.as_str())))).collect();
        view! {
            <form method="post" action="/desk/steps" enctype="multipart/form-data">
                {hidden([("symbol", symbol.clone())])}
                {field("step").radios(&form, choices)}
                {field("on").date(&form)}
                {field("note").area(&form, 3)}
                {file}
                {warning(t("steps-warning"))}
                <button class="govuk-button" type="submit">{t("steps-button")}</button>
            </form>
        }
        .into_any()
    };
    let kinds = [Kind::Addendum, Kind::Corrigendum, Kind::Revision, Kind::Supplement].map(|kind| {
        let name = kind.as_str();
        view! {
            <li>
                <form method="post" action="/desk/changes">
                    {hidden([("symbol", symbol.clone()), ("kind", name.to_owned())])}
                    <button class="app-link-button" type="submit">{t(&format!("change-{name}"))}</button>
                </form>
            </li>
        }
    });
    let body = view! {
        {back_link("/desk")}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l"><a class="govuk-link" href=notification_path(&symbol)>{symbol.clone()}</a></p>
        <h1 class="govuk-heading-l">{n.title.clone()}</h1>
        <p class="govuk-body"><strong class="govuk-tag">{t(&format!("state-{}", n.state.as_str()))}</strong>" "{n.period.map(|period| view! { <DeadlineBadge period/> })}</p>
        <section><h2 class="govuk-heading-m">{t("steps-title")}</h2>{still_open}{standstill_runs}{decide}</section>
        <section>
            <h2 class="govuk-heading-m">{t("changes-title")}</h2>
            <p class="govuk-body">{t("changes-why")}</p>
            <ul class="govuk-list">{clocks}{kinds}</ul>
        </section>
        {(n.state != State::Withdrawn).then(|| view! { <p class="govuk-body"><a class="govuk-link" href="/desk/comments">{t("desk-all-comments")}</a></p> })}
    };
    Page::new(t("steps-title"), body)
}
