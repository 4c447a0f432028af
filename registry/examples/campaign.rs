//! Measures the comment process under a campaign: 20,000 comments on one
//! notification beside 200, in the same run.
//!
//! `cargo xtask bench campaign [COMMENTS]`. The database is a new SQLite file in
//! a temporary folder; the comments are those of `bench grouping`.

#[path = "../../domain/examples/grouping/campaign.rs"]
#[allow(dead_code, reason = "shared with another example, which uses more of it")]
mod campaign;
#[path = "../../domain/examples/grouping/phrases.rs"]
mod phrases;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{
    authority::Profile,
    comment::Disposition,
    notification::{Article, Contact, Content, Objective, StatedDate},
    role::Role,
};
use jiff::{Timestamp, civil::date};
use registry::{
    Caller, PasswordCost, Registry, Settings,
    accounts::NewAccount,
    authorities::Authority,
    comments::{Bulk, Chosen, Filter, NewComment},
};

type Done<T> = Result<T, Box<dyn std::error::Error>>;

/// Which comments are in these measurements compared with each other.
const FEW: usize = 200;
const SEED: u64 = 7;
/// Seconds between two comments.
const APART: i64 = 601;

#[tokio::main]
async fn main() -> Done<()> {
    let many: usize = match std::env::args().nth(1) {
        Some(number) => number.parse().map_err(|_| format!("“{number}” is no number of comments"))?,
        None => 20_000,
    };
    let mut table: Vec<(&str, Vec<Duration>)> = Vec::new();
    for count in [FEW, many] {
        for (n, (what, took)) in measured(count).await?.into_iter().enumerate() {
            match table.get_mut(n) {
                Some(row) => row.1.push(took),
                None => table.push((what, vec![took])),
            }
        }
    }
    println!("{:<58} {:>12} {:>12}", "", format!("{FEW} comments"), format!("{many}"));
    for (what, took) in table {
        let shown: Vec<String> =
            took.iter().map(|t| format!("{:.2} ms", t.as_secs_f64() * 1_000.0)).collect();
        println!("{what:<58} {:>12} {:>12}", shown[0], shown[1]);
    }
    Ok(())
}

async fn measured(count: usize) -> Done<Vec<(&'static str, Duration)>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}/registry.sqlite?mode=rwc", folder.path().display());
    let start: Timestamp = "2026-11-21T00:00:00Z".parse()?;
    let seconds = Arc::new(AtomicI64::new(start.as_second()));
    let clock = seconds.clone();
    let settings = Settings {
        password_cost: PasswordCost { memory_kib: 8, passes: 1, lanes: 1 },
        public_url: "https://registry.example.org".to_owned(),
        stranger_mails: u32::MAX,
        secret_key: Some(registry::SecretKey::random()),
        ..Settings::default()
    };
    let now = move || Timestamp::from_second(clock.load(Ordering::Relaxed)).unwrap_or(Timestamp::MIN);
    let registry = Registry::open(&url, settings, Arc::new(now)).await?;
    let official = person(&registry, "KEN", "Amina").await?;
    let approver = person(&registry, "KEN", "Brian").await?;
    let foreign = person(&registry, "UGA", "Okello").await?;
    let id = registry.draft_create(&official).await?;
    registry.draft_save(&official, id, 1, form()?).await?;
    registry.submit(&official, id).await?;
    let symbol = registry.approve(&approver, id).await?;

    let mut times = Vec::new();
    let began = Instant::now();
    for (n, comment) in campaign::comments(count, SEED).into_iter().enumerate() {
        // Far enough apart that the same words are not the same comment sent twice.
        seconds.fetch_add(APART, Ordering::Relaxed);
        let clause = format!("{}", 1 + n % 30);
        registry.comment_submit(&foreign, &symbol, NewComment::of_one(clause, comment.text)).await?;
    }
    times.push(("one comment received (with commit to disk)", began.elapsed() / u32::try_from(count)?));

    let began = Instant::now();
    let groups = registry.comments_group(&official, &symbol).await?;
    times.push(("all grouped for the first time", began.elapsed()));
    let began = Instant::now();
    registry.comments_group(&official, &symbol).await?;
    times.push(("all grouped again, nothing new", began.elapsed()));

    let began = Instant::now();
    let page = registry.notification_page(&symbol).await?.ok_or("no page")?;
    times.push(("page of the notification", began.elapsed()));
    assert_eq!(page.summary.comments, count as u64);
    let began = Instant::now();
    let first = registry.comments_public(&symbol, "", 1).await?;
    times.push(("first page of the public comments", began.elapsed()));
    let began = Instant::now();
    registry.comments_public(&symbol, "", first.pages).await?;
    times.push(("last page of the public comments", began.elapsed()));
    let began = Instant::now();
    registry.comments_public(&symbol, "7", 1).await?;
    times.push(("public comments on one clause", began.elapsed()));

    let all = Filter { on: symbol.clone(), ..Filter::default() };
    let began = Instant::now();
    registry.comment_find(&official, &all, 1).await?;
    times.push(("the desk, all of the notification", began.elapsed()));
    let began = Instant::now();
    registry.comment_find(&official, &Filter { clause: "7".into(), ..all.clone() }, 1).await?;
    times.push(("the desk, one clause", began.elapsed()));
    let began = Instant::now();
    registry.comment_find(&official, &Filter { words: "accredited".into(), ..all.clone() }, 1).await?;
    times.push(("the desk, a word in the text", began.elapsed()));
    let began = Instant::now();
    let list = registry.comment_groups(&official, &symbol, 1).await?;
    times.push(("list of the groups", began.elapsed()));
    let largest = list.groups.first().ok_or("no group")?.representative.id;
    let began = Instant::now();
    registry.comment_group(&official, largest, 1).await?;
    times.push(("the largest group, with what each alone says", began.elapsed()));

    let found = Chosen::Found { filter: Box::new(all), newest: i64::MAX, seen: count as u64 };
    let noted = Bulk::Dispose {
        what: Disposition::Noted,
        reason: String::new(),
        changed_document: None,
        changed_clause: String::new(),
    };
    let began = Instant::now();
    let done = registry.comment_bulk(&official, &found, &noted).await?;
    times.push(("every part of every comment disposed of", began.elapsed()));
    assert_eq!(done.done, count as u64);
    let began = Instant::now();
    registry.comment_bulk(&official, &found, &Bulk::Reply("See the response document.".into())).await?;
    times.push(("a reply to every comment", began.elapsed()));
    let began = Instant::now();
    registry.responses_publish(&official, &symbol, "", 1).await?;
    times.push(("response document published", began.elapsed()));
    let began = Instant::now();
    let lines = registry.responses(&symbol, None).await?.lines.len();
    times.push(("response document read", began.elapsed()));
    println!("{count} comments: {groups} groups of near-duplicates, {lines} lines in the response document");
    registry.close().await?;
    Ok(times)
}

async fn person(registry: &Registry, code: &str, name: &str) -> Done<Caller> {
    let authority = Authority {
        code: code.parse()?,
        name: format!("Authority {code}"),
        country: code[..2].to_owned(),
        zone: "Africa/Nairobi".to_owned(),
        zone_place: "Nairobi".to_owned(),
        profile: Profile::Wto,
        enquiry_point: Contact { email: "tbt@example.org".to_owned(), ..Contact::default() },
    };
    registry.authority_save(&Caller::System, authority).await?;
    let new = NewAccount {
        email: format!("{}@example.org", name.to_lowercase()),
        name: name.to_owned(),
        authority: code.parse()?,
        roles: vec![Role::Official, Role::Approver],
        password: "correct horse battery".to_owned(),
    };
    let id = registry.account_create(&Caller::System, new).await?;
    Ok(Caller::Official(registry.official(id).await?.ok_or("no account")?))
}

fn form() -> Done<Content> {
    Ok(Content {
        agency: Contact { name: "Bureau".into(), email: "tbt@example.org".into(), ..Contact::default() },
        articles: [Article::A2_9_2].into(),
        products: "Electric toasters".into(),
        hs: vec!["851672".parse()?],
        title: "Safety of toasters".into(),
        languages: vec!["en".into()],
        description: "Requirements for toasters.".into(),
        objectives: [Objective::HumanHealth].into(),
        rationale: "Burns are frequent.".into(),
        relevant_documents: "not stated".into(),
        adoption: StatedDate::words("to be determined"),
        entry_into_force: StatedDate::day(date(2027, 9, 1)),
        comments_until: StatedDate::day(date(2030, 1, 20)),
        texts_from: "The enquiry point".into(),
        ..Content::default()
    })
}
