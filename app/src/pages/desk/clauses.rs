//! How a text was cut into clauses, and its correction before publication.

use domain::{
    notification::State,
    text::{Clause, CorrectionChange},
};
use leptos::prelude::*;
use registry::text_corrections::{CorrectedText, MadeCorrection};

use crate::{
    components::{ErrorSummary, back_link, field, hidden, moment},
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// Clauses on one page.
pub const ON_A_PAGE: usize = 200;
/// Characters of a clause that the list shows.
const SHOWN: usize = 160;

/// What the list says above the clauses.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told {
    /// How many clauses there were before the correction that was just made.
    pub before: Option<usize>,
    /// Somebody else corrected the text meanwhile.
    pub conflict: bool,
}

fn base(p: &CorrectedText) -> String {
    format!("/desk/{}/documents/{}/clauses", p.notification, p.document.id)
}

/// The list of clauses from that one on, and the corrections made.
pub fn clauses(p: &CorrectedText, form: FormState, told: Told, from: usize) -> Page {
    let title = t_with("clauses-title", &[("name", p.document.name.clone().into())]);
    let all = p.clauses.clauses();
    let from = from.min(all.len().saturating_sub(1));
    let shown = all.iter().skip(from).take(ON_A_PAGE).map(|c| line(p, c)).collect::<Vec<_>>();
    let done = told.before.map(|before| {
        let words = t_with("clauses-told", &[("count", all.len().into()), ("total", before.into())]);
        view! { <div class="govuk-inset-text" role="status">{words}</div> }
    });
    let before = (from > 0).then(|| {
        let href = format!("{}?from={}", base(p), from.saturating_sub(ON_A_PAGE));
        view! { <a class="govuk-link" href=href>{t("clauses-before-more")}</a> }
    });
    let next = from + ON_A_PAGE;
    let more = (next < all.len()).then(|| {
        let href = format!("{}?from={next}", base(p));
        view! { <a class="govuk-link" href=href>{t_with("clauses-more", &[("number", (next + 1).into())])}</a> }
    });
    let back = match p.state {
        State::Draft => format!("/desk/{}/texts", p.notification),
        _ => format!("/desk/{}/check", p.notification),
    };
    let made =
        p.corrections.iter().enumerate().map(|(nth, made)| correction(p, nth, made)).collect::<Vec<_>>();
    let none = made.is_empty().then(|| view! { <p class="govuk-body">{t("clauses-made-none")}</p> });
    let read_only = (!p.may_correct).then(|| view! { <p class="govuk-body">{t("clauses-read-only")}</p> });
    let count = t_with("clauses-found", &[("count", all.len().into())]);
    let body = view! {
        {back_link(back)}
        <ErrorSummary form=form/>
        {told.conflict.then(conflict)}
        <p class="govuk-caption-l">{p.title.clone()}</p>
        <h1 class="govuk-heading-l" id="clauses" tabindex="-1">{title.clone()}</h1>
        {done}
        <p class="govuk-body">{t("clauses-what")}</p>
        {read_only}
        <div class="app-columns app-columns--wide">
            <div>
                <p class="govuk-body">{count}</p>
                <ol class="app-items">{shown}</ol>
                <p class="app-pages">{before}{more}</p>
            </div>
            <aside>
                <h2 class="govuk-heading-m">{t("clauses-made")}</h2>
                {none}<ol class="app-items">{made}</ol>
            </aside>
        </div>
    };
    Page::new(title, body)
}

fn conflict() -> AnyView {
    view! {
        <div class="govuk-error-summary">
            <div role="alert">
                <h2 class="govuk-error-summary__title">{t("conflict-title")}</h2>
                <p class="govuk-body">{t("clauses-conflict")}</p>
            </div>
        </div>
    }
    .into_any()
}

fn called(clause: &Clause) -> String {
    if clause.citation.is_empty() { clause.address.clone() } else { clause.citation.clone() }
}

fn beginning(text: &str) -> String {
    let start: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN { format!("{start} …") } else { start }
}

fn line(p: &CorrectedText, c: &Clause) -> AnyView {
    let name = called(c);
    let hidden_name = format!(" {name}");
    let start = c.paragraphs.start;
    let address = format!("{}/{start}", base(p));
    let join = (p.may_correct && start > 0).then(|| {
        view! {
            <form method="post" action=address.clone()>
                {hidden([("version", p.version.to_string()), ("what", "join".to_owned())])}
                <button class="app-link-button" type="submit">{t("clauses-join")}<span class="govuk-visually-hidden">{hidden_name.clone()}</span></button>
            </form>
        }
    });
    let correct = p.may_correct.then(|| {
        view! { <a class="govuk-link" href=address.clone()>{t("clauses-correct")}<span class="govuk-visually-hidden">{hidden_name.clone()}</span></a> }
    });
    let class = format!("app-item app-cut app-cut--{}", c.level.min(4));
    let level = t_with("clauses-level", &[("number", i64::from(c.level).into())]);
    view! {
        <li class=class id=c.address.clone()>
            <p><strong>{name}</strong>" "{c.heading.clone().filter(|h| *h != c.citation)}" "<span class="app-quiet">"#"{c.address.clone()}", "{level}</span></p>
            <p lang=p.document.language.clone()>{beginning(&p.clauses.words_of(c))}</p>
            <div class="app-actions">{correct}{join}</div>
        </li>
    }
    .into_any()
}

/// What a correction does, in words.
fn told(made: &MadeCorrection) -> String {
    let name = beginning(&made.correction.begins);
    let with = |key: &str, other: Option<(&'static str, String)>| {
        let mut variables = vec![("name", name.clone().into())];
        variables.extend(other.map(|(name, value)| (name, value.into())));
        t_with(key, &variables)
    };
    match &made.correction.change {
        CorrectionChange::Split => with("correction-split", None),
        CorrectionChange::Break { .. } => with("correction-break", None),
        CorrectionChange::Join => with("correction-join", None),
        CorrectionChange::Number { number: Some(number) } => {
            with("correction-number", Some(("number", number.clone())))
        }
        CorrectionChange::Number { number: None } => with("correction-no-number", None),
        CorrectionChange::Heading { heading: Some(heading) } => {
            with("correction-heading", Some(("clause", heading.clone())))
        }
        CorrectionChange::Heading { heading: None } => with("correction-no-heading", None),
        CorrectionChange::Level { level } => with("correction-level", Some(("number", level.to_string()))),
    }
}

fn correction(p: &CorrectedText, nth: usize, made: &MadeCorrection) -> AnyView {
    let words = told(made);
    let hidden_words = format!(" {words}");
    let by = t_with("clauses-made-by", &[("name", made.by.clone().into()), ("day", moment(made.at).into())]);
    let no_effect = made.not_applied.map(|why| {
        view! { <p><strong>{t("clauses-no-effect")}</strong>" "{why.to_string()}</p> }
    });
    let undo = p.may_correct.then(|| {
        view! {
            <form method="post" action=format!("{}/undo", base(p))>
                {hidden([("version", p.version.to_string()), ("nth", nth.to_string())])}
                <button class="app-link-button" type="submit">{t("clauses-undo")}<span class="govuk-visually-hidden">{hidden_words}</span></button>
            </form>
        }
    });
    view! { <li class="app-item"><p>{words}</p><p class="app-quiet">{by}</p>{no_effect}{undo}</li> }
        .into_any()
}

/// One clause with the forms that correct it; filled as typed, or as it is.
pub fn clause(p: &CorrectedText, c: &Clause, form: FormState, changed: bool) -> Page {
    let name = called(c);
    let title = t_with("clause-title", &[("clause", name.into())]);
    let start = c.paragraphs.start;
    let action = format!("{}/{start}", base(p));
    let mut filled = form.clone();
    let now = [
        ("clause_number", c.number.clone().unwrap_or_default()),
        ("clause_heading", c.heading.clone().unwrap_or_default()),
        ("clause_level", c.level.to_string()),
    ];
    for (name, value) in now {
        if !filled.values.iter().any(|(n, _)| n == name) {
            filled.values.push((name.to_owned(), value));
        }
    }
    let carried = |what: &str| hidden([("version", p.version.to_string()), ("what", what.to_owned())]);
    let words = p
        .clauses
        .paragraphs_of(c)
        .iter()
        .map(|paragraph| view! { <p class="govuk-body app-text">{paragraph.text.clone()}</p> })
        .collect::<Vec<_>>();
    let join = (start > 0).then(|| {
        view! {
            <section>
                <h2 class="govuk-heading-m">{t("clauses-join")}</h2>
                <p class="govuk-body">{t("clause-join-what")}</p>
                <form method="post" action=action.clone()>
                    {carried("join")}
                    <button class="govuk-button govuk-button--secondary" type="submit">{t("clauses-join")}</button>
                </form>
            </section>
        }
    });
    let back = format!("{}#{}", base(p), c.address);
    let body = view! {
        {back_link(back)}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form/>
            {changed.then(conflict)}
            <p class="govuk-caption-l">{p.document.name.clone()}</p>
            <h1 class="govuk-heading-l">{title.clone()}</h1>
            <div class="govuk-inset-text" lang=p.document.language.clone()>{words}</div>
            <section>
                <h2 class="govuk-heading-m">{t("clause-name")}</h2>
                <form method="post" action=action.clone()>
                    {carried("name")}
                    {field("clause_number").text(&filled)}
                    {field("clause_heading").text(&filled)}
                    {field("clause_level").number().text(&filled)}
                    <button class="govuk-button" type="submit">{t("clause-name-button")}</button>
                </form>
            </section>
            <section>
                <h2 class="govuk-heading-m">{t("clause-start")}</h2>
                <form method="post" action=action.clone()>
                    {carried("start")}
                    {field("words").text(&filled)}
                    {field("new_number").text(&filled)}
                    <button class="govuk-button govuk-button--secondary" type="submit">{t("clause-start-button")}</button>
                </form>
            </section>
            {join}
        </div>
    };
    Page::new(title, body)
}
