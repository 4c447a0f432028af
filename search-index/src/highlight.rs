//! Showing why something was found: words marked in the title, and the one
//! sentence that says most.

use std::ops::Range;

use tantivy::tokenizer::TextAnalyzer;

use crate::{
    Marked,
    analysis::{self, Side},
    words::{Clause, Kind, fuzziness},
};

/// Longest sentence shown, in characters.
const LONGEST: usize = 240;

/// Looks for the clauses of a query in text.
pub struct Marker<'a> {
    clauses: Vec<&'a Clause>,
    exact: TextAnalyzer,
    stem: TextAnalyzer,
}

/// Where a clause was found: bytes of the text, and which clause.
type Mark = (Range<usize>, usize);

/// A sentence found, not yet cut out.
pub struct Sentence<'t> {
    text: &'t str,
    range: Range<usize>,
    marks: Vec<Mark>,
    /// Whether words before and behind were left out.
    cut: (bool, bool),
    /// Different clauses in it, then marks: more is better.
    pub worth: (usize, usize),
}

impl<'a> Marker<'a> {
    /// A marker of everything that must occur.
    pub fn new(clauses: &'a [Clause]) -> Self {
        Self {
            clauses: clauses.iter().filter(|c| !c.negated).collect(),
            exact: analysis::exact(Side::Document),
            stem: analysis::stem(Side::Document),
        }
    }

    /// How many clauses are looked for.
    pub fn len(&self) -> usize {
        self.clauses.len()
    }

    /// The whole text, words marked.
    pub fn whole(&mut self, text: &str) -> Marked {
        let marks = self.marks(text);
        runs(text, 0..text.len(), &marks)
    }

    /// How many different clauses occur in the text.
    pub fn clauses_in(&mut self, text: &str) -> usize {
        different(&self.marks(text))
    }

    /// The sentence with most of the words; none when there is no word in the text.
    pub fn best<'t>(&mut self, text: &'t str) -> Option<Sentence<'t>> {
        let marks = self.marks(text);
        let mut best: Option<Sentence<'t>> = None;
        let mut at = 0;
        for range in sentences(text) {
            let begin =
                marks[at..].iter().position(|(m, _)| m.start >= range.start).map_or(marks.len(), |n| at + n);
            let end = marks[begin..]
                .iter()
                .position(|(m, _)| m.start >= range.end)
                .map_or(marks.len(), |n| begin + n);
            at = end;
            let within = &marks[begin..end];
            if within.is_empty() {
                continue;
            }
            let sentence = range;
            let range = window(text, sentence.clone(), within);
            let cut = (range.start > sentence.start, range.end < sentence.end);
            let within: Vec<Mark> = within
                .iter()
                .filter(|(m, _)| m.start >= range.start && m.end <= range.end)
                .cloned()
                .collect();
            let worth = (different(&within), within.len());
            if best.as_ref().is_none_or(|b| worth > b.worth) {
                best = Some(Sentence { text, range, marks: within, cut, worth });
            }
        }
        best
    }

    /// Every place of every clause, in order of the text.
    fn marks(&mut self, text: &str) -> Vec<Mark> {
        if self.clauses.is_empty() {
            return Vec::new();
        }
        let exact = analysis::tokens(&mut self.exact, text);
        let stems = if self.clauses.iter().any(|c| c.kind == Kind::Word && c.terms.len() == 1) {
            analysis::tokens(&mut self.stem, text)
        } else {
            Vec::new()
        };
        let mut marks = Vec::new();
        for (n, clause) in self.clauses.iter().enumerate() {
            let terms = &clause.terms;
            match clause.kind {
                Kind::Word if terms.len() == 1 => marks.extend(
                    stems
                        .iter()
                        .filter(|t| t.text == clause.stems[0])
                        .map(|t| (t.offset_from..t.offset_to, n)),
                ),
                Kind::Fuzzy => marks.extend(
                    exact
                        .iter()
                        .filter(|t| terms.iter().any(|term| within(term, &t.text, fuzziness(term))))
                        .map(|t| (t.offset_from..t.offset_to, n)),
                ),
                kind => {
                    let last = terms.len() - 1;
                    for run in exact.windows(terms.len()) {
                        let fits = terms.iter().zip(run).enumerate().all(|(i, (term, token))| {
                            if kind == Kind::Prefix && i == last {
                                token.text.starts_with(term.as_str())
                            } else {
                                token.text == *term
                            }
                        });
                        if fits {
                            marks.push((run[0].offset_from..end_of(&run[last], &terms[last], kind), n));
                        }
                    }
                }
            }
        }
        marks.sort_unstable_by_key(|(range, n)| (range.start, range.end, *n));
        marks
    }
}

/// A single character that begins a pair is marked alone.
fn end_of(token: &tantivy::tokenizer::Token, term: &str, kind: Kind) -> usize {
    match term.chars().next() {
        Some(c) if kind == Kind::Prefix && analysis::is_paired(c) && term.len() == c.len_utf8() => {
            token.offset_from + c.len_utf8()
        }
        _ => token.offset_to,
    }
}

fn different(marks: &[Mark]) -> usize {
    let mut clauses: Vec<usize> = marks.iter().map(|(_, n)| *n).collect();
    clauses.sort_unstable();
    clauses.dedup();
    clauses.len()
}

impl Sentence<'_> {
    /// The sentence cut out, words marked, with an ellipsis where it was cut.
    pub fn into_marked(self) -> Marked {
        let mut marked = runs(self.text, self.range.clone(), &self.marks);
        if self.cut.0 {
            marked.0.insert(0, ("…".to_owned(), false));
        }
        if self.cut.1 {
            marked.0.push(("…".to_owned(), false));
        }
        join(marked)
    }
}

/// Neighbouring runs of one kind become one.
fn join(marked: Marked) -> Marked {
    let mut joined: Vec<(String, bool)> = Vec::new();
    for (text, is_mark) in marked.0 {
        match joined.last_mut() {
            Some((before, same)) if *same == is_mark => before.push_str(&text),
            _ => joined.push((text, is_mark)),
        }
    }
    Marked(joined)
}

fn runs(text: &str, range: Range<usize>, marks: &[Mark]) -> Marked {
    let mut found = Vec::new();
    let mut at = range.start;
    let mut add = |range: Range<usize>, is_mark| {
        if !range.is_empty() {
            found.push((text[range].to_owned(), is_mark));
        }
    };
    for (mark, _) in marks {
        let start = mark.start.max(at);
        if mark.end > start {
            add(at..start, false);
            add(start..mark.end, true);
            at = mark.end;
        }
    }
    add(at..range.end, false);
    join(Marked(found))
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ';' | '。' | '！' | '？' | '；' | '।' | '؟')
}

/// The sentences of a text. A point ends one when a blank and anything but a
/// small letter or a digit follow (`No. 5`, `e.g. toys` and `0.5` do not).
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        let ends = match c {
            '\n' | '\r' => true,
            '.' => {
                let mut rest = text[after..].chars();
                match rest.next() {
                    None => true,
                    Some(blank) if blank.is_whitespace() => rest
                        .find(|c| !c.is_whitespace())
                        .is_none_or(|next| !next.is_lowercase() && !next.is_numeric()),
                    Some(_) => false,
                }
            }
            '!' | '?' | ';' => chars.peek().is_none_or(|(_, next)| next.is_whitespace()),
            c => is_end(c),
        };
        if ends {
            found.push(trimmed(text, start..after));
            start = after;
        }
    }
    found.push(trimmed(text, start..text.len()));
    found.retain(|range| !range.is_empty());
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start.max(range.start + part.trim_end().len())
}

/// At most [`LONGEST`] characters of a sentence, around the place with most marks.
fn window(text: &str, sentence: Range<usize>, marks: &[Mark]) -> Range<usize> {
    let part = &text[sentence.clone()];
    if part.chars().count() <= LONGEST {
        return sentence;
    }
    // Byte of every character, so that lengths are counted in characters.
    let places: Vec<usize> = part.char_indices().map(|(at, _)| sentence.start + at).collect();
    let place_of = |byte: usize| places.partition_point(|p| *p < byte);
    // Room for an ellipsis on both sides, and a little text before the first mark.
    let room = LONGEST - 2;
    let before = 60;
    let begin_at = |mark: &Mark| place_of(mark.0.start).saturating_sub(before).min(places.len() - room);
    let fitting = |begin: usize| {
        let inside = |m: &&Mark| place_of(m.0.start) >= begin && place_of(m.0.end) <= begin + room;
        let inside: Vec<Mark> = marks.iter().filter(inside).cloned().collect();
        (different(&inside), inside.len())
    };
    // The earliest of the best; a few dozen candidates are enough to choose from.
    let mut begin = begin_at(&marks[0]);
    let mut worth = fitting(begin);
    for mark in marks.iter().take(40).skip(1) {
        let candidate = begin_at(mark);
        let its_worth = fitting(candidate);
        if its_worth > worth {
            (begin, worth) = (candidate, its_worth);
        }
    }
    let byte = |place: usize| places.get(place).copied().unwrap_or(sentence.end);
    let (mut from, mut to) = (byte(begin), byte(begin + room));
    // Not in the middle of a word, where a blank is near and no mark is lost.
    let first = marks.iter().map(|(m, _)| m.start).find(|s| *s >= from).unwrap_or(to);
    let last = marks.iter().map(|(m, _)| m.end).filter(|e| *e <= to).max().unwrap_or(from);
    if from > sentence.start
        && let Some(blank) = text[from..first].find(char::is_whitespace)
    {
        from += blank;
    }
    if to < sentence.end
        && last <= to
        && let Some(blank) = text[last.max(from)..to].rfind(char::is_whitespace)
    {
        to = last.max(from) + blank;
    }
    trimmed(text, from..to)
}

/// Whether two words differ by at most so many letters added, left out,
/// changed or swapped with a neighbour.
pub fn within(a: &str, b: &str, most: u8) -> bool {
    distance(a, b) <= usize::from(most)
}

/// Edits between two words (optimal string alignment).
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut two_back = vec![0; b.len() + 1];
    let mut back: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (back[j] + 1).min(row[j - 1] + 1).min(back[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_back[j - 2] + 1);
            }
        }
        two_back = std::mem::replace(&mut back, row);
    }
    back[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::parse;

    /// The text with marks as brackets.
    fn show(marked: &Marked) -> String {
        marked.0.iter().map(|(t, m)| if *m { format!("[{t}]") } else { t.clone() }).collect()
    }

    fn whole(q: &str, text: &str) -> String {
        show(&Marker::new(&parse(q).unwrap()).whole(text))
    }

    fn best(q: &str, text: &str) -> String {
        Marker::new(&parse(q).unwrap()).best(text).map_or_else(String::new, |s| show(&s.into_marked()))
    }

    #[test]
    fn marks_every_kind_of_word() {
        assert_eq!(whole("regulation", "Draft Regulations on toys"), "Draft [Regulations] on toys");
        assert_eq!(whole("\"toy safety\"", "Toy safety, toys’ safety"), "[Toy safety], toys’ safety");
        assert_eq!(whole("regul* -toys", "Regulatory toys"), "[Regulatory] toys");
        assert_eq!(whole("labeling~", "Labelling of food"), "[Labelling] of food");
        assert_eq!(whole("iec60335", "See IEC 60335-2-9."), "See [IEC 60335]-2-9.");
        assert_eq!(whole("etiquette", "L’étiquette énergie"), "L’[étiquette] énergie");
        assert_eq!(whole("食品安全", "国家食品安全标准"), "国家[食品安全]标准");
        assert_eq!(whole("茶", "绿茶与茶叶"), "绿[茶]与[茶]叶");
        assert_eq!(whole("", "toys"), "toys");
    }

    #[test]
    fn the_sentence_with_most_words_is_shown() {
        let text = "Toys are sold. Regulation No. 5 on e.g. toys of 0.5 kg applies! Other matters.";
        assert_eq!(best("toys kg", text), "Regulation No. 5 on e.g. [toys] of 0.5 [kg] applies!");
        assert_eq!(best("ships", text), "");
    }

    #[test]
    fn a_long_sentence_is_cut_around_its_words() {
        let text = format!(
            "{} brake fluid and steering of vehicles {}",
            "lorem ipsum ".repeat(60),
            "dolor sit ".repeat(60)
        );
        let shown = best("brake steering", &text);
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        assert!(shown.contains("[brake] fluid and [steering]"), "{shown}");
        assert!(shown.replace(['[', ']'], "").chars().count() <= LONGEST, "{shown}");
        let glued = "x".repeat(300) + "茶" + &"茶".repeat(400);
        assert!(best("茶", &glued).contains("[茶"));
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, n) in
            [("label", "label", 0), ("label", "lable", 1), ("labeling", "labelling", 1), ("", "ab", 2)]
        {
            assert_eq!(distance(a, b), n, "{a} {b}");
        }
    }
}
