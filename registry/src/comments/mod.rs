//! Comments: received, verified, published, answered. A comment that was
//! acknowledged is never lost: the receipt is given after the commit.
//!
//! A comment is one submission of one author; it has one part or several, each
//! on a clause or the whole (`comment_point`). What the authority makes of it is
//! said part by part (dispositions) and as a whole (the reply).

mod answers;
mod bulk;
mod desk;
mod drafts;
mod files;
mod groups;
mod input;
mod letters;
mod policy;
mod possible;
mod public;
mod receipts;
mod reports;
mod response_lines;
mod responses;
mod rows;
mod submit;
mod waiting;

use domain::comment::{CommentKind, Publication, Stance};

pub use bulk::{Bulk, Chosen, Done};
pub(crate) use desk::is_waiting;
pub use desk::{CommentsFound, DeskComment, Filter, InternalNote, Tally, Working};
pub use drafts::{DRAFT_DAYS, FILES_DAYS, Forgotten, SavedDraft};
pub use files::{CommentFile, NewCommentFile, StoredFile};
pub use groups::{GroupMember, GroupOf, Grouped};
pub use input::POINTS_LIMIT;
pub use possible::Possible;
pub use public::{CommentPages, Disposed, Point, PublicComment, pages_of};
pub(crate) use public::{changed_after, public_clauses};
pub use receipts::{Receipt, Verification};
pub use reports::{Report, Reported};
pub use response_lines::{OwnWords, ResponseLine};
pub(crate) use responses::versions;
pub use responses::{ResponseDocument, ResponseVersion};
pub(crate) use rows::{is_public_comment, is_verified_comment};
pub use submit::CONFIRM_DAYS;

/// A part of a comment as typed.
#[derive(Debug, Clone, Default)]
pub struct NewPoint {
    /// Clause commented on as the author calls it, empty for the whole.
    pub clause: String,
    /// The file whose clause it is, where the author came from its text: a part
    /// stays with the version it was made on.
    pub document: Option<i64>,
    /// The clause's address in that file; found when the comment is handed in.
    pub address: String,
    /// Where the author stands.
    pub stance: Stance,
    /// The text, at most 20,000 characters.
    pub text: String,
    /// Whether the public sees only that this part exists.
    pub confidential: bool,
}

/// A comment as typed.
#[derive(Debug, Clone, Default)]
pub struct NewComment {
    /// Kind.
    pub kind: CommentKind,
    /// Author's name; ignored for a signed-in official.
    pub author: String,
    /// Organisation, may be empty; ignored for a signed-in official.
    pub organisation: String,
    /// On whose behalf it is written, may be empty.
    pub on_behalf: String,
    /// E-mail address; ignored for a signed-in official.
    pub email: String,
    /// Its parts, at most [`POINTS_LIMIT`].
    pub points: Vec<NewPoint>,
    /// Language, ISO 639-1.
    pub language: String,
    /// What becomes public.
    pub publication: Publication,
    /// Why something is confidential, for the public.
    pub withheld_why: String,
}

impl NewComment {
    /// A comment of one part.
    pub fn of_one(clause: impl Into<String>, text: impl Into<String>) -> Self {
        let point = NewPoint { clause: clause.into(), text: text.into(), ..NewPoint::default() };
        Self { points: vec![point], language: "en".to_owned(), ..Self::default() }
    }
}
