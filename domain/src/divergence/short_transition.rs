//! `short-transition`: fewer than six months between publication of the adopted
//! measure and its entry into force (TBT 2.12; Doha Decision on
//! Implementation, paragraph 5.2).

use jiff::{ToSpan, civil::Date};

use super::{
    Code, Divergence, Evidence, Severity, Subject,
    short_comment_period::{basis, is_urgent},
    words,
};
use crate::{
    authority::Profile,
    clock::{TRANSITION_MONTHS, days_between},
};

/// The day the measure is adopted stands for its publication, which follows at
/// once; while no such day is stated, the day the draft is notified, because the
/// adopted text cannot be out before it. `Serious` when there is no interval at
/// all, `Warning` otherwise. Silent for urgent measures, for changes that open
/// no period, under the EU's procedure (which has no such rule) and when the
/// words name no length of time.
pub(super) fn short_transition(subject: &Subject<'_>) -> Option<Divergence> {
    let content = subject.content;
    if !subject.kind.opens_period() || is_urgent(content) || subject.profile == Profile::Eu {
        return None;
    }
    let (from, start) = start(subject);
    let entry = &content.entry_into_force;
    let (interval, end) = match entry.date {
        Some(day) => {
            if day >= from.saturating_add(TRANSITION_MONTHS.months()) {
                return None;
            }
            (days_between(from, day), format!("entry into force on {}", words::day(day)))
        }
        None => {
            let length = interval_in_words(&entry.words)?;
            if length >= TRANSITION_MONTHS * 30 {
                return None;
            }
            (length, format!("entry into force: “{}”", entry.words.trim()))
        }
    };
    let severity = if interval <= 0 { Severity::Serious } else { Severity::Warning };
    let since = if entry.date.is_some() { format!(" after {start}") } else { String::new() };
    let length = if interval <= 0 {
        format!("The measure is to enter into force without any interval{since}.")
    } else {
        format!("The measure is to enter into force {}{since}.", words::days(interval))
    };
    let mut facts = vec![end];
    if entry.date.is_some() {
        facts.insert(0, start);
    }
    Some(Divergence {
        code: Code::ShortTransition,
        severity,
        evidence: Evidence { facts, ..Evidence::default() },
        explanation: format!(
            "{length} Producers need time to adapt: a reasonable interval between publication and entry into force is normally at least six months, unless that would defeat the measure's objective. Move the entry into force, or say why the interval must be shorter."
        ),
        basis: basis(content, Code::ShortTransition.basis(), "TBT 5.9").to_owned(),
    })
}

/// The day the interval is counted from, and what happens on it.
fn start(subject: &Subject<'_>) -> (Date, String) {
    if let Some(day) = subject.adopted {
        (day, format!("adoption on {}", words::day(day)))
    } else if let Some(day) = subject.content.adoption.date {
        (day, format!("the proposed adoption on {}", words::day(day)))
    } else {
        (subject.published, format!("the notification on {}", words::day(subject.published)))
    }
}

/// Days between publication or adoption and entry into force, as the words say
/// ("30 days after publication", "upon publication").
fn interval_in_words(words: &str) -> Option<i32> {
    if let Some(days) = words::length_in_days(words) {
        return Some(days);
    }
    let lower = words.to_lowercase();
    let at_once =
        ["immediately", "upon ", "on the date of ", "on the day of ", "same day", "date of publication"];
    let of_what = ["publi", "adopt", "promulgat", "signature", "gazette", "immediately"];
    let says = |any: &[&str]| any.iter().any(|w| lower.contains(w));
    (says(&at_once) && says(&of_what) && !lower.contains("after")).then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::subject;
    use crate::notification::{Article, Content, Kind, StatedDate};
    use jiff::civil::date;
    use rstest::rstest;

    fn content(adoption: Option<Date>, entry: StatedDate) -> Content {
        Content {
            adoption: StatedDate { date: adoption, ..StatedDate::default() },
            entry_into_force: entry,
            ..Content::default()
        }
    }

    // Published on 2 March 2026.
    #[rstest]
    #[case::six_months(Some(date(2026, 6, 1)), StatedDate::day(date(2026, 12, 1)), None)]
    #[case::a_day_less(Some(date(2026, 6, 1)), StatedDate::day(date(2026, 11, 30)), Some(Severity::Warning))]
    #[case::on_adoption(Some(date(2026, 6, 1)), StatedDate::day(date(2026, 6, 1)), Some(Severity::Serious))]
    #[case::month_end(Some(date(2026, 8, 31)), StatedDate::day(date(2027, 2, 28)), None)]
    #[case::no_adoption(None, StatedDate::day(date(2026, 9, 1)), Some(Severity::Warning))]
    #[case::no_adoption_late(None, StatedDate::day(date(2026, 9, 2)), None)]
    #[case::in_words(None, StatedDate::words("30 days after publication"), Some(Severity::Warning))]
    #[case::long_in_words(None, StatedDate::words("six (6) months after publication"), None)]
    #[case::at_once(
        None,
        StatedDate::words("Upon publication in the Official Gazette"),
        Some(Severity::Serious)
    )]
    #[case::unknown(None, StatedDate::words("to be determined"), None)]
    #[case::unknown_after(None, StatedDate::words("after publication"), None)]
    #[case::unanswered(None, StatedDate::default(), None)]
    fn six_months_lie_before_entry_into_force(
        #[case] adoption: Option<Date>,
        #[case] entry: StatedDate,
        #[case] severity: Option<Severity>,
    ) {
        let content = content(adoption, entry);
        assert_eq!(short_transition(&subject(&content, &[])).map(|d| d.severity), severity);
    }

    #[test]
    fn the_real_adoption_counts_over_the_proposed_one() {
        let content = content(Some(date(2026, 4, 1)), StatedDate::day(date(2026, 11, 1)));
        assert_eq!(short_transition(&subject(&content, &[])), None);
        let adopted = Subject { adopted: Some(date(2026, 9, 1)), ..subject(&content, &[]) };
        assert_eq!(
            short_transition(&adopted).unwrap().evidence.facts,
            ["adoption on 1 September 2026", "entry into force on 1 November 2026"]
        );
    }

    #[test]
    fn urgent_measures_changes_and_the_eu_are_exempt() {
        let mut content = content(None, StatedDate::day(date(2026, 3, 3)));
        let exempt = [
            Subject { kind: Kind::Corrigendum, ..subject(&content, &[]) },
            Subject { profile: Profile::Eu, ..subject(&content, &[]) },
        ];
        assert!(exempt.iter().all(|s| short_transition(s).is_none()));
        content.articles = [Article::A5_7_1].into();
        assert_eq!(short_transition(&subject(&content, &[])), None);
        content.articles = [Article::A5_6_2].into();
        assert_eq!(short_transition(&subject(&content, &[])).unwrap().basis, "TBT 5.9");
    }
}
