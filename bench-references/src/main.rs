//! Measures how well and how fast references to standards are found in text,
//! beside a plain expression in the same run. Prints tables; writes nothing.

mod corpora;
mod score;
mod speed;
mod yardstick;

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use clap::Parser;
use domain::recognition::{recognise, recognise_reader};
use serde_json::json;

use crate::{
    corpora::{Expected, Paragraph},
    score::{Scores, Span},
};

/// Measure the recognition of references, beside a plain expression.
#[derive(Parser)]
#[command(name = "cargo xtask bench references", max_term_width = 100)]
struct Options {
    /// Folder of the real data.
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// Print what differs in this corpus (written, gold, cfr, zh, negatives, silver).
    #[arg(long)]
    differences: Option<String>,
    /// Print the references of this text instead, a JSON object a line.
    #[arg(long)]
    read: Option<PathBuf>,
    /// How often the texts are read for the time.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    if let Some(path) = &options.read {
        recognise_reader(File::open(path)?, |mention| println!("{}", json!(mention)))?;
        return Ok(());
    }
    judge("written", &corpora::written()?, options.differences.as_deref() == Some("written"));
    let mentions = options.data.join("mentions");
    if !mentions.is_dir() {
        println!("skipped: no {}", mentions.display());
        return Ok(());
    }
    for corpus in ["gold", "cfr", "zh", "negatives", "silver"] {
        let paragraphs = corpora::read(corpus, &mentions)?;
        let shown = options.differences.as_deref() == Some(corpus);
        judge(corpus, &paragraphs, shown);
    }
    times(&options.data, options.rounds)
}

/// Scores one corpus: spans, identifiers and years, by language and by family.
fn judge(corpus: &str, paragraphs: &[Paragraph], shown: bool) {
    let mut ours = Scores::default();
    let mut plain = Scores::default();
    let mut refused = 0;
    for paragraph in paragraphs {
        let found: Vec<Span> = recognise(&paragraph.text).iter().map(Span::of).collect();
        match &paragraph.expected {
            Expected::Spans(spans) => {
                ours.spans(&paragraph.language, spans, &found, |kind, what| {
                    if shown {
                        println!("  {kind}: {what}\n      in {}", around(&paragraph.text, &what));
                    }
                });
                plain.spans(&paragraph.language, spans, &yardstick::spans(&paragraph.text), |_, _| ());
            }
            Expected::Identifiers(ids) => ours.identifiers(&paragraph.language, ids, &found, |kind, what| {
                if shown {
                    println!("  {kind}: {what}\n      in {}", paragraph.text);
                }
            }),
            Expected::Not(words) => {
                let clean =
                    found.iter().all(|s| !s.text.starts_with(words.as_str()) && !words.starts_with(&s.text));
                refused += usize::from(clean);
                if shown && !clean {
                    println!("  found: {words}\n      in {}", paragraph.text);
                }
            }
        }
    }
    if corpus == "negatives" {
        println!("\n## negatives: {refused} of {} refused", paragraphs.len());
        return;
    }
    let note = if corpus == "silver" { " (spans of a plain expression, unchecked)" } else { "" };
    println!("\n## {corpus}{note}: {} paragraphs", paragraphs.len());
    print!("{}", ours.table("recognition"));
    if plain.any() {
        print!("{}", plain.total("plain expression"));
    }
}

/// A few words around what is shown.
fn around(text: &str, what: &str) -> String {
    let at = text.find(what).unwrap_or(0);
    let from = text[..at].char_indices().rev().nth(50).map_or(0, |(i, _)| i);
    text[from..].chars().take(what.chars().count() + 130).collect::<String>().replace('\n', "⏎")
}

fn times(data: &Path, rounds: usize) -> anyhow::Result<()> {
    println!("\n## speed, one core");
    for (name, text) in corpora::drafts(&data.join("drafts"))? {
        speed::measure(&name, &text, rounds)?;
    }
    Ok(())
}
