//! `short-transition` (TBT 2.12): fewer than six months between publication of
//! the adopted regulation and its entry into force (Doha Decision on
//! implementation, 5.2). Urgent measures are exempt.

use jiff::{ToSpan as _, civil::Date};

use super::{Code, Divergence, Evidence, Severity, Subject, divergence, written};
use crate::{
    authority::Profile,
    clock::{TRANSITION_MONTHS, days_between},
};

pub(super) fn check(subject: &Subject<'_>) -> Option<Divergence> {
    let content = subject.content;
    if subject.profile == Profile::Eu || content.articles.iter().any(|a| a.is_urgent()) {
        return None;
    }
    let in_force = content.entry_into_force.date?;
    let (from, event): (Date, &str) = match (subject.adopted, content.adoption.date) {
        (Some(day), _) => (day, "adoption"),
        (None, Some(day)) => (day, "proposed adoption"),
        (None, None) => (subject.published, "this notification"),
    };
    if in_force >= from.saturating_add(TRANSITION_MONTHS.months()) {
        return None;
    }
    let days = days_between(from, in_force);
    let evidence = Evidence {
        facts: vec![
            format!("{event} {}", written(from)),
            format!("proposed entry into force {}", written(in_force)),
        ],
        ..Evidence::default()
    };
    let explanation = format!(
        "Between {event} and entry into force lie {days} days; six months are the reasonable interval that lets \
         producers, in particular in developing countries, adapt. Choose {} or later, or state why less is needed to \
         reach the objective.",
        written(from.saturating_add(TRANSITION_MONTHS.months()))
    );
    Some(divergence(Code::ShortTransition, Severity::Warning, evidence, explanation))
}
