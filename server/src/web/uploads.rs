//! Uploaded files: what they are is read from their content, never believed
//! from their name; each is kept under its hash.

use axum::{
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
};
use bytes::{Bytes, BytesMut};
use registry::{
    documents::{DocumentRole, DocumentStatus, NewDocument},
    notified_texts::Outline,
    sha256,
};
use texts::Kind;

use super::{
    FormPairs, WebError, edge,
    forms::MOST_FIELDS,
    reading::{self, Outcome},
};

/// Largest file of a notification, in bytes.
pub const LARGEST: usize = 50 * 1024 * 1024;
/// What a request with a file may send, in bytes. A file that is too large is
/// read to its end and dropped, so that the fields behind it are not lost.
pub const LARGEST_BODY: usize = 2 << 30;
/// What the other fields of such a form may have together, in bytes.
const LARGEST_FIELDS: usize = 4 << 20;
/// Said where a file did not come along over a sign-in.
pub const CHOOSE_AGAIN: &str = "Choose the file again: it was not kept while you signed in.";
/// Longest file name, in characters.
const LONGEST_NAME: usize = 200;

/// A file as sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name as sent, without path.
    pub name: String,
    /// Content; empty when it was too large to be kept.
    pub bytes: Bytes,
    /// Whether it has more bytes than a file may have.
    pub too_large: bool,
}

/// A `multipart/form-data` body: its fields, and the file if one was chosen, with
/// its bytes if these are at most `largest`.
pub async fn form_with_file(
    mut body: Multipart,
    largest: usize,
) -> Result<(FormPairs, Option<Upload>), WebError> {
    let unreadable = |e: MultipartError| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::BadRequest(
            "the form is larger than the program takes: go back, and choose a smaller file or split it"
                .to_owned(),
        ),
        _ => WebError::BadRequest(format!("the form could not be read: {}", e.body_text())),
    };
    let mut pairs = Vec::new();
    let mut file = None;
    let mut typed = 0;
    // Whether the name of a file is no text: refused as any other field that is none.
    let mut nameless = false;
    while let Some(mut field) = body.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => {
                nameless |= file_name.contains('\0');
                let (mut bytes, mut too_large) = (BytesMut::new(), false);
                while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                    too_large |= bytes.len() + chunk.len() > largest;
                    if too_large {
                        bytes = BytesMut::new();
                    } else {
                        bytes.extend_from_slice(&chunk);
                    }
                }
                // A browser sends an empty file without a name when none was chosen.
                if !file_name.is_empty() {
                    file = Some(Upload { name: plain_name(&file_name), bytes: bytes.freeze(), too_large });
                }
            }
            None => {
                if pairs.len() == MOST_FIELDS {
                    let sentence = "the form has more fields than any form";
                    return Err(WebError::BadRequest(sentence.to_owned()));
                }
                let mut value = BytesMut::new();
                while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
                    typed += chunk.len();
                    if typed > LARGEST_FIELDS {
                        let sentence = "the text in the form is larger than the program takes";
                        return Err(WebError::BadRequest(sentence.to_owned()));
                    }
                    value.extend_from_slice(&chunk);
                }
                pairs.push((name, String::from_utf8_lossy(&value).replace("\r\n", "\n")));
            }
        }
    }
    if nameless {
        pairs.push(("file".to_owned(), "\0".to_owned()));
    }
    Ok((edge::readable_form(FormPairs(pairs))?, file))
}

/// The media type of the name's ending, or the sentence that says why the file is
/// not taken, as far as it can be told without reading it.
pub fn offered(upload: &Upload) -> Result<&'static str, String> {
    let extension = upload.name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let media_type = match extension.as_str() {
        "pdf" => "application/pdf",
        "docx" => DOCX,
        "html" | "htm" => "text/html",
        "md" => "text/markdown",
        "txt" => "text/plain",
        _ => {
            return Err(
                "This kind of file is not taken: upload PDF, Word (.docx), HTML, Markdown or plain text."
                    .to_owned(),
            );
        }
    };
    if upload.too_large || upload.bytes.len() > LARGEST {
        return Err("The file is larger than 50 MB: compress its pictures, or split it.".to_owned());
    }
    if upload.bytes.is_empty() {
        return Err("The file is empty: choose the file with the text.".to_owned());
    }
    Ok(media_type)
}

/// Whether a file is what its name says; else the sentence.
fn agreeing(name: &str, media_type: &str, kind: Kind) -> Result<(), String> {
    let is_text = media_type.starts_with("text/");
    let agrees = match kind {
        Kind::Pdf => media_type == "application/pdf",
        Kind::Docx => media_type == DOCX,
        // HTML, Markdown and plain text hardly differ: one may be taken for another.
        Kind::Html | Kind::Markdown | Kind::Plain => is_text,
    };
    if agrees {
        return Ok(());
    }
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let wanted = match media_type {
        "application/pdf" => "not PDF",
        DOCX => "not a Word document",
        _ => "not a text file",
    };
    Err(format!(
        "The file is named .{extension}, but its content is {wanted} (it is {kind}): save it anew and upload that file."
    ))
}

/// Media type of a Word document.
pub(super) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Checks and reads a file, which is then to be kept under its key with these
/// bytes; the inner error is a sentence for the person.
pub async fn read(
    upload: Upload,
    role: DocumentRole,
    language: &str,
) -> Result<Result<(NewDocument, Bytes), String>, WebError> {
    let media_type = match offered(&upload) {
        Ok(media_type) => media_type,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let sha256 = sha256(&upload.bytes);
    let outline = match reading::read(upload.name.clone(), upload.bytes.clone()).await.map_err(unread)? {
        Outcome::Text(read) => {
            if let Err(sentence) = agreeing(&upload.name, media_type, read.kind) {
                return Ok(Err(sentence));
            }
            Outline {
                paragraphs: read.paragraphs,
                pages: read.pages,
                notes: read.notes.iter().map(ToString::to_string).collect(),
            }
        }
        // Only a PDF has pictures of pages.
        Outcome::Pictures(sentence) => match agreeing(&upload.name, media_type, Kind::Pdf) {
            Ok(()) => Outline { notes: vec![sentence], ..Outline::default() },
            Err(sentence) => return Ok(Err(sentence)),
        },
        Outcome::Refused(sentence) => return Ok(Err(sentence)),
    };
    let new = NewDocument {
        role,
        name: upload.name,
        media_type: media_type.to_owned(),
        size: upload.bytes.len() as u64,
        key: sha256.clone(),
        sha256,
        language: if language.len() == 2 { language.to_owned() } else { "en".to_owned() },
        status: DocumentStatus::Official,
        outline,
    };
    Ok(Ok((new, upload.bytes)))
}

/// A file that could not be read just now, or for a reason of ours.
fn unread(error: anyhow::Error) -> WebError {
    if error.is::<reading::NoTurn>() { WebError::Busy } else { WebError::Internal(error) }
}

/// The last part of a path, one line, not too long.
fn plain_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    let count = clean.chars().count();
    // The end is kept: it holds the extension.
    clean.chars().skip(count.saturating_sub(LONGEST_NAME)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(name: &str, bytes: &'static [u8]) -> Upload {
        Upload { name: name.to_owned(), bytes: Bytes::from_static(bytes), too_large: false }
    }

    #[test]
    fn names_and_sizes_are_looked_at_first() {
        assert_eq!(offered(&upload("a.PDF", b"%PDF-1.7\n%")), Ok("application/pdf"));
        assert_eq!(offered(&upload("a.md", "# Entwurf für Öfen".as_bytes())), Ok("text/markdown"));
        assert!(offered(&upload("a.txt", b"")).unwrap_err().contains("empty"));
        assert!(offered(&upload("a.exe", b"MZ")).unwrap_err().contains("not taken"));
        assert!(offered(&upload("a", b"text")).unwrap_err().contains("not taken"));
        let large = Upload { too_large: true, ..upload("a.pdf", b"") };
        assert!(offered(&large).unwrap_err().contains("50 MB"));
    }

    #[test]
    fn content_decides_what_a_file_is() {
        assert_eq!(agreeing("a.pdf", "application/pdf", Kind::Pdf), Ok(()));
        assert_eq!(agreeing("a.txt", "text/plain", Kind::Html), Ok(()));
        assert!(
            agreeing("a.pdf", "application/pdf", Kind::Docx).unwrap_err().contains("not PDF (it is DOCX)")
        );
        assert!(agreeing("a.docx", DOCX, Kind::Plain).unwrap_err().contains("not a Word document"));
        assert!(agreeing("a.txt", "text/plain", Kind::Pdf).unwrap_err().contains("not a text file"));
    }

    #[test]
    fn names_lose_their_path() {
        assert_eq!(plain_name("C:\\Users\\x\\draft.pdf"), "draft.pdf");
        assert_eq!(plain_name("../../etc/passwd\n"), "passwd");
        let long = format!("{}.pdf", "x".repeat(500));
        assert!(plain_name(&long).ends_with(".pdf") && plain_name(&long).chars().count() == 200);
    }
}
