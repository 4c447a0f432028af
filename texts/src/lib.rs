//! Readers of notified texts: the bytes of a file in, its paragraphs out. No
//! database, no network, no clock.
//!
//! [`read`] tells by the content what a file is (DOCX, PDF, HTML, Markdown,
//! plain text) and gives its [`Paragraph`]s in order with what the format knows
//! of them: headings, automatic numbers as they are printed, rows of tables,
//! footnotes. What cannot be read is a [`NotReadable`] whose words can be shown
//! to whoever chose the file.
//!
//! # What the caller must guard
//! Files come from strangers. Sizes, counts and depths are limited here
//! ([`Limits`]) while the file is unpacked, and a panic of a parser becomes
//! [`NotReadable::Broken`] where panics unwind. Not limited here: time, memory of
//! the PDF interpreter, and the stack. Run [`read`] in a process of its own with
//! limits on processor time and memory, and take its end as a broken file.

mod docx;
mod encoding;
mod html;
mod kind;
mod limits;
mod markdown;
mod pdf;
mod plain;
mod problem;
mod tidy;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

pub use domain::text::{Form, Paragraph};
pub use kind::Kind;
pub use limits::Limits;
pub use problem::NotReadable;

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// What the file is, by its content.
    pub kind: Kind,
    /// The paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// How many pages, where the format has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<usize>,
    /// What was left out or may be wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// What whoever chose the file should know of what was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "note")]
pub enum Note {
    /// Pictures have no words that can be read.
    #[error("{count} {} left out.", if *count == 1 { "picture was" } else { "pictures were" })]
    PicturesLeftOut {
        /// How many.
        count: usize,
    },
    /// Some pages of a PDF are pictures.
    #[error("{} of {of} pages have only pictures and no text: {}.", pages.len(), list(pages))]
    PagesWithoutText {
        /// The pages by number, the first is 1.
        pages: Vec<usize>,
        /// How many pages the file has.
        of: usize,
    },
    /// Characters whose meaning the file does not say.
    #[error("{count} characters could not be read: the file does not say what they mean.")]
    CharactersUnknown {
        /// How many.
        count: usize,
    },
    /// Text that its author had deleted with changes tracked.
    #[error("The file has tracked changes: deleted words were left out, inserted ones were read.")]
    TrackedChanges,
    /// The file is not in UTF-8.
    #[error("The file is not in UTF-8; it was read as {encoding}.")]
    OtherEncoding {
        /// The name of the encoding.
        encoding: String,
    },
    /// Running headers and footers of a PDF.
    #[error("Headers, footers and page numbers that repeat on the pages were left out.")]
    RepeatedLinesLeftOut,
}

/// Numbers of pages, the first ten.
fn list(pages: &[usize]) -> String {
    let shown: Vec<String> = pages.iter().take(10).map(ToString::to_string).collect();
    format!("{}{}", shown.join(", "), if pages.len() > 10 { ", …" } else { "" })
}

/// Reads a file. `declared_name` is only used to say what was expected when the
/// content is something else, and to tell Markdown from plain text.
///
/// # Errors
/// [`NotReadable`] with a sentence for whoever chose the file.
pub fn read(bytes: &[u8], declared_name: &str, limits: &Limits) -> Result<Read, NotReadable> {
    if bytes.is_empty() {
        return Err(NotReadable::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(NotReadable::TooLarge { bytes: bytes.len(), limit: limits.bytes });
    }
    let kind = kind::recognise(bytes, declared_name)?;
    let reading = AssertUnwindSafe(|| match kind {
        Kind::Docx => docx::read(bytes, limits),
        Kind::Pdf => pdf::read(bytes, limits),
        Kind::Html => html::read(bytes, limits),
        Kind::Markdown => markdown::read(bytes, limits),
        Kind::Plain => plain::read(bytes),
    });
    // A parser that panics has met a file that it cannot read.
    let read = catch_unwind(reading).unwrap_or(Err(NotReadable::Broken { kind }))?;
    if read.paragraphs.iter().all(|paragraph| paragraph.text.trim().is_empty()) {
        return Err(NotReadable::NoText { kind });
    }
    let characters: usize = read.paragraphs.iter().map(|paragraph| paragraph.text.len()).sum();
    if characters > limits.text {
        return Err(NotReadable::TooMuchText { limit: limits.text });
    }
    Ok(read)
}
