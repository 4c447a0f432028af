//! What the index promises, tried from outside.

mod conditions;
mod durability;
mod words;

use domain::{
    notification::{Kind, State},
    search::{Conditions, Document},
};
use jiff::Timestamp;

use crate::{Answer, Index};

/// A notification with nothing special about it.
pub fn document(id: i64) -> Document {
    Document {
        id,
        symbols: vec![format!("G/TBT/N/KEN/{id}")],
        authorities: vec!["KEN".to_owned()],
        authority_names: vec!["Kenya".to_owned()],
        kind: Kind::Regular,
        state: State::Published,
        published: "2026-03-01".parse().unwrap(),
        closes_at: None,
        title: String::new(),
        products: String::new(),
        description: String::new(),
        other_text: String::new(),
        standards: Vec::new(),
        hs: Vec::new(),
        ics: Vec::new(),
        objectives: Vec::new(),
        divergences: Vec::new(),
    }
}

fn titled(id: i64, title: &str) -> Document {
    Document { title: title.to_owned(), ..document(id) }
}

fn index(documents: &[Document]) -> Index {
    let index = Index::in_memory().unwrap();
    index.apply(1, documents, &[]).unwrap();
    index
}

fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn words(q: &str) -> Conditions {
    Conditions { q: q.to_owned(), ..Conditions::default() }
}

fn ask(index: &Index, conditions: &Conditions) -> Answer {
    index.search(conditions, now()).unwrap()
}

fn ids(answer: &Answer) -> Vec<i64> {
    answer.hits.iter().map(|h| h.id).collect()
}

/// Identifiers found, in order of identifiers.
fn found(index: &Index, q: &str) -> Vec<i64> {
    let mut ids = ids(&ask(index, &words(q)));
    ids.sort_unstable();
    ids
}
