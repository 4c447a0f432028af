//! Words, phrases, signs, scripts, ranking, marks.

use super::*;
use crate::Error;
use proptest::prelude::*;

fn library() -> Index {
    index(&[
        titled(1, "Draft regulation on the safety of toys"),
        titled(2, "Toy safety: labelling requirements"),
        titled(3, "Étiquetage énergétique des réfrigérateurs"),
        Document {
            products: "Green tea 绿茶与茶叶".to_owned(), ..titled(4, "食品安全国家标准 茶叶")
        },
        Document {
            standards: vec!["IEC 60335-2-9:2019".to_owned(), "ISO 8124-1:2022".to_owned()],
            description: "Toasters. Grills must meet the standard on household appliances.".to_owned(),
            ..titled(641, "Household electric cooking appliances")
        },
        Document { other_text: "regulation of toys in passing".to_owned(), ..titled(6, "Vehicles") },
    ])
}

#[test]
fn all_words_must_occur_in_any_form_and_field() {
    let index = library();
    assert_eq!(found(&index, "toys regulations"), [1, 6]);
    assert_eq!(found(&index, "TOY"), [1, 2, 6]);
    assert_eq!(found(&index, "toys ships"), [] as [i64; 0]);
    assert_eq!(found(&index, ""), [1, 2, 3, 4, 6, 641]);
}

#[test]
fn phrases_are_exact_and_exclusions_exclude() {
    let index = library();
    assert_eq!(found(&index, "\"toy safety\""), [2]);
    assert_eq!(found(&index, "\"safety of toys\""), [1]);
    assert_eq!(found(&index, "\"regulation toys\""), [] as [i64; 0]);
    assert_eq!(found(&index, "toys -regulation"), [2]);
    assert_eq!(found(&index, "toys -\"toy safety\""), [1, 6]);
    assert_eq!(found(&index, "-toys -vehicles"), [3, 4, 641]);
}

#[test]
fn beginnings_and_near_misses() {
    let index = library();
    assert_eq!(found(&index, "refriger*"), [3]);
    assert_eq!(found(&index, "\"safety of t\"*"), [1]);
    assert_eq!(found(&index, "labeling~"), [2]);
    assert_eq!(found(&index, "regluation~"), [1, 6]);
}

#[test]
fn accents_and_scripts_without_blanks() {
    let index = library();
    assert_eq!(found(&index, "etiquetage refrigerateurs"), [3]);
    for q in ["食品安全", "安全", "茶", "国家标准", "叶", "茶叶 食品"] {
        assert_eq!(found(&index, q), [4], "{q}");
    }
    assert_eq!(found(&index, "食安"), [] as [i64; 0]);
}

#[test]
fn standards_and_symbols_are_found_as_typed() {
    let index = library();
    for q in [
        "IEC 60335-2-9",
        "iec60335",
        "60335-2-9",
        "IEC 60335-2-9:2019",
        "G/TBT/N/KEN/641",
        "KEN/641",
        "iec60335-2*",
    ] {
        assert_eq!(found(&index, q), [641], "{q}");
    }
    assert_eq!(found(&index, "60335-2-8"), [] as [i64; 0]);
    let hit = &ask(&index, &words("iec60335")).hits[0];
    assert_eq!(hit.standards, ["IEC 60335-2-9:2019"]);
    assert_eq!(hit.sentence_field, "standards");
}

#[test]
fn the_title_weighs_more_than_text_in_passing_and_a_symbol_most() {
    let index = library();
    assert_eq!(*ids(&ask(&index, &words("regulation toys"))).last().unwrap(), 6);
    let mentioned = Document { title: "KEN/641 mentioned, KEN/641 again".to_owned(), ..document(9) };
    index.apply(2, &[mentioned], &[]).unwrap();
    assert_eq!(ids(&ask(&index, &words("KEN/641"))), [641, 9]);
}

#[test]
fn hits_say_why_they_match() {
    let hit = ask(&library(), &words("household grill")).hits.remove(0);
    assert_eq!(hit.title.0[0], ("Household".to_owned(), true));
    assert_eq!(hit.sentence_field, "description");
    let said: String = hit.sentence.0.iter().map(|(t, _)| t.as_str()).collect();
    assert_eq!(said, "Grills must meet the standard on household appliances.");
    assert!(hit.sentence.0.contains(&("Grills".to_owned(), true)));
    let hit = ask(&library(), &Conditions::default()).hits.remove(0);
    assert!(hit.sentence.0.is_empty() && hit.sentence_field.is_empty());
}

#[test]
fn nothing_found_suggests_words_that_find_something() {
    let index = library();
    assert_eq!(ask(&index, &words("regulaton -ships")).did_you_mean.as_deref(), Some("regulation -ships"));
    assert_eq!(ask(&index, &words("toys vehicels")).did_you_mean.as_deref(), Some("toys vehicles"));
    assert_eq!(ask(&index, &words("labelling regulaton")).did_you_mean, None, "together they find nothing");
    assert_eq!(ask(&index, &words("qqqqqqqqq")).did_you_mean, None);
    assert_eq!(ask(&index, &words("toys")).did_you_mean, None);
}

#[test]
fn what_cannot_be_understood_is_said() {
    assert!(matches!(library().search(&words("re*gul"), now()), Err(Error::Query(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is typed: an answer or a sentence, never a panic.
    #[test]
    fn any_text_can_be_typed(q in r#"([-+"*~“»a-c茶食ก\u{301} :/0-9]|\PC){0,30}"#) {
        thread_local!(static INDEX: Index = library());
        INDEX.with(|index| match index.search(&words(&q), now()) {
            Ok(_) | Err(Error::Query(_)) => {}
            Err(e) => panic!("{e}"),
        });
    }
}

/// One clause, and whether it holds for the words of a title.
fn clause_and_meaning() -> impl Strategy<Value = (bool, Vec<&'static str>, bool)> {
    let word = prop::sample::select(&["ab", "abc", "bcd", "cab"][..]);
    (any::<bool>(), prop::collection::vec(word, 1..=3), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Phrases, beginnings and exclusions of them find what a plain look at
    /// every title finds.
    #[test]
    fn phrases_mean_what_they_say(
        titles in prop::collection::vec(prop::collection::vec(prop::sample::select(&["ab", "abc", "bcd", "cab"][..]), 0..6), 1..60),
        clauses in prop::collection::vec(clause_and_meaning(), 1..4),
    ) {
        let documents: Vec<Document> = titles.iter().enumerate().map(|(n, t)| titled(n as i64, &t.join(" "))).collect();
        let index = index(&documents);
        let q: Vec<String> = clauses.iter().map(|(negated, words, prefix)| {
            format!("{}\"{}\"{}", if *negated { "-" } else { "" }, words.join(" "), if *prefix { "*" } else { "" })
        }).collect();
        let meets = |title: &[&str]| clauses.iter().all(|(negated, words, prefix)| {
            let last = words.len() - 1;
            *negated != title.windows(words.len()).any(|run| {
                run.iter().zip(words).enumerate().all(|(i, (a, b))| a == b || *prefix && i == last && a.starts_with(b))
            })
        });
        let expected = titles.iter().filter(|t| meets(t)).count() as u64;
        prop_assert_eq!(ask(&index, &words(&q.join(" "))).total, expected, "{:?}", q);
    }
}
