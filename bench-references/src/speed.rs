//! Megabytes a second, and the memory that a long input takes.

use std::{
    io::{self, Read},
    time::{Duration, Instant},
};

use domain::recognition::{recognise, recognise_reader};

use crate::yardstick;

/// Reads `text` some times with each way and prints the best of them.
pub fn measure(name: &str, text: &str, rounds: usize) -> anyhow::Result<()> {
    let rate = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
    let (found, ours) = best(rounds, || recognise(text).len());
    let (matched, plain) = best(rounds.min(2), || yardstick::count(text));
    println!("{name}: {:.1} MB", text.len() as f64 / 1e6);
    println!("  recognition       {:>7.1} MB/s  {found} references", rate(ours));
    println!("  plain expression  {:>7.1} MB/s  {matched} matches", rate(plain));
    let bare = text.replace(|c: char| c.is_ascii_digit(), "x");
    let (_, time) = best(rounds, || recognise(&bare).len());
    println!("  without a number  {:>7.1} MB/s", rate(time));
    let mut counted = 0;
    let times = (64_000_000 / text.len().max(1)).max(1);
    let before = peak_memory();
    let started = Instant::now();
    recognise_reader(Repeated { text: text.as_bytes(), at: 0, left: times }, |_| counted += 1)?;
    let streamed = started.elapsed();
    let grown = peak_memory().zip(before).map(|(after, before)| after.saturating_sub(before));
    println!(
        "  from a reader     {:>7.1} MB/s  {} MB, {counted} references, memory grew by {}",
        rate(streamed) * times as f64,
        text.len() * times / 1_000_000,
        grown.map_or_else(|| "an unknown amount".to_owned(), |kb| format!("{kb} kB")),
    );
    Ok(())
}

fn best(rounds: usize, mut work: impl FnMut() -> usize) -> (usize, Duration) {
    let mut shortest = Duration::MAX;
    let mut result = 0;
    for _ in 0..rounds.max(1) {
        let started = Instant::now();
        result = work();
        shortest = shortest.min(started.elapsed());
    }
    (result, shortest)
}

/// The most memory the process has held, in kB, where the system tells.
fn peak_memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// A text over and over.
struct Repeated<'a> {
    text: &'a [u8],
    at: usize,
    left: usize,
}

impl Read for Repeated<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            self.at = 0;
            self.left = self.left.saturating_sub(1);
        }
        if self.left == 0 {
            return Ok(0);
        }
        let n = buffer.len().min(self.text.len() - self.at);
        buffer[..n].copy_from_slice(&self.text[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}
