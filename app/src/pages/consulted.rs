//! The page of somebody whom an authority consults, at a secret address.

use leptos::prelude::*;
use registry::consultations::StakeholderPage;

use crate::{
    components::{ErrorSummary, encoded, field_labelled, hidden, lines, moment, notification_path},
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// The page; `form` holds what was typed or is to be changed, `done` says what
/// was just done.
pub fn page(p: StakeholderPage, secret: &str, form: FormState, done: Option<String>) -> Page {
    let authority = || ("authority", p.authority.clone().into());
    let title = t_with("consulted-title", &[authority()]);
    let address = format!("/consulted/{secret}");
    let done = done.map(|words| view! { <div class="govuk-inset-text" role="status">{words}</div> });
    let symbol = p.notification.symbols.first().cloned().unwrap_or_default();
    let texts = p.documents.iter().map(|d| {
        view! { <li><a class="govuk-link" href=format!("/documents/{}/text", d.id)>{t("consulted-text")}</a>" ("{d.name.clone()}")"</li> }
    });
    let filed = p.comment_number.clone().map(|number| {
        let words = t_with("consulted-filed", &[authority(), ("number", number.into())]);
        view! { <p class="govuk-body"><strong>{words}</strong></p> }
    });
    let until = if p.open {
        t_with("consulted-until", &[("day", p.until.clone().into())])
    } else {
        t("consulted-over")
    };
    let name = if p.name.is_empty() { p.email.clone() } else { format!("{}, {}", p.name, p.email) };
    let say = p.open.then(|| say(&p, &address, &form));
    // Written while it was open and sent when it was not: the words are given back.
    let written = form.value("text");
    let unsent = (!p.open && !written.trim().is_empty()).then(|| {
        view! {
            <section id="text">
                <h2 class="govuk-heading-m">{t("consulted-unsent")}</h2>
                <div class="govuk-inset-text">{lines(written)}</div>
            </section>
        }
    });
    let body = view! {
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            <h1 class="govuk-heading-l">{title.clone()}</h1>
            {done}
            <p class="govuk-body">{until}" "{t_with("consulted-as", &[("name", name.into())])}</p>
            {filed}
            <div class="govuk-inset-text">{t_with("consulted-private", &[authority()])}</div>
            <h2 class="govuk-heading-m">{t("consulted-about")}</h2>
            <p class="govuk-body"><span class="app-symbol">{symbol.clone()}</span>" · "{p.notification.title.clone()}</p>
            <ul class="govuk-list">
                <li><a class="govuk-link" href=notification_path(&symbol)>{t("consulted-read")}</a></li>
                {texts.collect_view()}
            </ul>
            <h2 class="govuk-heading-m">{t("consulted-question")}</h2>
            <p class="govuk-body">{lines(p.question.clone())}</p>
            <h2 class="govuk-heading-m">{t("consulted-yours")}</h2>
            {given(&p, &address)}
            {say}
            {unsent}
        </div>
    };
    Page::new(title, body)
}

/// What was said so far, each with its way to change it.
fn given(p: &StakeholderPage, address: &str) -> AnyView {
    if p.inputs.is_empty() {
        return view! { <p class="govuk-body">{t("consulted-yours-none")}</p> }.into_any();
    }
    let items = p.inputs.iter().map(|i| {
        let clause = if i.clause.is_empty() { t("consultation-whole") } else { i.clause.clone() };
        let hidden_clause = format!(" {clause}");
        let steps = p.open.then(|| {
            let href = format!("{address}?clause={}&change=yes#say", encoded(&i.clause));
            view! {
                <p>
                    <a class="govuk-link" href=href>{t("consulted-change")}<span class="govuk-visually-hidden">{hidden_clause.clone()}</span></a>
                </p>
                <form method="post" action=address.to_owned()>
                    {hidden([("clause", i.clause.clone()), ("text", String::new()), ("back", "yes".to_owned())])}
                    <button class="app-link-button" type="submit">{t("consulted-take-back")}<span class="govuk-visually-hidden">{hidden_clause.clone()}</span></button>
                </form>
            }
        });
        view! {
            <li class="app-comment">
                <p class="app-quiet"><strong>{clause}</strong>" · "{moment(i.at)}</p>
                <p>{lines(i.text.clone())}</p>
                {steps}
            </li>
        }
    });
    view! { <ul class="app-items">{items.collect_view()}</ul> }.into_any()
}

fn say(p: &StakeholderPage, address: &str, form: &FormState) -> AnyView {
    let clauses = p.clauses.iter().map(|c| {
        let href = format!("{address}?clause={}#say", encoded(&c.citation));
        view! { <li><a class="govuk-link" href=href>{c.citation.clone()}</a>" "{c.heading.clone()}</li> }
    });
    let clauses = clauses.collect::<Vec<_>>();
    let offered = (!clauses.is_empty()).then(|| {
        view! {
            <details class="govuk-details">
                <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t("consulted-clauses")}</span></summary>
                <div class="govuk-details__text"><ul class="govuk-list app-contents">{clauses}</ul></div>
            </details>
        }
    });
    view! {
        <section id="say">
            <h2 class="govuk-heading-m">{t("consulted-say")}</h2>
            {offered}
            <form method="post" action=address.to_owned()>
                {field_labelled("clause", t("consulted-clause")).hint(t("consulted-clause-hint")).text(form)}
                {field_labelled("text", t("consulted-words")).area(form, 8)}
                <button class="govuk-button" type="submit">{t("consulted-send")}</button>
            </form>
        </section>
    }
    .into_any()
}

/// There is no consultation at this address.
pub fn unknown() -> Page {
    crate::pages::error::page(404, t("consulted-unknown"), Vec::new())
}
