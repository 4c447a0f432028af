//! "Did you mean": words of the index close to words that it does not have.

use tantivy::{Searcher, Term, query::FuzzyTermQuery};

use crate::{
    Error,
    highlight::distance,
    schema::Fields,
    words::{Clause, Kind, fuzziness},
};

/// The query with every unknown word replaced by the closest known one;
/// nothing when all words are known or nothing is close.
pub fn closest(
    q: &str,
    clauses: &[Clause],
    searcher: &Searcher,
    fields: &Fields,
) -> Result<Option<String>, Error> {
    let mut corrected = String::new();
    let mut at = 0;
    for clause in clauses.iter().filter(|c| !c.negated) {
        let [term] = &clause.terms[..] else { continue };
        if clause.kind == Kind::Prefix || is_known(clause, searcher, fields)? {
            continue;
        }
        if let Some(word) = closest_word(term, searcher, fields)? {
            corrected.push_str(&q[at..clause.at.start]);
            corrected.push_str(&word);
            at = clause.at.end;
        }
    }
    if at == 0 {
        return Ok(None);
    }
    corrected.push_str(&q[at..]);
    Ok(Some(corrected))
}

fn is_known(clause: &Clause, searcher: &Searcher, fields: &Fields) -> Result<bool, Error> {
    let exact = Term::from_field_text(fields.exact, &clause.terms[0]);
    let stem = Term::from_field_text(fields.stem, &clause.stems[0]);
    Ok(searcher.doc_freq(&exact)? > 0 || clause.kind == Kind::Word && searcher.doc_freq(&stem)? > 0)
}

/// The closest word of the index; of equally close ones, the most frequent.
fn closest_word(term: &str, searcher: &Searcher, fields: &Fields) -> Result<Option<String>, Error> {
    let automaton =
        FuzzyTermQuery::new(Term::from_field_text(fields.exact, term), fuzziness(term), true).automaton()?;
    let mut found = std::collections::HashMap::<String, u64>::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.exact)?;
        let mut close =
            inverted.terms().search(&automaton).into_stream().map_err(tantivy::TantivyError::from)?;
        while close.advance() {
            if let Ok(word) = std::str::from_utf8(close.key()) {
                *found.entry(word.to_owned()).or_default() += u64::from(close.value().doc_freq);
            }
        }
    }
    let rank = |word: &str, n: u64| (distance(term, word), std::cmp::Reverse(n));
    let best = found.iter().min_by(|a, b| rank(a.0, *a.1).cmp(&rank(b.0, *b.1)).then_with(|| a.0.cmp(b.0)));
    Ok(best.map(|(word, _)| word.clone()))
}
