//! Configuration: flags, each with an environment variable and a documented
//! default. The only place that reads the environment (through clap).

use std::{
    net::SocketAddr,
    num::NonZeroUsize,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use registry::unconfirmed::Budget;

use crate::web::local::is_this_machine;

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

    /// Megabytes that stay free on the disk of the data folder. With less room nothing is
    /// taken any more, because a full disk may lose what it acknowledged; everything can
    /// still be read.
    #[arg(long, env = "CONCORDANCE_RESERVE", default_value_t = registry::RESERVE >> 20, value_name = "MB")]
    pub reserve: u64,

    /// Key of the secrets in mailed links, 64 hexadecimal digits; the same for all
    /// servers on one database. Default: the file `secret.key` in the data folder,
    /// made at the first start.
    #[arg(long, env = "CONCORDANCE_SECRET_KEY", value_name = "KEY", hide_env_values = true)]
    pub secret_key: Option<String>,
}

/// Where data is kept, for commands that may write mails.
#[derive(Debug, Clone, Args)]
pub struct Writing {
    #[command(flatten)]
    pub location: DataLocation,

    /// Address under which the public reaches the program: links in mails start with
    /// it. Default: the one with which `serve` was started last.
    #[arg(long, env = "CONCORDANCE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<url::Url>,
}

impl DataLocation {
    /// The database's address.
    pub fn database_url(&self) -> String {
        self.database
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}?mode=rwc", self.data.join("registry.sqlite").display()))
    }

    /// Bytes that stay free on the disk of the data folder.
    pub fn reserve(&self) -> u64 {
        self.reserve << 20
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

    /// File of the key of mailed links.
    pub fn secret_key_file(&self) -> PathBuf {
        self.data.join("secret.key")
    }

    /// File that names the registry whose index and files are in the folder.
    pub fn identity_file(&self) -> PathBuf {
        self.data.join("registry.id")
    }

    /// Whether files are in the folder.
    pub fn has_files(&self) -> bool {
        self.files().read_dir().is_ok_and(|mut entries| entries.next().is_some())
    }

    /// Makes the data folder, for its owner alone.
    pub fn create(&self) -> anyhow::Result<()> {
        use anyhow::Context as _;
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.data)
            .with_context(|| format!("the data folder {} cannot be made", self.data.display()))
    }

    /// A warning where other people of this machine can read the data folder.
    pub fn read_by_others(&self) -> Option<String> {
        let mode = self.data.metadata().ok()?.permissions().mode();
        (mode & 0o077 != 0).then(|| {
            let folder = self.data.display();
            format!(
                "the data folder {folder} is open to other people of this machine (mode {:o}), and it holds \
                 confidential comments and drafts: close it with chmod 700 {folder}",
                mode & 0o777
            )
        })
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
    /// Default: mails stay in the database and do not leave; in a demonstration each
    /// becomes a file in the data folder's `mail`, for some days.
    #[arg(long, env = "CONCORDANCE_SMTP", value_name = "URL", hide_env_values = true)]
    pub smtp: Option<String>,

    /// Sender of mails.
    #[arg(long, env = "CONCORDANCE_MAIL_FROM", default_value = "Concordance <registry@localhost>")]
    pub mail_from: String,

    /// Show all mails on the page /outbox. For demonstrations: refused unless the
    /// program listens on this machine only, and together with --smtp, --proxies, or a
    /// --public-url of another machine.
    #[arg(long, env = "CONCORDANCE_SHOW_OUTBOX")]
    pub show_outbox: bool,

    /// Mails a day to one address that nobody has confirmed yet, of all kinds together;
    /// three fifths of them an hour.
    #[arg(long, env = "CONCORDANCE_MAIL_LIMIT", default_value_t = 5, value_name = "N")]
    pub mail_limit: u32,

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

    /// Minutes after which a session ends that is not used.
    #[arg(long, env = "CONCORDANCE_SESSION_IDLE", default_value_t = 60, value_name = "MINUTES",
          value_parser = clap::value_parser!(u32).range(5..=1_440))]
    pub session_idle: u32,

    /// Hours after which a session ends, however busy.
    #[arg(long, env = "CONCORDANCE_SESSION_LONGEST", default_value_t = 12, value_name = "HOURS",
          value_parser = clap::value_parser!(u32).range(1..=168))]
    pub session_longest: u32,

    /// Address on which `/metrics` answers, alone and nowhere else, for example
    /// `127.0.0.1:9090`.
    #[arg(long, env = "CONCORDANCE_METRICS_LISTEN", value_name = "ADDR:PORT")]
    pub metrics_listen: Option<SocketAddr>,

    /// Token that `/metrics` asks for (`Authorization: Bearer …`). Without it and
    /// without an address of its own, `/metrics` answers programs of this machine
    /// alone, and only while the public is not let in here.
    #[arg(long, env = "CONCORDANCE_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true,
          value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub metrics_token: Option<String>,

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
            Some(url) => without_slash(url),
            None => format!("http://{}", self.listen),
        }
    }

    /// Whether only this machine is answered, as far as the options say.
    pub fn stays_here(&self) -> bool {
        let here = self.public_url.as_ref().and_then(url::Url::host_str).is_none_or(is_this_machine);
        self.listen.ip().is_loopback() && self.proxies == 0 && here
    }

    /// How long sessions last.
    pub fn sessions(&self) -> registry::SessionLimits {
        let minutes = |n: u32| std::time::Duration::from_secs(u64::from(n) * 60);
        registry::SessionLimits {
            idle: minutes(self.session_idle),
            longest: minutes(self.session_longest * 60),
        }
    }

    /// How mails leave.
    pub fn mail_way(&self) -> MailWay {
        match self.smtp.is_some() {
            true => MailWay::Server,
            false if self.show_outbox || self.location.accounts().exists() => MailWay::Files,
            false => MailWay::Stays,
        }
    }

    /// Refuses to show mails where more than this machine could see them.
    pub fn check_outbox(&self, public_url: &str) -> anyhow::Result<()> {
        if !self.show_outbox {
            return Ok(());
        }
        let refused = "--show-outbox shows everyone's mail, with links that open accounts: it is refused";
        anyhow::ensure!(
            self.listen.ip().is_loopback(),
            "{refused} unless --listen is an address of this machine only"
        );
        anyhow::ensure!(self.smtp.is_none(), "{refused} together with --smtp, which sends mail to people");
        anyhow::ensure!(
            self.proxies == 0,
            "{refused} together with --proxies, which stand for visitors from outside"
        );
        let local = url::Url::parse(public_url).is_ok_and(|url| crate::web::local::is_loopback(&url));
        anyhow::ensure!(
            local,
            "{refused} under the public address {public_url}, which is not of this machine: leave --public-url out, \
             or take a data folder of a demonstration"
        );
        Ok(())
    }

    /// Whether cookies must travel over TLS alone.
    pub fn secure_cookies(&self) -> bool {
        self.public_url.as_ref().is_some_and(|u| u.scheme() == "https")
    }
}

/// How mails leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailWay {
    /// To a mail server.
    Server,
    /// Into files: a demonstration.
    Files,
    /// Not at all: they stay in the database until there is a mail server.
    Stays,
}

/// An address without a slash at the end.
pub fn without_slash(url: &url::Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}
