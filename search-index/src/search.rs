//! One search, from conditions to the answer.

use domain::search::{Conditions, PAGE_SIZE, Sort};
use jiff::Timestamp;
use tantivy::{
    DocAddress, Searcher, TantivyDocument,
    collector::Count,
    schema::{Field, Value},
};

use crate::{
    Answer, Error, Facets, Hit, Marked,
    cache::{Cache, Counted},
    facets::{Name, Names, write_value},
    highlight::{Marker, Sentence},
    pass::{Order, Outcome, Pass},
    query::{Asked, closes_value_at},
    schema::{Fields, ID, filter},
    suggest, words,
};

/// Answers the conditions from this state of the index.
pub fn answer(
    searcher: &Searcher,
    fields: Fields,
    cache: &Cache,
    conditions: &Conditions,
    now: Timestamp,
) -> Result<Answer, Error> {
    let clauses = words::parse(&conditions.q)?;
    let asked = Asked { fields, conditions, clauses: &clauses, now };
    let searching = Searching { searcher, asked: &asked, now: closes_value_at(now) };
    let (counted, first) = match cache.get(searcher, conditions, searching.now) {
        Some(counted) => (counted, searching.first()?),
        None => {
            let (counted, first) = searching.first_and_counts()?;
            cache.put(searcher, conditions, searching.now, counted.clone())?;
            (counted, first)
        }
    };
    let mut marker = Marker::new(&clauses);
    let skip = (conditions.page_number() as usize - 1) * PAGE_SIZE;
    let hits = first
        .into_iter()
        .skip(skip)
        .map(|address| hit(searcher, &asked, &mut marker, address))
        .collect::<Result<_, _>>()?;
    let did_you_mean = if counted.total == 0 { searching.did_you_mean()? } else { None };
    Ok(Answer { total: counted.total, hits, facets: counted.facets, did_you_mean })
}

struct Searching<'a> {
    searcher: &'a Searcher,
    asked: &'a Asked<'a>,
    now: i64,
}

impl Searching<'_> {
    fn order(&self) -> Order {
        let c = self.asked.conditions;
        let sort = match c.sort {
            Sort::Relevance if !self.asked.has_words() => Sort::Newest,
            sort => sort,
        };
        Order { sort, keep: c.page_number() as usize * PAGE_SIZE }
    }

    fn pass(&self, order: Option<Order>, count: Names, except: Option<Name>) -> Result<Outcome, Error> {
        let query = match order {
            Some(order) if order.sort == Sort::Relevance => self.asked.ranked(),
            _ => self.asked.matching(except),
        };
        Ok(self.searcher.search(&*query, &Pass { order, count, now: self.now })?)
    }

    /// The results up to the end of the page.
    fn first(&self) -> Result<Vec<DocAddress>, Error> {
        Ok(self.pass(Some(self.order()), Names::default(), None)?.first)
    }

    /// The same and all counts: one pass, and one more for each facet that has
    /// conditions of its own.
    fn first_and_counts(&self) -> Result<(Counted, Vec<DocAddress>), Error> {
        let set = |name: Name| name.values_set(self.asked.conditions);
        let free: Vec<Name> = Name::ALL.into_iter().filter(|name| set(name.to_owned()).is_empty()).collect();
        let together = free.iter().fold(Names::default(), |names, name| names.with(*name));
        let outcome = self.pass(Some(self.order()), together, None)?;
        let mut facets = Facets::default();
        for name in Name::ALL {
            if free.contains(&name) {
                outcome.counts.write(name, &[], &mut facets);
            } else {
                let alone = self.pass(None, Names::default().with(name), Some(name))?;
                alone.counts.write(name, &set(name), &mut facets);
                self.count_below(name, &set(name), &mut facets)?;
            }
        }
        Ok((Counted { total: outcome.total, facets }, outcome.first))
    }

    /// Counts of codes set below the chapters and fields that the facets list.
    fn count_below(&self, name: Name, set: &[String], facets: &mut Facets) -> Result<(), Error> {
        for value in set.iter().filter(|v| v.len() > 2) {
            let term = match name {
                Name::Hs => filter::hs(value),
                Name::Ics => filter::ics(value),
                _ => continue,
            };
            let count = self.searcher.search(&*self.asked.matching_with(name, term), &Count)?;
            write_value(facets, name, value, count as u64);
        }
        Ok(())
    }

    /// Words close to those typed that do find something.
    fn did_you_mean(&self) -> Result<Option<String>, Error> {
        let Asked { fields, conditions, clauses, now } = *self.asked;
        let Some(words) = suggest::closest(&conditions.q, clauses, self.searcher, &fields)? else {
            return Ok(None);
        };
        let clauses = words::parse(&words)?;
        let again = Asked { fields, conditions, clauses: &clauses, now };
        let found = self.searcher.search(&*again.matching(None), &Count)?;
        Ok((found > 0).then_some(words))
    }
}

fn hit(
    searcher: &Searcher,
    asked: &Asked<'_>,
    marker: &mut Marker<'_>,
    address: DocAddress,
) -> Result<Hit, Error> {
    let ids = searcher.segment_reader(address.segment_ord).fast_fields().i64(ID)?;
    let doc: TantivyDocument = searcher.doc(address)?;
    let fields = asked.fields;
    let text = |field: Field| doc.get_first(field).and_then(|v| v.as_str()).unwrap_or_default();
    let cited: Vec<&str> = doc.get_all(fields.standards).filter_map(|v| v.as_str()).collect();
    let (sentence_field, sentence) = if asked.has_words() {
        best_sentence(marker, [fields.products, fields.description, fields.other].map(text), &cited)
    } else {
        Default::default()
    };
    Ok(Hit {
        id: ids.first(address.doc_id).unwrap_or_default(),
        title: marker.whole(text(fields.title)),
        sentence,
        sentence_field,
        standards: matched_standards(asked, marker, &cited),
    })
}

/// The best sentence of all fields; of equal ones that of the earlier field.
/// The long text is only looked through when it could say more.
fn best_sentence(marker: &mut Marker<'_>, texts: [&str; 3], cited: &[&str]) -> (String, Marked) {
    let names = ["products", "description", "other_text"].into_iter().zip(texts);
    let mut best: Option<(&str, Sentence<'_>)> = None;
    for (name, text) in names.chain(cited.iter().map(|id| ("standards", *id))) {
        if best.as_ref().is_some_and(|(_, b)| b.worth.0 == marker.len()) {
            break;
        }
        if let Some(found) = marker.best(text)
            && best.as_ref().is_none_or(|(_, b)| found.worth.0 > b.worth.0)
        {
            best = Some((name, found));
        }
    }
    best.map(|(name, sentence)| (name.to_owned(), sentence.into_marked())).unwrap_or_default()
}

/// Standards cited that a condition asks for, or that have most of the words.
fn matched_standards(asked: &Asked<'_>, marker: &mut Marker<'_>, cited: &[&str]) -> Vec<String> {
    let conditions: Vec<String> =
        asked.conditions.standard.iter().map(|s| filter::standard_condition(s)).collect();
    let words: Vec<usize> = cited.iter().map(|id| marker.clauses_in(id)).collect();
    let most = words.iter().copied().max().filter(|n| *n > 0);
    let matches = |id: &str, n: usize| {
        Some(n) == most
            || !conditions.is_empty()
                && (conditions.contains(&filter::standard(id)) || conditions.contains(&filter::edition(id)))
    };
    cited.iter().zip(words).filter(|(id, n)| matches(id, *n)).map(|(id, _)| (*id).to_owned()).collect()
}
