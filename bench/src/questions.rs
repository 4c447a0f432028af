//! What is asked: kinds of questions as people ask them, each for both engines.

use domain::search::{Conditions, Sort};

use crate::{chance::Chance, corpus::Corpus};

/// One question.
pub struct Question {
    /// For the index.
    pub conditions: Conditions,
    /// For FTS5's MATCH; none without words.
    pub fts: Option<String>,
}

type Make = fn(&mut Chance, &Corpus) -> Question;

/// Every kind with its name.
pub const KINDS: &[(&str, Make)] = &[
    ("word", |c, corpus| words(vec![c.of_front(&corpus.words).clone()])),
    ("two words", |c, corpus| {
        words(vec![c.of_front(&corpus.words).clone(), c.of_front(&corpus.words).clone()])
    }),
    ("phrase", |c, corpus| {
        let phrase = format!("\"{}\"", corpus.phrase(c));
        question(phrase.clone(), Some(phrase), |_| {})
    }),
    ("beginning of a word", |c, corpus| {
        let word = c.of(&corpus.words);
        let beginning = &word[..4 + c.below(word.len() - 3)];
        question(format!("{beginning}*"), Some(format!("\"{beginning}\"*")), |_| {})
    }),
    ("filters alone", |c, corpus| question(String::new(), None, |conditions| filters(conditions, c, corpus))),
    ("word and filters", |c, corpus| {
        let mut q = words(vec![c.of_front(&corpus.words).clone()]);
        filters(&mut q.conditions, c, corpus);
        q
    }),
    ("open, by deadline", |c, corpus| {
        let mut q = words(vec![c.of_front(&corpus.words).clone()]);
        q.conditions.open = Some(true);
        q.conditions.sort = Sort::ClosingSoon;
        q
    }),
];

fn question(q: String, fts: Option<String>, set: impl FnOnce(&mut Conditions)) -> Question {
    let mut conditions = Conditions { q, ..Conditions::default() };
    set(&mut conditions);
    Question { conditions, fts }
}

fn words(words: Vec<String>) -> Question {
    let quoted: Vec<String> = words.iter().map(|w| format!("\"{w}\"")).collect();
    question(words.join(" "), Some(quoted.join(" ")), |_| {})
}

/// Two authorities, and an HS chapter or a year.
fn filters(conditions: &mut Conditions, c: &mut Chance, corpus: &Corpus) {
    conditions.authority = vec![c.of_front(&corpus.authorities).clone(), c.of(&corpus.authorities).clone()];
    conditions.authority.dedup();
    if c.below(2) == 0 {
        conditions.hs = vec![c.of(&corpus.hs).chapter().to_owned()];
    } else {
        conditions.year = vec![2022 + c.below(4) as i16];
    }
}

/// So many different questions; fewer if there are no more. Different, so
/// that nothing answers from memory of the same question.
pub fn different(count: usize, chance: &mut Chance, corpus: &Corpus, make: Make) -> Vec<Question> {
    let mut found: Vec<Question> = Vec::new();
    for _ in 0..count * 20 {
        let question = make(chance, corpus);
        if found.len() < count && !found.iter().any(|q| q.conditions == question.conditions) {
            found.push(question);
        }
    }
    found
}
