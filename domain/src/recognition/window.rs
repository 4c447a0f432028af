//! A stretch of text folded for reading: one kind of dash, blank, digit and
//! bracket, no soft hyphens or Markdown escapes; every byte knows where it is from.

/// A folded stretch. Buffers are kept from one stretch to the next.
#[derive(Default)]
pub(super) struct Window {
    /// The folded text.
    text: String,
    /// For each byte of `text` where its character begins and ends in the source.
    places: Vec<(u32, u32)>,
    /// Where the stretch begins in the source.
    from: usize,
}

impl Window {
    /// Folds `source` from byte `from`, at most `most` bytes; ends at a blank line.
    pub fn fold(&mut self, source: &str, from: usize, most: usize) {
        self.text.clear();
        self.places.clear();
        self.from = from;
        let rest = &source[from..];
        let mut characters = rest.char_indices().peekable();
        let mut before = '\0';
        while let Some((at, c)) = characters.next() {
            if at >= most {
                break;
            }
            let end = characters.peek().map_or(rest.len(), |(next, _)| *next);
            let folded = match c {
                '\n' if blank_line(&rest[end..]) => break,
                '\\' => match characters.peek() {
                    Some((_, '_')) => {
                        characters.next();
                        ' '
                    }
                    // The backslash of an escape says nothing.
                    Some((_, next)) if next.is_ascii_punctuation() => continue,
                    _ => c,
                },
                // A soft hyphen inside a number stands for a hyphen, inside a word for nothing.
                // Beside a hyphen it says nothing.
                '\u{ad}'
                    if before.is_ascii_digit()
                        && !matches!(characters.peek(), Some((_, '-' | '\u{2010}' | '\u{2011}'))) =>
                {
                    '-'
                }
                // IEEE prints its mark behind the number.
                '™' | '®' if before.is_ascii_alphanumeric() => continue,
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
                '_' if before.is_ascii_alphanumeric()
                    && rest[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()) =>
                {
                    ' '
                }
                c if c.is_ascii_graphic() => c,
                c => fold(c),
            };
            let end = characters.peek().map_or(rest.len(), |(next, _)| *next);
            if folded == ' ' && before == ' ' {
                // A run of blanks is one, as long as the run.
                if let Some(last) = self.places.last_mut() {
                    last.1 = narrow(end);
                }
                continue;
            }
            before = folded;
            self.text.push(folded);
            self.places.resize(self.text.len(), (narrow(at), narrow(end)));
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where in the source the folded byte `at` begins.
    pub fn start_of(&self, at: usize) -> usize {
        self.from + self.places.get(at).map_or_else(|| self.length(), |p| p.0 as usize)
    }

    /// Where in the source the folded text up to `end` ends.
    pub fn end_of(&self, end: usize) -> usize {
        self.from + end.checked_sub(1).and_then(|last| self.places.get(last)).map_or(0, |p| p.1 as usize)
    }

    /// How many folded bytes stand before byte `end` of the source.
    pub fn length_up_to(&self, end: usize) -> usize {
        self.places.partition_point(|p| self.from + (p.0 as usize) < end)
    }

    fn length(&self) -> usize {
        self.places.last().map_or(0, |p| p.1 as usize)
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Whether nothing but blanks stands before the next line's end.
fn blank_line(rest: &str) -> bool {
    let line = rest.trim_start_matches([' ', '\t', '\r']);
    line.starts_with('\n')
}

/// One character for those that look the same.
pub(super) fn fold(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{2043}' => '-',
        '\u{2236}' | '\u{fe55}' => ':',
        '\u{2215}' | '\u{2044}' => '/',
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{660}'..='\u{669}' => char::from_u32(c as u32 - 0x660 + 0x30).unwrap_or(c),
        '\u{6f0}'..='\u{6f9}' => char::from_u32(c as u32 - 0x6f0 + 0x30).unwrap_or(c),
        '、' | '،' => ',',
        '؛' => ';',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn folded(source: &str, expected: &str) {
        let mut window = Window::default();
        window.fold(source, 0, 1000);
        assert_eq!(window.text(), expected);
    }

    #[test]
    fn folds_what_looks_the_same() {
        folded("ＩＳＯ　９００１：２０１５", "ISO 9001:2015");
        folded("ISO\\_TS\\_13143-1", "ISO TS 13143-1");
        folded("EN 527\u{ad}2 und Ge\u{ad}rät", "EN 527-2 und Gerät");
        folded("آيزو ٩٠٠١", "آيزو 9001");
        folded("a  \u{a0} b\n c", "a b c");
    }

    #[test]
    fn a_blank_line_ends_the_stretch() {
        folded("EN 71\nis\n \r\n-1", "EN 71 is");
    }

    #[test]
    fn places_lead_back_to_the_source() {
        let mut window = Window::default();
        let source = "xx ISO　９００１ y";
        window.fold(source, 3, 1000);
        assert_eq!(window.text(), "ISO 9001 y");
        assert_eq!(&source[window.start_of(0)..window.end_of(8)], "ISO　９００１");
    }
}
