//! Conditions as tantivy queries.

use domain::search::Conditions;
use jiff::Timestamp;
use std::ops::Bound;
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery,
        PhraseQuery, Query, RangeQuery, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use crate::{
    exclusion::Excluded,
    facets::Name,
    schema::{Fields, closes_value, filter},
    words::{Clause, Kind, fuzziness},
};

/// Beginnings of words stand for at most so many words of the index.
const MOST_EXPANSIONS: u32 = 10_000;

/// Everything asked for, read and ready to become queries.
pub struct Asked<'a> {
    pub fields: Fields,
    pub conditions: &'a Conditions,
    pub clauses: &'a [Clause],
    pub now: Timestamp,
}

impl Asked<'_> {
    /// Whether any word must occur: only then results have a relevance.
    pub fn has_words(&self) -> bool {
        self.clauses.iter().any(|c| !c.negated)
    }

    /// What meets the conditions, except those on this facet; without scores.
    pub fn matching(&self, except: Option<Name>) -> Box<dyn Query> {
        self.with(except, Vec::new())
    }

    /// The same, and this term of the field `filter` too.
    pub fn matching_with(&self, except: Name, term: String) -> Box<dyn Query> {
        self.with(Some(except), vec![(Occur::Must, self.filter(term))])
    }

    fn with(&self, except: Option<Name>, more: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
        let mut parts = self.filters(except);
        parts.extend(more);
        for clause in self.clauses {
            parts.push(if clause.negated {
                self.excluded(clause)
            } else {
                (Occur::Must, self.clause(clause))
            });
        }
        all_of(parts)
    }

    /// What meets the conditions, with scores: a word counts wherever it
    /// stands, more in products, still more in the title, most in a symbol or
    /// the number of a standard.
    pub fn ranked(&self) -> Box<dyn Query> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = self
            .filters(None)
            .into_iter()
            .map(|(occur, query)| (occur, Box::new(ConstScoreQuery::new(query, 0.0)) as Box<dyn Query>))
            .collect();
        for clause in self.clauses {
            if clause.negated {
                parts.push(self.excluded(clause));
            } else {
                parts.push((Occur::Must, self.clause(clause)));
                parts.extend(self.boosts(clause).into_iter().map(|q| (Occur::Should, q)));
            }
        }
        all_of(parts)
    }

    /// The documents in which a clause occurs.
    fn clause(&self, clause: &Clause) -> Box<dyn Query> {
        let f = &self.fields;
        match clause.kind {
            Kind::Word if clause.terms.len() == 1 => word(f.stem, &clause.stems[0]),
            Kind::Word | Kind::Phrase => phrase(f.exact, &clause.terms),
            Kind::Prefix => {
                let terms = clause.terms.iter().map(|t| Term::from_field_text(f.exact, t)).collect();
                let mut query = PhrasePrefixQuery::new(terms);
                query.set_max_expansions(MOST_EXPANSIONS);
                Box::new(query)
            }
            Kind::Fuzzy => all_of(
                clause
                    .terms
                    .iter()
                    .map(|t| {
                        let term = Term::from_field_text(f.exact, t);
                        let query: Box<dyn Query> = Box::new(FuzzyTermQuery::new(term, fuzziness(t), true));
                        (Occur::Must, query)
                    })
                    .collect(),
            ),
        }
    }

    fn excluded(&self, clause: &Clause) -> (Occur, Box<dyn Query>) {
        (Occur::MustNot, Box::new(Excluded(self.clause(clause))))
    }

    fn boosts(&self, clause: &Clause) -> Vec<Box<dyn Query>> {
        let f = &self.fields;
        if !matches!(clause.kind, Kind::Word | Kind::Phrase) {
            return Vec::new();
        }
        let boost = |query, by| Box::new(BoostQuery::new(query, by)) as Box<dyn Query>;
        let mut boosts =
            vec![boost(phrase(f.codes, &clause.terms), 20.0), boost(phrase(f.title, &clause.stems), 3.0)];
        if let [stem] = &clause.stems[..] {
            boosts.push(boost(word(f.products, stem), 1.5));
            boosts.push(boost(word(f.description, stem), 0.7));
        }
        boosts
    }

    /// The conditions other than words.
    fn filters(&self, except: Option<Name>) -> Vec<(Occur, Box<dyn Query>)> {
        let c = self.conditions;
        let mut parts = Vec::new();
        let mut add = |name: Option<Name>, terms: Vec<String>| {
            if !terms.is_empty() && (name.is_none() || name != except) {
                let mut queries: Vec<Box<dyn Query>> = terms.into_iter().map(|t| self.filter(t)).collect();
                let query = if queries.len() == 1 {
                    queries.remove(0)
                } else {
                    Box::new(BooleanQuery::union(queries)) as Box<dyn Query>
                };
                parts.push((Occur::Must, query));
            }
        };
        add(Some(Name::Authority), c.authority.iter().map(|v| filter::authority(v)).collect());
        add(Some(Name::Kind), c.kind.iter().map(|v| filter::kind(*v)).collect());
        add(Some(Name::State), c.state.iter().map(|v| filter::state(*v)).collect());
        add(Some(Name::Objective), c.objective.iter().map(|v| filter::objective(*v)).collect());
        add(Some(Name::Hs), c.hs.iter().map(|v| filter::hs(v)).collect());
        add(Some(Name::Ics), c.ics.iter().map(|v| filter::ics(v)).collect());
        add(Some(Name::Year), c.year.iter().map(|v| filter::year(*v)).collect());
        add(Some(Name::Divergence), c.divergence.iter().map(|v| filter::divergence(*v)).collect());
        add(None, c.standard.iter().map(|v| filter::standard_condition(v)).collect());
        if let Some(open) = c.open.filter(|_| except != Some(Name::Open)) {
            parts.push((Occur::Must, self.open(open)));
        }
        parts
    }

    /// Open (the period ends after now), or not.
    fn open(&self, open: bool) -> Box<dyn Query> {
        let now = Term::from_field_i64(self.fields.closes, closes_value_at(self.now));
        Box::new(if open {
            RangeQuery::new(Bound::Excluded(now), Bound::Unbounded)
        } else {
            RangeQuery::new(Bound::Unbounded, Bound::Included(now))
        })
    }

    fn filter(&self, term: String) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(self.fields.filter, &term), IndexRecordOption::Basic))
    }
}

/// `now` on the scale of the column `closes`, where fractions are rounded up.
pub fn closes_value_at(now: Timestamp) -> i64 {
    let rounded = closes_value(Some(now));
    rounded - i64::from(now.subsec_nanosecond() % 1000 > 0)
}

fn word(field: Field, term: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, term), IndexRecordOption::WithFreqs))
}

fn phrase(field: Field, terms: &[String]) -> Box<dyn Query> {
    match terms {
        [one] => word(field, one),
        many => Box::new(PhraseQuery::new(many.iter().map(|t| Term::from_field_text(field, t)).collect())),
    }
}

/// Everything where there is nothing to hold; what must not occur needs
/// something to be taken from.
fn all_of(mut parts: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if parts.is_empty() {
        return Box::new(AllQuery);
    }
    if !parts.iter().any(|(occur, _)| *occur == Occur::Must) {
        parts.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
    }
    if parts.len() == 1 {
        return parts.remove(0).1;
    }
    Box::new(BooleanQuery::new(parts))
}
