//! A breaker: while the database does not answer, nobody waits for it but one who
//! looks whether it is there again.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// So long nobody tries, after a try that failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Whether statements are tried.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<Option<Open>>);

#[derive(Debug, Clone, Copy)]
struct Open {
    since: Instant,
    until: Instant,
}

/// Whether somebody may try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    /// As ever.
    Free,
    /// As the one who looks whether the database is there again; it was away for so long.
    Probe(Duration),
    /// It would be in vain.
    Refused,
}

impl Breaker {
    pub(super) fn admit(&self) -> Admission {
        self.admit_at(Instant::now())
    }

    fn admit_at(&self, now: Instant) -> Admission {
        match &mut *self.state() {
            None => Admission::Free,
            Some(open) if now < open.until => Admission::Refused,
            Some(open) => {
                // One at a time.
                open.until = now + PAUSE;
                Admission::Probe(now.saturating_duration_since(open.since))
            }
        }
    }

    /// Nobody answered.
    pub(super) fn failed(&self) {
        self.failed_at(Instant::now());
    }

    fn failed_at(&self, now: Instant) {
        let mut state = self.state();
        let since = state.map_or(now, |open| open.since);
        if state.is_none() {
            tracing::error!("the database does not answer: requests are refused until it does");
        }
        *state = Some(Open { since, until: now + PAUSE });
    }

    /// Connections are made anew: from now on it is as if it went away just now.
    pub(super) fn renewed(&self) {
        if let Some(open) = &mut *self.state() {
            open.since = Instant::now();
        }
    }

    /// The database answered.
    pub(super) fn answered(&self) {
        if self.state().take().is_some() {
            tracing::info!("the database answers again");
        }
    }

    /// A thread that panicked left a whole value behind.
    fn state(&self) -> MutexGuard<'_, Option<Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_it_is_away_one_looks_now_and_then() {
        let breaker = Breaker::default();
        let start = Instant::now();
        assert_eq!(breaker.admit_at(start), Admission::Free);
        breaker.failed_at(start);
        assert_eq!(breaker.admit_at(start + PAUSE / 2), Admission::Refused);
        assert_eq!(breaker.admit_at(start + PAUSE), Admission::Probe(PAUSE));
        assert_eq!(breaker.admit_at(start + PAUSE), Admission::Refused);
        breaker.failed_at(start + PAUSE);
        assert_eq!(breaker.admit_at(start + PAUSE * 2), Admission::Probe(PAUSE * 2));
        breaker.answered();
        assert_eq!(breaker.admit_at(start + PAUSE * 2), Admission::Free);
    }
}
