//! Tools that need no registry: references in text, identifiers, divergences.
//! A JSON line each.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, BufRead as _, Read as _, Write as _},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use domain::{
    authority::Profile,
    divergence::{Subject, Surroundings, judge, judge_text},
    notification::{Content, Kind},
    recognition::{Mention, recognise_reader},
    references::references_of,
    standard::{Catalogue, Resolution, StandardId},
    suggestion::{self, Titles},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;

use crate::config::DataLocation;

/// Form of the output.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Form {
    /// A JSON object a line.
    Json,
}

/// A text to read.
#[derive(Debug, Args)]
pub struct Text {
    /// File to read; `-` or nothing for standard input.
    #[arg(default_value = "-")]
    file: String,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Json)]
    format: Form,
    #[command(flatten)]
    pub location: DataLocation,
}

impl Text {
    fn open(&self) -> anyhow::Result<Box<dyn io::Read>> {
        Ok(match self.file.as_str() {
            "-" => Box::new(io::stdin().lock()),
            path => Box::new(fs::File::open(path).with_context(|| format!("{path} cannot be read"))?),
        })
    }

    fn read(&self) -> anyhow::Result<String> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes).with_context(|| format!("{} cannot be read", self.file))?;
        Ok(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("the text is not UTF-8 throughout: what is not was replaced");
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
        })
    }
}

/// The references in a text of any length: it is read a piece at a time.
pub(super) fn references(text: &Text, catalogue: &Catalogue) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut written = Ok(());
    recognise_reader(text.open()?, |m| {
        if written.is_ok() {
            written = writeln!(out, "{}", mention_line(&m, catalogue));
        }
    })
    .with_context(|| format!("{} cannot be read", text.file))?;
    written?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// A mention as printed: what is not said of it is left out.
fn mention_line(m: &Mention, catalogue: &Catalogue) -> serde_json::Value {
    let standard = match catalogue.resolve(&m.id) {
        Resolution::Edition(entry) | Resolution::Current(entry) => Some(entry.id.clone()),
        _ => None,
    };
    let mut line = json!({
        "start": m.start, "end": m.end, "text": m.text, "id": m.designation(), "year": m.year,
        "standard": standard, "technique": m.technique.as_str(),
    });
    let further = [
        ("also", (!m.also.is_empty()).then(|| json!(m.also))),
        ("edition", m.edition.as_ref().map(|e| json!(e))),
        ("clause", m.clause.as_ref().map(|c| json!(c))),
        ("role", m.role.map(|r| json!(r))),
        ("latest", m.latest.then_some(json!(true))),
        ("correspondence", m.correspondence.map(|c| json!(c))),
        ("corresponds_to", m.corresponds_to.as_ref().map(|c| json!(c))),
    ];
    for (name, value) in further {
        if let Some(value) = value {
            line[name] = value;
        }
    }
    line
}

/// Identifiers to read.
#[derive(Debug, Args)]
pub struct Identifiers {
    #[command(flatten)]
    text: Text,
    /// The lines are `family TAB identifier`: print, family by family, how many
    /// are understood and print as they were written (but for marks around
    /// them), and what was refused.
    #[arg(long)]
    families: bool,
}

pub(super) fn standard_id(identifiers: &Identifiers) -> anyhow::Result<ExitCode> {
    let content = identifiers.text.read()?;
    if identifiers.families {
        return families(&content);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for input in content.as_bytes().lines() {
        let input = input?;
        let line = match input.parse::<StandardId>() {
            Ok(id) => json!({
                "input": input, "normal_form": id.to_string(), "publisher": id.publisher(), "number": id.number(),
                "part": Some(id.part()).filter(|p| !p.is_empty()), "year": id.year(), "error": null,
            }),
            Err(error) => json!({
                "input": input, "normal_form": null, "publisher": null, "number": null, "part": null, "year": null,
                "error": error.to_string(),
            }),
        };
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Refused identifiers that are shown for each family.
const SHOWN: usize = 3;

#[derive(Default)]
struct Family<'a> {
    all: usize,
    same: usize,
    others: Vec<(&'a str, String)>,
}

fn families(content: &str) -> anyhow::Result<ExitCode> {
    let mut families: BTreeMap<&str, Family<'_>> = BTreeMap::new();
    for line in content.lines() {
        let mut cells = line.split('\t');
        let (Some(family), Some(input)) = (cells.next(), cells.next().map(str::trim)) else { continue };
        let counts = families.entry(family).or_default();
        counts.all += 1;
        match input.parse::<StandardId>() {
            Ok(id) if id.is_spelled(input) => counts.same += 1,
            Ok(id) => counts.others.push((input, format!("reads as {id}"))),
            Err(error) => counts.others.push((input, error.to_string())),
        }
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (name, family) in families {
        let share = family.same as f64 / family.all as f64 * 100.0;
        writeln!(out, "{name}: {} of {} as written, {share:.1} %", family.same, family.all)?;
        for (input, why) in family.others.iter().take(SHOWN) {
            writeln!(out, "    {input}: {why}")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn divergences(text: &Text, catalogue: &Catalogue, now: Timestamp) -> anyhow::Result<ExitCode> {
    let content = text.read()?;
    let titles = Titles::new(catalogue.iter());
    let found = if content.trim_start().starts_with('{') {
        let form: Content = serde_json::from_str(&content)
            .with_context(|| format!("{} is no notification: the JSON of a form is expected", text.file))?;
        let references = references_of(&form, &[]);
        let suggestions = suggestion::for_content(&form, &[], &references, &titles);
        let subject = Subject {
            profile: if form.tris.is_some() { Profile::Eu } else { Profile::Wto },
            kind: Kind::Regular,
            published: now.to_zoned(TimeZone::UTC).date(),
            adopted: None,
            has_text: !form.links.is_empty(),
            references: &references,
            around: Surroundings {
                today: Some(now.to_zoned(TimeZone::UTC).date()),
                suggestions: &suggestions,
                ..Surroundings::default()
            },
            content: &form,
        };
        judge(&subject, catalogue)
    } else {
        let is_html = content.trim_start().starts_with('<');
        let plain = if is_html { importers::text::from_html(&content) } else { content };
        judge_text(&plain, &titles, catalogue)
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for divergence in found {
        writeln!(out, "{}", serde_json::to_string(&divergence)?)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
