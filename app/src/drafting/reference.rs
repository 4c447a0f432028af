//! One declared reference with its deviations, as a form of its own.

use domain::standard::{Correspondence, DeclaredReference, Deviation, DeviationReason, Force};
use registry::FieldError;

use crate::form::FormState;

/// Deviations that can be declared of one reference.
const MOST_DEVIATIONS: usize = 50;

/// The values of the reference's fields.
pub fn reference_filled(r: &DeclaredReference) -> FormState {
    let mut values = vec![
        ("cited".to_owned(), r.cited.clone()),
        ("reference_clause".to_owned(), r.clause.clone()),
        ("force".to_owned(), r.force.as_str().to_owned()),
        ("correspondence".to_owned(), r.correspondence.map_or("", Correspondence::as_str).to_owned()),
        ("international".to_owned(), r.international.clone()),
        ("available_from".to_owned(), r.available_from.clone()),
        ("limits".to_owned(), r.limits.clone()),
    ];
    for (n, d) in r.deviations.iter().enumerate() {
        values.extend([
            (format!("deviation-{n}-clause"), d.clause.clone()),
            (format!("deviation-{n}-differs"), d.differs.clone()),
            (format!("deviation-{n}-reason"), d.reason.map_or("", DeviationReason::as_str).to_owned()),
            (format!("deviation-{n}-justification"), d.justification.clone()),
        ]);
    }
    FormState { values, errors: Vec::new() }
}

/// What a reference is called in addresses: it changes when the reference does.
pub fn reference_key(r: &DeclaredReference) -> String {
    reference_filled(r).fingerprint()
}

/// How many groups of deviations the form was sent with.
pub fn deviations_typed(form: &FormState) -> usize {
    let number = |name: &str| name.strip_prefix("deviation-")?.split('-').next()?.parse::<usize>().ok();
    form.values
        .iter()
        .filter_map(|(name, _)| number(name))
        .filter(|n| *n < MOST_DEVIATIONS)
        .max()
        .map_or(0, |n| n + 1)
}

/// The reference typed, and what is wrong with it. Deviations without any word are dropped.
pub fn reference_read(form: &FormState) -> (DeclaredReference, Vec<FieldError>) {
    let mut errors = Vec::new();
    let mut text = |field: &str, limit: usize| {
        let typed = form.value(field).trim().replace('\0', "");
        if typed.chars().count() > limit {
            errors.push(FieldError::new(field, format!("Shorten this to {limit} characters.")));
        }
        typed
    };
    let cited = text("cited", 200);
    let clause = text("reference_clause", 200);
    let international = text("international", 200);
    let available_from = text("available_from", 500);
    let limits = text("limits", 5_000);
    let mut deviations = Vec::new();
    for n in 0..MOST_DEVIATIONS {
        let d = Deviation {
            clause: text(&format!("deviation-{n}-clause"), 200),
            differs: text(&format!("deviation-{n}-differs"), 5_000),
            reason: DeviationReason::from_name(&form.value(&format!("deviation-{n}-reason"))),
            justification: text(&format!("deviation-{n}-justification"), 5_000),
        };
        if d != Deviation::default() {
            deviations.push(d);
        }
    }
    if cited.is_empty() {
        let message = "Enter the standard as the draft cites it, for example IEC 60335-1:2020.";
        errors.insert(0, FieldError::new("cited", message));
    }
    let reference = DeclaredReference {
        cited,
        clause,
        force: Force::from_name(&form.value("force")).unwrap_or_default(),
        correspondence: Correspondence::from_name(&form.value("correspondence")),
        international,
        available_from,
        limits,
        deviations,
    };
    (reference, errors)
}
