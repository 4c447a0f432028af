//! Cutting into clauses: numbering in many styles, and that nothing is lost.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{clauses, outline};
use crate::text::{Clauses, Form, PARAGRAPH_BREAK, Paragraph};

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&outline(&clauses(text)));
}

#[test]
fn an_article_with_paragraphs_and_points() {
    check(
        "# Regulation on toys
         The Ministry of Trade,
         Having regard to the Act,
         CHAPTER I
         General provisions
         Article 1
         Scope
         1. This Regulation applies to toys.
         2. It does not apply to:
         (a) playground equipment;
         (b) toy vehicles with:
         (i) engines; or
         (ii) sails.
         Article 2
         Definitions
         For this Regulation, the definitions of ISO 8124-1 apply.
         CHAPTER II
         Article 3
         The producer shall mark the toy.
         ANNEX I
         Markings
         1. Size
         1.1 At least 5 mm.
         1.2 Legible.
         ANNEX II",
        expect![[r#"
            preamble =  «Regulation on toys» [3]
            ch-i = CHAPTER I «General provisions» [2]
              art-1 = Article 1 «Scope» [2]
                art-1.1 = Article 1(1) [1]
                art-1.2 = Article 1(2) [1]
                  art-1.2.a = Article 1(2)(a) [1]
                  art-1.2.b = Article 1(2)(b) [1]
                    art-1.2.b.i = Article 1(2)(b)(i) [1]
                    art-1.2.b.ii = Article 1(2)(b)(ii) [1]
              art-2 = Article 2 «Definitions» [3]
            ch-ii = CHAPTER II [1]
              art-3 = Article 3 [2]
            annex-i = ANNEX I «Markings» [2]
              annex-i.1 = ANNEX I, 1 «Size» [1]
                annex-i.1.1 = ANNEX I, 1.1 [1]
                annex-i.1.2 = ANNEX I, 1.2 [1]
            annex-ii = ANNEX II [1]
        "#]],
    );
}

#[test]
fn decimals_as_standards_number() {
    check(
        "1 Scope
         This document specifies toys.
         2 Terms
         2.1 General
         Terms are used.
         2.1.1 toy: a product for play
         2.1.2 small part: see ISO 8124-1
         2.2 Symbols
         Annex A
         (normative)
         A.1 Sampling
         Take 12.5 mg of it.
         A.1.1 Size
         5 samples are taken.
         A.2 Report",
        expect![[r#"
            cl-1 = 1 «Scope» [2]
            cl-2 = 2 «Terms» [1]
              cl-2.1 = 2.1 «General» [2]
                cl-2.1.1 = 2.1.1 [1]
                cl-2.1.2 = 2.1.2 [1]
              cl-2.2 = 2.2 [1]
            annex-a = Annex A [2]
              annex-a.1 = Annex A.1 «Sampling» [2]
                annex-a.1.1 = Annex A.1.1 «Size» [2]
              annex-a.2 = Annex A.2 [1]
        "#]],
    );
}

#[test]
fn american_sections_with_levels_of_brackets() {
    check(
        "# Subpart A—General
         ## § 264.1 Purpose, scope and applicability.
         (a) The purpose of this part.
         (g) The requirements do not apply to:
         (1) A farmer.
         (8)(i) Except as provided:
         (A) A discharge;
         (B) A threat.
         (ii) An owner.
         (h) Another.
         (i) Section 266.205 identifies.
         (j) The last.
         # Subpart B—Standards
         ## § 264.10 Applicability.
         (a) All.",
        expect![[r#"
            subpart-a = Subpart A «General» [1]
              sec-264.1 = § 264.1 «Purpose, scope and applicability.» [1]
                sec-264.1.a = § 264.1(a) [1]
                sec-264.1.g = § 264.1(g) [1]
                  sec-264.1.g.1 = § 264.1(g)(1) [1]
                    sec-264.1.g.8.i = § 264.1(g)(8)(i) [1]
                      sec-264.1.g.8.i.a = § 264.1(g)(8)(i)(A) [1]
                      sec-264.1.g.8.i.b = § 264.1(g)(8)(i)(B) [1]
                    sec-264.1.g.8.ii = § 264.1(g)(8)(ii) [1]
                sec-264.1.h = § 264.1(h) [1]
                sec-264.1.i = § 264.1(i) [1]
                sec-264.1.j = § 264.1(j) [1]
            subpart-b = Subpart B «Standards» [1]
              sec-264.10 = § 264.10 «Applicability.» [1]
                sec-264.10.a = § 264.10(a) [1]
        "#]],
    );
}

#[test]
fn other_languages_and_scripts() {
    check(
        "第一章　总则
         第一条　为了加强管理，制定本办法。
         第二条　本办法适用于下列产品：
         （一）玩具；
         （二）电池。
         第二条规定的产品除外。
         附件1
         Статья 2. Область применения
         1. Настоящий регламент
         а) свинец
         б) кадмий
         مادة 3
         يجب على المنتج
         § 4 Begriffe
         (1) Blei ist verboten.
         (2) Ausgenommen ist:
         1. Glas,
         2. Stahl mit
         aa) Nickel,
         bb) Chrom.
         Art. 5a Umfang
         Artículo 7.- Objeto",
        expect![[r#"
            ch-1 = 第一章 «总则» [1]
              art-1 = 第一条 [1]
              art-2 = 第二条 [1]
                art-2.1 = 第二条(一) [1]
                art-2.2 = 第二条(二) [2]
            annex-1 = 附件1 [1]
              annex-1.art-2 = 附件1, Статья 2 «Область применения» [1]
                annex-1.art-2.1 = 附件1, Статья 2(1) «Настоящий регламент» [1]
                  annex-1.art-2.1.a = 附件1, Статья 2(1)(а) [1]
                  annex-1.art-2.1.b = 附件1, Статья 2(1)(б) [1]
              annex-1.art-3 = 附件1, مادة 3 «يجب على المنتج» [2]
              annex-1.sec-4 = 附件1, § 4 «Begriffe» [1]
                annex-1.sec-4.1 = 附件1, § 4(1) [1]
                annex-1.sec-4.2 = 附件1, § 4(2) [1]
                  annex-1.sec-4.2.1 = 附件1, § 4(2)(1) [1]
                  annex-1.sec-4.2.2 = 附件1, § 4(2)(2) «Stahl mit» [1]
                    annex-1.sec-4.2.2.aa = 附件1, § 4(2)(2)(aa) [1]
                    annex-1.sec-4.2.2.bb = 附件1, § 4(2)(2)(bb) [1]
              annex-1.art-5a = 附件1, Art. 5a [1]
              annex-1.art-7 = 附件1, Artículo 7 [1]
        "#]],
    );
}

#[test]
fn what_looks_like_a_number_and_is_none() {
    check(
        "Article 1
         2016 was the year of the last change.
         5 kg of goods are allowed.
         Article 5(2) applies to dealers as well.
         A. Smith signed it.
         (c) 2016 is the mark
         12.5 mg/kg is the limit.
         30. Mai 2018
         | 1. Lead\t90
         | 2. Mercury\t60
         Section 4 of the Act is repealed.",
        expect![[r#"
            art-1 = Article 1 [5]
              art-1.c = Article 1(c) «2016 is the mark» [6]
        "#]],
    );
}

#[test]
fn tables_of_contents_give_no_clauses() {
    check(
        "# Law on batteries
         Contents
         Article 1 Scope
         Article 2 Terms
         Article 3 Marking
         Annex A Limits ........ 12
         Article 1 Scope
         This law applies.
         Article 2 Terms
         Terms are these.
         Article 3 Marking
         Batteries are marked.
         Annex A Limits",
        expect![[r#"
            preamble =  «Law on batteries» [6]
            art-1 = Article 1 «Scope» [2]
            art-2 = Article 2 «Terms» [2]
            art-3 = Article 3 «Marking» [2]
            annex-a = Annex A [1]
        "#]],
    );
}

#[test]
fn headings_without_numbers_and_numbers_that_are_repeated() {
    check(
        "# Order
         ## Purpose
         The order protects.
         ### Details
         1. one
         2. two
         ## Purpose
         1. one again
         Article 1
         First.
         Article 1
         Again.",
        expect![[r#"
            preamble =  «Order» [1]
            h-purpose = Purpose «Purpose» [2]
              h-details = Details «Details» [1]
                cl-1 = 1 [1]
                cl-2 = 2 [1]
            h-purpose_2 = Purpose «Purpose» [1]
              cl-1_2 = 1 [1]
              art-1 = Article 1 [2]
              art-1_2 = Article 1 [2]
        "#]],
    );
}

#[test]
fn automatic_numbers_are_believed() {
    let item = |number: &str, text: &str| Paragraph {
        text: format!("{number} {text}"),
        form: Form::Item { depth: 0 },
        number: Some(number.to_owned()),
    };
    let text = Clauses::of(vec![
        item("3.", "the first of an extract"),
        item("(b)", "under it"),
        item("•", "no number"),
        item("4.", "the next"),
    ]);
    expect![[r#"
        cl-3 = 3 [1]
          cl-3.b = 3(b) [2]
        cl-4 = 4 [1]
    "#]]
    .assert_eq(&outline(&text));
}

#[test]
fn a_character_is_found_in_its_clause() {
    let text = clauses("Vorwort über alles\nArticle 1\nDie Höhe gilt.\nArticle 2\nEnde.");
    let plain = text.plain_text();
    assert_eq!(plain, "Vorwort über alles\n\nArticle 1\n\nDie Höhe gilt.\n\nArticle 2\n\nEnde.");
    let at = |word: &str| {
        let byte = plain.find(word).unwrap();
        text.at_character(plain[..byte].chars().count()).map(|clause| clause.address.as_str())
    };
    assert_eq!(at("über"), Some("preamble"));
    assert_eq!(at("Höhe"), Some("art-1"));
    assert_eq!(at("Ende"), Some("art-2"));
    assert_eq!(text.at_character(plain.chars().count()), None);
    let clause = text.at("art-2").unwrap();
    let characters: String =
        plain.chars().skip(clause.characters.start).take(clause.characters.len()).collect();
    assert_eq!(characters, "Article 2\n\nEnde.");
    assert_eq!(text.words_of(clause), "\nEnde.");
}

/// Lines that look like all that laws are made of.
fn any_paragraph() -> impl Strategy<Value = Paragraph> {
    let number = prop::sample::select(vec![
        "Article 1",
        "Article 2",
        "§ 3",
        "Annex A",
        "ANNEX",
        "Chapter II",
        "1",
        "1.",
        "2.",
        "1.1",
        "2.3.1",
        "(a)",
        "(b)",
        "(i)",
        "(ii)",
        "(a)(1)",
        "A.1",
        "a)",
        "第三条",
        "مادة 3",
        "Статья 2",
        "一、",
        "①",
        "1°",
        "",
        "",
        "Section 2",
    ]);
    let words = prop::sample::select(vec![
        " Scope",
        " the sum.",
        "",
        " Große Höhe.",
        " 产品。",
        "(2) applies",
        " — é",
    ]);
    (number, words, 0..6_u8).prop_map(|(number, words, form)| {
        let text = format!("{number}{words}");
        match form {
            0 => Paragraph::heading(2, text),
            1 => Paragraph { text, form: Form::Row, number: None },
            2 if !number.is_empty() => {
                Paragraph { text, form: Form::Item { depth: 1 }, number: Some(number.to_owned()) }
            }
            _ => Paragraph::plain(text),
        }
    })
}

pub(super) fn any_text() -> impl Strategy<Value = Vec<Paragraph>> {
    prop::collection::vec(any_paragraph(), 0..30)
}

proptest! {
    #[test]
    fn nothing_is_lost_and_every_address_is_given_once(paragraphs in any_text()) {
        let text = Clauses::of(paragraphs.clone());
        let given_back: Vec<Paragraph> =
            text.clauses().iter().flat_map(|clause| text.paragraphs_of(clause).to_vec()).collect();
        prop_assert_eq!(given_back, paragraphs);
        let plain: Vec<char> = text.plain_text().chars().collect();
        let pieces: Vec<String> =
            text.clauses().iter().map(|clause| plain[clause.characters.clone()].iter().collect()).collect();
        prop_assert_eq!(pieces.join(PARAGRAPH_BREAK), text.plain_text());
        let mut addresses: Vec<&str> = text.clauses().iter().map(|clause| clause.address.as_str()).collect();
        for address in &addresses {
            prop_assert!(!address.is_empty());
            prop_assert!(address.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c)), "{}", address);
        }
        addresses.sort_unstable();
        addresses.dedup();
        prop_assert_eq!(addresses.len(), text.clauses().len());
        for (at, clause) in text.clauses().iter().enumerate() {
            prop_assert!(clause.parent.is_none_or(|parent| parent < at));
        }
    }

    #[test]
    fn no_characters_make_it_fail(lines in prop::collection::vec("\\PC{0,30}", 0..8)) {
        let text = Clauses::of(lines.iter().map(Paragraph::plain).collect());
        prop_assert_eq!(text.plain_text(), lines.join(PARAGRAPH_BREAK));
        for clause in text.clauses() {
            let _ = text.words_of(clause);
        }
    }
}
