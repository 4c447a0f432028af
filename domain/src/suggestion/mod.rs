//! Suggestions: international standards that may be relevant to a draft that
//! does not cite them (Rec. C.7, TBT 2.4). Found by the words of products and
//! title in the titles of the catalogue, and by HS and ICS; each says why. A suggestion
//! claims no more than that: whether a standard is relevant, people decide.

mod fit;
mod general;
mod titles;
mod words;

pub use titles::Titles;

use std::collections::HashSet;

use crate::{
    codes::IcsCode,
    divergence,
    notification::Content,
    standard::{Reference, StandardId},
};

/// Confidence from which a suggestion is shown: on real regulations, four of
/// five shown ones are standards that the regulation does cite (see
/// `BENCHMARKS.md`). A false alarm is worse than silence.
pub const SHOWN: f32 = 0.70;
/// Words and at most as many characters of a text that are looked at: the
/// beginning of a description says what it is about.
const LONGEST_TEXT: usize = 4_000;

/// What suggestions are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Subject<'a> {
    /// The products in words.
    pub products: &'a str,
    /// The names of the HS codes given for them; chapters are too wide to say anything.
    pub hs: &'a [String],
    /// The title of the draft.
    pub title: &'a str,
    /// What the draft is about, at any length.
    pub text: &'a str,
    /// ICS codes of the products.
    pub ics: &'a [IcsCode],
}

/// A standard that may be relevant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The catalogue's identifier of the edition in force.
    pub standard: String,
    /// Its title.
    pub title: String,
    /// How much of its title and of the subject's words agree, from 0 to 1.
    pub confidence: f32,
    /// The words of its title that products or title have too, as its own title
    /// writes them.
    pub words: Vec<String>,
    /// Those that the names of HS codes alone have.
    pub hs_words: Vec<String>,
    /// The words of the subject that its scope has and its title has not.
    pub scope_words: Vec<String>,
    /// For a general part: the standard with particular requirements that fits, and
    /// that is used with it. Empty where it is suggested for itself.
    pub supplemented_by: String,
    /// The ICS code that both have, the narrowest; empty when none.
    pub ics: String,
    /// See [`Suggestion::is_shown`].
    shown: bool,
}

impl Suggestion {
    /// Whether it is good enough to be shown without being asked for: it fits a
    /// product or the title well, and few other standards do.
    pub fn is_shown(&self) -> bool {
        self.shown
    }
}

/// What the rule `international-standard-not-used` is given for a form: the
/// suggestions that are good enough to be shown unasked, each with why. `hs` are
/// the names of its HS codes, as far as they are known.
pub fn for_content(
    content: &Content,
    hs: &[String],
    references: &[Reference],
    titles: &Titles,
) -> Vec<divergence::Suggestion> {
    let undated = |r: &Reference| Some(r.id.parse::<StandardId>().ok()?.undated().to_string());
    let cited: HashSet<String> = references.iter().filter_map(undated).collect();
    let subject = Subject {
        products: &content.products,
        hs,
        title: &content.title,
        text: &content.description,
        ics: &content.ics,
    };
    titles.shown(&subject, &cited).into_iter().map(Suggestion::explained).collect()
}

impl Suggestion {
    fn explained(self) -> divergence::Suggestion {
        let mut why = Vec::new();
        if !self.supplemented_by.is_empty() {
            why.push(format!("{} sets particular requirements in addition to it", self.supplemented_by));
        }
        if !self.words.is_empty() {
            why.push(format!("its title has {}", quoted(&self.words)));
        }
        if !self.hs_words.is_empty() {
            why.push(format!("its title has {}, as the name of an HS code", quoted(&self.hs_words)));
        }
        if !self.scope_words.is_empty() {
            why.push(format!("its scope has {}", quoted(&self.scope_words)));
        }
        if !self.ics.is_empty() {
            why.push(format!("it has the ICS code {}", self.ics));
        }
        divergence::Suggestion { standard: self.standard, why }
    }
}

/// `the word “tractors”`, `the words “ovens”, “kettles”`.
fn quoted(words: &[String]) -> String {
    let noun = if words.len() == 1 { "word" } else { "words" };
    let quoted: Vec<String> = words.iter().map(|w| format!("“{w}”")).collect();
    format!("the {noun} {}", quoted.join(", "))
}

#[cfg(test)]
mod tests;
