//! The steps of the life cycle after drafting.

use std::collections::BTreeSet;

use domain::{
    authority::AuthorityCode,
    clock::Deadline,
    notification::{Content, Kind, Missing, State, StatedDate, Step, missing},
    symbol::Symbol,
    web_address::acting_address,
};
use jiff::civil::Date;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

use crate::{
    Caller, Error, FieldError, Registry, Result,
    db::{Tx, count_up, read_day, read_json, read_name, statement, stored_json, stored_time},
    entities::{notification, notification_symbol},
    extensions::PeriodMoved,
    family::{by_symbol, drafted_by_symbol},
    final_dates::{comment_deadline, new_final_date},
    journal::{Entry, announce, log},
    judging::{Cause, flags::Occasion},
    mail_texts::{About, decided, measure_changed, revised},
    products::store_products,
    standstills::start_standstill,
};

impl Registry {
    /// Hands a draft in. Refused with [`crate::Error::Invalid`] while a box is
    /// unanswered (`domain::notification::missing`).
    pub async fn submit(&self, caller: &Caller, id: i64) -> Result<()> {
        let official = caller.official()?;
        let tx = self.write().await?;
        let row = self.readable_draft(&*tx, caller, id).await?;
        let state = Step::Submit.take(read_name(&row.state, State::from_name)?, &official.roles, false)?;
        let authority = self.authority_of_row(&row).await?;
        refuse_unanswered(&row, authority.today(self.now()))?;
        self.refuse_unanswered_joint(&*tx, id).await?;
        self.refuse_period_change(&*tx, &row, &authority).await?;
        let mut row = row.into_active_model();
        row.state = Set(state.as_str().to_owned());
        row.submitted_by = Set(caller.account_id());
        row.changed = Set(stored_time(self.now()));
        row.update(&*tx).await?;
        self.log_step(&*tx, caller, id, "submitted", String::new()).await?;
        self.commit(tx).await
    }

    /// Gives a submitted notification back to its authors with a reason: an
    /// approver of any of its authorities. All approvals given so far are void.
    pub async fn send_back(&self, caller: &Caller, id: i64, reason: &str) -> Result<()> {
        let official = caller.official()?;
        let tx = self.write().await?;
        let (row, _) = self.approvable(&*tx, caller, id).await?;
        let state = Step::SendBack.take(read_name(&row.state, State::from_name)?, &official.roles, false)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 5_000 {
            return Err(Error::Invalid(vec![FieldError::new(
                "reason",
                "Say what has to change, in at most 5,000 characters.",
            )]));
        }
        let mut row = row.into_active_model();
        row.state = Set(state.as_str().to_owned());
        row.submitted_by = Set(None);
        row.changed = Set(stored_time(self.now()));
        row.update(&*tx).await?;
        self.forget_approvals(&tx, id).await?;
        self.log_step(&*tx, caller, id, "sent-back", reason.to_owned()).await?;
        self.commit(tx).await
    }

    /// A second person publishes: assigns and returns the symbol, opens the
    /// comment period, stores the divergences, tells the outbox. A joint
    /// notification is published by the last approval: the symbol is that of the
    /// drafting authority, and empty while an approver of another authority still has to.
    ///
    /// This approves whatever is stored: a person who reads and then approves does
    /// it with [`Registry::approve_seen`].
    pub async fn approve(&self, caller: &Caller, id: i64) -> Result<String> {
        self.approved(caller, id, None).await
    }

    /// Approves what was read: `seen` is the fingerprint of the page on which it
    /// was read ([`crate::drafts::DraftPage::fingerprint`]).
    ///
    /// # Errors
    /// Those of [`Registry::approve`], and [`Error::ChangedSinceRead`] when it is
    /// another meanwhile: nothing is approved unread.
    pub async fn approve_seen(&self, caller: &Caller, id: i64, seen: &str) -> Result<String> {
        self.approved(caller, id, Some(seen)).await
    }

    async fn approved(&self, caller: &Caller, id: i64, seen: Option<&str>) -> Result<String> {
        let official = caller.official()?;
        let tx = self.write().await?;
        let (row, same_person) = self.approvable(&*tx, caller, id).await?;
        let state =
            Step::Approve.take(read_name(&row.state, State::from_name)?, &official.roles, same_person)?;
        if let Some(seen) = seen {
            // Within the transaction: nobody changes it between this and the publication.
            self.refuse_unread(&*tx, &row, seen).await?;
        }
        let authority = self.authority_of_row(&row).await?;
        let now = self.now();
        let day = authority.today(now);
        refuse_unanswered(&row, day)?;
        self.refuse_period_change(&*tx, &row, &authority).await?;
        if !self.approve_jointly(&tx, caller, &row).await?.is_empty() {
            self.commit(tx).await?;
            return Ok(String::new());
        }
        let kind = read_name(&row.kind, Kind::from_name)?;
        let mut content: Content = read_json(&row.content)?;
        let deadline = comment_deadline(&content, kind, &authority, day)?;
        if let Some(deadline) = &deadline
            && content.comments_until.is_empty()
        {
            content.comments_until = StatedDate::day(deadline.day);
        }
        let symbol = match &row.parent_symbol {
            Some(parent) => next_change(&*tx, read_name(parent, |s| s.parse().ok())?, kind).await?,
            None => self.next_symbol(&tx, &authority.code).await?,
        };
        notification_symbol::Entity::insert(notification_symbol::ActiveModel {
            symbol: Set(symbol.to_string()),
            notification_id: Set(id),
            authority_code: Set(row.authority_code.clone()),
            position: Set(0),
            root: Set(symbol.root().to_string()),
        })
        .exec_without_returning(&*tx)
        .await?;
        let mut symbols = vec![symbol.to_string()];
        symbols.extend(self.add_joint_symbols(&tx, id).await?.iter().map(Symbol::to_string));
        let parent = row.parent_symbol.clone();
        let approved_by = row.approved_by.or(caller.account_id());
        let mut row = row.into_active_model();
        row.state = Set(state.as_str().to_owned());
        row.content = Set(stored_json(&content)?);
        row.published = Set(Some(day.to_string()));
        row.closes_on = Set(deadline.as_ref().map(|d| d.day.to_string()));
        row.closes_at = Set(deadline.as_ref().map(|d| stored_time(d.closes_at)));
        row.approved_by = Set(approved_by);
        row.changed = Set(stored_time(now));
        let row = row.update(&*tx).await?;
        self.read_again(&*tx, id, &content).await?;
        store_products(&*tx, id, &content).await?;
        start_standstill(&*tx, id, &content, kind, &authority, day).await?;
        let occasion = Occasion { now, cause: Cause::Published, actor: "" };
        self.judge_again(&*tx, &row, &authority, occasion).await?;
        self.log_step(&*tx, caller, id, "published", symbols.join(", ")).await?;
        announce(&*tx, now, &[id]).await?;
        let mut told = BTreeSet::new();
        let mut moved = None;
        if let Some(parent) = &parent
            && kind == Kind::Addendum
        {
            moved = self.change_period(&tx, caller, parent, &content, &symbol).await?;
            if let Some(moved) = &moved {
                told = self.tell_requesters(&*tx, moved).await?;
            }
        }
        if let Some(parent) = &parent {
            let change = (kind, &symbol, moved.as_ref());
            told.extend(self.tell_commenters_of_change(&tx, caller, parent, change, &told).await?);
        }
        if kind != Kind::Regular {
            let symbol = symbol.to_string();
            let about = About {
                public_url: &self.settings.public_url,
                symbol: &symbol,
                title: &row.title,
                number: "",
            };
            let what = match &moved {
                Some(moved) => moved.sentence(),
                None => format!("has a new {}", kind.as_str()),
            };
            let note = moved.as_ref().map_or("", |m| m.reason.as_str());
            self.tell_followers_of(&*tx, id, &told, &measure_changed(about, &what, note)).await?;
        }
        self.commit(tx).await?;
        Ok(symbol.to_string())
    }

    /// Refuses whoever may not decide on a public notification: asked before a form
    /// is shown, and before a file is stored for it.
    ///
    /// # Errors
    /// [`Error::DraftingAuthority`] for the other authorities of a joint
    /// notification, [`Error::OtherAuthority`] for everybody else's.
    pub async fn may_decide(&self, caller: &Caller, symbol: &str) -> Result<()> {
        drafted_by_symbol(&self.db, caller, symbol).await.map(|_| ())
    }

    /// Records the adoption.
    pub async fn adopt(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        self.decide(caller, symbol, Step::Adopt, on, note).await
    }

    /// Records that the draft was given up.
    pub async fn withdraw(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        self.decide(caller, symbol, Step::Withdraw, on, note).await
    }

    /// Records the entry into force.
    pub async fn enter_into_force(&self, caller: &Caller, symbol: &str, on: Date, note: &str) -> Result<()> {
        self.decide(caller, symbol, Step::EnterIntoForce, on, note).await
    }

    /// A step of a public notification, taken by officials of the authority that
    /// drafted it.
    pub(crate) async fn decide(
        &self,
        caller: &Caller,
        symbol: &str,
        step: Step,
        on: Date,
        note: &str,
    ) -> Result<()> {
        let tx = self.write().await?;
        self.decide_in(&tx, caller, symbol, step, on, note).await?;
        self.commit(tx).await
    }

    /// The same within a transaction that does more.
    pub(crate) async fn decide_in(
        &self,
        tx: &Tx,
        caller: &Caller,
        symbol: &str,
        step: Step,
        on: Date,
        note: &str,
    ) -> Result<()> {
        let official = caller.official()?;
        let row = drafted_by_symbol(tx, caller, symbol).await?;
        let kind = read_name(&row.kind, Kind::from_name)?;
        if !kind.opens_period() {
            return Err(Error::Refused(format!(
                "a decision is recorded on the notification itself, not on its {}",
                kind.as_str()
            )));
        }
        let state = step.take(read_name(&row.state, State::from_name)?, &official.roles, false)?;
        let authority = self.authority_of_row(&row).await?;
        let now = self.now();
        let note = note.trim();
        let mut errors = Vec::new();
        if on > authority.today(now) {
            errors.push(FieldError::new("on", "Enter the day on which it happened: today or earlier."));
        }
        if let Some(found) = acting_address(note) {
            let sentence =
                format!("“{found}” is no address of a page: give one that begins with https:// or http://.");
            errors.push(FieldError::new("note", sentence));
        }
        if note.chars().count() > 5_000 {
            errors.push(FieldError::new("note", "Shorten the note to 5,000 characters."));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let id = row.id;
        let title = row.title.clone();
        let mut row = row.into_active_model();
        row.state = Set(state.as_str().to_owned());
        row.changed = Set(stored_time(now));
        if step == Step::Adopt {
            row.adopted_on = Set(Some(on.to_string()));
        }
        let row = row.update(tx).await?;
        let occasion = Occasion { now, cause: Cause::Decided, actor: &official.name };
        self.judge_again(tx, &row, &authority, occasion).await?;
        let words = on.strftime("%-d %B %Y").to_string();
        let (what, sentence) = match step {
            Step::Adopt => ("adopted", format!("was adopted on {words}")),
            Step::Withdraw => ("withdrawn", format!("was withdrawn on {words}")),
            Step::GiveFinalText => ("final-text", format!("has a final text since {words}")),
            _ => ("in-force", format!("entered into force on {words}")),
        };
        let entry = if note.is_empty() { words.clone() } else { format!("{words}. {note}") };
        self.log_step(tx, caller, id, what, entry).await?;
        announce(tx, now, &[id]).await?;
        let about = About { public_url: &self.settings.public_url, symbol, title: &title, number: "" };
        let commenters =
            self.tell_commenters(tx, id, &decided(about, &sentence, note), &BTreeSet::new()).await?;
        let letter = measure_changed(about, &sentence, note);
        self.tell_followers_of(tx, id, &commenters, &letter).await
    }

    async fn log_step(
        &self,
        tx: &impl ConnectionTrait,
        caller: &Caller,
        id: i64,
        what: &str,
        note: String,
    ) -> Result<()> {
        let entry = Entry { notification: id, what, actor: caller.actor(), note };
        log(tx, self.now(), vec![entry]).await
    }

    /// The next free symbol of an authority. Numbers that an import brought are
    /// taken: the count goes on after the highest.
    pub(crate) async fn next_symbol(&self, tx: &Tx, code: &AuthorityCode) -> Result<Symbol> {
        let scheme = &self.settings.symbol_scheme;
        let series = format!("{scheme}/{code}");
        let roots: Vec<String> = notification_symbol::Entity::find()
            .filter(notification_symbol::Column::AuthorityCode.eq(code.as_str()))
            .filter(notification_symbol::Column::Root.starts_with(format!("{series}/")))
            .all(tx)
            .await?
            .into_iter()
            .map(|row| row.root)
            .collect();
        let highest =
            roots.iter().filter_map(|r| r.parse::<Symbol>().ok()).map(|s| s.number()).max().unwrap_or(0);
        tx.execute_raw(statement(
            tx,
            "INSERT INTO counter (name, last) VALUES ($1, $2) ON CONFLICT (name) \
             DO UPDATE SET last = CASE WHEN counter.last > excluded.last THEN counter.last ELSE excluded.last END",
            [series.as_str().into(), i64::from(highest).into()],
        ))
        .await?;
        let number = count_up(tx, &series).await?;
        let number = u32::try_from(number)
            .map_err(|_| Error::Corrupt(format!("the counter of {series} stands at {number}")))?;
        Symbol::first(scheme, code, number).map_err(|e| {
            Error::Refused(format!("the symbol scheme of this installation cannot be used: {e}"))
        })
    }

    /// Tells those who commented that the draft was revised or has an addendum.
    /// Returns whom.
    async fn tell_commenters_of_change(
        &self,
        tx: &Tx,
        caller: &Caller,
        parent: &str,
        (kind, symbol, moved): (Kind, &Symbol, Option<&PeriodMoved>),
        told: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>> {
        let Some(row) = by_symbol(tx, parent).await? else { return Ok(BTreeSet::new()) };
        let about =
            About { public_url: &self.settings.public_url, symbol: parent, title: &row.title, number: "" };
        let letter = match kind {
            Kind::Revision => {
                self.log_step(tx, caller, row.id, "revised", symbol.to_string()).await?;
                revised(about, &symbol.to_string())
            }
            _ => match moved {
                Some(moved) => measure_changed(about, &moved.sentence(), &moved.reason),
                None => measure_changed(about, &format!("has a new {}, {symbol}", kind.as_str()), ""),
            },
        };
        self.tell_commenters(tx, row.id, &letter, told).await
    }

    /// An addendum that announces another final date moves the period of the
    /// notification it adds to. That is judged again: the rules on the period and
    /// on the adoption (TBT 2.9) go by the date that holds.
    async fn change_period(
        &self,
        tx: &Tx,
        caller: &Caller,
        parent: &str,
        addendum: &Content,
        symbol: &Symbol,
    ) -> Result<Option<PeriodMoved>> {
        let Some((day, reason)) = new_final_date(addendum) else { return Ok(None) };
        let Some(row) = by_symbol(tx, parent).await? else { return Ok(None) };
        let authority = self.authority_of_row(&row).await?;
        let deadline = Deadline::new(day, authority.time_zone())
            .map_err(|e| Error::Refused(format!("the final date {day} cannot be reckoned: {e}")))?;
        let id = row.id;
        let moved = PeriodMoved {
            notification: id,
            symbol: parent.to_owned(),
            title: row.title.clone(),
            before: row.closes_on.as_deref().map(read_day).transpose()?,
            written_out: deadline.written_out(&authority.zone_place),
            reason: reason.to_owned(),
        };
        let mut row = row.into_active_model();
        row.closes_on = Set(Some(day.to_string()));
        row.closes_at = Set(Some(stored_time(deadline.closes_at)));
        row.changed = Set(stored_time(self.now()));
        let row = row.update(tx).await?;
        let occasion = Occasion { now: self.now(), cause: Cause::Decided, actor: caller.actor() };
        self.judge_again(tx, &row, &authority, occasion).await?;
        let note = format!("{} ({symbol})", day.strftime("%-d %B %Y"));
        self.log_step(tx, caller, id, "period-changed", note).await?;
        announce(tx, self.now(), &[id]).await?;
        Ok(Some(moved))
    }
}

/// The next change of this kind to a notification.
async fn next_change(tx: &impl ConnectionTrait, parent: Symbol, kind: Kind) -> Result<Symbol> {
    let taken = notification_symbol::Entity::find()
        .filter(notification_symbol::Column::Root.eq(parent.root().to_string()))
        .all(tx)
        .await?;
    let highest = taken
        .iter()
        .filter(|row| {
            row.symbol
                .parse::<Symbol>()
                .is_ok_and(|s| s.kind() == kind && s.parent().as_ref() == Some(&parent))
        })
        .filter_map(|row| row.symbol.rsplit_once('.')?.1.parse::<u16>().ok())
        .max()
        .unwrap_or(0);
    Ok(parent.nested(kind, highest + 1))
}

/// No box of a published notification is blank.
fn refuse_unanswered(row: &notification::Model, today: Date) -> Result<()> {
    let content: Content = read_json(&row.content)?;
    let kind = read_name(&row.kind, Kind::from_name)?;
    let errors: Vec<FieldError> = missing(&content, kind, today).into_iter().map(field_error).collect();
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// The field of the form and the sentence for a box without an answer.
fn field_error(missing: Missing) -> FieldError {
    let (field, message) = match missing {
        Missing::LocalGovernment => (
            "local_government",
            "Box 1: name the local government, because TBT 3.2 or 7.2 is ticked in box 3.",
        ),
        Missing::Agency => ("agency", "Box 2: name the agency responsible and a way to reach it."),
        Missing::Articles => (
            "articles",
            "Box 3: tick the articles and add the words they ask for; for a local government tick TBT 3.2 or 7.2.",
        ),
        Missing::Products => ("products", "Box 4: say in words which products are covered."),
        Missing::Title => ("title", "Box 5: enter the title of the notified document."),
        Missing::Languages => ("languages", "Box 5: enter the languages of the notified document."),
        Missing::Description => ("description", "Box 6: describe the content."),
        Missing::Objectives => ("objectives", "Box 7: tick at least one objective."),
        Missing::Rationale => ("rationale", "Box 7: give the rationale."),
        Missing::Urgency => ("urgency", "Box 7: say what the urgent problem is."),
        Missing::RelevantDocuments => {
            ("relevant_documents", "Box 8: name the relevant documents, or write “not stated”.")
        }
        Missing::Adoption => ("adoption", "Box 9: give the proposed day of adoption, or write “not known”."),
        Missing::EntryIntoForce => {
            ("entry_into_force", "Box 9: give the proposed day of entry into force, or write “not known”.")
        }
        Missing::CommentsUntil => (
            "comments_until",
            "Box 10: give a final date for comments that is still ahead, or say it in words.",
        ),
        Missing::TextsFrom => ("texts_from", "Box 11: say where the text can be had."),
        Missing::TrisDepartment => ("tris", "Name the department responsible (Directive (EU) 2015/1535)."),
        Missing::TrisCategory => ("tris", "Give the category of the draft (Directive (EU) 2015/1535)."),
        Missing::TrisUrgency => {
            ("tris", "Urgency needs its grounds (Directive (EU) 2015/1535, Article 6(7)): give them.")
        }
        Missing::TrisConfidentiality => (
            "tris",
            "Confidentiality needs reasons (Directive (EU) 2015/1535, Article 5(4)): give them, or do not ask for it.",
        ),
        Missing::TrisImpact => ("tris", "Say what the impact assessment found, or write “not known”."),
        Missing::TrisTbtAspects => ("tris", "Say what touches trade (TBT and SPS aspects), or write “none”."),
        Missing::AddendumReason => ("addendum", "Tick at least one reason for the addendum."),
        Missing::AddendumPeriod => (
            "addendum",
            "The comment period changed: give the new final date for comments, a day after today.",
        ),
    };
    FieldError::new(field, message)
}
