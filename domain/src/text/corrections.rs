//! What an official corrects in the cutting of a text, kept as data and applied
//! in order to the same paragraphs.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    clauses::{candidate, label_end},
    labels::{Label, labels},
    nesting::{Begins, Candidate, Mark},
    outline::Paragraph,
};

/// How many characters of a paragraph a correction remembers.
const REMEMBERED: usize = 40;

/// One correction of the cutting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The paragraph by its place in the text as it stands after the corrections
    /// before this one.
    pub paragraph: usize,
    /// The first characters of that paragraph when the correction was made: when
    /// they are others, the correction does not apply.
    pub begins: String,
    /// What is done.
    #[serde(flatten)]
    pub change: CorrectionChange,
}

impl Correction {
    /// A correction of a paragraph as it stands now.
    #[must_use]
    pub fn of(paragraph: usize, text: &str, change: CorrectionChange) -> Self {
        Self { paragraph, begins: text.chars().take(REMEMBERED).collect(), change }
    }
}

/// What a correction does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum CorrectionChange {
    /// The paragraph begins a clause.
    Split,
    /// The paragraph is broken in two at a character; the second begins a clause.
    Break {
        /// The first character (not byte) of the second paragraph.
        character: usize,
    },
    /// The clause that begins here belongs to the one before.
    Join,
    /// The clause that begins here has this number, or none.
    Number {
        /// As it would be printed: `5.1`, `(a)`, `Article 7`.
        number: Option<String>,
    },
    /// The clause that begins here has this heading, or none.
    Heading {
        /// The heading's words.
        heading: Option<String>,
    },
    /// The clause that begins here stands at this level.
    Level {
        /// 1 for the highest.
        level: u8,
    },
}

/// A correction that does not apply, and why.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Correction {} was not applied: {why}", .correction + 1)]
pub struct NotApplied {
    /// Its place in the list of corrections.
    pub correction: usize,
    /// Why not.
    pub why: WhyNot,
}

/// Why a correction does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WhyNot {
    /// The text has no such paragraph.
    #[error("the text has no such paragraph.")]
    NoParagraph,
    /// The paragraph begins with other words.
    #[error("the paragraph begins with other words than when it was corrected.")]
    OtherWords,
    /// It begins a clause already.
    #[error("a clause begins here already.")]
    IsClause,
    /// It does not begin a clause.
    #[error("no clause begins here.")]
    IsNoClause,
    /// There is no clause before the first.
    #[error("there is no clause before the first one.")]
    First,
    /// The character is not within the paragraph.
    #[error("the paragraph cannot be broken there.")]
    Outside,
    /// A level is 1 to 9.
    #[error("a level is a number from 1 to 9.")]
    NoLevel,
}

/// The cutting while it is corrected.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub paragraphs: Vec<Paragraph>,
    pub candidates: Vec<Candidate>,
    /// Where the words behind the number begin, for each paragraph, in bytes.
    pub label_ends: Vec<usize>,
    /// Headings set by an official; the inner nothing is "no heading".
    pub headings: Vec<Option<Option<String>>>,
}

impl Plan {
    /// Applies the corrections in order; what does not apply is left out and said.
    pub fn apply(&mut self, corrections: &[Correction]) -> Vec<NotApplied> {
        let mut not_applied = Vec::new();
        let mut marks = None;
        for (nth, correction) in corrections.iter().enumerate() {
            let current = marks.get_or_insert_with(|| self.marks()).clone();
            match self.apply_one(correction, &current) {
                Ok(()) => marks = None,
                Err(why) => not_applied.push(NotApplied { correction: nth, why }),
            }
        }
        not_applied
    }

    fn apply_one(&mut self, correction: &Correction, marks: &[Option<Mark>]) -> Result<(), WhyNot> {
        let at = correction.paragraph;
        let paragraph = self.paragraphs.get(at).ok_or(WhyNot::NoParagraph)?;
        if !paragraph.text.starts_with(&correction.begins) {
            return Err(WhyNot::OtherWords);
        }
        let clause = at == 0 || marks[at].is_some();
        match &correction.change {
            CorrectionChange::Split if clause => return Err(WhyNot::IsClause),
            CorrectionChange::Split => {
                let mut fresh = candidate(&self.paragraphs[at]);
                fresh.begins = Begins::Always;
                self.label_ends[at] = label_end(&fresh);
                self.candidates[at] = fresh;
            }
            CorrectionChange::Break { character } => self.break_in_two(at, *character)?,
            CorrectionChange::Join if at == 0 => return Err(WhyNot::First),
            _ if !clause => return Err(WhyNot::IsNoClause),
            CorrectionChange::Join => self.candidates[at].begins = Begins::Never,
            CorrectionChange::Number { number } => {
                self.set_number(at, number.as_deref().map(str::trim).filter(|number| !number.is_empty()));
            }
            CorrectionChange::Heading { heading } => {
                let heading = heading.as_deref().map(str::trim).filter(|heading| !heading.is_empty());
                self.headings[at] = Some(heading.map(str::to_owned));
            }
            CorrectionChange::Level { level } => {
                if !(1..=9).contains(level) {
                    return Err(WhyNot::NoLevel);
                }
                self.candidates[at].level = Some(*level);
                self.candidates[at].begins = Begins::Always;
            }
        }
        Ok(())
    }

    fn break_in_two(&mut self, at: usize, character: usize) -> Result<(), WhyNot> {
        let paragraph = &mut self.paragraphs[at];
        let byte =
            paragraph.text.char_indices().nth(character).map(|(byte, _)| byte).ok_or(WhyNot::Outside)?;
        let (first, second) = paragraph.text.split_at(byte);
        if first.trim().is_empty() || second.trim().is_empty() {
            return Err(WhyNot::Outside);
        }
        let form = match paragraph.form {
            super::Form::Heading { .. } => super::Form::Plain,
            other => other,
        };
        let second = Paragraph { text: second.trim_start().to_owned(), form, number: None };
        paragraph.text = first.trim_end().to_owned();
        let mut fresh = candidate(&second);
        fresh.begins = Begins::Always;
        self.label_ends.insert(at + 1, label_end(&fresh));
        self.candidates.insert(at + 1, fresh);
        self.headings.insert(at + 1, None);
        self.paragraphs.insert(at + 1, second);
        // The first half keeps its number only when it still holds it.
        if self.label_ends[at] > self.paragraphs[at].text.len() {
            self.label_ends[at] = 0;
        }
        Ok(())
    }

    fn set_number(&mut self, at: usize, number: Option<&str>) {
        let candidate = &mut self.candidates[at];
        candidate.begins = Begins::Always;
        candidate.certain = true;
        let Some(number) = number else {
            // What looked like a number is the beginning of the words.
            candidate.labels = Vec::new();
            candidate.printed = String::new();
            self.label_ends[at] = 0;
            return;
        };
        let read: Vec<Label> = labels(number);
        let whole = read.last().is_some_and(|label| number[label.end..].trim().is_empty());
        candidate.labels = if whole { read } else { vec![Label::opaque(number)] };
        candidate.printed = number.to_owned();
        self.label_ends[at] = if self.paragraphs[at].text.starts_with(number) {
            number.len()
        } else {
            self.label_ends[at].min(self.paragraphs[at].text.len())
        };
    }
}
