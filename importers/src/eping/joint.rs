//! A joint notification: the rows of its authorities become one.

use domain::{
    notification::{ImportedNotification, StatedDate},
    symbol::Symbol,
};

use super::row::One;
use crate::{Severity, members, problem::Notes};

/// A notification while its rows are coming in.
pub struct Joint(ImportedNotification);

impl Joint {
    /// The first row.
    pub fn of(one: One) -> Self {
        Self(one.notification)
    }

    /// Another row of the same symbols. What the first row lacks is taken; where
    /// they differ the first stays and the difference is said.
    pub fn join(&mut self, one: One, notes: &mut Notes) {
        let mine = &mut self.0;
        let other = one.notification;
        let mut again = !other.authority_names.iter().all(String::is_empty);
        for (mine, theirs) in mine.authority_names.iter_mut().zip(align(&mine.symbols, &other)) {
            if mine.is_empty() && !theirs.is_empty() {
                *mine = theirs;
                again = false;
            }
        }
        if again {
            notes.add(
                Severity::Note,
                "",
                &one.given_symbols,
                "the same notification is in the file again; joined",
            );
        }
        if mine.published != other.published {
            differ("Distribution date", &other.published.to_string(), notes);
        }
        let (a, b) = (&mut mine.content, other.content);
        text("Title", &mut a.title, b.title, notes);
        text("Description", &mut a.description, b.description, notes);
        text("Products covered", &mut a.products, b.products, notes);
        text("Objectives free text", &mut a.rationale, b.rationale, notes);
        text("Relevant documents", &mut a.relevant_documents, b.relevant_documents, notes);
        text("Notified document", &mut a.texts_from, b.texts_from, notes);
        text("Other", &mut a.article_other, b.article_other, notes);
        day("Final date for comments", &mut a.comments_until, b.comments_until, notes);
        day("Proposed adoption date", &mut a.adoption, b.adoption, notes);
        day("Proposed entry into force date", &mut a.entry_into_force, b.entry_into_force, notes);
        a.articles.extend(b.articles);
        a.objectives.extend(b.objectives);
        union(&mut a.hs, b.hs);
        union(&mut a.ics, b.ics);
        union(&mut a.keywords, b.keywords);
        union(&mut a.affected, b.affected);
        union(&mut a.links, b.links);
    }

    /// The whole.
    pub fn finish(self) -> ImportedNotification {
        self.0
    }
}

/// Names of another row in the order of these symbols.
fn align(symbols: &[Symbol], other: &ImportedNotification) -> Vec<String> {
    let name_of = |symbol: &Symbol| {
        let at = other.symbols.iter().position(|s| s == symbol)?;
        other.authority_names.get(at).cloned()
    };
    symbols.iter().map(|s| name_of(s).unwrap_or_default()).collect()
}

/// The authorities named in a cell, each at the place of its symbol. A name
/// that no symbol stands for is said, unless only one place is left for it.
pub fn names(symbols: &[Symbol], cell: &str, notes: &mut Notes) -> Vec<String> {
    let mut places = vec![String::new(); symbols.len()];
    let mut unknown = Vec::new();
    for name in cell.split([';', '\n']).map(str::trim).filter(|n| !n.is_empty()) {
        let letters = members::letters(name);
        match symbols.iter().position(|s| Some(s.authority()) == letters) {
            Some(at) => name.clone_into(&mut places[at]),
            None => unknown.push(name),
        }
    }
    let free = places.iter().filter(|p| p.is_empty()).count();
    if free == unknown.len() {
        let empty = places.iter_mut().filter(|p| p.is_empty());
        for (place, name) in empty.zip(unknown) {
            name.clone_into(place);
        }
    } else {
        for name in unknown {
            let what = "none of the symbols is this authority's; the name was left out";
            notes.add(Severity::Dropped, "Notifying Member", name, what);
        }
    }
    places
}

fn differ(field: &str, value: &str, notes: &mut Notes) {
    let what = "differs from the first row of this joint notification, which was kept";
    notes.add(Severity::Note, field, value, what);
}

fn text(field: &str, mine: &mut String, other: String, notes: &mut Notes) {
    if mine.is_empty() {
        *mine = other;
    } else if !other.is_empty() && crate::codes::letters(mine) != crate::codes::letters(&other) {
        differ(field, &other, notes);
    }
}

fn day(field: &str, mine: &mut StatedDate, other: StatedDate, notes: &mut Notes) {
    if mine.is_empty() {
        *mine = other;
    } else if !other.is_empty() && *mine != other {
        let words = other.date.map(|d| d.to_string()).unwrap_or(other.words);
        differ(field, &words, notes);
    }
}

fn union<T: PartialEq>(mine: &mut Vec<T>, other: Vec<T>) {
    for one in other {
        if !mine.contains(&one) {
            mine.push(one);
        }
    }
}
