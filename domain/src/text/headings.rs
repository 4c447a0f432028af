//! The heading of a clause: behind its number, or in the paragraph below it.

use super::{
    nesting::{Candidate, Mark},
    outline::{Form, Paragraph},
};

/// Longest heading, in characters.
const LONGEST: usize = 160;

/// The heading of the clause that begins at a paragraph. `label_end` is where
/// the words behind its number begin.
pub(super) fn heading(
    at: usize,
    paragraphs: &[Paragraph],
    candidates: &[Candidate],
    marks: &[Option<Mark>],
    label_end: usize,
) -> Option<String> {
    let paragraph = &paragraphs[at];
    let mark = marks[at].as_ref()?;
    let rest = paragraph.text[label_end..]
        .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '.' | '：'))
        .trim_end();
    if !mark.numbered {
        return matches!(paragraph.form, Form::Heading { .. }).then(|| rest.to_owned());
    }
    if matches!(paragraph.form, Form::Heading { .. }) && !rest.is_empty() {
        return Some(rest.to_owned());
    }
    let next = paragraphs.get(at + 1);
    let below = marks.get(at + 1).and_then(Option::as_ref);
    if rest.is_empty() {
        // `Article 5`, and its heading in the next line.
        let next = next.filter(|_| below.is_none())?;
        let is_heading = matches!(next.form, Form::Heading { .. });
        let more = paragraphs.get(at + 2).is_some_and(|p| !matches!(p.form, Form::Heading { .. }));
        return (mark.named.is_some()
            && (is_heading || title_like(&next.text, false) && more && next.form == Form::Plain))
            .then(|| next.text.trim().to_owned());
    }
    // Something stands under a heading: its words, or clauses of a lower level.
    let holds = match below {
        Some(below) => below.level > mark.level,
        None => next.is_some_and(|next| next.form != Form::Note),
    };
    let listed = candidates[at].certain && matches!(paragraph.form, Form::Item { .. });
    let full_stop = mark.named.is_some();
    (holds && (!listed || below.is_some()) && title_like(rest, full_stop)).then(|| rest.to_owned())
}

/// Whether words read as a title: short, no sentence. With `full_stop`, one at
/// the end is allowed ("§ 3 Scope.").
fn title_like(text: &str, full_stop: bool) -> bool {
    let text = text.trim();
    let end = text.strip_suffix('.').filter(|_| full_stop).unwrap_or(text);
    let count = end.chars().count();
    let starts = end
        .chars()
        .next()
        .is_some_and(|c| !c.is_lowercase() && (c.is_alphanumeric() || "«„“\"[".contains(c)));
    starts
        && count <= LONGEST
        && !end.ends_with(['.', ';', ':', ',', '。', '；', '：', '،', '؛'])
        && !end.contains(". ")
        && end.split_whitespace().count() <= 18
        && !(count > 60 && end.contains('。'))
}
