//! Lines from characters: what stands on one base line in the order in which the
//! file writes it, so that columns stay apart.

use super::glyphs::Glyph;

/// A page.
#[derive(Debug)]
pub(super) struct Page {
    pub height: f64,
    pub lines: Vec<Line>,
}

/// A line, in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Words with single spaces; wide gaps are tabs.
    pub text: String,
    pub left: f64,
    pub right: f64,
    /// The base line, from the top of the page.
    pub y: f64,
    /// The size that most of its characters have.
    pub size: f64,
}

/// Part of the size from which a gap between two characters is a space.
const SPACE: f64 = 0.17;

/// Part of the size from which a gap divides cells.
const CELL: f64 = 2.2;

/// The lines of a page.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        let joins = lines.last().and_then(|line| line.last()).is_some_and(|last| {
            let size = last.size.max(glyph.size);
            let same_line = (last.y - glyph.y).abs() < 0.25 * size
                // Raised and lowered marks stand in the line too.
                || (last.y - glyph.y).abs() < 0.6 * size
                    && last.size.min(glyph.size) < 0.85 * size
                    && (glyph.x - last.x - last.width).abs() < size;
            // A new column begins far to the right only by a jump; a line that
            // goes back to the left is another one, except in scripts from the right.
            same_line
                && (glyph.x >= last.x - size
                    || is_rtl(&glyph.text)
                    || is_rtl(&last.text)
                    || glyph.text == " ")
        });
        match lines.last_mut().filter(|_| joins) {
            Some(line) => line.push(glyph),
            None => lines.push(vec![glyph]),
        }
    }
    lines.into_iter().filter_map(line).collect()
}

fn line(glyphs: Vec<Glyph>) -> Option<Line> {
    let mut text = String::new();
    let mut last: Option<&Glyph> = None;
    let glyphs = in_reading_order(glyphs);
    for glyph in &glyphs {
        if let Some(last) = last {
            let size = last.size.max(glyph.size);
            let gap = if glyph.x >= last.x {
                glyph.x - last.x - last.width
            } else {
                last.x - glyph.x - glyph.width
            };
            if gap > CELL * size {
                text.truncate(text.trim_end().len());
                text.push('\t');
            } else if gap > SPACE * size && !text.ends_with([' ', '\t']) && !glyph.text.starts_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(&glyph.text);
        if !glyph.text.trim().is_empty() {
            last = Some(glyph);
        } else if last.is_none() {
            text.clear();
        }
    }
    let text = crate::tidy::line(&text, true).trim().to_owned();
    if text.is_empty() {
        return None;
    }
    let seen = || glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
    let mut sizes: Vec<f64> = seen().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let y = seen().find(|glyph| glyph.size >= size * 0.9).map(|glyph| glyph.y)?;
    Some(Line {
        text,
        left: seen().map(|glyph| glyph.x).fold(f64::INFINITY, f64::min),
        right: seen().map(|glyph| glyph.x + glyph.width).fold(f64::NEG_INFINITY, f64::max),
        y,
        size,
    })
}

/// Arabic and Hebrew written from left to right as they look, turned round; the
/// numbers in them stay.
fn in_reading_order(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let rtl = glyphs.iter().filter(|glyph| is_rtl(&glyph.text)).count();
    let letters = glyphs.iter().filter(|glyph| glyph.text.chars().any(char::is_alphabetic)).count();
    let rising = glyphs.windows(2).filter(|two| two[1].x > two[0].x).count();
    if rtl * 2 <= letters || rising * 2 <= glyphs.len() {
        return glyphs;
    }
    let mut turned: Vec<Glyph> = glyphs.into_iter().rev().collect();
    let number = |glyph: &Glyph| {
        glyph.text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '/' | '-'))
    };
    let mut from = 0;
    while from < turned.len() {
        let length = turned[from..].iter().take_while(|glyph| number(glyph)).count();
        turned[from..from + length].reverse();
        from += length.max(1);
    }
    turned
}

/// Whether a character belongs to a script that runs from the right.
fn is_rtl(text: &str) -> bool {
    text.chars().any(|c| matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(words: &str, x: f64, y: f64) -> Vec<Glyph> {
        let mut x = x;
        words
            .chars()
            .map(|c| {
                let glyph = Glyph { text: c.to_string(), x, y, width: 5.0, size: 10.0 };
                x += 5.0;
                glyph
            })
            .filter(|glyph| glyph.text != "_")
            .collect()
    }

    #[test]
    fn gaps_are_spaces_and_wide_gaps_divide_cells() {
        let mut all = glyphs("lead_is______90 mg", 50.0, 100.0);
        all.extend(glyphs("next", 50.0, 112.0));
        let lines = lines(all);
        assert_eq!(
            lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(),
            ["lead is\t90 mg", "next"]
        );
    }

    #[test]
    fn two_columns_stay_apart() {
        let mut all = glyphs("left one", 50.0, 100.0);
        all.extend(glyphs("left two", 50.0, 112.0));
        all.extend(glyphs("right", 300.0, 100.0));
        assert_eq!(
            lines(all).iter().map(|line| line.text.clone()).collect::<Vec<_>>(),
            ["left one", "left two", "right"]
        );
    }

    #[test]
    fn arabic_written_as_it_looks_is_turned_round() {
        let lines = lines(glyphs("42 ةدام", 50.0, 100.0));
        assert_eq!(lines[0].text, "مادة 42");
    }
}
