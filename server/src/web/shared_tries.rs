//! Tries that all servers on the database count together. What is counted often is
//! written a portion at a time. Where the database cannot be asked, each server
//! goes by what it has counted itself.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use registry::{
    Registry,
    limits::{Tried, WINDOW},
};

/// Longer than this nobody waits for a count.
const LONGEST: Duration = Duration::from_secs(1);
/// While it does not answer, it is not waited for so long again and again.
const ONCE_SILENT: Duration = Duration::from_millis(200);
/// Of what may be tried in a window, one part in so many is written at a time.
const PORTIONS: u32 = 20;

/// Counts in the database.
pub struct SharedTries {
    registry: Registry,
    counted: Mutex<HashMap<Tried, Counted>>,
    /// Whether it was said that the database does not count.
    silent: AtomicBool,
}

/// What is known of one key in a window.
#[derive(Default)]
struct Counted {
    slot: i64,
    /// Not yet written.
    pending: u32,
    /// By all servers, when it was last written.
    all: f64,
}

impl SharedTries {
    /// Counted in this registry's database.
    pub fn new(registry: Registry) -> Self {
        Self { registry, counted: Mutex::default(), silent: AtomicBool::new(false) }
    }

    /// Counts a try; false when all servers together had more than so many.
    pub async fn add(&self, tried: &Tried, most: u32) -> bool {
        let slot = self.registry.now().as_second().div_euclid(WINDOW);
        let portion = {
            let mut counted = self.all();
            let counted = counted.entry(tried.clone()).or_default();
            if counted.slot != slot {
                *counted = Counted { slot, ..Counted::default() };
            }
            counted.pending += 1;
            if counted.pending < (most / PORTIONS).max(1) {
                return counted.all + f64::from(counted.pending) <= f64::from(most);
            }
            std::mem::take(&mut counted.pending)
        };
        let Some(all) = self.asked(self.registry.tries_add(tried, portion)).await else { return true };
        if let Some(counted) = self.all().get_mut(tried) {
            counted.all = all;
        }
        all <= f64::from(most)
    }

    /// Whether of each there were fewer than so many.
    pub async fn fewer(&self, tried: &[(Tried, u32)]) -> bool {
        let keys: Vec<Tried> = tried.iter().map(|(tried, _)| tried.clone()).collect();
        let counts = self.asked(self.registry.tries(&keys)).await.unwrap_or_default();
        counts.iter().zip(tried).all(|(count, (_, most))| *count + 1.0 <= f64::from(*most))
    }

    /// Counts one failure of each.
    pub async fn failed(&self, tried: &[(Tried, u32)]) {
        for (tried, _) in tried {
            self.asked(self.registry.tries_add(tried, 1)).await;
        }
    }

    /// What the database answers in time. That it does not is said once, until it does.
    pub async fn asked<T>(&self, answer: impl Future<Output = registry::Result<T>>) -> Option<T> {
        let longest = if self.silent.load(Ordering::Relaxed) { ONCE_SILENT } else { LONGEST };
        let failure = match tokio::time::timeout(longest, answer).await {
            Ok(Ok(answer)) => {
                self.silent.store(false, Ordering::Relaxed);
                return Some(answer);
            }
            Ok(Err(error)) => format!("{:#}", anyhow::Error::new(error)),
            Err(_) => "it did not answer in time".to_owned(),
        };
        if !self.silent.swap(true, Ordering::Relaxed) {
            tracing::warn!(failure, "the database counts no tries: each server goes by its own count");
        }
        None
    }

    /// Forgets what was counted in windows that are over.
    pub async fn forget_quiet(&self) {
        let slot = self.registry.now().as_second().div_euclid(WINDOW);
        self.all().retain(|_, counted| counted.slot == slot);
        self.asked(self.registry.tries_forget()).await;
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Tried, Counted>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
