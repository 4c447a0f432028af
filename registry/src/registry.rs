//! The handle that all use cases hang on: connection, clock, catalogue.

use std::sync::{Arc, RwLock};

use domain::standard::Catalogue;
use jiff::Timestamp;
use sea_orm::DatabaseConnection;

/// Tells the time; tests and the demo set it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Settings that use cases need.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Prefix of the symbols this installation issues, for example `G/TBT/N`.
    pub symbol_scheme: String,
    /// Address under which the public reaches the program, without a slash at
    /// the end: links in mails start with it.
    pub public_url: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { symbol_scheme: "G/TBT/N".to_owned(), public_url: "http://localhost:8080".to_owned() }
    }
}

/// The registry. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    pub(crate) db: DatabaseConnection,
    pub(crate) clock: Clock,
    pub(crate) settings: Arc<Settings>,
    pub(crate) catalogue: Arc<RwLock<Arc<Catalogue>>>,
}

impl Registry {
    /// Opens the database (`sqlite://path?mode=rwc`, `postgres://…`), brings its
    /// schema up to date and loads the catalogue.
    pub async fn open(url: &str, settings: Settings, clock: Clock) -> crate::Result<Self> {
        let _ = (url, settings, clock);
        todo!()
    }

    /// Now, by the registry's clock.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The same registry with another clock (the demo writes its past with it).
    pub fn with_clock(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The catalogue as loaded; a snapshot that imports do not change.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.read().expect("no writer panics while it holds the lock").clone()
    }

    /// Whether the database answers (`/ready`).
    pub async fn ping(&self) -> crate::Result<()> {
        todo!()
    }
}
