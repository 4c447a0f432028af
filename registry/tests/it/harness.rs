//! Databases to test on: a file for SQLite, and one of the throw-away PostgreSQL
//! server. A clock that tests set.

use std::sync::{Arc, Mutex};

use domain::{
    authority::Profile,
    notification::{Article, Contact, Content, Objective, StatedDate},
    role::Role,
};
use jiff::{Timestamp, civil::Date};
use registry::{
    Caller, Clock, PasswordCost, Registry, SecretKey, Settings, accounts::NewAccount, authorities::Authority,
};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy)]
pub enum On {
    Sqlite,
    Postgres,
}

/// A registry on an empty database, with a clock to set.
pub struct World {
    pub registry: Registry,
    pub url: String,
    now: Arc<Mutex<Timestamp>>,
    _folder: TempDir,
}

impl World {
    pub async fn new(on: On) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = match on {
            On::Sqlite => format!("sqlite://{}/registry.db?mode=rwc", folder.path().display()),
            On::Postgres => crate::postgres::database(),
        };
        let now = Arc::new(Mutex::new("2026-11-21T01:15:07Z".parse().unwrap()));
        let registry = Registry::open(&url, settings(), clock(&now)).await.unwrap();
        Self { registry, url, now, _folder: folder }
    }

    /// The same database opened again, as by another server.
    pub async fn again(&self) -> Registry {
        Registry::open(&self.url, settings(), clock(&self.now)).await.unwrap()
    }

    /// The same database opened with a clock that goes on a second whenever it is read.
    pub async fn ticking(&self) -> Registry {
        let now = self.now.clone();
        let tick = move || {
            let mut now = now.lock().unwrap();
            *now += jiff::SignedDuration::from_secs(1);
            *now
        };
        Registry::open(&self.url, settings(), Arc::new(tick)).await.unwrap()
    }

    /// The same with the limit of mails to strangers that installations have.
    pub async fn limited(&self) -> Registry {
        let limit = Settings::default().stranger_mails;
        self.opened(Settings { stranger_mails: limit, ..settings() }).await.unwrap()
    }

    /// The same with another key of mailed links.
    pub async fn with_key(&self, secret_key: Option<SecretKey>) -> registry::Result<Registry> {
        self.opened(Settings { secret_key, ..settings() }).await
    }

    /// The same under another public address.
    pub async fn under(&self, public_url: &str) -> Registry {
        self.opened(Settings { public_url: public_url.to_owned(), ..settings() }).await.unwrap()
    }

    async fn opened(&self, settings: Settings) -> registry::Result<Registry> {
        Registry::open(&self.url, settings, clock(&self.now)).await
    }

    pub fn set(&self, at: &str) {
        *self.now.lock().unwrap() = at.parse().unwrap();
    }

    /// An authority, saved.
    pub async fn authority(&self, code: &str, zone: &str, place: &str) {
        let authority = Authority {
            code: code.parse().unwrap(),
            name: format!("Authority {code}"),
            country: code[..2].to_owned(),
            zone: zone.to_owned(),
            zone_place: place.to_owned(),
            profile: Profile::Wto,
            enquiry_point: Contact {
                name: format!("Enquiry point {code}"),
                email: "tbt@example.org".to_owned(),
                ..Contact::default()
            },
        };
        self.registry.authority_save(&Caller::System, authority).await.unwrap();
    }

    /// A person of an authority, signed in.
    pub async fn person(&self, code: &str, name: &str, roles: &[Role]) -> Caller {
        let new = NewAccount {
            email: format!(
                "{}@{}.example.org",
                name.to_lowercase().replace(|c: char| !c.is_ascii(), ""),
                code.to_lowercase()
            ),
            name: name.to_owned(),
            authority: code.parse().unwrap(),
            roles: roles.to_vec(),
            password: PASSWORD.to_owned(),
        };
        let id = self.registry.account_create(&Caller::System, new).await.unwrap();
        Caller::Official(self.registry.official(id).await.unwrap().unwrap())
    }

    /// Kenya with an official and an approver.
    pub async fn kenya(&self) -> (Caller, Caller) {
        self.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let official = self.person("KEN", "Amina", &[Role::Official]).await;
        (official, self.person("KEN", "Brian", &[Role::Official, Role::Approver]).await)
    }

    /// A complete draft, submitted. Its identifier.
    pub async fn submitted(&self, official: &Caller, content: Content) -> i64 {
        let id = self.registry.draft_create(official).await.unwrap();
        self.registry.draft_save(official, id, 1, content).await.unwrap();
        self.registry.submit(official, id).await.unwrap();
        id
    }

    /// A published notification. Its symbol.
    pub async fn published(&self, people: &(Caller, Caller), content: Content) -> String {
        let id = self.submitted(&people.0, content).await;
        self.registry.approve(&people.1, id).await.unwrap()
    }
}

pub const PASSWORD: &str = "correct horse battery";

/// A form with every box answered, comments until 20 January 2027.
pub fn form() -> Content {
    Content {
        agency: Contact {
            name: "Bureau of Standards".into(),
            email: "tbt@example.org".into(),
            ..Contact::default()
        },
        articles: [Article::A2_9_2].into(),
        products: "Electric toasters".into(),
        hs: vec!["851672".parse().unwrap()],
        title: "Safety of toasters".into(),
        languages: vec!["en".into()],
        description: "Requirements for toasters.".into(),
        objectives: [Objective::HumanHealth].into(),
        rationale: "Burns are frequent.".into(),
        relevant_documents: "not stated".into(),
        adoption: StatedDate::words("to be determined"),
        entry_into_force: StatedDate::day(day("2027-09-01")),
        comments_until: StatedDate::day(day("2027-01-20")),
        texts_from: "The enquiry point".into(),
        links: vec!["https://example.org/draft.pdf".into()],
        ..Content::default()
    }
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn settings() -> Settings {
    Settings {
        // Hashing is no subject of these tests: as cheap as argon2 allows.
        password_cost: PasswordCost { memory_kib: 8, passes: 1, lanes: 1 },
        public_url: "https://concordance.example".to_owned(),
        // How many mails strangers get is a subject of its own.
        stranger_mails: 10_000,
        secret_key: SecretKey::parse(&"5a".repeat(32)),
        ..Settings::default()
    }
}

fn clock(now: &Arc<Mutex<Timestamp>>) -> Clock {
    let now = now.clone();
    Arc::new(move || *now.lock().unwrap())
}

/// Every stored value of every table, as text.
pub async fn stored_values(url: &str) -> Vec<String> {
    use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
    let db = Database::connect(url).await.unwrap();
    let backend = db.get_database_backend();
    let texts = async |sql: String| -> Vec<String> {
        let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index::<Option<String>>(0).unwrap().unwrap_or_default())
            .collect()
    };
    let postgres = backend == DbBackend::Postgres;
    let tables = if postgres {
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
    };
    let mut all = Vec::new();
    for table in texts(tables.to_owned()).await {
        let columns = if postgres {
            format!(
                "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"
            )
        } else {
            format!("SELECT name FROM pragma_table_info('{table}') ORDER BY 1")
        };
        for column in texts(columns).await {
            all.extend(texts(format!("SELECT CAST(\"{column}\" AS TEXT) FROM \"{table}\" ORDER BY 1")).await);
        }
    }
    all
}

/// Defines a test on both databases.
macro_rules! on_both {
    ($(#[$attr:meta])* async fn $name:ident($world:ident: World) $body:block) => {
        mod $name {
            use super::*;

            async fn run($world: World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(World::new($crate::harness::On::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run(World::new($crate::harness::On::Postgres).await).await;
            }
        }
    };
}
pub(crate) use on_both;
