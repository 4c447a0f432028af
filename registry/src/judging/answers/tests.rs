//! What a declared deviation explains.

use super::*;
use domain::{
    divergence::{Evidence, Severity},
    standard::DeviationReason,
};

/// A divergence about the first declared reference, or about a limit recorded for it.
fn divergence(code: Code) -> Divergence {
    let (cited, standard) = match code {
        Code::ValueDiffers => ("90 mg/kg", "GB 6675.4-2014"),
        _ => ("GB 6675.4-2014", ""),
    };
    Divergence {
        code,
        severity: Severity::Warning,
        evidence: Evidence {
            cited: cited.into(),
            place: (code != Code::ValueDiffers).then_some(Place::Declared { index: 0 }),
            standard: standard.into(),
            ..Evidence::default()
        },
        explanation: "It differs.".into(),
        basis: code.basis().into(),
    }
}

fn deviation(clause: &str, justification: &str) -> Deviation {
    Deviation {
        clause: clause.into(),
        reason: Some(DeviationReason::Climatic),
        justification: justification.into(),
        ..Deviation::default()
    }
}

fn declaring(cited: &str, deviations: Vec<Deviation>) -> Content {
    let reference = DeclaredReference { cited: cited.into(), deviations, ..DeclaredReference::default() };
    Content { references: vec![reference], ..Content::default() }
}

fn answer_to(divergence: &Divergence, content: &Content) -> Option<Answer> {
    answer(divergence, "", content, &HashMap::new())
}

#[test]
fn it_explains_what_it_concerns_alone() {
    use Code::{ModifiedAdoption, NationalInsteadOfInternational, UndeclaredDeviation, ValueDiffers};
    let content = declaring("GB 6675.4-2014", vec![deviation("4.2", "Heat.")]);
    let explained = Code::ALL.into_iter().filter(|code| answer_to(&divergence(*code), &content).is_some());
    assert_eq!(
        explained.collect::<Vec<_>>(),
        [NationalInsteadOfInternational, ModifiedAdoption, UndeclaredDeviation, ValueDiffers]
    );
}

#[test]
fn deviations_from_another_standard_explain_nothing() {
    let mut other = declaring("ISO 8124-3:2020", vec![deviation("4.2", "Heat.")]);
    let own = DeclaredReference { cited: "GB 6675.4-2014".into(), ..DeclaredReference::default() };
    other.references.insert(0, own);
    for code in [Code::ModifiedAdoption, Code::ValueDiffers] {
        assert_eq!(answer_to(&divergence(code), &other), None, "{code:?}");
    }
}

#[test]
fn every_one_needs_its_reason() {
    let heat = || deviation("4.2", "Heat.");
    let without_reason = Deviation { reason: None, ..deviation("5", "Dust.") };
    let cases = [
        (vec![], None),
        (vec![deviation("4.2", " Heat. ")], Some("Heat.")),
        (vec![heat(), deviation("", "Dust.")], Some("4.2: Heat.\nDust.")),
        (vec![heat(), deviation("5", " ")], None),
        (vec![heat(), without_reason], None),
    ];
    for (deviations, reason) in cases {
        let content = declaring("GB 6675.4-2014", deviations);
        let given = answer_to(&divergence(Code::ModifiedAdoption), &content);
        assert_eq!(given.map(|a| a.reason).as_deref(), reason, "{:?}", content.references);
    }
}

#[test]
fn what_is_explained_weighs_less_and_says_why() {
    let found = divergence(Code::ModifiedAdoption);
    let content = declaring("GB 6675.4-2014", vec![deviation("4.2", "Hot\nsummers.")]);
    let given = answer_to(&found, &content);
    let shown = answered(found.clone(), given.as_ref());
    assert_eq!(shown.severity, Severity::Note);
    assert_eq!(shown.explanation, "It differs. The authority explains: “Hot summers.”");
    let dismissed = given.map(|a| Answer { verdict: Verdict::Dismissed, ..a });
    assert_eq!(answered(found.clone(), dismissed.as_ref()), found);
    assert_eq!(answered(found.clone(), None), found);
}
