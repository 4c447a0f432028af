//! Corrections by an official: what they do, and when they do not apply.

use expect_test::expect;
use proptest::prelude::*;

use super::{cutting::any_text, outline, paragraphs};
use crate::text::{Clauses, Correction, CorrectionChange as Change};

const TEXT: &str = "Article 1
    Scope
    1. Toys are covered.
    2. Others are not. 3. Batteries are.
    Exceptions
    The minister may except some.
    Article 2
    Terms";

fn corrected(corrections: &[(usize, Change)]) -> (Clauses, Vec<String>) {
    let mut texts = paragraphs(TEXT);
    let corrections: Vec<Correction> = corrections
        .iter()
        .map(|(at, change)| {
            let correction =
                Correction::of(*at, texts.get(*at).map_or("?", |p| p.text.as_str()), change.clone());
            if let Change::Break { character } = change {
                let second: String = texts[*at].text.chars().skip(*character).collect();
                texts.insert(at + 1, crate::text::Paragraph::plain(second.trim_start()));
            }
            correction
        })
        .collect();
    let (clauses, not_applied) = Clauses::corrected(paragraphs(TEXT), &corrections);
    (clauses, not_applied.iter().map(ToString::to_string).collect())
}

#[test]
fn a_text_is_split_joined_broken_and_numbered() {
    let (clauses, not_applied) = corrected(&[
        (3, Change::Break { character: 19 }),
        (5, Change::Split),
        (5, Change::Heading { heading: Some("Exceptions".to_owned()) }),
        (5, Change::Level { level: 1 }),
        (7, Change::Number { number: Some("Article 1a".to_owned()) }),
        (2, Change::Join),
    ]);
    assert_eq!(not_applied, Vec::<String>::new());
    expect![[r#"
        art-1 = Article 1 «Scope» [4]
          art-1.3 = Article 1(3) [1]
        h-exceptions = Exceptions «Exceptions» [2]
        art-1a = Article 1a [2]
    "#]]
    .assert_eq(&outline(&clauses));
}

#[test]
fn a_number_is_taken_away() {
    let (clauses, not_applied) = corrected(&[(2, Change::Number { number: None })]);
    assert_eq!(not_applied, Vec::<String>::new());
    assert!(clauses.at("art-1.1").is_none());
    assert_eq!(clauses.clauses()[1].number, None);
}

#[test]
fn what_does_not_apply_says_why() {
    let (_, not_applied) = corrected(&[
        (99, Change::Split),
        (0, Change::Split),
        (0, Change::Join),
        (1, Change::Join),
        (1, Change::Break { character: 400 }),
        (2, Change::Level { level: 0 }),
    ]);
    expect![[r#"
        Correction 1 was not applied: the text has no such paragraph.
        Correction 2 was not applied: a clause begins here already.
        Correction 3 was not applied: there is no clause before the first one.
        Correction 4 was not applied: no clause begins here.
        Correction 5 was not applied: the paragraph cannot be broken there.
        Correction 6 was not applied: a level is a number from 1 to 9."#]]
    .assert_eq(&not_applied.join("\n"));
    let stale = Correction { paragraph: 1, begins: "Application".to_owned(), change: Change::Split };
    let (clauses, not_applied) = Clauses::corrected(paragraphs(TEXT), &[stale]);
    assert_eq!(clauses, Clauses::of(paragraphs(TEXT)));
    assert_eq!(
        not_applied[0].to_string(),
        "Correction 1 was not applied: the paragraph begins with other words than when it was corrected."
    );
}

#[test]
fn corrections_are_data() {
    let correction = Correction::of(3, "2. Others", Change::Number { number: Some("(b)".to_owned()) });
    let json = serde_json::to_string(&correction).unwrap();
    assert_eq!(json, r#"{"paragraph":3,"begins":"2. Others","change":"number","number":"(b)"}"#);
    assert_eq!(serde_json::from_str::<Correction>(&json).unwrap(), correction);
}

fn any_change() -> impl Strategy<Value = (usize, Change)> {
    let number = prop::sample::select(vec!["Article 9", "(z)", "7.1", "Nota", "", "€"]);
    (0..32_usize, 0..6_u8, number, 0..12_u8).prop_map(|(at, which, number, n)| {
        let change = match which {
            0 => Change::Split,
            1 => Change::Join,
            2 => Change::Break { character: usize::from(n) },
            3 => Change::Number { number: Some(number.to_owned()) },
            4 => Change::Heading { heading: Some(number.to_owned()) },
            _ => Change::Level { level: n },
        };
        (at, change)
    })
}

proptest! {
    #[test]
    fn any_corrections_leave_every_word(paragraphs in any_text(), changes in prop::collection::vec(any_change(), 0..6)) {
        let corrections: Vec<Correction> =
            changes.into_iter().map(|(at, change)| Correction { paragraph: at, begins: String::new(), change }).collect();
        let (text, _) = Clauses::corrected(paragraphs.clone(), &corrections);
        let words = |text: String| text.split_whitespace().collect::<String>();
        prop_assert_eq!(words(text.plain_text()), words(Clauses::of(paragraphs.clone()).plain_text()));
        let count: usize = text.clauses().iter().map(|clause| clause.paragraphs.len()).sum();
        prop_assert_eq!(count, text.paragraphs().len());
        prop_assert_eq!(Clauses::corrected(paragraphs, &corrections).0, text);
    }
}
