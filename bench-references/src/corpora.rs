//! The paragraphs to measure with, one form for all files.

use std::{fs, io::Read as _, path::Path};

use anyhow::Context as _;
use serde_json::Value;

use crate::score::Span;

/// What a paragraph should give.
pub enum Expected {
    /// These spans.
    Spans(Vec<Span>),
    /// These identifiers, wherever they stand, with their years.
    Identifiers(Vec<(String, Option<i16>)>),
    /// Not this.
    Not(String),
}

/// A paragraph with what it should give.
pub struct Paragraph {
    pub language: String,
    pub text: String,
    pub expected: Expected,
}

/// The paragraphs that come with this program; the file's first lines say how
/// references are marked in it.
pub fn written() -> anyhow::Result<Vec<Paragraph>> {
    let lines = include_str!("../corpus/written.txt").lines();
    lines.filter(|l| !l.starts_with('#')).map(marked).collect()
}

/// `language⇥text with [[words|identifier|year]]`.
fn marked(line: &str) -> anyhow::Result<Paragraph> {
    let (language, rest) = line.split_once('\t').with_context(|| format!("no language: {line}"))?;
    let source = rest.replace("\\n", "\n");
    let (mut text, mut spans, mut rest) = (String::new(), Vec::new(), source.as_str());
    while let Some((before, marked)) = rest.split_once("[[") {
        let (mark, after) = marked.split_once("]]").with_context(|| format!("an open mark: {line}"))?;
        let mut fields = mark.split('|');
        let words = fields.next().unwrap_or_default().to_owned();
        let id = fields.next().filter(|id| !id.is_empty()).map(str::to_owned);
        let year = fields.next().map(str::parse).transpose()?;
        text.push_str(before);
        let start = text.chars().count();
        text.push_str(&words);
        spans.push(Span { start, end: text.chars().count(), text: words, id, year });
        rest = after;
    }
    text.push_str(rest);
    Ok(Paragraph { language: language.to_owned(), text, expected: Expected::Spans(spans) })
}

/// Reads a file of paragraphs.
pub fn read(corpus: &str, folder: &Path) -> anyhow::Result<Vec<Paragraph>> {
    let path = folder.join(format!("{corpus}.jsonl"));
    let lines = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    lines
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|line| paragraph(corpus, &serde_json::from_str(line)?))
        .collect()
}

fn paragraph(corpus: &str, row: &Value) -> anyhow::Result<Paragraph> {
    let text = row["text"].as_str().context("a paragraph without text")?.to_owned();
    let standards = row["standards"].as_array();
    let expected = match corpus {
        "negatives" => Expected::Not(string(&row["not_a_standard"])),
        "gold" => Expected::Spans(standards.context("no standards")?.iter().map(span).collect()),
        "silver" => {
            Expected::Spans(row["mentions"].as_array().context("no mentions")?.iter().map(span).collect())
        }
        _ => Expected::Identifiers(standards.context("no standards")?.iter().map(identifier).collect()),
    };
    let language = row["lang"].as_str().unwrap_or("en").to_owned();
    Ok(Paragraph { language, text, expected })
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn year(value: &Value) -> Option<i16> {
    value.as_i64().and_then(|y| y.try_into().ok())
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|n| n.try_into().ok()).unwrap_or_default()
}

fn span(row: &Value) -> Span {
    let text = string(if row["surface"].is_null() { &row["text"] } else { &row["surface"] });
    let id = row["id"].as_str().map(str::to_owned);
    Span { start: number(&row["start"]), end: number(&row["end"]), text, id, year: year(&row["year"]) }
}

fn identifier(row: &Value) -> (String, Option<i16>) {
    match row {
        Value::String(id) => (id.clone(), None),
        row => (string(&row["id"]), year(&row["year"])),
    }
}

/// Texts to take the time on, each with a name.
pub fn drafts(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut content = String::new();
        if name.ends_with(".jsonl.zst") {
            zstd::Decoder::new(fs::File::open(&path)?)?.read_to_string(&mut content)?;
        } else if name.ends_with(".jsonl") {
            content = fs::read_to_string(&path)?;
        } else {
            continue;
        }
        let mut text = String::new();
        for line in content.lines() {
            strings(&serde_json::from_str(line)?, &mut text);
        }
        texts.push((name, text));
    }
    texts.sort();
    Ok(texts)
}

/// Every long string of a row, as paragraphs.
fn strings(value: &Value, text: &mut String) {
    match value {
        Value::String(s) if s.len() > 80 => {
            text.push_str(s);
            text.push_str("\n\n");
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, text)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, text)),
        _ => {}
    }
}
