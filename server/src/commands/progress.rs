//! Progress, for people at a terminal and for those who read a log; and being stopped.

use std::{
    io::{IsTerminal as _, stderr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// A counter that moves on a terminal and stays silent elsewhere.
pub(super) fn bar(what: &str) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {msg}: {human_pos} in {elapsed}, {per_sec}")
        .expect("the template is constant");
    let bar = ProgressBar::new_spinner().with_style(style).with_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// How often a log hears of it.
const LOG_EVERY: Duration = Duration::from_secs(10);

/// The progress of long work: a moving counter on a terminal, a line now and
/// then elsewhere.
pub(super) struct Progress {
    what: &'static str,
    bar: ProgressBar,
    done: usize,
    said: Option<Instant>,
}

impl Progress {
    /// Begins.
    pub(super) fn start(what: &'static str) -> Self {
        let said = (!stderr().is_terminal()).then(Instant::now);
        Self { what, bar: bar(what), done: 0, said }
    }

    /// So many more are done.
    pub(super) fn further(&mut self, count: usize) {
        self.done += count;
        self.bar.inc(count as u64);
        if let Some(said) = &mut self.said
            && said.elapsed() >= LOG_EVERY
        {
            eprintln!("{}: {}", self.what, self.done);
            *said = Instant::now();
        }
    }

    /// Does something that prints, without tearing the counter.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the counter away.
    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}

/// Becomes true when Ctrl-C is pressed: the batch at hand is finished first.
pub(super) fn stop_flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = flag.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            set.store(true, Ordering::Relaxed);
        }
    });
    flag
}
