//! Which boxes of a form still need an answer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AddendumKind, Article, Content, Form, Kind, Tris};

/// A box of the form that still needs an answer before submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// Box 1: TBT 3.2 or 7.2 is ticked without the local government's name.
    LocalGovernment,
    /// Box 2: name of the agency, and a way to reach it.
    Agency,
    /// Box 3: no article ticked, or "other" without words; a local government named without TBT 3.2 or 7.2.
    Articles,
    /// Box 4: products in words.
    Products,
    /// Box 5: title.
    Title,
    /// Box 5: languages.
    Languages,
    /// Box 6: description.
    Description,
    /// Box 7: no objective ticked.
    Objectives,
    /// Box 7: rationale, or "other" without words.
    Rationale,
    /// Box 7: an urgent article without the nature of the urgent problem.
    Urgency,
    /// Box 8: relevant documents ("not stated" is an answer).
    RelevantDocuments,
    /// Box 9: adoption, a day or words.
    Adoption,
    /// Box 9: entry into force, a day or words.
    EntryIntoForce,
    /// Box 10: final date for comments, a day or words; a day must be after publication.
    CommentsUntil,
    /// Box 11: where texts are available.
    TextsFrom,
    /// Directive (EU) 2015/1535: the department responsible.
    TrisDepartment,
    /// Directive (EU) 2015/1535: the category.
    TrisCategory,
    /// Directive (EU) 2015/1535, Art. 6(7): urgency without its grounds.
    TrisUrgency,
    /// Directive (EU) 2015/1535, Art. 5(4): confidentiality without its reasons.
    TrisConfidentiality,
    /// Directive (EU) 2015/1535: impact assessment ("not known" is an answer).
    TrisImpact,
    /// Directive (EU) 2015/1535: TBT and SPS aspects ("none" is an answer).
    TrisTbtAspects,
    /// An addendum without a reason.
    AddendumReason,
    /// An addendum that changes the comment period without saying until which
    /// day (after its publication).
    AddendumPeriod,
}

/// The boxes of this form that still need an answer, in the form's order. No
/// box of a published notification is blank. A change (addendum, corrigendum,
/// supplement) needs only title, description and, for an addendum, a reason.
pub fn missing(content: &Content, kind: Kind, today: Date) -> Vec<Missing> {
    let mut missing = Vec::new();
    let mut need = |answered: bool, what: Missing| {
        if !answered {
            missing.push(what);
        }
    };
    let said = |s: &str| !s.trim().is_empty();
    if !kind.opens_period() {
        need(said(&content.title), Missing::Title);
        need(said(&content.description), Missing::Description);
        need(kind != Kind::Addendum || !content.addendum.is_empty(), Missing::AddendumReason);
        let mut periods = content.addendum.iter().filter(|r| r.what == AddendumKind::PeriodChanged);
        need(periods.all(|r| r.on.date.is_some_and(|day| day > today)), Missing::AddendumPeriod);
        return missing;
    }
    let local = content.articles.contains(&Article::A3_2) || content.articles.contains(&Article::A7_2);
    let named = said(&content.local_government);
    need(!local || named, Missing::LocalGovernment);
    let agency = &content.agency;
    need(
        said(&agency.name) && (said(&agency.email) || said(&agency.address) || said(&agency.web)),
        Missing::Agency,
    );
    // "Other" may be the article for a local government's act outside 3.2 and 7.2.
    let other = content.articles.contains(&Article::Other);
    // The TRIS message asks for them only where the draft is notified to the WTO, too.
    let asked = content.form != Form::Tris2015;
    let ticked = !content.articles.is_empty() && (!named || local || other);
    need((ticked || !asked) && (!other || said(&content.article_other)), Missing::Articles);
    need(said(&content.products), Missing::Products);
    need(said(&content.title), Missing::Title);
    need(!content.languages.is_empty(), Missing::Languages);
    need(said(&content.description), Missing::Description);
    need(!content.objectives.is_empty(), Missing::Objectives);
    need(said(&content.rationale), Missing::Rationale);
    let urgent = content.articles.iter().any(|a| a.is_urgent());
    need(!urgent || said(&content.urgency), Missing::Urgency);
    need(said(&content.relevant_documents) || !content.references.is_empty(), Missing::RelevantDocuments);
    need(!content.adoption.is_empty(), Missing::Adoption);
    need(!content.entry_into_force.is_empty(), Missing::EntryIntoForce);
    let period = &content.comments_until;
    // Under Directive (EU) 2015/1535 the period that nobody stated is that of the standstill.
    let by_law = content.tris.is_some();
    need((by_law || !period.is_empty()) && period.date.is_none_or(|d| d > today), Missing::CommentsUntil);
    need(said(&content.texts_from), Missing::TextsFrom);
    missing.extend(content.tris.iter().flat_map(missing_of_directive));
    missing
}

/// What Directive (EU) 2015/1535 adds and has no answer yet. Departments, category, impact and TBT
/// aspects are asked of every notification (Art. 5(1)); urgency and
/// confidentiality need their reasons (Art. 6(7), 5(4)).
fn missing_of_directive(tris: &Tris) -> impl Iterator<Item = Missing> {
    let said = |s: &str| !s.trim().is_empty();
    [
        (said(&tris.responsible_department), Missing::TrisDepartment),
        (said(&tris.category), Missing::TrisCategory),
        (!tris.asks_for_urgency() || said(&tris.urgency_grounds), Missing::TrisUrgency),
        (!tris.confidential || said(&tris.confidentiality_reasons), Missing::TrisConfidentiality),
        (said(&tris.impact_assessment), Missing::TrisImpact),
        (said(&tris.tbt_aspects), Missing::TrisTbtAspects),
    ]
    .into_iter()
    .filter(|(answered, _)| !answered)
    .map(|(_, what)| what)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::notification::{AddendumReason, Contact, Objective, StatedDate};
    use jiff::civil::date;

    fn complete() -> Content {
        Content {
            agency: Contact {
                name: "Ministry".into(),
                email: "tbt@example.org".into(),
                ..Contact::default()
            },
            articles: [Article::A2_9_2].into(),
            products: "Toasters".into(),
            title: "Safety of toasters".into(),
            languages: vec!["en".into()],
            description: "Requirements for toasters.".into(),
            objectives: [Objective::HumanHealth].into(),
            rationale: "Burns are frequent.".into(),
            relevant_documents: "not stated".into(),
            adoption: StatedDate::words("to be determined"),
            entry_into_force: StatedDate::words("six months after publication"),
            comments_until: StatedDate::day(date(2026, 12, 1)),
            texts_from: "The enquiry point".into(),
            ..Content::default()
        }
    }

    const TODAY: Date = date(2026, 10, 1);

    #[test]
    fn a_complete_form_misses_nothing_and_an_empty_one_every_box() {
        assert_eq!(missing(&complete(), Kind::Regular, TODAY), []);
        let all = missing(&Content::default(), Kind::Regular, TODAY);
        assert_eq!(all.len(), 13, "{all:?}");
    }

    #[test]
    fn ticks_that_need_words_are_asked_for_them() {
        let mut c = complete();
        c.articles = [Article::A2_10_1, Article::A3_2].into();
        assert_eq!(missing(&c, Kind::Regular, TODAY), [Missing::LocalGovernment, Missing::Urgency]);
        c.local_government = "Geneva".into();
        c.urgency = "Fires".into();
        assert_eq!(missing(&c, Kind::Regular, TODAY), []);
        c.articles.insert(Article::Other);
        assert_eq!(missing(&c, Kind::Regular, TODAY), [Missing::Articles]);
    }

    #[test]
    fn articles_of_the_agreement_are_not_asked_of_a_tris_message() {
        let mut c = Content { articles: BTreeSet::new(), ..complete() };
        assert_eq!(missing(&c, Kind::Regular, TODAY), [Missing::Articles]);
        c.form = Form::Tris2015;
        assert_eq!(missing(&c, Kind::Regular, TODAY), []);
        c.articles = [Article::Other].into();
        assert_eq!(missing(&c, Kind::Regular, TODAY), [Missing::Articles], "“other” needs its words");
    }

    #[test]
    fn a_local_government_and_its_articles_belong_together() {
        let mut c = complete();
        c.local_government = "Canton of Geneva".into();
        assert_eq!(missing(&c, Kind::Regular, TODAY), [Missing::Articles]);
        for article in [Article::A3_2, Article::A7_2] {
            c.articles = [article].into();
            assert_eq!(missing(&c, Kind::Regular, TODAY), [], "{article:?}");
        }
        for urgent in [Article::A2_10_1, Article::A5_7_1] {
            c.articles = [Article::A3_2, urgent].into();
            assert_eq!(missing(&c, Kind::Regular, TODAY), [Missing::Urgency], "{urgent:?}");
        }
    }

    #[test]
    fn a_final_date_that_is_not_ahead_is_no_answer() {
        let mut c = complete();
        c.comments_until = StatedDate::day(TODAY);
        assert_eq!(missing(&c, Kind::Regular, TODAY), [Missing::CommentsUntil]);
        c.comments_until = StatedDate::words("not applicable");
        assert_eq!(missing(&c, Kind::Regular, TODAY), []);
    }

    #[test]
    fn what_the_directive_adds_is_asked_for() {
        let mut c = Content { tris: Some(Tris::default()), ..complete() };
        c.comments_until = StatedDate::default();
        assert_eq!(
            missing(&c, Kind::Regular, TODAY),
            [Missing::TrisDepartment, Missing::TrisCategory, Missing::TrisImpact, Missing::TrisTbtAspects],
            "the period that nobody stated is the standstill's"
        );
        let answered = Tris {
            responsible_department: "Unit 3".into(),
            category: "Construction".into(),
            impact_assessment: "not known".into(),
            tbt_aspects: "none".into(),
            ..Tris::default()
        };
        c.tris = Some(answered.clone());
        assert_eq!(missing(&c, Kind::Regular, TODAY), []);
        assert_eq!(missing(&c, Kind::Supplement, TODAY), [], "a change restates nothing");
        c.tris = Some(Tris { urgent: true, confidential: true, ..answered.clone() });
        assert_eq!(missing(&c, Kind::Revision, TODAY), [Missing::TrisUrgency, Missing::TrisConfidentiality]);
        c.tris = Some(Tris { urgency_grounds: "An epidemic".into(), ..answered });
        assert_eq!(missing(&c, Kind::Regular, TODAY), []);
    }

    #[test]
    fn an_addendum_needs_its_reason_only() {
        let c = Content { title: "t".into(), description: "d".into(), ..Content::default() };
        assert_eq!(missing(&c, Kind::Addendum, TODAY), [Missing::AddendumReason]);
        assert_eq!(missing(&c, Kind::Corrigendum, TODAY), []);
    }

    #[test]
    fn a_changed_period_needs_a_day_ahead() {
        let mut c = Content { title: "t".into(), description: "d".into(), ..Content::default() };
        for (on, answered) in [
            (StatedDate::default(), false),
            (StatedDate::words("two weeks more"), false),
            (StatedDate::day(TODAY), false),
            (StatedDate::day(date(2026, 10, 2)), true),
        ] {
            c.addendum = vec![AddendumReason { what: AddendumKind::PeriodChanged, on, note: String::new() }];
            assert_eq!(missing(&c, Kind::Addendum, TODAY).is_empty(), answered, "{c:?}");
        }
    }
}
