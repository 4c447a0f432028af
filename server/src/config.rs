//! Configuration: flags, each with an environment variable and a documented
//! default. The only place that reads the environment (through clap).

use std::{net::SocketAddr, num::NonZeroUsize, path::PathBuf};

use clap::{Args, ValueEnum};
use registry::unconfirmed::Budget;

/// Where data is kept.
#[derive(Debug, Clone, Args)]
pub struct DataLocation {
    /// Folder for the database, the search index, uploaded files and mail.
    #[arg(long, env = "CONCORDANCE_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,

    /// Database: `sqlite://…` or `postgres://user:password@host/name`.
    /// Default: SQLite in the data folder.
    #[arg(long, env = "CONCORDANCE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

impl DataLocation {
    /// The database's address.
    pub fn database_url(&self) -> String {
        self.database
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}?mode=rwc", self.data.join("registry.sqlite").display()))
    }

    /// Folder of the search index.
    pub fn index(&self) -> PathBuf {
        self.data.join("index")
    }

    /// Folder of uploaded files.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }

    /// Folder in which bodies of requests wait, in files without names.
    pub fn incoming(&self) -> PathBuf {
        self.data.join("incoming")
    }

    /// Folder of mails when they go to files.
    pub fn mail(&self) -> PathBuf {
        self.data.join("mail")
    }

    /// File that says who can sign in to a demonstration.
    pub fn accounts(&self) -> PathBuf {
        self.data.join("accounts.txt")
    }

    /// Makes the data folder.
    pub fn create(&self) -> anyhow::Result<()> {
        use anyhow::Context as _;
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("the data folder {} cannot be made", self.data.display()))
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// How many may be connected.
#[derive(Debug, Clone, Args)]
pub struct Connections {
    /// Connections at the same time; fewer where the system's limit of open files
    /// does not allow so many. When all are taken, the longest idle makes room.
    #[arg(long, env = "CONCORDANCE_CONNECTIONS", default_value_t = NonZeroUsize::new(4096).expect("4096"), value_name = "N")]
    pub connections: NonZeroUsize,

    /// Connections at the same time from one network, at most half of all; not
    /// counted with --proxies, where all are the proxy's.
    #[arg(long, env = "CONCORDANCE_CONNECTIONS_OF_ONE", default_value_t = NonZeroUsize::new(256).expect("256"), value_name = "N")]
    pub connections_of_one: NonZeroUsize,
}

/// How much of what nobody confirmed is kept: drafts of comments, comments and
/// requests to follow that wait for their author, and their files.
#[derive(Debug, Clone, Args)]
pub struct Unconfirmed {
    /// Megabytes that are kept of what people of one network have not confirmed.
    /// Officials are not counted.
    #[arg(long, env = "CONCORDANCE_UNCONFIRMED_OF_NETWORK", default_value_t = 100, value_name = "MB")]
    pub unconfirmed_of_network: u32,

    /// Megabytes of it that one network may bring on one day.
    #[arg(long, env = "CONCORDANCE_UNCONFIRMED_OF_DAY", default_value_t = 300, value_name = "MB")]
    pub unconfirmed_of_day: u32,

    /// Megabytes of it altogether.
    #[arg(long, env = "CONCORDANCE_UNCONFIRMED_OF_ALL", default_value_t = 4000, value_name = "MB")]
    pub unconfirmed_of_all: u32,
}

impl Unconfirmed {
    /// The same in bytes.
    pub fn budget(&self) -> Budget {
        let bytes = |megabytes: u32| i64::from(megabytes) * 1_000_000;
        Budget {
            of_network: bytes(self.unconfirmed_of_network),
            of_day: bytes(self.unconfirmed_of_day),
            of_all: bytes(self.unconfirmed_of_all),
        }
    }
}

/// Options of `concordance serve`.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    #[command(flatten)]
    pub location: DataLocation,

    /// Address to listen on.
    #[arg(long, env = "CONCORDANCE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDR:PORT")]
    pub listen: SocketAddr,

    /// Address under which the public reaches the program; links in mails start
    /// with it, and with `https://` cookies are sent over TLS alone. Default:
    /// `http://` and the address listened on.
    #[arg(long, env = "CONCORDANCE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<url::Url>,

    /// Mail: an SMTP server as `smtps://user:password@host` or `smtp://host:25`.
    /// Default: each mail becomes a file in the data folder's `mail`.
    #[arg(long, env = "CONCORDANCE_SMTP", value_name = "URL", hide_env_values = true)]
    pub smtp: Option<String>,

    /// Sender of mails.
    #[arg(long, env = "CONCORDANCE_MAIL_FROM", default_value = "Concordance <registry@localhost>")]
    pub mail_from: String,

    /// Show all mails on the page /outbox. For demonstrations: refused unless
    /// the program listens on this machine only.
    #[arg(long, env = "CONCORDANCE_SHOW_OUTBOX")]
    pub show_outbox: bool,

    /// Number of reverse proxies in front, whose entries in X-Forwarded-For are
    /// trusted (counted from the right). 0: the header is ignored.
    #[arg(long, env = "CONCORDANCE_PROXIES", default_value_t = 0, value_name = "N")]
    pub proxies: usize,

    /// Prefix of the symbols this installation issues.
    #[arg(long, env = "CONCORDANCE_SYMBOLS", default_value = "G/TBT/N", value_name = "PREFIX")]
    pub symbols: String,

    /// Failed sign-ins allowed within ten minutes from one address; half as many to
    /// one account from there, ten times as many to one account from everywhere.
    #[arg(long, env = "CONCORDANCE_SIGN_IN_LIMIT", default_value_t = std::num::NonZeroU32::new(20).expect("20"))]
    pub sign_in_limit: std::num::NonZeroU32,

    /// Comments allowed within ten minutes from one address; half as many again of
    /// files attached to them.
    #[arg(long, env = "CONCORDANCE_COMMENT_LIMIT", default_value_t = std::num::NonZeroU32::new(20).expect("20"))]
    pub comment_limit: std::num::NonZeroU32,

    #[command(flatten)]
    pub connections: Connections,

    #[command(flatten)]
    pub unconfirmed: Unconfirmed,

    /// How log lines look; what is logged is set by RUST_LOG (default: info).
    #[arg(long, env = "CONCORDANCE_LOG", value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

impl Serve {
    /// The public address without a slash at the end.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.listen),
        }
    }

    /// Whether cookies must travel over TLS alone.
    pub fn secure_cookies(&self) -> bool {
        self.public_url.as_ref().is_some_and(|u| u.scheme() == "https")
    }
}
