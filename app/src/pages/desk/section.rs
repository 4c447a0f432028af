//! One section of the form, with the running report beside it.

use domain::{
    authority::Profile,
    notification::{AddendumKind, Article, Objective},
    standard::DeclaredReference,
};
use jiff::civil::Date;
use leptos::prelude::*;
use registry::{
    documents::DocumentStatus,
    drafts::DraftPage,
    notifications::{DivergenceRecord, Period},
};

use super::title_of;
use crate::{
    components::{
        Choice, ErrorSummary, Field, back_link, day, document_facts, field, field_labelled, hidden, report,
    },
    drafting::{LANGUAGES, Section, answers, reference_key},
    form::FormState,
    islands::{Draft, Suggest},
    render::Page,
    texts::{t, t_with},
};

/// Kinds of files that are taken.
const FILES: &str = ".pdf,.docx,.html,.htm,.md,.txt";

/// What is saved of the section, where that is not what the page was opened with.
pub struct Saved {
    /// The fingerprint of what is saved now: to be given back with the form.
    pub base: String,
    /// Whether somebody else saved this section in the meantime.
    pub conflict: bool,
}

/// The page of a section, filled as typed (or as saved).
pub fn section(draft: &DraftPage, section: Section, form: FormState, saved: Saved) -> Page {
    let id = draft.summary.id;
    let name = section.as_str();
    let title = t(&format!("section-{name}"));
    let action = format!("/desk/{id}/{name}");
    let numbers = section.boxes(draft.content.form);
    let boxes = (!numbers.is_empty()).then(|| t_with("box-number", &[("number", numbers.into())]));
    let asked = draft.content.form.template().titles(name).join(" · ");
    let asked = (!asked.is_empty()).then(|| view! { <p class="app-quiet">{t("form-prints")}" "{asked}</p> });
    let conflict = saved.conflict.then(|| conflict(draft, section));
    let below = match section {
        Section::References => references(draft),
        Section::Texts => files(draft, &form),
        _ => ().into_any(),
    };
    let body = view! {
        {back_link(format!("/desk/{id}"))}
        <div class="app-columns app-columns--wide">
            <div>
                <ErrorSummary form=form.clone()/>
                {conflict}
                <p class="govuk-caption-l">{title_of(draft)}{boxes.map(|b| format!(" · {b}"))}</p>
                <h1 class="govuk-heading-l">{title.clone()}</h1>
                {asked}
                <form method="post" action=action.clone() id="section" novalidate>
                    {hidden([("base", saved.base)])}
                    {fields(section, draft, &form)}
                    <button class="govuk-button" type="submit">{t("save-and-continue")}</button>
                    <p class="app-quiet" id="autosave" role="status"></p>
                    {below}
                </form>
            </div>
            <aside>
                <h2 class="govuk-heading-m">{t("report-title")}</h2>
                <p class="app-quiet">{t("report-what")}</p>
                <div id="report">{live_report(draft.summary.id, draft.period.clone(), &draft.report)}</div>
            </aside>
        </div>
        <Draft form="section".to_owned() address=format!("{action}/autosave") failed=t("autosave-failed")/>
        <Suggest none=t("suggest-none") found=t("suggest-found")/>
    };
    Page::new(title, body).with_islands()
}

/// The report as the running one shows it: the comment period, then the divergences.
pub fn live_report(draft: i64, period: Option<Period>, found: &[DivergenceRecord]) -> AnyView {
    let period = period.map(|p| {
        if p.days_left < 0 {
            let words = t_with("draft-period-past", &[("day", p.written_out.into())]);
            return view! { <p class="govuk-body"><strong>{words}</strong></p> }.into_any();
        }
        let words =
            t_with("draft-period", &[("day", p.written_out.into()), ("days", i64::from(p.days_left).into())]);
        view! { <p class="govuk-body">{words}</p> }.into_any()
    });
    view! { {period}{report(draft, found)} }.into_any()
}

fn fields(section: Section, draft: &DraftPage, form: &FormState) -> AnyView {
    let yes = |words: &str| vec![Choice::new("yes", t(words))];
    match section {
        Section::Authority => view! {
            {field("local_government").text(form)}
            <h2 class="govuk-heading-m">{t("field-agency")}</h2>
            {field("agency_name").text(form)}
            {field("agency_address").area(form, 3)}
            {field("agency_email").kind("email").text(form)}
            {field("agency_web").kind("url").text(form)}
            <h2 class="govuk-heading-m">{t("field-comments_to")}</h2>
            <p class="govuk-hint">{t("hint-comments_to")}</p>
            {field("comments_name").text(form)}
            {field("comments_address").area(form, 3)}
            {field("comments_email").kind("email").text(form)}
            {field("comments_web").kind("url").text(form)}
        }
        .into_any(),
        Section::Articles => {
            let offered = &draft.content.form.template().articles;
            // What was ticked on another version stays to be seen and changed.
            let ticked = |a: &Article| draft.content.articles.contains(a);
            let articles = Article::ALL.into_iter().filter(|a| offered.contains(a) || ticked(a));
            let articles = articles
                .map(|a| Choice::new(a.as_str(), t(&format!("article-{}", a.as_str().replace('.', "-")))));
            view! { {field("articles").checkboxes(form, articles.collect())}{field("article_other").text(form)} }.into_any()
        }
        Section::Products => view! {
            {field("products").area(form, 4)}
            {field("hs").suggest("hs").text(form)}
            {field("ics").suggest("ics").text(form)}
        }
        .into_any(),
        Section::Document => {
            let languages = LANGUAGES.map(|l| Choice::new(l, t(&format!("language-{l}")))).to_vec();
            view! {
                {field("title").area(form, 2)}
                {field("pages").number().text(form)}
                {field("languages").checkboxes(form, languages)}
                {field("languages_other").text(form)}
            }
            .into_any()
        }
        Section::Description => field("description").area(form, 12),
        Section::Objectives => {
            let objectives =
                Objective::ALL.map(|o| Choice::new(o.as_str(), t(&format!("objective-{}", o.as_str()))));
            view! {
                {field("objectives").checkboxes(form, objectives.to_vec())}
                {field("rationale").area(form, 5)}
                {field("urgency").area(form, 3)}
            }
            .into_any()
        }
        Section::References => field("relevant_documents").area(form, 6),
        Section::Dates => {
            let shortest = shortest_period(draft.authority.profile, draft.shortest_period);
            view! {
                {dated("adoption", form)}
                {dated("entry_into_force", form)}
                {dated_field(field("comments_until").hint(shortest), form)}
                {field("late_comments").checkboxes(form, yes("late-comments-taken"))}
            }
            .into_any()
        }
        Section::Texts => field("texts_from").area(form, 5),
        Section::Tris => {
            let subjects = vec![
                Choice::new("goods", t("tris-goods")),
                Choice::new("services", t("tris-services-alone")),
                Choice::new("voluntary-agreement", t("tris-agreement")),
            ];
            view! {
                {field("responsible_department").text(form)}
                {field("originating_department").text(form)}
                {field("category").text(form)}
                {field("subject").radios(form, subjects)}
                {field("fiscal").checkboxes(form, yes("tris-fiscal"))}
                {field("tris_urgent").checkboxes(form, yes("tris-urgent"))}
                {field("urgency_grounds").area(form, 3)}
                {field("tris_confidential").checkboxes(form, yes("tris-confidential"))}
                {field("confidentiality_reasons").area(form, 3)}
                {field("impact_assessment").area(form, 4)}
                {field("tbt_aspects").area(form, 3)}
                {field("other_act").text(form)}
            }
            .into_any()
        }
        Section::Addendum => {
            let reasons =
                AddendumKind::ALL.map(|k| Choice::new(k.as_str(), t(&format!("addendum-{}", k.as_str()))));
            let details = AddendumKind::ALL.map(|k| {
                let name = k.as_str();
                let title = t(&format!("addendum-{name}"));
                // Open where something is written, so that nothing typed hides.
                let written = form.has("reasons", name);
                view! {
                    <details class="govuk-details" open=written>
                        <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{title.clone()}</span></summary>
                        <div class="govuk-details__text">
                            {field_labelled(format!("on-{name}"), t("addendum-on")).date(form)}
                            {field_labelled(format!("on-{name}_words"), t("addendum-words")).text(form)}
                            {field_labelled(format!("note-{name}"), t("addendum-note")).area(form, 2)}
                        </div>
                    </details>
                }
            });
            view! { {field("reasons").checkboxes(form, reasons.to_vec())}{details} }.into_any()
        }
    }
}

/// How long comments are taken at least, were it published today: by the rules
/// under which the authority notifies (TBT 2.9; Directive (EU) 2015/1535, Article 6(1)).
fn shortest_period(profile: Profile, last: Date) -> String {
    let last = [("day", day(last).into())];
    match profile {
        Profile::Wto => t_with("hint-comments_until", &last),
        Profile::Eu => t_with("hint-comments_until-eu", &last),
    }
}

/// A day and the words for it.
fn dated(name: &'static str, form: &FormState) -> AnyView {
    dated_field(field(name), form)
}

fn dated_field(field: Field, form: &FormState) -> AnyView {
    let name = field.name().to_owned();
    view! {
        {field.date(form)}
        {field_labelled(format!("{name}_words"), t("date-words")).hint(t("date-words-hint")).text(form)}
    }
    .into_any()
}

fn conflict(draft: &DraftPage, section: Section) -> AnyView {
    let rows = answers(section, &draft.content)
        .into_iter()
        .map(|(label, value)| view! { <li><strong>{label}</strong>": "<span class="app-text">{value}</span></li> })
        .collect::<Vec<_>>();
    view! {
        <div class="govuk-error-summary">
            <div role="alert">
                <h2 class="govuk-error-summary__title">{t("conflict-title")}</h2>
                <p class="govuk-body">{t("conflict-what")}</p>
                <p class="govuk-body">{t("conflict-saved")}</p>
                <ul class="govuk-list">{rows}</ul>
            </div>
        </div>
    }
    .into_any()
}

/// The declared references, each with its way to change and to remove it.
fn references(draft: &DraftPage) -> AnyView {
    let id = draft.summary.id;
    let rows = draft.content.references.iter().map(|r: &DeclaredReference| {
        let key = reference_key(r);
        let relation = r.correspondence.map(|c| t(&format!("correspondence-{}", c.as_str())));
        let count = r.deviations.len();
        let deviations = (count > 0).then(|| t_with("deviation-count", &[("count", count.into())]));
        let related = (relation.is_some() || count > 0).then(|| t("relation"));
        let cited = r.cited.clone();
        let hidden_name = format!(" {cited}");
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">{cited.clone()}</th>
                <td class="govuk-table__cell" data-head=t("field-force")>{t(&format!("force-{}", r.force.as_str()))}</td>
                <td class="govuk-table__cell" data-head=related>{relation}<br/>{deviations}</td>
                <td class="govuk-table__cell" data-head=t("actions")>
                    <button class="app-link-button" type="submit" name="then" value=key.clone()>{t("change")}<span class="govuk-visually-hidden">{hidden_name.clone()}</span></button>
                    <br/>
                    <button class="app-link-button" type="submit" formaction=format!("/desk/{id}/references/{key}/remove")>{t("remove")}<span class="govuk-visually-hidden">{hidden_name.clone()}</span></button>
                </td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let table = if rows.is_empty() {
        view! { <p class="govuk-body">{t("references-none")}</p> }.into_any()
    } else {
        let heads = ["as-cited", "field-force", "relation", "actions"]
            .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
        view! {
            <div class="app-frame" role="region" aria-labelledby="declared" tabindex="0">
                <table class="govuk-table app-stacked"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    };
    view! {
        <section>
            <h2 class="govuk-heading-m" id="declared">{t("references")}</h2>
            <p class="govuk-body">{t("references-why")}</p>
            {table}
            <p><button class="govuk-button govuk-button--secondary" type="submit" name="then" value="new">{t("reference-add")}</button></p>
        </section>
    }
    .into_any()
}

/// The files of a draft, and the form that adds one.
fn files(draft: &DraftPage, form: &FormState) -> AnyView {
    let id = draft.summary.id;
    let items = draft.documents.iter().map(|d| {
        let facts = format!(" ({})", document_facts(d));
        let clauses = format!("/desk/{id}/documents/{}/clauses", d.id);
        let clauses_name = format!(" {}", d.name);
        let hidden_name = format!(" {}", d.name);
        view! {
            <li>
                <a class="govuk-link" href=format!("/documents/{}", d.id)>{d.name.clone()}</a>{facts}
                " "<a class="govuk-link" href=clauses>{t("clauses-link")}<span class="govuk-visually-hidden">{clauses_name}</span></a>
                " "<button class="app-link-button" type="submit" formaction=format!("/desk/{id}/files/{}/remove", d.id)>{t("remove")}<span class="govuk-visually-hidden">{hidden_name}</span></button>
            </li>
        }
    });
    let items = items.collect::<Vec<_>>();
    let none = items.is_empty().then(|| view! { <p class="govuk-body">{t("files-none")}</p> });
    let roles = vec![
        Choice::new("notified-text", t("document-notified-text")),
        Choice::new("attachment", t("document-attachment")),
    ];
    let languages =
        crate::pages::comment::LANGUAGES.map(|l| (l.to_owned(), t(&format!("language-{l}")))).to_vec();
    let statuses = DocumentStatus::ALL.map(|s| {
        let name = s.as_str();
        Choice::new(name, t(&format!("document-status-{name}"))).hint(t(&format!("hint-file_status-{name}")))
    });
    let statuses = statuses.to_vec();
    let mut filled = form.clone();
    for (name, value) in
        [("file_role", "notified-text"), ("file_language", "en"), ("file_status", "official")]
    {
        if filled.value(name).is_empty() {
            filled.values.push((name.to_owned(), value.to_owned()));
        }
    }
    view! {
        <section>
            <h2 class="govuk-heading-m">{t("files")}</h2>
            {none}<ul class="govuk-list">{items}</ul>
            {field("file").file(form, FILES)}
            {field("file_role").radios(&filled, roles)}
            {field("file_language").select(&filled, languages)}
            {field("file_status").radios(&filled, statuses)}
            <button class="govuk-button govuk-button--secondary" type="submit" formaction=format!("/desk/{id}/files") formenctype="multipart/form-data">{t("file-add")}</button>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_period_is_that_of_the_profile() {
        let last = "2027-02-21".parse().unwrap();
        let (wto, eu) = leptos::reactive::owner::Owner::new()
            .with(|| (shortest_period(Profile::Wto, last), shortest_period(Profile::Eu, last)));
        assert!(wto.starts_with("60 days") && wto.contains("21 February 2027"), "{wto}");
        assert!(eu.starts_with("Three months") && eu.contains("21 February 2027"), "{eu}");
        assert!(eu.contains("Article 6(1)") && !eu.contains("60 days"), "{eu}");
    }
}
