//! The clauses of a text: where each begins, what it is called, and where it
//! stands in the plain text of the whole.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    addresses::{Addresses, PREAMBLE},
    contents,
    corrections::{Correction, NotApplied, Plan},
    headings,
    labels::{Closing, Follow, Says, labels},
    nesting::{Begins, Candidate, Mark, nest},
    outline::{Form, PARAGRAPH_BREAK, Paragraph},
};

/// A clause: the paragraphs from its number to the next clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Its address within this version: `art-5.2.a`. ASCII letters, digits, `.`,
    /// `-` and `_`, so that it can be the id of an element and stand behind `#`.
    pub address: String,
    /// How it is cited: `Article 5(2)(a)`. For a clause without a number its
    /// heading, or nothing.
    pub citation: String,
    /// Its number as printed, with what closes it: `(a)`, `5.1.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// 1 for the highest level.
    pub level: u8,
    /// The clause that it stands under, by its place in [`Clauses::clauses`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<usize>,
    /// Its paragraphs, by their places in [`Clauses::paragraphs`]; without those
    /// of the clauses under it.
    pub paragraphs: Range<usize>,
    /// Its characters (not bytes) in [`Clauses::plain_text`].
    pub characters: Range<usize>,
    /// Where the words behind its number begin, in bytes of its first paragraph.
    pub(super) words_from: usize,
}

/// A text cut into clauses. Nothing is lost: the paragraphs of the clauses, one
/// after the other, are the paragraphs of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Clauses {
    paragraphs: Vec<Paragraph>,
    clauses: Vec<Clause>,
}

impl Clauses {
    /// Recognises the clauses of a text.
    #[must_use]
    pub fn of(paragraphs: Vec<Paragraph>) -> Self {
        Self::corrected(paragraphs, &[]).0
    }

    /// The clauses of a text as an official corrected them, and the corrections
    /// that do not apply. The same paragraphs and corrections always give the
    /// same clauses.
    #[must_use]
    pub fn corrected(paragraphs: Vec<Paragraph>, corrections: &[Correction]) -> (Self, Vec<NotApplied>) {
        let mut plan = Plan::new(paragraphs);
        let not_applied = plan.apply(corrections);
        (plan.into_clauses(), not_applied)
    }

    /// The paragraphs of the text, in order.
    #[must_use]
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The clauses, in order.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The paragraphs of one clause.
    #[must_use]
    pub fn paragraphs_of(&self, clause: &Clause) -> &[Paragraph] {
        self.paragraphs.get(clause.paragraphs.clone()).unwrap_or_default()
    }

    /// The clause at an address.
    #[must_use]
    pub fn at(&self, address: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.address == address)
    }

    /// The clause in which a character of the plain text stands.
    #[must_use]
    pub fn at_character(&self, character: usize) -> Option<&Clause> {
        let behind = self.clauses.partition_point(|clause| clause.characters.start <= character);
        let clause = self.clauses.get(behind.checked_sub(1)?)?;
        (character < clause.characters.end).then_some(clause)
    }

    /// The text as one: paragraphs divided by [`PARAGRAPH_BREAK`].
    #[must_use]
    pub fn plain_text(&self) -> String {
        let texts: Vec<&str> = self.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        texts.join(PARAGRAPH_BREAK)
    }

    /// The words of a clause without its number: paragraphs divided by line feeds.
    #[must_use]
    pub fn words_of(&self, clause: &Clause) -> String {
        let mut words = String::new();
        for (nth, paragraph) in self.paragraphs_of(clause).iter().enumerate() {
            if nth > 0 {
                words.push('\n');
                words.push_str(&paragraph.text);
            } else {
                words.push_str(
                    paragraph.text.get(clause.words_from..).unwrap_or(&paragraph.text).trim_start(),
                );
            }
        }
        words
    }
}

impl Plan {
    pub(super) fn new(paragraphs: Vec<Paragraph>) -> Self {
        let mut candidates: Vec<Candidate> = paragraphs.iter().map(candidate).collect();
        contents::leave_out(&paragraphs, &mut candidates);
        let mut title = true;
        for at in 0..paragraphs.len() {
            let heading = candidates[at].heading.is_some() && candidates[at].labels.is_empty();
            // The title of the text, and a heading in the line below its number,
            // begin no clause of their own.
            title &= heading && candidates[at].heading <= candidates[0].heading;
            let below =
                at.checked_sub(1).is_some_and(|above| is_whole_label(&paragraphs[above], &candidates[above]));
            if heading && (title || below) {
                candidates[at].begins = Begins::Never;
            }
        }
        let label_ends = candidates.iter().map(label_end).collect();
        Self { headings: vec![None; paragraphs.len()], paragraphs, candidates, label_ends }
    }

    pub(super) fn marks(&self) -> Vec<Option<Mark>> {
        nest(&self.candidates)
    }

    fn into_clauses(self) -> Clauses {
        let marks = self.marks();
        let mut starts: Vec<usize> =
            marks.iter().enumerate().filter(|(_, mark)| mark.is_some()).map(|(at, _)| at).collect();
        if !self.paragraphs.is_empty() && starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        let break_length = PARAGRAPH_BREAK.chars().count();
        let mut character = 0;
        let mut spans = Vec::with_capacity(self.paragraphs.len());
        for paragraph in &self.paragraphs {
            let length = paragraph.text.chars().count();
            spans.push(character..character + length);
            character += length + break_length;
        }
        let mut addresses = Addresses::default();
        let mut clauses: Vec<Clause> = Vec::with_capacity(starts.len());
        let mut above: Vec<usize> = Vec::new();
        for (nth, &start) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied().unwrap_or(self.paragraphs.len());
            let characters = spans[start].start..spans[end - 1].end;
            let mark = marks[start].as_ref();
            let words_from = if mark.is_some_and(|mark| mark.numbered) { self.label_ends[start] } else { 0 };
            let heading = self.headings[start].clone().unwrap_or_else(|| match mark {
                Some(_) => headings::heading(start, &self.paragraphs, &self.candidates, &marks, words_from),
                None => {
                    let first = &self.paragraphs[start];
                    matches!(first.form, Form::Heading { .. }).then(|| first.text.trim().to_owned())
                }
            });
            let preamble = [PREAMBLE.to_owned()];
            let path = mark.map_or(preamble.as_slice(), |mark| mark.path.as_slice());
            let address = addresses.give(path, heading.as_deref());
            let number = mark
                .filter(|mark| mark.numbered)
                .map(|_| self.candidates[start].printed.clone())
                .filter(|printed| !printed.is_empty());
            let citation = mark
                .map(|mark| mark.citation.clone())
                .filter(|citation| !citation.is_empty())
                .or_else(|| heading.clone().filter(|_| mark.is_some()))
                .unwrap_or_default();
            let level = mark.map_or(1, |mark| mark.level);
            while above.last().is_some_and(|last| clauses[*last].level >= level) {
                above.pop();
            }
            let parent = above.last().copied();
            if mark.is_some() {
                above.push(clauses.len());
            }
            clauses.push(Clause {
                address,
                citation,
                number,
                heading,
                level,
                parent,
                paragraphs: start..end,
                characters,
                words_from,
            });
        }
        Clauses { paragraphs: self.paragraphs, clauses }
    }
}

/// Whether a line begins as a numbered clause may: for readers that must tell
/// where a paragraph begins.
#[must_use]
pub fn begins_with_number(line: &str) -> bool {
    labels(line).first().is_some_and(|label| {
        let doubtful = matches!(label.says, Says::Named { .. } | Says::Mark { closing: Closing::Bare, .. });
        let small = label.follow == Follow::Small && doubtful;
        label.follow != Follow::Sentence && !small
    })
}

/// A paragraph as the nesting sees it.
pub(super) fn candidate(paragraph: &Paragraph) -> Candidate {
    if matches!(paragraph.form, Form::Row | Form::Note) {
        return Candidate { begins: Begins::Never, ..Candidate::default() };
    }
    let mut found = labels(&paragraph.text);
    let mut certain = false;
    if let Some(number) = paragraph.number.as_deref().filter(|number| paragraph.text.starts_with(*number)) {
        let counted = labels(number);
        if counted.last().is_some_and(|label| number[label.end..].trim().is_empty()) {
            certain = true;
            if found.first().map(|label| label.end) != counted.first().map(|label| label.end) {
                found = counted;
            }
        }
    }
    let heading = match paragraph.form {
        Form::Heading { level } => Some(level),
        _ => None,
    };
    let mut candidate = Candidate { labels: found, certain, heading, ..Candidate::default() };
    candidate.printed = paragraph.text[..label_end(&candidate)].trim().to_owned();
    candidate
}

/// Where the words behind the number begin. Behind a word's number brackets
/// belong to the words: `Art. 5 (1) …`.
pub(super) fn label_end(candidate: &Candidate) -> usize {
    match candidate.labels.first() {
        Some(label) if matches!(label.says, Says::Named { .. }) => label.end,
        Some(_) => candidate.labels.last().map_or(0, |label| label.end),
        None => 0,
    }
}

/// Whether a paragraph is a named label and nothing else: `Article 5`.
fn is_whole_label(paragraph: &Paragraph, candidate: &Candidate) -> bool {
    candidate.labels.first().is_some_and(|label| {
        matches!(label.says, Says::Named { .. })
            && paragraph.text[label.end..]
                .trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–' | '—'))
                .is_empty()
    })
}
