//! `group`: near-duplicate texts, outside any database.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufReader, Write as _},
    process::ExitCode,
};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Texts to group.
#[derive(Debug, Args)]
pub struct Texts {
    /// File with a JSON object a line, {"id": …, "text": "…"}; `-` or nothing for
    /// standard input.
    #[arg(default_value = "-")]
    file: String,
}

/// One line. Other fields are of no interest.
#[derive(Debug, Deserialize)]
struct Line {
    /// A string or a number, kept as it is written.
    id: Box<RawValue>,
    text: String,
}

/// Prints {"id", "group"} for every text, in the order they came in: the group is
/// the id of its first text. A line that cannot be read ends it with the line's
/// number, before anything is printed.
pub fn group(texts: &Texts) -> anyhow::Result<ExitCode> {
    let reader: Box<dyn io::BufRead> = match texts.file.as_str() {
        "-" => Box::new(io::stdin().lock()),
        path => Box::new(BufReader::new(File::open(path).with_context(|| format!("{path} cannot be read"))?)),
    };
    let (ids, contents) = read(reader)?;
    let groups = domain::grouping::group(&contents);
    let mut first = vec![0; ids.len()];
    for group in &groups {
        for member in &group.members {
            first[*member] = group.first();
        }
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (id, first) in ids.iter().zip(first) {
        writeln!(out, "{{\"id\":{id},\"group\":{}}}", ids[first])?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Identifiers and texts. Empty lines are passed over.
fn read(reader: impl io::BufRead) -> anyhow::Result<(Vec<Box<RawValue>>, Vec<String>)> {
    let (mut ids, mut texts) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (number, bytes) in reader.split(b'\n').enumerate() {
        let number = number + 1;
        let bytes = bytes.with_context(|| format!("line {number} cannot be read"))?;
        // Some programs begin a file with a mark of the byte order.
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes).trim_ascii();
        if bytes.is_empty() {
            continue;
        }
        let line: Line = serde_json::from_slice(bytes)
            .with_context(|| format!("line {number} is no JSON object with \"id\" and \"text\""))?;
        ensure!(
            line.id.get().starts_with(|c: char| c == '"' || c == '-' || c.is_ascii_digit()),
            "line {number}: the id is neither a string nor a number"
        );
        if let Some(before) = seen.insert(line.id.get().to_owned(), number) {
            bail!("line {number}: the id {} was in line {before} already", line.id);
        }
        ids.push(line.id);
        texts.push(line.text);
    }
    Ok((ids, texts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_or_refused_with_their_number() {
        let (ids, texts) = read(
            "\u{feff}{\"id\":7,\"text\":\"a\"}\r\n\n{\"id\":\"7\",\"text\":\"b\",\"more\":1}".as_bytes(),
        )
        .unwrap();
        let ids: Vec<&str> = ids.iter().map(|id| id.get()).collect();
        assert_eq!((ids, texts), (vec!["7", "\"7\""], vec!["a".to_owned(), "b".to_owned()]));
        for (bad, line) in [
            ("{\"id\":1,\"text\":\"a\"}\nnonsense", "line 2 "),
            ("{\"id\":1}", "line 1 "),
            ("{\"id\":1,\"text\":null}", "line 1 "),
            ("{\"id\":[],\"text\":\"a\"}", "line 1:"),
            ("{\"id\":1,\"text\":\"a\"}\n\n{\"id\":1,\"text\":\"b\"}", "line 3:"),
        ] {
            let said = read(bad.as_bytes()).unwrap_err().to_string();
            assert!(said.starts_with(line), "{bad}: {said}");
        }
        assert!(read(&b"{\"id\":1,\"text\":\"\xff\"}"[..]).is_err());
    }
}
