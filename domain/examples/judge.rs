//! How long judging takes: 100,000 made-up measures against the real catalogue
//! on two threads, beside a plain lookup of the same identifiers in a hash map.
//!
//! `cargo run --release -p domain --example judge` where `../shared` is at hand.

use std::{collections::HashMap, hint::black_box, path::Path, thread, time::Instant};

use domain::{
    authority::Profile,
    divergence::{Citation, Neighbour, Subject, Surroundings, judge, limits_in},
    notification::{Content, Kind, StatedDate},
    references::references_of,
    standard::{
        Catalogue, CorrespondenceRow, Correspondences, DeclaredReference, Reference, StandardRecord,
        StandardStatus,
    },
};
use jiff::civil::date;

const MEASURES: usize = 100_000;
const REFERENCES: usize = 8;
const NEIGHBOURS: usize = 40;
const THREADS: usize = 2;
const CHANGES: usize = 1_000;

struct Measure {
    content: Content,
    references: Vec<Reference>,
    neighbours: usize,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/standards");
    if !folder.exists() {
        println!("skipped: no ../shared");
        return Ok(());
    }
    let packed = std::fs::File::open(folder.join("standards.jsonl.zst"))?;
    let text = String::from_utf8(zstd::decode_all(packed)?)?;
    let records: Vec<StandardRecord> =
        text.lines().map(serde_json::from_str).collect::<Result<_, serde_json::Error>>()?;
    let count = records.len();
    let known: HashMap<String, StandardRecord> = records.iter().map(|r| (r.id.clone(), r.clone())).collect();
    let start = Instant::now();
    let catalogue = Catalogue::from_records(records);
    println!("catalogue of {count} records built in {:?}", start.elapsed());
    let rows: Vec<CorrespondenceRow> =
        csv::Reader::from_path(folder.join("equivalences.csv"))?.deserialize().collect::<Result<_, _>>()?;
    let catalogue = catalogue.with_correspondences(Correspondences::from_rows(rows));

    let catalogue = change(catalogue, known);

    let ids: Vec<&str> = catalogue.iter().map(|e| e.id.as_str()).collect();
    let measures: Vec<Measure> = (0..MEASURES).map(|n| measure(n, &ids)).collect::<Result<_, _>>()?;
    let pool: Vec<Neighbour> =
        (0..2_000).map(|n| neighbour(n, &ids, &catalogue)).collect::<Result<_, _>>()?;

    let plain: HashMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let start = Instant::now();
    let hits: usize = measures
        .iter()
        .flat_map(|m| &m.references)
        .filter(|r| black_box(plain.get(r.id.as_str())).is_some())
        .count();
    let looked_up = start.elapsed();

    let start = Instant::now();
    let parsed: Vec<_> =
        measures.iter().flat_map(|m| &m.references).filter_map(|r| r.id.parse().ok()).collect();
    let read = start.elapsed();
    let start = Instant::now();
    for id in &parsed {
        black_box(catalogue.resolve(id));
    }
    let resolved = start.elapsed();

    let start = Instant::now();
    let found: usize = thread::scope(|scope| {
        let shares: Vec<_> = measures
            .chunks(MEASURES.div_ceil(THREADS))
            .map(|share| scope.spawn(|| share.iter().map(|m| judged(m, &pool, &catalogue)).sum::<usize>()))
            .collect();
        shares.into_iter().map(|s| s.join().unwrap_or(0)).sum()
    });
    let judged = start.elapsed();
    let each = |total: std::time::Duration, n: usize| total / u32::try_from(n.max(1)).unwrap_or(u32::MAX);
    println!("{} identifiers read in {read:?}, {:?} each", parsed.len(), each(read, parsed.len()));
    println!("plain hash map: {hits} of {} identifiers in {looked_up:?}", MEASURES * REFERENCES);
    println!(
        "catalogue: {} identifiers resolved in {resolved:?}, {:?} each",
        parsed.len(),
        each(resolved, parsed.len())
    );
    println!(
        "judge: {MEASURES} measures of {REFERENCES} references and {NEIGHBOURS} neighbours in {judged:?} on {THREADS} threads, \
         {:?} each, {found} divergences",
        each(judged, MEASURES)
    );
    Ok(())
}

/// A thousand standards withdrawn one after the other, each a change by itself.
fn change(mut catalogue: Catalogue, mut known: HashMap<String, StandardRecord>) -> Catalogue {
    let ids: Vec<String> = catalogue.iter().map(|e| e.id.clone()).collect();
    let mut times = Vec::new();
    for n in 0..CHANGES {
        let Some(record) = known.get_mut(&ids[scattered(n, 5) % ids.len()]) else { continue };
        record.status = StandardStatus::Withdrawn;
        let record = record.clone();
        let start = Instant::now();
        let touched = catalogue.touched_by([&record], []);
        let asked = start.elapsed();
        let records: Vec<StandardRecord> = touched.iter().filter_map(|id| known.get(id)).cloned().collect();
        let (count, start) = (records.len(), Instant::now());
        let changed = catalogue.with_changed(&touched, records);
        times.push((asked + start.elapsed(), count));
        catalogue = changed;
    }
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().0;
    let records: usize = times.iter().map(|(_, count)| count).sum();
    println!(
        "catalogue changed {} times, {records} records touched: half within {:?}, 99 of 100 within {:?}, all within {:?}",
        times.len(),
        at(50),
        at(99),
        times.last().copied().unwrap_or_default().0
    );
    catalogue
}

/// A number that looks random and is the same in every run.
fn scattered(n: usize, salt: usize) -> usize {
    let mut x = (n * 31 + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 32)
}

fn measure(n: usize, ids: &[&str]) -> Result<Measure, Box<dyn std::error::Error>> {
    let cite = |salt: usize| {
        let id = ids[scattered(n, salt) % ids.len()];
        let cited = match salt % 4 {
            0 => id.split(':').next().unwrap_or(id).to_owned(),
            1 => format!("DIN EN {id}"),
            _ => id.to_owned(),
        };
        DeclaredReference { cited, ..DeclaredReference::default() }
    };
    let content = Content {
        references: (0..REFERENCES).map(cite).collect(),
        hs: vec![heading(n).parse()?],
        ics: vec!["97.040.20".parse()?],
        comments_until: StatedDate::day(date(2026, 4, 20)),
        ..Content::default()
    };
    let references = references_of(&content, &[]);
    Ok(Measure { content, references, neighbours: scattered(n, 77) % (2_000 - NEIGHBOURS) })
}

fn neighbour(n: usize, ids: &[&str], catalogue: &Catalogue) -> Result<Neighbour, Box<dyn std::error::Error>> {
    let cited = (0..REFERENCES).map(|salt| ids[scattered(n + MEASURES, salt) % ids.len()]);
    Ok(Neighbour {
        symbol: format!("G/TBT/N/KEN/{n}"),
        authority: "Kenya".into(),
        hs: vec![heading(n).parse()?],
        ics: Vec::new(),
        cited: cited.filter_map(|id| Citation::of(id, catalogue)).collect(),
        limits: limits_in(&format!("Lead in paint shall not exceed {n} mg/kg.")),
    })
}

fn heading(n: usize) -> String {
    format!("85{:02}", n % 40 + 1)
}

fn judged(measure: &Measure, pool: &[Neighbour], catalogue: &Catalogue) -> usize {
    let limits = limits_in("Lead in paint shall not exceed 90 mg/kg.");
    let neighbours: Vec<&Neighbour> =
        pool[measure.neighbours..measure.neighbours + NEIGHBOURS].iter().collect();
    let subject = Subject {
        content: &measure.content,
        profile: Profile::Wto,
        kind: Kind::Regular,
        published: date(2026, 3, 2),
        adopted: None,
        has_text: true,
        references: &measure.references,
        around: Surroundings {
            neighbours: &neighbours,
            limits: &limits,
            today: Some(date(2026, 11, 1)),
            ..Surroundings::default()
        },
    };
    judge(&subject, catalogue).len()
}
