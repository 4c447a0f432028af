//! `check-links`: do the addresses of the standards that public measures cite
//! still answer? Each answer is stored at once; one interrupted is run again and
//! goes on with what was checked longest ago.

use std::{
    collections::HashSet,
    fmt::{self, Display},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use clap::Args;
use domain::standard::LinkFinding;
use registry::{
    Caller, Registry,
    links::{LinkChange, LinkToCheck},
};

use super::{
    import::{self, Target},
    open_to_write,
    progress::{self, Progress},
};
use crate::{
    config::Writing,
    links::{Answer, Checker, Manners, Reach},
};

/// So many servers that are silent one after another, and no other speaks: that
/// is this machine's network, and says nothing of them.
const SILENT_SERVERS: usize = 10;

/// How addresses are checked.
#[derive(Debug, Args)]
pub struct CheckLinks {
    /// Check no more than so many addresses.
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// Seconds between two requests to the same server.
    #[arg(long, value_name = "SECONDS", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u64).range(..=3_600))]
    pause: u64,
    /// Seconds that a server is given to answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    #[arg(value_parser = clap::value_parser!(u64).range(2..=600))]
    timeout: u64,
    /// Leave out what was checked within so many days.
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    #[arg(value_parser = clap::value_parser!(u32).range(..=3_650))]
    days: u32,
    #[command(flatten)]
    writing: Writing,
}

/// Checks addresses. An address counts as dead when two checks at least a day
/// apart failed; no machine outside the public internet is asked, and no proxy is used.
pub async fn check_links(options: &CheckLinks) -> anyhow::Result<ExitCode> {
    let target =
        Target { registry: open_to_write(&options.writing).await?, location: &options.writing.location };
    let registry = &target.registry;
    let mut links = registry.links_to_check(&Caller::System, options.days).await?;
    links.truncate(options.limit.unwrap_or(usize::MAX));
    let manners =
        Manners { pause: Duration::from_secs(options.pause), timeout: Duration::from_secs(options.timeout) };
    let checker = Arc::new(Checker::new(Reach::Public, manners));
    let stop = progress::stop_flag();
    let mut progress = Progress::start("addresses");
    let done = check(registry, &checker, links, &stop, || progress.further(1)).await;
    progress.end();
    let done = done?;
    registry.catalogue_reload().await?;
    import::follow(&target).await?;
    Ok(done.conclude())
}

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    answer: usize,
    fail: usize,
    unclear: usize,
    /// Called dead from now on, and called dead no more.
    died: usize,
    back: usize,
    /// Broken off, or silent with nobody speaking after: nothing was stored.
    left: usize,
    /// Whether any server spoke.
    heard: bool,
    stopped: bool,
}

impl Done {
    /// The counts in words; failure when it was stopped, or nobody spoke.
    fn conclude(self) -> ExitCode {
        println!("{self}");
        if self.left > 0 {
            eprintln!("{} could not be asked to the end, and nothing was noted of them", self.left);
        }
        if self.stopped {
            eprintln!("stopped: run the same command again to go on");
            return ExitCode::from(130);
        }
        if self.left > 0 && !self.heard {
            eprintln!("no server spoke: is this machine on the network?");
            return ExitCode::FAILURE;
        }
        ExitCode::SUCCESS
    }

    fn count(&mut self, found: LinkFinding, change: LinkChange) {
        match found {
            LinkFinding::Answers => self.answer += 1,
            LinkFinding::Fails => self.fail += 1,
            LinkFinding::Unclear => self.unclear += 1,
        }
        match change {
            LinkChange::Dead => self.died += 1,
            LinkChange::Back => self.back += 1,
            LinkChange::None | LinkChange::Replaced => {}
        }
    }
}

impl Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checked = self.answer + self.fail + self.unclear;
        if checked + self.left == 0 && !self.stopped {
            return write!(f, "no address of a cited standard is due");
        }
        write!(
            f,
            "{checked} addresses checked: {} answer, {} fail, {} do not say; {} died, {} came back",
            self.answer, self.fail, self.unclear, self.died, self.back
        )
    }
}

/// Asks one address after another, and stores what is found.
async fn check(
    registry: &Registry,
    checker: &Arc<Checker>,
    links: Vec<LinkToCheck>,
    stop: &AtomicBool,
    mut further: impl FnMut(),
) -> anyhow::Result<Done> {
    let mut done = Done::default();
    let mut silent = Silent::default();
    for link in links {
        let (asking, url) = (checker.clone(), link.url.clone());
        let asked = tokio::task::spawn_blocking(move || asking.check(&url));
        let answer = tokio::select! {
            // A server that keeps one waiting does not keep the command from ending.
            () = raised(stop) => {
                done.stopped = true;
                break;
            }
            answer = asked => answer?,
        };
        further();
        match answer {
            Answer::Silent => {
                silent.add(link);
                continue;
            }
            Answer::Broken => {
                done.left += 1;
                continue;
            }
            _ => {}
        }
        if answer.is_heard() {
            done.heard = true;
            silent.settle(registry, &mut done).await?;
        }
        let found = answer.finding();
        done.count(found, registry.link_checked(&Caller::System, &link, found).await?);
    }
    // Nobody spoke after these: it may be this machine's network that fell silent.
    done.left += silent.links.len();
    Ok(done)
}

/// Addresses whose servers were silent, until another speaks.
#[derive(Debug, Default)]
struct Silent {
    links: Vec<LinkToCheck>,
    servers: HashSet<String>,
}

impl Silent {
    fn add(&mut self, link: LinkToCheck) {
        let server = url::Url::parse(link.url.trim()).ok().and_then(|url| Some(url.host_str()?.to_owned()));
        self.servers.extend(server);
        self.links.push(link);
    }

    /// Stores that they failed, once another server speaks: unless so many were
    /// silent that the network was.
    async fn settle(&mut self, registry: &Registry, done: &mut Done) -> anyhow::Result<()> {
        let silent = std::mem::take(self);
        if silent.servers.len() >= SILENT_SERVERS {
            done.left += silent.links.len();
            return Ok(());
        }
        for link in silent.links {
            let change = registry.link_checked(&Caller::System, &link, LinkFinding::Fails).await?;
            done.count(LinkFinding::Fails, change);
        }
        Ok(())
    }
}

/// Until the flag is raised.
async fn raised(flag: &AtomicBool) {
    while !flag.load(Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::{
        net::{IpAddr, Ipv4Addr, TcpListener},
        path::Path,
        sync::Mutex,
    };

    use domain::{
        divergence::Code,
        notification::{Content, ImportedNotification, Kind, Source, State},
        standard::{DeclaredReference, StandardRecord, StandardStatus},
    };
    use jiff::Timestamp;
    use registry::Settings;

    use super::*;
    use crate::links::loopback::Loopback;

    /// A registry in this folder, whose clock is set.
    async fn registry(folder: &Path, now: &Arc<Mutex<Timestamp>>) -> Registry {
        let now = now.clone();
        let url = format!("sqlite://{}/registry.sqlite?mode=rwc", folder.display());
        let settings = Settings { secret_key: Some(registry::SecretKey::random()), ..Settings::default() };
        Registry::open(&url, settings, Arc::new(move || *now.lock().unwrap())).await.unwrap()
    }

    fn checker() -> Arc<Checker> {
        let here = Reach::PublicAnd(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let manners = Manners { pause: Duration::ZERO, timeout: Duration::from_secs(10) };
        Arc::new(Checker::new(here, manners))
    }

    /// Standards with these addresses, and a measure that cites each.
    async fn cited(registry: &Registry, addresses: &[(&str, String)]) {
        let record = |(id, url): &(&str, String)| StandardRecord {
            id: (*id).to_owned(),
            year: Some(2022),
            status: StandardStatus::Published,
            url: url.clone(),
            ..StandardRecord::default()
        };
        let records: Vec<StandardRecord> = addresses.iter().map(record).collect();
        registry.catalogue_import(&Caller::System, &records).await.unwrap();
        registry.catalogue_reload().await.unwrap();
        let reference = |(id, _): &(&str, String)| DeclaredReference {
            cited: (*id).to_owned(),
            ..DeclaredReference::default()
        };
        let measure = ImportedNotification {
            symbols: vec!["G/TBT/N/KEN/1".parse().unwrap()],
            authority_names: vec![],
            source: Source::Eping,
            kind: Kind::Regular,
            state: State::Published,
            published: "2026-01-10".parse().unwrap(),
            content: Content {
                title: "Safety of toys".into(),
                references: addresses.iter().map(reference).collect(),
                ..Content::default()
            },
        };
        registry.notifications_import(&Caller::System, &[measure]).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn addresses_die_on_the_second_day_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let gone = Arc::new(AtomicBool::new(true));
        let says = gone.clone();
        let server = Loopback::start(move |_, path| match path {
            "/1" if says.load(Ordering::Relaxed) => (404, String::new()),
            "/2" => (403, String::new()),
            _ => (200, String::new()),
        });
        let r = registry(folder.path(), &now).await;
        let ids = ["ISO 99001:2022", "ISO 99002:2022", "ISO 99003:2022"];
        let url = |path| server.url(path);
        cited(&r, &[(ids[0], url("/1")), (ids[1], url("/2")), (ids[2], url("/3"))]).await;
        let stop = AtomicBool::new(false);
        let run = |days| {
            let (r, stop) = (r.clone(), &stop);
            async move {
                let links = r.links_to_check(&Caller::System, days).await.unwrap();
                let done = check(&r, &checker(), links, stop, || {}).await.unwrap();
                r.catalogue_reload().await.unwrap();
                done
            }
        };
        let first = run(7).await;
        assert_eq!((first.answer, first.fail, first.unclear, first.died), (1, 1, 1, 0));
        assert_eq!(run(7).await, Done::default(), "all were checked");
        *now.lock().unwrap() = "2026-03-09T12:00:00Z".parse().unwrap();
        let second = run(7).await;
        assert_eq!((second.answer, second.fail, second.unclear, second.died), (1, 1, 1, 1));
        let page = r.notification_page("G/TBT/N/KEN/1").await.unwrap().unwrap();
        let flag = page.divergences.iter().find(|d| d.divergence.code == Code::TextNotAvailable).unwrap();
        assert_eq!(flag.divergence.evidence.standard, ids[0]);
        gone.store(false, Ordering::Relaxed);
        let third = run(0).await;
        assert_eq!((third.answer, third.fail, third.unclear, third.back), (2, 0, 1, 1));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn silence_counts_when_another_server_speaks() {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let server = Loopback::start(|_, _| (200, String::new()));
        let r = registry(folder.path(), &now).await;
        let nobody = format!("http://{free}/");
        cited(&r, &[("ISO 99001:2022", nobody), ("ISO 99002:2022", server.url("/"))]).await;
        let links = r.links_to_check(&Caller::System, 7).await.unwrap();
        assert_eq!(links.len(), 2);
        let go = AtomicBool::new(false);
        let alone = check(&r, &checker(), links[..1].to_vec(), &go, || {}).await.unwrap();
        assert_eq!(alone, Done { left: 1, ..Done::default() });
        // Nothing was noted: it is as due as before.
        assert_eq!(r.links_to_check(&Caller::System, 7).await.unwrap(), links);
        // Nor where the others fall silent after one spoke.
        let turned = [links[1].clone(), links[0].clone()].to_vec();
        let last = check(&r, &checker(), turned, &go, || {}).await.unwrap();
        assert_eq!(last, Done { answer: 1, left: 1, heard: true, ..Done::default() });
        let both = check(&r, &checker(), links, &go, || {}).await.unwrap();
        assert_eq!(both, Done { answer: 1, fail: 1, heard: true, ..Done::default() });
        assert!(r.links_to_check(&Caller::System, 7).await.unwrap().is_empty());
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn one_that_is_stopped_goes_on_later() {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(Mutex::new("2026-03-01T12:00:00Z".parse().unwrap()));
        let stop = Arc::new(AtomicBool::new(false));
        // It is stopped while the second is asked, which takes its time.
        let stops = stop.clone();
        let server = Loopback::start(move |_, path| {
            if path == "/2" && !stops.swap(true, Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(1_500));
            }
            (200, String::new())
        });
        let r = registry(folder.path(), &now).await;
        let ids = ["ISO 99001:2022", "ISO 99002:2022"];
        cited(&r, &[(ids[0], server.url("/1")), (ids[1], server.url("/2"))]).await;
        let links = r.links_to_check(&Caller::System, 7).await.unwrap();
        let done = check(&r, &checker(), links.clone(), &stop, || {}).await.unwrap();
        assert_eq!(done, Done { answer: 1, heard: true, stopped: true, ..Done::default() });
        assert_eq!(r.links_to_check(&Caller::System, 7).await.unwrap(), links[1..]);
    }
}
