//! The official's desk: every notification of the authority with what needs
//! doing about it.

use std::collections::HashMap;

use domain::{
    clock::Reminder,
    notification::{Content, Kind, State},
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SimpleExpr,
};

use crate::{
    Caller, Error, Registry, Result,
    authorities::authority_of,
    comments::is_waiting,
    db::{CHUNK, count, read_json, read_time},
    entities::{comment, notification},
    family::announced_by,
    handover::handed_over,
    joint::{joint_ids, joint_rows, tasks_for},
    notifications::{NotificationSummary, Source},
    summaries::summaries,
};

/// Finished notifications on the desk at most, those that changed last; search
/// has them all.
pub const DESK_FINISHED: u64 = 50;
/// Imported notifications on the desk at most, the newest.
const DESK_IMPORTED: u64 = 100;

/// One line of the desk.
#[derive(Debug, Clone)]
pub struct DeskItem {
    /// The notification.
    pub summary: NotificationSummary,
    /// What needs doing, most urgent first.
    pub tasks: Vec<DeskTask>,
    /// What is near or late, the most pressing first.
    pub reminders: Vec<Reminder>,
    /// Last change.
    pub changed: Timestamp,
}

/// What needs doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskTask {
    /// Finish and submit the draft.
    Finish,
    /// A regulator handed the draft over: submit it, or hand it back.
    TakeOver,
    /// Another authority asks to notify its measure jointly: join or decline.
    Join,
    /// Approve or send back (a second person).
    Approve,
    /// So many comments wait for a reply.
    Reply(u64),
    /// The period closed and no decision is recorded.
    Decide,
    /// Adopted, but the final text is missing (TBT 2.11).
    GiveFinalText,
    /// The stated day of entry into force has passed.
    ConfirmInForce,
}

impl Registry {
    /// The caller's authority's notifications that are not finished, what needs
    /// doing first; then the [`DESK_FINISHED`] finished ones that changed last.
    pub async fn desk(&self, caller: &Caller) -> Result<Vec<DeskItem>> {
        let official = caller.official()?;
        let code = official.authority.as_str();
        let joint = joint_ids(&self.db, code).await?;
        let own = || {
            notification::Entity::find()
                .filter(
                    Condition::any()
                        .add(notification::Column::AuthorityCode.eq(code))
                        .add(notification::Column::Id.is_in(joint.iter().copied())),
                )
                .filter(notification::Column::Source.eq(Source::Own.as_str()))
        };
        let ongoing = own().filter(is_finished().not().or(has_waiting_comments())).all(&self.db).await?;
        let finished = own()
            .filter(is_finished().and(has_waiting_comments().not()))
            .order_by_desc(notification::Column::Changed)
            .order_by_desc(notification::Column::Id)
            .limit(DESK_FINISHED)
            .all(&self.db)
            .await?;
        let imported = notification::Entity::find()
            .filter(notification::Column::Source.ne(Source::Own.as_str()))
            .filter(notification::Column::Id.in_subquery(announced_by(code)))
            .order_by_desc(notification::Column::Published)
            .limit(DESK_IMPORTED)
            .all(&self.db)
            .await?;
        let rows: Vec<_> = ongoing.into_iter().chain(finished).chain(imported).collect();
        let waiting = self.comments_without_reply(&rows).await?;
        let now = self.now();
        let authority = authority_of(&self.db, code).await?.ok_or(Error::NotFound("authority"))?;
        let today = authority.today(now);
        let summaries = summaries(&self.db, &rows, now).await?;
        let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
        let (handed, joint) = (handed_over(&self.db, &ids).await?, joint_rows(&self.db, code, &ids).await?);
        let mut due = self.reminders_of(&self.db, &rows).await?;
        let mut items = Vec::with_capacity(rows.len());
        for (row, summary) in rows.iter().zip(summaries) {
            let waiting = waiting.get(&row.id).copied().unwrap_or(0);
            items.push(DeskItem {
                tasks: tasks_for(
                    official,
                    row,
                    tasks(row, &summary, waiting, today)?,
                    handed.get(&row.id),
                    joint.get(&row.id),
                ),
                reminders: due.remove(&row.id).unwrap_or_default(),
                changed: read_time(&row.changed)?,
                summary,
            });
        }
        items.sort_by(|a, b| desk_rank(a).cmp(&desk_rank(b)).then(b.changed.cmp(&a.changed)));
        Ok(items)
    }

    pub(crate) async fn comments_without_reply(
        &self,
        rows: &[notification::Model],
    ) -> Result<HashMap<i64, u64>> {
        let mut waiting = HashMap::new();
        for chunk in rows.chunks(CHUNK) {
            let counts: Vec<(i64, i64)> = comment::Entity::find()
                .select_only()
                .column(comment::Column::NotificationId)
                .column_as(comment::Column::Id.count(), "n")
                .filter(comment::Column::NotificationId.is_in(chunk.iter().map(|r| r.id)))
                .filter(is_waiting())
                .group_by(comment::Column::NotificationId)
                .into_tuple()
                .all(&self.db)
                .await?;
            waiting.extend(counts.into_iter().map(|(id, n)| (id, count(n))));
        }
        Ok(waiting)
    }
}

/// The condition that nothing more is expected ([`Kind::is_finished`]).
fn is_finished() -> SimpleExpr {
    let of = |kind: &Kind| {
        let states = State::ALL.iter().filter(|s| kind.is_finished(**s)).map(|s| s.as_str());
        Condition::all()
            .add(notification::Column::Kind.eq(kind.as_str()))
            .add(notification::Column::State.is_in(states))
    };
    Kind::ALL.iter().map(of).fold(Condition::any(), Condition::add).into()
}

/// The condition that comments on it wait for a reply.
fn has_waiting_comments() -> SimpleExpr {
    let waiting = comment::Entity::find()
        .select_only()
        .column(comment::Column::NotificationId)
        .filter(is_waiting())
        .into_query();
    notification::Column::Id.in_subquery(waiting)
}

/// What needs doing about one notification. The procedure of an imported one is
/// kept at its source: only comments received here wait for a reply.
fn tasks(
    row: &notification::Model,
    summary: &NotificationSummary,
    waiting: u64,
    today: Date,
) -> Result<Vec<DeskTask>> {
    let mut tasks = Vec::new();
    let own = summary.source == Source::Own;
    match summary.state {
        State::Draft => tasks.push(DeskTask::Finish),
        State::Submitted => tasks.push(DeskTask::Approve),
        _ => {}
    }
    if waiting > 0 {
        tasks.push(DeskTask::Reply(waiting));
    }
    match summary.state {
        State::Published if own && summary.period.as_ref().is_some_and(|p| !p.open) => {
            tasks.push(DeskTask::Decide);
        }
        State::Adopted if own => tasks.push(DeskTask::GiveFinalText),
        State::FinalText if own => {
            let content: Content = read_json(&row.content)?;
            if content.entry_into_force.date.is_some_and(|day| day <= today) {
                tasks.push(DeskTask::ConfirmInForce);
            }
        }
        _ => {}
    }
    Ok(tasks)
}

/// What needs doing first, then what runs, then what is finished.
fn desk_rank(item: &DeskItem) -> u8 {
    let finished = item.summary.kind.is_finished(item.summary.state);
    match item.tasks.first() {
        Some(DeskTask::Approve | DeskTask::Join | DeskTask::TakeOver) => 0,
        Some(DeskTask::Reply(_)) => 1,
        Some(DeskTask::Decide) => 2,
        Some(DeskTask::GiveFinalText) => 3,
        Some(DeskTask::ConfirmInForce) => 4,
        Some(DeskTask::Finish) => 5,
        None if !finished => 6,
        None => 7,
    }
}
