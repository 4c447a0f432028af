//! Counts already made: the same search on another page, in another order or
//! by another person has the same counts until something is committed or a
//! comment period ends.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::search::Conditions;
use tantivy::Searcher;

use crate::{
    Error, Facets,
    schema::{CLOSES, NEVER},
};

/// Searches remembered.
const MOST: usize = 256;

/// Counts of one search, without order and page.
#[derive(Clone)]
pub struct Counted {
    pub total: u64,
    pub facets: Facets,
}

/// The counts of one state of the index.
#[derive(Default)]
pub struct Cache {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    generation: u64,
    /// Times at which some comment period ends, in order; none is missing that
    /// lies after `since`.
    ends: Option<(i64, Arc<Vec<i64>>)>,
    counted: HashMap<Key, (std::ops::Range<i64>, Counted)>,
}

/// Conditions' address without order and page.
type Key = String;

fn key(conditions: &Conditions) -> String {
    let mut c = conditions.clone();
    c.sort = Default::default();
    c.page = 0;
    c.to_query()
}

impl Cache {
    /// What was counted for these conditions, if it still holds at `now`.
    pub fn get(&self, searcher: &Searcher, conditions: &Conditions, now: i64) -> Option<Counted> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.generation != searcher.generation().generation_id() {
            return None;
        }
        let (holds, counted) = state.counted.get(&key(conditions))?;
        holds.contains(&now).then(|| counted.clone())
    }

    /// Remembers what was counted at `now`.
    pub fn put(
        &self,
        searcher: &Searcher,
        conditions: &Conditions,
        now: i64,
        counted: Counted,
    ) -> Result<(), Error> {
        let generation = searcher.generation().generation_id();
        let known = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if generation < state.generation {
                return Ok(());
            }
            if generation > state.generation {
                *state = State { generation, ..State::default() };
            }
            state.ends.as_ref().filter(|(since, _)| *since <= now).map(|(_, ends)| ends.clone())
        };
        let ends = match known {
            Some(ends) => ends,
            None => Arc::new(ends_after(searcher, now)?),
        };
        let until = ends.get(ends.partition_point(|end| *end <= now)).copied().unwrap_or(i64::MAX);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.generation != generation {
            return Ok(());
        }
        if state.ends.as_ref().is_none_or(|(since, _)| *since > now) {
            state.ends = Some((now, ends));
        }
        if state.counted.len() >= MOST {
            state.counted.clear();
        }
        state.counted.insert(key(conditions), (now..until, counted));
        Ok(())
    }
}

/// Ends of comment periods after `now`, in order.
fn ends_after(searcher: &Searcher, now: i64) -> Result<Vec<i64>, Error> {
    let mut ends = Vec::new();
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields().column_first_or_default::<i64>(CLOSES)?;
        if column.max_value() > now {
            ends.extend(column.iter().filter(|end| *end != NEVER && *end > now));
        }
    }
    ends.sort_unstable();
    ends.dedup();
    Ok(ends)
}
