//! `clock tris`: real procedures through the standstill clock.

use std::{
    fs::File,
    io::{self, BufReader, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand, ValueEnum};
use domain::clock::{Replay, Tally};

/// What is replayed.
#[derive(Debug, Subcommand)]
pub enum Clock {
    /// Replay a table of TRIS procedures through the standstill clock, and say how
    /// many of the real ends it gives.
    ///
    /// The table is CSV with the columns start_date, end_date, postponement and
    /// count_opinions. It does not say whether a draft was urgent, fiscal or on
    /// services, nor on which day an opinion came: a row agrees when the clock
    /// gives its end for some answer to what is left open (agree_as_usual counts
    /// those that agree for goods, not urgent, opinions in time, no position of
    /// the Council).
    ///
    /// Computable are the rows with both days in their order, except those that
    /// ended later than at once and within two months: no period of the Directive
    /// is that short, so a decision lifted the standstill, whose day the table does
    /// not have (the kind lifted-early). Every other row is computable, whatever
    /// its end.
    Tris(Table),
}

/// A table of procedures.
#[derive(Debug, Args)]
pub struct Table {
    /// CSV file to read.
    file: PathBuf,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table to read.
    Text,
    /// One JSON object.
    Json,
}

/// Replays a table.
pub fn clock(what: &Clock) -> anyhow::Result<ExitCode> {
    let Clock::Tris(table) = what;
    let name = table.file.display();
    let file = File::open(&table.file).with_context(|| format!("{name} cannot be read"))?;
    let procedures =
        importers::tris_days::read(BufReader::new(file)).with_context(|| format!("{name} cannot be read"))?;
    ensure!(!procedures.is_empty(), "{name} has no rows");
    let mut replay = Replay::default();
    for procedure in &procedures {
        replay.add(procedure);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    match table.format {
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, &replay)?;
            writeln!(out)?;
        }
        Form::Text => print(&replay, &mut out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print(replay: &Replay, out: &mut impl io::Write) -> anyhow::Result<()> {
    writeln!(out, "{:<18} {:>8} {:>11} {:>8} {:>8}", "", "rows", "computable", "agree", "share")?;
    let mut line = |name: &str, rows: Option<u64>, tally: &Tally| {
        let rows = rows.map(|r| r.to_string()).unwrap_or_default();
        let share =
            if tally.computable == 0 { "-".to_owned() } else { format!("{:.1} %", tally.share() * 100.0) };
        writeln!(out, "{name:<18} {rows:>8} {:>11} {:>8} {share:>8}", tally.computable, tally.agree)
    };
    line("all", Some(replay.rows), &replay.all)?;
    line("received since 2000", None, &replay.since_2000)?;
    for (kind, tally) in &replay.by_kind {
        line(kind.as_str(), Some(tally.rows), &tally.all)?;
        line("  since 2000", None, &tally.since_2000)?;
    }
    for (kind, tally) in &replay.by_kind {
        for reason in tally.reasons() {
            writeln!(
                out,
                "{}: {} ({} since 2000): {}",
                kind.as_str(),
                reason.rows,
                reason.rows_since_2000,
                reason.reason
            )?;
        }
    }
    Ok(())
}
