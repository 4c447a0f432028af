//! Notifications from elsewhere: the WTO's export, TRIS. Importing again
//! changes what changed and duplicates nothing.

use std::collections::{HashMap, HashSet};

use domain::{
    authority::{AuthorityCode, Profile},
    notification::{Contact, Content, Kind, State},
    symbol::Symbol,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};

pub use domain::notification::ImportedNotification;

use crate::{
    Caller, Error, FieldError, Registry, Result,
    authorities::Authority,
    catalogue::ImportCounts,
    db::{CHUNK, Tx, read_json, read_name, stored_json, stored_time},
    entities::{content_version, notification, notification_symbol, product},
    final_dates::comment_deadline,
    journal::{Entry, announce, log},
    judging::{
        Cause, compared,
        facts::{FactRows, Facts},
        flags::Occasion,
    },
    notifications::Source,
    products::{insert_products, products, store_products},
    summaries::authorities,
    zones::place_of,
};

impl Registry {
    /// Adds or changes notifications in one transaction; authorities not known
    /// yet are created with what the symbol and the country table tell. The
    /// first symbol is the identity: the same symbol again is the same notification.
    pub async fn notifications_import(
        &self,
        caller: &Caller,
        batch: &[ImportedNotification],
    ) -> Result<ImportCounts> {
        caller.may_maintain()?;
        if let Some(empty) = batch.iter().position(|n| n.symbols.is_empty()) {
            return Err(Error::Invalid(vec![FieldError::new(
                "symbols",
                format!("Row {} has no symbol.", empty + 1),
            )]));
        }
        let tx = self.write().await?;
        let mut import = Import::begin(self, &tx, batch).await?;
        for (row, one) in batch.iter().enumerate() {
            import.take(row, one).await?;
        }
        let counts = import.finish().await?;
        self.commit(tx).await?;
        Ok(counts)
    }
}

/// One batch on its way into the database. What is new is gathered and written
/// with few statements at the end.
struct Import<'a> {
    registry: &'a Registry,
    tx: &'a Tx,
    now: Timestamp,
    authorities: HashMap<String, Authority>,
    /// Symbol → notification, for all symbols of the batch.
    known: HashMap<String, i64>,
    stored: HashMap<i64, notification::Model>,
    /// Notifications that this batch wrote already: a joint measure repeats
    /// once for each of its authorities, and its first row counts.
    seen: HashSet<i64>,
    symbols: Vec<notification_symbol::ActiveModel>,
    facts: FactRows,
    /// Those that the registry did not have.
    new: Vec<i64>,
    products: Vec<product::Model>,
    entries: Vec<Entry<'static>>,
    changed: Vec<i64>,
    counts: ImportCounts,
}

impl<'a> Import<'a> {
    async fn begin(registry: &'a Registry, tx: &'a Tx, batch: &[ImportedNotification]) -> Result<Self> {
        let all: Vec<String> = batch.iter().flat_map(|n| &n.symbols).map(Symbol::to_string).collect();
        let mut known = HashMap::new();
        for chunk in all.chunks(CHUNK) {
            let rows = notification_symbol::Entity::find()
                .filter(notification_symbol::Column::Symbol.is_in(chunk))
                .all(tx)
                .await?;
            known.extend(rows.into_iter().map(|r| (r.symbol, r.notification_id)));
        }
        let mut ids: Vec<i64> = known.values().copied().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut stored = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = notification::Entity::find()
                .filter(notification::Column::Id.is_in(chunk.iter().copied()))
                .all(tx)
                .await?;
            stored.extend(rows.into_iter().map(|r| (r.id, r)));
        }
        let codes = batch.iter().flat_map(|n| &n.symbols).map(|s| s.authority().to_owned());
        Ok(Self {
            authorities: authorities(tx, codes).await?,
            registry,
            tx,
            now: registry.now(),
            known,
            stored,
            seen: HashSet::new(),
            symbols: Vec::new(),
            facts: FactRows::default(),
            new: Vec::new(),
            products: Vec::new(),
            entries: Vec::new(),
            changed: Vec::new(),
            counts: ImportCounts::default(),
        })
    }

    async fn take(&mut self, row: usize, one: &ImportedNotification) -> Result<()> {
        for (n, symbol) in one.symbols.iter().enumerate() {
            let names = &one.authority_names;
            // Names stand in the order of the symbols only where there are as many.
            let name = if names.len() == one.symbols.len() { names.get(n) } else { None };
            self.authority(row, symbol, name.map(String::as_str), one.source).await?;
        }
        let same = one.symbols.iter().find_map(|s| self.known.get(&s.to_string()).copied());
        match same {
            None => self.add(one).await,
            Some(id) => self.compare(id, one).await,
        }
    }

    /// The authority of a symbol, created where it is not known yet.
    async fn authority(
        &mut self,
        row: usize,
        symbol: &Symbol,
        name: Option<&str>,
        source: Source,
    ) -> Result<()> {
        let letters = symbol.authority();
        if self.authorities.contains_key(letters) {
            return Ok(());
        }
        let code: AuthorityCode = letters.parse().map_err(|e| {
            Error::Invalid(vec![FieldError::new("symbols", format!("Row {}: {e}.", row + 1))])
        })?;
        let place = place_of(letters);
        let given = name.map(str::trim).filter(|n| !n.is_empty());
        let authority = Authority {
            name: given.or(place.map(|p| p.name)).unwrap_or(letters).to_owned(),
            country: place.map(|p| p.country.to_owned()).unwrap_or_default(),
            zone: place.map_or("UTC", |p| p.zone).to_owned(),
            zone_place: place.map_or("UTC", |p| p.zone_place).to_owned(),
            profile: if source == Source::Tris { Profile::Eu } else { Profile::Wto },
            enquiry_point: Contact::default(),
            code,
        };
        authority.clone().store(self.tx).await?;
        self.authorities.insert(letters.to_owned(), authority);
        Ok(())
    }

    async fn add(&mut self, one: &ImportedNotification) -> Result<()> {
        let first = one.symbols[0].authority().to_owned();
        let authority = self.authorities[&first].clone();
        let kind = kind_of(one);
        let deadline = comment_period(one, kind, &authority)?;
        let now = stored_time(self.now);
        let row = notification::ActiveModel {
            id: NotSet,
            authority_code: Set(first),
            kind: Set(kind.as_str().to_owned()),
            state: Set(public_state(one.state).as_str().to_owned()),
            source: Set(one.source.as_str().to_owned()),
            parent_symbol: Set(one.symbols[0].parent().map(|p| p.to_string())),
            content: Set(stored_json(&one.content)?),
            version: Set(1),
            title: Set(one.content.title.clone()),
            products: Set(one.content.products.clone()),
            description: Set(one.content.description.clone()),
            published: Set(Some(one.published.to_string())),
            closes_on: Set(deadline.as_ref().map(|d| d.day.to_string())),
            closes_at: Set(deadline.as_ref().map(|d| stored_time(d.closes_at))),
            late_comments: Set(one.content.late_comments),
            adopted_on: Set(adopted_on(one, None)),
            created_by: Set(None),
            submitted_by: Set(None),
            approved_by: Set(None),
            created: Set(now.clone()),
            changed: Set(now),
        }
        .insert(self.tx)
        .await?;
        let id = row.id;
        self.name(id, one, 0);
        self.products.extend(products(id, &one.content));
        self.facts.add(id, &Facts::read(&one.content, &[]))?;
        self.new.push(id);
        self.note(id, "imported", one.source, String::new());
        self.stored.insert(id, row);
        self.counts.new += 1;
        Ok(())
    }

    async fn compare(&mut self, id: i64, one: &ImportedNotification) -> Result<()> {
        let row = self.stored.get(&id).cloned().ok_or_else(|| {
            Error::Corrupt(format!("a symbol points to notification {id}, which does not exist"))
        })?;
        let taken = self.known.values().filter(|n| **n == id).count();
        let joined = self.name(id, one, taken);
        // What was written here, and what this batch has said already, stays as it is.
        if row.source == Source::Own.as_str() || self.seen.contains(&id) {
            self.settle(id, joined, one.source).await?;
            return Ok(());
        }
        self.seen.insert(id);
        let authority = self
            .authorities
            .get(&row.authority_code)
            .cloned()
            .map_or_else(|| Err(Error::Corrupt(format!("no authority {}", row.authority_code))), Ok);
        let authority = match authority {
            Ok(authority) => authority,
            // The first authority of a joint measure need not be in this batch.
            Err(_) => self.registry.authority_of_row(&row).await?,
        };
        let kind = kind_of(one);
        let deadline = comment_period(one, kind, &authority)?;
        let before: State = read_name(&row.state, State::from_name)?;
        // A step recorded here is not undone by a source that knows less.
        let state = before.max(public_state(one.state));
        let content = stored_json(&one.content)?;
        let closes_on = deadline.as_ref().map(|d| d.day.to_string());
        let published = Some(one.published.to_string());
        let same_content = content == row.content;
        if same_content && state == before && row.published == published && row.kind == kind.as_str() {
            self.settle(id, joined, one.source).await?;
            return Ok(());
        }
        let mut boxes = if same_content { Vec::new() } else { changed_boxes(&row.content, &one.content)? };
        if state != before {
            boxes.push(format!("state ({})", state.as_str()));
        }
        if row.published != published {
            boxes.push("day of distribution".to_owned());
        }
        let now = stored_time(self.now);
        if !same_content {
            content_version::Entity::insert(content_version::ActiveModel {
                id: NotSet,
                notification_id: Set(id),
                version: Set(row.version),
                content: Set(row.content.clone()),
                replaced: Set(now.clone()),
            })
            .exec_without_returning(self.tx)
            .await?;
        }
        let adopted = adopted_on(one, row.adopted_on.clone());
        let stated_day_changed =
            read_json::<Content>(&row.content)?.comments_until != one.content.comments_until;
        let version = row.version + 1;
        let mut update = row.into_active_model();
        update.kind = Set(kind.as_str().to_owned());
        update.state = Set(state.as_str().to_owned());
        update.content = Set(content);
        update.version = Set(version);
        update.title = Set(one.content.title.clone());
        update.products = Set(one.content.products.clone());
        update.description = Set(one.content.description.clone());
        update.published = Set(published);
        if stated_day_changed {
            update.closes_on = Set(closes_on);
            update.closes_at = Set(deadline.as_ref().map(|d| stored_time(d.closes_at)));
        }
        update.late_comments = Set(one.content.late_comments);
        update.adopted_on = Set(adopted);
        update.changed = Set(now);
        let row = update.update(self.tx).await?;
        self.registry.read_again(self.tx, id, &one.content).await?;
        store_products(self.tx, id, &one.content).await?;
        let occasion = Occasion { now: self.now, cause: Cause::Imported, actor: "" };
        self.registry.judge_again(self.tx, &row, &authority, occasion).await?;
        self.note(id, "import-changed", one.source, format!("Changed: {}.", boxes.join(", ")));
        self.stored.insert(id, row);
        self.counts.changed += 1;
        Ok(())
    }

    /// Counts a row whose content is there already; another authority that
    /// joined is a change.
    async fn settle(&mut self, id: i64, joined: Vec<String>, source: Source) -> Result<()> {
        if joined.is_empty() {
            self.counts.unchanged += 1;
        } else {
            self.note(id, "joined", source, joined.join(", "));
            self.counts.changed += 1;
        }
        Ok(())
    }

    /// Gives a notification those of the symbols that nobody has yet.
    fn name(&mut self, id: i64, one: &ImportedNotification, taken: usize) -> Vec<String> {
        let mut position = i32::try_from(taken).unwrap_or(i32::MAX);
        let mut new = Vec::new();
        for symbol in &one.symbols {
            let text = symbol.to_string();
            if self.known.contains_key(&text) {
                continue;
            }
            self.symbols.push(notification_symbol::ActiveModel {
                symbol: Set(text.clone()),
                notification_id: Set(id),
                authority_code: Set(symbol.authority().to_owned()),
                position: Set(position),
                root: Set(symbol.root().to_string()),
            });
            position += 1;
            self.known.insert(text.clone(), id);
            new.push(text);
        }
        new
    }

    fn note(&mut self, id: i64, what: &'static str, source: Source, note: String) {
        let actor = match source {
            Source::Own => "Concordance",
            Source::Eping => "ePing (WTO)",
            Source::Tris => "TRIS (European Commission)",
        };
        self.entries.push(Entry { notification: id, what, actor, note });
        self.changed.push(id);
        self.seen.insert(id);
    }

    async fn finish(self) -> Result<ImportCounts> {
        for chunk in self.symbols.chunks(CHUNK) {
            notification_symbol::Entity::insert_many(chunk.to_vec()).exec_without_returning(self.tx).await?;
        }
        self.facts.insert(self.tx).await?;
        insert_products(self.tx, self.products).await?;
        compared::keep(self.tx, &self.changed).await?;
        let occasion = Occasion { now: self.now, cause: Cause::Imported, actor: "" };
        self.registry.judge_new(self.tx, &self.new, occasion).await?;
        log(self.tx, self.now, self.entries).await?;
        announce(self.tx, self.now, &self.changed).await?;
        Ok(self.counts)
    }
}

/// The symbol's suffix decides; a foreign message without one says its kind itself.
fn kind_of(one: &ImportedNotification) -> Kind {
    match one.symbols[0].kind() {
        Kind::Regular => one.kind,
        kind => kind,
    }
}

/// Nothing imported is a draft here.
fn public_state(state: State) -> State {
    if state.is_public() { state } else { State::Published }
}

/// The day of adoption, once the source says that the measure was adopted.
fn adopted_on(one: &ImportedNotification, known: Option<String>) -> Option<String> {
    let adopted = matches!(one.state, State::Adopted | State::FinalText | State::InForce);
    known.or_else(|| one.content.adoption.date.filter(|_| adopted).map(|d| d.to_string()))
}

/// What a source does not state is not made up: no period without a day.
fn comment_period(
    one: &ImportedNotification,
    kind: Kind,
    authority: &Authority,
) -> Result<Option<domain::clock::Deadline>> {
    if one.content.comments_until.date.is_none() {
        return Ok(None);
    }
    comment_deadline(&one.content, kind, authority, one.published)
}

/// Names of the parts of the form that differ.
fn changed_boxes(before: &str, after: &Content) -> Result<Vec<String>> {
    let before: serde_json::Map<String, serde_json::Value> = read_json(before)?;
    let after: serde_json::Map<String, serde_json::Value> = read_json(&stored_json(after)?)?;
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    Ok(names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| name.replace('_', " "))
        .collect())
}
