//! Recognition: finding references to standards in running text.
//!
//! Publishers' names are found in one pass; what cannot be followed by a number
//! is dropped by its next bytes. Behind the others number, part, date and
//! supplement are read and given to the identifier's parser, which decides.
//! Names that are also words, roads or law gazettes (`IS`, `AS`, `BS`) count
//! only with a date, a part or words that speak of a standard.
//!
//! A mention's characters end with the date when it is said there ("DIN 38405-4,
//! Ausgabe Juli 1985"); the bracket that closes a date is left out unless a
//! bracket stood before it. A date behind the title, or before the name ("the 2015
//! edition of ISO 9001"), counts, but its characters do not.

mod american;
mod assembly;
mod bare;
mod context;
mod cursor;
mod dates;
mod evidence;
mod lists;
mod look_alikes;
mod names;
mod parts;
mod pieces;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod window;

use std::{io, sync::LazyLock};

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::standard::{Correspondence, StandardId, Technique};

/// What a reference does in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It binds: "shall", "muss", "doit".
    Normative,
    /// It informs: "see", "for example", an entry of a bibliography.
    Informative,
}

/// A reference found in text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// First character (not byte).
    pub start: usize,
    /// One after the last character.
    pub end: usize,
    /// The characters as they stand in the text.
    pub text: String,
    /// What is meant; without a year when none was given.
    pub id: StandardId,
    /// Year of the edition cited.
    pub year: Option<i16>,
    /// Dated, undated, or general: a series with all its parts.
    pub technique: Technique,
    /// Further standards that the same characters name: `parts 1 to 3`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<StandardId>,
    /// The edition by its number: `3` of "3rd edition".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The clause, table or annex of the standard that is meant: `8.5`; of several
    /// the list as it stands: `7, 8 and 19.11`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Whether it binds or informs, where the words say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whether the words ask for the latest edition, or the one in force.
    #[serde(default, skip_serializing_if = "is_false")]
    pub latest: bool,
    /// The degree of correspondence stated beside it (ISO/IEC Guide 21-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correspondence: Option<Correspondence>,
    /// The international standard to which it is said to correspond.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corresponds_to: Option<StandardId>,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Mention {
    /// The identifier in normal form without the year of its edition:
    /// `DIN 38405-4`, `NF EN 14351-1+A2`.
    pub fn designation(&self) -> String {
        designation(&self.id)
    }
}

/// The normal form without the years in it.
fn designation(id: &StandardId) -> String {
    static COLON: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r":(?:19|20)\d\d(?:-\d\d)?(?:-\d\d)?").expect("the pattern is constant and tested")
    });
    let text = id.to_string();
    let mut without = COLON.replace_all(&text, "").into_owned();
    if let Some(year) = id.year()
        && without.len() == text.len()
    {
        let short = format!("-{:02}", year.rem_euclid(100));
        let long = format!("-{year}");
        let number_ends = text.find(id.number()).unwrap_or(0) + id.number().len();
        let Some((stem, rest)) = text.split_at_checked(number_ends) else { return text };
        let cut =
            [&long, &short].into_iter().find_map(|y| rest.rfind(y.as_str()).map(|at| (at, at + y.len())));
        without = match cut {
            // The letter of a revision (`-08a`) goes with its year.
            Some((from, to)) => {
                let tail = rest[to..].trim_start_matches(|c: char| c.is_ascii_lowercase());
                format!("{stem}{}{tail}", &rest[..from])
            }
            None => return id.undated().to_string(),
        };
    }
    match without.parse::<StandardId>() {
        Ok(undated) if undated.year().is_none() => undated.to_string(),
        _ => id.undated().to_string(),
    }
}

/// The references in `text`, in order, none overlapping.
pub fn recognise(text: &str) -> Vec<Mention> {
    pieces::whole(text)
}

/// The references in what `reader` gives, in order, as [`recognise`] finds them
/// in the same text; memory does not grow with its length. What is not UTF-8
/// is replaced, and counts as one character.
///
/// # Errors
///
/// When `reader` fails.
pub fn recognise_reader(reader: impl io::Read, each: impl FnMut(Mention)) -> io::Result<()> {
    pieces::streamed(reader, each)
}
