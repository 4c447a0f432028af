//! What is said of a file wherever it is listed.

use registry::{documents::DocumentInfo, versions::TextVersion};

use super::day;
use crate::{
    drafting::language,
    texts::{t, t_with},
};

/// `notified text, French, unofficial translation, 24 kB`.
pub fn document_facts(document: &DocumentInfo) -> String {
    format!(
        "{}, {}, {}, {} kB",
        t(&format!("document-{}", document.role.as_str())),
        language(&document.language),
        t(&format!("document-status-{}", document.status.as_str())),
        document.size.div_ceil(1000)
    )
}

/// `French (unofficial translation)`.
pub fn language_and_status(document: &DocumentInfo) -> String {
    let status = t(&format!("document-status-{}", document.status.as_str()));
    format!("{} ({status})", language(&document.language))
}

/// A version of a text by its notification, its day and what it is:
/// `G/TBT/N/KEN/2/Rev.1 of 15 May 2026, notified text`.
pub fn version_name(version: &TextVersion) -> String {
    let role = t(&format!("document-{}", version.document.role.as_str()));
    let name = if version.symbol.is_empty() { t("versions-draft") } else { version.symbol.clone() };
    match version.published {
        Some(on) => t_with(
            "versions-name",
            &[("name", name.into()), ("day", day(on).into()), ("condition", role.into())],
        ),
        None => format!("{name}, {role}"),
    }
}
