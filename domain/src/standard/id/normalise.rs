//! One spelling for what is the same to a reader: dashes, blanks, full-width
//! forms, Markdown escapes.

use std::borrow::Cow;

/// The text with one kind of dash, blank, colon and bracket, trimmed.
pub fn normalise(s: &str) -> Cow<'_, str> {
    if is_plain(s) {
        return Cow::Borrowed(s);
    }
    if let Some(decoded) = entities(s) {
        return Cow::Owned(normalise(&decoded).into_owned());
    }
    let mut out = String::with_capacity(s.len());
    fold(s, |c| out.push(c));
    out.truncate(out.trim_end().len());
    Cow::Owned(out)
}

/// Nothing to fold: printable ASCII, single blanks inside, no escapes.
fn is_plain(s: &str) -> bool {
    let mut before = b' ';
    for b in s.bytes() {
        if !(b' '..0x7f).contains(&b) || b == b'\\' || b == b'&' || b == b' ' && before == b' ' {
            return false;
        }
        before = b;
    }
    !s.is_empty() && before != b' '
}

/// Characters that HTML wrote as entities (`&#x2122;`, `&amp;`), where there are any.
fn entities(s: &str) -> Option<String> {
    let mut out = String::with_capacity(s.len());
    let mut rest = s;
    let mut any = false;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let named = entity.find(';').filter(|end| *end <= 9).and_then(|end| {
            let c = match &entity[1..end] {
                "amp" => '&',
                "nbsp" => ' ',
                "ndash" | "mdash" => '-',
                "quot" => '"',
                name => {
                    let number = name.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    char::from_u32(code.ok()?)?
                }
            };
            Some((c, end + 1))
        });
        let (c, length) = named.unwrap_or(('&', 1));
        any |= named.is_some();
        out.push(c);
        rest = &entity[length..];
    }
    out.push_str(rest);
    any.then_some(out)
}

fn fold(s: &str, mut push: impl FnMut(char)) {
    let mut before = ' ';
    let mut characters = s.chars().peekable();
    while let Some(c) = characters.next() {
        let c = match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
            // A soft hyphen inside a number stands for a hyphen, inside a word for nothing.
            '\u{ad}' if before.is_ascii_digit() => '-',
            // IEEE prints its mark behind the number.
            '™' | '®' => continue,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => continue,
            '\\' => match characters.peek() {
                Some('_') => {
                    characters.next();
                    ' '
                }
                _ => continue,
            },
            '\u{2236}' => ':',
            // ASTM marks an editorial change with an epsilon.
            'ε' if before.is_ascii_digit() || before == ')' => 'e',
            '\u{2215}' | '\u{2044}' => '/',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == ' ' && before == ' ' {
            continue;
        }
        push(c);
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_looks_the_same() {
        assert_eq!(normalise(" GB/T\u{3000}2659．1—2022 "), "GB/T 2659.1-2022");
        assert_eq!(normalise("EN 527\u{ad}2:2016"), "EN 527-2:2016");
        assert_eq!(normalise("ISO\\_TS\\_13143-1"), "ISO TS 13143-1");
        assert_eq!(normalise("IEEE Std 802.11ac&#x2122;-2013"), "IEEE Std 802.11ac-2013");
        assert_eq!(normalise("91a-1991 &amp; 91-1984; A&B;"), "91a-1991 & 91-1984; A&B;");
        assert!(matches!(normalise("ISO 9001:2015"), Cow::Borrowed(_)));
    }
}
