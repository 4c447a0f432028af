//! `implausible-reference`: the standard's ICS field has nothing to do with the
//! declared products (Rec. D.3). A real case cites a hearing-aid standard for ovens.

use std::collections::BTreeSet;

use super::{Code, Divergence, Evidence, Severity, Subject, about::About};
use crate::{codes::IcsCode, standard::Technique};

/// Fields and groups that standards for any product come from, so that their
/// presence says nothing about the product:
/// 01 vocabulary, symbols, documentation; 03 services, management, conformity
/// assessment; 07 sciences, microbiology; 13 environment, safety; 17 measurement
/// and 19 testing; 21, 23, 29, 31 components (fasteners, fluid systems, wires,
/// batteries, electronics); 35 information technology; 55 packaging; 77, 81, 83,
/// 85, 87 materials; of other fields the groups on laboratory medicine and aids
/// for people with disabilities (11.100, 11.180), automation, welding and
/// surfaces (25.020, 25.040, 25.160, 25.220), electromagnetic compatibility
/// (33.100), textiles as material (59.080), chemical analysis (71.040).
const HORIZONTAL: [&str; 26] = [
    "01", "03", "07", "13", "17", "19", "21", "23", "29", "31", "35", "55", "77", "81", "83", "85", "87",
    "11.100", "11.180", "25.020", "25.040", "25.160", "25.220", "33.100", "59.080", "71.040",
];

/// Of a horizontal field what is about one product after all: protective
/// equipment (helmets, gloves), electroacoustics (hearing aids, audiometers).
const PRODUCTS: [&str; 2] = ["13.340", "17.140.50"];

/// Always a `Note`: classification is a hint, and the reference may be meant.
/// Silent unless products and standard both lie in fields of certain products,
/// and share none.
pub(super) fn implausible_reference(about: &About<'_>, subject: &Subject<'_>) -> Option<Divergence> {
    if about.reference.technique == Technique::General {
        return None;
    }
    let entry = about.cited?.entry;
    let standard: Vec<IcsCode> = entry.ics.iter().filter_map(|c| c.parse().ok()).collect();
    let products = &subject.content.ics;
    let names_products = |codes: &[IcsCode]| !codes.is_empty() && !codes.iter().any(is_horizontal);
    let shared = fields(&standard).intersection(&fields(products)).next().is_some();
    if shared || !names_products(&standard) || !names_products(products) {
        return None;
    }
    let list = |codes: &[IcsCode]| codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (theirs, ours) = (list(&standard), list(products));
    let title = if entry.title.is_empty() { String::new() } else { format!(" (“{}”)", entry.title) };
    Some(Divergence {
        code: Code::ImplausibleReference,
        severity: Severity::Note,
        explanation: format!(
            "The text refers to {}. The catalogue classifies {}{title} under ICS {theirs}, and the products are declared under ICS {ours}, another field. This may be right; it may also be a wrong number, which readers would follow to the wrong requirements. Check the number, or add the ICS code that connects the standard with the products.",
            about.reference.cited, entry.id
        ),
        evidence: Evidence {
            cited: about.reference.cited.clone(),
            place: Some(about.reference.place.clone()),
            standard: entry.id.clone(),
            instead: String::new(),
            facts: vec![
                format!("{} has ICS {theirs}", entry.id),
                format!("declared products have ICS {ours}"),
            ],
        },
        basis: Code::ImplausibleReference.basis().to_owned(),
    })
}

fn fields(codes: &[IcsCode]) -> BTreeSet<&str> {
    codes.iter().map(IcsCode::field).collect()
}

pub(super) fn is_horizontal(code: &IcsCode) -> bool {
    let within = |prefix: &&str| code.ancestry().any(|above| above == *prefix);
    HORIZONTAL.iter().any(within) && !PRODUCTS.iter().any(within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, subject};
    use crate::notification::Content;
    use crate::standard::catalogue_fixture;
    use rstest::rstest;

    fn found(cited: &str, ics: &[&str]) -> Option<Divergence> {
        let content = Content { ics: ics.iter().map(|c| c.parse().unwrap()).collect(), ..Content::default() };
        let reference = declared(cited);
        implausible_reference(
            &About::new(&reference, &catalogue_fixture()),
            &subject(&content, std::slice::from_ref(&reference)),
        )
    }

    #[rstest]
    #[case::hearing_aids_for_ovens("IEC 60118-2", &["97.040.20"])]
    #[case::engines_for_toys("ISO 12345:2021", &["97.200.50"])]
    #[case::toys_for_food("ISO 8124-1:2022", &["67.040", "65.020"])]
    fn another_field_is_found(#[case] cited: &str, #[case] ics: &[&str]) {
        let found = found(cited, ics).unwrap();
        assert_eq!(found.severity, Severity::Note);
        assert!(found.explanation.contains("This may be right"));
    }

    #[rstest]
    #[case::same_field("IEC 60335-2-9:2019", &["97.040.20"])]
    #[case::no_products_classified("IEC 60118-2", &[])]
    #[case::standard_without_ics("ISO 90004:2009", &["97.040.20"])]
    #[case::safety_of_machinery("ISO 12100:2010", &["67.260"])]
    #[case::management("ISO 9001:2015", &["97.040.20"])]
    #[case::packaging_symbols("ISO 780:2015", &["67.040"])]
    #[case::horizontal_products("ISO 12345:2021", &["13.040.50"])]
    #[case::one_product_field_shared("ISO 12345:2021", &["43.080.10", "75.160.20"])]
    #[case::not_covered("EN 71-1", &["97.040"])]
    fn anything_else_is_silent(#[case] cited: &str, #[case] ics: &[&str]) {
        assert_eq!(found(cited, ics), None);
    }
}
