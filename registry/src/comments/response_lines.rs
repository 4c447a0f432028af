//! The lines of a response document: made of comments, put into order, and what
//! is not shown any more taken out of them.

use std::collections::HashMap;

use domain::{
    comment::{CommentState, Disposition, Stance},
    grouping::unique_passages,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};

use super::PublicComment;
use crate::{
    Result,
    db::{CHUNK, read_name},
    entities::comment,
};

/// One line: a part of a comment, or of several that say the same and got the
/// same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseLine {
    /// Numbers of the comments, the first the one whose words are shown.
    pub numbers: Vec<String>,
    /// Who wrote it, empty where that is not public; of the first.
    pub from: String,
    /// Clause, empty for the whole.
    pub clause: String,
    /// The file whose clause it is.
    pub document: Option<i64>,
    /// Stance.
    pub stance: Stance,
    /// The words.
    pub text: String,
    /// What became of it; none while nothing was said.
    pub disposition: Option<Disposition>,
    /// Why.
    pub reason: String,
    /// The text in which the draft was changed.
    pub changed_document: Option<i64>,
    /// The clause of it.
    pub changed_clause: String,
    /// The reply to the comment.
    pub reply: String,
    /// What the other comments of the line say that the first does not.
    #[serde(default)]
    pub own_words: Vec<OwnWords>,
    /// Why its words are not shown, though they were when the document was published.
    #[serde(default, skip_serializing)]
    pub gone: Option<CommentState>,
}

/// What one of several near-duplicates says that the first of them does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWords {
    /// Number of the comment.
    pub number: String,
    /// The passages, in their order.
    pub passages: Vec<String>,
}

/// Takes out of a published document what its authors took back, what is
/// withheld since, and names that were found to be false.
pub(super) async fn take_away_gone(db: &impl ConnectionTrait, lines: &mut [ResponseLine]) -> Result<()> {
    let numbers: Vec<String> = lines.iter().flat_map(|l| l.numbers.iter().cloned()).collect();
    let mut changed: HashMap<String, (CommentState, bool)> = HashMap::new();
    for chunk in numbers.chunks(CHUNK) {
        let rows: Vec<(String, String, String)> = comment::Entity::find()
            .select_only()
            .columns([comment::Column::Number, comment::Column::State, comment::Column::Disputed])
            .filter(comment::Column::Number.is_in(chunk))
            .filter(
                Condition::any()
                    .add(comment::Column::State.is_not_in(CommentState::READABLE.map(CommentState::as_str)))
                    .add(comment::Column::Disputed.ne("")),
            )
            .into_tuple()
            .all(db)
            .await?;
        for (number, state, disputed) in rows {
            changed.insert(number, (read_name(&state, CommentState::from_name)?, !disputed.is_empty()));
        }
    }
    for line in lines {
        conceal_line(line, &changed);
    }
    Ok(())
}

/// What is gone of a line, where its comments changed: to which state, and
/// whether the name was false.
fn conceal_line(line: &mut ResponseLine, changed: &HashMap<String, (CommentState, bool)>) {
    let gone = |number: &String| changed.get(number).map(|(state, _)| *state).filter(|s| !s.is_readable());
    line.own_words.retain(|w| gone(&w.number).is_none());
    let Some(first) = line.numbers.first() else { return };
    if changed.contains_key(first) {
        line.from.clear();
    }
    let Some(state) = gone(first) else { return };
    // Others may have said the same, word for word: what they said stays.
    let says_it = |number: &String| !line.own_words.iter().any(|w| w.number == *number);
    if line.numbers[1..].iter().any(|number| gone(number).is_none() && says_it(number)) {
        return;
    }
    line.gone = Some(state);
    line.text.clear();
    line.clause.clear();
    if line.numbers.iter().all(|number| gone(number).is_some()) {
        line.reason.clear();
        line.reply.clear();
    }
}

/// Words before the number of a clause, as people write them.
const NUMBERED: [&str; 12] = [
    "clause",
    "article",
    "art",
    "section",
    "sec",
    "paragraph",
    "para",
    "point",
    "artículo",
    "cláusula",
    "§",
    "no",
];

/// The lines of these comments. Near-duplicates with one part and the same answer
/// are one line that names them all, with the words that each has for itself.
pub(super) fn lines(comments: Vec<PublicComment>, alike: &[Option<i64>]) -> Vec<ResponseLine> {
    let mut lines: Vec<ResponseLine> = Vec::new();
    let mut places: HashMap<(i64, String, String, String, String), usize> = HashMap::new();
    for (comment, alike) in comments.into_iter().zip(alike) {
        if comment.state == CommentState::Withheld {
            continue;
        }
        let from = match (comment.author.as_str(), comment.organisation.as_str()) {
            ("", organisation) => organisation.to_owned(),
            (author, "") => author.to_owned(),
            (author, organisation) => format!("{author}, {organisation}"),
        };
        let reply = comment.reply.map(|r| r.text).unwrap_or_default();
        let single = comment.points.len() == 1 && comment.confidential_points == 0;
        for point in comment.points {
            let disposed = point.disposed;
            let line = ResponseLine {
                numbers: vec![comment.number.clone()],
                from: from.clone(),
                clause: point.clause,
                document: point.document,
                stance: point.stance,
                text: point.text,
                disposition: disposed.as_ref().map(|d| d.what),
                reason: disposed.as_ref().map(|d| d.reason.clone()).unwrap_or_default(),
                changed_document: disposed.as_ref().and_then(|d| d.changed_document),
                changed_clause: disposed.map(|d| d.changed_clause).unwrap_or_default(),
                reply: reply.clone(),
                own_words: Vec::new(),
                gone: None,
            };
            if let Some(group) = alike.filter(|_| single) {
                let answer = format!(
                    "{:?} {:?} {} {}",
                    line.disposition, line.changed_document, line.changed_clause, line.reason
                );
                let key =
                    (group, line.clause.clone(), format!("{:?}", line.stance), answer, line.reply.clone());
                if let Some(place) = places.get(&key) {
                    let same = &mut lines[*place];
                    same.numbers.push(comment.number.clone());
                    let passages: Vec<String> = unique_passages(&line.text, &same.text)
                        .into_iter()
                        .map(|place| line.text[place].to_owned())
                        .collect();
                    if !passages.is_empty() {
                        same.own_words.push(OwnWords { number: comment.number.clone(), passages });
                    }
                    continue;
                }
                places.insert(key, lines.len());
            }
            lines.push(line);
        }
    }
    lines.sort_by_cached_key(|line| clause_order(&line.clause));
    lines
}

/// Clauses in the order of their numbers: 2 before 10, “Clause 5” beside 5.
fn clause_order(clause: &str) -> Vec<(u64, String)> {
    let mut order = Vec::new();
    let word = clause.trim_start().split([' ', '.']).next().unwrap_or_default();
    let named = NUMBERED.contains(&word.to_lowercase().as_str());
    let mut rest =
        if named { clause.trim_start()[word.len()..].trim_start_matches([' ', '.']) } else { clause };
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let words = rest[digits..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |n| n + digits);
        order.push((rest[..digits].parse().unwrap_or(0), rest[digits..words].to_lowercase()));
        rest = &rest[words..];
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_come_in_the_order_of_their_numbers() {
        let mut clauses = ["Annex B", "10.1", "2", "", "2.10", "2.9"];
        clauses.sort_by_key(|c| clause_order(c));
        assert_eq!(clauses, ["", "Annex B", "2", "2.9", "2.10", "10.1"]);
        let mut written = ["Clause 14", "Art. 5.3", "Article 6", "5.3", "clause 5", "Sections"];
        written.sort_by_key(|c| clause_order(c));
        assert_eq!(written, ["Sections", "clause 5", "Art. 5.3", "5.3", "Article 6", "Clause 14"]);
    }
}
