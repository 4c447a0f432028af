//! `no-final-text`: adopted, and no final text given within a reasonable time
//! (TBT 2.11: adopted regulations are published promptly; 5.8 for conformity
//! assessment procedures; Directive (EU) 2015/1535, Article 5(3)).

use super::{Code, Divergence, Evidence, Severity, Subject, short_comment_period::basis, words};
use crate::{authority::Profile, clock::days_between, notification::AddendumKind};

/// Days after adoption within which nobody is reminded: "promptly" is not a
/// number in the Agreement, and official gazettes take some weeks to print and
/// some more to be reported.
const GRACE_DAYS: i32 = 60;
/// Days after which producers have lost half of the usual transition.
const LONG_DAYS: i32 = 180;

/// `Note` from 60 days after adoption, `Warning` from 180 days. Needs the day
/// of judgement; silent without it, while the measure is not adopted, and when
/// a final text is attached, linked or announced in an addendum.
pub(super) fn no_final_text(subject: &Subject<'_>) -> Option<Divergence> {
    let (adopted, today) = (subject.adopted?, subject.around.today?);
    let announced = |a: &crate::notification::AddendumReason| a.what == AddendumKind::FinalText;
    let content = subject.content;
    if !subject.kind.opens_period()
        || subject.around.has_final_text
        || content.addendum.iter().any(announced)
        || content.tris.as_ref().is_some_and(|t| t.confidential)
    {
        return None;
    }
    let waited = days_between(adopted, today);
    if waited <= GRACE_DAYS {
        return None;
    }
    let severity = if waited >= LONG_DAYS { Severity::Warning } else { Severity::Note };
    let day = words::day(adopted);
    Some(Divergence {
        code: Code::NoFinalText,
        severity,
        evidence: Evidence {
            facts: vec![format!("adopted on {day}"), format!("no final text on {}", words::day(today))],
            ..Evidence::default()
        },
        explanation: format!(
            "The measure was adopted on {day}, {} ago, and its final text is not given here. An adopted measure is to be published promptly, so that everyone concerned can become acquainted with it and see what became of the comments. Attach the final text, or say in an addendum where it can be had.",
            words::days(waited)
        ),
        basis: match subject.profile {
            Profile::Wto => basis(content, Code::NoFinalText.basis(), "TBT 5.8").to_owned(),
            Profile::Eu => "Directive (EU) 2015/1535, Article 5(3)".to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::{Surroundings, testing::subject};
    use crate::notification::{AddendumReason, Content, Kind, StatedDate};
    use jiff::civil::{Date, date};
    use rstest::rstest;

    fn at(today: Option<Date>) -> Surroundings<'static> {
        Surroundings { today, ..Surroundings::default() }
    }

    const ADOPTED: Option<Date> = Some(date(2026, 6, 1));

    #[rstest]
    #[case::within_the_grace(ADOPTED, Some(date(2026, 7, 31)), None)]
    #[case::a_day_later(ADOPTED, Some(date(2026, 8, 1)), Some(Severity::Note))]
    #[case::half_a_year(ADOPTED, Some(date(2026, 11, 28)), Some(Severity::Warning))]
    #[case::not_adopted(None, Some(date(2030, 1, 1)), None)]
    #[case::no_day_of_judgement(ADOPTED, None, None)]
    #[case::adopted_tomorrow(ADOPTED, Some(date(2026, 5, 1)), None)]
    fn a_final_text_follows_adoption(
        #[case] adopted: Option<Date>,
        #[case] today: Option<Date>,
        #[case] severity: Option<Severity>,
    ) {
        let content = Content::default();
        let found = no_final_text(&Subject { adopted, around: at(today), ..subject(&content, &[]) });
        assert_eq!(found.map(|d| d.severity), severity);
    }

    #[test]
    fn a_text_given_or_announced_is_enough() {
        let late = at(Some(date(2027, 6, 1)));
        let content = Content::default();
        let given = Surroundings { has_final_text: true, ..late };
        let subject_at = |content, around| Subject { adopted: ADOPTED, around, ..subject(content, &[]) };
        assert_eq!(no_final_text(&subject_at(&content, given)), None);
        let change = Subject { kind: Kind::Addendum, ..subject_at(&content, late) };
        assert_eq!(no_final_text(&change), None);
        assert_eq!(no_final_text(&subject_at(&content, late)).unwrap().basis, "TBT 2.11");
        let announced =
            AddendumReason { what: AddendumKind::FinalText, on: StatedDate::default(), note: String::new() };
        let content = Content { addendum: vec![announced], ..Content::default() };
        assert_eq!(
            no_final_text(&Subject { adopted: ADOPTED, around: late, ..subject(&content, &[]) }),
            None
        );
    }
}
