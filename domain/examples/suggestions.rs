//! Measures suggestions: the standards that real regulations cite are hidden
//! and asked for by the words beside them. `cargo xtask bench suggestions`.
//!
//! Beside the ranking stands the plainest one there is, the number of words that
//! subject and title share, in the same run.

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead, BufReader},
    path::Path,
    time::Instant,
};

use domain::{
    standard::{Catalogue, StandardId, StandardRecord, is_international},
    suggestion::{Subject, Titles},
};
use serde_json::Value;

fn main() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(file) = std::fs::File::open(shared.join("standards/standards.jsonl.zst")) else {
        println!("skipped: no ../shared");
        return;
    };
    let reader = BufReader::new(zstd::stream::read::Decoder::new(file).expect("the catalogue is zstd"));
    let records = reader.lines().filter_map(|l| serde_json::from_str::<StandardRecord>(&l.ok()?).ok());
    let catalogue = Catalogue::from_records(records);
    let started = Instant::now();
    let titles = Titles::new(catalogue.iter());
    println!("{} titles laid out in {:.2} s", titles.len(), started.elapsed().as_secs_f64());
    let in_force: HashSet<String> = catalogue
        .iter()
        .filter(|e| e.is_edition() && e.is_in_force())
        .filter_map(|e| e.id.parse::<StandardId>().ok())
        .map(|id| id.undated().to_string())
        .collect();

    for (file, words) in [
        ("eu_mdr_gspr_standards.jsonl", ["scope", "category"]),
        ("eu_mdr_gspr_standards.jsonl", ["title_en", "category"]),
        ("in_qco_standards.jsonl", ["product", ""]),
    ] {
        measure(&shared.join("citations").join(file), file, words, &catalogue, &titles, &in_force);
    }
}

fn measure(
    path: &Path,
    name: &str,
    words: [&str; 2],
    catalogue: &Catalogue,
    titles: &Titles,
    in_force: &HashSet<String>,
) {
    let rows: Vec<Value> = std::fs::read_to_string(path)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().replace('_', " ");
    // Every international standard that the regulation cites is a right answer to any of its subjects.
    let mut cited: HashMap<String, HashSet<String>> = HashMap::new();
    let mut asked: Vec<(String, String, String)> = Vec::new();
    for row in &rows {
        let Some(number) = international(&text(row, "standard"), catalogue) else { continue };
        if !in_force.contains(&number) {
            continue;
        }
        let regulation = text(row, "regulation");
        cited.entry(regulation.clone()).or_default().insert(number.clone());
        if !text(row, words[0]).is_empty() {
            asked.push((format!("{}. {}", text(row, words[0]), text(row, words[1])), regulation, number));
        }
    }
    let (mut found, mut plainly, mut shown, mut right) = (0usize, 0usize, 0usize, 0usize);
    let started = Instant::now();
    for (products, regulation, number) in &asked {
        let subject = Subject { products, ..Subject::default() };
        for (rank, s) in titles.suggest(&subject, &HashSet::new(), 10).iter().enumerate() {
            let this =
                s.standard.parse::<StandardId>().map(|id| id.undated().to_string()).unwrap_or_default();
            found += usize::from(this == *number);
            if s.is_shown() && rank < 3 {
                shown += 1;
                right += usize::from(cited[regulation].contains(&this));
            }
        }
    }
    let each = started.elapsed().as_secs_f64() * 1e3 / asked.len().max(1) as f64;
    let plain = Plain::new(catalogue, in_force);
    for (products, _, number) in &asked {
        plainly += usize::from(plain.best(products, 10).contains(number));
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    println!(
        "{name} by {}: {} subjects, recall at 10: {:.3} (shared words: {:.3}); shown {shown}, of these cited by the regulation: {:.3}; {each:.2} ms each",
        words[0],
        asked.len(),
        share(found, asked.len()),
        share(plainly, asked.len()),
        share(right, shown),
    );
}

/// The international standard meant: itself, or what it adopts.
fn international(id: &str, catalogue: &Catalogue) -> Option<String> {
    let id: StandardId = id.parse().ok()?;
    if is_international(&id) {
        return Some(id.undated().to_string());
    }
    catalogue.international(&id).or_else(|| id.adopted()).map(|id| id.undated().to_string())
}

/// The yardstick: titles by how many words they share with the subject.
struct Plain<'a> {
    titles: Vec<(String, HashSet<&'a str>)>,
}

impl<'a> Plain<'a> {
    fn new(catalogue: &'a Catalogue, in_force: &HashSet<String>) -> Self {
        let titles = catalogue
            .iter()
            .filter(|e| e.is_edition() && e.is_in_force())
            .filter_map(|e| Some((e.id.parse::<StandardId>().ok()?.undated().to_string(), e)))
            .filter(|(number, _)| in_force.contains(number))
            .map(|(number, e)| (number, e.title.split(|c: char| !c.is_alphanumeric()).collect()))
            .collect();
        Self { titles }
    }

    fn best(&self, subject: &str, limit: usize) -> HashSet<String> {
        let words: HashSet<&str> = subject.split(|c: char| !c.is_alphanumeric()).collect();
        let mut counted: Vec<(usize, &String)> =
            self.titles.iter().map(|(number, title)| (title.intersection(&words).count(), number)).collect();
        counted.sort_by(|a, b| b.0.cmp(&a.0));
        counted.into_iter().take(limit).map(|(_, number)| number.clone()).collect()
    }
}
