//! The answers of a section in words, for the check before submission.

use domain::notification::{Contact, Content};

use super::{Section, values::subject};
use crate::{
    components::{day, stated},
    texts::{t, t_with},
};

/// Labels and answers of a section; an empty answer is one not given.
pub fn answers(section: Section, c: &Content) -> Vec<(String, String)> {
    let of = |field: &str, value: String| (t(&format!("field-{field}")), value);
    match section {
        Section::Authority => vec![
            of("local_government", c.local_government.clone()),
            of("agency", written(&c.agency)),
            of("comments_to", c.comments_to.as_ref().map(written).unwrap_or_default()),
        ],
        Section::Articles => {
            let articles = c.articles.iter().map(|a| t(&format!("article-{}", a.as_str().replace('.', "-"))));
            vec![of("articles", listed(articles)), of("article_other", c.article_other.clone())]
        }
        Section::Products => vec![
            of("products", c.products.clone()),
            of("hs", c.hs.iter().map(|h| h.digits()).collect::<Vec<_>>().join(", ")),
            of("ics", c.ics.iter().map(|i| i.as_str()).collect::<Vec<_>>().join(", ")),
        ],
        Section::Document => vec![
            of("title", c.title.clone()),
            of("pages", c.pages.map(|p| p.to_string()).unwrap_or_default()),
            of("languages", c.languages.iter().map(|l| language(l)).collect::<Vec<_>>().join(", ")),
        ],
        Section::Description => vec![of("description", c.description.clone())],
        Section::Objectives => {
            let objectives = c.objectives.iter().map(|o| t(&format!("objective-{}", o.as_str())));
            vec![
                of("objectives", listed(objectives)),
                of("rationale", c.rationale.clone()),
                of("urgency", c.urgency.clone()),
            ]
        }
        Section::References => {
            let cited = c.references.iter().map(|r| match r.deviations.len() {
                0 => r.cited.clone(),
                n => format!("{} ({})", r.cited, t_with("deviation-count", &[("count", n.into())])),
            });
            vec![of("references", listed(cited)), of("relevant_documents", c.relevant_documents.clone())]
        }
        Section::Dates => {
            let said =
                |d: &domain::notification::StatedDate| if d.is_empty() { String::new() } else { stated(d) };
            vec![
                of("adoption", said(&c.adoption)),
                of("entry_into_force", said(&c.entry_into_force)),
                of("comments_until", said(&c.comments_until)),
                of(
                    "late_comments",
                    t(if c.late_comments { "late-comments-taken" } else { "late-comments-refused" }),
                ),
            ]
        }
        Section::Texts => vec![of("texts_from", c.texts_from.clone())],
        Section::Tris => {
            let tris = c.tris.clone().unwrap_or_default();
            let urgent = t(if tris.asks_for_urgency() { "yes" } else { "no" });
            let regulated = match subject(&tris) {
                "voluntary-agreement" => t("tris-agreement"),
                "services" => t("tris-services-alone"),
                _ => t("tris-goods"),
            };
            let yes_no = |b: bool| if b { t("yes") } else { t("no") };
            vec![
                of("responsible_department", tris.responsible_department),
                of("originating_department", tris.originating_department),
                of("category", tris.category),
                of("subject", regulated),
                of("fiscal", yes_no(tris.fiscal)),
                of("tris_urgent", urgent),
                of("urgency_grounds", tris.urgency_grounds),
                of("tris_confidential", yes_no(tris.confidential)),
                of("confidentiality_reasons", tris.confidentiality_reasons),
                of("impact_assessment", tris.impact_assessment),
                of("tbt_aspects", tris.tbt_aspects),
                of("other_act", tris.other_act),
            ]
        }
        Section::Addendum => c
            .addendum
            .iter()
            .map(|r| {
                let on = r.on.date.map(day).unwrap_or_default();
                let words = [on, r.on.words.clone(), r.note.clone()];
                let words: Vec<_> = words.into_iter().filter(|w| !w.is_empty()).collect();
                (t(&format!("addendum-{}", r.what.as_str())), words.join("\n"))
            })
            .collect(),
    }
}

/// The name of a language, or its code.
pub fn language(code: &str) -> String {
    crate::texts::t_if_any(&format!("language-{code}")).unwrap_or_else(|| code.to_owned())
}

fn written(c: &Contact) -> String {
    listed([&c.name, &c.address, &c.email, &c.web].into_iter().filter(|s| !s.is_empty()).cloned())
}

fn listed(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("\n")
}
