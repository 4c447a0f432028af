//! Tables of sentences by language and kind, properties, real paragraphs.

mod properties;
mod real_data;
mod refused;
mod sentences;
mod surroundings;

use super::{Mention, recognise};

/// Asserts the characters and the normal forms found in `text`.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let found: Vec<(String, String)> =
        recognise(text).into_iter().map(|m| (m.text, m.id.to_string())).collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

/// The one mention in `text`.
#[track_caller]
fn only(text: &str) -> Mention {
    let mut found = recognise(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}
