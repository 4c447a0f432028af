//! Work beside the requests: the index follows the outbox, mails are sent, officials
//! are reminded, old sessions go, the catalogue is kept up to date.

mod catalogue;
mod follow;
mod housekeeping;
mod mail;
mod reminders;

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

pub use follow::catch_up;
pub use mail::Post;
use tokio::{sync::watch, task::JoinSet};

use crate::state::AppState;

/// Whether every job is alive.
#[derive(Debug, Default)]
pub struct Health {
    dead: AtomicUsize,
}

impl Health {
    /// No job has ended before its time.
    pub fn alive(&self) -> bool {
        self.dead.load(Ordering::Relaxed) == 0
    }
}

/// Tells jobs to stop.
#[derive(Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// A pair: set the sender to true, and everyone stops.
    pub fn pair() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Whether to stop.
    pub fn asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until asked to stop; or, as a pause, at most so long.
    pub async fn within(&mut self, pause: Duration) -> bool {
        tokio::time::timeout(pause, self.wait()).await.is_ok()
    }

    /// Waits until asked to stop.
    pub async fn wait(&mut self) {
        // The sender going away means the same.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// Starts all jobs; they end when asked to stop.
pub fn start(state: &AppState, post: Post, stop: &Stop) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    // Nobody looks at a page of theirs: they have time.
    let state = &AppState { registry: state.registry.steady(), ..state.clone() };
    let health = state.jobs.clone();
    let guard = move |stop: Stop| {
        let health = health.clone();
        Guard { health, stop }
    };
    let (s, g) = (state.clone(), guard(stop.clone()));
    jobs.spawn(async move {
        follow::run(s, g.stop.clone()).await;
        drop(g)
    });
    let (s, g) = (state.clone(), guard(stop.clone()));
    jobs.spawn(async move {
        mail::run(s, post, g.stop.clone()).await;
        drop(g)
    });
    let (s, g) = (state.clone(), guard(stop.clone()));
    jobs.spawn(async move {
        housekeeping::run(s, g.stop.clone()).await;
        drop(g)
    });
    let (s, g) = (state.clone(), guard(stop.clone()));
    jobs.spawn(async move {
        reminders::run(s, g.stop.clone()).await;
        drop(g)
    });
    let (s, g) = (state.clone(), guard(stop.clone()));
    jobs.spawn(async move {
        catalogue::run(s, g.stop.clone()).await;
        drop(g)
    });
    jobs
}

/// Notes the end of a job, by panic too; an end nobody asked for is a failure.
struct Guard {
    health: std::sync::Arc<Health>,
    stop: Stop,
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !self.stop.asked() {
            self.health.dead.fetch_add(1, Ordering::Relaxed);
            tracing::error!("a background job ended before its time");
        }
    }
}
