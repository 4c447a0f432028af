//! Reading notifications: lists, pages, the documents of the search index.

use std::collections::BTreeMap;

pub use crate::{
    comments::PublicComment,
    judging::{Cause, answers::DivergenceOf},
};
pub use domain::notification::Source;
use domain::{
    clock::Deadline,
    divergence::{Code, Divergence, Severity},
    notification::{Content, Kind, State},
    search::Document,
    standard::Reference,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use crate::{
    Registry, Result,
    authorities::Authority,
    catalogue::StandardBrief,
    comments::ResponseVersion,
    db::{count, number, stored_time},
    documents::DocumentInfo,
    entities::notification,
    family::by_symbol,
    final_dates::FinalDate,
    standstills::StandstillStanding,
    summaries::{is_public, public_rows, summaries},
    versions::TextVersion,
};

/// Notifications in each list of the home page.
const HOME_LIST: u64 = 6;

/// A notification in a list.
#[derive(Debug, Clone)]
pub struct NotificationSummary {
    /// Identifier in the registry.
    pub id: i64,
    /// Symbols; the first is its address. Empty before publication.
    pub symbols: Vec<String>,
    /// Notifying authorities, in the order of the symbols.
    pub authorities: Vec<AuthorityName>,
    /// Kind.
    pub kind: Kind,
    /// State.
    pub state: State,
    /// Title.
    pub title: String,
    /// Products.
    pub products: String,
    /// Description.
    pub description: String,
    /// Day of publication in the authority's zone.
    pub published: Option<Date>,
    /// Comment period, if it has one with a date.
    pub period: Option<Period>,
    /// Standstill under Directive (EU) 2015/1535, if it was notified here under it.
    pub standstill: Option<StandstillStanding>,
    /// Open divergences.
    pub divergences: u64,
    /// Public comments.
    pub comments: u64,
    /// Source.
    pub source: Source,
}

/// An authority's code and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityName {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// A comment period as pages show it, worked out for one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The deadline.
    pub deadline: Deadline,
    /// `11 December 2026, 23:59 (Geneva, UTC+1)`.
    pub written_out: String,
    /// Whether comments are in time now.
    pub open: bool,
    /// Whether comments are taken now, late ones included.
    pub accepts: bool,
    /// Days left; 0 on the final day, negative afterwards.
    pub days_left: i32,
}

/// Everything a notification's page shows.
#[derive(Debug, Clone)]
pub struct NotificationPage {
    /// What lists show too.
    pub summary: NotificationSummary,
    /// The form.
    pub content: Content,
    /// Its first authority.
    pub authority: Authority,
    /// Attached files, but for those that are withheld.
    pub documents: Vec<DocumentInfo>,
    /// The text before each of them that is a version of the measure's text.
    pub earlier_texts: BTreeMap<i64, TextVersion>,
    /// Files withheld because the authority asked for confidentiality
    /// (Directive (EU) 2015/1535, Article 5(4)).
    pub documents_withheld: u64,
    /// Every final date for comments, the first to the one that holds; empty
    /// where only words were given.
    pub final_dates: Vec<FinalDate>,
    /// References with their standing.
    pub references: Vec<ReferenceStanding>,
    /// Divergences, open ones first.
    pub divergences: Vec<DivergenceRecord>,
    /// Public log, oldest first.
    pub history: Vec<Event>,
    /// The newest public comments with their replies, oldest of them first.
    pub comments: Vec<PublicComment>,
    /// When the response document was published, and its versions.
    pub responses: Vec<ResponseVersion>,
    /// Comments that exist but are confidential.
    pub confidential_comments: u64,
    /// The others of its family (original, addenda, revisions), oldest first.
    pub family: Vec<NotificationSummary>,
    /// Named codes of box 4.
    pub hs: Vec<crate::codes::CodeName>,
    /// Named codes of box 4.
    pub ics: Vec<crate::codes::CodeName>,
}

/// A reference and where it stands today.
#[derive(Debug, Clone)]
pub struct ReferenceStanding {
    /// The reference.
    pub reference: Reference,
    /// The record understood, if any.
    pub standard: Option<StandardBrief>,
    /// The edition in force now, when it is another.
    pub current: Option<StandardBrief>,
    /// Divergences about it.
    pub flags: Vec<Code>,
}

/// State of a divergence over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DivergenceState {
    /// Stands.
    Open,
    /// The authority explained it.
    Explained,
    /// The authority says, with its reason, that it does not apply.
    Dismissed,
    /// What raised it is gone.
    Resolved,
}

impl DivergenceState {
    /// The name stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Explained => "explained",
            Self::Dismissed => "dismissed",
            Self::Resolved => "resolved",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Explained, Self::Dismissed, Self::Resolved]
            .into_iter()
            .find(|s| s.as_str() == name)
    }

    /// The state of a divergence that is found and has this answer.
    pub(crate) fn answered(answer: Option<&Answer>) -> Self {
        match answer.map(|a| a.verdict) {
            None => Self::Open,
            Some(Verdict::Explained) => Self::Explained,
            Some(Verdict::Dismissed) => Self::Dismissed,
        }
    }
}

/// What an authority says to a divergence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is meant, for a reason.
    Explained,
    /// It does not apply, for a reason.
    Dismissed,
}

impl Verdict {
    /// Both, in the order pages list them.
    pub const ALL: [Self; 2] = [Self::Explained, Self::Dismissed];

    /// The name stored and used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::Dismissed => "dismissed",
        }
    }

    /// The verdict of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.as_str() == name)
    }
}

/// An authority's answer to a divergence, shown to everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Explained or dismissed.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// Who gave it; empty where it is a deviation declared with the reference.
    pub actor: String,
    /// When it was given; none where it is declared with the reference.
    pub at: Option<Timestamp>,
}

/// How a divergence came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagEvent {
    /// When.
    pub at: Timestamp,
    /// `raised`, `changed`, `explained`, `dismissed`, `open` (an answer was taken
    /// back), `resolved`.
    pub what: String,
    /// What made it be judged.
    pub cause: Cause,
    /// Name of the person, empty where nobody did anything.
    pub actor: String,
    /// What changed, where it is `changed`.
    pub change: Option<FlagChange>,
}

/// What changed about a divergence that its rule still finds: how much it
/// weighs, or what to use instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagChange {
    /// Its weight until then.
    pub severity_before: Severity,
    /// Its weight since then.
    pub severity: Severity,
    /// What was to be used instead; empty when nothing was known.
    pub instead_before: String,
    /// What is to be used instead now; empty when nothing is known.
    pub instead: String,
}

impl FlagChange {
    /// What changed from one to the other; none where they weigh and advise the
    /// same. An answer lowers the weight, and its own event says that: where the
    /// answer changed (`answered`), the weight alone is no change.
    pub(crate) fn between(before: &Divergence, after: &Divergence, answered: bool) -> Option<Self> {
        let change = Self {
            severity_before: before.severity,
            severity: after.severity,
            instead_before: before.evidence.instead.clone(),
            instead: after.evidence.instead.clone(),
        };
        let weight = change.severity != change.severity_before && !answered;
        (weight || change.instead != change.instead_before).then_some(change)
    }

    /// The change in words, behind the name of the divergence.
    pub(crate) fn in_words(&self) -> String {
        let weight = (self.severity != self.severity_before)
            .then(|| format!("from {} to {}", self.severity_before.as_str(), self.severity.as_str()));
        let advice = (self.instead != self.instead_before).then(|| match self.instead.as_str() {
            "" => "with nothing to use instead".to_owned(),
            instead => format!("with {instead} to use instead"),
        });
        weight.into_iter().chain(advice).collect::<Vec<_>>().join(" ")
    }
}

/// A divergence of a notification, with what the authority says to it.
#[derive(Debug, Clone)]
pub struct DivergenceRecord {
    /// What it is called in forms: the same while its rule finds the same reference.
    pub key: String,
    /// What the rule found.
    pub divergence: Divergence,
    /// Where it stands.
    pub state: DivergenceState,
    /// The authority's answer.
    pub answer: Option<Answer>,
    /// When it was first raised; none in a draft, where nothing is kept.
    pub raised: Option<Timestamp>,
    /// When it was resolved.
    pub resolved: Option<Timestamp>,
    /// How it came and went, oldest first; empty in a draft.
    pub history: Vec<FlagEvent>,
}

/// An entry of the public log.
#[derive(Debug, Clone)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What: `drafted`, `submitted`, `sent-back`, `published`, `imported`,
    /// `import-changed`, `joined`, `adopted`, `withdrawn`, `final-text`, `in-force`,
    /// `document-added`, `comment-received`, `comment-answered`, `comment-published`,
    /// `comment-withheld`, `comment-withdrawn`, `comment-attribution-withdrawn`,
    /// `responses-published`, `revised`, `late-comments`,
    /// `period-changed`, `standstill-recorded`, `standstill-taken-back`, `judged-again`, `judged-later`, `divergence-explained`,
    /// `divergence-dismissed`, `divergence-reopened`.
    pub what: String,
    /// Name of the person, or of the source.
    pub actor: String,
    /// Details in words, may be empty.
    pub note: String,
}

/// The publishing authority's reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Who.
    pub author: String,
    /// The text.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// What the home page shows.
#[derive(Debug, Clone)]
pub struct Home {
    /// Open periods that end soonest.
    pub closing_soon: Vec<NotificationSummary>,
    /// Newest publications.
    pub newest: Vec<NotificationSummary>,
    /// Standards that moved.
    pub moved: Vec<crate::catalogue::StandardMoved>,
    /// Public notifications.
    pub notifications: u64,
    /// Open for comment.
    pub open: u64,
    /// Authorities with a public notification.
    pub authorities: u64,
    /// Records of the catalogue.
    pub standards: u64,
}

impl Registry {
    /// The home page's lists and numbers.
    pub async fn home(&self) -> Result<Home> {
        let now = self.now();
        let closes = notification::Column::ClosesAt;
        let open = || {
            notification::Entity::find()
                .filter(is_public())
                .filter(notification::Column::State.ne(State::Withdrawn.as_str()))
                .filter(closes.gt(stored_time(now)))
        };
        let closing_soon = open()
            .order_by_asc(closes)
            .order_by_asc(notification::Column::Id)
            .limit(HOME_LIST)
            .all(&self.db)
            .await?;
        let newest = notification::Entity::find()
            .filter(is_public())
            .order_by_desc(notification::Column::Published)
            .order_by_desc(notification::Column::Id)
            .limit(HOME_LIST)
            .all(&self.db)
            .await?;
        let authorities =
            number(&self.db, "SELECT COUNT(DISTINCT authority_code) FROM notification_symbol", []);
        Ok(Home {
            closing_soon: summaries(&self.db, &closing_soon, now).await?,
            newest: summaries(&self.db, &newest, now).await?,
            moved: self.standards_moved(HOME_LIST).await?,
            notifications: notification::Entity::find().filter(is_public()).count(&self.db).await?,
            open: open().count(&self.db).await?,
            authorities: count(authorities.await?),
            standards: self.catalogue().len() as u64,
        })
    }

    /// Summaries of public notifications, in the order of the identifiers given.
    pub async fn notification_summaries(&self, ids: &[i64]) -> Result<Vec<NotificationSummary>> {
        summaries(&self.db, &public_rows(&self.db, ids).await?, self.now()).await
    }

    /// The summary of a public notification by any of its symbols.
    pub async fn notification_summary(&self, symbol: &str) -> Result<Option<NotificationSummary>> {
        match by_symbol(&self.db, symbol).await? {
            Some(row) => Ok(Some(self.summary_of(&row).await?)),
            None => Ok(None),
        }
    }

    /// The page of a public notification by any of its symbols.
    pub async fn notification_page(&self, symbol: &str) -> Result<Option<NotificationPage>> {
        match by_symbol(&self.db, symbol).await? {
            Some(row) => Ok(Some(self.page_of(row).await?)),
            None => Ok(None),
        }
    }

    /// The index documents of these notifications; those not public are left out
    /// (and so are to be deleted from the index).
    pub async fn index_documents(&self, ids: &[i64]) -> Result<Vec<Document>> {
        self.documents_for_index(ids).await
    }

    /// Identifiers of public notifications above `after`, ascending: `reindex`
    /// and exports walk through all with it.
    pub async fn notification_ids(&self, after: i64, limit: u64) -> Result<Vec<i64>> {
        Ok(notification::Entity::find()
            .select_only()
            .column(notification::Column::Id)
            .filter(is_public())
            .filter(notification::Column::Id.gt(after))
            .order_by_asc(notification::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?)
    }
}
