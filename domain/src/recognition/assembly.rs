//! Assembles an identifier from the pieces that were read, with the dates and
//! supplements behind the number. The parser decides how much of it stands.

use super::cursor::{self, byte, digits_at, is_year};
use crate::standard::StandardId;

/// What an identifier is assembled from; later pieces can be given up.
#[derive(Default)]
pub(super) struct Pieces {
    pub text: String,
    /// Lengths of `text` and ends in the source at which it may stop.
    pub stops: Vec<(usize, usize)>,
}

impl Pieces {
    pub fn add(&mut self, piece: &str, end: usize) {
        self.text.push_str(piece);
        self.stops.push((self.text.len(), end));
    }

    /// The longest that is an identifier.
    pub fn parsed(&self, follows: impl Fn(usize) -> bool) -> Option<(StandardId, usize)> {
        self.stops.iter().rev().filter(|(_, end)| follows(*end)).find_map(|(length, end)| {
            let text = &self.text[..*length];
            let id: StandardId = text.parse().ok()?;
            if id.year().is_none()
                && let Some((stem, last)) = text.rsplit_once('-')
                && is_year(last)
                && !matches!(id.number(), "10303" | "11073")
                && let Ok(dated) = format!("{stem}:{last}").parse::<StandardId>()
            {
                return Some((dated, *end));
            }
            Some((id, *end))
        })
    }
}

/// ` (VDE 0700-1):2012-10`: the classification between number and date.
pub(super) fn date_behind_vde(w: &str, at: usize) -> Option<(String, usize)> {
    let inside = w[at..].strip_prefix(" (VDE ")?.find(')').filter(|n| *n < 20)?;
    let after = at + " (VDE ".len() + inside + 1;
    cursor::date(w, after).filter(|_| byte(w, after) == b':')
}

/// `/IDF 20-1`, ` | IDF 20-1`: the number of the International Dairy Federation for
/// the same text.
pub(super) fn twin(w: &str, at: usize) -> Option<(String, usize)> {
    let signs = cursor::count(w, at, |b| matches!(b, b' ' | b'/' | b'|'));
    let rest = w.get(at + signs..)?.strip_prefix("IDF ")?;
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let number = rest[..length].trim_end_matches('-');
    let joined = w[at..at + signs].contains(['/', '|']) && signs <= 3;
    (joined && number.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| (format!("/IDF {number}"), at + signs + 4 + number.len()))
}

/// ` V1.8.1 (2015-03)`: ETSI's editions, where its standards are cited as EN alone.
pub(super) fn etsi_version(w: &str, at: usize) -> Option<(String, usize)> {
    let rest = w.get(at..)?.strip_prefix(" V").or_else(|| w[at..].strip_prefix(" v"))?;
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let version = rest[..length].trim_end_matches('.');
    if version.split('.').count() != 3 || version.split('.').any(str::is_empty) {
        return None;
    }
    let mut end = at + 2 + version.len();
    let dated = w[end..].strip_prefix(" (").filter(|d| {
        d.len() >= 8
            && digits_at(d, 0) == 4
            && byte(d, 4) == b'-'
            && digits_at(d, 5) == 2
            && byte(d, 7) == b')'
    });
    let date = dated.map_or("", |d| &d[..7]);
    let mut text = format!(" V{version}");
    if !date.is_empty() {
        text.push_str(&format!(" ({date})"));
        end += 10;
    }
    Some((text, end))
}

/// Reads date, language mark and supplements; says where they end.
pub(super) fn date_and_tail(w: &str, mut at: usize, pieces: &mut Pieces) -> usize {
    if let Some((date, end)) = cursor::date(w, at) {
        pieces.add(&date, end);
        at = end;
    }
    at = language(w, at, pieces);
    while let Some((supplement, end)) = cursor::supplement(w, at) {
        pieces.add(&supplement, end);
        at = end;
        // `NF EN 14351-1+A2:2016`, but also `EN 1:2000 + A1 : 2005`.
    }
    at = language(w, at, pieces);
    version(w, at, pieces)
}

/// ` CSV`, ` RLV`: the IEC sells an edition merged with its amendments, or with
/// what changed marked, under a word of its own.
fn version(w: &str, at: usize, pieces: &mut Pieces) -> usize {
    let electrical = ["IEC ", "CISPR ", "ISO/IEC "].iter().any(|first| pieces.text.starts_with(first));
    let word = ["CSV", "RLV", "CMV", "EXV"]
        .into_iter()
        .find(|word| w.get(at + 1..).is_some_and(|rest| rest.starts_with(word)));
    let Some(word) = word.filter(|_| electrical && byte(w, at) == b' ' && cursor::is_dated(&pieces.text))
    else {
        return at;
    };
    let end = at + 1 + word.len();
    if byte(w, end).is_ascii_alphanumeric() {
        return at;
    }
    pieces.add(&format!(" {word}"), end);
    end
}

/// `(E)`, `(E/F)`: the language is no part of the identifier, but of the words.
fn language(w: &str, at: usize, pieces: &mut Pieces) -> usize {
    let blank = usize::from(byte(w, at) == b' ');
    let Some(inside) = w[at + blank..].strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return at;
    };
    let letters = inside.0;
    let language = !letters.is_empty()
        && letters.len() <= 5
        && letters.split('/').all(|l| matches!(l, "E" | "F" | "R" | "S" | "D" | "A"));
    if !language || !cursor::is_dated(&pieces.text) && blank == 1 {
        return at;
    }
    let end = at + blank + letters.len() + 2;
    pieces.add("", end);
    end
}

/// Nothing that continues a code follows.
pub(super) fn bounded(w: &str, end: usize) -> bool {
    let next = byte(w, end);
    let glued = next.is_ascii_uppercase() || next.is_ascii_digit() || next == b'%' || next == b'@';
    let closed = byte(w, end.wrapping_sub(1)) == b')';
    (!glued || closed) && !(next == b'-' && byte(w, end + 1).is_ascii_digit() && digits_at(w, end + 1) > 5)
}
