//! One row of the catalogue: the bibliographic facts of one deliverable.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the catalogue says of one standard, amendment or corrigendum. The
/// field names are those of the catalogue's JSON lines; unknown fields are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StandardRecord {
    /// The catalogue's identifier, the publisher's own spelling: `ISO 8124-1:2022`.
    pub id: String,
    /// Main publisher: `ISO`, `IEC`, `ITU-T`.
    pub publisher: String,
    /// Number without part.
    pub number: String,
    /// Part (`1`, `2-9`), empty when none.
    pub part: String,
    /// Year of the edition.
    pub year: Option<i16>,
    /// Edition as the publisher counts (`3`, `6.2`).
    pub edition: String,
    /// Type of deliverable as the source names it (`IS`, `TS`, `Amd`, `Cor`).
    #[serde(rename = "type")]
    pub kind: String,
    /// Supplement designation (`Amd 1:2007`), empty when none.
    pub supplement: String,
    /// The standard a supplement belongs to.
    pub base: String,
    /// What a consolidated version consolidates (`+AMD1:2012 CSV`).
    pub consolidates: String,
    /// Titles.
    pub title_en: String,
    /// French title.
    pub title_fr: String,
    /// ICS codes as the source gives them; strays of older editions occur.
    pub ics: Vec<String>,
    /// Stage as the source names it (`60.60`, `95.99`; `PUBLISHED`, `REVISED`).
    pub stage: String,
    /// Status.
    pub status: StandardStatus,
    /// Date of publication: `2022`, `2022-11` or `2022-11-03`.
    pub published: String,
    /// Date of withdrawal.
    pub withdrawn: String,
    /// Identifiers of the editions this one replaced.
    pub replaces: Vec<String>,
    /// Identifiers of what replaced it; trusted over the status.
    pub replaced_by: Vec<String>,
    /// Whether the chain was derived from the order of editions.
    pub rel_derived: bool,
    /// Amendments and corrigenda in force.
    pub amended_by: Vec<String>,
    /// Newer editions in preparation.
    pub under_revision_by: Vec<String>,
    /// National or regional adoptions known to the source.
    pub adopted_as: Vec<String>,
    /// What it adopts.
    pub adopted_from: Vec<String>,
    /// The same text under another publisher's number.
    pub twin: Vec<String>,
    /// Its scope; of what is stored, the [beginning](Self::beginning_of_scope).
    pub scope: String,
    /// Technical committee.
    pub committee: String,
    /// Where it can be had.
    pub url: String,
    /// Source of the record.
    pub src: String,
    /// Since when that address does not answer: found out here, never imported or exported.
    #[serde(skip)]
    pub url_dead_since: Option<Date>,
}

impl StandardRecord {
    /// Characters of a scope that are kept.
    const SCOPE: usize = 400;

    /// The beginning of the scope says what the standard applies to; what follows
    /// is about methods and earlier editions.
    pub fn beginning_of_scope(&self) -> &str {
        let end = self.scope.char_indices().nth(Self::SCOPE);
        end.map_or(self.scope.as_str(), |(end, _)| &self.scope[..end])
    }

    /// Adds what the JSON of a part of a record says of editions, adoptions and
    /// addresses: what the catalogue in memory needs beside its own columns.
    /// A text that is no such JSON adds nothing.
    pub fn with_details(self, json: &str) -> Self {
        let details: Details<'_> = serde_json::from_str(json).unwrap_or_default();
        Self {
            edition: details.edition,
            replaces: details.replaces,
            rel_derived: details.rel_derived,
            adopted_as: details.adopted_as,
            adopted_from: details.adopted_from,
            twin: details.twin,
            committee: details.committee,
            scope: details.scope,
            url: details.url.into_owned(),
            ..self
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details<'a> {
    edition: String,
    committee: String,
    scope: String,
    replaces: Vec<String>,
    rel_derived: bool,
    adopted_as: Vec<String>,
    adopted_from: Vec<String>,
    twin: Vec<String>,
    #[serde(borrow)]
    url: std::borrow::Cow<'a, str>,
}

/// Status of a deliverable in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StandardStatus {
    /// In force.
    Published,
    /// Withdrawn by its publisher.
    Withdrawn,
    /// In preparation.
    Draft,
    /// The project was given up.
    Deleted,
    /// Replaced by a later edition.
    Superseded,
    /// The source does not say.
    #[default]
    #[serde(other)]
    Unknown,
}

impl StandardStatus {
    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Draft => "draft",
            Self::Deleted => "deleted",
            Self::Superseded => "superseded",
            Self::Unknown => "unknown",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Self {
        [Self::Published, Self::Withdrawn, Self::Draft, Self::Deleted, Self::Superseded]
            .into_iter()
            .find(|s| s.as_str() == name)
            .unwrap_or(Self::Unknown)
    }
}
