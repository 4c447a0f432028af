//! Running headers, footers and page numbers: lines at the edges of pages that
//! say the same on many, but for their digits.

use std::collections::HashMap;

use super::lines::{Line, Page};

/// Part of a page's height that its upper and its lower edge have.
const EDGE: f64 = 0.12;

/// Lines looked at in each edge.
const LINES: usize = 4;

/// Takes such lines out and says how many they were.
pub(super) fn leave_out(pages: &mut [Page]) -> usize {
    let mut counts: HashMap<(bool, String), usize> = HashMap::new();
    for page in pages.iter() {
        for (line, upper) in edges(page) {
            *counts.entry((upper, without_digits(&page.lines[line].text))).or_default() += 1;
        }
    }
    // Left and right pages may have different headers.
    let enough = (pages.len() * 2 / 5).max(2);
    let mut taken = 0;
    for page in pages.iter_mut() {
        let gone: Vec<usize> = edges(page)
            .into_iter()
            .filter(|(line, upper)| {
                counts
                    .get(&(*upper, without_digits(&page.lines[*line].text)))
                    .is_some_and(|count| *count >= enough)
            })
            .map(|(line, _)| line)
            .collect();
        taken += gone.len();
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    taken
}

/// The lines at the edges of a page, and whether each stands above.
fn edges(page: &Page) -> Vec<(usize, bool)> {
    let mut places: Vec<(usize, &Line)> = page.lines.iter().enumerate().collect();
    places.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let upper =
        places.iter().take(LINES).filter(|(_, line)| line.y < EDGE * page.height).map(|(at, _)| (*at, true));
    let lower = places
        .iter()
        .rev()
        .take(LINES)
        .filter(|(_, line)| line.y > (1.0 - EDGE) * page.height)
        .map(|(at, _)| (*at, false));
    upper.chain(lower).collect()
}

/// The words with one sign for every number, Roman ones alone in their line too.
fn without_digits(text: &str) -> String {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—'));
    if !bare.is_empty() && bare.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l')) {
        return "#".to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if c.is_numeric() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(lines: &[(&str, f64)]) -> Page {
        let line = |(text, y): &(&str, f64)| Line {
            text: (*text).to_owned(),
            left: 50.0,
            right: 300.0,
            y: *y,
            size: 10.0,
        };
        Page { height: 800.0, lines: lines.iter().map(line).collect() }
    }

    #[test]
    fn headers_and_page_numbers_go_and_words_stay() {
        let mut pages = vec![
            page(&[("Law on toys", 40.0), ("Article 1", 80.0), ("Page 1 of 3", 770.0)]),
            page(&[("Law on toys", 40.0), ("Toys are safe.", 80.0), ("Page 2 of 3", 770.0)]),
            page(&[("Law on toys", 40.0), ("Law on toys", 400.0), ("Page 3 of 3", 770.0)]),
        ];
        assert_eq!(leave_out(&mut pages), 6);
        let left: Vec<&str> =
            pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str()).collect();
        assert_eq!(left, ["Article 1", "Toys are safe.", "Law on toys"]);
    }
}
