//! Tries that may fail a number of times. A try is counted before it is made, so
//! that many at the same moment cannot slip by, and given back when it succeeds.

use std::{
    collections::HashMap,
    hash::Hash,
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Failures by key: so many at once, and as many again over each window.
pub struct Tries<K> {
    most: f64,
    window: Duration,
    left: Mutex<HashMap<K, Left>>,
}

/// Tries that were left at a moment; more come back with time.
struct Left {
    tries: f64,
    at: Instant,
}

impl<K: Eq + Hash> Tries<K> {
    /// So many failures within this time.
    pub fn new(most: NonZeroU32, window: Duration) -> Self {
        Self { most: most.get().into(), window, left: Mutex::default() }
    }

    /// Counts a try; false when there is none left.
    pub fn take(&self, key: K) -> bool {
        let now = Instant::now();
        let mut all = self.all();
        let left = all.entry(key).or_insert(Left { tries: self.most, at: now });
        *left = Left { tries: self.left_at(left, now), at: now };
        if left.tries < 1.0 {
            return false;
        }
        left.tries -= 1.0;
        true
    }

    /// The try was none that counts.
    pub fn give_back(&self, key: &K) {
        if let Some(left) = self.all().get_mut(key) {
            left.tries = (left.tries + 1.0).min(self.most);
        }
    }

    /// Forgets keys that have all their tries again.
    pub fn forget_quiet(&self) {
        let now = Instant::now();
        self.all().retain(|_, left| self.left_at(left, now) < self.most);
    }

    fn left_at(&self, left: &Left, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(left.at).as_secs_f64() / self.window.as_secs_f64();
        (left.tries + passed * self.most).min(self.most)
    }

    /// A thread that panicked left numbers behind, and nothing half done.
    fn all(&self) -> MutexGuard<'_, HashMap<K, Left>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failures_are_used_up_and_come_back_with_time() {
        let two = NonZeroU32::new(2).unwrap();
        let tries = Tries::new(two, Duration::from_secs(600));
        for _ in 0..10 {
            assert!(tries.take("a"));
            tries.give_back(&"a");
        }
        assert!(tries.take("a") && tries.take("a"));
        assert!(!tries.take("a"));
        assert!(tries.take("b"));
        let quick = Tries::new(two, Duration::from_millis(20));
        assert!(quick.take("a") && quick.take("a"));
        std::thread::sleep(Duration::from_millis(25));
        assert!(quick.take("a"));
    }

    #[test]
    fn keys_without_failures_are_forgotten() {
        let tries = Tries::new(NonZeroU32::new(2).unwrap(), Duration::from_secs(600));
        assert!(tries.take("a") && tries.take("b"));
        tries.give_back(&"b");
        tries.forget_quiet();
        let kept: Vec<_> = tries.all().keys().copied().collect();
        assert_eq!(kept, ["a"]);
    }
}
