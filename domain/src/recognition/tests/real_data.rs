//! Recognition in paragraphs of real law, where they are at hand.

use std::{fs, path::Path};

use serde_json::Value;

use super::super::recognise;

/// The rows of a file of paragraphs; nothing where it is missing.
fn rows(name: &str) -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/mentions").join(name);
    let Ok(lines) = fs::read_to_string(&file) else {
        println!("skipped: no ../shared");
        return Vec::new();
    };
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn at(row: &Value, key: &str) -> usize {
    row[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX)
}

/// Expected, hit, exact, year right, found, found rightly.
fn scores(rows: &[Value], key: &str) -> [f64; 6] {
    let mut counts = [0.0; 6];
    for row in rows {
        let found = recognise(row["text"].as_str().unwrap_or_default());
        let expected = row[key].as_array().cloned().unwrap_or_default();
        for span in &expected {
            let twin = found.iter().find(|m| m.start < at(span, "end") && at(span, "start") < m.end);
            counts[0] += 1.0;
            if let Some(m) = twin {
                counts[1] += 1.0;
                counts[2] += f64::from((m.start, m.end) == (at(span, "start"), at(span, "end")));
                counts[3] += f64::from(m.year.map(i64::from) == span["year"].as_i64());
            }
        }
        counts[4] += found.len() as f64;
        counts[5] += found
            .iter()
            .filter(|m| expected.iter().any(|span| m.start < at(span, "end") && at(span, "start") < m.end))
            .count() as f64;
    }
    counts
}

#[test]
fn checked_paragraphs() {
    let rows = rows("gold.jsonl");
    if rows.is_empty() {
        return;
    }
    let [expected, hit, exact, year, found, right] = scores(&rows, "standards");
    println!(
        "recall {}, exact {}, year {}, precision {}",
        hit / expected,
        exact / expected,
        year / expected,
        right / found
    );
    assert!(hit / expected >= 0.98 && right / found >= 0.98);
    assert!(exact / expected >= 0.95 && year / expected >= 0.97);
}

/// The spans are a plain expression's and unchecked: what it has should be found.
#[test]
fn unchecked_paragraphs() {
    let rows = rows("silver.jsonl");
    if rows.is_empty() {
        return;
    }
    let [expected, hit, ..] = scores(&rows, "mentions");
    println!("recall {}", hit / expected);
    assert!(hit / expected >= 0.97);
}

#[test]
fn look_alikes() {
    let rows = rows("negatives.jsonl");
    let taken: Vec<&str> = rows
        .iter()
        .filter_map(|row| row["not_a_standard"].as_str().map(|words| (row, words)))
        // The Swiss Society of Engineers and Architects does publish standards.
        .filter(|(_, words)| !words.starts_with("SIA"))
        .filter(|(row, words)| {
            recognise(row["text"].as_str().unwrap_or_default()).iter().any(|m| m.text.starts_with(words))
        })
        .map(|(_, words)| words)
        .collect();
    assert!(taken.is_empty(), "{taken:?}");
}
