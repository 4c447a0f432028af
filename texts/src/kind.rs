//! What a file is, by its content and never by its name.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::NotReadable;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Office Open XML of word processors.
    Docx,
    /// Portable Document Format.
    Pdf,
    /// HTML or XHTML.
    Html,
    /// Markdown.
    Markdown,
    /// Text without marks.
    Plain,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Docx => "DOCX",
            Self::Pdf => "PDF",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Plain => "text",
        })
    }
}

/// How many bytes are looked at.
const HEAD: usize = 1_024;

/// Recognises a file. The name only tells Markdown from plain text.
pub(crate) fn recognise(bytes: &[u8], name: &str) -> Result<Kind, NotReadable> {
    let head = &bytes[..bytes.len().min(HEAD)];
    // Some programs write bytes before the header; a text that only speaks of it
    // has no objects.
    if bytes.starts_with(b"%PDF-") || find(head, b"%PDF-").is_some() && find(bytes, b"endobj").is_some() {
        return Ok(Kind::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return package(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        // Encrypted Office files and old Word files are the same container; its
        // folder names are in UTF-16.
        let has = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            find(bytes, &wide).is_some()
        };
        return Err(if has("EncryptedPackage") || has("EncryptionInfo") {
            NotReadable::Password { kind: Kind::Docx }
        } else if has("WordDocument") {
            NotReadable::OtherDocument { found: "a Word file of the format before 2007 (.doc)".to_owned() }
        } else {
            NotReadable::WrongKind { found: "an older Office file".to_owned() }
        });
    }
    if bytes.starts_with(br"{\rtf") {
        return Err(NotReadable::OtherDocument { found: "a rich text file (.rtf)".to_owned() });
    }
    let html = is_html(head);
    // Magic numbers of a few bytes also occur in texts: they count where the
    // bytes are no text.
    if !html && looks_binary(bytes) {
        let found = infer::get(bytes).map_or_else(|| "not of a known kind".to_owned(), |kind| said(&kind));
        return Err(NotReadable::WrongKind { found });
    }
    if html {
        return Ok(Kind::Html);
    }
    let name = name.to_ascii_lowercase();
    let markdown = name.ends_with(".md") || name.ends_with(".markdown");
    Ok(if markdown { Kind::Markdown } else { Kind::Plain })
}

/// A zip file by the names of its entries.
fn package(bytes: &[u8]) -> Result<Kind, NotReadable> {
    if find(bytes, b"word/document").is_some() || find(bytes, b"[Content_Types].xml").is_some() {
        let other =
            [(&b"xl/workbook"[..], "an Excel workbook"), (b"ppt/presentation", "a PowerPoint presentation")];
        let known = other.iter().find(|(entry, _)| find(bytes, entry).is_some());
        return match known {
            Some((_, found)) if find(bytes, b"word/").is_none() => {
                Err(NotReadable::WrongKind { found: (*found).to_owned() })
            }
            _ => Ok(Kind::Docx),
        };
    }
    if find(&bytes[..bytes.len().min(200)], b"application/vnd.oasis.opendocument").is_some() {
        return Err(NotReadable::OtherDocument { found: "an OpenDocument file".to_owned() });
    }
    Err(NotReadable::WrongKind { found: "a ZIP archive".to_owned() })
}

/// What `infer` found, in words.
fn said(kind: &infer::Type) -> String {
    let name = kind.extension().to_ascii_uppercase();
    let what = match kind.matcher_type() {
        infer::MatcherType::Image => "picture",
        infer::MatcherType::Audio => "sound file",
        infer::MatcherType::Video => "video",
        infer::MatcherType::Archive => "archive",
        infer::MatcherType::App => "program",
        infer::MatcherType::Font => "font",
        _ => "file",
    };
    let vowel = name.starts_with(['A', 'E', 'I', 'O', 'X', 'M', 'F', 'H', 'L', 'N', 'R', 'S']);
    format!("{} {name} {what}", if vowel { "an" } else { "a" })
}

/// Whether bytes hold control characters that no text has. UTF-16 shows itself
/// by its mark.
fn looks_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return false;
    }
    let head = &bytes[..bytes.len().min(8 * HEAD)];
    head.iter().any(|byte| matches!(byte, 0..=6 | 0x0e..=0x1a | 0x1c..=0x1f))
}

/// Whether a text begins as HTML does.
fn is_html(head: &[u8]) -> bool {
    let mut text = String::from_utf8_lossy(head).to_ascii_lowercase();
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        text.retain(|c| c != '\0');
    }
    let mut text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}');
    // Comments and declarations may stand before the first element.
    loop {
        let closed = if text.starts_with("<!--") {
            text.find("-->").map(|at| at + 3)
        } else if text.starts_with("<?xml") {
            text.find("?>").map(|at| at + 2)
        } else {
            None
        };
        match closed {
            Some(at) => text = text[at..].trim_start(),
            None => break,
        }
    }
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|start| text.starts_with(start))
        || text.starts_with('<') && text.contains("<html")
        || ["<div", "<p>", "<p ", "<h1", "<h2", "<table", "<section", "<article", "<ol", "<ul", "<main"]
            .iter()
            .any(|start| text.starts_with(start))
}

/// Where `needle` first stands.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(needle) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}
