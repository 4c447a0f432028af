//! What differs between two texts, word by word; in scripts without spaces,
//! character by character.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// The most words that are compared one by one; longer texts are compared
/// sentence by sentence, so that no text takes quadratic time.
const MOST_WORDS: usize = 6_000;

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpanKind {
    /// They stand in both versions.
    Same,
    /// They stand in the later version only.
    Added,
    /// They stood in the earlier version only.
    Removed,
}

/// Words that have the same fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// What became of them.
    pub kind: SpanKind,
    /// The words with their spaces.
    pub text: String,
}

/// The differences between two texts. The same and removed spans together are
/// the earlier text, the same and added spans the later one.
#[must_use]
pub fn word_difference(before: &str, after: &str) -> Vec<Span> {
    let (mut a, mut b) = (tokens(before), tokens(after));
    // What begins and ends alike need not be compared.
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (same_head, same_tail) = (a[..head].concat(), a[a.len() - tail..].concat());
    if a.len().max(b.len()) - head - tail > MOST_WORDS {
        let middle =
            |text: &'_ str| -> std::ops::Range<usize> { same_head.len()..text.len() - same_tail.len() };
        (a, b) = (sentences(&before[middle(before)]), sentences(&after[middle(after)]));
        if a.len().max(b.len()) > MOST_WORDS {
            (a, b) = (vec![&before[middle(before)]], vec![&after[middle(after)]]);
        }
    } else {
        a = a[head..a.len() - tail].to_vec();
        b = b[head..b.len() - tail].to_vec();
    }
    // Comparing numbers is cheaper than comparing words.
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut number = |token| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(token).or_insert(next)
    };
    let x: Vec<u32> = a.iter().map(|token| number(*token)).collect();
    let y: Vec<u32> = b.iter().map(|token| number(*token)).collect();
    let mut pieces: Vec<(String, String, String)> = Vec::new();
    if !same_head.is_empty() {
        pieces.push((String::new(), String::new(), same_head));
    }
    for op in capture_diff_slices(Algorithm::Myers, &x, &y) {
        let (tag, old, new) = op.as_tag_tuple();
        let (old, new) = (a[old].concat(), b[new].concat());
        // Each piece: removed, added, and the same words behind.
        if tag == DiffTag::Equal {
            match pieces.last_mut() {
                Some(last) => last.2.push_str(&old),
                None => pieces.push((String::new(), String::new(), old)),
            }
        } else {
            match pieces.last_mut().filter(|last| last.2.is_empty()) {
                Some(last) => {
                    last.0.push_str(&old);
                    last.1.push_str(&new);
                }
                None => pieces.push((old, new, String::new())),
            }
        }
    }
    match pieces.last_mut() {
        Some(last) => last.2.push_str(&same_tail),
        None => pieces.push((String::new(), String::new(), same_tail)),
    }
    spans(joined(pieces))
}

/// Joins changes between which only a space or a mark stands: two words changed
/// side by side are read as one change.
fn joined(pieces: Vec<(String, String, String)>) -> Vec<(String, String, String)> {
    let mut out: Vec<(String, String, String)> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let changed = !piece.0.is_empty() || !piece.1.is_empty();
        match out.last_mut() {
            Some(last)
                if changed
                    && !(last.0.is_empty() && last.1.is_empty())
                    && last.2.chars().all(|c| !c.is_alphanumeric() && c != '\n')
                    // Both sides change: otherwise an inserted word would take its
                    // neighbours with it.
                    && !(last.0.is_empty() && piece.0.is_empty())
                    && !(last.1.is_empty() && piece.1.is_empty()) =>
            {
                let between = std::mem::take(&mut last.2);
                last.0 = format!("{}{between}{}", last.0, piece.0);
                last.1 = format!("{}{between}{}", last.1, piece.1);
                last.2 = piece.2;
            }
            _ => out.push(piece),
        }
    }
    out
}

fn spans(pieces: Vec<(String, String, String)>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (removed, added, same) in pieces {
        for (kind, text) in [(SpanKind::Removed, removed), (SpanKind::Added, added), (SpanKind::Same, same)] {
            if !text.is_empty() {
                spans.push(Span { kind, text });
            }
        }
    }
    spans
}

/// Whether a script is written without spaces between words.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff // Thai, Lao
        | 0x1000..=0x109f | 0x1780..=0x17ff // Burmese, Khmer
        | 0x2e80..=0x2fdf | 0x3040..=0x30ff | 0x31f0..=0x31ff // radicals, kana
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Words, spaces, marks; characters of scripts without spaces. A number with its
/// decimals is one word: `0.5` never becomes `0.6` by half.
pub(super) fn tokens(text: &str) -> Vec<&str> {
    #[derive(PartialEq, Clone, Copy)]
    enum Class {
        Word,
        Space,
        Alone,
    }
    let class = |c: char| {
        if c.is_whitespace() {
            Class::Space
        } else if stands_alone(c) || !c.is_alphanumeric() && !is_mark(c) {
            Class::Alone
        } else {
            Class::Word
        }
    };
    let mut tokens = Vec::new();
    let mut from = 0;
    let mut last: Option<(Class, char)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut this = class(c);
        let next = chars.peek().map(|(_, c)| *c);
        let inner = matches!(c, '.' | ',' | '\'' | '’' | '-' | '_' | '/' | ':')
            && last.is_some_and(|(class, l)| class == Class::Word && l.is_alphanumeric())
            && next.is_some_and(|n| n.is_alphanumeric() && !stands_alone(n));
        let digits =
            last.is_some_and(|(_, l)| l.is_ascii_digit()) && next.is_some_and(|n| n.is_ascii_digit());
        if inner && (digits || matches!(c, '\'' | '’' | '-' | '_')) {
            this = Class::Word;
        }
        // A line feed divides paragraphs and is a token by itself.
        let joins =
            last.is_some_and(|(class, l)| class == this && this != Class::Alone && l != '\n' && c != '\n');
        if !joins && at > from {
            tokens.push(&text[from..at]);
            from = at;
        }
        last = Some((this, c));
    }
    if from < text.len() {
        tokens.push(&text[from..]);
    }
    tokens
}

/// Combining marks belong to their letter.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Sentences with what closes them.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut from = 0;
    let mut ended = false;
    for (at, c) in text.char_indices() {
        if ended && !c.is_whitespace() {
            sentences.push(&text[from..at]);
            from = at;
        }
        ended = matches!(c, '\n' | '。' | '；')
            || ended && c.is_whitespace()
            || matches!(c, '.' | ';' | '!' | '?');
    }
    sentences.push(&text[from..]);
    sentences
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(before: &str, after: &str) -> String {
        word_difference(before, after)
            .iter()
            .map(|span| match span.kind {
                SpanKind::Same => span.text.clone(),
                SpanKind::Added => format!("{{+{}+}}", span.text),
                SpanKind::Removed => format!("[-{}-]", span.text),
            })
            .collect()
    }

    #[test]
    fn words_not_characters() {
        for (before, after, expected) in [
            (
                "at most 0.5 mg/kg of lead",
                "at most 0.9 mg/kg of lead",
                "at most [-0.5-]{+0.9+} mg/kg of lead",
            ),
            ("the producer shall", "the importer shall", "the [-producer-]{+importer+} shall"),
            ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
            ("shall be safe", "shall always be safe", "shall {+always +}be safe"),
            ("含量不得超过90毫克", "含量不得超过60毫克", "含量不得超过[-90-]{+60+}毫克"),
            ("生产者应当标明", "进口者应当标明", "[-生产-]{+进口+}者应当标明"),
            ("same", "same", "same"),
            ("", "new", "{+new+}"),
        ] {
            assert_eq!(shown(before, after), expected, "{before} / {after}");
        }
    }

    #[test]
    fn very_long_texts_are_compared_by_sentences() {
        let before: String = (0..2_000).map(|n| format!("The limit {n} is five. ")).collect();
        let after = before.replacen("five", "six", 1).replacen("1999 is five", "1999 is six", 1);
        let spans = word_difference(&before, &after);
        assert_eq!(spans.len(), 7, "{:?}", &spans[..3]);
        assert_eq!(spans[1].text, "five. ");
        assert_eq!(spans[2].text, "six. ");
    }

    proptest! {
        #[test]
        fn spans_give_back_both_texts(before in "[ab .,\n一二]{0,40}", after in "[ab .,\n一二]{0,40}") {
            let spans = word_difference(&before, &after);
            let of = |left_out| -> String {
                spans.iter().filter(|s| s.kind != left_out).map(|s| s.text.as_str()).collect()
            };
            prop_assert_eq!(of(SpanKind::Added), before);
            prop_assert_eq!(of(SpanKind::Removed), after);
        }

        #[test]
        fn tokens_lose_nothing(text in "\\PC{0,60}") {
            prop_assert_eq!(tokens(&text).concat(), text.clone());
            prop_assert_eq!(sentences(&text).concat(), text);
        }
    }
}
