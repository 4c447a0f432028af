//! Paragraphs from lines: by the distance between lines, indents, short last
//! lines, sizes and numbers; hyphens at line ends are undone.

use domain::text::begins_with_number;

use super::lines::{Line, Page};
use crate::{Form, Paragraph};

/// How much larger than the text a heading is.
const LARGER: f64 = 1.12;

/// Longest heading, in characters.
const HEADING: usize = 200;

/// What holds for the whole file.
struct Measures {
    /// The size of most characters.
    size: f64,
    /// Sizes of headings, the largest first.
    headings: Vec<f64>,
    /// The distance between lines of a paragraph, in sizes.
    leading: f64,
}

pub(super) fn paragraphs(pages: &[Page]) -> Vec<Paragraph> {
    let measures = measures(pages);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut open: Option<(Vec<Line>, f64)> = None;
    for page in pages {
        let mut first = true;
        let right = page.lines.iter().map(|line| line.right).fold(0.0, f64::max);
        for line in &page.lines {
            let begins = match &open {
                None => true,
                Some((lines, width)) => begins(lines, *width, line, first, &measures),
            };
            first = false;
            if begins {
                if let Some((lines, _)) = open.take() {
                    paragraphs.push(paragraph(&lines, &measures));
                }
                open = Some((vec![line.clone()], right));
            } else if let Some((lines, width)) = &mut open {
                lines.push(line.clone());
                *width = right;
            }
        }
    }
    if let Some((lines, _)) = open {
        paragraphs.push(paragraph(&lines, &measures));
    }
    paragraphs
}

fn measures(pages: &[Page]) -> Measures {
    let lines = || pages.iter().flat_map(|page| &page.lines);
    let mut sizes: Vec<(f64, usize)> = lines().map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: usize = sizes.iter().map(|(_, length)| length).sum();
    let mut seen = 0;
    let size = sizes
        .iter()
        .find(|(_, length)| {
            seen += length;
            seen * 2 >= all
        })
        .map_or(10.0, |(size, _)| *size);
    let mut headings: Vec<f64> = sizes.iter().map(|(s, _)| *s).filter(|s| *s > size * LARGER).collect();
    headings.reverse();
    headings.dedup_by(|a, b| (*a - *b).abs() < 0.5);
    let mut leadings: Vec<f64> = pages
        .iter()
        .flat_map(|page| page.lines.windows(2))
        .filter(|two| (two[0].size - two[1].size).abs() < 0.5)
        .map(|two| (two[1].y - two[0].y) / two[0].size.max(1.0))
        .filter(|leading| (0.8..2.6).contains(leading))
        .collect();
    leadings.sort_by(f64::total_cmp);
    // The smaller distances are those within paragraphs.
    let leading = leadings.get(leadings.len() / 3).copied().unwrap_or(1.2);
    Measures { size, headings, leading }
}

/// Whether a line begins a paragraph of its own.
fn begins(before: &[Line], width: f64, line: &Line, new_page: bool, measures: &Measures) -> bool {
    let Some(last) = before.last() else { return true };
    let size = last.size.max(line.size);
    let row = |line: &Line| is_row(&line.text);
    if (last.size - line.size).abs() > 0.08 * size || row(line) || row(last) {
        return true;
    }
    let ended = last.text.ends_with(['.', ';', ':', '!', '?', '。', '；', '：', '؛', '؟']);
    let short =
        last.right < width - 4.0 * size && last.right - last.left < 0.8 * (width - last.left.min(line.left));
    let distance = line.y - last.y;
    let far = !new_page && (distance > (measures.leading + 0.35) * size || distance < -size);
    let small = line.text.starts_with(char::is_lowercase);
    if new_page || distance < -size {
        // A paragraph goes on over the page when its sentence does.
        return ended
            || !small && (short || begins_with_number(&line.text))
            || line.size > measures.size * LARGER;
    }
    if far {
        return true;
    }
    if begins_with_number(&line.text) {
        let listed = before.first().is_some_and(|first| begins_with_number(&first.text));
        let joined = [" and", " or", " und", " oder", " et", " ou", " y", " o", " en", ","];
        let same_indent = before.first().is_some_and(|first| (first.left - line.left).abs() < 0.3 * size);
        return ended
            || short
            || listed && same_indent
            || joined.iter().any(|word| last.text.ends_with(word));
    }
    let indented = line.left > last.left + 0.8 * size && before.len() > 1;
    ended && (short || indented) || short && !small && last.right < width - 12.0 * size
}

fn paragraph(lines: &[Line], measures: &Measures) -> Paragraph {
    let mut text = String::new();
    for line in lines {
        if text.ends_with('\u{ad}') {
            text.pop();
        } else if text.ends_with(['-', '\u{2010}']) && joins(&text, &line.text) {
            if line.text.starts_with(char::is_lowercase) {
                text.pop();
            }
        } else if !(text.is_empty() || ends_alone(&text) && line.text.starts_with(is_alone)) {
            text.push(' ');
        }
        text.push_str(&line.text);
    }
    let row = is_row(&text);
    let text = crate::tidy::line(&text, row);
    let size = lines.iter().map(|line| line.size).fold(0.0, f64::max);
    let level = measures.headings.iter().position(|heading| (heading - size).abs() < 0.5);
    let form = match level {
        Some(level) if text.chars().count() <= HEADING && !row => {
            Form::Heading { level: u8::try_from(level + 1).unwrap_or(9).min(6) }
        }
        _ if row => Form::Row,
        _ => Form::Plain,
    };
    Paragraph { text, form, number: None }
}

/// Whether a line is a row of a table: gaps divide its cells. One gap behind a
/// number is that of a list.
fn is_row(text: &str) -> bool {
    match text.matches('\t').count() {
        0 => false,
        1 => !begins_with_number(text),
        _ => true,
    }
}

/// Whether a hyphen at the end of `text` joins it with the next line: it stands
/// behind a letter or digit, not behind a space.
fn joins(text: &str, next: &str) -> bool {
    let mut end = text.chars().rev().skip(1);
    end.next().is_some_and(char::is_alphanumeric) && next.starts_with(char::is_alphanumeric)
}

fn ends_alone(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_alone)
}

/// Characters of scripts without spaces between words.
fn is_alone(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x30ff | 0x3400..=0x9fff | 0xff00..=0xffef)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[(&str, f64, f64, f64)]) -> Vec<String> {
        let lines = lines
            .iter()
            .map(|(text, left, right, y)| Line {
                text: (*text).to_owned(),
                left: *left,
                right: *right,
                y: *y,
                size: 10.0,
            })
            .collect();
        paragraphs(&[Page { height: 800.0, lines }]).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn lines_are_joined_and_hyphens_undone() {
        assert_eq!(
            read(&[
                ("The producer shall keep the docu-", 50.0, 500.0, 100.0),
                ("mentation of IEC 60335-", 50.0, 498.0, 112.0),
                ("1 for ten years.", 50.0, 200.0, 124.0),
                ("The importer shall do the same as", 50.0, 500.0, 136.0),
                ("the producer.", 50.0, 150.0, 148.0),
            ]),
            [
                "The producer shall keep the documentation of IEC 60335-1 for ten years.",
                "The importer shall do the same as the producer.",
            ]
        );
    }

    #[test]
    fn numbers_begin_paragraphs_where_a_sentence_ended() {
        assert_eq!(
            read(&[
                ("1. This law applies to the toys of Article", 50.0, 500.0, 100.0),
                ("5 and to no others, whoever sold them to", 50.0, 499.0, 112.0),
                ("children;", 50.0, 100.0, 124.0),
                ("(a) dolls;", 50.0, 120.0, 136.0),
                ("(b) bears.", 50.0, 120.0, 148.0),
            ]),
            [
                "1. This law applies to the toys of Article 5 and to no others, whoever sold them to children;",
                "(a) dolls;",
                "(b) bears.",
            ]
        );
    }
}
