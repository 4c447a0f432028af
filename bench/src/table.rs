//! The report as a Markdown table.

use std::{fmt::Write as _, time::Duration};

use crate::measure::Times;

/// Times of one kind of question.
pub struct Row {
    kind: String,
    pub ours: Times,
    pub theirs: Times,
    /// Notifications found by each question.
    pub found: Vec<u64>,
}

impl Row {
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), ours: Times::default(), theirs: Times::default(), found: Vec::new() }
    }
}

/// Everything measured.
pub struct Report {
    documents: usize,
    origin: &'static str,
    facts: Vec<[String; 3]>,
    rows: Vec<Row>,
}

const NONE: &str = "–";

impl Report {
    pub fn new(documents: usize, origin: &'static str) -> Self {
        Self { documents, origin, facts: Vec::new(), rows: Vec::new() }
    }

    fn fact(&mut self, name: &str, ours: String, theirs: Option<String>) {
        self.facts.push([name.to_owned(), ours, theirs.unwrap_or_else(|| NONE.to_owned())]);
    }

    pub fn rate(&mut self, name: &str, documents: usize, ours: &Times, theirs: &Times) {
        let rate = |t: &Times| format!("{:.0}", documents as f64 / t.sum().as_secs_f64());
        self.fact(name, rate(ours), (theirs.len() > 0).then(|| rate(theirs)));
    }

    pub fn size(&mut self, name: &str, ours: u64, theirs: Option<u64>) {
        self.fact(name, megabytes(ours), theirs.map(megabytes));
    }

    pub fn latency(&mut self, name: &str, ours: &Times, theirs: Option<&Times>) {
        self.fact(name, percentiles(ours), theirs.map(percentiles));
    }

    pub fn memory(&mut self, bytes: Option<u64>) {
        if let Some(bytes) = bytes {
            self.fact("peak memory of the process (both, mapped files too)", megabytes(bytes), None);
        }
    }

    pub fn row(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// The report.
    pub fn markdown(&self) -> String {
        let mut text = format!("{} notifications, grown from {}.\n\n", self.documents, self.origin);
        text.push_str("| | Concordance | SQLite FTS5 |\n|---|---:|---:|\n");
        for [name, ours, theirs] in &self.facts {
            let _ = writeln!(text, "| {name} | {ours} | {theirs} |");
        }
        text.push_str(
            "\nOne search: number found, first 20 with marked title and sentence, counts of nine facets.\n\n",
        );
        text.push_str("| question | asked | found (median) | Concordance p50 / p95 / p99 | SQLite FTS5 p50 / p95 / p99 |\n");
        text.push_str("|---|---:|---:|---:|---:|\n");
        for row in &self.rows {
            let mut found = row.found.clone();
            found.sort_unstable();
            let median = found.get(found.len() / 2).copied().unwrap_or_default();
            let asked = row.ours.len();
            let (ours, theirs) = (percentiles(&row.ours), percentiles(&row.theirs));
            let _ = writeln!(text, "| {} | {asked} | {median} | {ours} | {theirs} |", row.kind);
        }
        text
    }
}

fn percentiles(times: &Times) -> String {
    let all: Option<Vec<String>> =
        [50, 95, 99].into_iter().map(|p| times.percentile(p).map(milliseconds)).collect();
    all.map_or_else(|| NONE.to_owned(), |all| format!("{} ms", all.join(" / ")))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1000.0)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
