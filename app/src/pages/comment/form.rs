//! The form of a comment: one part or several, who writes, what becomes public.

use domain::comment::{CommentKind, Publication, Stance};
use leptos::prelude::*;
use registry::notifications::NotificationSummary;

use super::{LANGUAGES, Writing, about, kept};
use crate::{
    components::{
        Choice, ErrorSummary, back_link, field, field_labelled, hidden, lines, notification_path, warning,
    },
    form::FormState,
    islands::Draft,
    render::Page,
    texts::{t, t_with},
};

/// Files that can be attached.
const ACCEPTED: &str = ".pdf,.docx,.xlsx,.odt,.ods,.csv,.txt,.md,.html,.png,.jpg,.jpeg";

/// The form, filled as typed.
pub fn form(n: NotificationSummary, w: Writing) -> Page {
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let form = &w.form;
    let kinds = CommentKind::ALL
        .iter()
        .filter(|k| match (**k, w.possible) {
            (CommentKind::DetailedOpinion, possible) => possible.is_some_and(|p| p.opinions),
            (_, possible) => possible.is_none_or(|p| p.comments),
        })
        .map(|k| {
            let name = k.as_str();
            Choice::new(name, t(&format!("comment-kind-{name}")))
                .hint(t(&format!("comment-kind-{name}-hint")))
        })
        .collect();
    let count = w.parts();
    let parts = (1..=count).map(|n| part(form, n, count, w.quotes.get(n - 1))).collect::<Vec<_>>();
    let languages = LANGUAGES.map(|code| (code.to_owned(), t(&format!("language-{code}")))).to_vec();
    let nameless = w.official.is_none();
    let publications = Publication::ALL
        .iter()
        .filter(|p| nameless || **p != Publication::Nameless)
        .map(|p| {
            let name = p.as_str();
            Choice::new(name, t(&format!("publication-{name}"))).hint(t(&format!("publication-{name}-hint")))
        })
        .collect();
    let who = match &w.official {
        Some(official) => view! {
            <p class="govuk-body">{t_with("comment-as-official", &[("name", official.name.clone().into()), ("authority", official.authority_name.clone().into())])}</p>
            {field("on_behalf").text(form)}
        }
        .into_any(),
        None => view! {
            {field("author").autocomplete("name").text(form)}
            {field("organisation").autocomplete("organization").text(form)}
            {field("on_behalf").text(form)}
            {field("email").kind("email").autocomplete("email").hint(t("comment-email-hint")).text(form)}
        }
        .into_any(),
    };
    let files = w
        .files
        .iter()
        .map(|f| {
            let facts = format!(" ({} kB) ", f.size.div_ceil(1000));
            view! {
                <li>{f.name.clone()}{facts}
                    <button class="app-link-button" type="submit" name="step" value=format!("detach-{}", f.id)>{t("remove")}<span class="govuk-visually-hidden">" "{f.name.clone()}</span></button></li>
            }
        })
        .collect::<Vec<_>>();
    let files = (!files.is_empty()).then(|| view! { <ul class="govuk-list">{files}</ul> });
    let back = notification_path(&symbol);
    let body = view! {
        {back_link(back)}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            {about(&n)}
            <h1 class="govuk-heading-l">{t("comment-title")}</h1>
            {n.period.as_ref().filter(|p| !p.open && p.accepts).map(|_| warning(t("comment-late-warning")))}
            <form id="comment-form" method="post" action="/comment" enctype="multipart/form-data">
                // What the Enter key presses: the first button of the form.
                <button type="submit" name="step" value="check" hidden>{t("continue")}</button>
                {hidden([("on", symbol), ("base", w.key.clone())])}
                {field("kind").radios(form, kinds)}
                {parts}
                <button class="govuk-button govuk-button--secondary" type="submit" name="step" value="add">{t("comment-add-part")}</button>
                {field("language").select(form, languages)}
                <h2 class="govuk-heading-m">{t("comment-files")}</h2>
                {files}
                {field("file").hint(t("comment-file-hint")).file(form, ACCEPTED)}
                <button class="govuk-button govuk-button--secondary" type="submit" name="step" value="attach">{t("comment-attach")}</button>
                <h2 class="govuk-heading-m">{t("comment-who")}</h2>
                {who}
                {field("publication").radios(form, publications)}
                {field("withheld_why").text(form)}
                <p id="autosave" class="app-quiet" role="status"></p>
                <div class="govuk-button-group">
                    <button class="govuk-button" type="submit" name="step" value="check">{t("continue")}</button>
                    <button class="govuk-button govuk-button--secondary" type="submit" name="step" value="save">{t("comment-save")}</button>
                </div>
                {kept(&w)}
            </form>
        </div>
        <Draft form="comment-form".to_owned() address="/comment/autosave".to_owned() failed=t("autosave-failed")/>
    };
    Page::new(t("comment-title"), body).with_islands()
}

/// One part: the clause with its words, the stance, the text.
fn part(form: &FormState, n: usize, count: usize, quote: Option<&String>) -> AnyView {
    let name = |field: &str| format!("{field}-{n}");
    let stances =
        Stance::ALL.iter().map(|s| (s.as_str().to_owned(), t(&format!("stance-{}", s.as_str())))).collect();
    // The neutral stance comes last in the list, and first in a form nobody filled.
    let mut filled = form.clone();
    if filled.value(&name("stance")).is_empty() {
        filled.values.push((name("stance"), Stance::default().as_str().to_owned()));
    }
    let quote = quote.filter(|q| !q.is_empty()).map(|q| {
        view! { <blockquote class="app-quote">{lines(q.clone())}</blockquote> }
    });
    let hidden_part = vec![Choice::new("yes", t("comment-part-confidential"))];
    let remove = (count > 1).then(|| {
        view! {
            <p class="govuk-body"><button class="app-link-button" type="submit" name="step" value=name("remove")>{t("comment-remove-part")}<span class="govuk-visually-hidden">" "{n}</span></button></p>
        }
    });
    let heading = (count > 1).then(|| {
        view! { <h2 class="govuk-heading-m">{t_with("comment-part", &[("number", (n as i64).into())])}</h2> }
    });
    let label = |key: &str| if count > 1 { format!("{} ({n})", t(key)) } else { t(key) };
    view! {
        <div class="app-part">
            {heading}
            {hidden([(name("document"), form.value(&name("document")))])}
            {field_labelled(name("clause"), label("field-clause")).hint(t("hint-clause")).text(&filled)}
            {quote}
            {field_labelled(name("stance"), label("field-stance")).select(&filled, stances)}
            {field_labelled(name("text"), label("field-text")).hint(t("hint-text")).area(&filled, 8)}
            {field_labelled(name("confidential"), label("field-confidential-part")).checkboxes(&filled, hidden_part)}
            {remove}
        </div>
    }
    .into_any()
}
