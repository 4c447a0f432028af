//! The text of a draft: paragraphs as a file gave them, clauses with stable
//! addresses, and what differs between two versions.
//!
//! [`Paragraph`]s come from a reader of files. [`Clauses`] recognises how the
//! text is numbered and cuts it, losing nothing; an official's [`Correction`]s
//! are applied to the same paragraphs and give the same clauses every time.
//! [`Comparison`] sets two versions side by side, [`Alignment`] two languages of
//! one version: every clause of both stands in it exactly once.

mod addresses;
mod alignment;
mod clauses;
mod comparison;
mod contents;
mod corrections;
mod headings;
mod keywords;
mod labels;
mod matching;
mod nesting;
mod numerals;
mod outline;
mod pages;
mod shingles;
#[cfg(test)]
mod tests;
mod words;

pub use alignment::{Alignment, Row};
pub use clauses::{Clause, Clauses, begins_with_number};
pub use comparison::{Comparison, Entry, Standing};
pub use corrections::{Correction, CorrectionChange, NotApplied, WhyNot};
pub use outline::{Form, PARAGRAPH_BREAK, Paragraph};
pub use pages::{LONGEST_PIECE, Pages, Piece, spread};
pub use words::{Span, SpanKind, word_difference};
