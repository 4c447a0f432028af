//! The handle that all use cases hang on: connection, clock, catalogue.

use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

use domain::standard::Catalogue;
use jiff::Timestamp;
use tokio::sync::{Mutex, Notify};

use crate::{
    SecretKey,
    candidates::KeptCandidates,
    db::{Db, Patience},
    kept_texts::KeptTexts,
    standards::Standards,
    unconfirmed::{Budget, Source},
};

/// Tells the time; tests and the demo set it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Settings that use cases need.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Prefix of the symbols this installation issues, for example `G/TBT/N`.
    pub symbol_scheme: String,
    /// Address under which the public reaches the program, without a slash at
    /// the end: links in mails start with it. Empty: the one that is kept in the
    /// database, where there is one.
    pub public_url: String,
    /// Of it the secrets of mailed links are derived. Without it none can be made.
    pub secret_key: Option<SecretKey>,
    /// Mails a day to an address that nobody confirmed, of all kinds; three fifths
    /// of them an hour.
    pub stranger_mails: u32,
    /// How much of what nobody confirmed is kept.
    pub unconfirmed: Budget,
    /// Cost of hashing a password. The default is OWASP's; tests take less.
    pub password_cost: PasswordCost,
    /// Longest that one statement may take before it is given up, and ended by a database
    /// that can. A server has a limit; a command that is waited for has none.
    pub statement_limit: Option<Duration>,
    /// Bytes that stay free on the disk of SQLite's file: below, nothing is written but what
    /// makes room, because a full disk fails where it is dearest.
    pub reserve: u64,
    /// How long sessions of browsers last.
    pub sessions: SessionLimits,
}

/// How long a session of a browser lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request.
    pub idle: Duration,
    /// However busy.
    pub longest: Duration,
}

impl Default for SessionLimits {
    /// An hour and a working day. NIST SP 800-63B-4 asks of the second level of
    /// assurance, which is more than a password alone, an hour and a day at most.
    fn default() -> Self {
        Self { idle: Duration::from_secs(60 * 60), longest: Duration::from_secs(12 * 60 * 60) }
    }
}

/// Bytes that stay free if nothing else is asked for.
pub const RESERVE: u64 = 64 << 20;

/// Parameters of argon2id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for PasswordCost {
    /// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            symbol_scheme: "G/TBT/N".to_owned(),
            public_url: String::new(),
            secret_key: None,
            stranger_mails: 5,
            unconfirmed: Budget::default(),
            password_cost: PasswordCost::default(),
            statement_limit: None,
            reserve: RESERVE,
            sessions: SessionLimits::default(),
        }
    }
}

/// The registry. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) settings: Arc<Settings>,
    pub(crate) standards: Arc<RwLock<Arc<Standards>>>,
    pub(crate) candidates: Arc<KeptCandidates>,
    pub(crate) kept_texts: Arc<KeptTexts>,
    pub(crate) source: Option<Source>,
    /// Held by the one who writes.
    pub(crate) writer: Arc<Mutex<()>>,
    /// Rung after every commit.
    pub(crate) changed: Arc<Notify>,
}

impl Registry {
    /// Opens the database (`sqlite://path?mode=rwc`, `postgres://…`), brings its
    /// schema up to date and loads the catalogue.
    pub async fn open(url: &str, settings: Settings, clock: Clock) -> crate::Result<Self> {
        let registry = Self {
            db: Db::connect(url, settings.statement_limit, settings.reserve).await?,
            clock,
            settings: Arc::new(settings),
            standards: Arc::default(),
            candidates: Arc::default(),
            kept_texts: Arc::default(),
            source: None,
            writer: Arc::default(),
            changed: Arc::default(),
        };
        registry.check_key().await?;
        let registry = registry.with_kept_address().await?;
        registry.fill_in_older_facts().await?;
        registry.standards_load().await?;
        Ok(registry)
    }

    /// Now, by the registry's clock.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The same registry with another clock (the demo writes its past with it).
    pub fn with_clock(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The same registry for somebody who looks at a page: it waits for the database only so
    /// long that an answer comes within five seconds, if only that there is none.
    pub fn hurried(&self) -> Self {
        Self { db: self.db.with(Patience::HURRIED), ..self.clone() }
    }

    /// The same registry for a job, which has time.
    pub fn steady(&self) -> Self {
        Self { db: self.db.with(Patience::steady(self.settings.statement_limit)), ..self.clone() }
    }

    /// The same registry for somebody who is not signed in, from there: what is kept
    /// for this person counts against the budget of what is not confirmed.
    pub fn heard_from(&self, source: Source) -> Self {
        Self { source: Some(source), ..self.clone() }
    }

    /// The same registry with other settings.
    pub fn with_settings(&self, settings: Settings) -> Self {
        Self { settings: Arc::new(settings), ..self.clone() }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The catalogue as loaded; a snapshot that imports do not change.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.standards().catalogue.clone()
    }

    /// All that is known of standards, as loaded; a snapshot too.
    pub(crate) fn standards(&self) -> Arc<Standards> {
        self.standards.read().expect("no writer panics while it holds the lock").clone()
    }

    /// Closes all connections; what SQLite keeps beside its file is written into it.
    pub async fn close(self) -> crate::Result<()> {
        self.db.close().await
    }
}
