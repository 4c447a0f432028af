//! Uploaded files: what they are is read from their content, never believed
//! from their name; their bytes go into the object store under their hash.

use axum::{
    extract::{Multipart, multipart::MultipartError},
    http::StatusCode,
};
use bytes::Bytes;
use object_store::{ObjectStoreExt as _, path::Path as Key};
use registry::{
    comments::NewCommentFile,
    documents::{DocumentRole, NewDocument},
    notified_texts::Outline,
};
use sha2::{Digest as _, Sha256};

use super::{
    FormPairs, WebError,
    reading::{self, Outcome},
};
use crate::state::AppState;

/// Largest file, in bytes.
const LARGEST: usize = 50 * 1024 * 1024;
/// Longest file name, in characters.
const LONGEST_NAME: usize = 200;

/// A file as sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Name as sent, without path.
    pub name: String,
    /// Content.
    pub bytes: Bytes,
}

/// A `multipart/form-data` body: its fields, and the file if one was chosen.
pub async fn form_with_file(mut body: Multipart) -> Result<(FormPairs, Option<Upload>), WebError> {
    let unreadable = |e: MultipartError| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::BadRequest(
            "the file is larger than 50 MB: go back, and choose a smaller one or split it".to_owned(),
        ),
        _ => WebError::BadRequest(format!("the form could not be read: {}", e.body_text())),
    };
    let mut pairs = Vec::new();
    let mut file = None;
    while let Some(field) = body.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => {
                let bytes = field.bytes().await.map_err(unreadable)?;
                // A browser sends an empty file without a name when none was chosen.
                if !file_name.is_empty() {
                    file = Some(Upload { name: plain_name(&file_name), bytes });
                }
            }
            None => {
                let value = field.text().await.map_err(unreadable)?;
                pairs.push((name, value.replace("\r\n", "\n")));
            }
        }
    }
    Ok((FormPairs(pairs), file))
}

/// What kind of document this is, or the sentence that says why it is not taken.
pub fn recognised(upload: &Upload) -> Result<&'static str, String> {
    let extension = upload.name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let bytes = &upload.bytes[..];
    if bytes.is_empty() {
        return Err("The file is empty: choose the file with the text.".to_owned());
    }
    if bytes.len() > LARGEST {
        return Err("The file is larger than 50 MB: compress its pictures, or split it.".to_owned());
    }
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    let is_text = || std::str::from_utf8(bytes).is_ok_and(|t| !t.contains('\0'));
    let wrong = |what: &str| {
        Err(format!(
            "The file is named .{extension}, but its content is not {what}: save it anew and upload that file."
        ))
    };
    match extension.as_str() {
        "pdf" if found == Some("application/pdf") => Ok("application/pdf"),
        "pdf" => wrong("PDF"),
        "docx" if found == Some(DOCX) => Ok(DOCX),
        "docx" => wrong("a Word document"),
        "html" | "htm" if is_text() => Ok("text/html"),
        "md" if is_text() => Ok("text/markdown"),
        "txt" if is_text() => Ok("text/plain"),
        "html" | "htm" | "md" | "txt" => wrong("text in UTF-8"),
        _ => Err("This kind of file is not taken: upload PDF, Word (.docx), HTML, Markdown or plain text."
            .to_owned()),
    }
}

/// Largest attachment of a comment, in bytes.
const LARGEST_ATTACHMENT: usize = 10 * 1024 * 1024;

/// What is kept of an attachment of a comment, or the sentence that says why it
/// is not taken. It is never read by this program, and only ever downloaded.
pub fn attachment(upload: &Upload) -> Result<NewCommentFile, String> {
    let extension = upload.name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let bytes = &upload.bytes[..];
    if bytes.len() > LARGEST_ATTACHMENT {
        return Err("The file is larger than 10 MB: compress its pictures, or split it.".to_owned());
    }
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    let expected = match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "csv" => "text/csv",
        "pdf" | "docx" | "html" | "htm" | "md" | "txt" => "",
        _ => {
            return Err("This kind of file is not taken: attach PDF, Word (.docx), Excel (.xlsx), \
                OpenDocument, CSV, text, PNG or JPEG."
                .to_owned());
        }
    };
    let media_type = match expected {
        "" => recognised(upload)?,
        _ if bytes.is_empty() => return Err("The file is empty: choose another.".to_owned()),
        "text/csv" if std::str::from_utf8(bytes).is_ok_and(|t| !t.contains('\0')) => expected,
        _ if found == Some(expected) => expected,
        _ => {
            return Err(format!(
                "The file is named .{extension}, but its content is something else: save it anew and attach that file."
            ));
        }
    };
    let sha256: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(NewCommentFile {
        name: upload.name.clone(),
        media_type: media_type.to_owned(),
        size: bytes.len() as u64,
        // Apart from the keys of notified texts: each is removed when its own rows are gone.
        key: format!("comment-{sha256}"),
        sha256,
    })
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Checks and stores a file; the inner error is a sentence for the person.
pub async fn store(
    state: &AppState,
    upload: Upload,
    role: DocumentRole,
    language: &str,
) -> Result<Result<NewDocument, String>, WebError> {
    let media_type = match recognised(&upload) {
        Ok(media_type) => media_type,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let sha256: String = Sha256::digest(&upload.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let outline =
        match reading::read(upload.name.clone(), upload.bytes.clone()).await.map_err(WebError::Internal)? {
            Outcome::Text(read) => Outline {
                paragraphs: read.paragraphs,
                pages: read.pages,
                notes: read.notes.iter().map(ToString::to_string).collect(),
            },
            Outcome::Pictures(sentence) => Outline { notes: vec![sentence], ..Outline::default() },
            Outcome::Refused(sentence) => return Ok(Err(sentence)),
        };
    let size = upload.bytes.len() as u64;
    state.store.put(&Key::from(sha256.as_str()), upload.bytes.into()).await?;
    Ok(Ok(NewDocument {
        role,
        name: upload.name,
        media_type: media_type.to_owned(),
        size,
        key: sha256.clone(),
        sha256,
        language: if language.len() == 2 { language.to_owned() } else { "en".to_owned() },
        outline,
    }))
}

/// Removes files that nothing uses any more; one that cannot be removed is noted.
pub async fn remove(state: &AppState, keys: impl IntoIterator<Item = String>) {
    for key in keys {
        if let Err(error) = state.store.delete(&Key::from(key.as_str())).await {
            tracing::warn!(key, ?error, "a file that nothing uses could not be removed");
        }
    }
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
        Upload { name: name.to_owned(), bytes: Bytes::from_static(bytes) }
    }

    #[test]
    fn content_decides_what_a_file_is() {
        assert_eq!(recognised(&upload("a.PDF", b"%PDF-1.7\n%")), Ok("application/pdf"));
        assert_eq!(recognised(&upload("a.md", "# Entwurf für Öfen".as_bytes())), Ok("text/markdown"));
        assert!(recognised(&upload("a.pdf", b"MZ\x90\x00")).unwrap_err().contains("not PDF"));
        assert!(recognised(&upload("a.docx", b"PK\x03\x04 but no document")).unwrap_err().contains("Word"));
        assert!(recognised(&upload("a.txt", b"\xff\xfe\x00")).unwrap_err().contains("UTF-8"));
        assert!(recognised(&upload("a.txt", b"")).unwrap_err().contains("empty"));
        assert!(recognised(&upload("a.exe", b"MZ")).unwrap_err().contains("not taken"));
        assert!(recognised(&upload("a", b"text")).unwrap_err().contains("not taken"));
    }

    #[test]
    fn attachments_are_what_their_names_say() {
        let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let kept = attachment(&Upload { name: "a.png".into(), bytes: Bytes::from_static(png) }).unwrap();
        assert_eq!(kept.media_type, "image/png");
        assert!(kept.key.starts_with("comment-"));
        assert!(attachment(&upload("a.csv", b"a;b")).is_ok());
        assert!(attachment(&upload("a.png", b"GIF89a")).unwrap_err().contains("something else"));
        assert!(attachment(&upload("a.csv", b"")).unwrap_err().contains("empty"));
        assert!(attachment(&upload("a.svg", b"<svg/>")).unwrap_err().contains("not taken"));
        let large = Upload { name: "a.txt".into(), bytes: Bytes::from(vec![b'x'; LARGEST_ATTACHMENT + 1]) };
        assert!(attachment(&large).unwrap_err().contains("10 MB"));
    }

    #[test]
    fn names_lose_their_path() {
        assert_eq!(plain_name("C:\\Users\\x\\draft.pdf"), "draft.pdf");
        assert_eq!(plain_name("../../etc/passwd\n"), "passwd");
        let long = format!("{}.pdf", "x".repeat(500));
        assert!(plain_name(&long).ends_with(".pdf") && plain_name(&long).chars().count() == 200);
    }
}
