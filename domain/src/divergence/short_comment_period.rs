//! `short-comment-period` (TBT 2.9): fewer days for comments than the
//! Committee recommends (60), or than the standstill of three months under
//! Directive (EU) 2015/1535, Article 6(1). Urgent measures are exempt.

use jiff::ToSpan as _;

use super::{Code, Divergence, Evidence, Severity, Subject, divergence, written};
use crate::{
    authority::Profile,
    clock::{DEFAULT_PERIOD_DAYS, days_between},
};

pub(super) fn check(subject: &Subject<'_>) -> Option<Divergence> {
    let content = subject.content;
    let last_day = content.comments_until.date?;
    let days = days_between(subject.published, last_day);
    let (short, rule, basis) = match subject.profile {
        Profile::Wto => {
            let urgent = content.articles.iter().any(|a| a.is_urgent());
            let rule = format!("the TBT Committee recommends at least {DEFAULT_PERIOD_DAYS}");
            (!urgent && days < DEFAULT_PERIOD_DAYS, rule, Code::ShortCommentPeriod.basis())
        }
        Profile::Eu => {
            let exempt = content.tris.as_ref().is_some_and(|t| t.fiscal || !t.urgency_grounds.is_empty());
            let earliest = subject.published.saturating_add(3.months());
            let rule = "the standstill lasts three months from receipt".to_owned();
            (!exempt && last_day < earliest, rule, "Directive (EU) 2015/1535, Article 6(1)")
        }
    };
    if !short {
        return None;
    }
    let evidence = Evidence {
        facts: vec![
            format!("published {}", written(subject.published)),
            format!("final date for comments {}", written(last_day)),
        ],
        ..Evidence::default()
    };
    // Less than half of what is recommended leaves no time to translate and consult.
    let severity = if days < DEFAULT_PERIOD_DAYS / 2 { Severity::Serious } else { Severity::Warning };
    let explanation = format!(
        "The comment period lasts {days} days, until {}; {rule}. Trading partners need the time to translate, \
         consult and write. Choose a later final date, or state why the measure is urgent.",
        written(last_day)
    );
    Some(Divergence {
        basis: basis.to_owned(),
        ..divergence(Code::ShortCommentPeriod, severity, evidence, explanation)
    })
}
