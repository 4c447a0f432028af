//! How text becomes terms: the same cutting for documents, queries and marks.
//!
//! Words are runs of letters; a run ends where digits begin, so that
//! `iec60335`, `IEC 60335` and `IEC-60335` are one thing. Scripts written
//! without blanks (Chinese, Japanese, Thai …) become overlapping pairs of
//! characters. Letters lose case and accents. Words of `stem` fields lose
//! their English endings too; other languages are found by their exact forms
//! and by what the stemmer happens to do to both sides alike.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer,
};

/// Name under which the index knows the analyzer of exact forms.
pub const EXACT: &str = "exact";
/// Name under which the index knows the analyzer of stems.
pub const STEM: &str = "stem";

/// Longer words are cut, so that nobody's garbage fills the dictionary and a
/// long word is found all the same.
const LONGEST_WORD: usize = 60;

/// Which text is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A document: the last character of a run in pairs is a term of its own
    /// too, so that every single character begins some term.
    Document,
    /// A query: pairs alone, so that a phrase asks for no end of a run.
    Query,
}

/// Exact forms: folded, lower case.
pub fn exact(side: Side) -> TextAnalyzer {
    TextAnalyzer::builder(Words::new(side)).filter(AsciiFoldingFilter).filter(LowerCaser).build()
}

/// Stems: exact forms without English endings.
pub fn stem(side: Side) -> TextAnalyzer {
    TextAnalyzer::builder(Words::new(side))
        .filter(AsciiFoldingFilter)
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// All tokens of a text.
pub fn tokens(analyzer: &mut TextAnalyzer, text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    analyzer.token_stream(text).process(&mut |token| found.push(token.clone()));
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    /// Of a script written without blanks.
    Paired,
    /// Part of the word around it, left out of the term.
    Silent,
    Between,
}

fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        // combining accents, soft hyphen, joiners, Hebrew points, Arabic vowel signs
        '\u{300}'..='\u{36f}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{591}'..='\u{5bd}'
        | '\u{64b}'..='\u{65f}'
        | '\u{640}'
        | '\u{670}' => Class::Silent,
        c if is_paired(c) => Class::Paired,
        // Indic scripts: signs within a syllable count as letters, the dandas do not.
        '\u{964}' | '\u{965}' | '\u{970}' => Class::Between,
        c if c.is_numeric() => Class::Digit,
        '\u{900}'..='\u{dff}' => Class::Letter,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Between,
    }
}

/// Whether the character is of a script written without blanks between words.
pub fn is_paired(c: char) -> bool {
    matches!(c,
        '\u{0e01}'..='\u{0e3a}' | '\u{0e40}'..='\u{0e4e}' // Thai
        | '\u{0e80}'..='\u{0edf}' // Lao
        | '\u{1000}'..='\u{1049}' // Myanmar
        | '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' // Hangul
        | '\u{1780}'..='\u{17d3}' // Khmer
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{ff66}'..='\u{ff9d}' // Kana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' // Han
    )
}

/// Cuts text into words, numbers and pairs.
#[derive(Clone)]
struct Words {
    side: Side,
    token: Token,
}

impl Words {
    fn new(side: Side) -> Self {
        Self { side, token: Token::default() }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream { text, at: 0, side: self.side, in_run: false, token: &mut self.token }
    }
}

struct Stream<'a> {
    text: &'a str,
    /// Byte from which the next token is looked for.
    at: usize,
    side: Side,
    /// Whether the token before ended inside a run of paired characters.
    in_run: bool,
    token: &'a mut Token,
}

impl Stream<'_> {
    fn emit(&mut self, from: usize, to: usize) -> bool {
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = from;
        self.token.offset_to = to;
        true
    }

    /// A pair that begins with the character at `from`, or that character
    /// alone where its run ends; `None` where the end of a run is no term.
    fn pair(&mut self, from: usize, first: char) -> Option<usize> {
        let mut rest = self.text[from..].char_indices().filter(|(_, c)| class(*c) != Class::Silent).skip(1);
        let second = rest.next().filter(|(_, c)| class(*c) == Class::Paired);
        self.token.text.clear();
        self.token.text.push(first);
        let after_first = from + first.len_utf8();
        let whole_run = !std::mem::replace(&mut self.in_run, second.is_some());
        self.at = after_first;
        match second {
            Some((offset, c)) => {
                self.token.text.push(c);
                Some(from + offset + c.len_utf8())
            }
            None if whole_run || self.side == Side::Document => Some(after_first),
            None => None,
        }
    }

    /// The end of the word or number that begins at `from`.
    fn word(&mut self, from: usize, of: Class) -> usize {
        self.in_run = false;
        self.token.text.clear();
        let mut end = self.text.len();
        for (offset, c) in self.text[from..].char_indices() {
            match class(c) {
                Class::Silent => {}
                found if found == of => {
                    if self.token.text.len() + c.len_utf8() <= LONGEST_WORD {
                        self.token.text.push(c);
                    }
                }
                _ => {
                    end = from + offset;
                    break;
                }
            }
        }
        self.at = end;
        end
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(c) = self.text[self.at..].chars().next() {
            let from = self.at;
            match class(c) {
                Class::Silent => self.at += c.len_utf8(),
                Class::Between => {
                    self.in_run = false;
                    self.at += c.len_utf8();
                }
                Class::Paired => {
                    if let Some(to) = self.pair(from, c) {
                        return self.emit(from, to);
                    }
                }
                of => {
                    let to = self.word(from, of);
                    return self.emit(from, to);
                }
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(side: Side, text: &str) -> Vec<String> {
        tokens(&mut exact(side), text).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn identifiers_are_cut_alike_however_they_are_written() {
        for text in ["IEC 60335-2-9", "iec60335-2-9", "IEC-60335.2.9", "ＩＥＣ ６０３３５-２-９"] {
            assert_eq!(cut(Side::Query, text), ["iec", "60335", "2", "9"], "{text}");
        }
        assert_eq!(cut(Side::Query, "G/TBT/N/KEN/641/Add.1"), ["g", "tbt", "n", "ken", "641", "add", "1"]);
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(
            cut(Side::Query, "Étiquetage  ÖKODESIGN İstanbul"),
            ["etiquetage", "okodesign", "istanbul"]
        );
        assert_eq!(cut(Side::Query, "e\u{301}tiquette regu\u{ad}lation"), ["etiquette", "regulation"]);
    }

    #[test]
    fn scripts_without_blanks_become_pairs() {
        assert_eq!(cut(Side::Query, "食品安全"), ["食品", "品安", "安全"]);
        assert_eq!(cut(Side::Document, "食品安全"), ["食品", "品安", "安全", "全"]);
        assert_eq!(cut(Side::Query, "茶 ABC食品"), ["茶", "abc", "食品"]);
        assert_eq!(cut(Side::Query, "ของเล่น").len(), 6);
    }

    #[test]
    fn long_words_are_cut_and_places_stay_exact() {
        let long = "x".repeat(5000);
        assert_eq!(cut(Side::Document, &long)[0].len(), LONGEST_WORD);
        let text = "für Spielzeug";
        let found = tokens(&mut exact(Side::Document), text);
        assert_eq!(&text[found[1].offset_from..found[1].offset_to], "Spielzeug");
        assert_eq!(found[1].position, 1);
    }

    #[test]
    fn stems_meet() {
        let words =
            |text| tokens(&mut stem(Side::Query), text).into_iter().map(|t| t.text).collect::<Vec<_>>();
        assert_eq!(words("regulations labelled"), words("regulation labelling"));
    }
}
