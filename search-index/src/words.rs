//! The words a person types: `word`, `"a phrase"`, `-not`, `prefix*`, `close~`.
//!
//! What is merely untidy (a quote left open, signs standing alone) is
//! forgiven; what cannot be meant as written gets a sentence.

use std::ops::Range;

use crate::{
    Error,
    analysis::{self, Side},
};

/// Characters of one query.
const LONGEST: usize = 1_000;
/// Words and phrases of one query.
const MOST: usize = 40;

/// How the terms of a clause are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As a word, in any of its English forms; several terms (`60335-2-9`) as a phrase.
    Word,
    /// In exactly this form and order.
    Phrase,
    /// The last term is the beginning of a word.
    Prefix,
    /// Up to two letters may differ.
    Fuzzy,
}

/// One word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Whether it must not occur.
    pub negated: bool,
    /// How it is looked for.
    pub kind: Kind,
    /// Its exact terms; at least one.
    pub terms: Vec<String>,
    /// The stems of `terms`.
    pub stems: Vec<String>,
    /// Where the word stands in the query, without signs around it.
    pub at: Range<usize>,
}

/// Letters that may differ in a fuzzy word of this length.
pub fn fuzziness(term: &str) -> u8 {
    match term.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–')
}

/// Reads a query.
pub fn parse(q: &str) -> Result<Vec<Clause>, Error> {
    let length = q.chars().count();
    if length > LONGEST {
        return Err(Error::Query(format!(
            "The search text has {length} characters; at most {LONGEST} are possible."
        )));
    }
    let mut clauses = Vec::new();
    let mut at = 0;
    while let Some(c) = q[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (clause, end) = clause(q, at)?;
        clauses.extend(clause);
        at = end;
        if clauses.len() > MOST {
            return Err(Error::Query(format!(
                "The search text has more than {MOST} words and phrases; please use fewer."
            )));
        }
    }
    Ok(clauses)
}

/// The clause that begins at `start`, and where what follows it begins.
fn clause(q: &str, start: usize) -> Result<(Option<Clause>, usize), Error> {
    let first = |at: usize| q[at..].chars().next();
    let mut at = start;
    let mut negated = false;
    if let Some(c) = first(at).filter(|c| is_minus(*c) || *c == '+') {
        negated = c != '+';
        at += c.len_utf8();
    }
    let quoted = first(at).filter(|c| is_quote(*c));
    let (inside, mut end) = match quoted {
        Some(quote) => {
            let from = at + quote.len_utf8();
            let to = q[from..].find(is_quote).map_or(q.len(), |n| from + n);
            (from..to, to + first_len(q, to))
        }
        None => {
            let to = q[at..].find(|c: char| c.is_whitespace() || is_quote(c)).map_or(q.len(), |n| at + n);
            (at..to, to)
        }
    };
    let mut kind = if quoted.is_some() { Kind::Phrase } else { Kind::Word };
    let mut inside = inside;
    if quoted.is_some() {
        if q[end..].starts_with('*') {
            kind = Kind::Prefix;
            end += 1;
        }
    } else {
        (kind, inside) = signs(q, inside, kind);
    }
    // Nothing but signs: a lone minus, an empty phrase.
    let end = end.max(start + first_len(q, start));
    Ok((build(q, inside, negated, kind)?, end))
}

fn first_len(q: &str, at: usize) -> usize {
    q[at..].chars().next().map_or(0, char::len_utf8)
}

/// Takes `*`, `~`, `~1`, `~2` off the end of a word.
fn signs(q: &str, inside: Range<usize>, kind: Kind) -> (Kind, Range<usize>) {
    let word = &q[inside.clone()];
    let fuzzy =
        word.strip_suffix("~1").or_else(|| word.strip_suffix("~2")).or_else(|| word.strip_suffix('~'));
    let stripped = |rest: &str| inside.start..inside.start + rest.len();
    match (word.strip_suffix('*'), fuzzy) {
        (Some(rest), _) => (Kind::Prefix, stripped(rest.trim_end_matches('*'))),
        (None, Some(rest)) => (Kind::Fuzzy, stripped(rest.trim_end_matches('~'))),
        _ => (kind, inside),
    }
}

fn build(q: &str, at: Range<usize>, negated: bool, kind: Kind) -> Result<Option<Clause>, Error> {
    let text = &q[at.clone()];
    let bare = text.trim_matches('*');
    if kind != Kind::Phrase && bare.contains('*')
        || kind == Kind::Word && text.starts_with('*') && !bare.is_empty()
    {
        return Err(Error::Query(format!(
            "In “{text}”, * can only stand at the end: regul* finds regulation and regulatory."
        )));
    }
    let terms: Vec<String> = terms(&mut analysis::exact(Side::Query), text);
    let stems = self::terms(&mut analysis::stem(Side::Query), text);
    let Some(last) = terms.last() else { return Ok(None) };
    let mut letters = last.chars();
    let single = letters.next().filter(|_| letters.next().is_none());
    let kind = match (kind, single) {
        // One character of a script without blanks is the beginning of a pair.
        (Kind::Word | Kind::Phrase, Some(c)) if analysis::is_paired(c) && terms.len() == 1 => Kind::Prefix,
        (Kind::Prefix, Some(c)) if !analysis::is_paired(c) && terms.len() == 1 => {
            return Err(Error::Query(format!("“{last}*” is too short: type at least two letters before *.")));
        }
        (kind, _) => kind,
    };
    Ok(Some(Clause { negated, kind, terms, stems, at }))
}

fn terms(analyzer: &mut tantivy::tokenizer::TextAnalyzer, text: &str) -> Vec<String> {
    analysis::tokens(analyzer, text).into_iter().map(|t| t.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clauses in short: sign, terms, kind.
    fn read(q: &str) -> Vec<String> {
        parse(q)
            .unwrap()
            .iter()
            .map(|c| {
                let sign = if c.negated { "-" } else { "" };
                let kind = match c.kind {
                    Kind::Word => "",
                    Kind::Phrase => "=",
                    Kind::Prefix => "*",
                    Kind::Fuzzy => "~",
                };
                format!("{sign}{}{kind}", c.terms.join(" "))
            })
            .collect()
    }

    #[test]
    fn reads_every_kind() {
        assert_eq!(
            read(r#"Toys "Toy Safety" -bicycle -"cot bed" regul* labeling~ "toy saf"*"#),
            ["toys", "toy safety=", "-bicycle", "-cot bed=", "regul*", "labeling~", "toy saf*"]
        );
        assert_eq!(read("IEC 60335-2-9 G/TBT/N/KEN/641"), ["iec", "60335 2 9", "g tbt n ken 641"]);
        assert_eq!(read("茶 食品安全"), ["茶*", "食品 品安 安全"]);
    }

    #[test]
    fn forgives_what_is_untidy() {
        assert_eq!(read("“toy safety» cot"), ["toy safety=", "cot"]);
        assert_eq!(read("\"toy safety"), ["toy safety="]);
        assert_eq!(read("- -- \"\" * ~ & + +toys -"), ["toys"]);
        assert_eq!(read("a\"b c\"d"), ["a", "b c=", "d"]);
        assert_eq!(read("toys**"), ["toys*"]);
    }

    #[test]
    fn says_what_cannot_be_meant() {
        for (q, part) in [("re*tion", "re*tion"), ("*tion", "*tion"), ("a*", "a*")] {
            let Err(Error::Query(said)) = parse(q) else { panic!("{q}") };
            assert!(said.contains(part), "{said}");
        }
        assert!(matches!(parse(&"x ".repeat(501)), Err(Error::Query(s)) if s.contains("1002")));
        assert!(matches!(parse(&"x ".repeat(60)), Err(Error::Query(s)) if s.contains("40")));
    }
}
