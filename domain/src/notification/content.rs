//! What a notification says: the boxes of the WTO TBT form, and what Directive
//! (EU) 2015/1535 adds. Dates are a date *and* the words as given.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    codes::{HsCode, IcsCode},
    standard::DeclaredReference,
};

/// The version of the form a notification was written on. A new form of the
/// Committee is a new version; old notifications keep theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Form {
    /// The TBT form as changed in July 2026.
    #[default]
    #[serde(rename = "tbt-2026")]
    Tbt2026,
    /// The TBT form as it was before.
    #[serde(rename = "tbt-before-2026")]
    TbtBefore2026,
    /// A TRIS message under Directive (EU) 2015/1535.
    #[serde(rename = "tris-2015")]
    Tris2015,
}

/// Everything the form asks. Empty text means "not answered yet"; the answers
/// "not known" and "not stated" are written out, because no box of a published
/// notification is left blank.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Content {
    /// The form's version.
    pub form: Form,
    /// Box 1: the local government involved (TBT 3.2, 7.2).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub local_government: String,
    /// Box 2: the agency responsible.
    pub agency: Contact,
    /// Box 2: the body that handles comments, when it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments_to: Option<Contact>,
    /// Box 3: the articles it is notified under.
    pub articles: BTreeSet<Article>,
    /// Box 3: the words for `Article::Other`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub article_other: String,
    /// Box 4: the products in words.
    pub products: String,
    /// Box 4: HS codes, 2 to 8 digits mixed.
    pub hs: Vec<HsCode>,
    /// Box 4: ICS codes.
    pub ics: Vec<IcsCode>,
    /// Box 5: title of the notified document.
    pub title: String,
    /// Box 5: number of pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<u32>,
    /// Box 5: languages of the notified document, ISO 639-1 (`en`, `fr`).
    pub languages: Vec<String>,
    /// Box 6: description of content.
    pub description: String,
    /// Box 7: objectives.
    pub objectives: BTreeSet<Objective>,
    /// Box 7: rationale in words, and the words for `Objective::Other`.
    pub rationale: String,
    /// Box 7: nature of the urgent problem (TBT 2.10.1, 5.7.1).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub urgency: String,
    /// Box 8: relevant documents, as given.
    pub relevant_documents: String,
    /// Box 8, structured: each reference to a standard that the authority declares.
    pub references: Vec<DeclaredReference>,
    /// Box 9: proposed date of adoption.
    pub adoption: StatedDate,
    /// Box 9: proposed date of entry into force.
    pub entry_into_force: StatedDate,
    /// Box 10: final date for comments; its last moment is 23:59:59 in the
    /// authority's zone.
    pub comments_until: StatedDate,
    /// Whether comments are still taken (marked late) after the final date.
    pub late_comments: bool,
    /// Box 11: where texts are available, in words and addresses.
    pub texts_from: String,
    /// Keywords given by the authority or the source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Regions or countries likely to be affected, as given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub affected: Vec<String>,
    /// What Directive (EU) 2015/1535 adds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tris: Option<Tris>,
    /// What an addendum says happened.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addendum: Vec<AddendumReason>,
    /// Links to the notified text elsewhere (imported notifications).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
}

/// Who to write to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// Name of the agency or body.
    pub name: String,
    /// Postal address, lines separated by line feeds.
    pub address: String,
    /// E-mail address.
    pub email: String,
    /// Web address.
    pub web: String,
}

/// A date as a date and as the words given ("60 days from notification").
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StatedDate {
    /// The day, where one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The words as given; empty when only a day was given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
}

impl StatedDate {
    /// A plain day.
    pub fn day(date: Date) -> Self {
        Self { date: Some(date), words: String::new() }
    }

    /// Words without a day.
    pub fn words(words: impl Into<String>) -> Self {
        Self { date: None, words: words.into() }
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.date.is_none() && self.words.trim().is_empty()
    }
}

/// Box 3: the article a measure is notified under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Article {
    /// Technical regulation.
    #[serde(rename = "2.9.2")]
    A2_9_2,
    /// Technical regulation, urgent.
    #[serde(rename = "2.10.1")]
    A2_10_1,
    /// Conformity assessment procedure.
    #[serde(rename = "5.6.2")]
    A5_6_2,
    /// Conformity assessment procedure, urgent.
    #[serde(rename = "5.7.1")]
    A5_7_1,
    /// Technical regulation of a local government.
    #[serde(rename = "3.2")]
    A3_2,
    /// Conformity assessment procedure of a local government.
    #[serde(rename = "7.2")]
    A7_2,
    /// Conformity assessment procedure of a non-governmental body.
    #[serde(rename = "8.1")]
    A8_1,
    /// Another article, in words.
    #[serde(rename = "other")]
    Other,
}

impl Article {
    /// Every article, in the form's order.
    pub const ALL: [Self; 8] = [
        Self::A2_9_2,
        Self::A2_10_1,
        Self::A5_6_2,
        Self::A5_7_1,
        Self::A3_2,
        Self::A7_2,
        Self::A8_1,
        Self::Other,
    ];

    /// The number as printed, `other` for the last.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A2_9_2 => "2.9.2",
            Self::A2_10_1 => "2.10.1",
            Self::A5_6_2 => "5.6.2",
            Self::A5_7_1 => "5.7.1",
            Self::A3_2 => "3.2",
            Self::A7_2 => "7.2",
            Self::A8_1 => "8.1",
            Self::Other => "other",
        }
    }

    /// The article of that number.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.as_str() == name)
    }

    /// Whether it is the urgent procedure (TBT 2.10.1, 5.7.1).
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::A2_10_1 | Self::A5_7_1)
    }
}

/// Box 7: the objective ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Prevention of deceptive practices and consumer protection.
    DeceptivePractices,
    /// Protection of human health or safety.
    HumanHealth,
    /// Protection of animal or plant life or health.
    AnimalPlantLife,
    /// Protection of the environment.
    Environment,
    /// Quality requirements.
    Quality,
    /// Consumer information, labelling.
    ConsumerInformation,
    /// Harmonization.
    Harmonization,
    /// Reducing trade barriers and facilitating trade.
    TradeFacilitation,
    /// Cost saving and productivity enhancement.
    CostSaving,
    /// National security requirements.
    NationalSecurity,
    /// Not specified.
    NotSpecified,
    /// Another, in words in the rationale.
    Other,
}

impl Objective {
    /// Every objective, in the form's order.
    pub const ALL: [Self; 12] = [
        Self::DeceptivePractices,
        Self::HumanHealth,
        Self::AnimalPlantLife,
        Self::Environment,
        Self::Quality,
        Self::ConsumerInformation,
        Self::Harmonization,
        Self::TradeFacilitation,
        Self::CostSaving,
        Self::NationalSecurity,
        Self::NotSpecified,
        Self::Other,
    ];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DeceptivePractices => "deceptive-practices",
            Self::HumanHealth => "human-health",
            Self::AnimalPlantLife => "animal-plant-life",
            Self::Environment => "environment",
            Self::Quality => "quality",
            Self::ConsumerInformation => "consumer-information",
            Self::Harmonization => "harmonization",
            Self::TradeFacilitation => "trade-facilitation",
            Self::CostSaving => "cost-saving",
            Self::NationalSecurity => "national-security",
            Self::NotSpecified => "not-specified",
            Self::Other => "other",
        }
    }

    /// The objective of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == name)
    }
}

/// What a TRIS message adds (Directive (EU) 2015/1535).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tris {
    /// Department responsible.
    pub responsible_department: String,
    /// Department of origin.
    pub originating_department: String,
    /// Category in the Directive's list, as given.
    pub category: String,
    /// Goods, or services and voluntary agreements: decides how long a detailed
    /// opinion extends the standstill.
    pub services: bool,
    /// A voluntary agreement to which a public authority is party (Art.
    /// 1(1)(f)(ii)).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub voluntary_agreement: bool,
    /// A fiscal measure: no standstill.
    pub fiscal: bool,
    /// The urgent procedure is asked for (Art. 6(7)); grounds alone ask for it too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// Grounds of urgency; empty when not urgent.
    pub urgency_grounds: String,
    /// Asked to be kept confidential.
    pub confidential: bool,
    /// Why it is to be kept confidential: a request must be supported by
    /// reasons (Art. 5(4)).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub confidentiality_reasons: String,
    /// Impact assessment, in words.
    pub impact_assessment: String,
    /// TBT or SPS aspects, in words.
    pub tbt_aspects: String,
    /// The other act it is notified under.
    pub other_act: String,
    /// Detailed opinions and comments received by the source (imported files):
    /// author codes.
    pub opinions: Vec<String>,
    /// Members that commented (imported files): author codes.
    pub comments: Vec<String>,
}

impl Tris {
    /// Whether the urgent procedure is asked for.
    pub fn asks_for_urgency(&self) -> bool {
        self.urgent || !self.urgency_grounds.trim().is_empty()
    }
}

/// One ticked reason of an addendum, with its date and words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddendumReason {
    /// What happened.
    pub what: AddendumKind,
    /// When.
    #[serde(default)]
    pub on: StatedDate,
    /// In words: the new symbol, the place of the text, what changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// The reasons an addendum can tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddendumKind {
    /// The comment period changed.
    PeriodChanged,
    /// The measure was adopted.
    Adopted,
    /// The measure was published.
    Published,
    /// The measure entered into force.
    InForce,
    /// The final text is available.
    FinalText,
    /// The measure was withdrawn or revoked.
    Withdrawn,
    /// Content or scope changed.
    ContentChanged,
    /// Interpretive guidance was issued.
    Guidance,
    /// Something else, in words.
    Other,
}

impl AddendumKind {
    /// Every reason, in the form's order.
    pub const ALL: [Self; 9] = [
        Self::PeriodChanged,
        Self::Adopted,
        Self::Published,
        Self::InForce,
        Self::FinalText,
        Self::Withdrawn,
        Self::ContentChanged,
        Self::Guidance,
        Self::Other,
    ];

    /// The name stored and used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PeriodChanged => "period-changed",
            Self::Adopted => "adopted",
            Self::Published => "published",
            Self::InForce => "in-force",
            Self::FinalText => "final-text",
            Self::Withdrawn => "withdrawn",
            Self::ContentChanged => "content-changed",
            Self::Guidance => "guidance",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn content_reads_back_from_json() {
        let c = Content {
            title: "Safety of toasters".into(),
            articles: [Article::A2_9_2].into(),
            objectives: [Objective::HumanHealth].into(),
            adoption: StatedDate::words("to be determined"),
            comments_until: StatedDate::day(date(2026, 12, 1)),
            tris: Some(Tris { urgent: true, ..Tris::default() }),
            ..Content::default()
        };
        let json = serde_json::to_string(&c).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&json).unwrap(), c);
        assert!(serde_json::from_str::<Content>(r#"{"colour":"red"}"#).is_err());
    }
}
