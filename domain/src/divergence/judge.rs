//! All rules on one subject, merged and in order.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    Code, Divergence, Subject, Surroundings, about::About, adopted_before_deadline::adopted_before_deadline,
    deviation_without_reason::deviation_without_reason, fragmentation::fragmentation,
    implausible_reference::implausible_reference,
    international_standard_not_used::international_standard_not_used, modified_adoption::modified_adoption,
    national_instead_of_international::national_instead_of_international, no_final_text::no_final_text,
    no_notified_text::no_notified_text, revision_imminent::revision_imminent,
    short_comment_period::short_comment_period, short_transition::short_transition,
    superseded_edition::superseded_edition, text_not_available::text_not_available,
    undeclared_deviation::undeclared_deviation, unresolvable_reference::unresolvable_reference,
    value_differs::value_differs, withdrawn_standard::withdrawn_standard,
};
use crate::{
    authority::Profile,
    notification::{Content, Kind},
    references::references_in,
    standard::{Catalogue, Place, Reference},
    suggestion::{self, Titles},
};

/// Every divergence of a draft or notification, the most serious first. The same
/// finding about the same reference in several places is one divergence: at the
/// declared place, or else at the first, with a fact that says how many more.
pub fn judge(subject: &Subject<'_>, catalogue: &Catalogue) -> Vec<Divergence> {
    let mut found = reference_rules(subject, catalogue);
    found.extend(deviation_without_reason(subject));
    found.extend(international_standard_not_used(subject, catalogue));
    found.extend(value_differs(subject));
    let clock_and_file =
        [short_comment_period, short_transition, adopted_before_deadline, no_final_text, no_notified_text];
    found.extend(clock_and_file.iter().filter_map(|rule| rule(subject)));
    in_order(found)
}

/// What the rules on references find in a draft without a form: its title (the
/// first line), its words, and nothing of its clock. It is judged as of the end
/// of the catalogue's newest year.
pub fn judge_text(text: &str, titles: &Titles, catalogue: &Catalogue) -> Vec<Divergence> {
    let title = text.lines().map(|l| l.trim_start_matches(['#', ' '])).find(|l| !l.trim().is_empty());
    let content = Content {
        title: title.unwrap_or_default().trim().to_owned(),
        description: text.to_owned(),
        ..Content::default()
    };
    let references = references_in(text);
    let suggestions = suggestion::for_content(&content, &[], &references, titles);
    let subject = Subject {
        content: &content,
        profile: Profile::Wto,
        kind: Kind::Regular,
        published: Date::new(catalogue.newest_year(), 12, 31).unwrap_or(Date::ZERO),
        adopted: None,
        has_text: true,
        references: &references,
        around: Surroundings { suggestions: &suggestions, ..Surroundings::default() },
    };
    let mut found = reference_rules(&subject, catalogue);
    found.extend(international_standard_not_used(&subject, catalogue));
    in_order(found)
}

/// What the rules on references alone find.
fn reference_rules(subject: &Subject<'_>, catalogue: &Catalogue) -> Vec<Divergence> {
    let rules = [
        superseded_edition,
        withdrawn_standard,
        revision_imminent,
        national_instead_of_international,
        modified_adoption,
        undeclared_deviation,
        unresolvable_reference,
        implausible_reference,
        text_not_available,
        fragmentation,
    ];
    let mut merged = Merged::default();
    for reference in subject.references {
        let about = About::new(reference, catalogue);
        for rule in rules {
            if let Some(divergence) = rule(&about, subject) {
                merged.add(reference, divergence);
            }
        }
    }
    merged.finish()
}

fn in_order(mut found: Vec<Divergence>) -> Vec<Divergence> {
    // Stable: within one code the order of the references stays.
    found.sort_by_key(|d| (std::cmp::Reverse(d.severity), d.code));
    found
}

#[derive(Default)]
struct Merged {
    found: Vec<(Divergence, usize)>,
    known: HashMap<(Code, String), usize>,
}

impl Merged {
    fn add(&mut self, reference: &Reference, mut divergence: Divergence) {
        // A reference may run over a line break.
        if divergence.explanation.contains('\n') {
            let words: Vec<&str> = divergence.explanation.split_whitespace().collect();
            divergence.explanation = words.join(" ");
        }
        let what = if reference.id.is_empty() { &reference.cited } else { &reference.id };
        match self.known.get(&(divergence.code, what.clone())) {
            None => {
                self.known.insert((divergence.code, what.clone()), self.found.len());
                self.found.push((divergence, 0));
            }
            Some(index) => {
                let (first, more) = &mut self.found[*index];
                *more += 1;
                if is_declared(&divergence) && !is_declared(first) {
                    *first = divergence;
                }
            }
        }
    }

    fn finish(self) -> Vec<Divergence> {
        let with_count = |(mut divergence, more): (Divergence, usize)| {
            match more {
                0 => {}
                1 => divergence.evidence.facts.push("also found in 1 other place".into()),
                n => divergence.evidence.facts.push(format!("also found in {n} other places")),
            }
            divergence
        };
        self.found.into_iter().map(with_count).collect()
    }
}

fn is_declared(divergence: &Divergence) -> bool {
    matches!(divergence.evidence.place, Some(Place::Declared { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::divergence::{
        Severity,
        testing::{PUBLISHED, declared, recognised, subject, table},
    };
    use crate::notification::{Content, StatedDate};
    use crate::standard::{Correspondence, DeclaredReference, Deviation, DeviationReason, catalogue_fixture};
    use crate::standard::{StandardRecord, StandardStatus};
    use jiff::ToSpan as _;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn codes(found: &[Divergence]) -> Vec<(&'static str, Severity)> {
        found.iter().map(|d| (d.code.as_str(), d.severity)).collect()
    }

    /// Nothing to find but what the references say.
    fn quiet() -> Content {
        Content { comments_until: StatedDate::day(date(2027, 1, 1)), ..Content::default() }
    }

    #[test]
    fn a_text_without_a_form_is_judged_by_its_title_and_references() {
        let record = |id: &str, replaced_by: &[&str]| StandardRecord {
            id: id.into(),
            title_en: "Diesel engines - Cleanliness assessment of fuel injection equipment".into(),
            year: id.rsplit_once(':').and_then(|(_, year)| year.parse().ok()),
            status: StandardStatus::Published,
            replaced_by: replaced_by.iter().map(|id| (*id).to_owned()).collect(),
            ..StandardRecord::default()
        };
        let catalogue = Catalogue::from_records([
            record("ISO 12345:2013", &["ISO 12345:2021"]),
            record("ISO 12345:2021", &[]),
        ]);
        let titles = Titles::new(catalogue.iter());
        let title = &catalogue.get("ISO 12345:2021").unwrap().title;
        let text = format!("# {title}\n\nIt refers to ISO 12345:2013.");
        assert_eq!(
            codes(&judge_text(&text, &titles, &catalogue)),
            [("superseded-edition", Severity::Warning)]
        );
        // The title is a standard's, word for word, and the text does not name it.
        let unnamed = judge_text(&format!("{title}\n\nIt refers to nothing."), &titles, &catalogue);
        assert_eq!(codes(&unnamed), [("international-standard-not-used", Severity::Note)]);
        assert_eq!(unnamed[0].evidence.standard, "ISO 12345:2021");
        assert_eq!(judge_text("", &titles, &catalogue), []);
    }

    #[test]
    fn the_most_serious_comes_first() {
        let content = Content { comments_until: StatedDate::day(date(2026, 4, 20)), ..Content::default() };
        let references =
            [declared("ISO 12100:2010"), declared("ISO 12345:2013"), declared("IEC 60118-2:1983")];
        assert_eq!(
            codes(&judge(&subject(&content, &references), &catalogue_fixture())),
            [
                ("withdrawn-standard", Severity::Serious),
                ("superseded-edition", Severity::Warning),
                ("short-comment-period", Severity::Warning),
                ("revision-imminent", Severity::Note),
            ]
        );
    }

    #[test]
    fn repeats_are_one_at_the_declared_place() {
        let content = quiet();
        let references =
            [recognised("ISO 12345:2013"), declared("ISO 12345:2013"), recognised("ISO 12345:2013")];
        let found = judge(&subject(&content, &references), &catalogue_fixture());
        assert_eq!(codes(&found), [("superseded-edition", Severity::Warning)]);
        assert_eq!(found[0].evidence.place, Some(Place::Declared { index: 0 }));
        assert_eq!(found[0].evidence.facts.last().unwrap(), "also found in 2 other places");
    }

    #[test]
    fn a_clean_file_has_none() {
        let content = quiet();
        let references = [declared("ISO 12345:2021"), declared("IEC 60335-2-9"), declared("EN 71-1")];
        assert_eq!(judge(&subject(&content, &references), &catalogue_fixture()), []);
    }

    /// Every spelling of a reference that a text may hold to a number.
    fn ways_to_cite(id: &str, wrong_year: i16) -> Vec<String> {
        let number = id.split_once(':').map_or(id, |(n, _)| n);
        vec![
            id.to_owned(),
            number.to_owned(),
            format!("{number}:{wrong_year}"),
            format!("EN {number}:{wrong_year}"),
            format!("DIN EN {number}"),
        ]
    }

    proptest! {
        /// Whoever does what a rule about references advises is not told it again.
        #[test]
        fn no_rule_fires_on_its_own_fix(index in any::<prop::sample::Index>(), wrong_year in 1980i16..2040) {
            let catalogue = catalogue_fixture().with_complete(["ISO"]).with_correspondences(table());
            let mut ids: Vec<String> = catalogue.iter().map(|e| e.id.clone()).collect();
            ids.extend(catalogue.correspondences().iter().map(|f| f.national.to_string()));
            let id = index.get(&ids);
            for cited in ways_to_cite(id, wrong_year) {
                let content = quiet();
                let references = [declared(&cited)];
                for found in judge(&subject(&content, &references), &catalogue) {
                    if found.evidence.instead.is_empty() {
                        continue;
                    }
                    let mended = [declared(&found.evidence.instead)];
                    let after = judge(&subject(&content, &mended), &catalogue);
                    prop_assert!(after.iter().all(|d| d.code != found.code), "{cited}: {} → {after:?}", found.evidence.instead);
                }
            }
        }

        /// Whoever moves the dates as advised, and attaches the texts, is not told again.
        #[test]
        fn no_rule_on_the_clock_fires_on_its_own_fix(
            period in -30i32..59,
            adoption in -90i32..200,
            force in -30i32..200,
            later in 0i32..400,
        ) {
            let day = |n: i32| PUBLISHED.saturating_add(n.days());
            let content = |period, adoption, force| Content {
                comments_until: StatedDate::day(day(period)),
                adoption: StatedDate::day(day(adoption)),
                entry_into_force: StatedDate::day(day(force)),
                ..Content::default()
            };
            let around = Surroundings { today: Some(day(adoption + 61 + later)), ..Surroundings::default() };
            let codes = |content: &Content, has_text, around| -> Vec<Code> {
                let adopted = content.adoption.date;
                let subject = Subject { has_text, adopted, around, ..subject(content, &[]) };
                judge(&subject, &catalogue_fixture()).iter().map(|d| d.code).collect()
            };
            let before = codes(&content(period, adoption, force), false, around);
            prop_assert!(before.contains(&Code::ShortCommentPeriod) && before.contains(&Code::NoNotifiedText));
            prop_assert!(before.contains(&Code::NoFinalText));
            let late = 61 + adoption.max(0);
            let given = Surroundings { has_final_text: true, ..around };
            prop_assert_eq!(codes(&content(60, late, late + 184 + force.max(0)), true, given), []);
            // What was published stays as it was: an addendum moves the final date.
            let extended = Surroundings { closes_on: Some(day(60)), ..given };
            prop_assert_eq!(codes(&content(period, late, late + 184 + force.max(0)), true, extended), []);
        }

        /// Whoever explains a deviation, or names where a document can be had, is not told again.
        #[test]
        fn no_rule_on_declarations_fires_on_its_own_fix(index in 0usize..4, degree in 0usize..4) {
            let catalogue = catalogue_fixture().with_correspondences(table());
            let cited = ["GB 4706.1-2005", "GB 9706-1988", "ISO 12345:2021", "TCVN 9999:2019"][index];
            let degree = [None, Some(Correspondence::Identical), Some(Correspondence::Modified), Some(Correspondence::NotEquivalent)][degree];
            let mut reference = DeclaredReference {
                cited: cited.into(),
                correspondence: degree,
                international: "IEC 60335-1:2020".into(),
                ..DeclaredReference::default()
            };
            let codes = |reference: &DeclaredReference| -> Vec<Code> {
                let content = Content { references: vec![reference.clone()], ..quiet() };
                let references = crate::references::references_of(&content, &[]);
                judge(&subject(&content, &references), &catalogue).iter().map(|d| d.code).collect()
            };
            let before = codes(&reference);
            reference.deviations = vec![Deviation {
                clause: "7.12".into(),
                differs: "lower limit".into(),
                reason: Some(DeviationReason::Climatic),
                justification: "hot summers".into(),
            }];
            reference.correspondence = Some(Correspondence::Modified);
            reference.available_from = "https://example.org".into();
            let after = codes(&reference);
            let mended = [Code::DeviationWithoutReason, Code::UndeclaredDeviation, Code::TextNotAvailable];
            prop_assert!(after.iter().all(|c| !mended.contains(c)), "{before:?} → {after:?}");
        }
    }
}
