//! A text as a row of words that differ only in what matters: without case,
//! accents and punctuation. Scripts written without spaces are read by characters.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// A word, or a character of a script without spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Hash of what is left of it; the same on every machine.
    pub hash: u64,
    /// Bytes in the text.
    pub start: u32,
    pub end: u32,
    /// [`WORD`] or [`CHARACTER`].
    pub weight: u8,
}

/// A word counts as two characters of Chinese: about what it takes to say the same.
pub(super) const WORD: u8 = 2;
/// A character of a script without spaces.
pub(super) const CHARACTER: u8 = 1;

/// Bytes of a text that are read; nothing longer is a comment.
const LONGEST: usize = u32::MAX as usize;

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut open: Option<(usize, u64)> = None;
    for (at, c) in text.char_indices() {
        if at + c.len_utf8() > LONGEST {
            break;
        }
        let by_itself = is_by_itself(c);
        let joins = !by_itself && (c.is_alphanumeric() || (open.is_some() && is_mark(c)));
        if !joins && let Some((start, hash)) = open.take() {
            words.push(word(hash, start..at, WORD));
        }
        if by_itself {
            words.push(word(add_char(SEED, c), at..at + c.len_utf8(), CHARACTER));
        } else if joins {
            let (start, hash) = open.unwrap_or((at, SEED));
            open = Some((start, add_char(hash, c)));
        }
    }
    if let Some((start, hash)) = open {
        words.push(word(hash, start..text.len().min(LONGEST), WORD));
    }
    words
}

fn word(hash: u64, span: Range<usize>, weight: u8) -> Word {
    Word { hash: finish(hash), start: span.start as u32, end: span.end as u32, weight }
}

/// Chinese, Japanese, Thai, Lao, Khmer, Burmese: no spaces between words.
fn is_by_itself(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        && c.is_alphanumeric()
}

/// Accents, and the vowels that Arabic and Hebrew may leave out.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}')
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn add(hash: u64, value: u32) -> u64 {
    (hash ^ u64::from(value)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5)
}

fn add_char(hash: u64, c: char) -> u64 {
    if c.is_ascii() {
        return add(hash, u32::from(c.to_ascii_lowercase()));
    }
    // Most of what is not Latin is itself already.
    if matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{0430}'..='\u{0438}' | '\u{043A}'..='\u{044F}') {
        return add(hash, u32::from(c));
    }
    c.to_lowercase()
        .flat_map(|c| std::iter::once(c).nfkd())
        .filter(|c| !is_mark(*c))
        .fold(hash, |hash, c| add(hash, u32::from(c)))
}

/// Spreads every bit over all others.
pub(super) fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// Lines before the letter and after it that can be left out.
const SALUTATIONS: usize = 2;
const SIGNATURES: usize = 6;
/// Weight of a line that may be a salutation or part of a signature.
const SHORT_LINE: u32 = 8 * WORD as u32;
/// What must be left.
const SHORTEST_CORE: u32 = 12 * WORD as u32;

/// The words without salutation and signature: short lines at the beginning that
/// end with a comma, colon or exclamation mark, and short lines at the end that
/// do not end as a sentence does. Any language; a short text stays whole.
pub(super) fn core(text: &str, words: &[Word]) -> Range<usize> {
    let lines = lines(text, words);
    let weight = |range: &Range<usize>| words[range.clone()].iter().map(|w| u32::from(w.weight)).sum::<u32>();
    let last = |range: &Range<usize>| -> Option<char> {
        let (from, to) = (
            words[range.end - 1].end as usize,
            words.get(range.end).map_or(text.len(), |w| w.start as usize),
        );
        text[from..to].split('\n').next().and_then(|rest| rest.trim().chars().last())
    };
    let mut core = 0..words.len();
    for line in lines.iter().take(SALUTATIONS) {
        let greets = matches!(last(line), Some(',' | ':' | '!' | '，' | '：' | '、' | '！' | '،'));
        if weight(line) > SHORT_LINE || !greets {
            break;
        }
        core.start = line.end;
    }
    for line in lines.iter().rev().take(SIGNATURES) {
        let sentence = matches!(last(line), Some('.' | '?' | '!' | ';' | '。' | '？' | '！' | '؟' | '।'));
        if line.start < core.start || weight(line) > SHORT_LINE || sentence {
            break;
        }
        core.end = line.start;
    }
    if core.start < core.end && weight(&core) >= SHORTEST_CORE { core } else { 0..words.len() }
}

/// Words of the first and the last lines; what is between is of no interest.
fn lines(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (i, pair) in words.windows(2).enumerate() {
        if text[pair[0].end as usize..pair[1].start as usize].contains('\n') {
            lines.push(start..i + 1);
            start = i + 1;
        }
    }
    if start < words.len() {
        lines.push(start..words.len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let hashes = |text| words(text).iter().map(|w| w.hash).collect::<Vec<_>>();
        hashes(a) == hashes(b)
    }

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        assert!(same("Très  bien: l'ÉTÉ!", "tres bien l’ete"));
        assert!(same("e\u{301}te\u{301}", "été"));
        assert!(same("ＩＳＯ ９００１", "iso 9001"));
        assert!(same("كِتَاب", "كتاب"));
        assert!(!same("ab c", "a bc"));
        assert!(!same("один два", "два один"));
    }

    #[test]
    fn spans_are_those_of_the_text() {
        let text = "«Été» 我同意 ok";
        let spans: Vec<&str> = words(text).iter().map(|w| &text[w.start as usize..w.end as usize]).collect();
        assert_eq!(spans, ["Été", "我", "同", "意", "ok"]);
        assert_eq!(words(text).iter().map(|w| w.weight).collect::<Vec<_>>(), [2, 1, 1, 1, 2]);
        assert!(words("… \u{301}!").is_empty());
    }

    fn kept(text: &str) -> String {
        let words = words(text);
        let core = core(text, &words);
        text[words[core.start].start as usize..words[core.end - 1].end as usize].to_owned()
    }

    #[test]
    fn salutation_and_signature_are_told_from_the_letter() {
        let letter = "This rule would close our small workshop, because nobody here can pay for the tests that it asks for.\nPlease keep the old limits";
        assert_eq!(
            kept(&format!("Dear Sir or Madam,\n\n{letter}.\n\nKind regards\nAnna Example\nRiver Street 5")),
            letter
        );
        assert_eq!(kept(&format!("尊敬的先生：\n{letter}.\n此致")), letter);
        assert_eq!(kept("I agree,\nAnna"), "I agree,\nAnna");
        assert_eq!(kept("One line only"), "One line only");
    }
}
