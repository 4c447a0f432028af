//! `fragmentation`: other authorities' measures on the same product cite other
//! editions, or other standards of the same subject (Rec. B (e)).

use super::{
    Code, Divergence, Neighbour, Severity, Subject, about::About, implausible_reference::is_horizontal, words,
};
use crate::{codes::IcsCode, standard::Technique};

/// At most so many measures are named; the others are counted.
const NAMED: usize = 5;

/// `Note`: each measure may be right by itself, and nobody has to mend alone.
/// Silent when the measures share neither an HS heading nor an ICS group, and
/// about standards for any product. Another standard counts as one of the same
/// subject only when it shares the ICS code of the lowest level, is of another
/// number (not another part), and the two measures cite nothing in common of
/// that code.
pub(super) fn fragmentation(about: &About<'_>, subject: &Subject<'_>) -> Option<Divergence> {
    if subject.around.neighbours.is_empty() || about.reference.technique == Technique::General {
        return None;
    }
    let cited = about.cited?;
    let entry = cited.entry;
    let number = about.id.as_ref().filter(|_| cited.way == super::about::Way::Itself).map(|id| id.undated());
    let number = number.or_else(|| Some(super::about::parse(&entry.id)?.undated()))?;
    let key = number.to_string();
    let codes: Vec<&String> = entry.ics.iter().filter(|c| names_product(c)).collect();

    let mut other_editions: Vec<(&Neighbour, &str)> = Vec::new();
    let mut other_standards: Vec<(&Neighbour, &str)> = Vec::new();
    for neighbour in subject.around.neighbours.iter().copied() {
        let Some(same) = neighbour.cited.iter().find(|c| c.number == key) else {
            let rival = neighbour.cited.iter().find(|c| {
                c.ics.iter().any(|code| codes.contains(&code))
                    && !is_part_of(&c.number, number.publisher(), number.number())
            });
            other_standards.extend(rival.map(|c| (neighbour, c.edition.as_str())));
            continue;
        };
        if same.edition != entry.id && !neighbour.cited.iter().any(|c| c.edition == entry.id) {
            other_editions.push((neighbour, &same.edition));
        }
    }
    // What this measure cites as well is no other standard.
    other_standards.retain(|(_, edition)| {
        !subject
            .references
            .iter()
            .any(|r| r.id == *edition || (!r.id.is_empty() && edition.starts_with(&format!("{}:", r.id))))
    });
    // The overlap is looked at last: it is the dearest to find out.
    let shares = |found: Vec<(&'_ Neighbour, &'_ str)>| -> Vec<String> {
        let fact = |(n, edition): (&Neighbour, &str)| {
            let shared = n.shares_product(subject.content)?;
            Some(format!("{} ({}, same {shared}) cites {edition}", n.authority, n.symbol))
        };
        found.into_iter().filter_map(fact).collect()
    };
    let editions: Vec<String> = other_editions.iter().map(|(_, e)| (*e).to_owned()).collect();
    let agreed = editions.first().filter(|first| editions.iter().all(|e| e == *first)).cloned();
    let (facts, kind) = match shares(other_editions) {
        facts if !facts.is_empty() => (facts, "in another edition"),
        _ => (shares(other_standards), "another standard of the same subject instead"),
    };
    if facts.is_empty() {
        return None;
    }
    let count = facts.len();
    let measures = if count == 1 { "1 measure".to_owned() } else { format!("{count} measures") };
    let verb = if count == 1 { "cites" } else { "cite" };
    let told = format!(
        "The text refers to {}. On products of the same heading, {measures} of other authorities {verb} {}: {}. Producers who sell to all of them have to comply with each, and to have the same product tested more than once. Consider the edition in force, or an undated reference; or take it up with these authorities as a common regulatory objective.",
        about.reference.cited,
        if kind.starts_with("in ") { format!("the same standard {kind}") } else { kind.to_owned() },
        words::list(&facts[..count.min(NAMED)]),
    );
    let mut evidence = about.evidence();
    evidence.standard = entry.id.clone();
    if kind.starts_with("in ") {
        evidence.instead = agreed.unwrap_or_default();
    }
    evidence.facts.extend(facts.iter().take(NAMED).cloned());
    if count > NAMED {
        evidence.facts.push(format!("and {} more", count - NAMED));
    }
    Some(about.divergence(Code::Fragmentation, Severity::Note, evidence, told))
}

/// Whether the code is of the lowest level and about certain products.
fn names_product(code: &str) -> bool {
    code.len() == 9 && code.parse::<IcsCode>().is_ok_and(|c| !is_horizontal(&c))
}

/// Whether a number is another part of the same series.
fn is_part_of(other: &str, publisher: &str, number: &str) -> bool {
    super::about::parse(other).is_some_and(|id| id.publisher() == publisher && id.number() == number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::testing::{declared, subject};
    use crate::divergence::{Citation, Surroundings};
    use crate::notification::Content;
    use crate::standard::{StandardRecord, StandardStatus, catalogue_fixture};
    use rstest::rstest;

    fn neighbour(
        symbol: &str,
        hs: &str,
        cited: &[&str],
        catalogue: &crate::standard::Catalogue,
    ) -> Neighbour {
        Neighbour {
            symbol: symbol.into(),
            authority: "Kenya".into(),
            hs: vec![hs.parse().unwrap()],
            cited: cited.iter().filter_map(|id| Citation::of(id, catalogue)).collect(),
            ..Neighbour::default()
        }
    }

    fn catalogue() -> crate::standard::Catalogue {
        let rival = StandardRecord {
            id: "ISO 22222:2015".into(),
            year: Some(2015),
            status: StandardStatus::Published,
            ics: vec!["97.200.50".into()],
            ..StandardRecord::default()
        };
        let part = StandardRecord { id: "ISO 8124-3:2020".into(), year: Some(2020), ..rival.clone() };
        let mut records = crate::standard::catalogue_records();
        records.extend([rival, part]);
        crate::standard::Catalogue::from_records(records)
    }

    #[rstest]
    #[case::older_edition("IEC 60335-2-9:2019", "851660", &["IEC 60335-2-9:2008"], Some("IEC 60335-2-9:2008"))]
    #[case::undated_against_old("IEC 60335-2-9", "851660", &["IEC 60335-2-9:2008"], Some("IEC 60335-2-9:2008"))]
    #[case::same_edition("IEC 60335-2-9:2019", "851660", &["IEC 60335-2-9:2019"], None)]
    #[case::undated_is_the_edition_in_force("IEC 60335-2-9:2019", "851660", &["IEC 60335-2-9"], None)]
    #[case::adoption_of_another_edition("ISO 13849-1:2023", "851660", &["EN ISO 13849-1:2008"], Some("ISO 13849-1:2006"))]
    #[case::both_editions("IEC 60335-2-9:2019", "851660", &["IEC 60335-2-9:2008", "IEC 60335-2-9:2019"], None)]
    #[case::other_product("IEC 60335-2-9:2019", "950300", &["IEC 60335-2-9:2008"], None)]
    #[case::other_standard("ISO 8124-1:2022", "851660", &["ISO 22222:2015"], Some(""))]
    #[case::other_part("ISO 8124-1:2022", "851660", &["ISO 8124-3:2020"], None)]
    #[case::other_subject("ISO 8124-1:2022", "851660", &["ISO 12345:2021"], None)]
    fn other_measures_cite_otherwise(
        #[case] cited: &str,
        #[case] hs: &str,
        #[case] theirs: &[&str],
        #[case] instead: Option<&str>,
    ) {
        let catalogue = catalogue();
        let neighbours = [neighbour("G/TBT/N/KEN/1", hs, theirs, &catalogue)];
        let content = Content { hs: vec!["8516".parse().unwrap()], ..Content::default() };
        let reference = declared(cited);
        let neighbours = neighbours.each_ref();
        let around = Surroundings { neighbours: &neighbours, ..Surroundings::default() };
        let subject = Subject { around, ..subject(&content, std::slice::from_ref(&reference)) };
        let found = fragmentation(&About::new(&reference, &catalogue), &subject);
        assert_eq!(found.as_ref().map(|d| d.evidence.instead.as_str()), instead);
        assert!(found.is_none_or(|d| d.severity == Severity::Note && d.evidence.facts[0].contains("Kenya")));
    }

    #[test]
    fn many_are_counted_and_few_named() {
        let catalogue = catalogue_fixture();
        let many: Vec<Neighbour> = (1..=7)
            .map(|n| {
                let edition = if n % 2 == 0 { "IEC 60335-2-9:2008" } else { "IEC 60335-2-9:2002" };
                neighbour(&format!("G/TBT/N/KEN/{n}"), "8516", &[edition], &catalogue)
            })
            .collect();
        let content = Content { hs: vec!["8516".parse().unwrap()], ..Content::default() };
        let reference = declared("IEC 60335-2-9:2019");
        let many: Vec<&Neighbour> = many.iter().collect();
        let around = Surroundings { neighbours: &many, ..Surroundings::default() };
        let subject = Subject { around, ..subject(&content, std::slice::from_ref(&reference)) };
        let found = fragmentation(&About::new(&reference, &catalogue), &subject).unwrap();
        assert_eq!(found.evidence.facts.len(), 6);
        assert_eq!(found.evidence.facts[5], "and 2 more");
        assert!(found.explanation.contains("7 measures of other authorities cite"));
        assert_eq!(found.evidence.instead, "", "they do not agree");
    }
}
