//! A notified text: its contents, its clauses with anchors, the standards it
//! refers to marked in place with their standing, and how many comments are on
//! each clause.

use std::{collections::HashSet, ops::Range};

use domain::{
    standard::{Place, StandardStatus},
    text::{Clause, Clauses, Form, PARAGRAPH_BREAK, Piece},
};
use leptos::prelude::*;
use registry::{notifications::ReferenceStanding, notified_texts::TextPage};

use crate::{
    components::{
        back_link, comment_path, encoded, language_and_status, notification_path, page_links, standard_path,
        version_name,
    },
    render::Page,
    texts::{t, t_with},
};

/// Levels of clauses that the contents list.
const LISTED_LEVELS: u8 = 2;
/// A text of more clauses is listed by its highest level alone.
const MANY: usize = 300;
/// Of more clauses in the contents only those of the page are listed.
const MOST_LISTED: usize = 500;

/// The address of a clause in a text: its page, and its place there.
pub fn clause_link(path: &str, address: &str) -> String {
    let address = encoded(address);
    let joined = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joined}clause={address}#{address}")
}

/// The page.
pub fn page(p: TextPage) -> Page {
    let symbol = p.notification.symbols.first().cloned();
    let back = symbol.as_deref().map_or_else(|| format!("/desk/{}", p.notification.id), notification_path);
    let comments = symbol.filter(|_| p.notification.period.as_ref().is_some_and(|p| p.accepts));
    let title = p.document.name.clone();
    let pages = p.pages.map(|n| t_with("text-pages", &[("count", n.into())]));
    let notes = p.notes.iter().map(|n| view! { <li>{n.clone()}</li> }).collect::<Vec<_>>();
    let notes = (!notes.is_empty()).then(|| {
        view! { <div class="govuk-inset-text"><p class="govuk-body">{t("text-notes")}</p><ul class="govuk-list govuk-list--bullet">{notes}</ul></div> }
    });
    let all = p.clauses.clauses();
    let depth = if all.len() > MANY { 1 } else { LISTED_LEVELS };
    let on_page: HashSet<usize> = p.pieces.iter().filter(|piece| piece.begins).map(|p| p.clause).collect();
    let listed = all.iter().enumerate().filter(|(_, c)| c.level <= depth && !named(c).is_empty());
    let mut listed: Vec<(usize, &Clause)> = listed.collect();
    if listed.len() > MOST_LISTED {
        listed.retain(|(at, _)| on_page.contains(at));
    }
    let path = format!("/documents/{}/text", p.document.id);
    let contents = listed
        .into_iter()
        .map(|(at, c)| {
            let class = format!("app-contents__{}", c.level);
            let language = p.document.language.clone();
            // An address with `#` and a clause on another page leads here, and then there.
            let elsewhere = !on_page.contains(&at);
            let href = if elsewhere { clause_link(&path, &c.address) } else { format!("#{}", c.address) };
            let id = elsewhere.then(|| c.address.clone());
            view! { <li class=class id=id lang=language><a class="govuk-link" href=href>{named(c)}</a></li> }
        })
        .collect::<Vec<_>>();
    let links = || page_links(|n| format!("{path}?page={n}"), p.page as u64, p.of_pages as u64);
    let paged = (p.of_pages > 1).then(|| view! { <p class="govuk-body">{t("text-paged")}</p> });
    let (pages_above, pages_below) = (links(), links());
    let contents = (contents.len() > 1).then(|| {
        view! {
            <nav aria-labelledby="contents"><h2 class="govuk-heading-s" id="contents">{t("text-contents")}</h2>
            <ol class="govuk-list app-contents">{contents}</ol></nav>
        }
    });
    let marks = Marks::of(&p.clauses, &p.references);
    let first = p.notification.symbols.first().cloned();
    let clauses = p
        .pieces
        .iter()
        .filter_map(|piece| Some((piece, all.get(piece.clause)?)))
        .map(|(piece, c)| {
            let count = [&c.citation, &c.address]
                .into_iter()
                .filter(|name| !name.is_empty())
                .filter_map(|name| p.comments.get(name))
                .sum::<u64>();
            let about = AboutClause {
                language: &p.document.language,
                comments: count,
                symbol: first.as_deref(),
                comment_on: comments.as_deref().map(|symbol| (symbol, p.document.id)),
                changed_after: p.changed_after.get(&c.address).map_or(&[], Vec::as_slice),
            };
            clause((c, piece), &p.clauses, &marks, &about)
        })
        .collect::<Vec<_>>();
    let empty = all.is_empty().then(|| view! { <p class="govuk-body">{t("text-none")}</p> });
    let body = view! {
        {back_link(back)}
        <p class="govuk-caption-l">{p.notification.title.clone()}</p>
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body"><a class="govuk-link" href=format!("/documents/{}", p.document.id)>{t("text-download")}</a>" "{pages}" · "{language_and_status(&p.document)}</p>
        {versions(&p)}
        {notes}
        {paged}
        {pages_above}
        <div class="app-columns app-columns--wide app-columns--text">
            <div>{empty}{clauses}{pages_below}</div>
            <aside>{contents}</aside>
        </div>
    };
    Page::new(title, body)
}

/// The ways to the measure's other texts.
fn versions(p: &TextPage) -> Option<AnyView> {
    let id = p.document.id;
    let mut links = Vec::new();
    if let Some(earlier) = p.versions.earlier.first() {
        let words = t_with("versions-link", &[("name", version_name(earlier).into())]);
        links.push((format!("/documents/{id}/changes"), words));
    }
    for later in &p.versions.later {
        let words = t_with("versions-link-later", &[("name", version_name(later).into())]);
        links.push((format!("/documents/{}/changes?with={id}", later.document.id), words));
    }
    for other in &p.versions.languages {
        let words = t_with("versions-languages", &[("name", language_and_status(&other.document).into())]);
        links.push((format!("/documents/{id}/text?beside={}", other.document.id), words));
    }
    let items =
        links.into_iter().map(|(href, words)| view! { <li><a class="govuk-link" href=href>{words}</a></li> });
    let items = items.collect::<Vec<_>>();
    (!items.is_empty()).then(|| view! { <ul class="govuk-list app-versions">{items}</ul> }.into_any())
}

/// What a clause is called in the contents.
pub(super) fn named(clause: &Clause) -> String {
    match (&clause.citation, &clause.heading) {
        (citation, Some(heading)) if !citation.is_empty() && citation != heading => {
            format!("{citation} {heading}")
        }
        (citation, heading) if citation.is_empty() => heading.clone().unwrap_or_default(),
        (citation, _) => citation.clone(),
    }
}

/// The paragraphs of a clause, its references marked. They are in the language of
/// the text: whoever shows them says so around them.
/// Of a long clause those of its characters alone that are asked for.
pub(super) fn paragraphs(
    c: &Clause,
    wanted: &Range<usize>,
    all: &Clauses,
    marks: &Marks<'_>,
) -> Vec<AnyView> {
    let mut begin = c.characters.start;
    let paragraphs = all.paragraphs_of(c).iter().filter_map(|paragraph| {
        let length = paragraph.text.chars().count();
        let here = begin..begin + length;
        begin = here.end + PARAGRAPH_BREAK.chars().count();
        let (from, to) = (wanted.start.max(here.start), wanted.end.min(here.end));
        if from > to || (from == to && length > 0) {
            return None;
        }
        let words = if to - from == length {
            marks.marked(&paragraph.text, from)
        } else {
            let part: String = paragraph.text.chars().skip(from - here.start).take(to - from).collect();
            marks.marked(&part, from)
        };
        Some(match paragraph.form {
            Form::Heading { level } if level <= 2 => {
                view! { <h2 class="govuk-heading-m">{words}</h2> }.into_any()
            }
            Form::Heading { .. } => view! { <h3 class="govuk-heading-s">{words}</h3> }.into_any(),
            Form::Note => view! { <p class="app-quiet">{words}</p> }.into_any(),
            Form::Plain | Form::Item { .. } | Form::Row => {
                view! { <p class="govuk-body app-text">{words}</p> }.into_any()
            }
        })
    });
    paragraphs.collect()
}

/// What is said about a clause below it.
struct AboutClause<'a> {
    /// The language of its words.
    language: &'a str,
    /// Public comments on it.
    comments: u64,
    /// Symbol of its notification, once it has one.
    symbol: Option<&'a str>,
    /// The symbol and the text with which one comments on it, where comments are taken.
    comment_on: Option<(&'a str, i64)>,
    /// Numbers of the comments after which it was changed.
    changed_after: &'a [String],
}

/// Numbers of comments that are written out below a clause.
const NUMBERS: usize = 5;

fn clause(
    (c, piece): (&Clause, &Piece),
    all: &Clauses,
    marks: &Marks<'_>,
    about: &AboutClause<'_>,
) -> AnyView {
    let paragraphs = paragraphs(c, &piece.characters, all, marks);
    let name = if c.citation.is_empty() { c.address.clone() } else { c.citation.clone() };
    // Its words and what it is called are in the language of the text, what is said
    // about it in that of the page.
    let language = about.language.to_owned();
    let hidden_name = {
        let (name, language) = (name.clone(), language.clone());
        move || {
            view! { <span class="govuk-visually-hidden" lang=language.clone()>" "{name.clone()}</span> }
                .into_any()
        }
    };
    let link = about.comment_on.map(|(symbol, document)| {
        let href = format!("{}&document={document}&clause={}", comment_path(symbol), encoded(&name));
        view! { <a class="govuk-link" href=href>{t("text-comment")}{hidden_name()}</a>" " }
    });
    let count = (about.comments > 0).then(|| {
        let words = t_with("text-comments", &[("count", about.comments.into())]);
        match about.symbol {
            Some(symbol) => {
                let href = format!("/comments?on={}&clause={}", encoded(symbol), encoded(&name));
                view! { <a class="govuk-link" href=href>{words}{hidden_name()}</a>" " }.into_any()
            }
            None => words.into_any(),
        }
    });
    let changed = (!about.changed_after.is_empty()).then(|| {
        let numbers = about.changed_after.iter().take(NUMBERS);
        let links = numbers
            .map(|n| view! { <a class="govuk-link" href=format!("/comments/{n}")>{n.clone()}</a>" " })
            .collect::<Vec<_>>();
        let more = about.changed_after.len().saturating_sub(NUMBERS);
        let more = (more > 0).then(|| t_with("responses-and-more", &[("count", more.into())]));
        view! { <br/>{t("text-changed-after")}" "{links}{more} }
    });
    let id = piece.begins.then(|| c.address.clone());
    let foot = match piece.ends {
        true => view! {
            <p class="app-clause__foot"><a class="govuk-link" href=format!("#{}", c.address) lang=language.clone()>{name}</a>" "{link}{count}{changed}</p>
        }
        .into_any(),
        false => view! { <p class="app-clause__foot">{t("text-goes-on")}</p> }.into_any(),
    };
    view! {
        <section class="app-clause" id=id>
            <div lang=language>{paragraphs}</div>
            {foot}
        </section>
    }
    .into_any()
}

/// References by their places in the plain text.
#[derive(Default)]
pub(super) struct Marks<'a> {
    found: Vec<(usize, usize, &'a ReferenceStanding)>,
}

impl<'a> Marks<'a> {
    pub(super) fn of(clauses: &Clauses, references: &'a [ReferenceStanding]) -> Self {
        let length = clauses.plain_text().chars().count();
        let mut found: Vec<_> = references
            .iter()
            .filter_map(|r| match r.reference.place {
                Place::Document { start, end, .. } if start < end && end <= length => Some((start, end, r)),
                _ => None,
            })
            .collect();
        found.sort_by_key(|(start, end, _)| (*start, *end));
        Self { found }
    }

    /// A paragraph that begins at that character, its references marked.
    fn marked(&self, text: &str, at: usize) -> Vec<AnyView> {
        let characters: Vec<char> = text.chars().collect();
        let run = |from: usize, to: usize| characters[from..to].iter().collect::<String>();
        let (mut views, mut done) = (Vec::new(), 0);
        let first = self.found.partition_point(|(start, ..)| *start < at);
        for (start, end, standing) in &self.found[first..] {
            let (from, to) = (start - at, end - at);
            if from >= characters.len() {
                break;
            }
            // One that overlaps another, or goes on in the next paragraph, is not marked twice.
            if from < done || to > characters.len() {
                continue;
            }
            views.push(run(done, from).into_any());
            views.push(mark(run(from, to), standing));
            done = to;
        }
        views.push(run(done, characters.len()).into_any());
        views
    }
}

/// A reference with its standing: in force, replaced, diverging, or not found.
fn mark(words: String, standing: &ReferenceStanding) -> AnyView {
    let flags = standing.flags.iter().map(|c| t(&format!("divergence-{}", c.as_str())));
    let mut says: Vec<String> = flags.collect();
    let class = match (&standing.standard, &standing.current) {
        _ if !standing.flags.is_empty() => "app-reference app-reference--flagged",
        (Some(s), None) if s.status == StandardStatus::Published => "app-reference app-reference--good",
        _ => "app-reference",
    };
    if let Some(current) = &standing.current {
        says.push(t_with("text-now", &[("name", current.id.clone().into())]));
    }
    let says = (!says.is_empty())
        .then(|| view! { <span class="app-reference__says" lang="en">" ("{says.join("; ")}")"</span> });
    match &standing.standard {
        Some(standard) => {
            view! { <span class=class><a class="govuk-link" href=standard_path(&standard.id)>{words}</a>{says}</span> }
                .into_any()
        }
        None => view! { <span class=class>{words}{says}</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use domain::text::Paragraph;

    use super::*;

    #[test]
    fn only_the_words_of_a_text_are_in_its_language() {
        let paragraphs = ["Règles", "Article 1 Champ", "Les bouilloires.", "Article 2 Limites", "Aucune."];
        let clauses = Clauses::of(paragraphs.map(Paragraph::plain).to_vec());
        let about = AboutClause {
            language: "fr",
            comments: 2,
            symbol: Some("G/TBT/N/KEN/1"),
            comment_on: Some(("G/TBT/N/KEN/1", 7)),
            changed_after: &[],
        };
        let first = clauses.at("art-1").unwrap();
        let pages = domain::text::Pages::of(&clauses);
        let at = clauses.clauses().iter().position(|c| c.address == "art-1").unwrap();
        let piece = pages.page(1).iter().find(|piece| piece.clause == at).unwrap();
        let html = leptos::reactive::owner::Owner::new()
            .with(|| clause((first, piece), &clauses, &Marks::default(), &about).to_html());
        // The words, the link that names the clause, and its name in two links that say more.
        assert_eq!(html.matches("lang=\"fr\"").count(), 4, "{html}");
        let (section, rest) = html.split_once('>').unwrap();
        assert!(!section.contains("lang="), "{html}");
        let (words, foot) = rest.split_once("app-clause__foot").unwrap();
        assert!(words.starts_with("<div lang=\"fr\">") && words.contains("Les bouilloires."), "{html}");
        assert!(foot.contains("2 comments"), "{html}");
    }

    #[test]
    fn one_clause_of_megabytes_of_references_makes_pages_that_can_be_borne() {
        let clauses = Clauses::of(vec![Paragraph::plain("ISO 9001:2015 ".repeat(50_000))]);
        let pages = domain::text::Pages::of(&clauses);
        assert!(pages.count() > 10);
        let about =
            AboutClause { language: "en", comments: 0, symbol: None, comment_on: None, changed_after: &[] };
        let page = pages.page(2);
        let html: String = page
            .iter()
            .map(|piece| {
                let all = leptos::reactive::owner::Owner::new();
                all.with(|| {
                    clause((&clauses.clauses()[0], piece), &clauses, &Marks::default(), &about).to_html()
                })
            })
            .collect();
        assert!(html.len() < 100_000 && html.contains("goes on") && !html.contains("id="), "{}", html.len());
        let words = html.matches("ISO 9001:2015").count();
        let length: usize = page.iter().map(|piece| piece.characters.len()).sum();
        assert!(words.abs_diff(length / 14) <= 2 * page.len(), "{words}");
    }
}
