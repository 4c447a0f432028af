//! Connections that are not trusted any more: whatever was open when the disk or the
//! line failed is closed before it is used again. A driver that took a failed
//! transaction for an open one must not write into it.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The last moment at which connections came into doubt.
#[derive(Debug, Default)]
pub(super) struct Doubt(Mutex<Option<Instant>>);

impl Doubt {
    /// All connections that are open now are in doubt.
    pub(super) fn raise(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether a connection of this age is in doubt.
    pub(super) fn about(&self, age: Duration) -> bool {
        let raised = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        raised.is_some_and(|at| age >= at.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_open_at_the_time_is_in_doubt_and_what_came_later_is_not() {
        let doubt = Doubt::default();
        assert!(!doubt.about(Duration::from_secs(60)));
        doubt.raise();
        assert!(doubt.about(Duration::from_secs(60)));
        std::thread::sleep(Duration::from_millis(5));
        assert!(!doubt.about(Duration::from_millis(1)));
    }
}
