//! Two versions side by side.

use std::time::Instant;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{clauses, cutting::any_text};
use crate::text::{Clauses, Comparison, Paragraph, SpanKind, Standing};

fn check(before: &str, after: &str, expected: Expect) {
    let (before, after) = (clauses(before), clauses(after));
    let mut shown = String::new();
    for entry in Comparison::of(&before, &after).entries {
        let address = |text: &Clauses, at: Option<usize>| {
            at.map_or_else(|| "-".to_owned(), |at| text.clauses()[at].address.clone())
        };
        let words: String = entry
            .words
            .iter()
            .map(|span| match span.kind {
                SpanKind::Same => "…".to_owned(),
                SpanKind::Added => format!("{{+{}+}}", span.text),
                SpanKind::Removed => format!("[-{}-]", span.text),
            })
            .collect();
        let line = format!(
            "{:?}: {} → {} {words}",
            entry.standing,
            address(&before, entry.before),
            address(&after, entry.after)
        );
        shown.push_str(line.trim_end());
        shown.push('\n');
    }
    expected.assert_eq(&shown);
}

const LAW: &str = "Article 1
    Scope
    This law applies to toys sold to children in the country.
    Article 2
    Marking
    1. The producer shall mark each toy with a name and an address.
    2. The mark shall be at least five millimetres high and legible.
    Article 3
    Documents
    The importer shall keep the documents for ten years after the sale.
    Article 4
    Penalties
    Whoever sells toys without a mark shall pay a fine of the third degree.
    Article 5
    Entry into force
    This law shall enter into force on the first day of the year.";

#[test]
fn an_article_is_changed_and_one_is_inserted() {
    let after = LAW
        .replace("Article 5", "Article 6")
        .replace("Article 4", "Article 5")
        .replace("Article 3", "Article 4")
        .replace("ten years", "five years")
        .replace("    Article 4\n", "    Article 3\n    Language\n    The mark shall be in the language of the place of sale.\n    Article 4\n");
    check(
        LAW,
        &after,
        expect![[r#"
        Unchanged: art-1 → art-1
        Unchanged: art-2 → art-2
        Unchanged: art-2.1 → art-2.1
        Unchanged: art-2.2 → art-2.2
        Added: - → art-3
        Renumbered: art-3 → art-4 …[-ten-]{+five+}…
        Renumbered: art-4 → art-5
        Renumbered: art-5 → art-6
    "#]],
    );
}

#[test]
fn a_moved_article_is_recognised_though_it_changed_a_little() {
    let penalties = "Whoever sells toys without a mark shall pay a fine of the third degree.";
    let after = LAW.replace(&format!("    Article 4\n    Penalties\n    {penalties}\n"), "").replace(
        "    Article 2\n",
        &format!(
            "    Article 1a\n    Penalties\n    {}\n    Article 2\n",
            penalties.replace("third", "fourth")
        ),
    );
    check(
        LAW,
        &after,
        expect![[r#"
        Unchanged: art-1 → art-1
        Moved: art-4 → art-1a …[-third-]{+fourth+}…
        Unchanged: art-2 → art-2
        Unchanged: art-2.1 → art-2.1
        Unchanged: art-2.2 → art-2.2
        Unchanged: art-3 → art-3
        Unchanged: art-5 → art-5
    "#]],
    );
}

#[test]
fn a_removed_article_stands_where_it_stood() {
    let after = LAW.replace("    Article 3\n    Documents\n    The importer shall keep the documents for ten years after the sale.\n", "");
    check(
        LAW,
        &after,
        expect![[r#"
        Unchanged: art-1 → art-1
        Unchanged: art-2 → art-2
        Unchanged: art-2.1 → art-2.1
        Unchanged: art-2.2 → art-2.2
        Removed: art-3 → -
        Unchanged: art-4 → art-4
        Unchanged: art-5 → art-5
    "#]],
    );
}

#[test]
fn a_paragraph_goes_under_another_article() {
    let two = "    2. The mark shall be at least five millimetres high and legible.\n";
    let after = LAW
        .replace(two, "")
        .replace("    Article 4\n", &format!("{}    Article 4\n", two.replace("2.", "1.")));
    check(
        LAW,
        &after,
        expect![[r#"
            Unchanged: art-1 → art-1
            Unchanged: art-2 → art-2
            Unchanged: art-2.1 → art-2.1
            Unchanged: art-3 → art-3
            Moved: art-2.2 → art-3.1
            Unchanged: art-4 → art-4
            Unchanged: art-5 → art-5
        "#]],
    );
}

fn number_of_law(count: usize, seed: usize, changed: bool) -> Clauses {
    let words =
        ["lead", "toy", "limit", "shall", "mark", "sale", "child", "paint", "test", "sample", "year", "mass"];
    let mut state = seed;
    let paragraphs = (0..count).map(|at| {
        let mut text = format!("Article {}. The ", at + 1 + usize::from(changed && at > count / 2));
        for word in 0..40 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let skip = changed && at % 7 == 0 && word == 11;
            text.push_str(if skip { "otherwise" } else { words[(state >> 33) % words.len()] });
            text.push_str(&format!("{} ", (state >> 40) % 50));
        }
        Paragraph::plain(text)
    });
    Clauses::of(paragraphs.collect())
}

#[test]
fn long_texts_are_compared_quickly() {
    let (before, after) = (number_of_law(5_000, 1, false), number_of_law(5_000, 1, true));
    assert_eq!(before.clauses().len(), 5_000);
    let started = Instant::now();
    let comparison = Comparison::of(&before, &after);
    let took = started.elapsed();
    println!("2 x 5,000 clauses compared in {took:?}");
    assert_eq!(comparison.entries.len(), 5_000);
    assert_eq!(comparison.count(Standing::Changed) + comparison.count(Standing::Unchanged), 2_501);
    assert_eq!(comparison.count(Standing::Renumbered), 2_499);
    assert!(took.as_secs() < 5, "{took:?}");
}

proptest! {
    #[test]
    fn every_clause_of_both_stands_once(before in any_text(), after in any_text()) {
        let (before, after) = (Clauses::of(before), Clauses::of(after));
        let comparison = Comparison::of(&before, &after);
        let mut old: Vec<usize> = comparison.entries.iter().filter_map(|entry| entry.before).collect();
        let new: Vec<usize> = comparison.entries.iter().filter_map(|entry| entry.after).collect();
        old.sort_unstable();
        prop_assert_eq!(old, (0..before.clauses().len()).collect::<Vec<_>>());
        // The later version is read in its order.
        prop_assert_eq!(new, (0..after.clauses().len()).collect::<Vec<_>>());
        for entry in &comparison.entries {
            match entry.standing {
                Standing::Added => prop_assert!(entry.before.is_none() && entry.after.is_some()),
                Standing::Removed => prop_assert!(entry.before.is_some() && entry.after.is_none()),
                _ => prop_assert!(entry.before.is_some() && entry.after.is_some()),
            }
        }
    }

    #[test]
    fn a_text_does_not_differ_from_itself(text in any_text()) {
        let text = Clauses::of(text);
        for entry in Comparison::of(&text, &text).entries {
            prop_assert_eq!(entry.standing, Standing::Unchanged);
            prop_assert_eq!(entry.before, entry.after);
        }
    }
}
