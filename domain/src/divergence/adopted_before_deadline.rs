//! `adopted-before-deadline` (TBT 2.9.4): adopted, or meant to be, before the
//! comment period is over, so that comments cannot be taken into account.

use super::{Code, Divergence, Evidence, Severity, Subject, divergence, written};

pub(super) fn check(subject: &Subject<'_>) -> Option<Divergence> {
    let content = subject.content;
    if content.articles.iter().any(|a| a.is_urgent()) {
        return None;
    }
    let last_day = content.comments_until.date?;
    let (adoption, planned) = match (subject.adopted, content.adoption.date) {
        (Some(day), _) => (day, false),
        (None, Some(day)) => (day, true),
        (None, None) => return None,
    };
    if adoption > last_day {
        return None;
    }
    let verb = if planned { "is planned for" } else { "took place on" };
    let evidence = Evidence {
        facts: vec![
            format!("adoption {verb} {}", written(adoption)),
            format!("final date for comments {}", written(last_day)),
        ],
        ..Evidence::default()
    };
    let explanation = format!(
        "Adoption {verb} {}, while comments are invited until {}. Comments received in between cannot change the \
         measure. Adopt after the final date, and leave time to take comments into account.",
        written(adoption),
        written(last_day)
    );
    Some(divergence(Code::AdoptedBeforeDeadline, Severity::Serious, evidence, explanation))
}
