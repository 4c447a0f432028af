//! How much a file may ask for.

/// Limits on what is read. The defaults let through a law of 2,000 pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Bytes that one part of an archive may have when it is unpacked.
    pub part: u64,
    /// Bytes that all parts that are read may have together.
    pub unpacked: u64,
    /// How many times larger than itself a part may become.
    pub ratio: u64,
    /// Entries of an archive.
    pub entries: usize,
    /// Pages of a PDF.
    pub pages: usize,
    /// How deep elements may stand in one another.
    pub depth: usize,
    /// Bytes of the text that comes out.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 100 << 20,
            part: 200 << 20,
            unpacked: 300 << 20,
            ratio: 200,
            entries: 10_000,
            pages: 10_000,
            depth: 256,
            text: 50 << 20,
        }
    }
}
