//! Reminders to officials of what is near and what is late: on the desk, and by
//! mail. A mailed reminder is a row under the notification, what is reminded of
//! and the day it is about, written in the transaction of the mails: after a
//! crash, or with two programs on one database, nothing is mailed twice; and a
//! moved deadline reminds anew.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    clock::{Reminder, ReminderFacts, reminders},
    notification::{AddendumKind, Content, Kind, Source, State},
    role::Role,
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Select, Set, sea_query::OnConflict,
};

use crate::{
    Caller, Error, Registry, Result,
    accounts::people_with,
    clock_mails::{Line, reminder as letter},
    db::{CHUNK, read_day, read_json, read_name, read_time, secret, sha256, stored_time},
    entities::{account, account_clock, notification, notification_symbol, reminder},
    family::announced_by,
    final_dates::addenda,
    mails::post_with_end,
    notifications::NotificationSummary,
    secrets::{Opens, row_named},
    summaries::{authorities, summaries, symbols},
};

/// What was due longer ago is shown on the desk, but mailed no more unless the
/// notification changed since: a registry that was set up over old notifications
/// does not begin with a flood.
const MAIL_WITHIN_DAYS: i32 = 60;
/// Notifications that are read with their forms at once.
const AT_ONCE: usize = 50;

/// What a person set about clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockSettings {
    /// Whether reminders are mailed to this person.
    pub reminders: bool,
    /// The secret of the address of the authority's calendar.
    pub calendar_secret: String,
}

/// A notification with what is near or late about it.
#[derive(Debug, Clone)]
pub struct DueNotification {
    /// The notification.
    pub summary: NotificationSummary,
    /// What, the most pressing first.
    pub reminders: Vec<Reminder>,
}

impl Registry {
    /// What is near or late in the caller's authority, also where it notified
    /// jointly with others; the most pressing first.
    pub async fn reminders_due(&self, caller: &Caller) -> Result<Vec<DueNotification>> {
        let official = caller.official()?;
        let rows = running()
            .filter(notification::Column::Id.in_subquery(announced_by(official.authority.as_str())))
            .all(&self.db)
            .await?;
        let mut due = self.reminders_of(&self.db, &rows).await?;
        let summaries = summaries(&self.db, &rows, self.now()).await?;
        let mut all: Vec<DueNotification> = summaries
            .into_iter()
            .filter_map(|summary| {
                let reminders = due.remove(&summary.id)?;
                Some(DueNotification { summary, reminders })
            })
            .collect();
        all.sort_by_key(|d| d.reminders.first().map(|r| (r.kind, r.about)));
        Ok(all)
    }

    /// Mails the officials what became due since they were told last; returns
    /// how many reminders were new. The job calls it every hour.
    pub async fn remind(&self) -> Result<usize> {
        let mut due = self.due_for_mail().await?;
        if due.is_empty() {
            return Ok(0);
        }
        due.sort_unstable();
        due.dedup();
        let tx = self.write().await?;
        let now = self.now();
        let (mut count, mut letters) = (0, BTreeMap::new());
        for ids in due.chunks(AT_ONCE) {
            // Once more in the transaction: what was decided meanwhile is reminded of no more.
            let rows =
                running().filter(notification::Column::Id.is_in(ids.iter().copied())).all(&*tx).await?;
            count += self.note_reminders(&*tx, &rows, &mut letters).await?;
        }
        let known = authorities(&*tx, letters.keys().cloned()).await?;
        for (code, mut lines) in letters {
            lines.sort_by_key(|line| (line.reminder.kind, line.reminder.about));
            let Some(authority) = known.get(&code) else { continue };
            for person in people_with(&*tx, &code, Role::Official).await? {
                let settings = settings_of(&*tx, person.id).await?;
                if settings.reminders {
                    let public_url = &self.settings.public_url;
                    let secret = self.secret_of(Opens::Reminders, person.id)?;
                    let end = format!("{public_url}/reminders/end?key={secret}");
                    let mail = letter(public_url, &person.name, &lines, authority.today(now), &end);
                    post_with_end(&*tx, now, &person.email, mail, end).await?;
                }
            }
        }
        self.commit(tx).await?;
        Ok(count)
    }

    /// The notifications about which something is to be mailed. All that run are
    /// looked at, a portion at a time: an installation may have thousands.
    async fn due_for_mail(&self) -> Result<Vec<i64>> {
        let mut due = Vec::new();
        let mut after = i64::MIN;
        loop {
            let rows = running()
                .filter(notification::Column::Id.gt(after))
                .limit(AT_ONCE as u64)
                .all(&self.db)
                .await?;
            let Some(last) = rows.last() else { return Ok(due) };
            after = last.id;
            due.extend(self.fresh(&self.db, &rows).await?.into_iter().map(|(id, _)| id));
        }
    }

    /// Writes that these are reminded of, and adds the lines to the letters of
    /// every authority that announced the measure. Returns how many were new.
    async fn note_reminders(
        &self,
        tx: &impl ConnectionTrait,
        rows: &[notification::Model],
        letters: &mut BTreeMap<String, Vec<Line>>,
    ) -> Result<usize> {
        let mailed = stored_time(self.now());
        let fresh = self.fresh(tx, rows).await?;
        let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
        let waiting = self.comments_without_reply(rows).await?;
        let symbols = symbols(tx, &ids).await?;
        let mut count = 0;
        for row in rows {
            let own = symbols.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            for (_, due) in fresh.iter().filter(|(id, _)| *id == row.id) {
                let written = reminder::Entity::insert(reminder::ActiveModel {
                    notification_id: Set(row.id),
                    what: Set(due.kind.as_str().to_owned()),
                    about: Set(due.about.to_string()),
                    mailed: Set(mailed.clone()),
                })
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(tx)
                .await?;
                if written == 0 {
                    continue;
                }
                count += 1;
                for (authority, symbol) in announcing(own) {
                    letters.entry(authority.to_owned()).or_default().push(Line {
                        symbol: symbol.to_owned(),
                        title: row.title.clone(),
                        reminder: *due,
                        unanswered: waiting.get(&row.id).copied().unwrap_or(0),
                    });
                }
            }
        }
        Ok(count)
    }

    /// What the caller set; made with the first question.
    pub async fn clock_settings(&self, caller: &Caller) -> Result<ClockSettings> {
        let account = caller.official()?.account_id;
        if let Some(row) = account_clock::Entity::find_by_id(account).one(&self.db).await? {
            return self.clock_settings_of(&row);
        }
        let tx = self.write().await?;
        let row = settings_of(&*tx, account).await?;
        self.commit(tx).await?;
        self.clock_settings_of(&row)
    }

    fn clock_settings_of(&self, row: &account_clock::Model) -> Result<ClockSettings> {
        let calendar = Opens::Calendar(row.calendar_renewed);
        Ok(ClockSettings {
            reminders: row.reminders,
            calendar_secret: self.secret_of(calendar, row.account_id)?,
        })
    }

    /// Whose reminders the secret of a mailed link ends.
    async fn reminded(
        &self,
        db: &impl ConnectionTrait,
        secret: &str,
    ) -> Result<Option<account_clock::Model>> {
        let row = match self.opened(Opens::Reminders, secret)? {
            Some(id) => account_clock::Entity::find_by_id(id),
            // A link of an earlier version.
            None => {
                account_clock::Entity::find().filter(account_clock::Column::ReminderSha256.eq(sha256(secret)))
            }
        };
        Ok(row.one(db).await?)
    }

    /// Switches the caller's mailed reminders on or off.
    pub async fn reminders_set(&self, caller: &Caller, on: bool) -> Result<()> {
        let account = caller.official()?.account_id;
        let tx = self.write().await?;
        let mut row = settings_of(&*tx, account).await?.into_active_model();
        row.reminders = Set(on);
        row.update(&*tx).await?;
        self.commit(tx).await
    }

    /// Gives the caller's calendar another address; the old one ends.
    pub async fn calendar_renew(&self, caller: &Caller) -> Result<()> {
        let account = caller.official()?.account_id;
        let tx = self.write().await?;
        let row = settings_of(&*tx, account).await?;
        let renewed = row.calendar_renewed + 1;
        let mut row = row.into_active_model();
        row.calendar_renewed = Set(renewed);
        row.calendar_sha256 = Set(sha256(secret()));
        row.update(&*tx).await?;
        self.commit(tx).await
    }

    /// Whether the link of a mailed reminder would end something.
    pub async fn reminders_by_secret(&self, secret: &str) -> Result<bool> {
        let row = self.reminded(&self.db, secret).await?;
        Ok(row.is_some_and(|row| row.reminders))
    }

    /// Ends the mails by the link in one of them. Ending what has ended is no
    /// error: mail programs send twice.
    pub async fn reminders_end(&self, secret: &str) -> Result<()> {
        let tx = self.write().await?;
        let row = self.reminded(&*tx, secret).await?;
        if let Some(row) = row {
            let mut row = row.into_active_model();
            row.reminders = Set(false);
            row.update(&*tx).await?;
        }
        self.commit(tx).await
    }

    /// The person whose calendar has this secret, while the account is active.
    pub(crate) async fn account_of_calendar(&self, secret: &str) -> Result<account::Model> {
        let missing = || Error::NotFound("calendar");
        let named = match row_named(secret) {
            Some(id) => account_clock::Entity::find_by_id(id).one(&self.db).await?,
            None => None,
        };
        let row = match named {
            Some(row) if self.opens(Opens::Calendar(row.calendar_renewed), row.account_id, secret)? => row,
            // An address that an earlier version gave.
            _ => account_clock::Entity::find()
                .filter(account_clock::Column::CalendarSha256.eq(sha256(secret)))
                .one(&self.db)
                .await?
                .ok_or_else(missing)?,
        };
        account::Entity::find_by_id(row.account_id)
            .filter(account::Column::Disabled.eq(false))
            .one(&self.db)
            .await?
            .ok_or_else(missing)
    }

    /// What is due about these notifications; those without anything are left out.
    pub(crate) async fn reminders_of(
        &self,
        db: &impl ConnectionTrait,
        rows: &[notification::Model],
    ) -> Result<HashMap<i64, Vec<Reminder>>> {
        let rows: Vec<notification::Model> = rows.iter().filter(|row| is_running(row)).cloned().collect();
        let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
        let waiting = self.comments_without_reply(&rows).await?;
        let authorities = authorities(db, rows.iter().map(|r| r.authority_code.clone())).await?;
        let symbols = symbols(db, &ids).await?;
        let parents: Vec<String> = symbols.values().flatten().map(|s| s.symbol.clone()).collect();
        let mut announced = HashSet::new();
        for (parent, addendum) in addenda(db, &parents).await? {
            let said: Content = read_json(&addendum.content)?;
            let says = |r: &domain::notification::AddendumReason| {
                matches!(r.what, AddendumKind::Adopted | AddendumKind::Published)
            };
            if said.addendum.iter().any(says) {
                announced.insert(parent);
            }
        }
        let mut all = HashMap::new();
        for row in &rows {
            let Some(authority) = authorities.get(&row.authority_code) else { continue };
            let content: Content = read_json(&row.content)?;
            let own = symbols.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            let day = |text: &Option<String>| text.as_deref().map(read_day).transpose();
            let facts = ReminderFacts {
                state: read_name(&row.state, State::from_name)?,
                closes_on: day(&row.closes_on)?,
                unanswered: waiting.get(&row.id).copied().unwrap_or(0),
                adopted_on: day(&row.adopted_on)?,
                adoption_announced: own.iter().any(|s| announced.contains(&s.symbol)),
                entry_into_force: content.entry_into_force.date,
            };
            let due = reminders(&facts, authority.today(self.now()));
            if !due.is_empty() {
                all.insert(row.id, due);
            }
        }
        Ok(all)
    }

    /// What is due, recent, and not mailed yet. Recent is also what was due long
    /// ago by a fact that became known lately: an adoption may be recorded months
    /// after its day, and its final text is overdue at once.
    async fn fresh(
        &self,
        db: &impl ConnectionTrait,
        rows: &[notification::Model],
    ) -> Result<Vec<(i64, Reminder)>> {
        let due = self.reminders_of(db, rows).await?;
        let ids: Vec<i64> = due.keys().copied().collect();
        let mut mailed = HashSet::new();
        for chunk in ids.chunks(CHUNK) {
            let found = reminder::Entity::find()
                .filter(reminder::Column::NotificationId.is_in(chunk.iter().copied()))
                .all(db)
                .await?;
            mailed.extend(found.into_iter().map(|r| (r.notification_id, r.what, r.about)));
        }
        // A day more than the window: the authorities' days differ from this one.
        let since: Date = self.now().to_zoned(TimeZone::UTC).date();
        let since = since.saturating_sub((MAIL_WITHIN_DAYS + 1).days());
        let mut changed_lately = HashSet::new();
        for row in rows {
            if read_time(&row.changed)?.to_zoned(TimeZone::UTC).date() >= since {
                changed_lately.insert(row.id);
            }
        }
        let all = due.into_iter().flat_map(|(id, due)| due.into_iter().map(move |reminder| (id, reminder)));
        Ok(all
            .filter(|(id, r)| {
                (r.since >= since || changed_lately.contains(id))
                    && !mailed.contains(&(*id, r.kind.as_str().to_owned(), r.about.to_string()))
            })
            .collect())
    }
}

/// Notifications of this installation whose procedure runs, by identifier.
fn running() -> Select<notification::Entity> {
    notification::Entity::find()
        .filter(notification::Column::Source.eq(Source::Own.as_str()))
        .filter(notification::Column::Kind.is_in([Kind::Regular.as_str(), Kind::Revision.as_str()]))
        .filter(notification::Column::State.is_in([
            State::Published.as_str(),
            State::Adopted.as_str(),
            State::FinalText.as_str(),
        ]))
        .order_by_asc(notification::Column::Id)
}

/// The authorities that announced a measure, each with its first symbol.
fn announcing(symbols: &[notification_symbol::Model]) -> BTreeMap<&str, &str> {
    let mut all = BTreeMap::new();
    for own in symbols {
        all.entry(own.authority_code.as_str()).or_insert(own.symbol.as_str());
    }
    all
}

fn is_running(row: &notification::Model) -> bool {
    row.source == Source::Own.as_str()
        && Kind::from_name(&row.kind).is_some_and(Kind::opens_period)
        && matches!(State::from_name(&row.state), Some(State::Published | State::Adopted | State::FinalText))
}

/// A person's settings; the first time with mails on.
async fn settings_of(tx: &impl ConnectionTrait, account: i64) -> Result<account_clock::Model> {
    if let Some(row) = account_clock::Entity::find_by_id(account).one(tx).await? {
        return Ok(row);
    }
    Ok(account_clock::ActiveModel {
        account_id: Set(account),
        reminders: Set(true),
        // Links of this version are derived from the row; the columns want values of their own.
        reminder_sha256: Set(sha256(secret())),
        calendar_sha256: Set(sha256(secret())),
        calendar_renewed: Set(0),
    }
    .insert(tx)
    .await?)
}
