//! Tries that are limited. A try is counted before it is made, so that many at the
//! same moment cannot slip by, and given back when it was none that counts.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Tries by key: so many at once, and as many again over each window.
pub struct Tries<K> {
    window: Duration,
    left: Mutex<HashMap<K, Left>>,
}

/// Tries that were left at a moment; more come back with time.
struct Left {
    tries: f64,
    most: f64,
    at: Instant,
}

impl<K: Eq + Hash> Tries<K> {
    /// Counted over such a window.
    pub fn new(window: Duration) -> Self {
        Self { window, left: Mutex::default() }
    }

    /// Counts a try of so many at most; false when there is none left.
    pub fn take(&self, key: K, most: u32) -> bool {
        let now = Instant::now();
        let most = f64::from(most);
        let mut all = self.all();
        let left = all.entry(key).or_insert(Left { tries: most, most, at: now });
        *left = Left { tries: self.left_at(left, now).min(most), most, at: now };
        if left.tries < 1.0 {
            return false;
        }
        left.tries -= 1.0;
        true
    }

    /// The try was none that counts.
    pub fn give_back(&self, key: &K) {
        if let Some(left) = self.all().get_mut(key) {
            left.tries = (left.tries + 1.0).min(left.most);
        }
    }

    /// Forgets keys that have all their tries again.
    pub fn forget_quiet(&self) {
        let now = Instant::now();
        self.all().retain(|_, left| self.left_at(left, now) < left.most);
    }

    fn left_at(&self, left: &Left, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(left.at).as_secs_f64() / self.window.as_secs_f64();
        (left.tries + passed * left.most).min(left.most)
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
    fn only_what_is_not_given_back_is_used_up_and_comes_back_with_time() {
        let tries = Tries::new(Duration::from_secs(600));
        for _ in 0..10 {
            assert!(tries.take("a", 2));
            tries.give_back(&"a");
        }
        assert!(tries.take("a", 2) && tries.take("a", 2));
        assert!(!tries.take("a", 2));
        assert!(tries.take("b", 2));
        let quick = Tries::new(Duration::from_millis(20));
        assert!(quick.take("a", 2) && quick.take("a", 2));
        std::thread::sleep(Duration::from_millis(25));
        assert!(quick.take("a", 2));
    }

    #[test]
    fn keys_without_failures_are_forgotten() {
        let tries = Tries::new(Duration::from_secs(600));
        assert!(tries.take("a", 2) && tries.take("b", 2));
        tries.give_back(&"b");
        tries.forget_quiet();
        let kept: Vec<_> = tries.all().keys().copied().collect();
        assert_eq!(kept, ["a"]);
    }
}
