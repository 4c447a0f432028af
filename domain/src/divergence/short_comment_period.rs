//! `short-comment-period`: fewer than 60 days for comments (TBT 2.9), or a
//! standstill of less than three months (Directive (EU) 2015/1535, Article 6).

use jiff::ToSpan;

use super::{Code, Divergence, Evidence, Severity, Subject, words};
use crate::{
    authority::Profile,
    clock::{DEFAULT_PERIOD_DAYS, days_between},
    notification::{Article, Content},
};

/// Days below which a period hardly allows a translation and a meeting.
const HARDLY_ANY_DAYS: i32 = 30;

/// Silent for changes that open no period and for urgent measures.
/// `Serious` below 30 days, `Warning` below the 60 that the TBT Committee
/// recommends; silent when no end of the period is stated that could be checked.
/// Where the final date was moved, the one that holds counts: an extension that
/// gives the days mends it.
pub(super) fn short_comment_period(subject: &Subject<'_>) -> Option<Divergence> {
    if !subject.kind.opens_period() || is_urgent(subject.content) {
        return None;
    }
    match subject.profile {
        Profile::Wto => comment_period(subject),
        Profile::Eu => standstill(subject),
    }
}

/// Whether the urgent procedure is followed (TBT 2.10.1, 5.7.1; Directive (EU)
/// 2015/1535, Article 6(7)).
pub(super) fn is_urgent(content: &Content) -> bool {
    let grounds = content.tris.as_ref().is_some_and(|t| !t.urgency_grounds.trim().is_empty());
    grounds || content.articles.iter().any(|a| a.is_urgent())
}

/// The article that applies: that on technical regulations, or its counterpart
/// when only a conformity assessment procedure is notified.
pub(super) fn basis<'a>(content: &Content, regulation: &'a str, conformity: &'a str) -> &'a str {
    let assessment =
        |a: &Article| matches!(a, Article::A5_6_2 | Article::A5_7_1 | Article::A7_2 | Article::A8_1);
    if !content.articles.is_empty() && content.articles.iter().all(assessment) {
        conformity
    } else {
        regulation
    }
}

fn comment_period(subject: &Subject<'_>) -> Option<Divergence> {
    let stated = &subject.content.comments_until;
    let published = words::day(subject.published);
    let (given, fact) = match (subject.final_date(), words::length_in_days(&stated.words)) {
        (Some(last), _) => {
            (days_between(subject.published, last), format!("comments until {}", words::day(last)))
        }
        (None, Some(length)) => (length, format!("comments until “{}”", stated.words.trim())),
        (None, None) => return None,
    };
    if given >= DEFAULT_PERIOD_DAYS {
        return None;
    }
    let severity = if given < HARDLY_ANY_DAYS { Severity::Serious } else { Severity::Warning };
    let length = if given < 0 {
        format!("The final date for comments is before the publication on {published}.")
    } else {
        format!("From the publication on {published} there are {} for comments.", words::days(given))
    };
    let explanation = format!(
        "{length} The TBT Committee recommends at least {DEFAULT_PERIOD_DAYS} days, so that trading partners can have the text translated, consult and answer. Move the final date for comments, or notify under the urgent procedure and name the urgent problem."
    );
    let facts = vec![
        format!("published on {published}"),
        fact,
        format!("{} for comments", words::days(given.max(0))),
    ];
    Some(divergence(subject, severity, facts, explanation))
}

fn standstill(subject: &Subject<'_>) -> Option<Divergence> {
    if subject.content.tris.as_ref().is_some_and(|t| t.fiscal) {
        return None;
    }
    // Without a stated day the three months run by law: nothing to check.
    let last = subject.final_date()?;
    let least = subject.published.saturating_add(3.months());
    if last >= least {
        return None;
    }
    let (from, to) = (words::day(subject.published), words::day(last));
    let explanation = format!(
        "The standstill period stated runs from {from} to {to}. A draft must not be adopted for three months from its receipt, that is before {}, unless the measure is fiscal or urgent. Correct the end of the standstill, or state the grounds of urgency.",
        words::day(least)
    );
    let facts = vec![format!("received on {from}"), format!("standstill until {to}")];
    let mut found = divergence(subject, Severity::Serious, facts, explanation);
    found.basis = "Directive (EU) 2015/1535, Article 6(1)".into();
    Some(found)
}

fn divergence(
    subject: &Subject<'_>,
    severity: Severity,
    facts: Vec<String>,
    explanation: String,
) -> Divergence {
    Divergence {
        code: Code::ShortCommentPeriod,
        severity,
        evidence: Evidence { facts, ..Evidence::default() },
        explanation,
        basis: basis(subject.content, Code::ShortCommentPeriod.basis(), "TBT 5.6").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::{
        Surroundings,
        testing::{PUBLISHED, subject},
    };
    use crate::notification::{Kind, StatedDate, Tris};
    use jiff::civil::{Date, date};
    use rstest::rstest;

    fn until(comments_until: StatedDate) -> Content {
        Content { comments_until, ..Content::default() }
    }

    fn day(date: Date) -> StatedDate {
        StatedDate::day(date)
    }

    // Published on 2 March 2026: the 60th day after it is 1 May.
    #[rstest]
    #[case::exactly_sixty(day(date(2026, 5, 1)), None)]
    #[case::fifty_nine(day(date(2026, 4, 30)), Some(Severity::Warning))]
    #[case::thirty(day(date(2026, 4, 1)), Some(Severity::Warning))]
    #[case::twenty_nine(day(date(2026, 3, 31)), Some(Severity::Serious))]
    #[case::before_publication(day(date(2026, 2, 1)), Some(Severity::Serious))]
    #[case::in_words(StatedDate::words("60 days from notification"), None)]
    #[case::short_in_words(StatedDate::words("30 days from notification"), Some(Severity::Warning))]
    #[case::no_end(StatedDate::words("to be determined"), None)]
    #[case::unanswered(StatedDate::default(), None)]
    fn the_period_is_counted_from_publication(#[case] end: StatedDate, #[case] severity: Option<Severity>) {
        let content = until(end);
        assert_eq!(short_comment_period(&subject(&content, &[])).map(|d| d.severity), severity);
    }

    #[rstest]
    #[case::long_enough_now(day(date(2026, 4, 1)), date(2026, 5, 1), None)]
    #[case::still_short(day(date(2026, 3, 20)), date(2026, 4, 30), Some(Severity::Warning))]
    #[case::not_moved(day(date(2026, 3, 20)), date(2026, 3, 20), Some(Severity::Serious))]
    #[case::moved_nearer(day(date(2026, 6, 30)), date(2026, 5, 1), None)]
    #[case::instead_of_words(StatedDate::words("30 days from notification"), date(2026, 5, 1), None)]
    fn a_period_that_was_moved_is_counted_to_its_end(
        #[case] stated: StatedDate,
        #[case] closes_on: Date,
        #[case] severity: Option<Severity>,
    ) {
        let content = until(stated);
        let around = Surroundings { closes_on: Some(closes_on), ..Surroundings::default() };
        let found = short_comment_period(&Subject { around, ..subject(&content, &[]) });
        assert_eq!(found.as_ref().map(|d| d.severity), severity);
        assert!(found.is_none_or(|d| d.evidence.facts[1].ends_with(&words::day(closes_on))));
    }

    #[rstest]
    #[case::three_months_now(date(2026, 6, 2), false)]
    #[case::a_day_short(date(2026, 6, 1), true)]
    fn a_standstill_stated_anew_is_checked_anew(#[case] closes_on: Date, #[case] fires: bool) {
        let content = until(day(date(2026, 4, 1)));
        let around = Surroundings { closes_on: Some(closes_on), ..Surroundings::default() };
        let eu = Subject { profile: Profile::Eu, around, ..subject(&content, &[]) };
        assert_eq!(short_comment_period(&eu).is_some(), fires);
    }

    #[test]
    fn says_the_days_and_dates() {
        let content = until(day(date(2026, 4, 16)));
        let found = short_comment_period(&subject(&content, &[])).unwrap();
        assert_eq!(
            found.evidence.facts,
            ["published on 2 March 2026", "comments until 16 April 2026", "45 days for comments"]
        );
        assert_eq!(found.basis, "TBT 2.9");
    }

    #[test]
    fn urgent_measures_and_changes_are_exempt() {
        let mut content = until(day(PUBLISHED));
        assert_eq!(short_comment_period(&Subject { kind: Kind::Addendum, ..subject(&content, &[]) }), None);
        assert!(short_comment_period(&Subject { kind: Kind::Revision, ..subject(&content, &[]) }).is_some());
        content.articles = [Article::A5_6_2].into();
        assert_eq!(short_comment_period(&subject(&content, &[])).unwrap().basis, "TBT 5.6");
        content.articles = [Article::A2_10_1].into();
        assert_eq!(short_comment_period(&subject(&content, &[])), None);
    }

    #[rstest]
    #[case::three_months(date(2026, 6, 2), Tris::default(), false)]
    #[case::a_day_short(date(2026, 6, 1), Tris::default(), true)]
    #[case::fiscal(date(2026, 4, 1), Tris { fiscal: true, ..Tris::default() }, false)]
    #[case::urgent(date(2026, 4, 1), Tris { urgency_grounds: "epidemic".into(), ..Tris::default() }, false)]
    fn a_standstill_takes_three_months(#[case] end: Date, #[case] tris: Tris, #[case] fires: bool) {
        let content = Content { tris: Some(tris), ..until(day(end)) };
        let found = short_comment_period(&Subject { profile: Profile::Eu, ..subject(&content, &[]) });
        assert_eq!(found.is_some(), fires);
        assert!(found.is_none_or(|d| d.basis.contains("2015/1535")));
    }

    #[test]
    fn a_standstill_without_an_end_runs_by_law() {
        let content = Content::default();
        assert_eq!(short_comment_period(&Subject { profile: Profile::Eu, ..subject(&content, &[]) }), None);
    }
}
