//! Clauses of notified texts, for those who comment on them: what a part of a
//! comment names is found in the text it was made on.

use std::collections::BTreeMap;

use domain::text::{Clause, Clauses};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    Caller, Error, Registry, Result,
    entities::{document, notified_text},
    family::family,
    notified_texts::{aside, cut},
    text_corrections::corrections_of,
};

/// Characters of a clause that are quoted.
const QUOTED: usize = 700;

/// A clause of a text, for those who comment on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseQuote {
    /// Its address within the text.
    pub address: String,
    /// Its words, or how they begin.
    pub words: String,
}

/// What is found for a clause that somebody names in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuotedClause {
    /// The text is none of this measure, or this caller may not read it.
    NoText,
    /// The text has no clause that is called so.
    NoClause,
    /// The clause.
    Clause(ClauseQuote),
}

impl Registry {
    /// The clauses that are called so in texts of a measure (files of the
    /// notification given and of its family), by their citation (`Article 5(2)`)
    /// or their address (`art-5.2`): one answer for each, in their order. A text
    /// is read and cut once however many of its clauses are asked for, and only
    /// texts of the measure are: a comment of many parts costs no more than its
    /// longest page.
    pub async fn clause_quotes(
        &self,
        caller: &Caller,
        notification: i64,
        named: &[(i64, String)],
    ) -> Result<Vec<QuotedClause>> {
        let mut quotes = vec![QuotedClause::NoText; named.len()];
        if named.is_empty() {
            return Ok(quotes);
        }
        let mut measure: Vec<i64> =
            family(&self.db, notification).await?.into_iter().map(|other| other.id).collect();
        measure.push(notification);
        for (id, places) in by_text(named) {
            let of = document::Entity::find_by_id(id)
                .filter(document::Column::NotificationId.is_in(measure.iter().copied()))
                .one(&self.db)
                .await?;
            let Some(of) = of else { continue };
            match self.document(caller, id).await {
                Ok(_) => {}
                Err(Error::NotFound(_)) => continue,
                Err(other) => return Err(other),
            }
            for place in &places {
                quotes[*place] = QuotedClause::NoClause;
            }
            let wanted: Vec<(usize, String)> = places
                .into_iter()
                .map(|place| (place, named[place].1.trim().to_owned()))
                .filter(|(_, name)| !name.is_empty())
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let Some(read) = notified_text::Entity::find_by_id(id).one(&self.db).await? else { continue };
            let corrections = corrections_of(&self.db, of.notification_id, &of.sha256).await?.corrections();
            // Off the async workers: a long text takes a moment.
            let found = aside(move || {
                let clauses = cut(&read.outline, &corrections)?;
                Ok(wanted
                    .into_iter()
                    .filter_map(|(place, name)| Some((place, quote(&clauses, &name)?)))
                    .collect::<Vec<_>>())
            })
            .await?;
            for (place, quote) in found {
                quotes[place] = QuotedClause::Clause(quote);
            }
        }
        Ok(quotes)
    }
}

/// The places at which each text is named: each text once.
fn by_text(named: &[(i64, String)]) -> BTreeMap<i64, Vec<usize>> {
    let mut texts: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (place, (text, _)) in named.iter().enumerate() {
        texts.entry(*text).or_default().push(place);
    }
    texts
}

fn quote(clauses: &Clauses, name: &str) -> Option<ClauseQuote> {
    let called = |clause: &&Clause| clause.citation == name || clause.address == name;
    let clause = clauses.clauses().iter().find(called)?;
    let paragraphs = clauses.paragraphs_of(clause).iter().enumerate();
    let mut characters =
        paragraphs.flat_map(|(nth, p)| (nth > 0).then_some('\n').into_iter().chain(p.text.chars()));
    let mut words: String = characters.by_ref().take(QUOTED).collect();
    if characters.next().is_some() {
        words.push_str(" …");
    }
    Some(ClauseQuote { address: clause.address.clone(), words })
}

#[cfg(test)]
mod tests {
    use domain::text::Paragraph;

    use super::*;

    #[test]
    fn each_text_is_cut_once() {
        let named = [(7, "art-1"), (3, "art-1"), (7, "art-2"), (7, "art-1")];
        let named = named.map(|(text, name)| (text, name.to_owned()));
        assert_eq!(by_text(&named), BTreeMap::from([(3, vec![1]), (7, vec![0, 2, 3])]));
    }

    #[test]
    fn a_long_clause_is_quoted_as_it_begins() {
        let long = "ö".repeat(QUOTED);
        let cut = |second: &str| {
            Clauses::of(
                ["Rules", "Article 1 Scope", "Toys.", "Article 2 Limits", second]
                    .map(Paragraph::plain)
                    .to_vec(),
            )
        };
        assert_eq!(quote(&cut("Short."), "art-2").unwrap().words, "Article 2 Limits\nShort.");
        let words = quote(&cut(&long), "Article 2").unwrap().words;
        assert!(words.ends_with("ö …") && words.chars().count() == QUOTED + 2, "{words}");
        assert_eq!(quote(&cut("Short."), "art-3"), None);
    }
}
