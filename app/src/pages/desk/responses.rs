//! The response document before it is published.

use leptos::prelude::*;
use registry::comments::ResponseDocument;

use crate::{
    components::{ErrorSummary, back_link, encoded, field, hidden, moment, warning},
    form::FormState,
    pages::responses::table,
    render::Page,
    texts::{t, t_with},
};

/// Lines that the preview shows; the published document has them all.
const LINES: usize = 200;

/// The preview, with the button that publishes it.
pub fn responses(d: ResponseDocument, form: FormState, may_publish: bool) -> Page {
    let symbol = d.notification.symbols.first().cloned().unwrap_or_default();
    let open = d.lines.iter().filter(|l| l.disposition.is_none() && l.reply.is_empty()).count();
    let versions = d
        .versions
        .iter()
        .map(|v| {
            let href = format!("/responses/{}?version={}", encoded(&symbol), v.version);
            let words = t_with("responses-version", &[("number", v.version.into()), ("day", moment(v.published).into())]);
            view! { <li><a class="govuk-link" href=href>{words}</a>" "<span class="app-quiet">{v.actor.clone()}</span></li> }
        })
        .collect::<Vec<_>>();
    let versions = (!versions.is_empty())
        .then(|| view! { <h2 class="govuk-heading-m">{t("responses-versions")}</h2><ul class="govuk-list">{versions}</ul> });
    let left = (open > 0).then(|| {
        let words = t_with("responses-open", &[("count", open.into())]);
        let href = format!("/desk/comments?on={}&disposition=none", encoded(&symbol));
        view! { <p class="govuk-body">{words}" "<a class="govuk-link" href=href>{t("responses-open-link")}</a></p> }
    });
    let more = (d.lines.len() > LINES).then(|| {
        let words = t_with("responses-more-lines", &[("count", (d.lines.len() - LINES).into())]);
        view! { <p class="govuk-body">{words}</p> }
    });
    let next = d.versions.last().map_or(1, |v| v.version + 1);
    let publish = (may_publish && open == 0 && d.comments > 0).then(|| {
        view! {
            <form method="post" action="/desk/responses">
                {hidden([("on", symbol.clone()), ("version", next.to_string())])}
                {field("introduction").area(&form, 5)}
                {warning(t("responses-warning"))}
                <button class="govuk-button" type="submit">{t("responses-publish")}</button>
            </form>
        }
    });
    let body = view! {
        {back_link(format!("/desk/comments?on={}", encoded(&symbol)))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l"><span class="app-symbol">{symbol.clone()}</span>" · "{d.notification.title.clone()}</p>
        <h1 class="govuk-heading-l">{t("responses-preview")}</h1>
        <p class="govuk-body">{t_with("responses-count", &[("count", d.comments.into()), ("confidential", d.confidential.into())])}</p>
        {left}
        {publish}
        {versions}
        {table(&d.lines[..d.lines.len().min(LINES)])}
        {more}
    };
    Page::new(t("responses-preview"), body)
}
