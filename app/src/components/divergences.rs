//! Divergences as sentences with their evidence: on a notification's page, and
//! as the running report of a draft.

use domain::divergence::Divergence;
use leptos::prelude::*;

use crate::texts::t;

/// One divergence; `marks` stand beside its name, `end` after its basis.
pub fn divergence(found: &Divergence, marks: Option<AnyView>, end: Option<String>) -> AnyView {
    let facts = found.evidence.facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect::<Vec<_>>();
    let facts = (!facts.is_empty())
        .then(|| view! { <ul class="govuk-list govuk-list--bullet app-evidence">{facts}</ul> });
    let class = format!("app-divergence app-divergence--{}", found.severity.as_str());
    view! {
        <li class=class>
            <h3 class="govuk-heading-s">{t(&format!("divergence-{}", found.code.as_str()))}" "
                <span class="app-severity">{t(&format!("severity-{}", found.severity.as_str()))}</span>{marks}
            </h3>
            <p class="govuk-body">{found.explanation.clone()}</p>
            {facts}
            <p class="app-quiet">{t("basis")}" "{found.basis.clone()}{end.map(|e| format!(" · {e}"))}</p>
        </li>
    }
    .into_any()
}

/// The running report of a draft.
pub fn report(found: &[Divergence]) -> AnyView {
    if found.is_empty() {
        return view! { <p class="govuk-body">{t("report-none")}</p> }.into_any();
    }
    let items = found.iter().map(|d| divergence(d, None, None)).collect::<Vec<_>>();
    view! { <ul class="app-items">{items}</ul> }.into_any()
}
