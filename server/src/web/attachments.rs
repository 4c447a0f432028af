//! Files attached to comments: what they are is read from their content, never
//! believed from their name.

use registry::{comments::NewCommentFile, sha256};

use super::uploads::{DOCX, Upload};

/// Largest attachment of a comment, in bytes.
pub const LARGEST: usize = 10 * 1024 * 1024;

/// What is kept of an attachment of a comment, or the sentence that says why it
/// is not taken. It is never read by this program, and only ever downloaded.
pub fn attachment(upload: &Upload) -> Result<NewCommentFile, String> {
    let extension = upload.name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default();
    let bytes = &upload.bytes[..];
    if upload.too_large || bytes.len() > LARGEST {
        return Err("The file is larger than 10 MB: compress its pictures, or split it.".to_owned());
    }
    let found = infer::get(bytes).map(|kind| kind.mime_type());
    if matches!(extension.as_str(), "html" | "htm" | "xhtml" | "svg" | "xml") || found.is_some_and(runs) {
        return Err(
            "Web pages are not taken, because they may run programs: print the page to PDF and attach \
            that, or attach its text."
                .to_owned(),
        );
    }
    let expected = match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "csv" => "text/csv",
        "pdf" => "application/pdf",
        "docx" => DOCX,
        "md" => "text/markdown",
        "txt" => "text/plain",
        _ => {
            return Err("This kind of file is not taken: attach PDF, Word (.docx), Excel (.xlsx), \
                OpenDocument, CSV, text, PNG or JPEG."
                .to_owned());
        }
    };
    let media_type = match expected {
        _ if bytes.is_empty() => return Err("The file is empty: choose another.".to_owned()),
        text if text.starts_with("text/") && std::str::from_utf8(bytes).is_ok_and(|t| !t.contains('\0')) => {
            text
        }
        _ if found == Some(expected) => expected,
        _ => {
            return Err(format!(
                "The file is named .{extension}, but its content is something else: save it anew and attach that file."
            ));
        }
    };
    let sha256 = sha256(bytes);
    Ok(NewCommentFile {
        name: upload.name.clone(),
        media_type: media_type.to_owned(),
        size: bytes.len() as u64,
        // Apart from the keys of notified texts: each is removed when its own rows are gone.
        key: format!("comment-{sha256}"),
        sha256,
    })
}

/// Whether a browser might run what is in a file of this type.
fn runs(media_type: &str) -> bool {
    matches!(media_type, "text/html" | "application/xhtml+xml" | "image/svg+xml" | "text/xml")
}

/// The type under which a stored attachment is sent: what an older version took and
/// a browser might run is plain text.
pub fn sent_as(media_type: &str) -> &str {
    if runs(media_type) { "text/plain; charset=utf-8" } else { media_type }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn upload(name: &str, bytes: &'static [u8]) -> Upload {
        Upload { name: name.to_owned(), bytes: Bytes::from_static(bytes), too_large: false }
    }

    #[test]
    fn attachments_are_what_their_names_say() {
        let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let kept = attachment(&upload("a.png", png)).unwrap();
        assert_eq!(kept.media_type, "image/png");
        assert!(kept.key.starts_with("comment-"));
        assert!(attachment(&upload("a.csv", b"a;b")).is_ok());
        assert!(attachment(&upload("a.png", b"GIF89a")).unwrap_err().contains("something else"));
        assert!(attachment(&upload("a.csv", b"")).unwrap_err().contains("empty"));
        for name in ["a.html", "a.HTM", "a.svg", "a.txt", "a.md"] {
            let page = upload(name, b"<!DOCTYPE html><html><script>alert(1)</script></html>");
            assert!(attachment(&page).unwrap_err().contains("not taken"), "{name}");
        }
        assert!(sent_as("text/html").starts_with("text/plain") && sent_as("image/png") == "image/png");
        let large =
            Upload { name: "a.txt".into(), bytes: Bytes::from(vec![b'x'; LARGEST + 1]), too_large: false };
        assert!(attachment(&large).unwrap_err().contains("10 MB"));
    }
}
