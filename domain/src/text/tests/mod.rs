//! The text of a draft: cases by kind, and what holds for every text.

mod alignment;
mod corrections;
mod cutting;
mod real_texts;
mod versions;

use super::{Clauses, Paragraph};

/// The clauses of a text given line by line: `# ` begins a heading, `| ` a row
/// of a table, `* 1.| ` an item with an automatic number.
fn clauses(text: &str) -> Clauses {
    Clauses::of(paragraphs(text))
}

fn paragraphs(text: &str) -> Vec<Paragraph> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let level = line.chars().take_while(|c| *c == '#').count();
            if let Some(rest) = line.strip_prefix("| ") {
                Paragraph { text: rest.to_owned(), form: super::Form::Row, number: None }
            } else if level > 0 {
                Paragraph::heading(u8::try_from(level).unwrap_or(9), line[level..].trim())
            } else {
                Paragraph::plain(line)
            }
        })
        .collect()
}

/// Each clause as a line: level, address, citation, heading, count of paragraphs.
fn outline(clauses: &Clauses) -> String {
    clauses
        .clauses()
        .iter()
        .map(|clause| {
            format!(
                "{}{} = {}{} [{}]\n",
                "  ".repeat(usize::from(clause.level) - 1),
                clause.address,
                clause.citation,
                clause.heading.as_deref().map(|heading| format!(" «{heading}»")).unwrap_or_default(),
                clause.paragraphs.len()
            )
        })
        .collect()
}
