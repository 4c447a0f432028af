//! Moving the final date for comments: who asked, the dates so far, the new date.

use leptos::prelude::*;
use registry::extensions::ExtensionPage;

use crate::{
    components::{
        ErrorSummary, back_link, day, encoded, field, final_dates, hidden, moment, notification_path,
    },
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// The page with the requests and the form that prepares the addendum.
pub fn extension(p: ExtensionPage, form: FormState) -> Page {
    let n = &p.summary;
    let symbol = n.symbols.first().cloned().unwrap_or_default();
    let now = n.period.as_ref().map(|period| {
        let words = t_with("extension-now", &[("day", period.written_out.clone().into())]);
        view! { <p class="govuk-body"><strong>{words}</strong></p> }
    });
    let requests = p.requests.iter().map(|r| {
        let from =
            if r.organisation.is_empty() { r.author.clone() } else { format!("{}, {}", r.author, r.organisation) };
        let confidential = r.confidential.then(|| view! { " "<strong class="govuk-tag">{t("confidential")}</strong> });
        view! {
            <li class="app-comment">
                <p class="app-quiet"><strong>{from}</strong>" · "{moment(r.received)}" · "{r.number.clone()}{confidential}</p>
                <p class="app-text">{r.text.clone()}</p>
            </li>
        }
    });
    let requests = if p.requests.is_empty() {
        view! { <p class="govuk-body">{t("extension-requests-none")}</p> }.into_any()
    } else {
        view! { <ul class="app-items">{requests.collect_view()}</ul> }.into_any()
    };
    let move_it = match p.in_preparation {
        Some(id) => view! {
            <div class="govuk-inset-text">
                <p class="govuk-body">{t("extension-in-preparation")}" "<a class="govuk-link" href=format!("/desk/{id}/check")>{t("extension-in-preparation-open")}</a></p>
            </div>
        }
        .into_any(),
        None => view! {
            <form method="post" action="/desk/extension" novalidate>
                {hidden([("symbol", symbol.clone())])}
                {field("final_date").date(&form)}
                {field("extension_reason").area(&form, 4)}
                <button class="govuk-button" type="submit">{t("extension-button")}</button>
            </form>
        }
        .into_any(),
    };
    let body = view! {
        {back_link(format!("/desk/steps?on={}", encoded(&symbol)))}
        <ErrorSummary form=form.clone()/>
        <p class="govuk-caption-l"><a class="govuk-link" href=notification_path(&symbol)>{symbol.clone()}</a>" · "{n.title.clone()}</p>
        <h1 class="govuk-heading-l">{t("extension")}</h1>
        {now}
        <section><h2 class="govuk-heading-m">{t("extension-requests")}</h2>{requests}</section>
        {final_dates(&p.final_dates)}
        <section>
            <h2 class="govuk-heading-m">{t("extension-open")}</h2>
            <p class="govuk-body">{t("extension-what")}</p>
            <p class="govuk-body">{t_with("extension-shortest", &[("day", day(p.shortest).into())])}</p>
            {move_it}
        </section>
    };
    Page::new(t("extension"), body)
}
