//! From the content to the values that a section's fields show.

use domain::notification::{Contact, Content, StatedDate, Tris};

use super::{LANGUAGES, Section};
use crate::form::FormState;

/// The values of a section's fields.
pub fn filled(section: Section, c: &Content) -> FormState {
    let mut v = Values::default();
    match section {
        Section::Authority => {
            v.text("local_government", &c.local_government);
            v.contact("agency", &c.agency);
            v.contact("comments", c.comments_to.as_ref().unwrap_or(&Contact::default()));
        }
        Section::Articles => {
            v.many("articles", c.articles.iter().map(|a| a.as_str()));
            v.text("article_other", &c.article_other);
        }
        Section::Products => {
            v.text("products", &c.products);
            v.text("hs", &joined(c.hs.iter().map(|h| h.digits().to_owned())));
            v.text("ics", &joined(c.ics.iter().map(|i| i.as_str().to_owned())));
        }
        Section::Document => {
            v.text("title", &c.title);
            v.text("pages", &c.pages.map(|p| p.to_string()).unwrap_or_default());
            let ticked = |l: &&String| LANGUAGES.contains(&l.as_str());
            v.many("languages", c.languages.iter().filter(ticked).map(String::as_str));
            v.text("languages_other", &joined(c.languages.iter().filter(|l| !ticked(l)).cloned()));
        }
        Section::Description => v.text("description", &c.description),
        Section::Objectives => {
            v.many("objectives", c.objectives.iter().map(|o| o.as_str()));
            v.text("rationale", &c.rationale);
            v.text("urgency", &c.urgency);
        }
        Section::References => v.text("relevant_documents", &c.relevant_documents),
        Section::Dates => {
            v.stated("adoption", &c.adoption);
            v.stated("entry_into_force", &c.entry_into_force);
            v.stated("comments_until", &c.comments_until);
            v.many("late_comments", c.late_comments.then_some("yes"));
        }
        Section::Texts => v.text("texts_from", &c.texts_from),
        Section::Tris => {
            let t = c.tris.clone().unwrap_or_default();
            v.text("responsible_department", &t.responsible_department);
            v.text("originating_department", &t.originating_department);
            v.text("category", &t.category);
            v.text("subject", subject(&t));
            v.many("fiscal", t.fiscal.then_some("yes"));
            v.many("tris_urgent", t.urgent.then_some("yes"));
            v.many("tris_confidential", t.confidential.then_some("yes"));
            v.text("confidentiality_reasons", &t.confidentiality_reasons);
            v.text("urgency_grounds", &t.urgency_grounds);
            v.text("impact_assessment", &t.impact_assessment);
            v.text("tbt_aspects", &t.tbt_aspects);
            v.text("other_act", &t.other_act);
        }
        Section::Addendum => {
            v.many("reasons", c.addendum.iter().map(|r| r.what.as_str()));
            for reason in &c.addendum {
                let name = reason.what.as_str();
                v.stated(&format!("on-{name}"), &reason.on);
                v.text(&format!("note-{name}"), &reason.note);
            }
        }
    }
    FormState { values: v.0, errors: Vec::new() }
}

/// What is regulated, as the form's choice has it.
pub(super) fn subject(t: &Tris) -> &'static str {
    match t {
        Tris { voluntary_agreement: true, .. } => "voluntary-agreement",
        Tris { services: true, .. } => "services",
        _ => "goods",
    }
}

fn joined(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join(", ")
}

#[derive(Default)]
struct Values(Vec<(String, String)>);

impl Values {
    fn text(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn many<'a>(&mut self, name: &str, values: impl IntoIterator<Item = &'a str>) {
        for value in values {
            self.text(name, value);
        }
    }

    fn contact(&mut self, prefix: &str, contact: &Contact) {
        self.text(&format!("{prefix}_name"), &contact.name);
        self.text(&format!("{prefix}_address"), &contact.address);
        self.text(&format!("{prefix}_email"), &contact.email);
        self.text(&format!("{prefix}_web"), &contact.web);
    }

    fn stated(&mut self, name: &str, stated: &StatedDate) {
        let part = |value: Option<i16>| value.map(|v| v.to_string()).unwrap_or_default();
        self.text(&format!("{name}-day"), &part(stated.date.map(|d| i16::from(d.day()))));
        self.text(&format!("{name}-month"), &part(stated.date.map(|d| i16::from(d.month()))));
        self.text(&format!("{name}-year"), &part(stated.date.map(jiff::civil::Date::year)));
        self.text(&format!("{name}_words"), &stated.words);
    }
}
