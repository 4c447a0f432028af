//! Attached files: facts about them. The bytes are in the object store under `key`.

use serde::Serialize;

use crate::{Caller, Registry, Result};

/// What a file is to its notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentRole {
    /// The draft as notified (TBT 2.9.3).
    NotifiedText,
    /// The final text (TBT 2.11).
    FinalText,
    /// Anything else.
    Attachment,
}

impl DocumentRole {
    /// The name stored and used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotifiedText => "notified-text",
            Self::FinalText => "final-text",
            Self::Attachment => "attachment",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::NotifiedText, Self::FinalText, Self::Attachment].into_iter().find(|r| r.as_str() == name)
    }
}

/// A new file, already stored and checked.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Role.
    pub role: DocumentRole,
    /// File name as uploaded, without path.
    pub name: String,
    /// Media type found in the content.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Key in the object store.
    pub key: String,
    /// Language, ISO 639-1.
    pub language: String,
    /// Text, where it could be read (plain text, HTML, Markdown); searched for references.
    pub text: Option<String>,
}

/// A file as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentInfo {
    /// Identifier, part of its address.
    pub id: i64,
    /// Role.
    pub role: DocumentRole,
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Language, ISO 639-1.
    pub language: String,
    /// Key in the object store.
    #[serde(skip)]
    pub key: String,
}

impl Registry {
    /// Attaches a file to a draft of the caller's authority (or, as final text,
    /// to an adopted notification).
    pub async fn document_add(&self, caller: &Caller, notification: i64, new: NewDocument) -> Result<i64> {
        let _ = (caller, notification, new);
        todo!()
    }

    /// Removes a file from a draft; returns its key when no other row uses it.
    pub async fn document_remove(
        &self,
        caller: &Caller,
        notification: i64,
        document: i64,
    ) -> Result<Option<String>> {
        let _ = (caller, notification, document);
        todo!()
    }

    /// A file that this caller may read: of a public notification, or of the own authority.
    pub async fn document(&self, caller: &Caller, document: i64) -> Result<DocumentInfo> {
        let _ = (caller, document);
        todo!()
    }
}
