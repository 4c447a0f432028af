//! Paragraphs of a text in their order, with what the file's format knows of
//! them.

use serde::{Deserialize, Serialize};

/// What stands between two paragraphs in the plain text of the whole: an empty
/// line, so that no reference is read across the two.
pub const PARAGRAPH_BREAK: &str = "\n\n";

/// What a paragraph is, as far as the format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Form {
    /// Running text, or nothing known.
    #[default]
    Plain,
    /// A heading; 1 is the highest level.
    Heading {
        /// 1 to 9.
        level: u8,
    },
    /// An item of a list; 0 is the outermost list.
    Item {
        /// How many lists are around its own.
        depth: u8,
    },
    /// A row of a table; its cells are divided by tabs.
    Row,
    /// A footnote or endnote, standing behind the paragraph that refers to it.
    Note,
}

/// A paragraph: its words, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Paragraph {
    /// The words as a reader sees them, automatic numbers included.
    pub text: String,
    /// What the format says it is.
    #[serde(default)]
    pub form: Form,
    /// The automatic number with which the text begins, where the format counts
    /// by itself: `1.1`, `(a)`. `text` begins with exactly these characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl Paragraph {
    /// Running text.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A heading of the level, 1 the highest.
    #[must_use]
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self { text: text.into(), form: Form::Heading { level }, number: None }
    }
}
