//! The standstill's rules, article by article, and what always holds.

use jiff::civil::{Weekday, date};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

use StandstillSubject::{Fiscal, Goods, Services, VoluntaryAgreement};

fn end(received: Date, subject: StandstillSubject, events: &[Event]) -> String {
    standstill(received, subject, events).end().to_string()
}

const RECEIVED: Date = date(2022, 3, 14);

fn opinion() -> Event {
    Event::DetailedOpinion { on: date(2022, 6, 14) }
}

fn blocking(ground: BlockingGround) -> Event {
    Event::Blocking { on: date(2022, 6, 1), ground }
}

#[rstest]
#[case::goods(Goods, &[], "2022-06-15")]
#[case::services(Services, &[], "2022-06-15")]
#[case::fiscal(Fiscal, &[], "2022-03-15")]
#[case::opinion_on_goods(Goods, &[opinion()], "2022-09-15")]
#[case::opinion_on_services(Services, &[opinion()], "2022-07-15")]
#[case::opinion_on_an_agreement(VoluntaryAgreement, &[opinion()], "2022-07-15")]
#[case::opinion_on_a_tax(Fiscal, &[opinion()], "2022-03-15")]
#[case::a_day_too_late(Goods, &[Event::DetailedOpinion { on: date(2022, 6, 15) }], "2022-06-15")]
#[case::before_receipt(Goods, &[Event::DetailedOpinion { on: date(2022, 3, 13) }], "2022-06-15")]
#[case::intention(Goods, &[blocking(BlockingGround::Intention)], "2023-03-15")]
#[case::intention_on_services(Services, &[blocking(BlockingGround::Intention)], "2022-06-15")]
#[case::intention_on_an_agreement(VoluntaryAgreement, &[blocking(BlockingGround::Intention)], "2022-06-15")]
#[case::covered_agreement(VoluntaryAgreement, &[blocking(BlockingGround::CoveredByProposal)], "2022-06-15")]
#[case::council_on_an_agreement(VoluntaryAgreement, &[blocking(BlockingGround::CoveredByProposal), Event::CouncilPosition { on: date(2022, 6, 2) }], "2022-06-15")]
#[case::covered_services(Services, &[blocking(BlockingGround::CoveredByProposal)], "2023-03-15")]
#[case::council(Goods, &[blocking(BlockingGround::Intention), Event::CouncilPosition { on: date(2023, 3, 1) }], "2023-09-15")]
#[case::council_too_late(Goods, &[blocking(BlockingGround::Intention), Event::CouncilPosition { on: date(2023, 3, 15) }], "2023-03-15")]
#[case::council_without_blocking(Goods, &[Event::CouncilPosition { on: date(2022, 4, 1) }], "2022-06-15")]
#[case::lapsed(Goods, &[blocking(BlockingGround::Intention), Event::BlockingLapsed { on: date(2022, 6, 10) }], "2022-06-15")]
#[case::lapsed_later(Goods, &[blocking(BlockingGround::Intention), Event::BlockingLapsed { on: date(2022, 11, 8) }], "2022-11-08")]
#[case::lapsed_with_an_opinion(Goods, &[opinion(), blocking(BlockingGround::Intention), Event::BlockingLapsed { on: date(2022, 7, 1) }], "2022-09-15")]
#[case::urgent(Goods, &[Event::UrgencyAccepted { on: date(2022, 3, 28) }], "2022-03-28")]
#[case::urgent_at_once(Goods, &[Event::UrgencyAccepted { on: RECEIVED }], "2022-03-15")]
#[case::nothing_moves_what_is_urgent(Goods, &[Event::UrgencyAccepted { on: date(2022, 3, 28) }, opinion()], "2022-03-28")]
fn what_moves_the_end(#[case] subject: StandstillSubject, #[case] events: &[Event], #[case] expected: &str) {
    assert_eq!(end(RECEIVED, subject, events), expected);
}

#[rstest]
#[case::agreement(VoluntaryAgreement, BlockingGround::Intention, WithoutEffect::NotForAgreements)]
#[case::covered_agreement(
    VoluntaryAgreement,
    BlockingGround::CoveredByProposal,
    WithoutEffect::NotForAgreements
)]
#[case::services(Services, BlockingGround::Intention, WithoutEffect::NotForServices)]
#[case::fiscal(Fiscal, BlockingGround::Intention, WithoutEffect::NoStandstill)]
fn what_cannot_be_blocked_says_why(
    #[case] subject: StandstillSubject,
    #[case] ground: BlockingGround,
    #[case] why: WithoutEffect,
) {
    let told = standstill(RECEIVED, subject, &[blocking(ground)]);
    assert_eq!(told.without_effect, [(blocking(ground), why)]);
}

#[rstest]
#[case::goods(Goods, &[], Some(date(2022, 6, 14)))]
#[case::after_an_opinion(Goods, &[opinion()], Some(date(2022, 6, 14)))]
#[case::services(Services, &[], Some(date(2022, 6, 14)))]
#[case::fiscal(Fiscal, &[], None)]
#[case::urgent(Goods, &[Event::UrgencyAccepted { on: date(2022, 3, 28) }], None)]
fn opinions_come_within_three_months(
    #[case] subject: StandstillSubject,
    #[case] events: &[Event],
    #[case] last: Option<Date>,
) {
    assert_eq!(standstill(RECEIVED, subject, events).opinions_until(), last);
}

#[test]
fn the_form_says_what_is_regulated() {
    let form = |services, fiscal| StandstillSubject::from(&Tris { services, fiscal, ..Tris::default() });
    assert_eq!([form(false, false), form(true, false), form(true, true)], [Goods, Services, Fiscal]);
    let agreement = Tris { voluntary_agreement: true, services: true, ..Tris::default() };
    assert_eq!(StandstillSubject::from(&agreement), VoluntaryAgreement);
    assert_eq!(StandstillSubject::from(&Tris { fiscal: true, ..agreement }), Fiscal);
}

#[test]
fn the_history_says_what_moved_the_end_and_what_did_not() {
    let late = Event::DetailedOpinion { on: date(2022, 6, 20) };
    let told = standstill(RECEIVED, Goods, &[late, opinion(), blocking(BlockingGround::CoveredByProposal)]);
    assert_eq!((told.first.reason, told.first.end), (StandstillReason::Receipt, date(2022, 6, 15)));
    let changes: Vec<_> = told.changes.iter().map(|c| (c.on, c.reason.article(), c.end)).collect();
    assert_eq!(changes, [(date(2022, 6, 1), "6(4)", date(2023, 3, 15))]);
    assert_eq!(
        told.without_effect,
        [(opinion(), WithoutEffect::AlreadyAsLong), (late, WithoutEffect::TooLate)],
        "in the order of days"
    );
    assert!(told.began() && told.is_running(date(2023, 3, 14)) && !told.is_running(date(2023, 3, 15)));
    let fiscal = standstill(RECEIVED, Fiscal, &[]);
    assert!(!fiscal.began() && !fiscal.is_running(RECEIVED), "not on the day of receipt either");
}

#[rstest]
// 30 November: three months on, February has no 30th.
#[case(date(2022, 11, 30), "2023-02-28", "2023-03-01")]
#[case(date(2023, 11, 30), "2024-02-29", "2024-03-01")]
#[case(date(2024, 2, 29), "2024-05-29", "2024-05-30")]
// Counted from the day after receipt, ends of months together.
#[case(date(2008, 2, 29), "2008-05-31", "2008-06-02")]
#[case(date(2007, 4, 30), "2007-07-31", "2007-08-01")]
#[case(date(2005, 11, 30), "2006-02-28", "2006-03-01")]
// The day after is a Saturday; Christmas; Maundy Thursday 2014; for two years only week-ends.
#[case(date(2016, 8, 12), "2016-11-12", "2016-11-14")]
#[case(date(2018, 9, 24), "2018-12-24", "2018-12-27")]
#[case(date(2014, 1, 16), "2014-04-16", "2014-04-22")]
#[case(date(2011, 1, 24), "2011-04-24", "2011-04-25")]
fn the_printed_end(#[case] received: Date, #[case] last_day: &str, #[case] printed: &str) {
    let first = standstill(received, Goods, &[]).first;
    assert_eq!(first.last_day.map(|d| d.to_string()).as_deref(), Some(last_day));
    assert_eq!(first.end.to_string(), printed);
}

fn days() -> impl Strategy<Value = Date> {
    (0..20_000_i32).prop_map(|d| date(1986, 1, 1).saturating_add(d.days()))
}

fn events() -> impl Strategy<Value = Vec<(u8, i32)>> {
    prop::collection::vec((0..6_u8, -10..600_i32), 0..6)
}

fn event(received: Date, (kind, after): (u8, i32)) -> Event {
    let on = received.saturating_add(after.days());
    match kind {
        0 => Event::DetailedOpinion { on },
        1 => Event::Blocking { on, ground: BlockingGround::Intention },
        2 => Event::Blocking { on, ground: BlockingGround::CoveredByProposal },
        3 => Event::CouncilPosition { on },
        4 => Event::BlockingLapsed { on },
        _ => Event::UrgencyAccepted { on },
    }
}

proptest! {
    #[test]
    fn a_later_receipt_never_ends_earlier(received in days(), months in 1..19_i32) {
        let next = received.saturating_add(1.day());
        // Where the way of counting changes, the ends of months may cross.
        prop_assume!(Counting::of(received) == Counting::of(next));
        let ends = [received, next].map(|d| period(d, d, months, StandstillReason::Receipt).end);
        prop_assert!(ends[0] <= ends[1], "{ends:?}");
    }

    #[test]
    fn a_period_never_ends_on_a_week_end(received in days(), months in 1..19_i32) {
        let period = period(received, received, months, StandstillReason::Receipt);
        prop_assert!(!matches!(period.end.weekday(), Weekday::Saturday | Weekday::Sunday));
        prop_assert!(holidays_observed(period.end).is_working_day(period.end));
        let after = super::super::days_between(period.last_day.unwrap(), period.end);
        prop_assert!((1..=8).contains(&after), "{after} days after the last");
    }

    #[test]
    fn only_urgency_and_lapsing_bring_the_end_nearer(
        received in days(), subject in prop::sample::select(vec![Goods, Services, VoluntaryAgreement, Fiscal]), given in events()
    ) {
        let events: Vec<Event> = given.into_iter().map(|e| event(received, e)).collect();
        let told = standstill(received, subject, &events);
        prop_assert_eq!(told.changes.len() + told.without_effect.len(), events.len(), "nothing is forgotten");
        let mut before = told.first;
        for change in &told.changes {
            prop_assert!(change.on >= before.on);
            let nearer = matches!(change.reason, StandstillReason::Urgency | StandstillReason::BlockingLapsed);
            prop_assert_eq!(change.end < before.end || (nearer && change.end == before.end), nearer);
            prop_assert!(change.end >= change.on.min(told.first.end));
            before = *change;
        }
    }

    #[test]
    fn every_standstill_ends_within_the_longest(
        received in days(), subject in prop::sample::select(vec![Goods, Services, VoluntaryAgreement, Fiscal]), given in events()
    ) {
        let events: Vec<Event> = given.into_iter().map(|e| event(received, e)).collect();
        let told = standstill(received, subject, &events);
        let latest = received.saturating_add(STANDSTILL_MONTHS_AT_MOST.months());
        prop_assert!(told.first.end <= latest && told.changes.iter().all(|c| c.end <= latest));
    }

    #[test]
    fn the_order_of_recording_decides_nothing(
        (received, subject, given, shuffled) in (days(), prop::sample::select(vec![Goods, Services, VoluntaryAgreement]), prop::collection::vec((0..6_u8, 0..8_i32), 0..7))
            .prop_flat_map(|(received, subject, given)| (Just(received), Just(subject), Just(given.clone()), Just(given).prop_shuffle()))
    ) {
        // A few days alone, so that many fall together.
        let told = |given: Vec<(u8, i32)>| {
            let events: Vec<Event> = given.into_iter().map(|(kind, after)| event(received, (kind, after * 40))).collect();
            let told = standstill(received, subject, &events);
            (told.end(), told.current().reason, told.changes)
        };
        prop_assert_eq!(told(given), told(shuffled));
    }

    #[test]
    fn an_opinion_in_time_never_brings_the_end_nearer(received in days(), after in 0..80_i32, subject in prop::sample::select(vec![Goods, Services, VoluntaryAgreement])) {
        let told = standstill(received, subject, &[Event::DetailedOpinion { on: received.saturating_add(after.days()) }]);
        prop_assert!(told.end() >= told.first.end);
        prop_assert_eq!(told.changes.len(), 1);
    }

    #[test]
    fn any_day_has_an_end(day in -4_371_587..2_932_896_i32) {
        let received = date(1970, 1, 1).saturating_add(day.days());
        prop_assert!(standstill(received, Goods, &[opinion()]).end() >= received);
    }
}
