//! Whether the address of a standard still answers. A false alarm is worse than
//! silence: what fails once may work tomorrow, and whoever refuses a program is
//! there all the same.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};

/// What a check of an address found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFinding {
    /// There is something at the address.
    Answers,
    /// There is nothing any more, or nobody answers.
    Fails,
    /// The answer does not say: refused, asked too often, out of order.
    Unclear,
}

/// What is known of an address by all its checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkStanding {
    /// The first check that failed, when none since found an answer.
    pub failing_since: Option<Timestamp>,
    /// Whether it is called dead.
    pub dead: bool,
}

impl LinkStanding {
    /// Two failures this far apart, with no answer between them, make an address dead.
    const APART: SignedDuration = SignedDuration::from_hours(24);

    /// What is known after a further check.
    #[must_use]
    pub fn after(self, found: LinkFinding, now: Timestamp) -> Self {
        match (found, self.failing_since) {
            (LinkFinding::Answers, _) => Self::default(),
            (LinkFinding::Unclear, _) => self,
            (LinkFinding::Fails, None) => Self { failing_since: Some(now), dead: false },
            (LinkFinding::Fails, Some(since)) => {
                Self { dead: self.dead || now.duration_since(since) >= Self::APART, ..self }
            }
        }
    }

    /// The day since which it does not answer, once it is called dead.
    pub fn dead_since(self) -> Option<Date> {
        self.failing_since.filter(|_| self.dead).map(|at| at.to_zoned(TimeZone::UTC).date())
    }
}

#[cfg(test)]
mod tests {
    use super::LinkFinding::{Answers, Fails, Unclear};
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::never_checked(&[], None)]
    #[case::one_failure(&[("2026-03-01T12:00:00Z", Fails)], None)]
    #[case::two_on_one_day(&[("2026-03-01T12:00:00Z", Fails), ("2026-03-02T11:59:59Z", Fails)], None)]
    #[case::a_day_apart(&[("2026-03-01T12:00:00Z", Fails), ("2026-03-02T12:00:00Z", Fails)], Some("2026-03-01"))]
    #[case::the_third_is_late_enough(
        &[("2026-03-01T12:00:00Z", Fails), ("2026-03-01T13:00:00Z", Fails), ("2026-03-03T12:00:00Z", Fails)],
        Some("2026-03-01")
    )]
    #[case::an_answer_between(
        &[("2026-03-01T12:00:00Z", Fails), ("2026-03-02T12:00:00Z", Answers), ("2026-03-03T12:00:00Z", Fails)],
        None
    )]
    #[case::what_says_nothing_changes_nothing(
        &[("2026-03-01T12:00:00Z", Fails), ("2026-03-02T12:00:00Z", Unclear), ("2026-03-03T12:00:00Z", Fails)],
        Some("2026-03-01")
    )]
    #[case::dead_and_unclear(
        &[("2026-03-01T12:00:00Z", Fails), ("2026-03-03T12:00:00Z", Fails), ("2026-03-04T12:00:00Z", Unclear)],
        Some("2026-03-01")
    )]
    #[case::dead_and_back(
        &[("2026-03-01T12:00:00Z", Fails), ("2026-03-03T12:00:00Z", Fails), ("2026-03-04T12:00:00Z", Answers)],
        None
    )]
    #[case::unclear_alone(&[("2026-03-01T12:00:00Z", Unclear), ("2026-03-09T12:00:00Z", Unclear)], None)]
    fn an_address_is_dead_when_two_checks_a_day_apart_failed(
        #[case] checks: &[(&str, LinkFinding)],
        #[case] dead_since: Option<&str>,
    ) {
        let after = |standing: LinkStanding, (at, found): &(&str, LinkFinding)| {
            standing.after(*found, at.parse().unwrap())
        };
        let standing = checks.iter().fold(LinkStanding::default(), after);
        assert_eq!(standing.dead_since(), dead_since.map(|day| day.parse().unwrap()));
    }
}
