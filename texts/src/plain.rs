//! Plain text: paragraphs from lines, whether each paragraph is one line or its
//! lines are broken at a width.

use domain::text::begins_with_number;

use crate::{Kind, NotReadable, Paragraph, Read, encoding, tidy};

/// The width at which mail and typewriter texts are broken, in characters.
const WIDTH: std::ops::RangeInclusive<usize> = 50..=110;

pub(crate) fn read(bytes: &[u8]) -> Result<Read, NotReadable> {
    let (text, note) = encoding::decode(bytes, None)?;
    Ok(Read {
        kind: Kind::Plain,
        paragraphs: paragraphs(&text),
        pages: None,
        notes: note.into_iter().collect(),
    })
}

/// The paragraphs of a plain text.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let lines: Vec<&str> = text.split(['\n', '\u{c}']).map(str::trim_end).collect();
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let full = lines.iter().filter(|line| line.chars().count() * 10 >= longest * 8).count();
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    // Broken at a width: no line is longer, and a good part of them nearly reach it.
    let broken = WIDTH.contains(&longest) && full * 4 >= filled && full >= 3;
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open = String::new();
    let mut last_full = false;
    let close = |open: &mut String, paragraphs: &mut Vec<Paragraph>| {
        let text = tidy::line(open, true);
        if !text.is_empty() {
            paragraphs.push(Paragraph::plain(text));
        }
        open.clear();
    };
    for line in lines {
        let begins = !broken
            || line.trim().is_empty()
            || !last_full && !line.starts_with(char::is_lowercase)
            || open.trim_end().ends_with(['.', ';', ':']) && begins_with_number(line)
            || line.trim_start().starts_with(['•', '·', '–', '—', '*']);
        if begins {
            close(&mut open, &mut paragraphs);
        }
        if open.ends_with('\u{ad}') {
            open.pop();
        } else if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(line);
        last_full = line.chars().count() * 10 >= longest * 7;
    }
    close(&mut open, &mut paragraphs);
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(text).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_when_lines_are_not_broken() {
        assert_eq!(
            texts("Article 1\nScope\n\n1. Toys.\r\n2. Dolls."),
            ["Article 1", "Scope", "1. Toys.", "2. Dolls."]
        );
    }

    #[test]
    fn lines_broken_at_a_width_are_joined() {
        let text = "Article 1\n\
            1. This regulation applies to toys that are placed on the\n\
            market and to their parts, whoever has made them abroad;\n\
            2. It does not apply to toys that were placed on the market\n\
            before.\n\
            The minister decides.";
        assert_eq!(
            texts(text),
            [
                "Article 1",
                "1. This regulation applies to toys that are placed on the market and to their parts, whoever has made \
                 them abroad;",
                "2. It does not apply to toys that were placed on the market before.",
                "The minister decides.",
            ]
        );
    }
}
