//! A comment as readers see it, and what became of its parts.

use domain::comment::CommentState;
use leptos::prelude::*;
use registry::{
    comments::{Disposed, Point},
    notifications::PublicComment,
};

use super::moment;
use crate::texts::{t, t_with};

/// Who wrote a comment, or that it is not said.
pub fn author_of(c: &PublicComment) -> String {
    let from = match (c.author.is_empty(), c.organisation.is_empty()) {
        (true, true) => t("comment-nameless"),
        (true, false) => c.organisation.clone(),
        (false, true) => c.author.clone(),
        (false, false) => format!("{}, {}", c.author, c.organisation),
    };
    match c.on_behalf.as_str() {
        "" => from,
        whom => format!("{from} {}", t_with("comment-on-behalf", &[("name", whom.to_owned().into())])),
    }
}

/// A public comment in a list, with the link to its own page.
pub fn comment_item(c: PublicComment) -> AnyView {
    let from = author_of(&c);
    let late = c.late.then(|| view! { " "<span class="govuk-tag govuk-tag--yellow">{t("late")}</span> });
    let authority = c
        .from_authority
        .then(|| view! { " "<span class="govuk-tag govuk-tag--blue">{t("comment-from-authority")}</span> });
    let kind = (c.kind != domain::comment::CommentKind::Comment)
        .then(|| view! { " · "{t(&format!("comment-kind-{}", c.kind.as_str()))} });
    let href = format!("/comments/{}", c.number);
    let disputed = (!c.disputed.is_empty()).then(|| view! { <p class="app-quiet">{c.disputed.clone()}</p> });
    let gone = match c.state {
        CommentState::Withdrawn => Some(t("comment-is-withdrawn")),
        CommentState::Withheld => {
            Some(t_with("comment-is-withheld", &[("reason", c.withheld_why.clone().into())]))
        }
        _ if c.confidential_points > 0 => Some(t_with(
            "comment-part-withheld",
            &[("count", (c.confidential_points as i64).into()), ("reason", c.withheld_why.clone().into())],
        )),
        _ => None,
    };
    let gone = gone.map(|words| view! { <p class="app-quiet">{words}</p> });
    let points = c.points.iter().map(|p| point(p, &c.language)).collect::<Vec<_>>();
    let files = c
        .files
        .iter()
        .map(|f| view! { <li><a class="govuk-link" href=format!("/comment-files/{}", f.id)>{f.name.clone()}</a>{format!(" ({} kB)", f.size.div_ceil(1000))}</li> })
        .collect::<Vec<_>>();
    let files = (!files.is_empty()).then(|| view! { <ul class="govuk-list">{files}</ul> });
    let reply = c.reply.clone().map(|r| view! {
        <div class="app-reply"><p class="app-quiet">{t("reply-by")}" "{r.author}", "{moment(r.at)}</p><p class="app-text">{r.text}</p></div>
    });
    view! {
        <li class="app-comment" id=c.number.clone()>
            <p class="app-quiet"><strong>{from}</strong>" · "{moment(c.received)}" · "<a class="govuk-link" href=href>{c.number.clone()}</a>{kind}{authority}{late}</p>
            {disputed}{points}{gone}{files}{reply}
        </li>
    }
    .into_any()
}

/// A part: its clause, the stance, the words in the language of the comment, and
/// what became of it in that of the authority.
pub fn point(p: &Point, language: &str) -> AnyView {
    let clause = (!p.clause.is_empty()).then(|| {
        let words = t_with("on-clause", &[("clause", p.clause.clone().into())]);
        match p.document {
            Some(document) => {
                let text = format!("/documents/{document}/text");
                let href = match p.address.as_str() {
                    "" => text,
                    address => crate::pages::notified_text::clause_link(&text, address),
                };
                view! { <a class="govuk-link" href=href>{words}</a>" " }.into_any()
            }
            None => view! { {words}" " }.into_any(),
        }
    });
    let stance = (p.stance != domain::comment::Stance::Neutral).then(|| {
        view! { <span class="govuk-tag govuk-tag--grey">{t(&format!("stance-{}", p.stance.as_str()))}</span> }
    });
    let head =
        (clause.is_some() || stance.is_some()).then(|| view! { <p class="app-quiet">{clause}{stance}</p> });
    view! {
        <div class="app-point">
            {head}
            <p class="app-text" lang=language.to_owned()>{p.text.clone()}</p>
            {p.disposed.as_ref().map(disposed)}
        </div>
    }
    .into_any()
}

/// What became of a part.
pub fn disposed(d: &Disposed) -> AnyView {
    let class = match d.what {
        domain::comment::Disposition::Accepted => "govuk-tag govuk-tag--green",
        domain::comment::Disposition::Partly => "govuk-tag govuk-tag--blue",
        _ => "govuk-tag govuk-tag--grey",
    };
    let changed = changed_clause(d.changed_document, &d.changed_clause);
    let reason =
        (!d.reason.is_empty()).then(|| view! { <span class="app-text">" "{d.reason.clone()}</span> });
    view! {
        <p class="app-disposed"><strong class=class>{t(&format!("disposition-{}", d.what.as_str()))}</strong>{reason}" "{changed}</p>
    }
    .into_any()
}

/// The link to the clause of a later text in which the draft was changed.
pub fn changed_clause(document: Option<i64>, clause: &str) -> Option<AnyView> {
    let document = document?;
    let (href, words) = match clause {
        "" => (format!("/documents/{document}/text"), t("disposed-changed-text")),
        clause => (
            crate::pages::notified_text::clause_link(&format!("/documents/{document}/text"), clause),
            t_with("disposed-changed", &[("clause", clause.to_owned().into())]),
        ),
    };
    Some(view! { <a class="govuk-link" href=href>{words}</a> }.into_any())
}

/// The links to the pages before and after, where there are several.
pub fn page_links(address: impl Fn(u64) -> String, page: u64, pages: u64) -> Option<AnyView> {
    let previous = (page > 1)
        .then(|| view! { <a class="govuk-link" rel="prev" href=address(page - 1)>{t("previous")}</a> });
    let next = (page < pages)
        .then(|| view! { <a class="govuk-link" rel="next" href=address(page + 1)>{t("next")}</a> });
    let words = t_with("page-of", &[("page", (page as i64).into()), ("pages", (pages as i64).into())]);
    (pages > 1).then(|| {
        view! { <nav class="app-pages" aria-label=t("pages")>{previous}<span>{words}</span>{next}</nav> }
            .into_any()
    })
}

#[cfg(test)]
mod tests {
    use domain::comment::{CommentKind, Stance};

    use super::*;

    #[test]
    fn only_the_words_of_a_comment_are_in_its_language() {
        let point = Point {
            id: 1,
            clause: "5".into(),
            document: None,
            address: String::new(),
            stance: Stance::Oppose,
            text: "Trop sévère.".into(),
            confidential: false,
            disposed: None,
        };
        let comment = PublicComment {
            number: "C-2026-000001".into(),
            kind: CommentKind::Comment,
            state: CommentState::Published,
            author: "Ana".into(),
            organisation: String::new(),
            on_behalf: String::new(),
            from_authority: false,
            points: vec![point],
            confidential_points: 0,
            withheld_why: String::new(),
            disputed: String::new(),
            language: "fr".into(),
            received: "2026-11-21T01:15:07Z".parse().unwrap(),
            late: true,
            reply: None,
            files: Vec::new(),
        };
        let html = leptos::reactive::owner::Owner::new().with(|| comment_item(comment).to_html());
        assert_eq!(html.matches("lang=").count(), 1, "{html}");
        let (_, marked) = html.split_once("lang=\"fr\"").unwrap();
        assert!(marked.split('<').next().unwrap().contains("Trop sévère."), "{html}");
    }
}
