//! A notification: its form, dates, documents, references, divergences,
//! comments and history.

use domain::{
    notification::{Contact, State, StatedDate},
    role::Role,
    standard::StandardStatus,
    web_address::WebAddress,
};
use leptos::prelude::*;
use registry::{
    comments::Possible,
    notifications::{NotificationPage, ReferenceStanding},
};

use crate::{
    components::{
        DeadlineBadge, calendar_link, comment_item, comment_path, day, divergence, document_facts, encoded,
        final_dates, follow_link, lines, moment, notification_path, row, row_of, row_to_change,
        standard_path, standstill_records, standstill_sentence, stated, version_name,
    },
    drafting::{self, Section, answers},
    render::{Page, request},
    texts::{t, t_with},
};

/// The page of one notification. `possible` is what whoever is signed in may write
/// on it now.
pub fn page(p: NotificationPage, possible: Option<Possible>) -> Page {
    let title = p.summary.title.clone();
    let symbols = p.summary.symbols.join(", ");
    let who = p.summary.authorities.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let period = p.summary.period.clone().map(|period| {
        view! { <p class="app-strip__deadline"><DeadlineBadge period=period.clone()/>" "{t("comments-until")}" "<strong>{period.written_out}</strong></p> }
    });
    let json = format!("/api/v1{}", notification_path(p.summary.symbols.first().map_or("", String::as_str)));
    let dated = p.summary.period.is_some() || p.summary.standstill.is_some();
    let symbol = p.summary.symbols.first().filter(|_| dated);
    let calendar = symbol.map(|s| format!("{}/calendar.ics", notification_path(s)));
    let body = view! {
        <p class="govuk-caption-l">{who}" · "<span class="app-symbol">{symbols}</span></p>
        <h1 class="govuk-heading-l">{title.clone()}</h1>
        <div class="app-strip">
            <p><strong class="govuk-tag">{t(&format!("state-{}", p.summary.state.as_str()))}</strong>" "
                {t(&format!("kind-{}", p.summary.kind.as_str()))}
                {p.content.articles.iter().any(|a| a.is_urgent()).then(|| view! { " "<strong class="govuk-tag govuk-tag--yellow">{t("urgent")}</strong> })}
                {p.summary.published.map(|d| format!(" · {}", t_with("published-on", &[("day", day(d).into())])))}
            </p>
            {period}
            {p.summary.standstill.as_ref().map(|s| view! { <p>{standstill_sentence(s)}</p> })}
            {action(&p, possible)}
            {p.summary.symbols.first().map(|s| follow_link("measure", s))}
            {consult(&p)}
        </div>
        <div class="app-columns app-columns--wide">
            <div>
                {form(&p)}
                {final_dates(&p.final_dates)}
                {p.summary.standstill.as_ref().map(|s| view! {
                    <section>
                        <h2 class="govuk-heading-m">{t("standstill")}</h2>
                        {standstill_records(s, |_| None)}
                    </section>
                })}
                {divergences(&p)}
                {references(&p.references)}
                {comments(&p)}
            </div>
            <aside>
                {documents(&p)}
                {(p.documents_withheld > 0).then(|| view! { <p class="govuk-body">{t_with("documents-withheld", &[("count", p.documents_withheld.into())])}</p> })}
                {family(&p)}
                <h2 class="govuk-heading-s">{t("history")}</h2>
                <ol class="app-history">
                    {p.history.iter().map(|e| {
                        let what = t(&format!("event-{}", e.what));
                        let note = (!e.note.is_empty()).then(|| format!(": {}", e.note));
                        view! { <li><span>{moment(e.at)}</span>" "{what}{note}" "<span class="app-quiet">{e.actor.clone()}</span></li> }
                    }).collect_view()}
                </ol>
                <h2 class="govuk-heading-s">{t("export")}</h2>
                <p class="govuk-body"><a class="govuk-link" href=json>"JSON"</a></p>
                {calendar.clone().map(|href| view! { <p class="govuk-body">{calendar_link(href, "calendar-one")}</p> })}
            </aside>
        </div>
    };
    let page = Page::new(title, body);
    match calendar {
        Some(href) => page.with_calendar(t("calendar-one"), href),
        None => page,
    }
}

/// Whether an official of its authority reads it.
fn is_own(p: &NotificationPage) -> bool {
    let official = request().official;
    official.is_some_and(|o| p.summary.authorities.iter().any(|a| a.code == o.authority.as_str()))
}

/// The one thing to do here: comment; for the publishing officials, their steps.
fn action(p: &NotificationPage, possible: Option<Possible>) -> Option<AnyView> {
    let symbol = p.summary.symbols.first()?;
    if is_own(p) {
        let href = format!("/desk/steps?on={}", encoded(symbol));
        return Some(view! { <p><a class="govuk-link" href=href>{t("desk-steps")}</a></p> }.into_any());
    }
    let accepts = match &p.summary.period {
        Some(period) => period.accepts,
        None => p.summary.state == State::Published,
    };
    // Another Member State objects as long as the standstill lasts at first, also
    // where comments were taken for a shorter time.
    let objects = possible.is_some_and(|p| p.opinions);
    let words = match (accepts, objects) {
        (true, _) => t("comment"),
        (false, true) => t("comment-opinion"),
        (false, false) => return None,
    };
    p.summary.kind.opens_period().then(|| {
        let href = comment_path(symbol);
        view! { <p class="app-strip__action"><a class="govuk-button" role="button" href=href>{words}</a></p> }
            .into_any()
    })
}

/// For an official of another authority: ask the own stakeholders (Rec. B.1).
fn consult(p: &NotificationPage) -> Option<AnyView> {
    let symbol = p.summary.symbols.first()?;
    let asks = request().official.is_some_and(|o| o.has(Role::Official)) && !is_own(p);
    asks.then(|| {
        let href = format!("/desk/consultations/new?on={}", encoded(symbol));
        view! { <p class="govuk-body"><a class="govuk-link" href=href>{t("consult")}</a></p> }.into_any()
    })
}

fn form(p: &NotificationPage) -> AnyView {
    let c = &p.content;
    let named = |codes: Vec<String>, names: &[registry::codes::CodeName]| {
        let name = |code: &String| names.iter().find(|n| n.code == *code).map(|n| n.name.clone());
        codes
            .iter()
            .map(|code| name(code).map_or_else(|| code.clone(), |n| format!("{code} {n}")))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let written = |c: &Contact| {
        let lines = [&c.name, &c.address, &c.email, &c.web].into_iter().filter(|s| !s.is_empty());
        lines.cloned().collect::<Vec<_>>().join("\n")
    };
    let period = match (c.comments_until.is_empty(), c.late_comments) {
        (false, true) => format!("{}\n{}", stated(&c.comments_until), t("late-comments-taken")),
        _ => stated(&c.comments_until),
    };
    let languages = c.languages.iter().map(|l| drafting::language(l)).collect::<Vec<_>>().join(", ");
    // What only some forms have is shown where it was answered.
    let further = [Section::Addendum, Section::Tris]
        .into_iter()
        .filter(|s| match s {
            Section::Tris => c.tris.is_some(),
            _ => true,
        })
        .flat_map(|s| answers(s, c).into_iter().map(move |answer| (s, answer)))
        // A reason that was ticked is said, also without further words.
        .filter(|(s, (_, answer))| *s == Section::Addendum || !answer.trim().is_empty())
        .map(|(_, (label, answer))| (label, if answer.trim().is_empty() { t("yes") } else { answer }))
        .map(|(label, answer)| row_to_change(label, lines(answer), None))
        .collect::<Vec<_>>();
    let opens = p.summary.kind.opens_period();
    let when = |key, date: &StatedDate| (opens || !date.is_empty()).then(|| row(key, stated(date)));
    let articles = c.articles.iter().map(|a| t(&format!("article-{}", a.as_str().replace('.', "-"))));
    let objectives = c.objectives.iter().map(|o| t(&format!("objective-{}", o.as_str())));
    view! {
        <section>
            <h2 class="govuk-heading-m">{t("the-notification")}</h2>
            <dl class="govuk-summary-list">
                {row("box-agency", written(&c.agency))}
                {c.comments_to.as_ref().map(|body| row("field-comments_to", written(body)))}
                {row("box-articles", articles.chain([c.article_other.clone()]).filter(|s| !s.is_empty()).collect::<Vec<_>>().join("\n"))}
                {row("box-local-government", c.local_government.clone())}
                {row("box-products", c.products.clone())}
                {row("box-hs", named(c.hs.iter().map(|h| h.digits().to_owned()).collect(), &p.hs))}
                {row("box-ics", named(c.ics.iter().map(ToString::to_string).collect(), &p.ics))}
                {row("field-pages", c.pages.map(|n| n.to_string()).unwrap_or_default())}
                {row("field-languages", languages)}
                {row("box-description", c.description.clone())}
                {row("box-objectives", objectives.collect::<Vec<_>>().join("\n"))}
                {row("box-rationale", c.rationale.clone())}
                {row("box-urgency", c.urgency.clone())}
                {row("box-documents", c.relevant_documents.clone())}
                {when("box-adoption", &c.adoption)}
                {when("box-force", &c.entry_into_force)}
                {opens.then(|| row("box-period", period))}
                {row("box-texts", c.texts_from.clone())}
                {further}
                {row("box-keywords", c.keywords.join(", "))}
                {row("form-version", c.form.template().name.clone())}
                {row("box-affected", c.affected.join(", "))}
                {(!c.links.is_empty()).then(|| row_of("box-links", view! {
                    <ul class="govuk-list">{c.links.iter().map(|link| match link.parse::<WebAddress>() {
                        Ok(link) => view! {
                            <li><a class="govuk-link" href=link.to_string() rel="external nofollow">{link.to_string()}</a></li>
                        }.into_any(),
                        // What is no address of the web is said, and leads nowhere.
                        Err(_) => view! { <li><span class="app-text">{link.clone()}</span></li> }.into_any(),
                    }).collect_view()}</ul>
                }))}
            </dl>
        </section>
    }
    .into_any()
}

fn divergences(p: &NotificationPage) -> Option<AnyView> {
    if p.divergences.is_empty() {
        return None;
    }
    let may_answer = is_own(p) && request().official.is_some_and(|o| o.has(Role::Official));
    let items = p.divergences.iter().map(|d| divergence(d, may_answer.then_some(p.summary.id)));
    Some(view! { <section><h2 class="govuk-heading-m">{t("divergences")}</h2><ul class="app-items">{items.collect_view()}</ul></section> }.into_any())
}

fn references(all: &[ReferenceStanding]) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    let link = |s: &registry::catalogue::StandardBrief| {
        view! { <a class="govuk-link" href=standard_path(&s.id) title=s.title.clone()>{s.id.clone()}</a> }
    };
    let rows = all
        .iter()
        .map(|r| {
            let declared = r.reference.declared.as_ref();
            let relation = declared.and_then(|d| d.correspondence).map(|c| t(&format!("correspondence-{}", c.as_str())));
            let flags = r.flags.iter().map(|c| t(&format!("divergence-{}", c.as_str()))).collect::<Vec<_>>().join(", ");
            let deviations = declared.map(|d| d.deviations.clone()).unwrap_or_default();
            let deviations = deviations.into_iter().map(|d| {
                let reason = d.reason.map(|r| t(&format!("reason-{}", r.as_str()))).unwrap_or_default();
                view! { <div class="app-quiet">{format!("{} {} — {} {}", d.clause, d.differs, reason, d.justification)}</div> }
            });
            let same = r.standard.as_ref().filter(|s| r.current.is_none() && s.status == StandardStatus::Published);
            let same = same.map(|_| t("edition-same"));
            view! {
                <tr class="govuk-table__row">
                    <td class="govuk-table__cell">{r.reference.cited.clone()}{deviations.collect_view()}</td>
                    <td class="govuk-table__cell">{r.standard.as_ref().map(link)}</td>
                    <td class="govuk-table__cell">{relation}</td>
                    <td class="govuk-table__cell">{r.current.as_ref().map(link)}{same}</td>
                    <td class="govuk-table__cell">{flags}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = ["as-cited", "understood-as", "relation", "edition-now", "flag"];
    let heads = heads.map(|h| view! { <th scope="col" class="govuk-table__header">{t(h)}</th> });
    Some(
        view! {
            <section>
                <h2 class="govuk-heading-m" id="references">{t("references")}</h2>
                <div class="app-frame" role="region" aria-labelledby="references" tabindex="0">
                    <table class="govuk-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
                </div>
            </section>
        }
        .into_any(),
    )
}

/// The newest comments, and the way to all of them and to the responses.
fn comments(p: &NotificationPage) -> AnyView {
    let symbol = p.summary.symbols.first().cloned().unwrap_or_default();
    let shown = p.comments.len() as u64;
    let items = p.comments.iter().cloned().map(comment_item).collect::<Vec<_>>();
    let confidential = p.confidential_comments;
    let none = (items.is_empty() && confidential == 0)
        .then(|| view! { <p class="govuk-body">{t("no-comments")}</p> });
    let hidden = (confidential > 0)
        .then(|| view! { <p class="govuk-body">{t_with("confidential-comments", &[("count", confidential.into())])}</p> });
    let all = (shown > 0).then(|| {
        let href = format!("/comments?on={}", encoded(&symbol));
        let words = match p.summary.comments > shown {
            true => {
                t_with("comments-newest", &[("count", shown.into()), ("total", p.summary.comments.into())])
            }
            false => String::new(),
        };
        view! { <p class="govuk-body">{words}" "<a class="govuk-link" href=href>{t("comments-all")}</a></p> }
    });
    let responses = p.responses.last().map(|r| {
        let href = format!("/responses/{}", encoded(&symbol));
        let words = t_with("responses-published-on", &[("day", moment(r.published).into())]);
        view! { <p class="govuk-inset-text"><a class="govuk-link" href=href>{t("responses")}</a>" "{words}</p> }
    });
    view! {
        <section>
            <h2 class="govuk-heading-m" id="comments">{t("comments")}</h2>
            {responses}{none}{all}<ul class="app-items">{items}</ul>{hidden}
        </section>
    }
    .into_any()
}

fn documents(p: &NotificationPage) -> Option<AnyView> {
    if p.documents.is_empty() {
        return None;
    }
    let items = p.documents.iter().map(|d| {
        let href = format!("/documents/{}", d.id);
        let facts = format!(" ({})", document_facts(d));
        let changes = p.earlier_texts.get(&d.id).map(|earlier| {
            let words = t_with("versions-link", &[("name", version_name(earlier).into())]);
            view! { <br/><a class="govuk-link" href=format!("/documents/{}/changes", d.id)>{words}</a> }
        });
        let read = format!("/documents/{}/text", d.id);
        view! {
            <li><a class="govuk-link" href=read>{t("text-read")}<span class="govuk-visually-hidden">" "{d.name.clone()}</span></a>
                " · "<a class="govuk-link" href=href>{d.name.clone()}</a>{facts}{changes}</li>
        }
    });
    Some(view! { <h2 class="govuk-heading-s">{t("documents")}</h2><ul class="govuk-list">{items.collect_view()}</ul> }.into_any())
}

fn family(p: &NotificationPage) -> Option<AnyView> {
    if p.family.is_empty() {
        return None;
    }
    let items = p.family.iter().filter_map(|n| {
        let symbol = n.symbols.first()?.clone();
        let href = notification_path(&symbol);
        Some(view! { <li><a class="govuk-link" href=href>{symbol}</a>" "{t(&format!("kind-{}", n.kind.as_str()))}</li> })
    });
    Some(view! { <h2 class="govuk-heading-s">{t("family")}</h2><ul class="govuk-list">{items.collect_view()}</ul> }.into_any())
}
