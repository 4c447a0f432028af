//! When what happens: turns counted days into moments, in the order of time.

use std::collections::HashMap;

use domain::authority::AuthorityCode;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use registry::authorities::Authority;

use crate::{Error, Notice, Unpublished};

/// Days that officials take for a draft.
const DRAFTING_DAYS: i32 = 9;

/// One notification or change, with the days that follow from its place.
#[derive(Debug)]
pub struct Item<'a> {
    /// As written.
    pub notice: &'a Notice,
    /// Who notifies.
    pub authority: AuthorityCode,
    /// Position of what it changes.
    pub parent: Option<usize>,
    /// Day of publication (of the last change, when unpublished) in the authority's zone.
    pub published: Date,
    /// The authority's zone.
    pub zone: TimeZone,
}

impl Item<'_> {
    /// The day so many days after publication.
    pub fn day(&self, after_days: i32) -> Result<Date, Error> {
        Ok(self.published.checked_add(after_days.days())?)
    }
}

/// What happens to an item; numbers are positions in the item's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The draft is written and its files attached.
    Write,
    /// Handed in.
    Submit,
    /// Published.
    Approve,
    /// A comment arrives.
    Comment(usize),
    /// A comment is answered.
    Reply(usize),
    /// Something happens to the standstill.
    Standstill(usize),
    /// A decision.
    Step(usize),
}

/// An act at its moment.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// Position of the item.
    pub item: usize,
    /// What.
    pub act: Act,
}

/// All items, parents before their changes.
pub fn items<'a>(
    notices: &'a [Notice],
    authorities: &[Authority],
    now: Timestamp,
) -> Result<Vec<Item<'a>>, Error> {
    let zones: HashMap<&AuthorityCode, &str> =
        authorities.iter().map(|a| (&a.code, a.zone.as_str())).collect();
    let mut items = Vec::new();
    for notice in notices {
        let wrong = |what: &str| Error::Inconsistent(format!("{}: {what}", notice.key));
        let authority = notice.authority.clone().ok_or_else(|| wrong("no authority"))?;
        let zone =
            zones.get(&authority).ok_or_else(|| wrong("its authority is not among the authorities"))?;
        let zone = TimeZone::get(zone)?;
        let days_ago = notice.days_ago.ok_or_else(|| wrong("no day"))?;
        let today = now.to_zoned(zone.clone()).date();
        let published = today.checked_sub(days_ago.days())?;
        add(&mut items, Item { notice, authority, parent: None, published, zone })?;
    }
    Ok(items)
}

fn add<'a>(items: &mut Vec<Item<'a>>, item: Item<'a>) -> Result<(), Error> {
    let (notice, authority, zone, published) =
        (item.notice, item.authority.clone(), item.zone.clone(), item.published);
    let position = items.len();
    items.push(item);
    for change in &notice.changes {
        let after = change
            .after_days
            .ok_or_else(|| Error::Inconsistent(format!("{}: a change without a day", notice.key)))?;
        add(
            items,
            Item {
                notice: change,
                authority: authority.clone(),
                parent: Some(position),
                published: published.checked_add(after.days())?,
                zone: zone.clone(),
            },
        )?;
    }
    Ok(())
}

/// All acts in the order of time. None is later than `now`: what is done today
/// may be done before its usual hour.
pub fn acts(items: &[Item<'_>], now: Timestamp) -> Result<Vec<Due>, Error> {
    let mut acts = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let mut at = |after_days: i32, minute: usize, act: Act| -> Result<(), Error> {
            let day = item.day(after_days)?;
            let minute = i64::try_from(minute).unwrap_or(0);
            let moment = day.to_zoned(item.zone.clone())?.checked_add(minute.minutes())?.timestamp();
            acts.push(Due { at: moment.min(now), item: n, act });
            Ok(())
        };
        let spread = n * 7 % 53;
        // A change follows from what is there already: it takes no long drafting.
        let drafting = if item.parent.is_some() { 1 } else { DRAFTING_DAYS };
        match item.notice.unpublished {
            Some(Unpublished::Draft) => at(0, 9 * 60 + spread, Act::Write)?,
            Some(Unpublished::Submitted) => {
                at(-1, 9 * 60 + spread, Act::Write)?;
                at(0, 9 * 60 + spread, Act::Submit)?;
            }
            None => {
                at(-drafting, 9 * 60 + spread, Act::Write)?;
                at(-1, 15 * 60 + spread, Act::Submit)?;
                at(0, 10 * 60 + spread, Act::Approve)?;
            }
        }
        for (i, comment) in item.notice.comments.iter().enumerate() {
            at(comment.after_days, 11 * 60 + (n + i) * 37 % 290, Act::Comment(i))?;
            if let Some(reply) = &comment.reply {
                at(reply.after_days, 16 * 60 + (n + i) * 11 % 55, Act::Reply(i))?;
            }
        }
        for (i, entry) in item.notice.standstill.iter().enumerate() {
            at(entry.after_days, 13 * 60 + spread, Act::Standstill(i))?;
        }
        for (i, step) in item.notice.steps.iter().enumerate() {
            at(step.after_days, 14 * 60 + spread, Act::Step(i))?;
        }
    }
    // Stable: what falls on the same moment stays in the order of the content.
    acts.sort_by_key(|due| due.at);
    Ok(acts)
}
