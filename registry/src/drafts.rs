//! The official's desk: what needs doing, and drafts before publication.

use domain::{divergence::Divergence, notification::Content};
use jiff::Timestamp;

use crate::{
    Caller, Registry, Result,
    authorities::Authority,
    documents::DocumentInfo,
    notifications::{Event, NotificationSummary, Period, ReferenceStanding},
};

/// A draft as its authors see it.
#[derive(Debug, Clone)]
pub struct DraftPage {
    /// What lists show too (symbols are empty).
    pub summary: NotificationSummary,
    /// The form as saved.
    pub content: Content,
    /// Counts up with every save; given back when saving.
    pub version: i64,
    /// The authority.
    pub authority: Authority,
    /// Attached files.
    pub documents: Vec<DocumentInfo>,
    /// References with their standing.
    pub references: Vec<ReferenceStanding>,
    /// The divergence report, as if it were published today.
    pub report: Vec<Divergence>,
    /// The comment period, as if it were published today.
    pub period: Option<Period>,
    /// Log so far.
    pub history: Vec<Event>,
    /// Who submitted it, when it is submitted.
    pub submitted_by: Option<i64>,
    /// Last change.
    pub saved: Timestamp,
}

/// One line of the desk.
#[derive(Debug, Clone)]
pub struct DeskItem {
    /// The notification.
    pub summary: NotificationSummary,
    /// What needs doing, most urgent first.
    pub tasks: Vec<DeskTask>,
    /// Last change.
    pub changed: Timestamp,
}

/// What needs doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskTask {
    /// Finish and submit the draft.
    Finish,
    /// Approve or send back (a second person).
    Approve,
    /// So many comments wait for a reply.
    Reply(u64),
    /// The period closed and no decision is recorded.
    Decide,
    /// Adopted, but the final text is missing (TBT 2.11).
    GiveFinalText,
    /// The stated day of entry into force has passed.
    ConfirmInForce,
}

impl Registry {
    /// The caller's authority's notifications that are not finished, what needs
    /// doing first; then the finished ones, newest first.
    pub async fn desk(&self, caller: &Caller) -> Result<Vec<DeskItem>> {
        let _ = caller;
        todo!()
    }

    /// Starts a draft for the caller's authority with the agency, language and
    /// texts filled in from the enquiry point. Returns its identifier.
    pub async fn draft_create(&self, caller: &Caller) -> Result<i64> {
        let _ = caller;
        todo!()
    }

    /// Starts a draft addendum, corrigendum, revision or supplement to a
    /// published notification of the caller's authority.
    pub async fn draft_create_change(
        &self,
        caller: &Caller,
        parent_symbol: &str,
        kind: domain::notification::Kind,
    ) -> Result<i64> {
        let _ = (caller, parent_symbol, kind);
        todo!()
    }

    /// A draft (or submitted notification) of the caller's authority.
    pub async fn draft(&self, caller: &Caller, id: i64) -> Result<DraftPage> {
        let _ = (caller, id);
        todo!()
    }

    /// Saves the form. Half-finished answers are accepted: completeness is
    /// asked for on submission. `version` is what the caller read; returns the
    /// new one, or [`crate::Error::Conflict`].
    pub async fn draft_save(&self, caller: &Caller, id: i64, version: i64, content: Content) -> Result<i64> {
        let _ = (caller, id, version, content);
        todo!()
    }

    /// The report for a form that is not saved (the live report of the drafting page).
    pub async fn draft_report(&self, caller: &Caller, id: i64, content: &Content) -> Result<Vec<Divergence>> {
        let _ = (caller, id, content);
        todo!()
    }

    /// Removes a draft that was never submitted.
    pub async fn draft_discard(&self, caller: &Caller, id: i64) -> Result<()> {
        let _ = (caller, id);
        todo!()
    }
}
