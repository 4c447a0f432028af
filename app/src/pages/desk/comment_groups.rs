//! Near-duplicates among the comments on one notification: the groups, and one
//! group with what each of its comments alone says.

use leptos::prelude::*;
use registry::comments::{DeskComment, GroupMember, Grouped};

use crate::{
    components::{author_of, back_link, encoded, hidden, lines, moment, page_links},
    render::Page,
    texts::{t, t_with},
};

/// Characters of a representative that the list shows.
const SHOWN: usize = 400;

/// The groups, largest first.
pub fn groups(symbol: String, g: Grouped, may_act: bool) -> Page {
    let here = format!("/desk/comments/groups?on={}", encoded(&symbol));
    let desk = format!("/desk/comments?on={}", encoded(&symbol));
    let items = g
        .groups
        .into_iter()
        .map(|group| {
            let c = group.representative;
            let text = c.comment.points.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n");
            let start: String = text.chars().take(SHOWN).collect();
            let start = if start.len() < text.len() { format!("{start} …") } else { start };
            let size = t_with("group-size", &[("count", group.size.into()), ("open", group.waiting.into())]);
            let href = format!("/desk/comments/groups/{}", c.id);
            let act = format!("{desk}&group={}", c.id);
            view! {
                <li class="app-item">
                    <h2 class="govuk-heading-s app-item__title"><a class="govuk-link" href=href>{size}</a></h2>
                    <p class="app-text">{start}</p>
                    <p class="app-quiet"><a class="govuk-link" href=act>{t("group-act")}<span class="govuk-visually-hidden">" "{c.comment.number.clone()}</span></a></p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let none = items.is_empty().then(|| view! { <p class="govuk-body">{t("groups-none")}</p> });
    let again = (may_act && (g.ungrouped > 0 || g.total + g.alone == 0)).then(|| {
        let words = t_with("groups-ungrouped", &[("count", g.ungrouped.into())]);
        view! {
            <form method="post" action="/desk/comments/groups">
                {hidden([("on", symbol.clone())])}
                <p class="govuk-body">{words}</p>
                <button class="govuk-button govuk-button--secondary" type="submit">{t("groups-make")}</button>
            </form>
        }
    });
    let links = page_links(|page| format!("{here}&page={page}"), g.page, g.pages);
    let body = view! {
        {back_link(desk.clone())}
        <p class="govuk-caption-l"><span class="app-symbol">{symbol.clone()}</span></p>
        <h1 class="govuk-heading-l">{t("groups")}</h1>
        <p class="govuk-body">{t_with("groups-what", &[("count", g.total.into()), ("alone", g.alone.into())])}</p>
        {again}
        {none}
        <ul class="app-items">{items}</ul>
        {links}
    };
    Page::new(t("groups"), body)
}

/// One group.
pub fn group(
    representative: DeskComment,
    members: Vec<GroupMember>,
    total: u64,
    page: u64,
    pages: u64,
) -> Page {
    let symbol = representative.symbol.clone();
    let back = format!("/desk/comments/groups?on={}", encoded(&symbol));
    let act = format!("/desk/comments?on={}&group={}", encoded(&symbol), representative.id);
    let items = members
        .into_iter()
        .map(|m| {
            let first = m.comment.id == representative.id;
            let says = if first {
                view! { <p class="app-text">{m.text.clone()}</p> }.into_any()
            } else if m.unique.is_empty() {
                view! { <p class="app-quiet">{t("group-same")}</p> }.into_any()
            } else {
                let passages = m
                    .unique
                    .iter()
                    .filter_map(|range| m.text.get(range.clone()))
                    .map(|words| view! { <li><mark>{lines(words.to_owned())}</mark></li> })
                    .collect::<Vec<_>>();
                let whole = m.text.clone();
                view! {
                    <p class="app-quiet">{t("group-unique")}</p><ul class="govuk-list govuk-list--bullet">{passages}</ul>
                    <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t("group-whole")}</span></summary><p class="app-text">{whole}</p></details>
                }
                .into_any()
            };
            let c = m.comment;
            view! {
                <li class="app-comment">
                    <p class="app-quiet"><a class="govuk-link" href=format!("/desk/comments/{}", c.id)>{c.comment.number.clone()}</a>" · "{author_of(&c.comment)}" · "{moment(c.comment.received)}</p>
                    {says}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let here = format!("/desk/comments/groups/{}", representative.id);
    let title = t_with("group-title", &[("count", total.into())]);
    let body = view! {
        {back_link(back)}
        <p class="govuk-caption-l"><span class="app-symbol">{symbol}</span>" · "{representative.title.clone()}</p>
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <p class="govuk-body"><a class="govuk-link" href=act>{t("group-act")}</a></p>
        <ul class="app-items">{items}</ul>
        {page_links(|page| format!("{here}?page={page}"), page, pages)}
    };
    Page::new(title, body)
}
