//! Times, sizes, memory.

use std::{
    path::Path,
    time::{Duration, Instant},
};

/// Measured times.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Keeps the time that this takes.
    pub fn time<T, E>(&mut self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let start = Instant::now();
        let done = work()?;
        self.push(start.elapsed());
        Ok(done)
    }

    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn sum(&self) -> Duration {
        self.0.iter().sum()
    }

    /// The time that `percent` of them do not exceed (nearest rank).
    pub fn percentile(&self, percent: usize) -> Option<Duration> {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).copied()
    }
}

/// Bytes of all files below a folder.
pub fn folder_size(folder: &Path) -> std::io::Result<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        size += if meta.is_dir() { folder_size(&entry.path())? } else { meta.len() };
    }
    Ok(size)
}

/// The most memory this process had at once, in bytes, where the system tells
/// (`VmHWM` of Linux; files mapped into memory count).
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut times = Times::default();
        assert_eq!(times.percentile(50), None);
        (1..=100).rev().for_each(|n| times.push(Duration::from_millis(n)));
        let at = |p| times.percentile(p).unwrap().as_millis();
        assert_eq!((at(50), at(95), at(99), at(100)), (50, 95, 99, 100));
    }
}
