//! `adopted-before-deadline`: adopted before the final date for comments (TBT
//! 2.9.4), or within the standstill (Directive (EU) 2015/1535, Article 6).

use jiff::{ToSpan, civil::Date};

use super::{
    Code, Divergence, Evidence, Severity, Subject,
    short_comment_period::{basis, is_urgent},
    words,
};
use crate::authority::Profile;

/// `Serious` when it happened, `Warning` while it is planned. The final day
/// counts as the period's; where it was moved, the one that holds counts. Silent for urgent measures, and where no end of the
/// period is stated, unless adoption precedes even the notification.
pub(super) fn adopted_before_deadline(subject: &Subject<'_>) -> Option<Divergence> {
    let fiscal = subject.content.tris.as_ref().is_some_and(|t| t.fiscal);
    let standstill = subject.around.standstill_until.filter(|_| subject.profile == Profile::Eu);
    // A standstill that is reckoned knows whether urgency was accepted: asking is not enough.
    let urgent = standstill.is_none() && is_urgent(subject.content);
    if !subject.kind.opens_period() || urgent || fiscal {
        return None;
    }
    let (adoption, happened) = match (subject.adopted, subject.content.adoption.date) {
        (Some(day), _) => (day, true),
        (None, day) => (day?, false),
    };
    let last = match standstill {
        Some(end) => end.saturating_sub(1.day()),
        None => subject.final_date().unwrap_or(subject.published),
    };
    if adoption > last {
        return None;
    }
    let period = match subject.profile {
        Profile::Wto => "comments are taken",
        Profile::Eu => "the standstill lasts",
    };
    let verb = if happened { "was adopted" } else { "is to be adopted" };
    let day = words::day(adoption);
    let told = if adoption < subject.published {
        format!("The measure {verb} on {day}, before its notification on {}.", words::day(subject.published))
    } else {
        format!("The measure {verb} on {day}, while {period} until {}.", words::day(last))
    };
    Some(Divergence {
        code: Code::AdoptedBeforeDeadline,
        severity: if happened { Severity::Serious } else { Severity::Warning },
        evidence: Evidence {
            facts: facts(adoption, last, standstill.is_some(), subject),
            ..Evidence::default()
        },
        explanation: format!("{told} {}", sense(subject.profile, happened)),
        basis: match subject.profile {
            Profile::Wto => {
                basis(subject.content, Code::AdoptedBeforeDeadline.basis(), "TBT 5.6.4").to_owned()
            }
            Profile::Eu if standstill.is_some() => "Directive (EU) 2015/1535, Article 6".to_owned(),
            Profile::Eu => "Directive (EU) 2015/1535, Article 6(1)".to_owned(),
        },
    })
}

fn sense(profile: Profile, happened: bool) -> &'static str {
    match (profile, happened) {
        (Profile::Wto, true) => {
            "Comments that arrived in time could not be taken into account any more. Say how they will be considered, for example in a revision."
        }
        (Profile::Wto, false) => {
            "Comments are to be discussed and taken into account before adoption, which needs time after the final date. Move the adoption, or correct the dates."
        }
        (Profile::Eu, true) => {
            "A draft must not be adopted during the standstill; a rule adopted then may not be enforceable. Seek advice, and notify the measure again if needed."
        }
        (Profile::Eu, false) => {
            "A draft must not be adopted during the standstill. Move the adoption behind it, or correct the dates."
        }
    }
}

fn facts(adoption: Date, last: Date, standstill: bool, subject: &Subject<'_>) -> Vec<String> {
    let mut facts = vec![format!("adoption on {}", words::day(adoption))];
    match subject.final_date() {
        _ if standstill => facts.push(format!("standstill until {}", words::day(last))),
        Some(_) => facts.push(format!("final date for comments {}", words::day(last))),
        None => facts.push(format!("notified on {}", words::day(subject.published))),
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{PUBLISHED, subject};
    use crate::notification::{Article, Content, Kind, StatedDate, Tris};
    use jiff::civil::date;
    use rstest::rstest;

    fn content(until: Option<Date>, adoption: Option<Date>) -> Content {
        let stated = |date| StatedDate { date, ..StatedDate::default() };
        Content { comments_until: stated(until), adoption: stated(adoption), ..Content::default() }
    }

    const LAST: Option<Date> = Some(date(2026, 5, 1));

    #[rstest]
    #[case::planned_on_the_final_day(LAST, LAST, None, Some(Severity::Warning))]
    #[case::planned_the_day_after(LAST, Some(date(2026, 5, 2)), None, None)]
    #[case::happened(LAST, Some(date(2026, 6, 1)), Some(date(2026, 4, 1)), Some(Severity::Serious))]
    #[case::happened_after(LAST, Some(date(2026, 4, 1)), Some(date(2026, 6, 1)), None)]
    #[case::before_notification(None, Some(date(2026, 1, 5)), None, Some(Severity::Warning))]
    #[case::no_deadline(None, Some(date(2026, 3, 3)), None, None)]
    #[case::no_adoption(LAST, None, None, None)]
    fn adoption_comes_after_the_final_day(
        #[case] until: Option<Date>,
        #[case] planned: Option<Date>,
        #[case] adopted: Option<Date>,
        #[case] severity: Option<Severity>,
    ) {
        let content = content(until, planned);
        let found = adopted_before_deadline(&Subject { adopted, ..subject(&content, &[]) });
        assert_eq!(found.map(|d| d.severity), severity);
    }

    #[rstest]
    #[case::after_the_first_date(LAST, Some(date(2026, 6, 1)), date(2026, 5, 10), true)]
    #[case::on_the_day_that_holds(LAST, Some(date(2026, 6, 1)), date(2026, 6, 1), true)]
    #[case::after_the_day_that_holds(LAST, Some(date(2026, 6, 1)), date(2026, 6, 2), false)]
    #[case::not_moved(LAST, LAST, date(2026, 5, 10), false)]
    #[case::moved_nearer(LAST, Some(date(2026, 4, 20)), date(2026, 4, 25), false)]
    #[case::stated_by_an_addendum_alone(None, Some(date(2026, 6, 1)), date(2026, 5, 10), true)]
    fn the_final_day_that_holds_counts(
        #[case] stated: Option<Date>,
        #[case] closes_on: Option<Date>,
        #[case] day: Date,
        #[case] fires: bool,
    ) {
        let content = content(stated, None);
        let around = crate::divergence::Surroundings { closes_on, ..Default::default() };
        let found =
            adopted_before_deadline(&Subject { adopted: Some(day), around, ..subject(&content, &[]) });
        assert_eq!(found.is_some(), fires);
        if let Some(found) = found {
            assert!(found.explanation.contains("comments are taken until 1 June 2026"), "{found:?}");
            assert_eq!(found.evidence.facts[1], "final date for comments 1 June 2026");
        }
    }

    #[rstest]
    #[case::within(date(2026, 8, 31), Some(Severity::Serious))]
    #[case::from_that_day_on(date(2026, 9, 1), None)]
    fn a_lengthened_standstill_counts(#[case] day: Date, #[case] severity: Option<Severity>) {
        // The comment period ended before, and urgency was asked for but not accepted.
        let mut content = content(LAST, None);
        content.tris = Some(Tris { urgency_grounds: "an epidemic".into(), ..Tris::default() });
        let around = crate::divergence::Surroundings {
            standstill_until: Some(date(2026, 9, 1)),
            ..Default::default()
        };
        let eu = Subject { adopted: Some(day), profile: Profile::Eu, around, ..subject(&content, &[]) };
        let found = adopted_before_deadline(&eu);
        assert_eq!(found.as_ref().map(|d| d.severity), severity);
        if let Some(found) = found {
            assert!(found.explanation.contains("the standstill lasts until 31 August 2026"), "{found:?}");
        }
        let wto = Subject { profile: Profile::Wto, ..eu };
        assert_eq!(adopted_before_deadline(&wto), None, "no standstill under the Agreement");
    }

    #[test]
    fn urgent_fiscal_and_changes_are_exempt() {
        let mut content = content(LAST, Some(PUBLISHED));
        let change = Subject { kind: Kind::Addendum, ..subject(&content, &[]) };
        assert_eq!(adopted_before_deadline(&change), None);
        content.tris = Some(Tris { fiscal: true, ..Tris::default() });
        assert_eq!(
            adopted_before_deadline(&Subject { profile: Profile::Eu, ..subject(&content, &[]) }),
            None
        );
        content.tris = None;
        let eu = adopted_before_deadline(&Subject { profile: Profile::Eu, ..subject(&content, &[]) });
        assert!(eu.unwrap().basis.contains("2015/1535"));
        content.articles = [Article::A2_10_1].into();
        assert_eq!(adopted_before_deadline(&subject(&content, &[])), None);
    }
}
