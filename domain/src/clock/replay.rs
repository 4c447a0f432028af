//! Real procedures through the clock: how many of the ends that were printed
//! does it give, and what about the others.
//!
//! A table of procedures holds the day of receipt and the printed end, whether
//! there were detailed opinions and whether adoption was blocked. It does not
//! hold whether the draft was urgent or fiscal, whether it was on services, on
//! which day an opinion came, or whether the Council took a position. A row
//! agrees when the clock prints the same end for *some* answer to what the table
//! leaves open; these ends lie months apart, so that none is met by chance. How
//! many agree without that (not urgent, goods, opinions in time, no position) is
//! counted beside it.
//!
//! **Computable** is a row with both days, the end not before the receipt, and an
//! end that no decision on an unknown day has set. The last are the rows that
//! ended later than at once and within two months: no period of the Directive is
//! that short, so something else lifted the standstill (mostly urgency accepted
//! later: Article 6(7)), on a day that the table does not have apart from the
//! end. Every other row is computable, whatever its end.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use serde::{Serialize, ser::SerializeStruct as _};

use super::{
    BlockingGround, Event, Standstill, StandstillSubject, days_between, standstill, working_days::Holidays,
};

/// One row of a table of procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Procedure {
    /// Day of receipt by the Commission.
    pub received: Option<Date>,
    /// The end of the standstill as it was printed.
    pub ended: Option<Date>,
    /// Somebody delivered a detailed opinion.
    pub opinion: bool,
    /// The Commission had adoption postponed.
    pub blocked: bool,
}

/// What a row shows, the ways to an end told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplayKind {
    /// No opinion: three months.
    ThreeMonths,
    /// Ended at once: urgent or fiscal.
    NoStandstill,
    /// A detailed opinion: six months, four, or (too late for an effect) three.
    DetailedOpinion,
    /// Postponed by the Commission: twelve or eighteen months.
    Blocked,
    /// Lifted within two months by a decision: not computable.
    LiftedEarly,
    /// A day is missing or the days contradict each other: not computable.
    Incomplete,
}

impl ReplayKind {
    /// The name in tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ThreeMonths => "three-months",
            Self::NoStandstill => "no-standstill",
            Self::DetailedOpinion => "detailed-opinion",
            Self::Blocked => "blocked",
            Self::LiftedEarly => "lifted-early",
            Self::Incomplete => "incomplete",
        }
    }
}

/// Why a row does not agree, or is not computable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// No day of receipt.
    NoReceipt,
    /// No end.
    NoEnd,
    /// The end is before the receipt.
    EndBeforeReceipt,
    /// Lifted on a day that the table does not have.
    LiftedByDecision,
    /// The last day of the period itself is printed.
    LastDayPrinted,
    /// The end stands on a week-end or holiday.
    NotMoved,
    /// Up to a week after the end of the clock.
    SomewhatLater,
    /// More than a week after the end of the clock.
    MuchLater,
    /// Up to a week before the end of the clock.
    SomewhatEarlier,
    /// More than a week before the end of the clock.
    MuchEarlier,
}

impl Reason {
    /// One sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoReceipt => "the day of receipt is missing or no day",
            Self::NoEnd => "the end is missing or no day",
            Self::EndBeforeReceipt => "the end is before the day of receipt",
            Self::LiftedByDecision => {
                "ended within two months: urgency accepted later or another decision, whose day the table does not have"
            }
            Self::LastDayPrinted => "the last day of the period was printed instead of the day after it",
            Self::NotMoved => "the end was not moved off a public holiday or week-end",
            Self::SomewhatLater => {
                "up to a week later: moved off a holiday of the notifying State, or counted from a later day"
            }
            Self::MuchLater => {
                "more than a week later: counted from a later day (documents completed), or lengthened by something that the table does not have"
            }
            Self::SomewhatEarlier => "up to a week earlier: counted from an earlier day, or moved back",
            Self::MuchEarlier => {
                "more than a week earlier: lengthened less than the Directive has it, or lifted by a decision"
            }
        }
    }
}

/// Rows that can be computed, and those of them that agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Rows for which the table holds what the clock needs.
    pub computable: u64,
    /// Rows for which the clock prints the real end.
    pub agree: u64,
    /// Rows that agree although what the table leaves open is taken as usual: not
    /// urgent, goods, opinions in time, no position of the Council.
    pub agree_as_usual: u64,
}

impl Tally {
    /// The share that agrees, 0 to 1; 1 of nothing.
    pub fn share(&self) -> f64 {
        if self.computable == 0 { 1.0 } else { self.agree as f64 / self.computable as f64 }
    }
}

/// How often one reason was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonTally {
    /// The reason as a sentence.
    pub reason: &'static str,
    /// Rows.
    pub rows: u64,
    /// Those of them received since 2000.
    pub rows_since_2000: u64,
}

/// The rows of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KindTally {
    /// All rows.
    pub rows: u64,
    /// Computable and agreeing.
    pub all: Tally,
    /// Those received since 2000.
    pub since_2000: Tally,
    reasons: BTreeMap<Reason, (u64, u64)>,
}

impl KindTally {
    /// Why rows do not agree or cannot be computed, the most frequent first.
    pub fn reasons(&self) -> Vec<ReasonTally> {
        let mut reasons: Vec<ReasonTally> = self
            .reasons
            .iter()
            .map(|(r, (rows, since))| ReasonTally {
                reason: r.sentence(),
                rows: *rows,
                rows_since_2000: *since,
            })
            .collect();
        reasons.sort_by_key(|r| std::cmp::Reverse(r.rows));
        reasons
    }
}

impl Serialize for KindTally {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut kind = serializer.serialize_struct("KindTally", 6)?;
        kind.serialize_field("rows", &self.rows)?;
        kind.serialize_field("computable", &self.all.computable)?;
        kind.serialize_field("agree", &self.all.agree)?;
        kind.serialize_field("agree_as_usual", &self.all.agree_as_usual)?;
        kind.serialize_field("since_2000", &self.since_2000)?;
        kind.serialize_field("reasons", &self.reasons())?;
        kind.end()
    }
}

/// What came of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Replay {
    /// All rows.
    pub rows: u64,
    /// Computable and agreeing.
    #[serde(flatten)]
    pub all: Tally,
    /// Those received since 2000.
    pub since_2000: Tally,
    /// The same by what the rows show.
    pub by_kind: BTreeMap<ReplayKind, KindTally>,
}

impl Replay {
    /// Takes one more row.
    pub fn add(&mut self, procedure: &Procedure) {
        let recent = procedure.received.is_some_and(|d| d.year() >= 2000);
        let (kind, outcome) = judge(procedure);
        let by_kind = self.by_kind.entry(kind).or_default();
        self.rows += 1;
        by_kind.rows += 1;
        let computable = !matches!(kind, ReplayKind::LiftedEarly | ReplayKind::Incomplete);
        let mut tallies = vec![&mut self.all, &mut by_kind.all];
        if recent {
            tallies.extend([&mut self.since_2000, &mut by_kind.since_2000]);
        }
        for tally in tallies {
            tally.computable += u64::from(computable);
            tally.agree += u64::from(outcome.is_ok());
            tally.agree_as_usual += u64::from(outcome == Ok(Agreed::AsUsual));
        }
        if let Err(reason) = outcome {
            let (rows, since_2000) = by_kind.reasons.entry(reason).or_default();
            *rows += 1;
            *since_2000 += u64::from(recent);
        }
    }
}

/// How a row agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Agreed {
    /// With what the table leaves open taken as usual.
    AsUsual,
    /// For another answer to what it leaves open.
    Otherwise,
}

fn judge(procedure: &Procedure) -> (ReplayKind, Result<Agreed, Reason>) {
    let Some(received) = procedure.received else {
        return (ReplayKind::Incomplete, Err(Reason::NoReceipt));
    };
    let Some(ended) = procedure.ended else {
        return (ReplayKind::Incomplete, Err(Reason::NoEnd));
    };
    if ended < received {
        return (ReplayKind::Incomplete, Err(Reason::EndBeforeReceipt));
    }
    if !procedure.blocked {
        let at_once = standstill(received, StandstillSubject::Fiscal, &[]).end();
        // Some were printed with the day of receipt itself, some moved off the week-end.
        if [received, at_once, Holidays::Common.working_day_from(at_once)].contains(&ended) {
            return (ReplayKind::NoStandstill, Ok(Agreed::Otherwise));
        }
        if ended < received.saturating_add(2.months()) {
            return (ReplayKind::LiftedEarly, Err(Reason::LiftedByDecision));
        }
    }
    let (kind, possible) = possible(procedure, received);
    let agreed = possible.iter().position(|s| s.end() == ended);
    let outcome = match agreed {
        Some(0) => Ok(Agreed::AsUsual),
        Some(_) => Ok(Agreed::Otherwise),
        None => {
            let nearest = possible.iter().min_by_key(|s| days_between(s.end(), ended).abs());
            Err(nearest.map_or(Reason::MuchLater, |s| why(s, ended)))
        }
    };
    (kind, outcome)
}

/// The standstills that what the table holds allows; the usual one first.
fn possible(procedure: &Procedure, received: Date) -> (ReplayKind, Vec<Standstill>) {
    use StandstillSubject::{Goods, Services};
    let opinion = Event::DetailedOpinion { on: received };
    let blocking = Event::Blocking { on: received, ground: BlockingGround::Intention };
    let position = Event::CouncilPosition { on: received };
    if procedure.blocked {
        let ways: [&[Event]; 2] = [&[blocking], &[blocking, position]];
        (ReplayKind::Blocked, ways.map(|events| standstill(received, Goods, events)).into())
    } else if procedure.opinion {
        let too_late = Event::DetailedOpinion { on: received.saturating_add(4.months()) };
        let ways = [(Goods, opinion), (Services, opinion), (Goods, too_late)];
        (ReplayKind::DetailedOpinion, ways.map(|(subject, e)| standstill(received, subject, &[e])).into())
    } else {
        (ReplayKind::ThreeMonths, vec![standstill(received, Goods, &[])])
    }
}

/// Why a printed end differs from the clock's.
fn why(clock: &Standstill, ended: Date) -> Reason {
    let current = clock.current();
    if let Some(last_day) = current.last_day {
        if ended == last_day {
            return Reason::LastDayPrinted;
        }
        if ended > last_day && ended < current.end {
            return Reason::NotMoved;
        }
    }
    match days_between(current.end, ended) {
        8.. => Reason::MuchLater,
        0..8 => Reason::SomewhatLater,
        -7..0 => Reason::SomewhatEarlier,
        _ => Reason::MuchEarlier,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn row(ended: Date) -> Procedure {
        Procedure { received: Some(date(2016, 6, 16)), ended: Some(ended), opinion: false, blocked: false }
    }

    #[rstest]
    #[case::three_months(row(date(2016, 9, 19)), ReplayKind::ThreeMonths, Ok(Agreed::AsUsual))]
    #[case::at_once(row(date(2016, 6, 17)), ReplayKind::NoStandstill, Ok(Agreed::Otherwise))]
    #[case::on_the_day(row(date(2016, 6, 16)), ReplayKind::NoStandstill, Ok(Agreed::Otherwise))]
    #[case::lifted(row(date(2016, 6, 28)), ReplayKind::LiftedEarly, Err(Reason::LiftedByDecision))]
    #[case::lifted_late(row(date(2016, 8, 16)), ReplayKind::ThreeMonths, Err(Reason::MuchEarlier))]
    #[case::last_day(row(date(2016, 9, 16)), ReplayKind::ThreeMonths, Err(Reason::LastDayPrinted))]
    #[case::not_moved(row(date(2016, 9, 17)), ReplayKind::ThreeMonths, Err(Reason::NotMoved))]
    #[case::later(row(date(2016, 9, 20)), ReplayKind::ThreeMonths, Err(Reason::SomewhatLater))]
    #[case::much_later(row(date(2016, 12, 19)), ReplayKind::ThreeMonths, Err(Reason::MuchLater))]
    #[case::earlier(row(date(2016, 9, 14)), ReplayKind::ThreeMonths, Err(Reason::SomewhatEarlier))]
    #[case::backwards(row(date(2016, 6, 15)), ReplayKind::Incomplete, Err(Reason::EndBeforeReceipt))]
    #[case::no_end(Procedure { ended: None, ..row(date(2016, 9, 1)) }, ReplayKind::Incomplete, Err(Reason::NoEnd))]
    #[case::no_start(Procedure { received: None, ..row(date(2016, 9, 1)) }, ReplayKind::Incomplete, Err(Reason::NoReceipt))]
    #[case::goods(Procedure { opinion: true, ..row(date(2016, 12, 19)) }, ReplayKind::DetailedOpinion, Ok(Agreed::AsUsual))]
    #[case::services(Procedure { opinion: true, ..row(date(2016, 10, 17)) }, ReplayKind::DetailedOpinion, Ok(Agreed::Otherwise))]
    #[case::opinion_too_late(Procedure { opinion: true, ..row(date(2016, 9, 19)) }, ReplayKind::DetailedOpinion, Ok(Agreed::Otherwise))]
    #[case::twelve(Procedure { blocked: true, ..row(date(2017, 6, 19)) }, ReplayKind::Blocked, Ok(Agreed::AsUsual))]
    #[case::eighteen(Procedure { blocked: true, opinion: true, ..row(date(2017, 12, 18)) }, ReplayKind::Blocked, Ok(Agreed::Otherwise))]
    #[case::blocked_and_lifted(Procedure { blocked: true, ..row(date(2016, 7, 1)) }, ReplayKind::Blocked, Err(Reason::MuchEarlier))]
    fn rows_are_told_apart(
        #[case] procedure: Procedure,
        #[case] kind: ReplayKind,
        #[case] outcome: Result<Agreed, Reason>,
    ) {
        assert_eq!(judge(&procedure), (kind, outcome));
    }

    #[test]
    fn what_is_not_computable_is_counted_as_a_row_only() {
        let mut replay = Replay::default();
        let days =
            [date(2016, 9, 19), date(2016, 6, 17), date(2016, 6, 28), date(2016, 6, 1), date(2016, 12, 1)];
        for ended in days {
            replay.add(&row(ended));
        }
        replay.add(&Procedure {
            received: Some(date(1995, 6, 16)),
            ended: Some(date(1995, 9, 18)),
            ..row(days[0])
        });
        let json = serde_json::to_value(&replay).unwrap();
        assert_eq!((&json["rows"], &json["computable"], &json["agree"]), (&6.into(), &4.into(), &3.into()));
        assert_eq!(json["since_2000"], serde_json::json!({"computable": 3, "agree": 2, "agree_as_usual": 1}));
        let three = &json["by_kind"]["three-months"];
        assert_eq!(
            (&three["rows"], &three["computable"], &three["agree"]),
            (&3.into(), &3.into(), &2.into())
        );
        assert_eq!(three["reasons"][0]["rows"], 1);
        assert_eq!(json["by_kind"]["lifted-early"]["computable"], 0);
        assert_eq!(
            json["by_kind"]["incomplete"]["reasons"][0]["reason"],
            Reason::EndBeforeReceipt.sentence()
        );
    }
}
