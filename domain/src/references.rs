//! The references of a form and its files: declared by the authority, and
//! recognised in the words.

use std::collections::HashSet;

use crate::{
    notification::Content,
    recognition::{Mention, recognise},
    standard::{Place, Reference, StandardId, StatedCorrespondence, Technique, is_international},
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
    let technique = match &id {
        _ if year.is_some() => Technique::Dated,
        Some(id) if id.all_parts() => Technique::General,
        _ => Technique::Undated,
    };
    Reference {
        cited: declared.cited.clone(),
        id: id.map(|i| i.to_string()).unwrap_or_default(),
        year,
        technique,
        place: Place::Declared { index },
        declared: Some(declared.clone()),
        stated: None,
    }
}

/// Every reference of a document, in the order of the text: one that it makes
/// three times stands here three times.
pub fn references_everywhere(document: &DocumentText<'_>) -> Vec<Reference> {
    every(document.text, |start, end| Place::Document {
        document: document.id.clone(),
        name: document.name.to_owned(),
        start,
        end,
    })
    .collect()
}

fn recognised(
    text: &str,
    seen: &mut HashSet<String>,
    found: &mut Vec<Reference>,
    place: impl Fn(usize, usize) -> Place,
) {
    found.extend(every(text, place).filter(|reference| seen.insert(reference.id.clone())));
}

fn every(text: &str, place: impl Fn(usize, usize) -> Place) -> impl Iterator<Item = Reference> {
    recognise(text).into_iter().flat_map(move |mention| {
        let (stated, place) = (stated(&mention), place(mention.start, mention.end));
        // "parts 1 to 3" names three standards in the same place.
        let ids: Vec<String> =
            std::iter::once(&mention.id).chain(&mention.also).map(ToString::to_string).collect();
        ids.into_iter().map(move |id| Reference {
            place: place.clone(),
            cited: mention.text.clone(),
            id,
            year: mention.year,
            technique: mention.technique,
            declared: None,
            stated: stated.clone(),
        })
    })
}

/// The international standard that the text names beside a national one.
fn stated(mention: &Mention) -> Option<StatedCorrespondence> {
    let international = mention.corresponds_to.as_ref().filter(|id| is_international(id))?;
    (!is_international(&mention.id)).then(|| StatedCorrespondence {
        international: international.to_string(),
        degree: mention.correspondence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::{Correspondence, DeclaredReference};
    use rstest::rstest;

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
    fn a_series_is_a_general_reference() {
        let reference = |cited: &str| DeclaredReference { cited: cited.into(), ..Default::default() };
        let content = Content {
            references: vec![reference("IEC 60695 series"), reference("IEC 60068 (all parts)")],
            description: "See the ISO 14000 family and ISO 8124-1.".into(),
            ..Content::default()
        };
        let techniques: Vec<Technique> = references_of(&content, &[]).iter().map(|r| r.technique).collect();
        let general = Technique::General;
        assert_eq!(techniques, [general, general, general, Technique::Undated]);
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

    #[rstest]
    #[case::chinese("GB/T 19001-2016", "（ISO 9001:2015，IDT）", Some(("ISO 9001:2015", Some(Correspondence::Identical))))]
    #[case::chinese_modified("GB 4706.1-2005", " (IEC 60335-1:2004, MOD) and", Some(("IEC 60335-1:2004", Some(Correspondence::Modified))))]
    #[case::in_words("EN 60335-1:2012", " (IEC 60335-1:2010, modified)", Some(("IEC 60335-1:2010", Some(Correspondence::Modified))))]
    #[case::german("DIN EN 60335-1", " (IEC 60335-1:2010, modifiziert)", Some(("IEC 60335-1:2010", Some(Correspondence::Modified))))]
    #[case::not_equivalent("GB 1-2000", " (ISO 6425:1996, NEQ)", Some(("ISO 6425:1996", Some(Correspondence::NotEquivalent))))]
    #[case::old_lower_case("GB/T 191-2008", "(idt ISO 780:1997)", Some(("ISO 780:1997", Some(Correspondence::Identical))))]
    #[case::old_lower_case_behind("GB/T 191-2008", "(ISO 780:1997, idt)", Some(("ISO 780:1997", Some(Correspondence::Identical))))]
    #[case::russian_brackets("ГОСТ 5432-2007", " (ISO 1701-1:2004, ISO 1701-2:2004)", Some(("ISO 1701-1:2004", Some(Correspondence::Modified))))]
    #[case::russian_brackets_before_2004("ГОСТ 10-88", " (ISO 2631:1974)", Some(("ISO 2631:1974", None)))]
    #[case::no_degree("EN ISO 12100:2010", " (ISO 12100:2010)", Some(("ISO 12100:2010", None)))]
    #[case::phrase("GB 4706.1-2005", "修改采用 IEC 60335-1:2004。", Some(("IEC 60335-1:2004", Some(Correspondence::Modified))))]
    #[case::other_brackets("EN 71-1:2014", " (see Annex II)", None)]
    #[case::nothing("EN 71-1:2014", " and ISO 8124-1:2022, IDT", None)]
    #[case::international_itself("ISO 9001:2015", " (ISO 9000:2015, MOD)", None)]
    #[case::not_closed("EN 71-1:2014", " (ISO 8124-1", None)]
    fn what_a_text_says_of_correspondence(
        #[case] id: &str,
        #[case] behind: &str,
        #[case] expected: Option<(&str, Option<Correspondence>)>,
    ) {
        let found = references_in(&format!("{id}{behind}"));
        let stated = found[0].stated.as_ref();
        assert_eq!(stated.map(|n| (n.international.as_str(), n.degree)), expected, "{found:?}");
    }
}
