//! Form templates: what a version of the form asks, in which boxes and in which
//! order. They are data, one file a version under `templates/`: a new form of the
//! TBT Committee is a new file, and notifications keep the version they were
//! written on ([`Content::form`](super::Content)).

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::{Article, Form, Objective};

/// A version of the form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormTemplate {
    /// The version.
    pub form: Form,
    /// Its name for people.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// Since when it is used, where that is known.
    pub since: Option<Date>,
    /// The articles that can be ticked, in their order.
    pub articles: Vec<Article>,
    /// The objectives that can be ticked, in their order.
    pub objectives: Vec<Objective>,
    /// Its boxes, in their order.
    pub boxes: Vec<FormBox>,
}

/// A box of the form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormBox {
    /// Its number as printed.
    pub number: String,
    /// The section of the drafting pages in which it is answered.
    pub section: String,
    /// Its title as printed.
    pub title: String,
    /// What it asks.
    pub asks: String,
}

/// The files, newest of each procedure first.
const FILES: [&str; 3] = [
    include_str!("../../templates/wto-tbt-2026-07.json"),
    include_str!("../../templates/wto-tbt-before-2026-07.json"),
    include_str!("../../templates/eu-2015-1535.json"),
];

static TEMPLATES: LazyLock<Vec<FormTemplate>> = LazyLock::new(|| {
    // Every file is read in a test: one that cannot be read is never built.
    FILES.iter().filter_map(|file| serde_json::from_str(file).ok()).collect()
});

impl FormTemplate {
    /// Every version, the newest of each procedure first.
    pub fn all() -> &'static [Self] {
        &TEMPLATES
    }

    /// The numbers of the boxes that a section answers: `4`, `9–10`; empty where
    /// the form has no box for it.
    pub fn numbers(&self, section: &str) -> String {
        let mut numbers = self.boxes.iter().filter(|b| b.section == section).map(|b| b.number.as_str());
        match (numbers.next(), numbers.next_back()) {
            (Some(first), Some(last)) => format!("{first}–{last}"),
            (Some(only), None) => only.to_owned(),
            _ => String::new(),
        }
    }

    /// The titles of the boxes that a section answers, as the form prints them.
    pub fn titles(&self, section: &str) -> Vec<&str> {
        self.boxes.iter().filter(|b| b.section == section).map(|b| b.title.as_str()).collect()
    }

    /// Where a section stands among the boxes; sections without a box come before all.
    pub fn position(&self, section: &str) -> Option<usize> {
        self.boxes.iter().position(|b| b.section == section)
    }
}

impl Form {
    /// Every version.
    pub const ALL: [Self; 3] = [Self::Tbt2026, Self::TbtBefore2026, Self::Tris2015];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tbt2026 => "tbt-2026",
            Self::TbtBefore2026 => "tbt-before-2026",
            Self::Tris2015 => "tris-2015",
        }
    }

    /// What this version asks.
    pub fn template(self) -> &'static FormTemplate {
        let all = FormTemplate::all();
        // A test sees to it that every version has its file.
        all.iter().find(|t| t.form == self).unwrap_or(&all[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_has_its_file_and_every_file_is_read() {
        for file in FILES {
            serde_json::from_str::<FormTemplate>(file).unwrap();
        }
        for form in Form::ALL {
            let template = form.template();
            assert_eq!(template.form, form);
            assert_eq!(serde_json::to_value(form).unwrap(), form.as_str());
            let mut numbers: Vec<_> = template.boxes.iter().map(|b| b.number.as_str()).collect();
            assert!(numbers.len() >= 10 && !template.objectives.is_empty(), "{form:?}");
            numbers.dedup();
            assert_eq!(numbers.len(), template.boxes.len(), "{form:?}: numbers are given once");
        }
    }

    #[test]
    fn the_form_of_2026_has_eleven_boxes_and_article_8_1_which_the_one_before_had_not() {
        let (new, old) = (Form::Tbt2026.template(), Form::TbtBefore2026.template());
        assert_eq!((new.boxes.len(), old.boxes.len()), (11, 11));
        assert_eq!(new.articles, Article::ALL);
        assert!(!old.articles.contains(&Article::A8_1));
        assert_eq!((new.numbers("authority").as_str(), new.numbers("dates").as_str()), ("1–2", "9–10"));
        assert_eq!((new.numbers("products").as_str(), new.numbers("addendum").as_str()), ("4", ""));
        assert_eq!(new.titles("products"), ["Products covered"]);
        assert!(new.position("authority") < new.position("texts"));
    }
}
