//! The words of attached files, and the key of a standard in the database.

use domain::{
    notification::Content,
    references::{self, DocumentText as Text},
    standard::{Reference, StandardId},
};

/// The text of an attached file.
#[derive(Debug, Clone)]
pub(crate) struct DocumentText {
    pub id: i64,
    pub name: String,
    pub text: String,
}

/// All references of a form and its files, declared ones first.
pub(crate) fn references_of(content: &Content, documents: &[DocumentText]) -> Vec<Reference> {
    let texts: Vec<Text<'_>> =
        documents.iter().map(|d| Text { id: d.id.to_string(), name: &d.name, text: &d.text }).collect();
    references::references_of(content, &texts)
}

/// The key under which all spellings and editions of a standard are one; the
/// text itself where it is no identifier.
pub(crate) fn undated(id: &str) -> String {
    id.parse::<StandardId>().map_or_else(|_| id.trim().to_owned(), |id| id.undated().to_string())
}
