//! The references of a form and its files: declared by the authority, and
//! recognised in the words.

use std::collections::HashSet;

use crate::{
    notification::Content,
    recognition::recognise,
    standard::{Place, Reference, StandardId, StatedCorrespondence, Technique, correspondence_note},
};

/// The text of an attached file.
#[derive(Debug, Clone)]
pub struct DocumentText<'a> {
    /// The document's identifier.
    pub id: String,
    /// Its file name.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// All references, declared ones first. What is declared is not said again
/// where it is recognised; what is recognised in several places keeps the first.
pub fn references_of(content: &Content, documents: &[DocumentText<'_>]) -> Vec<Reference> {
    let mut found: Vec<Reference> = content.references.iter().enumerate().map(declared).collect();
    let mut seen: HashSet<String> = found.iter().map(|r| r.id.clone()).collect();
    let fields = [
        ("title", &content.title),
        ("products", &content.products),
        ("description", &content.description),
        ("rationale", &content.rationale),
        ("relevant_documents", &content.relevant_documents),
    ];
    for (field, text) in fields {
        recognised(text, &mut seen, &mut found, |start, end| Place::Field {
            field: field.to_owned(),
            start,
            end,
        });
    }
    for document in documents {
        recognised(document.text, &mut seen, &mut found, |start, end| Place::Document {
            document: document.id.clone(),
            name: document.name.to_owned(),
            start,
            end,
        });
    }
    found
}

/// The references in a text that stands alone (a draft without a form).
pub fn references_in(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    recognised(text, &mut HashSet::new(), &mut found, |start, end| Place::Document {
        document: String::new(),
        name: String::new(),
        start,
        end,
    });
    found
}

fn declared((index, declared): (usize, &crate::standard::DeclaredReference)) -> Reference {
    let id = declared.cited.parse::<StandardId>().ok();
    let year = id.as_ref().and_then(StandardId::year);
    Reference {
        cited: declared.cited.clone(),
        id: id.map(|i| i.to_string()).unwrap_or_default(),
        year,
        technique: if year.is_some() { Technique::Dated } else { Technique::Undated },
        place: Place::Declared { index },
        declared: Some(declared.clone()),
        stated: None,
    }
}

fn recognised(
    text: &str,
    seen: &mut HashSet<String>,
    found: &mut Vec<Reference>,
    place: impl Fn(usize, usize) -> Place,
) {
    let mut cursor = Cursor { text, character: 0, byte: 0 };
    for mention in recognise(text) {
        let stated = correspondence_note(&mention.id, cursor.behind(mention.end)).or_else(|| {
            // Said in a sentence: "is identical to ISO 9001:2015".
            let international = mention.corresponds_to.as_ref()?.to_string();
            Some(StatedCorrespondence { international, degree: mention.correspondence })
        });
        // "parts 1 to 3" names three standards in the same place.
        for id in std::iter::once(&mention.id).chain(&mention.also) {
            let id = id.to_string();
            if seen.insert(id.clone()) {
                found.push(Reference {
                    place: place(mention.start, mention.end),
                    cited: mention.text.clone(),
                    id,
                    year: mention.year,
                    technique: mention.technique,
                    declared: None,
                    stated: stated.clone(),
                });
            }
        }
    }
}

/// Finds the text behind a character; cheap while the characters asked for rise.
struct Cursor<'a> {
    text: &'a str,
    character: usize,
    byte: usize,
}

impl<'a> Cursor<'a> {
    fn behind(&mut self, character: usize) -> &'a str {
        if character < self.character {
            (self.character, self.byte) = (0, 0);
        }
        let rest = &self.text[self.byte..];
        let ahead = character - self.character;
        self.byte += rest.char_indices().nth(ahead).map_or(rest.len(), |(at, _)| at);
        self.character = character;
        &self.text[self.byte..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::DeclaredReference;

    #[test]
    fn what_is_declared_is_not_repeated_and_places_are_kept() {
        let content = Content {
            references: vec![DeclaredReference { cited: "IEC 60335-2-9:2008".into(), ..Default::default() }],
            description: "See IEC 60335-2-9:2008 and ISO 8124-1; again ISO 8124-1.".into(),
            ..Content::default()
        };
        let text = DocumentText { id: "7".into(), name: "draft.txt", text: "Clause 1: ISO 3166-1" };
        let found = references_of(&content, &[text]);
        let ids: Vec<&str> = found.iter().map(|r| r.id.as_str()).collect();
        assert_eq!(ids, ["IEC 60335-2-9:2008", "ISO 8124-1", "ISO 3166-1"]);
        assert_eq!(found[0].place, Place::Declared { index: 0 });
        assert!(matches!(&found[1].place, Place::Field { field, start: 27, .. } if field == "description"));
        assert!(matches!(&found[2].place, Place::Document { document, .. } if document == "7"));
    }

    #[test]
    fn a_range_names_each_of_its_parts() {
        let ids: Vec<String> =
            references_in("toys to EN 71 parts 1 to 3").into_iter().map(|r| r.id).collect();
        assert_eq!(ids, ["EN 71-1", "EN 71-2", "EN 71-3"]);
    }

    #[test]
    fn what_stands_beside_a_reference_is_kept() {
        let found = references_in("für GB/T 19001-2016 （ISO 9001:2015，IDT） und EN 71-1:2014");
        let stated = found.iter().find(|r| r.id == "GB/T 19001-2016").and_then(|r| r.stated.as_ref());
        assert_eq!(stated.map(|s| s.international.as_str()), Some("ISO 9001:2015"));
        assert!(found.iter().filter(|r| r.stated.is_some()).count() == 1);
    }
}
