//! A text in pages: of a length that a browser can bear, whatever the text is. A
//! page begins with a clause, unless one clause is longer than a page.

use std::ops::Range;

use super::{
    clauses::{Clause, Clauses},
    outline::PARAGRAPH_BREAK,
};

/// Characters of a page at most; a piece more may begin on it.
const LONGEST_PAGE: usize = 40_000;
/// Pieces of a page at most: a short clause has its links, too.
const MOST_PIECES: usize = 300;
/// Longest piece of a clause, in characters.
pub const LONGEST_PIECE: usize = 20_000;
/// A piece that must end within a paragraph ends with a word, if there is one so near.
const LONGEST_WORD: usize = 200;

/// A clause, or a part of one that is too long for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The clause, by its place in [`Clauses::clauses`].
    pub clause: usize,
    /// Its characters in [`Clauses::plain_text`].
    pub characters: Range<usize>,
    /// Whether the clause begins here.
    pub begins: bool,
    /// Whether the clause ends here.
    pub ends: bool,
}

/// The pages of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pages(Vec<Vec<Piece>>);

impl Pages {
    /// The pages of these clauses.
    #[must_use]
    pub fn of(clauses: &Clauses) -> Self {
        let pieces: Vec<Piece> = (0..clauses.clauses().len()).flat_map(|at| pieces(clauses, at)).collect();
        let ranges = spread(pieces.iter().map(|piece| piece.characters.len()));
        let mut pieces = pieces.into_iter();
        Self(ranges.into_iter().map(|range| pieces.by_ref().take(range.len()).collect()).collect())
    }

    /// How many there are; an empty text has one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len().max(1)
    }

    /// The pieces of a page, counted from 1.
    #[must_use]
    pub fn page(&self, number: usize) -> &[Piece] {
        number.checked_sub(1).and_then(|at| self.0.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The page, from 1, on which a clause begins.
    #[must_use]
    pub fn page_of(&self, clause: usize) -> Option<usize> {
        // Pieces follow the clauses: the first page that ends with this one or a later.
        let at = self.0.partition_point(|page| page.last().is_none_or(|piece| piece.clause < clause));
        self.0.get(at).map(|_| at + 1)
    }
}

/// Puts items of these lengths on pages, one after the other: which are on each.
pub fn spread(lengths: impl IntoIterator<Item = usize>) -> Vec<Range<usize>> {
    let mut pages: Vec<Range<usize>> = Vec::new();
    let mut room = 0;
    for (at, length) in lengths.into_iter().enumerate() {
        match pages.last_mut() {
            Some(page) if length <= room && page.len() < MOST_PIECES => {
                page.end = at + 1;
                room -= length;
            }
            _ => {
                pages.push(at..at + 1);
                room = LONGEST_PAGE.saturating_sub(length);
            }
        }
    }
    pages
}

/// The pieces of a clause; one is left even of a clause without words.
fn pieces(clauses: &Clauses, at: usize) -> Vec<Piece> {
    let clause: &Clause = &clauses.clauses()[at];
    let break_length = PARAGRAPH_BREAK.chars().count();
    let mut cuts = vec![clause.characters.start];
    let mut begin = clause.characters.start;
    for paragraph in clauses.paragraphs_of(clause) {
        let length = paragraph.text.chars().count();
        // Between two paragraphs rather than within one.
        if begin > last(&cuts) && begin + length - last(&cuts) > LONGEST_PIECE {
            cuts.push(begin);
        }
        if begin + length - last(&cuts) > LONGEST_PIECE {
            let letters: Vec<char> = paragraph.text.chars().collect();
            while begin + length - last(&cuts) > LONGEST_PIECE {
                let most = last(&cuts) + LONGEST_PIECE - begin;
                let word = letters[..most].iter().rev().take(LONGEST_WORD).position(|c| c.is_whitespace());
                cuts.push(begin + most - word.unwrap_or(0));
            }
        }
        begin += length + break_length;
    }
    let end = clause.characters.end;
    let count = cuts.len();
    let bounds = cuts.iter().copied().zip(cuts.iter().copied().skip(1).chain([end]));
    bounds
        .enumerate()
        .map(|(nth, (from, to))| Piece {
            clause: at,
            characters: from..to.max(from),
            begins: nth == 0,
            ends: nth + 1 == count,
        })
        .collect()
}

fn last(cuts: &[usize]) -> usize {
    cuts.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Paragraph;

    fn clauses(paragraphs: impl IntoIterator<Item = String>) -> Clauses {
        Clauses::of(paragraphs.into_iter().map(Paragraph::plain).collect())
    }

    /// Every character of every clause is on one page, in order, and no page is too long.
    fn holds(clauses: &Clauses) -> Pages {
        let pages = Pages::of(clauses);
        let all: Vec<&Piece> = (1..=pages.count()).flat_map(|n| pages.page(n)).collect();
        for (at, clause) in clauses.clauses().iter().enumerate() {
            let of: Vec<_> = all.iter().filter(|piece| piece.clause == at).collect();
            assert!(of.first().unwrap().begins && of.last().unwrap().ends);
            assert_eq!(of.first().unwrap().characters.start, clause.characters.start);
            assert_eq!(of.last().unwrap().characters.end, clause.characters.end);
            assert!(of.windows(2).all(|two| two[0].characters.end == two[1].characters.start));
            let page = pages.page_of(at).unwrap();
            assert!(pages.page(page).iter().any(|piece| piece.clause == at && piece.begins));
        }
        for n in 1..=pages.count() {
            let length: usize = pages.page(n).iter().map(|piece| piece.characters.len()).sum();
            assert!(length <= LONGEST_PAGE && pages.page(n).len() <= MOST_PIECES, "{length}");
        }
        pages
    }

    #[test]
    fn a_short_text_has_one_page_and_a_long_one_many() {
        assert_eq!(holds(&clauses(["Article 1 Scope".into(), "Kettles.".into()])).count(), 1);
        let many = (1..=2_000).flat_map(|n| [format!("Article {n} Limit"), "Of the handle. ".repeat(20)]);
        assert!(holds(&clauses(many)).count() > 15);
        let short = (1..=1_000).map(|n| format!("Article {n}"));
        assert_eq!(holds(&clauses(short)).count(), 4);
        assert_eq!(Pages::of(&clauses([])).count(), 1);
    }

    #[test]
    fn one_clause_of_megabytes_has_pages_too() {
        let one = clauses(["ISO 9001:2015 ".repeat(100_000)]);
        let pages = holds(&one);
        assert!(pages.count() > 30);
        // Cut between words, where there are some.
        let letters: Vec<char> = one.plain_text().chars().collect();
        assert!(letters[pages.page(1)[0].characters.end - 1].is_whitespace());
        assert!(holds(&clauses(["x".repeat(500_000)])).count() > 10);
        let paragraphs = std::iter::once("Article 1".to_owned()).chain((0..500).map(|_| "words ".repeat(99)));
        assert!(holds(&clauses(paragraphs)).count() > 5);
    }
}
