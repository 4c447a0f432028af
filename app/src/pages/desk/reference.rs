//! One declared reference: as cited, its force, where it stands to the
//! international standard, and each deviation with its reason (Rec. C.9).

use domain::standard::{Correspondence, DeviationReason, Force};
use leptos::prelude::*;
use registry::drafts::DraftPage;

use super::{section::live_report, title_of};
use crate::{
    components::{Choice, ErrorSummary, back_link, field, field_labelled},
    form::FormState,
    islands::{Draft, Suggest},
    render::Page,
    texts::{t, t_with},
};

/// The form of a reference; `deviations` are shown as so many groups of fields.
/// `which` is `new`, or what the reference is called in addresses.
pub fn reference(draft: &DraftPage, which: &str, form: FormState, deviations: usize) -> Page {
    let id = draft.summary.id;
    let forces = Force::ALL
        .iter()
        .map(|f| {
            let name = f.as_str();
            Choice::new(name, t(&format!("force-{name}"))).hint(t(&format!("force-{name}-hint")))
        })
        .collect();
    let mut relations = vec![Choice::new("", t("correspondence-unstated"))];
    relations.extend(
        Correspondence::ALL
            .iter()
            .map(|c| Choice::new(c.as_str(), t(&format!("correspondence-{}", c.as_str())))),
    );
    let mut reasons = vec![(String::new(), t("reason-choose"))];
    reasons.extend(
        DeviationReason::ALL.iter().map(|r| (r.as_str().to_owned(), t(&format!("reason-{}", r.as_str())))),
    );
    let groups = (0..deviations)
        .map(|n| {
            let reasons = reasons.clone();
            view! {
                <fieldset class="govuk-fieldset app-group">
                    <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t_with("deviation-number", &[("number", (n + 1).into())])}</legend>
                    {field_labelled(format!("deviation-{n}-clause"), t("deviation-clause")).text(&form)}
                    {field_labelled(format!("deviation-{n}-differs"), t("deviation-differs")).area(&form, 2)}
                    {field_labelled(format!("deviation-{n}-reason"), t("deviation-reason")).select(&form, reasons)}
                    {field_labelled(format!("deviation-{n}-justification"), t("deviation-justification")).area(&form, 3)}
                </fieldset>
            }
        })
        .collect::<Vec<_>>();
    let title = if which == "new" { t("reference-add") } else { t("reference-change") };
    let action = format!("/desk/{id}/references/{which}");
    let body = view! {
        {back_link(format!("/desk/{id}/references"))}
        <div class="app-columns app-columns--wide"><div>
            <ErrorSummary form=form.clone()/>
            <p class="govuk-caption-l">{title_of(draft)}</p>
            <h1 class="govuk-heading-l">{title.clone()}</h1>
            <form method="post" id="reference" action=action.clone() novalidate>
                {field("cited").suggest("standards").text(&form)}
                {field("reference_clause").text(&form)}
                {field("force").radios(&form, forces)}
                {field("correspondence").radios(&form, relations)}
                {field("international").suggest("standards").text(&form)}
                {field("available_from").text(&form)}
                {field("limits").area(&form, 2)}
                <h2 class="govuk-heading-m">{t("deviations")}</h2>
                <p class="govuk-body">{t("deviations-why")}</p>
                {groups}
                <div class="govuk-button-group">
                    <button class="govuk-button" type="submit" name="then" value="done">{t("reference-save")}</button>
                    <button class="govuk-button govuk-button--secondary" type="submit" name="then" value="more">{t("deviation-add")}</button>
                </div>
            </form>
        </div>
        <aside>
            <h2 class="govuk-heading-m">{t("report-title")}</h2>
            <p class="app-quiet">{t("report-what")}</p>
            <div id="report">{live_report(draft.summary.id, draft.period.clone(), &draft.report)}</div>
        </aside></div>
        <Draft form="reference".to_owned() address=format!("{action}/report") failed=String::new()/>
        <Suggest none=t("suggest-none") found=t("suggest-found")/>
    };
    Page::new(title, body).with_islands()
}
