//! Uniform resource names of what ISO publishes beside standards (RFC 5141,
//! 2.2: the name space `doc`): the Directives and papers of committees.

use super::{StandardId, model::DocumentType};

/// `urn:iso:doc:iso-iec:dir:1:sup:iso:ed-13`, `urn:iso:doc:iso:tc:184:sc:4:1110`.
pub(super) fn of(id: &StandardId) -> Option<String> {
    let bodies = id.publishers();
    if bodies.first() != Some(&"ISO") {
        return None;
    }
    let fields = match id.document_type() {
        DocumentType::Directives => directives(id.as_str()),
        DocumentType::CommitteeDocument => paper(id.as_str()),
        _ => return None,
    };
    let bodies: Vec<String> = bodies.iter().map(|b| b.to_lowercase()).collect();
    Some(format!("urn:iso:doc:{}:{}", bodies.join("-"), fields.join(":")))
}

/// The words behind the publishers.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let behind = text.split_once(' ').map_or("", |(_, rest)| rest);
    // `ISO/TC 184`: the committee is joined to the publisher.
    let joined = text.split(' ').next().and_then(|first| first.rsplit_once('/')).map_or("", |(_, last)| last);
    let joined = if matches!(joined, "IEC" | "ISO") { "" } else { joined };
    std::iter::once(joined).chain(behind.split([' ', ',', ':', '/'])).filter(|w| !w.is_empty())
}

/// `DIR 1 ISO SUP Edition 13`: whose supplement it is stands behind it.
fn directives(text: &str) -> Vec<String> {
    let mut fields = Vec::new();
    let mut words = words(text).peekable();
    let mut edition = false;
    while let Some(word) = words.next() {
        let supplement = words.peek().is_some_and(|w| w.starts_with("SUP") || w.starts_with("Sup"));
        match word {
            "Directives" => fields.push("dir".to_owned()),
            "Part" | "Consolidated" => {}
            "Edition" | "Ed." | "ED" => edition = true,
            "ISO" | "IEC" if supplement => {
                words.next();
                fields.extend(["sup".to_owned(), word.to_lowercase()]);
            }
            word if word.starts_with("SUP") || word.starts_with("Sup") => fields.push("sup".to_owned()),
            word if std::mem::take(&mut edition) => fields.push(format!("ed-{word}")),
            word => fields.push(word.to_lowercase()),
        }
    }
    fields
}

/// `TC 154/WG 5 N152`.
fn paper(text: &str) -> Vec<String> {
    words(text)
        .map(|w| match w.strip_prefix('N') {
            Some(number) if number.bytes().all(|b| b.is_ascii_digit()) => number.to_owned(),
            _ => w.to_lowercase(),
        })
        .filter(|w| !w.is_empty())
        .collect()
}
