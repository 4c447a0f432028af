//! Asking whether something is still at an address, politely and without
//! reaching into the operator's own network.

mod answer;
#[cfg(test)]
pub mod loopback;
mod reach;

use std::{
    collections::HashMap,
    io,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use ureq::{
    Agent,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::Url;

pub use answer::Answer;
pub use reach::{OutOfReach, Reach};

/// Redirects that are followed.
const HOPS: usize = 5;

/// How addresses are asked.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// Between two requests to one server.
    pub pause: Duration,
    /// For one request, from the name to the head of the answer.
    pub timeout: Duration,
}

/// Asks addresses, one after another.
#[derive(Debug)]
pub struct Checker {
    agent: Agent,
    pause: Duration,
    /// When each server was asked last.
    asked: Mutex<HashMap<String, Instant>>,
}

#[derive(Debug, Clone, Copy)]
enum Method {
    Head,
    Get,
}

impl Checker {
    /// One that asks no machine but those within reach.
    pub fn new(reach: Reach, manners: Manners) -> Self {
        let config = Agent::config_builder()
            .user_agent(concat!("concordance/", env!("CARGO_PKG_VERSION"), " (asks whether links work)"))
            .http_status_as_error(false)
            // Every hop is looked at here.
            .max_redirects(0)
            // A proxy would look names up by itself, out of sight of the resolver below.
            .proxy(None)
            .max_idle_connections(0)
            .timeout_resolve(Some(manners.timeout / 2))
            .timeout_connect(Some(manners.timeout / 2))
            .timeout_global(Some(manners.timeout))
            .build();
        let names = Names { reach, system: DefaultResolver::default() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), names);
        Self { agent, pause: manners.pause, asked: Mutex::default() }
    }

    /// Asks an address. Takes as long as its server does.
    pub fn check(&self, url: &str) -> Answer {
        let found = match self.follow(Method::Head, url) {
            // Some servers know no HEAD, or call missing what is asked for so.
            Ok(400 | 403 | 404 | 405 | 410 | 501) => self.follow(Method::Get, url),
            other => other,
        };
        found.map_or_else(|answer| answer, Answer::of_status)
    }

    /// The status in the end, after redirects; or why there is none.
    fn follow(&self, method: Method, url: &str) -> Result<u16, Answer> {
        let mut url = Url::parse(url.trim()).map_err(|_| Answer::Refused)?;
        for _ in 0..=HOPS {
            let Some(host) = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")) else {
                return Err(Answer::Refused);
            };
            self.wait_for(host);
            let request = match method {
                Method::Head => self.agent.head(url.as_str()),
                Method::Get => self.agent.get(url.as_str()),
            };
            // Of a body nothing is read: it goes with the response.
            let response = request.call().map_err(|error| Answer::of_error(&error))?;
            let status = response.status().as_u16();
            let location = response.headers().get("location").and_then(|to| to.to_str().ok());
            match location.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) {
                Some(to) => url = url.join(to).map_err(|_| Answer::Broken)?,
                None => return Ok(status),
            }
        }
        Err(Answer::Broken)
    }

    /// Until the server may be asked again.
    fn wait_for(&self, host: &str) {
        let mut asked = self.asked.lock().expect("no check panics while it holds the lock");
        if let Some(last) = asked.get(host) {
            thread::sleep(self.pause.saturating_sub(last.elapsed()));
        }
        asked.insert(host.to_owned(), Instant::now());
    }
}

/// Looks names up as the system does, and refuses what is out of reach: what
/// was looked at is what is connected to.
#[derive(Debug)]
struct Names {
    reach: Reach,
    system: DefaultResolver,
}

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.system.resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(io) if is_unknown_name(&io) => ureq::Error::HostNotFound,
            other => other,
        })?;
        match found.iter().find(|at| !self.reach.includes(at.ip())) {
            Some(at) => Err(ureq::Error::Other(Box::new(OutOfReach(at.ip())))),
            None => Ok(found),
        }
    }
}

/// Whether the system says that there is no such name. It says so in words alone,
/// as it says that it could not find out.
fn is_unknown_name(error: &io::Error) -> bool {
    const IN_WORDS: [&str; 3] =
        ["Name or service not known", "No address associated with hostname", "Name does not resolve"];
    let said = error.to_string();
    IN_WORDS.iter().any(|words| said.contains(words))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{loopback::Loopback, *};

    const HERE: Reach = Reach::PublicAnd(IpAddr::V4(Ipv4Addr::LOCALHOST));

    fn checker(reach: Reach) -> Checker {
        Checker::new(reach, Manners { pause: Duration::ZERO, timeout: Duration::from_secs(10) })
    }

    #[test]
    fn what_a_server_says_is_understood() {
        let server = Loopback::start(|method, path| match (method, path) {
            (_, "/here") => (200, String::new()),
            ("HEAD", "/no-head") => (405, String::new()),
            ("HEAD", "/missing-head") => (404, String::new()),
            (_, "/no-head" | "/missing-head") => (200, String::new()),
            (_, "/gone") => (410, String::new()),
            (_, "/robots") => (403, String::new()),
            (_, "/busy") => (429, String::new()),
            (_, "/broken") => (503, String::new()),
            (_, "/moved") => (301, "/here".to_owned()),
            (_, "/moved-away") => (302, "/nowhere".to_owned()),
            (_, "/round") => (302, "/round".to_owned()),
            (_, "/mail") => (302, "mailto:shop@example.org".to_owned()),
            _ => (404, String::new()),
        });
        let checker = checker(HERE);
        for (path, answer) in [
            ("/here", Answer::Works),
            ("/no-head", Answer::Works),
            ("/missing-head", Answer::Works),
            ("/gone", Answer::Gone),
            ("/nowhere", Answer::Gone),
            ("/robots", Answer::Unclear),
            ("/busy", Answer::Unclear),
            ("/broken", Answer::Unclear),
            ("/moved", Answer::Works),
            ("/moved-away", Answer::Gone),
            ("/round", Answer::Broken),
            ("/mail", Answer::Refused),
        ] {
            assert_eq!(checker.check(&server.url(path)), answer, "{path}");
        }
        let asked = server.asked();
        assert_eq!(asked.iter().filter(|a| a.as_str() == "HEAD /here").count(), 2, "{asked:?}");
        assert!(!asked.iter().any(|a| a == "GET /here" || a == "GET /busy"), "{asked:?}");
    }

    #[test]
    fn where_nobody_answers_is_silence() {
        // Bound and let go: nobody listens there.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let checker = checker(HERE);
        assert_eq!(checker.check(&format!("http://127.0.0.1:{free}/")), Answer::Silent);
    }

    #[test]
    fn a_name_is_unknown_only_where_the_system_says_so() {
        for (said, unknown) in [
            ("failed to lookup address information: Name or service not known", true),
            ("failed to lookup address information: No address associated with hostname", true),
            ("failed to lookup address information: Temporary failure in name resolution", false),
            ("Too many open files (os error 24)", false),
        ] {
            assert_eq!(is_unknown_name(&io::Error::other(said)), unknown, "{said}");
        }
    }

    #[test]
    fn no_machine_out_of_reach_is_asked() {
        let server = Loopback::start(|_, _| (200, String::new()));
        let strict = checker(Reach::Public);
        for url in [server.url("/"), "http://localhost/".to_owned(), "http://[::1]/".to_owned()] {
            assert_eq!(strict.check(&url), Answer::Refused, "{url}");
        }
        for url in ["ftp://www.iso.org/", "file:///etc/passwd", "www.iso.org", ""] {
            assert_eq!(strict.check(url), Answer::Refused, "{url}");
        }
        assert_eq!(server.asked(), [""; 0]);
    }

    #[test]
    fn no_redirect_leads_out_of_reach() {
        // The same machine by another address stands for one in a private network.
        let there = "http://127.0.0.2/".to_owned();
        let outer = Loopback::start(move |_, _| (302, there.clone()));
        assert_eq!(checker(HERE).check(&outer.url("/")), Answer::Refused);
        assert_eq!(outer.asked(), ["HEAD /"]);
    }

    #[test]
    fn a_server_is_given_time_between_two_requests() {
        let server = Loopback::start(|_, _| (200, String::new()));
        let manners = Manners { pause: Duration::from_millis(200), timeout: Duration::from_secs(10) };
        let checker = Checker::new(HERE, manners);
        let start = Instant::now();
        checker.check(&server.url("/a"));
        checker.check(&server.url("/b"));
        assert!(start.elapsed() >= manners.pause);
    }
}
