//! References of a notification: declared by the authority, and recognised in
//! the form and in the attached documents, each with the place it was found.

use std::collections::HashSet;

use crate::{
    notification::Content,
    recognition::{Mention, recognise},
    standard::{DeclaredReference, Place, Reference, StandardId, Technique},
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

/// The references of a notification: first the declared ones in their order,
/// then what is recognised in the form's boxes in the form's order, then in the
/// documents. What is recognised and has the
/// identifier of a declared reference is dropped; of repeats the first stays.
pub fn references_of(content: &Content, documents: &[DocumentText<'_>]) -> Vec<Reference> {
    let mut references: Vec<Reference> =
        content.references.iter().enumerate().map(|(index, d)| declared(index, d)).collect();
    let mut known: HashSet<String> =
        references.iter().map(|r| r.id.clone()).filter(|id| !id.is_empty()).collect();
    let mut add = |text: &str, place: &dyn Fn(&Mention) -> Place| {
        for mention in recognise(text) {
            let reference = recognised(&mention, place(&mention));
            if known.insert(reference.id.clone()) {
                references.push(reference);
            }
        }
    };
    for (field, text) in boxes(content) {
        add(text, &|m| Place::Field { field: field.to_owned(), start: m.start, end: m.end });
    }
    for document in documents {
        add(document.text, &|m| Place::Document {
            document: document.id.clone(),
            name: document.name.to_owned(),
            start: m.start,
            end: m.end,
        });
    }
    references
}

/// The references in a text that stands alone (a draft without a form).
pub fn references_in(text: &str) -> Vec<Reference> {
    references_of(&Content::default(), &[DocumentText { id: String::new(), name: "", text }])
}

/// The boxes that may cite standards, by the names of the form's fields.
fn boxes(content: &Content) -> impl Iterator<Item = (&'static str, &str)> {
    let form = [
        ("products", content.products.as_str()),
        ("title", &content.title),
        ("description", &content.description),
        ("rationale", &content.rationale),
        ("urgency", &content.urgency),
        ("relevant_documents", &content.relevant_documents),
    ];
    let tris = content.tris.iter().flat_map(|t| {
        [("impact_assessment", t.impact_assessment.as_str()), ("tbt_aspects", t.tbt_aspects.as_str())]
    });
    form.into_iter().chain(tris).filter(|(_, text)| !text.is_empty())
}

fn declared(index: usize, declared: &DeclaredReference) -> Reference {
    let id: Option<StandardId> = declared.cited.parse().ok();
    let year = id.as_ref().and_then(StandardId::year);
    Reference {
        cited: declared.cited.clone(),
        id: id.map(|id| id.to_string()).unwrap_or_default(),
        year,
        technique: if year.is_some() { Technique::Dated } else { Technique::Undated },
        place: Place::Declared { index },
        declared: Some(declared.clone()),
    }
}

fn recognised(mention: &Mention, place: Place) -> Reference {
    Reference {
        cited: mention.text.clone(),
        id: mention.id.to_string(),
        year: mention.year,
        technique: mention.technique,
        place,
        declared: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(cited: &[&str]) -> Content {
        let declare = |c: &&str| DeclaredReference { cited: (*c).into(), ..DeclaredReference::default() };
        Content { references: cited.iter().map(declare).collect(), ..Content::default() }
    }

    fn told(references: &[Reference]) -> Vec<String> {
        let place = |r: &Reference| match &r.place {
            Place::Declared { index } => format!("declared {index}"),
            Place::Field { field, start, end } => format!("{field} {start}–{end}"),
            Place::Document { name, start, end, .. } => format!("{name} {start}–{end}"),
        };
        references.iter().map(|r| format!("{} ({})", r.id, place(r))).collect()
    }

    #[test]
    fn declared_references_are_understood_where_they_can_be() {
        let references = references_of(&content(&["ISO 8124-1 : 2022", "own rules", ""]), &[]);
        assert_eq!(told(&references), ["ISO 8124-1:2022 (declared 0)", " (declared 1)", " (declared 2)"]);
        assert_eq!(references[0].year, Some(2022));
        assert_eq!(references[0].technique, Technique::Dated);
        assert_eq!(references[1].cited, "own rules");
    }

    #[test]
    fn recognised_references_keep_their_first_place() {
        let mut content = content(&["ISO 8124-1:2022"]);
        content.title = "Toys to ISO 8124-1:2022".into();
        content.description = "Ünder IEC 62115:2017 and again IEC 62115:2017.".into();
        let text = "ISO 8124-1:2022, IEC 62115:2017 and ISO 8124-3:2020 apply.";
        let references = references_of(&content, &[DocumentText { id: "7".into(), name: "draft.pdf", text }]);
        assert_eq!(
            told(&references),
            [
                "ISO 8124-1:2022 (declared 0)",
                "IEC 62115:2017 (description 6–20)",
                "ISO 8124-3:2020 (draft.pdf 36–51)",
            ]
        );
        assert_eq!(references[1].cited, "IEC 62115:2017");
        assert!(matches!(&references[2].place, Place::Document { document, .. } if document == "7"));
    }
}
