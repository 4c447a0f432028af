//! What officials record about a standstill, by name: the events that move the
//! clock of Directive (EU) 2015/1535, and the one that is told without moving it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BlockingGround, Event, StandstillReason};

/// What happened to a standstill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandstillEventKind {
    /// The Commission or a Member State delivered a detailed opinion: Article 6(2).
    DetailedOpinion,
    /// The Commission intends a Union act on the matter: Article 6(3).
    BlockingIntention,
    /// The Commission finds the matter covered by a proposal: Article 6(4).
    BlockingCovered,
    /// The Council adopted a position at first reading: Article 6(5).
    CouncilPosition,
    /// The blocking lapsed: Article 6(6).
    BlockingLapsed,
    /// The Commission accepted that the draft is urgent: Article 6(7).
    UrgencyAccepted,
    /// The Commission did not accept that the draft is urgent: the standstill
    /// runs as it did (Article 6(7)).
    UrgencyRefused,
}

impl StandstillEventKind {
    /// Every kind, in the order of the articles.
    pub const ALL: [Self; 7] = [
        Self::DetailedOpinion,
        Self::BlockingIntention,
        Self::BlockingCovered,
        Self::CouncilPosition,
        Self::BlockingLapsed,
        Self::UrgencyAccepted,
        Self::UrgencyRefused,
    ];

    /// The name stored and used in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DetailedOpinion => "detailed-opinion",
            Self::BlockingIntention => "blocking-intention",
            Self::BlockingCovered => "blocking-covered",
            Self::CouncilPosition => "council-position",
            Self::BlockingLapsed => "blocking-lapsed",
            Self::UrgencyAccepted => "urgency-accepted",
            Self::UrgencyRefused => "urgency-refused",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }

    /// The one who alone can do it; none for a detailed opinion, which the
    /// Commission and every Member State may deliver.
    pub fn author(self) -> Option<&'static str> {
        match self {
            Self::DetailedOpinion => None,
            Self::CouncilPosition => Some("Council of the European Union"),
            _ => Some("European Commission"),
        }
    }

    /// What the clock hears of it.
    pub fn event(self, on: Date) -> Option<Event> {
        match self {
            Self::DetailedOpinion => Some(Event::DetailedOpinion { on }),
            Self::BlockingIntention => Some(Event::Blocking { on, ground: BlockingGround::Intention }),
            Self::BlockingCovered => Some(Event::Blocking { on, ground: BlockingGround::CoveredByProposal }),
            Self::CouncilPosition => Some(Event::CouncilPosition { on }),
            Self::BlockingLapsed => Some(Event::BlockingLapsed { on }),
            Self::UrgencyAccepted => Some(Event::UrgencyAccepted { on }),
            Self::UrgencyRefused => None,
        }
    }

    /// Whether an end of the standstill for this reason comes from such an event.
    pub fn gives(self, reason: StandstillReason) -> bool {
        use StandstillReason as Why;
        match self {
            Self::DetailedOpinion => {
                matches!(
                    reason,
                    Why::OpinionOnGoods | Why::OpinionOnServices | Why::OpinionOnVoluntaryAgreement
                )
            }
            Self::BlockingIntention => reason == Why::CommissionIntendsAct,
            Self::BlockingCovered => reason == Why::CoveredByProposal,
            Self::CouncilPosition => reason == Why::CouncilPosition,
            Self::BlockingLapsed => reason == Why::BlockingLapsed,
            Self::UrgencyAccepted => reason == Why::Urgency,
            Self::UrgencyRefused => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::clock::{StandstillSubject, standstill};

    #[test]
    fn every_end_is_explained_by_the_event_that_gave_it() {
        let received = date(2026, 11, 24);
        for kind in StandstillEventKind::ALL {
            assert_eq!(StandstillEventKind::from_name(kind.as_str()), Some(kind));
            let on = date(2026, 12, 15);
            let blocked = StandstillEventKind::BlockingIntention.event(date(2026, 12, 1));
            let before =
                matches!(kind, StandstillEventKind::CouncilPosition | StandstillEventKind::BlockingLapsed);
            let events: Vec<Event> = blocked.filter(|_| before).into_iter().chain(kind.event(on)).collect();
            let told = standstill(received, StandstillSubject::Goods, &events);
            match told.changes.iter().find(|c| c.on == on) {
                Some(change) => {
                    let gives = StandstillEventKind::ALL.map(|k| k.gives(change.reason));
                    let its = StandstillEventKind::ALL.map(|k| k == kind);
                    assert_eq!(gives, its, "{kind:?} alone");
                }
                None => assert_eq!(kind, StandstillEventKind::UrgencyRefused),
            }
        }
    }
}
