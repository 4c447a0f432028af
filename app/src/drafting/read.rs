//! From the values typed into a section to the content. Half-finished answers
//! are fine: only what cannot be understood is an error.

use domain::{
    email::EmailAddress,
    notification::{AddendumKind, AddendumReason, Article, Contact, Content, Objective, StatedDate, Tris},
    web_address::{WebAddress, acting_address},
};
use jiff::civil::Date;
use registry::FieldError;

use super::{LANGUAGES, Section};
use crate::form::FormState;

/// Longest text of a box, in characters.
const LONGEST: usize = 50_000;

/// Writes the section's boxes into the content; returns what could not be
/// understood (those boxes stay as they were).
pub fn read(section: Section, form: &FormState, c: &mut Content) -> Vec<FieldError> {
    let mut r = Reader { form, errors: Vec::new() };
    match section {
        Section::Authority => {
            r.text("local_government", &mut c.local_government);
            r.contact("agency", &mut c.agency);
            let mut other = c.comments_to.clone().unwrap_or_default();
            r.contact("comments", &mut other);
            c.comments_to = (other != Contact::default()).then_some(other);
        }
        Section::Articles => {
            c.articles = form.values_of("articles").iter().filter_map(|a| Article::from_name(a)).collect();
            r.text("article_other", &mut c.article_other);
        }
        Section::Products => {
            r.text("products", &mut c.products);
            r.codes("hs", &mut c.hs);
            r.codes("ics", &mut c.ics);
        }
        Section::Document => {
            r.text("title", &mut c.title);
            r.pages(&mut c.pages);
            r.languages(&mut c.languages);
        }
        Section::Description => r.text("description", &mut c.description),
        Section::Objectives => {
            c.objectives =
                form.values_of("objectives").iter().filter_map(|o| Objective::from_name(o)).collect();
            r.text("rationale", &mut c.rationale);
            r.text("urgency", &mut c.urgency);
        }
        Section::References => r.text("relevant_documents", &mut c.relevant_documents),
        Section::Dates => {
            r.stated("adoption", &mut c.adoption);
            r.stated("entry_into_force", &mut c.entry_into_force);
            r.stated("comments_until", &mut c.comments_until);
            c.late_comments = form.has("late_comments", "yes");
        }
        Section::Texts => r.place("texts_from", &mut c.texts_from),
        Section::Tris => {
            let t = c.tris.get_or_insert_with(Tris::default);
            r.text("responsible_department", &mut t.responsible_department);
            r.text("originating_department", &mut t.originating_department);
            r.text("category", &mut t.category);
            t.services = form.value("subject") == "services";
            t.voluntary_agreement = form.value("subject") == "voluntary-agreement";
            t.fiscal = form.has("fiscal", "yes");
            t.urgent = form.has("tris_urgent", "yes");
            r.text("urgency_grounds", &mut t.urgency_grounds);
            t.confidential = form.has("tris_confidential", "yes");
            r.text("confidentiality_reasons", &mut t.confidentiality_reasons);
            r.text("impact_assessment", &mut t.impact_assessment);
            r.text("tbt_aspects", &mut t.tbt_aspects);
            r.text("other_act", &mut t.other_act);
        }
        Section::Addendum => r.reasons(&mut c.addendum),
    }
    r.errors
}

struct Reader<'a> {
    form: &'a FormState,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn refuse(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(field, message));
    }

    fn text(&mut self, field: &str, into: &mut String) {
        let typed = self.form.value(field).trim().replace('\0', "");
        if typed.chars().count() > LONGEST {
            self.refuse(field, "Shorten this to 50,000 characters.");
        } else {
            *into = typed;
        }
    }

    /// Words that say where something can be had, with addresses among them.
    fn place(&mut self, field: &str, into: &mut String) {
        match acting_address(&self.form.value(field)) {
            Some(found) => {
                let found = found.to_owned();
                let sentence = format!(
                    "“{found}” is no address of a page: give one that begins with https:// or http://."
                );
                self.refuse(field, &sentence);
            }
            None => self.text(field, into),
        }
    }

    fn contact(&mut self, prefix: &str, into: &mut Contact) {
        self.text(&format!("{prefix}_name"), &mut into.name);
        self.text(&format!("{prefix}_address"), &mut into.address);
        let email = format!("{prefix}_email");
        let typed = self.form.value(&email).trim().to_owned();
        match EmailAddress::parse(&typed) {
            _ if typed.is_empty() => into.email = typed,
            Ok(address) => into.email = address.to_string(),
            Err(problem) => self.refuse(&email, problem.to_string()),
        }
        let web = format!("{prefix}_web");
        let typed = self.form.value(&web).trim().to_owned();
        if typed.is_empty() || WebAddress::is(&typed) {
            into.web = typed;
        } else {
            self.refuse(&web, "Enter a web address that begins with https:// or http://, or leave it empty.");
        }
    }

    fn codes<T: std::str::FromStr>(&mut self, field: &str, into: &mut Vec<T>)
    where
        T::Err: std::fmt::Display,
    {
        let mut codes = Vec::new();
        let typed = self.form.value(field);
        for code in typed.split([',', ';', '\n']).map(str::trim).filter(|c| !c.is_empty()) {
            match code.parse::<T>() {
                Ok(code) => codes.push(code),
                Err(error) => return self.refuse(field, sentence(&error.to_string())),
            }
        }
        *into = codes;
    }

    fn pages(&mut self, into: &mut Option<u32>) {
        let typed = self.form.value("pages");
        match typed.trim() {
            "" => *into = None,
            number => match number.parse() {
                Ok(pages) => *into = Some(pages),
                Err(_) => self.refuse(
                    "pages",
                    "Enter the number of pages in digits, for example 24, or leave it empty.",
                ),
            },
        }
    }

    fn languages(&mut self, into: &mut Vec<String>) {
        let mut all: Vec<String> = self
            .form
            .values_of("languages")
            .into_iter()
            .filter(|l| LANGUAGES.contains(&l.as_str()))
            .collect();
        let typed = self.form.value("languages_other").to_lowercase();
        for code in typed.split([',', ';', ' ']).filter(|c| !c.is_empty()) {
            if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_lowercase()) {
                let message =
                    format!("“{code}” is not a code of two letters: enter sw for Swahili, th for Thai.");
                return self.refuse("languages_other", message);
            }
            if all.iter().all(|l| l != code) {
                all.push(code.to_owned());
            }
        }
        *into = all;
    }

    fn stated(&mut self, field: &str, into: &mut StatedDate) {
        let part = |part: &str| self.form.value(&format!("{field}-{part}")).trim().to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        let words = self.form.value(&format!("{field}_words")).trim().to_owned();
        let date = if [&day, &month, &year].iter().all(|p| p.is_empty()) {
            None
        } else {
            match read_date(&day, &month, &year) {
                Some(date) => Some(date),
                None => {
                    let given = format!("{day} {month} {year}");
                    let message = format!(
                        "“{}” is not a day: enter day, month and year in digits, for example 31 1 2027.",
                        given.trim()
                    );
                    return self.refuse(field, message);
                }
            }
        };
        *into = StatedDate { date, words };
    }

    fn reasons(&mut self, into: &mut Vec<AddendumReason>) {
        let ticked = self.form.values_of("reasons");
        let mut reasons = Vec::new();
        for what in AddendumKind::ALL {
            let name = what.as_str();
            // Details without the tick say as much as the tick.
            let details = ["-day", "-month", "-year", "_words"].map(|part| format!("on-{name}{part}"));
            let written = details
                .iter()
                .chain([&format!("note-{name}")])
                .any(|f| !self.form.value(f).trim().is_empty());
            if !written && !ticked.iter().any(|t| t == name) {
                continue;
            }
            let before = into.iter().find(|r| r.what == what).cloned();
            let mut reason =
                before.unwrap_or(AddendumReason { what, on: StatedDate::default(), note: String::new() });
            self.stated(&format!("on-{name}"), &mut reason.on);
            self.text(&format!("note-{name}"), &mut reason.note);
            reasons.push(reason);
        }
        *into = reasons;
    }
}

/// A day from three typed numbers.
pub fn read_date(day: &str, month: &str, year: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|y| (1900..=2200).contains(y))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
