//! Drafting: the form of a notification in sections, one subject a page. A
//! section shows its own boxes of the [`Content`] and writes these alone, so
//! that two people at two sections never overwrite each other.

mod answers;
mod read;
mod reference;
mod values;

pub use answers::{answers, language};
pub use read::{read, read_date};
pub use reference::{deviations_typed, reference_filled, reference_key, reference_read};
pub use values::filled;

use domain::{
    authority::Profile,
    notification::{Form, Kind, Missing},
};

/// A section of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// What an addendum says happened.
    Addendum,
    /// Boxes 1 and 2.
    Authority,
    /// Box 3.
    Articles,
    /// Box 4.
    Products,
    /// Box 5.
    Document,
    /// Box 6.
    Description,
    /// Box 7.
    Objectives,
    /// Box 8.
    References,
    /// Boxes 9 and 10.
    Dates,
    /// Box 11 and the files.
    Texts,
    /// What Directive (EU) 2015/1535 adds.
    Tris,
}

impl Section {
    /// Every section, in the form's order.
    pub const ALL: [Self; 11] = [
        Self::Addendum,
        Self::Authority,
        Self::Articles,
        Self::Products,
        Self::Document,
        Self::Description,
        Self::Objectives,
        Self::References,
        Self::Dates,
        Self::Texts,
        Self::Tris,
    ];

    /// The name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Addendum => "addendum",
            Self::Authority => "authority",
            Self::Articles => "articles",
            Self::Products => "products",
            Self::Document => "document",
            Self::Description => "description",
            Self::Objectives => "objectives",
            Self::References => "references",
            Self::Dates => "dates",
            Self::Texts => "texts",
            Self::Tris => "tris",
        }
    }

    /// The section of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }

    /// Numbers of the boxes it holds in this version of the form; empty for what
    /// that has no box for.
    pub fn boxes(self, form: Form) -> String {
        form.template().numbers(self.as_str())
    }

    /// The sections that a notification of this kind fills in, in the order of
    /// this version of the form; what it has no box for keeps its place.
    pub fn of(form: Form, kind: Kind, profile: Profile) -> Vec<Self> {
        let template = form.template();
        let mut sections = Self::ALL;
        sections.sort_by_key(|s| match s {
            Self::Addendum => 0,
            other => template.position(other.as_str()).map_or(usize::MAX, |at| at + 1),
        });
        sections
            .into_iter()
            .filter(|section| match section {
                Self::Addendum => kind == Kind::Addendum,
                Self::Tris => profile == Profile::Eu && kind.opens_period(),
                Self::Document | Self::Description | Self::Texts => true,
                _ => kind.opens_period(),
            })
            .collect()
    }

    /// The section in which this answer is missing.
    pub fn of_missing(missing: Missing) -> Self {
        match missing {
            Missing::LocalGovernment | Missing::Agency => Self::Authority,
            Missing::Articles => Self::Articles,
            Missing::Products => Self::Products,
            Missing::Title | Missing::Languages => Self::Document,
            Missing::Description => Self::Description,
            Missing::Objectives | Missing::Rationale | Missing::Urgency => Self::Objectives,
            Missing::RelevantDocuments => Self::References,
            Missing::Adoption | Missing::EntryIntoForce | Missing::CommentsUntil => Self::Dates,
            Missing::TextsFrom => Self::Texts,
            Missing::TrisDepartment
            | Missing::TrisCategory
            | Missing::TrisUrgency
            | Missing::TrisConfidentiality
            | Missing::TrisImpact
            | Missing::TrisTbtAspects => Self::Tris,
            Missing::AddendumReason | Missing::AddendumPeriod => Self::Addendum,
        }
    }
}

/// The languages of box 5 that can be ticked; others are typed.
pub const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ar", "zh", "ru"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::{
        codes::{HsCode, IcsCode},
        notification::*,
        standard::*,
    };
    use jiff::civil::date;

    use super::*;
    use crate::form::FormState;

    fn full() -> Content {
        Content {
            local_government: "Canton of Geneva".into(),
            agency: Contact {
                name: "Ministry".into(),
                address: "1 Street\nTown".into(),
                email: "a@example.org".into(),
                web: "https://example.org".into(),
            },
            comments_to: Some(Contact { name: "Point".into(), ..Contact::default() }),
            articles: [Article::A2_9_2, Article::Other].into(),
            article_other: "Rec. B".into(),
            products: "Kettles".into(),
            hs: vec!["8516".parse::<HsCode>().unwrap(), "851660".parse().unwrap()],
            ics: vec!["97.040.50".parse::<IcsCode>().unwrap()],
            title: "Kettles".into(),
            pages: Some(12),
            languages: vec!["en".into(), "sw".into()],
            description: "Two lines\nof text".into(),
            objectives: [Objective::HumanHealth, Objective::Other].into(),
            rationale: "Burns".into(),
            urgency: "Fires".into(),
            relevant_documents: "IEC 60335-1".into(),
            adoption: StatedDate { date: Some(date(2027, 2, 28)), words: "at the end of February".into() },
            entry_into_force: StatedDate::words("six months later"),
            comments_until: StatedDate::day(date(2027, 1, 31)),
            late_comments: true,
            texts_from: "The point".into(),
            tris: Some(Tris {
                category: "S00".into(),
                services: true,
                urgent: true,
                confidential: true,
                confidentiality_reasons: "Trade secrets".into(),
                ..Tris::default()
            }),
            addendum: vec![AddendumReason {
                what: AddendumKind::Adopted,
                on: StatedDate::day(date(2026, 12, 1)),
                note: "Gazette 4".into(),
            }],
            ..Content::default()
        }
    }

    #[test]
    fn every_section_gives_back_what_it_shows_and_leaves_the_rest_alone() {
        let full = full();
        for section in Section::ALL {
            let shown = filled(section, &full);
            // What others wrote in the meantime stays.
            let mut written = Content { keywords: vec!["kept".into()], ..full.clone() };
            let errors = read(section, &shown, &mut written);
            assert_eq!(errors, [], "{section:?}");
            assert_eq!(written, Content { keywords: vec!["kept".into()], ..full.clone() }, "{section:?}");
            // And into an empty form it writes its own boxes only.
            let mut alone = Content { tris: Some(Tris::default()), ..Content::default() };
            read(section, &shown, &mut alone);
            assert_eq!(filled(section, &alone).values, shown.values, "{section:?}");
            for other in Section::ALL.into_iter().filter(|o| *o != section) {
                let untouched = Content { tris: Some(Tris::default()), ..Content::default() };
                assert_eq!(
                    filled(other, &alone).values,
                    filled(other, &untouched).values,
                    "{section:?} {other:?}"
                );
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_and_does_not_touch_the_rest() {
        let errors = |section, pairs: &[(&str, &str)]| {
            let mut content = Content::default();
            let form = FormState::filled(pairs.iter().copied());
            read(section, &form, &mut content).into_iter().map(|e| e.field).collect::<Vec<_>>()
        };
        assert_eq!(errors(Section::Products, &[("hs", "8516, 1"), ("ics", "97.040.50; x")]), ["hs", "ics"]);
        assert_eq!(errors(Section::Document, &[("pages", "many")]), ["pages"]);
        assert_eq!(errors(Section::Document, &[("languages_other", "english")]), ["languages_other"]);
        assert_eq!(
            errors(
                Section::Dates,
                &[("adoption-day", "31"), ("adoption-month", "2"), ("adoption-year", "2027")]
            ),
            ["adoption"]
        );
        assert_eq!(errors(Section::Dates, &[("comments_until-day", "3")]), ["comments_until"]);
        assert_eq!(
            errors(Section::Authority, &[("agency_email", "x"), ("agency_web", "javascript:alert(1)")]),
            ["agency_email", "agency_web"]
        );
        let long = "x".repeat(50_001);
        assert_eq!(errors(Section::Description, &[("description", &long)]), ["description"]);
    }

    #[test]
    fn details_of_a_reason_count_without_its_tick() {
        let mut content = Content::default();
        let form = FormState::filled([("note-period-changed", "Two weeks more")]);
        assert_eq!(read(Section::Addendum, &form, &mut content), []);
        assert_eq!(content.addendum[0].what, AddendumKind::PeriodChanged);
    }

    #[test]
    fn a_cleared_deviation_leaves_the_others_on_the_page() {
        let form = FormState::filled([("deviation-0-clause", ""), ("deviation-1-clause", "5")]);
        assert_eq!(deviations_typed(&form), 2);
        assert_eq!(deviations_typed(&FormState::default()), 0);
    }

    #[test]
    fn the_template_of_the_form_gives_boxes_and_order() {
        for form in Form::ALL {
            let sections = Section::of(form, Kind::Regular, Profile::Eu);
            let places: Vec<_> =
                sections.iter().filter_map(|s| form.template().position(s.as_str())).collect();
            assert!(places.is_sorted(), "{form:?}: {sections:?}");
            for b in &form.template().boxes {
                let section = Section::from_name(&b.section);
                assert!(section.is_some_and(|s| sections.contains(&s)), "{form:?}: box {}", b.number);
            }
        }
        let names = |form| Section::of(form, Kind::Regular, Profile::Eu).into_iter().map(Section::as_str);
        assert_eq!(names(Form::Tbt2026).next_back(), Some("tris"));
        assert_eq!(names(Form::Tris2015).nth(1), Some("tris"));
        assert_eq!(Section::Dates.boxes(Form::Tbt2026), "9–10");
    }

    #[test]
    fn every_missing_answer_has_a_section_of_its_form() {
        for kind in Kind::ALL {
            let sections: BTreeSet<_> =
                Section::of(Form::default(), kind, Profile::Wto).into_iter().map(Section::as_str).collect();
            for missing in missing(&Content::default(), kind, date(2026, 1, 1)) {
                assert!(sections.contains(Section::of_missing(missing).as_str()), "{kind:?} {missing:?}");
            }
        }
    }

    #[test]
    fn a_reference_keeps_its_deviations() {
        let declared = DeclaredReference {
            cited: "IEC 60335-1:2010".into(),
            clause: "19".into(),
            force: Force::Indicative,
            correspondence: Some(Correspondence::Modified),
            international: "IEC 60335-1".into(),
            available_from: "The standards body, Bern".into(),
            limits: "Lead in paint shall not exceed 90 mg/kg.".into(),
            deviations: vec![Deviation {
                clause: "19.2".into(),
                differs: "Voltage".into(),
                reason: Some(DeviationReason::Technological),
                justification: "Grid".into(),
            }],
        };
        let (back, errors) = reference_read(&reference_filled(&declared));
        assert_eq!((back, errors), (declared, vec![]));
        let (_, errors) = reference_read(&FormState::default());
        assert_eq!(errors[0].field, "cited");
    }
}
