//! Measures judging through the database: many public measures judged again,
//! and one changed standard taken in with all that cite it judged again.
//!
//! `cargo xtask bench judging-database [MEASURES]`, 100,000 by default, with the
//! catalogue of `../shared/data` where it is, and a made one of 20,000 standards
//! where it is not. The database is a new SQLite file in a temporary folder.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    notification::{Content, ImportedNotification, Kind, Source, State, StatedDate},
    standard::{DeclaredReference, StandardRecord, StandardStatus},
};
use jiff::{Timestamp, civil::date};
use registry::{Caller, Registry, Settings, notifications::Cause};

const REFERENCES: usize = 8;
/// New measures are compared with others on their products, which are read once a
/// batch: large ones make the preparation short.
const IMPORTED_AT_ONCE: usize = 10_000;
const AUTHORITIES: [&str; 8] = ["KEN", "FRA", "BRA", "USA", "IND", "ZAF", "CHN", "CHE"];

type Done<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Done<()> {
    let measures: usize = match std::env::args().nth(1) {
        Some(number) => number.parse().map_err(|_| format!("“{number}” is no number of measures"))?,
        None => 100_000,
    };
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}/registry.sqlite?mode=rwc", folder.path().display());
    let now: Timestamp = "2026-11-21T00:00:00Z".parse()?;
    let settings = Settings { secret_key: Some(registry::SecretKey::random()), ..Settings::default() };
    let registry = Registry::open(&url, settings, Arc::new(move || now)).await?;
    let records = records()?;
    for batch in records.chunks(4_000) {
        registry.catalogue_import(&Caller::System, batch).await?;
    }
    registry.catalogue_reload().await?;
    let editions: Vec<&str> = records
        .iter()
        .filter(|r| r.year.is_some() && r.supplement.is_empty() && r.base.is_empty())
        .map(|r| r.id.as_str())
        .collect();
    println!("{} records, {} of them editions", records.len(), editions.len());

    let start = Instant::now();
    let mut batch = Vec::new();
    for n in 0..measures {
        batch.push(measure(n, &editions)?);
        if batch.len() == IMPORTED_AT_ONCE || n + 1 == measures {
            registry.notifications_import(&Caller::System, &batch).await?;
            batch.clear();
        }
    }
    println!("{measures} measures of {REFERENCES} references imported and judged in {:?}", start.elapsed());

    // Once, so that the second run compares with what stands and writes little.
    for what in ["first", "second"] {
        let start = Instant::now();
        let changed = registry.judge_everything(Cause::Asked, |_| {}).await?;
        let took = start.elapsed();
        println!(
            "all judged again ({what} time): {took:?}, {:?} each, {changed} changed",
            took / u32::try_from(measures.max(1))?
        );
    }

    let mut times: Vec<(Duration, usize)> = Vec::new();
    for n in 0..200 {
        let id = editions[scattered(n, 5) % editions.len()];
        let Some(record) = records.iter().find(|r| r.id == id) else { continue };
        let year = record.year.unwrap_or(2020) + 30;
        let new = StandardRecord {
            id: id.replace(&format!(":{}", record.year.unwrap_or(0)), &format!(":{year}")),
            year: Some(year),
            status: StandardStatus::Published,
            published: format!("{year}-01-01"),
            replaces: vec![id.to_owned()],
            ..record.clone()
        };
        if new.id == id {
            continue;
        }
        let old = StandardRecord {
            status: StandardStatus::Withdrawn,
            replaced_by: vec![new.id.clone()],
            ..record.clone()
        };
        registry.catalogue_import(&Caller::System, &[new, old]).await?;
        let head = registry.outbox_head().await?;
        let start = Instant::now();
        registry.catalogue_reload().await?;
        let took = start.elapsed();
        times.push((took, usize::try_from(registry.outbox_head().await? - head)?));
    }
    times.sort();
    let told: usize = times.iter().map(|(_, n)| n).sum();
    println!(
        "one new edition taken in and what cites it judged again, {} times: half within {:?}, 95 of 100 within {:?}, longest {:?}; {told} measures changed in all",
        times.len(),
        times[times.len() / 2].0,
        times[times.len() * 95 / 100].0,
        times[times.len() - 1].0,
    );
    registry.close().await?;
    Ok(())
}

fn records() -> Done<Vec<StandardRecord>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/standards/standards.jsonl.zst");
    if !path.exists() {
        println!("no ../shared: a made catalogue");
        return Ok((0..20_000).map(made).collect());
    }
    let lines = BufReader::new(zstd::Decoder::new(std::fs::File::open(path)?)?).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn made(n: usize) -> StandardRecord {
    let year = i16::try_from(1990 + n % 4 * 10).unwrap_or(2020);
    StandardRecord {
        id: format!("ISO {}:{year}", 1_000 + n / 4),
        publisher: "ISO".into(),
        year: Some(year),
        status: if n % 4 == 3 { StandardStatus::Published } else { StandardStatus::Withdrawn },
        published: format!("{year}-01-01"),
        ics: vec!["97.040.20".into()],
        ..StandardRecord::default()
    }
}

/// A number that looks random and is the same in every run.
fn scattered(n: usize, salt: usize) -> usize {
    let mut x = (n * 31 + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 32)
}

fn measure(n: usize, editions: &[&str]) -> Done<ImportedNotification> {
    let cite = |salt: usize| {
        let id = editions[scattered(n, salt) % editions.len()];
        let cited = if salt % 4 == 1 { format!("DIN EN {id}") } else { id.to_owned() };
        DeclaredReference { cited, ..DeclaredReference::default() }
    };
    let content = Content {
        title: format!("Safety of appliances, part {n}"),
        products: "Electric appliances".into(),
        description: "Lead in paint shall not exceed 90 mg/kg.".into(),
        references: (0..REFERENCES).map(cite).collect(),
        hs: vec![format!("{:02}{:02}", 10 + n % 80, 1 + n / 80 % 20).parse()?],
        comments_until: StatedDate::day(date(2026, 4, 20)),
        ..Content::default()
    };
    let authority = AUTHORITIES[scattered(n, 99) % AUTHORITIES.len()];
    Ok(ImportedNotification {
        symbols: vec![format!("G/TBT/N/{authority}/{}", n + 1).parse()?],
        authority_names: Vec::new(),
        source: Source::Eping,
        kind: Kind::Regular,
        state: State::Published,
        published: date(2026, 2, 20),
        content,
    })
}
