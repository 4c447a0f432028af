//! What changed from an earlier text of a measure to a later one, clause by
//! clause: how many, which, and the words added and removed.

use std::collections::HashSet;

use domain::text::{Clause, Entry, LONGEST_PIECE, Span, SpanKind, Standing, spread};
use leptos::prelude::*;
use registry::versions::{ChangesPage, Compared, TextVersion};

use super::notified_text::{clause_link, named};
use crate::{
    components::{back_link, notification_path, page_links, version_name},
    render::Page,
    texts::{t, t_with},
};

/// Every standing, in the order of the summary, with its text's name.
pub const STANDINGS: [(Standing, &str); 6] = [
    (Standing::Changed, "changed"),
    (Standing::Added, "added"),
    (Standing::Removed, "removed"),
    (Standing::Moved, "moved"),
    (Standing::Renumbered, "renumbered"),
    (Standing::Unchanged, "unchanged"),
];

/// Differences of a clause that are shown; of a longer one the beginning is.
const MOST_SPANS: usize = 300;
/// Letters that the marks of a difference count as.
const MARKS: usize = 150;
/// Of more clauses that changed only those of the page are listed.
const MOST_LISTED: usize = 300;

/// What is on the page: a clause that differs, or a row of those that do not.
enum Item<'a> {
    Difference(&'a Entry),
    Unchanged(Vec<&'a Entry>),
}

/// The page; of several the one with this number, from 1, or with the clause of
/// this address.
pub fn page(p: ChangesPage, number: Option<usize>, clause: Option<&str>) -> Page {
    let name = version_name(&p.this);
    let title = t_with("versions-title", &[("name", name.clone().into())]);
    let measure = match p.notification.symbols.first() {
        Some(symbol) => {
            view! { <a class="govuk-link" href=notification_path(symbol)>{p.notification.title.clone()}</a> }
                .into_any()
        }
        None => p.notification.title.clone().into_any(),
    };
    let chooser = chooser(&p);
    let content = match &p.compared {
        None => view! { <p class="govuk-body">{t("versions-none")}</p> }.into_any(),
        Some(compared) => differences(compared, &p.this, number, clause),
    };
    let body = view! {
        {back_link(text_path(&p.this))}
        <p class="govuk-caption-l">{measure}</p>
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        {chooser}
        {content}
    };
    Page::new(title, body)
}

fn text_path(version: &TextVersion) -> String {
    format!("/documents/{}/text", version.document.id)
}

/// The choice of the earlier text, where there are several.
fn chooser(p: &ChangesPage) -> Option<AnyView> {
    if p.choices.len() < 2 {
        return None;
    }
    let chosen = p.compared.as_ref().map(|c| &c.with);
    let mut choices = p.choices.clone();
    if let Some(other) = chosen.filter(|with| choices.iter().all(|v| v.document.id != with.document.id)) {
        choices.push(other.clone());
    }
    let options = choices
        .iter()
        .map(|v| {
            let selected = chosen.is_some_and(|with| with.document.id == v.document.id);
            let words = format!("{}: {}", version_name(v), v.document.name);
            view! { <option value=v.document.id.to_string() selected=selected>{words}</option> }
        })
        .collect::<Vec<_>>();
    let action = format!("/documents/{}/changes", p.this.document.id);
    Some(
        view! {
            <form method="get" action=action class="app-chooser">
                <label class="govuk-label" for="with">{t("versions-choose")}</label>
                <select class="govuk-select" id="with" name="with">{options}</select>
                <button class="govuk-button govuk-button--secondary" type="submit">{t("versions-compare")}</button>
            </form>
        }
        .into_any(),
    )
}

fn differences(c: &Compared, this: &TextVersion, number: Option<usize>, clause: Option<&str>) -> AnyView {
    let items = items(c);
    let pages = spread(items.iter().map(|item| length(c, item)));
    let of_clause = clause.and_then(|address| {
        let has = |e: &Entry| anchor(c, e) == address || is(c, e).is_some_and(|i| i.address == address);
        let at = items.iter().position(|item| match item {
            Item::Difference(entry) => has(entry),
            Item::Unchanged(run) => run.iter().any(|entry| has(entry)),
        })?;
        pages.iter().position(|page| page.contains(&at)).map(|at| at + 1)
    });
    let number = of_clause.or(number).unwrap_or(1).clamp(1, pages.len().max(1));
    let shown = pages.get(number - 1).cloned().unwrap_or(0..0);
    let path = format!("/documents/{}/changes?with={}", this.document.id, c.with.document.id);
    let links = || page_links(|n| format!("{path}&page={n}"), number as u64, pages.len() as u64);
    let (links_above, links_below) = (links(), links());
    let on_page: HashSet<String> = items[shown.clone()]
        .iter()
        .filter_map(|item| match item {
            Item::Difference(entry) => Some(anchor(c, entry)),
            Item::Unchanged(_) => None,
        })
        .collect();
    let other_language = (c.with.document.language != this.document.language)
        .then(|| view! { <p class="govuk-body"><strong>{t("versions-other-language")}</strong></p> });
    let with = t_with("versions-with", &[("name", version_name(&c.with).into())]);
    let counts = STANDINGS.map(|(standing, name)| {
        let count = c.comparison.count(standing);
        view! {
            <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">{t(&format!("standing-{name}"))}</th>
                <td class="govuk-table__cell govuk-table__cell--numeric">{count}</td>
            </tr>
        }
    });
    let same = c.comparison.entries.iter().all(|e| e.standing == Standing::Unchanged);
    let same = same.then(|| view! { <p class="govuk-body">{t("versions-same")}</p> });
    let mut listed: Vec<&Entry> =
        c.comparison.entries.iter().filter(|e| e.standing != Standing::Unchanged).collect();
    if listed.len() > MOST_LISTED {
        listed.retain(|e| on_page.contains(&anchor(c, e)));
    }
    let listed = listed.into_iter().map(|e| {
        let anchor = anchor(c, e);
        let elsewhere = !on_page.contains(&anchor);
        let href = if elsewhere { clause_link(&path, &anchor) } else { format!("#{anchor}") };
        // An address with `#` and a clause on another page leads here, and then there.
        let id = elsewhere.then_some(anchor);
        view! { <li id=id><a class="govuk-link" href=href>{name(c, e)}</a>" "<span class="app-quiet">{standing(e.standing)}</span></li> }
    });
    let listed = listed.collect::<Vec<_>>();
    let contents = (!listed.is_empty()).then(|| {
        view! {
            <nav aria-labelledby="changed"><h2 class="govuk-heading-s" id="changed">{t("versions-contents")}</h2>
            <ol class="govuk-list app-contents">{listed}</ol></nav>
        }
    });
    let commented = !c.comments.is_empty();
    let comments_why = commented.then(|| view! { <p class="app-quiet">{t("versions-comments-why")}</p> });
    view! {
        <p class="govuk-body">{with}" "<a class="govuk-link" href=text_path(&c.with)>{t("versions-read-earlier")}</a>
            " · "<a class="govuk-link" href=text_path(this)>{t("versions-read-later")}</a></p>
        {other_language}
        <div class="app-columns app-columns--text app-columns--changes">
            <div>
                <table class="govuk-table app-counts">
                    <caption class="govuk-table__caption govuk-table__caption--s">{t("versions-counts")}</caption>
                    <tbody>{counts}</tbody>
                </table>
                {same}
                {comments_why}
            </div>
            <aside>{contents}</aside>
        </div>
        {links_above}
        <div lang=this.document.language.clone()>{entries(c, &items[shown], this)}</div>
        {links_below}
    }
    .into_any()
}

/// What is shown, on whatever page; clauses that did not change are one line.
fn items(c: &Compared) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for entry in &c.comparison.entries {
        if entry.standing != Standing::Unchanged || comments_on(c, entry) > 0 {
            items.push(Item::Difference(entry));
        } else if let Some(Item::Unchanged(run)) = items.last_mut() {
            run.push(entry);
        } else {
            items.push(Item::Unchanged(vec![entry]));
        }
    }
    items
}

/// How much of a page an item takes.
fn length(c: &Compared, item: &Item<'_>) -> usize {
    let Item::Difference(entry) = item else { return MARKS };
    let words = match entry.standing {
        Standing::Added => is(c, entry).map_or(0, |clause| clause.characters.len()),
        Standing::Removed => was(c, entry).map_or(0, |clause| clause.characters.len()),
        _ => entry.words.iter().take(MOST_SPANS).map(|span| span.text.len() + MARKS).sum(),
    };
    words.min(LONGEST_PIECE) + MARKS
}

fn entries(c: &Compared, items: &[Item<'_>], this: &TextVersion) -> Vec<AnyView> {
    let views = items.iter().filter_map(|item| match item {
        Item::Difference(entry) => Some(difference(c, entry, this)),
        Item::Unchanged(run) => unchanged(c, run, this),
    });
    views.collect()
}

/// The beginning of words that are too long for a page, and whether it is one.
fn beginning(words: String) -> (String, bool) {
    match words.char_indices().nth(LONGEST_PIECE) {
        Some((at, _)) => (words[..at].to_owned(), true),
        None => (words, false),
    }
}

/// The same of a difference.
fn beginning_of(words: &[Span]) -> (Vec<Span>, bool) {
    let (mut kept, mut room) = (Vec::new(), LONGEST_PIECE);
    for span in words.iter().take(MOST_SPANS) {
        let text: String = span.text.chars().take(room).collect();
        room -= text.chars().count();
        kept.push(Span { text, ..span.clone() });
        if room == 0 {
            break;
        }
    }
    let cut = kept.len() < words.len() || kept.last().map(|s| &s.text) != words.last().map(|s| &s.text);
    (kept, cut)
}

/// A row of clauses that did not change.
fn unchanged(c: &Compared, run: &[&Entry], this: &TextVersion) -> Option<AnyView> {
    let (first, last) = (run.first()?, run.last()?);
    let link = |e: &Entry| {
        let address = e.after.map_or("", |at| &c.after.clauses()[at].address);
        let href = clause_link(&text_path(this), address);
        view! { <a class="govuk-link" href=href>{name(c, e)}</a> }
    };
    let to = (run.len() > 1).then(|| view! { " "{t("versions-run-to")}" "{link(last)} });
    let words = t_with("versions-run", &[("count", run.len().into())]);
    Some(view! { <p class="app-unchanged" lang="en">{words}" "{link(first)}{to}</p> }.into_any())
}

fn standing(standing: Standing) -> String {
    let name = STANDINGS.iter().find(|(s, _)| *s == standing).map_or("", |(_, name)| name);
    t(&format!("standing-{name}"))
}

fn was<'a>(c: &'a Compared, e: &Entry) -> Option<&'a Clause> {
    e.before.and_then(|at| c.before.clauses().get(at))
}

fn is<'a>(c: &'a Compared, e: &Entry) -> Option<&'a Clause> {
    e.after.and_then(|at| c.after.clauses().get(at))
}

/// What the clause is called: as in the later text, where it is there.
fn name(c: &Compared, e: &Entry) -> String {
    is(c, e).or(was(c, e)).map(called).unwrap_or_default()
}

fn called(clause: &Clause) -> String {
    let name = named(clause);
    if name.is_empty() { clause.address.clone() } else { name }
}

/// Where the entry stands on the page: the address of the later clause.
fn anchor(c: &Compared, e: &Entry) -> String {
    match (is(c, e), was(c, e)) {
        (Some(clause), _) => clause.address.clone(),
        (None, Some(clause)) => format!("was-{}", clause.address),
        (None, None) => String::new(),
    }
}

fn comments_on(c: &Compared, e: &Entry) -> u64 {
    let Some(clause) = was(c, e) else { return 0 };
    let mut names = vec![&clause.citation, &clause.address];
    names.dedup();
    names.into_iter().filter(|name| !name.is_empty()).filter_map(|name| c.comments.get(name)).sum()
}

fn difference(c: &Compared, e: &Entry, this: &TextVersion) -> AnyView {
    let (before, after) = (was(c, e), is(c, e));
    let from = before.filter(|b| after.is_some_and(|a| a.address != b.address)).map(|b| {
        view! { <p class="app-quiet" lang="en">{t_with("versions-was", &[("clause", called(b).into())])}</p> }
    });
    let comments = comments_on(c, e);
    let comments = before.filter(|_| comments > 0).map(|clause| {
        let href = clause_link(&text_path(&c.with), &clause.address);
        let words = t_with("versions-comments", &[("count", comments.into())]);
        view! { <p class="app-quiet" lang="en"><a class="govuk-link" href=href>{words}</a></p> }
    });
    let mut cut = false;
    let words = match e.standing {
        Standing::Added => {
            let words;
            (words, cut) = beginning(after.map(|a| c.after.words_of(a)).unwrap_or_default());
            sides(quiet("versions-not-before"), marked(SpanKind::Added, &words), None)
        }
        Standing::Removed => {
            let words;
            (words, cut) = beginning(before.map(|b| c.before.words_of(b)).unwrap_or_default());
            sides(marked(SpanKind::Removed, &words), quiet("versions-not-after"), None)
        }
        _ if e.words.is_empty() => {
            let same = (e.standing != Standing::Unchanged).then(|| quiet("versions-words-same"));
            view! { {same} }.into_any()
        }
        _ => {
            let words;
            (words, cut) = beginning_of(&e.words);
            sides(
                spans(&words, SpanKind::Added),
                spans(&words, SpanKind::Removed),
                Some(words.iter().map(span).collect_view().into_any()),
            )
        }
    };
    let cut = cut.then(|| {
        let (path, clause) = match after {
            Some(clause) => (text_path(this), Some(clause)),
            None => (text_path(&c.with), before),
        };
        let href = clause_link(&path, clause.map_or("", |clause| &clause.address));
        view! { <p class="app-quiet" lang="en">{t("text-cut")}" "<a class="govuk-link" href=href>{t("text-read-whole")}</a></p> }
    });
    let tag = match e.standing {
        Standing::Added => "govuk-tag govuk-tag--green",
        Standing::Removed => "govuk-tag govuk-tag--red",
        Standing::Changed => "govuk-tag govuk-tag--yellow",
        Standing::Moved | Standing::Renumbered => "govuk-tag govuk-tag--blue",
        Standing::Unchanged => "govuk-tag",
    };
    view! {
        <section class="app-clause app-change" id=anchor(c, e)>
            <h2 class="govuk-heading-s">{name(c, e)}" "<strong class=tag lang="en">{standing(e.standing)}</strong></h2>
            {from}
            {words}
            {cut}
            {comments}
        </section>
    }
    .into_any()
}

fn quiet(key: &str) -> AnyView {
    view! { <p class="app-quiet" lang="en">{t(key)}</p> }.into_any()
}

/// The earlier words beside the later ones; on a narrow screen one text with
/// both, where there is one.
fn sides(before: AnyView, after: AnyView, inline: Option<AnyView>) -> AnyView {
    let class = if inline.is_some() { "app-sides app-sides--wide" } else { "app-sides" };
    let inline = inline.map(|words| view! { <p class="govuk-body app-text app-inline-change">{words}</p> });
    view! {
        <div class=class>
            <div><p class="app-side__head" lang="en">{t("versions-earlier")}</p><div class="app-text">{before}</div></div>
            <div><p class="app-side__head" lang="en">{t("versions-later")}</p><div class="app-text">{after}</div></div>
        </div>
        {inline}
    }
    .into_any()
}

/// The words of one side: all but those that only the other has.
fn spans(words: &[Span], without: SpanKind) -> AnyView {
    words.iter().filter(|s| s.kind != without).map(span).collect_view().into_any()
}

fn span(span: &Span) -> AnyView {
    match span.kind {
        SpanKind::Same => span.text.clone().into_any(),
        kind => marked(kind, &span.text),
    }
}

/// Words added or removed: marked, and said to who does not see the marks.
fn marked(kind: SpanKind, words: &str) -> AnyView {
    let words = words.to_owned();
    let said = |key: &str| {
        let words = format!(" {} ", t(key));
        view! { <span class="govuk-visually-hidden" lang="en">{words}</span> }
    };
    let end = said("versions-end-words");
    if kind == SpanKind::Added {
        view! { <ins>{said("versions-added-words")}{words}{end}</ins> }.into_any()
    } else {
        view! { <del>{said("versions-removed-words")}{words}{end}</del> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_megabytes_is_cut_and_a_short_one_is_not() {
        let span = |kind, text: String| Span { kind, text };
        let long = [span(SpanKind::Same, "a ".repeat(1_000_000)), span(SpanKind::Added, "b".to_owned())];
        let (kept, cut) = beginning_of(&long);
        assert!(cut && kept.len() == 1 && kept[0].text.chars().count() == LONGEST_PIECE);
        let many: Vec<Span> = (0..10_000).map(|_| span(SpanKind::Added, "ab ".to_owned())).collect();
        let (kept, cut) = beginning_of(&many);
        assert!(cut && kept.len() == MOST_SPANS);
        let short = [span(SpanKind::Removed, "Article 1".to_owned())];
        assert_eq!(beginning_of(&short), (short.to_vec(), false));
        assert!(beginning("é".repeat(30_000)).1 && !beginning("é".repeat(20_000)).1);
    }
}
