//! Clocks: when a comment period ends, whether it is open, how long is left;
//! and how long the standstill of Directive (EU) 2015/1535 lasts.
//!
//! A deadline is a moment: the end of the final day in the notifying
//! authority's zone, decided by the server's time of receipt. A standstill is
//! counted in months and days, and its end is shown with all that moved it.

mod deadline;
mod extension;
mod reminders;
mod replay;
mod standstill;
mod standstill_record;
mod working_days;

pub use deadline::*;
pub use extension::{PeriodChange, PeriodRefused, change_of_period, shortest_period};
pub use reminders::{FINAL_TEXT_DAYS, Reminder, ReminderFacts, ReminderKind, reminders};
pub use replay::{KindTally, Procedure, Reason, ReasonTally, Replay, ReplayKind, Tally};
pub use standstill::{
    BlockingGround, Event, STANDSTILL_MONTHS_AT_MOST, Standstill, StandstillChange, StandstillReason,
    StandstillSubject, WithoutEffect, standstill,
};
pub use standstill_record::StandstillEventKind;
pub use working_days::{Holidays, easter};
