//! One pass over what a query finds: how many, the first of them in an order,
//! and counts of facets, together.

use std::sync::Arc;

use domain::search::Sort;
use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, ColumnValues, StrColumn},
};

use crate::{
    facets::{Counts, Name, Names, add_bits},
    schema::{AUTHORITY, CLOSES, HS, ICS, ID, NEVER, PACKED, PUBLISHED},
};

/// A place in the order: greater comes first. The last part is made of the
/// identifier, so that no two are equal and pages are stable.
type Key = [u64; 3];

/// How the first results are chosen.
#[derive(Clone, Copy)]
pub struct Order {
    /// By what. `Relevance` needs scores.
    pub sort: Sort,
    /// How many are kept.
    pub keep: usize,
}

/// What to do in one pass.
pub struct Pass {
    pub order: Option<Order>,
    pub count: Names,
    /// `now` on the scale of the column `closes`.
    pub now: i64,
}

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    pub total: u64,
    /// In order.
    pub first: Vec<DocAddress>,
    pub counts: Counts,
}

impl Collector for Pass {
    type Fruit = Outcome;
    type Child = SegmentPass;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPass> {
        let fast = reader.fast_fields();
        let pair = |name: Name, fields: [&str; 2]| -> tantivy::Result<Vec<Values<u64>>> {
            if !self.count.has(name) {
                return Ok(Vec::new());
            }
            fields.into_iter().map(|field| fast.column_first_or_default(field)).collect()
        };
        let authority = if self.count.has(Name::Authority) { fast.str(AUTHORITY)? } else { None };
        let closing = self.order.is_some_and(|o| o.sort == Sort::ClosingSoon);
        let optional = |wanted: bool, field| -> tantivy::Result<Option<Values<i64>>> {
            wanted.then(|| fast.column_first_or_default(field)).transpose()
        };
        Ok(SegmentPass {
            segment,
            now: self.now,
            total: 0,
            pending: Vec::with_capacity(COLLECT_BLOCK_BUFFER_LEN),
            top: self.order.map(Top::new),
            id: optional(self.order.is_some(), ID)?,
            published: optional(self.order.is_some(), PUBLISHED)?,
            closes: optional(closing || self.count.has(Name::Open), CLOSES)?,
            counting: !self.count.is_empty(),
            count_open: self.count.has(Name::Open),
            packed: self.count.in_packed().then(|| fast.column_first_or_default(PACKED)).transpose()?,
            hs: pair(Name::Hs, HS)?,
            ics: pair(Name::Ics, ICS)?,
            authority_counts: authority.as_ref().map_or_else(Vec::new, |column| vec![0; column.num_terms()]),
            authority_ords: authority.as_ref().map(|column| column.ords().clone()),
            authority,
            counts: Counts::default(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order.is_some_and(|o| o.sort == Sort::Relevance)
    }

    fn merge_fruits(&self, parts: Vec<tantivy::Result<SegmentOutcome>>) -> tantivy::Result<Outcome> {
        let mut outcome = Outcome::default();
        let mut first = Vec::new();
        for part in parts {
            let part = part?;
            outcome.total += part.total;
            outcome.counts.add(&part.counts);
            first.extend(part.first);
        }
        first.sort_unstable_by_key(|(key, _)| std::cmp::Reverse(*key));
        let keep = self.order.map_or(0, |o| o.keep);
        outcome.first = first.into_iter().take(keep).map(|(_, address)| address).collect();
        Ok(outcome)
    }
}

type Values<T> = Arc<dyn ColumnValues<T>>;

/// The pass over one segment.
pub struct SegmentPass {
    segment: SegmentOrdinal,
    now: i64,
    total: u64,
    /// Documents scored one by one, counted block by block.
    pending: Vec<DocId>,
    top: Option<Top>,
    id: Option<Values<i64>>,
    published: Option<Values<i64>>,
    closes: Option<Values<i64>>,
    counting: bool,
    count_open: bool,
    packed: Option<Values<u64>>,
    hs: Vec<Values<u64>>,
    ics: Vec<Values<u64>>,
    authority: Option<StrColumn>,
    authority_ords: Option<Column<u64>>,
    authority_counts: Vec<u64>,
    counts: Counts,
}

/// What one segment gave.
pub struct SegmentOutcome {
    total: u64,
    first: Vec<(Key, DocAddress)>,
    counts: Counts,
}

/// The same order, for unsigned numbers.
fn ordered(value: i64) -> u64 {
    value as u64 ^ 1 << 63
}

impl SegmentPass {
    /// Offers a document for the first page. The leading part of the key
    /// refuses most of them before the rest is read.
    #[inline]
    fn offer(&mut self, doc: DocId, score: Score) {
        let (Some(top), Some(id), Some(published)) = (&mut self.top, &self.id, &self.published) else {
            return;
        };
        let head = match top.order.sort {
            // Scores are never negative: their bits are in order.
            Sort::Relevance => u64::from(score.max(0.0).to_bits()),
            Sort::Newest => ordered(published.get_val(doc)),
            Sort::Oldest => !ordered(published.get_val(doc)),
            Sort::ClosingSoon => {
                let closes = self.closes.as_ref().map_or(NEVER, |c| c.get_val(doc));
                if closes > self.now { !ordered(closes) } else { 0 }
            }
        };
        if top.refuses(head) {
            return;
        }
        let id = ordered(id.get_val(doc));
        let key = match top.order.sort {
            Sort::Relevance | Sort::ClosingSoon => [head, ordered(published.get_val(doc)), id],
            Sort::Newest => [head, id, 0],
            Sort::Oldest => [head, !id, 0],
        };
        top.push(key, doc);
    }

    fn count(&mut self, docs: &[DocId]) {
        for block in docs.chunks(COLLECT_BLOCK_BUFFER_LEN) {
            let mut values = [0; COLLECT_BLOCK_BUFFER_LEN];
            let values = &mut values[..block.len()];
            if let Some(column) = &self.packed {
                column.get_vals(block, values);
                values.iter().for_each(|packed| self.counts.add_packed(*packed));
            }
            for (columns, counts) in [(&self.hs, &mut self.counts.hs), (&self.ics, &mut self.counts.ics)] {
                for (column, counts) in columns.iter().zip(counts.chunks_mut(64)) {
                    column.get_vals(block, values);
                    values.iter().for_each(|bits| add_bits(counts, *bits));
                }
            }
            if let Some(ords) = &self.authority_ords {
                for doc in block {
                    ords.values_for_doc(*doc).for_each(|ord| self.authority_counts[ord as usize] += 1);
                }
            }
            if self.count_open
                && let Some(closes) = &self.closes
            {
                let mut ends = [0; COLLECT_BLOCK_BUFFER_LEN];
                let ends = &mut ends[..block.len()];
                closes.get_vals(block, ends);
                ends.iter().for_each(|end| self.counts.open[usize::from(*end > self.now)] += 1);
            }
        }
    }
}

impl SegmentCollector for SegmentPass {
    type Fruit = tantivy::Result<SegmentOutcome>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.offer(doc, score);
        if self.counting {
            self.pending.push(doc);
            if self.pending.len() == COLLECT_BLOCK_BUFFER_LEN {
                let mut block = std::mem::take(&mut self.pending);
                self.count(&block);
                block.clear();
                self.pending = block;
            }
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.total += docs.len() as u64;
        if self.top.is_some() {
            docs.iter().for_each(|doc| self.offer(*doc, 0.0));
        }
        if self.counting {
            self.count(docs);
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        let pending = std::mem::take(&mut self.pending);
        self.count(&pending);
        if let Some(column) = &self.authority {
            for (ord, n) in self.authority_counts.iter().enumerate().filter(|(_, n)| **n > 0) {
                let mut code = String::new();
                column.ord_to_str(ord as u64, &mut code)?;
                *self.counts.authority.entry(code).or_default() += n;
            }
        }
        let segment = self.segment;
        let first = self.top.map_or_else(Vec::new, Top::into_first);
        Ok(SegmentOutcome {
            total: self.total,
            first: first.into_iter().map(|(key, doc)| (key, DocAddress::new(segment, doc))).collect(),
            counts: self.counts,
        })
    }
}

/// The greatest keys so far: room for twice as many, cut back when full.
struct Top {
    order: Order,
    found: Vec<(Key, DocId)>,
    /// The least key that is still among the first.
    least: Option<Key>,
}

impl Top {
    fn new(order: Order) -> Self {
        Self { order, found: Vec::new(), least: None }
    }

    #[inline]
    fn refuses(&self, head: u64) -> bool {
        self.least.is_some_and(|least| head < least[0])
    }

    fn push(&mut self, key: Key, doc: DocId) {
        if self.least.is_some_and(|least| key < least) {
            return;
        }
        self.found.push((key, doc));
        if self.found.len() >= 2 * self.order.keep {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let keep = self.order.keep;
        if self.found.len() > keep && keep > 0 {
            let (_, least, _) = self.found.select_nth_unstable_by(keep - 1, |a, b| b.0.cmp(&a.0));
            self.least = Some(least.0);
            self.found.truncate(keep);
        }
    }

    fn into_first(mut self) -> Vec<(Key, DocId)> {
        self.cut();
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_greatest() {
        let mut top = Top::new(Order { sort: Sort::Newest, keep: 3 });
        for n in [5, 1, 9, 7, 3, 8, 2, 6, 4, 0] {
            top.push([n, 0, 0], n as DocId);
        }
        let mut kept: Vec<u64> = top.into_first().iter().map(|(key, _)| key[0]).collect();
        kept.sort_unstable();
        assert_eq!(kept, [7, 8, 9]);
    }

    #[test]
    fn signed_numbers_keep_their_order() {
        let mut values = [i64::MAX, -1, 0, NEVER, 1];
        values.sort_by_key(|v| ordered(*v));
        assert_eq!(values, [NEVER, -1, 0, 1, i64::MAX]);
    }
}
