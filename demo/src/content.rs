//! The content as written in the files: shapes only. Days are counted: from the
//! day of the demonstration back (`days_ago`), or from the day of publication on
//! (`after_days`).

use domain::{
    authority::AuthorityCode,
    clock::StandstillEventKind,
    comment::{CommentKind, Disposition, Stance},
    notification::{AddendumKind, Kind},
    role::Role,
    standard::StandardRecord,
};
use registry::{authorities::Authority, codes::CodeName, comments::NewPoint, documents::DocumentStatus};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{Consultation, Error, files};

/// All of the content.
#[derive(Debug)]
pub struct Demo {
    /// Notifying authorities.
    pub authorities: Vec<Authority>,
    /// Their people.
    pub people: Vec<NewPerson>,
    /// The catalogue of standards.
    pub catalogue: Vec<StandardRecord>,
    /// Names of HS and ICS codes.
    pub codes: Shelf,
    /// Consultations in progress.
    pub consultations: Vec<Consultation>,
    /// Notifications with all that happened to them.
    pub notices: Vec<Notice>,
}

/// A person with an account.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// E-mail address, the sign-in name.
    pub email: String,
    /// Name.
    pub name: String,
    /// Authority acted for.
    pub authority: AuthorityCode,
    /// Roles.
    pub roles: Vec<Role>,
}

/// Names of codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shelf {
    /// HS: digits, English, French.
    pub hs: Vec<(String, String, String)>,
    /// ICS: code, English, French.
    pub ics: Vec<(String, String, String)>,
}

impl Shelf {
    /// Rows as the registry takes them.
    pub fn names(rows: &[(String, String, String)]) -> Vec<CodeName> {
        rows.iter()
            .map(|(code, name, name_fr)| CodeName {
                code: code.clone(),
                name: name.clone(),
                name_fr: name_fr.clone(),
            })
            .collect()
    }
}

/// A notification, or a change to one, and what happened to it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// A name within the content, to be found in messages.
    #[serde(default)]
    pub key: String,
    /// Who notifies; a change has its parent's.
    pub authority: Option<AuthorityCode>,
    /// Kind.
    #[serde(default = "regular")]
    pub kind: Kind,
    /// Day of publication (of the last change, when unpublished), before the
    /// demonstration's day.
    pub days_ago: Option<i32>,
    /// Day of publication of a change, after its parent's.
    pub after_days: Option<i32>,
    /// How far it came when it is not published.
    pub unpublished: Option<Unpublished>,
    /// Days from publication to the final date for comments.
    pub comment_days: Option<i32>,
    /// Words of box 10.
    #[serde(default)]
    pub comments_until: String,
    /// Box 9.
    #[serde(default)]
    pub adoption: When,
    /// Box 9.
    #[serde(default)]
    pub entry_into_force: When,
    /// The boxes of the form, as `domain::notification::Content` has them; what
    /// is missing stays as the registry filled it in.
    #[serde(default)]
    pub form: Map<String, Value>,
    /// Reasons of an addendum.
    #[serde(default)]
    pub addendum: Vec<Reason>,
    /// Files.
    #[serde(default)]
    pub texts: Vec<Text>,
    /// Other authorities of a joint measure.
    #[serde(default)]
    pub joint: Vec<AuthorityCode>,
    /// Decisions.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What happened to the standstill under Directive (EU) 2015/1535.
    #[serde(default)]
    pub standstill: Vec<StandstillEntry>,
    /// Addenda, corrigenda, revisions, supplements.
    #[serde(default)]
    pub changes: Vec<Notice>,
    /// Comments.
    #[serde(default)]
    pub comments: Vec<Comment>,
}

fn regular() -> Kind {
    Kind::Regular
}

/// How far an unpublished notification came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unpublished {
    /// Being written.
    Draft,
    /// Waiting for a second person.
    Submitted,
}

/// A day or words, or both.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// Days after publication.
    pub after_days: Option<i32>,
    /// Words as given.
    pub words: String,
}

/// A reason of an addendum.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What happened.
    pub what: AddendumKind,
    /// When, after the addendum's publication.
    #[serde(default)]
    pub on: When,
    /// In words.
    #[serde(default)]
    pub note: String,
}

/// A file of the notification.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// File in `content/texts`.
    pub file: String,
    /// Name under which it is offered; the file's own when missing.
    #[serde(default)]
    pub name: String,
    /// Language, ISO 639-1.
    #[serde(default = "english")]
    pub language: String,
    /// What it is to the official text.
    #[serde(default, deserialize_with = "status")]
    pub status: DocumentStatus,
    /// Whether it is something else than the notified (or final) text.
    #[serde(default)]
    pub attachment: bool,
}

fn english() -> String {
    "en".to_owned()
}

fn status<'de, D: serde::Deserializer<'de>>(from: D) -> Result<DocumentStatus, D::Error> {
    let name = String::deserialize(from)?;
    DocumentStatus::from_name(&name)
        .ok_or_else(|| serde::de::Error::custom(format!("no status is named {name}")))
}

/// A decision.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Which.
    pub step: StepTaken,
    /// Days after publication.
    pub after_days: i32,
    /// In words.
    #[serde(default)]
    pub note: String,
    /// The final text given with it.
    pub text: Option<Text>,
}

/// What an official records about a standstill.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandstillEntry {
    /// What.
    pub event: StandstillEventKind,
    /// Who delivered a detailed opinion.
    #[serde(default)]
    pub from: String,
    /// Days after publication.
    pub after_days: i32,
    /// In words.
    #[serde(default)]
    pub reason: String,
}

/// Which decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepTaken {
    /// Adopted.
    Adopt,
    /// Given up.
    Withdraw,
    /// The final text is available.
    FinalText,
    /// It applies.
    InForce,
}

/// A comment.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Days after publication.
    pub after_days: i32,
    /// The authority whose official writes; others write with name and address.
    pub from: Option<AuthorityCode>,
    /// Author.
    #[serde(default)]
    pub author: String,
    /// Organisation.
    #[serde(default)]
    pub organisation: String,
    /// E-mail address.
    #[serde(default)]
    pub email: String,
    /// Kind.
    #[serde(default)]
    pub kind: CommentKind,
    /// On whose behalf.
    #[serde(default)]
    pub on_behalf: String,
    /// Clause.
    #[serde(default)]
    pub clause: String,
    /// Stance.
    #[serde(default)]
    pub stance: Stance,
    /// Text.
    pub text: String,
    /// Parts on other clauses.
    #[serde(default)]
    pub more: Vec<Part>,
    /// Language, ISO 639-1.
    #[serde(default = "english")]
    pub language: String,
    /// Confidential.
    #[serde(default)]
    pub confidential: bool,
    /// Whether the author never confirmed the address.
    #[serde(default)]
    pub unconfirmed: bool,
    /// What the authority answered.
    pub reply: Option<Reply>,
}

/// A further part of a comment.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Clause.
    pub clause: String,
    /// Stance.
    #[serde(default)]
    pub stance: Stance,
    /// Text.
    pub text: String,
}

impl Comment {
    /// All its parts.
    pub fn parts(&self) -> Vec<NewPoint> {
        let part = |clause: &str, stance, text: &str| NewPoint {
            clause: clause.to_owned(),
            stance,
            text: text.to_owned(),
            ..NewPoint::default()
        };
        let first = part(&self.clause, self.stance, &self.text);
        std::iter::once(first).chain(self.more.iter().map(|p| part(&p.clause, p.stance, &p.text))).collect()
    }
}

/// An answer to a comment.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Days after publication.
    pub after_days: i32,
    /// Text.
    pub text: String,
    /// What became of each part of the comment.
    #[serde(default)]
    pub dispositions: Vec<Made>,
}

/// What became of a part of a comment.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// Accepted, partly, not accepted, noted.
    pub what: Disposition,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

impl Demo {
    /// Reads the content.
    pub fn read() -> Result<Self, Error> {
        let mut notices = Vec::new();
        for (file, json) in files::NOTIFICATIONS {
            notices.extend(parse::<Vec<Notice>>(file, json)?);
        }
        let catalogue = files::CATALOGUE
            .lines()
            .map(|line| parse::<StandardRecord>("catalogue.jsonl", line))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            authorities: parse("authorities.json", files::AUTHORITIES)?,
            people: parse("accounts.json", files::ACCOUNTS)?,
            catalogue,
            codes: parse("codes.json", files::CODES)?,
            consultations: parse("consultations.json", files::CONSULTATIONS)?,
            notices,
        })
    }
}

impl Text {
    /// What is written in it.
    pub fn read(&self) -> Result<&'static str, Error> {
        let found = files::TEXTS.iter().find(|(name, _)| *name == self.file);
        let (_, text) =
            found.ok_or_else(|| Error::Inconsistent(format!("there is no text {}", self.file)))?;
        Ok(text)
    }

    /// The name under which it is offered.
    pub fn offered_name(&self) -> &str {
        if self.name.is_empty() { &self.file } else { &self.name }
    }
}

fn parse<T: DeserializeOwned>(file: &str, json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|source| Error::Content { file: file.to_owned(), source })
}
