//! Cutting real law, where it is at hand: a regulation whose true structure is
//! known, and laws as they are published.

use std::{collections::HashSet, io::Read as _, path::PathBuf, process::Command, time::Instant};

use serde_json::Value;

use crate::text::{Clauses, Comparison, Paragraph};

fn drafts() -> Option<PathBuf> {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found =
        manifest.ancestors().map(|folder| folder.join("shared/data/drafts")).find(|path| path.is_dir());
    if found.is_none() {
        println!("skipped: no ../shared");
    }
    found
}

/// What a paragraph truly is.
enum Truth {
    /// The clause of this path begins here.
    Clause(String),
    /// It belongs to the clause before.
    Words,
    /// The publisher does not say.
    Open,
}

/// The paragraphs of the regulation as it is printed, and what each truly is:
/// the path of the clause that begins there.
fn printed(node: &Value, paragraphs: &mut Vec<Paragraph>, truth: &mut Vec<Truth>) {
    let label: Vec<&str> = node["label"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let kind = node["node_type"].as_str().unwrap_or_default();
    let last = label.last().copied().unwrap_or_default();
    // Quoted forms (all of § 264.151) and appendices number their lines too; the
    // tree does not, so they are not judged.
    let quoted = kind != "regtext" && kind != "subpart" || label.len() > 2 && label[1] == "151";
    let unnumbered = last.strip_prefix('p').is_some_and(|rest| rest.parse::<u32>().is_ok()) || quoted;
    if let Some(title) = node["title"].as_str() {
        let (title, level) = match label.as_slice() {
            [_, "Subpart", letter] => (format!("Subpart {letter}—{title}"), 2),
            _ => (title.to_owned(), u8::try_from(label.len()).unwrap_or(9).min(3)),
        };
        paragraphs.push(Paragraph::heading(level, title));
        let numbered = kind == "subpart" || label.len() <= 2 && kind == "regtext";
        truth.push(if numbered { Truth::Clause(label.join("-")) } else { Truth::Open });
    }
    let text = node["text"].as_str().unwrap_or_default().trim();
    if !text.is_empty() && label.len() > 1 {
        paragraphs.push(Paragraph::plain(text));
        truth.push(match (quoted, unnumbered || !node["title"].is_null()) {
            (true, _) => Truth::Open,
            (false, true) => Truth::Words,
            (false, false) => Truth::Clause(label.join("-")),
        });
    }
    for child in node["children"].as_array().into_iter().flatten() {
        printed(child, paragraphs, truth);
    }
}

#[test]
fn a_regulation_is_cut_as_its_publisher_cut_it() {
    let Some(drafts) = drafts() else { return };
    let unpacked =
        Command::new("gzip").arg("-dc").arg(drafts.join("us_epa_40cfr264_tree_2015.json.gz")).output();
    let Ok(unpacked) = unpacked else {
        println!("skipped: no gzip");
        return;
    };
    let tree: Value = serde_json::from_slice(&unpacked.stdout).unwrap();
    let (mut paragraphs, mut truth) = (Vec::new(), Vec::new());
    printed(&tree, &mut paragraphs, &mut truth);
    let started = Instant::now();
    let text = Clauses::of(paragraphs);
    let took = started.elapsed();
    let starts: HashSet<usize> = text.clauses().iter().map(|clause| clause.paragraphs.start).collect();
    let (mut right, mut missed, mut wrong, mut paths) = (0, 0, 0, 0);
    for (at, true_path) in truth.iter().enumerate() {
        match (true_path, starts.contains(&at)) {
            (Truth::Clause(_), true) => right += 1,
            (Truth::Clause(path), false) => {
                missed += 1;
                println!("missed {path}: {:.60}", text.paragraphs()[at].text);
            }
            (Truth::Words, true) => {
                wrong += 1;
                println!("too many: {:.60}", text.paragraphs()[at].text);
            }
            _ => {}
        }
    }
    for clause in text.clauses() {
        let Truth::Clause(path) = &truth[clause.paragraphs.start] else { continue };
        let parts: Vec<&str> = path.split('-').collect();
        let expected = match parts.as_slice() {
            [_] => "part-264".to_owned(),
            [_, "Subpart", letter] => format!("part-264.subpart-{}", letter.to_lowercase()),
            [part, section, rest @ ..] => {
                let rest: String = rest.iter().map(|p| format!(".{}", p.to_lowercase())).collect();
                format!("sec-{part}.{section}{rest}")
            }
            [] => String::new(),
        };
        if clause.address == expected {
            paths += 1;
        } else {
            println!("address {} instead of {expected}", clause.address);
        }
    }
    let total = right + missed;
    println!(
        "{total} clauses: {right} found, {missed} missed, {wrong} too many, {paths} with the true address; {took:?}"
    );
    assert!(f64::from(right) / f64::from(total) > 0.98);
    assert!(f64::from(right) / f64::from(right + wrong) > 0.95);
    assert!(f64::from(paths) / f64::from(total) > 0.9);
}

#[test]
fn laws_as_they_are_published_are_cut_at_their_articles() {
    let Some(drafts) = drafts() else { return };
    let packed = std::fs::File::open(drafts.join("laws_de_nl_ch_fr.jsonl.zst")).unwrap();
    let mut laws = String::new();
    zstd::Decoder::new(packed).unwrap().read_to_string(&mut laws).unwrap();
    let (mut named, mut found, mut clauses, mut self_compared) = (0, 0, 0, 0);
    let started = Instant::now();
    for line in laws.lines() {
        let law: Value = serde_json::from_str(line).unwrap();
        let paragraphs = of_markdown(law["text"].as_str().unwrap_or_default());
        let heads: Vec<usize> = paragraphs
            .iter()
            .enumerate()
            .filter(|(_, paragraph)| {
                let heading = matches!(paragraph.form, crate::text::Form::Heading { .. });
                let text = paragraph.text.to_lowercase();
                let behind = ["artikel ", "art. ", "§ ", "bijlage ", "anlage ", "anhang "]
                    .iter()
                    .find_map(|word| text.strip_prefix(word));
                heading
                    && behind.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
            })
            .map(|(at, _)| at)
            .collect();
        let text = Clauses::of(paragraphs);
        let starts: HashSet<usize> = text.clauses().iter().map(|clause| clause.paragraphs.start).collect();
        named += heads.len();
        found += heads.iter().filter(|at| starts.contains(at)).count();
        clauses += text.clauses().len();
        self_compared += Comparison::of(&text, &text).entries.len();
    }
    println!("{found} of {named} articles found, {clauses} clauses, {:?}", started.elapsed());
    assert_eq!(self_compared, clauses);
    assert!(found * 100 >= named * 99, "{found} of {named}");
}

/// Headings and paragraphs of a law in Markdown, without its links and marks.
fn of_markdown(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    for block in text.split("\n\n").flat_map(|block| block.split("  \n")) {
        let block: String = block.replace("**", "").replace("<sup>", "").replace("</sup>", " ");
        let block = block.trim();
        let level = block.chars().take_while(|c| *c == '#').count();
        if level > 0 {
            paragraphs.push(Paragraph::heading(u8::try_from(level).unwrap_or(9), block[level..].trim()));
        } else if !block.is_empty() {
            paragraphs.push(Paragraph::plain(block.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    paragraphs
}
