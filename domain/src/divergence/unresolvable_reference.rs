//! `unresolvable-reference` (Rec. D.3.6): reads like a standard, and there is
//! none such. Claimed only where the catalogue can know: the publisher is
//! covered, or other editions of the same number are known and the year is not
//! later than the catalogue.

use super::{About, Code, Divergence, Severity, divergence};
use crate::standard::Resolution;

pub(super) fn check(about: &About<'_>) -> Option<Divergence> {
    let id = about.id.as_ref().filter(|id| !id.is_supplement())?;
    let mut evidence = about.evidence();
    let explanation = match &about.resolution {
        Resolution::NoSuchEdition(known) => {
            let year = id.year()?;
            // An edition newer than the catalogue is no error of the text.
            if year >= about.catalogue.newest_year() {
                return None;
            }
            let editions: Vec<&str> = known.iter().map(|e| e.id.as_str()).collect();
            let instead = known.iter().rev().find(|e| e.is_in_force()).or(known.last())?;
            evidence.instead = instead.id.clone();
            evidence.standard = instead.id.clone();
            evidence.facts.push(format!("the catalogue knows {}", editions.join(", ")));
            format!(
                "The text cites {id}, but the catalogue knows no edition of {year}: it knows {}. Nobody can obtain \
                 what is cited. Check the year; the edition in force is {}.",
                editions.join(", "),
                instead.id
            )
        }
        Resolution::NoSuchStandard => {
            evidence.facts.push(format!(
                "the catalogue of {} has no number {}",
                id.publisher(),
                id.undated()
            ));
            format!(
                "The text cites {id}, which reads like a standard of {}, but the catalogue of that publisher has no \
                 such number. Check the number; if the document exists, say where it can be obtained.",
                id.publisher()
            )
        }
        _ => return None,
    };
    Some(divergence(Code::UnresolvableReference, Severity::Serious, evidence, explanation))
}
