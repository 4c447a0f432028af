//! The standstill of Directive (EU) 2015/1535: how long a notifying State may
//! not adopt its draft, and what moved the end.
//!
//! Articles are those of Directive 2015/1535; Directive 98/34/EC had the same
//! rules in its Articles 9 and 10, Directive 83/189/EEC in its Article 9
//! (voluntary agreements and 18 months since Directive 94/10/EC, services since
//! 98/48/EC).
//!
//! The end is printed as TRIS prints it: the day after the last day of the
//! period, moved to a working day. The day of receipt is not counted (Regulation
//! 1182/71, Article 3(1)); three months from 16 June therefore run through 16
//! September, and the end that is printed is 17 September: from then on the
//! draft may be adopted.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::Holidays;
use crate::notification::Tris;

/// Months of the standstill after receipt: Article 6(1).
const MONTHS: i32 = 3;

/// Months after receipt within which every standstill has ended: the eighteen of
/// Article 6(5), and the days by which an end is moved to a working day.
pub const STANDSTILL_MONTHS_AT_MOST: i32 = 19;

/// What the draft regulates: decides how long a detailed opinion lengthens the
/// standstill, and whether there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandstillSubject {
    /// Technical regulations on products.
    Goods,
    /// Rules on Information Society services: Article 1(1)(e).
    Services,
    /// A voluntary agreement to which a public authority is party: Article
    /// 1(1)(f)(ii). It cannot be blocked: Article 7(3).
    VoluntaryAgreement,
    /// Measures linked to fiscal or financial ones: Article 1(1)(f)(iii). No
    /// standstill: Article 7(4).
    Fiscal,
}

impl StandstillSubject {
    /// The name stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Goods => "goods",
            Self::Services => "services",
            Self::VoluntaryAgreement => "voluntary-agreement",
            Self::Fiscal => "fiscal",
        }
    }

    /// The subject of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Goods, Self::Services, Self::VoluntaryAgreement, Self::Fiscal]
            .into_iter()
            .find(|s| s.as_str() == name)
    }
}

impl From<&Tris> for StandstillSubject {
    /// What the form says: fiscal before all else, an agreement before services.
    fn from(form: &Tris) -> Self {
        match form {
            Tris { fiscal: true, .. } => Self::Fiscal,
            Tris { voluntary_agreement: true, .. } => Self::VoluntaryAgreement,
            Tris { services: true, .. } => Self::Services,
            _ => Self::Goods,
        }
    }
}

/// Why the Commission blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockingGround {
    /// It intends to propose or adopt a Union act on the matter: Article 6(3),
    /// not for rules on services. Neither ground is one for voluntary
    /// agreements: Article 7(3).
    Intention,
    /// It finds the matter covered by a proposal before Parliament and Council:
    /// Article 6(4).
    CoveredByProposal,
}

/// Something that can move the end, on the day on which it was delivered,
/// announced or decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    /// The Commission or a Member State delivers a detailed opinion: Article 6(2).
    DetailedOpinion {
        /// Day of delivery.
        on: Date,
    },
    /// The Commission announces that it blocks: Article 6(3) and (4).
    Blocking {
        /// Day of the announcement.
        on: Date,
        /// Why.
        ground: BlockingGround,
    },
    /// The Council adopts a position at first reading: Article 6(5).
    CouncilPosition {
        /// Day of adoption.
        on: Date,
    },
    /// The Commission informs that it no longer intends an act, withdraws its
    /// proposal, or that the act was adopted: Article 6(6).
    BlockingLapsed {
        /// Day of the information.
        on: Date,
    },
    /// The Commission accepts that the draft is urgent: Article 6(7).
    UrgencyAccepted {
        /// Day of the answer.
        on: Date,
    },
}

impl Event {
    /// The day it happened.
    pub fn on(&self) -> Date {
        match *self {
            Self::DetailedOpinion { on }
            | Self::Blocking { on, .. }
            | Self::CouncilPosition { on }
            | Self::BlockingLapsed { on }
            | Self::UrgencyAccepted { on } => on,
        }
    }

    /// The order in which what happened on one day counts: what lengthens
    /// before what shortens. So the end does not depend on who was recorded first.
    fn rank(&self) -> u8 {
        match self {
            Self::DetailedOpinion { .. } => 0,
            Self::Blocking { ground: BlockingGround::Intention, .. } => 1,
            Self::Blocking { ground: BlockingGround::CoveredByProposal, .. } => 2,
            Self::CouncilPosition { .. } => 3,
            Self::BlockingLapsed { .. } => 4,
            Self::UrgencyAccepted { .. } => 5,
        }
    }
}

/// Why the standstill ends when it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandstillReason {
    /// Three months from receipt: Article 6(1).
    Receipt,
    /// None, because the measure is fiscal or financial: Article 7(4).
    FiscalMeasure,
    /// A detailed opinion on goods: six months from receipt, Article 6(2).
    OpinionOnGoods,
    /// A detailed opinion on a rule on services: four months, Article 6(2).
    OpinionOnServices,
    /// A detailed opinion on a voluntary agreement: four months, Article 6(2).
    OpinionOnVoluntaryAgreement,
    /// The Commission intends an act: twelve months, Article 6(3).
    CommissionIntendsAct,
    /// The Commission finds the matter covered: twelve months, Article 6(4).
    CoveredByProposal,
    /// The Council adopted a position: eighteen months, Article 6(5).
    CouncilPosition,
    /// The blocking lapsed: what is left without it, Article 6(6).
    BlockingLapsed,
    /// Urgency was accepted: it ends at once, Article 6(7).
    Urgency,
}

impl StandstillReason {
    /// The name used in texts and for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::FiscalMeasure => "fiscal-measure",
            Self::OpinionOnGoods => "opinion-on-goods",
            Self::OpinionOnServices => "opinion-on-services",
            Self::OpinionOnVoluntaryAgreement => "opinion-on-voluntary-agreement",
            Self::CommissionIntendsAct => "commission-intends-act",
            Self::CoveredByProposal => "covered-by-proposal",
            Self::CouncilPosition => "council-position",
            Self::BlockingLapsed => "blocking-lapsed",
            Self::Urgency => "urgency",
        }
    }

    /// The article of Directive (EU) 2015/1535.
    pub fn article(self) -> &'static str {
        match self {
            Self::Receipt => "6(1)",
            Self::OpinionOnGoods | Self::OpinionOnServices | Self::OpinionOnVoluntaryAgreement => "6(2)",
            Self::CommissionIntendsAct => "6(3)",
            Self::CoveredByProposal => "6(4)",
            Self::CouncilPosition => "6(5)",
            Self::BlockingLapsed => "6(6)",
            Self::Urgency => "6(7)",
            Self::FiscalMeasure => "7(4)",
        }
    }
}

/// An end of the standstill, and why it is that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandstillChange {
    /// The day of receipt, or of what moved the end.
    pub on: Date,
    /// Why the end is this.
    pub reason: StandstillReason,
    /// The last day of the period in months, before anything is moved to a
    /// working day; nothing where there is no standstill or it ended by a decision.
    pub last_day: Option<Date>,
    /// The end as printed: from this day on the draft may be adopted.
    pub end: Date,
}

/// Why something did not move the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WithoutEffect {
    /// Fiscal or urgent: there is no standstill to lengthen.
    NoStandstill,
    /// Before the day of receipt.
    BeforeReceipt,
    /// Delivered or announced after the three months in which it had to be, or
    /// after the standstill had ended.
    TooLate,
    /// The end is as late already.
    AlreadyAsLong,
    /// The Commission cannot block rules on services on this ground: Article 6(3).
    NotForServices,
    /// The Commission cannot block voluntary agreements: Article 7(3) says that
    /// Article 6(3) to (6) does not apply to them.
    NotForAgreements,
    /// Nothing was blocked.
    NotBlocked,
}

impl WithoutEffect {
    /// The name used in texts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoStandstill => "no-standstill",
            Self::BeforeReceipt => "before-receipt",
            Self::TooLate => "too-late",
            Self::AlreadyAsLong => "already-as-long",
            Self::NotForServices => "not-for-services",
            Self::NotForAgreements => "not-for-agreements",
            Self::NotBlocked => "not-blocked",
        }
    }
}

/// The standstill of a notification with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standstill {
    /// The end as it was on receipt.
    pub first: StandstillChange,
    /// Every change since, in the order of days.
    pub changes: Vec<StandstillChange>,
    /// What happened and moved nothing, with the reason.
    pub without_effect: Vec<(Event, WithoutEffect)>,
}

impl Standstill {
    /// The end that holds, with its reason.
    pub fn current(&self) -> &StandstillChange {
        self.changes.last().unwrap_or(&self.first)
    }

    /// The end that holds: from this day on the draft may be adopted.
    pub fn end(&self) -> Date {
        self.current().end
    }

    /// Whether the draft may not be adopted on a day. Where there is no
    /// standstill none runs, on the day of receipt either: Article 7(4).
    pub fn is_running(&self, day: Date) -> bool {
        self.began() && day < self.end()
    }

    /// The last day on which a detailed opinion can be delivered with effect:
    /// within three months from receipt, whatever the comment period is (Article
    /// 6(2)). None where there is no standstill, or where urgency ended it
    /// (Article 6(7)).
    pub fn opinions_until(&self) -> Option<Date> {
        self.first.last_day.filter(|_| self.current().reason != StandstillReason::Urgency)
    }

    /// Whether a standstill began at all: not for fiscal measures.
    pub fn began(&self) -> bool {
        self.first.reason != StandstillReason::FiscalMeasure
    }
}

/// The standstill of a draft received on a day, after all that happened since.
/// Events may be in any order: they count by their days, and on one day what
/// lengthens comes first.
pub fn standstill(received: Date, subject: StandstillSubject, events: &[Event]) -> Standstill {
    let first = match subject {
        StandstillSubject::Fiscal => StandstillChange {
            on: received,
            reason: StandstillReason::FiscalMeasure,
            last_day: None,
            end: received.saturating_add(1.day()),
        },
        _ => period(received, received, MONTHS, StandstillReason::Receipt),
    };
    let mut clock = Clock {
        received,
        subject,
        opinion: None,
        blocked: false,
        history: Standstill { first, changes: vec![], without_effect: vec![] },
    };
    let mut events = events.to_vec();
    events.sort_by_key(|event| (event.on(), event.rank()));
    for event in events {
        match clock.effect(event) {
            Ok(change) => clock.history.changes.push(change),
            Err(why) => clock.history.without_effect.push((event, why)),
        }
    }
    clock.history
}

/// A standstill as it is told day by day.
struct Clock {
    received: Date,
    subject: StandstillSubject,
    /// The end that a detailed opinion gave, also while the Commission blocks.
    opinion: Option<StandstillChange>,
    blocked: bool,
    history: Standstill,
}

impl Clock {
    fn effect(&mut self, event: Event) -> Result<StandstillChange, WithoutEffect> {
        use StandstillReason as Why;
        let (on, current) = (event.on(), *self.history.current());
        if on < self.received {
            return Err(WithoutEffect::BeforeReceipt);
        }
        if matches!(current.reason, Why::FiscalMeasure | Why::Urgency) {
            return Err(WithoutEffect::NoStandstill);
        }
        match event {
            Event::DetailedOpinion { .. } => {
                self.in_time(on)?;
                if self.opinion.is_some() {
                    return Err(WithoutEffect::AlreadyAsLong);
                }
                let (months, why) = match self.subject {
                    StandstillSubject::Services => (4, Why::OpinionOnServices),
                    StandstillSubject::VoluntaryAgreement => (4, Why::OpinionOnVoluntaryAgreement),
                    _ => (6, Why::OpinionOnGoods),
                };
                let lengthened = period(self.received, on, months, why);
                self.opinion = Some(lengthened);
                if self.blocked { Err(WithoutEffect::AlreadyAsLong) } else { Ok(lengthened) }
            }
            Event::Blocking { ground, .. } => {
                self.in_time(on)?;
                let why = match (ground, self.subject) {
                    (_, StandstillSubject::VoluntaryAgreement) => {
                        return Err(WithoutEffect::NotForAgreements);
                    }
                    (BlockingGround::Intention, StandstillSubject::Services) => {
                        return Err(WithoutEffect::NotForServices);
                    }
                    (BlockingGround::Intention, _) => Why::CommissionIntendsAct,
                    (BlockingGround::CoveredByProposal, _) => Why::CoveredByProposal,
                };
                if self.blocked {
                    return Err(WithoutEffect::AlreadyAsLong);
                }
                self.blocked = true;
                Ok(period(self.received, on, 12, why))
            }
            Event::CouncilPosition { .. } if !self.blocked => Err(WithoutEffect::NotBlocked),
            Event::CouncilPosition { .. } if on >= current.end => Err(WithoutEffect::TooLate),
            Event::CouncilPosition { .. } if current.reason == Why::CouncilPosition => {
                Err(WithoutEffect::AlreadyAsLong)
            }
            Event::CouncilPosition { .. } => Ok(period(self.received, on, 18, Why::CouncilPosition)),
            Event::BlockingLapsed { .. } if !self.blocked => Err(WithoutEffect::NotBlocked),
            Event::BlockingLapsed { .. } if on >= current.end => Err(WithoutEffect::TooLate),
            Event::BlockingLapsed { .. } => {
                self.blocked = false;
                let without = self.opinion.unwrap_or(self.history.first);
                let (last_day, end) =
                    if without.end >= on { (without.last_day, without.end) } else { (None, on) };
                Ok(StandstillChange { on, reason: Why::BlockingLapsed, last_day, end })
            }
            Event::UrgencyAccepted { .. } if on >= current.end => Err(WithoutEffect::TooLate),
            Event::UrgencyAccepted { .. } => {
                let end = on.max(self.received.saturating_add(1.day()));
                Ok(StandstillChange { on, reason: Why::Urgency, last_day: None, end })
            }
        }
    }

    /// Opinions and blockings must come within the first three months.
    fn in_time(&self, on: Date) -> Result<(), WithoutEffect> {
        match self.history.first.last_day {
            Some(last_day) if on <= last_day => Ok(()),
            _ => Err(WithoutEffect::TooLate),
        }
    }
}

/// So many months from receipt.
fn period(received: Date, on: Date, months: i32, reason: StandstillReason) -> StandstillChange {
    let after = Counting::of(received).day_after(received, months);
    StandstillChange {
        on,
        reason,
        last_day: Some(after.saturating_sub(1.day())),
        end: holidays_observed(after).working_day_from(after),
    }
}

/// How months were counted. TRIS counts from the day of receipt and adds a day;
/// from 2003 to 2009 it counted from the day after receipt and kept the ends of
/// months together. The two differ only around the ends of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counting {
    FromReceipt,
    FromTheDayAfter,
}

impl Counting {
    fn of(received: Date) -> Self {
        match received.year() {
            2003..=2009 => Self::FromTheDayAfter,
            _ => Self::FromReceipt,
        }
    }

    /// The day after the period of so many months. A day that the last month
    /// does not have is its last (Regulation 1182/71, Article 3(2)(c)).
    fn day_after(self, received: Date, months: i32) -> Date {
        let next = received.saturating_add(1.day());
        match self {
            Self::FromReceipt => received.saturating_add(months.months()).saturating_add(1.day()),
            Self::FromTheDayAfter => {
                let same_day = next.saturating_add(months.months());
                if next == next.last_of_month() { same_day.last_of_month() } else { same_day }
            }
        }
    }
}

/// The holidays that ends are moved off: through 2009 those that nearly every
/// Member State keeps, for two years none, since 2012 those of the Commission.
/// Found by replaying what TRIS printed; since 2012 it is Regulation 1182/71,
/// Articles 2 and 3(4), to the letter.
fn holidays_observed(day: Date) -> Holidays {
    match day.year() {
        ..=2009 => Holidays::Common,
        2010..=2011 => Holidays::None,
        _ => Holidays::Commission,
    }
}

#[cfg(test)]
#[path = "standstill_tests.rs"]
mod tests;
