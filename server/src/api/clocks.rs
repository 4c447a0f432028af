//! Clocks as machines get them: the standstill with its first and its present
//! end, and every final date for comments.

use registry::{
    final_dates::FinalDate,
    standstills::{StandstillRecord, StandstillStanding},
};
use serde::Serialize;
use utoipa::ToSchema;

/// The standstill of Directive (EU) 2015/1535.
#[derive(Serialize, ToSchema)]
pub struct Standstill {
    /// Day of receipt.
    received: String,
    /// `goods`, `services`, `voluntary-agreement`, `fiscal`.
    subject: &'static str,
    /// The end as it was on receipt: from this day on the draft may be adopted.
    first_end: String,
    /// The end that holds.
    end: String,
    /// Why: `receipt`, `opinion-on-goods`, `commission-intends-act`, `urgency` …
    reason: &'static str,
    /// The article of the Directive.
    article: &'static str,
    /// Whose act gave this end; none for the first.
    by: Option<String>,
    /// The day of that act, or of receipt.
    on: String,
    /// Whether the draft may not be adopted today.
    running: bool,
    /// What was recorded, in the order of days.
    events: Vec<StandstillEvent>,
}

/// Something recorded about a standstill.
#[derive(Serialize, ToSchema)]
pub struct StandstillEvent {
    /// `detailed-opinion`, `blocking-intention`, `blocking-covered`,
    /// `council-position`, `blocking-lapsed`, `urgency-accepted`, `urgency-refused`.
    event: &'static str,
    /// Who.
    by: String,
    /// Day.
    on: String,
    /// In words.
    reason: String,
    /// Number of the comment that is the opinion, if it was filed here.
    comment: Option<String>,
    /// Why it moves nothing: `too-late`, `already-as-long` …
    without_effect: Option<&'static str>,
    /// Why it was taken back.
    taken_back: Option<String>,
}

impl From<&StandstillStanding> for Standstill {
    fn from(s: &StandstillStanding) -> Self {
        let current = s.told.current();
        Self {
            received: s.received.to_string(),
            subject: s.subject.as_str(),
            first_end: s.told.first.end.to_string(),
            end: current.end.to_string(),
            reason: current.reason.as_str(),
            article: current.reason.article(),
            by: s.cause(current).map(|r| r.author.clone()),
            on: current.on.to_string(),
            running: s.running,
            events: s.records.iter().map(Into::into).collect(),
        }
    }
}

impl From<&StandstillRecord> for StandstillEvent {
    fn from(r: &StandstillRecord) -> Self {
        Self {
            event: r.kind.as_str(),
            by: r.author.clone(),
            on: r.on.to_string(),
            reason: r.reason.clone(),
            comment: r.comment.clone(),
            without_effect: r.without_effect.map(|w| w.as_str()),
            taken_back: r.taken_back.as_ref().map(|t| t.reason.clone()),
        }
    }
}

/// A final date for comments.
#[derive(Serialize, ToSchema)]
pub struct FinalDateItem {
    /// The day, in the authority's zone.
    day: String,
    /// The addendum that moved it there; none for the first.
    symbol: Option<String>,
    /// The day on which it was announced.
    announced: Option<String>,
    /// Why.
    reason: String,
}

impl From<FinalDate> for FinalDateItem {
    fn from(d: FinalDate) -> Self {
        Self {
            day: d.day.to_string(),
            symbol: d.symbol,
            announced: d.announced.map(|d| d.to_string()),
            reason: d.reason,
        }
    }
}
