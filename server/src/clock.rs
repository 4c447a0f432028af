//! The system's clock: the one place that reads it.

use std::sync::Arc;

/// The system's clock for the registry.
pub fn system() -> registry::Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everyone else is given")]
    Arc::new(jiff::Timestamp::now)
}
