//! Tables of contents: their entries look like articles and are none.

use std::collections::HashMap;

use super::{
    labels::Says,
    nesting::{Begins, Candidate},
    outline::Paragraph,
};

/// Entries in a row that make a table of contents.
const RUN: usize = 3;

/// Marks the entries of tables of contents so that they begin no clause.
pub(super) fn leave_out(paragraphs: &[Paragraph], candidates: &mut [Candidate]) {
    for (paragraph, candidate) in paragraphs.iter().zip(candidates.iter_mut()) {
        if has_leader(&paragraph.text) {
            candidate.begins = Begins::Never;
        }
    }
    let mut last: HashMap<String, usize> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if let Some(key) = key(candidate) {
            last.insert(key, at);
        }
    }
    let mut from = 0;
    while from < candidates.len() {
        let run = candidates[from..]
            .iter()
            .enumerate()
            .take_while(|(at, candidate)| {
                let short = paragraphs[from + at].text.chars().count() <= 160;
                short
                    && key(candidate).is_some_and(|key| last.get(&key).is_some_and(|last| *last > from + at))
            })
            .count();
        // All are said again behind the run, not within it.
        let behind = candidates[from..from + run]
            .iter()
            .all(|c| key(c).is_some_and(|key| last.get(&key).is_some_and(|last| *last >= from + run)));
        if run >= RUN && behind {
            for candidate in &mut candidates[from..from + run] {
                candidate.begins = Begins::Never;
            }
        }
        from += run.max(1);
    }
}

/// A named part by its kind and number.
fn key(candidate: &Candidate) -> Option<String> {
    match &candidate.labels.first()?.says {
        Says::Named { kind, number, .. } => Some(format!("{} {number}", kind.prefix())),
        _ => None,
    }
}

/// Whether the text ends in a row of dots and a page number.
fn has_leader(text: &str) -> bool {
    let head = text.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    if head.len() == text.trim_end().len() {
        return false;
    }
    let head = head.trim_end();
    let dots =
        head.chars().rev().take_while(|c| matches!(c, '.' | '…' | ' ' | '·')).filter(|c| *c != ' ').count();
    dots >= 4 || dots >= 1 && head.ends_with('…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_are_seen() {
        for text in ["Article 1 Scope .......... 3", "1.1 Terms . . . . . . 12", "Annex A……iv"] {
            assert!(has_leader(text), "{text}");
        }
        for text in ["Article 1 Scope", "The limit is 3", "See point 4... 5"] {
            assert!(!has_leader(text), "{text}");
        }
    }
}
