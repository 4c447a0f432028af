//! One comment on the desk: what was written, what becomes of each part, the
//! reply, internal notes, who works on it, and reports about its attribution.

use domain::comment::{CommentState, CommentStep, Disposition};
use leptos::prelude::*;
use registry::{
    comments::{DeskComment, InternalNote, Point, Reported, Working},
    documents::DocumentInfo,
};

use crate::{
    components::{
        Choice, ErrorSummary, author_of, back_link, disposed, field, field_labelled, hidden, lines, moment,
        notification_path, point, row, row_of,
    },
    form::FormState,
    render::Page,
    texts::{t, t_with},
};

/// What the page shows beside the comment.
#[derive(Debug, Clone, Default)]
pub struct AboutComment {
    /// Internal notes.
    pub notes: Vec<InternalNote>,
    /// Reports that it is not from whom it names.
    pub reports: Vec<Reported>,
    /// Who may work on it.
    pub people: Vec<Working>,
    /// Texts of the measure in which a change can be pointed at.
    pub texts: Vec<(String, DocumentInfo)>,
    /// How many near-duplicates there are, itself among them.
    pub alike: u64,
    /// Whether this person may reply, dispose, assign.
    pub may_reply: bool,
}

/// The page. What was typed and refused comes back in `form`, whose field
/// `action` says which of the page's forms it was.
pub fn comment(c: DeskComment, about: AboutComment, form: FormState) -> Page {
    let title = t_with("desk-comment-title", &[("number", c.comment.number.clone().into())]);
    let href = notification_path(&c.symbol);
    let here = format!("/desk/comments/{}", c.id);
    let may = about.may_reply;
    let gone = c.comment.state.is_gone();
    let allows = |step| may && c.comment.state.allows(step, c.confidential);
    let language = &c.comment.language;
    let parts = c.comment.points.iter().map(|p| part(p, language, &here, &about, &form, may && !gone));
    let parts = parts.collect::<Vec<_>>();
    let files = c
        .comment
        .files
        .iter()
        .map(|f| view! { <li><a class="govuk-link" href=format!("/comment-files/{}", f.id)>{f.name.clone()}</a>{format!(" ({} kB)", f.size.div_ceil(1000))}</li> })
        .collect::<Vec<_>>();
    let files =
        (!files.is_empty()).then(|| row_of("comment-files", view! { <ul class="govuk-list">{files}</ul> }));
    let alike = c.represented_by.filter(|_| about.alike > 1).map(|group| {
        let words = t_with("group-of", &[("count", about.alike.into())]);
        view! { <p class="govuk-body"><a class="govuk-link" href=format!("/desk/comments/groups/{group}")>{words}</a></p> }
    });
    let state = match c.comment.state {
        CommentState::Withheld => format!("{}: {}", t("comment-state-withheld"), c.comment.withheld_why),
        other => t(&format!("comment-state-{}", other.as_str())),
    };
    let body = view! {
        {back_link("/desk/comments")}
        <div class="app-narrow app-narrow--form">
            <ErrorSummary form=form.clone()/>
            <h1 class="govuk-heading-l">{title.clone()}</h1>
            <dl class="govuk-summary-list">
                {row_of("receipt-on", view! { <a class="govuk-link" href=href>{c.symbol.clone()}</a>" "{c.title.clone()} })}
                {row("field-kind", t(&format!("comment-kind-{}", c.comment.kind.as_str())))}
                {row("comment-author", author_of(&c.comment))}
                {row("field-publication", t(&format!("publication-{}", c.publication.as_str())))}
                {row("receipt-state", state)}
                {row("receipt-when", moment(c.comment.received))}
                {c.comment.late.then(|| row("late", t("receipt-late")))}
                {(!c.comment.disputed.is_empty()).then(|| row("field-disputed", c.comment.disputed.clone()))}
                {files}
            </dl>
            {alike}
            {reports(&about.reports, &here, may)}
            {parts}
            {reply(&c, &here, &form, may, allows(CommentStep::Answer))}
            {shown(&here, &form, allows(CommentStep::Publish), allows(CommentStep::Withhold))}
            {assign(&c, &here, &about.people, &form, may)}
            {notes(&about.notes, &here, &form)}
        </div>
    };
    Page::new(title, body)
}

/// A part with the form for what becomes of it.
fn part(p: &Point, language: &str, here: &str, about: &AboutComment, form: &FormState, may: bool) -> AnyView {
    // Only the part whose form was refused gets back what was typed in it.
    let typed = form.value("action") == "dispose" && form.value("point") == p.id.to_string();
    let filled = if typed {
        form.clone()
    } else {
        let d = p.disposed.as_ref();
        FormState::filled([
            ("disposition", d.map_or("", |d| d.what.as_str()).to_owned()),
            ("reason", d.map(|d| d.reason.clone()).unwrap_or_default()),
            (
                "changed_document",
                d.and_then(|d| d.changed_document).map(|i| i.to_string()).unwrap_or_default(),
            ),
            ("changed_clause", d.map(|d| d.changed_clause.clone()).unwrap_or_default()),
        ])
    };
    // Several such forms stand on the page: their fields must differ for labels, not for the server.
    let id = |name: &str| format!("{name}-{}", p.id);
    let renamed = FormState {
        values: filled.values.iter().map(|(n, v)| (id(n), v.clone())).collect(),
        errors: if typed {
            filled.errors.iter().map(|e| registry::FieldError::new(id(&e.field), e.message.clone())).collect()
        } else {
            Vec::new()
        },
    };
    let mut options = vec![(String::new(), t("disposition-none"))];
    options.extend(
        Disposition::ALL.iter().map(|d| (d.as_str().to_owned(), t(&format!("disposition-{}", d.as_str())))),
    );
    let mut texts = vec![(String::new(), t("changed-none"))];
    texts.extend(about.texts.iter().map(|(symbol, d)| (d.id.to_string(), format!("{symbol}: {}", d.name))));
    let change = may.then(|| {
        let open = p.disposed.is_none();
        view! {
            <details class="govuk-details" open=open || typed>
                <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{if open { t("dispose") } else { t("dispose-again") }}</span></summary>
                <form class="app-bulk" method="post" action=here.to_owned()>
                    {hidden([("point", p.id.to_string())])}
                    {field_labelled(id("disposition"), t("field-disposition")).select(&renamed, options)}
                    {field_labelled(id("reason"), t("field-disposition_reason")).hint(t("hint-disposition_reason")).area(&renamed, 3)}
                    {field_labelled(id("changed_document"), t("field-changed_document")).select(&renamed, texts)}
                    {field_labelled(id("changed_clause"), t("field-changed_clause")).hint(t("hint-changed_clause")).text(&renamed)}
                    <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="dispose">{t("dispose-button")}</button>
                </form>
            </details>
        }
    });
    let hidden_part = p
        .confidential
        .then(|| view! { <p><span class="govuk-tag govuk-tag--grey">{t("confidential")}</span></p> });
    let decided = p.disposed.as_ref().map(|d| {
        view! { {disposed(d)}<p class="app-quiet">{d.by.clone()}", "{moment(d.at)}</p> }
    });
    let shown = Point { disposed: None, ..p.clone() };
    view! { <section class="app-group" id=format!("part-{}", p.id)>{hidden_part}{point(&shown, language)}{decided}{change}</section> }.into_any()
}

fn reply(c: &DeskComment, here: &str, form: &FormState, official: bool, may: bool) -> AnyView {
    let public = if c.confidential { t("reply-confidential") } else { t("reply-public") };
    match c.comment.reply.clone() {
        Some(reply) => view! {
            <section>
                <h2 class="govuk-heading-m">{t("reply-by")}" "{reply.author}</h2>
                <p class="app-quiet">{moment(reply.at)}</p>
                <div class="app-reply">{lines(reply.text)}</div>
            </section>
        }
        .into_any(),
        None if may => view! {
            <section>
                <h2 class="govuk-heading-m">{t("reply-title")}</h2>
                <p class="govuk-body">{public}</p>
                <form method="post" action=here.to_owned()>
                    {field("reply").area(form, 8)}
                    <button class="govuk-button" type="submit" name="action" value="reply">{t("reply-button")}</button>
                </form>
            </section>
        }
        .into_any(),
        None if official && c.comment.state == CommentState::Received => {
            view! { <p class="govuk-body">{t("reply-check-first")}</p> }.into_any()
        }
        // Its state is said above.
        None if official => ().into_any(),
        None => view! { <p class="govuk-body">{t("reply-may-not")}</p> }.into_any(),
    }
}

/// What may be done about its being shown: published after a check, or withheld.
fn shown(here: &str, form: &FormState, publish: bool, withhold: bool) -> Option<AnyView> {
    if !publish && !withhold {
        return None;
    }
    let publish = publish.then(|| {
        view! {
            <form method="post" action=here.to_owned()>
                <p class="govuk-body">{t("publish-what")}</p>
                <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="publish">{t("publish-button")}</button>
            </form>
        }
    });
    let withhold = withhold.then(|| {
        let open = form.value("action") == "withhold";
        view! {
            <details class="govuk-details" open=open>
                <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t("withhold")}</span></summary>
                <form class="app-bulk" method="post" action=here.to_owned()>
                    <p class="govuk-body">{t("withhold-what")}</p>
                    {field_labelled("why", t("field-withhold_why")).area(form, 3)}
                    <button class="govuk-button govuk-button--warning" type="submit" name="action" value="withhold">{t("withhold-button")}</button>
                </form>
            </details>
        }
    });
    Some(view! { <section class="app-group">{publish}{withhold}</section> }.into_any())
}

fn assign(c: &DeskComment, here: &str, people: &[Working], form: &FormState, may: bool) -> Option<AnyView> {
    let now = c.assigned.as_ref().map_or_else(|| t("assigned-nobody"), |p| p.name.clone());
    if !may {
        return Some(
            view! { <p class="govuk-body">{t_with("assigned-to", &[("name", now.into())])}</p> }.into_any(),
        );
    }
    let mut filled = form.clone();
    if filled.value("action") != "assign" {
        let id = c.assigned.as_ref().map(|p| p.id.to_string()).unwrap_or_default();
        filled.values.push(("assign".to_owned(), id));
    }
    let mut options = vec![(String::new(), t("assigned-nobody"))];
    options.extend(people.iter().map(|p| (p.id.to_string(), p.name.clone())));
    Some(
        view! {
            <section class="app-group">
                <form method="post" action=here.to_owned()>
                    {field_labelled("assign", t("assign")).select(&filled, options)}
                    <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="assign">{t("assign-button")}</button>
                </form>
            </section>
        }
        .into_any(),
    )
}

fn notes(all: &[InternalNote], here: &str, form: &FormState) -> AnyView {
    let items = all
        .iter()
        .map(|n| view! { <li class="app-comment"><p class="app-quiet">{n.actor.clone()}", "{moment(n.at)}</p>{lines(n.text.clone())}</li> })
        .collect::<Vec<_>>();
    view! {
        <section class="app-group">
            <h2 class="govuk-heading-m">{t("notes")}</h2>
            <ul class="app-items">{items}</ul>
            <form method="post" action=here.to_owned()>
                {field_labelled("note", t("field-internal_note")).hint(t("hint-internal_note")).area(form, 3)}
                <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="note">{t("note-button")}</button>
            </form>
        </section>
    }
    .into_any()
}

fn reports(all: &[Reported], here: &str, may: bool) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let items = all
        .iter()
        .map(|r| {
            let decided = r.upheld.map(|upheld| {
                let words = if upheld { t("attribution-upheld") } else { t("attribution-dismissed") };
                let untold = (!r.told).then(|| view! { <p class="govuk-body">{t("attribution-untold")}</p> });
                view! { <p class="govuk-body"><strong>{words}</strong>" "{r.note.clone()}" "<span class="app-quiet">{r.actor.clone()}</span></p>{untold} }
            });
            let id = r.id.to_string();
            let decide = (may && r.upheld.is_none()).then(|| {
                let name = format!("report-note-{id}");
                let choices = vec![
                    Choice::new("yes", t("attribution-uphold")).hint(t("attribution-uphold-hint")),
                    Choice::new("no", t("attribution-dismiss")),
                ];
                let chosen = FormState::filled([(format!("upheld-{id}"), "no".to_owned())]);
                view! {
                    <form method="post" action=here.to_owned()>
                        {hidden([("report", id.clone())])}
                        {field_labelled(format!("upheld-{id}"), t("attribution-decision")).radios(&chosen, choices)}
                        {field_labelled(name, t("attribution-note")).area(&FormState::default(), 2)}
                        <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="report">{t("attribution-decide")}</button>
                    </form>
                }
            });
            view! {
                <li class="app-comment">
                    <p class="app-quiet">{r.report.name.clone()}", "{r.report.email.clone()}", "{moment(r.at)}</p>
                    {lines(r.report.reason.clone())}
                    {decided}{decide}
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(
        view! { <section class="app-group"><h2 class="govuk-heading-m">{t("reports")}</h2><ul class="app-items">{items}</ul></section> }
            .into_any(),
    )
}
