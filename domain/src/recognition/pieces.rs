//! Text of any size, a piece at a time. A text is cut at the same places
//! whether it lies in memory or arrives from a reader, so both give the same
//! references; no reference is sought across a cut.

use std::io::{self, Read};

use super::{Mention, scan::Scanner};

/// Longest piece, in bytes. A paragraph up to this length is never cut.
const LONGEST: usize = 256 * 1024;

/// Where the piece that begins `text` ends, when `text` may go on.
fn cut(text: &[u8]) -> usize {
    let window = &text[..LONGEST.min(text.len())];
    let from = window.len() / 2;
    let late = &window[from..];
    if let Some(at) = memchr::memmem::rfind(late, b"\n\n") {
        return from + at + 2;
    }
    if let Some(at) = memchr::memrchr(b'\n', late) {
        return from + at + 1;
    }
    if let Some(at) = memchr::memrchr(b' ', late) {
        return from + at + 1;
    }
    // No blank in all of it: at least no character is torn.
    (from..window.len())
        .rev()
        .find(|&at| window[at] & 0xc0 != 0x80)
        .filter(|at| *at > 0)
        .unwrap_or(window.len())
}

/// The references in `text`.
pub(super) fn whole(text: &str) -> Vec<Mention> {
    let mut scanner = Scanner::default();
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = if rest.len() > LONGEST { cut(rest.as_bytes()) } else { rest.len() };
        let (piece, after) = rest.split_at(end);
        scanner.read(piece, &mut |m| found.push(m));
        rest = after;
    }
    found
}

/// The references in what `reader` gives, in order. Memory stays at some pieces.
pub(super) fn streamed(mut reader: impl Read, mut each: impl FnMut(Mention)) -> io::Result<()> {
    let mut scanner = Scanner::default();
    let mut held: Vec<u8> = Vec::with_capacity(2 * LONGEST);
    let mut at_end = false;
    while !at_end || !held.is_empty() {
        while !at_end && held.len() <= LONGEST {
            let wanted = (2 * LONGEST - held.len()) as u64;
            at_end = reader.by_ref().take(wanted).read_to_end(&mut held)? == 0;
        }
        let mut done = 0;
        while held.len() - done > LONGEST {
            let end = done + cut(&held[done..]);
            scanner.read(&String::from_utf8_lossy(&held[done..end]), &mut each);
            done = end;
        }
        if at_end {
            scanner.read(&String::from_utf8_lossy(&held[done..]), &mut each);
            done = held.len();
        }
        held.drain(..done);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = buffer.len().min(self.0.len()).min(7001);
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    #[test]
    fn streamed_and_whole_are_the_same() {
        for filler in ["Größe des Geräts. ", "no\n\nbreak\n\n", "一二三四五六七八九十"] {
            let mut text = String::new();
            for n in 0..700 {
                text.push_str(&filler.repeat(60));
                text.push_str(&format!(" nach ISO {} und\n", 10_000 + n));
            }
            let mut streamed_mentions = Vec::new();
            streamed(Slow(text.as_bytes()), |m| streamed_mentions.push(m)).unwrap();
            let all = whole(&text);
            assert_eq!(all.len(), 700, "{filler}");
            assert_eq!(all, streamed_mentions);
            let characters: Vec<char> = text.chars().collect();
            let last = all.last().unwrap();
            assert_eq!(characters[last.start..last.end].iter().collect::<String>(), "ISO 10699");
        }
    }

    #[test]
    fn an_endless_line_without_blanks_is_read_in_bounded_memory() {
        let text = "ä".repeat(LONGEST);
        let mut found = 0;
        streamed(Slow(text.as_bytes()), |_| found += 1).unwrap();
        assert_eq!(found, 0);
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let mut found = Vec::new();
        streamed(&b"\xff\xfe ISO 9001:2015 \xe2\x82"[..], |m| found.push(m)).unwrap();
        assert_eq!((found.len(), found[0].start), (1, 3));
    }
}
