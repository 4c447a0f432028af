//! The reading desk: comments on the authority's own notifications, found by
//! what they are about, with what can be done to many at once.

use domain::comment::{CommentKind, CommentState, Disposition, Stance};
use leptos::prelude::*;
use registry::comments::{CommentsFound, DeskComment, Done, Filter};

use crate::{
    components::{
        ErrorSummary, author_of, back_link, encoded, field, field_labelled, hidden, moment, page_links,
    },
    form::FormState,
    pages::comment::LANGUAGES,
    render::Page,
    texts::{t, t_with},
};

/// Names of the filters in addresses and forms.
pub const FILTERS: [&str; 11] = [
    "on",
    "clause",
    "stance",
    "kind",
    "language",
    "from",
    "state",
    "disposition",
    "assigned",
    "words",
    "group",
];
/// Clauses offered at most.
const CLAUSES: usize = 200;

/// A filter as pairs for an address; what is not set is left out.
pub fn filter_query(f: &Filter) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    let mut push = |name, value: String| {
        if !value.is_empty() {
            pairs.push((name, value));
        }
    };
    push("on", f.on.clone());
    push("clause", f.clause.clone());
    push("stance", f.stance.map(|s| s.as_str().to_owned()).unwrap_or_default());
    push("kind", f.kind.map(|k| k.as_str().to_owned()).unwrap_or_default());
    push("language", f.language.clone());
    push(
        "from",
        f.from_authority.map(|a| if a { "authority" } else { "public" }.to_owned()).unwrap_or_default(),
    );
    let state = if f.waiting { Some("waiting") } else { f.state.map(CommentState::as_str) };
    push("state", state.unwrap_or_default().to_owned());
    let disposition = f.disposition.map(|d| d.map_or("none", Disposition::as_str).to_owned());
    push("disposition", disposition.unwrap_or_default());
    let assigned = f.assigned.map(|a| a.map_or_else(|| "nobody".to_owned(), |id| id.to_string()));
    push("assigned", assigned.unwrap_or_default());
    push("words", f.words.clone());
    push("group", f.group.map(|g| g.to_string()).unwrap_or_default());
    pairs
}

fn address(filter: &Filter, page: u64) -> String {
    let mut pairs = filter_query(filter);
    if page > 1 {
        pairs.push(("page", page.to_string()));
    }
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if query.is_empty() { "/desk/comments".to_owned() } else { format!("/desk/comments?{}", query.join("&")) }
}

/// The desk. `done` is what came of the last action; `form` holds what was typed
/// into it when it was refused.
pub fn comments(
    found: CommentsFound,
    filter: Filter,
    form: FormState,
    done: Option<Done>,
    checks: bool,
    may_act: bool,
) -> Page {
    let about = found.comments.first().map(|c| c.title.clone());
    let heading = match (filter.on.as_str(), about) {
        ("", _) => None,
        (symbol, title) => Some(view! {
            <p class="govuk-caption-l"><span class="app-symbol">{symbol.to_owned()}</span>{title.map(|t| format!(" · {t}"))}</p>
        }),
    };
    let done = done.map(|d| {
        let words = t_with("bulk-done", &[("count", d.done.into()), ("passed", d.passed_over.into())]);
        view! { <div class="govuk-inset-text" role="status">{words}</div> }
    });
    let tools = (!filter.on.is_empty()).then(|| {
        let groups = format!("/desk/comments/groups?on={}", encoded(&filter.on));
        let responses = format!("/desk/responses?on={}", encoded(&filter.on));
        view! {
            <ul class="app-tabs">
                <li><a class="govuk-link" href=groups>{t("groups")}</a></li>
                <li><a class="govuk-link" href=responses>{t("responses")}</a></li>
                <li><a class="govuk-link" href="/desk/comments">{t("desk-comments-all")}</a></li>
            </ul>
        }
    });
    let waiting = t_with("desk-comments-waiting", &[("count", found.waiting.into())]);
    let matching = t_with("desk-comments-found", &[("count", found.total.into())]);
    let links = page_links(|page| address(&filter, page), found.page, found.pages);
    let filters = filters(&found, &filter);
    let bulk = (may_act && found.total > 0).then(|| bulk(&filter, &form, &found));
    let list = table(found.comments, may_act, filter.on.is_empty());
    let policy = (may_act && filter.on.is_empty()).then(|| {
        let (value, button) = if checks { ("no", t("check-first-stop")) } else { ("yes", t("check-first-start")) };
        let words = if checks { t("check-first-on") } else { t("check-first-off") };
        view! {
            <form class="app-group" method="post" action="/desk/comments/policy">
                {hidden([("check", value)])}
                <p class="govuk-body">{words}" "<button class="app-link-button" type="submit">{button}</button></p>
            </form>
        }
    });
    let body = view! {
        {back_link("/desk")}
        <ErrorSummary form=form.clone()/>
        {heading}
        <h1 class="govuk-heading-l" id="comments">{t("comments")}</h1>
        {done}
        {tools}
        <p class="govuk-body">{waiting}" "{matching}</p>
        <div class="app-results">
            <div class="app-facets">{filters}</div>
            <form method="post" action="/desk/comments/bulk">
                {hidden(filter_query(&filter))}
                {list}
                {links}
                {bulk}
            </form>
        </div>
        {policy}
    };
    Page::new(t("comments"), body)
}

fn filters(found: &CommentsFound, f: &Filter) -> AnyView {
    let form = FormState::filled(filter_query(f));
    let any = |key: &str| (String::new(), t(key));
    let counted = |tally: &[(String, u64)], words: &dyn Fn(&str) -> String| {
        tally
            .iter()
            .filter(|(value, _)| !value.is_empty())
            .map(|(value, n)| (value.clone(), format!("{} ({n})", words(value))))
            .collect::<Vec<_>>()
    };
    let with_any = |mut options: Vec<(String, String)>| {
        options.insert(0, any("filter-any"));
        options
    };
    let clauses = counted(&found.clauses[..found.clauses.len().min(CLAUSES)], &|c| c.to_owned());
    let stances = counted(&found.stances, &|s| t(&format!("stance-{s}")));
    let kinds = counted(&found.kinds, &|k| t(&format!("comment-kind-{k}")));
    let languages = counted(&found.languages, &|l| match LANGUAGES.contains(&l) {
        true => t(&format!("language-{l}")),
        false => l.to_owned(),
    });
    let mut states = counted(&found.states, &|s| t(&format!("comment-state-{s}")));
    states.insert(0, ("waiting".to_owned(), t("comment-waiting")));
    let mut dispositions = vec![("none".to_owned(), t("disposition-none"))];
    dispositions.extend(
        Disposition::ALL.iter().map(|d| (d.as_str().to_owned(), t(&format!("disposition-{}", d.as_str())))),
    );
    let mut people = vec![("nobody".to_owned(), t("assigned-nobody"))];
    people.extend(found.people.iter().map(|p| (p.id.to_string(), p.name.clone())));
    let from = ["authority", "public"].map(|w| (w.to_owned(), t(&format!("filter-from-{w}")))).to_vec();
    let select = |name: &str, options: Vec<(String, String)>| {
        (options.len() > 1 || !form.value(name).is_empty()).then(|| {
            field_labelled(name.to_owned(), t(&format!("filter-{name}"))).select(&form, with_any(options))
        })
    };
    let carried: Vec<_> =
        filter_query(f).into_iter().filter(|(name, _)| matches!(*name, "on" | "group")).collect();
    view! {
        <form method="get" action="/desk/comments" role="search" aria-label=t("filters")>
            {hidden(carried)}
            {field_labelled("words", t("filter-words")).text(&form)}
            {select("state", states)}
            {select("clause", clauses)}
            {select("stance", stances)}
            {select("kind", kinds)}
            {select("from", from)}
            {select("language", languages)}
            {select("disposition", dispositions)}
            {select("assigned", people)}
            <button class="govuk-button govuk-button--secondary" type="submit">{t("filter-button")}</button>
        </form>
    }
    .into_any()
}

fn table(comments: Vec<DeskComment>, tick: bool, of_all: bool) -> AnyView {
    if comments.is_empty() {
        return view! { <p class="govuk-body">{t("desk-comments-none")}</p> }.into_any();
    }
    let rows = comments.into_iter().map(|c| row(c, tick, of_all)).collect::<Vec<_>>();
    let heads = ["receipt-number", "desk-comment", "desk-notification", "receipt-when"]
        .into_iter()
        .filter(|head| of_all || *head != "desk-notification")
        .map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> })
        .collect::<Vec<_>>();
    view! {
        <div class="app-frame" role="region" aria-labelledby="comments" tabindex="0">
            <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

/// How a comment begins, for a table.
fn start(c: &DeskComment) -> String {
    let text = c.comment.points.first().map(|p| p.text.as_str()).unwrap_or_default();
    let start: String = text.chars().take(160).collect();
    if start.len() < text.len() { format!("{start} …") } else { start }
}

fn row(c: DeskComment, tick: bool, of_all: bool) -> AnyView {
    let state = match c.comment.state {
        CommentState::Received if !c.confidential => {
            view! { <strong class="govuk-tag govuk-tag--yellow">{t("comment-to-check")}</strong> }.into_any()
        }
        CommentState::Received | CommentState::Published => {
            view! { <strong class="govuk-tag govuk-tag--blue">{t("comment-waiting")}</strong> }.into_any()
        }
        CommentState::Answered => {
            view! { <span class="app-done">{t("comment-state-answered")}</span> }.into_any()
        }
        other => view! { <span class="app-quiet">{t(&format!("comment-state-{}", other.as_str()))}</span> }
            .into_any(),
    };
    let more = c.comment.points.len().saturating_sub(1);
    let more = (more > 0).then(|| view! { <br/><span class="app-quiet">{t_with("desk-more-parts", &[("count", more.into())])}</span> });
    let clauses: Vec<String> =
        c.comment.points.iter().map(|p| p.clause.clone()).filter(|c| !c.is_empty()).collect();
    let clauses =
        (!clauses.is_empty()).then(|| view! { <span class="app-quiet">{clauses.join("; ")}</span><br/> });
    let assigned = c.assigned.clone().map(
        |p| view! { <br/><span class="app-quiet">{t_with("assigned-to", &[("name", p.name.into())])}</span> },
    );
    let box_id = format!("tick-{}", c.id);
    let tick = tick.then(|| {
        let label = t_with("desk-tick", &[("number", c.comment.number.clone().into())]);
        view! {
            <div class="govuk-checkboxes govuk-checkboxes--small app-tick"><div class="govuk-checkboxes__item">
                <input class="govuk-checkboxes__input" type="checkbox" name="ids" value=c.id.to_string() id=box_id.clone()/>
                <label class="govuk-label govuk-checkboxes__label" for=box_id><span class="govuk-visually-hidden">{label}</span></label>
            </div></div>
        }
    });
    view! {
        <tr class="govuk-table__row">
            <td class="govuk-table__cell">{tick}<a class="govuk-link app-number" href=format!("/desk/comments/{}", c.id)>{c.comment.number.clone()}</a><br/>{state}
                {c.confidential.then(|| view! { <br/><span class="govuk-tag govuk-tag--grey">{t("confidential")}</span> })}{assigned}</td>
            <td class="govuk-table__cell">{clauses}{start(&c)}{more}<br/><span class="app-quiet">{author_of(&c.comment)}</span></td>
            {of_all.then(|| view! { <td class="govuk-table__cell"><span class="app-symbol">{c.symbol}</span><br/><span class="app-quiet">{c.title}</span></td> })}
            <td class="govuk-table__cell">{moment(c.comment.received)}{c.comment.late.then(|| view! { <br/><span class="govuk-tag govuk-tag--yellow">{t("late")}</span> })}</td>
        </tr>
    }
    .into_any()
}

/// What can be done with those ticked, or with all that the filter finds.
fn bulk(filter: &Filter, form: &FormState, found: &CommentsFound) -> AnyView {
    let mut filled = form.clone();
    if filled.value("whom").is_empty() {
        filled.values.push(("whom".to_owned(), "ticked".to_owned()));
    }
    let whom = vec![
        crate::components::Choice::new("ticked", t("bulk-ticked")),
        crate::components::Choice::new("found", t_with("bulk-found", &[("count", found.total.into())])),
    ];
    let mut persons = vec![(String::new(), t("assigned-nobody"))];
    persons.extend(found.people.iter().map(|p| (p.id.to_string(), p.name.clone())));
    let dispositions: Vec<(String, String)> = Disposition::ALL
        .iter()
        .map(|d| (d.as_str().to_owned(), t(&format!("disposition-{}", d.as_str()))))
        .collect();
    let open = !form.errors.is_empty() || filter.group.is_some();
    view! {
        <details class="govuk-details" open=open>
            <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t("bulk-title")}</span></summary>
            <div class="app-bulk">
                {hidden([("newest", found.newest.to_string()), ("seen", found.total.to_string())])}
                {field("whom").radios(&filled, whom)}
                <div class="app-group">
                    {field_labelled("assign", t("assign")).select(&filled, persons)}
                    <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="assign">{t("assign-button")}</button>
                </div>
                <div class="app-group">
                    {field_labelled("made", t("field-disposition")).select(&filled, dispositions)}
                    {field_labelled("reason", t("field-disposition_reason")).area(&filled, 3)}
                    <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="dispose">{t("bulk-dispose")}</button>
                </div>
                <div class="app-group">
                    {field_labelled("text", t("field-reply")).area(&filled, 4)}
                    <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="reply">{t("bulk-reply")}</button>
                </div>
                <div class="app-group">
                    <button class="govuk-button govuk-button--secondary" type="submit" name="action" value="publish">{t("bulk-publish")}</button>
                </div>
                <div class="app-group">
                    {field_labelled("why", t("field-withhold_why")).text(&filled)}
                    <button class="govuk-button govuk-button--warning" type="submit" name="action" value="withhold">{t("bulk-withhold")}</button>
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// The filter that parameters of an address describe; unknown values are as if not set.
impl From<&[(String, String)]> for FilterOf {
    fn from(pairs: &[(String, String)]) -> Self {
        let value = |name: &str| {
            pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_owned()).unwrap_or_default()
        };
        let state = value("state");
        let disposition = value("disposition");
        let assigned = value("assigned");
        Self(Filter {
            on: value("on"),
            clause: value("clause"),
            stance: Stance::from_name(&value("stance")),
            kind: CommentKind::from_name(&value("kind")),
            language: value("language"),
            from_authority: match value("from").as_str() {
                "authority" => Some(true),
                "public" => Some(false),
                _ => None,
            },
            waiting: state == "waiting",
            state: CommentState::from_name(&state),
            disposition: match disposition.as_str() {
                "none" => Some(None),
                name => Disposition::from_name(name).map(Some),
            },
            assigned: match assigned.as_str() {
                "nobody" => Some(None),
                id => id.parse().ok().map(Some),
            },
            words: value("words"),
            group: value("group").parse().ok(),
        })
    }
}

/// A filter read from pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterOf(pub Filter);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_travels_in_an_address() {
        let filter = Filter {
            on: "G/TBT/N/KEN/1".into(),
            clause: "Annex B".into(),
            stance: Some(Stance::Oppose),
            kind: Some(CommentKind::Question),
            language: "fr".into(),
            from_authority: Some(false),
            state: None,
            waiting: true,
            disposition: Some(None),
            assigned: Some(Some(7)),
            words: "5 mm & more".into(),
            group: Some(3),
        };
        let pairs: Vec<(String, String)> =
            filter_query(&filter).into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
        assert_eq!(FilterOf::from(&pairs[..]).0, filter);
        assert!(pairs.iter().all(|(name, _)| FILTERS.contains(&name.as_str())));
        assert!(address(&filter, 2).contains("words=5%20mm%20%26%20more&group=3&page=2"));
        assert_eq!(FilterOf::from(&[][..]).0, Filter::default());
        assert_eq!(address(&Filter::default(), 1), "/desk/comments");
    }
}
