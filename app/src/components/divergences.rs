//! Divergences as sentences with their evidence, what the authority says to
//! them, and how they came and went: on a notification's page, and as the
//! running report of a draft.

use domain::divergence::Severity;
use leptos::prelude::*;
use registry::notifications::{DivergenceRecord, DivergenceState, FlagChange, Verdict};

use super::{encoded, moment};
use crate::texts::{t, t_with};

/// Where a divergence is explained or dismissed.
pub fn answer_path(notification: i64, key: &str) -> String {
    format!("/desk/{notification}/divergence?key={}", encoded(key))
}

/// One divergence. `answer_for` is the notification whose official reads it and
/// may answer it.
pub fn divergence(found: &DivergenceRecord, answer_for: Option<i64>) -> AnyView {
    let d = &found.divergence;
    let facts = d.evidence.facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect::<Vec<_>>();
    let facts = (!facts.is_empty())
        .then(|| view! { <ul class="govuk-list govuk-list--bullet app-evidence">{facts}</ul> });
    let state = (found.state != DivergenceState::Open).then(
        || view! { " "<span class="govuk-tag">{t(&format!("divergence-state-{}", found.state.as_str()))}</span> },
    );
    let raised = found.raised.map(|at| format!(" · {}", t_with("raised-on", &[("day", moment(at).into())])));
    let link = answer_for.filter(|_| found.state != DivergenceState::Resolved).map(|id| {
        let words =
            if found.answer.is_some() { t("divergence-answer-change") } else { t("divergence-answer") };
        let name = t(&format!("divergence-{}", d.code.as_str()));
        view! {
            <p class="govuk-body"><a class="govuk-link" href=answer_path(id, &found.key)>{words}
                <span class="govuk-visually-hidden">": "{name}" "{d.evidence.cited.clone()}</span></a></p>
        }
    });
    let class = match found.state {
        DivergenceState::Open => format!("app-divergence app-divergence--{}", d.severity.as_str()),
        // What is answered for or gone weighs less.
        _ => "app-divergence app-divergence--quiet".to_owned(),
    };
    view! {
        <li class=class>
            <h3 class="govuk-heading-s">{t(&format!("divergence-{}", d.code.as_str()))}" "
                <span class="app-severity">{t(&format!("severity-{}", d.severity.as_str()))}</span>{state}
            </h3>
            <p class="govuk-body">{d.explanation.clone()}</p>
            {facts}
            {answer(found)}
            <p class="app-quiet">{t("basis")}" "{d.basis.clone()}{raised}</p>
            {history(found)}
            {link}
        </li>
    }
    .into_any()
}

/// What the authority says to it. The finding itself quotes why something is
/// meant; why it does not apply is said here.
fn answer(found: &DivergenceRecord) -> Option<AnyView> {
    let answer = found.answer.as_ref().filter(|_| found.state != DivergenceState::Resolved)?;
    let by = match answer.at {
        Some(at) => format!("{}, {}", answer.actor, moment(at)),
        None => t("divergence-declared"),
    };
    Some(
        view! {
            <div class="app-reply">
                <p class="app-quiet">{t(&format!("divergence-says-{}", answer.verdict.as_str()))}" "{by}</p>
                {(answer.verdict == Verdict::Dismissed)
                    .then(|| view! { <p class="app-text">{answer.reason.clone()}</p> })}
            </div>
        }
        .into_any(),
    )
}

/// How it came and went, where that is more than that it was raised.
fn history(found: &DivergenceRecord) -> Option<AnyView> {
    if found.history.len() < 2 {
        return None;
    }
    let items = found.history.iter().map(|e| {
        let cause = t(&format!("cause-{}", e.cause.as_str()));
        let actor = if e.actor.is_empty() { String::new() } else { format!(", {}", e.actor) };
        let change = e.change.as_ref().map(changed);
        view! { <li>{moment(e.at)}" "{t(&format!("flag-{}", e.what))}{change}" ("{cause}{actor}")"</li> }
    });
    Some(
        view! {
            <details class="govuk-details">
                <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{t("divergence-history")}</span></summary>
                <div class="govuk-details__text"><ol class="govuk-list govuk-list--number">{items.collect_view()}</ol></div>
            </details>
        }
        .into_any(),
    )
}

/// What changed about it while it stayed: its weight, and what to use instead.
fn changed(change: &FlagChange) -> String {
    let severity = |s: Severity| t(&format!("severity-{}", s.as_str()));
    let mut parts = Vec::new();
    if change.severity != change.severity_before {
        let (before, after) = (severity(change.severity_before), severity(change.severity));
        parts.push(t_with("flag-changed-severity", &[("before", before.into()), ("after", after.into())]));
    }
    if change.instead != change.instead_before {
        parts.push(match change.instead.as_str() {
            "" => t("flag-changed-nothing-instead"),
            instead => t_with("flag-changed-instead", &[("instead", instead.to_owned().into())]),
        });
    }
    format!(": {}", parts.join("; "))
}

/// The running report of a draft.
pub fn report(draft: i64, found: &[DivergenceRecord]) -> AnyView {
    if found.is_empty() {
        return view! { <p class="govuk-body">{t("report-none")}</p> }.into_any();
    }
    let items = found.iter().map(|d| divergence(d, Some(draft))).collect::<Vec<_>>();
    view! { <ul class="app-items">{items}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::divergence::{Code, Divergence, Evidence};
    use registry::notifications::{Answer, Cause, FlagEvent};

    use super::*;

    fn record(explanation: &str, answer: Option<Answer>, history: Vec<FlagEvent>) -> DivergenceRecord {
        let state = match answer.as_ref().map(|a| a.verdict) {
            None => DivergenceState::Open,
            Some(Verdict::Explained) => DivergenceState::Explained,
            Some(Verdict::Dismissed) => DivergenceState::Dismissed,
        };
        DivergenceRecord {
            key: "superseded-edition|ISO 8124-1:2018|declared".into(),
            divergence: Divergence {
                code: Code::SupersededEdition,
                severity: Severity::Serious,
                evidence: Evidence::default(),
                explanation: explanation.into(),
                basis: "Rec. C.6".into(),
            },
            state,
            answer,
            raised: None,
            resolved: None,
            history,
        }
    }

    fn html(found: &DivergenceRecord) -> String {
        leptos::reactive::owner::Owner::new().with(|| divergence(found, None).to_html())
    }

    #[test]
    fn what_changed_while_it_stayed_is_in_its_history() {
        let event = |what: &str, change| FlagEvent {
            at: "2026-12-01T00:00:00Z".parse().unwrap(),
            what: what.into(),
            cause: Cause::Catalogue,
            actor: String::new(),
            change,
        };
        let change = FlagChange {
            severity_before: Severity::Warning,
            severity: Severity::Serious,
            instead_before: "ISO 8124-1:2022".into(),
            instead: "ISO 8124-1:2026".into(),
        };
        let html = html(&record("", None, vec![event("raised", None), event("changed", Some(change))]));
        assert!(html.contains("from Warning to Serious"), "{html}");
        assert!(html.contains("what to use instead is ISO 8124-1:2026 now"), "{html}");
    }

    #[test]
    fn a_reason_is_read_once() {
        let answer = |verdict| {
            Some(Answer { verdict, reason: "Hot summers.".into(), actor: "Amina".into(), at: None })
        };
        let explained =
            record("It differs. The authority explains: “Hot summers.”", answer(Verdict::Explained), vec![]);
        let dismissed = record("It differs.", answer(Verdict::Dismissed), vec![]);
        for found in [explained, dismissed] {
            assert_eq!(html(&found).matches("Hot summers.").count(), 1);
        }
    }
}
