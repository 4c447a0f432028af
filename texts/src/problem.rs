//! Why a file cannot be read, in words for whoever chose it.

use thiserror::Error;

use crate::Kind;

/// A file that cannot be read as a text. Each says what it is and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotReadable {
    /// 0 bytes.
    #[error("The selected file is empty.")]
    Empty,
    /// More bytes than allowed.
    #[error("The selected file has {}; it must be smaller than {}.", size(*bytes), size(*limit))]
    TooLarge {
        /// Its bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// No text format, whatever its name says.
    #[error(
        "The selected file is {found}, not a text. Choose a DOCX, PDF, HTML, Markdown or plain text file."
    )]
    WrongKind {
        /// What it really is, with its article: "a JPEG picture".
        found: String,
    },
    /// An older or other format of word processors.
    #[error("The selected file is {found}, which is not read. Save it as DOCX or PDF and choose that file.")]
    OtherDocument {
        /// What it really is.
        found: String,
    },
    /// It opens only with a password.
    #[error("The selected {kind} file is protected by a password. Save it without one and choose it again.")]
    Password {
        /// The format.
        kind: Kind,
    },
    /// A PDF of pictures of pages.
    #[error(
        "The selected PDF has {pages} {} with only pictures and no text, as from a scanner. Choose the file from which it was made, or a PDF with recognised text.",
        if *pages == 1 { "page" } else { "pages" }
    )]
    Scanned {
        /// How many pages it has.
        pages: usize,
    },
    /// It is readable and says nothing.
    #[error("The selected {kind} file has no text in it.")]
    NoText {
        /// The format.
        kind: Kind,
    },
    /// An archive that unpacks to far more than itself.
    #[error("The selected file unpacks to far more than a text has, and was not opened.")]
    Bomb,
    /// More pages than allowed.
    #[error("The selected PDF has {pages} pages; at most {limit} are read.")]
    TooManyPages {
        /// How many it has.
        pages: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// More text than allowed.
    #[error("The selected file has more text than can be read ({}).", size(*limit))]
    TooMuchText {
        /// The limit in bytes.
        limit: usize,
    },
    /// Elements within elements without end.
    #[error("The selected {kind} file is nested too deeply to be read.")]
    TooDeep {
        /// The format.
        kind: Kind,
    },
    /// Damaged, or cut off.
    #[error("The selected {kind} file is damaged and cannot be read. Save it again and choose that file.")]
    Broken {
        /// The format.
        kind: Kind,
    },
    /// Bytes that are no text in UTF-8, nor surely in another encoding.
    #[error(
        "The selected file is damaged: from byte {at} on it is not text in UTF-8. Save it as UTF-8 and choose it again."
    )]
    NotUtf8 {
        /// The first byte that is wrong; the file's first is 0.
        at: usize,
    },
}

/// Bytes in words.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} kB", bytes / 1_024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}
