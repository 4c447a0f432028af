//! Two languages of one version, clause by clause.

use proptest::prelude::*;

use super::{cutting::any_text, paragraphs};
use crate::text::{Alignment, Clauses};

fn rows(first: &str, second: &str) -> Vec<String> {
    let (a, b) = (Clauses::of(paragraphs(first)), Clauses::of(paragraphs(second)));
    let name = |text: &Clauses, at: Option<usize>| {
        at.map_or_else(|| "-".to_owned(), |at| text.clauses()[at].address.clone())
    };
    let rows = Alignment::of(&a, &b).rows;
    rows.iter().map(|row| format!("{} | {}", name(&a, row.first), name(&b, row.second))).collect()
}

#[test]
fn the_same_numbers_stand_side_by_side_and_what_is_missing_is_said() {
    let english = "Article 1 Scope
        1. Toys are covered.
        2. Others are not.
        Article 2 Terms
        Article 4 Entry into force";
    let french = "Article 1 Champ d’application
        1. Les jouets sont couverts.
        Article 2 Définitions
        Article 3 Langue
        Article 4 Entrée en vigueur";
    assert_eq!(
        rows(english, french),
        ["art-1 | art-1", "art-1.1 | art-1.1", "art-1.2 | -", "art-2 | art-2", "- | art-3", "art-4 | art-4"]
    );
}

#[test]
fn headings_without_a_number_are_paired_in_order() {
    let english =
        "# Draft act\n    ## Scope\nIt covers toys.\n    ## Terms\nA toy is a toy.\nArticle 1 Rules";
    let french = "# Projet de loi\n    ## Champ\nElle couvre les jouets.\n    ## Définitions\nUn jouet est un jouet.\nArticle 1 Règles";
    let rows = rows(english, french);
    assert_eq!(
        rows,
        ["preamble | preamble", "h-scope | h-champ", "h-terms | h-definitions", "art-1 | art-1"]
    );
}

proptest! {
    #[test]
    fn every_clause_stands_in_exactly_one_row(first in any_text(), second in any_text()) {
        let (first, second) = (Clauses::of(first), Clauses::of(second));
        let alignment = Alignment::of(&first, &second);
        let left: Vec<usize> = alignment.rows.iter().filter_map(|row| row.first).collect();
        prop_assert_eq!(left, (0..first.clauses().len()).collect::<Vec<_>>());
        let mut right: Vec<usize> = alignment.rows.iter().filter_map(|row| row.second).collect();
        right.sort_unstable();
        prop_assert_eq!(right, (0..second.clauses().len()).collect::<Vec<_>>());
        prop_assert!(alignment.rows.iter().all(|row| row.first.is_some() || row.second.is_some()));
    }
}
