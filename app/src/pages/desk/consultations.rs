//! Consultations of the own stakeholders on foreign notifications: the list,
//! the form that opens one, and one with what came.

use jiff::civil::Date;
use leptos::prelude::*;
use registry::{
    consultations::{Consultation, ConsultationPage, ConsultationState, StakeholderInput},
    notifications::NotificationSummary,
};

use crate::{
    components::{Choice, ErrorSummary, back_link, day, field, hidden, lines, moment, notification_path},
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

fn state(c: &Consultation) -> AnyView {
    let (class, key) = match c.state {
        ConsultationState::Open if !c.open => ("govuk-tag govuk-tag--yellow", "over"),
        ConsultationState::Open => ("govuk-tag govuk-tag--blue", "open"),
        ConsultationState::Closed => ("govuk-tag", "closed"),
        ConsultationState::Filed => ("govuk-tag govuk-tag--green", "filed"),
    };
    view! { <strong class=class>{t(&format!("consultation-state-{key}"))}</strong> }.into_any()
}

/// All consultations of the authority.
pub fn consultations(all: Vec<Consultation>) -> Page {
    let items = all.iter().map(|c| {
        let count =
            t_with("consultations-count", &[("count", c.answered.into()), ("total", c.invited.into())]);
        let symbol = c.notification.symbols.join(", ");
        view! {
            <li class="app-item app-desk">
                <div>
                    <h2 class="govuk-heading-s app-item__title"><a class="govuk-link" href=format!("/desk/consultations/{}", c.id)>{c.notification.title.clone()}</a></h2>
                    <p class="app-quiet"><span class="app-symbol">{symbol}</span></p>
                </div>
                <p>{t("consultations-answers")}": "{count}</p>
                <div><p>{state(c)}</p><p class="app-quiet">{t("consultations-until")}" "{c.until.clone()}</p></div>
            </li>
        }
    });
    let items = items.collect::<Vec<_>>();
    let none = items.is_empty().then(|| view! { <p class="govuk-body">{t("consultations-none")}</p> });
    let body = view! {
        {back_link("/desk")}
        <h1 class="govuk-heading-l">{t("consultations")}</h1>
        <p class="govuk-body">{t("consultations-what")}</p>
        {none}<ul class="app-items">{items}</ul>
    };
    Page::new(t("consultations"), body)
}

/// The form that opens one. `last` is the final day for comments.
pub fn consulting(n: &NotificationSummary, last: Option<Date>, form: FormState) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let last = last.map(|last| {
        view! { <p class="govuk-body">{t_with("consulting-last", &[("day", day(last).into())])}</p> }
    });
    let body = view! {
        {back_link(notification_path(&symbol))}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            {about(n)}
            <h1 class="govuk-heading-l">{t("consulting-title")}</h1>
            <p class="govuk-body">{t("consulting-what")}</p>
            {last}
            <form method="post" action="/desk/consultations/new">
                {hidden([("on", symbol)])}
                {field("question").area(&form, 6)}
                {field("until").date(&form)}
                {field("stakeholders").area(&form, 6)}
                <button class="govuk-button" type="submit">{t("consulting-button")}</button>
            </form>
        </div>
    };
    Page::new(t("consulting-title"), body)
}

/// The notification that it is about.
pub(super) fn about(n: &NotificationSummary) -> AnyView {
    view! { <p class="govuk-caption-m"><span class="app-symbol">{n.symbols.join(", ")}</span>" · "{n.title.clone()}</p> }
        .into_any()
}

/// What was said, clause by clause.
pub(super) fn said(inputs: &[StakeholderInput]) -> AnyView {
    if inputs.is_empty() {
        return view! { <p class="govuk-body">{t("consultation-said-none")}</p> }.into_any();
    }
    inputs
        .chunk_by(|a, b| a.clause == b.clause)
        .map(|same| {
            let clause = same.first().map(|i| i.clause.clone()).filter(|c| !c.is_empty());
            let items = same.iter().map(|i| {
                view! { <li class="app-comment"><p class="app-quiet"><strong>{i.from.clone()}</strong>" · "{moment(i.at)}</p><p>{lines(i.text.clone())}</p></li> }
            });
            view! {
                <h3 class="govuk-heading-s">{clause.unwrap_or_else(|| t("consultation-whole"))}</h3>
                <ul class="app-items">{items.collect_view()}</ul>
            }
        })
        .collect_view()
        .into_any()
}

/// One consultation. `done` says what was just done.
pub fn consultation(p: &ConsultationPage, form: FormState, done: Option<String>) -> Page {
    let c = &p.about;
    let symbol = c.notification.symbols.first().cloned().unwrap_or_default();
    let invited = p.stakeholders.iter().map(|s| {
        let name = (!s.name.is_empty()).then(|| view! { <strong>{s.name.clone()}</strong><br/> });
        let inputs = t_with("consultation-inputs", &[("count", s.inputs.into())]);
        let mailed = t_with("consultation-mailed", &[("day", moment(s.mailed).into())]);
        view! {
            <li class="app-item">
                <p>{name}{s.email.clone()}</p>
                <p class="app-quiet">{inputs}" · "{mailed}</p>
            </li>
        }
    });
    let build = (p.may_write && c.state != ConsultationState::Filed).then(|| {
        let href = format!("/desk/consultations/{}/comment", c.id);
        view! { <p><a class="govuk-button" role="button" href=href>{t("consultation-build")}</a></p> }
    });
    let opened = t_with(
        "consultation-opened",
        &[("name", c.opened_by.clone().into()), ("day", c.until.clone().into())],
    );
    let done = done.map(|words| view! { <div class="govuk-inset-text" role="status">{words}</div> });
    let body = view! {
        {back_link("/desk/consultations")}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l"><a class="govuk-link" href=notification_path(&symbol)>{symbol.clone()}</a>" · "{c.notification.title.clone()}</p>
        <h1 class="govuk-heading-l">{t("consultation-title")}</h1>
        {done}
        <p class="govuk-body">{state(c)}" "{opened}</p>
        <div class="app-columns app-columns--wide">
            <div>
                {filed(p, &form)}
                <h2 class="govuk-heading-m">{t("consultation-said")}</h2>
                {said(&p.inputs)}
                {build}
            </div>
            <aside>
                <h2 class="govuk-heading-s">{t("consultation-asked")}</h2>
                <p class="govuk-body">{lines(c.question.clone())}</p>
                <h2 class="govuk-heading-s">{t("consultation-invited")}</h2>
                <ul class="app-items">{invited.collect_view()}</ul>
                {(p.may_write && c.open).then(|| steps(c, &form))}
            </aside>
        </div>
    };
    Page::new(t("consultation-title"), body)
}

/// What can be done while it is open.
fn steps(c: &Consultation, form: &FormState) -> AnyView {
    let address = |what: &str| format!("/desk/consultations/{}/{what}", c.id);
    view! {
        <form method="post" action=address("remind")>
            <p class="app-quiet">{t("consultation-remind-what")}</p>
            <button class="govuk-button govuk-button--secondary" type="submit">{t("consultation-remind")}</button>
        </form>
        <form method="post" action=address("invite")>
            {field("stakeholders").area(form, 3)}
            <button class="govuk-button govuk-button--secondary" type="submit">{t("consultation-more")}</button>
        </form>
        <form method="post" action=address("close")>
            <p class="app-quiet">{t("consultation-close-what")}</p>
            <button class="govuk-button govuk-button--secondary" type="submit">{t("consultation-close")}</button>
        </form>
    }
    .into_any()
}

/// The filed comment, or the choice of it.
fn filed(p: &ConsultationPage, form: &FormState) -> Option<AnyView> {
    if let Some(number) = &p.about.comment_number {
        let words = t_with("consultation-filed-as", &[("number", number.clone().into())]);
        return Some(view! { <p class="govuk-body"><strong>{words}</strong></p> }.into_any());
    }
    if p.comments.is_empty() || !p.may_write {
        return None;
    }
    let choices = p
        .comments
        .iter()
        .map(|c| Choice::new(c.number.clone(), format!("{}, {}", c.number, moment(c.received))))
        .collect();
    let action = format!("/desk/consultations/{}/filed", p.about.id);
    Some(
        view! {
            <section>
                <h2 class="govuk-heading-m">{t("consultation-comment")}</h2>
                <p class="govuk-body">{t("consultation-link-what")}</p>
                <form method="post" action=action>
                    {field("filed_number").radios(form, choices)}
                    <button class="govuk-button" type="submit">{t("consultation-link")}</button>
                </form>
            </section>
        }
        .into_any(),
    )
}
