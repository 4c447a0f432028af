//! Every rule on cases as they occur, and on its own fix.

use jiff::civil::{Date, date};

use super::*;
use crate::{
    authority::Profile,
    notification::{Article, Content, Kind, StatedDate, Tris},
    references::references_of,
    standard::{Correspondence, DeclaredReference, Deviation, DeviationReason, catalogue_for_tests},
};

const PUBLISHED: Date = date(2026, 3, 2);

fn cite(cited: &str) -> Content {
    let reference = DeclaredReference { cited: cited.to_owned(), ..DeclaredReference::default() };
    Content { references: vec![reference], ..Content::default() }
}

fn judged_as(
    content: &Content,
    profile: Profile,
    kind: Kind,
    adopted: Option<Date>,
    has_text: bool,
) -> Vec<Divergence> {
    let references = references_of(content, &[]);
    let subject =
        Subject { content, profile, kind, published: PUBLISHED, adopted, has_text, references: &references };
    judge(&subject, &catalogue_for_tests())
}

fn judged(content: &Content) -> Vec<Divergence> {
    judged_as(content, Profile::Wto, Kind::Regular, None, true)
}

#[track_caller]
fn check(content: &Content, expected: &[Code]) {
    let codes: Vec<Code> = judged(content).iter().map(|d| d.code).collect();
    assert_eq!(codes, expected);
}

#[test]
fn references_against_the_catalogue() {
    check(&cite("ISO 12345:2013"), &[Code::SupersededEdition]);
    check(&cite("ISO 12345:2021"), &[]);
    check(&cite("ISO 12345"), &[]);
    check(&cite("IEC 335-2-9:2008"), &[Code::SupersededEdition]);
    check(&cite("ISO 3864:1984"), &[Code::WithdrawnStandard]);
    check(&cite("ISO 3864"), &[Code::WithdrawnStandard]);
    check(&cite("ISO 1:2000"), &[]);
    check(&cite("ISO 4210-2:2023"), &[Code::RevisionImminent]);
    check(&cite("ISO 12345:2011"), &[Code::UnresolvableReference]);
    check(&cite("ISO 12345:2026"), &[]);
    check(&cite("ISO 99999:2011"), &[]);
}

#[test]
fn a_hearing_aid_standard_for_ovens_is_worth_a_look() {
    let mut content = cite("IEC 60118-2");
    content.ics = vec!["97.040.20".parse().unwrap()];
    check(&content, &[Code::ImplausibleReference]);
    content.ics = vec!["17.140.50".parse().unwrap()];
    check(&content, &[]);
    content.ics.clear();
    check(&content, &[]);
}

#[test]
fn a_rule_is_silent_on_its_own_fix() {
    for cited in ["ISO 12345:2002", "IEC 60335-2-9:2008", "ISO 12345:2011", "ISO 8124-1:2009"] {
        let found = judged(&cite(cited));
        assert_eq!(found.len(), 1, "{cited}");
        assert_eq!(judged(&cite(&found[0].evidence.instead)), [], "{cited}");
    }
}

#[test]
fn deviations_need_reason_and_justification() {
    let mut content = cite("ISO 12345:2021");
    content.references[0].correspondence = Some(Correspondence::Modified);
    check(&content, &[Code::DeviationWithoutReason]);
    content.references[0].deviations =
        vec![Deviation { clause: "5.2".into(), differs: "lower limit".into(), ..Deviation::default() }];
    check(&content, &[Code::DeviationWithoutReason]);
    content.references[0].deviations[0].reason = Some(DeviationReason::Climatic);
    check(&content, &[Code::DeviationWithoutReason]);
    content.references[0].deviations[0].justification = "Monsoon humidity.".into();
    check(&content, &[]);
}

#[test]
fn comment_periods() {
    let until = |day| Content { comments_until: StatedDate::day(day), ..Content::default() };
    check(&until(date(2026, 4, 30)), &[Code::ShortCommentPeriod]);
    check(&until(date(2026, 5, 1)), &[]);
    let urgent = Content { articles: [Article::A2_10_1].into(), ..until(date(2026, 3, 10)) };
    check(&urgent, &[]);
    assert_eq!(judged(&until(date(2026, 3, 20)))[0].severity, Severity::Serious);
    let eu = |content: &Content| judged_as(content, Profile::Eu, Kind::Regular, None, true).len();
    assert_eq!(eu(&until(date(2026, 6, 1))), 1);
    assert_eq!(eu(&until(date(2026, 6, 2))), 0);
    let fiscal = Content { tris: Some(Tris { fiscal: true, ..Tris::default() }), ..until(date(2026, 4, 1)) };
    assert_eq!(eu(&fiscal), 0);
    assert_eq!(judged_as(&until(date(2026, 3, 10)), Profile::Wto, Kind::Addendum, None, true), []);
}

#[test]
fn transitions_and_adoptions() {
    let dates = |adoption, force| Content {
        adoption: StatedDate::day(adoption),
        entry_into_force: StatedDate::day(force),
        comments_until: StatedDate::day(date(2026, 5, 30)),
        ..Content::default()
    };
    check(&dates(date(2026, 6, 30), date(2026, 12, 29)), &[Code::ShortTransition]);
    check(&dates(date(2026, 6, 30), date(2026, 12, 30)), &[]);
    check(&dates(date(2026, 5, 30), date(2027, 1, 1)), &[Code::AdoptedBeforeDeadline]);
    check(&dates(date(2026, 5, 31), date(2027, 1, 1)), &[]);
    let adopted = judged_as(
        &dates(date(2026, 6, 30), date(2027, 6, 30)),
        Profile::Wto,
        Kind::Regular,
        Some(date(2026, 4, 1)),
        true,
    );
    assert_eq!(adopted.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::AdoptedBeforeDeadline]);
}

#[test]
fn a_draft_needs_a_text() {
    let codes = |kind, has_text| judged_as(&Content::default(), Profile::Wto, kind, None, has_text).len();
    assert_eq!(codes(Kind::Regular, false), 1);
    assert_eq!(codes(Kind::Regular, true), 0);
    assert_eq!(codes(Kind::Addendum, false), 0);
}

#[test]
fn one_standard_is_spoken_of_once_and_the_declaration_wins() {
    let mut content = cite("ISO 12345:2013");
    content.description = "Engines shall meet ISO 12345:2013.".into();
    let found = judged(&content);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].evidence.place, Some(Place::Declared { index: 0 }));
    assert!(found[0].explanation.contains("ISO 12345:2021"), "{}", found[0].explanation);
    assert_eq!(found[0].basis, "Rec. C.6");
}
