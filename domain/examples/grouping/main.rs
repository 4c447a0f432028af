//! Measures the grouping of comments on a generated campaign with known truth:
//! precision and recall of pairs, time and memory. `cargo xtask bench grouping`.
//!
//! Beside it stands the plainest grouping there is, texts that are equal but for
//! case and punctuation, on the same comments in the same run.

mod campaign;
mod phrases;

use std::{collections::HashMap, time::Instant};

use campaign::{Comment, Kind};
use domain::grouping::{group, unique_passages};

/// Comments of the large run.
const LARGE: usize = 20_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|a| a == "--help") {
        println!(
            "bench grouping [NUMBER OF COMMENTS] [--seed NUMBER]\nbench grouping --write FILE.jsonl: writes the comments with their truth"
        );
        return;
    }
    let after = |name: &str| arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1));
    let seed = after("--seed").and_then(|s| s.parse().ok()).unwrap_or(2026);
    let count = arguments.first().and_then(|a| a.parse().ok()).unwrap_or(LARGE);
    if let Some(path) = after("--write") {
        let lines: Vec<String> = campaign::comments(count, seed)
            .iter()
            .enumerate()
            .map(|(id, c)| serde_json::json!({"id": id, "text": c.text, "truth": c.truth}).to_string() + "\n")
            .collect();
        if let Err(error) = std::fs::write(path, lines.concat()) {
            eprintln!("{path}: {error}");
            std::process::exit(1);
        }
        return;
    }
    for (count, seed) in [(2_000, seed + 1), (count, seed)] {
        quality(count, seed);
    }
    adversaries(count);
}

fn quality(count: usize, seed: u64) {
    let comments = campaign::comments(count, seed);
    let texts: Vec<&str> = comments.iter().map(|c| c.text.as_str()).collect();
    let words: usize = texts.iter().map(|t| t.split_whitespace().count()).sum();
    let before = peak_memory();
    let started = (Instant::now(), cpu_seconds());
    let groups = group(&texts);
    let took = started.0.elapsed();
    let of_core = started.1.zip(cpu_seconds()).map_or(0.0, |(from, to)| to - from);
    let mut found = vec![0; comments.len()];
    for (number, group) in groups.iter().enumerate() {
        group.members.iter().for_each(|m| found[*m] = number);
    }
    let (precision, recall) = pairs(&comments, &found);
    println!(
        "{count} comments of {} words on average: {} groups in {:.2} s ({of_core:.2} s of one core); pairs: precision {precision:.4}, recall {recall:.4}",
        words / count.max(1),
        groups.len(),
        took.as_secs_f64(),
    );
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        println!("    memory at its peak: {after} MB, before grouping: {before} MB");
    }
    let mut plain: HashMap<String, usize> = HashMap::new();
    let equal: Vec<usize> = texts
        .iter()
        .map(|t| {
            let key = t.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
            let next = plain.len();
            *plain.entry(key).or_insert(next)
        })
        .collect();
    let (precision, recall) = pairs(&comments, &equal);
    println!("    equal but for case and punctuation: precision {precision:.4}, recall {recall:.4}");
    by_kind(&comments, &found);
    let started = Instant::now();
    let shown: usize = groups
        .iter()
        .flat_map(|g| g.members.iter().map(|m| unique_passages(texts[*m], texts[g.representative]).len()))
        .sum();
    println!("    {shown} unique passages of all members in {:.2} s", started.elapsed().as_secs_f64());
}

/// Precision and recall of the pairs that are in one group.
fn pairs(comments: &[Comment], found: &[usize]) -> (f64, f64) {
    let (mut both, mut truth, mut groups) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (comment, group) in comments.iter().zip(found) {
        *both.entry((comment.truth, *group)).or_insert(0_u64) += 1;
        *truth.entry(comment.truth).or_insert(0_u64) += 1;
        *groups.entry(*group).or_insert(0_u64) += 1;
    }
    let of = |n: &u64| (n * (n - 1) / 2) as f64;
    let right: f64 = both.values().map(of).sum();
    let share = |all: f64| if all == 0.0 { 1.0 } else { right / all };
    (share(groups.values().map(of).sum()), share(truth.values().map(of).sum()))
}

/// For each kind of comment how many stand with most of their own campaign (or,
/// outside campaigns, with nobody else).
fn by_kind(comments: &[Comment], found: &[usize]) {
    let mut votes: HashMap<usize, HashMap<usize, usize>> = HashMap::new();
    for (comment, group) in comments.iter().zip(found) {
        *votes.entry(comment.truth).or_default().entry(*group).or_default() += 1;
    }
    let home: HashMap<usize, usize> = votes
        .into_iter()
        .filter_map(|(truth, groups)| Some((truth, groups.into_iter().max_by_key(|(g, n)| (*n, *g))?.0)))
        .collect();
    let mut owner: HashMap<usize, usize> = HashMap::new();
    for (comment, group) in comments.iter().zip(found) {
        owner
            .entry(*group)
            .and_modify(|t| {
                if *t != comment.truth {
                    *t = usize::MAX
                }
            })
            .or_insert(comment.truth);
    }
    let mut kinds: Vec<(Kind, usize, usize)> = Vec::new();
    for (comment, group) in comments.iter().zip(found) {
        let right = if comment.kind.in_campaign() {
            home[&comment.truth] == *group
        } else {
            owner[group] == comment.truth
        };
        match kinds.iter_mut().find(|(k, ..)| *k == comment.kind) {
            Some((_, all, good)) => {
                *all += 1;
                *good += usize::from(right);
            }
            None => kinds.push((comment.kind, 1, usize::from(right))),
        }
    }
    kinds.sort();
    for (kind, all, good) in kinds {
        println!("    {kind:?}: {good} of {all}");
    }
}

/// Inputs that would be slow if anything grew with the square of their number.
fn adversaries(count: usize) {
    let letter = campaign::letter_of(0);
    let long: String = letter.chars().cycle().take(1 << 20).collect();
    let quoting: Vec<String> = (0..count)
        .map(|i| {
            let own: String = (0..100).map(|n| format!("w{}x{n} ", i * 31)).collect();
            format!("{own}{}", letter.chars().skip(50).take(200).collect::<String>())
        })
        .collect();
    for (name, texts) in [
        ("identical", vec![letter.clone(); count]),
        ("empty", vec![String::new(); count]),
        ("one of 1 MB among a thousand", [vec![long], vec![letter.clone(); 1_000]].concat()),
        ("each quoting the same sentence", quoting),
    ] {
        let started = Instant::now();
        let groups = group(&texts).len();
        println!(
            "{} comments, {name}: {groups} groups in {:.2} s",
            texts.len(),
            started.elapsed().as_secs_f64()
        );
    }
}

/// Time that this process has had of the processors, in seconds, where Linux
/// tells it: what others do on the machine is not in it.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// The most memory this process has held, in MB, where Linux tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes: u64 =
        status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1024)
}
