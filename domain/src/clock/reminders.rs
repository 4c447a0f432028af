//! What the officials of an authority are reminded of: steps that are near, and
//! steps that did not come. A reminder names the day it is about, so that a
//! moved deadline reminds anew.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::days_between;
use crate::notification::State;

/// Days before the end of the comment period on which the first reminder is due.
const SOON_DAYS: i32 = 14;
/// Days before the end on which the second is due.
const VERY_SOON_DAYS: i32 = 3;
/// Days after the end within which comments are answered.
const ANSWER_DAYS: i32 = 30;
/// Days after the adoption within which an addendum announces it.
const ANNOUNCE_DAYS: i32 = 14;
/// Days after the adoption within which the final text is given (TBT 2.11:
/// promptly). Reminders, calendars and overviews all count by it.
pub const FINAL_TEXT_DAYS: i32 = 30;

/// What is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReminderKind {
    /// The comment period ends within three days.
    ClosesVerySoon,
    /// The comment period ends within fourteen days.
    ClosesSoon,
    /// The stated day of entry into force passed, and nothing says that it is in force.
    EntryIntoForcePassed,
    /// Adopted thirty days ago, and the final text was not given (TBT 2.11).
    FinalTextMissing,
    /// Adopted fourteen days ago, and no addendum says so.
    AdoptionNotAnnounced,
    /// The comment period ended thirty days ago; comments wait for a reply, and
    /// nothing was decided (TBT 2.9.4).
    CommentsUnanswered,
}

impl ReminderKind {
    /// Every kind, the most pressing first.
    pub const ALL: [Self; 6] = [
        Self::ClosesVerySoon,
        Self::ClosesSoon,
        Self::EntryIntoForcePassed,
        Self::FinalTextMissing,
        Self::AdoptionNotAnnounced,
        Self::CommentsUnanswered,
    ];

    /// The name stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClosesVerySoon => "closes-very-soon",
            Self::ClosesSoon => "closes-soon",
            Self::EntryIntoForcePassed => "entry-into-force-passed",
            Self::FinalTextMissing => "final-text-missing",
            Self::AdoptionNotAnnounced => "adoption-not-announced",
            Self::CommentsUnanswered => "comments-unanswered",
        }
    }
}

/// What decides about reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReminderFacts {
    /// Where the procedure stands.
    pub state: State,
    /// The final date for comments.
    pub closes_on: Option<Date>,
    /// Comments without a reply.
    pub unanswered: u64,
    /// The day of adoption.
    pub adopted_on: Option<Date>,
    /// Whether an addendum announced the adoption or the publication.
    pub adoption_announced: bool,
    /// The stated day of entry into force.
    pub entry_into_force: Option<Date>,
}

/// A reminder that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Of what.
    pub kind: ReminderKind,
    /// The day it is about: a final date, an adoption, an entry into force.
    pub about: Date,
    /// The first day on which it was due.
    pub since: Date,
}

/// What is due on a day, the most pressing first.
pub fn reminders(facts: &ReminderFacts, today: Date) -> Vec<Reminder> {
    let mut due = Vec::new();
    let mut remind = |kind: ReminderKind, about: Date, after: i32| {
        let since = about.saturating_add(after.days());
        if since <= today {
            due.push(Reminder { kind, about, since });
        }
    };
    let undecided = facts.state == State::Published;
    if let Some(closes) = facts.closes_on.filter(|_| undecided) {
        match days_between(today, closes) {
            left if left > VERY_SOON_DAYS => remind(ReminderKind::ClosesSoon, closes, -SOON_DAYS),
            0.. => remind(ReminderKind::ClosesVerySoon, closes, -VERY_SOON_DAYS),
            _ if facts.unanswered > 0 => remind(ReminderKind::CommentsUnanswered, closes, ANSWER_DAYS),
            _ => {}
        }
    }
    if let Some(adopted) = facts.adopted_on {
        if facts.state == State::Adopted {
            remind(ReminderKind::FinalTextMissing, adopted, FINAL_TEXT_DAYS);
        }
        if matches!(facts.state, State::Adopted | State::FinalText) && !facts.adoption_announced {
            remind(ReminderKind::AdoptionNotAnnounced, adopted, ANNOUNCE_DAYS);
        }
    }
    if matches!(facts.state, State::Published | State::Adopted | State::FinalText)
        && let Some(day) = facts.entry_into_force
    {
        remind(ReminderKind::EntryIntoForcePassed, day, 1);
    }
    due.sort_by_key(|reminder| reminder.kind);
    due
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;
    use ReminderKind::*;

    const CLOSES: Date = date(2027, 1, 20);

    fn published(unanswered: u64) -> ReminderFacts {
        ReminderFacts {
            state: State::Published,
            closes_on: Some(CLOSES),
            unanswered,
            adopted_on: None,
            adoption_announced: false,
            entry_into_force: Some(date(2027, 9, 1)),
        }
    }

    fn kinds(facts: &ReminderFacts, today: Date) -> Vec<ReminderKind> {
        reminders(facts, today).iter().map(|r| r.kind).collect()
    }

    #[rstest]
    #[case::fifteen_days(date(2027, 1, 5), &[])]
    #[case::fourteen(date(2027, 1, 6), &[ClosesSoon])]
    #[case::four(date(2027, 1, 16), &[ClosesSoon])]
    #[case::three(date(2027, 1, 17), &[ClosesVerySoon])]
    #[case::on_the_day(CLOSES, &[ClosesVerySoon])]
    #[case::the_day_after(date(2027, 1, 21), &[])]
    #[case::a_month_after(date(2027, 2, 19), &[CommentsUnanswered])]
    #[case::in_force_that_day(date(2027, 9, 1), &[CommentsUnanswered])]
    #[case::in_force_passed(date(2027, 9, 2), &[EntryIntoForcePassed, CommentsUnanswered])]
    fn before_the_decision(#[case] today: Date, #[case] expected: &[ReminderKind]) {
        assert_eq!(kinds(&published(2), today), expected);
        let answered: Vec<_> = expected.iter().copied().filter(|k| *k != CommentsUnanswered).collect();
        assert_eq!(kinds(&published(0), today), answered);
        let withdrawn = ReminderFacts { state: State::Withdrawn, ..published(2) };
        assert_eq!(kinds(&withdrawn, today), []);
    }

    #[test]
    fn after_the_adoption() {
        let facts =
            ReminderFacts { state: State::Adopted, adopted_on: Some(date(2027, 2, 1)), ..published(2) };
        assert_eq!(kinds(&facts, date(2027, 2, 14)), []);
        assert_eq!(kinds(&facts, date(2027, 2, 15)), [AdoptionNotAnnounced]);
        assert_eq!(kinds(&facts, date(2027, 3, 3)), [FinalTextMissing, AdoptionNotAnnounced]);
        let announced = ReminderFacts { adoption_announced: true, ..facts };
        assert_eq!(kinds(&announced, date(2027, 3, 3)), [FinalTextMissing]);
        let given = ReminderFacts { state: State::FinalText, ..announced };
        assert_eq!(kinds(&given, date(2027, 3, 3)), []);
        assert_eq!(kinds(&given, date(2027, 9, 2)), [EntryIntoForcePassed]);
        assert_eq!(kinds(&ReminderFacts { state: State::InForce, ..given }, date(2027, 9, 2)), []);
    }

    #[test]
    fn a_moved_deadline_reminds_anew() {
        let today = date(2027, 1, 10);
        let moved = ReminderFacts { closes_on: Some(date(2027, 1, 24)), ..published(0) };
        let about = |facts: &ReminderFacts| reminders(facts, today)[0].about;
        assert_ne!(about(&published(0)), about(&moved));
    }
}
