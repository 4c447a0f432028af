//! Divergences: what a notification's references and clock say against the
//! transparency rules and the international catalogue. Each code is one rule,
//! a pure function in a file of its own.

mod adopted_before_deadline;
mod deviation_without_reason;
mod implausible_reference;
mod no_notified_text;
mod revision_imminent;
mod short_comment_period;
mod short_transition;
mod superseded_edition;
mod unresolvable_reference;
mod withdrawn_standard;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    codes::IcsCode,
    standard::{Catalogue, Entry, Place, Reference, Resolution, StandardId},
};

/// The code of a divergence (Recommendations B, C and D; TBT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// A dated reference to an edition that has been replaced (Rec. C.6).
    SupersededEdition,
    /// A reference to a standard withdrawn without successor (Rec. D.3.4).
    WithdrawnStandard,
    /// A newer edition is at enquiry or approval stage (Rec. C.7).
    RevisionImminent,
    /// Reads like a standard, but the catalogue of its publisher has none such (Rec. D.3.6).
    UnresolvableReference,
    /// The standard's ICS field has nothing to do with the declared products (Rec. D.3).
    ImplausibleReference,
    /// Declares a deviation without a reason of Rec. C.7 (Rec. C.9).
    DeviationWithoutReason,
    /// Fewer than 60 days for comments (TBT 2.9).
    ShortCommentPeriod,
    /// Fewer than six months between publication and entry into force (TBT 2.12).
    ShortTransition,
    /// Adopted before the final date for comments (TBT 2.9.4).
    AdoptedBeforeDeadline,
    /// No text of the draft was given (TBT 2.9.3).
    NoNotifiedText,
}

impl Code {
    /// Every code, in the order pages list them.
    pub const ALL: [Self; 10] = [
        Self::SupersededEdition,
        Self::WithdrawnStandard,
        Self::RevisionImminent,
        Self::UnresolvableReference,
        Self::ImplausibleReference,
        Self::DeviationWithoutReason,
        Self::ShortCommentPeriod,
        Self::ShortTransition,
        Self::AdoptedBeforeDeadline,
        Self::NoNotifiedText,
    ];

    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SupersededEdition => "superseded-edition",
            Self::WithdrawnStandard => "withdrawn-standard",
            Self::RevisionImminent => "revision-imminent",
            Self::UnresolvableReference => "unresolvable-reference",
            Self::ImplausibleReference => "implausible-reference",
            Self::DeviationWithoutReason => "deviation-without-reason",
            Self::ShortCommentPeriod => "short-comment-period",
            Self::ShortTransition => "short-transition",
            Self::AdoptedBeforeDeadline => "adopted-before-deadline",
            Self::NoNotifiedText => "no-notified-text",
        }
    }

    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }

    /// The basis of the rule, as cited (`Rec. C.6`, `TBT 2.9`).
    pub fn basis(self) -> &'static str {
        match self {
            Self::SupersededEdition => "Rec. C.6",
            Self::WithdrawnStandard => "Rec. D.3.4",
            Self::RevisionImminent => "Rec. C.7",
            Self::UnresolvableReference => "Rec. D.3.6",
            Self::ImplausibleReference => "Rec. D.3",
            Self::DeviationWithoutReason => "Rec. C.9",
            Self::ShortCommentPeriod => "TBT 2.9",
            Self::ShortTransition => "TBT 2.12",
            Self::AdoptedBeforeDeadline => "TBT 2.9.4",
            Self::NoNotifiedText => "TBT 2.9.3",
        }
    }
}

/// How much a divergence weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be mended or explained before publication.
    Warning,
    /// Contradicts a transparency rule or cites what does not exist any more.
    Serious,
}

impl Severity {
    /// The name stored and used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Serious => "serious",
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Serious].into_iter().find(|s| s.as_str() == name)
    }
}

/// What a rule found. The explanation is plain English for people who have
/// never seen the code; it never claims more than the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// Which rule.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// What the claim rests on.
    pub evidence: Evidence,
    /// What it means and what would resolve it.
    pub explanation: String,
    /// The rule's source.
    pub basis: String,
}

/// The evidence of a divergence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    /// The reference as cited, when the divergence is about one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cited: String,
    /// Where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Identifier of the catalogue's record that the claim rests on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standard: String,
    /// Identifier of what to use instead (successor, revision).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instead: String,
    /// Further facts in words, each standing alone ("stage 95.99, withdrawn 2013-06-25").
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

/// All that the rules look at. Built by whoever has the data.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The form.
    pub content: &'a crate::notification::Content,
    /// The procedure followed.
    pub profile: crate::authority::Profile,
    /// Kind of notification: an addendum has no comment period of its own.
    pub kind: crate::notification::Kind,
    /// Day of publication; for a draft, the day it would be published (today).
    pub published: Date,
    /// Day the measure was adopted, once it was.
    pub adopted: Option<Date>,
    /// Whether a text of the draft is attached or linked.
    pub has_text: bool,
    /// References, declared and recognised.
    pub references: &'a [Reference],
}

/// Every divergence of a draft or notification, the most serious first. A
/// reference found in several places is spoken of once.
pub fn judge(subject: &Subject<'_>, catalogue: &Catalogue) -> Vec<Divergence> {
    let mut found = clock_rules(subject);
    found.extend(judge_references(subject.references, &subject.content.ics, catalogue));
    found.extend(no_notified_text::check(subject));
    found.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.code.cmp(&b.code)));
    found
}

/// What the references alone say: the rules that need no form.
pub fn judge_references(references: &[Reference], ics: &[IcsCode], catalogue: &Catalogue) -> Vec<Divergence> {
    let mut found: Vec<Divergence> = Vec::new();
    for reference in references {
        let about = About::new(reference, catalogue);
        let rules = [
            superseded_edition::check(&about),
            withdrawn_standard::check(&about),
            revision_imminent::check(&about),
            unresolvable_reference::check(&about),
            implausible_reference::check(&about, ics),
            deviation_without_reason::check(reference),
        ];
        for divergence in rules.into_iter().flatten() {
            let said = |d: &Divergence| {
                d.code == divergence.code
                    && d.evidence.standard == divergence.evidence.standard
                    && !d.evidence.standard.is_empty()
            };
            if !found.iter().any(said) {
                found.push(divergence);
            }
        }
    }
    found.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.code.cmp(&b.code)));
    found
}

fn clock_rules(subject: &Subject<'_>) -> Vec<Divergence> {
    if !subject.kind.opens_period() {
        return Vec::new();
    }
    [
        short_comment_period::check(subject),
        short_transition::check(subject),
        adopted_before_deadline::check(subject),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A reference and what the catalogue understands of it: worked out once for
/// all rules about it.
struct About<'a> {
    reference: &'a Reference,
    id: Option<StandardId>,
    resolution: Resolution<'a>,
    catalogue: &'a Catalogue,
}

impl<'a> About<'a> {
    fn new(reference: &'a Reference, catalogue: &'a Catalogue) -> Self {
        let id = reference.id.parse::<StandardId>().ok();
        let resolution = id.as_ref().map_or(Resolution::NotCovered, |id| catalogue.resolve(id));
        Self { reference, id, resolution, catalogue }
    }

    /// The record meant, when there is one.
    fn entry(&self) -> Option<&'a Entry> {
        match self.resolution {
            Resolution::Edition(entry) | Resolution::Current(entry) => Some(entry),
            _ => None,
        }
    }

    /// Evidence that names the reference and its place.
    fn evidence(&self) -> Evidence {
        Evidence {
            cited: self.reference.cited.clone(),
            place: Some(self.reference.place.clone()),
            standard: self.entry().map(|e| e.id.clone()).unwrap_or_default(),
            ..Evidence::default()
        }
    }
}

/// Puts a divergence together; the basis follows from the code.
fn divergence(code: Code, severity: Severity, evidence: Evidence, explanation: String) -> Divergence {
    Divergence { code, severity, evidence, explanation, basis: code.basis().to_owned() }
}

/// `3 March 2021`.
fn written(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A catalogue's date in words: `2013-06-25` as a day, `2013-06` as a month, `2013` as given.
fn written_as_known(given: &str) -> String {
    match (given.parse::<Date>(), format!("{given}-01").parse::<Date>()) {
        (Ok(day), _) => written(day),
        (_, Ok(first)) => first.strftime("%B %Y").to_string(),
        _ => given.to_owned(),
    }
}

#[cfg(test)]
mod tests;
