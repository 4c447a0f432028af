//! A table from text to entries that stores no text: 64-bit hashes in order.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Maps a key to entries. A key's entries keep the order they were sorted in.
/// Only hashes are stored: 12 bytes a row. Among 200,000 keys two differ and
/// share a hash with a chance of one in a billion.
#[derive(Debug, Default)]
pub(super) struct Table {
    hashes: Vec<u64>,
    entries: Vec<u32>,
}

impl Table {
    /// Builds the table; rows of one key are ordered by `rank`.
    pub fn new<R: Ord>(mut rows: Vec<(u64, u32)>, rank: impl Fn(u32) -> R) -> Self {
        rows.sort_by(|(a, i), (b, j)| a.cmp(b).then_with(|| rank(*i).cmp(&rank(*j))));
        let (hashes, entries) = rows.into_iter().unzip();
        Self { hashes, entries }
    }

    /// A table of rows whose keys are all in the right order among themselves.
    pub fn in_given_order(rows: impl Iterator<Item = (u64, u32)>) -> Self {
        let mut rows: Vec<(u64, u32)> = rows.collect();
        rows.sort_by_key(|(hash, _)| *hash);
        let (hashes, entries) = rows.into_iter().unzip();
        Self { hashes, entries }
    }

    /// Every hash and entry, by hash.
    pub fn rows(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.hashes.iter().copied().zip(self.entries.iter().copied())
    }

    /// The entries of a key, in order.
    pub fn find(&self, key: &str) -> impl Iterator<Item = u32> + '_ {
        self.of(hash(key))
    }

    /// The entries of a key by its hash, in order.
    pub fn of(&self, hash: u64) -> impl Iterator<Item = u32> + '_ {
        let start = self.hashes.partition_point(|h| *h < hash);
        self.hashes[start..]
            .iter()
            .zip(&self.entries[start..])
            .take_while(move |(h, _)| **h == hash)
            .map(|(_, i)| *i)
    }

    /// Each pair of entries that follow one another under one key.
    pub fn neighbours(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let same = self.hashes.windows(2).map(|h| h[0] == h[1]);
        self.entries.windows(2).zip(same).filter(|(_, same)| *same).map(|(e, _)| (e[0], e[1]))
    }
}

/// The hash of a key, the same in every table.
pub(super) fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
