//! `value-differs`: a limit in the draft differs from the one that other drafts
//! on the same product set, or that the authority records for the cited
//! standard (Rec. C.3 (g)).

use super::{Code, Divergence, Evidence, Limit, Severity, Subject, about::parse, words};

/// At most so many other drafts are quoted; the others are counted.
const QUOTED: usize = 4;

/// `Note` for other drafts, `Warning` for the cited standard itself. Compared
/// only when the same words say what is limited, on the same side, in units of
/// the same kind, and when each text has one value only for it.
pub(super) fn value_differs(subject: &Subject<'_>) -> Vec<Divergence> {
    let around = &subject.around;
    if around.limits.is_empty() || (around.neighbours.is_empty() && around.recorded.is_empty()) {
        return Vec::new();
    }
    let mut found: Vec<Divergence> = Vec::new();
    for (at, own) in around.limits.iter().enumerate() {
        let repeated = around.limits[..at].iter().any(|earlier| is_about_the_same(earlier, own));
        if repeated || the_one(around.limits, own).is_none() {
            continue;
        }
        found.extend(differs_from_recorded(own, subject));
        found.extend(differs_from_others(own, subject));
    }
    found
}

fn differs_from_recorded(own: &Limit, subject: &Subject<'_>) -> Option<Divergence> {
    let cited = |standard: &str| {
        let number = parse(standard).map(|id| id.undated());
        number.is_some() && subject.references.iter().any(|r| parse(&r.id).map(|id| id.undated()) == number)
    };
    let recorded = subject.around.recorded.iter().find(|r| {
        is_about_the_same(&r.limit, own) && r.limit.quantity != own.quantity && cited(&r.standard)
    })?;
    let fact = format!("{}: “{}”", recorded.standard, recorded.limit.sentence);
    let told = format!(
        "This draft says: “{}” The standard it cites, {}, is recorded with: “{}”{} Whoever complies with the standard may not comply with the draft. Take the standard's value, or declare the deviation with its reason.",
        own.sentence,
        recorded.standard,
        recorded.limit.sentence,
        times(own, &recorded.limit)
    );
    let mut divergence = divergence(own, Severity::Warning, vec![fact], told);
    divergence.evidence.standard.clone_from(&recorded.standard);
    Some(divergence)
}

fn differs_from_others(own: &Limit, subject: &Subject<'_>) -> Option<Divergence> {
    let others: Vec<(String, &Limit)> = subject
        .around
        .neighbours
        .iter()
        .filter_map(|neighbour| {
            let theirs = the_one(&neighbour.limits, own).filter(|l| l.quantity != own.quantity)?;
            let shared = neighbour.shares_product(subject.content)?;
            Some((format!("{} ({}, same {shared})", neighbour.authority, neighbour.symbol), theirs))
        })
        .collect();
    let ((who, first), rest) = others.split_first()?;
    let mut facts: Vec<String> =
        others.iter().take(QUOTED).map(|(who, limit)| format!("{who}: “{}”", limit.sentence)).collect();
    if others.len() > QUOTED {
        facts.push(format!("and {} more", others.len() - QUOTED));
    }
    let names: Vec<&str> = rest.iter().map(|(who, _)| who.as_str()).take(QUOTED).collect();
    let more = match names.as_slice() {
        [] => String::new(),
        names => format!(" Other values are in the drafts of {} as well.", words::list(names)),
    };
    let told = format!(
        "This draft says: “{}” The draft of {who} says: “{}”{}{more} Products made to the one may fail the other. Compare the reasons for both values; where they serve the same objective, agree on one.",
        own.sentence,
        first.sentence,
        times(own, first)
    );
    Some(divergence(own, Severity::Note, facts, told))
}

/// The only value that the limits have for what `own` limits.
fn the_one<'l>(limits: &'l [Limit], own: &Limit) -> Option<&'l Limit> {
    let mut same = limits.iter().filter(|l| is_about_the_same(l, own));
    let first = same.next()?;
    same.all(|l| l.quantity == first.quantity).then_some(first)
}

fn is_about_the_same(a: &Limit, b: &Limit) -> bool {
    a.comparison == b.comparison && a.subject == b.subject && a.quantity.is_comparable(&b.quantity)
}

/// How far the values are apart, as a sentence.
fn times(own: &Limit, other: &Limit) -> String {
    match own.quantity.ratio(&other.quantity) {
        Some(ratio) if ratio >= 1.05 => format!(" This draft's value is {} times as high.", rounded(ratio)),
        Some(ratio) if ratio > 0.0 && ratio <= 0.95 => {
            format!(" The other value is {} times as high.", rounded(1.0 / ratio))
        }
        _ => String::new(),
    }
}

/// Two significant digits below ten, whole numbers above.
fn rounded(ratio: f64) -> String {
    if ratio < 9.95 {
        let text = format!("{ratio:.1}");
        text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
    } else {
        format!("{ratio:.0}")
    }
}

fn divergence(own: &Limit, severity: Severity, others: Vec<String>, explanation: String) -> Divergence {
    let mut facts = vec![format!("this draft: “{}”", own.sentence)];
    facts.extend(others);
    Divergence {
        code: Code::ValueDiffers,
        severity,
        evidence: Evidence {
            cited: own.written.clone(),
            place: Some(own.place.clone()),
            facts,
            ..Evidence::default()
        },
        explanation,
        basis: Code::ValueDiffers.basis().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, subject};
    use crate::divergence::{Neighbour, RecordedLimit, Surroundings, limits_in};
    use crate::notification::Content;
    use proptest::prelude::*;
    use rstest::rstest;

    fn found(ours: &str, theirs: &[&str], hs: &str) -> Vec<Divergence> {
        let limits = limits_in(ours);
        let neighbours: Vec<Neighbour> = theirs
            .iter()
            .map(|text| Neighbour {
                symbol: "G/TBT/N/KEN/1".into(),
                authority: "Kenya".into(),
                hs: vec![hs.parse().unwrap()],
                limits: limits_in(text),
                ..Neighbour::default()
            })
            .collect();
        let content = Content { hs: vec!["9503".parse().unwrap()], ..Content::default() };
        let neighbours: Vec<&Neighbour> = neighbours.iter().collect();
        let around = Surroundings { limits: &limits, neighbours: &neighbours, ..Surroundings::default() };
        value_differs(&Subject { around, ..subject(&content, &[]) })
    }

    const OURS: &str = "The lead content of paint shall not exceed 90 mg/kg.";

    #[rstest]
    #[case::another_value("Lead in paint shall not exceed 600 ppm.", true)]
    #[case::same_value_in_another_unit("Lead in paint shall not exceed 0.009 % by mass.", false)]
    #[case::another_substance("Cadmium in paint shall not exceed 600 ppm.", false)]
    #[case::another_place("Lead in toys shall not exceed 600 ppm.", false)]
    #[case::another_quantity("Soluble lead in paint shall not exceed 600 ppm.", false)]
    #[case::other_side("Lead in paint shall be not less than 600 ppm.", false)]
    #[case::unlike_units("Lead in paint shall not exceed 600 mg/L.", false)]
    #[case::two_values(
        "Lead in paint shall not exceed 600 ppm. The lead content of paint shall not exceed 90 mg/kg.",
        false
    )]
    fn other_drafts_are_compared(#[case] theirs: &str, #[case] fires: bool) {
        let found = found(OURS, &[theirs], "950300");
        assert_eq!(!found.is_empty(), fires, "{found:?}");
    }

    #[test]
    fn both_sentences_are_shown() {
        let found = found(OURS, &["Lead in paint shall not exceed 600 ppm."], "950300");
        assert_eq!(
            found[0].evidence.facts,
            [
                "this draft: “The lead content of paint shall not exceed 90 mg/kg.”",
                "Kenya (G/TBT/N/KEN/1, same HS 9503): “Lead in paint shall not exceed 600 ppm.”"
            ]
        );
        assert!(
            found[0].explanation.contains("The other value is 6.7 times as high"),
            "{}",
            found[0].explanation
        );
        assert_eq!(found[0].severity, Severity::Note);
    }

    #[test]
    fn decibels_are_no_multiples() {
        let noise = |level: u32| format!("Noise of lawnmowers shall be not more than {level} dB(A).");
        let found = found(&noise(96), &[&noise(80)], "950300");
        assert_eq!(found.len(), 1);
        assert!(!found[0].explanation.contains("times as high"), "{}", found[0].explanation);
    }

    #[test]
    fn other_products_and_own_contradictions_are_silent() {
        assert_eq!(found(OURS, &["Lead in paint shall not exceed 600 ppm."], "8516"), []);
        let two = format!("{OURS} Lead in paint shall not exceed 100 mg/kg.");
        assert_eq!(found(&two, &["Lead in paint shall not exceed 600 ppm."], "9503"), []);
    }

    #[rstest]
    #[case("ISO 12345:2021", true)]
    #[case::not_cited("ISO 12100:2010", false)]
    fn the_recorded_limit_of_the_cited_standard_counts(#[case] standard: &str, #[case] fires: bool) {
        let limits = limits_in(OURS);
        let recorded = [RecordedLimit {
            standard: standard.into(),
            limit: limits_in("Lead in paint shall not exceed 1000 mg/kg.").remove(0),
        }];
        let (content, references) = (Content::default(), [declared("ISO 12345:2013")]);
        let around = Surroundings { limits: &limits, recorded: &recorded, ..Surroundings::default() };
        let found = value_differs(&Subject { around, ..subject(&content, &references) });
        assert_eq!(
            found.iter().map(|d| d.severity).collect::<Vec<_>>(),
            if fires { vec![Severity::Warning] } else { vec![] }
        );
    }

    proptest! {
        /// Whoever takes the other's value is not told that it differs.
        #[test]
        fn the_fix_is_silent(ours in 1u32..10_000, theirs in 1u32..10_000) {
            let text = |n: u32| format!("Lead in paint shall not exceed {n} mg/kg.");
            let fires = found(&text(ours), &[&text(theirs)], "9503").len();
            prop_assert_eq!(fires, usize::from(ours != theirs));
            prop_assert_eq!(found(&text(theirs), &[&text(theirs)], "9503"), []);
        }
    }
}
