//! The references of a form and its files: declared by the authority, and
//! recognised in the words.

use domain::{
    notification::Content,
    recognition::recognise,
    standard::{Place, Reference, StandardId, Technique},
};

/// The text of an attached file.
#[derive(Debug, Clone)]
pub(crate) struct DocumentText {
    pub id: i64,
    pub name: String,
    pub text: String,
}

/// All references, declared ones first.
pub(crate) fn references_of(content: &Content, documents: &[DocumentText]) -> Vec<Reference> {
    let mut found: Vec<Reference> = content
        .references
        .iter()
        .enumerate()
        .map(|(index, declared)| {
            let id = declared.cited.parse::<StandardId>().ok();
            let year = id.as_ref().and_then(StandardId::year);
            Reference {
                cited: declared.cited.clone(),
                id: id.map(|i| i.to_string()).unwrap_or_default(),
                year,
                technique: if year.is_some() { Technique::Dated } else { Technique::Undated },
                place: Place::Declared { index },
                declared: Some(declared.clone()),
            }
        })
        .collect();
    let fields = [
        ("products", &content.products),
        ("title", &content.title),
        ("description", &content.description),
        ("rationale", &content.rationale),
        ("relevant_documents", &content.relevant_documents),
    ];
    for (field, text) in fields {
        found.extend(recognised(text, |start, end| Place::Field { field: field.to_owned(), start, end }));
    }
    for document in documents {
        found.extend(recognised(&document.text, |start, end| Place::Document {
            document: document.id.to_string(),
            name: document.name.clone(),
            start,
            end,
        }));
    }
    found
}

fn recognised(text: &str, place: impl Fn(usize, usize) -> Place) -> impl Iterator<Item = Reference> {
    recognise(text).into_iter().map(move |mention| Reference {
        place: place(mention.start, mention.end),
        cited: mention.text,
        id: mention.id.to_string(),
        year: mention.year,
        technique: mention.technique,
        declared: None,
    })
}

/// The key under which all spellings and editions of a standard are one; the
/// text itself where it is no identifier.
pub(crate) fn undated(id: &str) -> String {
    id.parse::<StandardId>().map_or_else(|_| id.trim().to_owned(), |id| id.undated().to_string())
}
