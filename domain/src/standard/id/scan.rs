//! A reader over a normalised text that writes the normal form as it goes.

/// Where the reader was.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize, usize);

impl Mark {
    /// How much was written then.
    pub fn written(self) -> usize {
        self.1
    }
}

/// Reads `source` and writes what it keeps to `out`.
pub(super) struct Scan<'a> {
    source: &'a str,
    at: usize,
    pub out: String,
}

impl<'a> Scan<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0, out: String::with_capacity(source.len().min(96) + 2) }
    }

    pub fn at(&self) -> usize {
        self.at
    }

    pub fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// What stands between two bytes ahead; nothing where a character would be cut.
    pub fn cut(&self, from: usize, to: usize) -> &'a str {
        self.rest().get(from..to).unwrap_or_default()
    }

    /// What stands from a byte ahead on; nothing where a character would be cut.
    pub fn from(&self, from: usize) -> &'a str {
        self.rest().get(from..).unwrap_or_default()
    }

    /// The n-th byte from here, 0 beyond the end.
    pub fn byte(&self, n: usize) -> u8 {
        self.source.as_bytes().get(self.at + n).copied().unwrap_or(0)
    }

    pub fn is_done(&self) -> bool {
        self.at == self.source.len()
    }

    pub fn mark(&self) -> Mark {
        Mark(self.at, self.out.len())
    }

    pub fn reset(&mut self, mark: Mark) {
        self.at = mark.0;
        self.out.truncate(mark.1);
    }

    /// Copies `n` bytes.
    pub fn keep(&mut self, n: usize) {
        self.out.push_str(&self.source[self.at..self.at + n]);
        self.at += n;
    }

    pub fn skip(&mut self, n: usize) {
        self.at += n;
    }

    /// Goes back over what was skipped.
    pub fn back(&mut self, n: usize) {
        self.at = self.at.saturating_sub(n);
    }

    pub fn put(&mut self, s: &str) {
        self.out.push_str(s);
    }

    /// Skips one of `separators` and blanks around it; says which.
    pub fn separator(&mut self, separators: &[u8]) -> Option<u8> {
        let blank = usize::from(self.byte(0) == b' ');
        let found = self.byte(blank);
        if separators.contains(&found) && found != b' ' {
            self.skip(blank + 1 + usize::from(self.byte(blank + 1) == b' '));
            Some(found)
        } else if blank == 1 && separators.contains(&b' ') {
            self.skip(1);
            Some(b' ')
        } else {
            None
        }
    }

    /// How many ASCII digits stand `from` bytes ahead.
    pub fn digits(&self, from: usize) -> usize {
        self.count(from, |b| b.is_ascii_digit())
    }

    /// How many ASCII capitals stand `from` bytes ahead.
    pub fn capitals(&self, from: usize) -> usize {
        self.count(from, |b| b.is_ascii_uppercase())
    }

    pub fn count(&self, from: usize, is: impl Fn(u8) -> bool) -> usize {
        let bytes = self.source.as_bytes().get(self.at + from..).unwrap_or_default();
        bytes.iter().position(|b| !is(*b)).unwrap_or(bytes.len())
    }

    /// The first of `words` that stands here as a whole word.
    pub fn word(&self, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|w| {
            self.rest().strip_prefix(w).is_some_and(|after| {
                !after.starts_with(|c: char| c.is_alphabetic()) || w.ends_with(['.', ' '])
            })
        })
    }
}

/// Four digits, or two of this or the last century.
pub(super) fn year(digits: &str) -> Option<i16> {
    let value: i16 = digits.parse().ok()?;
    match digits.len() {
        4 if (1800..2100).contains(&value) => Some(value),
        2 if value <= 40 => Some(2000 + value),
        2 => Some(1900 + value),
        _ => None,
    }
}
